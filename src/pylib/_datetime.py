"""The module datetime with the messages of CPython's C version: _pydatetime, where those differ. CPython: Modules/_datetimemodule.c"""
import _pydatetime as _py
from operator import index as _index

__doc__ = 'Fast implementation of the datetime type.'


def _check_date_fields(year, month, day):
    year, month, day = _index(year), _index(month), _index(day)
    if not _py.MINYEAR <= year <= _py.MAXYEAR:
        raise ValueError(f'year {year} is out of range')
    if not 1 <= month <= 12:
        raise ValueError('month must be in 1..12')
    if not 1 <= day <= _py._days_in_month(year, month):
        raise ValueError('day is out of range for month')
    return year, month, day


def _check_time_fields(hour, minute, second, microsecond, fold):
    hour, minute, second, microsecond = _index(hour), _index(minute), _index(second), _index(microsecond)
    for name, value, last in (('hour', hour, 23), ('minute', minute, 59), ('second', second, 59), ('microsecond', microsecond, 999999)):
        if not 0 <= value <= last:
            raise ValueError(f'{name} must be in 0..{last}')
    if fold not in (0, 1):
        raise ValueError('fold must be either 0 or 1')
    return hour, minute, second, microsecond, fold


_py._check_date_fields = _check_date_fields
_py._check_time_fields = _check_time_fields
_py._IsoCalendarDate.__module__ = 'datetime'
_py._IsoCalendarDate.__repr__ = lambda self: f'datetime.IsoCalendarDate(year={self.year}, week={self.week}, weekday={self.weekday})'

date = _py.date
time = _py.time
timedelta = _py.timedelta
timezone = _py.timezone
tzinfo = _py.tzinfo
datetime = _py.datetime
MINYEAR = _py.MINYEAR
MAXYEAR = _py.MAXYEAR
UTC = _py.UTC


def _replace_method(cls, name):
    """Decorator: puts a wrapper of a method in its place."""
    inner = vars(cls)[name]

    def put(make):
        wrapper = make(inner)
        function = getattr(inner, '__func__', inner)
        wrapper.__name__, wrapper.__qualname__, wrapper.__doc__ = name, f'{cls.__name__}.{name}', function.__doc__
        setattr(cls, name, wrapper)

    return put


@_replace_method(datetime, '__sub__')
def _(inner):
    def __sub__(self, other):
        if isinstance(other, datetime) and (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        return inner(self, other)
    return __sub__


@_replace_method(timedelta, '__new__')
def _(inner):
    construct = inner.__func__ if isinstance(inner, staticmethod) else inner

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        try:
            return construct(cls, days, seconds, microseconds, milliseconds, minutes, hours, weeks)
        except OverflowError as e:
            text = str(e)
            if not text.startswith('timedelta # of days'):
                raise
            raise OverflowError(f'days={text.rsplit(" ", 1)[1]}; must have magnitude <= 999999999') from None
    return __new__
