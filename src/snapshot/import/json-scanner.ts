import { type ByteSource, SnapshotError } from '../format/layout.ts';

const WINDOW = 1 << 22;

const enum Char {
  quote = 34,
  comma = 44,
  zero = 48,
  nine = 57,
  colon = 58,
  open = 91,
  backslash = 92,
  close = 93,
  openBrace = 123,
  closeBrace = 125,
}

/**
 * Reads a JSON file of any size byte by byte through a window: as much JSON as a heap snapshot is made of. Errors name the key under
 * which they were found.
 */
export class JsonScanner {
  /** Key being read, for errors. */
  section = 'the beginning';
  private window: Uint8Array;
  private windowStart = 0;
  private at = 0;

  constructor(private readonly source: ByteSource) {
    this.window = source.read(0, WINDOW);
  }

  /** How much is read, 0 to 1. */
  get done(): number {
    return (this.windowStart + this.at) / this.source.length;
  }

  fail(what: string): SnapshotError {
    return new SnapshotError(`${what} in ${this.section}, at byte ${this.windowStart + this.at}`);
  }

  /** The next character that is no white space, not consumed; throws at the end. */
  peek(): number {
    for (;;) {
      if (this.at === this.window.length && !this.refill()) throw this.fail('cut short');
      const c = this.window[this.at];
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return c;
      this.at++;
    }
  }

  /** Consumes a character; throws when another stands there. */
  expect(c: number): void {
    if (this.peek() !== c) throw this.fail(`'${String.fromCharCode(c)}' expected`);
    this.at++;
  }

  /** Consumes a character if it stands there. */
  take(c: number): boolean {
    if (this.peek() !== c) return false;
    this.at++;
    return true;
  }

  /** A short string, such as a key. */
  string(): string {
    this.expect(Char.quote);
    const bytes: number[] = [];
    for (let c = this.byte(); c !== Char.quote; c = this.byte()) {
      bytes.push(c);
      if (c === Char.backslash) bytes.push(this.byte());
      if (bytes.length > 1000) throw this.fail('a key of a thousand characters');
    }
    try {
      return JSON.parse(`"${new TextDecoder().decode(Uint8Array.from(bytes))}"`) as string;
    } catch {
      throw this.fail('a malformed string');
    }
  }

  /** Any value as text, at most `limit` bytes. */
  valueText(limit: number): string {
    const bytes: number[] = [];
    this.passValue((c) => {
      bytes.push(c);
      if (bytes.length > limit) throw this.fail('too large a value');
    });
    return new TextDecoder().decode(Uint8Array.from(bytes));
  }

  /** Goes over any value. */
  skipValue(): void {
    this.passValue(() => {});
  }

  private passValue(each: (c: number) => void): void {
    let depth = 0;
    this.peek();
    for (;;) {
      const c = this.byte();
      each(c);
      if (c === Char.quote) {
        for (let d = this.byte(); ; d = this.byte()) {
          each(d);
          if (d === Char.backslash) each(this.byte());
          else if (d === Char.quote) break;
        }
      } else if (c === Char.open || c === Char.openBrace) depth++;
      else if (c === Char.close || c === Char.closeBrace) depth--;
      if (depth > 0) continue;
      const next = this.peek();
      if (next === Char.comma || next === Char.closeBrace || next === Char.close) return;
    }
  }

  /**
   * An array of non-negative whole numbers below 2^32, handed over in blocks: `take(block, n)` reads block[0 … n-1]. A block is always a
   * multiple of `width` numbers. Gives how many there were.
   */
  numbers(width: number, take: (block: Uint32Array, n: number) => void): number {
    this.expect(Char.open);
    const block = new Uint32Array(width * 4096);
    let filled = 0;
    let total = 0;
    let value = 0;
    let digits = 0;
    for (;;) {
      const { window } = this;
      const end = window.length;
      let at = this.at;
      while (at < end) {
        const c = window[at++];
        if (c >= Char.zero && c <= Char.nine) {
          value = value * 10 + (c - Char.zero);
          digits++;
        } else if (c === Char.comma || c === Char.close) {
          if (digits === 0) {
            if (c === Char.close && total === 0 && filled === 0) {
              this.at = at;
              return 0;
            }
            this.at = at;
            throw this.fail('a number expected');
          }
          if (value > 0xffffffff) {
            this.at = at;
            throw this.fail('a number above 4294967295');
          }
          block[filled++] = value;
          value = 0;
          digits = 0;
          if (filled === block.length || c === Char.close) {
            total += filled;
            this.at = at;
            if (filled % width !== 0) throw this.fail(`${total} numbers, which is no multiple of ${width},`);
            take(block, filled);
            filled = 0;
            if (c === Char.close) return total;
          }
        } else if (c > 32) {
          this.at = at;
          throw this.fail('a number expected');
        }
      }
      this.at = at;
      if (!this.refill()) throw this.fail('cut short');
    }
  }

