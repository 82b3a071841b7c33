# Language reference 3.3.8: emulating numeric types, reflected and in-place.
names = 'add sub mul truediv floordiv mod pow lshift rshift and xor or matmul divmod'.split()
class Full:
    def __init__(self, n): self.n = n
    def __repr__(self): return self.n
for name in names:
    setattr(Full, f'__{name}__', lambda self, o, *r, name=name: f'{self.n}.{name}({o}{"," if r else ""}{", ".join(map(str, r))})')
    setattr(Full, f'__r{name}__', lambda self, o, *r, name=name: f'{self.n}.r{name}({o})')
a = Full('a')
class Sub(Full): pass
class Over(Full):
    def __radd__(self, o): return f'over radd {o}'
for expr in ('a + 1', '1 + a', 'a - 1', '2 - a', 'a * 2', '2 * a', 'a / 2', '2 / a', 'a // 2', '2 // a', 'a % 2', '2 % a', 'a ** 2', '2 ** a', 'pow(a, 2, 3)', 'a << 1', '1 << a', 'a >> 1', '1 >> a', 'a & 1', '1 & a', 'a ^ 1', '1 ^ a', 'a | 1', '1 | a', 'a @ 1', '1 @ a', 'divmod(a, 1)', 'divmod(1, a)', 'a + Sub("s")', 'Sub("s") + a', 'a + Over("o")', 'Over("o") + a', '[] + a', '"x" + a', '"%s" % a', '"x" * a', '(1,) + a'):
    try:
        print(expr, '=', eval(expr))
    except TypeError as e:
        print(expr, '!', e)
class In:
    def __init__(self): self.log = []
for name in names[:-1]:
    def method(self, o, name=name):
        self.log.append((name, o)); return self
    setattr(In, f'__i{name}__', method)
i = In()
i += 1; i -= 2; i *= 3; i /= 4; i //= 5; i %= 6; i **= 7; i <<= 8; i >>= 9; i &= 10; i ^= 11; i |= 12; i @= 13
print(i.log)
class NoIn:
    def __iadd__(self, o): return NotImplemented
    def __add__(self, o): return 'add'
n = NoIn(); n += 1; print(n)
class E: pass
for op in '+ - * / // % ** << >> & ^ | @'.split():
    for stmt in (f'E() {op} 1', f'1 {op} E()'):
        try:
            eval(stmt)
        except TypeError as e:
            print(e)
    e0 = E()
    try:
        exec(f'e0 {op}= 1')
    except TypeError as e:
        print(e)
for f in (lambda: -E(), lambda: +E(), lambda: ~E(), lambda: abs(E()), lambda: divmod(E(), 1), lambda: pow(E(), 1, 2), lambda: pow(2, E(), 5), lambda: round(E()), lambda: int(E()), lambda: float(E()), lambda: complex(E()), lambda: E() < 1, lambda: E() in 5, lambda: E()[0], lambda: [1][E()], lambda: 'ab' * E(), lambda: E()(), lambda: len(E()), lambda: iter(E()), lambda: next(E()), lambda: E() @ E()):
    try:
        print(f())
    except TypeError as e:
        print(e)
class Idx:
    def __index__(self): return 3
print(hex(Idx()), [0, 1, 2, 3][Idx()], range(Idx()), 'a' * Idx(), int(Idx()), float(Idx()), complex(Idx()), bytes(Idx()), 'abcdef'[:Idx()], round(2.34567, Idx()))
class I2:
    def __int__(self): return True
print(int(I2()).__class__) if 0 else None
class P:
    def __pow__(self, o, m=None): return ('pow', o, m)
    def __rpow__(self, o, m=None): return ('rpow', o, m)
    def __ipow__(self, o): return ('ipow', o)
p = P()
print(p ** 2, 2 ** p, pow(p, 2), pow(p, 2, 3), pow(2, p))
p **= 4
print(p)
try:
    print(pow(2, P(), 5))
except TypeError as e:
    print(e)
