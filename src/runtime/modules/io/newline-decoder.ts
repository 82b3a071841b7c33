import { Ob } from '../../../memory/layout.ts';
import { tupleOf } from '../../containers/tuple-object.ts';
import { callMethodText } from '../../core/abstract/call.ts';
import { isTrue } from '../../core/abstract/object.ts';
import { parseKeywords } from '../../core/arguments.ts';
import { typeError, valueError } from '../../core/errors.ts';
import { allocInstance, freeInstance, untrackInstance } from '../../core/instance.ts';
import { Tp, TpFlag } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { S } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { intToSafe, newInt } from '../../numbers/int-object.ts';
import { newBytes } from '../../text/bytes-object.ts';
import { newStr, strText } from '../../text/str-object.ts';
import { isStr } from '../../text/text-arguments.ts';

/** IncrementalNewlineDecoder: universal newlines on top of a decoder. CPython: Modules/_io/textio.c */
const enum Nl {
  decoder = 4,
  /** Translate to \n? */
  translate = 6,
  /** A \r at the end of the last piece waits for its \n. */
  pending = 7,
  /** Kinds seen so far, see Seen. */
  seen = 8,
  bytes = 48,
}

/** Kinds of line ends. */
export const enum Seen {
  cr = 1,
  lf = 2,
  crlf = 4,
}

/** What `newlines` shows for the kinds seen: None, one str or a tuple of them. */
export function newlinesOf(rt: Runtime, seen: number): Owned {
  const kinds: string[] = [];
  if ((seen & Seen.cr) !== 0) kinds.push('\r');
  if ((seen & Seen.lf) !== 0) kinds.push('\n');
  if ((seen & Seen.crlf) !== 0) kinds.push('\r\n');
  if (kinds.length === 0) return rt.none();
  if (kinds.length === 1) return newStr(rt, kinds[0]);
  const mark = rt.mark();
  const strs = kinds.map((kind) => rt.own(newStr(rt, kind)));
  return rt.leave(mark, tupleOf(rt, ...strs));
}

/** Result of one piece of text. */
export interface NewlinePiece {
  text: string;
  pending: boolean;
  seen: number;
}

/** Handles the line ends of a piece of text. CPython: _PyIncrementalNewlineDecoder_decode */
export function translateNewlines(text: string, pending: boolean, seen: number, translate: boolean, final: boolean): NewlinePiece {
  if (pending && (text !== '' || final)) {
    text = `\r${text}`;
    pending = false;
  }
  if (!final && text.endsWith('\r')) {
    text = text.slice(0, -1);
    pending = true;
  }
  if (text.includes('\r')) {
    const crlf = text.split('\r\n').length - 1;
    const cr = text.split('\r').length - 1 - crlf;
    const lf = text.split('\n').length - 1 - crlf;
    if (crlf > 0) seen |= Seen.crlf;
    if (cr > 0) seen |= Seen.cr;
    if (lf > 0) seen |= Seen.lf;
    if (translate) text = text.replace(/\r\n?/g, '\n');
  } else if ((seen & Seen.lf) === 0 && text.includes('\n')) seen |= Seen.lf;
  return { text, pending, seen };
}

const INIT = { name: 'IncrementalNewlineDecoder', params: ['decoder', 'translate', 'errors'], required: 2 };

function init(rt: Runtime, op: number, args: number, nargs: number, kwnames: number): void {
  const out = parseKeywords(rt, INIT, args, nargs, kwnames, [0, 0, 0]);
  rt.setSlot(op + Nl.decoder, rt.newRef(out[0]));
  rt.H[op + Nl.translate] = isTrue(rt, out[1]) ? 1 : 0;
  rt.H[op + Nl.pending] = 0;
  rt.H[op + Nl.seen] = 0;
}

const DECODE = { name: 'decode', params: ['input', 'final'], required: 1 };

function decode(rt: Runtime, op: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  const out = parseKeywords(rt, DECODE, args, nargs, kwnames, [0, 0]);
  const final = out[1] !== 0 && isTrue(rt, out[1]);
  if (H[op + Nl.decoder] === 0) valueError(rt, 'IncrementalNewlineDecoder.__init__() not called');
  const mark = rt.mark();
  let text = out[0];
  if (H[op + Nl.decoder] !== (S.None as number)) text = rt.own(callMethodText(rt, H[op + Nl.decoder], 'decode', out[0], final ? S.True : S.False));
  if (!isStr(rt, text)) typeError(rt, `decoder should return a string result, not '${rt.hooks.strText(rt, H[H[text + Ob.type] + 6])}'`);
  const piece = translateNewlines(strText(rt, text), H[op + Nl.pending] !== 0, H[op + Nl.seen], H[op + Nl.translate] !== 0, final);
  H[op + Nl.pending] = piece.pending ? 1 : 0;
  H[op + Nl.seen] = piece.seen;
  return rt.leave(mark, newStr(rt, piece.text));
}

function getstate(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  let buffer = 0;
  let flag = 0;
  if (H[op + Nl.decoder] !== (S.None as number)) {
    const state = rt.own(callMethodText(rt, H[op + Nl.decoder], 'getstate'));
    buffer = H[state + 6];
    flag = intToSafe(rt, H[state + 8]);
  } else buffer = rt.own(newBytes(rt, []));
  const value = rt.own(newInt(rt, flag * 2 + H[op + Nl.pending]));
  return rt.leave(mark, tupleOf(rt, buffer, value));
}

function setstate(rt: Runtime, op: number, state: number): Owned {
  const H = rt.H;
  if ((H[H[state + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) === 0) typeError(rt, 'state argument must be a tuple');
  const flag = intToSafe(rt, H[state + 8]);
  H[op + Nl.pending] = flag & 1;
  if (H[op + Nl.decoder] !== (S.None as number)) {
    const mark = rt.mark();
    const inner = rt.own(tupleOf(rt, H[state + 6], rt.own(newInt(rt, Math.floor(flag / 2)))));
    rt.own(callMethodText(rt, H[op + Nl.decoder], 'setstate', inner));
    rt.release(mark);
  }
  return rt.none();
}

function reset(rt: Runtime, op: number): Owned {
  rt.H[op + Nl.pending] = 0;
  rt.H[op + Nl.seen] = 0;
  if (rt.H[op + Nl.decoder] !== (S.None as number)) rt.decref(callMethodText(rt, rt.H[op + Nl.decoder], 'reset'));
  return rt.none();
}

export const newlineDecoderSpec: TypeSpec = {
  name: '_io.IncrementalNewlineDecoder',
  basicsize: Nl.bytes,
  flags: TpFlag.BASETYPE,
  contract: { gc: true, slots: [{ at: Nl.decoder, label: 'decoder' }] },
  slots: {
    new: (rt, type) => allocInstance(rt, type, 0),
    init,
    dealloc(rt, op) {
      untrackInstance(rt, op);
      rt.clearSlot(op + Nl.decoder);
      freeInstance(rt, op);
    },
  },
  methods: [
    { name: 'decode', kind: Meth.KEYWORDS, fn: decode },
    { name: 'getstate', kind: Meth.NOARGS, fn: getstate },
    { name: 'setstate', kind: Meth.O, fn: setstate },
    { name: 'reset', kind: Meth.NOARGS, fn: reset },
  ],
  getset: [{ name: 'newlines', get: (rt, op) => newlinesOf(rt, rt.H[op + Nl.seen]) }],
  doc: 'Codec used when reading a file in universal newlines mode.',
};
