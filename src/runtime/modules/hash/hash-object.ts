import { Ob } from '../../../memory/layout.ts';
import { asCInt } from '../../core/abstract/number.ts';
import { parseKeywords } from '../../core/arguments.ts';
import { hasBuffer, withBuffer } from '../../core/buffer.ts';
import { typeError, valueError } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newInt } from '../../numbers/int-object.ts';
import { newBytes } from '../../text/bytes-object.ts';
import { newStr } from '../../text/str-object.ts';
import { nativeTypeAddress } from '../native-type.ts';
import type { Algorithm } from './algorithm.ts';

/**
 * A hash under way: how much is in the buffer, bytes so far, size of the digest, the algorithm's state, the buffer of one block.
 * CPython: Modules/md5module.c, sha1module.c, sha2module.c, sha3module.c, _blake2/
 */
const enum Hash {
  buffered = 4,
  size = 5,
  /** A double. */
  total = 6,
  state = 8,
}

/** Byte address of the buffer. */
function bufferOf(algorithm: Algorithm, self: number): number {
  return (self + Hash.state + algorithm.stateWords) * 4;
}

/** Takes bytes of the heap in. BLAKE2 keeps a full block back until more comes. */
export function feed(rt: Runtime, algorithm: Algorithm, self: number, address: number, length: number): void {
  const { H, U8, F64 } = rt;
  const { blockSize } = algorithm;
  const buffer = bufferOf(algorithm, self);
  const state = self + Hash.state;
  const keep = algorithm.name.startsWith('blake') ? 1 : 0;
  F64[(self + Hash.total) >> 1]! += length;
  let from = address;
  let left = length;
  let filled = H[self + Hash.buffered]!;
  if (filled > 0) {
    const take = Math.min(left, blockSize - filled);
    U8.copyWithin(buffer + filled, from, from + take);
    filled += take;
    from += take;
    left -= take;
    if (filled === blockSize && left >= keep) {
      algorithm.absorb(H, state, U8, buffer);
      filled = 0;
    }
  }
  if (filled === 0 || left > 0) {
    while (left >= blockSize + keep) {
      algorithm.absorb(H, state, U8, from);
      from += blockSize;
      left -= blockSize;
    }
    if (left > 0) {
      U8.copyWithin(buffer, from, from + left);
      filled = left;
    }
  }
  H[self + Hash.buffered] = filled;
}

function requireBytes(rt: Runtime, op: number): void {
  if (rt.H[op + Ob.type] === T.str) typeError(rt, 'Strings must be encoded before hashing');
  if (!hasBuffer(rt, op)) typeError(rt, 'object supporting the buffer API required');
}

export function update(rt: Runtime, algorithm: Algorithm, self: number, data: number): void {
  requireBytes(rt, data);
  withBuffer(rt, data, false, (address, length) => feed(rt, algorithm, self, address, length));
}

function digestBytes(rt: Runtime, algorithm: Algorithm, self: number, size: number): Uint8Array {
  const { H, U8 } = rt;
  const state = H.slice(self + Hash.state, self + Hash.state + algorithm.stateWords);
  const buffer = bufferOf(algorithm, self);
  const left = H[self + Hash.buffered]!;
  return algorithm.finish(state, 0, U8.slice(buffer, buffer + algorithm.blockSize), left, rt.F64[(self + Hash.total) >> 1]!, size);
}

function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** A hash that has taken nothing in yet. `size`: bytes of its digest. New reference. */
export function newHash(rt: Runtime, spec: TypeSpec, algorithm: Algorithm, size: number): Owned {
  const self = allocInstance(rt, nativeTypeAddress(rt, spec), 0);
  rt.H[self + Hash.size] = size;
  algorithm.start(rt.H, self + Hash.state);
  return self;
}

/** Word address of a hash's state. */
export function stateOf(self: number): number {
  return self + Hash.state;
}

