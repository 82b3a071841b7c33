# typing, annotations, protocols, generics.
import typing, types
from typing import *
T = TypeVar('T'); K = TypeVar('K', bound=int); U_ = TypeVar('U_', int, str)
class Box(Generic[T]):
    def __init__(self, v: T): self.v = v
    def get(self) -> T: return self.v
print(Box[int](5).get(), Box[int], Box[int].__origin__ is Box, Box[int].__args__, Box.__parameters__, T, K.__bound__, U_.__constraints__)
print(List[int], Dict[str, List[int]], Optional[int], Union[int, str, None], Union[int, int], Tuple[int, ...], Callable[[int], str], Type[int], Any, ClassVar[int])
print(Optional[int] == Union[int, None], get_origin(List[int]), get_args(Dict[str, int]), get_type_hints(Box.get), isinstance([], List), Union[int, str].__args__)
@runtime_checkable
class HasLen(Protocol):
    def __len__(self) -> int: ...
print(isinstance('x', HasLen), isinstance(5, HasLen), issubclass(list, HasLen))
class TD(TypedDict, total=False):
    a: int
    b: str
print(TD(a=1), TD.__annotations__, TD.__total__)
UserId = NewType('UserId', int); print(UserId(5), UserId.__name__)
def f(a: int, b: 'str' = '', *c: float, d: Optional[int] = None, **e: Any) -> List[int]: return []
print(sorted(f.__annotations__), get_type_hints(f)['b'], f.__annotations__['b'])
class C:
    x: int
    y: 'C' = None
    def m(self) -> 'C': return self
print(C.__annotations__, get_type_hints(C)['y'].__name__, hasattr(C, 'x'))
v: int = 5; w: str
print(__annotations__['v'], 'w' in globals())
@overload
def g(x: int) -> int: ...
@overload
def g(x: str) -> str: ...
def g(x): return x
print(g(1), cast(int, 'not checked'), TYPE_CHECKING, Literal[1, 'a'], Final[int])
@final
class F: pass
for bad in (lambda: Box[int, str], lambda: List[int]() and 1, lambda: isinstance([], List[int]), lambda: Union[()], lambda: TypeVar('T', int), lambda: Optional[int, str], lambda: Generic[int], lambda: HasLen()):
    try: print(bad())
    except Exception as e: print(type(e).__name__)
class Stack(Generic[T]):
    def __init__(self) -> None: self.items: List[T] = []
    def push(self, item: T) -> 'Stack[T]': self.items.append(item); return self
class IntStack(Stack[int]): pass
print(IntStack().push(1).items, IntStack.__orig_bases__, Stack[int]().push(2).items, Stack[T][str])
print(types.SimpleNamespace(a=1, b=[2]), types.MappingProxyType({'a': 1})['a'], types.FunctionType is type(f), types.GeneratorType.__name__)
from collections.abc import *
print(isinstance([], Sequence), isinstance({}, MutableMapping), isinstance((x for x in []), Generator), issubclass(int, Hashable), isinstance(len, Callable), isinstance(range(3), Reversible), isinstance(b'', ByteString) if 'ByteString' in globals() else True)
class MySeq(Sequence):
    def __getitem__(self, i): return [10, 20, 30][i]
    def __len__(self): return 3
s = MySeq(); print(list(s), 20 in s, s.index(30), s.count(10), list(reversed(s)))
class MyMap(Mapping):
    def __getitem__(self, k): return {'a': 1}[k]
    def __iter__(self): return iter('a')
    def __len__(self): return 1
print(dict(MyMap()), 'a' in MyMap(), MyMap().get('z'), MyMap() == {'a': 1}, list(MyMap().items()))
