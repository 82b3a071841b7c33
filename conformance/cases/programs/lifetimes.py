# When objects die: counts, cycles, weak references, finalizers.
import gc, sys, weakref
class N:
    def __init__(self, name): self.name = name
    def __del__(self): print('del', self.name)
    def __repr__(self): return f'N({self.name})'
gc.disable()
a = N('a'); b = a; del a; print('still'); del b; print('gone')
x = N('x1'); x = N('x2'); x = None
def f(): y = N('local'); return 'f done'
print(f())
l = [N('l0'), N('l1'), N('l2')]; l.pop(); del l[0]; l[:] = []; print('list empty')
d = {'k': N('dv')}; d['k'] = N('dv2'); d.clear(); print('dict empty')
c = N('cycle'); c.me = c; del c; print('unreachable'); print(gc.collect() >= 1)
p, q = N('p'), N('q'); p.q, q.p = q, p; del p, q; gc.collect(); print('pair collected')
w = weakref.ref(N('weak temp')); print(w())
o = N('o'); w = weakref.ref(o, lambda r: print('callback', r() is None)); print(w() is o); del o
o = N('prox'); pr = weakref.proxy(o); print(pr.name); del o
try: pr.name
except ReferenceError as e: print(e)
wd = weakref.WeakValueDictionary(); v = N('wv'); wd['v'] = v; print(list(wd), len(wd)); del v; print(list(wd))
wk = weakref.WeakKeyDictionary(); k = N('wk'); wk[k] = 1; print(len(wk)); del k; print(len(wk))
ws = weakref.WeakSet(); s = N('ws'); ws.add(s); print(s in ws, len(ws)); del s; print(len(ws))
t = N('fin'); fin = weakref.finalize(t, print, 'finalizer ran'); print(fin.alive); del t; print(fin.alive)
saved = []
class Phoenix:
    def __del__(self): print('rising'); saved.append(self)
ph = Phoenix(); del ph; print(len(saved)); saved.clear(); print('after second death')
def gen():
    z = N('gen local')
    try: yield 1
    finally: print('gen finally')
g = gen(); next(g); del g; print('gen deleted')
def exc():
    e_local = N('exc local'); raise ValueError
try: exc()
except ValueError: print('handling')
print('handled')
def closure():
    n = N('cell')
    def inner(): return n
    return inner
fn = closure(); print(fn()); del fn; print('closure gone')
print(sys.getrefcount(N('arg')) >= 1); (lambda n: print('in call', n.name))(N('param')); [N('comp') for _ in range(2)] and print('comp'); print('end of comp')
class Slots:
    __slots__ = ('v',)
sl = Slots(); sl.v = N('slot'); del sl.v; print('slot cleared')
class Bad:
    def __del__(self): raise RuntimeError('ignored')
import io; err, sys.stderr = sys.stderr, io.StringIO(); b = Bad(); del b; text, sys.stderr = sys.stderr.getvalue(), err; print('RuntimeError: ignored' in text)
m = weakref.WeakMethod(N('m').__repr__); print(m()); print(weakref.getweakrefcount(N), gc.isenabled(), gc.get_count()[0] >= 0)
try: weakref.ref(5)
except TypeError as e: print(e)
final = N('at exit')
print('end')
