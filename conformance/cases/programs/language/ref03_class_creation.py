# Language reference 3.3.3: __prepare__, __set_name__, __init_subclass__, __mro_entries__, metaclasses, __class_getitem__.
from types import new_class, resolve_bases, prepare_class, GenericAlias
class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        print('prepare', name, bases, kw)
        return {'injected': 1}
    def __new__(mcs, name, bases, ns, **kw):
        print('new', name, sorted(k for k in ns if not k.startswith('__')), kw)
        return super().__new__(mcs, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        print('init', name, kw)
        super().__init__(name, bases, ns)
    def __call__(cls, *a):
        print('call', cls.__name__, a)
        return super().__call__(*a)
class A(metaclass=Meta, flag=1):
    x = injected + 1
class B(A, other=2):
    def __init__(self, *a): pass
print(A.x, B(1).__class__.__name__, type(B) is Meta)
class D:
    def __set_name__(self, owner, name): print('set_name', owner.__name__, name)
    def __get__(self, i, o): return 'got'
class UsesD:
    d = D(); e = d
class Base:
    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        print('subclass', cls.__name__, tag)
class Child(Base, tag='t'): pass
try:
    class Bad(Base, nope=1): pass
except TypeError as e:
    print(e)
try:
    class Bad2(nope=1): pass
except TypeError as e:
    print(e)
class BadName:
    def __set_name__(self, owner): pass
try:
    class UsesBad: q = BadName()
except Exception as e:
    print(type(e).__name__, e, getattr(e, '__notes__', None))
class RaisesName:
    def __set_name__(self, owner, name): raise ValueError('v')
try:
    class UsesRaises: q = RaisesName()
except Exception as e:
    print(type(e).__name__, e, getattr(e, '__notes__', None), type(e.__cause__).__name__)
class Entry:
    def __mro_entries__(self, bases):
        print('entries', len(bases)); return (int,)
class I(Entry()): pass
print(I.__bases__, len(I.__orig_bases__))
class Cgi:
    def __class_getitem__(cls, item): return cls.__name__, item
print(Cgi[1], Cgi[1, 2], Cgi[int:str])
print(list[int], dict[str, int], tuple[int, ...], list[int].__origin__, list[int].__args__, type(list[int]), list[list[int]], tuple[()])
print(isinstance([], list), GenericAlias(list, (int,)) == list[int])
try:
    isinstance([], list[int])
except TypeError as e:
    print(e)
C = new_class('C', (Base,), {'tag': 'nc'}, lambda ns: ns.update(v=1))
print(C.v, prepare_class('x', (), {'metaclass': Meta, 'k': 1})[1:])
for bases in ((int, str), (Base, object, Base), (A, int, type), (bool,), (object, int)):
    try:
        type('X', bases, {})
    except TypeError as e:
        print(e)
class M1(type): pass
class M2(type): pass
class X1(metaclass=M1): pass
class X2(metaclass=M2): pass
try:
    class X3(X1, X2): pass
except TypeError as e:
    print(e)
try:
    class X4(Child, Base, tag=1): pass
    class X5(Base, Child): pass
except TypeError as e:
    print(e)
def func_meta(name, bases, ns, **kw):
    return (name, bases, sorted(k for k in ns if not k.startswith('__')), kw)
class F(int, metaclass=func_meta, z=1):
    a = 1
print(F)
class Cell(type):
    def __new__(m, n, b, ns):
        print('classcell' if '__classcell__' in ns else 'no cell'); return super().__new__(m, n, b, ns)
class WithSuper(metaclass=Cell):
    def f(self): return __class__
class NoSuper(metaclass=Cell):
    def f(self): return 1
print(WithSuper().f() is WithSuper)
class Inst(type):
    def __instancecheck__(cls, x): return x == 5
    def __subclasscheck__(cls, c): return c is int
class Chk(metaclass=Inst): pass
print(isinstance(5, Chk), isinstance(6, Chk), issubclass(int, Chk), issubclass(str, Chk))
class Mro(type):
    def mro(cls): return [cls, int, object] if cls.__name__ == 'ok' else [cls]
print(Mro('ok', (int,), {}).__mro__[1:])
