# from 3.10
# struct, array, memoryview: formats, casts, slices, errors.
import array, struct, sys, itertools, warnings
warnings.simplefilter("ignore")

FORMATS = ['b', 'B', '?', 'h', 'H', 'i', 'I', 'l', 'L', 'q', 'Q', 'n', 'N', 'e', 'f', 'd', 'c', 's', '5s', 'p', '6p', 'x', 'P', '3i', '2h0q', 'bhiq', '2c?', '0s']
VALUES = [0, 1, -1, 127, 128, 255, 2 ** 31, 2 ** 63, 1.5, -0.0, float('inf'), True, b'a', b'hello world', 'a', None]


def attempt(f):
    try:
        return f()
    except Exception as e:
        return f'{type(e).__name__}: {e}'


for order in ('', '@', '=', '<', '>', '!'):
    print(order or 'native', [attempt(lambda: struct.calcsize(order + f)) for f in FORMATS])
for f in FORMATS[:17]:
    for v in VALUES:
        if f in 'nNP' and v in (128, 255): continue
        r = attempt(lambda: struct.pack('>' + f if f not in 'nNP' else f, v))
        print(f, repr(v), r.hex() if isinstance(r, bytes) else r)
for f, args in (('5s', (b'ab',)), ('3p', (b'abcd',)), ('2c', (b'a', b'b')), ('3h', (1, 2)), ('2h', (1, 2, 3)), ('x', ()), ('2x', (1,)), ('z', (1,)), ('1', ()), ('h h', (1, 2)), ('<h>h', (1, 2)), ('99999999999999999999i', ()), ('s', (b'',)), ('0i', ()), ('', ())):
    r = attempt(lambda: struct.pack(f, *args))
    print(f, args, r.hex() if isinstance(r, bytes) else r)
for f, data in (('<h', b'\1'), ('<h', b'\1\2\3'), ('<3sB', b'abc\xff'), ('4p', b'\2abc'), ('4p', b'\xffabc'), ('<?', b'\2'), ('<e', b'\0\x7c'), ('<d', b'\0' * 7 + b'\x40'), ('<2I', bytearray(range(8))), ('<i', memoryview(b'\xff' * 4)), ('<c', 'a')):
    print(f, bytes(data) if not isinstance(data, str) else data, attempt(lambda: struct.unpack(f, data)))
s = struct.Struct('<hB')
buffer = bytearray(10)
print(s.size, s.format, s.pack(1, 2), list(s.iter_unpack(bytes(range(9)))), attempt(lambda: list(s.iter_unpack(b'1234'))))
s.pack_into(buffer, 2, -1, 7)
print(buffer, s.unpack_from(buffer, 2), s.unpack_from(buffer, -8), attempt(lambda: s.pack_into(buffer, 8, 1, 1)), attempt(lambda: s.unpack_from(buffer, 9)), attempt(lambda: s.unpack_from(buffer, -11)), attempt(lambda: s.pack_into(buffer, -2, 1, 1)), attempt(lambda: s.pack_into(b'123', 0, 1, 1)))

print('--- arrays')
for code in 'bBhHiIlLqQfd':
    a = array.array(code, [1, 2, 3])
    a.append(4); a.extend([5]); a.insert(0, 9); a.insert(-1, 8); a.remove(2)
    print(a, a.itemsize, a.pop(), a.pop(0), a.index(3), a.count(1), a[::-1], a[1:], a * 2 == a + a, a < array.array('b', [9]), a.tobytes().hex()[:16], attempt(lambda: a.append('x')), attempt(lambda: array.array(code, [2 ** 64])), attempt(lambda: array.array(code, [-1])))
a = array.array('i', range(6))
for f in (lambda: a.__setitem__(slice(1, 3), array.array('i', [7, 7, 7])), lambda: a.__setitem__(slice(0, 6, 2), array.array('i', [1])), lambda: a.__setitem__(slice(1, 2), [1]), lambda: a.__setitem__(slice(None), array.array('b', [1])), lambda: a.__delitem__(slice(0, None, 3)), lambda: a.__setitem__(99, 1), lambda: a[99], lambda: a['x'],
          lambda: a.remove(1000), lambda: a.index(1000), lambda: a.pop(50), lambda: array.array('z'), lambda: array.array('i', 5), lambda: array.array('i', 'abc'), lambda: array.array('u', 'abc').tounicode(), lambda: a.frombytes(b'123'), lambda: a.frombytes(b'\1\0\0\0'), lambda: a.fromlist([1, 'x']), lambda: a + [1], lambda: a.__iadd__([1]), lambda: a * -1, lambda: a.byteswap(), lambda: array.array(1), lambda: array.array('ii'), lambda: a.buffer_info()[1], lambda: a.fromunicode('x')):
    print(attempt(f), len(a))
