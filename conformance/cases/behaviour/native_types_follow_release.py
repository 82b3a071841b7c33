"""Warnings of native types, keywords of their subclasses, the state they are pickled with: as the release has them."""
import collections
import copy
import functools
import itertools
import warnings


class Count(int):
    pass


class Converts:
    def __int__(self):
        return Count(1)

    def __index__(self):
        return Count(2)

    def __float__(self):
        return type('Real', (float,), {})(3)


class Holder:
    part = functools.partial(lambda *given: len(given), 1)


def shown(name, run):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter('always')
        try:
            result = run()
        except Exception as error:
            result = f'{type(error).__name__}: {error}'
    print(name, result, [(w.category.__name__, str(w.message)) for w in seen])


true = True
shown('int', lambda: int(Converts()))
shown('float', lambda: float(Converts()))
shown('range', lambda: type(range(true).stop).__name__)
shown('invert', lambda: ~true)
shown('truth', lambda: not NotImplemented)
shown('partial', lambda: Holder().part())
shown('copy', lambda: next(copy.copy(itertools.count(3))))
shown('slice', lambda: hash(slice(1, 2)) == hash(slice(1, 2)))
shown('chr', lambda: chr(2 ** 40))

for base, argument in ((list, [1]), (tuple, [1]), (frozenset, [1]), (float, 1), (itertools.cycle, [1])):
    plain = type('Plain', (base,), {})
    own = type('Own', (base,), {'__new__': lambda cls, given, extra=None, base=base: base.__new__(cls, given)})
    for kind in (base, plain, own):
        shown(f'{base.__name__} {kind.__name__}', lambda: kind(argument, extra=3) is not None)

for base in (set, collections.deque, collections.OrderedDict, bytearray):
    slotted = type('Slotted', (base,), {'__slots__': ('x',)})
    made = slotted()
    made.x = 1
    shown(base.__name__, lambda: made.__reduce_ex__(4)[2])


class Asked(collections.OrderedDict):
    def __getitem__(self, key):
        print('item', key)
        return super().__getitem__(key)

    def __contains__(self, key):
        print('in', key)
        return super().__contains__(key)


asked = Asked.fromkeys('abc')
print(asked.pop('b'), asked.popitem()[0])
for spec in ('%M', '5xx', ',,d'):
    shown(spec, lambda: format(1, spec))