  /** An array of strings as UTF-8 and where each ends. */
  strings(): { bytes: Uint8Array; ends: Uint32Array } {
    this.expect(Char.open);
    let bytes = new Uint8Array(1 << 20);
    let ends = new Uint32Array(1 << 16);
    let length = 0;
    let count = 0;
    if (!this.take(Char.close)) {
      do {
        this.expect(Char.quote);
        for (;;) {
          if (this.at === this.window.length && !this.refill()) throw this.fail('cut short');
          const { window } = this;
          if (bytes.length - length < window.length - this.at + 8) {
            const wider = new Uint8Array(Math.max(bytes.length * 2, length + window.length + 8));
            wider.set(bytes.subarray(0, length));
            bytes = wider;
          }
          let at = this.at;
          const end = window.length;
          let c = 0;
          while (at < end && (c = window[at]) !== Char.quote && c !== Char.backslash) {
            bytes[length++] = c;
            at++;
          }
          this.at = at;
          if (at === end) continue;
          this.at++;
          if (c === Char.quote) break;
          length += this.escape(bytes.subarray(length, length + 4));
        }
        if (count === ends.length) {
          const wider = new Uint32Array(count * 2);
          wider.set(ends);
          ends = wider;
        }
        if (length > 0xffffffff) throw this.fail('more than 4 GB of text');
        ends[count++] = length;
      } while (this.take(Char.comma));
      this.expect(Char.close);
    }
    return { bytes: bytes.slice(0, length), ends: ends.slice(0, count) };
  }

  /** What stands behind a backslash, as UTF-8; gives its length. */
  private escape(target: Uint8Array): number {
    const c = this.byte();
    const simple = '"\\/bfnrt'.indexOf(String.fromCharCode(c));
    if (simple >= 0) {
      target[0] = '"\\/\b\f\n\r\t'.charCodeAt(simple);
      return 1;
    }
    if (c !== 0x75) throw this.fail('an unknown escape');
    let code = this.hex4();
    if (code >= 0xd800 && code < 0xdc00 && this.peekPair()) {
      this.byte();
      this.byte();
      const low = this.hex4();
      if (low >= 0xdc00 && low < 0xe000) code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
      else code = 0xfffd;
    }
    if (code >= 0xd800 && code < 0xe000) code = 0xfffd;
    if (code < 0x80) {
      target[0] = code;
      return 1;
    }
    if (code < 0x800) {
      target[0] = 0xc0 | (code >> 6);
      target[1] = 0x80 | (code & 63);
      return 2;
    }
    if (code < 0x10000) {
      target[0] = 0xe0 | (code >> 12);
      target[1] = 0x80 | ((code >> 6) & 63);
      target[2] = 0x80 | (code & 63);
      return 3;
    }
    target[0] = 0xf0 | (code >> 18);
    target[1] = 0x80 | ((code >> 12) & 63);
    target[2] = 0x80 | ((code >> 6) & 63);
    target[3] = 0x80 | (code & 63);
    return 4;
  }

  /** Whether `\u` comes next; may move the window. */
  private peekPair(): boolean {
    if (this.window.length - this.at < 2) {
      const rest = this.window.slice(this.at);
      const offset = this.windowStart + this.at;
      const more = this.source.read(offset, Math.max(rest.length, WINDOW));
      this.windowStart = offset;
      this.window = more;
      this.at = 0;
    }
    return this.window[this.at] === Char.backslash && this.window[this.at + 1] === 0x75;
  }

  private hex4(): number {
    let code = 0;
    for (let i = 0; i < 4; i++) {
      const digit = Number.parseInt(String.fromCharCode(this.byte()), 16);
      if (Number.isNaN(digit)) throw this.fail('a malformed escape');
      code = code * 16 + digit;
    }
    return code;
  }

  private byte(): number {
    if (this.at === this.window.length && !this.refill()) throw this.fail('cut short');
    return this.window[this.at++];
  }

  private refill(): boolean {
    this.windowStart += this.window.length;
    this.at = 0;
    this.window = this.source.read(this.windowStart, WINDOW);
    return this.window.length > 0;
  }
}

export { Char as JsonChar };
