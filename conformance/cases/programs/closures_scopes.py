# Names: local, enclosing, global, builtin, class bodies, exec, del.
x = 'module'
def reads(): return x
def writes():
    global x
    x = 'changed by global'
def shadows(): x = 'shadow'; return x
print(reads(), shadows(), x); writes(); print(x)
def outer():
    v = 'outer'
    def mid():
        def inner():
            nonlocal v
            v += '+inner'
            return v
        return inner
    i = mid()(); return v, i
print(outer())
def cells():
    a = 1
    def get(): return a
    a = 2
    return get
g = cells(); print(g(), g.__closure__[0].cell_contents, g.__code__.co_freevars, cells.__code__.co_cellvars)
def deleted():
    a = 1
    def get(): return a
    del a
    return get
try: deleted()()
except NameError as e: print(type(e).__name__)
class C:
    x = 'class'
    y = x + '!'
    def m(self): return x
    z = [x for _ in range(1)]
    w = (lambda: x)()
print(C.y, C().m(), C.z, C.w)
def params(a, b=x): return a, b
x = 'later'; print(params(1))
acc = [lambda k=k: k for k in range(3)]; acc2 = [lambda: k for k in range(3)]; print([f() for f in acc], [f() for f in acc2])
def counter():
    n = 0
    def up(): nonlocal n; n += 1; return n
    def reset(): nonlocal n; n = 0
    return up, reset
up, reset = counter(); up(); up(); print(up()); reset(); print(up())
def uses_locals():
    p, q = 1, 2
    d = locals(); d['p'] = 99
    return p, sorted(k for k in d)
print(uses_locals())
def star(): exec('zz = 5'); return 'zz' in locals()
print(star() in (True, False)); exec('made_by_exec = 1'); print(made_by_exec)
print(eval('x + s', {'x': 'E', 's': '!'}), eval('[x for x in y]', {}, {'y': [1, 2]}))
import builtins; builtins.injected = 'from builtins'; print(injected); del builtins.injected
len_backup = len; len = lambda o: 'shadowed len'; print(len([])); del len; print(len([1]))
try: del undefined_name
except NameError as e: print(e)
def use_before():
    try: return later_assigned
    except UnboundLocalError as e: return type(e).__name__
    later_assigned = 1
print(use_before())
for code in ('def f():\n nonlocal q', 'nonlocal z', 'def f(a):\n global a', 'def f():\n x = 1\n global x', 'def f(a, a): pass', 'x = 5 = y', 'break', 'return 1', 'yield', 'f() = 1', 'def f(*): pass', 'def f(a=1, b): pass', 'lambda: (yield)', 'class C: return 1', 'import *', 'def f():\n from os import *', 'None = 1', 'x +', '(a, b) += 1', 'del f()', 'f(a=1, a=2)', 'f(**k, *a)', 'async def f():\n yield from x', 'for 1 in x: pass', 'a := 1', 'with open() as 1: pass', '{**x for x in y}', "f'{}'", 'else: pass', '  indented'):
    try: compile(code, 'c', 'exec'); print('ok', repr(code))
    except SyntaxError as e: print(type(e).__name__, e.msg)
try: print(f_undefined())
except NameError as e: print(e)
