# from 3.13
from dataclasses import *
from typing import ClassVar
@dataclass(order=True)
class P:
    x: int
    y: int = 2
    z: list = field(default_factory=list, compare=False, repr=False)
    c: ClassVar[int] = 9
    def __post_init__(self): self.s = self.x + self.y
p = P(1); print(p, p == P(1), p < P(2), asdict(p), astuple(p), p.s, [f.name for f in fields(P)], replace(p, x=5))
@dataclass(frozen=True)
class F:
    a: int
f = F(1)
try: f.a = 2
except FrozenInstanceError as e: print(e)
print(hash(f) == hash(F(1)), {f: 1}[F(1)])
@dataclass
class B(P):
    w: str = 'w'
    i: InitVar[int] = 3
    def __post_init__(self, i): self.i2 = i
print(B(1, 2, [], 'q', 8).i2, B(0))
@dataclass(slots=True, kw_only=True)
class K: a: int; b: int = 1
print(K(a=3), K.__slots__)
try: K(3)
except TypeError as e: print(type(e).__name__)
M = make_dataclass('M', [('a', int), ('b', str, 'd')]); print(M(1), is_dataclass(M), is_dataclass(M(1)))
match P(1, 2):
    case P(1, y): print('m', y)
try:
    @dataclass
    class X:
        a: list = []
except ValueError as e: print(e)
try:
    @dataclass
    class Y:
        a: int = 1
        b: int
except TypeError as e: print(e)
