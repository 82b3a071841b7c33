import type { Runtime } from '../core/runtime.ts';

/**
 * The hash of str and bytes: SipHash over 64-bit words kept as pairs of 32-bit halves.
 * CPython: Python/pyhash.c siphash24, siphash13; Python/bootstrap_hash.c
 */

/** The key (k0 low, k0 high, k1 low, k1 high) and the rounds for each word and at the end. */
interface HashSecret {
  readonly key: Int32Array;
  readonly rounds: number;
  readonly finalRounds: number;
}

/** Key bytes that a seed stands for. CPython: Python/bootstrap_hash.c lcg_urandom */
export function keyOfSeed(seed: number): Int32Array {
  const key = new Uint8Array(16);
  if (seed !== 0) {
    let x = seed | 0;
    for (let i = 0; i < key.length; i++) {
      x = (Math.imul(x, 214013) + 2531011) | 0;
      key[i] = (x >>> 16) & 255;
    }
  }
  return new Int32Array(key.buffer);
}

/** Key from PYTHONHASHSEED: unset counts as 0, so that runs repeat; 'random' asks the host. */
function makeSecret(rt: Runtime): HashSecret {
  const seed = rt.host.env.PYTHONHASHSEED ?? '0';
  const key = seed === 'random' ? new Int32Array(new Uint8Array(rt.host.randomBytes(16)).buffer) : keyOfSeed(Number(seed) >>> 0);
  return rt.model.hash === 'siphash24' ? { key, rounds: 2, finalRounds: 4 } : { key, rounds: 1, finalRounds: 3 };
}

/** The runtime's hash secret, made on first use. */
function hashSecret(rt: Runtime): HashSecret {
  let secret = rt.state.get('hash secret') as HashSecret | undefined;
  if (secret === undefined) {
    secret = makeSecret(rt);
    rt.state.set('hash secret', secret);
  }
  return secret;
}

/**
 * Hash of `length` bytes at a byte address: returns the low word, leaves the high word in rt.hashHi; never -1.
 * CPython: Python/pyhash.c _Py_HashBytes
 */
export function hashBytes(rt: Runtime, address: number, length: number): number {
  if (length === 0) {
    rt.hashHi = 0;
    return 0;
  }
  const { key, rounds, finalRounds } = hashSecret(rt);
  const H = rt.H;
  const U8 = rt.U8;
  const aligned = address % 4 === 0;
  let v0l = key[0]! ^ 0x70736575;
  let v0h = key[1]! ^ 0x736f6d65;
  let v1l = key[2]! ^ 0x6e646f6d;
  let v1h = key[3]! ^ 0x646f7261;
  let v2l = key[0]! ^ 0x6e657261;
  let v2h = key[1]! ^ 0x6c796765;
  let v3l = key[2]! ^ 0x79746573;
  let v3h = key[3]! ^ 0x74656462;
  const words = Math.floor(length / 8);
  let at = address;
  // words, then the tail with the length in its top byte, then the finish
  for (let i = 0; i <= words + 1; i++) {
    let ml = 0;
    let mh = 0;
    let turns = rounds;
    if (i < words) {
      if (aligned) {
        ml = H[at / 4]!;
        mh = H[at / 4 + 1]!;
      } else {
        ml = U8[at]! | (U8[at + 1]! << 8) | (U8[at + 2]! << 16) | (U8[at + 3]! << 24);
        mh = U8[at + 4]! | (U8[at + 5]! << 8) | (U8[at + 6]! << 16) | (U8[at + 7]! << 24);
      }
      at += 8;
    } else if (i === words) {
      const rest = length - words * 8;
      for (let k = 0; k < rest; k++) {
        if (k < 4) ml |= U8[at + k]! << (8 * k);
        else mh |= U8[at + k]! << (8 * (k - 4));
      }
      mh |= (length & 255) << 24;
    } else {
      v2l ^= 255;
      turns = finalRounds;
    }
    v3l ^= ml;
    v3h ^= mh;
    for (let r = 0; r < turns; r++) {
      let low = (v0l + v1l) | 0;
      v0h = (v0h + v1h + (low >>> 0 < v0l >>> 0 ? 1 : 0)) | 0;
      v0l = low;
      low = (v2l + v3l) | 0;
      v2h = (v2h + v3h + (low >>> 0 < v2l >>> 0 ? 1 : 0)) | 0;
      v2l = low;
      low = ((v1l << 13) | (v1h >>> 19)) ^ v0l;
      v1h = ((v1h << 13) | (v1l >>> 19)) ^ v0h;
      v1l = low;
      low = ((v3l << 16) | (v3h >>> 16)) ^ v2l;
      v3h = ((v3h << 16) | (v3l >>> 16)) ^ v2h;
      v3l = low;
      low = v0l;
      v0l = v0h;
      v0h = low;
      low = (v2l + v1l) | 0;
      v2h = (v2h + v1h + (low >>> 0 < v2l >>> 0 ? 1 : 0)) | 0;
      v2l = low;
      low = (v0l + v3l) | 0;
      v0h = (v0h + v3h + (low >>> 0 < v0l >>> 0 ? 1 : 0)) | 0;
      v0l = low;
      low = ((v1l << 17) | (v1h >>> 15)) ^ v2l;
      v1h = ((v1h << 17) | (v1l >>> 15)) ^ v2h;
      v1l = low;
      low = ((v3l << 21) | (v3h >>> 11)) ^ v0l;
      v3h = ((v3h << 21) | (v3l >>> 11)) ^ v0h;
      v3l = low;
      low = v2l;
      v2l = v2h;
      v2h = low;
    }
    v0l ^= ml;
    v0h ^= mh;
  }
  const lo = v0l ^ v1l ^ v2l ^ v3l;
  const hi = v0h ^ v1h ^ v2h ^ v3h;
  rt.hashHi = hi;
  return lo === -1 && hi === -1 ? -2 : lo;
}
