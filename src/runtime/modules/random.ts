import { Ob } from '../../memory/layout.ts';
import { newTuple } from '../containers/tuple-object.ts';
import { absolute } from '../core/abstract/number.ts';
import { hash } from '../core/abstract/object.ts';
import { checkPositional, noKeywords } from '../core/arguments.ts';
import { overflowError, typeError, valueError } from '../core/errors.ts';
import { allocInstance } from '../core/instance.ts';
import { Int, Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newFloat } from '../numbers/float-object.ts';
import { intToBig, intToSafe, isInt, newInt, newIntBig } from '../numbers/int-object.ts';
import { intArgument } from '../text/text-arguments.ts';
import type { ModuleSpec } from './module-spec.ts';
import { nativeTypeAddress } from './native-type.ts';

/** The Mersenne twister MT19937: position at word 4, then its 624 words. CPython: Modules/_randommodule.c RandomObject */
const enum Rnd {
  index = 4,
  state = 5,
}
const N = 624;
const M = 397;
/** 16 + 4 + 624 * 4, rounded up to 8. */
const RANDOM_BYTES = 2520;

/** Next 32 bits. CPython: genrand_uint32 */
function next32(rt: Runtime, self: number): number {
  const H = rt.H;
  if (H[self + Rnd.index]! >= N) {
    const mt = self + Rnd.state;
    let kk = 0;
    for (; kk < N - M; kk++) {
      const y = (H[mt + kk]! & 0x80000000) | (H[mt + kk + 1]! & 0x7fffffff);
      H[mt + kk] = H[mt + kk + M]! ^ (y >>> 1) ^ ((y & 1) !== 0 ? 0x9908b0df : 0);
    }
    for (; kk < N - 1; kk++) {
      const y = (H[mt + kk]! & 0x80000000) | (H[mt + kk + 1]! & 0x7fffffff);
      H[mt + kk] = H[mt + kk + M - N]! ^ (y >>> 1) ^ ((y & 1) !== 0 ? 0x9908b0df : 0);
    }
    const y = (H[mt + N - 1]! & 0x80000000) | (H[mt]! & 0x7fffffff);
    H[mt + N - 1] = H[mt + M - 1]! ^ (y >>> 1) ^ ((y & 1) !== 0 ? 0x9908b0df : 0);
    H[self + Rnd.index] = 0;
  }
  let y = H[self + Rnd.state + H[self + Rnd.index]!++]!;
  y ^= y >>> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  y ^= y >>> 18;
  return y >>> 0;
}

/** CPython: init_genrand */
function seedWith(rt: Runtime, self: number, s: number): void {
  const H = rt.H;
  const mt = self + Rnd.state;
  H[mt] = s;
  for (let i = 1; i < N; i++) H[mt + i] = Math.imul(1812433253, H[mt + i - 1]! ^ (H[mt + i - 1]! >>> 30)) + i;
  H[self + Rnd.index] = N;
}

/** CPython: init_by_array */
function seedByArray(rt: Runtime, self: number, key: ArrayLike<number>): void {
  const H = rt.H;
  const mt = self + Rnd.state;
  seedWith(rt, self, 19650218);
  let i = 1;
  let j = 0;
  for (let k = Math.max(N, key.length); k > 0; k--) {
    H[mt + i] = (H[mt + i]! ^ Math.imul(H[mt + i - 1]! ^ (H[mt + i - 1]! >>> 30), 1664525)) + key[j]! + j;
    i++;
    j++;
    if (i >= N) {
      H[mt] = H[mt + N - 1]!;
      i = 1;
    }
    if (j >= key.length) j = 0;
  }
  for (let k = N - 1; k > 0; k--) {
    H[mt + i] = (H[mt + i]! ^ Math.imul(H[mt + i - 1]! ^ (H[mt + i - 1]! >>> 30), 1566083941)) - i;
    i++;
    if (i >= N) {
      H[mt] = H[mt + N - 1]!;
      i = 1;
    }
  }
  H[mt] = 0x80000000;
}

/** 32-bit digits of |n|, the lowest first; at least one. */
function digitsOf(rt: Runtime, n: number): number[] {
  let value = intToBig(rt, n);
  if (value < 0n) value = -value;
  const hex = value.toString(16);
  const digits: number[] = [];
  for (let end = hex.length; end > 0; end -= 8) digits.push(Number.parseInt(hex.slice(Math.max(0, end - 8), end), 16));
  return digits;
}

/** Seeds with an int, the hash of another object, or for None (or 0) with randomness of the host. CPython: random_seed */
function seed(rt: Runtime, self: number, value: number): void {
  if (value === 0 || value === S.None) {
    const bytes = rt.host.randomBytes(N * 4);
    seedByArray(rt, self, new Uint32Array(bytes.slice().buffer));
    return;
  }
  const mark = rt.mark();
  if (isInt(rt, value)) {
    const n = rt.H[value + Ob.type] === T.int ? value : rt.own(absolute(rt, value));
    seedByArray(rt, self, digitsOf(rt, n));
  } else {
    const lo = hash(rt, value) >>> 0;
    const hi = rt.hashHi >>> 0;
    seedByArray(rt, self, hi === 0 ? [lo] : [lo, hi]);
  }
  rt.release(mark);
}

