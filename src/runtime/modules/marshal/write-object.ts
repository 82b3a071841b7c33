import { serialize } from '../../../bytecode/serialize.ts';
import { Ob } from '../../../memory/layout.ts';
import { dictNext, nextKey, nextValue } from '../../containers/dict-object.ts';
import { setEntry, setNext } from '../../containers/set-object.ts';
import { getBuffer, hasBuffer, isContiguous } from '../../core/buffer.ts';
import { valueError } from '../../core/errors.ts';
import { Int, List, Tp, TpFlag, Tuple } from '../../core/layout.ts';
import type { Runtime } from '../../core/runtime.ts';
import { S, T } from '../../core/static.ts';
import { codeData } from '../../frames/loaded-code.ts';
import { complexValue } from '../../numbers/complex-object.ts';
import { floatText } from '../../numbers/float-digits.ts';
import { floatValue } from '../../numbers/float-object.ts';
import { intToSafe } from '../../numbers/int-object.ts';
import { bytesView } from '../../text/bytes-object.ts';
import { encodeUtf8 } from '../../text/codecs/utf8.ts';
import { isInterned } from '../../text/interning.ts';
import { isAscii, strData, strLength } from '../../text/str-layout.ts';
import { ByteWriter } from './byte-writer.ts';
import { Code, FLAG_REF, MAX_DEPTH } from './type-codes.ts';

interface Writing {
  readonly rt: Runtime;
  readonly out: ByteWriter;
  readonly version: number;
  /** Objects written with FLAG_REF, by address: nothing dies while we write, so an address stays its object's. */
  readonly refs: Map<number, number>;
  depth: number;
  failed: '' | 'unmarshallable' | 'nested';
}

/**
 * The object in marshal's format, as bytes on the host. Code objects have a body of our own. ValueError for what cannot be written.
 * CPython: PyMarshal_WriteObjectToString
 */
export function marshalBytes(rt: Runtime, op: number, version: number): Uint8Array {
  const w: Writing = { rt, out: new ByteWriter(), version, refs: new Map(), depth: 0, failed: '' };
  const mark = rt.mark();
  writeObject(w, op);
  rt.release(mark);
  if (w.failed === 'nested') valueError(rt, 'object too deeply nested to marshal');
  if (w.failed !== '') valueError(rt, 'unmarshallable object');
  return w.out.finish();
}

/** CPython: w_object */
function writeObject(w: Writing, op: number): void {
  const { rt, out } = w;
  if (++w.depth > MAX_DEPTH) w.failed = 'nested';
  else if (op === 0) out.byte(Code.null);
  else if (op === S.None) out.byte(Code.none);
  else if (op === T.StopIteration) out.byte(Code.stopIteration);
  else if (op === S.Ellipsis) out.byte(Code.ellipsis);
  else if (op === S.False) out.byte(Code.false);
  else if (op === S.True) out.byte(Code.true);
  else {
    const known = w.refs.get(op);
    if (known !== undefined) {
      out.byte(Code.ref);
      out.long(known);
    } else {
      let flag = 0;
      // only what somebody else holds too can come again
      if (w.version >= 3 && rt.H[op]! !== 1) {
        w.refs.set(op, w.refs.size);
        flag = FLAG_REF;
      }
      writeComplexObject(w, op, flag);
    }
  }
  w.depth--;
}

