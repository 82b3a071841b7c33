import { Ob } from '../../memory/layout.ts';
import { lookupSpecial } from '../core/abstract/attribute.ts';
import { call0 } from '../core/abstract/call.ts';
import { forEach } from '../core/abstract/iteration.ts';
import { lengthHint } from '../core/abstract/length-hint.ts';
import { asIndex, hasIndex } from '../core/abstract/number.ts';
import { BufferFlag, contiguousBytes, getBuffer, hasBuffer, isContiguous } from '../core/buffer.ts';
import { catching, typeError, typeName, valueError } from '../core/errors.ts';
import { Tp } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { allocBytes, bytesData, bytesFromData, newBytes } from './bytes-object.ts';
import { ByteSink } from './codecs/byte-sink.ts';
import { encodeStr } from './codecs/text-encoding.ts';
import { isBytes, isStr } from './text-arguments.ts';

/** Bytes out of whatever bytes(x) takes. CPython: Objects/bytesobject.c bytes_new_impl, PyBytes_FromObject */

/** A byte of an iterable; ValueError for others. CPython: _PyBytes_FromIterator */
function byteOf(rt: Runtime, item: number, what: string): number {
  const value = asIndex(rt, item, 0);
  if (value < 0 || value > 255) valueError(rt, `${what} must be in range(0, 256)`);
  return value;
}

/** The items of an iterable of ints as bytes. */
export function bytesOfIterable(rt: Runtime, op: number, what: string): ByteSink {
  const sink = new ByteSink();
  forEach(rt, op, (item) => sink.push(byteOf(rt, item, what)));
  return sink;
}

/** bytes of an object with a buffer or an iterable of ints. CPython: PyBytes_FromObject */
export function bytesFromObject(rt: Runtime, op: number): Owned {
  if (rt.H[op + Ob.type] === T.bytes) return rt.newRef(op);
  if (hasBuffer(rt, op)) {
    const buffer = getBuffer(rt, op, false, BufferFlag.fullReadOnly);
    try {
      return isContiguous(buffer) ? bytesFromData(rt, buffer.address, buffer.length) : newBytes(rt, contiguousBytes(rt, buffer));
    } finally {
      buffer.release();
    }
  }
  const type = rt.H[op + Ob.type];
  if (!isStr(rt, op) && (type === T.list || type === T.tuple || rt.H[type + Tp.iter] !== 0 || rt.H[type + Tp.sqItem] !== 0)) {
    if (type !== T.list && type !== T.tuple && rt.H[type + Tp.iter] !== 0 && lengthHint(rt, op, 64) > 0x7fff_ffff) rt.noMemory();
    return bytesOfIterable(rt, op, 'bytes').finish(rt);
  }
  typeError(rt, `cannot convert '${typeName(rt, op)}' object to bytes`);
}

/** bytes(source, encoding, errors); absent arguments are 0 or null. CPython: bytes_new_impl */
export function makeBytes(rt: Runtime, source: number, encoding: string | null, errors: string | null): Owned {
  if (source === 0) {
    if (encoding !== null || errors !== null)
      typeError(rt, encoding !== null ? 'encoding without a string argument' : 'errors without a string argument');
    return newBytes(rt, []);
  }
  if (encoding !== null) {
    if (!isStr(rt, source)) typeError(rt, 'encoding without a string argument');
    return encodeStr(rt, source, encoding, errors);
  }
  if (errors !== null) typeError(rt, isStr(rt, source) ? 'string argument without an encoding' : 'errors without a string argument');
  const mark = rt.mark();
  const special = rt.own(lookupSpecial(rt, source, rt.ident('__bytes__')));
  if (special !== 0) {
    const result = call0(rt, special);
    if (!isBytes(rt, result)) {
      rt.own(result);
      typeError(rt, `__bytes__ returned non-bytes (type ${typeName(rt, result)})`);
    }
    return rt.leave(mark, result);
  }
  rt.release(mark);
  if (isStr(rt, source)) typeError(rt, 'string argument without an encoding');
  if (hasIndex(rt, source)) {
    const size = catching<number | null>(rt, T.TypeError, () => asIndex(rt, source), null);
    if (size !== null) {
      if (size < 0) valueError(rt, 'negative count');
      const result = allocBytes(rt, size);
      rt.U8.fill(0, bytesData(result), bytesData(result) + size);
      return result;
    }
  }
  return bytesFromObject(rt, source);
}
