def err(f, *a, **k):
    try:
        r = f(*a, **k)
        print('OK', r)
    except BaseException as e:
        print(type(e).__name__, e, e.args)
s={3,1,2}; print(s, frozenset(s), set(), frozenset())
s.add(10); s.discard(99); s.remove(1); err(s.remove,1); err(s.remove,[]); err(s.add,{}); err(lambda: set().pop())
print(s|{5}, s&{2,3}, s-{2}, s^{2,77}, s.union([1],[2]), s.intersection([2,3],[3]), s.difference([2],[3]), s.symmetric_difference([2,50]))
err(lambda: s|[1]); err(lambda: s-[1]); err(lambda: s<[1])
def f(): 
    global s; s|=[1]
err(f)
print(s<={2,3,10}, s<s, s>={2}, s=={2,3,10}, s!={1}, {1}<{1,2}, s.issubset(range(20)), s.issuperset([2]), s.isdisjoint([5]), s.isdisjoint({2}))
s.update([1,2],'ab'); print(len(s)); s.intersection_update({1,2,3}); print(s); s.difference_update([1]); print(s); s.symmetric_difference_update([2,9]); print(s)
s&={9,3}; s|={4}; s-={3}; s^={4,5}; print(s)
print({1,2}=={1,2}, {1,2}==frozenset([1,2]), hash(frozenset([1,2,3])), hash(frozenset()), hash(frozenset(range(100))), hash(frozenset([-1,-2,0,'a'*0])))
print({frozenset([1])}, {1} in {frozenset([1])}); x={frozenset([1])}; x.remove({1}); print(x)
print(list(set(range(20))), list({i*37%101 for i in range(50)}), list({-i for i in range(10)}), list(set([8,16,24,32,1,9])))
s=set()
for i in range(1000): s.add(i*i%997)
for i in range(0,997,3): s.discard(i)
for i in range(5): s.pop()
print(sum(s), list(s)[:20], s.__sizeof__())
for n in (0,4,5,18,19,76,77): print(n, set(range(n)).__sizeof__(), {*range(n)}.__sizeof__(), frozenset(range(n)).__sizeof__(), set(list(range(n))).__sizeof__(), set(dict.fromkeys(range(n))).__sizeof__(), set(set(range(n))).__sizeof__())
def f():
    s={1,2,3}
    for x in s: s.add(x+100)
err(f)
it=iter({1,2}); next(it); print(it.__length_hint__(), it.__reduce__())
err(set,1); err(set,1,2); err(set,a=1); err(frozenset,1,2); err(frozenset,a=1)
class S(set): pass
x=S([1]); x.a=1; print(x, x|{2}, type(x|{2}), type(x.copy()), S([2])-{1}, type(S([2])-{1}), x.__reduce__())
f=frozenset([1]); print(f.copy() is f, frozenset(f) is f, type(f|{2}), type({2}|f)); err(lambda: f.add(1)); f|={3}; print(f)
x={1}; x.add(x.__class__); print(len(x))
print(sorted({1,2,3}-{2}), {1,2}.__contains__(1), set('hello')==set('olleh'))
class K:
    def __init__(s,v): s.v=v
    def __hash__(s): return 1
    def __eq__(s,o): print('eq',s.v,getattr(o,'v',o)); return s.v==o.v
    def __repr__(s): return 'K%d'%s.v
a={K(1),K(2)}; print(a); a.add(K(2)); a.discard(K(1)); print(a, K(2) in a)
print(set().union(), {1}.intersection(), {1}.difference(), {1,2,3}.__and__([1]))
import_=1
print({1,2,3}.__repr__(), {1}.__iter__().__class__)
s1=set(range(8)); s1.discard(3); s1.discard(4); s1.add(11); s1.add(19); print(list(s1))
print(list({'a':1}.keys()|{'a'}))
