# Properties, descriptors, slots, class creation hooks.
class Typed:
    def __init__(self, kind): self.kind = kind
    def __set_name__(self, owner, name): self.name = name; print('set_name', owner.__name__, name)
    def __get__(self, obj, owner=None):
        if obj is None: return self
        return obj.__dict__.get(self.name, 'unset')
    def __set__(self, obj, value):
        if not isinstance(value, self.kind): raise TypeError(f'{self.name} must be {self.kind.__name__}')
        obj.__dict__[self.name] = value
    def __delete__(self, obj): del obj.__dict__[self.name]

class NonData:
    def __get__(self, obj, owner): return 'from descriptor'

class Point:
    x = Typed(int)
    y = Typed(int)
    label = NonData()
    def __init__(self, x, y): self.x = x; self.y = y
    @property
    def norm1(self): return abs(self.x) + abs(self.y)
    @norm1.setter
    def norm1(self, value): self.x = value; self.y = 0
    @norm1.deleter
    def norm1(self): self.x = self.y = 0
    @classmethod
    def origin(cls): return cls(0, 0)
    @staticmethod
    def dist(a, b): return abs(a.x - b.x) + abs(a.y - b.y)

p = Point(3, -4)
print(p.norm1, p.x, Point.x.kind, p.label)
p.label = 'instance wins'; print(p.label)
p.norm1 = 9; print(p.x, p.y); del p.norm1; print(p.norm1)
try: p.x = 'no'
except TypeError as e: print(e)
del p.x; print(p.x)
print(Point.origin().norm1, Point.dist(Point(1, 1), Point(2, 3)))
class Sub(Point): pass
print(type(Sub.origin()).__name__)

class Slots:
    __slots__ = ('a', '_b')
    def __init__(self): self.a = 1
s = Slots()
for action in (lambda: setattr(s, 'c', 1), lambda: s._b, lambda: s.__dict__, lambda: delattr(s, '_b')):
    try: action()
    except AttributeError as e: print(type(e).__name__, str(e).split(' ')[0])

class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw): print('prepare', name, kw); return {'injected': 42}
    def __new__(mcs, name, bases, ns, **kw): return super().__new__(mcs, name, bases, dict(ns))
    def __init__(cls, name, bases, ns, **kw): super().__init__(name, bases, ns)
    def __call__(cls, *args): print('calling', cls.__name__); return super().__call__(*args)
    def __instancecheck__(cls, obj): return obj == 'magic' or super().__instancecheck__(obj)
    def __iter__(cls): return iter(['iterable', 'class'])
class WithMeta(metaclass=Meta, option=1):
    def __init__(self, v=0): self.v = v
print(WithMeta.injected, WithMeta(5).v, isinstance('magic', WithMeta), list(WithMeta), type(WithMeta) is Meta)

class Plugin:
    registry = {}
    def __init_subclass__(cls, /, key=None, **kw): super().__init_subclass__(**kw); Plugin.registry[key] = cls.__name__
    def __class_getitem__(cls, item): return f'{cls.__name__}[{item}]'
class A(Plugin, key='a'): pass
class B(A, key='b'): pass
print(Plugin.registry, B[int], [c.__name__ for c in B.__mro__])
print(Point.__dict__['norm1'].fget.__name__, type(Point.__dict__['origin']).__name__, Point.norm1.__doc__)
