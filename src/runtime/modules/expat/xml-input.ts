import { XmlError, XmlFailure } from './xml-error.ts';

/** How bytes become text: what the parser knows itself, or a table of 256 characters (-1: no character). */
export type XmlEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-16' | 'iso-8859-1' | 'us-ascii' | Int32Array;

/** A character that no text may contain: stands for bytes that are no character. */
const BAD = '\udc00';
const LATIN_1 = Int32Array.from({ length: 256 }, (_, i) => i);
const ASCII = Int32Array.from({ length: 256 }, (_, i) => (i < 128 ? i : -1));
const MOST_AT_ONCE = 8192;

/** The parser's own encoding of that name; undefined when it must ask. CPython: Modules/expat/xmltok_ns.c getEncodingIndex */
export function builtinEncoding(name: string): Exclude<XmlEncoding, Int32Array> | undefined {
  const known = ['utf-8', 'utf-16', 'utf-16be', 'utf-16le', 'iso-8859-1', 'us-ascii'] as const;
  return known.find((one) => one === name.toLowerCase());
}

/** Bytes of a UTF-8 character that begins with `first`; 0 where none does. */
function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  return first < 0xf5 ? 4 : 0;
}

/** Text that comes in pieces of bytes, and where in the bytes, lines and columns an offset in it is. */
export class XmlInput {
  text = '';
  /** What comes first in `text` that has not been read. */
  pos = 0;
  /** Nothing follows. */
  final = false;
  encoding: XmlEncoding | null;
  /** What is wrong with the encoding that the declaration names, and where it stands in the text. */
  refused: XmlFailure | null = null;
  /** Nobody named the encoding from outside: the declaration holds. */
  readonly declarationHolds: boolean;
  private begun = false;
  /** Bytes that were given in all. */
  received = 0;
  private waiting = new Uint8Array(0);
  private known = { offset: 0, byte: 0, line: 1, column: 0 };

  /** `encoding` null: found out from the first bytes and the declaration. */
  constructor(encoding: XmlEncoding | null) {
    this.encoding = encoding;
    this.declarationHolds = encoding === null;
  }

  /** Takes bytes in. `unknown` finds the table of an encoding that the parser does not know itself. */
  feed(bytes: Uint8Array, final: boolean, unknown: (name: string) => Int32Array): void {
    this.final = final;
    this.received += bytes.length;
    const all = new Uint8Array(this.waiting.length + bytes.length);
    all.set(this.waiting);
    all.set(bytes, this.waiting.length);
    this.waiting = all;
    if (!this.begun) this.detect(unknown);
    if (this.begun) this.decode();
  }

