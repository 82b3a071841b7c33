# from 3.10
# match: all patterns, bindings, guards, errors of syntax and at run time.
import collections, dataclasses, enum, sys, types


class Color(enum.Enum):
    RED = 1
    BLUE = 2


@dataclasses.dataclass
class Point:
    x: int
    y: int = 0


class Loud:
    __match_args__ = ('a', 'b')

    def __init__(self, **kw):
        self.__dict__.update(kw)

    def __getattr__(self, name):
        print('   asks', name)
        raise AttributeError(name)

    def __eq__(self, other):
        print('   eq', other)
        return other == 'loud'


class Seq(collections.abc.Sequence):
    def __init__(self, *items): self.items = items

    def __len__(self):
        print('   len')
        return len(self.items)

    def __getitem__(self, i):
        print('   get', i)
        return self.items[i]


class Map(collections.abc.Mapping):
    def __init__(self, **d): self.d = d
    def __getitem__(self, k):
        print('   item', k)
        return self.d[k]
    def get(self, k, default=None):
        print('   get', k)
        return self.d.get(k, default)
    def __len__(self): return len(self.d)
    def __iter__(self): return iter(self.d)


class consts:
    ONE = 1
    NAME = 'name'


def classify(x):
    match x:
        case None | True | False: return f'singleton {x}'
        case 0 | -1 | 1.5 | -2.5 | 3+4j | -1-2j: return f'number {x!r}'
        case 'a' | "b" 'c' | b'bytes': return f'string {x!r}'
        case Color.RED | consts.NAME: return f'value {x!r}'
        case int(n) if n > 100: return f'big int {n}'
        case int() | float(): return f'plain {x!r}'
        case []: return 'empty sequence'
        case [1, 2, *rest]: return f'starts 1 2 then {rest}'
        case [_, (a, b), [*_], *middle, 'end']: return f'nested {a} {b} {middle}'
        case (only,): return f'one {only!r}'
        case [first, *_, last] if first == last: return f'same ends {first!r}'
        case {}  if not x: return 'empty mapping'
        case {'type': 'circle', 'r': (int() | float()) as r, **others}: return f'circle {r} {others}'
        case {'a': {'b': [deep]}}: return f'deep {deep}'
        case {1: one, -2: two, None: n, 'k': _}: return f'keys {one} {two} {n}'
        case {consts.NAME: named}: return f'named {named}'
        case Point(0, y=0): return 'origin'
        case Point(x=0, y=y) | Point(x=y, y=0): return f'axis {y}'
        case Point(x, y) if x == y: return f'diagonal {x}'
        case Point() as p: return f'point {p}'
        case str(s) | bytes(s): return f'text {s!r}'
        case set() | frozenset(): return f'set {sorted(x)}'
        case type(): return f'class {x.__name__}'
        case [*all_]: return f'sequence {all_}'
        case _: return f'other {type(x).__name__}'


for x in (None, True, 0, False, -1, 1.5, -2.5, 3+4j, -1-2j, 1.0, 'a', 'bc', 'b', b'bytes', Color.RED, Color.BLUE, 'name', 101, 100, 2.5, [], (), [1, 2], (1, 2, 3, 4),
          [0, (1, 2), [], 'end'], [0, [1, 2], (3, 4), 5, 6, 'end'], ['only'], [7, 8, 7], [7, 8], {}, {'type': 'circle', 'r': 2, 'z': 1}, {'type': 'circle', 'r': 'x'},
          {'a': {'b': [9]}}, {1: 'x', -2: 'y', None: 'z', 'k': 0}, {'name': 'n'}, Point(0, 0), Point(0, 5), Point(5, 0), Point(4, 4), Point(1, 2), 'text', bytearray(b'q'),
          {1, 2}, frozenset({3}), int, range(3), collections.deque([1, 2]), memoryview(b'ab'), collections.OrderedDict(), collections.defaultdict(int, a={'b': [1]}),
          types.MappingProxyType({'name': 1}), iter([]), object(), collections.UserList([5]), collections.UserDict({'name': 5}), sys.version_info[:0], 10**30, ...):
    print(f'{str(x)[:44]:46}', classify(x)) if 'object at' not in str(x) and 'memory at' not in str(x) and 'iterator' not in str(x) else print(type(x).__name__, classify(x))


def protocols(x):
    match x:
        case Loud(1, b=2): return 'loud 1 2'
        case Loud(a='x', c=3): return 'loud x 3'
        case Loud('loud'): return 'equals'
        case [1, _, 3]: return 'seq 1 ? 3'
        case [1, *_, 9]: return 'seq 1 … 9'
        case {'a': 1, 'z': z}: return f'map {z}'
        case {'b': b, **rest}: return f'map {b} {rest}'
        case 'loud': return 'is loud'
    return 'nothing'


