/**
 * The bytes of a source file to text: byte order mark, coding cookie (PEP 263), line ends.
 * CPython (3.10): Parser/tokenizer.c check_coding_spec, decoding_fgets, ensure_utf8.
 */
import { PythonSyntaxError } from './syntax-error.ts';

export interface DecodeOptions {
  /** A file that is run or imported (the default), or bytes given to compile(), for which some messages differ. */
  origin?: 'file' | 'bytes';
}

export interface DecodedSource {
  /** With `\n` as the only line end. */
  text: string;
  /** As tokenize.detect_encoding names it: 'utf-8', 'utf-8-sig', 'iso-8859-1', … */
  encoding: string;
}

/**
 * Decodes a source text.
 * @throws PythonSyntaxError (SyntaxError; ValueError for a null byte)
 */
export function decodeSource(bytes: Uint8Array, filename: string, options: DecodeOptions = {}): DecodedSource {
  const fromFile = options.origin !== 'bytes';
  if (bytes.includes(0)) throw problem('source code string cannot contain null bytes', filename, fromFile, 'ValueError');
  const marked = bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const body = marked ? bytes.subarray(3) : bytes;
  const cookie = codingCookie(body);
  if (cookie === null || cookie === 'utf-8') {
    const text = decodeUtf8(body, filename, cookie !== null || marked || !fromFile);
    return { text: normalizeLineEnds(text), encoding: marked ? 'utf-8-sig' : 'utf-8' };
  }
  if (marked) throw problem(`encoding problem: ${cookie} with BOM`, filename, fromFile);
  return { text: normalizeLineEnds(decodeAs(body, cookie, filename, fromFile)), encoding: cookie };
}

