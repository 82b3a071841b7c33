# Binary data: int conversions, bit tricks, bytes in and out, struct-like parsing.
for n in (0, 1, -1, 255, 256, -129, 2 ** 31, -(2 ** 63), 2 ** 64 + 5): print(n, n.bit_length(), n.to_bytes(10, 'little', signed=True).hex(), int.from_bytes(n.to_bytes(10, 'big', signed=True), 'big', signed=True) == n, bin(n), hex(n), oct(n), ~n, n >> 3, n << 3, n & 0xff, n | 1, n ^ 0xaa)
for f in (lambda: (256).to_bytes(1, 'big'), lambda: (-1).to_bytes(2, 'big'), lambda: bytes([256]), lambda: bytes(-1), lambda: bytearray([1, 'a']), lambda: bytes('x'), lambda: b'a' + 'b', lambda: b'a'.join(['b']), lambda: bytes.fromhex('zz'), lambda: b'abc'.index(b'z'), lambda: int.from_bytes(b'a', 'middle'), lambda: 1 >> -1, lambda: bytes(1.5), lambda: b'%d' % 'x', lambda: bytearray(b'x').append(300)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def crc8(data, poly=0x07):
    c = 0
    for byte in data:
        c ^= byte
        for _ in range(8): c = ((c << 1) ^ poly) & 0xff if c & 0x80 else c << 1
    return c
print([crc8(d) for d in (b'', b'a', b'123456789')])
def varint(n):
    out = bytearray()
    while True:
        b = n & 0x7f; n >>= 7
        out.append(b | (0x80 if n else 0))
        if not n: return bytes(out)
print([varint(n).hex() for n in (0, 127, 128, 300, 2 ** 40)])
popcount = lambda n: bin(n).count('1'); print([popcount(2 ** k - 1) for k in range(6)], [n & -n for n in (12, 7, 8)], [n & (n - 1) == 0 for n in (8, 9)], 0b1010 ^ 0b0110, 5 & ~1)
b = b'\x00\x01abc\xff\n\'"\\'; print(b, repr(bytearray(b)), list(b), b.hex('-'), b[::-1], b.find(b'c'), b.replace(b'abc', b'Z'), b.split(b'a'), b.count(b'\x00'), b.startswith(b'\x00'), b.isalnum(), b'Ab'.swapcase(), b'a-b'.title(), b' x '.strip(), b'x'.center(5, b'*'), b'7'.zfill(3), b'a\tb'.expandtabs(4), b'%s-%d-%x' % (b'q', 5, 255), b'abc'.translate(bytes.maketrans(b'ab', b'xy'), b'c'), b'k=v'.partition(b'='), b'\xe9'.decode('latin-1'), b'l1\nl2'.splitlines())
print(sorted([b'b', b'a', b'ab']), b'a' < b'b', b'a' == 'a', hash(b'a') == hash(bytearray(b'a')) if False else True, b'a' in b'cab', 98 in b'abc', bytes(range(3)) * 2, bytes(b'copy'), bytes(memoryview(b'mv')), bytearray(3), max(b'abc'), b''.join([b'a', bytearray(b'b')]), {b'k': 1}[b'k'], int(b'12'), float(b'1.5'))
import sys, struct; print(struct.pack('<bBhHiIqQ', -1, 255, -2, 65535, -3, 4, -5, 6).hex(), struct.unpack('>3sxB', b'abc\x00\x07'), list(struct.iter_unpack('<H', b'\x01\x00\x02\x00')), struct.Struct('!I').pack(1), struct.pack('p', b'a'), struct.unpack_from('<H', b'\x00\x01\x02', 1), struct.calcsize('@bi'), struct.pack('e', 1.5).hex())
