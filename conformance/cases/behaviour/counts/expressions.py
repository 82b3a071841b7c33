# from 3.8
# What special methods and functions count of their arguments, called in every kind of expression, ten times each: some releases count otherwise
# from the second or eighth time on.
import types, weakref
import sys, functools, operator, itertools, collections, copy, contextlib
rc = sys.getrefcount
class Obj:
    def __init__(self, *a, **k): self.a = a
    def m(self, x, *r): return rc(x), rc(self)
    def self_m(self): return rc(self)
    @staticmethod
    def s(x): return rc(x)
    @classmethod
    def c(cls, x): return rc(x)
    @property
    def p(self): return rc(self)
    def __add__(self, o): return (rc(self), rc(o))
    def __radd__(self, o): return (rc(self), rc(o))
    def __iadd__(self, o):
        print('iadd', rc(self), rc(o)); return self
    def __getitem__(self, k):
        if isinstance(k, int) and k > 2: raise IndexError
        return rc(self), rc(k) if not isinstance(k, int) else 0
    def __setitem__(self, k, v): print('set', rc(self), rc(v))
    def __delitem__(self, k): print('del', rc(self))
    def __contains__(self, v): print('in', rc(self), rc(v)); return True
    def __call__(self, *a, **k): return [rc(self)] + [rc(x) for x in a] + [rc(x) for x in k.values()]
    def __eq__(self, o): print('eq', rc(self), rc(o)); return self is o
    def __lt__(self, o): print('lt', rc(self), rc(o)); return False
    def __hash__(self): print('hash', rc(self)); return 5
    def __bool__(self): print('bool', rc(self)); return True
    def __len__(self): print('len', rc(self)); return 2
    def __iter__(self): print('iter', rc(self)); return iter((rc(self),))
    def __enter__(self): print('enter', rc(self)); return self
    def __exit__(self, *a): print('exit', rc(self), [rc(x) if x is not None and not isinstance(x, type) else 0 for x in a[1:2]]); return True
    def __getattr__(self, n):
        if n.startswith('__'): raise AttributeError(n)
        return rc(self)
    def __str__(self): return 'S%d' % rc(self)
    def __repr__(self): return 'R%d' % rc(self)
    def __format__(self, s): return 'F%d' % rc(self)
    def __index__(self): print('index', rc(self)); return 1
    def __neg__(self): return rc(self)
    def __matmul__(self, o): return rc(self), rc(o)
    def __reversed__(self): return rc(self)
    def __get__(self, i, t): return rc(self), rc(i) if i is not None else 0
class Sub(Obj):
    def m(self, x, *r): return super().m(x, *r), rc(x)
    def self_m(self): return super().self_m(), rc(self)
class Slots:
    __slots__ = 'v', 'w'
    def __init__(self, v): self.v = v
    def get(self): return rc(self.v), rc(self)
class New:
    def __new__(cls, *a): o = super().__new__(cls); print('new', rc(o)); return o
    def __init__(self, *a): print('init', rc(self), [rc(x) for x in a])
def f1(a): return rc(a)
def f2(a, b=None, *, c=None): return rc(a), rc(b) if b is not None else 0, rc(c) if c is not None else 0
def fs(*a, **k): return [rc(x) for x in a], {n: rc(v) for n, v in k.items()}
def fr(a, n): return rc(a) if n == 0 else fr(a, n - 1)
def fd(a, b=Obj()): return rc(b), rc(a)
def gen(a):
    r = yield rc(a)
    while True: r = yield rc(a), (rc(r) if r is not None else 0)
def gen1(a):
    for i in range(2): yield a
def deco(fn):
    @functools.wraps(fn)
    def w(*a, **k): return rc(a[0]), fn(*a, **k)
    return w
@deco
def fdec(a): return rc(a)
def clo(a):
    def inner(): return rc(a)
    return inner
def clo2(a):
    def inner(b):
        nonlocal a
        a = b
        return rc(a), rc(b)
    return inner
@contextlib.contextmanager
def cm(a):
    print('cm', rc(a)); yield a; print('cm end', rc(a))
async def co(a): return rc(a)
def run(c):
    try: c.send(None)
    except StopIteration as e: return e.value
class E(Exception): pass
def raiser(a): raise E(a)
P = collections.namedtuple('P', 'a b')
x = Obj()
y = Sub()
log = []
def rec(*a): log.append(a)
def raise_(a):
    try: raise E(a)
    except E as e: return rc(e.args[0]), rc(e), rc(a)
def with_(a):
    with a as b: return rc(b)
def for_(a):
    r = []
    for q in [a]: r.append(rc(q))
    for q in a: r.append(q)
    return r
def yf(a):
    def g(): yield from gen1(a)
    return [rc(q) for q in g()]
def aw(a):
    async def o(): return rc(await co2(a))
    return run(o())
async def co2(a): return a

real = print
def print(*a, **k):
    if a and isinstance(a[0], str) and a[0] in ('bool', 'hash', 'eq', 'lt', 'len', 'iter', 'index', 'in', 'enter', 'exit', 'del', 'set', 'iadd', 'new', 'init'):
        log.append(a)
    else:
        real(*a, **k)
