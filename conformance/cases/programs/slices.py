# Indexing and slicing of every sequence.
class Show:
    def __getitem__(self, k): return k
s = Show(); print(s[1], s[1:2], s[::], s[1:2, 3], s[..., None], s[-1:], s['k'], s[()], s[1:2:3])
l = list(range(10))
for sl in (slice(2, 5), slice(None, None, -1), slice(-3, None), slice(8, 2, -2), slice(100, -100, -3), slice(0, 0), slice(None, -12), slice(5, 2)): print(l[sl], sl.indices(10), ''.join(map(str, l))[sl], tuple(l)[sl] == tuple(l[sl]), bytes(l)[sl] == bytes(l[sl]), range(10)[sl])
m = l[:]; m[2:4] = []; print(m); m[1:1] = 'ab'; print(m); m[::2] = range(len(m[::2])); print(m); del m[-3:]; print(m); m[5:] = [9, 9]; print(m); m[-1:0:-2] = ['z'] * len(m[-1:0:-2]); print(m); del m[::3]; print(m)
for f in (lambda: l['a'], lambda: l[1.0], lambda: l[10], lambda: l[::0], lambda: (1, 2)[5], lambda: 'abc'[None], lambda: l.__setitem__(slice(0, 4, 2), [1]), lambda: l.__setitem__(99, 1), lambda: l.__delitem__(99), lambda: b'ab'[7], lambda: range(3)[3], lambda: l[slice('a', 'b')], lambda: l.__setitem__(slice(0, 2), 5), lambda: 'abc'.__setitem__, lambda: {}[1:2], lambda: l.insert('a', 1), lambda: l[10 ** 30]):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class Idx:
    def __init__(self, i): self.i = i
    def __index__(self): return self.i
print(l[Idx(3)], l[Idx(1):Idx(4)], 'abc'[Idx(-1)], l[True], range(Idx(3)), 'x' * Idx(2), [0] * Idx(2))
ba = bytearray(b'0123456789'); ba[2:5] = b'XY'; print(ba); ba[::3] = b'----'[:len(ba[::3])]; print(ba); del ba[1:3]; print(ba); ba[:0] = [65, 66]; print(ba)
mv = memoryview(b'abcdef'); print(bytes(mv[1:4]), bytes(mv[::-1]), mv[2], mv[-1], len(mv[::2]))
print(slice(1, 2) == slice(1, 2), repr(slice(None, 3)), slice(1, 2, 3).step, 'abcdef'[-4:-1], 'abc'[5:], 'abc'[:-5], [][0:5], 'héllo'[1:3], 'a🐍b'[1])
