# The iterator protocol, old sequence protocol, iterators that misbehave.
class Count:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0: raise StopIteration
        self.n -= 1
        return self.n
print(list(Count(3)), sum(Count(4)), max(Count(5)), 2 in Count(4), tuple(Count(2)), *Count(2), sorted(Count(3)), dict(zip('ab', Count(2))))
class Old:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * 10
print(list(Old()), 20 in Old(), [*Old()], list(iter(Old())), list(zip(Old(), 'xyz')))
it = iter([1, 2, 3]); print(next(it), it.__length_hint__(), list(it), next(it, 'end'))
print(list(iter(iter([5, 0, 7]).__next__, 0)))
a = [1, 2, 3, 4]; i = iter(a); next(i); a.pop(); a.pop(); print(list(i), a)
d = {'x': 1, 'y': 2}
try:
    for k in d: d[k + k] = 0
except RuntimeError as e: print(e)
s = {1, 2}
try:
    for x in s: s.add(x + 10)
except RuntimeError as e: print(e)
class Liar:
    def __len__(self): return 2
    def __iter__(self): return iter(range(5))
print(list(Liar()), tuple(Liar()), len(Liar()))
class BadHint:
    def __iter__(self): return iter('ab')
    def __length_hint__(self): return -1
for f in (lambda: list(BadHint()), lambda: iter(5), lambda: next(5), lambda: next([1]), lambda: iter(type('N', (), {'__iter__': lambda s: 5})()), lambda: [] + (), lambda: a.__iter__(1), lambda: reversed({1}), lambda: enumerate(), lambda: zip(1), lambda: dict([1]), lambda: dict([(1, 2, 3)])):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
a, *b, c = Count(5); print(a, b, c)
for bad in ((1,), (1, 2, 3)):
    try: x, y = bad
    except ValueError as e: print(e)
try: p, *q, r = 'a'
except ValueError as e: print(e)
print(list(map(lambda *t: t, 'ab', Count(2))), list(filter(lambda v: v % 2, Count(6))), any(v > 2 for v in Count(4)), list(reversed(range(3))), list(enumerate(Count(2), 5)))
r = range(10, 0, -3); print(list(r), r[1], r[-1], r[1:], len(r), 4 in r, r.index(4), r.count(5), r == range(10, -1, -3), hash(r) == hash(range(10, 0, -3)), range(0), repr(range(1, 5)), range(5).start)
