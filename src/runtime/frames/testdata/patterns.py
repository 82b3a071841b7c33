class Pt:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y): self.x = x; self.y = y
def m(v):
    match v:
        case 0: return 'zero'
        case 1 | 2: return 'one-two'
        case 'a': return 'str a'
        case [a, b]: return ('pair', a, b)
        case [a, *rest]: return ('list', a, rest)
        case {'k': x, **r}: return ('map', x, r)
        case Pt(0, y=yy): return ('pt0', yy)
        case Pt(x, y) if x > 5: return ('big', x, y)
        case Pt(): return 'pt'
        case int(n): return ('int', n)
        case None: return 'none'
        case str() as s: return ('s', s)
        case _: return 'other'
for v in [0, 2, 'a', [1,2], [1,2,3], (), {'k': 1, 'z': 2}, Pt(0, 1), Pt(9, 1), Pt(1,1), 77, None, 'hh', 3.5]: print(m(v))
