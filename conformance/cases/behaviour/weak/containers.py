import weakref, gc, sys, copy
class C:
    def __init__(self, n=0): self.n = n
    def __repr__(self): return 'C%s' % self.n
    def m(self): return self.n
d = weakref.WeakValueDictionary(); a, b = C(1), C(2); d['a'] = a; d['b'] = b; d['t'] = C(9)
print(len(d), sorted(d), 't' in d, d.get('t', 'gone'), d.pop('zz', None), list(d.values()), dict(d.items()), d.setdefault('a', b), d == d, copy.copy(d) is d)
try: d['x'] = 5
except TypeError as e: print(e)
try: d['q']
except KeyError as e: print(e)
del a; print(sorted(d)); d.update(z=b); print(sorted(d), len(d.valuerefs()), [type(r).__name__ for r in d.itervaluerefs()]); print(d.popitem()); d.clear(); print(len(d))
k = weakref.WeakKeyDictionary(); a = C(1); k[a] = 'one'; k[C(3)] = 'x'; print(len(k), dict(k), a in k, k.get(b, 'no'), k.keyrefs()[0]() is a, list(k.items())); del a; print(len(k))
try: k[5] = 1
except TypeError as e: print(e)
print(5 in k)
s = weakref.WeakSet([b]); c = C(4); s.add(c); s.add(C(5)); print(len(s), c in s, 5 in s, sorted(map(repr, s)), s | {b} == s, s & {c}, s - {c}, s <= s, s.isdisjoint([b]), s ^ {c}); s.discard(c); s.remove(b); print(len(s))
try: s.remove(b)
except KeyError as e: print('KeyError')
try: weakref.WeakSet().pop()
except KeyError as e: print(e)
m = weakref.WeakMethod(c.m); print(m()(), m == weakref.WeakMethod(c.m), hash(m) == hash(weakref.WeakMethod(c.m))); del c; print(m())
try: weakref.WeakMethod(print)
except TypeError as e: print(e)
f = weakref.finalize(b, print, 'fin', b=1) if 0 else weakref.finalize(b, print, 'fin'); print(f.alive, f.peek()[1:], f.atexit, repr(f)[:9]); f2 = weakref.finalize(b, print, 'fin2'); print(f.detach()[1:], f.alive, f(), f2()); f3 = weakref.finalize(b, print, 'fin3'); f4 = weakref.finalize(b, print, 'fin4'); del b; print(f3.alive, f4.alive, f3())
try: weakref.finalize(C(1))
except TypeError as e: print(e)
try: weakref.finalize(5, print)
except TypeError as e: print(e)
class R(weakref.ref):
    __slots__ = ('tag',)
    def __new__(cls, o, cb=None, tag=None): return super().__new__(cls, o, cb)
    def __init__(self, o, cb=None, tag=None): super().__init__(o, cb); self.tag = tag
c = C(1); r = R(c, None, 't'); r2 = R(c); print(r.tag, r is r2, r == r2, hash(r) == hash(c), r() is c, weakref.getweakrefcount(c), len(weakref.getweakrefs(c)), isinstance(r, weakref.ReferenceType), R.__mro__[1].__name__)
class Sub(weakref.ref): pass
q = Sub(c); q.attr = 1; print(q.attr, weakref.ref(c) is weakref.ref(c), weakref.ref(c, print) is weakref.ref(c, print), weakref.proxy(c) is weakref.proxy(c))
print([type(x).__name__ for x in weakref.getweakrefs(c)], c.__weakref__ is not None, type(c.__weakref__) is weakref.ref)
try: c.__weakref__ = 1
except AttributeError as e: print(e)
class S: __slots__ = ('a', '__weakref__')
class T: __slots__ = ('a',)
o = S(); w = weakref.ref(o); print(w() is o, o.__weakref__ is w)
try: weakref.ref(T())
except TypeError as e: print(e)
class U(T): pass
u = U(); print(weakref.ref(u)() is u)
try:
    class Bad(S): __slots__ = ('__weakref__',)
except TypeError as e: print(e)
class H:
    def __eq__(self, o): return True
    __hash__ = None
h = H(); w1 = weakref.ref(h); w2 = weakref.ref(H()); 
try: hash(w1)
except TypeError as e: print(e)
print(w1 == weakref.ref(h, print), w1 == w2)
x = C(7); wx = weakref.ref(x); hx = hash(wx); del x; print(hash(wx) == hx, wx == wx, wx == weakref.ref(c), wx != wx)
y = C(8); wy = weakref.ref(y); del y
try: hash(wy)
except TypeError as e: print(e)
try: copy.deepcopy(wy); print(copy.copy(wy) is wy)
except Exception as e: print(type(e).__name__)
try:
    import pickle; pickle.dumps(wy)
except TypeError as e: print(str(e).replace('weakref.ReferenceType', 'weakref'))
for lt in ('<', '<=', '>', '>='):
    try: eval('wx %s wy' % lt)
    except TypeError as e: print(str(e).replace('weakref.ReferenceType', 'weakref'))
log = []
c2 = C(); refs = [weakref.ref(c2, lambda r, i=i: log.append(i)) for i in range(3)]; p = weakref.proxy(c2, lambda r: log.append('proxy')); del refs[1]; del c2; print(log)
big = C(); many = [weakref.ref(big, lambda r: None) for _ in range(20000)]; del big; print(sum(r() is None for r in many))
it = weakref.WeakValueDictionary((i, C(i)) for i in range(3)); print(len(it))
objs = [C(i) for i in range(5)]; wv = weakref.WeakValueDictionary(enumerate(objs))
for i, key in enumerate(wv):
    if i == 1: del objs[3:]
print(len(wv))
