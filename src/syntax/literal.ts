/**
 * The values of number and string literals, from their source text.
 * CPython: Parser/pegen.c parsenumber, Parser/string_parser.c, Objects/unicodeobject.c _PyUnicode_DecodeUnicodeEscape.
 */
import type { ConstantValue } from './ast.ts';
import { characterNamed } from './unicode-names.ts';

/** A literal that cannot be evaluated; the message is the SyntaxError's, the place is the caller's to add. */
export class LiteralError extends Error {}

/** CPython's default sys.int_info.default_max_str_digits. */
const MAX_DECIMAL_DIGITS = 4300;

/**
 * Value of a number token (`12`, `0x_ff`, `1e5`, `3j`).
 * @throws LiteralError for a decimal integer of more than 4300 digits
 */
export function numberValue(token: string): ConstantValue {
  const text = token.includes('_') ? token.replace(/_/g, '') : token;
  const last = text.charCodeAt(text.length - 1) | 32;
  const second = text.length > 1 ? text.charCodeAt(1) | 32 : 0;
  if (text.charCodeAt(0) === 48 && (second === 120 || second === 111 || second === 98)) {
    return { type: 'int', value: BigInt(text) };
  }
  if (last === 106) return { type: 'complex', imag: Number(text.slice(0, -1)) };
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 48 || c > 57) return { type: 'float', value: Number(text) };
  }
  if (text.length > MAX_DECIMAL_DIGITS) {
    throw new LiteralError(
      `Exceeds the limit (${MAX_DECIMAL_DIGITS}) for integer string conversion: value has ${text.length} digits; ` +
        'use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.',
    );
  }
  return { type: 'int', value: BigInt(text) };
}

/** Told of the first escape of a literal that means nothing. CPython: string_parser.c warn_invalid_escape_sequence. */
export type WarnOfEscape = (message: string) => void;

/** The parts of a string token: `rb'''…'''`. */
export interface StringShape {
  isBytes: boolean;
  isRaw: boolean;
  /** An f-string or a t-string. */
  isFormatted: boolean;
  isTemplate: boolean;
  isU: boolean;
  /** Where the content starts and ends in the token. */
  start: number;
  end: number;
}

/** Splits a complete string token into prefix, quotes and content. */
export function stringShape(token: string): StringShape {
  const shape: StringShape = {
    isBytes: false,
    isRaw: false,
    isFormatted: false,
    isTemplate: false,
    isU: false,
    start: 0,
    end: 0,
  };
  let i = 0;
  for (; ; i++) {
    const c = token.charCodeAt(i);
    if (c === 34 || c === 39) break;
    switch (c | 32) {
      case 98:
        shape.isBytes = true;
        break;
      case 114:
        shape.isRaw = true;
        break;
      case 102:
        shape.isFormatted = true;
        break;
      case 116:
        shape.isFormatted = true;
        shape.isTemplate = true;
        break;
      case 117:
        shape.isU = true;
        break;
    }
  }
  const quote = token[i];
  const triple = token.length >= i + 6 && token[i + 1] === quote && token[i + 2] === quote;
  const width = triple ? 3 : 1;
  shape.start = i + width;
  shape.end = token.length - width;
  return shape;
}

/**
 * Value of one complete string token that is not an f-string.
 * @throws LiteralError
 */
export function stringValue(token: string, warn?: WarnOfEscape): { isBytes: boolean; text: string } {
  const first = token.charCodeAt(0);
  if ((first === 34 || first === 39) && !token.includes('\\')) {
    const width = token.length >= 6 && token.charCodeAt(1) === first && token.charCodeAt(2) === first ? 3 : 1;
    return { isBytes: false, text: token.slice(width, token.length - width) };
  }
  const shape = stringShape(token);
  const body = token.slice(shape.start, shape.end);
  if (shape.isBytes) {
    for (let i = 0; i < body.length; i++) {
      if (body.charCodeAt(i) >= 128) {
        throw new LiteralError('bytes can only contain ASCII literal characters');
      }
    }
    return { isBytes: true, text: shape.isRaw ? body : decodeBytesEscapes(body, warn) };
  }
  return { isBytes: false, text: shape.isRaw ? body : decodeEscapes(body, warn) };
}

/** Bytes as a Uint8Array, from the text of a bytes literal (each char one byte). */
export function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
};

function isHex(c: number): boolean {
  return (c >= 48 && c <= 57) || (c >= 65 && c <= 70) || (c >= 97 && c <= 102);
}

/**
 * Decodes the escapes of a str literal. Positions in messages count the bytes of the buffer CPython decodes from, in which a character
 * beyond ASCII is written `\UXXXXXXXX` (CPython: string_parser.c decode_unicode_with_escapes).
 * @throws LiteralError
 */
