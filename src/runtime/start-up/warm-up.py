"""Takes every path of the evaluation loop (src/runtime/frames/evaluate.ts) once, see warm-up.ts. Nothing here has a meaning."""
def _a(x, y, big):
    x + y; x - y; x * y; big + y; big - y; big * 2; 3 - x - 100; x - big; y - big - big
    x & y; x | y; x ^ y; x << y; x >> y; x // y; x % y; big & x; x >> 40 if 0 else 0; big ^ 1; big % 7; big // 3
    1 if x < y else 2; 1 if x <= y else 2; 1 if x == y else 2; 1 if x != y else 2; 1 if x > y else 2; 1 if x >= y else 2
    z = x < y; z = x <= y; z = x == y; z = x != y; z = x > y; z = x >= y
    z = big > 3; z = big + 1 == big; z = 3 < big + 2
    z = big + 1
    z = big + 2
    z = not z; z = not True; z = not False
    z = x is y; z = x is not y; z = (x, y, big) is None; z = [] is []
    if x and y or z: z = 1
    if not (x or y): z = 2
    z = x and y; z = x or y; z = None or x; z = True and x; z = True or x; z = None and x; z = "" or []; z = [] or 1; z = [1] and 2
    if None: pass
    if []: pass
    if [big]: z = 3
    if z == 3 and not x > 5: z = 4
    -x
    (big + 1) + 5; 5 + (big + 1); (big + 1) - 5; 90000 - (big + 1); (big + 1) * 3; 3 * (big + 1); (big + 1) & 5; 5 & (big + 1); (big + 1) % (big + 2)
    (big + 1) + (big + 2); 1000000 + 1000000; big * big * big; 1 << 40; -big - big; (-big) * 3; 5 << 3; big << 1; (2 ** 70) + 1; (2 ** 70) - 1; (2 ** 70) * 2; (2 ** 70) & 1; 1 > 2 ** 70; 1 == 2 ** 70
    z = (big + 1) < (big + 2); z = (big + 1) == 5; z = 5 == (big + 1)
    if (big + 1) < 5 or 5 < (big + 2): z = 1
    z = (f0 := x + 0.5) * 2.0; z = (f0 + 1.5) < f0; z = f0 < (f0 + 1.5); (f0 + 1.5) * f0; f0 * (f0 + 1.5); f0 - (f0 + 1.5); f0 + 1.0; f0 - 1.0; f0 * 1.0
    (f0 + 1.0) + (f0 + 1.0); 0.5 + f0 - 0.25; f0 += 1.5; f0 -= 1.5; f0 *= 1.5
    [1, 2][0]; [[1], 2][0][0]; ((1,), x)[0]; [x, big + 9][1]; (x + 9, big + 9)[0]; z = [x] is z; z = z is [y]
    a, b = b, c = x, y
    a, b = [x, y]
    a, b, c = x, y, z
    a, b = {x: y, y: x}; a, b = 'ab'; a, *b = l0 = [x, y]
    a, b, c = (x + big, y, z)
    a = (x, y); a[0]; a[-1]; a[x]; a[False]
    l = [x, y, big]; l[0]; l[-1]; l[x]; l[0] = 5; l[-1] = 6; l[x] = big + 4; l[x] = big + 5; l[0] += 1; l[x] = [1]; l[x] = (1,); l[x] = 2
    [1, 2, 3][1]; (x, y, big)[y - 1]; l[big - big + 1]; [1,2,big][big - big]
    [1, big][0] = 3
    d = {}; d[x] = y; d[x]; d["k"] = 5; d["k"]; del d[x]; "k" in d; "j" not in d; x in l
    "abc"[1]; "abc" + "d"; l + l; "a" % (); a + a
    f = 1.5; g = 2.5; f + g; f - g; f * g; f / g; f + g + f; f - g - f; f * g * f; f + (f + g); f - (f - g); f * (f * g); f + 1; 1 + f; f * 2
    (f + g) + (f * g); (f + g) - (f * g); (f + g) * (f + g); f ** 2; x ** 2; x / y
    z = f < g; z = f > g; z = f <= g; z = f >= g; z = f == g; z = f != g; z = (f + g) < (f * g)
    x += y; x -= y; x *= y; x //= y; f += g; f -= g; f *= g; f /= g
    return [x for x in range(3)], big + big
def _g(n):
    for i in range(n):
        yield i
