import { setAttrText } from '../../core/abstract/attribute.ts';
import { call, call1, call2, callMethodText } from '../../core/abstract/call.ts';
import { asIndex, hasIndex } from '../../core/abstract/number.ts';
import { isTrue } from '../../core/abstract/object.ts';
import { argumentType, parseKeywords } from '../../core/arguments.ts';
import { isPythonError, typeError, typeName, valueError } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Root, S } from '../../core/static.ts';
import { newInt } from '../../numbers/int-object.ts';
import { newStr, strText } from '../../text/str-object.ts';
import { isBytes, isStr } from '../../text/text-arguments.ts';
import { DEFAULT_BUFFER_SIZE } from './buffered.ts';
import { FileOb } from './file-io.ts';
import { answers } from './io-base.ts';
import { ioType } from './io-object.ts';
import { pathArgument } from './path-argument.ts';

/** io.open. CPython: Modules/_io/_iomodule.c _io_open_impl */

const OPEN = { name: 'open', params: ['file', 'mode', 'buffering', 'encoding', 'errors', 'newline', 'closefd', 'opener'], required: 1 };

/** Calls `type` with borrowed arguments. */
function make(rt: Runtime, type: string, ...args: number[]): Owned {
  const mark = rt.mark();
  const first = rt.nsp;
  for (const arg of args) rt.push(arg);
  return rt.leave(mark, call(rt, ioType(rt, type), first, args.length, 0));
}

export function ioOpen(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, OPEN, args, nargs, kwnames, [0, 0, 0, 0, 0, 0, 0, 0]);
  const given = (i: number) => out[i] !== 0 && out[i] !== (S.None as number);
  if (out[1] !== 0 && !isStr(rt, out[1])) typeError(rt, `open() argument 'mode' must be str, not ${argumentType(rt, out[1])}`);
  const mode = out[1] === 0 ? 'r' : strText(rt, out[1]);
  let buffering = out[2] === 0 ? -1 : asIndex(rt, out[2]);
  for (const i of [3, 4, 5]) {
    if (given(i) && !isStr(rt, out[i])) typeError(rt, `open() argument '${OPEN.params[i]}' must be str or None, not ${typeName(rt, out[i])}`);
  }
  const closefd = out[6] === 0 || isTrue(rt, out[6]);
  const mark = rt.mark();
  const file = hasIndex(rt, out[0]) || isStr(rt, out[0]) || isBytes(rt, out[0]) ? out[0] : rt.own(pathArgument(rt, out[0]));
  const flags = { creating: false, reading: false, writing: false, appending: false, updating: false, text: false, binary: false };
  for (const c of mode) {
    if (!'xrwa+tbU'.includes(c) || mode.indexOf(c) !== mode.lastIndexOf(c)) valueError(rt, `invalid mode: '${mode}'`);
    if (c === 'x') flags.creating = true;
    else if (c === 'r') flags.reading = true;
    else if (c === 'w') flags.writing = true;
    else if (c === 'a') flags.appending = true;
    else if (c === '+') flags.updating = true;
    else if (c === 't') flags.text = true;
    else if (c === 'b') flags.binary = true;
    else {
      if (rt.model.version[1] >= 11) valueError(rt, `invalid mode: '${mode}'`);
      flags.reading = true;
    }
  }
  if (mode.includes('U') && (flags.creating || flags.writing || flags.appending || flags.updating)) {
    valueError(rt, "mode U cannot be combined with 'x', 'w', 'a', or '+'");
  }
  if (flags.text && flags.binary) valueError(rt, "can't have text and binary mode at once");
  const kinds = Number(flags.creating) + Number(flags.reading) + Number(flags.writing) + Number(flags.appending);
  if (kinds !== 1)
    valueError(
      rt,
      kinds > 1
        ? 'must have exactly one of create/read/write/append mode'
        : 'Must have exactly one of create/read/write/append mode and at most one plus',
    );
  if (flags.binary && given(3)) valueError(rt, "binary mode doesn't take an encoding argument");
  if (flags.binary && given(4)) valueError(rt, "binary mode doesn't take an errors argument");
  if (flags.binary && given(5)) valueError(rt, "binary mode doesn't take a newline argument");
  const rawMode =
    (flags.creating ? 'x' : '') +
    (flags.reading ? 'r' : '') +
    (flags.writing ? 'w' : '') +
    (flags.appending ? 'a' : '') +
    (flags.updating ? '+' : '');
  const raw = rt.own(make(rt, 'FileIO', file, rt.own(newStr(rt, rawMode)), closefd ? S.True : S.False, given(7) ? out[7] : S.None));
  let result = raw;
  try {
    const tty = buffering < 0 && answers(rt, raw, 'isatty');
    const lineBuffering = buffering === 1 && !flags.binary ? true : tty;
    if (buffering < 0 || (buffering === 1 && (lineBuffering || flags.binary))) buffering = rt.H[raw + FileOb.blksize] || DEFAULT_BUFFER_SIZE;
    if (buffering < 0) valueError(rt, 'invalid buffering size');
    if (buffering === 0) {
      if (!flags.binary) valueError(rt, "can't have unbuffered text I/O");
      return rt.leave(mark, rt.newRef(raw));
    }
    const type = flags.updating ? 'BufferedRandom' : flags.reading ? 'BufferedReader' : 'BufferedWriter';
    const buffer = rt.own(make(rt, type, raw, rt.own(newInt(rt, buffering))));
    result = buffer;
    if (flags.binary) return rt.leave(mark, rt.newRef(buffer));
    const encoding = given(3) ? out[3] : S.None;
    const errors = given(4) ? out[4] : S.None;
    const newline = out[5] === 0 ? S.None : out[5];
    const wrapper = rt.own(make(rt, 'TextIOWrapper', buffer, encoding, errors, newline, lineBuffering ? S.True : S.False));
    result = wrapper;
    setAttrText(rt, wrapper, 'mode', out[1] === 0 ? rt.own(newStr(rt, 'r')) : out[1]);
    return rt.leave(mark, rt.newRef(wrapper));
  } catch (thrown) {
    if (isPythonError(thrown)) closeQuietly(rt, result);
    throw thrown;
  }
}

/** Closes what was opened while an error is under way, which stays. */
function closeQuietly(rt: Runtime, file: number): void {
  const pending = rt.H[Root.curexc];
  rt.H[Root.curexc] = 0;
  const mark = rt.mark();
  rt.own(pending);
  rt.own(callMethodText(rt, file, 'close'));
  rt.setSlot(Root.curexc, rt.newRef(pending));
  rt.release(mark);
}

/** io.open_code(path). CPython: _io_open_code_impl */
export function openCode(rt: Runtime, _self: number, path: number): Owned {
  if (!isStr(rt, path)) typeError(rt, `open_code() argument 'path' must be str, not ${argumentType(rt, path)}`);
  const mark = rt.mark();
  const raw = rt.own(call2(rt, ioType(rt, 'FileIO'), path, rt.own(newStr(rt, 'rb'))));
  return rt.leave(mark, call1(rt, ioType(rt, 'BufferedReader'), raw));
}
