"""Functions of complex numbers, after the formulas of Kahan. CPython: Modules/cmathmodule.c"""
import math as _math
from math import copysign as _copysign

pi = _math.pi
e = _math.e
tau = _math.tau
inf = _math.inf
nan = _math.nan
infj = complex(0.0, inf)
nanj = complex(0.0, nan)

_LARGE = 1.7976931348623157e308 / 4.0
_LN2 = _math.log(2.0)


def _complex(z):
    return z if type(z) is complex else complex(z) if not isinstance(z, str) else _refuse(z)


def _refuse(z):
    raise TypeError(f'must be real number, not {type(z).__name__}')


def isfinite(z, /):
    """Return True if both the real and imaginary parts of z are finite, else False."""
    z = _complex(z)
    return _math.isfinite(z.real) and _math.isfinite(z.imag)


def isinf(z, /):
    """Checks if the real or imaginary part of z is infinite."""
    z = _complex(z)
    return _math.isinf(z.real) or _math.isinf(z.imag)


def isnan(z, /):
    """Checks if the real or imaginary part of z not a number (NaN)."""
    z = _complex(z)
    return _math.isnan(z.real) or _math.isnan(z.imag)


def isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0):
    """Determine whether two complex numbers are close in value."""
    a, b = _complex(a), _complex(b)
    if rel_tol < 0.0 or abs_tol < 0.0:
        raise ValueError('tolerances must be non-negative')
    if a == b:
        return True
    if isinf(a) or isinf(b):
        return False
    diff = abs(a - b)
    return diff <= rel_tol * abs(b) or diff <= rel_tol * abs(a) or diff <= abs_tol


def phase(z, /):
    """Return argument, also known as the phase angle, of a complex."""
    z = _complex(z)
    return _math.atan2(z.imag, z.real)


def polar(z, /):
    """Convert a complex from rectangular coordinates to polar coordinates."""
    z = _complex(z)
    return (_math.hypot(z.real, z.imag), _math.atan2(z.imag, z.real))


def rect(r, phi, /):
    """Convert from polar coordinates to rectangular coordinates."""
    r, phi = float(r), float(phi)
    if not _math.isfinite(r) or not _math.isfinite(phi):
        if _math.isinf(r) and _math.isfinite(phi) and phi != 0.0:
            re = _copysign(inf, _math.cos(phi))
            im = _copysign(inf, _math.sin(phi))
            return complex(re, im) if r > 0 else complex(-re, -im)
        if r != 0.0 and not _math.isnan(r) and _math.isinf(phi):
            raise ValueError('math domain error')
        if r == 0.0 or phi == 0.0:
            return complex(r, 0.0 if phi != 0.0 else r * phi if _math.isfinite(r) else _copysign(0.0, phi))
        return complex(nan, nan)
    if phi == 0.0:
        return complex(r, r * phi)
    return complex(r * _math.cos(phi), r * _math.sin(phi))


def sqrt(z, /):
    """Return the square root of z."""
    z = _complex(z)
    re, im = z.real, z.imag
    if _math.isinf(im):
        return complex(inf, im)
    if not _math.isfinite(re) or not _math.isfinite(im):
        if re == inf:
            return complex(inf, im if _math.isnan(im) else _copysign(0.0, im))
        if re == -inf:
            return complex(nan, inf) if _math.isnan(im) else complex(0.0, _copysign(inf, im))
        return complex(nan, nan)
    if re == 0.0 and im == 0.0:
        return complex(0.0, im)
    ax, ay = abs(re), abs(im)
    if ax < 2.2250738585072014e-308 and ay < 2.2250738585072014e-308 and (ax > 0.0 or ay > 0.0):
        ax = _math.ldexp(ax, 54)
        s = _math.ldexp(_math.sqrt(ax + _math.hypot(ax, _math.ldexp(ay, 54))), -27)
    else:
        ax /= 8.0
        s = 2.0 * _math.sqrt(ax + _math.hypot(ax, ay / 8.0))
    d = ay / (2.0 * s)
    if re >= 0.0:
        return complex(s, _copysign(d, im))
    return complex(d, _copysign(s, im))


