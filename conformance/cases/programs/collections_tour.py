# collections, heapq, bisect, itertools, queue.
import collections, heapq, bisect, itertools, queue, copy, array
c = collections.Counter('abracadabra'); print(c.most_common(3), c['z'], c + collections.Counter('ab'), c - collections.Counter('aaaa'), sorted(c.elements())[:4], sum(c.values()))
c.update('zzz'); c.subtract('a'); print(c['z'], c['a'], +c == c, c & collections.Counter('ab'), c | collections.Counter("qq"))
d = collections.defaultdict(list); d['a'].append(1); print(d, d.get('q'), 'q' in d, d.default_factory)
dq = collections.deque([1, 2, 3], maxlen=4); dq.appendleft(0); dq.append(4); print(dq, dq.popleft(), dq.pop(), dq); dq.rotate(1); dq.extendleft('ab'); print(dq, dq[0], len(dq), dq.maxlen, list(reversed(dq)))
od = collections.OrderedDict(a=1, b=2, c=3); od.move_to_end('a'); print(od, od.popitem(last=False), list(od), od == {'c': 3, 'a': 1})
cm = collections.ChainMap({'a': 1}, {'a': 2, 'b': 3}); print(cm['a'], cm['b'], dict(cm), cm.new_child({'c': 9})['c'], cm.maps)
class UD(collections.UserDict):
    def __setitem__(self, k, v): super().__setitem__(k.upper(), v)
u = UD(a=1); u['b'] = 2; print(u, 'A' in u, len(u))
h = [5, 1, 8, 3]; heapq.heapify(h); heapq.heappush(h, 2); print([heapq.heappop(h) for _ in range(len(h))], heapq.nlargest(2, [4, 9, 1]), heapq.nsmallest(2, 'hello'), list(heapq.merge([1, 4], [2, 3])))
l = [1, 3, 3, 5]; print(bisect.bisect(l, 3), bisect.bisect_left(l, 3)); bisect.insort(l, 4); print(l)
print(list(itertools.chain('ab', [1])), list(itertools.islice(itertools.count(5, 2), 3)), list(itertools.accumulate([1, 2, 3, 4])), list(itertools.accumulate([3, 1, 4], max)), list(itertools.zip_longest('ab', 'c', fillvalue='-')))
print(list(itertools.permutations('abc', 2)), list(itertools.combinations(range(4), 2)), list(itertools.product('ab', repeat=2)), list(itertools.combinations_with_replacement('ab', 2)))
print([(k, list(g)) for k, g in itertools.groupby('aaabbc')], list(itertools.takewhile(lambda x: x < 3, [1, 2, 5, 1])), list(itertools.dropwhile(lambda x: x < 3, [1, 2, 5, 1])), list(itertools.filterfalse(lambda x: x % 2, range(5))), list(itertools.starmap(pow, [(2, 3), (3, 2)])), list(itertools.compress('abcd', [1, 0, 1, 1])))
a, b = itertools.tee(iter('xyz')); print(next(a), list(b), list(a), list(itertools.repeat(7, 2)), list(itertools.islice(itertools.cycle('ab'), 5)))
q = queue.Queue(); q.put(1); q.put(2); print(q.get(), q.qsize(), q.empty()); pq = queue.PriorityQueue(); [pq.put(x) for x in (3, 1, 2)]; print([pq.get() for _ in range(3)]); lq = queue.LifoQueue(); lq.put(1); lq.put(2); print(lq.get())
try: q.get_nowait(); q.get_nowait()
except queue.Empty: print('empty')
x = [1, [2, 3]]; s = copy.copy(x); dp = copy.deepcopy(x); x[1].append(4); print(s, dp); loop = []; loop.append(loop); lc = copy.deepcopy(loop); print(lc[0] is lc)
class C:
    def __init__(self): self.v = [1]
    def __copy__(self): print('copy'); return self
    def __deepcopy__(self, memo): print('deepcopy'); return 'deep'
copy.copy(C()); print(copy.deepcopy([C()]))
ar = array.array('i', [1, 2, 3]); ar.append(4); print(ar, ar[1:3], ar.tolist(), ar.typecode, ar.itemsize, ar.tobytes()[:4])
try: ar.append('x')
except TypeError as e: print(type(e).__name__)
for bad in (lambda: collections.deque([1]).index(5), lambda: heapq.heappop([]), lambda: dq.remove('zz'), lambda: collections.namedtuple('T', 'a a'), lambda: list(itertools.permutations([1], -1)), lambda: collections.deque(maxlen=-1)):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
