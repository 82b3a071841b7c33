# Operator dispatch, reflected operators, comparison chains, identity.
class V:
    def __init__(self, *c): self.c = c
    def __repr__(self): return f'V{self.c}'
    def __add__(self, o): return V(*(a + b for a, b in zip(self.c, o.c))) if isinstance(o, V) else NotImplemented
    def __mul__(self, k): return V(*(a * k for a in self.c)) if isinstance(k, (int, float)) else NotImplemented
    __rmul__ = __mul__
    def __matmul__(self, o): return sum(a * b for a, b in zip(self.c, o.c))
    def __neg__(self): return V(*(-a for a in self.c))
    def __sub__(self, o): return self + -o
    def __eq__(self, o): return isinstance(o, V) and self.c == o.c
    def __abs__(self): return sum(a * a for a in self.c) ** .5
    def __bool__(self): return any(self.c)
    def __getitem__(self, i): return self.c[i]
    def __pow__(self, n, mod=None): return ('pow', n, mod)
    def __rpow__(self, o): return ('rpow', o)
    def __ror__(self, o): return ('ror', o)
    def __invert__(self): return 'invert'
    def __lshift__(self, n): return ('lshift', n)
    def __ifloordiv__(self, n): return 'ifloordiv'
v, w = V(1, 2), V(3, 4); print(v + w, v * 3, 3 * v, v @ w, -v, w - v, v == V(1, 2), v != w, abs(w), bool(V(0, 0)), v[0], v ** 2, pow(v, 2, 5), 2 ** v, {1} | v if False else 5 | v, ~v, v << 2)
x = v; x += w; print(x, v); x //= 2; print(x)
for f in (lambda: v + 1, lambda: 1 + v, lambda: v * 'a', lambda: v / 2, lambda: v < w, lambda: v & w, lambda: +v, lambda: v % 2, lambda: 'a' - 1, lambda: [] < 5, lambda: None > 1, lambda: {} + {}, lambda: -'a', lambda: ~1.5, lambda: 1 @ 2, lambda: hash(v), lambda: len(v), lambda: v(), lambda: int(v), lambda: v.nope, lambda: [1] * 1.5, lambda: 'a' * 'b', lambda: (1,) + [2], lambda: 3 in 5, lambda: 1 < 'a' < 2, lambda: divmod('a', 2), lambda: not v):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class Base:
    def __add__(self, o): return 'Base.add'
    def __radd__(self, o): return 'Base.radd'
class Derived(Base):
    def __radd__(self, o): return 'Derived.radd'
print(Base() + Base(), Base() + Derived(), Derived() + Base(), 1 + Derived())
class Cmp:
    def __init__(self, n): self.n = n
    def __lt__(self, o): print(f'{self.n}<{o.n}'); return self.n < o.n
    def __gt__(self, o): print(f'{self.n}>{o.n}'); return self.n > o.n
    def __le__(self, o): return NotImplemented
a, b, c = Cmp(1), Cmp(2), Cmp(3); print(a < b < c, a > b, min(a, b).n)
try: a <= b
except TypeError as e: print(e)
from functools import total_ordering
@total_ordering
class T:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n
print(T(1) <= T(1), T(2) >= T(3), T(1) > T(0), sorted([T(3), T(1)])[0].n)
print([] is [], None is None, True is (1 == 1), float('nan') in [float('nan')], (nan := float('nan')) in [nan], [nan] == [nan], nan == nan)
print(1 and 0 or 2, 1 or 1 / 0, not not [], 5 if [] else 6, 1 < 2 == 2, (1 < 2) == 2, 1 == 1 in [1], not 1 in [2], 2 ** 3 ** 2, -2 ** 2, 10 - 5 - 2, 7 // 2 * 2, 1 + 2 << 1, 6 & 3 == 3, not True == False)
