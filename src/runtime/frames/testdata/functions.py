def f(a, b=2, *args, c, d=4, **kw): return (a, b, args, c, d, kw)
print(f(1, c=3)); print(f(1, 2, 3, 4, c=5, e=6)); print(f(*[1,2,3], **{'c': 1, 'z': 2}))
def t(fn):
    try: print(fn())
    except TypeError as e: print(e)
def g(a, b): return a
t(lambda: g()); t(lambda: g(1)); t(lambda: g(1,2,3)); t(lambda: g(1, a=1)); t(lambda: g(1, c=1)); t(lambda: f()); t(lambda: f(1))
def p(a, /, b, *, c): return (a,b,c)
t(lambda: p(1, 2, c=3)); t(lambda: p(a=1, b=2, c=3)); t(lambda: p(1, 2, 3)); t(lambda: p(1,2))
def q(a, b, c): pass
t(lambda: q()); t(lambda: q(1)); t(lambda: q(*(1,2,3,4)))
def r(a=1): pass
t(lambda: r(1,2)); 
def s(*, k): pass
t(lambda: s(1)); t(lambda: s(1, k=2)); t(lambda: s())
t(lambda: g(**5)); t(lambda: g(*5)); t(lambda: g(1, **{'b': 1}, **{'b': 2})); t(lambda: g(**{1: 2}))
t(lambda: (5)()); t(lambda: len()); t(lambda: len(1, 2)); t(lambda: len(x=1))
def counter():
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    return inc
c = counter(); c(); print(c(), c.__closure__[0].cell_contents, c.__code__.co_freevars, counter.__code__.co_cellvars)
def argcell(x):
    return lambda: x
print(argcell(5)())
print(f.__name__, f.__qualname__, f.__defaults__, f.__kwdefaults__, f.__module__, f.__doc__, f.__dict__)
def an(x: int, y: 'str' = 3) -> float:
    "doc"
    return x
print(an.__annotations__, an.__doc__)
f.attr = 5; print(f.attr, f.__dict__)
print((lambda x, y=1: x + y)(2))
print([x * 2 for x in range(5)], {x: x*x for x in range(3)}, {x % 2 for x in range(5)}, [a for a in [1,2,3] if a > 1])
print([[i*j for j in range(3)] for i in range(3)])
a, b = 1, 2; a, b = b, a; print(a, b)
a, *b, c = range(6); print(a, b, c)
(a, b), c = (1, 2), 3; print(a, b, c)
try: a, b = 1,
except ValueError as e: print(e)
try: a, b = 1, 2, 3
except ValueError as e: print(e)
try: a, *b, c = [1]
except ValueError as e: print(e)
try: a, b = 5
except TypeError as e: print(e)
x = 10
x += 5; x -= 1; x *= 2; x //= 3; x %= 5; x **= 2; x <<= 3; x >>= 1; x |= 1; x &= 7; x ^= 2
print(x)
print(1 < 2 < 3, 1 < 2 > 3, not 1, 1 and 2, 0 or 3, None is None, 1 is not None, 2 in [1,2], 3 not in [1,2])
print(-5 // 2, -5 % 3, 5 // -2, 2 ** 100, 1 << 40, 7 / 2, -7 >> 1, ~5, +3, -3, 5 & 3, 5 | 3, 5 ^ 3)
print('a' + 'b', 'a' * 3, [1] + [2], (1,) + (2,), f'{x!r:>5}|{x:03d}|{"s"}', 'a' 'b')
l = [1,2,3,4,5]; print(l[1], l[-1], l[1:3], l[::-1], l[:2]); l[0] = 9; l[1:3] = [7]; del l[0]; print(l)
d = {'a': 1}; d['b'] = 2; print(d['a'], d); del d['a']; print(d)
try: d['zz']
except KeyError as e: print(repr(e))
try: l[99]
except IndexError as e: print(e)
try: 'a' + 1
except TypeError as e: print(e)
try: 1 + 'a'
except TypeError as e: print(e)
print(g, g.__code__) if 0 else None
global_var = 1
def setg():
    global global_var
    global_var = 2
    del_me = 1
    del del_me
setg(); print(global_var)
print(*[1,2], *(3,), sep=' ') if 0 else None
def kwonly_default(*, a=[]): a.append(1); return a
kwonly_default(); print(kwonly_default())
i = 0
while True:
    i += 1
    if i > 5: break
else: print('never')
print(i)
for i in range(3): pass
else: print('else ran')
print((lambda *a, **k: (a, k))(1, 2, x=3))
def gen_default(n=5):
    def inner(m=n): return m
    return inner()
print(gen_default())
print({**{'a': 1}, 'b': 2}, [*range(3), *'ab'], (*[1], 2), {*[1,2], 3})
if (n := 5) > 3: print(n)