function copy(rt: Runtime, algorithm: Algorithm, self: number): Owned {
  const made = allocInstance(rt, rt.H[self + Ob.type]!, 0);
  rt.H.copyWithin(made + Ob.body, self + Ob.body, self + objectWords(algorithm));
  return made;
}

function objectWords(algorithm: Algorithm): number {
  // even, as all objects' sizes are: the state of SHA-1 is five words
  return Hash.state + algorithm.stateWords + (algorithm.stateWords & 1) + Math.ceil(algorithm.blockSize / 8) * 2;
}

/** digest and hexdigest; with `lengths` (SHAKE) they take the length. */
function digestMethods(algorithm: Algorithm): MethodSpec[] {
  if (algorithm.digestSize !== 0)
    return [
      {
        name: 'digest',
        kind: Meth.NOARGS,
        fn: (rt: Runtime, self: number) => newBytes(rt, digestBytes(rt, algorithm, self, rt.H[self + Hash.size]!)),
        signature: '($self, /)',
        doc: 'Return the digest value as a bytes object.',
      },
      {
        name: 'hexdigest',
        kind: Meth.NOARGS,
        fn: (rt: Runtime, self: number) => newStr(rt, hex(digestBytes(rt, algorithm, self, rt.H[self + Hash.size]!))),
        signature: '($self, /)',
        doc: 'Return the digest value as a string of hexadecimal digits.',
      },
    ];
  const length = (rt: Runtime, op: number): number => {
    const n = asCInt(rt, op);
    if (n < 0) valueError(rt, 'value must be positive');
    if (n >= 1 << 29) valueError(rt, 'length is too large');
    return n;
  };
  return [
    { name: 'digest', kind: Meth.O, fn: (rt: Runtime, self: number, n: number) => newBytes(rt, digestBytes(rt, algorithm, self, length(rt, n))) },
    {
      name: 'hexdigest',
      kind: Meth.O,
      fn: (rt: Runtime, self: number, n: number) => newStr(rt, hex(digestBytes(rt, algorithm, self, length(rt, n)))),
    },
  ];
}

/** The type of the hashes of an algorithm. `construct` absent: only functions make them. */
export function hashType(name: string, algorithm: Algorithm, construct?: TypeSpec['slots']['new']): TypeSpec {
  return {
    name,
    basicsize: objectWords(algorithm) * 4,
    contract: { gc: false, slots: [] },
    slots: construct === undefined ? {} : { new: construct },
    methods: [
      {
        name: 'update',
        kind: Meth.O,
        fn: (rt: Runtime, self: number, data: number) => {
          update(rt, algorithm, self, data);
          return rt.none();
        },
        signature: '($self, obj, /)',
        doc: "Update this hash object's state with the provided string.",
      },
      {
        name: 'copy',
        kind: Meth.NOARGS,
        fn: (rt: Runtime, self: number) => copy(rt, algorithm, self),
        signature: '($self, /)',
        doc: 'Return a copy of the hash object.',
      },
      ...digestMethods(algorithm),
    ],
    getset: [
      { name: 'name', get: (rt) => newStr(rt, algorithm.name) },
      { name: 'block_size', get: (rt) => newInt(rt, algorithm.blockSize) },
      { name: 'digest_size', get: (rt, self) => newInt(rt, rt.H[self + Hash.size]!) },
    ],
  };
}

/** The arguments (string=b'', *, usedforsecurity=True): makes the hash and takes the string in. */
export function makeHash(rt: Runtime, spec: TypeSpec, algorithm: Algorithm, name: string, args: number, nargs: number, kwnames: number): Owned {
  const [data] = parseKeywords(rt, { name, params: ['string', 'usedforsecurity'], maxPositional: 1 }, args, nargs, kwnames, [0, 0]);
  const self = rt.own(newHash(rt, spec, algorithm, algorithm.digestSize));
  if (data !== 0) update(rt, algorithm, self, data!);
  return rt.unown(self);
}
