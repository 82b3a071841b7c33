import { type Algorithm, wordBytes } from './algorithm.ts';
import { SIGMA, SQUARE_ROOTS } from './constants.ts';

/**
 * BLAKE2b and BLAKE2s. The last block is taken in by finish, so whoever feeds blocks keeps a full one back until more comes. State: the eight
 * chained words (BLAKE2b: low and high), then the count of bytes taken in.
 */

interface Variant {
  readonly name: string;
  readonly bits: bigint;
  readonly rounds: number;
  readonly rotations: readonly bigint[];
}

const B: Variant = { name: 'blake2b', bits: 64n, rounds: 12, rotations: [32n, 24n, 16n, 63n] };
const S_: Variant = { name: 'blake2s', bits: 32n, rounds: 10, rotations: [16n, 12n, 8n, 7n] };

/** Parameters of a hash beside the digest's size. */
export interface BlakeParameters {
  readonly size: number;
  readonly key: Uint8Array;
  readonly salt: Uint8Array;
  readonly person: Uint8Array;
  readonly fanout: number;
  readonly depth: number;
  readonly leafSize: number;
  readonly nodeOffset: bigint;
  readonly nodeDepth: number;
  readonly innerSize: number;
  readonly lastNode: boolean;
}

function initial(v: Variant, i: number): bigint {
  const high = BigInt(SQUARE_ROOTS[2 * i]! >>> 0);
  return v.bits === 32n ? high : (high << 32n) | BigInt(SQUARE_ROOTS[2 * i + 1]! >>> 0);
}

function compress(v: Variant, S: Int32Array, at: number, block: Uint8Array, pos: number, count: bigint, final: boolean, lastNode: boolean): void {
  const mask = (1n << v.bits) - 1n;
  const wide = v.bits === 64n;
  const view = new DataView(block.buffer, block.byteOffset + pos, wide ? 128 : 64);
  const m: bigint[] = [];
  for (let i = 0; i < 16; i++) m.push(wide ? view.getBigUint64(8 * i, true) : BigInt(view.getUint32(4 * i, true)));
  const w: bigint[] = [];
  for (let i = 0; i < 8; i++) w.push(wide ? (BigInt(S[at + 2 * i + 1]! >>> 0) << 32n) | BigInt(S[at + 2 * i]! >>> 0) : BigInt(S[at + i]! >>> 0));
  const h = w.slice();
  for (let i = 0; i < 8; i++) w.push(initial(v, i));
  w[12] = w[12]! ^ (count & mask);
  w[13] = w[13]! ^ (count >> v.bits);
  if (final) w[14] = w[14]! ^ mask;
  if (final && lastNode) w[15] = w[15]! ^ mask;
  const turn = (x: bigint, n: bigint): bigint => ((x >> n) | (x << (v.bits - n))) & mask;
  const [r0, r1, r2, r3] = v.rotations as [bigint, bigint, bigint, bigint];
  const mix = (a: number, b: number, c: number, d: number, x: bigint, y: bigint): void => {
    w[a] = (w[a]! + w[b]! + x) & mask;
    w[d] = turn(w[d]! ^ w[a]!, r0);
    w[c] = (w[c]! + w[d]!) & mask;
    w[b] = turn(w[b]! ^ w[c]!, r1);
    w[a] = (w[a]! + w[b]! + y) & mask;
    w[d] = turn(w[d]! ^ w[a]!, r2);
    w[c] = (w[c]! + w[d]!) & mask;
    w[b] = turn(w[b]! ^ w[c]!, r3);
  };
  for (let round = 0; round < v.rounds; round++) {
    const s = SIGMA[round % 10]!;
    for (let i = 0; i < 4; i++) mix(i, i + 4, i + 8, i + 12, m[s[2 * i]!]!, m[s[2 * i + 1]!]!);
    for (let i = 0; i < 4; i++) mix(i, ((i + 1) & 3) + 4, ((i + 2) & 3) + 8, ((i + 3) & 3) + 12, m[s[8 + 2 * i]!]!, m[s[9 + 2 * i]!]!);
  }
  for (let i = 0; i < 8; i++) {
    const x = h[i]! ^ w[i]! ^ w[i + 8]!;
    if (wide) {
      S[at + 2 * i] = Number(x & 0xffffffffn);
      S[at + 2 * i + 1] = Number(x >> 32n);
    } else S[at + i] = Number(x);
  }
}

function blake2(v: Variant): Algorithm {
  const wide = v.bits === 64n;
  const blockSize = wide ? 128 : 64;
  const words = wide ? 16 : 8;
  const count = (S: Int32Array, at: number): bigint => (BigInt(S[at + words + 1]! >>> 0) << 32n) | BigInt(S[at + words]! >>> 0);
  return {
    name: v.name,
    blockSize,
    digestSize: blockSize / 2,
    // the chained words, the count (two words), the last-node flag
    stateWords: words + 4,
    start(S, at) {
      startBlake(this, S, at, { ...NO_PARAMETERS, size: blockSize / 2 });
    },
    absorb(S, at, bytes, pos) {
      const n = count(S, at) + BigInt(blockSize);
      S[at + words] = Number(n & 0xffffffffn);
      S[at + words + 1] = Number(n >> 32n);
      compress(v, S, at, bytes, pos, n, false, false);
    },
    finish(S, at, last, left, _total, size) {
      const block = new Uint8Array(blockSize);
      block.set(last.subarray(0, left));
      compress(v, S, at, block, 0, count(S, at) + BigInt(left), true, S[at + words + 2] !== 0);
      return wordBytes(S, at, size, false);
    },
  };
}

const NOTHING = new Uint8Array(0);
const NO_PARAMETERS: BlakeParameters = {
  size: 0,
  key: NOTHING,
  salt: NOTHING,
  person: NOTHING,
  fanout: 1,
  depth: 1,
  leafSize: 0,
  nodeOffset: 0n,
  nodeDepth: 0,
  innerSize: 0,
  lastNode: false,
};

/** The state before any input. CPython: Modules/_blake2/ py_blake2_new */
export function startBlake(algorithm: Algorithm, S: Int32Array, at: number, p: BlakeParameters): void {
  const wide = algorithm.blockSize === 128;
  const v = wide ? B : S_;
  const block = new Uint8Array(wide ? 64 : 32);
  const view = new DataView(block.buffer);
  block.set([p.size, p.key.length, p.fanout, p.depth]);
  view.setUint32(4, p.leafSize, true);
  if (wide) {
    view.setBigUint64(8, p.nodeOffset, true);
    block.set([p.nodeDepth, p.innerSize], 16);
    block.set(p.salt, 32);
    block.set(p.person, 48);
  } else {
    view.setUint32(8, Number(p.nodeOffset & 0xffffffffn), true);
    view.setUint16(12, Number(p.nodeOffset >> 32n), true);
    block.set([p.nodeDepth, p.innerSize], 14);
    block.set(p.salt, 16);
    block.set(p.person, 24);
  }
  const words = wide ? 16 : 8;
  for (let i = 0; i < 8; i++) {
    const iv = initial(v, i);
    if (wide) {
      S[at + 2 * i] = Number(iv & 0xffffffffn) ^ view.getInt32(8 * i, true);
      S[at + 2 * i + 1] = Number(iv >> 32n) ^ view.getInt32(8 * i + 4, true);
    } else S[at + i] = Number(iv) ^ view.getInt32(4 * i, true);
  }
  S.fill(0, at + words, at + words + 4);
  S[at + words + 2] = p.lastNode ? 1 : 0;
}

export const blake2b: Algorithm = blake2(B);
export const blake2s: Algorithm = blake2(S_);
