import gc, weakref, sys
gc.disable(); gc.collect()
out = []
if hasattr(sys, 'unraisablehook'): sys.unraisablehook = lambda u: out.append((u.exc_type.__name__, str(u.exc_value)))
class A: pass
def cyc(n=1, cls=A):
    r = []
    for _ in range(n):
        a, b = cls(), cls(); a.o = b; b.o = a; r.append(a)
    return r
# callbacks that delete themselves
def once(p, i): gc.callbacks.remove(once); out.append(('once', p))
def other(p, i): out.append(('other', p))
gc.callbacks[:] = [once, other]; gc.collect(); print(out); out.clear(); gc.callbacks.clear()
# a callback that clears the list
gc.callbacks[:] = [lambda p, i: gc.callbacks.clear(), other]; gc.collect(); print(out, gc.callbacks); out.clear()
# a callback that appends
def app(p, i):
    if len(gc.callbacks) < 4: gc.callbacks.append(other)
gc.callbacks[:] = [app]; gc.collect(); print(out, len(gc.callbacks)); out.clear(); gc.callbacks.clear()
# callback collects, raises, returns garbage
gc.callbacks[:] = [lambda p, i: out.append(gc.collect()), lambda p, i: 1 / 0, lambda p, i: i.clear(), other]; cyc(); gc.collect(); print(out if hasattr(sys, 'unraisablehook') else len(out)); out.clear(); gc.callbacks.clear()
# weakref callback that resurrects nothing but allocates cycles, collects
a = cyc()[0]; r = weakref.ref(a, lambda r: out.append((gc.collect(), r() is None, len(cyc(5))))); del a; print(gc.collect() > 0, out); out.clear(); print(gc.collect() > 0)
# weakref callback that deletes another weakref of the same object
a = A(); rs = [weakref.ref(a, lambda r, i=i: (out.append(i), rs.clear())) for i in range(4)]; del a; print(out); out.clear()
# finalizers that resurrect, collect, raise, delete others
saved = []
class R(A):
    def __del__(self):
        out.append('R'); saved.append(self); gc.collect(); raise ValueError('R')
cyc(2, R); gc.collect(); print(sorted(map(str, out)), len(saved)); out.clear(); saved.clear(); print(gc.collect() >= 0, out)
class X(A):
    def __del__(self): out.append('X'); self.__dict__.clear()
cyc(2, X); print(gc.collect() >= 0, out); out.clear()
class Y(A):
    def __del__(self):
        out.append('Y'); gc.garbage.append(self)
cyc(1, Y); gc.collect(); print(out, len(gc.garbage)); gc.garbage.clear(); out.clear(); gc.collect(); print(out)
# class changed in finalizer
class Z(A):
    def __del__(self): out.append('Z'); self.__class__ = A
cyc(1, Z); gc.collect(); print(out); out.clear()
# __del__ set on the instance is ignored; removed from the class
a = A(); a.__del__ = lambda: out.append('no'); del a; print(out)
class W(A):
    def __del__(self): out.append('W')
w = W(); del W.__del__; del w; print(out)
# finalizer with wrong signature
class V(A):
    def __del__(self, x): pass
V(); print(out); out.clear()
# deep recursion in __del__
class D:
    def __init__(self, n): self.n = D(n - 1) if n else None
    def __del__(self): out.append(1)
D(200); print(len(out)); out.clear()
# generator in a cycle, suspended in try/finally and with
class CM:
    def __enter__(self): return self
    def __exit__(self, *a): out.append(('exit', a[0].__name__ if a[0] else None))
def g():
    me = yield
    with CM():
        try: yield me
        finally: out.append('finally')
x = g(); next(x); x.send(x); del x; gc.collect(); print(out); out.clear()
def g2():
    try: yield 1
    except GeneratorExit: out.append('ge'); raise
    finally: out.append('fin')
x = g2(); next(x); x.close(); print(out); out.clear(); x = g2(); next(x); del x; print(out); out.clear()
def g3():
    while True:
        try: yield 1
        except GeneratorExit: out.append('ignored'); return
x = g3(); next(x); del x; print(out); out.clear()
# freeze
if hasattr(gc, 'freeze'):
    cyc(3); gc.freeze(); print(gc.collect(), gc.get_freeze_count() > 10); gc.unfreeze(); print(gc.collect() > 0)
print(gc.get_debug(), gc.garbage)
