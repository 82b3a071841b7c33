# A program that prints sys.getrefcount() inside expressions, statements and special methods put together by chance, the same for a seed:
#
#     python3 program.py SEED MINOR        MINOR: the minor number of the release that is to run it
#
# compare.mjs runs such programs on CPython and on Ouroboros.
import random
import sys

chance = random.Random(int(sys.argv[1]))
minor = int(sys.argv[2])

HEAD = '''import sys, functools, operator, itertools, collections, copy, contextlib
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
'''

# Each $ is one of the two objects of the scope.
EXPRESSIONS = """
rc($)
f1($)
f1(a=$)
f2($)
f2($, $)
f2($, c=$)
f2(b=$, a=$)
fs($)
fs($, k=$)
fs(*[$])
fs(*($,), **{"z": $})
fr($, 2)
fd($)
fdec($)
clo($)()
clo2($)($)
run(co($))
$.m($)
$.self_m()
Obj.s($)
Obj.c($)
$.s($)
$.c($)
$.p
$ + $
Obj() + $
$[0]
$[$, 1]
$ in $
$($)
$($, q=$)
$ == $
$ != $
$ < $
hash($)
bool($)
len($)
list($)
[*$]
$.missing
str($)
repr($)
f"{$}"
f"{$!r:>4}"
"%s" % $
"%s %r" % ($, $)
"{}{}".format($, $)
format($, "q")
-$
$ @ $
reversed($)
[1, 2, 3][$]
[1,2,3][$:]
range($)
hex($)
not $
$ and rc($)
$ or rc($)
rc($) if $ else 0
($, rc($))[1]
[$, rc($)][1]
{1: $, 2: rc($)}[2]
(lambda: rc(x))()
(lambda q: rc(q))($)
(lambda q=$: rc(q))()
(lambda *q: rc(q[0]))($)
list(map(rc, [$]))
list(map(lambda q: rc(q), [$]))
list(map(f2, [$], [$]))
[rc(q) for q in [$]]
[rc(q) for q in ($, $)]
[rc(x) for _ in range(2)]
list(rc(q) for q in ($,))
{rc(q) for q in [$]}
{rc(q): rc(q) for q in [$]}
[f1(q) for q in [$] if rc(q)]
[(rc(p), rc(q)) for p in [$] for q in [p]]
sorted([2, 1], key=lambda e: rc(x))
sorted([$, $], key=lambda e: rc(e))and 0
max([$, $], key=rc) is None
next(gen($))
rc(next(gen1($)))
[rc(q) for q in gen1($)]
rc(*[$])
rc(*($,))
functools.partial(rc, $)()
functools.partial(f2, $)($)
functools.partial(f2, c=$)($)
functools.reduce(lambda p, q: (rc(p) if p else 0, rc(q)), [$, $])
rc(operator.itemgetter(0)(($,)))
rc(operator.attrgetter("v")(Slots($)))
operator.methodcaller("m", $)($)
rc(P($, 1).a)
Slots($).get()
rc(Slots($).v)
New($) is None
rc(Obj($))
rc(Obj($).a[0])
Sub().m($)
Sub().self_m()
Obj().m(Obj())
rc([$][0])
rc(($,)[0])
rc({0: $}[0])
rc({0: $}.get(0))
rc([$].pop())
rc({0: $}.pop(0))
rc(collections.deque([$]).pop())
rc(copy.copy([$])[0])
rc([$].copy()[0])
rc(([$] * 2)[0])
rc(([$] + [$])[0])
rc((($,) + ($,))[0])
rc([$, 1, 2][:2][0])
[rc(q) for q in itertools.chain([$], ($,))]
[rc(q) for q in itertools.islice([$, $], 1)]
[rc(p) for p, q in zip([$], [$])]
[rc(q) for i, q in enumerate([$])]
[rc(v) for k, v in {1: $}.items()]
[rc(v) for v in {1: $}.values()]
[rc(q) for q in reversed([$])]
[rc(q) for q in filter(None, [$])]
[rc(q) for q in itertools.repeat($, 2)]
[rc(p[0]) for p in itertools.product([$], [$])]
[rc(q) for q in itertools.tee([$])[0]]
list(zip(gen1($), map(rc, [$])))[0][1]
rc(eval("x"))
eval("rc(x)")
rc(locals().get("x"))
rc(getattr(Slots($), "v"))
rc($.__class__)and 0
isinstance($, Obj)
any(rc(q) > 100 for q in [$])
sum(rc(q) for q in [$, $])
"".join(str(rc(q)) for q in [$])
dict(a=$) and rc($)
rc(dict(a=$)["a"])
rc({**{"k": $}}["k"])
rc([*[$]][0])
(lambda a, b: rc(a))(b=1, a=$)
tuple([$]).count($)
[$].index($)
[$, $].count($)
{$: 1}[$]
$ in {$}
$ in [$]
{$: 1} == {$: 1}
[$] == [$]
[$] < [$]
min($, $) is None
callable($)
id($) == 0
print($, rc($))
print([$])
str([$, ($,)])
type($)($) is None
Obj.m($, $)
Obj.__add__($, $)
$.m.__self__ is None or rc($)
rc($.m.__self__)
vars(Obj)["m"]($, $)
(w := $, rc($))[1]
rc(w := $)
""".strip().splitlines()
if minor < 8:
    EXPRESSIONS = [e for e in EXPRESSIONS if ':=' not in e]

