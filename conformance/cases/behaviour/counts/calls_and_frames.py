# from 3.7
# What calls with keywords, class statements, generators, frames of tracebacks, displays and formats count, five times each.
import sys, functools, itertools, operator
rc = sys.getrefcount

def rle(values):
    out = []
    for v in values:
        if out and out[-1][0] == v: out[-1][1] += 1
        else: out.append([v, 1])
    return ' '.join('%sx%d' % (str(v).replace(' ', ''), n) for v, n in out)
def t(f):
    print('%s: %s' % (f.__name__, rle([f() for i in range(5)])))
class O:
    pass
def f1(*a, **k): return [rc(y) for y in a], [rc(y) for y in k.values()]
@t
def setcomp():
    x = O(); l = [x, x]
    return {rc(x) for y in l}, {rc(y): rc(x) for y in l}, {y: rc(y) for y in l}[x]
@t
def gen_basic():
    def g(x):
        r = yield rc(x)
        while 1: r = yield rc(x), (rc(r) if r is not None else 0)
    x = O(); it = g(x); a = rc(x), rc(it)
    b = next(it); c = rc(x), rc(it), it.send(x), rc(x), it.send(O()), rc(it.gi_frame), rc(it.gi_code) 
    it.close(); return a, b, c, rc(x), rc(it), it.gi_frame
@t
def gen_yieldfrom():
    def g(x):
        a = yield x; yield rc(x), rc(a)
    def h(x): r = yield from g(x); yield rc(x)
    def k(x): yield from h(x)
    x = O(); it = k(x); y = next(it); a = rc(x), rc(y), rc(it.gi_yieldfrom), rc(it)
    b = it.send(x); c = next(it); d = rc(x); del it
    return a, b, c, d, rc(x)
@t
def gen_throw():
    def g(x):
        try: yield 1
        except ValueError as e: yield rc(x), rc(e), rc(e.__traceback__)
        finally: x = None
        yield 5
    x = O(); it = g(x); next(it); e = ValueError(); a = it.throw(e)
    b = rc(x), rc(e); next(it); c = rc(x), rc(e)
    it = g(x); next(it); d = it.throw(ValueError('q')); f = rc(x); it.close(); return a, b, c, d, f, rc(x)
@t
def coro():
    async def f(x): return rc(x)
    async def g(x):
        a = rc(x); b = await f(x); return a, b, rc(x)
    def run(c):
        try: c.send(None)
        except StopIteration as e: return e.value
    x = O(); c = f(x); a = rc(x), rc(c), rc(c.cr_frame), rc(c.cr_code); run(c)
    return a, rc(x), run(f(x)), run(g(x)), run(g(O())), rc(x)
@t
def coro_await():
    class A:
        def __init__(s, x): s.x = x
        def __await__(self): r = yield self.x; return rc(self), rc(self.x), rc(r)
    async def f(x):
        a = A(x); return await a, rc(a)
    async def g(x): return await A(x)
    x = O(); r = []
    for c in (f(x), g(x)):
        y = c.send(None); r.append((rc(y), rc(x), rc(c.cr_await), rc(c)))
        try: c.send(O())
        except StopIteration as e: r.append(e.value)
        del y
    del c
    return r, rc(x)
@t
def methods2():
    class C:
        def m(self, x=None): return rc(self), rc(x) if x else 0
    c = C(); x = O(); f = C.m; g = C.__dict__['m']; k = {'x': x}
    return c.m(x=x), c.m(*[x]), c.m(**k), f(c, x), g(c, x=x), getattr(c, 'm')(x), list(map(c.m, [x])), [y.m(x) for y in [c]], (c.m)(x), c.__class__.m(c), type(c).m(c, x), C.m.__get__(c)(x), C.m.__get__(c, C)(x=x), rc(k)
