/** A hash function whose state is words of the heap: `S` from `at` on. Blocks are bytes of `B` from `pos` on. */
export interface Algorithm {
  readonly name: string;
  readonly blockSize: number;
  /** Bytes of the digest; 0 = the caller says (SHAKE). */
  readonly digestSize: number;
  readonly stateWords: number;
  start(S: Int32Array, at: number): void;
  /** Takes one block in. */
  absorb(S: Int32Array, at: number, B: Uint8Array, pos: number): void;
  /** The digest, from the state before the last `left` bytes (at `pos`), `total` bytes in all. Must not change S or B: both are copies. */
  finish(S: Int32Array, at: number, last: Uint8Array, left: number, total: number, size: number): Uint8Array;
}

/** Bytes of state words, in the order that the algorithm stores them. */
export function wordBytes(S: Int32Array, at: number, size: number, bigEndian: boolean): Uint8Array {
  const out = new Uint8Array(size);
  for (let i = 0; i < size; i++) out[i] = S[at + (i >> 2)]! >>> (bigEndian ? 24 - 8 * (i & 3) : 8 * (i & 3));
  return out;
}

/**
 * The last blocks of MD5, SHA-1 and SHA-2: the message's end, 0x80, zeros, its length in bits in the last `lengthBytes` bytes.
 */
export function paddedEnd(blockSize: number, lengthBytes: number, last: Uint8Array, left: number, total: number, bigEndian: boolean): Uint8Array {
  const n = left + 1 + lengthBytes <= blockSize ? blockSize : 2 * blockSize;
  const end = new Uint8Array(n);
  end.set(last.subarray(0, left));
  end[left] = 0x80;
  let bits = BigInt(total) * 8n;
  for (let i = 0; i < lengthBytes && bits > 0n; i++) {
    end[bigEndian ? n - 1 - i : n - lengthBytes + i] = Number(bits & 255n);
    bits >>= 8n;
  }
  return end;
}
