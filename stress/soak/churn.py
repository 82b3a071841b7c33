"""Churn with cycles for SECONDS: lists, dicts, instances with finalizers, weak references, closures, generators, exceptions, big blocks.

Prints blocks and resident memory a tenth of the time apart, after the first tenth; the last line says whether they are flat.
"""
import gc
import sys
import time
import weakref

try:
    import psutil

    process = psutil.Process()
except ImportError:
    process = None

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 600.0
closed = 0


class Node:
    def __init__(self):
        self.links = []


class Closing(Node):
    def __del__(self):
        global closed
        closed += 1


def failing(n):
    try:
        raise ValueError(n)
    except ValueError as error:
        kept = error
    return kept


def numbers(n):
    me = yield
    yield me
    yield n


def turn(i):
    ring = [Node() if k % 3 else Closing() for k in range(20)]
    for k, node in enumerate(ring):
        node.links.append(ring[k - 1])
        node.table = {'ring': ring, k: node}
    ref = weakref.ref(ring[i % 20], lambda _: None)
    ring[0].ref = ref
    g = numbers(i)
    next(g)
    g.send(g)

    def inner():
        return inner, ring

    failing(i)
    big = [None] * (1000 + i % 50000)
    big[0] = big
    text = 'x' * (i % 100000)
    return len(text) + len(inner())


def figures():
    gc.collect()
    return sys.getallocatedblocks(), process.memory_info().rss if process else 0


start = time.time()
i = 0
marks = []
while len(marks) < 10:
    turn(i)
    i += 1
    if time.time() - start >= SECONDS * (len(marks) + 1) / 10:
        marks.append(figures())
        print('%5.0f s: %d turns, %d blocks, %.1f MB resident' % (time.time() - start, i, marks[-1][0], marks[-1][1] / 1e6), flush=True)
blocks = marks[-1][0] - marks[1][0]
resident = (marks[-1][1] - marks[1][1]) / 1e6
print('flat' if blocks < 200 and resident < 8 else 'GROWS', 'blocks %+d, resident %+.1f MB, %d finalizers' % (blocks, resident, closed))