@t
def super_calls():
    class A:
        def m(self, x): return rc(self), rc(x)
        @property
        def p(self): return rc(self)
        def __init__(self, x=None): self.r = rc(self)
    class B(A):
        def m(self, x): return super().m(x), rc(self), rc(x)
        def n(self, x): return super(B, self).m(x), rc(self)
        def o(self): return super().p, rc(super()), rc(self)
        def __init__(self, x=None): super().__init__(x); self.r = self.r, rc(self)
    class D(B):
        def m(self, x): s = super(); return s.m(x), rc(s), rc(self)
    x = O(); b = B(x); d = D(x)
    return b.m(x), b.n(x), b.o(), b.r, d.m(x), d.r, D().m(O()), rc(b), rc(d)
@t
def new_init():
    r = []
    class C:
        def __new__(cls, *a, **k): o = super().__new__(cls); r.append((rc(o), [rc(y) for y in a], [rc(y) for y in k.values()])); return o
        def __init__(self, *a, **k): r.append((rc(self), [rc(y) for y in a], [rc(y) for y in k.values()]))
    class D:
        def __init__(self, x, y=None): r.append((rc(self), rc(x))); self.x = x; r.append(rc(x))
    class E(D): pass
    x = O(); C(); C(x); C(x, k=x); D(x); D(x, y=x); D(x, x); E(x); C(O()); D(O()); C(*[x]); D(**{'x': x}); C.__new__(C, x); c = C(); c.__init__(x); r.append(rc(D(x))); r.append(rc(D(x).x))
    return r, rc(x)
@t
def prop():
    class C:
        @property
        def p(self): return rc(self)
        @p.setter
        def p(self, v): self.v = rc(self), rc(v)
        @p.deleter
        def p(self): self.d = rc(self)
    c = C(); x = O(); a = c.p; c.p = x; b = c.v; c.p = O(); d = c.v; del c.p
    setattr(c, 'p', x); e = c.v; C.p.fset(c, x); f = c.v
    return a, b, d, c.d, C().p, e, f, getattr(c, 'p'), C.p.fget(c), C.p.__get__(c), rc(C.p), rc(C.p.fget), rc(c)
@t
def desc():
    class D:
        def __get__(self, o, t): return rc(self), rc(o) if o is not None else 0, rc(t)
        def __set__(self, o, v): o.__dict__['q'] = rc(self), rc(o), rc(v)
        def __delete__(self, o): o.__dict__['q'] = rc(self), rc(o)
        def __set_name__(self, o, n): self.n = rc(self), rc(o)
    class N:
        def __get__(self, o, t): return rc(self), rc(o) if o is not None else 0, rc(t)
    class C: d = D(); n = N()
    c = C(); x = O(); r = [c.d, C.d, c.n, C.n]
    c.d = x; r.append(c.q); c.d = O(); r.append(c.q); del c.d; r.append(c.q); r.append(C.__dict__['d'].n)
    r.append(getattr(c, 'd')); r.append(C().d); setattr(c, 'd', x); r.append(c.q); return r, rc(x), rc(c)
@t
def getattr_hooks():
    class C:
        def __getattr__(self, n): return rc(self), 1
        def __setattr__(self, n, v): object.__setattr__(self, 'r', (rc(self), rc(v)))
        def __delattr__(self, n): object.__setattr__(self, 'r', (rc(self),))
    class G:
        def __getattribute__(self, n): return rc(self), 2
    class H(C):
        def __getattribute__(self, n):
            if n == 'z': return rc(self)
            return object.__getattribute__(self, n)
    c = C(); x = O(); c.z = x; r = [c.zz, c.r]; c.z = O(); r.append(c.r); del c.z; r.append(c.r); g = G(); r += [g.q, G().q, getattr(g, 'q'), getattr(c, 'q', 3), hasattr(c, 'a')]; h = H(); h.y = x; r += [h.z, h.r, h.yy, H().z, H().k]
    return r
