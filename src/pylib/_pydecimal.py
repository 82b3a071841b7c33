"""Decimal fixed point and floating point arithmetic.

The General Decimal Arithmetic Specification in Python, for the module decimal (which takes the place of this one under that
name). What it does not have are the logical operations on digits.
"""

__name__ = 'decimal'

import contextvars as _contextvars
import math as _math
import numbers as _numbers
import re as _re
import sys as _sys
from collections import namedtuple as _namedtuple

__all__ = [
    'Decimal', 'Context', 'DecimalTuple', 'DefaultContext', 'BasicContext', 'ExtendedContext',
    'DecimalException', 'Clamped', 'InvalidOperation', 'DivisionByZero', 'Inexact', 'Rounded', 'Subnormal', 'Overflow', 'Underflow',
    'FloatOperation', 'DivisionImpossible', 'InvalidContext', 'ConversionSyntax', 'DivisionUndefined',
    'ROUND_DOWN', 'ROUND_HALF_UP', 'ROUND_HALF_EVEN', 'ROUND_CEILING', 'ROUND_FLOOR', 'ROUND_UP', 'ROUND_HALF_DOWN', 'ROUND_05UP',
    'setcontext', 'getcontext', 'localcontext', 'MAX_PREC', 'MAX_EMAX', 'MIN_EMIN', 'MIN_ETINY', 'HAVE_THREADS', 'HAVE_CONTEXTVAR',
]

__version__ = '1.70'
__libmpdec_version__ = '2.4.2'

DecimalTuple = _namedtuple('DecimalTuple', 'sign digits exponent', module='decimal')

ROUND_DOWN = 'ROUND_DOWN'
ROUND_HALF_UP = 'ROUND_HALF_UP'
ROUND_HALF_EVEN = 'ROUND_HALF_EVEN'
ROUND_CEILING = 'ROUND_CEILING'
ROUND_FLOOR = 'ROUND_FLOOR'
ROUND_UP = 'ROUND_UP'
ROUND_HALF_DOWN = 'ROUND_HALF_DOWN'
ROUND_05UP = 'ROUND_05UP'
_ROUNDINGS = (ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP)

HAVE_THREADS = True
HAVE_CONTEXTVAR = True
MAX_PREC = 999999999999999999
MAX_EMAX = 999999999999999999
MIN_EMIN = -999999999999999999
MIN_ETINY = MIN_EMIN - (MAX_PREC - 1)


class DecimalException(ArithmeticError):
    pass


class Clamped(DecimalException):
    pass


class InvalidOperation(DecimalException):
    pass


class ConversionSyntax(InvalidOperation):
    pass


class DivisionImpossible(InvalidOperation):
    pass


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    pass


class InvalidContext(InvalidOperation):
    pass


class DivisionByZero(DecimalException, ZeroDivisionError):
    pass


class Inexact(DecimalException):
    pass


class Rounded(DecimalException):
    pass


class Subnormal(DecimalException):
    pass


class Overflow(Inexact, Rounded):
    pass


class Underflow(Inexact, Rounded, Subnormal):
    pass


class FloatOperation(DecimalException, TypeError):
    pass


_SIGNALS = (InvalidOperation, FloatOperation, DivisionByZero, Overflow, Subnormal, Underflow, Rounded, Inexact, Clamped)
_SHOWN_SIGNALS = (Clamped, InvalidOperation, DivisionByZero, Inexact, FloatOperation, Rounded, Subnormal, Overflow, Underflow)

_NUMBER = _re.compile(
    r'''\s*(?P<sign>[-+])?(?:(?=\d|\.\d)(?P<int>\d*)(?:\.(?P<frac>\d*))?(?:e(?P<exp>[-+]?\d+))?'''
    r'''|(?P<inf>inf(?:inity)?)|(?P<snan>s)?nan(?P<diag>\d*))\s*\Z''',
    _re.IGNORECASE,
)
_FORMAT = _re.compile(
    r'(?:(?P<fill>.)?(?P<align>[<>=^]))?(?P<sign>[-+ ])?(?P<zero>0)?(?P<width>\d+)?(?P<sep>,)?(?:\.(?P<prec>\d+))?(?P<type>[eEfFgGn%])?\Z',
    _re.DOTALL,
)
_HASH_MODULUS = _sys.hash_info.modulus
_HASH_10_INVERSE = pow(10, _HASH_MODULUS - 2, _HASH_MODULUS)


def _length(coefficient):
    """Number of decimal digits (1 for 0)."""
    if coefficient < 10**600:
        return len(str(coefficient))
    n = int(coefficient.bit_length() * 0.30102999566398120)
    return n + 1 if coefficient >= 10**n else n


def _round_coefficient(coefficient, drop, rounding, sign):
    """Drops `drop` digits; gives the rounded coefficient and whether anything was lost."""
    unit = 10**drop
    quotient, rest = divmod(coefficient, unit)
    if rest == 0:
        return quotient, False
    half = 2 * rest
    if rounding == ROUND_HALF_EVEN:
        up = half > unit or (half == unit and quotient & 1)
    elif rounding == ROUND_DOWN:
        up = False
    elif rounding == ROUND_UP:
        up = True
    elif rounding == ROUND_HALF_UP:
        up = half >= unit
    elif rounding == ROUND_HALF_DOWN:
        up = half > unit
    elif rounding == ROUND_CEILING:
        up = not sign
    elif rounding == ROUND_FLOOR:
        up = sign
    else:
        up = quotient % 5 == 0
    return quotient + (1 if up else 0), True


def _make(sign, coefficient, exponent, special='', cls=None):
    self = object.__new__(Decimal if cls is None else cls)
    self._sign = sign
    self._coef = coefficient
    self._exp = exponent
    self._special = special
    return self


def _nan(cls=None):
    return _make(0, 0, 0, 'nan', cls)


def _fix(sign, coefficient, exponent, context):
    """The number within the context's precision and exponents."""
    etiny = context.Emin - context.prec + 1
    etop = context.Emax - context.prec + 1
    if coefficient == 0:
        highest = etop if context.clamp else context.Emax
        fixed = min(max(exponent, etiny), highest)
        if fixed != exponent:
            context._raise(Clamped)
        return _make(sign, 0, fixed)
    digits = _length(coefficient)
    lowest = max(exponent + digits - context.prec, etiny)
    if exponent + digits - 1 > context.Emax:
        return _overflow(sign, context)
    subnormal = exponent + digits - 1 < context.Emin
    if exponent < lowest:
        coefficient, lost = _round_coefficient(coefficient, lowest - exponent, context.rounding, sign)
        exponent = lowest
        if _length(coefficient) > context.prec:
            coefficient //= 10
            exponent += 1
            if exponent + context.prec - 1 > context.Emax:
                return _overflow(sign, context)
        if subnormal:
            if lost:
                context._raise(Underflow, Underflow, Inexact, Rounded, Subnormal)
            else:
                context._raise(Subnormal)
        if lost:
            context._raise(Inexact)
        context._raise(Rounded)
        if coefficient == 0:
            context._raise(Clamped)
        return _make(sign, coefficient, exponent)
    if subnormal:
        context._raise(Subnormal)
    if context.clamp and exponent > etop:
        context._raise(Clamped)
        coefficient *= 10 ** (exponent - etop)
        exponent = etop
    return _make(sign, coefficient, exponent)


