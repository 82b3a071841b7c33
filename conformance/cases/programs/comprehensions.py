# Comprehensions, generator expressions, assignment expressions, scopes.
print([x ** 2 for x in range(6)], {x: chr(97 + x) for x in range(3)}, {x % 3 for x in range(9)}, tuple(x for x in 'ab'))
print([(i, j) for i in range(3) for j in range(i)], [[r * c for c in range(1, 4)] for r in range(1, 4)], [y for x in [[1, 2], [3]] for y in x])
x = 'outer'; print([x for x in range(3)], x)
if (n := len('hello')) > 3: print(n)
print([y := 1, y ** 2], [(s, t) for s in range(4) if (t := s * s) > 2], t)
total = 0; print([total := total + v for v in range(5)], total)
while (chunk := next(it := iter([]), None)) is not None: pass
print(any((hit := w).startswith('b') for w in ['abc', 'bcd', 'cde']), hit)
print({k: [v for v in vs if v > 1] for k, vs in {'a': [1, 2], 'b': [3]}.items()})
class Scope:
    items = [1, 2, 3]
    doubled = [i * 2 for i in items]
    try: bad = [i * len(items) for i in [1]]
    except NameError as e: bad = 'NameError'
print(Scope.doubled, Scope.bad)
def f():
    fs = [lambda: i for i in range(3)]
    i = 99
    return [g() for g in fs], i
print(f())
def gen_scope():
    a = 1
    g = (a + b for b in range(3))
    a = 10
    return list(g)
print(gen_scope())
print(sum(1 for _ in range(10) if _ % 2), max((len(w), w) for w in ['a', 'bbb', 'cc']), sorted(w[::-1] for w in ['ab', 'cd']), ','.join(str(i) for i in range(4)))
print([a if a > 1 else -a for a in range(4)], [*(i for i in 'xy')], dict((i, i) for i in range(2)), [not b for b in (0, 1)])
primes = [p for p in range(2, 40) if all(p % d for d in range(2, int(p ** .5) + 1))]; print(primes)
print([[1 if i == j else 0 for j in range(3)] for i in range(3)], list(map(list, zip(*[[1, 2], [3, 4]]))))
def late():
    for k in range(2): yield [k for _ in range(k + 1)]
print(list(late()))
try: [i for i in 5]
except TypeError as e: print(e)
it = (1 / d for d in (1, 0))
print(next(it))
try: next(it)
except ZeroDivisionError as e: print('in generator', e)
print(next(it, 'finished'))
sieve = lambda s: [s[0]] + sieve([k for k in s[1:] if k % s[0]]) if s else []
print(sieve(list(range(2, 30))))
cond = [f'{v:02}' for v in range(3) if v if v != 1]; print(cond)
print([(lambda q: q * 2)(z) for z in range(3)], [z for z in (lambda: [1, 2])()])
