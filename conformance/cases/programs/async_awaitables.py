"""asend(), athrow() and aclose(): sent to, thrown into, closed and dropped in every state."""
import warnings, sys, gc
warnings.simplefilter('always')
def showwarning(message, category, filename, lineno, file=None, line=None): print('W', category.__name__, message)
warnings.showwarning = showwarning
class Aw:
    def __await__(self):
        r = yield 'y'
        return r
async def gen():
    try:
        x = yield 1
        print('got', x)
        await Aw()
        yield 2
        await Aw()
        yield 3
    except ValueError as e:
        print('caught', e)
        await Aw()
        yield 9
    finally: print('fin')
def step(f, *a):
    try: print('  ->', f(*a))
    except BaseException as e: print('  !!', type(e).__name__, e)
print('--- asend running')
g = gen(); a = g.asend(None); step(a.send, None); step(a.send, None); step(a.close); step(a.throw, ValueError('x'))
b = g.asend('v'); c = g.asend('w'); step(b.send, None); step(c.send, None); d = g.athrow(ValueError('q')); step(d.send, None); e = g.aclose(); step(e.send, None)
step(c.throw, ValueError); step(c.close); step(b.send, 'z'); 
print('--- athrow')
g2 = gen(); step(g2.asend(None).send, None); t = g2.athrow(ValueError('tt')); step(t.send, None); u = g2.athrow(KeyError('u')); step(u.send, None); step(g2.asend(None).send, None); step(t.send, 5); step(t.send, None); step(t.throw, ValueError('again')); step(t.close)
print('--- close first')
g3 = gen(); s = g3.asend(None); s.close(); step(s.send, None); 
s = g3.asend(None); step(s.throw, ValueError('first')); step(s.send, None)
t = g3.athrow(ValueError('x')); t.close(); step(t.send, None)
print('--- non-none')
g4 = gen(); step(g4.asend(5).send, None); t = g4.athrow(ValueError('x')); step(t.send, 3); step(t.send, None); step(t.send, None)
print('--- unawaited')
g5 = gen(); g5.asend(None); gc.collect(); g5.athrow(ValueError); gc.collect(); g5.aclose(); gc.collect(); g5.__anext__(); gc.collect()
print('--- aclose yields')
async def bad():
    try: yield 1
    finally:
        yield 2
g6 = bad(); step(g6.asend(None).send, None); k = g6.aclose(); step(k.send, None); step(k.send, None); 
print('--- closed gen')
g8 = gen(); step(g8.aclose().send, None); step(g8.asend(None).send, None); step(g8.athrow(ValueError('zz')).send, None); step(g8.aclose().send, None)
print('--- throw into asend')
g9 = gen(); x = g9.asend(None); step(x.throw, KeyError('k')); step(g9.asend(None).send, None)
g10 = gen(); step(g10.__anext__().send, None); y = g10.asend('q'); step(y.send, None); step(y.throw, ValueError('in')); step(y.send, None); step(y.throw, ValueError('b'))
print('--- throw into athrow/aclose')
g11 = gen(); step(g11.__anext__().send, None); z = g11.aclose(); step(z.throw, KeyError('zz')); step(z.send, None)
g12 = gen(); step(g12.__anext__().send, None); z = g12.athrow(ValueError('a')); step(z.send, None); step(z.throw, RuntimeError('mid')); step(z.throw, RuntimeError('mid2')); step(z.send, None)
print(g12.ag_running)
for v in ('a', 's', 'b', 'c', 'd', 'e', 't', 'u', 'k', 'x', 'y', 'z'): globals().pop(v, None)
gc.collect()
print('--- iter'); 
g13 = gen(); w = g13.asend(None); print(iter(w) is w, w.__await__() is w); step(next, w); del w
del g, g2, g3, g4, g5, g6, g8, g9, g10, g11, g12, g13
