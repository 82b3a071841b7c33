# Language reference 8: if, while, for, try, with, match, functions, classes, coroutines.
n = 3
while n:
    n -= 1
    if n == 1: continue
    print(n)
else:
    print('while else')
for x in 'abc':
    if x == 'b': break
else:
    print('never')
for x in []: pass
else: print('for else')
def flow(n):
    try:
        if n == 0: return 'returned'
        if n == 1: raise ValueError
        if n == 2: raise KeyError
        if n == 3: 1 / 0
    except ValueError:
        return 'value'
    except (KeyError, TypeError) as e:
        return f'key {e!r}'
    except:
        return 'bare'
    else:
        return 'else'
    finally:
        print('finally', n)
print([flow(i) for i in range(5)])
class CM:
    def __init__(self, n, swallow=False): self.n, self.swallow = n, swallow
    def __enter__(self): print('enter', self.n); return self.n
    def __exit__(self, t, v, tb): print('exit', self.n, t and t.__name__); return self.swallow
with CM(1) as a, CM(2) as b: print(a, b)
with (CM(3) as a, CM(4, True) as b,): raise ValueError
try:
    with CM(5), CM(6): raise KeyError('k')
except KeyError as e: print('out', e)
with CM(7) as (q): print(q)
for i in range(2):
    with CM(i):
        if i: break
        continue
class NoExit:
    def __enter__(self): pass
for bad in (5, NoExit()):
    try:
        with bad: pass
    except (AttributeError, TypeError) as e: print(type(e).__name__, e)
def match(v):
    match v:
        case 0 | 1: return 'small'
        case int() | float() as num if num < 0: return f'neg {num}'
        case str(s): return f'str {s}'
        case [x]: return f'one {x}'
        case [x, y, *rest]: return f'many {x} {y} {rest}'
        case {'a': 1, **rest}: return f'map {rest}'
        case {'k': [a, b]}: return f'nested {a} {b}'
        case complex(real=r, imag=i): return f'complex {r} {i}'
        case None: return 'none'
        case True: return 'true'
        case (): return 'empty'
        case _: return f'other {v}'
print([match(v) for v in (0, 1, -5, -1.5, 'x', [1], (1, 2, 3), [1, 2], {'a': 1, 'b': 2}, {'k': [3, 4]}, 1j, None, True, False, [], {}, 5, b'xy', {1})])
class Point:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y): self.x, self.y = x, y
def where(p):
    match p:
        case Point(0, 0): return 'origin'
        case Point(x=0, y=y): return f'Y={y}'
        case Point(x, y) if x == y: return 'diagonal'
        case Point(): return 'somewhere'
print([where(Point(*p)) for p in [(0, 0), (0, 3), (2, 2), (1, 2)]])
import enum
class Color(enum.Enum): RED = 1; BLUE = 2
def col(c):
    match c:
        case Color.RED: return 'r'
        case Color.BLUE: return 'b'
print(col(Color.RED), col(Color.BLUE), col(3))
for pat, val in (('Point(1, 2, 3)', Point(1, 2)), ('int(1, 2)', 5), ('Point(1, x=1)', Point(1, 2)), ('{"a": x, "a": y}', {}), ('[*a, *b]', []), ('x | y', 1), ('a.b', 1), ('[x, x]', []), ('{**r, "a": 1}', {}), ('-1', -1), ('1 + 2j', 1 + 2j), ('"a" "b"', 'ab'), ('1 + 1', 2), ('x.y()', 1), ('5(x)', 1), ('_', 1), ('_ as z', 1), ('x as _', 1), ('*x', [1]), ('x, *_', [1, 2]), ('(x)', 1)):
    ns = {'Point': Point, 'val': val}
    try:
        exec(f'match val:\n case {pat}: r = "yes"\n', ns)
        print(pat, ns.get('r'))
    except Exception as e:
        print(pat, type(e).__name__, e)
def deco(*args):
    def inner(f):
        print('decorating', f.__name__, args); return f
    return inner
@deco(1)
@deco(2)
def decorated(): pass
@(deco if True else None)('expr')
class DC: pass
def pos(a, b, /, c, *, d): return a, b, c, d
for call in ('pos(1, 2, 3, d=4)', 'pos(1, 2, c=3, d=4)', 'pos(1, b=2, c=3, d=4)', 'pos(1, 2, 3, 4)', 'pos(1, 2, 3)', 'pos(d=1)', 'pos(1, 2, 3, d=4, e=5)', 'pos(1, 2, 3, c=3, d=4)', 'pos()', 'pos(*[1, 2], **{"c": 3, "d": 4})', 'pos(a=1, b=2, c=3, d=4)', 'pos(1, 2, 3, 4, 5, d=1)', 'pos(1, 2, 3, **{"d": 1, 5: 2})', 'pos(1, 2, 3, d=1, **{"d": 2})'):
    try:
        print(call, eval(call))
    except TypeError as e:
        print(call, e)
def defaults(a, b=[]):
    b.append(a); return b
defaults(1); print(defaults(2))
def annotated(a: int, *b: str, c: 'x' = 1, **d: list) -> None: pass
print(annotated.__annotations__)
class K(object, metaclass=type): "doc"; a: int = 1; b: str
print(K.__doc__, K.__annotations__)
import asyncio
class ACM:
    async def __aenter__(self): print('aenter'); return 5
    async def __aexit__(self, *e): print('aexit', e[0] and e[0].__name__); return True
class AIter:
    def __init__(self): self.n = 0
    def __aiter__(self): return self
    async def __anext__(self):
        self.n += 1
        if self.n > 3: raise StopAsyncIteration
        return self.n
async def main():
    async with ACM() as v, ACM(): print(v)
    async with ACM(): raise ValueError
    async for i in AIter():
        if i == 2: continue
        print(i)
    else: print('async else')
    for bad in ('async with 5: pass', 'async for i in 5: pass', 'await 5'):
        ns = {}
        exec(f'async def f():\n {bad}', ns)
        try:
            await ns['f']()
        except (AttributeError, TypeError) as e: print(type(e).__name__, e)
asyncio.run(main())
