/**
 * The file format, version 1; docs/snapshot-format.md describes it for other programs. All numbers are little endian.
 *
 *   file      magic 8 | version u32 | crc u32 (of the 12 bytes before) | section … | section "END "
 *   section   name 4 | element type u8 | flags u8 | 0 u16 | elements u64 | crc u32 (of the 16 bytes before) | chunk … | last chunk
 *   chunk     raw bytes u32 | stored bytes u32 | method u32 | crc u32 (of the 12 bytes before and the stored bytes) | stored bytes
 *
 * The last chunk of a section has no bytes. Readers skip sections they do not know.
 */
export const MAGIC = Uint8Array.of(0x8f, 0x4f, 0x55, 0x52, 0x4f, 0x0d, 0x0a, 0x1a);
export const VERSION = 1;
export const FILE_HEADER_BYTES = 16;
export const SECTION_HEADER_BYTES = 20;
export const CHUNK_HEADER_BYTES = 16;
/** Raw bytes of a full chunk. */
export const CHUNK_BYTES = 1 << 20;

export const enum Element {
  bytes = 0,
  u8 = 1,
  u32 = 2,
  f64 = 3,
}

/** Bytes of one element, by Element. */
export const ELEMENT_BYTES = [1, 1, 4, 8] as const;

/** Section flags. */
export const enum SectionFlag {
  /** Each element is stored as the difference from the one before it (u32: modulo 2^32). */
  delta = 1,
}

export const enum Method {
  stored = 0,
  /** Raw DEFLATE (RFC 1951). */
  deflate = 1,
}

/** How many times larger than its deflated form data can be. */
export const MAX_DEFLATE_RATIO = 1040;

/** A file that cannot be read: one line for the user. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
}

/** Deflates and inflates; the host's library, or the portable one. */
export interface Codec {
  deflate(bytes: Uint8Array): Uint8Array;
  /** Throws, or returns something of another length, when the bytes are damaged. Never more than `rawLength` bytes. */
  inflate(bytes: Uint8Array, rawLength: number): Uint8Array;
}

/** Bytes that can be read at random. */
export interface ByteSource {
  readonly length: number;
  /** Exactly `length` bytes from `offset`, or fewer at the end. The result may be overwritten by the next call. */
  read(offset: number, length: number): Uint8Array;
}

/** A file in memory. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return { length: bytes.length, read: (offset, length) => bytes.subarray(offset, Math.min(offset + length, bytes.length)) };
}

/** Is told how far a long work has come, 0 to 1. */
export type Progress = (done: number, what: string) => void;
