import { Ob } from '../../memory/layout.ts';
import { listAppend, newList } from '../containers/list-object.ts';
import { newTuple } from '../containers/tuple-object.ts';
import { checkPositional, parseKeywords } from '../core/arguments.ts';
import { hasBuffer } from '../core/buffer.ts';
import { typeError, typeName, valueError } from '../core/errors.ts';
import { List, Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth, type MethodSpec } from '../core/signatures.ts';
import { S } from '../core/static.ts';
import { newInt } from '../numbers/int-object.ts';
import { type BytesKind, needleArgument, using } from './bytes-like.ts';
import { sameBytes } from './str-object.ts';
import { listForParts } from './str-parts.ts';
import { count, find, findChar, rfind, rfindChar } from './str-search.ts';
import { adjustEnd, adjustStart, checkTupleCount, flagArgument, sliceArgument, ssizeArgument } from './text-arguments.ts';

/** Methods of bytes and bytearray that look for something. CPython: Objects/bytes_methods.c, Objects/stringlib/ */

const NO_LIMIT = 2 ** 63;

/** White space for bytes: the six of C's isspace. CPython: Py_ISSPACE */
export function isByteSpace(c: number): boolean {
  return c === 32 || (c >= 9 && c <= 13);
}

function findMethod(kind: BytesKind, name: string, fromRight: boolean, mustExist: boolean) {
  return (rt: Runtime, op: number, args: number, nargs: number): Owned =>
    using(rt, (leases) => {
      const H = rt.H;
      checkTupleCount(rt, name, nargs, 1, 3);
      const start = sliceArgument(rt, nargs > 1 ? H[args + 2] : 0, 0);
      const end = sliceArgument(rt, nargs > 2 ? H[args + 4] : 0, NO_LIMIT);
      const needle = needleArgument(rt, leases, H[args]);
      const length = kind.length(rt, op);
      const data = kind.data(rt, op);
      const from = adjustStart(start, length);
      const to = adjustEnd(end, length);
      let at = -1;
      if (typeof needle === 'number') {
        if (from < to) at = fromRight ? rfindChar(rt, data, 1, from, to, needle) : findChar(rt, data, 1, from, to, needle);
      } else if (to - from >= needle.length) {
        at = (fromRight ? rfind : find)(rt, data, 1, from, to, needle.data, 1, needle.length);
      }
      if (at < 0 && mustExist) valueError(rt, 'subsection not found');
      return newInt(rt, at);
    });
}

function countMethod(kind: BytesKind) {
  return (rt: Runtime, op: number, args: number, nargs: number): Owned =>
    using(rt, (leases) => {
      const H = rt.H;
      checkTupleCount(rt, 'count', nargs, 1, 3);
      const start = sliceArgument(rt, nargs > 1 ? H[args + 2] : 0, 0);
      const end = sliceArgument(rt, nargs > 2 ? H[args + 4] : 0, NO_LIMIT);
      const needle = needleArgument(rt, leases, H[args]);
      const length = kind.length(rt, op);
      const data = kind.data(rt, op);
      const from = adjustStart(start, length);
      const to = adjustEnd(end, length);
      if (typeof needle === 'number') {
        let n = 0;
        for (let i = from; i < to; i++) if (rt.U8[data + i] === needle) n++;
        return newInt(rt, n);
      }
      if (to - from < needle.length) return newInt(rt, 0);
      return newInt(rt, count(rt, data, 1, from, to, needle.data, 1, needle.length, NO_LIMIT));
    });
}

function tailMatches(rt: Runtime, kind: BytesKind, op: number, data: number, n: number, start: number, end: number, atEnd: boolean): boolean {
  const length = kind.length(rt, op);
  const from = adjustStart(start, length);
  const to = adjustEnd(end, length);
  if (to - from < n) return false;
  const self = kind.data(rt, op);
  return sameBytes(rt, self + (atEnd ? to - n : from), data, n);
}