print(a)

print('--- memoryviews')
b = bytearray(range(24))
m = memoryview(b)
for cast in (('b',), ('H',), ('i',), ('q',), ('d',), ('c',), ('?',), ('B', [4, 6]), ('B', [2, 3, 4]), ('h', [3, 4]), ('i', [5, 2]), ('x',), ('5i',), ('<i',), ('B', []), ('B', [24]), ('B', [0, 3]), ('B', [-1]), ('B', ['a']), ('B', 24), (5,)):
    def f():
        v = m.cast(*cast)
        return v.format, v.itemsize, v.ndim, v.shape, v.strides, v.nbytes, v.readonly, v.c_contiguous, v.f_contiguous, v.suboffsets, v.tolist() if v.format != 'd' else len(v)
    print(cast, attempt(f))
v = m.cast('B', [4, 6])
for f in (lambda: v[1, 2], lambda: v[3, 5], lambda: v[-1, -1], lambda: v[4, 0], lambda: v[0], lambda: v[0, 1, 2], lambda: v[0:2].tolist(), lambda: v[::2].tolist(), lambda: v[0:2, 1], lambda: v[1, 'x'], lambda: v.__setitem__((0, 0), 99), lambda: v.__setitem__((0, 0), 300), lambda: list(v), lambda: len(v), lambda: v.cast('i'), lambda: v.cast('B').cast('i').tolist()[0],
          lambda: v == m, lambda: v == m.cast('B', [4, 6]), lambda: hash(v), lambda: v.tobytes('F').hex(), lambda: v.tobytes('C') == bytes(b), lambda: v.hex(), lambda: v[::-1].tobytes().hex(), lambda: v[::-1].c_contiguous, lambda: 3 in v, lambda: v.toreadonly().__setitem__((0, 0), 1), lambda: bytes(v[::2])[:3]):
    print(attempt(f))
w = m[2:20:3]
for f in (lambda: w.tolist(), lambda: (w.shape, w.strides, w.contiguous, w.nbytes), lambda: w[::-1].tolist(), lambda: w.cast('b'), lambda: w.tobytes().hex('-'), lambda: w.hex(':', 2), lambda: w == bytes(w), lambda: w[1:3] == b'\5\x08', lambda: w.__setitem__(slice(0, 2), b'ab'), lambda: w.__setitem__(slice(0, 2), b'abc'), lambda: w.__setitem__(0, b'a'), lambda: w.__setitem__(0, 256), lambda: w.__delitem__(0), lambda: w[10], lambda: w['a'], lambda: w[1.5], lambda: list(reversed(w)), lambda: m.index(5) if hasattr(m, 'index') else 5,
          lambda: w.__setitem__(slice(None), w[::-1]), lambda: bytes(b).hex(), lambda: m.__setitem__(slice(0, 4), m[2:6]), lambda: bytes(b)[:8].hex(), lambda: b.append(1), lambda: b.clear(), lambda: memoryview('a'), lambda: memoryview(5), lambda: memoryview(b'ab')[0:1].__setitem__(0, 1), lambda: hash(memoryview(b'ab')) == hash(b'ab'), lambda: hash(m), lambda: memoryview(array.array('d', [1.5, 2.5])).tolist(), lambda: memoryview(array.array('h', [1, 2])) == array.array('i', [1, 2]), lambda: memoryview(b'ab') == 'ab', lambda: memoryview(b'ab') < memoryview(b'b')):
    print(attempt(f))
m.release()
for f in (lambda: m[0], lambda: len(m), lambda: m.tolist(), lambda: repr(m).split(' at')[0], lambda: m == m, lambda: m.release(), lambda: m.__enter__(), lambda: v[0, 0], lambda: b.append(1)):
    print(attempt(f))
v.release(), w.release()
del v, w
import gc
gc.collect()
print(attempt(lambda: b.append(1)))
with memoryview(b) as m2:
    print(m2.obj is b, attempt(lambda: b.pop()))
print(attempt(lambda: m2.obj), b.pop(), sys.getsizeof(m2) > 0)
x = memoryview(b)
y = x[1:]
print(attempt(x.release), attempt(lambda: y[0]))
