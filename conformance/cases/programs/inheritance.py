# Method resolution, super, abstract classes, mixins.
from abc import ABC, abstractmethod
class Base:
    def who(self): return ['Base']
    def __init__(self, **kw): self.kw = kw; print('Base.__init__', sorted(kw))
class Left(Base):
    def who(self): return ['Left'] + super().who()
    def __init__(self, left=1, **kw): super().__init__(**kw); self.left = left
class Right(Base):
    def who(self): return ['Right'] + super().who()
    def __init__(self, right=2, **kw): super().__init__(**kw); self.right = right
class Both(Left, Right):
    def who(self): return ['Both'] + super().who()
b = Both(left='l', right='r', extra='e')
print(b.who(), b.left, b.right, [c.__name__ for c in Both.mro()])
print(super(Left, b).who(), Base.__subclasses__() == [Left, Right])
try:
    class Bad(Base, Left): pass
except TypeError as e: print(str(e).splitlines()[0])
try:
    class Bad2(int, str): pass
except TypeError as e: print(e)

class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def name(self): ...
    def describe(self): return f'{self.name} of {self.area()}'
class Square(Shape):
    def __init__(self, side): self.side = side
    def area(self): return self.side ** 2
    @property
    def name(self): return 'square'
print(Square(3).describe(), sorted(Shape.__abstractmethods__))
try: Shape()
except TypeError as e: print(type(e).__name__, 'abstract' in str(e))
@Shape.register
class Fake: pass
print(isinstance(Fake(), Shape), issubclass(Fake, Shape), Shape in Fake.__mro__)

class Counter(dict):
    def __missing__(self, key): return 0
    def add(self, key): self[key] += 1; return self
print(Counter().add('x').add('x').add('y'), Counter()['nothing'])
class Celsius(float):
    def __new__(cls, value): return super().__new__(cls, value)
    def __repr__(self): return f'{float(self):.1f}°C'
    @property
    def fahrenheit(self): return Celsius(self * 9 / 5 + 32)
print(Celsius(100).fahrenheit, Celsius(1) + 1, [Celsius(3)])
class Stack(list):
    push = list.append
    def peek(self): return self[-1]
s = Stack(); s.push(1); s.push(2); print(s, s.peek(), s.pop(), type(s[:]).__name__, isinstance(s, list))
class Odd(tuple):
    def __new__(cls, *items): return super().__new__(cls, (i for i in items if i % 2))
print(Odd(1, 2, 3), len(Odd(2, 4)), Odd(5)[0])
class Private:
    __secret = 1
    def reveal(self): return self.__secret
print(Private().reveal(), hasattr(Private(), '__secret'), Private()._Private__secret)
obj = Base(); obj.__class__ = Right; print(obj.who())
print(type('Dyn', (Base,), {'attr': 5, 'm': lambda self: self.attr}).__name__)
print(Left.who.__qualname__, Both.__name__, Both.__bases__ == (Left, Right), Both.__module__)
