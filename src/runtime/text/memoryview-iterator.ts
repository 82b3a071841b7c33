import { SeqIter } from '../containers/iterator-layout.ts';
import { iteratorDealloc, selfIter } from '../containers/sequence-iterators.ts';
import { raise, typeError } from '../core/errors.ts';
import { NULL, type Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { unpackItem } from './memoryview-items.ts';
import { viewInfo } from './memoryview-object.ts';

/** Iterators over memoryviews: a type of their own from 3.10 on. CPython: Objects/memoryobject.c PyMemoryIter_Type */

/** tp_iter of memoryview; TypeError, NotImplementedError, ValueError once it is released. CPython: memory_iter */
export function newViewIterator(rt: Runtime, view: number): Owned {
  const { shape } = viewInfo(rt, view);
  if (shape.length === 0) typeError(rt, 'invalid indexing of 0-dim memory');
  if (shape.length > 1) raise(rt, T.NotImplementedError, 'multi-dimensional sub-views are not implemented');
  const op = rt.newGcObject(T.memory_iterator, SeqIter.bytes);
  const H = rt.H;
  H[op + SeqIter.index] = 0;
  H[op + SeqIter.index + 1] = 0;
  H[view]++;
  H[op + SeqIter.seq] = view;
  H[op + SeqIter.seq + 1] = 0;
  rt.track(op);
  return op;
}

/** CPython: memoryiter_next */
function viewIteratorNext(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const view = H[op + SeqIter.seq];
  if (view === 0) return NULL;
  const info = viewInfo(rt, view);
  const i = H[op + SeqIter.index];
  if (i < info.shape[0]) {
    H[op + SeqIter.index] = i + 1;
    return unpackItem(rt, info.address + i * info.strides[0], info.format);
  }
  rt.clearSlot(op + SeqIter.seq);
  return NULL;
}

export const memoryIteratorType: TypeSpec = {
  name: 'memory_iterator',
  at: T.memory_iterator,
  basicsize: SeqIter.bytes,
  contract: { gc: true, slots: [{ at: SeqIter.seq, label: 'view' }] },
  slots: { dealloc: iteratorDealloc, iter: selfIter, iternext: viewIteratorNext },
};
