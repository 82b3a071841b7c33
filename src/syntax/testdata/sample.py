"""Every construct of the grammar up to 3.13, for comparison with the tree that CPython makes of it."""
from __future__ import annotations
import os, sys as system, a.b.c as abc
from . import x
from ...pkg.mod import (name as other, third,)
from m import *
x = y = 1_000, 0xff, 0o17, 0b101, 00, 1.5e-3, .5, 1., 1e400, 3j, 10**20, 123456789012345678901234567890
s = 'a' "b" 'c\n\x41\u00e9\U0001f600\101' u'u' r'\n' '''tri
ple'''
b = b'ab' rb'\x' b'\xff\0'
none = None, True, False, ..., ()
f = f'{x}' 'plain' f'{x!r:>{width}.{prec}} {{}} {y=} {z = !s:^10}' f"{d['k']:%Y-%m}" f'{f"{1}"}' rf'\d{x}'
multi = f'''
{x
 + 1:
 >5}'''
é = naïve = "日本" + ﬁn
variable: int = 1
(variable): int
obj.attr: List[int] = [1]
a[0]: 'str'
i += 1; j -= 2; k *= 3; l @= m; n /= 4; o %= 5; p &= 6; q |= 7; r ^= 8; t <<= 9; u >>= 1; v **= 2; w //= 3
a, (b, *c), [d, e] = f = g
*rest, = h
a.b, c[0], d[1:2, ::3, ...] = 1, 2, 3
x[*ts], x[a, *b], x[1:2:3], x[:], x[::], x[a:=1]
not a and b or c if d else e
a < b <= c != d is not e not in f is g in h == i >= j > k
-a + +b - ~c * d / e // f % g @ h ** -i ** j << k >> l & m ^ n | o
lambda: 0
lambda a, b=1, /, c=2, *d, e, f=3, **g: (yield)
lambda *, a: a
[x for x in y if a if b for z in w]
{x async for x in y}
{k: v for k, v in z}
(x for x, in y)
{**a, 'b': c, **d}, {1, *e}, [*f, g], (*h,), {}
f(a, *b, c=d, *e, **g)(x for x in y)[0].attr(**k)
print(a := 1, (b := 2))
assert a, 'message'
assert b
del a, (b, c), [d], e.f, g[0],
global_ = pass_ = 1
raise
raise ValueError
raise A from B
if a: pass
elif b:
    pass
else: c
if a:
    b
while (n := next()):
    if n: break
    else: continue
else:
    done
for i, *j in 1, *k:
    pass
else: pass
for (a.b) in c: d
try:
    a
except A: b
except (B, C) as d:
    e
except:
    f
else:
    g
finally:
    h
try: a
finally: b
try:
    a
except* A as e:
    b
except* (C, D): pass
with a: pass
with a as b, c as (d, e): pass
with (a as b, c, d as e.f,):
    pass
with (a): pass
with (a, b) as c: pass
with (yield): pass
@decorator
@a.b(c)
def function(a: int, b: str = 'x', /, c=1, *args: *Ts, d, e: int = 2, **kwargs: dict) -> None:
    """doc"""
    global gl, gm
    return
def gen(self, *, only):
    x = yield
    y = yield 1, 2
    yield from z
    nonlocal_ = lambda: (yield)
    return *a, b
async def coroutine():
    async with a as b, c: await d
    async for e in f: pass
    else: pass
    return [await g async for h in i if await j]
@dec
class Class(Base, *bases, metaclass=Meta, **kw):
    x: int
    def method(self): return super().method()
class Empty: pass;
class Generic[T: int, *Ts = *a, **P = [int]](Base[T]): pass
def generic[T = int](a: T) -> T: ...
type Alias[T] = list[T]
type = match = case = 1
match(x)
match[a]
match.b = type.c
type(x)
match x, *y:
    case 1 | -2 | 3.5 | -1+2j | 'a' 'b' | b'c' | None | True | False: pass
    case a.b.c: pass
    case [a, b, *_] if c: pass
    case (a, *rest): pass
    case (a): pass
    case (): pass
    case []: pass
    case {'k': v, 1: _, a.b: c, None: d, **rest}: pass
    case {}: pass
    case Point(1, y=0, z=[_]): pass
    case a.Point(): pass
    case (A() | B()) as c: pass
    case x, : pass
    case *a, b: pass
match -x:
    case _:
        pass
def nested():
    x = 1
    class Inner:
        y = x
        def m(self):
            nonlocal x
            x = [y for y in range(x)]
            return __class__, lambda z=x: (x, z), self.__private
    return Inner
x = [y := 1, y**2]
if (z := [w for w in v if (last := w)]): last
async def ag():
    yield 1
    await (yield)
    return
x = (
    1 +  # comment
    2
)
x = 1; \
y = \
    2
if x:
	tab
	if y:
		tab2
