def f(x):
    match x:
        case 1 | 2: return 'number'
        case 'a' | None | True: return 'single'
        case -1.5 | 2+3j: return 'arith'
        case [a, b, *rest] if a: return rest
        case [_, _]: return 2
        case [1, *_, 9]: return 19
        case (): return 0
        case {'k': v, 'l': 1, **rest}: return v, rest
        case {}: return {}
        case Point(x=0, y=y) | Point(0, y): return y
        case A.B: return A
        case [Point(x=a), {'q': b}] as whole: return whole
        case str() as s: return s
        case other: return other

def g(x):
    match x:
        case [a] | (a, _): print(a)
        case _: print('default')
    match x, 1:
        case (y, 1): pass
