import { getAttrText, lookupAttrText } from '../../core/abstract/attribute.ts';
import { call1, callMethodText } from '../../core/abstract/call.ts';
import { asIndex } from '../../core/abstract/number.ts';
import { isTrue, reprText } from '../../core/abstract/object.ts';
import { argumentType, checkPositional, parseKeywords } from '../../core/arguments.ts';
import { raise, typeError, typeName, valueError } from '../../core/errors.ts';
import { NULL, type Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { Root, S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newInt } from '../../numbers/int-object.ts';
import { bytesView } from '../../text/bytes-object.ts';
import { lookupCodec } from '../../text/codecs/registry.ts';
import { strChar, strData, strKind, strLength } from '../../text/str-layout.ts';
import { emptyStr, newStr, strText, substring } from '../../text/str-object.ts';
import { findChar } from '../../text/str-search.ts';
import { isStr } from '../../text/text-arguments.ts';
import { answers, ioSpec, sizeArgument } from './io-base.ts';
import { ioType, isClosed, unsupported, warnUnclosed } from './io-object.ts';
import { newlinesOf } from './newline-decoder.ts';
import {
  bytesUsed,
  Codec,
  dropDecoded,
  flushText,
  Newline,
  readChunk,
  readRest,
  requireOpenText,
  requireReady,
  setBuffer,
  Text,
  TextParts,
  textClosed,
  writeText,
} from './text-object.ts';

/** The type TextIOWrapper. CPython: Modules/_io/textio.c PyTextIOWrapper_Type */

const INIT = { name: 'TextIOWrapper', params: ['buffer', 'encoding', 'errors', 'newline', 'line_buffering', 'write_through'], required: 1 };

function newlineArgument(rt: Runtime, op: number): Newline {
  if (op === 0 || op === (S.None as number)) return Newline.translate;
  if (!isStr(rt, op)) typeError(rt, `newline must be str or None, not ${typeName(rt, op)}`);
  const known = ['', '\n', '\r', '\r\n'].indexOf(strText(rt, op));
  if (known < 0) valueError(rt, `illegal newline value: ${strText(rt, op)}`);
  return [Newline.keep, Newline.lf, Newline.cr, Newline.crlf][known];
}

function nativeCodec(encoding: string): Codec {
  switch (encoding.toLowerCase().replace(/[-_ ]/g, '')) {
    case 'utf8':
      return Codec.utf8;
    case 'ascii':
    case 'usascii':
    case '646':
      return Codec.ascii;
    case 'latin1':
    case 'iso88591':
    case '88591':
    case 'l1':
      return Codec.latin1;
    default:
      return Codec.other;
  }
}

/** Takes an encoding into use: natively, or by the codecs' incremental decoder and encoder. */
function setEncoding(rt: Runtime, op: number, encoding: number, errors: number): void {
  const H = rt.H;
  const mark = rt.mark();
  const name = strText(rt, encoding);
  const codec = nativeCodec(name);
  rt.setSlot(op + Text.encoding, rt.newRef(encoding));
  rt.setSlot(op + Text.errors, rt.newRef(errors));
  H[op + Text.codec] = codec;
  if (codec === Codec.other) {
    const info = rt.own(lookupCodec(rt, name));
    const isText = rt.own(lookupAttrText(rt, info, '_is_text_encoding'));
    if (isText === (S.False as number)) raise(rt, T.LookupError, `'${name}' is not a text encoding; use codecs.open() to handle arbitrary codecs`);
    if (H[op + Text.readable] !== 0) rt.setSlot(op + Text.decoder, call1(rt, rt.own(getAttrText(rt, info, 'incrementaldecoder')), errors));
    if (H[op + Text.writable] !== 0) rt.setSlot(op + Text.encoder, call1(rt, rt.own(getAttrText(rt, info, 'incrementalencoder')), errors));
  } else {
    rt.clearSlot(op + Text.decoder);
    rt.clearSlot(op + Text.encoder);
  }
  rt.release(mark);
}

/** CPython: _io_TextIOWrapper___init___impl */
function init(rt: Runtime, op: number, args: number, nargs: number, kwnames: number): void {
  const H = rt.H;
  const out = parseKeywords(rt, INIT, args, nargs, kwnames, [0, 0, 0, 0, 0, 0]);
  const given = (i: number) => out[i] !== 0 && out[i] !== (S.None as number);
  H[op + Text.state] = 0;
  const newline = newlineArgument(rt, out[3]);
  if (given(1) && !isStr(rt, out[1])) typeError(rt, `TextIOWrapper() argument 'encoding' must be str or None, not ${typeName(rt, out[1])}`);
  if (given(2) && !isStr(rt, out[2])) typeError(rt, `TextIOWrapper() argument 'errors' must be str or None, not ${typeName(rt, out[2])}`);
  const mark = rt.mark();
  const encoding = given(1) && strText(rt, out[1]) !== 'locale' ? out[1] : rt.own(newStr(rt, 'UTF-8'));
  const errors = given(2) ? out[2] : rt.own(newStr(rt, 'strict'));
  setBuffer(rt, op, out[0]);
  H[op + Text.readable] = answers(rt, out[0], 'readable') ? 1 : 0;
  H[op + Text.writable] = answers(rt, out[0], 'writable') ? 1 : 0;
  const seekable = answers(rt, out[0], 'seekable');
  H[op + Text.seekable] = H[op + Text.telling] = seekable ? 1 : 0;
  setEncoding(rt, op, encoding, errors);
  H[op + Text.newline] = newline;
  H[op + Text.lineBuffering] = out[4] !== 0 && isTrue(rt, out[4]) ? 1 : 0;
  H[op + Text.writeThrough] = out[5] !== 0 && isTrue(rt, out[5]) ? 1 : 0;
  H[op + Text.chunkSize] = 8192;
  H[op + Text.seen] = H[op + Text.pendingBytes] = 0;
  dropDecoded(rt, op);
  H[op + Text.state] = 1;
  rt.release(mark);
}

function write(rt: Runtime, op: number, str: number): Owned {
  if (!isStr(rt, str)) typeError(rt, `write() argument must be str, not ${argumentType(rt, str)}`);
  writeText(rt, op, str);
  return newInt(rt, strLength(rt, str));
}

function requireReading(rt: Runtime, op: number): void {
  requireOpenText(rt, op);
  if (rt.H[op + Text.readable] === 0) unsupported(rt, 'not readable');
  flushText(rt, op);
}

/** Up to `n` of the decoded characters. CPython: textiowrapper_get_decoded_chars */
function takeDecoded(rt: Runtime, op: number, n: number): Owned {
  const H = rt.H;
  const decoded = H[op + Text.decoded];
  if (decoded === 0) return emptyStr(rt);
  const used = H[op + Text.used];
  const end = Math.min(strLength(rt, decoded), used + n);
  const part = substring(rt, decoded, used, end);
  H[op + Text.used] = end;
  return part;
}

/** CPython: _io_TextIOWrapper_read_impl */
function read(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'read', nargs, 0, 1);
  const n = sizeArgument(rt, nargs > 0 ? rt.H[args] : 0);
  requireReading(rt, op);
  const mark = rt.mark();
  const first = rt.own(takeDecoded(rt, op, n < 0 ? Infinity : n));
  if (n < 0) {
    const rest = rt.own(readRest(rt, op));
    rt.clearSlot(op + Text.decoded);
    rt.H[op + Text.used] = 0;
    if (strLength(rt, first) === 0) return rt.leave(mark, rt.newRef(rest));
    const parts = new TextParts();
    parts.add(rt, first);
    parts.add(rt, rest);
    return rt.leave(mark, parts.finish(rt));
  }
  if (strLength(rt, first) === n) return rt.leave(mark, rt.newRef(first));
  const parts = new TextParts();
  parts.add(rt, first);
  while (parts.length < n && readChunk(rt, op)) {
    const here = rt.mark();
    parts.add(rt, rt.own(takeDecoded(rt, op, n - parts.length)));
    rt.release(here);
  }
  return rt.leave(mark, parts.finish(rt));
}

