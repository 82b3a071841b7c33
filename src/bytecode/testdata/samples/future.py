from __future__ import annotations
x: list[int] | None = None
def f(a: Dict[str, 'X'], *b: (1, 2), c: lambda x, /, y=1, *z: -x ** 2 = 1) -> a if b else not c: pass
def g(a: f'{x!r:>{y}} {{}}', b: [i for i in x if i], c: x[1:2, ...], d: {**a, 'b': 1}, f: a < b < c, g: 1.5e300, h: b'ab\n', i: "it's", j: f(a, *b, c=1, **d)): pass
class A:
    y: A.B[int]
