import { Ob } from '../../../memory/layout.ts';
import { tupleOf } from '../../containers/tuple-object.ts';
import { asIndex } from '../../core/abstract/number.ts';
import { checkPositional, parseKeywords } from '../../core/arguments.ts';
import { raise, typeError, typeName, valueError } from '../../core/errors.ts';
import { Tp, TpFlag } from '../../core/layout.ts';
import { NULL, type Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newInt } from '../../numbers/int-object.ts';
import { copyChars, strData, strKind, strLength } from '../../text/str-layout.ts';
import { newStr, strFromData, strText } from '../../text/str-object.ts';
import { isStr } from '../../text/text-arguments.ts';
import { dictGetSet, ioSpec, sizeArgument } from './io-base.ts';
import { newlinesOf, translateNewlines } from './newline-decoder.ts';

/** StringIO: a text file in memory, four bytes a character. CPython: Modules/_io/stringio.c */
const enum StringOb {
  block = 8,
  /** In characters. */
  size = 10,
  allocated = 12,
  position = 14,
  closed = 16,
  /** Newline argument, see NewlineMode. */
  mode = 17,
  seen = 18,
  bytes = 88,
}

/** Values of the newline argument. */
const enum NewlineMode {
  /** None: all line ends become \n. */
  translate,
  /** '': all are recognized, none is changed. */
  keep,
  lf,
  cr,
  crlf,
}

function requireOpen(rt: Runtime, op: number): void {
  if (rt.H[op + StringOb.closed] !== 0) valueError(rt, 'I/O operation on closed file');
}

function reserve(rt: Runtime, op: number, size: number): void {
  const H = rt.H;
  const allocated = H[op + StringOb.allocated];
  if (size <= allocated) return;
  const wanted = Math.max(16, size + Math.floor(size / 2));
  const block = H[op + StringOb.block];
  const fresh = block === 0 ? rt.allocBlock(wanted * 4) : rt.heap.realloc(block, wanted * 4);
  if (fresh === 0) rt.noMemory();
  H[op + StringOb.block] = fresh;
  H[op + StringOb.allocated] = wanted;
}

/** Writes a str at the position. CPython: write_str */
function writeStr(rt: Runtime, op: number, str: number): void {
  const H = rt.H;
  const mark = rt.mark();
  let text = str;
  const mode = H[op + StringOb.mode];
  if (mode === NewlineMode.translate || mode === NewlineMode.keep) {
    const piece = translateNewlines(strText(rt, str), false, H[op + StringOb.seen], mode === NewlineMode.translate, true);
    H[op + StringOb.seen] = piece.seen;
    if (mode === NewlineMode.translate && piece.text.length !== strLength(rt, str)) text = rt.own(newStr(rt, piece.text));
    else if (mode === NewlineMode.translate) text = rt.own(newStr(rt, piece.text));
  } else if (mode !== NewlineMode.lf) text = rt.own(newStr(rt, strText(rt, str).replace(/\n/g, mode === NewlineMode.cr ? '\r' : '\r\n')));
  const length = strLength(rt, text);
  const at = H[op + StringOb.position];
  const size = H[op + StringOb.size];
  reserve(rt, op, at + length);
  const block = H[op + StringOb.block];
  if (at > size) rt.U32.fill(0, block + size, block + at);
  copyChars(rt, (block + at) * 4, 4, strData(rt, text), strKind(rt, text), length);
  H[op + StringOb.position] = at + length;
  if (at + length > size) H[op + StringOb.size] = at + length;
  rt.release(mark);
}

const INIT = { name: 'StringIO', params: ['initial_value', 'newline'] };

