# try, finally, chaining, tracebacks, with, groups of handlers
import sys
class Problem(Exception):
    def __init__(self, what, *rest):
        super().__init__(what, *rest)
        self.what = what

def fail(n):
    if n == 0:
        raise Problem('deep', [1, 2])
    try:
        fail(n - 1)
    finally:
        log.append(n)

class Ctx:
    def __init__(self, swallow):
        self.swallow = swallow
    def __enter__(self):
        return self
    def __exit__(self, t, v, tb):
        log.append(t and t.__name__)
        return self.swallow

log = []
try:
    fail(4)
except Problem as e:
    kept = e
    tb = e.__traceback__
    depth = 0
    while tb is not None:
        depth += 1
        tb = tb.tb_next
    print(depth, e.args, log)
try:
    try:
        {}['a']
    except KeyError as e:
        raise ValueError('second') from e
except ValueError as e:
    print(repr(e), repr(e.__cause__), repr(e.__context__))
try:
    try:
        1 / 0
    except ZeroDivisionError:
        [][1]
except IndexError as e:
    print(e, '|', e.__context__)
with Ctx(True) as c:
    raise TypeError('swallowed')
try:
    with Ctx(False), Ctx(False):
        raise OSError(2, 'no such')
except OSError as e:
    print(type(e).__name__, e.errno, e.strerror, e)

def returns():
    for i in range(3):
        try:
            return i
        finally:
            if i < 1:
                continue
print(returns())

def unwound():
    try:
        raise StopIteration(5)
    except StopIteration as s:
        return s.value
    else:
        return None
    finally:
        log.append('f')
print(unwound(), log, sys.exc_info())
kept.me = kept
kept.__context__ = kept.__cause__
for bad in ('int("x")', 'a b', 'undefined', '"a" + 1', 'None.x', '[].foo', 'f(*1)', '(lambda a: a)()', 'len()', '{[]: 1}'):
    try:
        eval(bad)
    except Exception as e:
        print(type(e).__name__, e)
