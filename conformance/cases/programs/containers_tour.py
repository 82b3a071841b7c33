# Lists, tuples, dicts, sets in everyday use.
a = [3, 1, 2]
a.append(4); a.extend([5, 6]); a.insert(0, 0); a.remove(3); print(a, a.pop(), a.pop(0), a.index(2), a.count(1))
a.sort(reverse=True); print(a, sorted(a), a[::-1], a[1:3], a[-2:])
a[1:3] = ['x', 'y', 'z']; print(a); del a[::2]; print(a); a *= 2; print(a, a.copy() is a)
b = [[0] * 2 for _ in range(2)]; b[0][0] = 1; print(b); c = [[0] * 2] * 2; c[0][0] = 1; print(c)
print([x for x in range(20) if x % 3 == 0 if x % 2 == 0], [(x, y) for x in 'ab' for y in range(2)], [[j for j in range(i)] for i in range(4)])
print(sorted('banana', key=lambda ch: (-'banana'.count(ch), ch)), sorted([(1, 'b'), (0, 'z'), (1, 'a')]), max([3, 9, 2], key=lambda v: -v))
first, *rest = (1, 2, 3); *init, last = 'abc'; (p, q), r = [1, 2], 3; print(first, rest, init, last, p, q, r)
t = (1, 'a', [2]); t[2].append(3); print(t, t + (4,), t * 2, t.index('a'), hash((1, 2)) == hash((1, 2)))
try: t[0] = 5
except TypeError as e: print(e)
d = {'b': 2, 'a': 1}
d['c'] = 3; d.update(a=10, d=4); print(d, list(d), d.get('z'), d.get('z', 0), d.setdefault('e', []), d.pop('b'), 'b' in d)
print({k: v for k, v in d.items() if v}, dict(zip('xy', [1, 2])), dict.fromkeys('ab', 0), d.keys() & {'a', 'z'}, sorted(d.items(), key=lambda kv: str(kv[1])))
for k in list(d):
    if k in 'ac': del d[k]
print(d, d.popitem(), len(d)); merged = {**{'x': 1, 'y': 2}, **{'y': 3}}; print(merged, merged == {'y': 3, 'x': 1})
try:
    for k in merged: merged['new' + k] = 1
except RuntimeError as e: print(e)
s = {3, 1, 2, 3}; s.add(9); s.discard(100); print(sorted(s), s & {1, 9}, sorted(s | {0}), sorted(s - {1}), sorted(s ^ {1, 50}), {1} < {1, 2}, s.isdisjoint({7}), {1, 2} >= {1})
print(frozenset([1, 2]) == {1, 2}, {frozenset([1]): 'k'}[frozenset([1])], sorted({x % 3 for x in range(10)}))
try: {[]: 1}
except TypeError as e: print(e)
groups = {}
for word in 'the quick brown fox jumps over the lazy dog'.split(): groups.setdefault(len(word), []).append(word)
print(groups)
print(list(enumerate('ab', 1)), list(zip([1, 2, 3], 'ab')), list(reversed([1, 2])), any([]), all([]), sum([[1], [2]], []), min('hello'), list(range(10, 0, -3)))
print(range(5)[1:3], range(10)[-1], 7 in range(0, 10, 2), len(range(0, 100, 7)), range(3) == range(0, 3, 1))
matrix = [[1, 2, 3], [4, 5, 6]]; print([list(r) for r in zip(*matrix)], [n for row in matrix for n in row])
x = [1, 2, 3, 4, 5]; x[::2] = [10, 30, 50]; print(x)
try: x[::2] = [1]
except ValueError as e: print(e)
print([1, 2] < [1, 3], (1,) < (1, 0), [] < [0], 'a' in ['a'], [1, [2, [3]]] == [1, [2, [3]]])
nested = []; nested.append(nested); print(nested); dd = {}; dd['self'] = dd; print(dd)
print(str([1.0, 'a', None, True, b'b', (1,), {2}, {3: 4}]), repr({}), set(), (), [])
print([*range(3), *'ab'], (*[1], 2), {*[1], *[2]}, [i if i % 2 else -i for i in range(5)])
print(slice(1, 10, 2).indices(5), 'abcdef'[slice(1, 4)], [1, 2, 3].__getitem__(slice(None, None, -1)))