  /** True once the encoding is known. CPython: Modules/expat/xmltok_ns.c initScan */
  private detect(unknown: (name: string) => Int32Array): boolean {
    const b = this.waiting;
    const given = this.encoding;
    if (given instanceof Int32Array || given === 'utf-16le' || given === 'utf-16be') return this.choose(given, 0);
    if (b.length < 2 && !this.final) return false;
    if (b[0] === 0xfe && b[1] === 0xff) return this.choose('utf-16be', 2);
    if (b[0] === 0xff && b[1] === 0xfe) return this.choose('utf-16le', 2);
    if (given === 'utf-16') return this.choose(b[0] === 0 ? 'utf-16be' : 'utf-16le', 0);
    if (b[0] === 0x3c && b[1] === 0) return this.choose('utf-16le', 0);
    if (b[0] === 0 && b.length > 1) return this.choose('utf-16be', 0);
    if (given !== 'iso-8859-1' && b[0] === 0xef && (b.length < 3 || (b[1] === 0xbb && b[2] === 0xbf))) {
      if (b.length >= 3) return this.choose('utf-8', 3);
      if (!this.final) return false;
    }
    if (given !== null) return this.choose(given, 0);
    const start = String.fromCharCode(...b.subarray(0, 1024));
    if (!this.final && '<?xml'.startsWith(start.slice(0, 5)) && start.length < 6) return false;
    if (!/^<\?xml[ \t\r\n]/.test(start)) return this.choose('utf-8', 0);
    const declaration = /^<\?xml[^>]*\?>/.exec(start)?.[0];
    if (declaration === undefined) {
      return this.final || b.length >= 1024 ? this.choose('utf-8', 0) : false;
    }
    const name = /[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*(?:"([A-Za-z][\w.-]*)"|'([A-Za-z][\w.-]*)')/.exec(declaration);
    if (name === null) return this.choose('utf-8', 0);
    const encoding = builtinEncoding(name[1] ?? name[2]!);
    // two bytes a character contradict the declaration that was just read a byte at a time
    const wrong = encoding?.startsWith('utf-16') === true;
    if (wrong) this.refused = new XmlFailure(XmlError.incorrectEncoding, name.index + name[0].search(/["']/) + 1);
    return this.choose(wrong ? 'utf-8' : (encoding ?? unknown(name[1] ?? name[2]!)), 0);
  }

  private choose(encoding: XmlEncoding, skip: number): boolean {
    this.encoding = encoding;
    this.waiting = this.waiting.subarray(skip);
    this.begun = true;
    if (skip === 0) return true;
    // a byte order mark is a character of the first line
    this.known.byte += skip;
    this.known.column++;
    return true;
  }

  private decode(): void {
    const { encoding, waiting: b } = this;
    if (encoding === 'utf-8') {
      this.decodeUtf8();
      return;
    }
    if (encoding === 'utf-16le' || encoding === 'utf-16be') {
      const even = b.length & ~1;
      const units = new Uint16Array(even >> 1);
      const high = encoding === 'utf-16le' ? 1 : 0;
      for (let i = 0; i < even; i += 2) units[i >> 1] = b[i + high]! * 256 + b[i + 1 - high]!;
      this.append(units);
      this.waiting = b.slice(even);
      if (this.final && this.waiting.length > 0) this.text += BAD;
      return;
    }
    const table = encoding === 'iso-8859-1' ? LATIN_1 : encoding === 'us-ascii' ? ASCII : (encoding as Int32Array);
    const units = new Uint16Array(b.length);
    for (let i = 0; i < b.length; i++) units[i] = table[b[i]!]! < 0 ? 0xdc00 : table[b[i]!]!;
    this.append(units);
    this.waiting = new Uint8Array(0);
  }

  private append(units: Uint16Array): void {
    for (let i = 0; i < units.length; i += MOST_AT_ONCE) this.text += String.fromCharCode(...units.subarray(i, i + MOST_AT_ONCE));
  }

  /** Bytes that are no character become BAD, and the rest of the input with them, so that the error shows at the right place. */
  private decodeUtf8(): void {
    const b = this.waiting;
    let end = b.length;
    // a character that is not complete yet waits
    for (let back = 1; back <= 3 && back <= b.length && !this.final; back++) {
      const first = b[b.length - back]!;
      if (first < 0x80) break;
      if (first < 0xc0) continue;
      if (sequenceLength(first) > back) end = b.length - back;
      break;
    }
    try {
      this.text += new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(b.subarray(0, end));
    } catch {
      let good = 0;
      while (good < end) {
        const n = sequenceLength(b[good]!);
        if (n === 0 || good + n > end) break;
        try {
          this.text += new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(b.subarray(good, good + n));
        } catch {
          break;
        }
        good += n;
      }
      this.text += BAD;
      end = b.length;
    }
    this.waiting = b.slice(end);
  }

  /** A copy of the position where `offset` is: bytes, lines from 1, columns from 0. Never before what was given away. */
  positionOf(offset: number): { byte: number; line: number; column: number } {
    const { text, encoding } = this;
    let { offset: i, byte, line, column } = this.known;
    for (; i < offset && i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (encoding === 'utf-8' || encoding === null) byte += c < 0x80 ? 1 : c < 0x800 || (c >= 0xd800 && c < 0xe000) ? 2 : 3;
      else byte += typeof encoding === 'string' && encoding.startsWith('utf-16') ? 2 : 1;
      if (c === 13 || (c === 10 && (i === 0 || text.charCodeAt(i - 1) !== 13))) {
        line++;
        column = 0;
      } else if (c !== 10 && !(c >= 0xdc00 && c < 0xe000)) column++;
    }
    return { byte, line, column };
  }

  /** Forgets the text that was read; `keep`: not from this offset on. Returns how many characters went. */
  compact(): number {
    // a line end stays whole, for the count of lines
    let cut = this.pos;
    if (cut > 0 && this.text.charCodeAt(cut - 1) === 13) cut--;
    if (cut < 65536 && cut < this.text.length) return 0;
    this.known = { offset: 0, ...this.positionOf(cut) };
    this.text = this.text.slice(cut);
    this.pos -= cut;
    return cut;
  }
}
