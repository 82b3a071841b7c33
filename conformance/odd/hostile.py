"""Seeded programs in which what native code calls back is hostile: it changes, empties, fills or frees the container under way, raises, recurses or lies.

Every line printed depends on the seed alone: run it on CPython and on `ouro --audit`, and compare.
Usage: hostile.py [FIRST [COUNT]]
"""
import array
import bisect
import collections
import functools
import gc
import heapq
import io
import itertools
import json
import operator
import random
import re
import sys

ACTIONS = ['clear', 'grow', 'shrink', 'raise', 'lie', 'none', 'none', 'swap', 'collect', 'nest']


class World:
    """One container, the operation under way on it, and how many times it may still be disturbed."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.budget = self.rng.randrange(1, 4)
        self.target = None
        self.busy = False
        self.log = []

    def disturb(self, who):
        if self.budget <= 0 or self.busy or self.target is None:
            return None
        if self.rng.random() < 0.4:
            return None
        self.busy = True
        self.budget -= 1
        action = self.rng.choice(ACTIONS)
        self.log.append(who + ':' + action)
        try:
            return self.act(action)
        finally:
            self.busy = False

    def act(self, action):
        t = self.target
        try:
            if action == 'clear':
                if isinstance(t, (bytearray, array.array)):
                    del t[:]
                elif hasattr(t, 'clear'):
                    t.clear()
            elif action == 'grow':
                for i in range(20):
                    self.put(t, i)
            elif action == 'shrink':
                if len(t) > 0:
                    t.popitem() if isinstance(t, dict) else t.pop()
            elif action == 'swap':
                if isinstance(t, (list, collections.deque)):
                    t.reverse()
                elif isinstance(t, dict):
                    for k in list(t)[:1]:
                        t[k] = Evil(self, 99)
            elif action == 'collect':
                gc.collect()
            elif action == 'nest':
                repr(t)
        except (BufferError, TypeError, AttributeError, RuntimeError, IndexError, KeyError) as error:
            self.log.append(type(error).__name__)
        if action == 'raise':
            raise ZeroDivisionError('hostile')
        return action

    def put(self, t, i):
        if isinstance(t, dict):
            t['k%d' % i] = i
        elif isinstance(t, (set,)):
            t.add('k%d' % i)
        elif isinstance(t, (bytearray, array.array)):
            t.append(i)
        else:
            t.append(i)


class Evil:
    def __init__(self, world, n):
        self.world, self.n = world, n

    def __repr__(self):
        return 'E%d' % self.n

    def __eq__(self, other):
        return True if self.world.disturb('eq') == 'lie' else isinstance(other, Evil) and other.n == self.n

    def __hash__(self):
        self.world.disturb('hash')
        return self.n % 3

    def __lt__(self, other):
        return 1 if self.world.disturb('lt') == 'lie' else getattr(other, 'n', 0) > self.n

    __gt__ = lambda self, other: getattr(other, 'n', 0) < self.n

    def __index__(self):
        return 'x' if self.world.disturb('index') == 'lie' else self.n

    def __len__(self):
        return -1 if self.world.disturb('len') == 'lie' else 3

    def __length_hint__(self):
        return 1000 if self.world.disturb('hint') == 'lie' else 3

    def __iter__(self):
        return 5 if self.world.disturb('iter') == 'lie' else Items(self.world)

    def __getitem__(self, i):
        self.world.disturb('getitem')
        if isinstance(i, int) and i >= 3:
            raise IndexError
        return i

    def keys(self):
        self.world.disturb('keys')
        return ['a', self]

    def __bool__(self):
        return 3 if self.world.disturb('bool') == 'lie' else True

    def __str__(self):
        return 3 if self.world.disturb('str') == 'lie' else 'S'

    def __format__(self, spec):
        return 3 if self.world.disturb('format') == 'lie' else 'F' + spec

    def __float__(self):
        return 'f' if self.world.disturb('float') == 'lie' else 2.5

    def __add__(self, other):
        self.world.disturb('add')
        return self

    __radd__ = __add__

    def __call__(self, *args):
        if self.world.disturb('call') == 'lie':
            return NotImplemented
        return self.n % 2

    def __del__(self):
        try:
            self.world.disturb('del')
        except ZeroDivisionError:
            pass

    def __copy__(self):
        self.world.disturb('copy')
        return self

    def __reduce_ex__(self, protocol):
        self.world.disturb('reduce')
        return (int, (self.n,))


class Items:
    def __init__(self, world):
        self.world, self.left = world, 3

    def __iter__(self):
        return self

    def __next__(self):
        if self.world.disturb('next') == 'lie':
            return self
        self.left -= 1
        if self.left < 0:
            raise StopIteration
        return self.left

    def __length_hint__(self):
        return -1 if self.world.disturb('hint') == 'lie' else self.left


def list_operations(w, t, e):
    return [
        lambda: t.sort(), lambda: t.sort(key=e), lambda: t.sort(key=functools.cmp_to_key(lambda a, b: e(a))), lambda: t.index(e), lambda: t.count(e), lambda: t.remove(e), lambda: e in t, lambda: t == [e] * len(t), lambda: t < [e] * len(t), lambda: t.extend(e),
        lambda: t.extend(t), lambda: t.__setitem__(slice(0, 2), e), lambda: t.__setitem__(slice(None, None, 2), e), lambda: t.__setitem__(e, 1), lambda: t.__delitem__(e), lambda: t.insert(e, 1), lambda: t.pop(e), lambda: t[e], lambda: t[e:e], lambda: t * e, lambda: t.__imul__(e), lambda: repr(t), lambda: sorted(t), lambda: max(t), lambda: min(t, key=e), lambda: sum(t, e),
        lambda: list(map(e, t)), lambda: list(filter(e, t)), lambda: tuple(e), lambda: list(e), lambda: [*t, *e], lambda: any(t), lambda: all(t), lambda: list(zip(t, e)), lambda: dict(zip(t, t)), lambda: set(t), lambda: frozenset(t), lambda: ''.join(map(str, t)), lambda: bisect.insort(t, e), lambda: bisect.bisect(t, e), lambda: heapq.heapify(t), lambda: heapq.heappush(t, e), lambda: heapq.heappop(t), lambda: heapq.heapreplace(t, e), lambda: heapq.nsmallest(2, t), lambda: list(reversed(t)), lambda: list(itertools.accumulate(t)),
        lambda: list(itertools.groupby(t)), lambda: list(itertools.islice(t, e)), lambda: functools.reduce(operator.add, t), lambda: json.dumps(t, default=e), lambda: operator.indexOf(t, e), lambda: operator.countOf(t, e), lambda: tuple(t) == tuple([e] * len(t)), lambda: hash(tuple(t)), lambda: '%s %s' % (e, t), lambda: '{} {:>4}'.format(t, e), lambda: f'{e:x}{e!r}{e}', lambda: t.__iadd__(e), lambda: bytes(t), lambda: bytearray(t), lambda: range(e), lambda: round(1.5, e), lambda: int(e), lambda: float(e), lambda: slice(e, e, e).indices(e), lambda: isinstance(e, t), lambda: list(enumerate(t, e)), lambda: divmod(5, e), lambda: [x for x in t if x == e], lambda: print(end='', file=e),
    ]


def dict_operations(w, t, e):
    return [
        lambda: t[e], lambda: t.get(e), lambda: t.setdefault(e, 1), lambda: t.pop(e), lambda: t.pop(e, 1), lambda: t.__setitem__(e, 1), lambda: t.__delitem__(e), lambda: e in t, lambda: t == {k: e for k in list(t)}, lambda: t.update(e), lambda: t.update({e: 1}), lambda: t.update(a=e), lambda: dict(t), lambda: t.copy(), lambda: repr(t), lambda: {**t, **e}, lambda: [k for k in t if k == e], lambda: list(map(e, t)), lambda: dict.fromkeys(t, e), lambda: dict.fromkeys(e), lambda: t.keys() & e, lambda: t.keys() - {e}, lambda: t.items() & {(e, 1)}, lambda: e in t.values(), lambda: (e, e) in t.items(), lambda: t.keys() == {e}, lambda: t.items() >= {(e, e)}, lambda: sorted(t, key=e), lambda: max(t.values()), lambda: json.dumps(t, default=e),
        lambda: (lambda **k: len(k))(**t), lambda: t | {e: 2}, lambda: t.__ior__(e), lambda: list(t.items()), lambda: list(reversed(t)), lambda: dict([(e, 1), (e, 2)]), lambda: collections.Counter(t), lambda: '%(a)s' % t, lambda: '{a}'.format_map(t), lambda: str.translate('ab', t), lambda: eval('a', {}, t), lambda: type('T', (), t), lambda: t.popitem(), lambda: set(t) | set([e]), lambda: t.keys().isdisjoint(e),
    ]


def set_operations(w, t, e):
    return [
        lambda: e in t, lambda: t.add(e), lambda: t.discard(e), lambda: t.remove(e), lambda: t.update(e), lambda: t.update([e, e]), lambda: t | {e}, lambda: t & {e, 1}, lambda: t - {e}, lambda: t ^ {e}, lambda: t.union(e), lambda: t.intersection(e), lambda: t.difference(e), lambda: t.symmetric_difference(e), lambda: t.intersection_update(e), lambda: t.difference_update([e]), lambda: t.symmetric_difference_update([e]), lambda: t.issubset(e), lambda: t.issuperset(e), lambda: t.isdisjoint(e), lambda: t == {e, 1}, lambda: t <= {e, 1}, lambda: t >= {e}, lambda: repr(t), lambda: frozenset(t), lambda: t.copy(), lambda: [x for x in t if x == e], lambda: t.pop(), lambda: sorted(t, key=e), lambda: list(map(e, t)), lambda: hash(frozenset(t)), lambda: set(e),
    ]


def deque_operations(w, t, e):
    return [
        lambda: t.index(e), lambda: t.count(e), lambda: t.remove(e), lambda: e in t, lambda: t == collections.deque([e] * len(t)), lambda: t < collections.deque([e] * len(t)), lambda: t.extend(e), lambda: t.extendleft(e), lambda: t.extend(t), lambda: t.rotate(e), lambda: t.insert(e, 1), lambda: t[e], lambda: t.__setitem__(e, 1), lambda: t.__delitem__(e), lambda: t * e, lambda: t.__imul__(2), lambda: repr(t), lambda: t.copy(), lambda: sorted(t), lambda: [x for x in t if x == e], lambda: list(map(e, t)), lambda: t + collections.deque([e]), lambda: collections.deque(e, 2), lambda: list(reversed(t)), lambda: max(t), lambda: t.index(e, e, e), lambda: t.popleft(),
    ]


def bytes_operations(w, t, e):
    return [
        lambda: t.append(e), lambda: t.extend(e), lambda: t.insert(e, 1), lambda: t.__setitem__(e, 1), lambda: t.__setitem__(0, e), lambda: t.__setitem__(slice(0, 1), e), lambda: t.__setitem__(slice(None, None, 2), e), lambda: t.__delitem__(e), lambda: t[e], lambda: t[e:], lambda: t * e, lambda: t.pop(e), lambda: t.remove(e), lambda: e in t, lambda: t.count(e), lambda: t.__imul__(e), lambda: t.find(b'a', e), lambda: t.index(e), lambda: t.join(e), lambda: t.join([b'a', b'b']), lambda: t.center(e), lambda: t.__iadd__(e), lambda: t == e, lambda: memoryview(t)[e], lambda: memoryview(t).__setitem__(0, e), lambda: memoryview(t).__setitem__(e, 1), lambda: bytearray(e), lambda: bytes(e), lambda: t.startswith(b'a', e), lambda: t.split(b'a', e), lambda: t.replace(b'a', b'', e), lambda: t % (e,), lambda: [x for x in t if e], lambda: io.BytesIO(b'abc').readinto(t), lambda: io.BytesIO(t).read(e), lambda: re.sub(b'a', e, t), lambda: int.from_bytes(e, 'big'),
    ]


KINDS = [
    (lambda w: [Evil(w, i) if i % 2 else i for i in range(5)], list_operations), (lambda w: [Evil(w, i) for i in range(4)], list_operations),
    (lambda w: {Evil(w, i): Evil(w, i + 5) for i in range(4)}, dict_operations), (lambda w: {'a': Evil(w, 1), 'b': 2}, dict_operations),
    (lambda w: collections.OrderedDict([(Evil(w, 1), 1), ('b', Evil(w, 2)), (3, 4)]), dict_operations), (lambda w: collections.defaultdict(Evil(w, 3), {Evil(w, 1): 2, 'a': 1}), dict_operations),
    (lambda w: {Evil(w, i) for i in range(4)}, set_operations), (lambda w: collections.deque(Evil(w, i) for i in range(4)), deque_operations), (lambda w: collections.deque([Evil(w, i) for i in range(4)], 4), deque_operations),
    (lambda w: bytearray(b'abcabc'), bytes_operations), (lambda w: array.array('b', [1, 2, 3, 4]), bytes_operations),
]


def shown(value):
    if isinstance(value, (int, str, bytes, float, bool, type(None), list, tuple, dict, set, frozenset, bytearray, collections.deque)):
        return type(value).__name__
    return type(value).__name__


def one(seed):
    w = World(seed)
    make, operations = w.rng.choice(KINDS)
    target = make(w)
    evil = Evil(w, w.rng.randrange(5))
    found = operations(w, target, evil)
    names = []
    for _ in range(3):
        index = w.rng.randrange(len(found))
        w.target = target
        try:
            answer = shown(found[index]())
        except BaseException as error:
            answer = type(error).__name__ + ': ' + re.sub(r'0x[0-9a-f]+', '0x', str(error))
        w.target = None
        names.append('%d=%s' % (index, answer))
    del found
    w.target = None
    try:
        end = len(target)
    except BaseException as error:
        end = type(error).__name__
    print(seed, type(target).__name__, '; '.join(names), w.log, end)


def main():
    sys.setrecursionlimit(400)
    first, count = (list(map(int, sys.argv[1:])) + [0, 200][len(sys.argv) - 1:])[:2]
    for seed in range(first, first + count):
        one(seed)
    gc.collect()


main()