/** End of the line that begins at `start` (its line end included), or -1 when the text has none. CPython: _PyIO_find_line_ending */
function lineEnd(rt: Runtime, op: number, str: number, start: number): number {
  const data = strData(rt, str);
  const kind = strKind(rt, str);
  const length = strLength(rt, str);
  switch (rt.H[op + Text.newline] as Newline) {
    case Newline.keep:
      for (let i = start; i < length; i++) {
        const c = strChar(rt, str, i);
        if (c === 10) return i + 1;
        if (c === 13) return i + 1 < length && strChar(rt, str, i + 1) === 10 ? i + 2 : i + 1;
      }
      return -1;
    case Newline.crlf:
      for (let i = start; ; i++) {
        i = findChar(rt, data, kind, i, length, 13);
        if (i < 0) return -1;
        if (i + 1 < length && strChar(rt, str, i + 1) === 10) return i + 2;
      }
    default: {
      const at = findChar(rt, data, kind, start, length, rt.H[op + Text.newline] === Newline.cr ? 13 : 10);
      return at < 0 ? -1 : at + 1;
    }
  }
}

/** CPython: _textiowrapper_readline */
function line(rt: Runtime, op: number, limit: number): Owned {
  const H = rt.H;
  requireReading(rt, op);
  let parts: TextParts | null = null;
  let tail = '';
  for (;;) {
    let decoded = H[op + Text.decoded];
    if (decoded === 0 || H[op + Text.used] >= strLength(rt, decoded)) {
      if (!readChunk(rt, op)) break;
      decoded = H[op + Text.decoded];
      if (strLength(rt, decoded) === 0) continue;
    }
    const used = H[op + Text.used];
    const length = strLength(rt, decoded);
    // a \r\n may be divided between two chunks
    const joined = tail === '\r' && H[op + Text.newline] === Newline.crlf && strChar(rt, decoded, used) === 10;
    let end = joined ? used + 1 : lineEnd(rt, op, decoded, used);
    const found = end >= 0;
    if (!found) end = length;
    const before: number = parts === null ? 0 : parts.length;
    if (limit >= 0 && before + end - used >= limit) {
      end = used + limit - before;
      const part = takeDecoded(rt, op, end - used);
      if (parts === null) return part;
      const mark = rt.mark();
      parts.add(rt, rt.own(part));
      return rt.leave(mark, parts.finish(rt));
    }
    const part = takeDecoded(rt, op, end - used);
    if (found && parts === null) return part;
    const mark = rt.mark();
    rt.own(part);
    parts ??= new TextParts();
    parts.add(rt, part);
    tail = strLength(rt, part) > 0 ? String.fromCharCode(strChar(rt, part, strLength(rt, part) - 1)) : tail;
    rt.release(mark);
    if (found) break;
  }
  return parts === null ? emptyStr(rt) : parts.finish(rt);
}

