import { Ob } from '../memory/layout.ts';
import { Bytes, CFunc, Float, Func, Int, Method, Module, Str, Tp, TpFlag } from '../runtime/core/layout.ts';
import type { Runtime } from '../runtime/core/runtime.ts';
import { S, T } from '../runtime/core/static.ts';
import { Co, Fr, Gen } from '../runtime/frames/frame-layout.ts';
import { codeData } from '../runtime/frames/loaded-code.ts';
import { floatRepr } from '../runtime/numbers/float-digits.ts';
import { intToSafe } from '../runtime/numbers/int-object.ts';
import { strSlice, strText } from '../runtime/text/str-object.ts';
import { bytesReprText } from '../runtime/text/str-repr.ts';

/** Characters of a string's or bytes object's text that are shown. */
const SHOWN = 60;

/**
 * A short text that tells an object from others of its type: the value of numbers and strings, the name of functions, modules and
 * types; '' where there is none. Runs no Python code and allocates nothing in the heap. Borrows `op`.
 */
export function shortValue(rt: Runtime, op: number): string {
  const H = rt.H;
  const type = H[op + Ob.type];
  const flags = H[type + Tp.flags];
  if ((flags & TpFlag.UNICODE_SUBCLASS) !== 0) return strValue(rt, op);
  if (type === T.bool) return op === S.True ? 'True' : 'False';
  if ((flags & TpFlag.LONG_SUBCLASS) !== 0) return intValue(rt, op);
  if ((flags & TpFlag.BYTES_SUBCLASS) !== 0) return bytesValue(rt, op);
  if ((flags & TpFlag.TYPE_SUBCLASS) !== 0) return textOf(rt, (H[op + Tp.flags] & TpFlag.HEAPTYPE) !== 0 ? H[op + Tp.htQualname] : H[op + Tp.name]);
  switch (type) {
    case T.NoneType:
      return 'None';
    case T.ellipsis:
      return 'Ellipsis';
    case T.NotImplementedType:
      return 'NotImplemented';
    case T.float:
      return floatRepr(rt.F64[(op + Float.value) >> 1]);
    case T.function:
      return textOf(rt, H[op + Func.qualname]);
    case T.code:
      return textOf(rt, H[op + Co.name]);
    case T.frame:
      return H[op + Fr.code] === 0 ? '' : textOf(rt, H[H[op + Fr.code] + Co.name]);
    case T.generator:
    case T.coroutine:
    case T.async_generator:
      return textOf(rt, H[op + Gen.qualname]);
    case T.module:
      return textOf(rt, H[op + Module.name]);
    case T.builtin_function_or_method:
      return rt.methodDefs[H[op + CFunc.def]]?.name ?? '';
    case T.method:
      return H[op + Method.func] === 0 ? '' : shortValue(rt, H[op + Method.func]);
    default:
      return '';
  }
}

/**
 * A number for the whole content of a str or bytes object, equal for equal ones of a type, 0 for everything else (53 bits: two
 * different ones share it once in 10^15 pairs). Allocates nothing in the heap. Borrows `op`.
 */
export function contentHash(rt: Runtime, op: number): number {
  const H = rt.H;
  const type = H[op + Ob.type];
  if (type === T.str) {
    const state = H[op + Str.state];
    const at = (op + ((state & 64) !== 0 ? Str.asciiData : Str.data)) * 4;
    return hash53(rt.U8, at, H[op + Str.length] * ((state >> 2) & 7), (state >> 2) & 7);
  }
  if (type === T.bytes) return hash53(rt.U8, (op + Bytes.data) * 4, H[op + Bytes.size], 8);
  return 0;
}

/** Two multiplicative hashes side by side (FNV-1a's and Knuth's constants). */
function hash53(bytes: Uint8Array, from: number, length: number, seed: number): number {
  let a = 0x811c9dc5 ^ seed;
  let b = 0x9e3779b9 ^ length;
  for (let i = from, end = from + length; i < end; i++) {
    a = Math.imul(a ^ bytes[i], 0x01000193);
    b = Math.imul(b ^ bytes[i], 0x85ebca6b) ^ (b >>> 15);
  }
  return (a >>> 0) * 2 ** 21 + ((b ^ (b >>> 13)) & 0x1fffff) + 1;
}

function textOf(rt: Runtime, str: number): string {
  if (str === 0 || (rt.H[rt.H[str + Ob.type] + Tp.flags] & TpFlag.UNICODE_SUBCLASS) === 0) return '';
  return strText(rt, str);
}

function strValue(rt: Runtime, op: number): string {
  const length = rt.H[op + Str.length];
  const text = length <= SHOWN ? strText(rt, op) : strSlice(rt, op, 0, SHOWN);
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let shown = '';
  for (const c of text) {
    const code = c.codePointAt(0)!;
    if (c === quote || c === '\\') shown += `\\${c}`;
    else if (c === '\n') shown += '\\n';
    else if (c === '\t') shown += '\\t';
    else if (c === '\r') shown += '\\r';
    else if (code < 32 || code === 127) shown += `\\x${code.toString(16).padStart(2, '0')}`;
    else if (code >= 0xd800 && code <= 0xdfff) shown += `\\u${code.toString(16)}`;
    else shown += c;
  }
  return `${quote}${shown}${quote}${length > SHOWN ? `… (${length} characters)` : ''}`;
}

function bytesValue(rt: Runtime, op: number): string {
  const length = rt.H[op + Bytes.size];
  const at = (op + Bytes.data) * 4;
  const text = bytesReprText(rt.U8.subarray(at, at + Math.min(length, SHOWN)));
  return length > SHOWN ? `${text}… (${length} bytes)` : text;
}

function intValue(rt: Runtime, op: number): string {
  const safe = intToSafe(rt, op);
  if (!Number.isNaN(safe)) return String(safe);
  const digits = rt.H[op + Int.size];
  return `${digits < 0 ? '-' : ''}about 2**${30 * (Math.abs(digits) - 1) + 32 - Math.clz32(rt.H[op + Int.digits + Math.abs(digits) - 1]) - 1}`;
}

/** File and line where a function, code object or class body is defined; null for others. Borrows `op`. */
export function definitionPlace(rt: Runtime, op: number): { file: string; line: number } | null {
  const H = rt.H;
  const type = H[op + Ob.type];
  const code = type === T.function ? H[op + Func.code] : type === T.code ? op : 0;
  if (code === 0) return null;
  const data = codeData(rt, code);
  return { file: data.filename, line: data.firstlineno };
}
