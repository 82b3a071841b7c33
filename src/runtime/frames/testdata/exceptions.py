def f():
    try:
        return 1
    finally:
        print('finally')
print(f())
def g(x):
    try:
        if x: raise ValueError('bad')
        print('no error')
    except ValueError as e:
        print('caught', e, e.args, type(e).__name__)
    else:
        print('else')
    finally:
        print('fin')
g(0); g(1)
try:
    try:
        1/0
    except ZeroDivisionError as e:
        raise KeyError('k') from e
except KeyError as e:
    print(repr(e), repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
try:
    try:
        1/0
    except ZeroDivisionError:
        raise KeyError('k')
except KeyError as e:
    print(repr(e), repr(e.__cause__), repr(e.__context__))
def h():
    for i in range(5):
        try:
            if i == 2: continue
            if i == 4: break
            print(i)
        finally:
            print('f', i)
h()
class CM:
    def __init__(self, s): self.s = s
    def __enter__(self): print('enter'); return self
    def __exit__(self, t, v, tb):
        print('exit', t is not None and t.__name__, v, tb is not None); return self.s
with CM(False) as c: print('body')
with CM(True): raise ValueError('swallowed')
try:
    with CM(False): raise ValueError('not swallowed')
except ValueError as e: print('got', e)
def w():
    with CM(False):
        return 'ret'
print(w())
try: undefined_name
except NameError as e: print(e, e.name)
def ub():
    print(xx)
    xx = 1
try: ub()
except Exception as e: print(type(e).__name__, e)
try: raise ValueError
except ValueError as e: print(repr(e))
try:
    try: raise ValueError('a')
    except ValueError: raise
except ValueError as e: print('re', e)
try: raise 5
except TypeError as e: print(e)
try:
    raise
except RuntimeError as e: print(e)
try:
    try: raise ValueError('x')
    except 5: pass
except TypeError as e: print(e)
try: raise ValueError('v')
except (KeyError, ValueError) as e: print('tuple', e)
def rec(n): return rec(n+1)
try: rec(0)
except RecursionError as e: print('rec', e)
try: assert 0, 'msg'
except AssertionError as e: print(e)
def tb():
    try:
        try: 1/0
        finally: print('inner finally')
    except ZeroDivisionError as e:
        t = e.__traceback__
        while t: print(t.tb_lineno, t.tb_frame.f_code.co_name); t = t.tb_next
tb()
def deep(n):
    if n == 0: raise IndexError('deep')
    deep(n-1)
try: deep(3)
except IndexError as e:
    t = e.__traceback__
    while t: print(t.tb_lineno, t.tb_frame.f_code.co_name); t = t.tb_next
def nest():
    try:
        raise ValueError(1)
    except ValueError:
        try:
            raise TypeError(2)
        except TypeError as e:
            print(repr(e.__context__))
        try: raise KeyError(3)
        except KeyError as e: print(repr(e.__context__), e.__context__.__context__)
nest()
for i in range(3):
    try:
        try: raise ValueError(i)
        finally:
            if i == 1: continue
            print('x', i)
    except ValueError as e: print('caught', e)
