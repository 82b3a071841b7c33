# from 3.12
# PEP 695: type parameters, type statements, their scopes, laziness, reprs, errors.
import typing, inspect, sys, collections.abc

type Alias = int | str
type Pair[T] = tuple[T, T]
type Tree[K, V: (int, str), *Ts, **P] = dict[K, list[Tree[K, V, *Ts, P]]] | V
print(Alias, Alias.__value__, Alias.__name__, Alias.__type_params__, Alias.__module__)
print(Pair, Pair[int], Pair[int].__value__, Pair[int].__args__, Pair.__parameters__, Pair[int].__origin__ is Pair)
print(Tree.__type_params__, [type(p).__name__ for p in Tree.__type_params__], Tree.__value__)
K, V, Ts, P = Tree.__type_params__
print(V.__constraints__, V.__bound__, K.__bound__, K.__constraints__, K.__covariant__, K.__contravariant__, K.__infer_variance__, list(Ts), P.args, P.kwargs)
type Lazy = undefined_name | 1
try:
    Lazy.__value__
except NameError as e:
    print(e)
undefined_name = int
try:
    Lazy.__value__
except TypeError as e:
    print(e)
type Self = list[Self]
print(Self.__value__, Self.__value__.__args__[0] is Self)
for bad in (lambda: Alias[int], lambda: Pair[int, str], lambda: Pair(), lambda: isinstance(1, Alias), lambda: Alias(), lambda: setattr(Alias, '__name__', 1), lambda: Alias.nothing, lambda: Alias | 5 | None, lambda: typing.TypeAliasType('X', int, type_params=5), lambda: type('S', (Alias,), {})):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)


def first[T: collections.abc.Sequence](xs: T, *rest: T) -> T:
    def inner[U](u: U) -> tuple[T, U]:
        return T, U
    return inner(1)


print(first.__type_params__, first.__annotations__, first([1]), first.__type_params__[0].__bound__, inspect.signature(first))


class Box[T, *Ts, **P](list, metaclass=type):
    shared: T
    kept = T
    U = 'class variable'

    def get[T](self, x: T) -> U:
        return T, self.kept

    @classmethod
    def of[Z: T](cls, z: Z): return Z.__bound__

    class Nested[T2]:
        outer = T, T2
        def both(self): return T, T2


print(Box.__type_params__, Box.__mro__[1:], Box.__orig_bases__, Box.__parameters__, Box[int, str, [bool]], Box.kept is Box.__type_params__[0])
print(Box().get(1), Box.of(1), Box.Nested.outer, Box.Nested().both(), Box.get.__annotations__, 'T' in vars(Box))
T = 'global'
class Shadow[T]:
    a = T
    T = 'body'
    b = T
    def m(self): return T
print(Shadow.a, Shadow.b, Shadow().m(), T)


def outer():
    x = 'enclosing'
    class C[T: x]:
        y = x
        def f[S: x](self): return x, T.__name__, S.__bound__
        type A[Q] = tuple[Q, x, T]
    x = 'changed'
    return C


C = outer()
print(C.y, C().f(), C.__type_params__[0].__bound__, C.A.__value__, C.A[int])
print(outer.__code__.co_cellvars, [c.co_name for c in outer.__code__.co_consts if hasattr(c, 'co_name')])


class Meta(type):
    def __prepare__(name, bases, **kw):
        print('prepare', name, [getattr(b, '__name__', b) for b in bases], kw)
        return {}
    def __new__(m, name, bases, ns, **kw):
        print(sorted(k for k in ns if k not in ('__module__', '__qualname__', '__firstlineno__', '__static_attributes__')))
        return super().__new__(m, name, bases, ns)


class WithMeta[T](metaclass=Meta, key=lambda: T): pass


def decorate(x):
    def deco(c):
        print('decorating', c.__name__, x, getattr(c, '__type_params__', None))
        return c
    return deco


@decorate(T)
class Decorated[T]: pass


@decorate(T)
def decorated[T](a=T, *, b=T) -> T: return a, b


print(decorated(), decorated.__defaults__)
gen = (lambda: (x for x in range(2)))
def has_default[T](x: T = 5, y: 'T' = None): return [T for _ in range(2)], {T: T}, lambda: T
print(has_default()[0], has_default.__annotations__)
lst: list[Pair[int]] = []
async def coroutine[T](x: T): return T
c = coroutine(1)
try: c.send(None)
except StopIteration as e: print(e.value)
def generator[T](): yield T
print(list(generator()), generator.__qualname__, first.__qualname__, Box.Nested.both.__qualname__)
for source in ('def f[T, T](): pass', 'class C[T, *T]: pass', 'def f[T: (yield)](): pass', 'type X = (yield)', 'type X = (y := 1)', 'def f[T: (x := 1)](): pass', 'class C[T]((yield)): pass', 'type X[T: await x] = 1', 'type 5 = 1', 'type X.y = 1',
               'type X[]=1', 'def f[](): pass', 'class C[T](T := 1): pass', 'def f[T]():\n  nonlocal T', 'class C[T]:\n  nonlocal T', 'def f[T]():\n  global T\n  return T', 'def f[**P: int](): pass', 'def f[*Ts: int](): pass', 'type X = [(yield) for x in y]', 'def f[T](x: (yield)): pass', 'def f[__debug__](): pass', 'type __debug__ = 1', 'class A[T]: type X[T] = T', 'type type = type', 'type = 1; type (X)', 'async def f[T]():\n type X = await y', 'def f[T: int, **P, *Ts](): pass', 'lambda[T]: T', 'type X[*Ts] = [*Ts]'):
    try:
        compile(source, 's', 'exec')
        print('fine', source)
    except SyntaxError as e:
        print(e.msg, e.offset, e.end_offset if e.offset else '', '|', source.replace('\n', ';'))
class G1[T]: pass
class G2[S](G1[S]): x = S
print(G2[int].__origin__, G2.__parameters__, G2.__orig_bases__[0], G2[int]().__orig_class__, typing.get_args(G1[int]))
for bad in (lambda: type('B', (typing.Generic[T],), {}), lambda: G1[int, str], lambda: G1[()], lambda: typing.TypeVar('T', int), lambda: typing.TypeVar('T', bound=int, covariant=True, contravariant=True), lambda: typing.TypeVar('T', infer_variance=True, covariant=True)):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
if sys.version_info >= (3, 13):
    exec('''
class D[T = int, **P = [int]]: pass
print([p.__default__ for p in D.__type_params__], [p.has_default() for p in D.__type_params__], typing.NoDefault, D[str], D)
def dd[T = missing](): pass
try: print(dd.__type_params__[0].__default__)
except NameError as e: print(e)
for source in ('def f[T=1, U](): pass', 'type X[*Ts=int, T] = 1', 'class C[T: int = str]: pass', 'type X[T=(yield)] = 1'):
    try: compile(source, 's', 'exec'); print('fine')
    except SyntaxError as e: print(e.msg)
''')
