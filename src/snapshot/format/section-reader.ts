import { crc32 } from './crc32.ts';
import {
  type ByteSource,
  CHUNK_BYTES,
  CHUNK_HEADER_BYTES,
  type Codec,
  ELEMENT_BYTES,
  Element,
  FILE_HEADER_BYTES,
  MAGIC,
  MAX_DEFLATE_RATIO,
  Method,
  SECTION_HEADER_BYTES,
  SectionFlag,
  SnapshotError,
  VERSION,
} from './layout.ts';
import { HOST_IS_LITTLE_ENDIAN, swapElements } from './section-writer.ts';

/** A section as its header tells. */
export interface Section {
  name: string;
  element: number;
  flags: number;
  length: number;
  /** Where its first chunk begins. */
  offset: number;
}

/** Whether the bytes begin as a snapshot of ours does (the whole magic, or a damaged line ending in it). */
export function isSnapshot(start: Uint8Array): boolean {
  return start.length >= 5 && MAGIC.subarray(0, 5).every((byte, i) => start[i] === byte);
}

/** Reads the sections of a file in order; every error names the section. */
export class SectionReader {
  private offset = FILE_HEADER_BYTES;
  private sections = 0;

  /** Checks the head of the file. Throws SnapshotError. */
  constructor(
    private readonly source: ByteSource,
    private readonly codec: Codec,
  ) {
    const header = source.read(0, FILE_HEADER_BYTES).slice();
    if (!isSnapshot(header)) throw new SnapshotError('not a snapshot: it does not begin as one');
    if (header.length < FILE_HEADER_BYTES) throw new SnapshotError('cut short in the file header: write the snapshot again');
    if (!MAGIC.every((byte, i) => header[i] === byte)) {
      throw new SnapshotError('damaged in the file header, as by a transfer that changes line endings: transfer it as binary');
    }
    const view = new DataView(header.buffer);
    const version = view.getUint32(8, true);
    if (view.getUint32(12, true) !== crc32(header.subarray(0, 12))) throw new SnapshotError('damaged in the file header');
    if (version > VERSION) {
      throw new SnapshotError(`format version ${version} is newer than this program, which reads up to ${VERSION}: use a newer Ouroboros`);
    }
    if (version === 0) throw new SnapshotError('damaged in the file header: there is no format version 0');
  }

  /** How much of the file is read, 0 to 1. */
  get done(): number {
    return this.offset / this.source.length;
  }

  /** The next section, null behind the last. */
  next(): Section | null {
    const at = this.sections === 0 ? 'the first section' : `section ${this.sections + 1}`;
    const header = this.source.read(this.offset, SECTION_HEADER_BYTES).slice();
    if (header.length < SECTION_HEADER_BYTES) throw new SnapshotError(`cut short at ${at}: the file is incomplete, write it again`);
    const view = new DataView(header.buffer);
    if (view.getUint32(16, true) !== crc32(header.subarray(0, 16))) throw new SnapshotError(`damaged at the head of ${at}`);
    this.offset += SECTION_HEADER_BYTES;
    this.sections++;
    const section: Section = {
      name: String.fromCharCode(...header.subarray(0, 4)),
      element: header[4],
      flags: header[5],
      length: view.getUint32(8, true) + view.getUint32(12, true) * 2 ** 32,
      offset: this.offset,
    };
    if (section.element >= ELEMENT_BYTES.length) throw new SnapshotError(`section ${section.name.trim()} has elements of an unknown type`);
    if (section.name !== 'END ') return section;
    if (section.length !== this.sections - 1)
      throw new SnapshotError(`damaged: ${section.length} sections were written, ${this.sections - 1} are there`);
    if (this.chunk('END', null, 0) !== 0) throw new SnapshotError('damaged in section END');
    if (this.offset !== this.source.length) throw new SnapshotError(`${this.source.length - this.offset} bytes stand behind the end of the snapshot`);
    return null;
  }