function readline(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'readline', nargs, 0, 1);
  return line(rt, op, nargs > 0 ? asIndex(rt, rt.H[args]) : -1);
}

/** CPython: textiowrapper_iternext */
function next(rt: Runtime, op: number): Owned {
  const H = rt.H;
  requireReady(rt, op);
  H[op + Text.telling] = 0;
  const exact = H[op + 2] === ioType(rt, 'TextIOWrapper');
  const result = exact ? line(rt, op, -1) : callMethodText(rt, op, 'readline');
  if (strLength(rt, result) > 0) return result;
  rt.decref(result);
  rt.clearSlot(op + Text.chunk);
  H[op + Text.telling] = H[op + Text.seekable];
  return NULL;
}

/** CPython: textiowrapper_flush */
function flush(rt: Runtime, op: number): Owned {
  requireOpenText(rt, op);
  rt.H[op + Text.telling] = rt.H[op + Text.seekable];
  flushText(rt, op);
  return callMethodText(rt, rt.H[op + Text.buffer], 'flush');
}

/** CPython: _io_TextIOWrapper_close_impl */
function close(rt: Runtime, op: number): Owned {
  requireReady(rt, op);
  if (textClosed(rt, op)) return rt.none();
  warnUnclosed(rt, op, rt.H[op + Text.buffer]);
  try {
    rt.decref(callMethodText(rt, op, 'flush'));
  } catch (thrown) {
    // the buffer is closed all the same; the error of the flush is the one that is reported
    const pending = rt.H[Root.curexc];
    rt.H[Root.curexc] = 0;
    const mark = rt.mark();
    if (pending !== 0) rt.own(pending);
    rt.own(callMethodText(rt, rt.H[op + Text.buffer], 'close'));
    if (pending !== 0) rt.setSlot(Root.curexc, rt.newRef(pending));
    rt.release(mark);
    throw thrown;
  }
  return callMethodText(rt, rt.H[op + Text.buffer], 'close');
}

