# with statements and contextlib.
import contextlib, io, os, tempfile
@contextlib.contextmanager
def tag(name):
    print(f'<{name}>')
    try: yield name.upper()
    except ValueError as e: print('handled', e)
    finally: print(f'</{name}>')
with tag('a') as up: print(up)
with tag('b'): raise ValueError('oops')
try:
    with tag('c'): raise KeyError('through')
except KeyError as e: print('got', e)
with tag('x') as a, tag('y') as b: print(a, b)
@tag('decorated')
def work(): print('working'); return 5
print(work())
with contextlib.suppress(ZeroDivisionError, KeyError): 1 / 0
out = io.StringIO()
with contextlib.redirect_stdout(out): print('captured')
print(repr(out.getvalue()))
class Closing:
    def close(self): print('closed')
with contextlib.closing(Closing()) as c: print(type(c).__name__)
with contextlib.ExitStack() as stack:
    names = [stack.enter_context(tag(n)) for n in 'pq']
    stack.callback(print, 'callback', end='!\n')
    stack.push(lambda t, v, tb: print('push', t))
    print(names)
with contextlib.nullcontext(7) as v: print(v)
class Reenter:
    depth = 0
    def __enter__(self): self.depth += 1; return self.depth
    def __exit__(self, *a): self.depth -= 1
r = Reenter()
with r as one:
    with r as two: print(one, two)
print(r.depth)
def early():
    with tag('return'): return 'value'
print(early())
for i in range(3):
    with tag(f'loop{i}'):
        if i == 0: continue
        break
class Bad:
    def __exit__(self, *a): pass
try:
    with Bad(): pass
except (AttributeError, TypeError) as e: print('no enter')
class EnterFails:
    def __enter__(self): raise RuntimeError('enter')
    def __exit__(self, *a): print('never')
try:
    with EnterFails(): print('never')
except RuntimeError as e: print(e)
class ExitFails:
    def __enter__(self): return self
    def __exit__(self, *a): raise OSError('exit')
try:
    with ExitFails(): raise ValueError('body')
except OSError as e: print(e, repr(e.__context__))
with tempfile.TemporaryDirectory() as d:
    path = os.path.join(d, 'f.txt')
    with open(path, 'w') as f: f.write('one\ntwo\n'); f.writelines(['three\n'])
    with open(path) as f: print(f.readline(), f.read().split(), f.closed)
    print(f.closed, os.path.exists(path), os.path.getsize(path), [n for n in os.listdir(d)])
print(os.path.exists(path))