  /** The column of the section that `next` gave last. */
  column(section: Section): Uint8Array | Uint32Array | Float64Array {
    const width = ELEMENT_BYTES[section.element];
    const total = section.length * width;
    if (total > this.source.length * MAX_DEFLATE_RATIO) throw new SnapshotError(`section ${section.name.trim()} says it is larger than it can be`);
    let bytes: Uint8Array;
    try {
      bytes = new Uint8Array(total);
    } catch {
      throw new SnapshotError(
        `section ${section.name.trim()} needs ${Math.ceil(total / 2 ** 20)} MB, more than the host grants: use a machine with more memory`,
      );
    }
    let filled = 0;
    for (;;) {
      const n = this.chunk(section.name.trim(), bytes, filled);
      if (n === 0) break;
      filled += n;
    }
    if (filled !== total) throw new SnapshotError(`section ${section.name.trim()} has ${filled} bytes instead of ${total}`);
    return decode(bytes, section);
  }

  /** Passes over the section that `next` gave last, without looking at its contents. */
  skip(section: Section): void {
    while (this.chunk(section.name.trim(), null, 0) !== 0);
  }

  /** Reads one chunk into `target` at `at` (null: reads over it); gives its raw length, 0 for the last. */
  private chunk(name: string, target: Uint8Array | null, at: number): number {
    const header = this.source.read(this.offset, CHUNK_HEADER_BYTES).slice();
    if (header.length < CHUNK_HEADER_BYTES) throw new SnapshotError(`cut short in section ${name}: the file is incomplete, write it again`);
    const view = new DataView(header.buffer);
    const rawLength = view.getUint32(0, true);
    const storedLength = view.getUint32(4, true);
    const method = view.getUint32(8, true);
    const damaged = (): SnapshotError => new SnapshotError(`damaged in section ${name}: its checksum is wrong`);
    if (rawLength > CHUNK_BYTES || storedLength > CHUNK_BYTES) throw damaged();
    const stored = this.source.read(this.offset + CHUNK_HEADER_BYTES, storedLength);
    if (stored.length < storedLength) throw new SnapshotError(`cut short in section ${name}: the file is incomplete, write it again`);
    if (view.getUint32(12, true) !== crc32(stored, crc32(header.subarray(0, 12)))) throw damaged();
    this.offset += CHUNK_HEADER_BYTES + storedLength;
    if (target === null || rawLength === 0) return rawLength;
    if (at + rawLength > target.length) throw new SnapshotError(`section ${name} is longer than its head says`);
    if (method === Method.stored) {
      if (storedLength !== rawLength) throw damaged();
      target.set(stored, at);
    } else if (method === Method.deflate) {
      target.set(this.inflated(name, stored, rawLength), at);
    } else throw new SnapshotError(`section ${name} is packed by method ${method}, which version ${VERSION} does not have`);
    return rawLength;
  }

  private inflated(name: string, stored: Uint8Array, rawLength: number): Uint8Array {
    try {
      const raw = this.codec.inflate(stored, rawLength);
      if (raw.length === rawLength) return raw;
    } catch {
      // told below
    }
    throw new SnapshotError(`damaged in section ${name}: it cannot be unpacked`);
  }
}

function decode(bytes: Uint8Array, { element, flags }: Section): Uint8Array | Uint32Array | Float64Array {
  if (element === Element.bytes || element === Element.u8) return bytes;
  if (!HOST_IS_LITTLE_ENDIAN) swapElements(bytes, ELEMENT_BYTES[element]);
  const delta = (flags & SectionFlag.delta) !== 0;
  if (element === Element.u32) {
    const column = new Uint32Array(bytes.buffer);
    if (delta) for (let i = 1; i < column.length; i++) column[i] += column[i - 1];
    return column;
  }
  const column = new Float64Array(bytes.buffer);
  if (delta) for (let i = 1; i < column.length; i++) column[i] += column[i - 1];
  return column;
}
