# from 3.13
import json, struct, configparser, io, uuid, tomllib
print(json.dumps({'a': [1, 2.5, None, True, 'é"\n'], 1: {}, 'z': ()}), json.dumps({'b': 1, 'a': [1, {}]}, indent=2, sort_keys=True), json.dumps('é', ensure_ascii=False), json.dumps([1, 2], separators=(',', ':')), json.dumps(float('inf')), json.dumps({(1, 2): 3}, skipkeys=True))
print(json.loads('{"a": [1, 2.0, "x\\u00e9", null, true, -1e5], "b": {}}'), json.loads('[1]', parse_int=str), json.loads('{"a":1}', object_pairs_hook=list), json.loads(b'[NaN]'))
for bad in ('{', '[1,]', '{"a" 1}', 'nul', '"a', '[1 2]', '', '{"a":1,}', '"\\x"', '[1]x'):
    try: json.loads(bad)
    except json.JSONDecodeError as e: print(bad, '|', e, e.pos)
try: json.dumps({1})
except TypeError as e: print(e)
class E(json.JSONEncoder):
    def default(self, o): return sorted(o) if isinstance(o, set) else super().default(o)
print(json.dumps({3, 1}, cls=E), json.dumps(1, default=str), list(json.JSONEncoder().iterencode([1])), json.JSONDecoder().raw_decode('[1] x'))
f = io.StringIO(); json.dump([1], f); print(f.getvalue()); l = []; l.append(l)
try: json.dumps(l)
except ValueError as e: print(e)
print(struct.pack('<hIq?5s', 1, 2, 3, True, b'ab'), struct.unpack('>Hb', b'\1\2\xff'), struct.calcsize('bi'), struct.calcsize('=bi'), list(struct.iter_unpack('H', b'\1\0\2\0')), struct.Struct('f').size, struct.pack('e', 1.5), struct.unpack('3sx2p', b'abc\0\1z'))
for bad in (lambda: struct.pack('b', 200), lambda: struct.unpack('I', b'1'), lambda: struct.pack('z'), lambda: struct.pack('i', 'x'), lambda: struct.pack('ii', 1)):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
c = configparser.ConfigParser(); c.read_string('[DEFAULT]\nx = 1\n[s]\ny: %(x)s2\nb = yes\nl =\n  a\n  b\n'); print(c.sections(), c['s']['y'], c.getint('s', 'y'), c['s'].getboolean('b'), dict(c['s']), c.get('s', 'q', fallback='fb'))
o = io.StringIO(); c.write(o); print(o.getvalue())
try: c.get('s', 'no')
except configparser.NoOptionError as e: print(e)
print(uuid.UUID(int=5), uuid.uuid5(uuid.NAMESPACE_DNS, 'x'), uuid.uuid3(uuid.NAMESPACE_URL, 'y'), uuid.uuid4().version, uuid.UUID('12345678-1234-5678-1234-567812345678').fields, repr(uuid.UUID(bytes=b'0' * 16)))
print(tomllib.loads('a = 1\n[t]\nb = [1, "x"]\nd = 2020-01-01\nf = 1.5\n[[arr]]\nn = 1'))