/** `\r\n` and `\r` become `\n`. */
export function normalizeLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/** The encoding that a comment in the first two lines names, normalized, or null. */
export function codingCookie(bytes: Uint8Array): string | null {
  let at = 0;
  for (let line = 0; line < 2 && at < bytes.length; line++) {
    let end = at;
    while (end < bytes.length && bytes[end] !== 10 && bytes[end] !== 13) end++;
    const text = String.fromCharCode(...bytes.subarray(at, Math.min(end, at + 4096)));
    const cookie = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/.exec(text);
    if (cookie !== null) return normalName(cookie[1]);
    // Code on the first line ends the search.
    if (!/^[ \t\f]*(?:#.*)?$/s.test(text)) return null;
    at = end + (bytes[end] === 13 && bytes[end + 1] === 10 ? 2 : 1);
  }
  return null;
}

/** CPython: tokenizer.c get_normal_name. */
function normalName(name: string): string {
  const head = name.slice(0, 12).toLowerCase().replace(/_/g, '-');
  if (head === 'utf-8' || head.startsWith('utf-8-')) return 'utf-8';
  if (/^(?:latin-1|iso-8859-1|iso-latin-1)(?:-|$)/.test(head)) return 'iso-8859-1';
  return name;
}

/** An error without a place in the text. */
function problem(msg: string, filename: string, fromFile: boolean, type: 'SyntaxError' | 'ValueError' = 'SyntaxError'): PythonSyntaxError {
  return new PythonSyntaxError(type, msg, {
    filename,
    lineno: fromFile ? null : 0,
    offset: fromFile ? null : -1,
    end_lineno: null,
    end_offset: null,
    text: null,
  });
}

function decodeUtf8(bytes: Uint8Array, filename: string, declared: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const { index, reason } = firstBadByte(bytes);
    let line = 1;
    let lineStart = 0;
    for (let i = 0; i < index; i++) {
      if (bytes[i] === 10) {
        line++;
        lineStart = i + 1;
      }
    }
    const hex = bytes[index].toString(16).padStart(2, '0');
    if (!declared) {
      // 3.10 counts one line too far here.
      throw problem(
        `Non-UTF-8 code starting with '\\x${hex}' in file ${filename} on line ${line + 1}, but no encoding declared; ` +
          'see https://python.org/dev/peps/pep-0263/ for details',
        filename,
        true,
      );
    }
    let lineEnd = bytes.indexOf(10, index);
    if (lineEnd < 0) lineEnd = bytes.length;
    const offset = new TextDecoder().decode(bytes.subarray(lineStart, index)).length + 1;
    throw new PythonSyntaxError('SyntaxError', `(unicode error) 'utf-8' codec can't decode byte 0x${hex} in position ${index}: ${reason}`, {
      filename,
      lineno: line,
      offset,
      end_lineno: line,
      end_offset: offset,
      text: `${new TextDecoder().decode(bytes.subarray(lineStart, lineEnd))}\n`,
    });
  }
}

/** The first byte that is not UTF-8, and what CPython's decoder says about it. CPython: Objects/unicodeobject.c unicode_decode_utf8. */
function firstBadByte(bytes: Uint8Array): { index: number; reason: string } {
  let i = 0;
  while (i < bytes.length) {
    const c = bytes[i];
    if (c < 0x80) {
      i++;
      continue;
    }
    const width = c >= 0xc2 && c <= 0xdf ? 2 : c >= 0xe0 && c <= 0xef ? 3 : c >= 0xf0 && c <= 0xf4 ? 4 : 0;
    if (width === 0) return { index: i, reason: 'invalid start byte' };
    for (let k = 1; k < width; k++) {
      if (i + k >= bytes.length) return { index: i, reason: 'unexpected end of data' };
      const next = bytes[i + k];
      let low = 0x80;
      let high = 0xbf;
      if (k === 1) {
        if (c === 0xe0) low = 0xa0;
        else if (c === 0xed) high = 0x9f;
        else if (c === 0xf0) low = 0x90;
        else if (c === 0xf4) high = 0x8f;
      }
      if (next < low || next > high) return { index: i, reason: 'invalid continuation byte' };
    }
    i += width;
  }
  return { index: 0, reason: 'invalid start byte' };
}

/** Encodings whose names in Python are not labels of TextDecoder. */
const LABELS: Readonly<Record<string, string>> = {
  cp866: 'ibm866',
  cp874: 'windows-874',
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
  'koi8-r': 'koi8-r',
  'koi8-u': 'koi8-u',
  'mac-roman': 'macintosh',
  macroman: 'macintosh',
  'mac-cyrillic': 'x-mac-cyrillic',
  sjis: 'shift_jis',
  'shift-jis': 'shift_jis',
  eucjp: 'euc-jp',
  euckr: 'euc-kr',
};

function decodeAs(bytes: Uint8Array, encoding: string, filename: string, fromFile: boolean): string {
  const name = encoding.toLowerCase().replace(/_/g, '-');
  if (/^(?:latin-?1|iso-?8859-?1|l1|8859|cp819|iso-ir-100)$/.test(name)) return latin1(bytes);
  if (/^(?:us-)?ascii$|^646$/.test(name)) {
    const bad = bytes.findIndex((b) => b >= 128);
    if (bad < 0) return latin1(bytes);
    if (fromFile) throw problem(`encoding problem: ${encoding}`, filename, true);
    const hex = bytes[bad].toString(16);
    throw problem(`'ascii' codec can't decode byte 0x${hex} in position ${bad}: ordinal not in range(128)`, filename, false);
  }
  if (/^(?:utf8|u8|utf|cp65001)$/.test(name)) return decodeUtf8(bytes, filename, true);
  const windows = /^(?:cp|windows-?)(125[0-8])$/.exec(name);
  const iso = /^iso-?8859-?(\d+)$/.exec(name);
  if (windows !== null && windows[1] === '1252') return windows1252(bytes, encoding, filename, fromFile);
  const label = windows !== null ? `windows-${windows[1]}` : iso !== null ? `iso-8859-${iso[1]}` : (LABELS[name] ?? name);
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label, { fatal: true });
  } catch {
    throw problem(fromFile ? `encoding problem: ${encoding}` : `unknown encoding: ${encoding}`, filename, fromFile);
  }
  try {
    return decoder.decode(bytes);
  } catch {
    if (fromFile) throw problem(`encoding problem: ${encoding}`, filename, true);
    throw problem(`'${encoding}' codec can't decode bytes: illegal multibyte sequence`, filename, false);
  }
}

/** What stands at 0x80 to 0x9f; spaces are holes. Node's own decoder takes this encoding for Latin-1. */
const WINDOWS_1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

function windows1252(bytes: Uint8Array, encoding: string, filename: string, fromFile: boolean): string {
  const bad = bytes.findIndex((b) => b >= 0x80 && b < 0xa0 && WINDOWS_1252[b - 0x80] === ' ');
  if (bad >= 0) {
    if (fromFile) throw problem(`encoding problem: ${encoding}`, filename, true);
    const hex = bytes[bad].toString(16);
    throw problem(`'charmap' codec can't decode byte 0x${hex} in position ${bad}: character maps to <undefined>`, filename, false);
  }
  return latin1(bytes).replace(/[\u0080-\u009f]/g, (c) => WINDOWS_1252[c.charCodeAt(0) - 0x80]);
}

function latin1(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 8192) out += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return out;
}
