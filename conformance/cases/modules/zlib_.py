"""zlib and gzip: what can be read back, flushes, wrong data."""
import gzip
import io
import random
import zlib

random.seed(1)
data = bytes(random.randrange(97, 101) for _ in range(50000))
bad = [
    lambda: zlib.compress(b"x", 10), lambda: zlib.compressobj(10), lambda: zlib.compressobj(1, 8, 16), lambda: zlib.compressobj(1, 7),
    lambda: zlib.decompressobj(-1), lambda: zlib.decompress(b"x"), lambda: zlib.decompress(b""), lambda: zlib.decompress(b"x\x9c"),
    lambda: zlib.decompress("x"), lambda: zlib.crc32("a"), lambda: zlib.decompress(zlib.compress(b"abc"), wbits=-15),
]
for f in bad:
    try:
        print(f())
    except Exception as e:
        print(repr(e))
print(zlib.decompress(zlib.compress(b"abc") + b"x"), zlib.crc32(b"abc", 1), zlib.adler32(b"abc", 5), zlib.crc32(data), zlib.adler32(data))
for level in (0, 1, 6, 9, -1):
    for wbits in (9, 12, 15, -9, -15, 25, 31):
        c = zlib.compressobj(level, zlib.DEFLATED, wbits)
        print(level, wbits, zlib.decompress(c.compress(data) + c.flush(), wbits=wbits) == data)
c = zlib.compressobj()
first = c.compress(b"abc" * 1000) + c.flush(zlib.Z_SYNC_FLUSH)
d = zlib.decompressobj()
print(d.decompress(first) == b"abc" * 1000, d.eof)
print(d.decompress(c.compress(b"more") + c.flush(zlib.Z_FULL_FLUSH)), d.decompress(c.compress(b"last") + c.flush()), d.eof, d.unused_data)
d = zlib.decompressobj()
packed = zlib.compress(data)
out = d.decompress(packed, 100)
print(len(out), len(d.unconsumed_tail) > 0, d.eof)
while d.unconsumed_tail:
    out += d.decompress(d.unconsumed_tail, 10000)
print(out + d.flush() == data, d.eof)
parts = []
d = zlib.decompressobj()
for i in range(0, len(packed), 1000):
    parts.append(d.decompress(packed[i:i + 1000]))
print(all(parts), b"".join(parts) == data)
c = zlib.compressobj()
other = c.copy()
print(c.compress(b"x") + c.flush(), other.compress(b"y") + other.flush())
for f in (lambda: c.compress(b"x"), c.flush):
    try:
        f()
    except zlib.error as e:
        print(e)
d = zlib.decompressobj()
print(d.decompress(zlib.compress(b"q") + b"tail"), d.unused_data, d.eof, d.flush())
packed = gzip.compress(data)
print(gzip.decompress(packed) == data, gzip.decompress(packed + packed) == data * 2)
f = gzip.GzipFile(fileobj=io.BytesIO(packed))
print(f.read(10), f.seek(500), f.read(10), f.tell())
print(list(gzip.open(io.BytesIO(gzip.compress(b"l1\nl2\n")), "rt")))
raw = io.BytesIO()
with gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as g:
    g.write(b"one")
    g.flush()
    before = gzip.GzipFile(fileobj=io.BytesIO(raw.getvalue()))
    print(before.read(3))
    g.write(b"two")
print(gzip.decompress(raw.getvalue()))
for cut in (5, len(packed) // 2, len(packed) - 3):
    try:
        gzip.decompress(packed[:cut])
    except EOFError as e:
        print(e)
try:
    gzip.decompress(b"not gzip at all")
except OSError as e:
    print(e)
