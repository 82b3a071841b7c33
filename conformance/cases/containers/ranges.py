def err(f, *a, **k):
    try:
        r = f(*a, **k)
        print('OK', r)
    except BaseException as e:
        print(type(e).__name__, e)
print(range(5), range(1,5), range(1,10,2), range(10,0,-3), list(range(10,0,-3)), len(range(10,0,-3)))
err(range); err(range,1,2,3,4); err(range,1,2,0); err(range,'a'); err(range,1.5); err(range, a=1); err(lambda: range(5)[9]); err(lambda: range(5)['a'])
print(range(5)[2], range(5)[-1], range(10)[2:8:2], range(10)[::-1], 3 in range(5), 5 in range(5), 2.0 in range(5), 'a' in range(5), True in range(5))
print(range(5).index(3), range(5).count(3), range(0)==range(2,2), range(0,3,2)==range(0,4,2), hash(range(5))==hash(range(0,5)), hash(range(5)))
err(range(5).index, 9); err(range(5).index,'a'); err(lambda: range(5)<range(6)); err(lambda: range(3)==[0,1,2])
b=10**20; r=range(b,b+5); print(r, list(r), len(r), r[2], b+1 in r, r.index(b+2), list(reversed(r)), r[::2])
err(len, range(b)); print(range(b)[b-1]); err(lambda: range(b)[b])
print(list(range(2**31-2,2**31+2)), list(range(-2**40,-2**40+3)), list(range(2**62,2**63+5,2**61)), list(reversed(range(2**40,2**40+3))))
it=iter(range(5)); next(it); print(it.__length_hint__(), it.__reduce__()); it.__setstate__(3); print(list(it)); print(list(it))
print(bool(range(0)), bool(range(1)), range(3).start, range(3).stop, range(3).step)
err(setattr, range(3),'start',1)
print(list(reversed(range(5))), sum(range(101)), max(range(5)), min(range(5)))
print(type(iter(range(3))).__name__, range(3).__reduce__())