@t
def special():
    class C:
        def __add__(s, o): return rc(s), rc(o)
        __radd__ = __iadd__ = __sub__ = __lt__ = __eq__ = __call__ = __contains__ = __getitem__ = __add__
        def __hash__(s): return 1
        def __neg__(s): return rc(s)
        def __len__(s): s.n = rc(s); return 1
        def __bool__(s): s.n = rc(s); return True
        def __str__(s): return str(rc(s))
        __repr__ = __str__
        def __index__(s): return rc(s)
        __int__ = __index__
        def __float__(s): return float(rc(s))
        def __setitem__(s, k, v): s.n = rc(s), rc(k), rc(v)
        def __delitem__(s, k): s.n = rc(s), rc(k)
        def __round__(s, n=None): return rc(s)
        def __abs__(s): return rc(s)
        def __reversed__(s): return rc(s)
        def __format__(s, f): return str(rc(s))
        def __dir__(s): return [str(rc(s))]
        def __iter__(s): return iter([rc(s)])
        def __pow__(s, o, m=None): return rc(s), rc(o), rc(m) if m else 0
        def __enter__(s): return rc(s)
        def __exit__(s, *a): s.n = rc(s), [rc(x) for x in a if x]
        def __divmod__(s, o): return rc(s), rc(o)
    c = C(); x = O(); r = [c + x, x + c, c - x, c < x, x > c, c == x, x == c, c(x), c[x], -c, len(c), c.n, bool(c), c.n, str(c), repr(c), '%s' % c, f'{c}', f'{c!r}', '{}'.format(c), int(c), float(c), round(c), round(c, 2), abs(c), reversed(c), format(c), dir(c), list(c), [*c], c ** x, pow(c, x), pow(c, x, x), divmod(c, x), x in c, c.n]
    c[x] = x; r.append(c.n); del c[x]; r.append(c.n); d = c; d += x; r.append(d); r.append([rc(c), rc(x), hex(c), [0] * 9 and range(9)[c]]); r.append(not c); r.append(c.n)
    if c: r.append(c.n)
    while c: r.append(c.n); break
    a, = c; r.append(a); r.append(c.__add__(x)); r.append(C.__add__(c, x)); r.append(C() + O()); r.append(C()(O())); r.append(C()[O()]); r.append(C() < O()); r.append(c(*[x])); r.append(c(o=x))
    with c as k: r.append(k)
    r.append(c.n); return r
@t
def metaclass():
    r = []
    class M(type):
        def __new__(m, n, b, d, **k): c = super().__new__(m, n, b, d); r.append((rc(c), rc(b) if b else 0, rc(d), rc(m) > 0)); return c
        def __init__(c, n, b, d, **k): r.append((rc(c), rc(d))); super().__init__(n, b, d)
        def __call__(c, *a): o = super().__call__(*a); r.append((rc(c), rc(o), [rc(x) for x in a])); return o
        def __prepare__(n, b, **k): d = {}; r.append((rc(d), rc(b))); return d
        __prepare__ = classmethod(lambda m, n, b, **k: (r.append((rc(b) if b else 0,)), {})[1])
        def __instancecheck__(c, o): r.append((rc(c), rc(o))); return True
        def __getattr__(c, n): return rc(c)
        def __len__(c): r.append(rc(c)); return 1
    class C(metaclass=M):
        def __init__(self, *a): r.append((rc(self), [rc(x) for x in a]))
        r.append(rc(locals()))
    class D(C, q=1): pass
    x = O(); c = C(x); d = D(x); r += [isinstance(x, C), C.zz, len(C), rc(C), rc(D), rc(M), rc(c), rc(C.__dict__), rc(C.__mro__), rc(C.__bases__), rc(D.__base__), rc(C.__subclasses__()), rc(type(c))]
    return r
@t
def init_subclass():
    r = []
    class B:
        def __init_subclass__(cls, **k): r.append((rc(cls), [rc(v) for v in k.values()])); super().__init_subclass__()
        def __class_getitem__(cls, i): return rc(cls), rc(i)
    x = O()
    class C(B, q=x): pass
    T = type('T', (B,), {'a': x}, z=x); U = type('U', (), {'a': x}); a = rc(x), rc(T), rc(U)
    return r, a
