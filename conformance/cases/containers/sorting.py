x=12345
L=[]
for i in range(3000):
    x = (x * 1103515245 + 12345) % 2147483648
    L.append(x>>10)
class K:
    n=0
    def __init__(s,v): s.v=v
    def __lt__(s,o): K.n+=1; return s.v<o.v
for data in (L, [v%10 for v in L], sorted(L)+L[:100], sorted(L,reverse=True), [v//100*100 for v in sorted(L)][:1000]+L[:500]+list(range(1000)), list(range(500))*4):
    K.n=0
    ks=[K(v) for v in data]
    idx={id(k):i for i,k in enumerate(ks)}
    ks.sort()
    print(K.n, hash(tuple(idx[id(k)] for k in ks)))
    K.n=0; ks.sort(reverse=True); print(K.n, hash(tuple(idx[id(k)] for k in ks)))
    print(hash(tuple(sorted(data))), hash(tuple(sorted(data,key=lambda v:-v))), hash(tuple(sorted(map(str,data)[:5] if 0 else [float(v) for v in data],reverse=True))))
print([x for x in sorted([(v%7,str(v)) for v in L[:50]])][:10])
class Bad:
    c=0
    def __init__(s,v): s.v=v
    def __lt__(s,o):
        Bad.c+=1
        if Bad.c==lim: raise ValueError
        return s.v<o.v
for lim in (1,5,50,500,1500,2500):
    Bad.c=0
    bs=[Bad(v) for v in (L[:100]+sorted(L[:300])+L[:100])]
    try: bs.sort()
    except ValueError: pass
    print(lim, [b.v for b in bs]==sorted(b.v for b in bs), hash(tuple(b.v for b in bs)))