/** CPython: _io_StringIO___init___impl */
function init(rt: Runtime, op: number, args: number, nargs: number, kwnames: number): void {
  const H = rt.H;
  const out = parseKeywords(rt, INIT, args, nargs, kwnames, [0, 0]);
  let mode = NewlineMode.lf;
  if (out[1] === (S.None as number)) mode = NewlineMode.translate;
  else if (out[1] !== 0) {
    if (!isStr(rt, out[1])) typeError(rt, `newline must be str or None, not ${typeName(rt, out[1])}`);
    const newline = strText(rt, out[1]);
    const known = ['', '\n', '\r', '\r\n'].indexOf(newline);
    if (known < 0) {
      const mark = rt.mark();
      const shown = strText(rt, rt.own((rt.fn[H[T.str + Tp.repr]] as (r: Runtime, o: number) => Owned)(rt, out[1])));
      rt.release(mark);
      valueError(rt, `illegal newline value: ${shown}`);
    }
    mode = [NewlineMode.keep, NewlineMode.lf, NewlineMode.cr, NewlineMode.crlf][known];
  }
  H[op + StringOb.mode] = mode;
  H[op + StringOb.size] = H[op + StringOb.position] = H[op + StringOb.seen] = H[op + StringOb.closed] = 0;
  const value = out[0];
  if (value !== 0 && value !== (S.None as number)) {
    if (!isStr(rt, value)) typeError(rt, `initial_value must be str or None, not ${typeName(rt, value)}`);
    writeStr(rt, op, value);
    H[op + StringOb.position] = 0;
  }
}

function write(rt: Runtime, op: number, str: number): Owned {
  if (!isStr(rt, str)) typeError(rt, `string argument expected, got '${typeName(rt, str)}'`);
  requireOpen(rt, op);
  if (strLength(rt, str) > 0) writeStr(rt, op, str);
  return newInt(rt, strLength(rt, str));
}

function take(rt: Runtime, op: number, n: number): Owned {
  const at = rt.H[op + StringOb.position];
  const result = strFromData(rt, rt.H[op + StringOb.block] * 4, 4, at, at + n);
  rt.H[op + StringOb.position] = at + n;
  return result;
}

function remaining(rt: Runtime, op: number, limit: number): number {
  const left = Math.max(0, rt.H[op + StringOb.size] - rt.H[op + StringOb.position]);
  return limit < 0 || limit > left ? left : limit;
}

function read(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'read', nargs, 0, 1);
  requireOpen(rt, op);
  return take(rt, op, remaining(rt, op, sizeArgument(rt, nargs > 0 ? rt.H[args] : 0)));
}

/** Characters of the line at the position, its end included. CPython: _stringio_readline */
function lineLength(rt: Runtime, op: number, limit: number): number {
  const n = remaining(rt, op, limit);
  const U32 = rt.U32;
  const start = rt.H[op + StringOb.block] + rt.H[op + StringOb.position];
  const mode = rt.H[op + StringOb.mode];
  for (let i = 0; i < n; i++) {
    const c = U32[start + i];
    if (c > 13) continue;
    if (mode === NewlineMode.keep) {
      if (c === 10) return i + 1;
      if (c === 13) return i + 1 < n && U32[start + i + 1] === 10 ? i + 2 : i + 1;
    } else if (mode === NewlineMode.cr) {
      if (c === 13) return i + 1;
    } else if (mode === NewlineMode.crlf) {
      if (c === 13 && i + 1 < n && U32[start + i + 1] === 10) return i + 2;
    } else if (c === 10) return i + 1;
  }
  return n;
}

function readline(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'readline', nargs, 0, 1);
  requireOpen(rt, op);
  return take(rt, op, lineLength(rt, op, sizeArgument(rt, nargs > 0 ? rt.H[args] : 0)));
}

function next(rt: Runtime, op: number): Owned {
  requireOpen(rt, op);
  const n = lineLength(rt, op, -1);
  return n === 0 ? NULL : take(rt, op, n);
}

function seek(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'seek', nargs, 1, 2);
  let at = asIndex(rt, rt.H[args]);
  const whence = nargs > 1 ? asIndex(rt, rt.H[args + 2]) : 0;
  requireOpen(rt, op);
  if (whence !== 0 && whence !== 1 && whence !== 2) valueError(rt, `Invalid whence (${whence}, should be 0, 1 or 2)`);
  if (at < 0 && whence === 0) valueError(rt, `Negative seek position ${at}`);
  if (whence !== 0 && at !== 0) raise(rt, T.OSError, "Can't do nonzero cur-relative seeks");
  if (whence === 1) at = rt.H[op + StringOb.position];
  else if (whence === 2) at = rt.H[op + StringOb.size];
  rt.H[op + StringOb.position] = at;
  return newInt(rt, at);
}

