def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
R = random.Random
r=R(42); print(r.random(), r.getrandbits(100), r.getrandbits(5))
r=R(2**100+5); print([r.random() for _ in range(3)], r.getrandbits(33))
print(R(-7).random(), R(7).random(), R(1.5).random(), R(0).random())
r=R(0); s=r.getstate(); a=[r.random() for i in range(700)]; r.setstate(s); print(a==[r.random() for i in range(700)], s[:3], s[-1], len(s))
t(lambda: r.getrandbits(-1)); t(lambda: r.getrandbits(0)); t(lambda: r.getrandbits(64)); t(lambda: r.getrandbits(65))
t(lambda: R(1).setstate(1)); t(lambda: R(1).setstate((1,)))
t(lambda: R(1).setstate((1,)*625)); t(lambda: R(1).setstate((-1,)*625)); t(lambda: R(1).setstate((2**70,)*625)); t(lambda: R(1).setstate((1,)*624+(700,)))
t(lambda: R(a=1)); t(lambda: r.seed(3)); t(lambda: r.random())
a=[1,3,3,5]
print(bisect.bisect_right(a,3), bisect.bisect_left(a,3), bisect.bisect_right(a,3,0,2), bisect.bisect_right(a,-3,key=lambda v:-v))
bisect.insort_right(a,4); bisect.insort_left(a,3.0); bisect.insort_right(a, -1, key=abs); print(a)
t(lambda: bisect.bisect_right(a,3,-1)); t(lambda: bisect.bisect_right()); t(lambda: bisect.bisect_right(a,'x')); t(lambda: bisect.bisect_right(5,5)); t(lambda: bisect.bisect_right(a,3,hi=2)); t(lambda: bisect.bisect_right(a,3,0,2,None))
q=R(9); h=[q.getrandbits(20) for i in range(500)]; c=sorted(h); heapq.heapify(h); print(h[:10])
print([heapq.heappop(h) for i in range(500)]==c)
for x in c[::-1]: heapq.heappush(h,x)
print(h[:10], heapq.heappushpop(h,-1), heapq.heapreplace(h,5)==c[0]); heapq._heapify_max(h); print(h[:10], heapq._heappop_max(h)==c[-1], heapq._heapreplace_max(h, 0)==c[-2])
t(lambda: heapq.heappop([])); t(lambda: heapq.heappop(())); t(lambda: heapq.heappush((),1)); t(lambda: heapq.heapreplace([],1)); t(lambda: heapq.heappush([1])); t(lambda: heapq.heappush([1],'a'))
class Shrinks:
    def __lt__(self, other): del h[3:]; return False
h=[Shrinks() for i in range(8)]; t(lambda: heapq.heapify(h))
v=contextvars.ContextVar('v',default=5); w=contextvars.ContextVar('w')
print(v.get(), v.get(6), v.name); t(lambda: w.get(3)); tok=v.set(10); print(v.get(), tok.old_value, tok.var is v); v.reset(tok); print(v.get())
print(str(tok)[:12])
def f(x):
    v.set(x); return v.get()
c=contextvars.copy_context(); print(c.run(f,7), v.get(), c[v], c.get(w), v in c, len(c), [k.name for k in c], list(c.values()))
try: c.run(lambda: c.run(f,1))
except RuntimeError as e: print(str(e)[:30])
try: v.reset(tok)
except RuntimeError as e: print(str(e)[-27:])
t(lambda: contextvars.Token()); t(lambda: contextvars.ContextVar(1)); t(lambda: c[1]); t(lambda: c==c.copy()); t(lambda: c.run()); t(lambda: c.run(lambda: 1/0)); t(lambda: c.run(f, 8))
class A: pass
a=A(); r=weakref.ref(a); p=weakref.proxy(a); print(weakref.getweakrefcount(a), weakref.getweakrefs(a)[0] is r, weakref.getweakrefs(5))
dead={'k': r, 'l': weakref.ref(A)}; weakref._remove_dead_weakref(dead,'k'); print(len(dead)); del a; weakref._remove_dead_weakref(dead,'k'); weakref._remove_dead_weakref(dead,'l'); print(len(dead), r())
t(lambda: weakref._remove_dead_weakref({1: 2}, 1)); t(lambda: weakref.proxy(5)); t(lambda: p.x)
for o in [None,1,-5,2**40,-2**100,1.5,1j,'a','\xe9'*300,b'abc',(1,2),[1,[2]],{1:2,'a':None},{1},frozenset([5]),...,True,StopIteration,'x'*300,'\ud800',bytearray(b'q')]:
    for version in (4, 2, 1, 0):
        b=marshal.dumps(o, version); print(b[:40] if version < 3 else len(b), marshal.loads(b)==o)
b=marshal.dumps([o:=(1,'aaa b'),o]); print(b[:7]); l=marshal.loads(b); print(l[0] is l[1])
t(lambda: marshal.loads(b'')); t(lambda: marshal.loads(b'i1')); t(lambda: marshal.loads(b'\0')); t(lambda: marshal.dumps(A())); t(lambda: marshal.loads(b'r\0\0\0\0'))
l=[]; l.append(l); t(lambda: marshal.dumps(l,2))
def fn(a,b=2,*c,**d): return [a+b+i for i in c]
fn.__code__=marshal.loads(marshal.dumps(fn.__code__)); print(fn(1,2,3))
