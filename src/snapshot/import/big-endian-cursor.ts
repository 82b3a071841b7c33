import { type ByteSource, SnapshotError } from '../format/layout.ts';

const WINDOW = 1 << 20;

/** Reads big-endian numbers and short texts one after the other through a window. Errors name the section. */
export class BigEndianCursor {
  /** What is being read, for errors. */
  section = '';
  private window: Uint8Array;
  private view: DataView;
  private start = 0;
  private at = 0;
  private readonly decoder = new TextDecoder();

  constructor(private readonly source: ByteSource) {
    this.window = source.read(0, WINDOW);
    this.view = new DataView(this.window.buffer, this.window.byteOffset, this.window.length);
  }

  get length(): number {
    return this.source.length;
  }

  get done(): number {
    return (this.start + this.at) / this.source.length;
  }

  get atEnd(): boolean {
    return this.start + this.at === this.source.length;
  }

  fail(what: string): SnapshotError {
    return new SnapshotError(`${what} in ${this.section}, at byte ${this.start + this.at}`);
  }

  u8(): number {
    return this.view.getUint8(this.need(1));
  }

  i16(): number {
    return this.view.getInt16(this.need(2));
  }

  u32(): number {
    return this.view.getUint32(this.need(4));
  }

  /** A 64-bit number; above 2^53 it is an error. */
  u64(): number {
    const at = this.need(8);
    const high = this.view.getUint32(at);
    if (high >= 1 << 21) throw this.fail('a number above 2^53');
    return high * 2 ** 32 + this.view.getUint32(at + 4);
  }

  /** A number of entries that take `bytes` at least: never more than the rest of the file holds. */
  count(bytes: number): number {
    const n = this.u32();
    if (n * bytes > this.source.length - this.start - this.at) throw this.fail(`${n} entries, more than the rest of the file holds,`);
    return n;
  }

  text(): string {
    return this.textOf(this.view.getUint16(this.need(2)));
  }

  textOf(length: number): string {
    const at = this.need(length);
    return this.decoder.decode(this.window.subarray(at, at + length));
  }

  /** Makes sure that so many bytes are in the window, passes over them and gives where they begin. */
  private need(bytes: number): number {
    if (this.at + bytes > this.window.length) {
      this.start += this.at;
      this.at = 0;
      this.window = this.source.read(this.start, Math.max(WINDOW, bytes));
      this.view = new DataView(this.window.buffer, this.window.byteOffset, this.window.length);
      if (bytes > this.window.length) throw this.fail('cut short');
    }
    const at = this.at;
    this.at += bytes;
    return at;
  }
}
