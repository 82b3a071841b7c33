import gc, sys, warnings
try: from _testcapi import with_tp_del
except ImportError: print('no _testcapi'); raise SystemExit
gc.collect()
@with_tp_del
class A:
    def __tp_del__(self): pass
class B: pass
a = A(); a.a = a; a.b = B(); n = id(a); del a
gc.set_debug(gc.DEBUG_UNCOLLECTABLE)
print('collect', gc.collect(), 'garbage', [type(o).__name__ for o in gc.garbage], gc.get_stats()[2]['uncollectable'])
print('again', gc.collect(), len(gc.garbage))
gc.set_debug(0)
if len(sys.argv) > 1: gc.set_debug(gc.DEBUG_UNCOLLECTABLE)
# stderr is compared
