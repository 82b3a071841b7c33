O=collections.OrderedDict; Counter=ChainMap=None; deque=collections.deque; defaultdict=collections.defaultdict

def t(f, *a, **k):
    try: r = f(*a, **k)
    except Exception as e: print(type(e).__name__, e)
    else: print(repr(r))
o=O([('b',1),('a',2),('c',3)]); print(o, list(o), list(reversed(o)), o.keys(), o.values(), o.items(), len(o), 'a' in o, o['a'])
o.move_to_end('b'); print(o); o.move_to_end('c',last=False); print(o); t(o.move_to_end,'zz'); t(O().move_to_end,'x')
print(o.popitem(), o, o.popitem(last=False), o); t(O().popitem); o['z']=9; o['a']=5; print(o); del o['a']; print(o); t(o.__delitem__,'q'); t(o.pop,'q'); t(o.pop,'q',7); t(o.pop,'z'); print(o, O(), bool(O()))
o=O(a=1,b=2); o.update(c=3); o.update({'d':4}); o.update([('e',5)]); o.update(O(f=6)); print(o); t(o.update,1,2); t(o.update,[(1,)]); t(o.update,[(1,2,3)]); t(o.update,5); t(O,1,2); t(O,5)
print(o==O(o), o==dict(o), O(a=1,b=2)==O(b=2,a=1), O(a=1,b=2)=={'b':2,'a':1}, o!=O()); t(lambda:o<o); t(hash,o)
def mut():
    o=O(a=1,b=2)
    for k in o: o['c']=1
t(mut)
def mut2():
    o=O(a=1,b=2)
    for k in o: del o[k]
t(mut2)
def mut3():
    o=O(a=1,b=2,c=3)
    for k in o: o.move_to_end('a')
t(mut3)
print(O.fromkeys('abc',0), list(o.items())[:2], list(reversed(o.items()))[:2], o.keys()&{'a'}, o.items()==dict(o).items(), o.keys()=={'a'}); o.clear(); print(o, list(o)); o['q']=1; print(o)
class P(O):
    def __setitem__(s,k,v): print('set',k); O.__setitem__(s,k,v)
    def __delitem__(s,k): print('del',k); O.__delitem__(s,k)
p=P(a=1); p['b']=2; p.update(c=3); p.pop('a'); p.popitem(); p.setdefault('z',1); print(p, p.copy())
class L(O): pass
print(L(a=1))
o=O()
for i in range(100): o[i]=i
for i in range(0,100,2): del o[i]
for i in range(1,50,4): o.move_to_end(i)
print(list(o), o.popitem(last=False), len(o))
for i in range(1000): o[i]=1; o.popitem(last=False)
print(len(o), list(o)[:5])
it=iter(O(a=1,b=2)); next(it); print(list(it), list(it)); print(it.__reduce__() if 0 else type(it))
