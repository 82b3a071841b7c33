# dataclasses, enums, namedtuples.
from dataclasses import dataclass, field, asdict, astuple, replace, fields, FrozenInstanceError
import enum, collections, typing
@dataclass(order=True)
class Item:
    name: str
    price: float = 1.0
    tags: list = field(default_factory=list, compare=False)
    hidden: int = field(default=0, repr=False)
    def total(self, n): return self.price * n
a = Item('a', 2.5); b = Item('a', 2.5, ['x']); print(a, a == b, a < Item('b'), a.total(4), asdict(b), astuple(a), [f.name for f in fields(a)])
print(replace(a, price=9), Item('z').tags is Item('z').tags)
@dataclass(frozen=True)
class Frozen:
    x: int
    y: int = 0
    def __post_init__(self):
        if self.x < 0: raise ValueError('negative')
f = Frozen(1); print(f, hash(f) == hash(Frozen(1)), {f: 1}[Frozen(1, 0)])
for bad in (lambda: setattr(f, 'x', 2), lambda: Frozen(-1), lambda: Item(), lambda: Item('a') < 5):
    try: bad()
    except (FrozenInstanceError, ValueError, TypeError) as e: print(type(e).__name__, e)
@dataclass
class Child(Item):
    extra: typing.ClassVar[int] = 5
    size: int = 3
print(Child('c', size=4), Child.extra)
try:
    @dataclass
    class Wrong:
        a: int = 1
        b: str
except TypeError as e: print(type(e).__name__)
try:
    @dataclass
    class Mutable: a: list = []
except ValueError as e: print(type(e).__name__)
class Color(enum.Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1
    def describe(self): return f'{self.name.lower()}={self.value}'
print(list(Color), Color.RED is Color.CRIMSON, Color(2).name, Color['RED'].value, Color.GREEN.describe(), Color.RED == 1, Color.RED in Color, len(Color), list(Color.__members__))
for bad in (lambda: Color(9), lambda: Color['X'], lambda: setattr(Color, 'RED', 5)):
    try: bad()
    except Exception as e: print(type(e).__name__)
class Perm(enum.IntFlag):
    R = 4; W = 2; X = 1
print(int(Perm.R | Perm.W), Perm.R in (Perm.R | Perm.X), Perm(7) == Perm.R | Perm.W | Perm.X, bool(Perm.R & Perm.W))
class Level(enum.IntEnum): LOW = 1; HIGH = 2
print(Level.LOW < Level.HIGH, Level.HIGH + 1, sorted([Level.HIGH, Level.LOW])[0].name, isinstance(Level.LOW, int))
class Auto(enum.Enum): A = enum.auto(); B = enum.auto()
print([m.value for m in Auto])
@enum.unique
class U(enum.Enum): P = 1; Q = 2
Animal = enum.Enum('Animal', 'CAT DOG'); print(Animal.DOG.value, Animal.CAT.name)
class Planet(enum.Enum):
    EARTH = (5.97, 6.37)
    def __init__(self, mass, radius): self.mass = mass; self.radius = radius
    @property
    def density(self): return round(self.mass / self.radius ** 3, 4)
print(Planet.EARTH.density, Planet.EARTH.value)
P = collections.namedtuple('P', 'x y z', defaults=[0]); p = P(1, 2); print(p, p.x, p[1], p._asdict(), p._replace(z=9), P._fields, P._make([4, 5, 6]), p == (1, 2, 0), *p)
class NT(typing.NamedTuple):
    a: int
    b: str = 'd'
    def both(self): return f'{self.a}{self.b}'
print(NT(1), NT(1, 'q').both(), NT.__annotations__)
try: P(1)
except TypeError as e: print(type(e).__name__)
