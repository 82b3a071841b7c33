// The graphs of graphs.py built in the memory layer alone: memory-layer.mjs CASE [SCALE] prints one line of JSON.
import { Heap, nodeReleaser, Ob } from '../../dist/memory.mjs';

const POINTER = 6;
const ALLOCATED = 8;
const heap = new Heap({
  pymalloc: { poolBytes: 16384, arenaBytes: 1 << 20 },
  // large pages where the system has them; freed memory is kept
  releaseToOS: nodeReleaser(),
  largePagesFromBytes: 16 << 20,
  releaseBytes: Number.MAX_SAFE_INTEGER,
});
const { H, gc } = heap;
gc.enabled = false;
/** As many dead lists wait as in CPython, and as many nodes. */
const SPARES = 80;
const LIST = heap.defineType(
  { name: 'list', gc: true, slots: [], indirect: { pointer: POINTER, count: Ob.size, room: ALLOCATED, label: (i) => `item ${i}` } },
  40,
  SPARES,
);
const NODE = heap.defineType(
  {
    name: 'node',
    gc: true,
    visitsType: true,
    slots: [
      { at: 4, label: 'left' },
      { at: 6, label: 'right' },
    ],
  },
  32,
  SPARES,
);
const LEAF = heap.defineType({ name: 'leaf', gc: false, slots: [] }, 24);
const zero = heap.newObject(LEAF);
/** First thresholds of the releases: up to 3.12, and from 3.13 on. */
const THRESHOLDS = [700, 2000];
/** Held by the host: the slots of a root, as local variables are. */
const HELD = 1024;
heap.roots.addRange(H, 'held', HELD, 16, (i) => `held ${i}`);

