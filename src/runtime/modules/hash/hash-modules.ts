import { asCInt } from '../../core/abstract/number.ts';
import { isTrue } from '../../core/abstract/object.ts';
import { parseKeywords } from '../../core/arguments.ts';
import { withBuffer } from '../../core/buffer.ts';
import { overflowError, valueError } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { intToBig, isInt, newInt } from '../../numbers/int-object.ts';
import { newBytes } from '../../text/bytes-object.ts';
import { setTypeAttribute } from '../../types/type-ready.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { nativeTypeAddress } from '../native-type.ts';
import type { Algorithm } from './algorithm.ts';
import { blake2b, blake2s, startBlake } from './blake2.ts';
import { hashType, makeHash, newHash, stateOf, update } from './hash-object.ts';
import { md5, sha1 } from './md5-sha1.ts';
import { sha224, sha256, sha384, sha512 } from './sha2.ts';
import { sha3, shake } from './sha3.ts';

/** The modules behind hashlib. */

function makeFunction(spec: TypeSpec, algorithm: Algorithm): MethodSpec {
  const { name } = algorithm;
  return {
    name,
    kind: Meth.KEYWORDS,
    fn: (rt: Runtime, _module: number, args: number, nargs: number, kwnames: number) => makeHash(rt, spec, algorithm, name, args, nargs, kwnames),
    signature: "($module, /, string=b'', *, usedforsecurity=True)",
    doc: `Return a new ${name.toUpperCase()} hash object; optionally initialized with a string.`,
  };
}

function functionModule(name: string, kinds: readonly (readonly [string, Algorithm])[]): ModuleSpec {
  const made = kinds.map(([type, algorithm]) => ({ spec: hashType(`${name}.${type}`, algorithm), algorithm }));
  return { name, types: made.map(({ spec }) => spec), functions: made.map(({ spec, algorithm }) => makeFunction(spec, algorithm)) };
}

export const md5Module: ModuleSpec = functionModule('_md5', [['MD5Type', md5]]);
export const sha1Module: ModuleSpec = functionModule('_sha1', [['SHA1Type', sha1]]);
export const sha2Module: ModuleSpec = functionModule('_sha2', [
  ['SHA224Type', sha224],
  ['SHA256Type', sha256],
  ['SHA384Type', sha384],
  ['SHA512Type', sha512],
]);
/** The two modules that libraries up to 3.11 ask instead of _sha2. */
export const sha256Module: ModuleSpec = {
  ...functionModule('_sha256', [
    ['SHA224Type', sha224],
    ['SHA256Type', sha256],
  ]),
  libraryUpTo: 11,
};
export const sha512Module: ModuleSpec = {
  ...functionModule('_sha512', [
    ['SHA384Type', sha384],
    ['SHA512Type', sha512],
  ]),
  libraryUpTo: 11,
};

function sha3Type(algorithm: Algorithm): TypeSpec {
  const spec: TypeSpec = hashType(`_sha3.${algorithm.name}`, algorithm, (rt, _type, args, nargs, kwnames) => {
    const [data] = parseKeywords(
      rt,
      { name: algorithm.name, params: ['', 'usedforsecurity'], posOnly: 1, maxPositional: 1 },
      args,
      nargs,
      kwnames,
      [0, 0],
    );
    const self = rt.own(newHash(rt, spec, algorithm, algorithm.digestSize));
    if (data !== 0) update(rt, algorithm, self, data!);
    return rt.unown(self);
  });
  return spec;
}

export const sha3Module: ModuleSpec = { name: '_sha3', types: [...sha3, ...shake].map(sha3Type), constants: { implementation: 'generic' } };

const BLAKE_PARAMETERS = [
  '',
  'digest_size',
  'key',
  'salt',
  'person',
  'fanout',
  'depth',
  'leaf_size',
  'node_offset',
  'node_depth',
  'inner_size',
  'last_node',
  'usedforsecurity',
] as const;

