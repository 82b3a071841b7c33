import { Ob } from '../../memory/layout.ts';
import { asIndex, toLong } from '../core/abstract/number.ts';
import { isStr, reprText } from '../core/abstract/object.ts';
import { checkPositional, type ParameterSpec, parseKeywords } from '../core/arguments.ts';
import { hasBuffer, withBuffer } from '../core/buffer.ts';
import { typeError, typeName, valueError } from '../core/errors.ts';
import { allocInstance } from '../core/instance.ts';
import { Int, Str, Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { phrase } from '../core/phrase.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { bytesView, newBytes } from '../text/bytes-object.ts';
import { StrState } from '../text/str-layout.ts';
import { checkDigitsRead } from './digit-limit.ts';
import { newInt, newIntBig, setSize } from './int-object.ts';
import { parseIntText } from './number-text.ts';

const INT_NEW: ParameterSpec = { name: 'int', params: ['', 'base'], posOnly: 1, required: 0 };
/** Compact and ASCII: the characters follow the header. */
const COMPACT_ASCII = StrState.compact | StrState.ascii;

/** int(x=0), int(text, base=10); also the type's vectorcall. CPython: Objects/longobject.c long_new_impl */
export function newIntObject(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  if (kwnames === 0 && nargs <= 1 && type === T.int) return nargs === 0 ? newInt(rt, 0) : intFromObject(rt, rt.H[args]!);
  if (rt.model.natives.countsConstructorArguments && kwnames === 0) checkPositional(rt, 'int', nargs, 0, 2);
  const out = parseKeywords(rt, INT_NEW, args, nargs, kwnames, []);
  const x = out[0]!;
  const base = out[1]!;
  const mark = rt.mark();
  let value: number;
  if (x === 0) {
    if (base !== 0) typeError(rt, 'int() missing string argument');
    value = rt.own(newInt(rt, 0));
  } else if (base === 0) value = rt.own(intFromObject(rt, x));
  else value = rt.own(intFromTextInBase(rt, x, base));
  if (type === T.int) return rt.unown(value);
  return rt.leave(mark, intOfSubtype(rt, type, value));
}

function intFromTextInBase(rt: Runtime, x: number, base: number): Owned {
  const n = asIndex(rt, base, 0);
  if (n !== 0 && (n < 2 || n > 36)) valueError(rt, 'int() base must be >= 2 and <= 36, or 0');
  const result = intFromText(rt, x, n);
  if (result === 0) typeError(rt, "int() can't convert non-string with explicit base");
  return result as Owned;
}

/** An instance of an int subclass with the value of `value`. CPython: Objects/longobject.c long_subtype_new */
export function intOfSubtype(rt: Runtime, type: number, value: number): Owned {
  const H = rt.H;
  const size = H[value + Int.size]!;
  const count = size < 0 ? -size : size;
  const op = allocInstance(rt, type, count === 0 ? 1 : count);
  setSize(H, op, size);
  for (let i = 0; i < count; i++) H[op + Int.digits + i] = H[value + Int.digits + i]!;
  return op;
}

/** int(x): numbers, text, bytes. New exact int; TypeError, ValueError. CPython: Objects/abstract.c PyNumber_Long */
export function intFromObject(rt: Runtime, x: number): Owned {
  const number = toLong(rt, x);
  if (number !== 0) return number;
  const text = intFromText(rt, x, 10);
  if (text !== 0) return text as Owned;
  typeError(rt, phrase(rt, 'intArgument', typeName(rt, x)));
}

/** The int that a str, bytes or bytearray says; 0 when it is none of these. ValueError. CPython: PyLong_FromUnicodeObject, _PyLong_FromBytes */
export function intFromText(rt: Runtime, x: number, base: number): Owned | 0 {
  const H = rt.H;
  const flags = H[H[x + Ob.type]! + Tp.flags]!;
  let text: string;
  if (isStr(rt, x)) {
    const short = base === 10 ? shortDecimal(rt, x) : -1;
    if (short >= 0) return newInt(rt, short);
    text = rt.hooks.strText(rt, x);
  } else if ((flags & TpFlag.BYTES_SUBCLASS) !== 0) text = latin1(bytesView(rt, x));
  else if (hasBuffer(rt, x)) text = withBuffer(rt, x, false, (address, length) => latin1(rt.U8.subarray(address, address + length)));
  else return 0;
  const value = parseIntText(text, base, (digits, radix) => checkDigitsRead(rt, digits, radix));
  if (value === 'invalid') {
    const mark = rt.mark();
    const shown = reprText(
      rt,
      isStr(rt, x)
        ? x
        : rt.own(
            newBytes(
              rt,
              Uint8Array.from(text, (c) => c.charCodeAt(0)),
            ),
          ),
    );
    rt.release(mark);
    valueError(rt, `invalid literal for int() with base ${base}: ${shown.length > 200 ? shown.slice(0, 200) : shown}`);
  }
  return typeof value === 'number' ? newInt(rt, value) : newIntBig(rt, value);
}

/** Value of a str of one to nine ASCII digits and nothing else, -1 for any other. */
function shortDecimal(rt: Runtime, x: number): number {
  const H = rt.H;
  const length = H[x + Str.length]!;
  if (length === 0 || length > 9 || (H[x + Str.state]! & COMPACT_ASCII) !== COMPACT_ASCII) return -1;
  const U8 = rt.U8;
  const data = (x + Str.asciiData) * 4;
  let value = 0;
  for (let i = 0; i < length; i++) {
    const d = U8[data + i]! - 48;
    if (d < 0 || d > 9) return -1;
    value = value * 10 + d;
  }
  return value;
}

/** Bytes as text; what is not ASCII stays no digit. */
function latin1(view: Uint8Array): string {
  let text = '';
  for (const byte of view) text += byte < 128 ? String.fromCharCode(byte) : '\ufffd';
  return text;
}
