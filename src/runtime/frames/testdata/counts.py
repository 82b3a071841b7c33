def f(o, n):
    if n == 0: return rc(o)
    return f(o, n - 1)
x = object()
def loc():
    y = object()
    return rc(y), rc(object())
print(rc(x), loc(), f(x, 0), f(x, 1), f(x, 3), f(object(), 2))
class C:
    def m(self): return rc(self)
    def __call__(self): return rc(self)
    def __len__(self): return rc(self)
    def __init__(self, a=None): self.n = rc(self), a and rc(a)
    def __del__(self): print('del', rc(self))
    def __add__(self, o): return rc(self)
    @property
    def p(self): return rc(self)
def t():
    c = C()
    bm = c.m
    print(c.m(), bm(), C().m(), c(), len(c), c + c, c.p, c.n)
    y = object()
    print(C(y).n)
t()
def va(*a): return rc(a), rc(a[0])
def vk(**k): return rc(k), rc(k['a'])
def u():
    y = object()
    tt = (y,); l = [y]; d = {'a': y}
    print(va(y), va(*tt), va(*l), vk(a=y), vk(**d))
    print([rc(q) for q in [y]], [y, rc(y)][1])
    for q in l: print(rc(q), rc(l))
    try: raise ValueError
    except ValueError as e: print(rc(e), rc(e.__traceback__), rc(ValueError) > 0)
    def clo(): return rc(y)
    print(clo(), rc(y))
u()
def gg(o):
    print(rc(o)); yield
def v():
    y = object(); g = gg(y); print(rc(y)); next(g); print(rc(y)); del g; print(rc(y))
    print(rc(frame()), rc(v), rc(v.__code__))
v()
class K: pass
print(rc(K)); k = K(); print(rc(K))
def dflt(a=x): return rc(a)
print(dflt(), rc(x))
def idt(a): return a
def w():
    y = object(); z = idt(y); print(rc(y)); print(rc(y or x), rc(x or y))
    def inner():
        del_y = 1
        return y
    print(rc(inner()))
w()
def exc():
    e = ValueError()
    try: raise e
    except ValueError as q: print(rc(e), rc(q))
    print(rc(e))
exc()
class D:
    def __del__(self): print('D died')
def own(o):
    del o
    print('in own')
own(D()); print('after')
def loc2():
    a = D(); b = a
    print('end')
loc2()
