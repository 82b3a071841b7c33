# from 3.11
# Context managers: ExitStack and AsyncExitStack, contextmanager corner cases, exceptions in exits.
import asyncio, contextlib, io, sys, os, types, traceback


class M:
    def __init__(self, name, swallow=False, fail=None, enter_fail=None):
        self.name, self.swallow, self.fail, self.enter_fail = name, swallow, fail, enter_fail

    def __enter__(self):
        print('enter', self.name)
        if self.enter_fail: raise self.enter_fail
        return self.name.upper()

    def __exit__(self, t, v, tb):
        print('exit', self.name, repr(v), tb is not None)
        if self.fail: raise self.fail
        return self.swallow

    async def __aenter__(self):
        await asyncio.sleep(0)
        return self.__enter__()

    async def __aexit__(self, *args):
        await asyncio.sleep(0)
        return self.__exit__(*args)


def chain(e):
    out = []
    while e is not None:
        out.append(f'{e!r}{"!" if e.__suppress_context__ else ""}')
        e = e.__context__
    return ' <- '.join(out)


def attempt(f):
    try:
        print('result', f())
    except BaseException as e:
        print('raised', chain(e))


def nested():
    with M('a', swallow=True), M('b', fail=KeyError('b')) as b, M('c', fail=ValueError('c')):
        print('body', b)
        raise IndexError('body')
    return 'after'


attempt(nested)


def returning():
    for i in range(3):
        with M(f'r{i}'):
            if i == 0: continue
            if i == 1: break
    with M('ret', swallow=True):
        return 'value'


attempt(returning)


def enter_fails():
    with M('ok', swallow=True), M('bad', enter_fail=OSError('enter')):
        print('never')
    return 'swallowed'


attempt(enter_fails)


def stack():
    with contextlib.ExitStack() as s:
        print(s.enter_context(M('one', swallow=True)), s.enter_context(M('two', fail=KeyError('two'))))
        s.callback(print, 'callback', end='!\n')
        s.push(lambda *a: print('pushed', a[0] and a[0].__name__))
        s.push(M('three'))
        @s.callback
        def last(): print('last registered')
        raise RuntimeError('stack body')
    return 'done'


attempt(stack)


def moved():
    with contextlib.ExitStack() as s:
        s.enter_context(M('moved'))
        kept = s.pop_all()
    print('not closed yet')
    kept.close()
    kept.close()
    with contextlib.ExitStack() as s:
        for n in range(3):
            s.callback(lambda n=n: 1 / n)
    return 'x'


attempt(moved)
attempt(lambda: contextlib.ExitStack().enter_context(5))
attempt(lambda: contextlib.ExitStack().push(5)())
attempt(lambda: contextlib.ExitStack().callback())


@contextlib.contextmanager
def gen(kind):
    print('gen starts', kind)
    if kind == 'none': return
    try:
        yield kind
    except KeyError as e:
        print('gen caught', e)
        if kind == 'other': raise ValueError('replaced') from e
        if kind == 'reraise': raise
        if kind == 'again': yield 2
    finally:
        print('gen ends')
    if kind == 'twice': yield 2


for kind in ('plain', 'none', 'other', 'reraise', 'again', 'twice'):
    def use(raising):
        with gen(kind) as k:
            print('with', k)
            if raising: raise raising
        return 'left'
    attempt(lambda: use(KeyError('k')))
    attempt(lambda: use(None))
attempt(lambda: use(StopIteration('s')))


@contextlib.contextmanager
def stops():
    try: yield
    finally: pass


def raising_stop(e):
    with stops():
        raise e


attempt(lambda: raising_stop(StopIteration(1)))
attempt(lambda: raising_stop(RuntimeError('r')))
attempt(lambda: raising_stop(GeneratorExit()))
cm = gen('plain')
with cm: pass
attempt(cm.__enter__)


@gen('decorator')
def decorated(x): return x * 2


print(decorated(4), decorated(5), decorated.__name__)


class Deco(contextlib.ContextDecorator):
    def __enter__(self): print('deco in')
    def __exit__(self, *a): print('deco out', a[0]); return True


@Deco()
def fails(): raise ValueError


print(fails())
with contextlib.suppress(KeyError, IndexError): [][1]
attempt(lambda: contextlib.suppress(KeyError).__exit__(ValueError, ValueError(), None))
if sys.version_info >= (3, 12):
    def groups():
        with contextlib.suppress(KeyError): raise ExceptionGroup('g', [KeyError(1), ExceptionGroup('h', [KeyError(2), ValueError(3)])])
    attempt(groups)
with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(out):
    print('hidden'); print('err', file=sys.stderr)
print(repr(out.getvalue()))
with contextlib.closing(types.SimpleNamespace(close=lambda: print('closed'))) as c: print('open')
with contextlib.nullcontext(5) as five: print(five)
if sys.version_info >= (3, 11):
    here = os.getcwd()
    with contextlib.chdir('/'): print(os.getcwd())
    print(os.getcwd() == here)


async def many():
    async with contextlib.AsyncExitStack() as s:
        print(await s.enter_async_context(M('async one', swallow=True)), s.enter_context(M('sync')))
        async def bye(x): print('bye', x)
        s.push_async_callback(bye, 1)
        s.callback(print, 'sync callback')
        s.push_async_exit(M('pushed async', fail=LookupError('from exit')))
        raise ZeroDivisionError('async body')
    async with M('x', swallow=True) as x, M('y', enter_fail=KeyError('entering')): print('no')
    print('after', x)

    @contextlib.asynccontextmanager
    async def agen(kind):
        try:
            yield kind
        except KeyError as e:
            print('agen', repr(e))
            if kind == 'raise': raise ValueError from None
        finally:
            await asyncio.sleep(0)
            print('agen done')
    async with agen('quiet') as q: raise KeyError(q)
    try:
        async with agen('raise'): raise KeyError('r')
    except ValueError as e: print(chain(e))

    @agen('as decorator')
    async def work(): return 'worked'
    print(await work())
    async with contextlib.aclosing(numbers()) as ns:
        async for n in ns:
            if n == 2: break
    print('closed?')


async def numbers():
    try:
        for i in range(5): yield i
    finally: print('numbers closed')


asyncio.run(many())
for bad in (5, types.SimpleNamespace(__enter__=1), type('E', (), {'__enter__': lambda s: 1})(), type('X', (), {'__exit__': lambda *a: 1})()):
    try:
        with bad: pass
    except Exception as e:
        print(type(e).__name__, e if sys.version_info >= (3, 11) else '')


def depth(n):
    with M(str(n)) if n < 2 else contextlib.nullcontext():
        return depth(n - 1) + 1 if n else 0


print(depth(3))


class Swap:
    def __enter__(self):
        Swap.__exit__ = lambda s, *a: print('swapped exit')
        return self
    def __exit__(self, *a): print('first exit')


with Swap(): pass
with Swap(): pass
with (M('p') as p, M('q') as q,): print(p, q)
