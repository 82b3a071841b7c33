import { Ob } from '../../memory/layout.ts';
import { listAppend } from '../containers/list-object.ts';
import { callMethodText } from '../core/abstract/call.ts';
import { argumentType, checkPositional } from '../core/arguments.ts';
import { indexError, raise, typeError } from '../core/errors.ts';
import { List, Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import { lessThan } from './less-than.ts';
import type { ModuleSpec } from './module-spec.ts';

/** Heaps in lists. CPython: Modules/_heapqmodule.c */

/** Does the first item belong above the second? */
type Above = (rt: Runtime, a: number, b: number) => boolean;

const least: Above = lessThan;
const greatest: Above = (rt, a, b) => lessThan(rt, b, a);

function item(rt: Runtime, heap: number, i: number): number {
  return rt.H[rt.H[heap + List.items]! + 2 * i]!;
}

function exchange(rt: Runtime, heap: number, i: number, j: number): void {
  const items = rt.H[heap + List.items]!;
  const a = rt.H[items + 2 * i]!;
  rt.H[items + 2 * i] = rt.H[items + 2 * j]!;
  rt.H[items + 2 * j] = a;
}

function compareItems(rt: Runtime, heap: number, i: number, j: number, size: number, above: Above): boolean {
  const yes = above(rt, item(rt, heap, i), item(rt, heap, j));
  if (rt.H[heap + List.size] !== size) raise(rt, T.RuntimeError, 'list changed size during iteration');
  return yes;
}

/** CPython: siftdown */
function siftDown(rt: Runtime, heap: number, start: number, from: number, above: Above): void {
  const size = rt.H[heap + List.size]!;
  if (from >= size) indexError(rt, 'index out of range');
  for (let pos = from; pos > start; ) {
    const parent = (pos - 1) >> 1;
    if (!compareItems(rt, heap, pos, parent, size, above)) break;
    exchange(rt, heap, pos, parent);
    pos = parent;
  }
}

/** CPython: siftup */
function siftUp(rt: Runtime, heap: number, from: number, above: Above): void {
  const end = rt.H[heap + List.size]!;
  if (from >= end) indexError(rt, 'index out of range');
  const limit = end >> 1;
  let pos = from;
  while (pos < limit) {
    let child = 2 * pos + 1;
    if (child + 1 < end && !compareItems(rt, heap, child, child + 1, end, above)) child++;
    exchange(rt, heap, child, pos);
    pos = child;
  }
  siftDown(rt, heap, from, pos, above);
}

function requireList(rt: Runtime, name: string, op: number, position: string): void {
  if ((rt.H[rt.H[op + Ob.type]! + Tp.flags]! & TpFlag.LIST_SUBCLASS) === 0)
    typeError(rt, `${name}() argument${position} must be list, not ${argumentType(rt, op)}`);
}

function heapPop(rt: Runtime, heap: number, above: Above): Owned {
  if (rt.H[heap + List.size] === 0) indexError(rt, 'index out of range');
  const mark = rt.mark();
  const last = rt.own(callMethodText(rt, heap, 'pop'));
  if (rt.H[heap + List.size] === 0) return rt.leave(mark, rt.newRef(last));
  const top = rt.own(putFirst(rt, heap, last));
  siftUp(rt, heap, 0, above);
  return rt.leave(mark, rt.newRef(top));
}

/** Puts an item first; gives what was there. New reference. */
function putFirst(rt: Runtime, heap: number, value: number): Owned {
  const slot = rt.H[heap + List.items]!;
  const old = rt.H[slot]!;
  rt.incref(value);
  rt.H[slot] = value;
  return old as Owned;
}

function heapReplace(rt: Runtime, heap: number, value: number, above: Above): Owned {
  if (rt.H[heap + List.size] === 0) indexError(rt, 'index out of range');
  const mark = rt.mark();
  const top = rt.own(putFirst(rt, heap, value));
  siftUp(rt, heap, 0, above);
  return rt.leave(mark, rt.newRef(top));
}

function heapify(rt: Runtime, heap: number, above: Above): Owned {
  for (let i = (rt.H[heap + List.size]! >> 1) - 1; i >= 0; i--) siftUp(rt, heap, i, above);
  return rt.none();
}

function heapPush(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'heappush', nargs, 2, 2);
  const heap = rt.H[args]!;
  requireList(rt, 'heappush', heap, ' 1');
  listAppend(rt, heap, rt.H[args + 2]!);
  siftDown(rt, heap, 0, rt.H[heap + List.size]! - 1, least);
  return rt.none();
}

function heapPushPop(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'heappushpop', nargs, 2, 2);
  const heap = rt.H[args]!;
  const value = rt.H[args + 2]!;
  requireList(rt, 'heappushpop', heap, ' 1');
  if (rt.H[heap + List.size] === 0) return rt.newRef(value);
  if (!lessThan(rt, item(rt, heap, 0), value)) return rt.newRef(value);
  return heapReplace(rt, heap, value, least);
}

function popFunction(name: string, above: Above, doc: string) {
  return {
    name,
    kind: Meth.O,
    fn: (rt: Runtime, _module: number, heap: number) => {
      requireList(rt, name, heap, '');
      return heapPop(rt, heap, above);
    },
    signature: '($module, heap, /)',
    doc,
  };
}

function heapifyFunction(name: string, above: Above, doc: string) {
  return {
    name,
    kind: Meth.O,
    fn: (rt: Runtime, _module: number, heap: number) => {
      requireList(rt, name, heap, '');
      return heapify(rt, heap, above);
    },
    signature: '($module, heap, /)',
    doc,
  };
}

function replaceFunction(name: string, above: Above, doc: string) {
  return {
    name,
    kind: Meth.FAST,
    fn: (rt: Runtime, _module: number, args: number, nargs: number) => {
      checkPositional(rt, name, nargs, 2, 2);
      requireList(rt, name, rt.H[args]!, ' 1');
      return heapReplace(rt, rt.H[args]!, rt.H[args + 2]!, above);
    },
    signature: '($module, heap, item, /)',
    doc,
  };
}

export const heapqModule: ModuleSpec = {
  name: '_heapq',
  doc: 'Heap queue algorithm (a.k.a. priority queue).',
  functions: [
    {
      name: 'heappush',
      kind: Meth.FAST,
      fn: heapPush,
      signature: '($module, heap, item, /)',
      doc: 'Push item onto heap, maintaining the heap invariant.',
    },
    {
      name: 'heappushpop',
      kind: Meth.FAST,
      fn: heapPushPop,
      signature: '($module, heap, item, /)',
      doc: 'Push item on the heap, then pop and return the smallest item from the heap.\n\nThe combined action runs more efficiently than heappush() followed by\na separate call to heappop().',
    },
    popFunction('heappop', least, 'Pop the smallest item off the heap, maintaining the heap invariant.'),
    replaceFunction('heapreplace', least, 'Pop and return the current smallest value, and add the new item.'),
    heapifyFunction('heapify', least, 'Transform list into a heap, in-place, in O(len(heap)) time.'),
    popFunction('_heappop_max', greatest, 'Maxheap variant of heappop.'),
    heapifyFunction('_heapify_max', greatest, 'Maxheap variant of heapify.'),
    replaceFunction('_heapreplace_max', greatest, 'Maxheap variant of heapreplace.'),
  ],
};