@t
def exc_key():
    x = O(); r = []
    try: {}[x]
    except KeyError as e: r += [rc(x), rc(e.args)]
    try: [].remove(x)
    except ValueError as e: r += [rc(x), rc(e)]
    try: x.zz
    except AttributeError as e: r += [rc(x), rc(e)]
    try: x + x
    except TypeError as e: r += [rc(x)]
    try: x()
    except TypeError as e: r += [rc(x)]
    try: x[0]
    except TypeError as e: r += [rc(x)]
    try: [1][x]
    except TypeError as e: r += [rc(x)]
    try: set().remove(x)
    except KeyError as e: r += [rc(x)]
    try: {}.pop(x)
    except KeyError as e: r += [rc(x)]
    try: a, b = x, 
    except ValueError as e: r += [rc(x)]
    try: a, b = x
    except TypeError as e: r += [rc(x)]
    try: x < x
    except TypeError as e: r += [rc(x)]
    try: iter(x)
    except TypeError as e: r += [rc(x)]
    try: len(x)
    except TypeError as e: r += [rc(x)]
    try: getattr(x, 'zz')
    except AttributeError as e: r += [rc(x)]
    try: del x.zz
    except AttributeError as e: r += [rc(x)]
    try: hash([x])
    except TypeError as e: r += [rc(x)]
    return r, rc(x)
@t
def exc_frames():
    x = O(); r = []
    def f(y): z = y; raise ValueError
    def g(y): f(y)
    try: g(x)
    except ValueError as e:
        tb = e.__traceback__; r += [rc(x), rc(e), rc(tb), rc(tb.tb_next), rc(tb.tb_next.tb_next), rc(tb.tb_frame), rc(tb.tb_next.tb_frame), rc(tb.tb_next.tb_frame.f_locals['y']), rc(f), rc(g), rc(tb.tb_next.tb_frame.f_code)]
        fr = tb.tb_next.tb_next.tb_frame; r += [rc(fr), rc(fr.f_back), rc(fr.f_locals), rc(x)]
    r += [rc(x), rc(fr), rc(tb)]; del tb; r += [rc(fr), rc(x)]; fr.clear(); r += [rc(x)]; del fr
    return r, rc(x)
@t
def fin():
    x = O(); r = []
    def f():
        try: return x
        finally: r.append(rc(x))
    def g():
        try: return rc(x)
        finally: r.append(rc(x))
    def h():
        for i in range(2):
            try:
                if i: break
                continue
            finally: r.append(rc(x))
    def k(y):
        try: raise ValueError
        except ValueError: return rc(y)
        finally: r.append(rc(y))
    def m(y):
        try: raise ValueError(y)
        finally: r.append((rc(y), rc(sys.exc_info()[1]), rc(sys.exc_info()[2]))); return 5
    f(); g(); h(); k(x); k(O()); m(x); m(O()); r.append(rc(f()))
    return r, rc(x)
@t
def custom():
    class E(Exception):
        def __init__(self, x): self.x = x; self.r = rc(self), rc(x)
        def __str__(self): return str(rc(self))
    x = O()
    try: raise E(x)
    except E as e: a = e.r, str(e), rc(e), rc(e.x), rc(e.args), repr(e)[:1], rc(e.__dict__)
    b = rc(x)
    try: raise E(x) from E(x)
    except E as e: c = e.r, rc(e.__cause__), rc(x)
    return a, b, c, rc(x)
@t
def star_display():
    x = O(); l = [x, x]; t = (x,); d = {'a': x}
    return rc([*l, x][0]), rc((*l, *t)[0]), rc({*l, *t}), rc({**d, 'b': x}), [*l, rc(x)][2], (*l, rc(x))[2], {**d, 'c': rc(x)}['c'], {*l, rc(x)} and 0, [*l, *l, rc(x)][4], [rc(l), *l][0], [*l, rc(l)][2], rc(x), [x, *l, rc(x)][-1], (x, *t, rc(x), rc(t))[-2:], [*(), rc(x)], {'q': x, **d, 'z': rc(x)}['z']
