# Raising, chaining, finally, custom exceptions, tracebacks.
import sys, traceback
class AppError(Exception):
    def __init__(self, code, message='app'): super().__init__(code, message); self.code = code
    def __str__(self): return f'code {self.code}'
def order(n):
    try:
        if n == 0: return 'returned'
        if n == 1: raise ValueError('one')
        if n == 2: 1 / 0
        print('no error')
    except ValueError as e: print('value', e); return 'handled'
    except (ZeroDivisionError, KeyError) as e: print('zero', e)
    else: print('else')
    finally: print('finally', n)
    return 'end'
for n in range(4): print(order(n))
def override():
    try: return 1
    finally: return 2
print(override())
def loop():
    for i in range(5):
        try:
            if i == 1: continue
            if i == 3: break
            print('body', i)
        finally: print('finally', i)
    else: print('never')
loop()
try:
    try: {}['k']
    except KeyError as e: raise AppError(7) from e
except AppError as e:
    print(e, e.args, e.code, repr(e.__cause__), e.__suppress_context__)
try:
    try: 1 / 0
    except ZeroDivisionError: int('x')
except ValueError as e: print(e, repr(e.__context__), e.__cause__)
try: raise AppError(1) from None
except AppError as e: print(e.__cause__, e.__suppress_context__, repr(e))
def deep(n):
    if n: deep(n - 1)
    else: raise RuntimeError('bottom')
try: deep(3)
except RuntimeError as e:
    tb = e.__traceback__; names = []
    while tb: names.append(tb.tb_frame.f_code.co_name); tb = tb.tb_next
    print(names, [f.name for f in traceback.extract_tb(e.__traceback__)])
    print(traceback.format_exception_only(type(e), e))
try: raise ValueError
except Exception as e: print(type(e), e.args, str(e) == '')
try: raise 'string'
except TypeError as e: print(e)
try: raise KeyError('a b')
except KeyError as e: print(e, repr(e))
for bad in (lambda: [][1], lambda: {}['x'], lambda: int('z'), lambda: None.x, lambda: undefined, lambda: 'a' + 1, lambda: 5(), lambda: (lambda x: x)(), lambda: [].pop(), lambda: next(iter([])), lambda: open('/no/such'), lambda: 'x'.index('y'), lambda: chr(-1), lambda: float('q'), lambda: (1, 2, 3).index(9), lambda: __import__('nomod')):
    try: bad()
    except Exception as e: print(type(e).__name__, '|', e)
class Ctx:
    def __enter__(self): print('in'); return self
    def __exit__(self, t, v, tb): print('out', t and t.__name__); return t is ValueError
with Ctx() as a, Ctx() as b: raise ValueError('gone')
try:
    with Ctx(): raise KeyError('stays')
except KeyError: print('passed through')
try: assert 1 == 2, 'message'
except AssertionError as e: print('assert', e)
try: sys.exit('bye')
except SystemExit as e: print('exit', e.code)
e1 = ValueError('note'); e2 = e1.with_traceback(None); print(e1 is e2, issubclass(KeyError, LookupError), Exception.__mro__[1].__name__)
print(sys.exc_info())
def nested():
    try:
        try: raise ValueError('inner')
        finally: raise KeyError('outer')
    except KeyError as e: return type(e.__context__).__name__
print(nested())
try: exec('x = = 1')
except SyntaxError as e: print(e.lineno, e.msg)