function bytesOf(rt: Runtime, op: number, most: number, what: string): Uint8Array {
  if (op === 0) return new Uint8Array(0);
  const bytes = withBuffer(rt, op, false, (address, length) => rt.U8.slice(address, address + length));
  if (bytes.length > most) valueError(rt, `maximum ${what} length is ${most} bytes`);
  return bytes;
}

/** CPython: py_blake2b_new_impl */
function blakeType(algorithm: Algorithm): TypeSpec {
  const most = algorithm.digestSize;
  const spec: TypeSpec = hashType(`_blake2.${algorithm.name}`, algorithm, (rt, _type, args, nargs, kwnames) => {
    const out = parseKeywords(
      rt,
      { name: algorithm.name, params: BLAKE_PARAMETERS, posOnly: 1, maxPositional: 1 },
      args,
      nargs,
      kwnames,
      new Array(13).fill(0),
    );
    const number = (i: number, otherwise: number, low: number, high: number, what: string): number => {
      if (out[i] === 0) return otherwise;
      const n = asCInt(rt, out[i]!);
      if (n < low || n > high) valueError(rt, what);
      return n;
    };
    const size = number(
      1,
      most,
      1,
      most,
      `digest_size for ${algorithm.name === 'blake2b' ? 'Blake2b' : 'Blake2s'} must be between 1 and ${most} bytes, here it is ${out[1] === 0 ? 0 : asCInt(rt, out[1]!)}`,
    );
    const key = bytesOf(rt, out[2]!, most, 'key');
    const leafSize = out[7] !== 0 && isInt(rt, out[7]!) ? intToBig(rt, out[7]!) : 0n;
    if (leafSize < 0n || leafSize > 0xffffffffn) overflowError(rt, 'leaf_size is too large');
    const nodeOffset = out[8] !== 0 && isInt(rt, out[8]!) ? intToBig(rt, out[8]!) : 0n;
    if (nodeOffset < 0n || nodeOffset >= 1n << (most === 64 ? 64n : 48n)) overflowError(rt, 'node_offset is too large');
    const parameters = {
      size,
      key,
      salt: bytesOf(rt, out[3]!, most / 4, 'salt'),
      person: bytesOf(rt, out[4]!, most / 4, 'person'),
      fanout: number(5, 1, 0, 255, 'fanout must be between 0 and 255'),
      depth: number(6, 1, 1, 255, 'depth must be between 1 and 255'),
      leafSize: Number(leafSize),
      nodeOffset,
      nodeDepth: number(9, 0, 0, 255, 'node_depth must be between 0 and 255'),
      innerSize: number(10, 0, 0, most, `inner_size must be between 0 and is ${most}`),
      lastNode: out[11] !== 0 && isTrue(rt, out[11]!),
    };
    const self = rt.own(newHash(rt, spec, algorithm, size));
    startBlake(algorithm, rt.H, stateOf(self), parameters);
    if (key.length > 0) takeKey(rt, algorithm, self, key);
    if (out[0] !== 0) update(rt, algorithm, self, out[0]!);
    return rt.unown(self);
  });
  return spec;
}

/** The key is the first block, filled up with zeros. */
function takeKey(rt: Runtime, algorithm: Algorithm, self: number, key: Uint8Array): void {
  const block = new Uint8Array(algorithm.blockSize);
  block.set(key);
  const mark = rt.mark();
  update(rt, algorithm, self, rt.own(newBytes(rt, block) as Owned));
  rt.release(mark);
}

const blakeTypes = [blakeType(blake2b), blakeType(blake2s)];

export const blake2Module: ModuleSpec = {
  name: '_blake2',
  types: blakeTypes,
  exec(rt) {
    [blake2b, blake2s].forEach((algorithm, i) => {
      const type = nativeTypeAddress(rt, blakeTypes[i]!);
      const most = algorithm.digestSize;
      for (const [name, value] of [
        ['SALT_SIZE', most / 4],
        ['PERSON_SIZE', most / 4],
        ['MAX_KEY_SIZE', most],
        ['MAX_DIGEST_SIZE', most],
      ] as const)
        setTypeAttribute(rt, type, name, newInt(rt, value));
    });
  },
};