function newRandom(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  if (type === nativeTypeAddress(rt, randomType)) noKeywords(rt, 'Random()', kwnames);
  const self = rt.own(allocInstance(rt, type, 0));
  seed(rt, self, nargs === 1 ? rt.H[args]! : 0);
  return rt.unown(self);
}

function random(rt: Runtime, self: number): Owned {
  const a = next32(rt, self) >>> 5;
  const b = next32(rt, self) >>> 6;
  return newFloat(rt, (a * 67108864 + b) * (1 / 9007199254740992));
}

function getRandBits(rt: Runtime, self: number, bits: number): Owned {
  const k = intArgument(rt, bits);
  if (k < 0) valueError(rt, 'number of bits must be non-negative');
  if (k === 0) return newInt(rt, 0);
  if (k <= 32) return newInt(rt, next32(rt, self) >>> (32 - k));
  let hex = '';
  for (let rest = k; rest > 0; rest -= 32) {
    let word = next32(rt, self);
    if (rest < 32) word >>>= 32 - rest;
    hex = word.toString(16).padStart(8, '0') + hex;
  }
  return newIntBig(rt, BigInt(`0x${hex}`));
}

function getState(rt: Runtime, self: number): Owned {
  const tuple = rt.own(newTuple(rt, N + 1));
  for (let i = 0; i < N; i++) rt.H[tuple + Tuple.items + 2 * i] = newInt(rt, rt.H[self + Rnd.state + i]! >>> 0);
  rt.H[tuple + Tuple.items + 2 * N] = newInt(rt, rt.H[self + Rnd.index]!);
  rt.track(tuple);
  return rt.unown(tuple);
}

function setState(rt: Runtime, self: number, state: number): Owned {
  const H = rt.H;
  if ((H[H[state + Ob.type]! + Tp.flags]! & TpFlag.TUPLE_SUBCLASS) === 0) typeError(rt, 'state vector must be a tuple');
  if (H[state + Tuple.size] !== N + 1) valueError(rt, 'state vector is the wrong size');
  const words = new Uint32Array(N);
  for (let i = 0; i <= N; i++) {
    const item = H[state + Tuple.items + 2 * i]!;
    if (!isInt(rt, item)) typeError(rt, 'an integer is required');
    if (i === N) break;
    if (H[item + Int.size]! < 0) overflowError(rt, "can't convert negative value to unsigned int");
    const value = intToSafe(rt, item);
    if (Number.isNaN(value)) overflowError(rt, 'Python int too large to convert to C unsigned long');
    words[i] = value;
  }
  const index = intToSafe(rt, H[state + Tuple.items + 2 * N]!);
  if (!(index >= 0 && index <= N)) valueError(rt, 'invalid state');
  for (let i = 0; i < N; i++) H[self + Rnd.state + i] = words[i]!;
  H[self + Rnd.index] = index;
  return rt.none();
}

const randomType: TypeSpec = {
  name: '_random.Random',
  basicsize: RANDOM_BYTES,
  flags: TpFlag.BASETYPE,
  contract: { gc: false, slots: [] },
  slots: { new: newRandom },
  methods: [
    { name: 'random', kind: Meth.NOARGS, fn: random, signature: '($self, /)', doc: 'random() -> x in the interval [0, 1).' },
    {
      name: 'seed',
      kind: Meth.FAST,
      fn: (rt: Runtime, self: number, args: number, nargs: number) => {
        checkPositional(rt, 'seed', nargs, 0, 1);
        seed(rt, self, nargs === 0 ? 0 : rt.H[args]!);
        return rt.none();
      },
      signature: '($self, n=None, /)',
      doc: 'seed([n]) -> None.\n\nDefaults to use urandom and falls back to a combination\nof the current time and the process identifier.',
    },
    { name: 'getstate', kind: Meth.NOARGS, fn: getState, signature: '($self, /)', doc: 'getstate() -> tuple containing the current state.' },
    { name: 'setstate', kind: Meth.O, fn: setState, signature: '($self, state, /)', doc: 'setstate(state) -> None.  Restores generator state.' },
    {
      name: 'getrandbits',
      kind: Meth.O,
      fn: getRandBits,
      signature: '($self, k, /)',
      doc: 'getrandbits(k) -> x.  Generates an int with k random bits.',
    },
  ],
  doc: 'Random() -> create a random number generator with its own internal state.',
};

/** _random. CPython: Modules/_randommodule.c */
export const randomModule: ModuleSpec = {
  name: '_random',
  doc: 'Module implements the Mersenne Twister random number generator.',
  types: [randomType],
  functions: [],
};
