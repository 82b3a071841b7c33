# from 3.9
# Setting f_lineno from a trace function: jumps and what is refused.
import sys
def f():
    a = 1
    a = 2
    print('three', a)
    return a
def tr(frame, ev, arg):
    if frame.f_code is not f.__code__: return None
    if ev == 'line' and frame.f_lineno == f.__code__.co_firstlineno + 2: frame.f_lineno += 1
    return tr
sys.settrace(tr); print(f()); sys.settrace(None)
def g():
    for i in range(2):
        print(i)
    x = 1
    try:
        y = 2
    finally:
        z = 3
    return 1
errs = []
def mk(target):
    def tr2(frame, ev, arg):
        if frame.f_code is not g.__code__: return None
        if ev == 'line' and frame.f_lineno == g.__code__.co_firstlineno + 3:
            try: frame.f_lineno = g.__code__.co_firstlineno + target
            except Exception as e: errs.append((type(e).__name__, str(e)))
        return tr2
    return tr2
for t in (2, 50, -5, 7):
    sys.settrace(mk(t))
    try: g()
    finally: sys.settrace(None)
def tr3(frame, ev, arg):
    if frame.f_code is not g.__code__: return None
    if ev in ('call', 'return'):
        try: frame.f_lineno = g.__code__.co_firstlineno + 3
        except Exception as e: errs.append((ev, type(e).__name__, str(e)))
    if ev == 'line':
        try: frame.f_lineno = 'x'
        except Exception as e: errs.append((ev, type(e).__name__, str(e)))
        try: del frame.f_lineno
        except Exception as e: errs.append((ev, type(e).__name__, str(e)))
    return tr3
sys.settrace(tr3); g(); sys.settrace(None)
for e in errs[:9]: print(e)
