import { Ob } from '../../memory/layout.ts';
import { call1 } from '../core/abstract/call.ts';
import { sequenceFast } from '../core/abstract/item.ts';
import { length as objectLength } from '../core/abstract/object.ts';
import { checkPositional, parseKeywords } from '../core/arguments.ts';
import { hasBuffer } from '../core/buffer.ts';
import { typeError, typeName, valueError } from '../core/errors.ts';
import { List, Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth, type MethodSpec } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import { type BytesKind, using } from './bytes-like.ts';
import { bytesData, bytesLength, newBytes } from './bytes-object.ts';
import { isByteSpace } from './bytes-search-methods.ts';
import { codecArgument, decodeData } from './codecs/text-encoding.ts';
import { isAscii, strChar, strLength } from './str-layout.ts';
import { emptyStr, newStr, strText } from './str-object.ts';
import { badArgument, intArgument, isBytes, isStr, ssizeArgument } from './text-arguments.ts';

/** Methods of bytes and bytearray that give a result of another shape. CPython: Objects/stringlib/, Objects/bytes_methods.c */

/** `separator.join(iterable)`. CPython: stringlib bytes_join */
function joinMethod(kind: BytesKind) {
  return (rt: Runtime, op: number, iterable: number): Owned =>
    using(rt, (leases) => {
      const H = rt.H;
      const mark = rt.mark();
      const seq = rt.own(sequenceFast(rt, iterable, 'can only join an iterable'));
      const n = H[seq + Ob.size];
      const slot = (i: number): number =>
        (H[H[seq + Ob.type] + Tp.flags] & TpFlag.LIST_SUBCLASS) !== 0 ? H[H[seq + List.items] + 2 * i] : H[seq + Tuple.items + 2 * i];
      if (n === 1 && kind.name === 'bytes' && H[slot(0) + Ob.type] === T.bytes) return rt.leave(mark, rt.newRef(slot(0)));
      const parts: Uint8Array[] = [];
      let total = 0;
      for (let i = 0; i < n; i++) {
        const item = slot(i);
        if (!hasBuffer(rt, item)) typeError(rt, `sequence item ${i}: expected a bytes-like object, ${typeName(rt, item)} found`);
        const buffer = leases.take(item);
        parts.push(rt.U8.subarray(buffer.address, buffer.address + buffer.length));
        total += buffer.length;
      }
      const data = kind.data(rt, op);
      const separator = rt.U8.subarray(data, data + kind.length(rt, op));
      if (n > 1) total += separator.length * (n - 1);
      const result = new Uint8Array(total);
      let at = 0;
      parts.forEach((part, i) => {
        if (i > 0) {
          result.set(separator, at);
          at += separator.length;
        }
        result.set(part, at);
        at += part.length;
      });
      return rt.leave(mark, kind.fromArray(rt, result));
    });
}

function contents(rt: Runtime, kind: BytesKind, op: number): Uint8Array {
  const data = kind.data(rt, op);
  return rt.U8.subarray(data, data + kind.length(rt, op));
}

function padded(rt: Runtime, kind: BytesKind, op: number, left: number, right: number, fill: number): Owned {
  if (left <= 0 && right <= 0) return kind.itself(rt, op);
  const from = contents(rt, kind, op);
  if (left + right + from.length > 0x7fffff00) rt.noMemory();
  const result = new Uint8Array(left + from.length + right).fill(fill);
  result.set(from, left);
  return kind.fromArray(rt, result);
}

function justifyMethod(kind: BytesKind, name: 'center' | 'ljust' | 'rjust') {
  return (rt: Runtime, op: number, args: number, nargs: number): Owned => {
    checkPositional(rt, name, nargs, 1, 2);
    const width = ssizeArgument(rt, rt.H[args]);
    let fill = 32;
    if (nargs > 1) {
      const arg = rt.H[args + 2];
      const length = isBytes(rt, arg) || rt.H[arg + Ob.type] === T.bytearray ? rt.H[arg + Ob.size] : -1;
      if (length !== 1) badArgument(rt, name, 'argument 2', 'a byte string of length 1', arg);
      fill = using(rt, (leases) => rt.U8[leases.take(arg).address]);
    }
    const margin = width - kind.length(rt, op);
    if (margin <= 0) return kind.itself(rt, op);
    const left = name === 'ljust' ? 0 : name === 'rjust' ? margin : Math.floor(margin / 2) + ((margin % 2) & (width % 2));
    return padded(rt, kind, op, left, margin - left, fill);
  };
}

function zfillMethod(kind: BytesKind) {
  return (rt: Runtime, op: number, arg: number): Owned => {
    const width = ssizeArgument(rt, arg);
    const from = contents(rt, kind, op);
    if (from.length >= width) return kind.itself(rt, op);
    if (width > 0x7fffff00) rt.noMemory();
    const fill = width - from.length;
    const result = new Uint8Array(width).fill(48);
    result.set(from, fill);
    if (result[fill] === 43 || result[fill] === 45) {
      result[0] = result[fill];
      result[fill] = 48;
    }
    return kind.fromArray(rt, result);
  };
}

