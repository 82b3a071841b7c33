import { asCInt } from '../core/abstract/number.ts';
import { checkPositional } from '../core/arguments.ts';
import { withBuffer } from '../core/buffer.ts';
import { raise } from '../core/errors.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import type { HostKeys } from '../host/host.ts';
import { newBytes } from '../text/bytes-object.ts';
import { strText } from '../text/str-object.ts';
import type { ModuleSpec } from './module-spec.ts';

function keysOf(rt: Runtime): HostKeys {
  return rt.host.keys ?? raise(rt, T.NotImplementedError, 'hashlib: this host derives no keys');
}

function contents(rt: Runtime, op: number): Uint8Array {
  return withBuffer(rt, op, false, (address, length) => rt.U8.slice(address, address + length));
}

/** pbkdf2(name, password, salt, iterations, length) -> bytes */
function pbkdf2(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'pbkdf2', nargs, 5, 5);
  const H = rt.H;
  const [password, salt] = [contents(rt, H[args + 2]!), contents(rt, H[args + 4]!)];
  const key = keysOf(rt).pbkdf2(strText(rt, H[args]!), password, salt, asCInt(rt, H[args + 6]!), asCInt(rt, H[args + 8]!));
  return newBytes(rt, key);
}

/** scrypt(password, salt, n, r, p, length) -> bytes */
function scrypt(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'scrypt', nargs, 6, 6);
  const H = rt.H;
  const [n, r, p, length] = [4, 6, 8, 10].map((at) => asCInt(rt, H[args + at]!));
  return newBytes(rt, keysOf(rt).scrypt(contents(rt, H[args]!), contents(rt, H[args + 2]!), n!, r!, p!, length!));
}

/** What _hashlib.py is built on: keys from passwords by the host, arguments already checked. CPython: Modules/_hashopenssl.c */
export const keyDerivationModule: ModuleSpec = {
  name: '_ouroboros_keys',
  doc: 'Keys from passwords by the host.',
  functions: [
    { name: 'pbkdf2', kind: Meth.FAST, fn: pbkdf2 },
    { name: 'scrypt', kind: Meth.FAST, fn: scrypt },
  ],
};
