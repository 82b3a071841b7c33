import { listAppend, newList } from '../../containers/list-object.ts';
import { tupleFromSlots, tupleOf } from '../../containers/tuple-object.ts';
import { call2 } from '../../core/abstract/call.ts';
import { asCInt, asIndex, isInt } from '../../core/abstract/number.ts';
import { checkPositional, counted, parseKeywords } from '../../core/arguments.ts';
import { withBuffer } from '../../core/buffer.ts';
import { overflowError, raise, raiseObject, valueError } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import { newInt, newIntBig } from '../../numbers/int-object.ts';
import { newBytes } from '../../text/bytes-object.ts';
import { newStr, strText } from '../../text/str-object.ts';
import { nativeState } from '../native-state.ts';
import { newException } from '../new-exception.ts';
import { AF_INET, dottedBytes, hostText, newAddress } from './address.ts';
import { isLocal } from './loopback.ts';

const EAI_NONAME = -2;
const EAI_SERVICE = -8;
const SERVICES: Readonly<Record<string, number>> = {
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  domain: 53,
  http: 80,
  pop3: 110,
  imap2: 143,
  https: 443,
};
/** (type, protocol) of what getaddrinfo lists. */
const KINDS: readonly (readonly [number, number])[] = [
  [1, 6],
  [2, 17],
  [3, 0],
];

/** socket.gaierror or socket.herror, borrowed. */
export function socketError(rt: Runtime, name: 'gaierror' | 'herror'): number {
  return nativeState(rt, `socket.${name}`, (r) => newException(r, 'socket', name, T.OSError));
}

function raiseGai(rt: Runtime, code: number, message: string): never {
  const mark = rt.mark();
  const number = rt.own(newInt(rt, code));
  const exc = call2(rt, socketError(rt, 'gaierror'), number, rt.own(newStr(rt, message)));
  rt.own(exc);
  rt.incref(exc);
  rt.release(mark);
  return raiseObject(rt, exc);
}

/** Numeric form of a host that can be reached; gaierror for others. There is no name service. */
function resolve(rt: Runtime, host: string): string {
  if (host === '' || host === '0.0.0.0') return '0.0.0.0';
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return host;
  if (isLocal(host)) return '127.0.0.1';
  return raiseGai(rt, EAI_NONAME, 'Name or service not known');
}

/** socket.getaddrinfo. CPython: socket_getaddrinfo */
function getaddrinfo(rt: Runtime, _module: number, args: number, nargs: number, kwnames: number): Owned {
  const spec = { name: 'getaddrinfo', params: ['host', 'port', 'family', 'type', 'proto', 'flags'], required: 2 };
  const [host, port, family, type] = parseKeywords(rt, spec, args, nargs, kwnames, [0, 0, 0, 0, 0, 0]) as [number, number, number, number];
  const ip = host === S.None ? '127.0.0.1' : resolve(rt, hostText(rt, host));
  let service = 0;
  if (isInt(rt, port)) service = asCInt(rt, port);
  else if (port !== S.None) {
    const text = hostText(rt, port);
    service = /^\d+$/.test(text) ? Number(text) : (SERVICES[text] ?? raiseGai(rt, EAI_SERVICE, 'Servname not supported for ai_socktype'));
  }
  const wanted = type === 0 ? 0 : asCInt(rt, type);
  if (family !== 0 && ![0, AF_INET].includes(asCInt(rt, family))) raiseGai(rt, EAI_NONAME, 'Name or service not known');
  const mark = rt.mark();
  const list = rt.own(newList(rt, 0));
  for (const [kind, proto] of KINDS) {
    if (wanted !== 0 && wanted !== kind) continue;
    const inner = rt.mark();
    const parts = [newInt(rt, AF_INET), newInt(rt, kind), newInt(rt, proto), newStr(rt, ''), newAddress(rt, { host: ip, port: service }, AF_INET)];
    for (const part of parts) rt.own(part);
    listAppend(rt, list, rt.own(tupleFromSlots(rt, inner, parts.length)));
    rt.release(inner);
  }
  return rt.leave(mark, rt.newRef(list));
}

function getnameinfo(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'getnameinfo', nargs, 2, 2);
  const mark = rt.mark();
  const address = rt.H[args]!;
  const host = rt.own(newStr(rt, hostText(rt, rt.H[address + 6]!)));
  return rt.leave(mark, tupleOf(rt, host, rt.own(newStr(rt, String(asCInt(rt, rt.H[address + 8]!))))));
}

