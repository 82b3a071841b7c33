# native code that calls Python code: sort keys, __eq__ and __hash__ in dicts, __del__, __index__, __iter__
class K:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v < o.v
    def __eq__(self, o): return isinstance(o, K) and self.v == o.v
    def __hash__(self): return self.v % 3
    def __repr__(self): return 'K%d' % self.v
    def __index__(self): return self.v
    def __len__(self): return self.v
    def __bool__(self): return self.v > 0
    def __call__(self, *a, **k): return (self.v, a, k)
    def __contains__(self, x): return x == self.v
    def __format__(self, spec): return f'<{spec}>'

data = [K((i * 7) % 11) for i in range(11)]
print(sorted(data), sorted(data, key=lambda k: -k.v)[:3], min(data), max(data, key=K.__hash__))
d = {k: k.v for k in data}
print(d[K(4)], len(d), K(20) in d, d.pop(K(5)), d.setdefault(K(5), 'new'), {*data} == set(data))
print([10, 20, 30, 40][K(2)], range(100)[K(7)], 'ab' * K(3), len(K(3)), bool(K(0)), K(3)(1, b=2), 3 in K(3), f'{K(1):spec}', bytes(K(2)))

class Mutating:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, other):
        if victims and 5 not in victims:
            victims.clear()
            victims.update({i: i for i in range(20)})
        return self is other
victims = {}
victims.update({Mutating(i): i for i in range(3)})
try:
    print(Mutating(9) in victims)
except RuntimeError as e:
    print(e)
print(len(victims))

class Del:
    def __init__(self, name): self.name = name
    def __del__(self): gone.append(self.name)
gone = []
x = Del('a')
del x
l = [Del('b'), Del('c')]
l[:] = []
def f():
    y = Del('d')
    return 1
f()
z = Del('e')
z.me = z
del z
import gc
print(gone, gc.collect() >= 0, gone[-1])

class Zombie:
    def __del__(self): saved.append(self)
saved = []
Zombie()
print(len(saved), type(saved[0]).__name__)
saved.clear()

class Iter:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if not self.n: raise StopIteration
        self.n -= 1
        return self.n
    def __length_hint__(self): return 2
print(list(Iter(4)), tuple(Iter(3)), set(Iter(2)), dict(zip(Iter(2), Iter(2))), sum(Iter(5)), sorted(Iter(4)))
class Bad:
    def __iter__(self): yield 1; raise ValueError('stop here')
    def __eq__(self, o): raise TypeError('no eq')
    def __hash__(self): return 5
    def __lt__(self, o): raise TypeError('no lt')
for action in (lambda: list(Bad()), lambda: [1, 2].extend(Bad()), lambda: {Bad(): 1, Bad(): 2}, lambda: sorted([Bad(), Bad()]), lambda: Bad() in [Bad()], lambda: ''.join(Bad()), lambda: dict(Bad()), lambda: [Bad()].index(3)):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)
class Sorts(list): pass
m = Sorts([3, 1, 2])
def key(v):
    m.append(9)
    return v
try:
    m.sort(key=key)
except ValueError as e:
    print(e, m)
