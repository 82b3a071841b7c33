// Synthetic heaps in columns, made without a builder so that ten million objects fit.
import { HostStrings } from '../../dist/snapshot.mjs';

/** A graph from a number of nodes and a function that gives a node's targets through `push`. */
export function makeGraph(nodeCount, edgeEstimate, eachTarget, roots = [0]) {
  const firstEdge = new Uint32Array(nodeCount + 1);
  let edgeTo = new Uint32Array(edgeEstimate);
  let at = 0;
  const push = (to) => {
    if (at === edgeTo.length) {
      const wider = new Uint32Array(Math.ceil(at * 1.3));
      wider.set(edgeTo);
      edgeTo = wider;
    }
    edgeTo[at++] = to;
  };
  for (let v = 0; v < nodeCount; v++) {
    firstEdge[v] = at;
    eachTarget(v, push);
  }
  firstEdge[nodeCount] = at;
  edgeTo = edgeTo.subarray(0, at);
  const none = new Uint32Array(0);
  const empty = new Float64Array(0);
  return {
    meta: { creator: 'bench', model: null, program: null, moment: null, notes: [], hasCounts: false, process: null },
    nodeCount,
    edgeCount: at,
    address: empty,
    type: none,
    count: none,
    size: new Uint32Array(nodeCount).fill(64),
    flags: new Uint8Array(0),
    value: none,
    used: none,
    capacity: none,
    content: empty,
    serial: empty,
    firstEdge,
    edgeTo,
    edgeKind: new Uint8Array(at),
    edgeName: none,
    roots: {
      to: Uint32Array.from(roots),
      group: new Uint32Array(roots.length),
      label: new Uint32Array(roots.length),
      kind: new Uint8Array(roots.length),
    },
    types: { name: none, node: none },
    frames: { thread: none, func: none, file: none, line: none, node: none },
    places: { node: none, kind: new Uint8Array(0), file: none, line: none },
    strings: new HostStrings(['']),
  };
}

/** Repeatable pseudo-random numbers below n. */
export function randomNumbers(seed) {
  let state = seed >>> 0;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

/**
 * Shaped and laid out like a Python heap: lists of 100 records, each an instance with its dict and four values, in the order of
 * allocation; every third record refers to another one, every sixth value is shared.
 */
export function pythonLike(nodeCount) {
  const random = randomNumbers(7);
  const RECORD = 6;
  const LIST = 1 + 100 * RECORD;
  return makeGraph(nodeCount, Math.ceil(nodeCount * 1.2), (v, push) => {
    if (v === 0) {
      for (let list = 1; list < nodeCount; list += LIST) push(list);
      return;
    }
    const inList = (v - 1) % LIST;
    if (inList === 0) {
      for (let i = 0; i < 100; i++) if (v + 1 + i * RECORD < nodeCount) push(v + 1 + i * RECORD);
      return;
    }
    const inRecord = (inList - 1) % RECORD;
    if (inRecord === 0) {
      if (v + 1 < nodeCount) push(v + 1);
    } else if (inRecord === 1) {
      for (let i = 1; i <= 4; i++) if (v + i < nodeCount) push(v + i);
      if (random(3) === 0) push(v - 1 - random(Math.min(v, 100_000)));
      if (random(3) === 0) push(1 + random(nodeCount - 1));
      push(1);
    }
  });
}

/** The same number of objects and references, allocated layer by layer: what is visited together lies far apart. */
export function layered(nodeCount) {
  const random = randomNumbers(7);
  let nextChild = 1;
  return makeGraph(nodeCount, Math.ceil(nodeCount * 1.2), (v, push) => {
    const children = v < 64 ? 8 : 1 + (random(100) < 12 ? random(8) : 0);
    for (let i = 0; i < children && nextChild < nodeCount; i++) push(nextChild++);
    if (v > 0 && random(6) === 0) push(Math.max(0, v - random(Math.min(v, 5000)) - 1));
  });
}

export function randomGraph(nodeCount, edges) {
  const random = randomNumbers(11);
  return makeGraph(nodeCount, edges, (v, push) => {
    if (v + 1 < nodeCount && random(2) === 0) push(v + 1);
    for (let i = 0; i < edges / nodeCount - 0.5; i++) push(random(nodeCount));
  });
}

export const doublyLinked = (n) =>
  makeGraph(n, 2 * n, (v, push) => {
    if (v + 1 < n) push(v + 1);
    if (v > 0) push(v - 1);
  });

export const deep = (n) =>
  makeGraph(n, n, (v, push) => {
    if (v + 1 < n) push(v + 1);
  });

export const star = (n) =>
  makeGraph(n, n, (v, push) => {
    if (v === 0) for (let i = 1; i < n; i++) push(i);
  });

/** The worst case of the iterative fix-point ("itworst"): 4 k + 1 nodes, about k * k edges. */
export function ladder(k) {
  const w = (i) => 1 + i;
  const x = (i) => 1 + k + i;
  const y = (i) => 1 + 2 * k + i;
  const z = (i) => 1 + 3 * k + i;
  return makeGraph(4 * k + 1, k * k + 6 * k, (v, push) => {
    if (v === 0) {
      push(w(0));
      push(z(k - 1));
    } else if (v < x(0)) {
      const i = v - w(0);
      if (i + 1 < k) push(w(i + 1));
      else for (let j = 0; j < k; j++) push(x(j));
    } else if (v < y(0)) {
      const i = v - x(0);
      if (i + 1 < k) push(x(i + 1));
      for (let j = 0; j < k; j++) push(y(j));
    } else if (v < z(0)) {
      const i = v - y(0);
      if (i > 0) push(y(i - 1));
      push(z(i));
    } else {
      const i = v - z(0);
      if (i > 0) push(z(i - 1));
      push(y(i));
    }
  });
}

/** Rings of `size` objects that each also hold a value of their own and a shared one. */
export const rings = (objects, size) =>
  makeGraph(objects, 2 * objects, (v, push) => {
    const start = v - (v % size);
    push(Math.min(start + ((v + 1) % size), objects - 1));
    if (start > 0 && v % size === 0) push(start - size);
  });