function tailMethod(kind: BytesKind, name: string, atEnd: boolean) {
  return (rt: Runtime, op: number, args: number, nargs: number): Owned =>
    using(rt, (leases) => {
      const H = rt.H;
      checkTupleCount(rt, name, nargs, 1, 3);
      const start = sliceArgument(rt, nargs > 1 ? H[args + 2] : 0, 0);
      const end = sliceArgument(rt, nargs > 2 ? H[args + 4] : 0, NO_LIMIT);
      const part = H[args];
      if ((H[H[part + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) !== 0) {
        for (let i = 0; i < H[part + Ob.size]; i++) {
          const buffer = leases.take(H[part + Tuple.items + 2 * i]);
          if (tailMatches(rt, kind, op, buffer.address, buffer.length, start, end, atEnd)) return rt.bool(true);
        }
        return rt.bool(false);
      }
      if (!hasBuffer(rt, part)) typeError(rt, `${name} first arg must be bytes or a tuple of bytes, not ${typeName(rt, part)}`);
      const buffer = leases.take(part);
      return rt.bool(tailMatches(rt, kind, op, buffer.address, buffer.length, start, end, atEnd));
    });
}

function affixMethod(kind: BytesKind, atEnd: boolean) {
  return (rt: Runtime, op: number, part: number): Owned =>
    using(rt, (leases) => {
      const buffer = leases.take(part);
      const length = kind.length(rt, op);
      const n = buffer.length;
      if (n === 0 || !tailMatches(rt, kind, op, buffer.address, n, 0, length, atEnd)) return kind.itself(rt, op);
      return kind.fromData(rt, kind.data(rt, op) + (atEnd ? 0 : n), length - n);
    });
}

/** Appends bytes [start, end) of the object to a parked list; the object cannot change meanwhile. */
function appendPart(rt: Runtime, kind: BytesKind, list: number, op: number, start: number, end: number): void {
  const mark = rt.mark();
  const whole = start === 0 && end === kind.length(rt, op);
  const part = rt.own(whole ? kind.itself(rt, op) : kind.fromData(rt, kind.data(rt, op) + start, end - start));
  listAppend(rt, list, part);
  rt.release(mark);
}

function reverseList(rt: Runtime, list: number): void {
  const H = rt.H;
  const items = H[list + List.items];
  for (let i = 0, j = H[list + List.size] - 1; i < j; i++, j--) {
    const x = H[items + 2 * i];
    H[items + 2 * i] = H[items + 2 * j];
    H[items + 2 * j] = x;
  }
}

function splitMethod(kind: BytesKind, name: string, fromRight: boolean) {
  const spec = { name, params: ['sep', 'maxsplit'] };
  return (rt: Runtime, op: number, args: number, nargs: number, kwnames: number): Owned =>
    using(rt, (leases) => {
      const out = parseKeywords(rt, spec, args, nargs, kwnames, [0, 0]);
      const limit = out[1] === 0 ? -1 : ssizeArgument(rt, out[1]);
      const mark = rt.mark();
      const U8 = rt.U8;
      const length = kind.length(rt, op);
      const data = kind.data(rt, op);
      let left = limit < 0 ? length + 1 : limit;
      if (out[0] === 0 || out[0] === (S.None as number)) {
        const list = rt.own(listForParts(rt, limit, null));
        if (fromRight) {
          let i = length - 1;
          for (; left > 0; left--) {
            while (i >= 0 && isByteSpace(U8[data + i])) i--;
            if (i < 0) break;
            const end = i + 1;
            while (i >= 0 && !isByteSpace(U8[data + i])) i--;
            appendPart(rt, kind, list, op, i + 1, end);
          }
          while (i >= 0 && isByteSpace(U8[data + i])) i--;
          if (i >= 0) appendPart(rt, kind, list, op, 0, i + 1);
          reverseList(rt, list);
        } else {
          let i = 0;
          for (; left > 0; left--) {
            while (i < length && isByteSpace(U8[data + i])) i++;
            if (i === length) break;
            const start = i;
            while (i < length && !isByteSpace(U8[data + i])) i++;
            appendPart(rt, kind, list, op, start, i);
          }
          while (i < length && isByteSpace(U8[data + i])) i++;
          if (i < length) appendPart(rt, kind, list, op, i, length);
        }
        return rt.leave(mark, rt.newRef(list));
      }
      const separator = leases.take(out[0]);
      if (separator.length === 0) valueError(rt, 'empty separator');
      const list = rt.own(listForParts(rt, limit, null));
      if (fromRight) {
        let end = length;
        for (; left > 0; left--) {
          const at = rfind(rt, data, 1, 0, end, separator.address, 1, separator.length);
          if (at < 0) break;
          appendPart(rt, kind, list, op, at + separator.length, end);
          end = at;
        }
        appendPart(rt, kind, list, op, 0, end);
        reverseList(rt, list);
      } else {
        let start = 0;
        for (; left > 0; left--) {
          const at = find(rt, data, 1, start, length, separator.address, 1, separator.length);
          if (at < 0) break;
          appendPart(rt, kind, list, op, start, at);
          start = at + separator.length;
        }
        appendPart(rt, kind, list, op, start, length);
      }
      return rt.leave(mark, rt.newRef(list));
    });
}

function partitionMethod(kind: BytesKind, fromRight: boolean) {
  return (rt: Runtime, op: number, separator: number): Owned =>
    using(rt, (leases) => {
      const H = rt.H;
      const sep = leases.take(separator);
      if (sep.length === 0) valueError(rt, 'empty separator');
      const length = kind.length(rt, op);
      const at = (fromRight ? rfind : find)(rt, kind.data(rt, op), 1, 0, length, sep.address, 1, sep.length);
      const mark = rt.mark();
      const t = rt.own(newTuple(rt, 3));
      const set = (i: number, part: Owned) => {
        H[t + Tuple.items + 2 * i] = part;
      };
      if (at < 0) {
        set(fromRight ? 0 : 1, kind.fromData(rt, 0, 0));
        set(fromRight ? 1 : 2, kind.fromData(rt, 0, 0));
        set(fromRight ? 2 : 0, kind.itself(rt, op));
      } else {
        set(0, kind.fromData(rt, kind.data(rt, op), at));
        set(1, kind.name === 'bytes' ? rt.newRef(separator) : kind.fromData(rt, sep.address, sep.length));
        set(2, kind.fromData(rt, kind.data(rt, op) + at + sep.length, length - at - sep.length));
      }
      rt.track(t);
      return rt.leave(mark, rt.newRef(t));
    });
}

const SPLITLINES = { name: 'splitlines', params: ['keepends'] };

function splitlinesMethod(kind: BytesKind) {
  return (rt: Runtime, op: number, args: number, nargs: number, kwnames: number): Owned => {
    const out = parseKeywords(rt, SPLITLINES, args, nargs, kwnames, [0]);
    const keepEnds = out[0] !== 0 && flagArgument(rt, out[0]);
    const mark = rt.mark();
    const list = rt.own(newList(rt, 0));
    const U8 = rt.U8;
    const data = kind.data(rt, op);
    const length = kind.length(rt, op);
    for (let i = 0; i < length; ) {
      const start = i;
      while (i < length && U8[data + i] !== 10 && U8[data + i] !== 13) i++;
      let end = i;
      if (i < length) {
        i += U8[data + i] === 13 && i + 1 < length && U8[data + i + 1] === 10 ? 2 : 1;
        if (keepEnds) end = i;
      }
      appendPart(rt, kind, list, op, start, end);
    }
    return rt.leave(mark, rt.newRef(list));
  };
}

function replaceMethod(kind: BytesKind) {
  return (rt: Runtime, op: number, args: number, nargs: number): Owned =>
    using(rt, (leases) => {
      const H = rt.H;
      checkPositional(rt, 'replace', nargs, 2, 3);
      const from = leases.take(H[args]);
      const to = leases.take(H[args + 2]);
      const limit = nargs > 2 ? ssizeArgument(rt, H[args + 4]) : -1;
      const length = kind.length(rt, op);
      const data = kind.data(rt, op);
      if (limit === 0 || from.length > length) return kind.itself(rt, op);
      const n = count(rt, data, 1, 0, length, from.address, 1, from.length, limit < 0 ? length + 1 : limit);
      if (n === 0) return kind.itself(rt, op);
      // the result is written before the object can change: making it runs no Python code
      const U8 = rt.U8;
      const result = new Uint8Array(length + n * (to.length - from.length));
      const replacement = U8.subarray(to.address, to.address + to.length);
      let i = 0;
      let j = 0;
      for (let k = 0; k < n; k++) {
        const at = from.length === 0 ? i : find(rt, data, 1, i, length, from.address, 1, from.length);
        result.set(U8.subarray(data + i, data + at), j);
        j += at - i;
        result.set(replacement, j);
        j += to.length;
        i = at + from.length;
        if (from.length === 0 && i < length) result[j++] = U8[data + i++];
      }
      result.set(U8.subarray(data + i, data + length), j);
      return kind.fromArray(rt, result);
    });
}

/** The methods for one of the two types. */
export function bytesSearchMethods(kind: BytesKind): MethodSpec[] {
  return [
    { name: 'count', kind: Meth.FAST | Meth.TUPLE, fn: countMethod(kind) },
    { name: 'find', kind: Meth.FAST | Meth.TUPLE, fn: findMethod(kind, 'find', false, false) },
    { name: 'index', kind: Meth.FAST | Meth.TUPLE, fn: findMethod(kind, 'index', false, true) },
    { name: 'rfind', kind: Meth.FAST | Meth.TUPLE, fn: findMethod(kind, 'rfind', true, false) },
    { name: 'rindex', kind: Meth.FAST | Meth.TUPLE, fn: findMethod(kind, 'rindex', true, true) },
    { name: 'startswith', kind: Meth.FAST | Meth.TUPLE, fn: tailMethod(kind, 'startswith', false) },
    { name: 'endswith', kind: Meth.FAST | Meth.TUPLE, fn: tailMethod(kind, 'endswith', true) },
    { name: 'removeprefix', kind: Meth.O, fn: affixMethod(kind, false), signature: '($self, prefix, /)' },
    { name: 'removesuffix', kind: Meth.O, fn: affixMethod(kind, true), signature: '($self, suffix, /)' },
    { name: 'split', kind: Meth.KEYWORDS, fn: splitMethod(kind, 'split', false), signature: '($self, /, sep=None, maxsplit=-1)' },
    { name: 'rsplit', kind: Meth.KEYWORDS, fn: splitMethod(kind, 'rsplit', true), signature: '($self, /, sep=None, maxsplit=-1)' },
    { name: 'partition', kind: Meth.O, fn: partitionMethod(kind, false), signature: '($self, sep, /)' },
    { name: 'rpartition', kind: Meth.O, fn: partitionMethod(kind, true), signature: '($self, sep, /)' },
    { name: 'splitlines', kind: Meth.KEYWORDS, fn: splitlinesMethod(kind), signature: '($self, /, keepends=False)' },
    { name: 'replace', kind: Meth.FAST, fn: replaceMethod(kind), signature: '($self, old, new, count=-1, /)' },
  ];
}
