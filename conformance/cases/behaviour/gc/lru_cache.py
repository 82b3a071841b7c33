# What the collector sees of a cache of calls: keys and results as the wrapper's own, no links.
import gc
from _functools import _lru_cache_wrapper


class Held:
    pass


def kinds(wrapper):
    return sorted(type(x).__name__ for x in gc.get_referents(wrapper) if type(x) in (Held, str, tuple, list, dict))


def cached(function, size):
    return _lru_cache_wrapper(function, size, False, tuple)


f = cached(lambda x, y=1: Held(), 5)
f('one')
f('a', 2)
print(kinds(f))
gc.collect()
print([gc.is_tracked(x) for x in gc.get_referents(f) if type(x) is dict and x])
f.cache_clear()
print(kinds(f))
gc.collect()
gc.disable()


def cycle(size):
    held = Held()
    held.f = cached(lambda x: held, size)
    for i in range(7):
        held.f((i, held))
        held.f(i)


for size in 5, 0:
    cycle(size)
    print(size, gc.collect())


def through_key():
    held = Held()
    held.f = cached(lambda x: 1, 5)

    class Last:
        def __del__(self):
            print('found')

    held.last = Last()
    held.f(held)


through_key()
print(gc.collect() > 0)

f = cached(lambda x: [x], 3)
before = len(gc.get_objects())
for i in range(10):
    f(i)
print(len(gc.get_objects()) - before)

# the links are thrown out behind the wrapper's back
f = cached(lambda x: [x], 3)
links = None
f(1), f(2)
for x in gc.get_referents(f):
    if type(x) is dict and len(x) == 2:
        links = x
links.clear()
gc.collect()
print(f(1), f(2), f(3), f(4))