function now() {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

/** A new list of one item (0: none); owned. */
function newList(item) {
  const op = heap.newObject(LIST);
  if (item !== 0) append(op, item);
  return op;
}

function append(list, item) {
  const n = H[list + Ob.size];
  if (n === H[list + ALLOCATED]) {
    const room = n === 0 ? 1 : (n + (n >> 3) + 6) & ~3;
    H[list + POINTER] = n === 0 ? heap.alloc(8) : heap.realloc(H[list + POINTER], 8 * room);
    H[list + ALLOCATED] = room;
  }
  const slot = H[list + POINTER] + 2 * n;
  H[slot] = item;
  H[slot + 1] = 0;
  H[item]++;
  H[list + Ob.size] = n + 1;
}

/** Appends and gives the caller's reference up. */
function push(list, item) {
  append(list, item);
  heap.decref(item);
}

function newNode(left, right) {
  const op = heap.newObject(NODE);
  H[op + 4] = left;
  H[op + 6] = right;
  return op;
}

function hold(op) {
  heap.setSlot(HELD, op);
}

function random(seed) {
  let x = seed;
  return (n) => {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    return Math.floor((x / 2 ** 32) * n);
  };
}

function shuffled(n, seed) {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const rnd = random(seed);
  for (let i = n - 1; i > 0; i--) {
    const j = rnd(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

function live(n, rounds = 5) {
  const times = [];
  for (let i = 0; i < rounds; i++) {
    const start = now();
    const found = gc.collect();
    times.push(now() - start);
    if (found !== 0) throw new Error(`${found} objects were found unreachable`);
  }
  const overhead = gc.tableBytes() / heap.stats.committedBytes;
  return { first: times[0] / n, best: Math.min(...times.slice(1)) / n, pause_ms: Math.min(...times) / 1e6, overhead };
}

function garbage(n) {
  const start = now();
  const collected = gc.collect();
  const ns = (now() - start) / n;
  return { first: ns, best: ns, collected };
}

function makeLists(n, order) {
  const list = newList(0);
  if (order === undefined) for (let i = 0; i < n; i++) push(list, newList(zero));
  else {
    const made = Int32Array.from({ length: n }, () => newList(zero));
    for (let i = 0; i < n; i++) push(list, made[order[i]]);
  }
  return list;
}

function tree(depth) {
  return depth === 0 ? newNode(0, 0) : newNode(tree(depth - 1), tree(depth - 1));
}

function randomGraph(n) {
  const rnd = random(2);
  const list = newList(0);
  for (let i = 0; i < n; i++) push(list, newList(0));
  for (let i = 0; i < n; i++) {
    const node = H[H[list + POINTER] + 2 * i];
    for (let k = 0; k < 3; k++) append(node, H[H[list + POINTER] + 2 * rnd(n)]);
  }
  return list;
}

function makePairs(pairs) {
  for (let i = 0; i < pairs; i++) {
    const a = newList(0);
    const b = newList(a);
    push(a, b);
    heap.decref(a);
  }
}

function makeRing(n) {
  const first = newNode(0, 0);
  let last = first;
  for (let i = 1; i < n; i++) {
    const node = newNode(0, 0);
    H[last + 6] = node;
    last = node;
  }
  H[last + 6] = first;
}

const cases = {
  lists(scale) {
    const n = Math.floor(2_000_000 * scale);
    hold(makeLists(n));
    return live(n);
  },
  lists_shuffled(scale) {
    const n = Math.floor(2_000_000 * scale);
    hold(makeLists(n, shuffled(n, 1)));
    return live(n);
  },
  tree(scale) {
    let depth = 19;
    while (2 ** (depth + 1) > 2_000_000 * scale && depth > 4) depth--;
    hold(tree(depth));
    return live(2 ** (depth + 1) - 1);
  },
  graph(scale) {
    const n = Math.floor(1_000_000 * scale);
    hold(randomGraph(n));
    return live(n);
  },
  graph_rooted(scale) {
    const n = Math.floor(1_000_000 * scale);
    const list = randomGraph(n);
    const order = shuffled(n, 3);
    const items = H[list + POINTER];
    for (let i = 0; i < n; i++) append(H[items + 2 * order[i]], H[items + 2 * order[(i + 1) % n]]);
    const kept = H[items];
    heap.incref(kept);
    hold(kept);
    heap.decref(list);
    return live(n);
  },
  cycles(scale) {
    const pairs = Math.floor(1_000_000 * scale);
    makePairs(pairs);
    return garbage(2 * pairs);
  },
  ring(scale) {
    const n = Math.floor(1_000_000 * scale);
    makeRing(n);
    return garbage(n);
  },
  young(scale) {
    hold(makeLists(Math.floor(500_000 * scale)));
    gc.collect();
    const k = 2000;
    let kept = Number.POSITIVE_INFINITY;
    let dropped = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 400; i++) {
      heap.setSlot(HELD + 2, makeLists(k));
      let start = process.hrtime.bigint();
      gc.collect(0);
      kept = Math.min(kept, Number(process.hrtime.bigint() - start));
      heap.setSlot(HELD + 2, 0);
      makePairs(k / 2);
      start = process.hrtime.bigint();
      gc.collect(0);
      dropped = Math.min(dropped, Number(process.hrtime.bigint() - start));
    }
    return { live: kept / k, garbage: dropped / k };
  },
  churn(scale) {
    const n = Math.floor(10_000_000 * scale);
    gc.enabled = true;
    // as in a program that runs: a pool of each size is in use
    const kept = makeLists(10);
    push(kept, newNode(0, 0));
    hold(kept);
    const timed = (make) => {
      const start = now();
      for (let i = 0; i < n; i++) heap.decref(make());
      return (now() - start) / n;
    };
    const best = (make) => Math.min(timed(make), timed(make));
    return { list: best(() => newList(zero)), instance: best(() => newNode(0, 0)) };
  },
  grow(scale) {
    const n = Math.floor(2_000_000 * scale);
    let began = 0;
    let inside = 0;
    let collections = 0;
    const start = () => {
      began = now();
    };
    const stop = () => {
      inside += now() - began;
      collections++;
    };
    for (let i = 0; i < 1000; i++) {
      start();
      stop();
    }
    const tick = inside / collections;
    const result = {};
    for (const threshold of THRESHOLDS) {
      let share = Number.POSITIVE_INFINITY;
      let percent = 100;
      for (let round = 0; round < 3; round++) {
        gc.enabled = false;
        heap.decref(makeLists(n));
        gc.collect();
        inside = 0;
        collections = 0;
        gc.events.start = start;
        gc.events.stop = stop;
        gc.thresholds[0] = threshold;
        gc.enabled = true;
        const from = now();
        const list = makeLists(n);
        const whole = now() - from;
        gc.events.start = undefined;
        gc.events.stop = undefined;
        heap.decref(list);
        const spent = inside - tick * collections;
        share = Math.min(share, spent / n);
        percent = Math.min(percent, (100 * spent) / whole);
      }
      result[`share${threshold}`] = share;
      result[`percent${threshold}`] = percent;
      result[`collections${threshold}`] = collections;
    }
    return result;
  },
};

/** The code has run before in a program that collects: V8 has compiled it. */
function warmUp() {
  for (let i = 0; i < 30; i++) {
    hold(makeLists(2000));
    gc.collect(0);
    gc.collect();
    hold(tree(9));
    gc.collect();
    hold(0);
    makePairs(1000);
    makeRing(1000);
    gc.collect(i % 3);
    gc.collect();
  }
  // enough of it that pools and arenas become empty, too
  for (let i = 0; i < 8; i++) {
    makePairs(50_000);
    gc.collect();
    makeRing(50_000);
    gc.collect();
  }
}

warmUp();
const [name, scale = '1'] = process.argv.slice(2);
console.log(JSON.stringify({ version: 'memory layer', result: cases[name](Number(scale)) }));