@t
def call_kw():
    def f(**k): return rc(k), [rc(y) for y in k.values()]
    def g(a, b=None, **k): return rc(a), rc(b) if b else 0, [rc(y) for y in k.values()], rc(k)
    def h(a, *, b, c=3): return rc(a), rc(b)
    def i(*a, b=None, **k): return [rc(y) for y in a], rc(b) if b else 0, [rc(y) for y in k.values()]
    x = O(); d = {'a': x}; e = {'b': x}
    return f(q=x), f(q=x, r=x), f(**d), f(q=x, **d), f(**d, **e), g(x), g(a=x), g(x, b=x), g(x, x), g(b=x, a=x), g(x, z=x), g(**d), g(**d, **e), g(x, **e), h(x, b=x), h(a=x, b=x), h(b=x, a=x), h(*[x], b=x), h(x, **e), h(**d, **e), i(x, b=x), i(b=x), i(x, x, z=x), i(*[x], **e), f(q=O()), g(O(), b=O()), h(O(), b=O()), rc(x), rc(d)
@t
def default_none():
    def f(a, b=None, c=()): return rc(a), b is None
    def g(a, b=1000): return rc(a), rc(b)
    def h(a=[]): return rc(a)
    def i(a={}): r = rc(a); a['x'] = 1; return r, rc(a)
    def j(o=O()): return rc(o)
    x = O(); return f(x), f(x, x), g(x), g(x, 1001), h(), h([]), i(), i({}), j(), j(x), rc(h.__defaults__), rc(h.__defaults__[0])
@t
def with_basic():
    class M:
        def __init__(s, x=None): s.x = x
        def __enter__(s): s.a = rc(s); return s.x
        def __exit__(s, *a): s.b = rc(s), [rc(y) for y in a if isinstance(y, Exception)], [rc(y) for y in a[2:] if y]; return True
    x = O(); m = M(x); r = []
    with m as y: r += [rc(m), rc(x), rc(y)]
    r += [m.a, m.b, rc(m)]
    with m: r += [rc(m), rc(x)]; raise ValueError
    r += [m.a, m.b, rc(m)]
    with M(x) as y, M(y) as z: r += [rc(x), rc(y)]
    with M(M(x)) as n: r += [rc(n), rc(x)]
    r += [n.x is x, rc(n)]
    def f():
        with m: return rc(m)
    r += [f(), m.b]
    for i in range(2):
        with m:
            if i: break
            continue
    r += [m.a, m.b]
    def g():
        with m: yield rc(m)
    r += [list(g()), m.b]
    with m as y: x = y; r += [rc(x)]
    with m as m.q, M(O()) as q: r += [rc(m.q), rc(q)]
    r += [rc(m)]
    try:
        with m: raise ValueError(x)
    finally: r += [rc(x)]
    return r, rc(x)
@t
def with_multi():
    r = []
    class M:
        def __enter__(s): r.append(rc(s)); return s
        def __exit__(s, t, v, b): r.append((rc(s), rc(v) if v else 0, rc(b) if b else 0))
    with M() as a, M() as b: r += [rc(a), rc(b)]
    with M(): r += [1]
    try:
        with M() as a, M() as b: r += [rc(a), rc(b)]; 1 / 0
    except ZeroDivisionError as e: r += [rc(e), rc(a), rc(e.__traceback__)]
    r += [rc(a), rc(b)]
    m = M()
    def f():
        try:
            with m: raise ValueError
        except ValueError as e: r.append((rc(e), rc(m)))
    f(); return r
@t
def partial():
    x = O(); p = functools.partial(f1, x); q = functools.partial(f1, x, k=x); r = functools.partial(p, x)
    return p(), p(x), q(x), q(k=x), q(), r(), r(x), rc(p), rc(q), rc(x), rc(p.args), rc(p.keywords), rc(p.func) > 0, functools.partial(f1)(x), functools.partial(f1, O())(), p(z=x), functools.partial(rc)(x), functools.partial(rc, x)(), functools.partial(len, [x])()
@t
def lru():
    @functools.lru_cache(maxsize=None)
    def f(x): return rc(x)
    @functools.lru_cache(maxsize=2)
    def g(x, y=None): return rc(x)
    x = O(); r = [f(x), f(x), rc(x), g(x), rc(x), g(x, y=x), rc(x), rc(x)]; f.cache_clear(); r.append(rc(x)); return r, rc(f), rc(f.__wrapped__)
