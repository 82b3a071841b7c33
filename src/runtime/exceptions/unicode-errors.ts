import { Ob } from '../../memory/layout.ts';
import { newTuple, tupleFromSlots } from '../containers/tuple-object.ts';
import { asIndex, asSsize } from '../core/abstract/number.ts';
import { argumentType } from '../core/arguments.ts';
import { withBuffer } from '../core/buffer.ts';
import { typeError } from '../core/errors.ts';
import { Exc, Str, Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import type { GetSetSpec } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newInt } from '../numbers/int-object.ts';
import { bytesView, newBytes } from '../text/bytes-object.ts';
import { newStr, strText } from '../text/str-object.ts';
import { exceptionInit, exceptionNew } from './base-exception.ts';
import { allocException, UnicodeErr } from './exception-object.ts';

const isStr = (rt: Runtime, op: number): boolean => (rt.H[rt.H[op + Ob.type]! + Tp.flags]! & TpFlag.UNICODE_SUBCLASS) !== 0;
const isBytes = (rt: Runtime, op: number): boolean => (rt.H[rt.H[op + Ob.type]! + Tp.flags]! & TpFlag.BYTES_SUBCLASS) !== 0;

function position(name: string, at: number): GetSetSpec {
  return {
    name,
    get: (r, self) => newInt(r, r.H[self + at]!),
    set: (r, self, value) => {
      if (value === 0) typeError(r, "can't delete numeric/char attribute");
      r.H[self + at] = asSsize(r, value);
    },
  };
}

const contract = {
  gc: true,
  slots: [
    { at: UnicodeErr.encoding, label: 'encoding' },
    { at: UnicodeErr.object, label: 'object' },
    { at: UnicodeErr.reason, label: 'reason' },
  ],
} as const;

function field(rt: Runtime, self: number, at: number): string {
  const op = rt.H[self + at]!;
  return op !== 0 && isStr(rt, op) ? strText(rt, op) : '';
}

function requireArgs(rt: Runtime, nargs: number, want: number): void {
  if (nargs !== want) typeError(rt, `function takes exactly ${want} arguments (${nargs} given)`);
}

function setPositions(rt: Runtime, self: number, start: number, end: number): void {
  rt.H[self + UnicodeErr.start] = asIndex(rt, start, T.OverflowError);
  rt.H[self + UnicodeErr.endAt] = asIndex(rt, end, T.OverflowError);
}

function setField(rt: Runtime, self: number, at: number, value: number, n: number): void {
  if (!isStr(rt, value)) typeError(rt, `argument ${n} must be str, not ${argumentType(rt, value)}`);
  rt.setSlot(self + at, rt.newRef(value));
}

/** A character as the messages show it. */
function shownCharacter(code: number): string {
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}

function codePointAt(rt: Runtime, op: number, index: number): number {
  return [...strText(rt, op)][index]?.codePointAt(0) ?? 0;
}

function encodeStr(rt: Runtime, self: number): Owned {
  const object = rt.H[self + UnicodeErr.object]!;
  if (object === 0) return newStr(rt, '');
  const start = rt.H[self + UnicodeErr.start]!;
  const end = rt.H[self + UnicodeErr.endAt]!;
  const encoding = field(rt, self, UnicodeErr.encoding);
  const reason = field(rt, self, UnicodeErr.reason);
  if (start < rt.H[object + Str.length]! && end === start + 1)
    return newStr(
      rt,
      `'${encoding}' codec can't encode character '${shownCharacter(codePointAt(rt, object, start))}' in position ${start}: ${reason}`,
    );
  return newStr(rt, `'${encoding}' codec can't encode characters in position ${start}-${end - 1}: ${reason}`);
}

function decodeStr(rt: Runtime, self: number): Owned {
  const object = rt.H[self + UnicodeErr.object]!;
  if (object === 0) return newStr(rt, '');
  const start = rt.H[self + UnicodeErr.start]!;
  const end = rt.H[self + UnicodeErr.endAt]!;
  const encoding = field(rt, self, UnicodeErr.encoding);
  const reason = field(rt, self, UnicodeErr.reason);
  if (start < rt.H[object + Ob.size]! && end === start + 1)
    return newStr(
      rt,
      `'${encoding}' codec can't decode byte 0x${bytesView(rt, object)[start]!.toString(16).padStart(2, '0')} in position ${start}: ${reason}`,
    );
  return newStr(rt, `'${encoding}' codec can't decode bytes in position ${start}-${end - 1}: ${reason}`);
}

function translateStr(rt: Runtime, self: number): Owned {
  const object = rt.H[self + UnicodeErr.object]!;
  if (object === 0) return newStr(rt, '');
  const start = rt.H[self + UnicodeErr.start]!;
  const end = rt.H[self + UnicodeErr.endAt]!;
  const reason = field(rt, self, UnicodeErr.reason);
  if (start < rt.H[object + Str.length]! && end === start + 1)
    return newStr(rt, `can't translate character '${shownCharacter(codePointAt(rt, object, start))}' in position ${start}: ${reason}`);
  return newStr(rt, `can't translate characters in position ${start}-${end - 1}: ${reason}`);
}

