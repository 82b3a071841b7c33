import { Gc, Ob } from '../../memory/layout.ts';
import { lookupSpecial } from '../core/abstract/attribute.ts';
import { call0 } from '../core/abstract/call.ts';
import { sequenceGetItem, sequenceLength } from '../core/abstract/item.ts';
import { isSequence } from '../core/abstract/iteration.ts';
import { asSsize } from '../core/abstract/number.ts';
import { compareBool } from '../core/abstract/object.ts';
import { checkPositional, noKeywordsForNew } from '../core/arguments.ts';
import { clearError, errorMatches, isPythonError, overflowError, typeError, typeName } from '../core/errors.ts';
import { allocInstance } from '../core/instance.ts';
import { List, Tp, TpFlag, Tuple } from '../core/layout.ts';
import { NULL, type Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Cmp, type LenFunc, Meth, type MethodSpec } from '../core/signatures.ts';
import { Root, S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newInt } from '../numbers/int-object.ts';
import { dictGetStr } from './dict-object.ts';
import { CallIter, SeqIter } from './iterator-layout.ts';
import { emptyTuple, tuple2, tupleOf } from './tuple-object.ts';

/** Iterators over sequences. CPython: Objects/tupleobject.c, listobject.c, iterobject.c, enumobject.c (reversed) */

/** A tracked iterator object at `index` over `seq` (increfed). */
function newIterator(rt: Runtime, type: number, seq: number, index: number): Owned {
  const op = rt.newGcObject(type, SeqIter.bytes);
  const H = rt.H;
  H[op + SeqIter.index] = index;
  H[op + SeqIter.index + 1] = index < 0 ? -1 : 0;
  H[seq]++;
  H[op + SeqIter.seq] = seq;
  H[op + SeqIter.seq + 1] = 0;
  rt.track(op);
  return op;
}

/** CPython: tuple_iter */
export function newTupleIterator(rt: Runtime, seq: number): Owned {
  return newIterator(rt, T.tuple_iterator, seq, 0);
}

/** CPython: list_iter */
export function newListIterator(rt: Runtime, seq: number): Owned {
  return newIterator(rt, T.list_iterator, seq, 0);
}

/** CPython: list___reversed___impl */
export function newListReverseIterator(rt: Runtime, seq: number): Owned {
  return newIterator(rt, T.list_reverseiterator, seq, rt.H[seq + List.size] - 1);
}

/** Iterator over an object with `__getitem__`. CPython: PySeqIter_New */
export function newSequenceIterator(rt: Runtime, seq: number): Owned {
  return newIterator(rt, T.iterator, seq, 0);
}

/** tp_dealloc of all of these: they hold one or two references in fixed slots. */
export function iteratorDealloc(rt: Runtime, op: number): void {
  if (rt.H[op + Gc.next] !== 0) rt.untrack(op);
  rt.clearSlot(op + SeqIter.seq);
  rt.freeGcObject(op);
}

/** tp_iter of iterators. CPython: PyObject_SelfIter */
export function selfIter(rt: Runtime, op: number): Owned {
  return rt.newRef(op);
}

function exhaust(rt: Runtime, op: number): Owned {
  rt.clearSlot(op + SeqIter.seq);
  return NULL;
}

/** Next item of a tuple iterator. CPython: tupleiter_next */
export function tupleIteratorNext(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const seq = H[op + SeqIter.seq];
  if (seq === 0) return NULL;
  const i = H[op + SeqIter.index];
  if (i >= H[seq + Tuple.size]) return exhaust(rt, op);
  H[op + SeqIter.index] = i + 1;
  return rt.newRef(H[seq + Tuple.items + 2 * i]);
}

/** Next item of a list iterator. CPython: listiter_next */
export function listIteratorNext(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const seq = H[op + SeqIter.seq];
  if (seq === 0) return NULL;
  const i = H[op + SeqIter.index];
  if (i >= H[seq + List.size]) return exhaust(rt, op);
  H[op + SeqIter.index] = i + 1;
  return rt.newRef(H[H[seq + List.items] + 2 * i]);
}

