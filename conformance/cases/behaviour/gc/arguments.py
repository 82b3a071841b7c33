import gc, sys, io
gc.disable()
class C: pass
class I:
    def __index__(self): return 1
class N:
    def __int__(self): return 1
class B:
    def __index__(self): raise KeyError('no')
VALUES = [(), (0,), (1,), (2,), (3,), (-1,), (-2,), (True,), (None,), ('a',), (1.0,), (1.5,), (b'x',), ([],), (C(),), (I(),), (N(),), (B(),), (2**31,), (2**63,), (2**64,), (-2**31-1,), (-2**70,),
          (1, 2), (1, 2, 3), (1, 2, 3, 4), ('a', 1), (1, 'a'), (1, 2, 'a'), (None, None), (1, 2.5), (C, 1)]
KW = [{}, {'generation': 0}, {'generation': 'x'}, {'generation': None}, {'generation': 5}, {'foo': 1}, {'obj': 1}, {'generation': 1, 'foo': 2}]
NAMES = [n for n in dir(gc) if callable(getattr(gc, n)) and not n.startswith('_')]
def show(r):
    if isinstance(r, list): return 'list'
    if isinstance(r, int) and not isinstance(r, bool): return 'int'
    return repr(r)
for n in NAMES:
    f = getattr(gc, n)
    for a in VALUES:
        for k in KW if len(a) < 2 else KW[:2]:
            gc.set_threshold(700, 10, 10); gc.set_debug(0)
            if n == 'set_debug': label = True
            try: r = f(*a, **k); s = show(r)
            except BaseException as e: s = type(e).__name__ + ': ' + str(e)
            gc.set_debug(0); gc.disable(); gc.unfreeze() if hasattr(gc, 'unfreeze') else 0
            d = gc.get_threshold() if n == 'set_threshold' else ''
            print(n, [type(x).__name__ if not isinstance(x, (int, str, float)) else x for x in a], k, s, d)
for n in sorted(dir(gc)):
    v = getattr(gc, n)
    if n.startswith('__') and n not in ('__name__', '__package__'): continue
    print(n, type(v).__name__, getattr(v, '__name__', ''), getattr(v, '__qualname__', ''), getattr(v, '__module__', ''), isinstance(getattr(v, '__self__', None), type(sys)))
