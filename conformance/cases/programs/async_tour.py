# Coroutines, tasks, queues, async iteration and context managers.
import asyncio
async def work(name, steps):
    for i in range(steps):
        await asyncio.sleep(0)
        print(name, i)
    return name * 2
class AsyncRange:
    def __init__(self, n): self.n = n
    def __aiter__(self): self.i = 0; return self
    async def __anext__(self):
        if self.i == self.n: raise StopAsyncIteration
        self.i += 1; await asyncio.sleep(0); return self.i
class Manager:
    async def __aenter__(self): print('aenter'); return self
    async def __aexit__(self, t, v, tb): print('aexit', t and t.__name__); return t is ValueError
async def agen(n):
    try:
        for i in range(n):
            got = yield i * i
            if got: print('agot', got)
    finally: print('agen closed')
async def main():
    print(await asyncio.gather(work('a', 2), work('b', 3)))
    t = asyncio.create_task(work('t', 1)); print(t.done()); print(await t, t.done(), t.result())
    print([x async for x in AsyncRange(3)], {x: x async for x in agen(3) if x}, [y async for y in agen(2)])
    async with Manager() as m, Manager(): print(type(m).__name__)
    async with Manager(): raise ValueError('swallowed')
    g = agen(5); print(await g.__anext__(), await g.asend('hi')); await g.aclose()
    async for i in AsyncRange(2):
        if i == 5: break
    else: print('async else')
    try: await asyncio.wait_for(asyncio.sleep(10), 0.01)
    except asyncio.TimeoutError: print('timeout')
    q = asyncio.Queue(maxsize=2)
    async def producer():
        for i in range(4): await q.put(i)
        await q.put(None)
    async def consumer():
        got = []
        while (item := await q.get()) is not None: got.append(item)
        return got
    print((await asyncio.gather(producer(), consumer()))[1])
    t = asyncio.create_task(asyncio.sleep(10)); await asyncio.sleep(0); t.cancel()
    try: await t
    except asyncio.CancelledError: print('cancelled', t.cancelled())
    async def fail(): raise KeyError('task error')
    results = await asyncio.gather(fail(), work('ok', 1), return_exceptions=True); print([repr(r) for r in results])
    done, pending = await asyncio.wait([asyncio.create_task(work('w', 1)), asyncio.create_task(asyncio.sleep(5))], return_when=asyncio.FIRST_COMPLETED)
    print(len(done), len(pending)); [p.cancel() for p in pending]
    lock = asyncio.Lock(); order = []
    async def locked(n):
        async with lock: order.append(n); await asyncio.sleep(0); order.append(n)
    await asyncio.gather(*(locked(i) for i in range(3))); print(order)
    ev = asyncio.Event()
    async def waiter(): await ev.wait(); return 'event'
    w = asyncio.create_task(waiter()); await asyncio.sleep(0); ev.set(); print(await w)
    sem = asyncio.Semaphore(1); print(sem.locked()); fut = asyncio.get_running_loop().create_future(); fut.set_result(5); print(await fut)
    loop = asyncio.get_running_loop(); seen = []
    loop.call_soon(seen.append, 'soon'); loop.call_later(0.005, seen.append, 'later'); await asyncio.sleep(0.02); print(seen)
    return 'main result'
print(asyncio.run(main()))
async def never(): pass
c = never(); print(type(c).__name__); c.close()
class Awaitable:
    def __await__(self): yield from asyncio.sleep(0).__await__(); return 'awaited'
async def use(): return await Awaitable()
print(asyncio.run(use()))
def drive(coro):
    try:
        while True: coro.send(None)
    except StopIteration as e: return e.value
async def plain(): return 7
print(drive(plain()))
try: asyncio.run(5)
except (ValueError, TypeError) as e: print(type(e).__name__)
