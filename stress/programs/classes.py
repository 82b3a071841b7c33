# classes, descriptors, metaclasses, super, slots, properties, operators
class Meta(type):
    def __new__(mcls, name, bases, ns, **kw):
        cls = super().__new__(mcls, name, bases, ns)
        cls.tag = kw.get('tag')
        return cls

class Base(metaclass=Meta, tag='b'):
    count = 0
    def __init__(self, x):
        self.x = x
        Base.count += 1
    def __repr__(self):
        return f'{type(self).__name__}({self.x!r})'
    @property
    def double(self):
        return self.x * 2
    @double.setter
    def double(self, v):
        self.x = v // 2
    @classmethod
    def make(cls, *a):
        return cls(*a)
    @staticmethod
    def plain(v):
        return v + 1
    def __init_subclass__(cls, **kw):
        cls.subs = kw

class Slotted:
    __slots__ = ('a', 'b', '__weakref__')
    def __init__(self):
        self.a = [self]

class Child(Base, tag='c'):
    def __init__(self, x, y=1):
        super().__init__(x)
        self.y = y
    def __add__(self, other):
        return Child(self.x + other.x, self.y)
    def __eq__(self, other):
        return self.x == other.x
    def __hash__(self):
        return hash(self.x)
    def __getattr__(self, name):
        if name.startswith('dyn_'):
            return name[4:]
        raise AttributeError(name)

class Desc:
    def __set_name__(self, owner, name):
        self.name = name
    def __get__(self, obj, owner=None):
        return self if obj is None else obj.__dict__.get(self.name, 'unset')
    def __set__(self, obj, value):
        obj.__dict__[self.name] = value

class Holder:
    d = Desc()

c = Child(3) + Child.make(4)
c.double = 20
print(c, c.double, Child.plain(1), Base.count, Child.tag, Child.subs, c.dyn_hello, {c: 1}[Child(10)])
h = Holder()
print(h.d)
h.d = [h]
print(len(h.d), Holder.d is Holder.__dict__['d'])
s = Slotted()
try:
    s.nope = 1
except AttributeError as e:
    print(e)
try:
    c.missing
except AttributeError as e:
    print(e)
print([k.__name__ for k in Child.__mro__], issubclass(Child, Base), isinstance(c, (int, Base)))
Dyn = type('Dyn', (Child,), {'z': 5, '__doc__': 'doc'})
print(Dyn(1).z, Dyn.__doc__, Dyn(2) == Child(2))
Base.count = 'gone'
Child.__bases__ = (Base,)
c.__class__ = Dyn
print(c, hasattr(c, 'z'), getattr(c, 'y'), vars(c))
for i in range(8):
    setattr(c, 'attr%d' % i, i)
    del c.__dict__['attr%d' % i]
del c.y
