from decimal import *
from fractions import Fraction as F
import numbers, statistics, math
D = Decimal
print(D('1.10') + D('2'), D(1) / D(7), D('1e5').normalize(), D('2').sqrt(), D('2').ln(), D('100').log10(), D(2) ** D('0.5'), D('1.5').exp())
getcontext().prec = 10; print(D(1) / 3, D('1.23456').quantize(D('.01'), ROUND_HALF_EVEN), D('-7') // 2, D('-7') % 2, round(D('2.675'), 2), D('1.5').to_integral_value())
print(D('NaN'), D('Infinity') > 5, D('0.1') == 0.1, D(0.1), hash(D('1')) == hash(1), D('1E+3'), D('123.4500').as_tuple(), f"{D('1234.5'):,.2f}", repr(D('-0')))
for bad in (lambda: D(1) / 0, lambda: D('x'), lambda: D('sNaN') + 1):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
with localcontext() as c: c.prec = 3; print(D(1) / 3, c.flags[Inexact])
print(D('1.1').compare(D('1.10')), D(5).max(D(6)), D('3.7').as_integer_ratio(), D('1e-8'), D(12345678901234567890) * 10)
print(F(3, 6), F('0.125'), F(1.5), F(1, 3) + F(1, 6), F(7, 3) // 1, F(2, 3) ** 2, F(2, 3) ** -1, round(F(7, 3), 1), F(22, 7).limit_denominator(5), repr(F(-1, 2)), float(F(1, 4)), math.floor(F(-1, 2)))
try: F(1, 0)
except ZeroDivisionError as e: print(e)
print(isinstance(F(1), numbers.Rational), isinstance(D(1), numbers.Number), isinstance(1j, numbers.Complex))
print(statistics.mean([1, 2, 4]), statistics.median([3, 1, 2]), statistics.stdev([1, 2, 3, 4]), statistics.mode('aab'), statistics.quantiles([1, 2, 3, 4, 5]), statistics.fmean([1.5, 2]), statistics.pvariance([1, 2, 3]), statistics.correlation([1, 2, 3], [2, 4, 7]), statistics.linear_regression([1, 2], [3, 5]), statistics.NormalDist(0, 1).cdf(1), statistics.harmonic_mean([1, 2]), statistics.multimode([1, 1, 2, 2]))
