# from 3.13
from enum import *
import types, typing
class C(Enum):
    RED = 1; GREEN = 2; ALIAS = 1
    @property
    def low(self): return self.name.lower()
print(C.RED, repr(C.GREEN), C(1), C['GREEN'], C.ALIAS is C.RED, list(C), C.RED.low, C.__members__, C.RED in C, len(C))
class F(Flag): A = auto(); B = auto(); AB = A | B
print(F.A | F.B, F.AB & F.A, ~F.A, F(3), list(F.AB), F.A in F.AB, repr(F(0)))
class I(IntEnum): X = 5
class S(StrEnum): FOO = auto(); BAR = 'b'
print(I.X + 1, I.X == 5, S.FOO, S.BAR.upper(), f'{I.X}', isinstance(I.X, int), IntFlag('Q', 'a b')(3))
try: C(9)
except ValueError as e: print(e)
try: C.RED = 3
except AttributeError as e: print(e)
@unique
class U(Enum): A = 1
try:
    @unique
    class V(Enum): A = 1; B = 1
except ValueError as e: print(e)
D = Enum('D', {'x': 1, 'y': 2}); print(D.y, D.x.value, [m.name for m in D])
class M(Enum):
    def _generate_next_value_(name, s, c, l): return name * 2
    A = auto()
    @classmethod
    def _missing_(cls, v): return cls.A
print(M.A.value, M('zz'))
class Pl(Enum):
    E = (3, 6)
    def __init__(self, m, r): self.m = m; self.r = r
print(Pl.E.m, Pl.E.value)
n = types.SimpleNamespace(a=1, b='x'); print(n, n == types.SimpleNamespace(a=1, b='x'), types.MappingProxyType({'a': 1}), types.new_class('Z', (int,)).__mro__, isinstance(len, types.BuiltinFunctionType))
print(types.GenericAlias(list, (int,)), int | str, types.resolve_bases((int,)), types.DynamicClassAttribute, types.CodeType is type((lambda: 0).__code__))
T = typing.TypeVar('T')
class G(typing.Generic[T]): pass
print(G[int], typing.get_type_hints(lambda: 0), typing.Optional[int], typing.Union[int, str, int], typing.List[int], typing.Callable[[int], str], typing.get_args(dict[str, int]), typing.get_origin(typing.List[int]), typing.Literal[1, 'a'])
class Pr(typing.Protocol):
    def f(self): ...
Pr = typing.runtime_checkable(Pr)
class HasF:
    def f(self): ...
print(isinstance(HasF(), Pr), isinstance(1, Pr), typing.cast(int, 'x'), typing.NamedTuple('NT', [('a', int)])(1))
class TD(typing.TypedDict, total=False): a: int
print(TD(a=1), TD.__total__, typing.Annotated[int, 'm'].__metadata__, typing.get_type_hints(TD))
@typing.overload
def ov(x: int) -> int: ...
def ov(x): return x
print(len(typing.get_overloads(ov)) if hasattr(typing, 'get_overloads') else 1, typing.NewType('UID', int)(5), typing.ForwardRef('int'))
