import { tupleOf } from '../containers/tuple-object.ts';
import { asCInt } from '../core/abstract/number.ts';
import { isTrue } from '../core/abstract/object.ts';
import { checkPositional } from '../core/arguments.ts';
import { withBuffer } from '../core/buffer.ts';
import { raise } from '../core/errors.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import type { HostZlib } from '../host/host.ts';
import { HostError } from '../host/host.ts';
import { newInt } from '../numbers/int-object.ts';
import { newBytes } from '../text/bytes-object.ts';
import { newStr } from '../text/str-object.ts';
import type { ModuleSpec } from './module-spec.ts';

function zlibOf(rt: Runtime): HostZlib {
  return rt.host.zlib ?? raise(rt, T.NotImplementedError, 'zlib: this host cannot compress');
}

function contents(rt: Runtime, op: number): Uint8Array {
  return withBuffer(rt, op, false, (address, length) => rt.U8.slice(address, address + length));
}

/** deflate(data, level, wbits) -> bytes */
function deflate(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'deflate', nargs, 3, 3);
  return newBytes(rt, zlibOf(rt).deflate(contents(rt, rt.H[args]!), asCInt(rt, rt.H[args + 2]!), asCInt(rt, rt.H[args + 4]!)));
}

/** deflate_part(data, level, before, last) -> bytes */
function deflatePart(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'deflate_part', nargs, 4, 4);
  const [data, before] = [contents(rt, rt.H[args]!), contents(rt, rt.H[args + 4]!)];
  return newBytes(rt, zlibOf(rt).deflatePart(data, asCInt(rt, rt.H[args + 2]!), before, isTrue(rt, rt.H[args + 6]!)));
}

/** inflate(data, wbits) -> (bytes, consumed, ended), or a str that says what is wrong with the data */
function inflate(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'inflate', nargs, 2, 2);
  try {
    const result = zlibOf(rt).inflate(contents(rt, rt.H[args]!), asCInt(rt, rt.H[args + 2]!));
    const mark = rt.mark();
    const data = rt.own(newBytes(rt, result.data));
    const consumed = rt.own(newInt(rt, result.consumed));
    return rt.leave(mark, tupleOf(rt, data, consumed, rt.own(rt.bool(result.ended))));
  } catch (thrown) {
    if (!(thrown instanceof HostError)) throw thrown;
    return newStr(rt, thrown.message);
  }
}

/** adler32(data, start) -> int */
function adler32(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'adler32', nargs, 2, 2);
  const start = asCInt(rt, rt.H[args + 2]!) >>> 0;
  let a = start & 0xffff;
  let b = start >>> 16;
  for (const byte of contents(rt, rt.H[args]!)) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return newInt(rt, b * 65536 + a);
}

/** What zlib.py is built on: whole pieces of data through the host's zlib. CPython: Modules/zlibmodule.c */
export const zlibModule: ModuleSpec = {
  name: '_ouroboros_zlib',
  doc: 'Compression by the host.',
  functions: [
    { name: 'deflate', kind: Meth.FAST, fn: deflate },
    { name: 'deflate_part', kind: Meth.FAST, fn: deflatePart },
    { name: 'inflate', kind: Meth.FAST, fn: inflate },
    { name: 'adler32', kind: Meth.FAST, fn: adler32 },
  ],
};
