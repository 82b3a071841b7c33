import { Ob } from '../../../memory/layout.ts';
import { listAppend, newList } from '../../containers/list-object.ts';
import { callMethodText } from '../../core/abstract/call.ts';
import { typeError, typeName, valueError } from '../../core/errors.ts';
import { List } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { S, T } from '../../core/static.ts';
import { newInt } from '../../numbers/int-object.ts';
import { bytesData, bytesView, newBytes } from '../../text/bytes-object.ts';
import { decodeAscii, decodeLatin1, encodeBelow } from '../../text/codecs/single-byte.ts';
import { decodeUtf8, encodeUtf8 } from '../../text/codecs/utf8.ts';
import { copyBytes, isAscii, strData, strKind, strLength } from '../../text/str-layout.ts';
import { newStr, strText } from '../../text/str-object.ts';
import { findChar } from '../../text/str-search.ts';
import { isBytes, isStr } from '../../text/text-arguments.ts';
import { Buf, bufferedClosed, bufferedRead1, bufferedWrite, reservePending } from './buffered-object.ts';
import { FileOb } from './file-io.ts';
import { ioType, isClosed, unsupported } from './io-object.ts';
import { translateNewlines } from './newline-decoder.ts';

/**
 * TextIOWrapper: text on top of a buffered file.
 *
 * Writing: text waits in `pending` (an ASCII str, a bytes object, or a list of them: counted references, as in CPython) until
 * CHUNK bytes are together. Reading: `decoded` is the text of the last chunk, of which `used` characters are handed out; `left` are
 * bytes of an incomplete character; `chunk` are the bytes that `decoded` came from, for tell().
 * CPython: Modules/_io/textio.c
 */
export const enum Text {
  buffer = 8,
  encoding = 10,
  errors = 12,
  /** Incremental decoder and encoder of the codecs module; 0 when the codec is native. */
  decoder = 14,
  encoder = 16,
  decoded = 18,
  left = 20,
  chunk = 22,
  pending = 24,
  used = 26,
  pendingBytes = 27,
  codec = 28,
  lineBuffering = 29,
  writeThrough = 30,
  newline = 31,
  chunkSize = 32,
  /** A \r at the end of the chunk waits for its \n. */
  carriage = 33,
  seen = 34,
  /** 0 before __init__, 1 ready, 2 detached. */
  state = 35,
  readable = 36,
  writable = 37,
  seekable = 38,
  telling = 39,
  /** What the buffer is, see BufferKind. */
  bufferKind = 40,
  bytes = 184,
}

export const enum Codec {
  other,
  utf8,
  ascii,
  latin1,
}

/** Values of the newline argument. */
export const enum Newline {
  /** None: translate all line ends when reading. */
  translate,
  /** '': recognize all, translate none. */
  keep,
  lf,
  cr,
  crlf,
}

export function requireReady(rt: Runtime, op: number): void {
  const state = rt.H[op + Text.state];
  if (state !== 1) valueError(rt, state === 2 ? 'underlying buffer has been detached' : 'I/O operation on uninitialized object');
}

/** Buffers that are exactly of one of our classes are used without calls. */
export const enum BufferKind {
  other,
  writer,
  reader,
}

/** Takes a buffer into use (increfed). */
export function setBuffer(rt: Runtime, op: number, buffer: number): void {
  const type = rt.H[buffer + Ob.type];
  rt.setSlot(op + Text.buffer, rt.newRef(buffer));
  rt.H[op + Text.bufferKind] =
    type === ioType(rt, 'BufferedWriter') ? BufferKind.writer : type === ioType(rt, 'BufferedReader') ? BufferKind.reader : BufferKind.other;
}

/** Is the file closed? CPython: CHECK_CLOSED */
export function textClosed(rt: Runtime, op: number): boolean {
  const H = rt.H;
  const buffer = H[op + Text.buffer];
  if (H[op + Text.bufferKind] !== BufferKind.other) {
    if (H[buffer + Buf.state] === 1 && H[buffer + Buf.plainRaw] !== 0) return H[H[buffer + Buf.raw] + FileOb.fd] < 0;
    return bufferedClosed(rt, buffer);
  }
  return isClosed(rt, buffer);
}

