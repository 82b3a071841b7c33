import gc, sys, weakref
it=gc.is_tracked
print(it([]),it({}),it({1:2}),it({'a':[]}),it(set()),it(frozenset()),it(()),it((1,2)),it(tuple([1,2])),it(iter([])),it({}.keys()),it(slice(1)),it(range(3)),it(iter(range(3))),it(enumerate([])),it(zip()),it(map(len,[])),it(dict(a=1)),it(dict(a=[])),it({'a':(1,)}))
t=(1,2); d={'a':1}; d2={'a':[]}; gc.collect(); print(it(t),it(d),it(d2)); d2.clear(); d2['x']=1; print(it(d2)); gc.collect(); print(it(d2))
n=tuple([tuple([1]),tuple([2])]); print(it(n)); gc.collect(); print(it(n), it(n[0])); gc.collect(); print(it(n))
class W(list): pass
class D(dict): pass
class S(set): pass
def cyc(make):
    o=make(); r=weakref.ref(o); del o; return r
def f1():
    w=W(); w.append(w); return w
def f2():
    d=D(); d['me']=d; return d
def f3():
    s=S(); s.x=s; return s
def f4():
    w=W(); w.append((w,)); return w
def f5():
    w=W(); w.append(iter([w])); return w
def f6():
    w=W(); w.append({'k':{1:w}}.items()); return w
def f7():
    w=W(); w.append(zip([w],[w])); w.append(map(len,[w])); w.append(enumerate([w])); w.append(filter(None,[w])); w.append(reversed([w])); w.append(iter({1:w}.values())); w.append(iter(w.append, w)); w.append(slice(w)); return w
gc.disable()
for f in (f1,f2,f3,f4,f5,f6,f7):
    r=cyc(f); a=r() is None; n=gc.collect(); print(f.__name__, a, r() is None, n)
l=[]
for i in range(5): l.append(l)
print(sys.getrefcount(l)); del l; print(gc.collect())
print(gc.collect())
x=[1,2,3]; print(sys.getsizeof(x), sys.getsizeof([]), sys.getsizeof({}), sys.getsizeof({1:2}), sys.getsizeof(set()), sys.getsizeof(()), sys.getsizeof((1,)), sys.getsizeof(range(3)), sys.getsizeof(iter([])), sys.getsizeof(slice(1)), sys.getsizeof({}.keys()), sys.getsizeof(enumerate([])), sys.getsizeof(zip()), sys.getsizeof(frozenset()))
print([sys.getsizeof(iter(o)) for o in ([],(),{},set(),range(3),range(10**30),'a',b'')], sys.getsizeof(iter({}.items())), sys.getsizeof(reversed([])), sys.getsizeof(map(len,[])), sys.getsizeof(filter(len,[])))
log=[]
class T:
    def __init__(s,n): s.n=n
    def __del__(s): log.append(s.n)
def run(x):
    log.clear(); del x; print(log)
def mk(f):
    log.clear(); f(); print(log)
mk(lambda: [T(1),T(2),T(3)]); mk(lambda: (T(1),T(2),T(3))); mk(lambda: {1:T(1),2:T(2),3:T(3)}); mk(lambda: {'a':T(1),'b':T(2)}.clear())
def g():
    l=[T(i) for i in range(6)]; l[1:4]=[]; log.append('|'); del l[::2]; log.append('|'); l.clear()
mk(g)
def g():
    d={i:T(i) for i in range(4)}; d[2]=None; log.append('|'); d.pop(1); d.popitem(); d.update({0:5}); log.append('|')
mk(g)
def g():
    x=[]
    for i in range(200): x=[x,T(i)]
mk(g)
def g():
    x=()
    for i in range(200): x=(T(i),x)
mk(g)
def g():
    x={}
    for i in range(120): x={1:x,2:T(i)}
mk(g)
x=None
for i in range(300000): x=[x]
del x
x=None
for i in range(300000): x=(x,)
del x
x=None
for i in range(300000): x={1:x}
del x
x=None
for i in range(100000): x=frozenset([x])
del x
print('deep ok')
a=[1,2]; print(id([])==id([])); 
