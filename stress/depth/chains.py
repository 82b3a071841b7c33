"""Chains of N objects of each kind, freed by their counts, and as the tail of a cycle by the collector: no host stack may overflow."""
import gc
import sys

N = int(sys.argv[1]) if len(sys.argv) > 1 else 1000000
wanted = sys.argv[2:]


class Node:
    def __init__(self, next):
        self.next = next


class Slotted:
    __slots__ = ('next',)

    def __init__(self, next):
        self.next = next


def closure(next):
    def inner():
        return next

    return inner


def generator(next):
    yield next
    yield next


def started(next):
    g = generator(next)
    g.send(None)
    return g


MAKERS = {
    'list': lambda next: [next],
    'tuple': lambda next: (next,),
    'dict': lambda next: {'next': next},
    'instance': Node,
    'slots': Slotted,
    'closure': closure,
    'generator': started,
}

gc.disable()
for name, make in MAKERS.items():
    if wanted and name not in wanted:
        continue
    gc.collect()
    before = len(gc.get_objects())
    head = None
    for _ in range(N):
        head = make(head)
    del head
    print(name, 'by count:', len(gc.get_objects()) - before < 10)
    ring = []
    head = ring
    for _ in range(N):
        head = make(head)
    ring.append(head)
    del ring, head
    gc.collect()
    print(name, 'by collection:', len(gc.get_objects()) - before < 10)