export function requireOpenText(rt: Runtime, op: number): void {
  requireReady(rt, op);
  if (textClosed(rt, op)) valueError(rt, 'I/O operation on closed file.');
}

// ---------------------------------------------------------------- writing

/** Bytes of a str in the file's encoding. */
function encode(rt: Runtime, op: number, str: number): Owned {
  const errors = strText(rt, rt.H[op + Text.errors]);
  switch (rt.H[op + Text.codec] as Codec) {
    case Codec.utf8:
      return encodeUtf8(rt, str, errors);
    case Codec.ascii:
      return encodeBelow(rt, str, 128, errors);
    case Codec.latin1:
      return encodeBelow(rt, str, 256, errors);
    case Codec.other: {
      const bytes = callMethodText(rt, rt.H[op + Text.encoder], 'encode', str);
      if (!isBytes(rt, bytes)) {
        rt.own(bytes);
        typeError(rt, `encoder should return a bytes object, not '${typeName(rt, bytes)}'`);
      }
      return bytes;
    }
  }
}

/** Contents of a pending piece: bytes, or a str of ASCII characters. */
function pieceView(rt: Runtime, piece: number): Uint8Array {
  if (rt.H[piece + Ob.type] === T.bytes || isBytes(rt, piece)) return bytesView(rt, piece);
  const data = strData(rt, piece);
  return rt.U8.subarray(data, data + strLength(rt, piece));
}

/** Copies a piece to a byte address; its length. */
function copyPiece(rt: Runtime, to: number, piece: number): number {
  const isText = rt.H[piece + Ob.type] === T.str;
  const length = isText ? strLength(rt, piece) : rt.H[piece + Ob.size];
  copyBytes(rt, to, isText ? strData(rt, piece) : bytesData(piece), length);
  return length;
}

/** Gives the pending pieces to the buffer. CPython: _textiowrapper_writeflush */
export function flushText(rt: Runtime, op: number): void {
  const H = rt.H;
  const pending = H[op + Text.pending];
  if (pending === 0) return;
  const mark = rt.mark();
  rt.own(pending);
  H[op + Text.pending] = 0;
  const total = H[op + Text.pendingBytes];
  H[op + Text.pendingBytes] = 0;
  const buffer = H[op + Text.buffer];
  const direct = H[op + Text.bufferKind] === BufferKind.writer && H[buffer + Buf.state] === 1;
  if (direct && bufferedClosed(rt, buffer)) valueError(rt, 'write to closed file');
  const isList = H[pending + Ob.type] === T.list;
  let at = direct ? reservePending(rt, buffer, total) : -1;
  if (at >= 0) {
    if (isList) for (let i = 0; i < H[pending + List.size]; i++) at += copyPiece(rt, at, H[H[pending + List.items] + 2 * i]);
    else copyPiece(rt, at, pending);
    rt.release(mark);
    return;
  }
  let bytes: Uint8Array;
  if (isList) {
    bytes = new Uint8Array(total);
    at = 0;
    for (let i = 0; i < H[pending + List.size]; i++) {
      const view = pieceView(rt, H[H[pending + List.items] + 2 * i]);
      bytes.set(view, at);
      at += view.length;
    }
  } else bytes = pieceView(rt, pending);
  if (direct) bufferedWrite(rt, buffer, bytes);
  else rt.own(callMethodText(rt, buffer, 'write', rt.own(newBytes(rt, bytes))));
  rt.release(mark);
}

