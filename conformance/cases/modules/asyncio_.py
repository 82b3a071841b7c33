# from 3.13
import asyncio, time
async def say(n, d): await asyncio.sleep(d); print(n); return n
async def bad(): raise ValueError('bad')
async def main():
    print(await asyncio.gather(say('a',.3), say('b',.01), say('c',.15)))
    try: await asyncio.wait_for(asyncio.sleep(1), .01)
    except asyncio.TimeoutError: print("timeout")
    try:
        async with asyncio.timeout(0.01): await asyncio.sleep(1)
    except TimeoutError: print("timeout2")
    q=asyncio.Queue(2); res=[]
    async def prod():
        for i in range(5): await q.put(i)
        await q.put(None)
    async def cons():
        while (x:=await q.get()) is not None: res.append(x)
    await asyncio.gather(prod(), cons()); print(res)
    lock=asyncio.Lock(); 
    async def lk(i):
        async with lock: print("in",i); await asyncio.sleep(0)
    await asyncio.gather(*(lk(i) for i in range(3)))
    ev=asyncio.Event()
    async def w(): await ev.wait(); print("ev")
    t=asyncio.create_task(w()); await asyncio.sleep(0); ev.set(); await t
    t=asyncio.create_task(asyncio.sleep(10)); await asyncio.sleep(0); t.cancel()
    try: await t
    except asyncio.CancelledError: print("cancelled", t.cancelled())
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(say('x',.01)); 
            tg.create_task(bad())
    except* ValueError as eg: print(eg.exceptions)
    async with asyncio.TaskGroup() as tg:
        t1=tg.create_task(say('y',.2)); t2=tg.create_task(say('z',.005))
    print(t1.result(), t2.result())
    loop=asyncio.get_running_loop()
    print(await loop.run_in_executor(None, lambda: (time.sleep(.01), 'exec')[1]))
    print(await asyncio.to_thread(sum, range(10)))
    print(await asyncio.gather(*(asyncio.to_thread(lambda i=i: (time.sleep(.05*(3-i)), i)[1]) for i in range(3))))
    loop.call_later(.01, print, "later"); loop.call_soon_threadsafe(print,"soon"); await asyncio.sleep(.02)
    done, pend = await asyncio.wait([asyncio.create_task(say(i,.1*i)) for i in range(3)], return_when=asyncio.FIRST_COMPLETED)
    print(len(done), len(pend)); [p.cancel() for p in pend]
    async def agen():
        for i in range(3): yield i; await asyncio.sleep(0)
    print([x async for x in agen()])
    for c in asyncio.as_completed([say('p',.2), say('q',.01)]): print("got", await c)
    sem=asyncio.Semaphore(2); 
    async with sem: print(sem.locked())
    cond=asyncio.Condition()
    async def cw():
        async with cond: await cond.wait(); print("cond")
    t=asyncio.create_task(cw()); await asyncio.sleep(0)
    async with cond: cond.notify_all()
    await t
    # streams
    async def handle(r, w):
        data=await r.readline(); w.write(b"echo "+data); await w.drain(); w.close()
    try:
        srv=await asyncio.start_server(handle,'127.0.0.1',0)
        port=srv.sockets[0].getsockname()[1]
        r,w=await asyncio.open_connection('127.0.0.1',port)
        w.write(b"hi\n"); await w.drain(); print(await r.read()); w.close(); srv.close(); await srv.wait_closed()
    except NotImplementedError as e: print(e)
    fut=loop.create_future(); loop.call_soon(fut.set_result, 5); print(await fut)
    t=asyncio.create_task(bad())
    await asyncio.sleep(0)
    print(t.exception())
    print(asyncio.current_task().get_name()[:4], len(asyncio.all_tasks()))
    return "done"
print(asyncio.run(main()))
async def never(): await asyncio.sleep(3600)
async def m2():
    asyncio.create_task(never()); await asyncio.sleep(0)
asyncio.run(m2())
with asyncio.Runner() as r: print(r.run(say('r',0)))
try: asyncio.run(asyncio.sleep(0), debug=True); print("ok")
except Exception as e: print(repr(e))
