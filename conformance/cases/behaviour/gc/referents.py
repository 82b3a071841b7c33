# from 3.8
# What gc.get_referents shows of an object of each type, in the order of the release.
import gc, sys, weakref, types, functools, collections, itertools
class N:
    def __init__(s): s.a=1; s.b='x'
class Sl: __slots__=('p','q')
class Sub(list): pass
class DSub(dict): pass
class Ex(Exception): pass
def f(a, b=(1,2), *, c=3) -> int:
    "doc"
    x=a
    def inner(): return x
    return inner
def g(x, y=1):
    z=[x]
    yield z
async def co(x): return x
async def ag(x): yield x
def names(o):
    r=gc.get_referents(o)
    return [x if isinstance(x,(str,int,type(None))) and not isinstance(x,bool) and len(repr(x))<12 else type(x).__name__ if not isinstance(x,type) else 'type '+x.__name__ for x in r]
n=N(); n2=N(); n2.__dict__; s=Sl(); s.p=1; s.q='q'
sub=Sub([1,2]); sub.at='v'; ds=DSub(k=1); ds.w=5
gg=g('arg'); gs=g('arg2'); next(gs)
c=co(5); a=ag(6); c.close()
e=Ex('m'); e.x=1
try: raise e
except Ex as e1: e=e1
clo=f('aa'); 
mixed={'a':1, 2:'b'}; strs={'a':'v','b':2}; ints={1:'x',2:'y'}; deld={'a':1,'b':2}; del deld['a']
part=functools.partial(f,1,c=2)
import operator
objs=dict(n=n,n2=n2,n2dict=n2.__dict__,s=s,sub=sub,ds=ds,gg=gg,gs=gs,c=c,a=a,e=e,f=f,clo=clo,cell=clo.__closure__[0],mixed=mixed,strs=strs,ints=ints,deld=deld,part=part,
 lst=[1,'b'],st={1},fs=frozenset({'z'}),meth=n.__init__,bm=[].append,sm=staticmethod(f),cm=classmethod(f),prop=property(f,None,f),
 it=iter([1]),tit=iter((1,)),dit=iter({1:2}),dki=iter({1:2}.items()),sit=iter({1}),en=enumerate([1]),zp=zip([1],(2,)),mp=map(len,[1]),fl=filter(None,[1]),rv=reversed([1]),
 sl=slice(1,'a'),wr=weakref.ref(n),px=weakref.proxy(n),mv=memoryview(b'a'),dv={1:2}.keys(),code=f.__code__,mod=types.ModuleType('m'),ns=types.SimpleNamespace(a=1),mpx=types.MappingProxyType({1:2}),
 dq=collections.deque([1,'x']),od=collections.OrderedDict(a=1),dd=collections.defaultdict(list,a=1),ct=collections.Counter('a'),cyc=itertools.cycle([1]),chain=itertools.chain([1],[2]),isl=itertools.islice([1],1),cnt=itertools.count(1,'a' and 2),rep=itertools.repeat('r',3),
 ig=operator.itemgetter(1,'a'),ag=operator.attrgetter('x'),mc=operator.methodcaller('m',1,k=2),cl=Sl,exc=ValueError('a',1),ke=KeyError('k'),imp=ImportError('m',name='n'),su=super(N,n),
 rng=range(3),ga=(list[int] if sys.version_info>=(3,9) else 1),un=((int|str) if sys.version_info>=(3,10) else 1), tb=e.__traceback__, fr=gs.gi_frame)
for k,o in objs.items():
    try: print(k, names(o), gc.is_tracked(o))
    except Exception as ex: print(k, type(ex).__name__, ex)
print([type(x).__name__ for x in gc.get_referents(N)][:30])
