/** The numbers that MD5, SHA-2, SHA-3 and BLAKE2 are built from, computed from what they are defined by. */

function primes(count: number): bigint[] {
  const found: bigint[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((p) => BigInt(n) % p !== 0n)) found.push(BigInt(n));
  return found;
}

/** Largest integer whose `power`-th power is not above n. */
function root(n: bigint, power: bigint): bigint {
  let low = 0n;
  let high = 1n << (BigInt(n.toString(2).length) / power + 1n);
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** power <= n) low = middle;
    else high = middle - 1n;
  }
  return low;
}

/** First 64 bits of the fractional parts of the roots of the first primes, as pairs of words: high, low. */
function fractions(count: number, power: 2 | 3): Int32Array {
  const out = new Int32Array(2 * count);
  primes(count).forEach((p, i) => {
    const bits = BigInt.asUintN(64, root(p << BigInt(64 * power), BigInt(power)));
    out[2 * i] = Number(BigInt.asIntN(32, bits >> 32n));
    out[2 * i + 1] = Number(BigInt.asIntN(32, bits));
  });
  return out;
}

/** Round constants of SHA-512; their high words are SHA-256's. */
export const CUBE_ROOTS: Int32Array = /* @__PURE__ */ fractions(80, 3);

/** Initial values: 0-7 of SHA-512 and BLAKE2b (high words: SHA-256, BLAKE2s), 8-15 of SHA-384 (low words: SHA-224). */
export const SQUARE_ROOTS: Int32Array = /* @__PURE__ */ fractions(16, 2);

/** Round constants of MD5. */
export const SINES: Int32Array = /* @__PURE__ */ Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 4294967296) | 0);

/** Order of the message words in BLAKE2's rounds. */
export const SIGMA: readonly (readonly number[])[] = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