/** (name, aliases, addresses) of a host. CPython: gethost_common */
function hostEntry(rt: Runtime, host: string): Owned {
  const ip = resolve(rt, host);
  const mark = rt.mark();
  const name = rt.own(newStr(rt, isLocal(ip) ? 'localhost' : host));
  const aliases = rt.own(newList(rt, 0));
  const addresses = rt.own(newList(rt, 0));
  listAppend(rt, addresses, rt.own(newStr(rt, ip)));
  return rt.leave(mark, tupleOf(rt, name, aliases, addresses));
}

/** Reverses the bytes of a 16-bit or 32-bit number. CPython: socket_htons and others */
function swap(name: string, bits: 16 | 32): MethodSpec {
  return {
    name,
    kind: Meth.O,
    fn: (rt: Runtime, _module: number, op: number) => {
      const n = asIndex(rt, op, T.OverflowError);
      if (n < 0) overflowError(rt, `${name}: can't convert negative Python int to C ${bits}-bit unsigned integer`);
      if (n >= 2 ** bits) overflowError(rt, `${name}: Python int too large to convert to C ${bits}-bit unsigned integer`);
      const bytes = new DataView(new ArrayBuffer(4));
      if (bits === 16) {
        bytes.setUint16(0, n, true);
        return newInt(rt, bytes.getUint16(0));
      }
      bytes.setUint32(0, n, true);
      return newIntBig(rt, BigInt(bytes.getUint32(0)));
    },
  };
}

function ipOf(rt: Runtime, op: number): Owned {
  return withBuffer(rt, op, false, (at, length) => {
    if (length !== 4) raise(rt, T.OSError, 'packed IP wrong length');
    return newStr(rt, [...rt.U8.subarray(at, at + 4)].join('.'));
  });
}

/** Functions of _socket about names and numbers. */
export const hostNameFunctions: readonly MethodSpec[] = [
  { name: 'getaddrinfo', kind: Meth.KEYWORDS, fn: getaddrinfo },
  { name: 'getnameinfo', kind: Meth.FAST, fn: getnameinfo },
  { name: 'gethostbyname', kind: Meth.O, fn: (rt: Runtime, _module: number, name: number) => newStr(rt, resolve(rt, hostText(rt, name))) },
  { name: 'gethostbyname_ex', kind: Meth.O, fn: (rt: Runtime, _module: number, name: number) => hostEntry(rt, hostText(rt, name)) },
  { name: 'gethostbyaddr', kind: Meth.O, fn: (rt: Runtime, _module: number, name: number) => hostEntry(rt, hostText(rt, name)) },
  {
    name: 'getservbyname',
    kind: Meth.FAST,
    fn: counted('getservbyname', 1, 2, (rt: Runtime, _module: number, args: number) => {
      const port = SERVICES[strText(rt, rt.H[args]!)];
      return port === undefined ? raise(rt, T.OSError, 'service/proto not found') : newInt(rt, port);
    }),
  },
  {
    name: 'inet_aton',
    kind: Meth.O,
    fn: (rt: Runtime, _module: number, op: number) => newBytes(rt, dottedBytes(rt, strText(rt, op), 'illegal IP address string passed to inet_aton')),
  },
  { name: 'inet_ntoa', kind: Meth.O, fn: (rt: Runtime, _module: number, op: number) => ipOf(rt, op) },
  {
    name: 'inet_pton',
    kind: Meth.FAST,
    fn: counted('inet_pton', 2, 2, (rt: Runtime, _module: number, args: number) => {
      if (asCInt(rt, rt.H[args]!) !== AF_INET) raise(rt, T.OSError, 'Ouroboros has no IPv6');
      return newBytes(rt, dottedBytes(rt, strText(rt, rt.H[args + 2]!), 'illegal IP address string passed to inet_pton'));
    }),
  },
  {
    name: 'inet_ntop',
    kind: Meth.FAST,
    fn: counted('inet_ntop', 2, 2, (rt: Runtime, _module: number, args: number) => {
      if (asCInt(rt, rt.H[args]!) !== AF_INET) valueError(rt, 'unknown address family');
      return ipOf(rt, rt.H[args + 2]!);
    }),
  },
  swap('htons', 16),
  swap('ntohs', 16),
  swap('htonl', 32),
  swap('ntohl', 32),
];
