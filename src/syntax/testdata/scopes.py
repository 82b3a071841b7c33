import a.b.c, d as e
from f import g as h
x = y = 1
def outer(p, /, q, *args, k=x, **kw):
    global y, newly
    y = newly = p
    local = q
    def inner():
        nonlocal local
        local += k
        return args, kw, unknown
    lam = lambda q, r=local: (q, r, p)
    [z for z in q if (w := z) for v in z if p]
    {u: t for u, t in local}
    gen = (s async for s in w)
    try:
        pass
    except E as error:
        print(error)
    with a as (m, n), b as o.p: pass
    for i, (j, *l) in k: del i
    import sub.module
    from sub import thing
    x: int
    return inner
class Class(outer, metaclass=M):
    attr = x
    __private = attr
    ann: __Type = x
    def method(self, __arg):
        super().method
        self.__private = __arg
        return __class__, attr
    def other(self):
        return [__local for __local in self.items if attr]
    class Nested:
        attr = attr
        def method(self): return __class__
    lam = lambda: attr
    comp = [attr for _ in attr]
def free_class():
    v = w = 1
    class Local:
        v = v
        w
        def m(self): return v, w
    return Local
async def coroutine(a):
    async for b in a:
        yield b
    return
def walrus():
    if any((found := i) for i in x): return found
    def f(): return found
def shadow(global_name):
    def level1():
        def level2():
            return global_name, level1
        return level2
    return level1
match x:
    case {'k': cap, **rest} | [cap, *rest]: pass
    case Class(attr=val) as whole: pass
