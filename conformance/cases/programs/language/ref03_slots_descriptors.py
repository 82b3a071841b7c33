# Language reference 3.3.2: descriptors and __slots__.
import weakref, copy, pickle
class Data:
    def __get__(self, i, o): return 'data', i is None, o.__name__
    def __set__(self, i, v): print('set', v)
    def __delete__(self, i): print('delete')
class NonData:
    def __get__(self, i, o=None): return 'nondata'
class C:
    d = Data(); n = NonData()
c = C(); c.__dict__['d'] = 1; c.__dict__['n'] = 2
print(c.d, c.n, C.d, C.n); c.d = 5; del c.d
class RO:
    def __get__(self, i, o): return 1
    def __set__(self, i, v): raise AttributeError('read only')
class Q: x = RO()
try:
    Q().x = 1
except AttributeError as e:
    print(e)
try:
    del Q().x
except AttributeError as e:
    print(e)
class P:
    def __init__(self): self._x = 0
    @property
    def x(self): "x doc"; return self._x
    @x.setter
    def x(self, v): self._x = v
    @x.deleter
    def x(self): print('deleted')
    @property
    def ro(self): return 1
    wo = property(None, lambda s, v: print('wo', v))
p = P(); p.x = 5; print(p.x, P.x.__doc__, P.x.fget.__name__); del p.x; p.wo = 1
for f in (lambda: setattr(p, 'ro', 1), lambda: delattr(p, 'ro'), lambda: p.wo, lambda: delattr(p, 'wo')):
    try:
        f()
    except AttributeError as e:
        print(e)
class S:
    __slots__ = ('a', '__private', 'b')
    def __init__(self): self.a = 1; self.__private = 2
s = S()
print(s.a, s._S__private, hasattr(s, '__dict__'), S.__slots__, S.a)
for f in (lambda: s.b, lambda: setattr(s, 'z', 1), lambda: weakref.ref(s), lambda: s.__dict__, lambda: delattr(s, 'b')):
    try:
        f()
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)
class SD(S): pass
sd = SD(); sd.z = 1; print(sd.__dict__, sd.a)
class SS(S): __slots__ = 'c'
ss = SS(); ss.c = 3; print(ss.c, hasattr(ss, '__dict__'))
class W: __slots__ = ('__weakref__', '__dict__')
w = W(); w.q = 1; r = weakref.ref(w); print(r() is w, w.__dict__)
class Named: __slots__ = {'a': 'doc of a', 'b': None}
print(Named.a.__doc__, Named.b.__doc__, Named.__slots__)
for ns in ({'__slots__': 'a b'}, {'__slots__': ('a',), 'a': 1}, {'__slots__': [1]}, {'__slots__': '1a'}, {'__slots__': ('__dict__', '__dict__')}, {'__slots__': ('a', 'a')}, {'__slots__': ('__weakref__', '__weakref__')}, {'__slots__': iter(['x', 'y'])}):
    try:
        print(type('T', (), ns).__slots__ is not None)
    except Exception as e:
        print(type(e).__name__, e)
for base in (int, tuple, bytes, str, list):
    try:
        type('T', (base,), {'__slots__': ('a',)}); print(base.__name__, 'ok')
    except TypeError as e:
        print(e)
class L1: __slots__ = ('a',)
class L2: __slots__ = ('b',)
try:
    class L3(L1, L2): pass
except TypeError as e:
    print(e)
class E1: __slots__ = ()
class L4(L1, E1): __slots__ = ()
print(L4.__mro__[1:3])
t = copy.copy(ss); print(t.c, t.a)
u = copy.deepcopy(ss); print(u.c)
x = L1(); y = L1(); x.__class__ = L1
try:
    x.__class__ = L2
    print('layout ok')
except TypeError as e:
    print(e)
try:
    x.__class__ = C
except TypeError as e:
    print(e)
try:
    c.__class__ = int
except TypeError as e:
    print(e)
print(pickle.loads(pickle.dumps(ss)).c)
