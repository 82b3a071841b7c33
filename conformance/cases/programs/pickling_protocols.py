# from 3.11
# Pickling and copying of odd classes: every hook of the protocols.
import copy, copyreg, enum, functools, io, pickle, pickletools, collections, operator, weakref, sys

log = []


class Slots:
    __slots__ = ('a', 'b', '__dict__', '__weakref__')

    def __init__(self, a): self.a = a


class Base:
    def __init__(self, **kw): self.__dict__.update(kw)
    def __repr__(self): return f'{type(self).__name__}({", ".join(f"{k}={v!r}" for k, v in sorted(self.__dict__.items()))})'
    def __eq__(self, other): return type(self) is type(other) and self.__dict__ == other.__dict__


class State(Base):
    def __getstate__(self):
        log.append('getstate')
        return {'kept': self.__dict__.get('kept')}

    def __setstate__(self, state):
        log.append(f'setstate {state}')
        self.__dict__.update(state, restored=True)


class FalseState(Base):
    def __getstate__(self): return 0
    def __setstate__(self, s): self.never = s


class New(Base):
    def __new__(cls, *args, **kw):
        log.append(f'new {args} {kw}')
        return super().__new__(cls)

    def __getnewargs__(self): return (1, 2)


class NewEx(New):
    def __getnewargs_ex__(self): return (3,), {'k': 4}


class Reduce(Base):
    def __reduce__(self): return Reduce, (), {'via': 'reduce'}


class ReduceEx(Base):
    def __reduce_ex__(self, protocol): return functools.partial(ReduceEx, protocol=protocol), ()


class Items(list):
    def __reduce__(self): return Items, (), {'n': len(self)}, iter(list(self)), None


class Pairs(dict):
    def __reduce__(self): return Pairs, (), None, None, iter(sorted(self.items()))
    def __setitem__(self, k, v):
        log.append(f'set {k}')
        super().__setitem__(k, v)


class Named(Base):
    def __reduce__(self): return 'SINGLE'


SINGLE = Named()


class Setter(Base):
    def __reduce__(self): return Setter, (), {'x': 1}, None, None, set_state


def set_state(o, state):
    log.append('state setter')
    o.__dict__.update(state, by='setter')


class Copies(Base):
    def __copy__(self):
        log.append('copy')
        return 'copied'

    def __deepcopy__(self, memo):
        log.append(f'deepcopy {len(memo)}')
        return Copies(deep=copy.deepcopy(self.__dict__, memo))


class ListSub(list): pass
class IntSub(int): pass
class TupleSub(tuple):
    def __new__(cls, *items): return super().__new__(cls, items)
    def __getnewargs__(self): return tuple(self)


class Color(enum.Enum):
    RED = 1
    ALSO = 'x'


class Flags(enum.IntFlag):
    A = 1
    B = 2


Point = collections.namedtuple('Point', 'x y', defaults=[0])


class Outer:
    class Inner(Base): pass

    def method(self): return 5
    @classmethod
    def make(cls): return cls
    @staticmethod
    def plain(): return 6


def function(x): return x


cases = [Base(a=1, b=[2]), State(kept=1, dropped=2), FalseState(q=1), New(a=1), NewEx(a=2), Reduce(z=1), ReduceEx(), Items([1, 2, 3]), Pairs(b=1, a=2), SINGLE, Setter(), IntSub(5),
         TupleSub(1, 2), Color.RED, Color.ALSO, Flags.A | Flags.B, Point(1), Outer.Inner(v=1), Outer.make, Outer.plain, function, len, [].append.__self__, operator.itemgetter(1, 2),
         operator.attrgetter('a.b'), operator.methodcaller('f', 1, k=2), functools.partial(function, 1), functools.partial(int, base=2), collections.deque([1, 2], 5), collections.Counter('aab'),
         collections.OrderedDict(b=1, a=2), collections.defaultdict(list, a=[1]), collections.ChainMap({1: 2}, {}), slice(1, None, 2), range(5), 3 + 4j, Ellipsis, NotImplemented, type(None), int,
         KeyError('k'), OSError(2, 'no file', 'name'), StopIteration(5), UnicodeDecodeError('utf-8', b'x', 0, 1, 'bad'), b'bytes', bytearray(b'ba'), frozenset([1]), {1: {2: {3}}}, 2 ** 100, -1, 1e300,
         float('inf'), 'text \u20ac \U0001f600', '', b'', (), [], {}, set(), (1,), (1, 2, 3, 4), 255, 65536, -2 ** 31, True, None]
for case in cases:
    results = []
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        log.clear()
        try:
            back = pickle.loads(pickle.dumps(case, protocol))
            same = back == case if not callable(back) or isinstance(back, type) else getattr(back, '__qualname__', repr(back)[:30])
            text = f'{same} {sorted(map(repr, back)) if isinstance(back, (set, frozenset)) else repr(back)}'.split(' at 0x')[0]
            results.append(text + ' ' + '; '.join(log))
        except Exception as e:
            results.append(f'{type(e).__name__}: {str(e).split(" at 0x")[0]}')
    print(repr(case).split(' at 0x')[0][:50])
    for text in dict.fromkeys(results):
        print('   ', [i for i, r in enumerate(results) if r == text], text[:150])

