# datetime, calendar, time arithmetic.
from datetime import date, datetime, time, timedelta, timezone
import calendar
d = date(2024, 2, 28); print(d, d + timedelta(days=2), d.replace(year=2023), d.weekday(), d.isoweekday(), tuple(d.isocalendar()), d.toordinal(), date.fromordinal(738000), d.strftime('%a %d %b %Y %j'), d.isoformat(), d.timetuple()[:3], date.fromisoformat('2020-01-02'))
t = timedelta(days=1, hours=2, minutes=3, seconds=4, microseconds=5); print(t, t.total_seconds(), t * 2, t / 2, t // timedelta(hours=1), -t, abs(-t), t.days, t.seconds, repr(t), timedelta(hours=25), timedelta(seconds=-1), t % timedelta(hours=1), timedelta(weeks=1) > timedelta(days=6))
x = datetime(2024, 12, 31, 23, 59, 58, 123456); print(x, repr(x), x + timedelta(seconds=2), x.date(), x.time(), x.isoformat(), x.isoformat(' ', 'minutes'), x.strftime('%Y-%m-%d %H:%M:%S.%f %p %I %y %U'), datetime.strptime('05/Mar/2021:10:20', '%d/%b/%Y:%H:%M'), x.replace(microsecond=0), x.ctime())
u = datetime(2024, 6, 1, 12, tzinfo=timezone.utc); e = timezone(timedelta(hours=5, minutes=30), 'IST'); print(u, u.astimezone(e), u.astimezone(e).tzname(), u.utcoffset(), u.timestamp(), datetime.fromtimestamp(0, timezone.utc), u == u.astimezone(e), (u - datetime(2024, 1, 1, tzinfo=timezone.utc)).days, e, repr(timezone.utc), timezone(timedelta(hours=-3)))
print(time(13, 5), time(1, 2, 3, 4), time(10) < time(11), time.fromisoformat('04:05:06').hour, time(23, 59, tzinfo=timezone.utc), time(9, 30).strftime('%H:%M'))
for bad in (lambda: date(2023, 2, 29), lambda: datetime(2024, 13, 1), lambda: time(25), lambda: date.fromisoformat('nope'), lambda: datetime.strptime('x', '%Y'), lambda: date(1, 1, 1) - timedelta(days=1), lambda: u < x, lambda: date(2024, 1, 1) + 5, lambda: timedelta(days=10 ** 10)):
    try: bad()
    except Exception as ex: print(type(ex).__name__)
print(sorted([date(2024, 5, 1), date(2023, 1, 1)])[0], max(x, datetime(2025, 1, 1)), date.min, datetime.max, date.resolution, hash(date(2024, 1, 1)) == hash(date(2024, 1, 1)), {date(2024, 1, 1): 'new year'})
print(calendar.monthrange(2024, 2), calendar.isleap(1900), calendar.month_name[3], calendar.day_abbr[0], calendar.leapdays(2000, 2025), calendar.weekday(2024, 7, 4)); print(calendar.month(2024, 2))
def easter(y):
    a, b, c = y % 19, y // 100, y % 100; d2, e2 = divmod(b, 4); f = (b + 8) // 25; g = (b - f + 1) // 3; h = (19 * a + b - d2 - g + 15) % 30; i, k = divmod(c, 4); l = (32 + 2 * e2 + 2 * i - h - k) % 7; m = (a + 11 * h + 22 * l) // 451; month, day = divmod(h + l - 7 * m + 114, 31); return date(y, month, day + 1)
print([str(easter(y)) for y in (2000, 2024, 2025)])
start = date(2024, 1, 1); print([str(start + timedelta(days=7 * i)) for i in range(4)], sum(1 for i in range(366) if (start + timedelta(i)).weekday() == 4 and (start + timedelta(i)).day == 13))
print(f'{x:%H:%M} {d:%d.%m.%y}', '{:%Y}'.format(d), str(datetime(1, 1, 1)), datetime(2024, 1, 1).weekday(), datetime.combine(d, time(6)), x.timetuple().tm_yday)
