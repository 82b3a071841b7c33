/** 64-bit unsigned arithmetic on pairs of 32-bit words, for the hashes of containers. */

/** High 32 bits of the product of two unsigned 32-bit numbers. */
export function mulHigh(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const low = a0 * b0;
  const mid = a1 * b0 + (low >>> 16);
  const cross = a0 * b1 + (mid & 0xffff);
  return (a1 * b1 + Math.floor(mid / 65536) + Math.floor(cross / 65536)) | 0;
}

/** High word of the 64-bit product of two 64-bit numbers; the low word is Math.imul(aLo, bLo). */
export function mul64High(aLo: number, aHi: number, bLo: number, bHi: number): number {
  return (mulHigh(aLo >>> 0, bLo >>> 0) + Math.imul(aLo, bHi) + Math.imul(aHi, bLo)) | 0;
}

/** Carry of the unsigned 32-bit sum a + b whose low word is `sum`. */
export function carry(sum: number, a: number): number {
  return sum >>> 0 < a >>> 0 ? 1 : 0;
}