/** Adds a piece (stolen) to what is pending. */
function addPending(rt: Runtime, op: number, piece: Owned, length: number): void {
  const H = rt.H;
  const mark = rt.mark();
  rt.own(piece);
  const pending = H[op + Text.pending];
  if (pending !== 0 && H[op + Text.pendingBytes] + length > H[op + Text.chunkSize]) {
    flushText(rt, op);
    rt.setSlot(op + Text.pending, rt.newRef(piece));
  } else if (pending === 0) {
    H[op + Text.pendingBytes] = 0;
    H[op + Text.pending] = rt.newRef(piece);
    H[op + Text.pending + 1] = 0;
  } else if (H[pending + Ob.type] !== T.list) {
    const list = newList(rt, 2);
    const items = H[list + List.items];
    H[items] = pending;
    H[items + 2] = rt.newRef(piece);
    H[op + Text.pending] = list;
  } else listAppend(rt, pending, piece);
  H[op + Text.pendingBytes] += length;
  rt.release(mark);
}

/** Forgets what was read ahead. */
export function dropDecoded(rt: Runtime, op: number): void {
  rt.clearSlot(op + Text.decoded);
  rt.clearSlot(op + Text.left);
  rt.clearSlot(op + Text.chunk);
  rt.H[op + Text.used] = 0;
  rt.H[op + Text.carriage] = 0;
}

/** Writes a str. CPython: _io_TextIOWrapper_write_impl */
export function writeText(rt: Runtime, op: number, str: number): void {
  const H = rt.H;
  requireOpenText(rt, op);
  if (H[op + Text.writable] === 0) unsupported(rt, 'not writable');
  const newline = H[op + Text.newline];
  const translates = newline === Newline.cr || newline === Newline.crlf;
  const lineBuffered = H[op + Text.lineBuffering] !== 0;
  const length = strLength(rt, str);
  const has = (char: number) => findChar(rt, strData(rt, str), strKind(rt, str), 0, length, char) >= 0;
  const hasLine = (translates || lineBuffered) && has(10);
  const flush = lineBuffered && (hasLine || has(13));
  const mark = rt.mark();
  let text = str;
  if (hasLine && translates) text = rt.own(newStr(rt, strText(rt, str).replace(/\n/g, newline === Newline.cr ? '\r' : '\r\n')));
  if (isAscii(rt, text) && H[op + Text.codec] !== Codec.other) {
    const piece = H[text + Ob.type] === T.str ? rt.newRef(text) : encode(rt, op, text);
    addPending(rt, op, piece, strLength(rt, text));
  } else {
    const bytes = encode(rt, op, text);
    addPending(rt, op, bytes, H[bytes + Ob.size]);
  }
  if (H[op + Text.pendingBytes] >= H[op + Text.chunkSize] || flush || H[op + Text.writeThrough] !== 0) flushText(rt, op);
  if (flush) rt.own(callMethodText(rt, H[op + Text.buffer], 'flush'));
  rt.release(mark);
  if (H[op + Text.decoded] !== 0 || H[op + Text.left] !== 0) dropDecoded(rt, op);
}

// ---------------------------------------------------------------- reading

/** Text of a chunk of bytes; what is incomplete at its end stays in `left`. */
function decodeChunk(rt: Runtime, op: number, chunk: Uint8Array, final: boolean): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const errors = strText(rt, H[op + Text.errors]);
  const codec = H[op + Text.codec] as Codec;
  let str: number;
  if (codec === Codec.other) {
    const bytes = rt.own(newBytes(rt, chunk));
    str = rt.own(callMethodText(rt, H[op + Text.decoder], 'decode', bytes, final ? S.True : S.False));
    if (!isStr(rt, str)) typeError(rt, `decoder should return a string result, not '${typeName(rt, str)}'`);
    rt.setSlot(op + Text.chunk, 0);
  } else {
    const left = H[op + Text.left];
    let whole = chunk;
    if (left !== 0) {
      const before = bytesView(rt, left);
      whole = new Uint8Array(before.length + chunk.length);
      whole.set(before);
      whole.set(chunk, before.length);
    }
    const bytes = newBytes(rt, whole);
    rt.setSlot(op + Text.chunk, bytes);
    const data = (bytes + 8) * 4;
    const decoded =
      codec === Codec.utf8
        ? decodeUtf8(rt, data, whole.length, errors, final)
        : codec === Codec.ascii
          ? decodeAscii(rt, data, whole.length, errors)
          : decodeLatin1(rt, data, whole.length);
    str = rt.own(decoded.str);
    rt.setSlot(op + Text.left, decoded.consumed < whole.length ? newBytes(rt, whole.subarray(decoded.consumed)) : 0);
  }
  const newline = H[op + Text.newline];
  if (newline !== Newline.translate && newline !== Newline.keep) return rt.leave(mark, rt.newRef(str));
  const hasReturn = H[op + Text.carriage] !== 0 || findChar(rt, strData(rt, str), strKind(rt, str), 0, strLength(rt, str), 13) >= 0;
  if (!hasReturn) {
    if (findChar(rt, strData(rt, str), strKind(rt, str), 0, strLength(rt, str), 10) >= 0) H[op + Text.seen] |= 2;
    return rt.leave(mark, rt.newRef(str));
  }
  const piece = translateNewlines(strText(rt, str), H[op + Text.carriage] !== 0, H[op + Text.seen], newline === Newline.translate, final);
  H[op + Text.carriage] = piece.pending ? 1 : 0;
  H[op + Text.seen] = piece.seen;
  return rt.leave(mark, newStr(rt, piece.text));
}

