def g():
    x = yield 1
    print('got', x)
    y = yield 2
    print('got', y)
    return 'done'
it = g()
print(next(it)); print(it.send('a'))
try: it.send('b')
except StopIteration as e: print('stop', e.value)
print(list(g() for _ in range(0)))
def yf():
    r = yield from g()
    print('r', r)
    yield 3
print(list(yf()))
def th():
    try: yield 1
    except ValueError as e: print('caught', e); yield 'after'
    finally: print('fin')
t = th(); next(t); print(t.throw(ValueError('v')))
try: next(t)
except StopIteration: print('end')
t = th(); next(t); t.close()
t = th(); next(t); del t
def bad():
    yield 1
    raise StopIteration('x')
try: list(bad())
except RuntimeError as e: print(e, repr(e.__cause__))
def nest(n):
    if n == 0: yield 0; return
    yield n
    yield from nest(n-1)
print(list(nest(5)))
def cl():
    try: yield 1
    except GeneratorExit: print('GE'); raise
c = cl(); next(c); c.close(); print(list(c))
def ign():
    try: yield 1
    except GeneratorExit: yield 2
i = ign(); next(i)
try: i.close()
except RuntimeError as e: print(e)
def ex():
    def inner():
        e.send(None)
    yield 1
    inner()
e = ex(); next(e)
try: next(e)
except ValueError as err: print(err)
x = g()
try: x.send(1)
except TypeError as err: print(err)
print(x.gi_frame is not None, x.gi_running, x.gi_code.co_name, x.__name__, x.__qualname__)
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
f = fib(); print([next(f) for _ in range(10)])
print(sum(x*x for x in range(10)))
def handled():
    try: raise ValueError('in gen')
    except ValueError:
        yield 1
        try: raise KeyError('k')
        except KeyError as k: print(repr(k.__context__))
h = handled(); next(h)
try: raise TypeError('outer')
except TypeError: list(h)
def yt():
    try:
        yield from th2()
    except KeyError as k: print('outer caught', k); yield 'z'
def th2():
    try: yield 'in'
    except ValueError: print('inner ve'); yield 'in2'
y = yt(); print(next(y)); print(y.throw(ValueError)); print(y.throw(KeyError('kk')))
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
print(list(It()), [x for x in It()])
def dl():
    yield from It()
    yield from [7, 8]
    return 5
print(list(dl()))
def ctx():
    with open_cm() as c: yield c
class open_cm:
    def __enter__(self): print('in'); return 1
    def __exit__(self, *a): print('out', a[0])
z = ctx(); next(z); del z
async def co(): return 5
c = co()
try: c.send(None)
except StopIteration as e: print(e.value)
class Aw:
    def __await__(self): r = yield 'aw'; return r
async def co2():
    x = await Aw(); y = await co(); return (x, y)
c = co2(); print(c.send(None))
try: c.send('val')
except StopIteration as e: print(e.value)
async def ag():
    yield 1
    yield 2
async def use():
    out = []
    async for v in ag(): out.append(v)
    out.append([v async for v in ag()])
    return out
c = use()
try: c.send(None)
except StopIteration as e: print(e.value)
class ACM:
    async def __aenter__(self): print('aenter'); return 1
    async def __aexit__(self, *a): print('aexit', a[0] and a[0].__name__); return True
async def useacm():
    async with ACM() as a: print(a); raise ValueError
    return 'ok'
try: useacm().send(None)
except StopIteration as e: print(e.value)
