# generators, closures, comprehensions, iterators
def counter(n):
    total = 0
    def add(k):
        nonlocal total
        total += k
        return total
    for i in range(n):
        got = yield add(i)
        if got:
            add(got)

g = counter(5)
print(next(g), g.send(10), list(g))

def chain(*its):
    for it in its:
        yield from it

def closing():
    try:
        yield 1
        yield 2
    finally:
        log.append('closed')

log = []
c = closing()
next(c)
del c
c = closing()
next(c)
c.close()
print(log, list(chain('ab', range(2), (x * x for x in range(3)))))

def thrower():
    while True:
        try:
            yield
        except KeyError as e:
            log.append(e.args)
t = thrower()
next(t)
t.throw(KeyError('k'))
t.throw(KeyError, 'k2')
try:
    t.throw(ValueError('out'))
except ValueError as e:
    print(e, log)
cycle = counter(3)
holder = [cycle]
def self_holding():
    me = holder
    yield me
holder.append(self_holding())
next(holder[1])
fs = [lambda i=i: (i, log) for i in range(3)]
print([f()[0] for f in fs], [[y for y in range(x)] for x in range(4)], {k: v for k, v in zip('ab', [1, 2])}, {x for x in 'aab'})

def compose(*fns):
    def run(x):
        for f in reversed(fns):
            x = f(x)
        return x
    return run
print(compose(str, lambda x: x + 1, int)('41'))
def deep(n):
    if n:
        yield n
        yield from deep(n - 1)
print(list(deep(6)))
a, *b, (c, d) = [1, 2, 3, (4, 5)]
print(a, b, c, d)
it = iter(lambda: log.pop() if log else None, None)
print(len(list(it)))
def ret():
    yield 1
    return 'value'
def outer():
    v = yield from ret()
    yield v
print(list(outer()))
print(list(map(lambda a, b: a * b, range(3), range(1, 4))), list(filter(None, [0, 1, '', 'a'])), list(enumerate('xy', 1)), sum(x for x in range(10)), any(x > 3 for x in range(5)))
