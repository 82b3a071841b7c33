import { Ob } from '../../../memory/layout.ts';
import { tupleOf } from '../../containers/tuple-object.ts';
import { asCInt } from '../../core/abstract/number.ts';
import { overflowError, raise, typeError, typeName } from '../../core/errors.ts';
import { Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { T } from '../../core/static.ts';
import { newInt } from '../../numbers/int-object.ts';
import { bytesView } from '../../text/bytes-object.ts';
import { newStr, strText } from '../../text/str-object.ts';
import type { Address } from './loopback.ts';

export const AF_UNIX = 1;
export const AF_INET = 2;

/** Text of a host name: str or bytes. */
export function hostText(rt: Runtime, op: number): string {
  const type = rt.H[op + Ob.type];
  if (type === T.str) return strText(rt, op);
  if (type === T.bytes) return new TextDecoder().decode(bytesView(rt, op));
  return typeError(rt, `str, bytes or bytearray expected, not ${typeName(rt, op)}`);
}

/** The address in an argument, for a socket of the family. CPython: Modules/socketmodule.c getsockaddrarg */
export function addressArgument(rt: Runtime, op: number, family: number, what: string): Address {
  const H = rt.H;
  if (family === AF_UNIX) return hostText(rt, op);
  if (H[op + Ob.type] !== T.tuple) typeError(rt, `${what}(): AF_INET address must be tuple, not ${typeName(rt, op)}`);
  if (H[op + Ob.size] !== 2) typeError(rt, `${what}(): AF_INET address must be a pair (host, port)`);
  const host = hostText(rt, H[op + Tuple.items]!);
  const port = asCInt(rt, H[op + Tuple.items + 2]!);
  if (port < 0 || port > 0xffff) overflowError(rt, `${what}(): port must be 0-65535.`);
  return { host, port };
}

/** What Python sees of an address. New reference. CPython: makesockaddr */
export function newAddress(rt: Runtime, address: Address | null, family: number): Owned {
  if (address === null) return family === AF_UNIX ? newStr(rt, '') : pair(rt, '0.0.0.0', 0);
  return typeof address === 'string' ? newStr(rt, address) : pair(rt, address.host, address.port);
}

function pair(rt: Runtime, host: string, port: number): Owned {
  const mark = rt.mark();
  const name = rt.own(newStr(rt, host));
  return rt.leave(mark, tupleOf(rt, name, rt.own(newInt(rt, port))));
}

/** The four bytes of a dotted address; OSError. */
export function dottedBytes(rt: Runtime, text: string, message: string): Uint8Array {
  const parts = text.split('.');
  const numbers = parts.map(Number);
  if (parts.length !== 4 || parts.some((p, i) => !/^\d{1,3}$/.test(p) || numbers[i]! > 255)) raise(rt, T.OSError, message);
  return Uint8Array.from(numbers);
}
