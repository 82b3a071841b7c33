/**
 * The address space: one buffer, reserved once, committed by the operating system as it is
 * touched. The views over it are created once and never replaced, so that the hot paths may
 * treat them as constants.
 */

const GIB = 2 ** 30;

/**
 * Sizes tried when the embedder names none. 8 GiB is all that a 31-bit word index can name;
 * V8 before version 12 has no byte view over more than 4 GiB.
 */
const RESERVATIONS = [8 * GIB, 4 * GIB, 2 * GIB, GIB, GIB / 2];

/**
 * Reserves the buffer: the size asked for, or the largest that the host grants.
 * Throws RangeError when not even the smallest is granted.
 */
export function reserve(bytes?: number): ArrayBuffer {
  const sizes = bytes === undefined ? RESERVATIONS : [bytes, ...RESERVATIONS.filter((n) => n < bytes)];
  for (const size of sizes) {
    try {
      // made through the byte view, which has the largest index of all: a host that cannot view so
      // much refuses at once, before it reserves anything (each reservation costs a host collection)
      return new Uint8Array(size).buffer;
    } catch {
      // the host refuses this size (address-space limit, 32-bit host); a smaller one may do
    }
  }
  throw new RangeError(`cannot reserve ${sizes[sizes.length - 1]} bytes of address space`);
}

/** Gives physical pages back to the operating system. */
export interface Releaser {
  /**
   * Afterwards the whole range reads as zero. Returns false, and changes nothing, when the range
   * could not be released (it then stays resident).
   */
  release(buffer: ArrayBuffer, byteOffset: number, byteLength: number): boolean;
  /** False while the first release would have to load something. */
  readonly ready: boolean;
  /**
   * Loads whatever the first release needs. Called before the process's memory is measured, so
   * that the instrument does not count itself.
   */
  prepare(): void;
  /** Lets the host free its own garbage and give back what its allocator keeps, so that a measurement of the process shows what is in use. */
  settle(): void;
}
