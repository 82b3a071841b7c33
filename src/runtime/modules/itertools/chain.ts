import { Ob } from '../../../memory/layout.ts';
import { tuple2, tupleFromSlots, tupleItem, tupleOf, tupleSize } from '../../containers/tuple-object.ts';
import { isIterator, iter, next } from '../../core/abstract/iteration.ts';
import { typeError } from '../../core/errors.ts';
import { NULL, type Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { isTuple } from './argument-check.ts';
import { iteratorType, newIterator, refuseKeywords } from './iterator-type.ts';

/** itertools.chain. CPython: Modules/itertoolsmodule.c chain */
const enum At {
  source = 4,
  active = 6,
}

function newChain(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  refuseKeywords(rt, type, 'chain', kwnames);
  const mark = rt.mark();
  const tuple = rt.own(tupleFromSlots(rt, args, nargs));
  const source = rt.own(iter(rt, tuple));
  return rt.leave(mark, newIterator(rt, type, source, 0));
}

function fromIterable(rt: Runtime, type: number, iterable: number): Owned {
  const mark = rt.mark();
  const source = rt.own(iter(rt, iterable));
  return rt.leave(mark, newIterator(rt, type, source, 0));
}

function nextItem(rt: Runtime, self: number): Owned {
  const H = rt.H;
  for (;;) {
    const active = H[self + At.active]!;
    if (active !== 0) {
      const item = next(rt, active);
      if (item !== 0) return item;
      rt.clearSlot(self + At.active);
      continue;
    }
    const source = H[self + At.source]!;
    if (source === 0) return NULL;
    const mark = rt.mark();
    let opened = false;
    try {
      const iterable = next(rt, source);
      if (iterable !== 0) {
        rt.own(iterable);
        rt.setSlot(self + At.active, iter(rt, iterable));
        opened = true;
      }
    } finally {
      // no more input, or an input that cannot be iterated: the chain is done
      if (!opened) rt.clearSlot(self + At.source);
    }
    rt.release(mark);
  }
}

function reduce(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const type = H[self + Ob.type]!;
  const empty = rt.own(tupleOf(rt));
  const source = H[self + At.source]!;
  if (source === 0) return rt.leave(mark, tuple2(rt, type, empty));
  const active = H[self + At.active]!;
  const state = rt.own(active !== 0 ? tuple2(rt, source, active) : tupleOf(rt, source));
  return rt.leave(mark, tupleOf(rt, type, empty, state));
}

function setState(rt: Runtime, self: number, state: number): Owned {
  if (!isTuple(rt, state)) typeError(rt, 'state is not a tuple');
  const n = tupleSize(rt, state);
  if (n < 1 || n > 2) typeError(rt, `function takes ${n < 1 ? 'at least 1 argument' : 'at most 2 arguments'} (${n} given)`);
  const source = tupleItem(rt, state, 0);
  const active = n === 2 ? tupleItem(rt, state, 1) : 0;
  if (!isIterator(rt, source) || (active !== 0 && !isIterator(rt, active))) typeError(rt, 'Arguments must be iterators.');
  rt.setSlot(self + At.source, rt.newRef(source));
  if (active !== 0) rt.setSlot(self + At.active, rt.newRef(active));
  else rt.clearSlot(self + At.active);
  return rt.none();
}

function classGetItem(rt: Runtime, type: number, item: number): Owned {
  return rt.hooks.newGenericAlias(rt, type, item);
}

const methods: readonly MethodSpec[] = [
  {
    name: 'from_iterable',
    kind: Meth.O | Meth.CLASS,
    fn: fromIterable,
    doc: 'Alternative chain() constructor taking a single iterable argument that evaluates lazily.',
  },
  { name: '__reduce__', kind: Meth.NOARGS, fn: reduce, doc: 'Return state information for pickling.' },
  { name: '__setstate__', kind: Meth.O, fn: setState, doc: 'Set state information for unpickling.' },
  { name: '__class_getitem__', kind: Meth.O | Meth.CLASS, fn: classGetItem, doc: 'See PEP 585' },
];

export const chainType = iteratorType({
  name: 'chain',
  basicsize: 32,
  holds: ['iterator over the inputs', 'input being read'],
  new: newChain,
  next: nextItem,
  methods,
  doc: 'chain(*iterables) --> chain object\n\nReturn a chain object whose .__next__() method returns elements from the\nfirst iterable until it is exhausted, then elements from the next\niterable, until all of the iterables are exhausted.',
});
