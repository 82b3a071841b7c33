# from 3.8
# What functions of the library, descriptors, metaclasses and protocols count of their arguments, ten times each.
import gc, types, weakref
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
import heapq, bisect, json, re, copy, pickle, dataclasses, enum, typing, string, queue, threading, asyncio, traceback, abc, io, operator, collections
x = Obj(); y = Sub(); log = []
class Meta(type):
    def __call__(cls, *a): return rc(cls), [rc(q) for q in a]
    def __getitem__(cls, k): return rc(k)
    def __instancecheck__(cls, o): log.append(('ic', rc(o))); return True
    def __contains__(cls, o): return rc(o) > 0
class M(metaclass=Meta): pass
class Desc:
    def __get__(self, o, t): return rc(self), rc(o) if o is not None else 0
    def __set__(self, o, v): log.append(('dset', rc(self), rc(o), rc(v)))
    def __delete__(self, o): log.append(('ddel', rc(self), rc(o)))
    def __set_name__(self, o, n): log.append(('name', rc(self)))
class HasD:
    d = Desc()
    def __getattribute__(self, n): log.append(('ga', rc(self))); return object.__getattribute__(self, n)
    def __setattr__(self, n, v): log.append(('sa', rc(self), rc(v))); object.__setattr__(self, n, v)
    def __delattr__(self, n): log.append(('da', rc(self))); object.__delattr__(self, n)
h = HasD()
@dataclasses.dataclass
class DC:
    a: object
    b: object = None
@dataclasses.dataclass(frozen=True, order=True)
class DF:
    a: int = 0
    def __post_init__(self): log.append(('pi', rc(self)))
class NT(typing.NamedTuple):
    a: object
    def m(self): return rc(self), rc(self.a)
class Base(abc.ABC):
    @abc.abstractmethod
    def f(self, q): return rc(q), rc(self)
class Impl(Base):
    def f(self, q): return super().f(q)
class It:
    def __init__(self, o): self.o = o; self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 2: raise StopIteration
        log.append(('next', rc(self), rc(self.o))); return self.o
class Red:
    def __reduce__(self): log.append(('red', rc(self))); return (Red, ())
    def __copy__(self): log.append(('copy', rc(self))); return self
    def __deepcopy__(self, memo): log.append(('deep', rc(self))); return self
class Num:
    def __int__(self): log.append(('int', rc(self))); return 3
    def __float__(self): log.append(('float', rc(self))); return 3.0
    def __complex__(self): return 3j
    def __round__(self, n=None): return rc(self)
    def __abs__(self): return rc(self)
    def __divmod__(self, o): return rc(self), rc(o)
    def __pow__(self, o, m=None): return rc(self), rc(o)
    def __invert__(self): return rc(self)
    def __trunc__(self): return rc(self)
    def __floor__(self): return rc(self)
    def __mul__(self, o): return rc(self), rc(o)
    def __imul__(self, o): log.append(('imul', rc(self), rc(o))); return self
    def __le__(self, o): return rc(self), rc(o)
    def __getitem__(self, k):
        return rc(self)
    def __missing__(self, k): return rc(self)
    def __length_hint__(self): log.append(('hint', rc(self))); return 1
    def __sizeof__(self): return rc(self)
    def __dir__(self): log.append(('dir', rc(self))); return []
    def __bytes__(self): log.append(('bytes', rc(self))); return b''
    def __fspath__(self): log.append(('fs', rc(self))); return 'p'
n = Num()
class Miss(dict):
    def __missing__(self, k): return rc(self), rc(k)
md = Miss()
class LSub(list):
    def append(self, v): log.append(('app', rc(self), rc(v))); list.append(self, v)
class G:
    def __class_getitem__(cls, k): return rc(k)
    def __init_subclass__(cls, **k): log.append(('is', [rc(v) for v in k.values()]))
def agen_list(o):
    async def g():
        yield o; yield rc(o)
    async def main(): return [rc(v) if not isinstance(v, int) else v async for v in g()]
    return run(main())
def awith(o):
    class C:
        async def __aenter__(self): return rc(self), rc(o)
        async def __aexit__(self, *a): log.append(('ax', rc(self)))
    async def main():
        async with C() as c: return c
    return run(main())
def throw(o):
    def g():
        try: yield o
        except E as e: yield rc(e), rc(o)
    it = g(); next(it); r = it.throw(E(o)); it.close(); return r