STATEMENTS = """
z = $|?|del z
z = w = $|?|del z, w
(z, w) = ($, $)|?|del z, w
z, *w = [$, $]|?|del z, w
x, y = y, x|?
z = [$]|z += [$]|?|z.append($)|z[0] = $|?|del z[0]|?|del z
z = {}|z[1] = $|z.setdefault(2, $)|z.update(a=$)|?|z.clear()|?|del z
x += $|?
$[1] = $
del $[1]
z = Slots($)|z.w = $|print(z.get())|del z.v|?|del z
z = gen($)|print(next(z))|print(z.send($))|z.close()|?|del z
z = iter([$, $])|next(z)|?|del z
z: object = $|?|del z
assert rc($)
z = functools.lru_cache(None)(lambda q: rc(q))|print(z($))|?|z.cache_clear()|del z
z = $.m|?|print(z($))|del z
z = lambda q=$: rc(q)|print(z())|print(z($))|del z
z = collections.defaultdict(lambda: x)|z[1]|?|del z
""".strip().splitlines()

# `>` is an indented block, `?` a line that prints an expression, # a number of its own.
BLOCKS = """
for z in [$, $]:|>|?
for z in ($,):|>|else:|>
for i, z in enumerate([$]):|>
with cm($) as z:|>
with $ as z:|>|    raise E($)|?
with $ as z:|>
try:|>|    raiser($)|except E as e:|    print(rc(e), rc(e.args[0]))|>|?
try:|>|finally:|>
if $:|>|else:|    pass
def h(q):|    x = y = q|>|h($)|?
class K:|    at = $|    print(rc(at))|?|print(rc(K.at))|del K
try:|    raise E($) from E($)|except E:|    print(rc(sys.exc_info()[1]))|>
for z in gen1($):|>
n# = 0|while n# < 2:|    n# += 1|>
""".strip().splitlines()
if minor >= 10:
    BLOCKS += ['match ($, $):|    case (z, _):|    >|match {"k": $}:|    case {"k": z}:|        print(rc(z))|match $:|    case Obj() as z:|        print(rc(z))']

SCOPES = """
x = Obj()|y = Sub(x)|=
def t#():|    x = Obj(); y = Sub(x)|>|t#()
def t#(x, y):|>|t#(Obj(), Sub())
class T#:|    def m(self, x, y=Obj()):|    >|T#().m(Sub())
def t#(x, y):|>|    yield x|>|for v in t#(Obj(), Sub()): print(rc(v))
def t#(y):|    x = Obj()|    def cap(): return x|>|    return cap|print(rc(t#(Sub())()))
""".strip().splitlines()


def filled(text):
    return ''.join(chance.choice('xy') if c == '$' else c for c in text)


def expression(depth=0):
    if depth < 2 and chance.random() < .15:
        form = chance.choice(['(%s, %s)', '[%s, %s]', '{1: %s, 2: %s}', 'print(%s, %s)'])
        return form % (expression(depth + 1), expression(depth + 1))
    return filled(chance.choice(EXPRESSIONS))


def shown():
    return 'print(%d, %s)' % (chance.randrange(100000), expression())


def lines(form, depth):
    """The lines of a form: its parts lie between bars."""
    number = str(chance.randrange(10 ** 6))
    made = []
    for part in form.split('|'):
        indent = part[:len(part) - len(part.lstrip())]
        what = part.strip()
        if what == '?':
            made.append(shown())
        elif what == '=':
            made += block(depth, chance.randrange(3, 6))
        elif what == '>':
            made += [indent + '    ' + line for line in block(depth, chance.randrange(1, 4 if depth else 7))]
        else:
            made.append(filled(part.replace('#', number)))
    return made


def block(depth, size):
    made = []
    for _ in range(size):
        kind = chance.random()
        if kind < (.4 if depth < 3 else .8):
            made.append(shown())
        elif kind < .5 or depth == 3:
            made += lines(chance.choice(STATEMENTS), depth)
        else:
            made += lines(chance.choice(BLOCKS), depth + 1)
    return made


print(HEAD)
for _ in range(chance.randrange(3, 6)):
    print('\n'.join(lines(chance.choice(SCOPES), 0)))
