import { Gc, Ob } from '../../../memory/layout.ts';
import { newTuple } from '../../containers/tuple-object.ts';
import { noKeywordsForNew } from '../../core/arguments.ts';
import { allocInstance, freeInstance } from '../../core/instance.ts';
import { TpFlag, Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import { InternalError, type Runtime } from '../../core/runtime.ts';
import type { Binary, Call, IterNext, MethodSpec } from '../../core/signatures.ts';
import { T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';

/** What the iterator types of itertools have in common. */

/** Address of a type that a native module made. */
export function nativeType(rt: Runtime, name: string): number {
  const type = rt.types.get(name);
  if (type === undefined) throw new InternalError(`type ${name} is not ready`);
  return type;
}

/** tp_iter of iterators. CPython: PyObject_SelfIter */
export function iterSelf(rt: Runtime, self: number): Owned {
  return rt.newRef(self);
}

/** TypeError for keyword arguments of the type itself; subclasses may have their own `__init__`. CPython: the test of every tp_new in itertools */
export function refuseKeywords(rt: Runtime, type: number, name: string, kwnames: number): void {
  if (kwnames !== 0) noKeywordsForNew(rt, name, type, nativeType(rt, `itertools.${name}`), kwnames);
}

/**
 * New instance of an iterator type whose slots take the given references (borrowed, may be 0), from word 4 on, two words apart.
 */
export function newIterator(rt: Runtime, type: number, ...held: number[]): Owned {
  const op = allocInstance(rt, type, 0);
  const H = rt.H;
  for (let i = 0; i < held.length; i++) {
    const ref = held[i]!;
    if (ref !== 0) H[ref]!++;
    H[op + Ob.body + 2 * i] = ref;
  }
  return op;
}

export interface IteratorSpec {
  /** Without 'itertools.'. */
  name: string;
  basicsize: number;
  /** Labels of the reference slots from word 4 on. */
  holds: readonly string[];
  new: Call;
  next: IterNext;
  methods?: readonly MethodSpec[];
  repr?: (rt: Runtime, self: number) => Owned;
  /** Word offset of a block of raw words that the instance owns. */
  block?: number;
  doc?: string;
  baseType?: boolean;
}

/** `__reduce__` and `__setstate__` warn in the releases that deprecate them. CPython: Modules/itertoolsmodule.c ITERTOOL_PICKLE_DEPRECATION */
export function withStateWarnings(methods: readonly MethodSpec[]): MethodSpec[] {
  return methods.map((method) => {
    if (method.name !== '__reduce__' && method.name !== '__setstate__') return method;
    const fn = method.fn as Binary;
    return {
      ...method,
      fn: (rt: Runtime, self: number, state: number): Owned => {
        const text = rt.model.wording.deprecated.itertoolsState;
        if (text !== null) rt.hooks.issueWarning(rt, T.DeprecationWarning, text, 1);
        return fn(rt, self, state);
      },
    };
  });
}

/** Description of an iterator type with fixed slots. */
export function iteratorType(spec: IteratorSpec): TypeSpec {
  const count = spec.holds.length;
  const { block } = spec;
  const dealloc = (rt: Runtime, op: number): void => {
    const H = rt.H;
    if (H[op + Gc.next] !== 0) rt.untrack(op);
    for (let i = 0; i < count; i++) rt.clearSlot(op + Ob.body + 2 * i);
    if (block !== undefined && H[op + block] !== 0) rt.heap.free(H[op + block]!);
    freeInstance(rt, op);
  };
  return {
    name: `itertools.${spec.name}`,
    basicsize: spec.basicsize,
    flags: spec.baseType === false ? 0 : TpFlag.BASETYPE,
    contract: { gc: true, slots: spec.holds.map((label, i) => ({ at: Ob.body + 2 * i, label })) },
    slots: {
      dealloc,
      iter: iterSelf,
      iternext: spec.next,
      new: spec.new,
      ...(spec.repr === undefined ? {} : { repr: spec.repr }),
    },
    methods: withStateWarnings(spec.methods ?? []),
    doc: spec.doc,
  };
}

/**
 * The tuple in `slot` for the next result: the same one when nobody else holds it, else a copy that takes its place. Borrowed; tracked.
 * CPython: the "copy the previous result tuple or re-use it" step of product, combinations, permutations
 */
export function recycleTuple(rt: Runtime, slot: number): number {
  const H = rt.H;
  const old = H[slot]!;
  if (H[old + Ob.size] === 0) return old;
  if (H[old] === 1) {
    if (H[old + Gc.next] === 0) rt.track(old);
    return old;
  }
  const n = H[old + Ob.size]!;
  const copy = newTuple(rt, n);
  const from = H[slot]!;
  for (let i = 0; i < 2 * n; i += 2) {
    const item = H[from + Tuple.items + i]!;
    H[item]!++;
    H[copy + Tuple.items + i] = item;
  }
  rt.track(copy);
  rt.setSlot(slot, copy);
  return copy;
}
