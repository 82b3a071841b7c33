# match, walrus, star arguments, global state, decorators, annotations
class P:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y): self.x, self.y = x, y
def kind(v):
    match v:
        case 0 | 1: return 'small'
        case [a, b]: return f'pair {a} {b}'
        case [a, *rest] if rest: return f'list {a} {rest}'
        case {'k': k, **others}: return f'map {k} {others}'
        case P(0, y): return f'P0 {y}'
        case P(x=x, y=[_, *_]) : return f'Plist {x}'
        case str(s): return s.upper()
        case None | True: return 'const'
        case float() as f: return f
        case _: return 'other'
print([kind(v) for v in (1, [1, 2], [1, 2, 3], {'k': 1, 'z': 2}, P(0, 5), P(3, [1]), 'abc', None, 2.5, object)])
if (n := len('hello')) > 3: print(n)
def sig(a, /, b, *args, c=1, **kw): return a, b, args, c, kw
print(sig(1, 2), sig(1, *[2, 3, 4], c=5, d=6), sig(*(1,), **{'b': 2, 'e': 3}))
def deco(*a):
    def wrap(f):
        def inner(*args, **kw): return (a, f(*args, **kw))
        inner.wrapped = f
        return inner
    return wrap
@deco(1, 2)
@deco('x')
def target(v: int, w: 'str' = 'd') -> list: return [v, w]
print(target(5), target.wrapped.wrapped.__annotations__, target.wrapped.wrapped.__defaults__)
x = 1
def globals_changer():
    global x, made
    x += 1
    made = [x]
globals_changer()
print(x, made)
del made
class C:
    x = x + 10
    y = [x for _ in range(2)]
    def get(self): return x, self.x
    z: int = 5
print(C().get(), C.y, C.__annotations__)
exec('v = [i for i in range(3)]; w = v', ns := {})
print(sorted(k for k in ns if k != '__builtins__'), eval('v + w', ns), compile('1+1', 's', 'eval').co_consts)
for i in range(5):
    if i == 1: continue
    if i == 3: break
else:
    print('no')
while x > 0: x -= 1
else: print('done', i)
assert x == 0, 'no'
try: assert x, ('message', x)
except AssertionError as e: print(e.args)
first, (second, *third), fourth = 1, (2, 3, 4), 5
l = [0] * 3
l[0], l[1:] = 9, [7, 7, 7]
l[0] += 1
print(first, second, third, fourth, l, 1 < 2 < 3, 1 < 3 < 2, not l, l and 'yes', [] or 'no')
