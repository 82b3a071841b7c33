# Containers that change while they are used; keys whose hash changes; comparisons that interfere.
class Evil:
    def __init__(self, target, n): self.target, self.n = target, n
    def __eq__(self, o): self.target.clear(); return False
    def __hash__(self): return self.n
l = []; l += [Evil(l, 1), Evil(l, 2), 3]; print(3 in l, l)
l = [1, 2, 3]; l2 = [Evil(l, 1)] * 3; print(l2 == [1, 2, 3], l)
d = {}; d[Evil(d, 1)] = 'a'
try: print(d.get(Evil(d, 1)), len(d))
except RuntimeError as e: print(e)
s = set(); s.add(Evil(s, 5)); print(Evil(s, 5) in s, len(s))
class Key:
    def __init__(self, h): self.h = h
    def __hash__(self): return self.h
k = Key(1); d = {k: 'v'}; k.h = 2; print(k in d, list(d.values())); k.h = 1; print(d[k])
class Grow:
    def __init__(self, l): self.l = l
    def __lt__(self, o): self.l.append(0); return False
l = []; l.extend([Grow(l), Grow(l)])
try: l.sort()
except ValueError as e: print(e)
l = [3, 1, 2]
def key(x): l.append(x); return x
try: l.sort(key=key)
except ValueError as e: print(e)
print(len(l))
l = [1, 2, 3, 4, 5, 6]
for x in l:
    if x % 2: l.remove(x)
print(l)
l = [1, 2, 3]
for x in l:
    if len(l) < 8: l.append(x * 2)
print(l)
d = dict.fromkeys(range(5))
try:
    for k in d:
        if k == 1: del d[3]
except RuntimeError as e: print(e, len(d))
d = {1: 'a', 2: 'b'}
for k in d: d[k] = k
print(d)
it = iter(d); d[3] = 1
try: next(it)
except RuntimeError as e: print(e)
class Del:
    def __init__(self, d): self.d = d
    def __del__(self): self.d['from del'] = 1
d = {}; d['x'] = Del(d); d['x'] = 0; print(d)
l = [0]; l[0] = Del(d); d.clear(); l[:] = []; print(d)
class Idx:
    def __init__(self, l): self.l = l
    def __index__(self): del self.l[:]; return 0
l = [1, 2, 3]
try: l[Idx(l)]
except IndexError as e: print(e)
l = [1, 2, 3]; 
try: l.insert(Idx(l), 'in'); print(l)
except Exception as e: print(type(e).__name__)
b = bytearray(b'abc'); m = memoryview(b)
for f in (lambda: b.append(1), lambda: b.clear(), lambda: b.extend(b'x')):
    try: f()
    except BufferError as e: print(e)
m.release(); b.append(100); print(b)
from collections import deque
q = deque([1, 2, 3])
try:
    for x in q: q.append(x)
except RuntimeError as e: print(e)
class BadHash:
    def __hash__(self): raise ValueError('no hash')
for f in (lambda: {BadHash(): 1}, lambda: {BadHash()}, lambda: hash((1, BadHash())), lambda: {[]: 1}, lambda: {}[{}], lambda: {1, []}, lambda: hash({}), lambda: {(1, [2]): 3}):
    try: f()
    except (ValueError, TypeError) as e: print(type(e).__name__, e)
class Len:
    def __len__(self): return self.n
for n in (-1, 'a', 2 ** 100, None, 1.5):
    x = Len(); x.n = n
    try: print(len(x))
    except Exception as e: print(type(e).__name__, e)
print(sorted([3, 1, 2], key=lambda v: -v), sorted('bca', reverse=True))
try: sorted([1, 'a'])
except TypeError as e: print(e)
try: max([])
except ValueError as e: print(type(e).__name__)
