def err(f, *a, **k):
    try:
        r = f(*a, **k)
        print('OK', r)
    except BaseException as e:
        print(type(e).__name__, e)
l = [3,1,2]
l.sort(); print(l)
l.sort(reverse=True); print(l)
l.sort(key=lambda x: -x); print(l)
print(sorted('hello'), sorted([3.5,1.25,2.0]), sorted([(1,'b'),(1,'a')]))
err(sorted, [1,'a'])
err(lambda: [].pop())
err(lambda: [1].pop(5))
err(lambda: [1].index(2))
err(lambda: [1].remove(2))
err(lambda: [1]['a'])
err(lambda: [1][5])
def f(): x=[1]; x[5]=1
err(f)
def f(): del [1][5]
err(f)
err(lambda: [1]+(1,))
err(lambda: [1]*'a')
err(lambda: [1]*2)
err(lambda: 2*[1,2])
def f(): x=[1,2,3]; x[::2]=[1]; return x
err(f)
def f(): x=[1,2,3,4,5]; x[1:3]=[9,9,9,9]; return x
err(f)
def f(): x=[1,2,3,4,5]; del x[::2]; return x
err(f)
def f(): x=[1,2,3,4,5]; del x[::-2]; return x
err(f)
def f(): x=[1,2,3,4,5]; x[1:4]=x; return x
err(f)
def f(): x=[1,2,3,4,5]; x[::-1]=x; return x
err(f)
def f(): x=[1,2,3,4,5]; x[1:1]='abc'; return x
err(f)
def f(): x=[1,2,3,4,5]; x[1:1]=5; return x
err(f)
def f(): x=[1,2,3,4,5]; x[::2]=5; return x
err(f)
err(list, 1); err(list, 1, 2); err(list, a=1)
err(lambda: [1].append())
err(lambda: [1].append(1,2))
err(lambda: [1].insert(1))
err(lambda: [1].insert('a', 1))
err(lambda: [1].pop('a'))
err(lambda: [1,2].pop(10**30))
err(lambda: [1,2][10**30])
err(lambda: [1].sort(1))
err(lambda: [1].sort(kex=1))
x=[1]; x.append(x); print(x)
t=([],); t[0].append(t); print(t)
d={}; d['a']=d; d['b']=[d]; print(d)
print([1,2,3]==[1,2,3],[1,2]<[1,2,3],[1,3]>[1,2,9],[1]!=[1], [1]==(1,))
print([[1,2],[3]] < [[1,2],[4]])
err(lambda: [1]<['a'])
class M:
    def __init__(s,v): s.v=v
    def __lt__(s,o):
        print('lt',s.v,o.v)
        return s.v<o.v
    def __repr__(s): return 'M%d'%s.v
print(sorted([M(3),M(1),M(2),M(5),M(4)]))
l=[M(2),M(1)]
class Evil:
    def __lt__(s,o):
        l2.append(1); return False
l2=[Evil(),Evil()]
err(l2.sort); print(len(l2))
def key(x): l3.append(3); return x
l3=[1,2]; err(l3.sort,key=key); print(l3)
def key(x): raise ValueError('k')
err(l3.sort,key=key); print(l3)
it=iter([1,2,3]); next(it); print(it.__length_hint__(), it.__reduce__())
it.__setstate__(0); print(list(it)); print(it.__reduce__())
r=reversed([1,2,3]); print(r.__length_hint__(), list(r), r.__reduce__())
print(list(reversed((1,2,3))), list(reversed('abc')))
err(reversed, 5); err(reversed, {1})
print((1,2)+(3,), (1,2)*2, ()+(1,), (1,2)[::-1], (1,2,3).index(3), (1,1,2).count(1))
err(lambda: (1,).index(5)); err(lambda: (1,)[3]); err(lambda: (1,)['a']); err(lambda: (1,)+[1])
err(tuple, 5); err(tuple, 1, 2)
print(hash((1,2,3)), hash(()), hash((1.5,'a'*0,None is None)), hash((-1,-2)), hash((1,(2,(3,)))))
err(hash, ([],))
t=(1,2); print(t*1 is t, t+() is t, t[:] is t, tuple(t) is t, ()+t is t)
print([1,2,3].copy(), [1,2,3].count(2)); l=[1,2,3]; l.reverse(); print(l); l.clear(); print(l)
l=[1,2,3]; l+= (4,5); l*=2; print(l); l.extend(l); print(l)
l=[1]; l.extend(x*x for x in range(5)); print(l)
print(list(map(lambda a,b:a+b,[1,2],[3,4])), list(filter(None,[0,1,2])), list(zip([1,2],'ab')), list(enumerate('ab',5)))
err(lambda: list(zip([1],[1,2],strict=True))); err(lambda: list(zip([1,2],[1],strict=True))); err(lambda:list(zip([1,2],[1,2],[1],strict=True)))
err(zip, 1); err(map, 1); err(map,len,1); err(filter,1); err(enumerate); err(enumerate,1); err(enumerate,[],'a'); err(zip,a=1)
print(slice(1,2), slice(None), slice(1,10,2).indices(5), slice(None,None,-1).indices(5))
err(hash, slice(1)); err(slice); err(slice,1,2,3,4); err(lambda: [1][::0]); err(lambda: slice(1,2,0).indices(4)); err(lambda: [1]['a':])
print(slice(1)==slice(1), slice(1)<slice(2))
import_=0
print(list(iter(lambda c=[0]: c.append(1) or len(c), 4)))
print(next(iter([]), 'd')); err(next, iter([])); err(next, 5); err(iter, 5); err(iter, 5, 5)
class S:
    def __getitem__(s,i):
        if i>3: raise IndexError
        return i*i
    def __len__(s): return 4
print(list(S()), list(reversed(S())), 4 in S(), 5 in S())
print([1,2,3].__contains__(2), [1,2].__len__(), [].__sizeof__(), [1].__sizeof__())
print(list[int], tuple[int,str], dict[str,int], set[int])
for n in (0,1,2,3,4,5,8,9,16,17):
    l=[]
    for i in range(n): l.append(i)
    print(n, l.__sizeof__(), list(range(n)).__sizeof__(), [*range(n)].__sizeof__(), (l+l).__sizeof__(), sorted(l).__sizeof__(), l[:].__sizeof__())
class L(list): pass
x=L([1,2]); x.a=5; print(x, x.a, x==[1,2], L.__mro__, type(x+[3]), x*2)
class T(tuple): pass
x=T([1,2]); x.a=5; print(x, x.a, x==(1,2), type(x+(3,)), type(x[:]), T()==())
err(lambda: [].__init__(1))