for x in (Loud(a=1, b=2), Loud(a='x', c=3), Loud(a='loud'), Loud(), Seq(1, 2, 3), Seq(1, 5, 5, 9), Seq(), Seq(2, 2, 2), Map(a=1, z=26), Map(a=1), Map(b=5, c=6), Map(q=1)):
    print(type(x).__name__)
    print('  ->', protocols(x))


def raises(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


class NoArgs: pass
class BadArgs: __match_args__ = ['a']
class BadName: __match_args__ = ('a', 5)
class Twice: __match_args__ = ('a', 'b'); a = b = 1


def m(x, which):
    match which:
        case 0:
            match x:
                case NoArgs(1): return 'one'
        case 1:
            match x:
                case BadArgs(1): return 'one'
        case 2:
            match x:
                case BadName(_, 1): return 'one'
        case 3:
            match x:
                case Twice(1, a=1): return 'twice'
        case 4:
            match x:
                case Twice(1, 1, 1): return 'three'
        case 5:
            match x:
                case consts.ONE(): return 'not a class'
        case 6:
            match x:
                case int(1, 2): return 'int'
        case 7:
            match x:
                case {consts.NAME: _, 'name': _}: return 'double key'
        case 8:
            match x:
                case missing.attribute: return 'x'
        case 9:
            match x:
                case consts.missing: return 'x'
        case 10:
            match x:
                case bool(b) | dict(b) | list(b) | tuple(b) | set(b) | frozenset(b) | bytearray(b) | float(b): return ('self', b)
    return 'none'


b = BadName(); b.a = 1
for x, which in ((NoArgs(), 0), (BadArgs(), 1), (b, 2), (Twice(), 3), (Twice(), 4), (1, 5), (1, 6), ({'name': 1}, 7), (1, 8), (1, 9), (True, 10), ({1: 2}, 10), (bytearray(b'x'), 10), ({3}, 10)):
    raises(lambda: m(x, which))

for source in ('case x: pass\n case y: pass', 'case _ : pass\n case 1: pass', 'case [a, a]: pass', 'case {"a": x, "b": x}: pass', 'case 1 | x: pass', 'case x | 1: pass', 'case (a | b): pass',
               'case [*a, *b]: pass', 'case {**r, "a": 1}: pass', 'case {**_}: pass', 'case {"a": 1, "a": 2}: pass', 'case C(a=1, a=2): pass', 'case C(a=1, 2): pass', 'case f"x": pass',
               'case -x: pass', 'case 1 + 2: pass', 'case 1j + 1: pass', 'case x.y.z(): pass', 'case a.b | C(d) as q: pass', 'case 1 as _: pass', 'case x as 1: pass', 'case (1 as x) | (2 as x): pass',
               'case [1 as x, 2 as x]: pass', 'case *a: pass', 'case *a,: pass', 'case a, b: pass', 'case {x: 1}: pass', 'case {1+1: 2}: pass', 'case {-1: 2}: pass', 'case "a" "b": pass', 'case 1 if x := 5: pass',
               'case (): pass', 'case (x): pass', 'case C(*a): pass', 'case C(**a): pass', 'case not x: pass', 'case lambda: pass', 'case x if True: pass\n case x: pass', 'pass'):
    try:
        compile(f'match v:\n {source}\n', 'm.py', 'exec')
        print('fine    ', source)
    except SyntaxError as e:
        where = f'@{e.lineno}:{e.offset}-{e.end_lineno}:{e.end_offset}' if sys.version_info >= (3, 12) else ''
        print(e.msg, where, '|', source.replace('\n', ';'))

# soft keywords and binding
match = case = _ = 5
match (case):
    case 5: print(match, case, _)
match, case = [1], 2
print(match[0], match [0], case)
match -case:
    case -2: print('negative')


def bind(x):
    match x:
        case [a, b, c] if c > 10: pass
        case [a, *_]: pass
    return {k: v for k, v in locals().items() if k != 'x'}


print(bind([1, 2, 3]), bind([1, 2, 11]), bind([4]), bind([]))
match 1, 2:
    case x, y, *z: print(x, y, z)
match [*range(3)], {'k': 1}:
    case [_, _, last], {'k': v}: print(last, v)
for i in range(6):
    match i:
        case 0: continue
        case 4: break
        case n if n % 2: print('odd', n)
        case _: print('even')
else:
    print('not reached')
