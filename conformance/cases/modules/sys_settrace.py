import sys, threading
def tr(frame, ev, arg):
    if frame.f_code.co_filename!=__file__: return None
    a = arg
    if ev=='exception': a=(arg[0].__name__, str(arg[1]), type(arg[2]).__name__)
    print(ev, frame.f_code.co_name, frame.f_lineno, a if not hasattr(a,'__next__') else 'gen')
    return tr
def f(x):
    y = x + 1
    for i in range(2):
        y += i
    return y
def g():
    try:
        1/0
    except ZeroDivisionError as e:
        z = 3
    finally:
        w = 4
    return w
def gen():
    yield 1
    x = 2
    yield x
def outer():
    r = yield from gen()
    return r
def boom():
    raise KeyError('k')
def h():
    try: boom()
    except KeyError: pass
class C:
    a = 1
    def m(self): return [
        self.a,
        2]
def lc(): return [i for i in range(2)]
def wh():
    i=0
    while i<2:
        i+=1
    else:
        i=9
def wi():
    class M:
        def __enter__(self): return 1
        def __exit__(self,*a): return True
    with M() as m:
        raise ValueError(1)
def deco(f): return f
@deco
def dd(
  a=1):
    return a
for fn in (lambda: f(1), g, lambda: list(gen()), h, C().m, lc, wh, wi, dd):
    print('---')
    sys.settrace(tr)
    fn()
    sys.settrace(None)
print(sys.gettrace())
def prof(frame, ev, arg):
    if frame.f_code.co_filename!=__file__: return
    print('P', ev, frame.f_code.co_name, getattr(arg,'__name__',arg))
def pf():
    x=[]
    x.append(1)
    len(x)
    sorted([2,1], key=lambda v: v)
    try: int('x')
    except ValueError: pass
    try: x.index(5)
    except ValueError: pass
    return max(x)
sys.setprofile(prof); pf(); list(gen()); sys.setprofile(None)
def bad(frame,ev,arg): raise RuntimeError('in trace')
sys.settrace(bad)
try: f(1)
except RuntimeError as e: print(e, sys.gettrace())
def loc(frame,ev,arg):
    if ev=='line' and frame.f_lineno==9: frame.f_locals['x']=50
    return loc
def op(frame, ev, arg):
    frame.f_trace_opcodes=True; frame.f_trace_lines=False
    if ev=='opcode': n.append(1)
    return op
