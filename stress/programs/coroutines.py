# async functions driven by hand: await, async with, async for, async generators
class Wait:
    def __init__(self, v): self.v = v
    def __await__(self):
        got = yield self.v
        return got
class Manager:
    async def __aenter__(self):
        log.append('in'); return self
    async def __aexit__(self, t, v, tb):
        log.append('out'); return t is KeyError
class Count:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        if not self.n: raise StopAsyncIteration
        self.n -= 1
        return await Wait(self.n)
async def agen(n):
    try:
        for i in range(n):
            yield i
            await Wait('inside')
    finally:
        log.append('agen closed')
log = []
async def main():
    async with Manager() as m:
        log.append(await Wait('first'))
        raise KeyError('swallowed')
    log.append([x async for x in Count(3)])
    async for v in agen(2):
        log.append(v)
    g = agen(3)
    log.append(await g.__anext__())
    await g.aclose()
    return 'result'
def drive(coro):
    sent = None
    yields = []
    while True:
        try:
            y = coro.send(sent)
        except StopIteration as e:
            return yields, e.value
        yields.append(y)
        sent = ('sent', y)
print(drive(main()))
print(log)
c = main()
c.send(None)
c.close()
d = main()
d.send(None)
try:
    d.throw(ValueError('thrown'))
except ValueError as e:
    print(e)
print(log[-2:])
