from abc import ABC, abstractmethod, ABCMeta, get_cache_token
class A(ABC):
    @abstractmethod
    def f(self): ...
    @property
    @abstractmethod
    def p(self): ...
try: A()
except TypeError as e: print(type(e).__name__, 'abstract' in str(e))
class B(A):
    def f(self): return 1
    p = 2
print(B().f(), B().p, A.__abstractmethods__ == {'f', 'p'}, B.__abstractmethods__)
class D(metaclass=ABCMeta):
    @classmethod
    def __subclasshook__(cls, c): return True if hasattr(c, 'quack') else NotImplemented
class Duck:
    def quack(self): ...
print(isinstance(Duck(), D), issubclass(int, D))
class R(ABC): pass
R.register(str); print(isinstance('x', R), issubclass(str, R), isinstance(1, R))
t = get_cache_token(); R.register(int); print(get_cache_token() != t, isinstance(1, R))