function stripMethod(kind: BytesKind, name: string, left: boolean, right: boolean) {
  return (rt: Runtime, op: number, args: number, nargs: number): Owned =>
    using(rt, (leases) => {
      checkPositional(rt, name, nargs, 0, 1);
      const chars = nargs > 0 && rt.H[args] !== (S.None as number) ? leases.take(rt.H[args]) : null;
      const from = contents(rt, kind, op);
      const set = chars === null ? null : rt.U8.subarray(chars.address, chars.address + chars.length);
      const drop = (c: number) => (set === null ? isByteSpace(c) : set.includes(c));
      let start = 0;
      let end = from.length;
      if (left) while (start < end && drop(from[start])) start++;
      if (right) while (end > start && drop(from[end - 1])) end--;
      if (start === 0 && end === from.length) return kind.itself(rt, op);
      return kind.fromData(rt, kind.data(rt, op) + start, end - start);
    });
}

const EXPANDTABS = { name: 'expandtabs', params: ['tabsize'] };

function expandtabsMethod(kind: BytesKind) {
  return (rt: Runtime, op: number, args: number, nargs: number, kwnames: number): Owned => {
    const out = parseKeywords(rt, EXPANDTABS, args, nargs, kwnames, [0]);
    const tabsize = out[0] === 0 ? 8 : intArgument(rt, out[0]);
    const result: number[] = [];
    let column = 0;
    for (const c of contents(rt, kind, op)) {
      if (c === 9) {
        if (tabsize <= 0) continue;
        const step = tabsize - (column % tabsize);
        column += step;
        for (let i = 0; i < step; i++) result.push(32);
      } else {
        result.push(c);
        column = c === 10 || c === 13 ? 0 : column + 1;
      }
    }
    return kind.fromArray(rt, result);
  };
}

const TRANSLATE = { name: 'translate', params: ['', 'delete'], posOnly: 1, required: 1 };

function translateMethod(kind: BytesKind) {
  return (rt: Runtime, op: number, args: number, nargs: number, kwnames: number): Owned =>
    using(rt, (leases) => {
      const out = parseKeywords(rt, TRANSLATE, args, nargs, kwnames, [0, 0]);
      const table = out[0] === (S.None as number) ? null : leases.take(out[0]);
      if (table !== null && table.length !== 256) valueError(rt, 'translation table must be 256 characters long');
      const drop = out[1] === 0 ? null : leases.take(out[1]);
      const dropped = drop === null ? null : rt.U8.subarray(drop.address, drop.address + drop.length);
      const from = contents(rt, kind, op);
      const result = new Uint8Array(from.length);
      let n = 0;
      let changed = false;
      for (const c of from) {
        if (dropped?.includes(c)) {
          changed = true;
          continue;
        }
        const to = table === null ? c : rt.U8[table.address + c];
        if (to !== c) changed = true;
        result[n++] = to;
      }
      return changed ? kind.fromArray(rt, result.subarray(0, n)) : kind.itself(rt, op);
    });
}

/** CPython: _Py_bytes_maketrans */
function maketrans(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  return using(rt, (leases) => {
    checkPositional(rt, 'maketrans', nargs, 2, 2);
    const from = leases.take(rt.H[args]);
    const to = leases.take(rt.H[args + 2]);
    if (from.length !== to.length) valueError(rt, 'maketrans arguments must have same length');
    const table = Uint8Array.from({ length: 256 }, (_, i) => i);
    for (let i = 0; i < from.length; i++) table[rt.U8[from.address + i]] = rt.U8[to.address + i];
    return newBytes(rt, table);
  });
}

const HEX = { name: 'hex', params: ['sep', 'bytes_per_sep'] };

/** Hex digits of bytes with the optional separator arguments (0 = absent). CPython: Python/pystrhex.c _Py_strhex_impl */
export function hexText(rt: Runtime, bytes: Uint8Array, sep: number, group: number): string {
  let separator = '';
  if (sep !== 0) {
    if (isStr(rt, sep)) {
      if (strLength(rt, sep) !== 1) valueError(rt, 'sep must be length 1.');
      if (!isAscii(rt, sep)) valueError(rt, 'sep must be ASCII.');
      separator = String.fromCharCode(strChar(rt, sep, 0));
    } else if (isBytes(rt, sep)) {
      if (bytesLength(rt, sep) !== 1) valueError(rt, 'sep must be length 1.');
      const c = rt.U8[bytesData(sep)];
      if (c > 127) valueError(rt, 'sep must be ASCII.');
      separator = String.fromCharCode(c);
    } else {
      if (objectLength(rt, sep) !== 1) valueError(rt, 'sep must be length 1.');
      typeError(rt, 'sep must be str or bytes.');
    }
  } else group = 0;
  let text = '';
  const n = bytes.length;
  const size = Math.abs(group);
  for (let i = 0; i < n; i++) {
    // a positive group counts from the right
    if (i > 0 && size > 0 && (group > 0 ? (n - i) % size === 0 : i % size === 0)) text += separator;
    text += (bytes[i] < 16 ? '0' : '') + bytes[i].toString(16);
  }
  return text;
}