def ctx(o):
    try:
        try: raise E(o)
        except E: raise ValueError(o)
    except ValueError as v: return rc(v), rc(v.__context__), rc(o), rc(v.__context__.args[0])
def fin(o):
    try: return rc(o)
    finally: log.append(('fin', rc(o)))
def es(o):
    with contextlib.ExitStack() as s:
        s.callback(lambda q: log.append(('cb', rc(q))), o); s.enter_context(o); return rc(o)
def delg(o):
    global gg
    gg = o; r = rc(gg); del gg; return r, rc(o)
def dele2(o):
    class D:
        def __del__(self): log.append(('del', rc(self), rc(o)))
    D(); d = D(); del d; [D()]; {1: D()}; (D(),); return 0
def wr(o):
    class D: pass
    d = D(); r = weakref.ref(d, lambda w: log.append(('wcb', rc(w)))); del d; return rc(r)
def thr(o):
    out = []
    t = threading.Thread(target=lambda q: out.append(rc(q)), args=(o,)); t.start(); t.join(); return out[0]
def qu(o):
    q = queue.Queue(); q.put(o); r = rc(o); g = q.get(); return r, rc(g)
def unpack(o):
    a, *b = [o, o, o]; (c, d), e = (o, o), o; return rc(o), len(b)
def kwonly(*, a, b=None): return rc(a), rc(b)
def defaults(a, b=x, *c, d=y, **e): return rc(a), rc(b), rc(d), [rc(q) for q in c], [rc(q) for q in e.values()]
def nestgen(o): return list((rc(a), rc(b)) for a in [o] for b in (a, o) if rc(b))
def dictcomp(o): return {rc(k): rc(v) for k, v in {1: o}.items()}, {k: v for k, v in zip([1], [rc(o)])}
def walrus(o): return [rc(o), rc(o)]
def swap(a, b):
    a, b = b, a; return rc(a), rc(b)
def aug(a):
    l = [a]; l += [a]; l *= 2; t = (a,); t += (a,); d = {1: a}; s = rc(a); return s
def deep(o, k=5): return rc(o) if k == 0 else (lambda q: deep(q, k - 1))(o)
def star_mid(*a): return [rc(q) for q in a]
def exc_info(o):
    try: raise E(o)
    except E: return rc(sys.exc_info()[1]), rc(sys.exc_info()[1].args)
def loc(o):
    l = locals(); r = rc(o); del l; return r, rc(o)
def frame(o): return rc(sys._getframe().f_locals['o']), rc(o)
def annot(a: 'int', b: list = None) -> str: return rc(a)
def cond(o): return rc(o) if o is not None and o is not 5 and not (o is None) else 0
def lam(o): return [f(o) for f in (lambda q: rc(q), rc, lambda *q: rc(q[0]), functools.partial(rc))]
def sortk(o): r = []; sorted([o, o], key=lambda q: r.append(rc(q)) or 0); return r
def cmpk(o): r = []; sorted([1, 2], key=functools.cmp_to_key(lambda a, b: r.append(rc(o)) or 0)); return r
def red(o): return functools.reduce(lambda a, b: (rc(a), rc(b)), [o, o, o])
def part(o): return functools.partial(f2, o)(c=o), functools.partialmethod(f2, o).args and rc(o)
def sd(o):
    @functools.singledispatch
    def f(a): return rc(a)
    return f(o)
def cp(o):
    class C:
        @functools.cached_property
        def p(self): return rc(self), rc(o)
    c = C(); return c.p, c.p
def sm(o):
    class C:
        @staticmethod
        def s(a): return rc(a)
        @classmethod
        def c(cls, a): return rc(a)
        @property
        def p(self): return rc(self)
        @p.setter
        def p(self, v): log.append(('ps', rc(self), rc(v)))
        @p.deleter
        def p(self): log.append(('pd', rc(self)))
    c = C(); c.p = o; del c.p; return c.s(o), c.c(o), C.s(o), C.c(o), c.p
def sl(o):
    class C: __slots__ = ('a', '__weakref__')
    c = C(); c.a = o; r = rc(c.a), rc(c); del c.a; return r, rc(o)