def exp(z, /):
    """Return the exponential value e**z."""
    z = _complex(z)
    re, im = z.real, z.imag
    if not _math.isfinite(re) or not _math.isfinite(im):
        if _math.isinf(re) and _math.isfinite(im) and im != 0.0:
            if re > 0:
                return complex(_copysign(inf, _math.cos(im)), _copysign(inf, _math.sin(im)))
            return complex(_copysign(0.0, _math.cos(im)), _copysign(0.0, _math.sin(im)))
        if im == 0.0:
            return complex(_math.exp(re) if not _math.isnan(re) else nan, im)
        if re == -inf:
            return complex(0.0, 0.0 if _math.isnan(im) else _copysign(0.0, im))
        if _math.isinf(im) and not _math.isnan(re):
            if re == inf:
                raise ValueError('math domain error')
            raise ValueError('math domain error')
        return complex(re if re == inf else nan, nan)
    if re > 708.3964185322641:
        scale = _math.exp(re - 1.0)
        result = complex(scale * _math.cos(im) * e, scale * _math.sin(im) * e)
    else:
        scale = _math.exp(re)
        result = complex(scale * _math.cos(im), scale * _math.sin(im))
    if _math.isinf(result.real) or _math.isinf(result.imag):
        raise OverflowError('math range error')
    return result


def _log(z):
    re, im = z.real, z.imag
    if not _math.isfinite(re) or not _math.isfinite(im):
        return complex(inf if isinf(z) else nan, nan if isnan(z) and not isinf(z) else _math.atan2(im, re))
    ax, ay = abs(re), abs(im)
    if ax > _LARGE or ay > _LARGE:
        real = _math.log(_math.hypot(ax / 2.0, ay / 2.0)) + _LN2
    elif ax < 2.2250738585072014e-308 and ay < 2.2250738585072014e-308:
        if ax == 0.0 and ay == 0.0:
            raise ValueError('math domain error')
        real = _math.log(_math.hypot(_math.ldexp(ax, 53), _math.ldexp(ay, 53))) - 53 * _LN2
    else:
        h = _math.hypot(ax, ay)
        if 0.71 <= h <= 1.73:
            am, an = (ax, ay) if ax > ay else (ay, ax)
            real = _math.log1p((am - 1) * (am + 1) + an * an) / 2.0
        else:
            real = _math.log(h)
    return complex(real, _math.atan2(im, re))


def log(z, base=None, /):
    """log(z[, base]) -> the logarithm of z to the given base."""
    result = _log(_complex(z))
    if base is None:
        return result
    divisor = _log(_complex(base))
    try:
        return result / divisor
    except ZeroDivisionError:
        raise ValueError('math domain error') from None


def log10(z, /):
    """Return the base-10 logarithm of z."""
    result = _log(_complex(z))
    ln10 = _math.log(10.0)
    return complex(result.real / ln10, result.imag / ln10)


def sinh(z, /):
    """Return the hyperbolic sine of z."""
    z = _complex(z)
    re, im = z.real, z.imag
    _refuse_infinite_angle(re, im)
    if abs(re) > 708.3964185322641 and _math.isfinite(re):
        less = re - _copysign(1.0, re)
        result = complex(_math.cos(im) * _math.sinh(less) * e, _math.sin(im) * _math.cosh(less) * e)
        return _in_range(result)
    return complex(_math.cos(im) * _math.sinh(re), _times(_math.sin(im), _math.cosh(re), im))


def cosh(z, /):
    """Return the hyperbolic cosine of z."""
    z = _complex(z)
    re, im = z.real, z.imag
    _refuse_infinite_angle(re, im)
    if abs(re) > 708.3964185322641 and _math.isfinite(re):
        less = re - _copysign(1.0, re)
        result = complex(_math.cos(im) * _math.cosh(less) * e, _math.sin(im) * _math.sinh(less) * e)
        return _in_range(result)
    return complex(_math.cos(im) * _math.cosh(re), _times(_math.sin(im), _math.sinh(re), im))


def tanh(z, /):
    """Return the hyperbolic tangent of z."""
    z = _complex(z)
    re, im = z.real, z.imag
    _refuse_infinite_angle(re, im)
    if abs(re) > 708.3964185322641:
        return complex(_copysign(1.0, re), 4.0 * _math.sin(im) * _math.cos(im) * _math.exp(-2.0 * abs(re)))
    tx = _math.tanh(re)
    ty = _math.tan(im)
    cx = 1.0 / _math.cosh(re)
    txty = tx * ty
    denom = 1.0 + txty * txty
    return complex(tx * (1.0 + ty * ty) / denom, ((ty / denom) * cx) * cx)


