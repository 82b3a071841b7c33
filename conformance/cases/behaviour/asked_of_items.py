# from 3.11
# What containers ask of their items, and in which order: hashes, comparisons, iteration.
import collections
log=[]
class E:
    def __init__(s,n): s.n=n
    def __eq__(s,o): log.append('eq%d'%s.n); return isinstance(o,E) and o.n==s.n
    def __hash__(s): log.append('h%d'%s.n); return s.n%3
    def keys(s): log.append('keys'); return ['a',s]
    def __getitem__(s,k): log.append('get'); return 1
    def __iter__(s): log.append('iter'); return iter((0,1,2))
    def __index__(s): log.append('index'); return s.n
def t(what,f):
    log.clear()
    try: r=f()
    except Exception as e: r=repr(e)
    print(what, type(r).__name__ if not isinstance(r,(bool,str,int)) else r, log)
e=E(1)
mk=dict(d=lambda:{E(i):i for i in range(4)}, od=lambda:collections.OrderedDict([(E(1),1),('b',E(2)),(3,4)]), dd=lambda:collections.defaultdict(int,{E(1):2,'a':1}))
for n,f in mk.items():
    x=f(); t(n+' {**x,**e}', lambda: {**x,**e})
    x=f(); t(n+' {**x}', lambda: {**x})
    x=f(); t(n+' f(**x)', lambda: (lambda **k:1)(**x))
    x=f(); t(n+' update', lambda: x.update(a=e))
    x=f(); t(n+' update e', lambda: x.update({e:1}))
    x=f(); t(n+' dict', lambda: dict(x))
    if n != 'od':
        x=f(); t(n+' copy', lambda: x.copy())
    x=f(); t(n+' |', lambda: x|{e:2})
    if n != 'od':
        x=f(); t(n+' pop', lambda: x.pop(e,1))
    x=f(); t(n+' setdefault', lambda: x.setdefault(e,1))
    x=f(); t(n+' in values', lambda: e in x.values())
    x=f(); t(n+' items', lambda: (e,e) in x.items())
    x=f(); t(n+' eq', lambda: x=={k:e for k in list(x)})
    x=f(); t(n+' keys&', lambda: x.keys()&e)
    x=f(); t(n+' keys-', lambda: x.keys()-{e})
    x=f(); t(n+' fromkeys', lambda: dict.fromkeys(x,e))
    x=f(); t(n+' reversed', lambda: list(reversed(x)))
    x=f(); t(n+' eval', lambda: eval('a',{},x))
    x=f(); t(n+' popitem', lambda: x.popitem()[0] and 1)
    x=f(); t(n+' Counter', lambda: collections.Counter(x) and 1)
s=lambda:{E(i) for i in range(4)}
for n in 'issubset issuperset isdisjoint union intersection difference symmetric_difference intersection_update update'.split():
    x=s(); t('set '+n, lambda: getattr(x,n)(e))
    x=s(); t('set '+n, lambda: getattr(x,n)([e,1,'a']))
for n in ('|','&','-','^','==','<=','>='):
    x=s(); t('set '+n, lambda: eval('x%s y'%n,{'x':x,'y':{e,1}}))
for ml in (None,4):
    q=lambda: collections.deque([E(i) for i in range(4)],ml)
    for n,f in dict(index=lambda x:x.index(e),count=lambda x:x.count(e),remove=lambda x:x.remove(e),in_=lambda x:e in x,eq=lambda x:x==collections.deque([e]*4),lt=lambda x:x<collections.deque([e]*4),insert=lambda x:x.insert(e,1),mul=lambda x:x*e,add=lambda x: x+collections.deque([e])).items():
        x=q(); t('deque '+n, lambda: f(x))
t('from_bytes', lambda: int.from_bytes(e,'big')); t('bytes', lambda: bytes(e)); t('ba', lambda: bytearray(e)); x=bytearray(b'abc'); t('extend', lambda: x.extend(e)); t('iadd', lambda: x.__iadd__(e)); t('slice', lambda: x.__setitem__(slice(0,1),e)); t('join', lambda: x.join(e)); t('in', lambda: e in x); t('center', lambda: x.center(e)); t('find', lambda: x.find(b'a',e)); t('slicelist', lambda: [1,2,3].__setitem__(slice(None,None,2),e))

for n in 'issubset','issuperset':
  for o in (e,[e,1,'a'],[5,e,1],{e:1},frozenset([e]),[],(x for x in (7,e))):
    x={E(i) for i in range(4)}; log.clear(); print(n, type(o).__name__, getattr(x,n)(o), log)
