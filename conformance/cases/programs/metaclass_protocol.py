# Metaclasses, __prepare__, class creation protocol, abstract classes, conflicts.
import types, abc, collections.abc

trace = []


class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        print('prepare', mcls.__name__, name, [b.__name__ for b in bases], kw)
        return Recorder(name)

    def __new__(mcls, name, bases, ns, **kw):
        print('new', name, [k for k in ns if not k.startswith('__')], kw)
        cls = super().__new__(mcls, name, bases, dict(ns))
        cls.assigned = ns.log
        return cls

    def __init__(cls, name, bases, ns, **kw):
        print('init', name, type(ns).__name__, kw)
        super().__init__(name, bases, ns)

    def __call__(cls, *args, **kw):
        print('call', cls.__name__, args, kw)
        return super().__call__(*args, **kw)

    def __instancecheck__(cls, x):
        return hasattr(x, 'quack') or super().__instancecheck__(x)

    def __subclasscheck__(cls, sub):
        return sub is int or super().__subclasscheck__(sub)

    def __len__(cls): return len(cls.assigned)
    def __iter__(cls): return iter(cls.assigned)
    def __contains__(cls, x): return x in cls.assigned
    def __getitem__(cls, i): return cls.assigned[i]
    def __getattr__(cls, name): return f'<{name} of {cls.__name__}>'
    def __repr__(cls): return f'<class {cls.__name__}!>'
    def __add__(cls, other): return f'{cls.__name__}+{other.__name__}'
    def __bool__(cls): return cls.__name__ != 'Empty'
    def __dir__(cls): return ['only', 'these']
    def __eq__(cls, other): return cls.__name__ == getattr(other, '__name__', None)
    def __hash__(cls): return hash(cls.__name__)
    @property
    def shout(cls): return cls.__name__.upper()


class Recorder(dict):
    def __init__(self, name):
        super().__init__()
        self.log = []

    def __setitem__(self, k, v):
        if not k.startswith('__'):
            self.log.append(k)
        super().__setitem__(k, v)

    def __missing__(self, k):
        if k.startswith('auto_'):
            return len(self.log) * 10
        raise KeyError(k)


class A(metaclass=Meta):
    x = auto_one
    y = auto_two
    x = 3

    def method(self, n=auto_three):
        return n
    z: int = 5


print(A.assigned, A.x, A.y, len(A), list(A), 'y' in A, A[0], A.anything, repr(A), A + A, bool(A), dir(A), A.shout)


class Empty:
    pass


class Keyed(A):
    def __init_subclass__(cls, /, flavour=None, **kw):
        print('init_subclass', cls.__name__, flavour, kw)
        super().__init_subclass__(**kw)


class Sub(Keyed):
    quack = True


print(Sub().method(), isinstance(5, A), isinstance(type('Duck', (), {'quack': 1})(), A), issubclass(int, A), issubclass(str, A))
print(A == type('A', (), {}), len({A, Sub, A}), bool(type.__call__(Meta, 'Empty', (), Recorder('q'))))
for bad in (lambda: A.__getattr__, lambda: A().missing, lambda: Sub().shout):
    try:
        print(bad())
    except AttributeError as e:
        print('AttributeError', e)


# what class statements hand on
def maker(name, bases, ns, **kw):
    return (name, bases, sorted(k for k in ns if k[:2] != '__'), kw)


class Tupled(1, 2, metaclass=maker, extra='e'):
    a = b = 0


print(Tupled)


class Entries:
    def __init__(self, *bases): self.bases = bases

    def __mro_entries__(self, bases):
        print('mro_entries', len(bases))
        return self.bases


class ViaEntries(dict, Entries(collections.abc.Sized, collections.abc.Container)):
    pass


print([c.__name__ for c in ViaEntries.__mro__], len(ViaEntries.__orig_bases__), types.resolve_bases((int, Entries(str)))[1])
print(types.prepare_class('N', (A,), {'k': 1})[0], types.new_class('N', (), {}, lambda ns: ns.update(v=1)).v)


class M1(type): pass
class M2(type): pass
class M3(M1, M2): pass
class C1(metaclass=M1): pass
class C2(metaclass=M2): pass


def attempt(f):
    try:
        r = f()
        print('ok', getattr(r, '__name__', r))
    except Exception as e:
        print(type(e).__name__, e)


