# Language reference 3.3: special method names.
class N:
    def __new__(cls, *a, **k):
        print('new', cls.__name__, a, k)
        return super().__new__(cls)
    def __init__(self, *a, **k):
        print('init', a, k)
    def __del__(self):
        print('del')
n = N(1, x=2); del n
class Other:
    def __new__(cls):
        return 5
    def __init__(self):
        print('never')
print(Other())
class R:
    def __repr__(self): return '<R>'
print(str(R()), f'{R()}', '%s %r' % (R(), R()), [R()], {R(): 1} != 0)
class S:
    def __str__(self): return 5
    def __repr__(self): return b''
    def __format__(self, spec): return 5
    def __bytes__(self): return ''
    def __hash__(self): return 'a'
    def __bool__(self): return 1
    def __len__(self): return -1
    def __index__(self): return 1.5
    def __int__(self): return 'x'
    def __float__(self): return 1
    def __complex__(self): return 1
    def __iter__(self): return 5
    def __contains__(self, x): return []
    def __dir__(self): return 5
    def __length_hint__(self): return 'a'
for f in (str, repr, format, bytes, hash, bool, len, hex, int, float, complex, iter, lambda s: 1 in s, dir, lambda s: [1][s], lambda s: range(s), ascii):
    try:
        print(f(S()))
    except Exception as e:
        print(type(e).__name__, e)
class C:
    def __init__(self, v): self.v = v
    def __lt__(self, o): print('lt', self.v, o.v if isinstance(o, C) else o); return NotImplemented
    def __gt__(self, o): print('gt', self.v, o.v if isinstance(o, C) else o); return NotImplemented
    def __eq__(self, o): print('eq', self.v); return NotImplemented
for op in (lambda: C(1) < C(2), lambda: C(1) == C(2), lambda: C(1) != C(2), lambda: C(1) <= C(2), lambda: 5 < C(1), lambda: C(1) > 'a'):
    try:
        print(op())
    except TypeError as e:
        print(e)
print(C.__hash__, C.__ne__)
class D(C):
    def __gt__(self, o): print('D.gt'); return True
print(C(1) < D(2))
class G:
    def __getattr__(self, name): print('getattr', name); return name.upper() if name != 'bad' else super().__getattribute__(name)
    def __setattr__(self, name, value): print('setattr', name, value); super().__setattr__(name, value)
    def __delattr__(self, name): print('delattr', name); super().__delattr__(name)
g = G(); g.a = 1; print(g.a, g.b); del g.a; print(g.a)
try:
    g.bad
except AttributeError as e:
    print(e)
class GA:
    def __getattribute__(self, name):
        if name == 'q': raise AttributeError('own text')
        return object.__getattribute__(self, name)
    def __getattr__(self, name): return 'fallback ' + name
print(GA().q, GA().zz, hasattr(GA(), 'q'))
class Items:
    def __getitem__(self, k): return k
    def __setitem__(self, k, v): print('set', k, v)
    def __delitem__(self, k): print('del', k)
    def __missing__(self, k): print('missing')
i = Items()
print(i[1], i[1:2], i[1:2, ...], i[:], i[::], i[1:2:3, 4], i[()], i[1,])
i[1] = 2; i[1:2] = 3; del i[1]; del i[1:2, 3]
i[0] += 5
class M(dict):
    def __missing__(self, k): return k * 2
m = M(a=1); print(m['a'], m['b'], m.get('b'), 'b' in m)
class Seq:
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i * i
print(list(Seq()), 4 in Seq(), 5 in Seq(), list(reversed([1, 2])))
try:
    reversed(Seq())
except TypeError as e:
    print(e)
class Call:
    def __call__(self, *a, **k): return a, k
print(Call()(1, 2, x=3), callable(Call()), callable(R()))
class CM:
    def __enter__(self): print('enter'); return self
    def __exit__(self, *exc): print('exit', exc[0]); return True
with CM() as c: raise ValueError
class Neg:
    def __neg__(self): return 'neg'
    def __pos__(self): return 'pos'
    def __invert__(self): return 'inv'
    def __abs__(self): return 'abs'
    def __round__(self, n=None): return ('round', n)
    def __trunc__(self): return 'trunc'
    def __floor__(self): return 'floor'
    def __ceil__(self): return 'ceil'
import math
print(-Neg(), +Neg(), ~Neg(), abs(Neg()), round(Neg()), round(Neg(), 2), math.trunc(Neg()), math.floor(Neg()), math.ceil(Neg()))