function writeComplexObject(w: Writing, op: number, flag: number): void {
  const { rt, out } = w;
  const H = rt.H;
  switch (H[op + Ob.type]) {
    case T.int:
      writeInt(w, op, flag);
      return;
    case T.float:
      if (w.version > 1) {
        out.byte(Code.binaryFloat | flag);
        out.double(floatValue(rt, op));
      } else {
        out.byte(Code.float | flag);
        writeFloatText(w, floatValue(rt, op));
      }
      return;
    case T.complex: {
      const { real, imag } = complexValue(rt, op);
      if (w.version > 1) {
        out.byte(Code.binaryComplex | flag);
        out.double(real);
        out.double(imag);
      } else {
        out.byte(Code.complex | flag);
        writeFloatText(w, real);
        writeFloatText(w, imag);
      }
      return;
    }
    case T.bytes:
      out.byte(Code.bytes | flag);
      out.long(H[op + Ob.size]!);
      out.bytes(bytesView(rt, op));
      return;
    case T.str:
      writeStr(w, op, flag);
      return;
    case T.tuple: {
      const n = H[op + Ob.size]!;
      if (w.version >= 4 && n < 256) {
        out.byte(Code.smallTuple | flag);
        out.byte(n);
      } else {
        out.byte(Code.tuple | flag);
        out.long(n);
      }
      for (let i = 0; i < n; i++) writeObject(w, H[op + Tuple.items + 2 * i]!);
      return;
    }
    case T.list: {
      const n = H[op + Ob.size]!;
      out.byte(Code.list | flag);
      out.long(n);
      for (let i = 0; i < n; i++) writeObject(w, H[H[op + List.items]! + 2 * i]!);
      return;
    }
    case T.dict:
      out.byte(Code.dict | flag);
      for (let pos = dictNext(rt, op, 0); pos >= 0; pos = dictNext(rt, op, pos)) {
        const value = nextValue(rt);
        writeObject(w, nextKey(rt));
        writeObject(w, value);
      }
      writeObject(w, 0);
      return;
    case T.set:
    case T.frozenset:
      out.byte((H[op + Ob.type] === T.set ? Code.set : Code.frozenset) | flag);
      out.long(H[op + 6]!);
      for (let place = setNext(rt, op, -1); place >= 0; place = setNext(rt, op, place)) writeObject(w, H[setEntry(rt, op, place)]!);
      return;
    case T.code: {
      const body = serialize({ code: codeData(rt, op), arena: [], warnings: [] });
      out.byte(Code.code | flag);
      out.long(body.length);
      out.bytes(body);
      return;
    }
  }
  if ((H[H[op + Ob.type]! + Tp.flags]! & TpFlag.HEAPTYPE) === 0 && hasBuffer(rt, op)) {
    const buffer = getBuffer(rt, op);
    if (isContiguous(buffer)) {
      out.byte(Code.bytes | flag);
      out.long(buffer.length);
      out.bytes(rt.U8.subarray(buffer.address, buffer.address + buffer.length));
      buffer.release();
      return;
    }
    buffer.release();
  }
  out.byte(0x3f);
  if (w.failed === '') w.failed = 'unmarshallable';
}

function writeFloatText(w: Writing, x: number): void {
  const text = floatText(x, 'g', 17, false, false);
  w.out.byte(text.length);
  w.out.latin1(text);
}

/** 32 bits as they are, others in digits of 15 bits. CPython: w_PyLong */
function writeInt(w: Writing, op: number, flag: number): void {
  const { rt, out } = w;
  const small = intToSafe(rt, op);
  if (small >= -2147483648 && small <= 2147483647) {
    out.byte(Code.int | flag);
    out.long(small);
    return;
  }
  out.byte(Code.long | flag);
  const size = rt.H[op + Int.size]!;
  const n = Math.abs(size);
  const digits: number[] = [];
  for (let i = 0; i < n; i++) {
    const digit = rt.H[op + Int.digits + i]!;
    digits.push(digit & 0x7fff, digit >>> 15);
  }
  while (digits[digits.length - 1] === 0) digits.pop();
  out.long(size < 0 ? -digits.length : digits.length);
  for (const digit of digits) out.short(digit);
}

function writeStr(w: Writing, op: number, flag: number): void {
  const { rt, out } = w;
  if (w.version >= 4 && isAscii(rt, op)) {
    const n = strLength(rt, op);
    const interned = isInterned(rt, op);
    if (n < 256) {
      out.byte((interned ? Code.shortAsciiInterned : Code.shortAscii) | flag);
      out.byte(n);
    } else {
      out.byte((interned ? Code.asciiInterned : Code.ascii) | flag);
      out.long(n);
    }
    const data = strData(rt, op);
    out.bytes(rt.U8.subarray(data, data + n));
    return;
  }
  const mark = rt.mark();
  const utf8 = rt.own(encodeUtf8(rt, op, 'surrogatepass'));
  out.byte((w.version >= 3 && isInterned(rt, op) ? Code.interned : Code.unicode) | flag);
  out.long(rt.H[utf8 + Ob.size]!);
  out.bytes(bytesView(rt, utf8));
  rt.release(mark);
}