/** CPython: _io_TextIOWrapper_tell_impl */
function tell(rt: Runtime, op: number): number {
  const H = rt.H;
  requireOpenText(rt, op);
  if (H[op + Text.seekable] === 0) unsupported(rt, 'underlying stream is not seekable');
  if (H[op + Text.telling] === 0) raise(rt, T.OSError, 'telling position disabled by next() call');
  flushText(rt, op);
  const mark = rt.mark();
  rt.own(callMethodText(rt, op, 'flush'));
  const at = asIndex(rt, rt.own(callMethodText(rt, H[op + Text.buffer], 'tell')));
  rt.release(mark);
  const decoded = H[op + Text.decoded];
  if (decoded === 0 || (H[op + Text.used] === strLength(rt, decoded) && H[op + Text.left] === 0)) return at;
  if (H[op + Text.codec] === Codec.other) {
    raise(rt, T.NotImplementedError, `tell() in the middle of a chunk of text in the encoding ${strText(rt, H[op + Text.encoding])}`);
  }
  if (H[op + Text.chunk] === 0) return at;
  return at - bytesView(rt, H[op + Text.chunk]).length + bytesUsed(rt, op);
}

/** CPython: _io_TextIOWrapper_seek_impl */
function seek(rt: Runtime, op: number, args: number, nargs: number): Owned {
  const H = rt.H;
  checkPositional(rt, 'seek', nargs, 1, 2);
  const whence = nargs > 1 ? asIndex(rt, H[args + 2]) : 0;
  requireOpenText(rt, op);
  let cookie = asIndex(rt, H[args]);
  if (H[op + Text.seekable] === 0) unsupported(rt, 'underlying stream is not seekable');
  if (whence === 1) {
    if (cookie !== 0) unsupported(rt, "can't do nonzero cur-relative seeks");
    cookie = tell(rt, op);
  } else if (whence === 2) {
    if (cookie !== 0) unsupported(rt, "can't do nonzero end-relative seeks");
  } else if (whence !== 0) valueError(rt, `invalid whence (${whence}, should be 0, 1 or 2)`);
  if (cookie < 0) valueError(rt, `negative seek position ${cookie}`);
  const mark = rt.mark();
  rt.own(callMethodText(rt, op, 'flush'));
  dropDecoded(rt, op);
  if (H[op + Text.decoder] !== 0) rt.own(callMethodText(rt, H[op + Text.decoder], 'reset'));
  const to = rt.own(newInt(rt, cookie));
  const answer = rt.own(callMethodText(rt, H[op + Text.buffer], 'seek', to, rt.own(newInt(rt, whence === 2 ? 2 : 0))));
  if (H[op + Text.encoder] !== 0) {
    if (cookie === 0 && whence !== 2) rt.own(callMethodText(rt, H[op + Text.encoder], 'reset'));
    else rt.own(callMethodText(rt, H[op + Text.encoder], 'setstate', rt.own(newInt(rt, 0))));
  }
  return rt.leave(mark, rt.newRef(answer));
}

function truncate(rt: Runtime, op: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'truncate', nargs, 0, 1);
  requireReady(rt, op);
  rt.decref(callMethodText(rt, op, 'flush'));
  return callMethodText(rt, rt.H[op + Text.buffer], 'truncate', nargs > 0 ? rt.H[args] : S.None);
}

function detach(rt: Runtime, op: number): Owned {
  requireReady(rt, op);
  rt.decref(callMethodText(rt, op, 'flush'));
  const buffer = rt.H[op + Text.buffer];
  rt.H[op + Text.buffer] = 0;
  rt.H[op + Text.state] = 2;
  return buffer as Owned;
}

const RECONFIGURE = { name: 'reconfigure', params: ['encoding', 'errors', 'newline', 'line_buffering', 'write_through'], maxPositional: 0 };

/** CPython: _io_TextIOWrapper_reconfigure_impl */
function reconfigure(rt: Runtime, op: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  const out = parseKeywords(rt, RECONFIGURE, args, nargs, kwnames, [0, 0, 0, 0, 0]);
  const given = (i: number) => out[i] !== 0 && out[i] !== (S.None as number);
  requireReady(rt, op);
  if (H[op + Text.decoded] !== 0 && (given(0) || given(1) || out[2] !== 0)) {
    unsupported(rt, 'It is not possible to set the encoding or newline of stream after the first read');
  }
  const newline = out[2] === 0 ? (H[op + Text.newline] as Newline) : newlineArgument(rt, out[2]);
  rt.decref(callMethodText(rt, op, 'flush'));
  if (given(0) || given(1)) {
    const mark = rt.mark();
    const errors = given(1) ? out[1] : given(0) ? rt.own(newStr(rt, 'strict')) : H[op + Text.errors];
    const encoding = given(0) ? (strText(rt, out[0]) === 'locale' ? rt.own(newStr(rt, 'UTF-8')) : out[0]) : H[op + Text.encoding];
    setEncoding(rt, op, rt.own(rt.newRef(encoding)), rt.own(rt.newRef(errors)));
    rt.release(mark);
  }
  H[op + Text.newline] = newline;
  if (given(3)) H[op + Text.lineBuffering] = isTrue(rt, out[3]) ? 1 : 0;
  if (given(4)) H[op + Text.writeThrough] = isTrue(rt, out[4]) ? 1 : 0;
  return rt.none();
}

