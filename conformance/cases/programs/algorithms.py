# Classic algorithms: sorting, graphs, dynamic programming, number theory.
import heapq, random
from collections import deque, defaultdict
def quicksort(a): return a if len(a) < 2 else quicksort([x for x in a[1:] if x < a[0]]) + [a[0]] + quicksort([x for x in a[1:] if x >= a[0]])
def mergesort(a):
    if len(a) < 2: return a
    l, r = mergesort(a[:len(a) // 2]), mergesort(a[len(a) // 2:]); out = []
    while l and r: out.append((l if l[0] <= r[0] else r).pop(0))
    return out + l + r
rng = random.Random(7); data = [rng.randrange(1000) for _ in range(60)]
print(quicksort(data) == mergesort(data) == sorted(data), sum(data))
def dijkstra(graph, start):
    dist = {start: 0}; todo = [(0, start)]
    while todo:
        d, u = heapq.heappop(todo)
        if d > dist[u]: continue
        for v, w in graph[u].items():
            if d + w < dist.get(v, float('inf')): dist[v] = d + w; heapq.heappush(todo, (d + w, v))
    return dist
g = {'a': {'b': 7, 'c': 3}, 'b': {'d': 2}, 'c': {'b': 1, 'd': 8}, 'd': {}}; print(dijkstra(g, 'a'))
def bfs(graph, s):
    seen = [s]; q = deque(seen)
    while q:
        for v in graph[q.popleft()]:
            if v not in seen: seen.append(v); q.append(v)
    return seen
print(bfs(g, 'a'))
def topo(deps):
    out, state = [], {}
    def visit(n):
        if state.get(n) == 1: raise ValueError('cycle at ' + n)
        if n in state: return
        state[n] = 1; [visit(m) for m in sorted(deps.get(n, ()))]; state[n] = 2; out.append(n)
    for n in sorted(deps): visit(n)
    return out
print(topo({'app': {'lib', 'log'}, 'lib': {'core'}, 'log': {'core'}}))
try: topo({'x': {'y'}, 'y': {'x'}})
except ValueError as e: print(e)
def lcs(a, b):
    t = [[''] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b): t[i + 1][j + 1] = t[i][j] + x if x == y else max(t[i][j + 1], t[i + 1][j], key=len)
    return t[-1][-1]
def edit(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        prev, row[0] = row[0], i
        for j, y in enumerate(b, 1): prev, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, prev + (x != y))
    return row[-1]
print(lcs('thequickbrown', 'tenquietbears'), edit('kitten', 'sitting'))
def queens(n, row=0, cols=(), out=None):
    if row == n: return [cols]
    return [s for c in range(n) if all(c != q and abs(c - q) != row - r for r, q in enumerate(cols)) for s in queens(n, row + 1, cols + (c,))]
print(len(queens(6)), queens(5)[0])
def knapsack(items, cap):
    best = [0] * (cap + 1)
    for w, v in items:
        for c in range(cap, w - 1, -1): best[c] = max(best[c], best[c - w] + v)
    return best[cap]
print(knapsack([(2, 3), (3, 4), (4, 5), (5, 6)], 5))
def sieve(n):
    flags = bytearray([1]) * (n + 1); flags[:2] = b'\0\0'
    for i in range(2, int(n ** .5) + 1):
        if flags[i]: flags[i * i::i] = bytes(len(range(i * i, n + 1, i)))
    return [i for i, f in enumerate(flags) if f]
print(sieve(60), len(sieve(5000)))
def egcd(a, b): return (a, 1, 0) if b == 0 else (lambda g, x, y: (g, y, x - a // b * y))(*egcd(b, a % b))
print(egcd(240, 46), pow(7, 10 ** 9, 1000007))
def hanoi(n, a='A', b='B', c='C'): return hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c) if n else []
print(len(hanoi(7)), hanoi(2)); memo = {}
def ways(n, coins):
    if n == 0: return 1
    if n < 0 or not coins: return 0
    if (n, coins) not in memo: memo[n, coins] = ways(n - coins[0], coins) + ways(n, coins[1:])
    return memo[n, coins]
print(ways(100, (50, 25, 10, 5, 1)))
life = {(1, 0), (1, 1), (1, 2)}
for _ in range(3):
    counts = defaultdict(int)
    for x, y in life:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1): counts[x + dx, y + dy] += (dx, dy) != (0, 0)
    life = {p for p, n in counts.items() if n == 3 or n == 2 and p in life}
    print(sorted(life))
perm = lambda s: [s] if len(s) < 2 else [c + p for i, c in enumerate(s) for p in perm(s[:i] + s[i + 1:])]; print(len(set(perm('aabc'))), perm('abc'))
matmul = lambda A, B: [[sum(a * b for a, b in zip(r, c)) for c in zip(*B)] for r in A]; print(matmul([[1, 2], [3, 4]], [[0, 1], [1, 0]]))
caesar = lambda s, k: ''.join(chr((ord(c) - 97 + k) % 26 + 97) if c.islower() else c for c in s); print(caesar('hello, world', 3), caesar(caesar('abc xyz', 5), -5))
roman = lambda n: ''.join(s * (n // v) for v, s, n in [(v, s, n % m) for v, s, m in ((1000, 'M', 10 ** 9), (900, 'CM', 1000), (500, 'D', 900), (400, 'CD', 500), (100, 'C', 400), (90, 'XC', 100), (50, 'L', 90), (40, 'XL', 50), (10, 'X', 40), (9, 'IX', 10), (5, 'V', 9), (4, 'IV', 5), (1, 'I', 4))]); print([roman(k) for k in (4, 9, 14, 90)])