s = Slots(1)
s.c = 3
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    try:
        t = pickle.loads(pickle.dumps(s, protocol))
        print(protocol, t.a, t.c, hasattr(t, 'b'))
    except Exception as e:
        print(protocol, type(e).__name__, e)

print('--- what cannot be pickled')
for bad in (lambda: 1, (i for i in ()), open, sys, type('Local', (), {})(), iter([]), weakref.ref(s), print.__class__.__call__, Outer().method, {1: lambda: 2}, object().__str__, memoryview(b''), sys._getframe(), classmethod(len)):
    try:
        pickle.dumps(bad)
        print('fine', type(bad).__name__)
    except Exception as e:
        print(type(bad).__name__, type(e).__name__, str(e).split(' at 0x')[0])

print('--- shared and recursive')
a = []
b = [a, a, {'a': a}]
a.append(b)
c = pickle.loads(pickle.dumps(b))
print(c[0] is c[1], c[2]['a'] is c[0], c[0][0] is c)
d = copy.deepcopy(b)
print(d[0] is d[1], d[0][0] is d, d is not b)
t = ([],)
t[0].append(t)
u = copy.deepcopy(t)
print(u[0][0] is u, pickle.loads(pickle.dumps(t))[0][0].__class__)


class Persistent(pickle.Pickler):
    def persistent_id(self, o): return f'id-{o.a}' if isinstance(o, Base) and 'a' in o.__dict__ else None
    def reducer_override(self, o):
        if isinstance(o, IntSub):
            return complex, (int(o), 1)
        return NotImplemented


class Loader(pickle.Unpickler):
    def persistent_load(self, pid): return 'loaded ' + pid
    def find_class(self, module, name):
        print('   find', module, name)
        return super().find_class(module, name)


f = io.BytesIO()
Persistent(f, 4).dump([Base(a=1), IntSub(3), Base(b=2)])
print(Loader(io.BytesIO(f.getvalue())).load())
p = pickle.Pickler(f2 := io.BytesIO(), 2)
p.dispatch_table = copyreg.dispatch_table.copy()
p.dispatch_table[Base] = lambda o: (str, ('from the table',))
p.dump(Base(q=1))
print(pickle.loads(f2.getvalue()))
copyreg.pickle(New, lambda o: (int, ('77',)))
print(pickle.loads(pickle.dumps(New())), copy.copy(New()), copy.deepcopy(New()))
del copyreg.dispatch_table[New]

print('--- broken data and reduces')
for data in (b'', b'garbage', b'\x80\x04', b'\x80\x09.', b'(lp0\n.', b'.', b'I12\n', b'Vabc', b']q\x00e.', b'\x80\x02K\x01', b'a.', b'cnowhere\nx\n.', b'N0N.', b'\x8c\x05ab.', b'R.', b'g7\n.', b'h\x05.'):
    try:
        print(data, pickle.loads(data))
    except Exception as e:
        print(data, type(e).__name__, e)


class Returns:
    def __init__(self, value): self.value = value
    def __reduce_ex__(self, p): return self.value


for value in (5, (), (int,), (int, 5), (5, ()), (int, (), 1, 2, 3, 4, 5), ('a', ()), 'nowhere_at_all', None, [int, ()]):
    try:
        print(value if not isinstance(value, tuple) else len(value), repr(pickle.loads(pickle.dumps(Returns(value), 2))))
    except Exception as e:
        print(value if not isinstance(value, tuple) else len(value), type(e).__name__, str(e).split(' at 0x')[0][:110])
for value in (5, 'text', (list, ((1, 2),)), (list, (), None, iter([1])), (dict, (), None, None, iter([(1, 2)])), (int,)):
    for f in (copy.copy, copy.deepcopy):
        try:
            r = f(Returns(value))
            print(type(r).__name__, r if not isinstance(r, Returns) else '')
        except Exception as e:
            print(type(e).__name__, str(e).split(' at 0x')[0])
x = Copies(v=[1])
log.clear()
print(copy.copy(x), copy.deepcopy([x, x]), log)
for o in (1, 'a', (1, [2]), [1, [2]], {1: [2]}, {1, 2}, bytearray(b'x'), ListSub([1]), Color.RED, len, int, None, Base(a=[1]), collections.deque([[1]]), range(3), Point([1])):
    c, d = copy.copy(o), copy.deepcopy(o)
    print(f'{str(o)[:30]:32}', c is o, d is o, c == o, d == o, type(d) is type(o))
pickletools.dis(pickle.dumps([1, 'a', (2.5, None), {'k': b'v'}, Color.RED, Base(z=1)], 4))
pickletools.dis(pickletools.optimize(pickle.dumps([(1,), (1,), 'a'], 2)))
