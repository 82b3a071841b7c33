# Recursion: limits, mutual recursion, deep structures and their end.
import sys, gc
def depth(n): return 0 if n == 0 else 1 + depth(n - 1)
print(depth(500), sys.getrecursionlimit() >= 1000)
def forever(): return forever()
for _ in range(2):
    try: forever()
    except RecursionError as e: print(type(e).__name__, 'maximum recursion depth exceeded' in str(e))
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
print(even(300), odd(301))
class R:
    def __repr__(self): return repr(self)
    def __eq__(self, o): return self == o
    def __getattr__(self, n): return getattr(self, n + 'x')
for f in (lambda: repr(R()), lambda: R() == R(), lambda: R().a):
    try: f()
    except RecursionError: print('RecursionError')
l = []
for _ in range(100000): l = [l]
del l; print('deep list gone')
t = ()
for _ in range(50000): t = (t,)
del t; print('deep tuple gone')
d = {}
for _ in range(50000): d = {'k': d}
del d; print('deep dict gone')
class Node:
    def __init__(self, nxt): self.nxt = nxt
n = None
for _ in range(50000): n = Node(n)
del n; print('deep chain gone')
f = lambda: 0
for _ in range(20000): f = (lambda g: lambda: g)(f)
del f; print('deep closures gone'); gc.collect()
old = sys.getrecursionlimit(); sys.setrecursionlimit(200)
try: depth(400)
except RecursionError: print('lower limit')
sys.setrecursionlimit(old); print(depth(400))
for bad in (0, -1, 'x'):
    try: sys.setrecursionlimit(bad)
    except (ValueError, TypeError) as e: print(type(e).__name__)
a = []; a.append(a); b = []; b.append(b)
try: a == b
except RecursionError: print('comparison too deep')
print(a, str(a) == repr(a)); s = set(); d = {}; d['d'] = d; d['l'] = a; print(d)
def flatten(x): return [z for y in x for z in (flatten(y) if isinstance(y, list) else [y])]
print(flatten([1, [2, [3, [4, [5]]]], []])); ack = lambda m, n: n + 1 if m == 0 else ack(m - 1, 1) if n == 0 else ack(m - 1, ack(m, n - 1)); print(ack(2, 3))
def gen(n):
    if n: yield n; yield from gen(n - 1)
print(sum(gen(100))); sys.setrecursionlimit(1000)