/** CPython: listreviter_next */
function listReverseNext(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const seq = H[op + SeqIter.seq];
  if (seq === 0) return NULL;
  const i = H[op + SeqIter.index];
  if (i >= 0 && i < H[seq + List.size]) {
    H[op + SeqIter.index] = i - 1;
    return rt.newRef(H[H[seq + List.items] + 2 * i]);
  }
  H[op + SeqIter.index] = -1;
  return rt.model.holds.reversedList ? NULL : exhaust(rt, op);
}

/** Gives NULL instead of IndexError or StopIteration. */
function itemOrEnd(rt: Runtime, get: () => Owned): Owned {
  const mark = rt.mark();
  const depth = rt.depth;
  try {
    return get();
  } catch (thrown) {
    if (!isPythonError(thrown) || !(errorMatches(rt, T.IndexError) || errorMatches(rt, T.StopIteration))) throw thrown;
    rt.release(mark);
    rt.depth = depth;
    clearError(rt);
    return NULL;
  }
}

/** CPython: iter_iternext */
function sequenceNext(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const seq = H[op + SeqIter.seq];
  if (seq === 0) return NULL;
  const i = H[op + SeqIter.index];
  if (i === 0x7fff_ffff) overflowError(rt, 'iter index too large');
  const item = itemOrEnd(rt, () => sequenceGetItem(rt, seq, i));
  if (item === 0) return exhaust(rt, op);
  H[op + SeqIter.index] = i + 1;
  return item;
}

/** CPython: reversed_next */
function reversedNext(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const i = H[op + SeqIter.index];
  const seq = H[op + SeqIter.seq];
  if (i >= 0) {
    const item = itemOrEnd(rt, () => sequenceGetItem(rt, seq, i));
    if (item !== 0) {
      H[op + SeqIter.index] = i - 1;
      return item;
    }
  }
  H[op + SeqIter.index] = -1;
  return exhaust(rt, op);
}

/** What is left, for list(it): the length of the sequence minus the position. */
function left(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const seq = H[op + SeqIter.seq];
  if (seq === 0) return newInt(rt, 0);
  const n = H[seq + Ob.size] - H[op + SeqIter.index];
  return newInt(rt, Math.max(n, 0));
}

function sequenceLeft(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const seq = H[op + SeqIter.seq];
  if (seq === 0) return newInt(rt, 0);
  const type = H[seq + Ob.type];
  if (H[type + Tp.sqLength] === 0 && H[type + Tp.mpLength] === 0) return rt.notImplemented();
  const n = (rt.fn[H[type + Tp.sqLength] || H[type + Tp.mpLength]] as LenFunc)(rt, seq) - H[op + SeqIter.index];
  return newInt(rt, Math.max(n, 0));
}

function listReverseLeft(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const seq = H[op + SeqIter.seq];
  const n = H[op + SeqIter.index] + 1;
  return newInt(rt, seq === 0 || H[seq + List.size] < n ? 0 : n);
}

function reversedLeft(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const seq = H[op + SeqIter.seq];
  if (seq === 0) return newInt(rt, 0);
  const length = sequenceLength(rt, seq);
  const n = H[op + SeqIter.index] + 1;
  return newInt(rt, length < n ? 0 : n);
}

/** A builtin function or type by name, borrowed. CPython: _PyEval_GetBuiltinId */
export function builtin(rt: Runtime, name: string): number {
  return dictGetStr(rt, rt.H[Root.builtinsDict], rt.ident(name));
}

/** (function, (sequence,), index), or (function, (empty,)) when exhausted. */
export function reduceIterator(rt: Runtime, name: string, seq: number, index: number, empty: number): Owned {
  const mark = rt.mark();
  const f = builtin(rt, name);
  if (seq === 0) {
    const args = rt.own(tupleOf(rt, empty));
    return rt.leave(mark, tuple2(rt, f, args));
  }
  const args = rt.own(tupleOf(rt, seq));
  const at = rt.own(newInt(rt, index));
  return rt.leave(mark, tupleOf(rt, f, args, at));
}

function reduceForward(rt: Runtime, op: number): Owned {
  return reduceIterator(rt, 'iter', rt.H[op + SeqIter.seq], rt.H[op + SeqIter.index], emptyTuple(rt));
}

