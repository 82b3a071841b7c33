# weak references, their callbacks, cycles through them, finalizers and collections
import gc, sys
import _weakref
class N:
    def __init__(self, name): self.name = name
    def __repr__(self): return self.name
log = []
a = N('a')
r = _weakref.ref(a, lambda ref: log.append(('dead', ref() is None)))
r2 = _weakref.ref(a)
p = _weakref.proxy(a, lambda ref: log.append('proxy'))
print(r() is a, r2 is _weakref.ref(a), p.name, _weakref.getweakrefcount(a), len(_weakref.getweakrefs(a)))
del a
print(log, r(), r2())
try:
    p.name
except ReferenceError as e:
    print(e)
log.clear()
b, c = N('b'), N('c')
b.o, c.o = c, b
w = _weakref.ref(b, log.append)
b.w = _weakref.ref(c, lambda _: log.append('never, it dies with b'))
del b, c
print(gc.collect() > 0, len(log), w() is None)
class D:
    def __del__(self): log.append('del')
d = D()
d.l = [d, {1: d}, (d,), lambda: d]
del d
gc.collect()
print(log[-1], gc.garbage, gc.isenabled(), gc.get_threshold())
class Lazarus:
    def __del__(self):
        global back
        back = self
l = Lazarus()
l.self = l
del l
gc.collect()
print(type(back).__name__)
del back.self, back
class K(N):
    def __hash__(self): return 7
    def __eq__(self, o): return isinstance(o, K)
k = K('k')
table = {_weakref.ref(k): 1}
print(table[_weakref.ref(K('other'))] if False else len(table), hash(_weakref.ref(k)), _weakref.ref(k) == _weakref.ref(k))
def cb(ref):
    raise RuntimeError('in callback')
gc.set_threshold(5, 2, 2)
for i in range(40):
    x = N('x')
    x.x = [x]
gc.set_threshold(700, 10, 10)
print(len(gc.get_referrers(x)) > 0, gc.is_tracked(x), gc.is_tracked(1), gc.get_count()[0] >= 0)
x.x.append(type('Tmp', (N,), {'self': x}))
class S(set): pass
s = S()
s.add(s.__class__)
s.me = s
_weakref.ref(s, log.append)
del s
f = lambda: f
f.a = f
g = (i for i in [f])
f.g = g
del f, g
print(gc.collect() >= 0)


# an async generator dies while a callback in Python still runs: what it holds is counted until it is gone
async def watched():
    yield 1

agen = watched()
kept = _weakref.ref(agen, lambda ref: [ref() for _ in range(3)])
del agen