def _overflow(sign, context):
    context._raise(Overflow, Overflow, Inexact, Rounded)
    rounding = context.rounding
    if rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_HALF_DOWN, ROUND_UP) or rounding == (ROUND_FLOOR if sign else ROUND_CEILING):
        return _make(sign, 0, 0, 'inf')
    return _make(sign, 10**context.prec - 1, context.Emax - context.prec + 1)


def _convert(other, floats=False):
    """An operand as Decimal, NotImplemented for what is none."""
    if isinstance(other, Decimal):
        return other
    if isinstance(other, int):
        return _make(1 if other < 0 else 0, abs(int(other)), 0)
    if floats and isinstance(other, float):
        context = getcontext()
        context.flags[FloatOperation] = True
        if context.traps[FloatOperation]:
            raise FloatOperation([FloatOperation])
        return Decimal.from_float(other)
    return NotImplemented


def _for_comparison(self, other, equality):
    if isinstance(other, _numbers.Rational) and not isinstance(other, int):
        if not self._special:
            left = _make(self._sign, self._coef * other.denominator, self._exp)
            return left, Decimal(other.numerator)
        return self, Decimal(other.numerator)
    if equality and isinstance(other, _numbers.Complex) and not isinstance(other, (int, float)) and other.imag == 0:
        other = other.real
    if isinstance(other, float) and equality:
        getcontext().flags[FloatOperation] = True
        return self, Decimal.from_float(other)
    return self, _convert(other, True)


