def t(f, *a, **k):
    try: r = f(*a, **k)
    except Exception as e: print(type(e).__name__, e)
    else: print(r)
I = itertools
def L(f,*a,**k):
    try: return print(list(f(*a,**k)))
    except Exception as e: print(type(e).__name__, e)
L(I.chain,[1,2],'ab',range(3)); L(I.chain.from_iterable,[[1],[2,3]]); L(I.chain,5); L(I.chain)
L(I.islice,range(100),5); L(I.islice,range(100),2,20,5); L(I.islice,range(5),None,None,2); L(I.islice,range(5),-1); L(I.islice,range(5),0,3,0); L(I.islice,'abc',1,None)
L(I.accumulate,range(6)); L(I.accumulate,[1,2,3],lambda a,b:a*b); L(I.accumulate,[1,2,3],initial=10); L(I.accumulate,[],initial=10); L(I.accumulate)
L(I.combinations,range(4),2); L(I.combinations,'abc',0); L(I.combinations,'ab',3); L(I.combinations,'ab',-1); L(I.combinations_with_replacement,'abc',2); L(I.combinations_with_replacement,'',2); L(I.combinations_with_replacement,'',0)
L(I.permutations,range(3)); L(I.permutations,range(4),2); L(I.permutations,'ab',5); L(I.permutations,[]); 
L(I.product,'ab',[1,2]); L(I.product,[0,1],repeat=3); L(I.product); L(I.product,'ab',repeat=0); L(I.product,[],'a'); L(I.product,'a',repeat=-1); L(I.product,'a',foo=1)
L(I.compress,'abcdef',[1,0,1,0,1,1]); L(I.dropwhile,lambda x:x<3,range(6)); L(I.takewhile,lambda x:x<3,range(6)); L(I.filterfalse,lambda x:x%2,range(6)); L(I.filterfalse,None,[0,1,'',2]); L(I.starmap,pow,[(2,3),(3,2)]); L(I.starmap,pow,[[2,3]])
L(I.zip_longest,'abc',[1],fillvalue='-'); L(I.zip_longest,'abc',[1]); L(I.zip_longest); L(I.pairwise,range(4)); L(I.pairwise,[1]); L(I.zip_longest,'a',foo=1)
L(I.repeat,5,3); L(I.repeat,5,-2); print(I.repeat(5), I.repeat(5,3), I.count(), I.count(1,2), I.count(1.5)); 
c=I.count(10); print(next(c),next(c),c); c=I.count(1,-1); print(next(c),next(c)); c=I.count(0.5,0.25); print(next(c),next(c),next(c)); t(I.count,'a')
cy=I.cycle('abc'); print([next(cy) for _ in range(8)])
for k,g in I.groupby('AAABBCAA'): print(k,list(g))
for k,g in I.groupby(range(10),lambda x:x//4): print(k,list(g))
gs=[(k,g) for k,g in I.groupby('AABB')]; print([(k,list(g)) for k,g in gs])
a,b=I.tee(range(5)); print(next(a),next(a),list(b),list(a)); a,b,c=I.tee('abc',3); print(list(a),list(b),list(c)); print(I.tee([],0)); t(I.tee,[],-1); t(I.tee,5)
a,b=I.tee(range(200)); print(sum(a),sum(b))
t(I.chain, x=1); t(I.islice); t(I.groupby); t(I.compress,[1]); t(I.takewhile,1); t(I.permutations); t(I.cycle); t(I.cycle,5)
print(I.count(5).__reduce__(), I.repeat(1,2).__reduce__())
F=functools
p=F.partial(int,base=2); print(p('101'), p.func, p.args, p.keywords, p)
q=F.partial(p, '11'); print(q(), q.func, q.args, q.keywords); t(F.partial); t(F.partial, 5)
print(F.partial(print,1,2,sep='-')); F.partial(print,1,2)(3)
q.x=5; print(q.x, q.__dict__)
print(F.reduce(lambda a,b:a+b,[1,2,3]), F.reduce(lambda a,b:a+b,[],7)); t(F.reduce,lambda a,b:a,[]); t(F.reduce,1); t(F.reduce,1,2)
K=F.cmp_to_key(lambda a,b:b-a); print(sorted([3,1,2],key=K)); t(lambda:K(1)<5); print(K(1)<K(2),K(1)==K(1)); t(hash,K(1))
lw=F._lru_cache_wrapper
class Info:
    def __init__(s,*a): s.a=a
    def __repr__(s): return 'Info'+str(s.a)
calls=[]
def f(x,*a,**k): calls.append(x); return x*2
c=lw(f,2,False,Info); print(c(1),c(1),c(2),c(3),c(1),calls,c.cache_info()); c.cache_clear(); print(c.cache_info())
c=lw(f,None,True,Info); print(c(1),c(1.0),c(1,k=2),c(1,k=2),c.cache_info())
c=lw(f,0,False,Info); print(c(1),c(1),c.cache_info())
t(c,[]) ; c=lw(f,5,False,Info); t(c,[]); t(lw,1,2,3,4); t(lw,f,'a',False,Info)
class A:
    @F.partial(lw, maxsize=None, typed=False, cache_info_type=Info)
    def m(self,x): return (x,)
a=A(); print(a.m(3), a.m(3), A.m.cache_info())
O=operator
print(O.add(1,2),O.itemgetter(1)([5,6]),O.itemgetter(0,2)('abc'),O.attrgetter('real')(3),O.attrgetter('real.imag','imag')(3),O.methodcaller('upper')('ab'),O.methodcaller('split',',',maxsplit=1)('a,b,c'))
print(O.itemgetter(1),O.itemgetter(1,2),O.attrgetter('a.b'),O.methodcaller('x',1,k=2)); t(O.itemgetter); t(O.attrgetter,5); t(O.methodcaller); t(O.methodcaller,5)
print(O.contains([1,2],2),O.countOf([1,1,2],1),O.indexOf([1,2],2),O.not_(0),O.truth([]),O.index(5),O.concat([1],[2]),O.iconcat([1],[2]),O.length_hint([1,2]),O.is_(None,None),O.pow(2,3)); t(O.indexOf,[1],5); t(O.add,1); t(O.concat,1,2); t(O.index,1.5)
l=[1,2,3]; O.setitem(l,0,9); O.delitem(l,1); print(l,O.getitem(l,0),O.lt(1,2),O.inv(5),O.matmul)
D=collections.deque
d=D([1,2,3]); d.append(4); d.appendleft(0); print(d,len(d),d[0],d[-1],d[2]); d.rotate(2); print(d); d.rotate(-1); print(d); d.extend('ab'); d.extendleft('xy'); print(d)
print(d.pop(),d.popleft(),d.count(1),d.index(2)); d.remove(2); print(d); d.reverse(); print(d); d.insert(1,'i'); print(d); del d[0]; print(d); d[0]='z'; print(d, 'z' in d, 99 in d)
print(D(range(5),3),D(maxlen=2),D('abc')==D('abc'),D('abc')<D('abd'),D('ab')+D('c'),D('ab')*2,D('abc',2)*3, D([1],5).maxlen); e=D('ab'); e*=3; print(e); e+='q'; print(e)
t(d.remove,'nope'); t(d.index,'nope'); t(D().pop); t(D().popleft); t(lambda:D()[0]); t(D,1); t(D,[],-1); t(D,[],'a'); t(hash,D()); t(lambda:D()+[1])
d=D(range(300)); print(d[150],d[299],d[64],sum(d),list(reversed(d))[:3]); 
for i in range(250): d.popleft()
print(len(d), d[0]); 
for i in range(100): d.appendleft(i)
print(d[0], d[99],d[100], len(d)); d.clear(); print(d, bool(d), d.copy())
def mut():
    d=D([1,2,3])
    for x in d: d.append(1)
t(mut)
d=D([1]); d.append(d); print(d)
def gen():
    d=D(); 
    for i in range(100000): d.append(i)
    s=0
    while d: s+=d.popleft()
    return s
print(gen())
dd=collections.defaultdict(list); dd['a'].append(1); print(dd, dd['b'], dd.default_factory, dd.copy(), dict(dd)); t(collections.defaultdict,5); e=collections.defaultdict(None,a=1); print(e); t(lambda:e['zz']); print(collections.defaultdict(int,{1:2})|{3:4}); print(len(dd), dd.get('zz'))
m={}; collections._count_elements(m,'abracadabra'); print(m)
class T(tuple): x=collections._tuplegetter(0,'doc x')
print(T((1,2)).x, T.x, T.x.__doc__)
