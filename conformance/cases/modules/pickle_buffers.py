# from 3.8
# pickle.PickleBuffer and pickles that leave bytes out; __buffer__ and __release_buffer__ (3.12 on).
import pickle, sys
class Z(bytearray):
    def __reduce_ex__(self, p):
        if p >= 5: return Z, (pickle.PickleBuffer(self),)
        return Z, (bytes(self),)
bufs = []; z = Z(b'xyz'); d = pickle.dumps(z, 5, buffer_callback=bufs.append)
print(len(bufs), pickle.loads(d, buffers=bufs), pickle.loads(pickle.dumps(z, 5)), pickle.loads(pickle.dumps(z, 4)), b'xyz' in d)
p = pickle.PickleBuffer(b'abc'); print(p.raw().readonly, memoryview(p).obj, bytes(p)); p.release()
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
t(lambda: p.raw()); t(lambda: memoryview(p)); t(lambda: pickle.PickleBuffer(3)); t(lambda: pickle.PickleBuffer(memoryview(b'abcdef')[::2]).raw()); t(lambda: pickle.PickleBuffer())
print(pickle.dumps(pickle.PickleBuffer(b'a'), 5), pickle.dumps(pickle.PickleBuffer(bytearray(b'a')), 5), type(p))
b = bytearray(b'q'); p = pickle.PickleBuffer(b); t(lambda: b.append(1)); p.release(); b.append(1)
if sys.version_info >= (3, 12):
    import inspect, collections.abc
    class B:
        def __init__(self): self.data = bytearray(b'hello')
        def __buffer__(self, flags):
            print('flags', flags); return memoryview(self.data)
        def __release_buffer__(self, v): print('release', v.tobytes()); 
    x = B()
    with memoryview(x) as m: print(m[0], m.readonly, len(m)); m[0] = 74
    print(bytes(x), b'' + bytes(x), b''.join([x]), x.data)
    t(lambda: m[0])
    m = memoryview(x); n = memoryview(m); m.release(); print('one'); n.release(); print('two'); 
    t(lambda: x.data.append(1))
    class Bad:
        def __buffer__(self, flags): return b'x'
    t(lambda: memoryview(Bad()))
    class Raises:
        def __buffer__(self, flags): raise KeyError(3)
    t(lambda: memoryview(Raises()))
    t(lambda: b'abc'.__buffer__(inspect.BufferFlags.WRITABLE))
    t(lambda: b'abc'.__buffer__(inspect.BufferFlags.SIMPLE).tobytes())
    t(lambda: isinstance(x, collections.abc.Buffer)); t(lambda: isinstance(1, collections.abc.Buffer)); t(lambda: issubclass(bytearray, collections.abc.Buffer))
    class S(bytes): pass
    t(lambda: memoryview(S(b'ab')).tobytes())
    class O(bytearray):
        def __buffer__(self, flags): print('O', flags); return super().__buffer__(flags)
    t(lambda: memoryview(O(b'ab')).tobytes())
    B.__buffer__ = lambda s, f: memoryview(b'new'); t(lambda: memoryview(x).tobytes())
    del B.__buffer__; t(lambda: memoryview(x))
    class NoRel:
        def __buffer__(self, flags): return memoryview(b'x')
    t(lambda: memoryview(NoRel()).tobytes())
    import struct, io; t(lambda: struct.unpack('2s', B.__new__(B)))