tests = """M(x)
M[x]
isinstance(x, M)
x in M
setattr(h, 'd', x)
delattr(h, 'd')
setattr(h, 'z', x)
delattr(h, 'z')
DC(x).a.self_m()
repr(DC(x))
rc(DC(x, y).b)
dataclasses.replace(DC(x), b=y).a.self_m()
dataclasses.astuple(DC(1))
DF(1) < DF(2)
hash(DF(3))
NT(x).m()
NT(x)._replace(a=y).m()
P(x, y)._asdict()['a'].self_m()
P._make([x, y]).a.self_m()
Impl().f(x)
[rc(q) for q in It(x)]
list(map(rc, It(x)))
max(It(x), key=rc) is x
rc(next(It(x)))
[*It(x)][0].self_m()
copy.copy(Red()) is None
copy.deepcopy(Red()) is None
copy.deepcopy([Red()]) is None
int(n)
float(n)
complex(n)
round(n)
round(n, 1)
abs(n)
divmod(n, x)
n ** x
pow(n, x)
pow(n, x, y)
~n
n * x
operator.mul(n, x)
operator.index(x)
n <= x
n[x]
n[1:2]
sys.getsizeof(n) > 0
dir(n)
bytes(n)
operator.length_hint(n)
__import__('os').fspath(n)
__import__('math').floor(n)
__import__('math').trunc(n)
md[x]
LSub([x]).append(y)
G[x]
type('Q', (G,), {}, k=x) is None
agen_list(x)
awith(x)
throw(x)
ctx(x)
fin(x)
es(x)
delg(x)
dele2(x)
wr(x)
thr(x)
qu(x)
unpack(x)
kwonly(b=x, a=y)
defaults(x)
defaults(x, y, x, d=y, z=x)
nestgen(x)
walrus(x)
swap(x, y)
aug(x)
deep(x)
star_mid(*[x, y], x, *(y,))
exc_info(x)
loc(x)
frame(x)
annot(x)
annot(b=x, a=y)
cond(x)
lam(x)
sortk(x)
cmpk(x)
red(x)
sd(x)
cp(x)
sl(x)
heapq.heappush([], x)
heapq.nsmallest(1, [3, 1], key=lambda q: rc(x))
bisect.bisect([x], y)
bisect.insort([x], y)
json.loads('{"a": 1}', object_hook=lambda o: rc(o))
re.sub('a', lambda m: str(rc(m)), 'aa')
re.match('a', 'a').group() and 1
string.Template('$a').substitute(a=x)
'{0} {0!r} {a}'.format(x, a=y)
'%(a)s' % {'a': x}
'%s' % n and 1
'{:>5}'.format(x)
f'{x}{y!r}{x!s:>3}'
str.format('{}', x)
''.join(map(str, [x, y]))
print(x, y, end='', file=io.StringIO())
io.StringIO(str(x)).read()
operator.attrgetter('p')(x)
operator.itemgetter(0, 1)([x, y])[0].self_m()
operator.methodcaller('m', x)(y)
operator.eq(x, y)
operator.iadd(x, y) is x
operator.setitem(x, 1, y)
operator.delitem(x, 1)
operator.contains([x], y)
operator.indexOf([y, x], x)
operator.countOf([y, x], x)
[rc(q[0]) for q in itertools.combinations([x, y], 2)]
[rc(q[0]) for q in itertools.permutations([x, y], 2)]
[rc(q[0]) for q in itertools.zip_longest([x], [1, 2], fillvalue=y)]
[rc(q) for q in itertools.dropwhile(lambda q: False, [x])]
[rc(q) for q in itertools.takewhile(rc, [x])]
[rc(q) for q in itertools.starmap(lambda a: a, [(x,)])]
[rc(q) for q in itertools.islice(itertools.cycle([x]), 2)]
[rc(q) for q in itertools.accumulate([x, y], lambda a, b: b)]
[rc(q) for q in itertools.chain.from_iterable([[x], [y]])]
[rc(q) for q in itertools.compress([x, y], [1, 1])]
rc(collections.OrderedDict(a=x)['a'])
rc(collections.Counter([1])[1]) > 0
rc(collections.ChainMap({1: x})[1])
rc(collections.deque([x, y], maxlen=1)[0])
collections.deque([x]).remove(x)
collections.defaultdict(list, {1: x})[1].self_m()
[rc(q) for q in collections.UserList([x])]
rc(types.SimpleNamespace(a=x).a)
types.MethodType(lambda s, q: (rc(s), rc(q)), x)(y)
types.MappingProxyType({1: x})[1].self_m()
weakref.WeakValueDictionary({1: x})[1].self_m()
weakref.WeakSet([x]) and 1
getattr(x, 'nope', y).__class__ is int
x.__class__.__name__
x.__dict__ and 1
vars(x)['a']
type(x).__mro__[0] is Obj
super(Sub, y).m(x)
Obj.__dict__['m'](x, y)
x.m.__func__(x, y)
(x.m)(y)
(lambda s: s.m(y))(x)
[x.m][0](y)
{1: x.m}[1](y)
list(filter(lambda q: rc(q), [x]))
list(zip([x], [y], strict=True)) if sys.version_info >= (3, 10) else 0
list(enumerate(It(x)))[0][1].self_m()
sum([1, 2], start=3) if sys.version_info >= (3, 8) else 0
any(q is x for q in [x])
all([x, y])
min([x, y], key=lambda q: rc(q)) is None
max(x, y, key=rc) is None
min([], default=x).self_m()
next(iter([]), x).self_m()
iter(lambda: x, x).__next__ and 1
list(iter(lambda: rc(x), 0) for _ in ())
reversed([x]).__next__().self_m()
[x, y].sort(key=lambda q: rc(q))
[x].__contains__(y)
[x].extend(It(y))
[x].insert(0, y)
[x, y].pop(0).self_m()
[x, y].reverse()
[[x]] == [[y]]
(x, 1) == (y, 1)
((x,),) < ((y,),)
{1: [x]} == {1: [y]}
{'a': x}.items() == {'a': y}.items()
{x}.issubset({y})
{x} == {y}
{x} ^ {y}
{x} - {y}
{x}.union([y])
{x}.update([y])
{x}.intersection([y])
frozenset([x]) == frozenset([y])
hash((x, y))
hash(frozenset([x]))
{x: y}.update({y: x})
{x: y} | {y: x} if sys.version_info >= (3, 9) else 0
dict([(x, y)])
dict({x: y})
{**{'a': x}, 'b': y}['a'].self_m()
dict.fromkeys([x], y)[x].self_m()
{x: 1}.setdefault(y, 2)
{x: 1}.get(y)
x in {y: 1}
del_item({x: 1}, x)
slice(x, y).indices(5)
[1, 2, 3][x:]
'abc'[x]
b'abc'[x]
bytearray(b'abc').insert(x, 1)
bytearray(x)
'a'.zfill(x)
'a'.center(x)
'abc'.split('b', x)
range(x)[0]
range(5)[x]
chr(x)
hex(x)
list(range(5))[x]
memoryview(b'abc')[x]
array_('i', [1]).append(x)
isinstance(x, (int, str, Obj))
issubclass(Sub, (int, Obj))
callable(x)
id(x) == id(x)
hasattr(x, 'zz')
compile('x', '', 'eval') and rc(x)
eval('rc(x)', {'rc': rc, 'x': x})
eval('rc(x)', {'rc': rc}, {'x': x})
exec('z = rc(x)') or rc(x)
[rc(x) for _ in [0]]
[rc(q) for q in [x] if q]
(lambda *a, **k: (rc(a), rc(k)))(x, a=y)
(lambda a, /, b: rc(a))(x, y) if sys.version_info >= (3, 8) else 0
contextlib.nullcontext(x).enter_result.self_m()
traceback.format_exception_only(E, E(x))
typing.cast(Obj, x).self_m()
typing.Optional[Obj] and 1
enum.Enum('En', 'A B').A.value""".splitlines()
def del_item(d, k): del d[k]
import array
array_ = array.array
import builtins
real = print
def print(*a, **k):
    if a and isinstance(a[0], str) and a[0] in ('bool', 'hash', 'eq', 'lt', 'len', 'iter', 'index', 'in', 'enter', 'exit', 'del', 'set', 'iadd', 'new', 'init'): log.append(a)
    elif k.get('file'): real(*a, **k)
FORM = "def test(x, y):\n    for i in range(10):\n        try: r = %s\n        except Exception as e: r = type(e).__name__\n        log.append(r if isinstance(r, (int, str, tuple, list)) and '<' not in str(r) else 0)\n        r = None\n"
for text in tests:
    log.clear()
    try: exec(FORM % text)
    except SyntaxError: continue
    test(x, y)
    runs = []
    for e in log:
        e = str(e)
        if runs and runs[-1][0] == e: runs[-1][1] += 1
        else: runs.append([e, 1])
    real(text, '=>', *['%s x%d' % tuple(q) for q in runs][:30])
    gc.collect()