/** Up to `n` bytes of the buffer. */
function readBuffer(rt: Runtime, op: number, n: number): Uint8Array {
  const H = rt.H;
  const buffer = H[op + Text.buffer];
  if (H[op + Text.bufferKind] === BufferKind.reader && H[buffer + Buf.state] === 1) return bufferedRead1(rt, buffer, n);
  const mark = rt.mark();
  const size = rt.own(newInt(rt, n));
  const bytes = rt.own(callMethodText(rt, buffer, 'read1', size));
  if (!isBytes(rt, bytes)) typeError(rt, `underlying read1() should have returned a bytes-like object, not '${typeName(rt, bytes)}'`);
  const view = bytesView(rt, bytes).slice();
  rt.release(mark);
  return view;
}

/** Reads and decodes the next chunk; false at the end of the file. CPython: textiowrapper_read_chunk */
export function readChunk(rt: Runtime, op: number): boolean {
  const chunk = readBuffer(rt, op, rt.H[op + Text.chunkSize]);
  const end = chunk.length === 0;
  const str = decodeChunk(rt, op, chunk, end);
  rt.setSlot(op + Text.decoded, str);
  rt.H[op + Text.used] = 0;
  return !end || strLength(rt, str) > 0;
}

/** Everything that is left, decoded. */
export function readRest(rt: Runtime, op: number): Owned {
  const mark = rt.mark();
  const rest = rt.own(callMethodText(rt, rt.H[op + Text.buffer], 'read'));
  const bytes = isBytes(rt, rest)
    ? bytesView(rt, rest)
    : typeError(rt, `underlying read() should have returned a bytes object, not '${typeName(rt, rest)}'`);
  const str = decodeChunk(rt, op, bytes, true);
  rt.clearSlot(op + Text.chunk);
  return rt.leave(mark, str);
}

/**
 * How many bytes of the chunk the first `used` characters of its text came from: the decoder is run over it again.
 * CPython: the search for a safe point in _io_TextIOWrapper_tell_impl
 */
export function bytesUsed(rt: Runtime, op: number): number {
  const H = rt.H;
  const chunk = bytesView(rt, H[op + Text.chunk]);
  const codec = H[op + Text.codec] as Codec;
  const universal = H[op + Text.newline] === Newline.translate;
  let chars = H[op + Text.used];
  let at = 0;
  while (chars > 0 && at < chunk.length) {
    const b = chunk[at];
    if (universal && b === 13 && chunk[at + 1] === 10) at++;
    at += codec !== Codec.utf8 || b < 0xc0 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
    chars--;
  }
  return at;
}

/** Joins parts of a line or of a read. */
export class TextParts {
  private readonly parts: string[] = [];
  length = 0;

  add(rt: Runtime, part: number): void {
    this.parts.push(strText(rt, part));
    this.length += strLength(rt, part);
  }

  finish(rt: Runtime): Owned {
    return newStr(rt, this.parts.join(''));
  }
}
