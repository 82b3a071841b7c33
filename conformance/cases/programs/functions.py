# Parameters, defaults, closures, decorators, recursion.
import functools
def full(a, b=2, *args, c, d=4, **kw): return a, b, args, c, d, kw
print(full(1, c=3), full(1, 2, 3, 4, c=5, e=6), full(*[1, 2], **{'c': 3, 'z': 9}))
def posonly(a, /, b, *, c): return a, b, c
print(posonly(1, b=2, c=3), posonly(1, 2, c=3))
for call in (lambda: full(), lambda: full(1), lambda: posonly(a=1, b=2, c=3), lambda: full(1, c=1, a=2), lambda: posonly(1, 2, 3), lambda: posonly(1, 2, c=3, d=4), lambda: (lambda: 0)(1)):
    try: call()
    except TypeError as e: print(e)
def default(item, seen=[]): seen.append(item); return seen
print(default(1), default(2), default(3, []), default.__defaults__)
def make_counter():
    count = 0
    def inc(by=1):
        nonlocal count
        count += by
        return count
    def get(): return count
    return inc, get
inc, get = make_counter(); inc(); inc(5); print(get(), inc.__closure__[0].cell_contents)
funcs = [lambda: i for i in range(3)]; print([f() for f in funcs])
funcs = [lambda i=i: i for i in range(3)]; print([f() for f in funcs])
def logged(prefix):
    def wrap(f):
        @functools.wraps(f)
        def inner(*a, **k): print(prefix, f.__name__, a, k); return f(*a, **k)
        return inner
    return wrap
@logged('>')
@logged('>>')
def add(a, b=1):
    "adds"
    return a + b
print(add(2), add(2, b=5), add.__name__, add.__doc__)
@functools.lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(60), fib.cache_info())
print(functools.reduce(lambda a, b: a * b, range(1, 8)), list(map(lambda x, y: x + y, [1, 2], [3, 4])), list(filter(None, [0, 1, '', 'a'])))
p = functools.partial(full, 1, c=9); print(p(5), p.func.__name__, p.args, p.keywords)
@functools.singledispatch
def show(x): return 'object'
@show.register(int)
def _(x): return 'int'
@show.register(list)
def _(x): return 'list'
print(show(1), show([]), show('s'), show(True))
def annotated(x: int, y: 'str' = 'd') -> bool: return True
print(annotated.__annotations__, annotated.__kwdefaults__, full.__kwdefaults__)
def attrs(): pass
attrs.level = 3; print(attrs.level, attrs.__dict__, attrs.__name__, attrs.__qualname__, (lambda: 0).__name__)
def recurse(n): return recurse(n + 1)
try: recurse(0)
except RecursionError as e: print(type(e).__name__, str(e)[:32])
x = 'global'
def scopes():
    x = 'local'
    class C:
        y = x
        def m(self): return x
    return C.y, C().m()
print(scopes(), x)
def unbound():
    try: print(x)
    except UnboundLocalError as e: print(type(e).__name__)
    x = 1
unbound()
def glob():
    global created
    created = 'by glob'
glob(); print(created)
compose = lambda *fs: functools.reduce(lambda f, g: lambda x: f(g(x)), fs)
print(compose(str, abs, int)('-5'))
print((lambda *a, **k: (a, k))(1, *[2], x=1, **{'y': 2}))
print(full.__code__.co_varnames, full.__code__.co_argcount, full.__code__.co_kwonlyargcount)
