s={0,8,16}; s.discard(0); s.discard(8); s.add(24); s.add(1<<20); print(list(s))
s=set(range(60)); 
for i in range(10,25): s.discard(i)
s.add(10+128); s.add(12+128); print(list(s))
if 1: pass
st=[12345]
def rnd():
    st[0]=(st[0]*1103515245+12345)%2147483648
    return st[0]>>8
s=set()
for i in range(3000):
    k=rnd()%400
    if rnd()%2: s.add(k*131)
    else: s.discard(k*131)
    if i%50==0: print(list(s)[:40])
