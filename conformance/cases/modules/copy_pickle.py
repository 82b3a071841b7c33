# from 3.13
import copy, pickle, copyreg, io
class A:
    def __init__(self, x): self.x = x
    def __eq__(self, o): return self.x == o.x
class S:
    __slots__ = ('a', 'b')
class R:
    def __reduce__(self): return (R.make, (3,))
    @staticmethod
    def make(n): r = R(); r.n = n; return r
class G:
    def __getstate__(self): return {'k': 1}
    def __setstate__(self, s): self.got = s
class N:
    def __new__(cls, *a, **k): o = super().__new__(cls); o.a = (a, k); return o
    def __getnewargs_ex__(self): return (1,), {'z': 2}
s = S(); s.a = 1; s.b = [2]
cyc = []; cyc.append(cyc)
import collections, datetime, decimal, fractions, enum
class E(enum.Enum): X = 1
for p in range(pickle.HIGHEST_PROTOCOL + 1):
    r = [pickle.loads(pickle.dumps(o, p)) for o in (1, -2**70, 1.5, 'é', b'b', None, True, [1, [2]], (1,), {1: 2}, {1}, frozenset('a'), A(3), 1j, range(3), slice(1, 2), len, E.X, collections.OrderedDict(a=1), datetime.date(2020, 1, 2), fractions.Fraction(1, 3), ..., bytearray(b'z'), collections.Counter('a'), collections.deque([1]))]
    print(p, r[:12], r[12].x, r[13:])
    if p >= 2: t = pickle.loads(pickle.dumps(s, p)); print(t.a, t.b, pickle.loads(pickle.dumps(N(), p)).a)
    print(pickle.loads(pickle.dumps(R(), p)).n, pickle.loads(pickle.dumps(G(), p)).got, (c := pickle.loads(pickle.dumps(cyc, p)))[0] is c)
for bad in (lambda: 1, (i for i in ()), A.__init__.__get__(A(1)) if 0 else open):
    try: pickle.dumps(bad); print('ok')
    except Exception as e: print(type(e).__name__)
x = [1, [2, 3]]; y = copy.copy(x); z = copy.deepcopy(x); x[1].append(4); print(y, z, copy.deepcopy(cyc)[0] is not cyc)
print(copy.copy(s).b is s.b, copy.deepcopy(A([1])).x, copy.copy(G()).got)
class DC:
    def __deepcopy__(self, memo): return 'dc'
    def __copy__(self): return 'c'
print(copy.deepcopy(DC()), copy.copy(DC()))
class P(pickle.Pickler):
    def persistent_id(self, o): return 'pid' if o == 'P' else None
class UP(pickle.Unpickler):
    def persistent_load(self, i): return 'loaded ' + i
f = io.BytesIO(); P(f).dump(['P', 1]); f.seek(0); print(UP(f).load())
try: pickle.loads(b'')
except EOFError: print('EOF')
