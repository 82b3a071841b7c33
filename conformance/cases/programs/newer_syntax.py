# from 3.10
# What 3.9 and 3.10 brought: dict union, removeprefix, generic builtins, parenthesized with, pattern guards, zip strict, union types.
import math, functools, itertools, contextlib
print({'a': 1} | {'b': 2, 'a': 3}, 'prefix-x'.removeprefix('prefix-'), 'x.py'.removesuffix('.py'), list[int], dict[str, list[int]], tuple[int, ...], type[int], int | str, int | None, isinstance(5, int | str), issubclass(bool, int | str))
d = {'x': 1}; d |= [('y', 2)]; print(d, math.lcm(4, 6), math.gcd(12, 18, 27), math.nextafter(1.0, 2.0), math.ulp(1.0))
@contextlib.contextmanager
def cm(n):
    yield n
with (cm(1) as a, cm(2) as b,): print(a, b)
try: list(zip([1], [1, 2], strict=True))
except ValueError as e: print(e)
print(list(zip('ab', 'cd', strict=True)), list(itertools.pairwise('abc')), (5).bit_count(), [*itertools.accumulate([1, 2, 3], initial=10)])
class C:
    @functools.cached_property
    def slow(self): print('computed'); return 42
    @functools.singledispatchmethod
    def show(self, x): return 'any'
    @show.register
    def _(self, x: int): return 'int'
c = C(); print(c.slow, c.slow, c.show(1), c.show('s'))
@(lambda f: functools.wraps(f)(lambda *a: ('decorated', f(*a))))
def g(x): return x
print(g(1)); lst = [lambda: 1]
@[lambda f: f][0]
def h(): return 'h'
print(h())
def f(a, /, b, *, c): return a, b, c
print(f(1, b=2, c=3)); print(f'{3:{">"}5}', f'{d["x"]}', (y := 5) + y)
match [1, {'k': (2, 3)}]:
    case [int(n), {'k': (p, q)}] if n < p: print(n, p, q)
@functools.cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(50), aiter is not None, anext is not None)
import dataclasses
@dataclasses.dataclass(slots=True, kw_only=True)
class P: x: int; y: int = 0
print(P(x=1), P.__slots__, dataclasses.is_dataclass(P))
try: P(1)
except TypeError as e: print(type(e).__name__)
for code in ('print "x"', 'if x = 1: pass', 'f(x for x in y, 1)', '{1: 2, 3}', 'x = {', 'def f()\n pass', "'unclosed", 'a b', 'class C\n pass', 'for x in y\n pass', 'import a.b as', 'raise X from', 'try: pass', 'f(1 2)', '1 = x', 'x is not None = 5', 'async x', 'elif x: pass', 'lambda x=: x', 'not', '(', ')', '[1, 2', 'x = 1 +', 'return', "f'{x!z}'", '0777', '1abc', 'a.1'):
    try: compile(code, 'c', 'exec'); print('ok')
    except (SyntaxError, ValueError) as e: print(type(e).__name__, getattr(e, 'msg', e))
