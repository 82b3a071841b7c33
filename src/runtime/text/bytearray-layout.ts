/**
 * A bytearray. CPython: Include/cpython/bytearrayobject.h
 *
 *   | refcnt | type | size | allocated | block | start | exports |
 *
 * The contents are `size` bytes from byte `start` of a block of `allocated` bytes (deletions at the front only move `start`); a zero
 * byte follows them. Without a block all three are 0.
 */
export const enum ByteArray {
  size = 4,
  /** Bytes of the block. */
  allocated = 6,
  /** Word address of the block or 0 (ob_bytes). */
  block = 8,
  /** Byte offset of the contents in the block (ob_start - ob_bytes). */
  start = 10,
  /** Leases of the contents (ob_exports). */
  exports = 12,
  bytes = 56,
}
