import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { newBytes } from '../bytes-object.ts';

/** Bytes that an encoder writes one after the other, outside the heap until they are complete. */
export class ByteSink {
  private bytes = new Uint8Array(64);
  length = 0;

  private grow(more: number): void {
    const bytes = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more));
    bytes.set(this.bytes.subarray(0, this.length));
    this.bytes = bytes;
  }

  push(byte: number): void {
    if (this.length === this.bytes.length) this.grow(1);
    this.bytes[this.length++] = byte;
  }

  append(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.bytes.length) this.grow(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** What was written; a view. */
  view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  /** The bytes object. MemoryError. */
  finish(rt: Runtime): Owned {
    return newBytes(rt, this.view());
  }
}

/** Code points that a decoder produces one after the other. */
export class CharSink {
  chars = new Uint32Array(64);
  length = 0;

  push(char: number): void {
    if (this.length === this.chars.length) {
      const chars = new Uint32Array(this.chars.length * 2);
      chars.set(this.chars);
      this.chars = chars;
    }
    this.chars[this.length++] = char;
  }

  append(chars: readonly number[]): void {
    for (const c of chars) this.push(c);
  }
}
