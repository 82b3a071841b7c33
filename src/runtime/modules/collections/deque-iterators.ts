import { Ob } from '../../../memory/layout.ts';
import { tuple2 } from '../../containers/tuple-object.ts';
import { asIndex } from '../../core/abstract/number.ts';
import { isInstance } from '../../core/abstract/object.ts';
import { checkPositional } from '../../core/arguments.ts';
import { raise, typeError, typeName } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import { NULL, type Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { type IterNext, Meth, type MethodSpec } from '../../core/signatures.ts';
import { T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newInt } from '../../numbers/int-object.ts';
import { iterSelf, nativeType } from '../itertools/iterator-type.ts';
import { BLOCK_LENGTH, Block, Deque } from './deque-blocks.ts';

/** Iterators over deques. CPython: Modules/_collectionsmodule.c dequeiterobject */
const enum At {
  /** Raw: the block and the slot in it that comes next. */
  block = 4,
  deque = 6,
  index = 8,
  /** Raw: state of the deque when the iteration began. */
  state = 10,
  /** Raw: items still to come. */
  left = 12,
}
const FORWARD = 'collections._deque_iterator';
const BACKWARD = 'collections._deque_reverse_iterator';

export function newDequeIterator(rt: Runtime, deque: number): Owned {
  const it = begin(rt, FORWARD, deque);
  rt.H[it + At.block] = rt.H[deque + Deque.leftBlock]!;
  rt.H[it + At.index] = rt.H[deque + Deque.left]!;
  return it;
}

export function newDequeReverseIterator(rt: Runtime, deque: number): Owned {
  const it = begin(rt, BACKWARD, deque);
  rt.H[it + At.block] = rt.H[deque + Deque.rightBlock]!;
  rt.H[it + At.index] = rt.H[deque + Deque.right]!;
  return it;
}

function begin(rt: Runtime, name: string, deque: number): Owned {
  const it = allocInstance(rt, nativeType(rt, name), 0);
  const H = rt.H;
  H[it + At.deque] = rt.newRef(deque);
  H[it + At.state] = H[deque + Deque.state]!;
  H[it + At.left] = H[deque + Deque.size]!;
  return it;
}

function step(forward: boolean): IterNext {
  return (rt, self) => {
    const H = rt.H;
    const deque = H[self + At.deque]!;
    if (H[deque + Deque.state] !== H[self + At.state]) {
      H[self + At.left] = 0;
      raise(rt, T.RuntimeError, 'deque mutated during iteration');
    }
    if (H[self + At.left] === 0) return NULL;
    const block = H[self + At.block]!;
    const i = H[self + At.index]!;
    const item = rt.newRef(H[block + Block.slots + 2 * i]!);
    H[self + At.left]!--;
    if (forward) {
      if (i + 1 === BLOCK_LENGTH && H[self + At.left]! > 0) {
        H[self + At.block] = H[block + Block.rightLink]!;
        H[self + At.index] = 0;
      } else H[self + At.index] = i + 1;
    } else if (i === 0 && H[self + At.left]! > 0) {
      H[self + At.block] = H[block + Block.leftLink]!;
      H[self + At.index] = BLOCK_LENGTH - 1;
    } else H[self + At.index] = i - 1;
    return item;
  };
}

/** CPython: dequeiter_new: an iterator over a deque from an index on (pickling). */
function construct(forward: boolean, name: string) {
  return (rt: Runtime, _type: number, args: number, nargs: number): Owned => {
    checkPositional(rt, name, nargs, 1, 2);
    const H = rt.H;
    const deque = H[args]!;
    if (!isInstance(rt, deque, nativeType(rt, 'collections.deque')))
      typeError(rt, `argument 1 must be collections.deque, not ${typeName(rt, deque)}`);
    const skip = nargs === 2 ? asIndex(rt, H[args + 2]!) : 0;
    const mark = rt.mark();
    const it = rt.own(forward ? newDequeIterator(rt, deque) : newDequeReverseIterator(rt, deque));
    for (let i = 0; i < skip && H[it + At.left]! > 0; i++) rt.xdecref(step(forward)(rt, it));
    rt.unown(it);
    rt.release(mark);
    return it as Owned;
  };
}

function lengthHint(rt: Runtime, self: number): Owned {
  return newInt(rt, rt.H[self + At.left]!);
}

function reduce(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const deque = H[self + At.deque]!;
  const done = rt.own(newInt(rt, H[deque + Deque.size]! - H[self + At.left]!));
  const args = rt.own(tuple2(rt, deque, done));
  return rt.leave(mark, tuple2(rt, H[self + Ob.type]!, args));
}

const methods: readonly MethodSpec[] = [
  { name: '__length_hint__', kind: Meth.NOARGS, fn: lengthHint, doc: 'Private method returning an estimate of len(list(it)).' },
  { name: '__reduce__', kind: Meth.NOARGS, fn: reduce, doc: 'Return state information for pickling.' },
];

function iteratorSpec(name: string, forward: boolean): TypeSpec {
  return {
    name,
    basicsize: 56,
    contract: { gc: true, slots: [{ at: At.deque, label: 'deque' }] },
    slots: { iter: iterSelf, iternext: step(forward), new: construct(forward, name.replace('collections.', '')) },
    methods,
  };
}

export const dequeIteratorType = iteratorSpec(FORWARD, true);
export const dequeReverseIteratorType = iteratorSpec(BACKWARD, false);
