# lists, dicts, sets, strings: growing, slicing, merging, resizing
a = [i for i in range(50)]
a.extend(range(20))
a[3:7] = ['x'] * 9
del a[::3]
a.insert(2, a[:])
a.sort(key=str)
d = {}
for i in range(60):
    d['k%d' % i] = [i, str(i)]
for i in range(0, 60, 2):
    del d['k%d' % i]
d.update(zip('abc', range(3)), z=9)
e = {**d, 'q': 1} | {'r': 2}
s = {x % 7 for x in range(30)} | {'a', (1, 2)}
s ^= {1, 2, 99}
f = frozenset(s)
t = tuple(a) + (1, 2)
text = ','.join(str(x) for x in range(30)).upper().replace('1', 'one').split('one')
b = bytearray(b'abc') * 5
b[2:4] = b'zzzz'
n = 3 ** 80 // 7 + (1 << 100)
print(len(a), len(d), len(e), len(s), len(f), len(t), len(text), bytes(b), n)
print('%s-%r-%5.2f' % ('a', [1], 2.5), f'{d["z"]:>4}|{n:,}', '{0}{x}'.format(1, x=2))
print(sorted(d)[:5], list(reversed(t))[:2], dict(list(e.items())[:2]), max(s, key=str), a[-3:])
