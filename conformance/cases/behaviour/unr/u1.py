import sys, weakref, gc, atexit, threading
class Bad:
    def __del__(self): raise ValueError('in del')
def boom(r): raise RuntimeError('in callback')
Bad()
class W: pass
w = W(); r = weakref.ref(w, boom); del w
w = W(); p = weakref.proxy(w, boom); del w
w = W(); f = weakref.finalize(w, boom, 1); del w
def g():
    try: yield
    finally: raise KeyError('gen')
x = g(); next(x); del x
def g2():
    try: yield
    except GeneratorExit: yield 5
x = g2(); next(x); del x
async def co(): pass
c = co(); del c
class BadRepr:
    def __repr__(self): raise TypeError('repr')
    def __del__(self): 1 / 0
BadRepr()
c = Bad(); c.c = c; del c; gc.collect()
class BadExit:
    def __del__(self): raise SystemExit(3)
BadExit()
class KB:
    def __del__(self): raise KeyboardInterrupt
try: KB(); print('not propagated')
except KeyboardInterrupt: print('propagated')
class D: __del__ = 5
D()
class H:
    def __hash__(self): return 1
    def __eq__(self, o): raise ValueError('eq')
atexit.register(lambda: 1 / 0)
if hasattr(sys, 'unraisablehook'):
    def hook(u): print('hook', type(u).__name__, u.exc_type.__name__, u.exc_value, u.exc_traceback is not None, u.err_msg, getattr(u.object, '__qualname__', u.object) if not isinstance(u.object, weakref.ref) else 'weakref')
    sys.unraisablehook = hook; Bad(); w = W(); r = weakref.ref(w, boom); del w; x = g(); next(x); del x; gc.callbacks.append(boom); gc.collect(); gc.callbacks.clear()
    def badhook(u): raise ValueError('hook failed')
    sys.unraisablehook = badhook; Bad(); sys.unraisablehook = None; Bad(); sys.unraisablehook = sys.__unraisablehook__
    del sys.unraisablehook; Bad(); sys.unraisablehook = sys.__unraisablehook__
sys.stdout.flush()
t = threading.Thread(target=lambda: 1 / 0)
try: t.start(); t.join()
except RuntimeError: pass
# stderr is compared
