from contextlib import *
import contextvars, io, sys, asyncio
@contextmanager
def cm(x):
    print('enter', x)
    try: yield x * 2
    except ValueError as e: print('swallowed', e)
    finally: print('exit')
with cm(1) as v: print(v)
with cm(2): raise ValueError('v')
with suppress(KeyError): {}['x']
b = io.StringIO()
with redirect_stdout(b): print('hidden')
print(repr(b.getvalue()))
with ExitStack() as s:
    s.enter_context(cm(3)); s.callback(print, 'cb'); s.push(lambda *a: print('push', a[0]))
class C:
    def close(self): print('closed')
with closing(C()): pass
with nullcontext(7) as n: print(n)
@cm(9)
def f(): return 'f'
print(f())
@asynccontextmanager
async def acm():
    yield 1
    print('aexit')
async def main():
    async with acm() as a: print(a)
    async with AsyncExitStack() as st: await st.enter_async_context(acm())
asyncio.run(main())
try:
    with cm(4): raise KeyError('k')
except KeyError as e: print('out', e)
v = contextvars.ContextVar('v', default=1); t = v.set(2); print(v.get(), t.var is v, t.old_value is t.MISSING); v.reset(t); print(v.get())
ctx = contextvars.copy_context(); ctx.run(v.set, 5); print(ctx[v], v.get(), list(ctx.items()) == [(v, 5)])