function reduceListForward(rt: Runtime, op: number): Owned {
  const mark = rt.mark();
  const empty = rt.own(rt.hooks.newList(rt));
  return rt.leave(mark, reduceIterator(rt, 'iter', rt.H[op + SeqIter.seq], rt.H[op + SeqIter.index], empty));
}

function reduceListReverse(rt: Runtime, op: number): Owned {
  const mark = rt.mark();
  const empty = rt.own(rt.hooks.newList(rt));
  const seq = rt.H[op + SeqIter.seq];
  return rt.leave(mark, reduceIterator(rt, seq === 0 ? 'iter' : 'reversed', seq, rt.H[op + SeqIter.index], empty));
}

function reduceReversed(rt: Runtime, op: number): Owned {
  const mark = rt.mark();
  const type = rt.H[op + Ob.type];
  const seq = rt.H[op + SeqIter.seq];
  if (seq === 0) {
    const args = rt.own(tupleOf(rt, emptyTuple(rt)));
    return rt.leave(mark, tuple2(rt, type, args));
  }
  const args = rt.own(tupleOf(rt, seq));
  const at = rt.own(newInt(rt, rt.H[op + SeqIter.index]));
  return rt.leave(mark, tupleOf(rt, type, args, at));
}

/** Sets the position, clipped to the sequence. CPython: listiter_setstate and its like */
function setState(rt: Runtime, op: number, state: number): Owned {
  const H = rt.H;
  const seq = H[op + SeqIter.seq];
  const v = asSsize(rt, state);
  if (seq !== 0)
    H[op + SeqIter.index] = Math.max(
      0,
      H[H[seq + Ob.type] + Tp.flags] & (TpFlag.LIST_SUBCLASS | TpFlag.TUPLE_SUBCLASS) ? Math.min(v, H[seq + Ob.size]) : v,
    );
  return rt.none();
}

function setReverseState(rt: Runtime, op: number, state: number): Owned {
  const H = rt.H;
  const seq = H[op + SeqIter.seq];
  const v = asSsize(rt, state);
  if (seq !== 0) {
    const n = sequenceLength(rt, seq);
    H[op + SeqIter.index] = Math.max(-1, Math.min(v, n - 1));
  }
  return rt.none();
}

const LENGTH_HINT_DOC = 'Private method returning an estimate of len(list(it)).';
const REDUCE_DOC = 'Return state information for pickling.';
const SETSTATE_DOC = 'Set state information for unpickling.';

/** The three private methods of an iterator type. */
export function iteratorMethods(hint: MethodSpec['fn'] | null, reduce: MethodSpec['fn'], set: MethodSpec['fn'] | null): MethodSpec[] {
  const methods: MethodSpec[] = [];
  if (hint !== null) methods.push({ name: '__length_hint__', kind: Meth.NOARGS, fn: hint, doc: LENGTH_HINT_DOC });
  methods.push({ name: '__reduce__', kind: Meth.NOARGS, fn: reduce, doc: REDUCE_DOC });
  if (set !== null) methods.push({ name: '__setstate__', kind: Meth.O, fn: set, doc: SETSTATE_DOC });
  return methods;
}

const CONTRACT = { gc: true, slots: [{ at: SeqIter.seq, label: 'sequence' }] };

/** reversed(sequence): `__reversed__` of the object, or an iterator by index. CPython: reversed_new_impl, reversed_vectorcall */
function constructReversed(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  noKeywordsForNew(rt, 'reversed', type, T.reversed, kwnames);
  checkPositional(rt, 'reversed', nargs, 1, 1);
  const H = rt.H;
  const seq = H[args];
  const mark = rt.mark();
  const method = lookupSpecial(rt, seq, rt.ident('__reversed__'));
  if (method === S.None) {
    rt.own(method);
    typeError(rt, `'${typeName(rt, seq)}' object is not reversible`);
  }
  if (method !== 0) {
    rt.own(method);
    return rt.leave(mark, call0(rt, method));
  }
  if (!isSequence(rt, seq)) typeError(rt, `'${typeName(rt, seq)}' object is not reversible`);
  const n = sequenceLength(rt, seq);
  const op = allocInstance(rt, type, 0);
  H[op + SeqIter.index] = n - 1;
  H[seq]++;
  H[op + SeqIter.seq] = seq;
  return op;
}

