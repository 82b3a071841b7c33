"""The graphs of the collector's benchmark on CPython (3.6 and later): graphs.py CASE [SCALE] prints one line of JSON.

Every graph is built with the collector off unless the case says so. CPU time of the process, in nanoseconds an object.
"""
import gc, json, random, sys, time

now = time.process_time


class Node(object):
    __slots__ = ('left', 'right')

    def __init__(self, left, right):
        self.left = left
        self.right = right


def live(keep, n, rounds=5):
    """The first collection puts the lists in order; the best of the others is what a long-running program sees."""
    times = []
    for _ in range(rounds):
        start = now()
        found = gc.collect()
        times.append(now() - start)
        assert found == 0, found
    return {'first': times[0] / n * 1e9, 'best': min(times[1:]) / n * 1e9, 'pause_ms': min(times) * 1e3}


def garbage(n):
    start = now()
    found = gc.collect()
    return {'first': (now() - start) / n * 1e9, 'best': (now() - start) / n * 1e9, 'collected': found}


def tree(depth):
    if depth == 0:
        return Node(None, None)
    return Node(tree(depth - 1), tree(depth - 1))


def case_lists(scale):
    n = int(2000000 * scale)
    keep = [[0] for _ in range(n)]
    return live(keep, n)


def case_lists_shuffled(scale):
    n = int(2000000 * scale)
    keep = [[0] for _ in range(n)]
    random.Random(1).shuffle(keep)
    return live(keep, n)


def case_tree(scale):
    depth = 19
    while 2 ** (depth + 1) > 2000000 * scale and depth > 4:
        depth -= 1
    keep = tree(depth)
    return live(keep, 2 ** (depth + 1) - 1)


def random_graph(n):
    rnd = random.Random(2)
    nodes = [[] for _ in range(n)]
    for node in nodes:
        for _ in range(3):
            node.append(nodes[rnd.randrange(n)])
    return nodes


def case_graph(scale):
    """Lists with three references to random others, all in one list."""
    n = int(1000000 * scale)
    keep = random_graph(n)
    return live(keep, n)


def case_graph_rooted(scale):
    """The same with one more reference along a random ring, and only one of them held."""
    n = int(1000000 * scale)
    nodes = random_graph(n)
    order = list(range(n))
    random.Random(3).shuffle(order)
    for i in range(n):
        nodes[order[i]].append(nodes[order[(i + 1) % n]])
    keep = nodes[0]
    del nodes, order
    return live(keep, n)


def case_cycles(scale):
    pairs = int(1000000 * scale)
    for _ in range(pairs):
        a = []
        b = [a]
        a.append(b)
    del a, b
    return garbage(2 * pairs)


def case_ring(scale):
    n = int(1000000 * scale)
    first = last = Node(None, None)
    for _ in range(n - 1):
        node = Node(None, None)
        last.right = node
        last = node
    last.right = first
    del first, last, node
    return garbage(n)


def case_young(scale):
    """Generation 0 with 2,000 young lists, live and garbage, while 500,000 old ones exist."""
    old = [[0] for _ in range(int(500000 * scale))]
    gc.collect()
    k = 2000
    kept, dropped = 1e9, 1e9
    for _ in range(100):
        young = [[0] for _ in range(k)]
        start = now()
        gc.collect(0)
        kept = min(kept, now() - start)
        del young
        for _ in range(k // 2):
            a = []
            b = [a]
            a.append(b)
        del a, b
        start = now()
        gc.collect(0)
        dropped = min(dropped, now() - start)
    return {'live': kept / k * 1e9, 'garbage': dropped / k * 1e9}


def case_churn(scale):
    """Made and freed at once, the empty loop taken off."""
    n = int(10000000 * scale)

    class Plain(object):
        __slots__ = ('left', 'right')

    def empty(n):
        for _ in range(n):
            pass

    def lists(n):
        for _ in range(n):
            [0]

    def instances(n):
        for _ in range(n):
            Plain()

    def timed(f):
        start = now()
        f(n)
        return (now() - start) / n * 1e9

    base = min(timed(empty) for _ in range(2))
    return {'list': min(timed(lists) for _ in range(2)) - base, 'instance': min(timed(instances) for _ in range(2)) - base}


def case_grow(scale):
    """Lists built with automatic collection: the time inside the collections, the clock's own taken off, and its part of the whole."""
    n = int(2000000 * scale)
    began = [0.0]
    inside = [0.0, 0]

    def watch(phase, info):
        if phase == 'start':
            began[0] = now()
        else:
            inside[0] += now() - began[0]
            inside[1] += 1

    def clock():
        watch('start', None)
        watch('stop', None)

    for _ in range(1000):
        clock()
    tick = inside[0] / inside[1]
    spent, percent = 1e9, 100.0
    for _ in range(3):
        keep = [[0] for _ in range(n)]
        del keep
        gc.collect()
        gc.callbacks.append(watch)
        inside[:] = [0.0, 0]
        gc.enable()
        start = now()
        keep = [[0] for _ in range(n)]
        whole = now() - start
        gc.disable()
        gc.callbacks.remove(watch)
        part = inside[0] - tick * inside[1]
        spent, percent = min(spent, part), min(percent, 100 * part / whole)
        del keep
    threshold = gc.get_threshold()[0]
    return {'share%d' % threshold: spent / n * 1e9, 'percent%d' % threshold: percent, 'collections': inside[1]}


if __name__ == '__main__':
    gc.disable()
    gc.collect()
    scale = float(sys.argv[2]) if len(sys.argv) > 2 else 1.0
    print(json.dumps({'version': '%d.%d' % sys.version_info[:2], 'result': globals()['case_' + sys.argv[1]](scale)}))