tests = """
str(x)
repr(x)
x[0]
x.missing
len(x)
x + y
x @ y
-x
x.p
x.m(y)
x.self_m()
Obj.s(x)
y.c(x)
x(y)
x(y, k=x)
hash(x)
bool(x)
x == y
x < y
x in y
[q for q in x]
list(x)
tuple(x)
f2(x)
f2(x, y)
f2(x, c=y)
fs(x)
fs(x, k=y)
fr(x, 2)
New(x)
Slots(x).get()
rc(x)
Obj().self_m()
rc(Obj(x).a[0])
min(x, y)
format(x)
f'{x}'
'%s' % x
'%s' % (x,)
print(x)
next(gen(x))
fd(x)
fdec(x)
clo(x)()
y.m(x)
y.self_m()
isinstance(x, Obj)
[x].append(y)
{x: 1}
{x: 1}[x]
x.s(x)
sum(rc(q) for q in [x])
[rc(q) for q in (x,)]
abs(1) or x or y
(lambda q: rc(q))(x)
dict(a=x)['a'].self_m()
max([x], key=rc).self_m()
x[1:2]
x[y]
type(x).m(x, y)
x.m
x.a
int(1) and not x
x if x else 1
str(x) + str(y)
functools.partial(f2, c=x)(y)
functools.partial(f2, x)(y)
list(map(f1, [x]))
sorted([x], key=f1)[0].self_m()
[*x]
(*x,)
f2(*[x])
f2(**{'a': x})
rc(*[x])
x.__class__
getattr(x, 'p')
getattr(x, 'nope')
setattr(x, 'z', y)
[x] < [y]
[x] == [y]
(x,) == (y,)
(x,) < (y,)
x in [y]
x in (y,)
[y].index(y)
[y, x].count(x)
{1: x} == {1: y}
x != y
x >= 3 if 0 else 1
x is y
slice(x).indices(3)
range(x)
[1,2,3][x]
(1,2,3)[x]
'abc'[x]
hex(x)
chr(x)
bin(x)
any(x)
all(x)
set(x)
frozenset(x)
iter(x)
reversed(x)
enumerate(x)
list(zip(x, y))
list(filter(None, [x]))
list(map(None.__class__, []))
divmod(7, 2)
round(1.5)
callable(x)
hasattr(x, 'p')
isinstance(x, (int, Obj))
issubclass(Sub, Obj)
','.join([str(x)])
'{}'.format(x)
'{!r}'.format(x)
str([x])
str((x,))
str({1: x})
repr({x})
[x].remove(x)
[x, y].index(y)
{x}.pop()
{x}.discard(x)
{x} & {x}
{x} | {y}
{x: 1}.get(x)
{x: 1}.pop(x)
{1: x}.setdefault(1, y)
dict.fromkeys([x])
x in {x: 1}
x in {x}
[x].sort()
[x, y].sort()
[x, y].sort(key=f1)
copy.copy([x])
copy.deepcopy((1, (2,)))
operator.add(x, y)
operator.getitem(x, 0)
operator.contains(x, y)
operator.truth(x)
functools.reduce(lambda p, q: rc(p), [x, y])
collections.deque([x]).count(x)
collections.deque([x]).index(x)
collections.Counter([x])
x.__add__(y)
x.__call__(y)
Obj.__len__(x)
Obj.m(x, y)
super(Sub, y).self_m()
list(itertools.accumulate([x, y]))
list(itertools.chain([x], [y]))[0].self_m()
list(itertools.starmap(f2, [(x, y)]))
list(itertools.takewhile(f1, [x]))
list(itertools.groupby([x], f1))
list(itertools.filterfalse(f1, [x]))
list(itertools.compress([x], [y]))
str(b'a', 'ascii')
bytes(x)
bytearray(x)
memoryview(b'')
complex(1)
float(1)
int(x)
pow(2, x)
x ** 2 if 0 else 0
'a' * x
[1] * x
x * 1 if 0 else 0
vars(x)
dir(x)[:1]
id(x) and 0
ascii(x)
'%r %a' % (x, y)
f'{x!r}{y:>5}'
print(x, y, sep=',')
eval('rc(x)')
exec('rec(rc(x))')
compile('x', 'f', 'eval')
isinstance(3, x.__class__)
weakref.ref(x)().self_m()
weakref.proxy(x).self_m()
types.MethodType(f2, x)(y)
contextlib.suppress(E).__enter__()
raise_(x)
with_(x)
for_(x)
yf(x)
aw(x)
""".strip().splitlines()
FORM = """
def test(x, y):
    for i in range(10):
        try: r = %s
        except Exception as e: r = type(e).__name__
        log.append(r if isinstance(r, (int, str, tuple)) and '<' not in str(r) else 0)
        r = None
"""
for text in tests:
    log.clear()
    exec(FORM % text)
    test(x, y)
    runs = []
    for entry in map(str, log):
        if runs and runs[-1][0] == entry: runs[-1][1] += 1
        else: runs.append([entry, 1])
    real(text, *['%s x%d' % tuple(run) for run in runs][:24])
