# Integers, floats, complex, math, fractions, decimals of other bases.
import math, cmath, fractions, random, statistics, operator
print(2 ** 100, -7 // 2, -7 % 3, divmod(-7, 3), divmod(7, -3), 7.5 // 2, -7.5 % 2, pow(3, 100, 7), pow(3, -1, 7) if hasattr(math, 'comb') else 5, (1 << 70) - 1)
print(10 ** 20 // 3, 12345678901234567890 * 98765432109876543210, -(10 ** 18) >> 3, (2 ** 64) & (2 ** 65 - 1), ~(2 ** 70), (10 ** 30).bit_length(), hex(2 ** 80), int('z' * 10, 36), (255).to_bytes(2, 'big'), int.from_bytes(b'\x01\x00', 'little'), int.from_bytes(b'\xff', 'big', signed=True))
print(0.1 + 0.2, 1 / 3, 2 / 3, 1e308 * 10, -1e308 * 10, float('nan') == float('nan'), round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234, -2), int(-3.9), (0.5).as_integer_ratio(), (3.0).is_integer(), (0.1).hex(), float.fromhex('0x1.8p1'))
print(math.floor(-2.5), math.ceil(-2.5), math.trunc(-2.5), math.sqrt(2), math.factorial(20), math.gcd(12, 18), math.isclose(0.1 + 0.2, 0.3), math.hypot(3, 4), math.log(100, 10), math.log2(8), math.log10(1000), math.exp(1), math.pi, math.sin(1), math.atan2(1, -1), math.degrees(math.pi), math.fsum([.1] * 10), math.copysign(1, -0.0), math.modf(3.25), math.frexp(8), math.comb(5, 2), math.perm(5, 2), math.isqrt(99), math.prod([1, 2, 3]), math.dist([0, 0], [3, 4]))
z = 3 + 4j; print(z, abs(z), z.conjugate(), z.real, z * 1j, z ** 2, z / 2, cmath.sqrt(-1), cmath.phase(-1), complex(1, -0.0), -z, z == 3 + 4j, 1j ** 2, repr(complex('nan')))
f = fractions.Fraction(3, 4); print(f, f + fractions.Fraction(1, 4), f * 2, f ** 2, fractions.Fraction('0.125'), fractions.Fraction(0.5), float(f), f.limit_denominator(3), f > 0.5, math.floor(f), round(f), repr(f))
random.seed(42); print(random.random(), random.randint(1, 100), random.choice('abc'), random.sample(range(100), 5), random.uniform(1, 2), random.gauss(0, 1), [random.randrange(10) for _ in range(5)])
x = list(range(10)); random.shuffle(x); print(x, random.getrandbits(40), random.choices([1, 2, 3], k=4), random.triangular(0, 1, .5), random.expovariate(1))
data = [2, 4, 4, 4, 5, 5, 7, 9]; print(statistics.mean(data), statistics.median(data), statistics.mode(data), statistics.pstdev(data), statistics.variance(data), statistics.median_low(data))
print(True + True, True * 5, isinstance(True, int), bool(0.0), bool('0'), int(True), not [], False == 0, {1: 'a', True: 'b', 1.0: 'c'})
for bad in (lambda: 1 / 0, lambda: 1 % 0, lambda: 1.0 // 0, lambda: 0 ** -1, lambda: math.sqrt(-1), lambda: math.log(0), lambda: int('1.5'), lambda: int(float('inf')), lambda: float('x'), lambda: 1 << -1, lambda: math.factorial(-1), lambda: 2.0 ** 10000, lambda: 1j // 1, lambda: 5 + '5', lambda: math.exp(1000), lambda: fractions.Fraction(1, 0)):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
print(operator.add(1, 2), operator.itemgetter(1, 2)('abc'), operator.attrgetter('real')(5), operator.methodcaller('upper')('x'), operator.mul(3, 4), operator.not_(0))
print(sum([0.1] * 10), sum(range(101)), max(1, 2.5), min([3, 1, 2]), abs(-5), abs(-2.5), bin(10), oct(8), hex(255), format(10, 'b'), format(3.14159, '.3f'), format(1234567.891, ',.2f'), format(255, '#06x'), format(-5, '+'), format(0.000012345, 'g'), format(1e20, ''), f'{5:>5}{5:<5}{5:^5}{5:05}')
print(1_000 == 1000, 0.1 * 3, 1e-7, 1e22, 1e21, 123456789012345680.0, 5e-324, 1.7976931348623157e308, -0.0, 100.0, 1.10, 3.0e10)
