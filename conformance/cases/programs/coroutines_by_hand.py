# Coroutines, awaitables and async generators driven by hand, without an event loop.
import sys, types, inspect, gc, warnings
warnings.simplefilter('ignore')


class Ask:
    def __init__(self, question):
        self.question = question

    def __await__(self):
        answer = yield self.question
        return answer


@types.coroutine
def ask(question):
    answer = yield ('old', question)
    return answer


async def adder(a, b):
    x = await Ask(a)
    y = await ask(b)
    print('  adding', x, y)
    return x + y


def drive(coroutine, answers):
    answers = iter(answers)
    value = None
    try:
        while True:
            question = coroutine.send(value)
            value = next(answers)
            print('  asked', question, 'answered', value)
            if isinstance(value, BaseException):
                question = coroutine.throw(value)
                print('  after throw', question)
                value = None
    except StopIteration as e:
        return e.value


print('sum', drive(adder('a?', 'b?'), [3, 4]))
try:
    drive(adder('a', 'b'), [1, KeyError('thrown')])
except KeyError as e:
    print('raised', repr(e))


async def resilient():
    while True:
        try:
            v = await Ask('more')
        except ValueError as e:
            print('  caught', e)
            continue
        except GeneratorExit:
            print('  closing')
            raise
        finally:
            print('  finally')
        if v is None:
            return 'done'


print(drive(resilient(), [1, ValueError('x'), 2, 3, None]))
r = resilient()
r.send(None)
print(inspect.getcoroutinestate(r), r.cr_await.__class__.__name__, r.cr_running)
r.close()
print(inspect.getcoroutinestate(r), r.cr_await, r.cr_frame)

for f in (lambda: r.send(None), lambda: r.throw(ValueError), lambda: r.close(), lambda: adder(1, 2).send(5), lambda: iter(adder(1, 2)),
          lambda: next(adder(1, 2)), lambda: list(adder(1, 2)), lambda: adder(1, 2).__await__().send(None)):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__, e)


async def stop():
    raise StopIteration('leaked')


async def stop_async():
    raise StopAsyncIteration('leaked')

for f in (stop, stop_async):
    c = f()
    try:
        c.send(None)
    except BaseException as e:
        print(type(e).__name__, e, '/', repr(e.__cause__))


async def wrong(x):
    await x

class NoIter:
    def __await__(self):
        return 5

class Coro:
    def __await__(self):
        return adder(1, 2)

for x in (1, 'text', [], NoIter(), Coro(), (i for i in ())):
    try:
        wrong(x).send(None)
    except TypeError as e:
        print(e)


async def reuse():
    c = adder(1, 2)
    await c
    await c


c = reuse()
c.send(None); c.send(1)
try:
    c.send(2)
except RuntimeError as e:
    print(e)


async def already():
    c = adder(1, 2)
    c.send(None)
    await c

try:
    already().send(None)
except BaseException as e:
    print(type(e).__name__, e)

shared = adder(5, 6)


async def waits():
    return await shared

one, two = waits(), waits()
one.send(None)
try:
    two.send(None)
except RuntimeError as e:
    print(e)
one.close(), two.close()


# ------------------------------------------------------------------ async generators
async def numbers(n):
    try:
        for i in range(n):
            sent = yield i
            if sent is not None:
                print('  sent', sent)
            await Ask(f'between {i}')
    except ZeroDivisionError:
        yield 'division'
    finally:
        print('  cleanup starts')
        await Ask('cleanup')
        print('  cleanup ends')


def step(awaitable, answers=()):
    """runs one awaitable of an async generator, printing what it asks"""
    it = awaitable.__await__() if hasattr(awaitable, '__await__') else awaitable
    out = []
    while True:
        try:
            out.append(it.send(None))
        except StopIteration as e:
            return out, 'value', e.value
        except StopAsyncIteration as e:
            return out, 'end'
        except BaseException as e:
            return out, type(e).__name__, str(e)


g = numbers(3)
print(g.ag_running, g.ag_frame is not None, g.ag_await, type(g).__name__)
print(step(g.__anext__()))
print(step(g.asend('hello')))
print(step(g.athrow(ZeroDivisionError)))
print(step(g.aclose()))
print(step(g.__anext__()))
print(step(g.aclose()))
g = numbers(1)
print(step(g.asend('early')))
print(step(g.asend(None)), step(g.__anext__()), step(g.__anext__()))
g = numbers(2)
a = g.__anext__()
print(step(a), end=' ')
try:
    a.send(None)
except BaseException as e:
    print(type(e).__name__, e)
a = g.__anext__()
print(a.send(None))
b = g.__anext__()
try:
    b.send(None)
except BaseException as e:
    print(type(e).__name__, e)
print(step(a))
print(step(g.aclose()))


async def ignores():
    while True:
        try:
            yield 1
        except GeneratorExit:
            pass

g = ignores()
step(g.__anext__())
print(step(g.aclose()))


async def collector():
    out = [x async for x in numbers(2)]
    pairs = {k: v async for k, v in two_by_two() if await Ask(k)}
    return out, pairs


async def two_by_two():
    for i in range(3):
        yield i, i * i

print(drive(collector(), [0, 0, 0, 1, False, 1]))


class Countdown:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        return await Ask(self.n)


async def loop():
    async for x in Countdown(3):
        if x == 'b':
            continue
        print('  got', x)
    else:
        print('  exhausted')
    async for x in Countdown(3):
        break
    else:
        print('never')

drive(loop(), 'abcd')


class Manager:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    async def __aenter__(self):
        print('  enter', self.name, await Ask('enter ' + self.name))
        return self.name

    async def __aexit__(self, t, v, tb):
        print('  exit', self.name, t and t.__name__, await Ask('exit ' + self.name))
        return self.swallow


async def managed():
    async with Manager('outer', True) as o, Manager('inner') as i:
        print('  body', o, i)
        raise LookupError('in body')
    async with Manager('second'):
        return 'returned'

print(drive(managed(), range(10)))


class Half:
    async def __aenter__(self): pass

class Wrong:
    def __aenter__(self): return 4
    def __aexit__(self, *a): return 5

for thing in (Half(), Wrong()):
    async def use():
        async with thing:
            pass
    try:
        use().send(None)
    except Exception as e:
        print(type(e).__name__, str(e).replace('an asynchronous', 'the asynchronous').split(' (')[0])

for thing in (5, [1]):
    async def use():
        async for _ in thing:
            pass
    try:
        use().send(None)
    except Exception as e:
        print(type(e).__name__, e)

# hooks
finalized = []
old = sys.get_asyncgen_hooks()
sys.set_asyncgen_hooks(firstiter=lambda g: print('first iteration', g.__name__), finalizer=lambda g: finalized.append(g))
g = numbers(2)
step(g.__anext__())
del g
gc.collect()
print(len(finalized), step(finalized.pop().aclose()))
g = numbers(2)
del g
print(len(finalized))
sys.set_asyncgen_hooks(*old)
print(sys.get_asyncgen_hooks())
print(inspect.iscoroutinefunction(adder), inspect.isasyncgenfunction(numbers), inspect.isawaitable(Ask(1)), inspect.iscoroutine(ask('q')), inspect.isawaitable(ask('q')))
sys.set_coroutine_origin_tracking_depth(2)


def maker():
    return adder(1, 2)

m = maker()
print([(o[1] > 0, o[2]) for o in m.cr_origin])
sys.set_coroutine_origin_tracking_depth(0)
print(maker().cr_origin)
