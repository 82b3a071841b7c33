def err(f, *a, **k):
    try:
        r = f(*a, **k)
        print('OK', r)
    except BaseException as e:
        print(type(e).__name__, e, e.args)
d={'a':1,'b':2}
err(lambda: d['c']); err(lambda: d[[]]); err(lambda: {}.popitem()); err(lambda: d.pop('x')); print(d.pop('x',5))
err(lambda: d.pop()); err(dict, 1); err(dict, [1]); err(dict, [(1,2,3)]); err(dict,1,2); err(dict, [(1,2)], x=5)
print(dict(a=1), dict({'a':1}, b=2), dict([('x',1)]), dict(zip('ab',[1,2])))
print(d.get('a'), d.get('z'), d.get('z',1), d.setdefault('q',[]), d)
print(list(d), list(d.keys()), list(d.values()), list(d.items()), list(reversed(d)), list(reversed(d.items())), list(reversed(d.values())))
print(d.keys(), d.values(), d.items())
d.update({'a':5}, z=9); d.update([('m',1)]); print(d)
err(d.update, 5); err(d.update, 1, 2)
print(d|{'new':1}); d|={'n2':2}; print(d); d|=[('n3',3)]; print(d)
err(lambda: d|[1]); err(lambda: d|5)
print(dict.fromkeys('abc'), dict.fromkeys([1,2],0), dict.fromkeys({1:2,3:4}, 'v'), dict.fromkeys({5}, 'v'))
print({1:1}=={1:1}, {1:1}=={1:2}, {1:1}!={2:1}, {1:1}==[1]); err(lambda: {}<{})
def f():
    d={1:1,2:2}
    for k in d: d[k+10]=1
err(f)
def f():
    d={1:1,2:2}
    for k in d: del d[k]; d[k+10]=1
err(f)
def f():
    d={1:1,2:2}
    for k in d.items(): d.clear()
err(f)
class Dm(dict):
    def __missing__(s,k): return ('missing',k)
x=Dm(a=1); print(x['a'],x['b'],x, x.get('b')); x.attr=1
print(d.keys() & {'a','b'}, sorted(d.keys()|{'zz'}), d.keys()-{'a'}==set(d)-{'a'}, sorted(d.keys()^{'a','q9'}), d.keys()=={'a'}, {'a'}<=d.keys(), d.items()>= {('a',5)})
print(d.keys().isdisjoint([1,2]), d.keys().isdisjoint('a'), ('a',5) in d.items(), ('a',6) in d.items(), 5 in d.values())
print({1,2} & {1:0}.keys(), {1:0}.keys() & [1], [1]&{1:0}.keys() , {1:0,2:0}.keys()-[1], {1:0}.items()|[3])
print(d.keys().mapping)
err(lambda: hash({})); err(lambda: hash({}.keys())); err(lambda: {}.keys()<5); print({}.values()=={}.values())
it=iter({'a':1,'b':2}); next(it); print(it.__length_hint__(), it.__reduce__())
print(d.popitem()); print(len(d)); print('a' in d, 'zz' in d, d.__contains__('a')); 
d2=d.copy(); d2.clear(); print(d2, d!=d2)
class K:
    def __init__(s,v): s.v=v
    def __hash__(s): return 1
    def __eq__(s,o):
        print('eq',s.v,getattr(o,'v',o)); return s.v==getattr(o,'v',None)
    def __repr__(s): return 'K%s'%s.v
kd={K(1):1,K(2):2}; print(kd[K(2)]); print(K(3) in kd); kd[K(1)]=5; print(kd); del kd[K(1)]; print(kd)
class Mut:
    def __hash__(s): return 7
    def __eq__(s,o):
        md.clear(); return False
md={Mut():1}
print(md.get(Mut())); md[Mut()]=1; 
for n in (0,1,5,6,10,11,21,22,43):
    x={}
    for i in range(n): x[i]=i
    print(n,x.__sizeof__(), dict(x).__sizeof__(), x.copy().__sizeof__(), {**x}.__sizeof__())
class C: pass
a=C(); a.x=1; print(a.__dict__.__sizeof__()); b=C(); b.x=1; b.y=2; print(b.__dict__.__sizeof__(), a.__dict__.__sizeof__()); del b.x; print(b.__dict__, b.__dict__.__sizeof__())
c=C(); c.q=1; c.x=2; print(c.__dict__, list(c.__dict__), c.__dict__.__sizeof__(), a.__dict__, list(a.__dict__))
for i in range(10): setattr(a,'k%d'%i,i)
print(a.__dict__, a.__dict__.__sizeof__()); e=C(); e.m=1; print(e.__dict__.__sizeof__())
a.__dict__[5]=3; print(a.__dict__)
x=C(); x.__dict__.update(a=1,b=2); print(x.a, vars(x), x.__dict__.popitem(), x.__dict__)
print({1:'a',True:'b',1.0:'c'}, {0:1,False:2}, {'a':1,**{'b':2,'a':3}})
nan=float('nan'); print({nan:1}[nan])
x={}
for i in range(1000): x['k%d'%i]=i
for i in range(0,1000,3): del x['k%d'%i]
print(len(x), sum(x.values()), list(x)[:5], x.__sizeof__())
x={}
for i in range(100000): x[i*7919%100003]=i
print(len(x), sum(x)); print(all(x[k]==v for k,v in list(x.items())))
for i in range(-5,5): x[i]=i
print(x[-1],x[-2],x[-5])
big={10**20+i:i for i in range(10)}; print(big[10**20+3]); big={2**61-1:1, 0:2, -1:3,-2:4}; print(big)
print({(1,2):3}[(1,2)], {frozenset([1]):1}, {None:1,...:2})
def f(**k): return k
print(f(**{'a':1}), f(a=1,**{'b':2})); err(lambda: f(a=1,**{'a':2})); err(lambda: f(**{1:2})); err(lambda: f(**5))
