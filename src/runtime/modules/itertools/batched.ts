import { tupleFromSlots } from '../../containers/tuple-object.ts';
import { iter, next } from '../../core/abstract/iteration.ts';
import { asIndex } from '../../core/abstract/number.ts';
import { isTrue } from '../../core/abstract/object.ts';
import { type ParameterSpec, parseKeywords } from '../../core/arguments.ts';
import { valueError } from '../../core/errors.ts';
import { NULL, type Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { iteratorType, newIterator } from './iterator-type.ts';

/** itertools.batched (3.12): the iterator, then raw words: length of batches, whether the last must be whole. CPython: batchedobject */
const enum At {
  it = 4,
  size = 6,
  strict = 7,
}
const BATCHED: ParameterSpec = { name: 'batched', params: ['iterable', 'n', 'strict'], required: 2, maxPositional: 2 };

function newBatched(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, BATCHED, args, nargs, kwnames, []);
  const size = asIndex(rt, out[1]);
  const strict = out[2] !== 0 && isTrue(rt, out[2]);
  if (size < 1) valueError(rt, 'n must be at least one');
  const mark = rt.mark();
  const it = rt.own(iter(rt, out[0]));
  const op = newIterator(rt, type, it);
  rt.H[op + At.size] = Math.min(size, 2147483647);
  rt.H[op + At.strict] = strict ? 1 : 0;
  return rt.leave(mark, op);
}

function nextBatch(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const it = H[self + At.it];
  if (it === 0) return NULL;
  const size = H[self + At.size];
  const mark = rt.mark();
  let count = 0;
  while (count < size) {
    const item = next(rt, it);
    if (item === 0) break;
    rt.own(item);
    count++;
  }
  if (count < size) {
    rt.clearSlot(self + At.it);
    if (count === 0) return NULL;
    if (H[self + At.strict] !== 0) valueError(rt, 'batched(): incomplete batch');
  }
  return rt.leave(mark, tupleFromSlots(rt, mark, count));
}

export const batchedType = iteratorType({
  name: 'batched',
  basicsize: 32,
  holds: ['iterator'],
  new: newBatched,
  next: nextBatch,
  doc: 'Batch data into tuples of length n. The last batch may be shorter than n.',
});
