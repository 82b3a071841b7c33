from array import array
import pickle, copy
a = array('i', [1, 2, 3]); a.append(4); a.extend([5]); print(a, a.typecode, a.itemsize, len(a))
a[1:3] = array('i', [9]); print(a.tolist(), a.index(9), a.count(9), a.pop(), a.pop(0))
a.insert(0, 7); a.reverse(); print(a, a.tobytes(), a.buffer_info()[1])
for bad in (lambda: array('i', ['x']), lambda: array('q', [2**64]), lambda: array('z'), lambda: a.append(1.5), lambda: a.remove(100)):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
print(array('d', [1.5]) + array('d', [2]), array('b', b'\x01\xff'))
print(pickle.loads(pickle.dumps(a)) == a, copy.copy(a), memoryview(a).format, a * 2, 9 in a)
b = array('H'); b.frombytes(b'\1\0\2\0'); b.byteswap(); print(b, sorted(b), array('f', [0.1])[0])
