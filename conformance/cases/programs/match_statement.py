# from 3.10
# Every kind of pattern.
from dataclasses import dataclass
from enum import Enum
class Color(Enum): RED = 1; GREEN = 2
@dataclass
class Point: x: int; y: int
class Pos:
    __match_args__ = ('a', 'b')
    def __init__(self, a, b): self.a, self.b = a, b
def kind(v):
    match v:
        case None: return 'none'
        case True | False: return 'bool'
        case 0: return 'zero'
        case -1: return 'minus one'
        case 1.5: return 'float'
        case 3 + 4j: return 'complex'
        case 'a' | 'b' as letter: return f'letter {letter}'
        case b'x': return 'bytes'
        case Color.RED: return 'red'
        case int(n) if n > 100: return f'big {n}'
        case int(): return 'int'
        case str() as s if len(s) > 3: return f'long {s}'
        case []: return 'empty'
        case [x]: return f'one {x}'
        case [1, *rest]: return f'one then {rest}'
        case (x, y) if x == y: return 'pair of equals'
        case [first, *_, last]: return f'{first}..{last}'
        case {'type': 'circle', 'r': r, **rest}: return f'circle {r} {rest}'
        case {}: return 'mapping'
        case Point(x=0, y=0): return 'origin'
        case Point(x, y=0): return f'on axis {x}'
        case Point(): return 'point'
        case Pos(a, [b, c]): return f'pos {a} {b} {c}'
        case Pos(): return 'pos'
        case _: return 'other'
for v in (None, True, 0, -1, 1.5, 3 + 4j, 'a', b'x', Color.RED, Color.GREEN, 500, 7, 'long one', 'sho', [], [9], [1, 2, 3], (4, 4), (5, 6, 7), {'type': 'circle', 'r': 2, 'c': 'red'}, {'z': 1}, {}, Point(0, 0), Point(3, 0), Point(1, 1), Pos(1, [2, 3]), Pos(1, 2), {1}, object, range(3)):
    print(kind(v))
def command(line):
    match line.split():
        case ['go', ('north' | 'south') as d]: return f'going {d}'
        case ['get', obj, *more] if obj != 'nothing': return f'got {obj} {more}'
        case ['quit']: return 'bye'
        case [verb, *_]: return f'what is {verb}?'
        case _: return 'silence'
for c in ('go north', 'go up', 'get lamp now', 'get nothing', 'quit', ''): print(command(c))
def nested(v):
    match v:
        case {'user': {'name': str(name)}}: return name
        case [[a, b], [c, d]]: return a + b + c + d
        case {'k': (1 | 2) as n}: return n
    return 'fell through'
print(nested({'user': {'name': 'Al', 'x': 1}}), nested([[1, 2], [3, 4]]), nested({'k': 2}), nested({'k': 3}))
match = 5; case = 6; _ = 7
print(match, case, _)
match [1, 2, 3]:
    case [a, b, c]: print(a, b, c)
match {'a': 1}:
    case {'a': 2}: print('no')
    case {'a': x}: print('x', x)
class Meta(type):
    def __instancecheck__(cls, o): print('instancecheck'); return True
class Any(metaclass=Meta): pass
match 5:
    case Any(): print('any')
try:
    match 5:
        case int(a, b): pass
except TypeError as e: print(e)
for bad in ('match x:\n case a | b: pass', 'match x:\n case [a, a]: pass', 'match x:\n case _: pass\n case 1: pass', 'match x:\n case {**r, "a": 1}: pass'):
    try: compile(bad, 's', 'exec')
    except SyntaxError as e: print(e.msg)
