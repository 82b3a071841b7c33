/**
 * Short runs of words zeroed and copied by loops. The host's own fill and copyWithin are calls out of compiled code: 19 ns for a run of any length
 * up to 64 words, in which the loops below do 32 and 16.
 */

const LOOP_ZEROS = 32;
const LOOP_COPIES = 16;

/** Zeroes the words from `from` up to `end`, both even. `F64` is the heap's view of doubles. */
export function zeroWords(F64: Float64Array, from: number, end: number): void {
  if (end - from > LOOP_ZEROS) F64.fill(0, from >> 1, end >> 1);
  else for (let i = from >> 1, last = end >> 1; i < last; i++) F64[i] = 0;
}

/** Copies `n` words to another place, which does not overlap the first from behind: `to` is lower, or they are apart. */
export function copyWords(H: Int32Array, to: number, from: number, n: number): void {
  if (n > LOOP_COPIES) H.copyWithin(to, from, from + n);
  else for (let i = 0; i < n; i++) H[to + i] = H[from + i];
}