/** `hex(sep, bytes_per_sep)` for anything with contents. */
export function hexMethod(contentsOf: (rt: Runtime, op: number) => Uint8Array) {
  return (rt: Runtime, op: number, args: number, nargs: number, kwnames: number): Owned => {
    const out = parseKeywords(rt, HEX, args, nargs, kwnames, [0, 0]);
    const group = out[1] === 0 ? 1 : intArgument(rt, out[1]);
    return newStr(rt, hexText(rt, contentsOf(rt, op), out[0], group));
  };
}

/** Bytes written as hex digits; ValueError. CPython: _PyBytes_FromHex */
export function fromHexText(rt: Runtime, text: string): number[] {
  const bytes: number[] = [];
  const digit = (c: number): number => (c >= 48 && c <= 57 ? c - 48 : c >= 65 && c <= 70 ? c - 55 : c >= 97 && c <= 102 ? c - 87 : -1);
  const wrong = (at: number): never => valueError(rt, `non-hexadecimal number found in fromhex() arg at position ${at}`);
  for (let i = 0; i < text.length; ) {
    if (isByteSpace(text.charCodeAt(i))) {
      i++;
      continue;
    }
    const high = digit(text.charCodeAt(i));
    if (high < 0) wrong(i);
    const low = i + 1 < text.length ? digit(text.charCodeAt(i + 1)) : -1;
    if (low < 0) wrong(i + 1);
    bytes.push(high * 16 + low);
    i += 2;
  }
  return bytes;
}

function fromhexMethod(kind: BytesKind, type: number) {
  return (rt: Runtime, cls: number, arg: number): Owned => {
    if (!isStr(rt, arg)) badArgument(rt, 'fromhex', 'argument', 'str', arg);
    const result = kind.fromArray(rt, fromHexText(rt, strText(rt, arg)));
    if (cls === type) return result;
    const mark = rt.mark();
    rt.own(result);
    return rt.leave(mark, call1(rt, cls, result));
  };
}

const DECODE = { name: 'decode', params: ['encoding', 'errors'] };

function decodeMethod(kind: BytesKind) {
  return (rt: Runtime, op: number, args: number, nargs: number, kwnames: number): Owned => {
    const out = parseKeywords(rt, DECODE, args, nargs, kwnames, [0, 0]);
    const encoding = codecArgument(rt, out[0], 'decode', "argument 'encoding'");
    const errors = codecArgument(rt, out[1], 'decode', "argument 'errors'");
    return using(rt, (leases) => {
      const buffer = leases.take(op);
      if (buffer.length === 0) return emptyStr(rt);
      return decodeData(rt, kind.name === 'bytes' ? op : 0, buffer.address, buffer.length, encoding, errors);
    });
  };
}

/** The methods for one of the two types. */
export function bytesShapeMethods(kind: BytesKind, type: number): MethodSpec[] {
  return [
    { name: 'join', kind: Meth.O, fn: joinMethod(kind), signature: '($self, iterable_of_bytes, /)' },
    { name: 'center', kind: Meth.FAST, fn: justifyMethod(kind, 'center'), signature: "($self, width, fillchar=b' ', /)" },
    { name: 'ljust', kind: Meth.FAST, fn: justifyMethod(kind, 'ljust'), signature: "($self, width, fillchar=b' ', /)" },
    { name: 'rjust', kind: Meth.FAST, fn: justifyMethod(kind, 'rjust'), signature: "($self, width, fillchar=b' ', /)" },
    { name: 'zfill', kind: Meth.O, fn: zfillMethod(kind), signature: '($self, width, /)' },
    { name: 'strip', kind: Meth.FAST, fn: stripMethod(kind, 'strip', true, true), signature: '($self, bytes=None, /)' },
    { name: 'lstrip', kind: Meth.FAST, fn: stripMethod(kind, 'lstrip', true, false), signature: '($self, bytes=None, /)' },
    { name: 'rstrip', kind: Meth.FAST, fn: stripMethod(kind, 'rstrip', false, true), signature: '($self, bytes=None, /)' },
    { name: 'expandtabs', kind: Meth.KEYWORDS, fn: expandtabsMethod(kind), signature: '($self, /, tabsize=8)' },
    { name: 'translate', kind: Meth.KEYWORDS, fn: translateMethod(kind), signature: "($self, table, /, delete=b'')" },
    { name: 'maketrans', kind: Meth.FAST | Meth.STATIC, fn: maketrans, signature: '(frm, to, /)' },
    { name: 'hex', kind: Meth.KEYWORDS, fn: hexMethod((rt, op) => contents(rt, kind, op)) },
    { name: 'fromhex', kind: Meth.O | Meth.CLASS, fn: fromhexMethod(kind, type), signature: '($type, string, /)' },
    { name: 'decode', kind: Meth.KEYWORDS, fn: decodeMethod(kind), signature: "($self, /, encoding='utf-8', errors='strict')" },
  ];
}