function repr(rt: Runtime, op: number): Owned {
  requireReady(rt, op);
  const mark = rt.mark();
  const name = rt.own(lookupAttrText(rt, op, 'name'));
  const mode = rt.own(lookupAttrText(rt, op, 'mode'));
  const parts = `<_io.TextIOWrapper${name === 0 ? '' : ` name=${reprText(rt, name)}`}${mode === 0 ? '' : ` mode=${reprText(rt, mode)}`}`;
  return rt.leave(mark, newStr(rt, `${parts} encoding=${reprText(rt, rt.H[op + Text.encoding])}>`));
}

function delegate(name: string): MethodSpec {
  return {
    name,
    kind: Meth.NOARGS,
    fn: (rt: Runtime, op: number) => {
      requireReady(rt, op);
      return callMethodText(rt, rt.H[op + Text.buffer], name);
    },
  };
}

const methods: readonly MethodSpec[] = [
  { name: 'write', kind: Meth.O, fn: write },
  { name: 'read', kind: Meth.FAST, fn: read },
  { name: 'readline', kind: Meth.FAST, fn: readline },
  { name: 'flush', kind: Meth.NOARGS, fn: flush },
  { name: 'close', kind: Meth.NOARGS, fn: close },
  { name: 'detach', kind: Meth.NOARGS, fn: detach },
  { name: 'reconfigure', kind: Meth.KEYWORDS, fn: reconfigure },
  delegate('fileno'),
  delegate('seekable'),
  delegate('readable'),
  delegate('writable'),
  delegate('isatty'),
  { name: 'seek', kind: Meth.FAST, fn: seek },
  { name: 'tell', kind: Meth.NOARGS, fn: (rt: Runtime, op: number) => newInt(rt, tell(rt, op)) },
  { name: 'truncate', kind: Meth.FAST, fn: truncate },
];

function held(at: Text) {
  return (rt: Runtime, op: number): Owned => {
    requireReady(rt, op);
    return rt.newRef(rt.H[op + at]);
  };
}

export const textIoSpec: TypeSpec = ioSpec({
  name: '_io.TextIOWrapper',
  basicsize: Text.bytes,
  owned: [
    { at: Text.buffer, label: 'buffer' },
    { at: Text.encoding, label: 'encoding' },
    { at: Text.errors, label: 'errors' },
    { at: Text.decoder, label: 'decoder' },
    { at: Text.encoder, label: 'encoder' },
    { at: Text.decoded, label: 'decoded text' },
    { at: Text.left, label: 'bytes of an incomplete character' },
    { at: Text.chunk, label: 'bytes of the decoded text' },
    { at: Text.pending, label: 'text to be written' },
  ],
  slots: { init, repr, iternext: next },
  methods,
  getset: [
    { name: 'buffer', get: held(Text.buffer) },
    { name: 'encoding', get: held(Text.encoding) },
    { name: 'errors', get: held(Text.errors) },
    { name: 'line_buffering', get: (rt, op) => rt.bool(rt.H[op + Text.lineBuffering]) },
    { name: 'write_through', get: (rt, op) => rt.bool(rt.H[op + Text.writeThrough]) },
    { name: 'newlines', get: (rt, op) => newlinesOf(rt, rt.H[op + Text.seen]) },
    {
      name: 'closed',
      get(rt, op) {
        requireReady(rt, op);
        return rt.bool(isClosed(rt, rt.H[op + Text.buffer]));
      },
    },
    {
      name: 'name',
      get(rt, op) {
        requireReady(rt, op);
        return getAttrText(rt, rt.H[op + Text.buffer], 'name');
      },
    },
    {
      name: '_CHUNK_SIZE',
      get: (rt, op) => newInt(rt, rt.H[op + Text.chunkSize]),
      set(rt, op, value) {
        const n = asIndex(rt, value);
        if (n <= 0) valueError(rt, 'a strictly positive integer is required');
        rt.H[op + Text.chunkSize] = n;
      },
    },
  ],
  doc: 'Character and line based layer over a BufferedIOBase object, buffer.',
});
