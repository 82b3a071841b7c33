a = b = (1, 2, 'x') + (3,)
c = [1, 2, 3], {1, 2, 3}, {'k': 1, 'l': 2}, {**a, 'k': b}, [*a, 1], (*a, *b), {*a, 2}
d = a.b.c[1:2, ..., ::3]
d.e, d[f], (g, *h) = a
x = 1 if a else 2 if b else 3
y = not a is b, a < b <= c != d, a in [1, 2, 3], a not in {1, 2}, a in (b, c)
z = a and b or c and not d
w = f(a, *b, c, k=1, **d, l=2), g(a, k=1, l=2), o.m(1, 2), o.m(1, k=2), f(**a), f(*a)
v = f'{a}', f'x{a!r:>{b}}y{c:d}', f'', f'plain', 'a' 'b'
u = lambda p, q=1, *r, s=2, **t: (p, q, r, s, t)
t = 2 ** 10, -5 % 3, 7 // -2, 'ab' * 3, 10 / 4, ~6, 1 << 100, 'abc'[1], (1, 2)[-1], 1.5 + 2, 1j - 1, 2 ** 200, 'x' * 5000
a += 1; a.b -= 2; a[b] *= 3; a @= b; a //= 2; a **= 2; a >>= 1; a |= 2
print(1.0, 1, True, 0.0, -0.0, 0, False, 1j, 'a', b'a')
(n := 10), [m := 1, m ** 2]
del a, b.c, d[e], (f, g)
if __debug__: print('debug')
if 0: print('never')
while 1:
    if a: break
x: int = 3
y: 'str'
z.w: int = 4
(q): float = 1
big = {1: a, 2: a, 3: a, 4: a, 5: a, 6: a, 7: a, 8: a, 9: a, 10: a, 11: a, 12: a, 13: a, 14: a, 15: a, 16: a, 17: a, 18: a}
