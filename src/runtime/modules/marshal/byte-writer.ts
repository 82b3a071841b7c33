/** Bytes being put together on the host. */
export class ByteWriter {
  private buffer = new Uint8Array(256);
  private view = new DataView(this.buffer.buffer);
  private length = 0;

  private room(n: number): number {
    const at = this.length;
    if (at + n > this.buffer.length) {
      const bigger = new Uint8Array(Math.max(this.buffer.length * 2, at + n));
      bigger.set(this.buffer);
      this.buffer = bigger;
      this.view = new DataView(bigger.buffer);
    }
    this.length = at + n;
    return at;
  }

  byte(value: number): void {
    const at = this.room(1);
    this.buffer[at] = value;
  }

  short(value: number): void {
    const at = this.room(2);
    this.view.setUint16(at, value & 0xffff, true);
  }

  long(value: number): void {
    const at = this.room(4);
    this.view.setInt32(at, value, true);
  }

  double(value: number): void {
    const at = this.room(8);
    this.view.setFloat64(at, value, true);
  }

  bytes(value: Uint8Array): void {
    const at = this.room(value.length);
    this.buffer.set(value, at);
  }

  /** Text whose characters are all below 256. */
  latin1(text: string): void {
    const at = this.room(text.length);
    for (let i = 0; i < text.length; i++) this.buffer[at + i] = text.charCodeAt(i);
  }

  /** What was written, in place. */
  finish(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }
}