export function decodeEscapes(body: string, warn?: WarnOfEscape): string {
  let at = body.indexOf('\\');
  if (at < 0) return body;
  let out = '';
  let from = 0;
  let warned: string | null = null;
  while (at >= 0) {
    out += body.slice(from, at);
    if (at + 1 >= body.length) throw escapeError(body, at, at + 1, '\\ at end of string');
    const c = body[at + 1];
    const simple = SIMPLE_ESCAPES[c];
    if (simple !== undefined) {
      out += simple;
      from = at + 2;
    } else if (c >= '0' && c <= '7') {
      let end = at + 2;
      while (end < at + 4 && body[end] >= '0' && body[end] <= '7') end++;
      out += String.fromCharCode(Number.parseInt(body.slice(at + 1, end), 8));
      from = end;
    } else if (c === 'x' || c === 'u' || c === 'U') {
      const width = c === 'x' ? 2 : c === 'u' ? 4 : 8;
      let end = at + 2;
      while (end < at + 2 + width && isHex(body.charCodeAt(end))) end++;
      if (end !== at + 2 + width) {
        throw escapeError(body, at, end, `truncated \\${c}${c === 'x' ? 'XX' : c === 'u' ? 'XXXX' : 'XXXXXXXX'} escape`);
      }
      const code = Number.parseInt(body.slice(at + 2, end), 16);
      if (code > 0x10ffff) throw escapeError(body, at, end, 'illegal Unicode character');
      out += String.fromCodePoint(code);
      from = end;
    } else if (c === 'N') {
      const close = body[at + 2] === '{' ? body.indexOf('}', at + 3) : -1;
      if (close < 0 || close === at + 3) {
        const end = body[at + 2] !== '{' ? at + 2 : close < 0 ? body.length : close + 1;
        throw escapeError(body, at, end, 'malformed \\N character escape');
      }
      const code = characterNamed(body.slice(at + 3, close));
      if (code === undefined) throw escapeError(body, at, close + 1, 'unknown Unicode character name');
      out += code;
      from = close + 1;
    } else {
      // An unknown escape stays as it is.
      warned ??= c;
      out += `\\${c}`;
      from = at + 2;
    }
    at = body.indexOf('\\', from);
  }
  if (warned !== null) warn?.(`invalid escape sequence '\\${warned}'`);
  return out + body.slice(from);
}

function escapeError(body: string, start: number, end: number, reason: string): LiteralError {
  const first = bufferPosition(body, start);
  const last = bufferPosition(body, end) - 1;
  const place = last <= first ? `byte 0x5c in position ${first}` : `bytes in position ${first}-${last}`;
  return new LiteralError(`(unicode error) 'unicodeescape' codec can't decode ${place}: ${reason}`);
}

/** Index in the buffer that CPython's decoder sees, where each character beyond ASCII takes ten bytes. */
function bufferPosition(body: string, index: number): number {
  let position = 0;
  for (let i = 0; i < index; ) {
    const code = body.codePointAt(i) as number;
    position += code < 128 ? 1 : 10;
    i += code > 0xffff ? 2 : 1;
  }
  return position;
}

/** Decodes the escapes of a bytes literal. CPython: Objects/bytesobject.c _PyBytes_DecodeEscape. @throws LiteralError */
export function decodeBytesEscapes(body: string, warn?: WarnOfEscape): string {
  let at = body.indexOf('\\');
  if (at < 0) return body;
  let out = '';
  let from = 0;
  let warned: string | null = null;
  while (at >= 0) {
    out += body.slice(from, at);
    if (at + 1 >= body.length) throw new LiteralError('(value error) Trailing \\ in string');
    const c = body[at + 1];
    const simple = SIMPLE_ESCAPES[c];
    if (simple !== undefined) {
      out += simple;
      from = at + 2;
    } else if (c >= '0' && c <= '7') {
      let end = at + 2;
      while (end < at + 4 && body[end] >= '0' && body[end] <= '7') end++;
      out += String.fromCharCode(Number.parseInt(body.slice(at + 1, end), 8) & 255);
      from = end;
    } else if (c === 'x') {
      if (!isHex(body.charCodeAt(at + 2)) || !isHex(body.charCodeAt(at + 3))) {
        throw new LiteralError(`(value error) invalid \\x escape at position ${at}`);
      }
      out += String.fromCharCode(Number.parseInt(body.slice(at + 2, at + 4), 16));
      from = at + 4;
    } else {
      warned ??= c;
      out += `\\${c}`;
      from = at + 2;
    }
    at = body.indexOf('\\', from);
  }
  if (warned !== null) warn?.(`invalid escape sequence '\\${warned}'`);
  return out + body.slice(from);
}
