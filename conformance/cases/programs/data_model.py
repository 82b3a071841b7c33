# Special methods and what calls them.
class Trace:
    def __init__(self, name): self.name = name
    def __repr__(self): return f'<{self.name}>'
    def __eq__(self, other): print('eq', self, other); return self.name == getattr(other, 'name', None)
    def __hash__(self): print('hash', self); return hash(self.name)
    def __lt__(self, other): print('lt', self, other); return self.name < other.name
    def __add__(self, other): print('add', self, other); return NotImplemented
    def __radd__(self, other): print('radd', self, other); return 'radd result'
    def __iadd__(self, other): print('iadd', self, other); return self
    def __len__(self): print('len', self); return 0
    def __contains__(self, x): print('contains', x); return x == 1
    def __getitem__(self, key): print('getitem', key); return key
    def __setitem__(self, key, value): print('setitem', key, value)
    def __delitem__(self, key): print('delitem', key)
    def __call__(self, *args, **kw): return args, kw
    def __getattr__(self, name):
        if name.startswith('dyn'): return 'dynamic ' + name
        raise AttributeError(name)
    def __neg__(self): return 'neg'
    def __abs__(self): return 'abs'
    def __round__(self, n=None): return ('round', n)
    def __index__(self): return 3
    def __format__(self, spec): return f'[{spec}]'
    def __divmod__(self, other): return 'divmod', other
    def __matmul__(self, other): return 'matmul', other
    def __reversed__(self): return iter('reversed')
    def __enter__(self): print('enter'); return self
    def __exit__(self, *exc): print('exit', exc[0]); return True

a, b = Trace('a'), Trace('b')
print(a == b, a != b, a == a)

try: a + b
except TypeError as e: print(e)
print(5 + a)
a += 1
print(bool(a), not a)
print(1 in a, 2 in a)
print(a[1], a[1:2], a[::2], a[1, 2], a[...])
a['k'] = 1; del a['k']
print(a(1, 2, x=3), a.dynamo, hasattr(a, 'other'), getattr(a, 'other', 'default'))
print(-a, abs(a), round(a), round(a, 2), f'{a:spec}', format(a), divmod(a, 4), a @ 5)
print([10, 20, 30, 40][a], 'x' * a, hex(a), ''.join(reversed(a)))
with a as got: print(got is a); raise ValueError('swallowed')
print(sorted([b, a]), max(a, b))
d = {a: 1}
print(d[a], b in d, {a, b} == {b, a})
try: len(5)
except TypeError as e: print(e)
try: a - b
except TypeError as e: print(e)
class Bad:
    def __len__(self): return -1
    def __bool__(self): return 'no'
    def __str__(self): return 5
    def __hash__(self): return 'x'
for f in (len, bool, str, hash):
    try: f(Bad())
    except (TypeError, ValueError) as e: print(type(e).__name__, e)
