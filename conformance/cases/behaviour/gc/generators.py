# from 3.8
# What the collector sees of generators and coroutines, and what closing one that has not run gives up.
import gc, sys
gc.disable()
gc.collect()


def pair(a):
    x = [a]
    yield x


async def wait_for(c):
    await c


h = {}
h['g'] = pair(h)
next(h['g'])
del h
print('suspended', gc.collect())
l = []
it = pair(l)
l.append(it)
del it, l
print('not started', gc.collect())
l = []
it = pair(l)
l.append(it)
next(it)
f = it.gi_frame
print('frame', gc.is_tracked(it), gc.is_tracked(f) == (sys.version_info < (3, 11)))
del it, l
print('frame held', gc.collect(), f.f_lineno)
l = []
it = pair(l)
l.append(it)
next(it)
f = it.gi_frame
del it, l
names = [type(o).__name__ for o in gc.get_objects(0)] if sys.version_info >= (3, 8) else []
print([n for n in names if n in ('generator', 'frame')])
del f
print('frame let go', gc.collect())
import warnings
warnings.simplefilter('ignore')
l = []
c = wait_for(l)
l.append(c)
del c, l
print('coroutine', gc.collect())


def finishing():
    try:
        yield 1
    finally:
        print('finally', gc.collect())


l = [finishing()]
next(l[0])
l.append(l)
del l
print('in finally', gc.collect())
x = []
i = pair(x)
print(sys.getrefcount(x))
i.close()
print('closed before it ran', sys.getrefcount(x), i.gi_frame)
try:
    next(i)
except StopIteration:
    print('stop', sys.getrefcount(x))
del i
print('died', sys.getrefcount(x))
i = pair(x)
try:
    i.throw(ValueError('v'))
except ValueError:
    pass
print('thrown into', sys.getrefcount(x), i.gi_frame)
i = pair(x)
next(i)
i.close()
print('closed', sys.getrefcount(x), i.gi_frame)
c = wait_for(x)
c.close()
print('coroutine closed', sys.getrefcount(x), c.cr_frame)
i = pair(x)
f = i.gi_frame
i.close()
print('frame of a closed one', sys.getrefcount(x), sorted(f.f_locals), gc.is_tracked(f))
del i
print('its generator died', sys.getrefcount(x), sorted(f.f_locals), gc.is_tracked(f))
