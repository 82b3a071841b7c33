# Language reference 6: expressions, evaluation order, operators.
log = []
def t(v, *r):
    log.append(v)
    return v if not r else r[0]
def show(): print(' '.join(map(str, log))); log.clear()
(t(1), t(2), t(3)); show()
t(1) + t(2) * (t(3) - t(4)); show()
(lambda *a, **k: None)(t(1), *[t(2)], t(3), k=t(4), **{'z': t(5)}); show()
d = {t('k1'): t('v1'), t('k2'): t('v2')}; show()
d = {t(k): t(v) for k, v in [(1, 2), (3, 4)]}; show()
a = [0] * 3
a[t(1)] = t(0); show()
a[t(0)], a[t(1)] = t(5), t(6); show()
t(a)[t(0)] += t(1); show()
t(1) if t(0) else t(2); show()
t(0) or t(1) and t(0) or t(3); show()
t(1) < t(2) < t(0) < t(9); show()
t(3) < t(2) < t(0); show()
def f(x=t('default')): pass
@(lambda fn: t('deco1') and fn)
@(lambda fn: t('deco2') and fn)
def g(): pass
show()
print(2 ** 3 ** 2, -2 ** 2, 2 ** -1, not 1 == 2, -7 // 2, -7 % 3, 7 % -3, -7.5 // 2, divmod(-7, 2), 5 & 3 | 4 ^ 1, ~5, 1 << 3 + 1)
print(1 < 2 == 2 > 1, 1 in [1] == True, (1 in [1]) == True, 'a' 'b' in 'xabx', not 'a' in 'b', 1 is not None)
print([*range(3), *'ab'], (*[1], 2), {*[1, 2], 3}, {**{'a': 1}, 'b': 2, **{'a': 3}}, *[4], sep='|')
first, *middle, last = range(5); print(first, middle, last)
(p, (q, *r)), s = (1, (2, 3, 4)), 5; print(p, q, r, s)
*u, = 'xyz'; print(u)
for h, *k in [(1, 2, 3), 'ab']: print(h, k)
print((lambda a, /, b, *, c=3: (a, b, c))(1, b=2), (lambda *a, **k: (a, k))(1, x=2))
x = [1, 2, 3, 4, 5]
print(x[1:], x[:-1], x[::2], x[::-1], x[-2:], x[10:], x[3:1], x[slice(1, 3)])
print(1 .real, 1.0.is_integer(), 1..hex(), 'a'.upper().lower(), [1][0], {1: 2}[1], (1,)[0], 'abc'[1], f'{1}'[0])
print((yield_ := (i * i for i in range(4))), end='') if 0 else print(sum(i * i for i in range(4)), list(i for i in 'ab'), max((i for i in [1, 2]), default=0))
print([(i, j) for i in range(3) if i for j in range(i) if j % 2 == 0], {i: j for i, j in zip('ab', [1, 2])}, {i % 2 for i in range(4)})
def gen():
    r = yield 1
    print('received', r)
    try:
        yield 2
    except ValueError as e:
        yield f'caught {e}'
    return 'done'
it = gen(); print(next(it), it.send('x'), it.throw(ValueError('v')))
try:
    next(it)
except StopIteration as e:
    print(e.value)
def delegate():
    r = yield from gen()
    yield r
print(list(delegate()))
def sub():
    try:
        while True:
            got = yield
            print('got', got)
    except GeneratorExit:
        print('exit'); raise
    finally:
        print('finally')
def main(): yield from sub()
m = main(); next(m); m.send(1); m.close()
import asyncio
async def agen(n):
    for i in range(n):
        await asyncio.sleep(0)
        yield i
async def run():
    print([i async for i in agen(3)], {i: i async for i in agen(2)}, [i async for i in agen(4) if i % 2], [await asyncio.sleep(0, i) for i in range(2)])
    print([x for x in [i async for i in agen(2)]], list([j async for j in agen(1)]))
    ag = (i async for i in agen(2)); print(type(ag).__name__, await anext(ag), await ag.__anext__(), await anext(ag, 'end'))
asyncio.run(run())
for src in ('1 < "a"', '[] < 1', '{} + {}', 'None + 1', '-"a"', '"a" % 1', '"%d" % "x"', '1 in 2', '[1][1.5]', '(1)[0]', 'len(1)', '1()', 'x.foo', '"abc"["a"]', '{}["k"]', '[1, 2][5]', '1 / 0', '1 // 0', '1 % 0', '0 ** -1', 'int("x")', '[] * 1.5', '(1,) + [1]', 'object() < object()', '1j < 2j', 'print(*1)', 'print(**1)', 'f(1, 2, 3)', 'f(y=1)', 'max()', '"a" + b"b"', '1 << -1', 'range(1.5)', '~1.5', 'a, b = 1, 2', '[] is ()'):
    try:
        print(src, '=', eval(src))
    except Exception as e:
        print(src, '->', type(e).__name__ + ':', e)
