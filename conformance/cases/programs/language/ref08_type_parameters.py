# from 3.12
# Language reference 8.10: type parameters, type statement; PEP 696 under 3.13.
import sys, typing
def f[T, *Ts, **P](x: T, *a: *Ts) -> T: return x
print(f.__type_params__, f(5), [type(p).__name__ for p in f.__type_params__])
class C[T: int, U: (str, bytes)]:
    def m[V](self, v: V) -> T: return v
print(C.__type_params__, C.__parameters__, C[int, str], C.__orig_bases__, C.__mro__[1])
T, U = C.__type_params__
print(T.__bound__, U.__constraints__, T.__constraints__, U.__bound__, T.__name__, T.__infer_variance__, T.__covariant__)
type Alias[X] = list[X] | None
print(Alias, Alias.__value__, Alias.__type_params__, Alias[int], Alias.__name__, type(Alias))
type Recursive = dict[str, Recursive] | int
print(Recursive.__value__)
type Lazy = undefined_name
try:
    Lazy.__value__
except NameError as e:
    print(e)
def bound[T: undefined](): pass
try:
    bound.__type_params__[0].__bound__
except NameError as e:
    print(e)
class Outer[T]:
    x = T
    class Inner[S](list[S]):
        y = S
    def meth(self): return T
print(Outer.x is Outer.__type_params__[0], Outer.Inner.__orig_bases__, Outer().meth())
def scope[T](a: T = 1):
    def inner(): return T
    return inner()
print(scope())
class Kw[T](metaclass=type): pass
print(Kw[int])
for src in ('def f[T, T](): pass', 'class C[T, T]: pass', 'type A[T] = (yield)', 'def f[T: (yield)](): pass', 'def f[T](x: (y := 1)): pass', 'type A = (x := 1)', 'class C[T](x := int): pass', 'type x.y = int', 'type A[T]', 'def f[T=int, U](): pass', 'def f[T](): nonlocal T', 'class X[T]:\n def f(self):\n  nonlocal T\n  T = 1', 'type type = int', 'type = 5; type (5)' if 0 else 'type = 5'):
    try:
        exec(src)
        print(src, 'ok')
    except SyntaxError as e:
        print(src.replace('\n', '/'), '->', e.msg)
type type_ = int
print(type_, type(1))
def deco(fn): print(fn.__type_params__); return fn
@deco
def d[T](): pass
class G[T]:
    def __init__(self, v: T): self.v = v
print(G[int](5).v, typing.get_type_hints(G[int].__init__), isinstance(G(1), G))
class Sub(G[str]): pass
print(Sub.__orig_bases__, Sub.__mro__[1], typing.get_args(Sub.__orig_bases__[0]))
if sys.version_info >= (3, 13):
    exec('''
def dflt[T = int, *Ts = *tuple[int, str], **P = [int]](): pass
print([p.__default__ for p in dflt.__type_params__], [p.has_default() for p in dflt.__type_params__])
class D[T = str]: pass
print(D.__type_params__[0].__default__, typing.NoDefault, f.__type_params__[0].has_default())
''')
