import gc, sys
gc.collect(); gc.disable()
class A:
    def __repr__(self): return 'A-instance'
def c(): a = A(); b = A(); a.o = b; b.o = a; l = []; l.append(l)
c(); gc.set_debug(gc.DEBUG_STATS); gc.collect(0); c(); gc.collect()
gc.set_debug(gc.DEBUG_COLLECTABLE); c(); gc.collect()
gc.set_debug(gc.DEBUG_SAVEALL); c(); gc.collect(); print(len(gc.garbage), file=sys.stderr); gc.garbage.clear()
gc.set_debug(gc.DEBUG_STATS | gc.DEBUG_LEAK); c(); gc.collect(); print(len(gc.garbage), file=sys.stderr)
gc.set_debug(gc.DEBUG_UNCOLLECTABLE)
# stderr is compared