@t
def methodcaller():
    class C:
        def m(self, x=None, **k): return rc(self), rc(x) if x else 0, [rc(v) for v in k.values()]
    c = C(); x = O(); return operator.methodcaller('m')(c), operator.methodcaller('m', x)(c), operator.methodcaller('m', x=x)(c), operator.methodcaller('m', x, z=x)(c), operator.methodcaller('m', O())(C())
@t
def iters():
    x = O(); l = [x, x]; r = []
    for it in (itertools.chain(l, l), itertools.cycle(l), itertools.repeat(x, 2), itertools.islice(l, 2), itertools.takewhile(lambda y: r.append(rc(y)) or 1, l), itertools.dropwhile(lambda y: r.append(rc(y)), l), itertools.filterfalse(lambda y: r.append(rc(y)), l), itertools.starmap(lambda *a: r.append(rc(a[0])), [(x,)]), itertools.accumulate(l, lambda a, b: r.append((rc(a), rc(b))) or a), itertools.compress(l, [1, 1]), itertools.chain.from_iterable([l])):
        r.append(rc(x)); y = next(it); r.append((rc(x), rc(it))); del y
    for it in (itertools.product(l, l), itertools.permutations(l), itertools.combinations(l, 2), itertools.zip_longest(l, [x]), itertools.groupby(l), itertools.combinations_with_replacement(l, 2)):
        y = next(it); r.append((rc(x), rc(y), rc(it))); del y
    a, b = itertools.tee(l); next(a); r.append(rc(x)); next(b); r.append(rc(x)); del it, a, b; r.append(rc(x)); c = itertools.count(5000); r.append(rc(next(c))); k = [(rc(k), rc(g)) for k, g in itertools.groupby(l)]; return r, k, [rc(y) for p in itertools.product(l, l) for y in p], [rc(p) for p in itertools.product(l, l)], [rc(p) for p in itertools.combinations(l, 1)], [rc(p) for p in zip(l, l)], [rc(p) for p in enumerate(l)], [rc(p) for p in {1: x}.items()], [rc(p) for p in itertools.permutations(l, 1)]
@t
def fstr():
    class C:
        def __format__(self, s): return str(rc(self))
        def __str__(self): return str(rc(self))
        def __repr__(self): return str(rc(self))
    c = C(); return f'{c}', f'{c!r}', f'{c!s}', f'{c:>5}', f'{c}{c}', f'{rc(c)}{c}', '%s' % c, '%s%s' % (c, c), '%r' % (c,), '{}'.format(c), '{0}{0}'.format(c), '{a}'.format(a=c), '{a!r}'.format_map({'a': c}), f'{C()}', '%s' % C(), '{}'.format(C()), format(c), str(c), repr(c), [c].__repr__(), str((c,)), repr({1: c}), str({c}), ''.join(map(str, [c])), f'{[c]}', f"{c}{f'{c}'}", '%(a)s' % {'a': c}, rc(f'{c}a'), rc('%s' % c), rc('a{}'.format(c)), print(c, end='') or 0
@t
def consts():
    def f(): return rc(123456), rc('const str!'), rc((1, 2, 'q r')), rc(1.75), rc(b'by tes'), rc(2j)
    def g(): return rc(123456), rc(123456), rc(1.75), rc((3.25, 4))
    def h(x=123456, y=(7, 8)): return rc(x), rc(y)
    def i(): a = 98765; b = 98765; return rc(a), rc(b), a is b
    def j(): a = (1, 2000); b = (1, 2000); return rc(a), a is b, rc(a[1])
    def k(): return rc([1, 2, 3000][2]), rc({'k': 4000}['k']), rc({5000, 1} and 5000), rc(-7000), rc(3 * 3000), rc('ab' * 3) > 1, rc(('a b', 1)[0]), rc(frozenset({9999})), 8888 in {8888, 1}, rc(1 if 0 else 6666)
    return f(), g(), h(), i(), j(), k(), rc(f.__code__), rc(f.__code__.co_consts), rc(f.__code__.co_varnames) > 0, rc(h.__defaults__), f(), k()
