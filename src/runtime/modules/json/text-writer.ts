import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { strData, strKind, strLength } from '../../text/str-layout.ts';
import { allocStr, newStr, strText } from '../../text/str-object.ts';

/** Characters that JSON writes as themselves between quotes, below 128. */
const PLAIN = new Uint8Array(128).map((_, c) => (c >= 32 && c !== 34 && c !== 92 && c !== 127 ? 1 : 0));

const MAX_HOST_STRING = 0x1fffffe8;

/**
 * The text that an encoder writes, outside of the heap until it is done: bytes while all is Latin-1, so that the strings of the document are copied
 * from the heap without becoming host strings on the way. CPython: _PyUnicodeWriter
 */
export class TextWriter {
  private bytes = new Uint8Array(256);
  private length = 0;
  /** What was written before the last character beyond Latin-1; null while there is none. */
  private wide: string | null = null;

  constructor(private readonly rt: Runtime) {}

  /** Appends a host string. MemoryError. */
  write(text: string): void {
    const n = text.length;
    if (this.length + n > this.bytes.length) this.grow(n);
    const { bytes } = this;
    let at = this.length;
    for (let i = 0; i < n; i++) {
      const c = text.charCodeAt(i);
      if (c > 0xff) {
        this.widen(text);
        return;
      }
      bytes[at++] = c;
    }
    this.length = at;
  }

  /** Appends a str of the heap between quotes when nothing in it needs an escape; false: nothing was written. MemoryError. */
  writePlain(str: number): boolean {
    const { rt } = this;
    if (strKind(rt, str) !== 1) return false;
    const n = strLength(rt, str);
    if (this.length + n + 2 > this.bytes.length) this.grow(n + 2);
    const { bytes } = this;
    const U8 = rt.U8;
    const data = strData(rt, str);
    let at = this.length;
    bytes[at++] = 34;
    for (let i = data; i < data + n; i++) {
      const c = U8[i];
      if (c > 127 || PLAIN[c] === 0) return false;
      bytes[at++] = c;
    }
    bytes[at++] = 34;
    this.length = at;
    return true;
  }

  /** Appends a str of the heap as it is. MemoryError. */
  writeStr(str: number): void {
    const { rt } = this;
    if (strKind(rt, str) !== 1) {
      this.widen(strText(rt, str));
      return;
    }
    const n = strLength(rt, str);
    if (this.length + n > this.bytes.length) this.grow(n);
    const data = strData(rt, str);
    this.bytes.set(rt.U8.subarray(data, data + n), this.length);
    this.length += n;
  }

  /** The whole text as a str, a new reference. MemoryError. */
  finish(): Owned {
    const written = this.bytes.subarray(0, this.length);
    if (this.wide !== null) return newStr(this.rt, this.wide + latin1(written));
    const { rt } = this;
    let bits = 0;
    for (let i = 0; i < written.length; i++) bits |= written[i];
    if (written.length < 2) return newStr(rt, latin1(written));
    const op = allocStr(rt, written.length, bits);
    rt.U8.set(written, strData(rt, op));
    return op;
  }

  private widen(text: string): void {
    const before = (this.wide ?? '') + latin1(this.bytes.subarray(0, this.length));
    if (before.length + text.length > MAX_HOST_STRING) this.rt.noMemory();
    this.wide = before + text;
    this.length = 0;
  }

  private grow(by: number): void {
    const bytes = Math.max(this.length + by, 2 * this.bytes.length);
    if (bytes > 0x7fffff00) this.rt.noMemory();
    const old = this.bytes;
    this.bytes = new Uint8Array(bytes);
    this.bytes.set(old.subarray(0, this.length));
  }
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return text;
}
