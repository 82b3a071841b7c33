class A:
    x = 1
    def __init__(self, v): self.v = v
    def m(self): return self.v
    @property
    def p(self): return self.v * 2
    @classmethod
    def c(cls): return cls.__name__
    @staticmethod
    def s(a): return a
    def __repr__(self): return f'A({self.v})'
class B(A):
    def __init__(self, v): super().__init__(v + 1)
    def m(self): return super().m() + 100
    def __getattr__(self, n):
        if n.startswith('z'): return n
        raise AttributeError(n)
a = A(1); b = B(2)
print(a.m(), b.m(), a.p, b.p, A.c(), B.c(), A.s(5), a, b, a.x, b.zed)
try: b.q
except AttributeError as e: print(e)
try: a.q
except AttributeError as e: print(e)
a.new = 5; print(a.__dict__, a.new); del a.new
A.x = 7; print(a.x, b.x)
class S:
    __slots__ = ('a', 'b')
s = S(); s.a = 1; print(s.a)
try: s.b
except AttributeError as e: print(e)
try: s.c = 1
except AttributeError as e: print(e)
class V:
    def __init__(self, x): self.x = x
    def __add__(self, o): return V(self.x + o.x)
    def __eq__(self, o): return self.x == o.x
    def __lt__(self, o): return self.x < o.x
    def __len__(self): return self.x
    def __getitem__(self, i): return i * 2
    def __setitem__(self, i, v): print('set', i, v)
    def __delitem__(self, i): print('del', i)
    def __contains__(self, i): return i == 3
    def __call__(self, *a, **k): return (a, k)
    def __bool__(self): return self.x > 0
    def __iter__(self): return iter([1,2])
    def __hash__(self): return 5
    def __str__(self): return 'V!'
    def __format__(self, s): return 'F' + s
    def __neg__(self): return V(-self.x)
    def __enter__(self): return self
    def __exit__(self, *a): return False
v = V(3)
print((v + V(4)).x, v == V(3), v < V(4), len(v), v[4], 3 in v, 4 in v, v(1, k=2), bool(v), list(v), str(v), f'{v:abc}', (-v).x)
v[1] = 2; del v[1]
if not V(0): print('falsy')
class M(type):
    def __call__(cls, *a): print('meta call'); return super().__call__(*a)
    def __new__(m, n, b, ns): print('meta new', n); return super().__new__(m, n, b, ns)
C = M('C', (), {'y': 1})
print(C().y)
class Desc:
    def __get__(self, o, t): return ('get', o is None)
    def __set__(self, o, v): print('set', v)
    def __set_name__(self, o, n): print('name', n)
class E:
    d = Desc()
e = E(); print(e.d, E.d); e.d = 5
class F:
    def __del__(self): print('del F')
f = F(); del f
def scope():
    class G:
        y = 5
        def get(self): return __class__.__name__
    return G
print(scope()().get(), scope().__qualname__)
print(A.m, a.m) if 0 else print(a.m.__self__ is a, a.m.__func__ is A.m, a.m.__name__)
bm = a.m; print(bm())
print(isinstance(b, A), issubclass(B, A)) if 0 else None
class P:
    def __init__(self): self.x = 0; self.y = 0
p = P()
for i in range(100): p.x += 1; p.y = p.x
print(p.x, p.y)
class Inh(int):
    def __add__(self, o): return 'added'
print(Inh(5) + 1, Inh(7) * 2)