const members = [
  { name: 'encoding', at: UnicodeErr.encoding, kind: 'object' },
  { name: 'object', at: UnicodeErr.object, kind: 'object' },
  { name: 'reason', at: UnicodeErr.reason, kind: 'object' },
] as const;

const getset: readonly GetSetSpec[] = [position('start', UnicodeErr.start), position('end', UnicodeErr.endAt)];

/** CPython: UnicodeEncodeError_init, UnicodeEncodeError_str */
export const unicodeEncodeErrorType: TypeSpec = {
  name: 'UnicodeEncodeError',
  at: T.UnicodeEncodeError,
  base: T.UnicodeError,
  basicsize: 104,
  flags: TpFlag.BASETYPE | TpFlag.BASE_EXC_SUBCLASS,
  contract,
  slots: {
    new: exceptionNew,
    init(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
      exceptionInit(rt, self, args, nargs, kwnames);
      requireArgs(rt, nargs, 5);
      setField(rt, self, UnicodeErr.encoding, rt.H[args]!, 1);
      setField(rt, self, UnicodeErr.object, rt.H[args + 2]!, 2);
      setPositions(rt, self, rt.H[args + 4]!, rt.H[args + 6]!);
      setField(rt, self, UnicodeErr.reason, rt.H[args + 8]!, 5);
    },
    str: encodeStr,
  },
  members,
  getset,
};

/** CPython: UnicodeDecodeError_init, UnicodeDecodeError_str */
export const unicodeDecodeErrorType: TypeSpec = {
  name: 'UnicodeDecodeError',
  at: T.UnicodeDecodeError,
  base: T.UnicodeError,
  basicsize: 104,
  flags: TpFlag.BASETYPE | TpFlag.BASE_EXC_SUBCLASS,
  contract,
  slots: {
    new: exceptionNew,
    init(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
      exceptionInit(rt, self, args, nargs, kwnames);
      requireArgs(rt, nargs, 5);
      setField(rt, self, UnicodeErr.encoding, rt.H[args]!, 1);
      const object = rt.H[args + 2]!;
      if (isBytes(rt, object)) rt.setSlot(self + UnicodeErr.object, rt.newRef(object));
      else
        rt.setSlot(
          self + UnicodeErr.object,
          withBuffer(rt, object, false, (address, length) => newBytes(rt, rt.U8.slice(address, address + length))),
        );
      setPositions(rt, self, rt.H[args + 4]!, rt.H[args + 6]!);
      setField(rt, self, UnicodeErr.reason, rt.H[args + 8]!, 5);
    },
    str: decodeStr,
  },
  members,
  getset,
};

/** CPython: UnicodeTranslateError_init, UnicodeTranslateError_str */
export const unicodeTranslateErrorType: TypeSpec = {
  name: 'UnicodeTranslateError',
  at: T.UnicodeTranslateError,
  base: T.UnicodeError,
  basicsize: 104,
  flags: TpFlag.BASETYPE | TpFlag.BASE_EXC_SUBCLASS,
  contract,
  slots: {
    new: exceptionNew,
    init(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
      exceptionInit(rt, self, args, nargs, kwnames);
      requireArgs(rt, nargs, 4);
      setField(rt, self, UnicodeErr.object, rt.H[args]!, 1);
      setPositions(rt, self, rt.H[args + 2]!, rt.H[args + 4]!);
      setField(rt, self, UnicodeErr.reason, rt.H[args + 6]!, 4);
    },
    str: translateStr,
  },
  members,
  getset,
};

/**
 * New UnicodeEncodeError or UnicodeDecodeError for native codecs. `object` is the str or bytes, borrowed.
 * CPython: PyUnicodeDecodeError_Create, unicode_encode_call_errorhandler
 */
export function makeUnicodeError(rt: Runtime, type: number, encoding: string, object: number, start: number, end: number, reason: string): Owned {
  const mark = rt.mark();
  const enc = rt.own(newStr(rt, encoding));
  const why = rt.own(newStr(rt, reason));
  const a = rt.own(newInt(rt, start));
  const b = rt.own(newInt(rt, end));
  const slots = rt.push(enc);
  rt.push(object);
  rt.push(a);
  rt.push(b);
  rt.push(why);
  const exc = rt.own(allocException(rt, type, newTuple(rt, 0)));
  rt.setSlot(exc + Exc.args, tupleFromSlots(rt, slots, 5));
  rt.setSlot(exc + UnicodeErr.encoding, rt.newRef(enc));
  rt.setSlot(exc + UnicodeErr.object, rt.newRef(object));
  rt.setSlot(exc + UnicodeErr.reason, rt.newRef(why));
  rt.H[exc + UnicodeErr.start] = start;
  rt.H[exc + UnicodeErr.endAt] = end;
  return rt.leave(mark, rt.newRef(exc));
}
