import { type Algorithm, paddedEnd, wordBytes } from './algorithm.ts';
import { CUBE_ROOTS, SQUARE_ROOTS } from './constants.ts';

/** SHA-2. 64-bit words are pairs: high, low. */

const right = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

function absorb256(S: Int32Array, at: number, B: Uint8Array, pos: number): void {
  const W = new Int32Array(64);
  for (let i = 0; i < 16; i++) W[i] = (B[pos + 4 * i]! << 24) | (B[pos + 4 * i + 1]! << 16) | (B[pos + 4 * i + 2]! << 8) | B[pos + 4 * i + 3]!;
  for (let i = 16; i < 64; i++) {
    const x = W[i - 15]!;
    const y = W[i - 2]!;
    W[i] = W[i - 16]! + (right(x, 7) ^ right(x, 18) ^ (x >>> 3)) + W[i - 7]! + (right(y, 17) ^ right(y, 19) ^ (y >>> 10));
  }
  const v = S.slice(at, at + 8);
  for (let i = 0; i < 64; i++) {
    const e = v[4]!;
    const a = v[0]!;
    const t1 = (v[7]! + (right(e, 6) ^ right(e, 11) ^ right(e, 25)) + ((e & v[5]!) ^ (~e & v[6]!)) + CUBE_ROOTS[2 * i]! + W[i]!) | 0;
    const t2 = ((right(a, 2) ^ right(a, 13) ^ right(a, 22)) + ((a & v[1]!) ^ (a & v[2]!) ^ (v[1]! & v[2]!))) | 0;
    v.copyWithin(1, 0, 7);
    v[4] = v[4]! + t1;
    v[0] = t1 + t2;
  }
  for (let i = 0; i < 8; i++) S[at + i] = S[at + i]! + v[i]!;
}

const MASK = 0xffffffffffffffffn;
const right64 = (x: bigint, n: bigint): bigint => ((x >> n) | (x << (64n - n))) & MASK;

function pair(S: Int32Array, i: number): bigint {
  return (BigInt(S[i]! >>> 0) << 32n) | BigInt(S[i + 1]! >>> 0);
}

/** In bigints: slow but plain; SHA-512 is rare. */
function absorb512(S: Int32Array, at: number, B: Uint8Array, pos: number): void {
  const W = new BigUint64Array(80);
  const view = new DataView(B.buffer, B.byteOffset + pos, 128);
  for (let i = 0; i < 16; i++) W[i] = view.getBigUint64(8 * i);
  for (let i = 16; i < 80; i++) {
    const x = W[i - 15]!;
    const y = W[i - 2]!;
    W[i] = W[i - 16]! + (right64(x, 1n) ^ right64(x, 8n) ^ (x >> 7n)) + W[i - 7]! + (right64(y, 19n) ^ right64(y, 61n) ^ (y >> 6n));
  }
  const v = new BigUint64Array(8);
  for (let i = 0; i < 8; i++) v[i] = pair(S, at + 2 * i);
  for (let i = 0; i < 80; i++) {
    const e = v[4]!;
    const a = v[0]!;
    const t1 = v[7]! + (right64(e, 14n) ^ right64(e, 18n) ^ right64(e, 41n)) + ((e & v[5]!) ^ (~e & MASK & v[6]!)) + pair(CUBE_ROOTS, 2 * i) + W[i]!;
    const t2 = (right64(a, 28n) ^ right64(a, 34n) ^ right64(a, 39n)) + ((a & v[1]!) ^ (a & v[2]!) ^ (v[1]! & v[2]!));
    v.copyWithin(1, 0, 7);
    v[4] = v[4]! + t1;
    v[0] = t1 + t2;
  }
  for (let i = 0; i < 8; i++) {
    const sum = BigInt.asUintN(64, pair(S, at + 2 * i) + v[i]!);
    S[at + 2 * i] = Number(sum >> 32n);
    S[at + 2 * i + 1] = Number(sum & 0xffffffffn);
  }
}

function sha2(bits: 224 | 256 | 384 | 512): Algorithm {
  const wide = bits > 256;
  const blockSize = wide ? 128 : 64;
  const absorb = wide ? absorb512 : absorb256;
  return {
    name: `sha${bits}`,
    blockSize,
    digestSize: bits / 8,
    stateWords: wide ? 16 : 8,
    start(S, at) {
      for (let i = 0; i < 8; i++) {
        if (wide) {
          const from = 2 * (bits === 384 ? i + 8 : i);
          S[at + 2 * i] = SQUARE_ROOTS[from]!;
          S[at + 2 * i + 1] = SQUARE_ROOTS[from + 1]!;
        } else S[at + i] = bits === 224 ? SQUARE_ROOTS[2 * (i + 8) + 1]! : SQUARE_ROOTS[2 * i]!;
      }
    },
    absorb,
    finish(S, at, last, left, total, size) {
      const end = paddedEnd(blockSize, blockSize / 8, last, left, total, true);
      for (let pos = 0; pos < end.length; pos += blockSize) absorb(S, at, end, pos);
      return wordBytes(S, at, size, true);
    },
  };
}

export const sha224: Algorithm = sha2(224);
export const sha256: Algorithm = sha2(256);
export const sha384: Algorithm = sha2(384);
export const sha512: Algorithm = sha2(512);
