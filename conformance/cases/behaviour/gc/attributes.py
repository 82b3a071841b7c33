import gc, sys
class A: pass
def show(o): return sorted(type(x).__name__ for x in gc.get_referents(o))
a = A(); a.x = 1; a.y = []
print(show(a)); b = A(); b.y = {}; b.x = 2; b.z = 3; print(show(b), list(vars(b)), show(b))
print([type(r).__name__ for r in gc.get_referrers(a.y)])
a.__dict__; print([type(r).__name__ for r in gc.get_referrers(a.y)], show(a))
c = A()
for i in range(40): setattr(c, 'n%d' % i, [i])
print(len(show(c)), len(vars(c)))
d = A()
for i in range(20): setattr(d, 'n%d' % i, [i])
print(len(show(d)))
class L(list): pass
l = L(); l.a = []; print(show(l))
class E(Exception): pass
e = E(); e.a = []; print(show(e))
class S(A): __slots__ = ('q',)
s = S(); s.q = []; s.w = {}; print(show(s))
class D(dict): pass
x = D(); x.k = []; print(show(x))
class T(tuple): pass
x = T(); x.k = []; print(show(x))
for i in range(50): A()
q = A(); q.p1 = []; q.p2 = []; q.p3 = []; print(show(q))
del q.p1; print(show(q)); q.__dict__ = {}; print(show(q)); q.n = 1; print(show(q))
gc.collect(); gc.disable()
n0 = gc.get_count()[0]; objs = [A() for _ in range(10)]
for o in objs: o.a = 1
n1 = gc.get_count()[0]; n2 = gc.get_count()[0]
for o in objs: o.__dict__
n3 = gc.get_count()[0]
del objs, o; n4 = gc.get_count()[0]
print(n1 - n0, n3 - n2, n4 - n0)
class P:
    def __init__(self): self.me = self; self.l = []
for _ in range(3): P()
print(gc.collect())
p = P(); p.__dict__; del p; print(gc.collect())
p = P(); v = vars(p); del p; print(gc.collect(), sorted(v)); del v; print(gc.collect())
