# Language reference 4: naming, binding, scopes, exceptions.
x = 'global'
def outer():
    x = 'outer'
    def inner():
        nonlocal x
        x = 'changed'
        def innermost():
            global x
            x = 'global changed'
            return x
        return innermost()
    return inner(), x
print(outer(), x)
class C:
    x = 'class'
    y = [x for _ in range(2)]
    def m(self): return x
    z = (lambda: x)()
    try:
        w = [x for _ in range(1) for __ in range(1) if x]
    except NameError as e:
        w = e
print(C.y, C().m(), C.z, C.w)
def unbound():
    try:
        print(v)
    except UnboundLocalError as e:
        print(e)
    v = 1
    del v
    try:
        v
    except UnboundLocalError as e:
        print(e)
unbound()
def free():
    def f():
        return q
    try:
        f()
    except NameError as e:
        print(type(e).__name__, e)
    q = 1
    return f()
print(free())
def exc():
    e = 'kept'
    try:
        1 / 0
    except ZeroDivisionError as e:
        pass
    try:
        return e
    except UnboundLocalError as err:
        return str(err)
print(exc())
for i in range(3): pass
print(i, [i for i in range(5)], i)
import builtins
def shadow():
    print = lambda *a: builtins.print('shadowed', *a)
    print(1)
shadow()
try:
    del undefined
except NameError as e:
    print(e)
g = {'__builtins__': {'len': lambda x: 'own len'}}
print(eval('len([])', g))
try:
    eval('print', g)
except NameError as e:
    print(e)
exec('a = 1\ndef f(): return a', ns := {})
print(ns['f'](), sorted(ns))
loc = {}
exec('b = x; c = [b for _ in range(2)] if False else 1', {'x': 7}, loc)
print(loc)
def params(a, b=x, *c, d=len(x), **e):
    return sorted(locals().items(), key=str)
print(params(1, 2, 3, d=4, f=5))
def closure_loop():
    fs = [lambda: i for i in range(3)]
    gs = [lambda i=i: i for i in range(3)]
    return [f() for f in fs], [g() for g in gs]
print(closure_loop())
class Meta(type):
    attr = 'meta'
class Inst(metaclass=Meta):
    def f(self): return __class__.attr
print(Inst().f(), Inst.attr)
try:
    Inst().attr
except AttributeError as e:
    print(e)
if (n := 10) > 5: print(n)
print([y := 5, y ** 2], [last := k for k in range(3)], last)
def nested():
    total = 0
    [total := total + v for v in range(5)]
    return total
print(nested())
print((lambda: (yield))().__class__.__name__)
def g2():
    try:
        yield 1
    finally:
        print('finally')
for v in g2(): break
it = g2(); next(it); it.close()
def ret():
    for _ in range(2):
        try:
            continue
        finally:
            print('f')
    while True:
        try:
            return 'try'
        finally:
            break
    return 'after break'
print(ret())