def _times(a, b, im):
    return _copysign(0.0, im) if a == 0.0 and _math.isinf(b) else a * b


def _refuse_infinite_angle(re, im):
    if _math.isinf(im) and not _math.isnan(re) and re != 0.0:
        raise ValueError('math domain error')


def _in_range(z):
    if isinf(z):
        raise OverflowError('math range error')
    return z


def sin(z, /):
    """Return the sine of z."""
    z = _complex(z)
    s = sinh(complex(-z.imag, z.real))
    return complex(s.imag, -s.real)


def cos(z, /):
    """Return the cosine of z."""
    z = _complex(z)
    return cosh(complex(-z.imag, z.real))


def tan(z, /):
    """Return the tangent of z."""
    z = _complex(z)
    s = tanh(complex(-z.imag, z.real))
    return complex(s.imag, -s.real)


def acos(z, /):
    """Return the arc cosine of z."""
    z = _complex(z)
    if abs(z.real) > _LARGE or abs(z.imag) > _LARGE:
        real = _math.atan2(abs(z.imag), z.real)
        im = -_copysign(_math.log(_math.hypot(z.real / 2.0, z.imag / 2.0)) + _LN2 * 2.0, z.imag)
        return complex(real, im)
    s1 = sqrt(complex(1.0 - z.real, -z.imag))
    s2 = sqrt(complex(1.0 + z.real, z.imag))
    return complex(2.0 * _math.atan2(s1.real, s2.real), _math.asinh(s2.real * s1.imag - s2.imag * s1.real))


def acosh(z, /):
    """Return the inverse hyperbolic cosine of z."""
    z = _complex(z)
    if abs(z.real) > _LARGE or abs(z.imag) > _LARGE:
        return complex(_math.log(_math.hypot(z.real / 2.0, z.imag / 2.0)) + _LN2 * 2.0, _math.atan2(z.imag, z.real))
    s1 = sqrt(complex(z.real - 1.0, z.imag))
    s2 = sqrt(complex(z.real + 1.0, z.imag))
    return complex(_math.asinh(s1.real * s2.real + s1.imag * s2.imag), 2.0 * _math.atan2(s1.imag, s2.real))


def asinh(z, /):
    """Return the inverse hyperbolic sine of z."""
    z = _complex(z)
    if abs(z.real) > _LARGE or abs(z.imag) > _LARGE:
        real = _copysign(_math.log(_math.hypot(z.real / 2.0, z.imag / 2.0)) + _LN2 * 2.0, z.real)
        return complex(real, _math.atan2(z.imag, abs(z.real)))
    s1 = sqrt(complex(1.0 + z.imag, -z.real))
    s2 = sqrt(complex(1.0 - z.imag, z.real))
    return complex(_math.asinh(s1.real * s2.imag - s2.real * s1.imag), _math.atan2(z.imag, s1.real * s2.real - s1.imag * s2.imag))


def asin(z, /):
    """Return the arc sine of z."""
    z = _complex(z)
    s = asinh(complex(-z.imag, z.real))
    return complex(s.imag, -s.real)


def atanh(z, /):
    """Return the inverse hyperbolic tangent of z."""
    z = _complex(z)
    if z.real < 0.0 or (z.real == 0.0 and _copysign(1.0, z.real) < 0.0):
        return -atanh(-z)
    ay = abs(z.imag)
    if z.real > 6.703903964971298e153 or ay > 6.703903964971298e153:
        h = _math.hypot(z.real / 2.0, z.imag / 2.0)
        return complex(z.real / 4.0 / h / h if _math.isfinite(h) else 0.0, -_copysign(pi / 2.0, -z.imag))
    if z.real == 1.0 and ay < 1.4916681462400413e-154:
        if ay == 0.0:
            raise ValueError('math domain error')
        return complex(-_math.log(_math.sqrt(ay) / _math.sqrt(_math.hypot(ay, 2.0))), _copysign(_math.atan2(2.0, -ay) / 2, z.imag))
    return complex(
        _math.log1p(4.0 * z.real / ((1 - z.real) * (1 - z.real) + ay * ay)) / 4.0,
        -_math.atan2(-2.0 * z.imag, (1 - z.real) * (1 + z.real) - ay * ay) / 2.0,
    )


def atan(z, /):
    """Return the arc tangent of z."""
    z = _complex(z)
    s = atanh(complex(-z.imag, z.real))
    return complex(s.imag, -s.real)