attempt(lambda: type('C', (C1, C2), {}))
attempt(lambda: M3('C', (C1, C2), {}))
attempt(lambda: type('C', (bool,), {}))
attempt(lambda: type('C', (type(None),), {}))
attempt(lambda: type('C', (int, str), {}))
attempt(lambda: type('C', (object, int), {}))
attempt(lambda: type('C', (C1, C1), {}))
attempt(lambda: type('C', (5,), {}))
attempt(lambda: type('C', [], {}))
attempt(lambda: type(1, (), {}))
attempt(lambda: type('C', (), []))
attempt(lambda: type('C', (), {}, key=1))
attempt(lambda: type('C', ()))
attempt(lambda: type('a\0b', (), {}))
attempt(lambda: type('C', (), {'__slots__': 'a b'}))
attempt(lambda: type('C', (), {'__slots__': ['a', 'a']}))
attempt(lambda: type('C', (), {'__slots__': [1]}))
attempt(lambda: type('C', (), {'__slots__': ['v'], 'v': 1}))
attempt(lambda: type('C', (int,), {'__slots__': ['v']}))
attempt(lambda: type('C', (tuple,), {'__slots__': ['v']}))
attempt(lambda: type('C', (), {'__slots__': ['__dict__', '__dict__']}))
attempt(lambda: type('C', (), {'__classcell__': 5}))
attempt(lambda: type('C', (), {'__qualname__': 5}))
attempt(lambda: type('C', (), {'__doc__': 5}).__doc__)
attempt(lambda: type.__new__(type, 'C', (), {'__module__': 3}).__module__)
attempt(lambda: type.__new__(int, 'C', (), {}))
attempt(lambda: type.__new__(type))
attempt(lambda: types.new_class('C', (), {'metaclass': type, 'a': 1}))


class Bases1: pass
class Bases2(Bases1): pass
class Moved(Bases1): pass


def set_bases(b):
    Moved.__bases__ = b
    return [c.__name__ for c in Moved.__mro__]


attempt(lambda: set_bases((Bases2,)))
attempt(lambda: set_bases((int,)))
attempt(lambda: set_bases(()))
attempt(lambda: set_bases(5))
attempt(lambda: set_bases((Moved,)))
attempt(lambda: set_bases((Bases1, Bases2)))
attempt(lambda: delattr(Moved, '__bases__'))
print(Bases1.__subclasses__(), Bases2.__subclasses__())


def set_class(o, c):
    o.__class__ = c
    return type(o)


class S1: __slots__ = ('a', 'b')
class S2: __slots__ = ('a', 'b')
class S3: __slots__ = ('a', 'c')
attempt(lambda: set_class(S1(), S2))
attempt(lambda: set_class(S1(), S3))
attempt(lambda: set_class(S1(), Bases1))
attempt(lambda: set_class(Bases1(), Bases2))
attempt(lambda: set_class(5, Bases2))
attempt(lambda: set_class(Bases1(), int))
attempt(lambda: set_class(Bases1(), 5))


# the cell of __class__ and super without arguments
class WithCell:
    def who(self): return __class__
    who_else = lambda self: super().__repr__.__name__
    @staticmethod
    def static(): return super()
    @classmethod
    def klass(cls): return super().__init_subclass__.__name__
    def nested(self):
        def inner(): return super()
        return inner()


w = WithCell()
attempt(w.who)
attempt(w.who_else)
attempt(WithCell.static)
attempt(WithCell.klass)
attempt(w.nested)
attempt(lambda: super())
attempt(lambda: super(5))
attempt(lambda: super(WithCell, 5))
attempt(lambda: super(WithCell, w).nothing)
print(super(WithCell, w).__thisclass__, super(WithCell, w).__self_class__, super(WithCell, WithCell).__self__ is WithCell)


class LosesCell(type):
    def __new__(m, name, bases, ns):
        ns.pop('__classcell__', None)
        return super().__new__(m, name, bases, ns)


def lose():
    class L(metaclass=LosesCell):
        def f(self): return __class__
    return L


attempt(lose)


# abstract classes
class Shape(abc.ABC):
    @property
    @abc.abstractmethod
    def area(self): ...
    @abc.abstractmethod
    def scale(self, by): ...
    @classmethod
    @abc.abstractmethod
    def make(cls): ...


class Partial(Shape):
    area = property(lambda self: 4)


class Whole(Partial):
    def scale(self, by): return self.area * by
    make = classmethod(lambda cls: cls())


attempt(lambda: Shape())
attempt(lambda: Partial())
attempt(lambda: Whole.make().scale(3))
print(sorted(Shape.__abstractmethods__), sorted(Partial.__abstractmethods__), Whole.__abstractmethods__, Whole.__dict__.get('__isabstractmethod__'))


@Shape.register
class Virtual: pass


print(issubclass(Virtual, Shape), isinstance(Virtual(), Shape), Shape in Virtual.__mro__)
attempt(lambda: Virtual.register)
attempt(lambda: Shape.register(5))
attempt(lambda: Virtual and Whole.register(Shape))
Whole.extra = abc.abstractmethod(lambda self: 1)
attempt(lambda: bool(Whole()))
if __import__('sys').version_info >= (3, 10) and hasattr(abc, 'update_abstractmethods'):
    abc.update_abstractmethods(Whole)
    attempt(lambda: Whole())


class Named:
    def __set_name__(self, owner, name):
        print('set_name', owner.__name__, name)
        self.name = name


class Owner:
    a, b = Named(), Named()
    c = a
print(Owner.a.name)


class Explodes:
    def __set_name__(self, owner, name): raise ValueError('no ' + name)


try:
    class Owner2: e = Explodes()
except Exception as e:
    print(type(e).__name__, str(e), repr(e.__cause__), getattr(e, '__notes__', None))
try:
    class Owner3(A, unknown=1): pass
except Exception as e:
    print(type(e).__name__, e)
try:
    class Owner4(unknown=1): pass
except Exception as e:
    print(type(e).__name__, e)
