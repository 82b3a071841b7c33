from collections import *
import collections.abc as cabc
P = namedtuple('P', 'x y', defaults=[5]); p = P(1); print(p, p._replace(x=3), p._asdict(), P._fields, P._make([7, 8]), p == (1, 5))
d = deque([1, 2, 3], maxlen=4); d.appendleft(0); d.append(4); d.rotate(1); print(d, d.index(2), d.maxlen); d.extendleft('ab'); print(list(reversed(d)))
c = Counter('abracadabra'); print(c.most_common(2), c['z'], sorted(c.elements())[:4], c - Counter('aab'), c & Counter('ab'), +Counter(a=-1, b=2), c.total())
dd = defaultdict(list); dd['a'].append(1); print(dd, dict(dd), dd.default_factory)
o = OrderedDict(a=1, b=2, c=3); o.move_to_end('a'); print(o, o.popitem(last=False), list(reversed(o)), o == OrderedDict(c=3, a=1))
m = ChainMap({'a': 1}, {'a': 2, 'b': 3}); print(m['a'], m['b'], dict(m), m.new_child({'c': 1}), m.parents)
class U(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k, v * 2)
u = U(a=1); u['b'] = 2; print(u, UserList([1]) + [2], UserString('ab').upper())
print(isinstance([], cabc.Sequence), issubclass(dict, cabc.MutableMapping), isinstance(iter([]), cabc.Iterator), cabc.Callable)
try: P(1, 2, 3)
except TypeError as e: print(e)
try: namedtuple('X', 'a a')
except ValueError as e: print(e)
for q in range(3): print(hash(P(1, 2)) == hash((1, 2)), end=' ')
