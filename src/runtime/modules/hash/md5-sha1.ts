import { type Algorithm, paddedEnd, wordBytes } from './algorithm.ts';
import { SINES } from './constants.ts';

const INITIAL = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

const rotate = (x: number, n: number): number => (x << n) | (x >>> (32 - n));

function absorbMd5(S: Int32Array, at: number, B: Uint8Array, pos: number): void {
  const M = new Int32Array(16);
  for (let i = 0; i < 16; i++) M[i] = B[pos + 4 * i]! | (B[pos + 4 * i + 1]! << 8) | (B[pos + 4 * i + 2]! << 16) | (B[pos + 4 * i + 3]! << 24);
  let a = S[at]!;
  let b = S[at + 1]!;
  let c = S[at + 2]!;
  let d = S[at + 3]!;
  for (let i = 0; i < 64; i++) {
    const round = i >> 4;
    let f: number;
    let g: number;
    if (round === 0) {
      f = (b & c) | (~b & d);
      g = i;
    } else if (round === 1) {
      f = (d & b) | (~d & c);
      g = (5 * i + 1) & 15;
    } else if (round === 2) {
      f = b ^ c ^ d;
      g = (3 * i + 5) & 15;
    } else {
      f = c ^ (b | ~d);
      g = (7 * i) & 15;
    }
    const next = (b + rotate((a + f + SINES[i]! + M[g]!) | 0, SHIFTS[4 * round + (i & 3)]!)) | 0;
    a = d;
    d = c;
    c = b;
    b = next;
  }
  S[at] = S[at]! + a;
  S[at + 1] = S[at + 1]! + b;
  S[at + 2] = S[at + 2]! + c;
  S[at + 3] = S[at + 3]! + d;
}

function absorbSha1(S: Int32Array, at: number, B: Uint8Array, pos: number): void {
  const W = new Int32Array(80);
  for (let i = 0; i < 16; i++) W[i] = (B[pos + 4 * i]! << 24) | (B[pos + 4 * i + 1]! << 16) | (B[pos + 4 * i + 2]! << 8) | B[pos + 4 * i + 3]!;
  for (let i = 16; i < 80; i++) W[i] = rotate(W[i - 3]! ^ W[i - 8]! ^ W[i - 14]! ^ W[i - 16]!, 1);
  let a = S[at]!;
  let b = S[at + 1]!;
  let c = S[at + 2]!;
  let d = S[at + 3]!;
  let e = S[at + 4]!;
  for (let i = 0; i < 80; i++) {
    let f: number;
    if (i < 20) f = ((b & c) | (~b & d)) + 0x5a827999;
    else if (i < 40) f = (b ^ c ^ d) + 0x6ed9eba1;
    else if (i < 60) f = ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
    else f = (b ^ c ^ d) + 0xca62c1d6;
    const next = (rotate(a, 5) + f + e + W[i]!) | 0;
    e = d;
    d = c;
    c = rotate(b, 30);
    b = a;
    a = next;
  }
  S[at] = S[at]! + a;
  S[at + 1] = S[at + 1]! + b;
  S[at + 2] = S[at + 2]! + c;
  S[at + 3] = S[at + 3]! + d;
  S[at + 4] = S[at + 4]! + e;
}

function merkle(name: string, stateWords: number, bigEndian: boolean, absorb: Algorithm['absorb']): Algorithm {
  return {
    name,
    blockSize: 64,
    digestSize: 4 * stateWords,
    stateWords,
    start(S, at) {
      for (let i = 0; i < stateWords; i++) S[at + i] = INITIAL[i]!;
    },
    absorb,
    finish(S, at, last, left, total, size) {
      const end = paddedEnd(64, 8, last, left, total, bigEndian);
      for (let pos = 0; pos < end.length; pos += 64) absorb(S, at, end, pos);
      return wordBytes(S, at, size, bigEndian);
    },
  };
}

export const md5: Algorithm = merkle('md5', 4, false, absorbMd5);
export const sha1: Algorithm = merkle('sha1', 5, true, absorbSha1);