/** iter(callable, sentinel). CPython: PyCallIter_New */
export function newCallableIterator(rt: Runtime, callable: number, sentinel: number): Owned {
  const op = rt.newGcObject(T.callable_iterator, CallIter.bytes);
  const H = rt.H;
  H[callable]++;
  H[sentinel]++;
  H[op + CallIter.callable] = callable;
  H[op + CallIter.callable + 1] = 0;
  H[op + CallIter.sentinel] = sentinel;
  H[op + CallIter.sentinel + 1] = 0;
  rt.track(op);
  return op;
}

function callableNext(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const callable = H[op + CallIter.callable];
  if (callable === 0) return NULL;
  const mark = rt.mark();
  const depth = rt.depth;
  let result: number;
  try {
    result = rt.own(call0(rt, callable));
  } catch (thrown) {
    if (!isPythonError(thrown) || !errorMatches(rt, T.StopIteration)) throw thrown;
    rt.release(mark);
    rt.depth = depth;
    clearError(rt);
    rt.clearSlot(op + CallIter.callable);
    rt.clearSlot(op + CallIter.sentinel);
    return NULL;
  }
  const sentinel = H[op + CallIter.sentinel];
  // the call itself may have come to the end
  if (sentinel !== 0 && !compareBool(rt, sentinel, result, Cmp.EQ)) return rt.unown(result);
  rt.release(mark);
  rt.clearSlot(op + CallIter.callable);
  rt.clearSlot(op + CallIter.sentinel);
  return NULL;
}

function callableReduce(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const f = builtin(rt, 'iter');
  const args = rt.own(
    H[op + CallIter.callable] !== 0 && H[op + CallIter.sentinel] !== 0
      ? tuple2(rt, H[op + CallIter.callable], H[op + CallIter.sentinel])
      : tupleOf(rt, emptyTuple(rt)),
  );
  return rt.leave(mark, tuple2(rt, f, args));
}

function callableDealloc(rt: Runtime, op: number): void {
  if (rt.H[op + Gc.next] !== 0) rt.untrack(op);
  rt.clearSlot(op + CallIter.callable);
  rt.clearSlot(op + CallIter.sentinel);
  rt.freeGcObject(op);
}

function iteratorType(name: string, at: number, iternext: (rt: Runtime, op: number) => Owned, methods: MethodSpec[]): TypeSpec {
  return { name, at, basicsize: SeqIter.bytes, contract: CONTRACT, slots: { dealloc: iteratorDealloc, iter: selfIter, iternext }, methods };
}

export const SEQUENCE_ITERATOR_TYPES: readonly TypeSpec[] = [
  iteratorType('tuple_iterator', T.tuple_iterator, tupleIteratorNext, iteratorMethods(left, reduceForward, setState)),
  iteratorType('list_iterator', T.list_iterator, listIteratorNext, iteratorMethods(left, reduceListForward, setState)),
  iteratorType('list_reverseiterator', T.list_reverseiterator, listReverseNext, iteratorMethods(listReverseLeft, reduceListReverse, setReverseState)),
  iteratorType('iterator', T.iterator, sequenceNext, iteratorMethods(sequenceLeft, reduceForward, setState)),
  {
    name: 'callable_iterator',
    at: T.callable_iterator,
    basicsize: CallIter.bytes,
    contract: {
      gc: true,
      slots: [
        { at: CallIter.callable, label: 'callable' },
        { at: CallIter.sentinel, label: 'sentinel' },
      ],
    },
    slots: { dealloc: callableDealloc, iter: selfIter, iternext: callableNext },
    methods: iteratorMethods(null, callableReduce, null),
  },
  {
    name: 'reversed',
    at: T.reversed,
    basicsize: SeqIter.bytes,
    flags: TpFlag.BASETYPE,
    contract: CONTRACT,
    slots: { dealloc: iteratorDealloc, iter: selfIter, iternext: reversedNext, new: constructReversed, vectorcall: constructReversed },
    methods: iteratorMethods(reversedLeft, reduceReversed, setReverseState),
    signature: '(sequence, /)',
    doc: 'Return a reverse iterator over the values of the given sequence.',
  },
];
