import { Ob } from '../../memory/layout.ts';
import { SeqIter } from '../containers/iterator-layout.ts';
import { iteratorDealloc, iteratorMethods, reduceIterator, selfIter } from '../containers/sequence-iterators.ts';
import { emptyTuple } from '../containers/tuple-object.ts';
import { asSsize } from '../core/abstract/number.ts';
import { Bytes, Str } from '../core/layout.ts';
import { NULL, type Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newInt } from '../numbers/int-object.ts';
import { ByteArray } from './bytearray-layout.ts';
import { isAscii, strChar } from './str-layout.ts';
import { charStr, emptyStr } from './str-object.ts';

/** Iterators over str, bytes and bytearray. CPython: unicodeiter, striter (bytesobject.c), bytesarrayiter */

function newIterator(rt: Runtime, type: number, seq: number): Owned {
  const op = rt.newGcObject(type, SeqIter.bytes);
  const H = rt.H;
  H[op + SeqIter.index] = 0;
  H[op + SeqIter.index + 1] = 0;
  H[seq]++;
  H[op + SeqIter.seq] = seq;
  H[op + SeqIter.seq + 1] = 0;
  rt.track(op);
  return op;
}

/** CPython: unicode_iter */
export function newStrIterator(rt: Runtime, str: number): Owned {
  return newIterator(rt, isAscii(rt, str) && rt.model.natives.asciiIterators ? T.str_ascii_iterator : T.str_iterator, str);
}

/** CPython: bytes_iter */
export function newBytesIterator(rt: Runtime, bytes: number): Owned {
  return newIterator(rt, T.bytes_iterator, bytes);
}

/** CPython: bytearray_iter */
export function newBytearrayIterator(rt: Runtime, array: number): Owned {
  return newIterator(rt, T.bytearray_iterator, array);
}

/** The next character. CPython: unicodeiter_next */
export function strIteratorNext(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const seq = H[op + SeqIter.seq];
  if (seq === 0) return NULL;
  const i = H[op + SeqIter.index];
  if (i < H[seq + Str.length]) {
    const result = charStr(rt, strChar(rt, seq, i));
    H[op + SeqIter.index] = i + 1;
    return result;
  }
  rt.clearSlot(op + SeqIter.seq);
  return NULL;
}

function bytesIteratorNext(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const seq = H[op + SeqIter.seq];
  if (seq === 0) return NULL;
  const i = H[op + SeqIter.index];
  if (i < H[seq + Bytes.size]) {
    H[op + SeqIter.index] = i + 1;
    return newInt(rt, rt.U8[(seq + Bytes.data) * 4 + i]);
  }
  rt.clearSlot(op + SeqIter.seq);
  return NULL;
}

function bytearrayIteratorNext(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const seq = H[op + SeqIter.seq];
  if (seq === 0) return NULL;
  const i = H[op + SeqIter.index];
  if (i < H[seq + ByteArray.size]) {
    H[op + SeqIter.index] = i + 1;
    return newInt(rt, rt.U8[H[seq + ByteArray.block] * 4 + H[seq + ByteArray.start] + i]);
  }
  rt.clearSlot(op + SeqIter.seq);
  return NULL;
}

function left(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const seq = H[op + SeqIter.seq];
  const n = seq === 0 ? 0 : H[seq + Ob.size] - H[op + SeqIter.index];
  return newInt(rt, Math.max(n, 0));
}

function reduceStr(rt: Runtime, op: number): Owned {
  const mark = rt.mark();
  const empty = rt.own(emptyStr(rt));
  return rt.leave(mark, reduceIterator(rt, 'iter', rt.H[op + SeqIter.seq], rt.H[op + SeqIter.index], empty));
}

function reduceBytes(rt: Runtime, op: number): Owned {
  return reduceIterator(rt, 'iter', rt.H[op + SeqIter.seq], rt.H[op + SeqIter.index], emptyTuple(rt));
}

function setState(rt: Runtime, op: number, state: number): Owned {
  const H = rt.H;
  const seq = H[op + SeqIter.seq];
  const at = asSsize(rt, state);
  if (seq !== 0) H[op + SeqIter.index] = at < 0 ? 0 : Math.min(at, H[seq + Ob.size]);
  return rt.none();
}

const CONTRACT = { gc: true, slots: [{ at: SeqIter.seq, label: 'sequence' }] };

function spec(name: string, at: number, iternext: TypeSpec['slots']['iternext'], reduce: (rt: Runtime, op: number) => Owned): TypeSpec {
  return {
    name,
    at,
    basicsize: SeqIter.bytes,
    contract: CONTRACT,
    slots: { dealloc: iteratorDealloc, iter: selfIter, iternext },
    methods: iteratorMethods(left, reduce, setState),
  };
}

export const textIteratorTypes: readonly TypeSpec[] = [
  spec('str_iterator', T.str_iterator, strIteratorNext, reduceStr),
  spec('str_ascii_iterator', T.str_ascii_iterator, strIteratorNext, reduceStr),
  spec('bytes_iterator', T.bytes_iterator, bytesIteratorNext, reduceBytes),
  spec('bytearray_iterator', T.bytearray_iterator, bytearrayIteratorNext, reduceBytes),
];
