import type { Algorithm } from './algorithm.ts';

/** SHA-3 and SHAKE: Keccak-f[1600] over 25 lanes, each two words: low, high. */

const MASK = 0xffffffffffffffffn;
const left = (x: bigint, n: bigint): bigint => (n === 0n ? x : ((x << n) | (x >> (64n - n))) & MASK);

/** Offsets of rho and round constants of iota, from their definitions. */
const RHO: readonly bigint[] = /* @__PURE__ */ (() => {
  const out: bigint[] = new Array(25).fill(0n);
  let x = 1;
  let y = 0;
  for (let t = 0; t < 24; t++) {
    out[x + 5 * y] = BigInt((((t + 1) * (t + 2)) / 2) % 64);
    [x, y] = [y, (2 * x + 3 * y) % 5];
  }
  return out;
})();

const IOTA: readonly bigint[] = /* @__PURE__ */ (() => {
  const out: bigint[] = [];
  let r = 1;
  for (let round = 0; round < 24; round++) {
    let constant = 0n;
    for (let j = 0; j < 7; j++) {
      if ((r & 1) !== 0) constant |= 1n << BigInt((1 << j) - 1);
      r = (r << 1) ^ ((r >> 7) * 0x171);
    }
    out.push(constant);
  }
  return out;
})();

function permute(S: Int32Array, at: number): void {
  const A = new BigUint64Array(25);
  for (let i = 0; i < 25; i++) A[i] = (BigInt(S[at + 2 * i + 1]! >>> 0) << 32n) | BigInt(S[at + 2 * i]! >>> 0);
  const B = new BigUint64Array(25);
  const C = new BigUint64Array(5);
  for (let round = 0; round < 24; round++) {
    for (let x = 0; x < 5; x++) C[x] = A[x]! ^ A[x + 5]! ^ A[x + 10]! ^ A[x + 15]! ^ A[x + 20]!;
    for (let x = 0; x < 5; x++) {
      const d = C[(x + 4) % 5]! ^ left(C[(x + 1) % 5]!, 1n);
      for (let y = 0; y < 25; y += 5) A[x + y] = A[x + y]! ^ d;
    }
    for (let x = 0; x < 5; x++) for (let y = 0; y < 5; y++) B[y + 5 * ((2 * x + 3 * y) % 5)] = left(A[x + 5 * y]!, RHO[x + 5 * y]!);
    for (let x = 0; x < 5; x++) for (let y = 0; y < 25; y += 5) A[x + y] = B[x + y]! ^ (~B[((x + 1) % 5) + y]! & MASK & B[((x + 2) % 5) + y]!);
    A[0] = A[0]! ^ IOTA[round]!;
  }
  for (let i = 0; i < 25; i++) {
    S[at + 2 * i] = Number(A[i]! & 0xffffffffn);
    S[at + 2 * i + 1] = Number(A[i]! >> 32n);
  }
}

function keccak(name: string, blockSize: number, digestSize: number, suffix: number): Algorithm {
  const absorb = (S: Int32Array, at: number, B: Uint8Array, pos: number): void => {
    for (let i = 0; i < blockSize; i++) S[at + (i >> 2)] = S[at + (i >> 2)]! ^ (B[pos + i]! << (8 * (i & 3)));
    permute(S, at);
  };
  return {
    name,
    blockSize,
    digestSize,
    stateWords: 50,
    start(S, at) {
      S.fill(0, at, at + 50);
    },
    absorb,
    finish(S, at, last, leftBytes, _total, size) {
      const end = new Uint8Array(blockSize);
      end.set(last.subarray(0, leftBytes));
      end[leftBytes] = suffix;
      end[blockSize - 1] = end[blockSize - 1]! | 0x80;
      absorb(S, at, end, 0);
      const out = new Uint8Array(size);
      for (let i = 0; i < size; i++) {
        const j = i % blockSize;
        if (i > 0 && j === 0) permute(S, at);
        out[i] = S[at + (j >> 2)]! >>> (8 * (j & 3));
      }
      return out;
    },
  };
}

export const sha3: readonly Algorithm[] = [
  keccak('sha3_224', 144, 28, 6),
  keccak('sha3_256', 136, 32, 6),
  keccak('sha3_384', 104, 48, 6),
  keccak('sha3_512', 72, 64, 6),
];
export const shake: readonly Algorithm[] = [keccak('shake_128', 168, 0, 0x1f), keccak('shake_256', 136, 0, 0x1f)];
