# from 3.13
from functools import *
import operator, itertools, heapq, bisect, random, math
@lru_cache(maxsize=2)
def f(x): print('call', x); return x
print(f(1), f(1), f(2), f(3), f(1), f.cache_info(), f.cache_parameters()); f.cache_clear(); print(f.cache_info(), f.__wrapped__(9))
@cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), reduce(operator.add, [1, 2, 3], 10), partial(int, base=2)('101'), partial(print, 1, sep='-'))
@singledispatch
def sd(x): return 'obj'
@sd.register
def _(x: int): return 'int'
@sd.register(list)
def _(x): return 'list'
print(sd(1), sd([]), sd('x'), sd.dispatch(bool)(True), sorted(t.__name__ for t in sd.registry))
@total_ordering
class T:
    def __init__(s, v): s.v = v
    def __eq__(s, o): return s.v == o.v
    def __lt__(s, o): return s.v < o.v
print(T(1) <= T(1), T(2) > T(1), sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))
class C:
    @cached_property
    def p(self): print('once'); return 5
    @singledispatchmethod
    def m(self, x): return 'd'
    @m.register(int)
    def _(self, x): return 'i'
    pm = partialmethod(lambda s, a, b: (a, b), 1)
c = C(); print(c.p, c.p, c.m(1), c.m('a'), c.pm(2))
def deco(g):
    @wraps(g)
    def w(*a): 'w'; return g(*a)
    return w
@deco
def named(): 'docs'
print(named.__name__, named.__doc__, named.__wrapped__.__name__)
print(operator.itemgetter(1, 2)('abc'), operator.attrgetter('real')(3), operator.methodcaller('upper')('a'), operator.concat([1], [2]), operator.index(True), operator.length_hint([1]), operator.countOf([1, 1], 1))
it = itertools
print(list(it.accumulate([1, 2, 3], initial=5)), list(it.chain.from_iterable(['ab', 'c'])), list(it.combinations('abc', 2)), list(it.combinations_with_replacement('ab', 2)), list(it.compress('abc', [1, 0, 1])), list(it.islice(it.count(5, 2), 3)), list(it.dropwhile(bool, [1, 0, 2])), [(k, list(g)) for k, g in it.groupby('aabc')])
print(list(it.permutations([1, 2, 3], 2)), list(it.product('ab', repeat=2)), list(it.starmap(pow, [(2, 3)])), [list(x) for x in it.tee([1, 2])], list(it.zip_longest('ab', 'c', fillvalue='-')), list(it.pairwise('abc')), list(it.filterfalse(None, [0, 1])), list(it.takewhile(lambda x: x < 2, [1, 2, 1])), list(it.repeat(1, 2)), next(it.cycle('a')))
h = [5, 3, 8]; heapq.heapify(h); heapq.heappush(h, 1); print(heapq.heappop(h), heapq.nlargest(2, h), heapq.nsmallest(1, h), heapq.heapreplace(h, 9), list(heapq.merge([1, 4], [2, 3])), heapq.heappushpop(h, 0))
print(bisect.bisect([1, 2, 2, 3], 2), bisect.bisect_left([1, 2, 2, 3], 2), bisect.bisect([1, 5], 3, key=lambda x: x)); l = [1, 3]; bisect.insort(l, 2); print(l)
random.seed(42); print(random.random(), random.randint(1, 100), random.choice('abc'), random.sample(range(50), 3), random.shuffle(l), l, random.gauss(0, 1), random.choices('ab', [1, 3], k=4), random.uniform(1, 2), random.getrandbits(70), random.betavariate(1, 2), random.expovariate(1), random.randbytes(3), random.triangular())
random.seed('str'); print(random.random()); st = random.getstate(); x = random.random(); random.setstate(st); print(x == random.random(), random.Random(7).randrange(10, 20, 3), random.binomialvariate(10) >= 0)
print(math.comb(5, 2), math.perm(5, 2), math.gcd(12, 18, 6), math.lcm(4, 6), math.isqrt(17), math.hypot(3, 4), math.dist([0, 0], [1, 1]), math.prod([1, 2, 3]), math.fsum([.1] * 10), math.log(8, 2), math.log2(2**100), math.frexp(8), math.modf(1.5), math.ulp(1), math.nextafter(1, 2), math.factorial(20), math.gamma(5), math.erf(1), math.copysign(1, -0.0), math.remainder(5, 3), math.trunc(-1.5), math.fma(2, 3, 4) if hasattr(math, 'fma') else 10.0, math.sumprod([1, 2], [3, 4]))
for bad in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.factorial(-1), lambda: math.exp(1000), lambda: math.gcd(1.5)):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
