import { crc32 } from './crc32.ts';
import {
  CHUNK_BYTES,
  CHUNK_HEADER_BYTES,
  type Codec,
  ELEMENT_BYTES,
  Element,
  FILE_HEADER_BYTES,
  MAGIC,
  Method,
  SECTION_HEADER_BYTES,
  SectionFlag,
  VERSION,
} from './layout.ts';

/** Takes the bytes of a file in order. May keep no reference to them. */
export type Sink = (bytes: Uint8Array) => void;

type ColumnData = Uint8Array | Uint32Array | Float64Array;

/** Writes a file section after section, a chunk at a time: never more than a few chunks in memory. */
export class SectionWriter {
  private sections = 0;

  constructor(
    private readonly sink: Sink,
    private readonly codec: Codec,
  ) {
    const header = new Uint8Array(FILE_HEADER_BYTES);
    header.set(MAGIC);
    const view = new DataView(header.buffer);
    view.setUint32(8, VERSION, true);
    view.setUint32(12, crc32(header.subarray(0, 12)), true);
    sink(header);
  }

  /** One section with a whole column. */
  write(name: string, data: ColumnData, flags = 0): void {
    const element =
      data instanceof Float64Array ? Element.f64 : data instanceof Uint32Array ? Element.u32 : name === 'META' ? Element.bytes : Element.u8;
    this.header(name, element, flags, data.length);
    const step = CHUNK_BYTES / ELEMENT_BYTES[element];
    for (let from = 0; from < data.length; from += step) {
      this.chunk(littleEndian(data, from, Math.min(from + step, data.length), (flags & SectionFlag.delta) !== 0));
    }
    this.chunk(new Uint8Array(0));
  }

  /** Ends the file. */
  end(): void {
    const sections = this.sections;
    this.header('END ', Element.bytes, 0, sections);
    this.chunk(new Uint8Array(0));
  }

  private header(name: string, element: number, flags: number, length: number): void {
    const bytes = new Uint8Array(SECTION_HEADER_BYTES);
    for (let i = 0; i < 4; i++) bytes[i] = name.charCodeAt(i);
    bytes[4] = element;
    bytes[5] = flags;
    const view = new DataView(bytes.buffer);
    view.setUint32(8, length >>> 0, true);
    view.setUint32(12, Math.floor(length / 2 ** 32), true);
    view.setUint32(16, crc32(bytes.subarray(0, 16)), true);
    this.sink(bytes);
    this.sections++;
  }

  private chunk(raw: Uint8Array): void {
    let stored = raw;
    let method: number = Method.stored;
    if (raw.length > 64) {
      const deflated = this.codec.deflate(raw);
      if (deflated.length < raw.length) {
        stored = deflated;
        method = Method.deflate;
      }
    }
    const header = new Uint8Array(CHUNK_HEADER_BYTES);
    const view = new DataView(header.buffer);
    view.setUint32(0, raw.length, true);
    view.setUint32(4, stored.length, true);
    view.setUint32(8, method, true);
    view.setUint32(12, crc32(stored, crc32(header.subarray(0, 12))), true);
    this.sink(header);
    if (stored.length > 0) this.sink(stored);
  }
}

/** Elements `from` to `to` as bytes, differences if asked. Copies. */
function littleEndian(data: ColumnData, from: number, to: number, delta: boolean): Uint8Array {
  if (data instanceof Uint8Array) return data.slice(from, to);
  const n = to - from;
  if (data instanceof Uint32Array) {
    const part = data.slice(from, to);
    if (delta) for (let i = n - 1; i >= 0; i--) part[i] = data[from + i] - (from + i === 0 ? 0 : data[from + i - 1]);
    return bytesOf(part);
  }
  const part = data.slice(from, to);
  if (delta) for (let i = n - 1; i >= 0; i--) part[i] = data[from + i] - (from + i === 0 ? 0 : data[from + i - 1]);
  return bytesOf(part);
}

/** True on the machines that keep the low byte first, as the format does. */
export const HOST_IS_LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

function bytesOf(part: Uint32Array | Float64Array): Uint8Array {
  const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
  return HOST_IS_LITTLE_ENDIAN ? bytes : swapElements(bytes, part.BYTES_PER_ELEMENT);
}

/** Reverses the bytes of each element in place. */
export function swapElements(bytes: Uint8Array, width: number): Uint8Array {
  for (let i = 0; i < bytes.length; i += width) bytes.subarray(i, i + width).reverse();
  return bytes;
}
