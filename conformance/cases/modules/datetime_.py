# from 3.13
from datetime import *
import time, calendar
d = date(2024, 2, 29); print(d, d.isoformat(), d.weekday(), d.isocalendar(), d.toordinal(), d.replace(year=2023, day=28), d + timedelta(days=1), repr(d), d.strftime('%Y %b %d %j %A'))
t = time_ = __import__('datetime').time(12, 30, 5, 123); print(t, repr(t), t.isoformat('milliseconds'))
dt = datetime(2024, 1, 2, 3, 4, 5, 6, tzinfo=timezone.utc); print(dt, repr(dt), dt.timestamp(), dt.astimezone(timezone(timedelta(hours=5, minutes=30))), dt.ctime())
print(datetime.fromisoformat('2024-05-06T07:08:09+02:00'), datetime.strptime('3 Mar 2021 04:05', '%d %b %Y %H:%M'), date.fromisoformat('2020-01-01'), datetime.fromtimestamp(0, timezone.utc), datetime.combine(d, t))
td = timedelta(days=-1, seconds=5, milliseconds=7); print(td, repr(td), td.total_seconds(), abs(td), td // timedelta(hours=1), td * 2.5, td / 3, divmod(timedelta(5), timedelta(2)))
print(dt - datetime(2023, 1, 1, tzinfo=timezone.utc), d < date(2025, 1, 1), max(d, date.min), datetime.max)
for bad in (lambda: date(2023, 2, 29), lambda: datetime(2020, 1, 1) - dt, lambda: date.fromisoformat('x'), lambda: timedelta(days=10**9), lambda: datetime.strptime('x', '%Y')):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
class TZ(tzinfo):
    def utcoffset(self, dt): return timedelta(hours=1)
    def dst(self, dt): return timedelta(0)
    def tzname(self, dt): return 'TZ'
print(datetime(2020, 1, 1, tzinfo=TZ()).strftime('%z %Z'), timezone(timedelta(hours=-3)), f'{dt:%H:%M}')
print(calendar.monthrange(2024, 2), calendar.isleap(1900), calendar.month(2024, 2), calendar.Calendar().monthdayscalendar(2024, 2)[0], calendar.timegm((1970, 1, 2, 0, 0, 0)))
print(time.gmtime(0)[:6], time.strftime('%Y-%m-%d', time.gmtime(86400)), time.strptime('2020', '%Y')[0], time.asctime(time.gmtime(0)))