function truncate(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'truncate', nargs, 0, 1);
  requireOpen(rt, op);
  const size = nargs > 0 && rt.H[args] !== (S.None as number) ? asIndex(rt, rt.H[args]) : rt.H[op + StringOb.position];
  if (size < 0) valueError(rt, `Negative size value ${size}`);
  if (size < rt.H[op + StringOb.size]) rt.H[op + StringOb.size] = size;
  return newInt(rt, size);
}

function getvalue(rt: Runtime, op: number): Owned {
  requireOpen(rt, op);
  return strFromData(rt, rt.H[op + StringOb.block] * 4, 4, 0, rt.H[op + StringOb.size]);
}

function close(rt: Runtime, op: number): Owned {
  const block = rt.H[op + StringOb.block];
  rt.H[op + StringOb.closed] = 1;
  rt.H[op + StringOb.block] = rt.H[op + StringOb.size] = rt.H[op + StringOb.allocated] = 0;
  if (block !== 0) rt.heap.free(block);
  return rt.none();
}

function getstate(rt: Runtime, op: number): Owned {
  const mark = rt.mark();
  const value = rt.own(getvalue(rt, op));
  const mode = rt.H[op + StringOb.mode];
  const newline = rt.own(mode === NewlineMode.translate ? rt.none() : newStr(rt, ['', '', '\n', '\r', '\r\n'][mode]));
  const position = rt.own(newInt(rt, rt.H[op + StringOb.position]));
  return rt.leave(mark, tupleOf(rt, value, newline, position, rt.own(dictGetSet.get!(rt, op))));
}

function setstate(rt: Runtime, op: number, state: number): Owned {
  const H = rt.H;
  if ((H[H[state + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) === 0 || H[state + Ob.size] < 4) {
    typeError(rt, `_io.StringIO.__setstate__ argument should be 4-tuple, got ${typeName(rt, state)}`);
  }
  const mark = rt.mark();
  const args = rt.push(H[state + 6]);
  rt.push(H[state + 8]);
  init(rt, op, args, 2, 0);
  rt.release(mark);
  H[op + StringOb.position] = asIndex(rt, H[state + 10]);
  return rt.none();
}

const yes = (rt: Runtime, op: number): Owned => {
  requireOpen(rt, op);
  return rt.bool(true);
};

const methods: readonly MethodSpec[] = [
  { name: 'read', kind: Meth.FAST, fn: read },
  { name: 'readline', kind: Meth.FAST, fn: readline },
  { name: 'write', kind: Meth.O, fn: write },
  { name: 'seek', kind: Meth.FAST, fn: seek },
  {
    name: 'tell',
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => {
      requireOpen(rt, op);
      return newInt(rt, rt.H[op + StringOb.position]);
    },
  },
  { name: 'truncate', kind: Meth.FAST, fn: truncate },
  { name: 'getvalue', kind: Meth.NOARGS, fn: getvalue },
  { name: 'close', kind: Meth.NOARGS, fn: close },
  { name: 'readable', kind: Meth.NOARGS, fn: yes },
  { name: 'writable', kind: Meth.NOARGS, fn: yes },
  { name: 'seekable', kind: Meth.NOARGS, fn: yes },
  { name: '__getstate__', kind: Meth.NOARGS, fn: getstate },
  { name: '__setstate__', kind: Meth.O, fn: setstate },
];

export const stringIoSpec: TypeSpec = ioSpec({
  name: '_io.StringIO',
  basicsize: StringOb.bytes,
  blocks: [StringOb.block],
  slots: { init, iternext: next },
  methods,
  getset: [
    { name: 'closed', get: (rt, op) => rt.bool(rt.H[op + StringOb.closed]) },
    { name: 'line_buffering', get: (rt) => rt.bool(false) },
    { name: 'newlines', get: (rt, op) => newlinesOf(rt, rt.H[op + StringOb.seen]) },
  ],
  doc: 'Text I/O implementation using an in-memory buffer.',
});
