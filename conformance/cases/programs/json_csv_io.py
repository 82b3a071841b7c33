# json, csv, io, struct, base64, pickle, hashlib.
import json, csv, io, struct, base64, binascii, pickle, hashlib, zlib
data = {'a': [1, 2.5, None, True], 'b': {'é': 'x\n"q"'}, 'c': []}
print(json.dumps(data), json.dumps(data, sort_keys=True, indent=2), json.dumps('é', ensure_ascii=False), json.dumps([1, 2], separators=(',', ':')), json.loads(json.dumps(data)) == data)
print(json.loads('{"x": [1, 1.0, 1e3, -0, "\\u00e9\\n"], "y": null}'), json.loads('  "s"  '), json.loads('[]'), json.dumps({1: 'a', None: 'b', True: 'c', 2.5: 'd'}), json.dumps(float('inf')), json.dumps((1, 2)))
for bad in ('{', '[1,]', '{"a" 1}', 'nope', '"unterminated', '[1 2]', '', '{"a":1}x', '01', '\x01'):
    try: json.loads(bad)
    except json.JSONDecodeError as e: print(type(e).__name__, e.lineno, e.colno, e.pos)
class Enc(json.JSONEncoder):
    def default(self, o): return sorted(o) if isinstance(o, set) else super().default(o)
print(json.dumps({'s': {3, 1}}, cls=Enc), json.loads('{"r": 1, "i": 2}', object_hook=lambda d: complex(d['r'], d['i'])), json.loads('[1.5]', parse_float=str), json.dumps({'k': object}, default=str))
try: json.dumps({1, 2})
except TypeError as e: print(e)
try: l = []; l.append(l); json.dumps(l)
except ValueError as e: print(e)
out = io.StringIO(); w = csv.writer(out); w.writerow(['a', 'b c', 'd,e', 'f"g', 1, None]); w.writerows([[1, 2], ['x\ny', '']]); print(repr(out.getvalue()), list(csv.reader(io.StringIO(out.getvalue()))))
out = io.StringIO(); dw = csv.DictWriter(out, ['n', 'v'], delimiter=';', quoting=csv.QUOTE_ALL); dw.writeheader(); dw.writerow({'n': 1, 'v': 'x'}); print(out.getvalue().split(), [dict(r) for r in csv.DictReader(io.StringIO('n,v\n1,2\n3,4\n'))])
f = io.StringIO('line1\nline2\nline3'); print(f.readline(), f.read(3), f.tell(), f.readlines(), f.seek(0), [l.strip() for l in f])
b = io.BytesIO(b'abc'); b.seek(0, 2); b.write(b'def'); print(b.getvalue(), b.seek(1), b.read(2), b.readline(), b.closed); b.close()
try: b.read()
except ValueError as e: print(e)
print(struct.pack('>IhB', 1, -2, 255), struct.unpack('<HH', b'\x01\x00\x02\x00'), struct.calcsize('iqd'), struct.pack('5s?', b'ab', True), struct.pack('<f', 1.5), struct.unpack('>d', struct.pack('>d', 3.14)))
try: struct.unpack('I', b'abc')
except struct.error as e: print(e)
print(base64.b64encode(b'hello world'), base64.b64decode('aGk='), base64.urlsafe_b64encode(b'\xff\xfe'), base64.b32encode(b'a'), base64.b16encode(b'\xab'), binascii.hexlify(b'\x01\xff'), binascii.crc32(b'abc'), base64.b85encode(b'test'))
class Thing:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __getstate__(self): return {'v': self.v}
    def __setstate__(self, s): self.v = s['v']
obj = {'list': [1, 'two', 3.0], 'thing': Thing(5), 't': (None, True), 's': {1}, 'b': b'x', 'big': 2 ** 100, 'f': len}
for protocol in range(0, 5): print(protocol, pickle.loads(pickle.dumps(obj, protocol)) == obj, end=' ')
shared = [1]; a, b = pickle.loads(pickle.dumps([shared, shared])); print(a is b)
try: pickle.dumps(lambda: 0)
except Exception as e: print(type(e).__name__)
print(hashlib.md5(b'abc').hexdigest(), hashlib.sha1(b'').hexdigest(), hashlib.sha256(b'abc').hexdigest()[:16], hashlib.sha512(b'x').digest_size, hashlib.new('sha256', b'abc').name)
h = hashlib.sha256(); h.update(b'a'); h2 = h.copy(); h.update(b'bc'); print(h.hexdigest() == hashlib.sha256(b'abc').hexdigest(), h2.hexdigest()[:8])
z = zlib.compress(b'a' * 1000); print(len(z) < 50, zlib.decompress(z) == b'a' * 1000, zlib.crc32(b'hello'), zlib.adler32(b'hello'))
t = io.TextIOWrapper(io.BytesIO(b'caf\xc3\xa9\r\nx'), encoding='utf-8'); print(t.read(), t.encoding)
with io.TextIOWrapper(io.BytesIO(), encoding='latin-1', newline='\n') as w: w.write('é\n'); w.flush(); print(w.buffer.getvalue())
