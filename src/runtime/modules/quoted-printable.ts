/** Quoted-printable text, on plain bytes. CPython: Modules/binascii.c */

import { ByteSink } from '../text/codecs/byte-sink.ts';

const LINE = 76;
const EQUALS = 61;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const TAB = 9;
const UNDERSCORE = 95;
const HEX = '0123456789ABCDEF';

function hexDigit(c: number | undefined): number {
  if (c === undefined) return -1;
  return c >= 48 && c <= 57 ? c - 48 : c >= 65 && c <= 70 ? c - 55 : c >= 97 && c <= 102 ? c - 87 : -1;
}

/** The bytes that quoted-printable text stands for; in headers `_` is a space. CPython: binascii_a2b_qp_impl */
export function fromQuotedPrintable(text: Uint8Array, header: boolean): Uint8Array {
  const sink = new ByteSink();
  let i = 0;
  while (i < text.length) {
    const c = text[i++]!;
    if (c !== EQUALS) {
      sink.push(header && c === UNDERSCORE ? SPACE : c);
      continue;
    }
    if (i >= text.length) break;
    const first = text[i]!;
    const high = hexDigit(first);
    const low = hexDigit(text[i + 1]);
    if (first === NEWLINE || first === RETURN) {
      // a soft line break
      while (i < text.length && text[i] !== NEWLINE) i++;
      if (i < text.length) i++;
    } else if (first === EQUALS) {
      sink.push(EQUALS);
      i++;
    } else if (high >= 0 && low >= 0) {
      sink.push(high * 16 + low);
      i += 2;
    } else sink.push(EQUALS);
  }
  return sink.view();
}

/** How bytes become quoted-printable text. */
export interface QuotingOptions {
  /** Spaces and tabs are quoted, too. */
  readonly tabs: boolean;
  /** Line ends stay line ends. */
  readonly text: boolean;
  /** For a header: spaces become `_`. */
  readonly header: boolean;
}

/** Bytes as quoted-printable text in lines of 76 characters. CPython: binascii_b2a_qp_impl */
export function toQuotedPrintable(bytes: Uint8Array, options: QuotingOptions): Uint8Array {
  const { tabs, text, header } = options;
  const sink = new ByteSink();
  const firstEnd = bytes.indexOf(NEWLINE);
  const lineEnd = firstEnd > 0 && bytes[firstEnd - 1] === RETURN ? [RETURN, NEWLINE] : [NEWLINE];
  let column = 0;
  const put = (...codes: number[]): void => {
    for (const code of codes) sink.push(code);
  };
  const quote = (c: number): void => put(EQUALS, HEX.charCodeAt(c >> 4), HEX.charCodeAt(c & 15));
  const breakLine = (): void => {
    put(EQUALS, ...lineEnd);
    column = 0;
  };
  const mustQuote = (c: number, i: number): boolean => {
    if (c > 126 || c === EQUALS || (header && c === UNDERSCORE)) return true;
    const last = i + 1 === bytes.length;
    const after = bytes[i + 1];
    if (c === 46 && column === 0) return last || after === NEWLINE || after === RETURN || after === 0;
    if (c === RETURN || c === NEWLINE) return !text;
    if (c === TAB || c === SPACE) return last || tabs;
    return c < 33;
  };
  let i = 0;
  while (i < bytes.length) {
    const c = bytes[i]!;
    if (mustQuote(c, i)) {
      if (column + 3 >= LINE) breakLine();
      quote(c);
      column += 3;
      i++;
    } else if (text && (c === NEWLINE || (c === RETURN && bytes[i + 1] === NEWLINE))) {
      column = 0;
      // white space at the end of a line would get lost
      const before = sink.length > 0 ? sink.view()[sink.length - 1]! : 0;
      if (before === SPACE || before === TAB) {
        sink.length--;
        quote(before);
      }
      put(...lineEnd);
      i += c === RETURN ? 2 : 1;
    } else {
      if (i + 1 !== bytes.length && bytes[i + 1] !== NEWLINE && column + 1 >= LINE) breakLine();
      column++;
      sink.push(header && c === SPACE ? UNDERSCORE : c);
      i++;
    }
  }
  return sink.view();
}