class Decimal:
    """Construct a new Decimal object. 'value' can be an integer, string, tuple,
    or another Decimal object. If no value is given, return Decimal('0')."""

    __module__ = 'decimal'
    __slots__ = ('_sign', '_coef', '_exp', '_special')

    def __new__(cls, value='0', context=None):
        if isinstance(value, str):
            match = _NUMBER.match(value.replace('_', ''))
            if match is None:
                (context or getcontext())._raise(ConversionSyntax)
                return _nan(cls)
            sign = 1 if match['sign'] == '-' else 0
            if match['inf']:
                return _make(sign, 0, 0, 'inf', cls)
            if match['int'] is None:
                return _make(sign, int(match['diag'] or 0), 0, 'snan' if match['snan'] else 'nan', cls)
            fraction = match['frac'] or ''
            return _make(sign, int(match['int'] + fraction or 0), int(match['exp'] or 0) - len(fraction), '', cls)
        if isinstance(value, int):
            return _make(1 if value < 0 else 0, abs(int(value)), 0, '', cls)
        if isinstance(value, Decimal):
            if cls is Decimal and type(value) is Decimal:
                return value
            return _make(value._sign, value._coef, value._exp, value._special, cls)
        if isinstance(value, float):
            context = context or getcontext()
            context._raise(FloatOperation)
            return cls.from_float(value)
        if isinstance(value, (list, tuple)):
            if len(value) != 3:
                raise ValueError('argument must be a sequence of length 3')
            sign, digits, exponent = value
            if sign not in (0, 1):
                raise ValueError('sign must be an integer with the value 0 or 1')
            coefficient = 0
            for digit in digits:
                if not isinstance(digit, int) or not 0 <= digit <= 9:
                    raise ValueError('coefficient must be a tuple of digits')
                coefficient = coefficient * 10 + digit
            if exponent == 'F':
                return _make(sign, 0, 0, 'inf', cls)
            if exponent in ('n', 'N'):
                return _make(sign, coefficient, 0, 'nan' if exponent == 'n' else 'snan', cls)
            if not isinstance(exponent, int):
                raise ValueError("string argument in the third position must be 'F', 'n' or 'N'")
            return _make(sign, coefficient, exponent, '', cls)
        raise TypeError(f'conversion from {type(value).__name__} to Decimal is not supported')

    @classmethod
    def from_float(cls, f):
        """Converts a float to a decimal number, exactly."""
        if isinstance(f, int):
            return cls(int(f))
        if not isinstance(f, float):
            raise TypeError('argument must be int or float')
        if _math.isinf(f) or _math.isnan(f):
            return cls(repr(f))
        n, d = abs(f).as_integer_ratio()
        k = d.bit_length() - 1
        return _make(1 if _math.copysign(1.0, f) < 0 else 0, n * 5**k, -k, '', cls)

    # ---- looking

    def is_nan(self):
        return self._special in ('nan', 'snan')

    def is_qnan(self):
        return self._special == 'nan'

    def is_snan(self):
        return self._special == 'snan'

    def is_infinite(self):
        return self._special == 'inf'

    def is_finite(self):
        return not self._special

    def is_zero(self):
        return not self._special and self._coef == 0

    def is_signed(self):
        return self._sign == 1

    def is_canonical(self):
        return True

    def canonical(self):
        return self

    def is_normal(self, context=None):
        if self._special or not self._coef:
            return False
        return (context or getcontext()).Emin <= self.adjusted()

    def is_subnormal(self, context=None):
        if self._special or not self._coef:
            return False
        return self.adjusted() < (context or getcontext()).Emin

    def adjusted(self):
        """Return the adjusted exponent of the number."""
        if self._special:
            return 0
        return self._exp + _length(self._coef) - 1

    def as_tuple(self):
        """Return a tuple representation of the number."""
        if self._special == 'inf':
            return DecimalTuple(self._sign, (0,), 'F')
        if self._special:
            digits = tuple(map(int, str(self._coef))) if self._coef else ()
            return DecimalTuple(self._sign, digits, 'n' if self._special == 'nan' else 'N')
        return DecimalTuple(self._sign, tuple(map(int, str(self._coef))), self._exp)

    def as_integer_ratio(self):
        """Return a pair of integers whose ratio is exactly the number."""
        if self._special == 'inf':
            raise OverflowError('cannot convert Infinity to integer ratio')
        if self._special:
            raise ValueError('cannot convert NaN to integer ratio')
        n, d = self._coef, 1
        if self._exp >= 0:
            n *= 10**self._exp
        else:
            d = 10**-self._exp
            g = _math.gcd(n, d)
            n //= g
            d //= g
        return (-n if self._sign else n), d

    def number_class(self, context=None):
        if self._special == 'snan':
            return 'sNaN'
        if self._special == 'nan':
            return 'NaN'
        sign = '-' if self._sign else '+'
        if self._special:
            return sign + 'Infinity'
        if not self._coef:
            return sign + 'Zero'
        return sign + ('Subnormal' if self.is_subnormal(context) else 'Normal')

    def radix(self):
        return Decimal(10)

    def __bool__(self):
        return bool(self._special) or self._coef != 0

    def __repr__(self):
        return f"Decimal('{self}')"

    def __str__(self, eng=False, context=None):
        sign = '-' if self._sign else ''
        if self._special == 'inf':
            return sign + 'Infinity'
        if self._special:
            return sign + ('NaN' if self._special == 'nan' else 'sNaN') + (str(self._coef) if self._coef else '')
        digits = str(self._coef)
        left = self._exp + len(digits)
        if self._exp <= 0 and left > -6:
            point = left
        elif not eng:
            point = 1
        elif digits == '0':
            point = (left + 1) % 3 - 1
        else:
            point = (left - 1) % 3 + 1
        if point <= 0:
            whole, fraction = '0', '.' + '0' * -point + digits
        elif point >= len(digits):
            whole, fraction = digits + '0' * (point - len(digits)), ''
        else:
            whole, fraction = digits[:point], '.' + digits[point:]
        capitals = (context or getcontext()).capitals
        exponent = '' if left == point else f"{'E' if capitals else 'e'}{left - point:+d}"
        return sign + whole + fraction + exponent

    def to_eng_string(self, context=None):
        """Convert to an engineering-type string."""
        return self.__str__(True, context)

    def __hash__(self):
        if self._special:
            if self._special == 'snan':
                raise TypeError('Cannot hash a signaling NaN value')
            if self._special == 'nan':
                return object.__hash__(self)
            return -_sys.hash_info.inf if self._sign else _sys.hash_info.inf
        if self._exp >= 0:
            power = pow(10, self._exp, _HASH_MODULUS)
        else:
            power = pow(_HASH_10_INVERSE, -self._exp, _HASH_MODULUS)
        value = self._coef * power % _HASH_MODULUS
        result = -value if self._sign else value
        return -2 if result == -1 else result

    # ---- comparing

    def _order(self, other):
        """-1, 0, 1 of numbers that are not NaN."""
        if self._special or other._special:
            a = (-1 if self._sign else 1) if self._special else 0
            b = (-1 if other._sign else 1) if other._special else 0
            return (a > b) - (a < b)
        a = -self._coef if self._sign else self._coef
        b = -other._coef if other._sign else other._coef
        if a == 0 or b == 0 or (a < 0) != (b < 0):
            return (a > b) - (a < b)
        x, y = self.adjusted(), other.adjusted()
        if x != y:
            return 1 if (x > y) == (a > 0) else -1
        if self._exp > other._exp:
            a *= 10 ** (self._exp - other._exp)
        else:
            b *= 10 ** (other._exp - self._exp)
        return (a > b) - (a < b)

    def __eq__(self, other, context=None):
        self, other = _for_comparison(self, other, True)
        if other is NotImplemented:
            return other
        if self.is_nan() or other.is_nan():
            if self.is_snan() or other.is_snan():
                getcontext()._raise(InvalidOperation)
            return False
        return self._order(other) == 0

    def _less(self, other, test):
        self, other = _for_comparison(self, other, False)
        if other is NotImplemented:
            return other
        if self.is_nan() or other.is_nan():
            getcontext()._raise(InvalidOperation)
            return False
        return test(self._order(other))

    def __lt__(self, other, context=None):
        return self._less(other, lambda order: order < 0)

    def __le__(self, other, context=None):
        return self._less(other, lambda order: order <= 0)

    def __gt__(self, other, context=None):
        return self._less(other, lambda order: order > 0)

    def __ge__(self, other, context=None):
        return self._less(other, lambda order: order >= 0)

    def compare(self, other, context=None):
        other = _operand(other)
        context = context or getcontext()
        nan = _check_nans(self, other, context)
        if nan is not None:
            return nan
        return Decimal(self._order(other))

    def compare_total(self, other, context=None):
        other = _operand(other)
        if self._sign != other._sign:
            return Decimal(-1 if self._sign else 1)
        flip = -1 if self._sign else 1
        ranks = {'': 0, 'inf': 1, 'snan': 2, 'nan': 3}
        a, b = ranks[self._special], ranks[other._special]
        if a != b:
            return Decimal(flip if a > b else -flip)
        if a >= 2:
            return Decimal(flip * ((self._coef > other._coef) - (self._coef < other._coef)))
        order = self._order(other)
        if order == 0 and not a:
            order = flip * ((self._exp > other._exp) - (self._exp < other._exp))
        return Decimal(order)

    def max(self, other, context=None):
        return _extreme(self, _operand(other), context or getcontext(), 1)

    def min(self, other, context=None):
        return _extreme(self, _operand(other), context or getcontext(), -1)

    # ---- signs

    def copy_abs(self):
        return _make(0, self._coef, self._exp, self._special)

    def copy_negate(self):
        return _make(1 - self._sign, self._coef, self._exp, self._special)

    def copy_sign(self, other, context=None):
        return _make(_operand(other)._sign, self._coef, self._exp, self._special)

    def __neg__(self, context=None):
        context = context or getcontext()
        if self.is_nan():
            return _check_nans(self, self, context)
        if self._special:
            return self.copy_negate()
        sign = 1 - self._sign
        if not self._coef:
            sign = 1 if context.rounding == ROUND_FLOOR else 0
        return _fix(sign, self._coef, self._exp, context)

    def __pos__(self, context=None):
        context = context or getcontext()
        if self.is_nan():
            return _check_nans(self, self, context)
        if self._special:
            return self
        sign = self._sign
        if not self._coef:
            sign = 1 if context.rounding == ROUND_FLOOR and sign else 0
        return _fix(sign, self._coef, self._exp, context)

    def __abs__(self, round=True, context=None):
        if self.is_nan():
            return _check_nans(self, self, context or getcontext())
        return -self if self._sign else +self

    def conjugate(self):
        return self

    @property
    def real(self):
        return self

    @property
    def imag(self):
        return Decimal(0)

    # ---- arithmetic

    def __add__(self, other, context=None):
        other = _convert(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        if self._special or other._special:
            nan = _check_nans(self, other, context)
            if nan is not None:
                return nan
            if self._special and other._special and self._sign != other._sign:
                return context._raise(InvalidOperation) or _nan()
            return Decimal(self if self._special else other)
        exponent = min(self._exp, other._exp)
        a = self._coef * 10 ** (self._exp - exponent) if self._coef else 0
        b = other._coef * 10 ** (other._exp - exponent) if other._coef else 0
        total = (-a if self._sign else a) + (-b if other._sign else b)
        if total:
            return _fix(1 if total < 0 else 0, abs(total), exponent, context)
        if self._sign == other._sign:
            sign = self._sign
        else:
            sign = 1 if context.rounding == ROUND_FLOOR else 0
        return _fix(sign, 0, exponent, context)

    __radd__ = __add__

    def __sub__(self, other, context=None):
        other = _convert(other)
        if other is NotImplemented:
            return other
        if other.is_nan():
            return self.__add__(other, context)
        return self.__add__(other.copy_negate(), context)

    def __rsub__(self, other, context=None):
        other = _convert(other)
        return other if other is NotImplemented else other.__sub__(self, context)

    def __mul__(self, other, context=None):
        other = _convert(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        sign = self._sign ^ other._sign
        if self._special or other._special:
            nan = _check_nans(self, other, context)
            if nan is not None:
                return nan
            if not self or not other:
                return context._raise(InvalidOperation) or _nan()
            return _make(sign, 0, 0, 'inf')
        return _fix(sign, self._coef * other._coef, self._exp + other._exp, context)

    __rmul__ = __mul__

    def __truediv__(self, other, context=None):
        other = _convert(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        sign = self._sign ^ other._sign
        if self._special or other._special:
            nan = _check_nans(self, other, context)
            if nan is not None:
                return nan
            if self._special and other._special:
                return context._raise(InvalidOperation) or _nan()
            if self._special:
                return _make(sign, 0, 0, 'inf')
            context._raise(Clamped)
            return _make(sign, 0, context.Emin - context.prec + 1)
        if not other._coef:
            if not self._coef:
                return context._raise(DivisionUndefined) or _nan()
            context._raise(DivisionByZero)
            return _make(sign, 0, 0, 'inf')
        if not self._coef:
            return _fix(sign, 0, self._exp - other._exp, context)
        shift = _length(other._coef) - _length(self._coef) + context.prec + 1
        exponent = self._exp - other._exp - shift
        if shift >= 0:
            quotient, rest = divmod(self._coef * 10**shift, other._coef)
        else:
            quotient, rest = divmod(self._coef, other._coef * 10**-shift)
        if rest:
            if quotient % 5 == 0:
                quotient += 1
        else:
            ideal = self._exp - other._exp
            while exponent < ideal and quotient % 10 == 0:
                quotient //= 10
                exponent += 1
        return _fix(sign, quotient, exponent, context)

    def __rtruediv__(self, other, context=None):
        other = _convert(other)
        return other if other is NotImplemented else other.__truediv__(self, context)

    def _divide(self, other, context):
        """Integer quotient and remainder of finite numbers, or None when the quotient is too long."""
        exponent = min(self._exp, other._exp)
        if self.adjusted() - other.adjusted() > context.prec + 1 and self._coef:
            return None
        a = self._coef * 10 ** (self._exp - exponent)
        b = other._coef * 10 ** (other._exp - exponent)
        quotient, rest = divmod(a, b)
        if quotient >= 10**context.prec:
            return None
        return quotient, rest, exponent

    def __divmod__(self, other, context=None):
        other = _convert(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        if not self._special and not other._special and not other._coef:
            if not self._coef:
                context._raise(DivisionUndefined)
                return _nan(), _nan()
            context._raise(InvalidOperation, InvalidOperation, DivisionByZero)
            return _make(self._sign ^ other._sign, 0, 0, 'inf'), _nan()
        return self.__floordiv__(other, context), self.__mod__(other, context)

    def __rdivmod__(self, other, context=None):
        other = _convert(other)
        return other if other is NotImplemented else other.__divmod__(self, context)

    def __floordiv__(self, other, context=None):
        """The quotient, rounded towards zero."""
        other = _convert(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        sign = self._sign ^ other._sign
        nan = _check_nans(self, other, context)
        if nan is not None:
            return nan
        if self._special:
            if other._special:
                return context._raise(InvalidOperation) or _nan()
            return _make(sign, 0, 0, 'inf')
        if other._special:
            return _make(sign, 0, 0)
        if not other._coef:
            if not self._coef:
                return context._raise(DivisionUndefined) or _nan()
            context._raise(DivisionByZero)
            return _make(sign, 0, 0, 'inf')
        parts = self._divide(other, context)
        if parts is None:
            return context._raise(DivisionImpossible) or _nan()
        return _make(sign, parts[0], 0)

    def __rfloordiv__(self, other, context=None):
        other = _convert(other)
        return other if other is NotImplemented else other.__floordiv__(self, context)

    def __mod__(self, other, context=None):
        """The remainder, with the sign of the dividend."""
        other = _convert(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        nan = _check_nans(self, other, context)
        if nan is not None:
            return nan
        if self._special:
            return context._raise(InvalidOperation) or _nan()
        if not other._special and not other._coef:
            return context._raise(InvalidOperation if self._coef else DivisionUndefined) or _nan()
        if other._special:
            return _fix(self._sign, self._coef, self._exp, context)
        parts = self._divide(other, context)
        if parts is None:
            return context._raise(DivisionImpossible) or _nan()
        return _fix(self._sign, parts[1], parts[2], context)

    def __rmod__(self, other, context=None):
        other = _convert(other)
        return other if other is NotImplemented else other.__mod__(self, context)

    def remainder_near(self, other, context=None):
        other = _operand(other)
        context = context or getcontext()
        nan = _check_nans(self, other, context)
        if nan is not None:
            return nan
        if self._special or not other:
            return context._raise(InvalidOperation) or _nan()
        if other._special:
            return _fix(self._sign, self._coef, self._exp, context)
        parts = self._divide(other, context)
        if parts is None:
            return context._raise(DivisionImpossible) or _nan()
        quotient, rest, exponent = parts
        unit = other._coef * 10 ** (other._exp - exponent)
        sign = self._sign
        if 2 * rest + (quotient & 1) > unit:
            rest = unit - rest
            sign = 1 - sign
        return _fix(sign, rest, exponent, context)

    def fma(self, other, third, context=None):
        """self * other + third, rounded once."""
        other, third = _operand(other), _operand(third)
        if self._special or other._special:
            product = self.__mul__(other, context)
        else:
            product = _make(self._sign ^ other._sign, self._coef * other._coef, self._exp + other._exp)
        return product.__add__(third, context)

    def __pow__(self, other, modulo=None, context=None):
        other = _convert(other)
        if other is NotImplemented:
            return other
        context = context or getcontext()
        if modulo is not None:
            modulo = _convert(modulo)
            if modulo is NotImplemented:
                return modulo
            base, exponent, modulus = int(self), int(other), int(modulo)
            if exponent < 0 or modulus == 0 or base != self or exponent != other or modulus != modulo or (base == 0 and exponent == 0):
                return context._raise(InvalidOperation) or _nan()
            value = pow(abs(base), exponent, abs(modulus))
            return _make(1 if base < 0 and exponent & 1 else 0, value, 0)
        nan = _check_nans(self, other, context)
        if nan is not None:
            return nan
        if not other._special and not other._coef:
            if not self:
                return context._raise(InvalidOperation) or _nan()
            return Decimal(1)
        if other._special or other != other.to_integral_value():
            if self._sign and self:
                return context._raise(InvalidOperation) or _nan()
            if self == 1:
                return _fix(0, 10 ** (context.prec - 1), 1 - context.prec, context)
            if not self:
                return _make(0, 0, 0, 'inf') if other._sign else _make(0, 0, 0)
            if self._special:
                return _make(0, 0, 0) if other._sign else _make(0, 0, 0, 'inf')
            if other._special:
                return _make(0, 0, 0, 'inf') if (self > 1) != bool(other._sign) else _make(0, 0, 0)
            return _power(self, other, context)
        n = int(other)
        sign = self._sign & n & 1
        if self._special:
            return _make(sign, 0, 0, 'inf') if n > 0 else _make(sign, 0, 0)
        if not self._coef:
            if n > 0:
                return _make(sign, 0, 0)
            return _make(sign, 0, 0, 'inf')
        size = abs(n)
        if _length(self._coef) * size <= 4 * context.prec + 100:
            coefficient, exponent = self._coef**size, self._exp * size
        else:
            # square and multiply, with more digits than can be lost
            keep = context.prec + 10 + 2 * len(str(size))
            coefficient, exponent = 1, 0
            for bit in bin(size)[2:]:
                coefficient, exponent = coefficient * coefficient, exponent * 2
                if bit == '1':
                    coefficient, exponent = coefficient * self._coef, exponent + self._exp
                extra = _length(coefficient) - keep
                if extra > 0:
                    rounded, lost = _round_coefficient(coefficient, extra, ROUND_DOWN, 0)
                    coefficient, exponent = rounded * 10 + (1 if lost else 0), exponent + extra - 1
        if n < 0:
            return _make(0, 1, 0).__truediv__(_make(sign, coefficient, exponent), context)
        return _fix(sign, coefficient, exponent, context)

    def __rpow__(self, other, modulo=None, context=None):
        other = _convert(other)
        return other if other is NotImplemented else other.__pow__(self, modulo, context)

    def sqrt(self, context=None):
        """Return the square root of the argument to full precision."""
        context = context or getcontext()
        nan = _check_nans(self, self, context)
        if nan is not None:
            return nan
        if self._special and not self._sign:
            return Decimal(self)
        if not self._coef and not self._special:
            return _fix(self._sign, 0, self._exp // 2, context)
        if self._sign:
            return context._raise(InvalidOperation) or _nan()
        digits = _length(self._coef)
        exponent = self._exp
        # an even exponent and at least prec + 1 digits in the root
        shift = max(0, 2 * context.prec + 3 - digits)
        if (exponent - shift) & 1:
            shift += 1
        coefficient = self._coef * 10**shift
        exponent -= shift
        root = _math.isqrt(coefficient)
        half = exponent // 2
        if root * root != coefficient:
            if root % 5 == 0:
                root += 1
        else:
            ideal = self._exp // 2
            while half < ideal and root % 10 == 0:
                root //= 10
                half += 1
        quiet = context.copy()
        quiet.rounding = ROUND_HALF_EVEN
        quiet.flags = context.flags
        return _fix(0, root, half, quiet)

    def exp(self, context=None):
        """Return e**self, rounded half to even."""
        context = context or getcontext()
        nan = _check_nans(self, self, context)
        if nan is not None:
            return nan
        if self._special:
            return Decimal(0) if self._sign else Decimal(self)
        if not self._coef:
            return Decimal(1)
        return _exponential(-self._coef if self._sign else self._coef, self._exp, context)

    def ln(self, context=None):
        """Return the natural logarithm, rounded half to even."""
        context = context or getcontext()
        special = self._logarithm_of_special(context)
        if special is not None:
            return special
        if self == 1:
            return Decimal(0)
        return _rounded(lambda digits: (_ln_fixed(self._coef, self._exp, digits), -digits), context)

    def log10(self, context=None):
        """Return the base 10 logarithm, rounded half to even."""
        context = context or getcontext()
        special = self._logarithm_of_special(context)
        if special is not None:
            return special
        if str(self._coef).rstrip('0') == '1':
            return _fix(0, 0, 0, context) + Decimal(self.adjusted())
        return _rounded(lambda digits: (_ln_fixed(self._coef, self._exp, digits + 3) * 10**digits // _ln_fixed(10, 0, digits + 3), -digits), context)

    def _logarithm_of_special(self, context):
        nan = _check_nans(self, self, context)
        if nan is not None:
            return nan
        if not self:
            return _make(1, 0, 0, 'inf')
        if self._sign:
            return context._raise(InvalidOperation) or _nan()
        return Decimal(self) if self._special else None

    # ---- exponents

    def normalize(self, context=None):
        """Strips trailing zeros."""
        context = context or getcontext()
        nan = _check_nans(self, self, context)
        if nan is not None:
            return nan
        if self._special:
            return Decimal(self)
        number = _fix(self._sign, self._coef, self._exp, context)
        if number._special:
            return number
        if not number._coef:
            return _make(number._sign, 0, 0)
        coefficient, exponent = number._coef, number._exp
        highest = context.Emax - context.prec + 1 if context.clamp else context.Emax
        while coefficient % 10 == 0 and exponent < highest:
            coefficient //= 10
            exponent += 1
        return _make(number._sign, coefficient, exponent)

    def quantize(self, exp, rounding=None, context=None):
        """Return a value equal to the first operand after rounding and having the exponent of the second operand."""
        exp = _operand(exp)
        context = context or getcontext()
        nan = _check_nans(self, exp, context)
        if nan is not None:
            return nan
        if self._special or exp._special:
            if self._special and exp._special:
                return Decimal(self)
            return context._raise(InvalidOperation) or _nan()
        if not context.Emin - context.prec + 1 <= exp._exp <= context.Emax:
            return context._raise(InvalidOperation) or _nan()
        number, lost = self._rescale(exp._exp, rounding or context.rounding)
        if number._coef and (_length(number._coef) > context.prec or number.adjusted() > context.Emax):
            return context._raise(InvalidOperation) or _nan()
        if number._exp > self._exp:
            if lost:
                context._raise(Inexact)
            context._raise(Rounded)
        return number

    def _rescale(self, exponent, rounding):
        if self._exp >= exponent:
            return _make(self._sign, self._coef * 10 ** (self._exp - exponent), exponent), False
        drop = exponent - self._exp
        if drop > _length(self._coef) + 1:
            coefficient, lost = _round_coefficient(1 if self._coef else 0, 2, rounding, self._sign)
        else:
            coefficient, lost = _round_coefficient(self._coef, drop, rounding, self._sign)
        return _make(self._sign, coefficient, exponent), lost

    def same_quantum(self, other, context=None):
        other = _operand(other)
        if self._special or other._special:
            return (self.is_nan() and other.is_nan()) or (self.is_infinite() and other.is_infinite())
        return self._exp == other._exp

    def to_integral_value(self, rounding=None, context=None):
        context = context or getcontext()
        if self._special:
            return _check_nans(self, self, context) or Decimal(self)
        if self._exp >= 0:
            return Decimal(self)
        return self._rescale(0, rounding or context.rounding)[0]

    to_integral = to_integral_value

    def to_integral_exact(self, rounding=None, context=None):
        context = context or getcontext()
        if self._special:
            return _check_nans(self, self, context) or Decimal(self)
        if self._exp >= 0:
            return Decimal(self)
        number, lost = self._rescale(0, rounding or context.rounding)
        if lost:
            context._raise(Inexact)
        context._raise(Rounded)
        return number

    def scaleb(self, other, context=None):
        other = _operand(other)
        context = context or getcontext()
        if self._special:
            return _check_nans(self, other, context) or Decimal(self)
        return _fix(self._sign, self._coef, self._exp + int(other), context)

    def logb(self, context=None):
        context = context or getcontext()
        if self._special:
            return _check_nans(self, self, context) or _make(0, 0, 0, 'inf')
        if not self._coef:
            context._raise(DivisionByZero)
            return _make(1, 0, 0, 'inf')
        return Decimal(self.adjusted())

    # ---- conversions

    def __int__(self):
        if self._special == 'inf':
            raise OverflowError('cannot convert Infinity to integer')
        if self._special:
            raise ValueError('cannot convert NaN to integer')
        value = self._coef * 10**self._exp if self._exp >= 0 else self._coef // 10**-self._exp
        return -value if self._sign else value

    __trunc__ = __int__

    def __float__(self):
        if self._special == 'snan':
            raise ValueError('cannot convert signaling NaN to float')
        return float(str(self))

    def __complex__(self):
        return complex(float(self))

    def __round__(self, n=None):
        if n is not None:
            if not isinstance(n, int):
                raise TypeError('optional arg must be an integer')
            return self.quantize(_make(0, 1, -n))
        return self._to_int(ROUND_HALF_EVEN)

    def __floor__(self):
        return self._to_int(ROUND_FLOOR)

    def __ceil__(self):
        return self._to_int(ROUND_CEILING)

    def _to_int(self, rounding):
        if self._special:
            return int(self)
        return int(self._rescale(0, rounding)[0] if self._exp < 0 else self)

    def __format__(self, specifier, context=None):
        match = _FORMAT.match(specifier)
        if match is None:
            raise ValueError('invalid format string')
        context = context or getcontext()
        kind = match['type'] or ''
        sign = '-' if self._sign else match['sign'] if match['sign'] in ('+', ' ') else ''
        percent = ''
        if self._special:
            body, rest = str(self.copy_abs()), ''
            percent = '%' if kind == '%' else ''
        else:
            number = self
            if kind == '%':
                number = _make(self._sign, self._coef, self._exp + 2 if self._coef else min(self._exp + 2, 0))
                percent = '%'
            precision = None if match['prec'] is None else int(match['prec'])
            rounding = context.rounding
            lower = kind.lower()
            if precision is not None:
                if lower == 'e' or lower in ('g', 'n', ''):
                    keep = precision + 1 if lower == 'e' else max(precision, 1)
                    extra = _length(number._coef) - keep
                    if extra > 0:
                        coefficient, _ = _round_coefficient(number._coef, extra, rounding, number._sign)
                        exponent = number._exp + extra
                        if _length(coefficient) > keep:
                            coefficient //= 10
                            exponent += 1
                        number = _make(number._sign, coefficient, exponent)
                else:
                    number = number._rescale(-precision, rounding)[0]
            digits = str(number._coef)
            left = number._exp + len(digits)
            if lower == 'e':
                if not number._coef and precision is not None:
                    left = 1 + precision + number._exp
                point = 1
            elif lower in ('f', '%'):
                if number._exp > 0:
                    digits += '0' * number._exp
                left = point = number._exp + len(digits) if number._exp <= 0 else len(digits)
            else:
                point = left if number._exp <= 0 and left > -6 else 1
            if point <= 0:
                body, fraction = '0', '0' * -point + digits
            else:
                body, fraction = digits[:point].ljust(point, '0'), digits[point:]
            if lower == 'e' and precision is not None:
                fraction = fraction.ljust(precision, '0')
            rest = '.' + fraction if fraction else ''
            if left != point or lower == 'e':
                letter = 'E' if kind in ('E', 'G') or (not kind and context.capitals) else 'e'
                rest += f'{letter}{left - point:+d}'
            if kind == 'F':
                rest = rest.upper()
        fill = match['fill'] or ' '
        align = match['align'] or '>'
        width = int(match['width'] or 0)
        rest += percent
        if match['zero'] and match['align'] is None and not self._special:
            fill, align = '0', '='
        if match['sep'] and not self._special:
            room = width - len(sign) - len(rest) if fill == '0' and align == '=' else 0
            body = format(int(body), f'0{room},d' if room > 0 else ',d')
        text = body + rest
        missing = width - len(sign) - len(text)
        if missing <= 0:
            return sign + text
        if align == '=':
            return sign + fill * missing + text
        text = sign + text
        if align == '<':
            return text + fill * missing
        if align == '^':
            return fill * (missing // 2) + text + fill * (missing - missing // 2)
        return fill * missing + text

    def __reduce__(self):
        return (self.__class__, (str(self),))

    def __copy__(self):
        return self if type(self) is Decimal else self.__class__(str(self))

    def __deepcopy__(self, memo):
        return self.__copy__()


_numbers.Number.register(Decimal)


# ---- exponentials and logarithms: whole numbers that count units of 10**-digits, a few units off at most


def _ln_fixed(coefficient, exponent, digits):
    """ln(coefficient * 10**exponent) in units of 10**-digits."""
    guard = digits + 12 + len(str(abs(exponent)))
    scale = 10**guard
    # 10 stands for itself, other numbers are m * 10**k with 1 <= m < 10; roots bring m close to 1
    ten = coefficient == 10 and exponent == 0
    k = 0 if ten else _length(coefficient) - 1
    m = coefficient * 10 ** (guard - k) if guard >= k else coefficient // 10 ** (k - guard)
    halvings = 0
    while m - scale > scale >> 5:
        m = _math.isqrt(m * scale)
        halvings += 1
    y = (m - scale) * scale // (m + scale)
    square = y * y // scale
    total, term, n = 0, y, 1
    while term:
        total += term // n
        term = term * square // scale
        n += 2
    result = total * 2 << halvings
    k += exponent
    if k:
        result += k * _ln_fixed(10, 0, guard)
    return _divide_nearest(result, 10 ** (guard - digits))


def _divide_nearest(a, b):
    q, r = divmod(a, b)
    return q + (2 * r >= b)


def _exp_fixed(x, digits):
    """(value, exponent): e**(x * 10**-digits) is value * 10**exponent, with about `digits` digits."""
    guard = digits + 12
    scale = 10**guard
    x *= 10**12
    ln10 = _ln_fixed(10, 0, guard + max(0, len(str(abs(x))) - digits))
    wide = 10 ** max(0, len(str(abs(x))) - digits)
    k = _divide_nearest(x * wide, ln10)
    rest = (x * wide - k * ln10) // wide
    halvings = max(8, int(digits**0.5))
    rest >>= halvings
    total, term, n = scale, scale, 1
    while True:
        term = term * rest // (scale * n)
        if term in (0, -1):
            break
        total += term
        n += 1
    for _ in range(halvings):
        total = total * total // scale
    return total, k - guard


def _rounded(compute, context):
    """Rounds compute(digits), a number of at least that many correct places, half to even; more places until it is certain."""
    quiet = context.copy()
    quiet.rounding = ROUND_HALF_EVEN
    quiet.flags, quiet.traps = context.flags, context.traps
    extra = 15
    while True:
        value, exponent = compute(context.prec + extra)
        sign, value = int(value < 0), abs(value)
        spare = _length(value) - context.prec
        if spare > 6:
            tail = value % 10**spare
            half = 5 * 10 ** (spare - 1)
            margin = 10 ** (max(6, extra // 2) - 3) * 1000
            if abs(tail - half) > margin and margin < tail < 10**spare - margin:
                return _fix(sign, value * 10 + 1, exponent - 1, quiet)
        extra += context.prec + 15


def _exponential(x, exponent, context):
    """e**(x * 10**exponent)."""
    # beyond this the result overflows or underflows for certain
    if _length(abs(x)) + exponent > len(str(context.Emax)) + 2:
        return _fix(0, 1, context.Emax + 1 if x > 0 else context.Etiny() - 2 * context.prec, context)
    # so close to 1 that all places are known
    if _length(abs(x)) + exponent < -context.prec - 1:
        value = 10 ** (context.prec + 3) + (1 if x > 0 else -1)
        quiet = context.copy()
        quiet.rounding = ROUND_HALF_EVEN
        quiet.flags, quiet.traps = context.flags, context.traps
        return _fix(0, value, -context.prec - 3, quiet)

    def compute(digits):
        shift = digits + exponent
        return _exp_fixed(x * 10**shift if shift >= 0 else _divide_nearest(x, 10**-shift), digits)

    return _rounded(compute, context)


def _power(base, exponent, context):
    """base**exponent for a positive base and an exponent that is not whole."""
    y = -exponent._coef if exponent._sign else exponent._coef
    size = max(0, _length(abs(y)) + exponent._exp) + len(str(abs(base.adjusted()))) + 1
    if size > len(str(context.Emax)) + 20:
        grows = (base > 1) != bool(exponent._sign)
        return _fix(0, 1, context.Emax + 1 if grows else context.Etiny() - 2 * context.prec, context)

    def compute(digits):
        digits += size
        product = y * _ln_fixed(base._coef, base._exp, digits + _length(abs(y)))
        shift = exponent._exp - _length(abs(y))
        return _exp_fixed(product * 10**shift if shift >= 0 else _divide_nearest(product, 10**-shift), digits)

    exact = _exact_power(base, exponent, context)
    return exact if exact is not None else _rounded(compute, context)


def _exact_power(base, exponent, context):
    """The result when it is a number of few digits (4 ** 0.5), padded with zeros; else None."""
    sign, digits, exp = exponent.as_tuple()
    numerator, denominator = exponent.as_integer_ratio()
    if denominator & (denominator - 1) or denominator > 1 << 20 or abs(numerator) > 10**6:
        return None
    root = base
    while denominator > 1:
        even = root._exp if root._exp % 2 == 0 else root._exp - 1
        coefficient = root._coef * 10 ** (root._exp - even)
        s = _math.isqrt(coefficient)
        if s * s != coefficient:
            return None
        root = _make(0, s, even // 2)
        denominator //= 2
    wide = context.copy()
    wide.prec = context.prec + 10
    wide.traps = dict.fromkeys(_SIGNALS, False)
    result = root.__pow__(Decimal(numerator), context=wide)
    if result._special or _length(result._coef) > context.prec:
        return None
    pad = context.prec - _length(result._coef)
    context._raise(Inexact)
    context._raise(Rounded)
    return _fix(0, result._coef * 10**pad, result._exp - pad, context)


def _operand(value):
    other = _convert(value)
    if other is NotImplemented:
        raise TypeError(f'conversion from {type(value).__name__} to Decimal is not supported')
    return other


def _check_nans(a, b, context):
    """The NaN that an operation on a and b gives, None when there is none."""
    for number in (a, b):
        if number._special == 'snan':
            context._raise(InvalidOperation)
            return _make(number._sign, number._coef, 0, 'nan')
    for number in (a, b):
        if number._special == 'nan':
            return Decimal(number)
    return None


def _extreme(a, b, context, direction):
    if a.is_nan() or b.is_nan():
        if a.is_qnan() and not b.is_nan():
            return _extreme(b, b, context, direction)
        if b.is_qnan() and not a.is_nan():
            return _extreme(a, a, context, direction)
        return _check_nans(a, b, context)
    order = a._order(b)
    if order == 0:
        order = int(a.compare_total(b))
    chosen = a if order * direction >= 0 else b
    return _fix(chosen._sign, chosen._coef, chosen._exp, context) if not chosen._special else Decimal(chosen)


class Context:
    """The context affects almost all operations and controls rounding, over/underflow, raising of exceptions, and more."""

    __module__ = 'decimal'

    def __init__(self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None):
        base = globals().get('DefaultContext')
        self.prec = prec if prec is not None else base.prec
        self.rounding = rounding if rounding is not None else base.rounding
        self.Emin = Emin if Emin is not None else base.Emin
        self.Emax = Emax if Emax is not None else base.Emax
        self.capitals = capitals if capitals is not None else base.capitals
        self.clamp = clamp if clamp is not None else base.clamp
        if traps is None:
            self.traps = dict(base.traps)
        elif isinstance(traps, dict):
            self.traps = dict(traps)
        else:
            self.traps = {signal: signal in traps for signal in _SIGNALS}
        if flags is None:
            self.flags = dict.fromkeys(_SIGNALS, False)
        elif isinstance(flags, dict):
            self.flags = dict(flags)
        else:
            self.flags = {signal: signal in flags for signal in _SIGNALS}

    def __setattr__(self, name, value):
        if name == 'prec':
            if not isinstance(value, int):
                raise TypeError('an integer is required')
            if not 1 <= value <= MAX_PREC:
                raise ValueError('valid range for prec is [1, MAX_PREC]')
        elif name == 'rounding' and value not in _ROUNDINGS:
            raise TypeError(
                "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n"
                "   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]"
            )
        object.__setattr__(self, name, value)

    def _raise(self, condition, *signals):
        """Sets flags; raises when trapped. Gives None."""
        signal = InvalidOperation if issubclass(condition, InvalidOperation) else condition
        hit = signals or (signal,)
        trapped = None
        for one in hit:
            self.flags[one] = True
            if trapped is None and self.traps.get(one):
                trapped = one
        if trapped is not None:
            raise trapped([condition] if not signals else [one for one in hit if self.traps.get(one)])

    def __repr__(self):
        flags = ', '.join(signal.__name__ for signal in _SHOWN_SIGNALS if self.flags[signal])
        traps = ', '.join(signal.__name__ for signal in _SHOWN_SIGNALS if self.traps[signal])
        return (
            f'Context(prec={self.prec}, rounding={self.rounding}, Emin={self.Emin}, Emax={self.Emax}, '
            f'capitals={self.capitals}, clamp={self.clamp}, flags=[{flags}], traps=[{traps}])'
        )

    def copy(self):
        return Context(self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp, dict(self.flags), dict(self.traps))

    __copy__ = copy

    def clear_flags(self):
        for signal in self.flags:
            self.flags[signal] = False

    def clear_traps(self):
        for signal in self.traps:
            self.traps[signal] = False

    def Etiny(self):
        return self.Emin - self.prec + 1

    def Etop(self):
        return self.Emax - self.prec + 1

    def create_decimal(self, num='0'):
        """A Decimal rounded to this context."""
        number = Decimal(num, context=self)
        if number._special:
            return number
        return _fix(number._sign, number._coef, number._exp, self)

    def create_decimal_from_float(self, f):
        number = Decimal.from_float(f)
        return number if number._special else _fix(number._sign, number._coef, number._exp, self)

    __hash__ = None


def _add_context_method(name, method):
    def call(self, a, *rest):
        result = getattr(_operand(a), method)(*rest, context=self)
        if result is NotImplemented:
            raise TypeError(f'conversion from {type(rest[0]).__name__} to Decimal is not supported')
        return result

    call.__name__ = name
    setattr(Context, name, call)


for _name, _method in {
    'add': '__add__', 'subtract': '__sub__', 'multiply': '__mul__', 'divide': '__truediv__', 'divide_int': '__floordiv__',
    'remainder': '__mod__', 'divmod': '__divmod__', 'minus': '__neg__', 'plus': '__pos__', 'abs': '__abs__', 'sqrt': 'sqrt', 'exp': 'exp',
    'ln': 'ln', 'log10': 'log10', 'compare': 'compare', 'max': 'max', 'min': 'min', 'quantize': 'quantize', 'normalize': 'normalize',
    'fma': 'fma', 'remainder_near': 'remainder_near', 'to_integral_value': 'to_integral_value', 'to_integral_exact': 'to_integral_exact',
    'scaleb': 'scaleb', 'logb': 'logb', 'compare_total': 'compare_total', 'number_class': 'number_class', 'is_normal': 'is_normal',
    'is_subnormal': 'is_subnormal', 'same_quantum': 'same_quantum', 'to_eng_string': 'to_eng_string',
}.items():
    _add_context_method(_name, _method)


def _context_power(self, a, b, modulo=None):
    return _operand(a).__pow__(b, modulo, context=self)


Context.power = _context_power
Context.to_sci_string = lambda self, a: _operand(a).__str__(context=self)

DefaultContext = Context(
    prec=28, rounding=ROUND_HALF_EVEN, Emin=-999999, Emax=999999, capitals=1, clamp=0, flags=[], traps=[InvalidOperation, DivisionByZero, Overflow]
)
BasicContext = Context(prec=9, rounding=ROUND_HALF_UP, flags=[], traps=[DivisionByZero, Overflow, InvalidOperation, Clamped, Underflow])
ExtendedContext = Context(prec=9, rounding=ROUND_HALF_EVEN, flags=[], traps=[])

_current = _contextvars.ContextVar('decimal_context')


def getcontext():
    """Get the current default context."""
    context = _current.get(None)
    if context is None:
        context = Context()
        _current.set(context)
    return context


def setcontext(context):
    """Set a new default context."""
    if context in (DefaultContext, BasicContext, ExtendedContext):
        context = context.copy()
        context.clear_flags()
    _current.set(context)


class _ContextManager:
    def __init__(self, context):
        self.new = context.copy()

    def __enter__(self):
        self.saved = getcontext()
        setcontext(self.new)
        return self.new

    def __exit__(self, kind, value, traceback):
        setcontext(self.saved)


def localcontext(ctx=None, **kwargs):
    """Return a context manager that will set the default context to a copy of ctx
    on entry to the with-statement and restore the previous default context when
    exiting the with-statement. If no context is supplied, a copy of the current
    default context is used."""
    manager = _ContextManager(ctx if ctx is not None else getcontext())
    for name, value in kwargs.items():
        if name not in ('prec', 'rounding', 'Emin', 'Emax', 'capitals', 'clamp', 'flags', 'traps'):
            raise TypeError(f"'{name}' is an invalid keyword argument for this function")
        setattr(manager.new, name, value)
    return manager