def _sub(n):
    r = yield from _g(n)
    r = yield from [n, n]
    return r
async def _co(n):
    return n
async def _await(n):
    return await _co(n) + await _co(n)
def _none(w, x):
    if w: x = 1
    if not w: x = 2
    x = w or x; x = w and x
    while w: pass
    return w
def _frame():
    try:
        [][1]
    except IndexError as e:
        return e
class _C:
    c = 1
    def __init__(self, v):
        self.v = v
        self.o = None
        self.big = v + 70000
    def m(self): return self.v
    def n(self, a, b=1): return a
class _S:
    __slots__ = ("p", "q")
    def __init__(self):
        self.p = 1; self.q = self.p
    def m(self): return self.p
def _b(big):
    for j in range(3):
        _T().u(); _r(j + 70000); _r(j + 0.5); _r(True)
        o = _C(j); s = _S()
        o.v; o.c; o.v = j; o.v = big + j; o.v = big; o.o = o; o.o; o.o = None; o.m(); o.n(1); o.n(1, 2); o.n(1, b=2); s.m(); s.p = big + j; s.p = 2; s.p; s.q = [1]; s.q = 1
        _C(2).v; _C(2).m(); _S().p; _C(3).v = 4; _S().p = 3
        o.v = [1]; o.v = (1,); o.v = {}; o.v = 3; o.extra = 1; o.extra; o.n; k = o.m; k(); k = o.n; k(1)
        for g in _g(3): g + 1
        for g in _sub(3): pass
        for g in _g(3): break
        for g in (q for q in _sub(2)): pass
        list(_g(2)); list(_sub(2)); _none(None, 1); _none([], 1); _frame()
        try: _await(j).send(None)
        except StopIteration: pass
        for g in [1, 2, big]: pass
        for g in (1, 2): pass
        for g in range(big, big + 3): pass
        for g in range(2 ** 40, 2 ** 40 + 2): pass
        for g in {1: 2}: pass
        for g in {1: 2}.items(): pass
        for a, b in [(1, 2), (3, 4)]: pass
        l = []; l.append(1); l.append(big); len(l); isinstance(l, list); l.pop(); [q * 2 for q in l]; list(l); str(j); int("3"); {q: q for q in l}; sum(q for q in l); (q for q in l)
        def h(a): return a + j
        h(1); h(a=2)
        def inc():
            nonlocal big
            big += 1; big += 1
        inc()
        i = 0
        while i < 3: i += 1
        while True:
            i -= 1
            if not i: break
        i = 3
        while i: i -= 1
        try:
            [][1]
        except IndexError as e: str(e)
        try: pass
        finally: i = 1
        with _W() as w: pass
        f"{j} {l}"; "%d" % j
        o.fn = lambda *a: 1; o.fn(); o.fn(2); _mk(o).fn(); _C(1).m(); [1].copy(); {1: 2}.get(1); (1,).count(1); 'a'.upper()
        k = lambda: None; k(); k = lambda *a: a; k(1, 2); k = lambda **a: a; k(a=1); print
        global _v
        _v = j; _v
def _mk(o):
    n = _C(9); n.fn = o.fn
    return n
class _T:
    def __init__(self):
        self.t = 1
    def u(self):
        self.t = 2; self.t = 2.5; self.t = "s"; self.t = None; self.t = True; self.t = 3 + 70000; self.t = 4 + 70000
        self.t = (); self.t = []; self.t = 1; self.t = "t" + str(self.t); self.t = None
        _T().t = 1; _T().t = "a"
class _W:
    def __enter__(self): return self
    def __exit__(self, *a): return False
def _fib(n):
    return n if n < 2 else _fib(n - 1) + _fib(n - 2)
def _r(n):
    n = n + 70000
    m = [n]
def _l():
    return locals()
def _hot(big):
    i = 0
    while i < 1100:
        big += i & 3
        big -= 1
        i += 1
# twice: what V8 has not seen run for a while it keeps no notes of
for _i in range(2):
    _a(1, 2, 70000); _a(0, 1, 70000); _b(70000); _fib(4); _l()
    _v = _i; _v += 1
for _i in range(70000, 70020):
    _r(_i)
# Last, because this is when V8 begins to compile the loop: it uses the budget of one entry up, and what runs most is what is inlined (making
# and freeing ints)
_hot(70000); _hot(70000)
