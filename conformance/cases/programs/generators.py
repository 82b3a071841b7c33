# Generators, delegation, send, throw, close.
def counter(limit):
    n = 0
    while n < limit:
        got = yield n
        if got is not None: print('got', got); n = got
        else: n += 1
    return 'done'
g = counter(5)
print(next(g), next(g), g.send(3), list(g))
def outer():
    result = yield from counter(2)
    print('result', result)
    result = yield from [10, 20]
    print('list gives', result)
print(list(outer()))
def careful():
    try:
        while True:
            try: x = yield
            except ValueError as e: print('caught', e); yield 'recovered'
    finally: print('cleanup')
g = careful(); next(g)
print(g.throw(ValueError('v'))); print(g.send(None)); g.close()
try: next(g)
except StopIteration as e: print('stopped', e.value)
def gen_return():
    yield 1
    return 42
it = gen_return(); next(it)
try: next(it)
except StopIteration as e: print(e.value, e.args)
def raising():
    yield 1
    raise StopIteration('inside')
try: list(raising())
except RuntimeError as e: print(type(e).__name__, e, repr(e.__cause__))
def tree(n): 
    if n: yield from tree(n - 1); yield n; yield from tree(n - 1)
print(list(tree(3)))
squares = (x * x for x in range(5)); print(next(squares), sum(squares), next(squares, 'empty'))
def pipeline():
    nums = (int(t) for t in '3 1 4 1 5 9'.split())
    evens = (n * 10 for n in nums if n % 2)
    return [*evens]
print(pipeline())
class Tree:
    def __init__(self, value, *kids): self.value = value; self.kids = kids
    def __iter__(self):
        yield self.value
        for k in self.kids: yield from k
print(list(Tree(1, Tree(2, Tree(3)), Tree(4))))
import inspect
g = counter(1); print(inspect.getgeneratorstate(g)); next(g); print(inspect.getgeneratorstate(g), g.gi_frame.f_locals); g.close(); print(inspect.getgeneratorstate(g))
def fib():
    a, b = 0, 1
    while True: yield a; a, b = b, a + b
from itertools import islice, takewhile
print(list(islice(fib(), 10)), list(takewhile(lambda x: x < 50, fib())))
def bad():
    try: yield 1
    finally: yield 'in finally'
g = bad(); next(g)
try: g.close()
except RuntimeError as e: print(e)
def g2():
    x = yield 1
    print('x', x)
it = g2()
try: it.send(5)
except TypeError as e: print(e)
print([*zip(range(3), (c for c in 'abc'))], dict((k, v) for k, v in zip('ab', [1, 2])))
