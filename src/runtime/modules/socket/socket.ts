import { Ob } from '../../../memory/layout.ts';
import { tuple2 } from '../../containers/tuple-object.ts';
import { asCInt, toFloatNumber } from '../../core/abstract/number.ts';
import { checkPositional, parseKeywords } from '../../core/arguments.ts';
import { withBuffer } from '../../core/buffer.ts';
import { raise, valueError } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import { TpFlag } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { raiseOsError } from '../../exceptions/os-error.ts';
import { newFloat } from '../../numbers/float-object.ts';
import { newInt } from '../../numbers/int-object.ts';
import { newBytes } from '../../text/bytes-object.ts';
import { newStr } from '../../text/str-object.ts';
import type { WaitingFunction } from '../../threads/restartable-call.ts';
import { scheduler } from '../../threads/scheduler.ts';
import { setModuleValue } from '../create-module.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { nativeTypeAddress } from '../native-type.ts';
import { AF_INET, addressArgument, newAddress } from './address.ts';
import { hostNameFunctions, socketError } from './host-names.ts';
import {
  type Address,
  bind as bindEndpoint,
  boundTo,
  closeEndpoint,
  connect as connectEndpoint,
  type Endpoint,
  endpointOf,
  finish,
  isLocal,
  isReadable,
  join,
  openEndpoint,
  takeBytes,
} from './loopback.ts';

/**
 * _socket with a network that ends at the process: what listens here can be connected to from here (threads, an event loop); everything else is out of
 * reach. CPython: Modules/socketmodule.c
 */
const enum Sock {
  /** -1 when closed. */
  fd = 4,
  family = 5,
  type = 6,
  proto = 7,
  /** A double: seconds, -1 = wait for ever. */
  timeout = 8,
  end = 10,
}

const EBADF = 9;
const EAGAIN = 11;
const EINVAL = 22;
const EPIPE = 32;
const ENETUNREACH = 101;
const ENOTCONN = 107;
const EADDRINUSE = 98;
const ECONNREFUSED = 111;
const SOCK_DGRAM = 2;
const MSG_PEEK = 2;

function timeoutOf(rt: Runtime, self: number): number {
  return rt.F64[(self + Sock.timeout) >> 1]!;
}

function setTimeout(rt: Runtime, self: number, seconds: number): void {
  rt.F64[(self + Sock.timeout) >> 1] = seconds;
}

function openEnd(rt: Runtime, self: number): Endpoint {
  return endpointOf(rt, rt.H[self + Sock.fd]!) ?? raiseOsError(rt, EBADF, 'Bad file descriptor');
}

function init(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
  const spec = { name: 'socket', params: ['family', 'type', 'proto', 'fileno'] };
  const [family, type, proto, fileno] = parseKeywords(rt, spec, args, nargs, kwnames, [0, 0, 0, 0]) as [number, number, number, number];
  const number = (op: number, otherwise: number): number => {
    const n = op === 0 ? -1 : asCInt(rt, op);
    return n === -1 ? otherwise : n;
  };
  const H = rt.H;
  H[self + Sock.family] = number(family, AF_INET);
  H[self + Sock.type] = number(type, 1) & 0xf;
  H[self + Sock.proto] = number(proto, 0);
  const standard = defaultTimeout(rt).seconds;
  setTimeout(rt, self, standard);
  if (fileno === 0 || fileno === S.None) {
    H[self + Sock.fd] = openEndpoint(rt, H[self + Sock.type] === SOCK_DGRAM).fd;
    return;
  }
  const fd = asCInt(rt, fileno);
  if (fd < 0) valueError(rt, 'negative file descriptor');
  const end = endpointOf(rt, fd) ?? raiseOsError(rt, EBADF, 'Bad file descriptor');
  H[self + Sock.fd] = fd;
  if (end.datagrams) H[self + Sock.type] = SOCK_DGRAM;
}

/** Seconds of socket.setdefaulttimeout, -1 = none. */
function defaultTimeout(rt: Runtime): { seconds: number } {
  return rt.stateOf('socket.defaulttimeout', () => ({ seconds: -1 }));
}

/** Waits until a read or an accept finds something; other threads run meanwhile. BlockingIOError, TimeoutError. */
function awaitReadable(rt: Runtime, fn: WaitingFunction, self: number, end: Endpoint): void {
  if (isReadable(end)) return;
  const timeout = timeoutOf(rt, self);
  if (timeout === 0) raiseOsError(rt, EAGAIN, 'Resource temporarily unavailable');
  if (!scheduler(rt).wait(fn, self, () => isReadable(end), timeout < 0 ? null : timeout)) raise(rt, T.TimeoutError, 'timed out');
}

function receive(rt: Runtime, fn: WaitingFunction, self: number, size: number, flags: number): ReturnType<typeof takeBytes> {
  const end = openEnd(rt, self);
  if (!end.connected && !end.datagrams && end.inbox.length === 0) raiseOsError(rt, ENOTCONN, 'Transport endpoint is not connected');
  awaitReadable(rt, fn, self, end);
  return takeBytes(end, size, (flags & MSG_PEEK) !== 0);
}

function flagsArgument(rt: Runtime, args: number, nargs: number, at: number): number {
  return nargs > at ? asCInt(rt, rt.H[args + 2 * at]!) : 0;
}

function recv(rt: Runtime, self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'recv', nargs, 1, 2);
  const size = asCInt(rt, rt.H[args]!);
  if (size < 0) valueError(rt, 'negative buffersize in recv');
  return newBytes(rt, receive(rt, recv, self, size, flagsArgument(rt, args, nargs, 1)).data);
}

function recvfrom(rt: Runtime, self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'recvfrom', nargs, 1, 2);
  const size = asCInt(rt, rt.H[args]!);
  if (size < 0) valueError(rt, 'negative buffersize in recvfrom');
  const { data, from } = receive(rt, recvfrom, self, size, flagsArgument(rt, args, nargs, 1));
  const mark = rt.mark();
  const bytes = rt.own(newBytes(rt, data));
  const sender = openEnd(rt, self).datagrams ? rt.own(newAddress(rt, from, rt.H[self + Sock.family]!)) : S.None;
  return rt.leave(mark, tuple2(rt, bytes, sender));
}

function recvInto(rt: Runtime, self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'recv_into', nargs, 1, 3);
  const end = openEnd(rt, self);
  awaitReadable(rt, recvInto, self, end);
  return withBuffer(rt, rt.H[args]!, true, (address, length) => {
    const wanted = nargs > 1 ? asCInt(rt, rt.H[args + 2]!) : 0;
    const { data } = takeBytes(end, wanted === 0 ? length : Math.min(wanted, length), false);
    rt.U8.set(data, address);
    return newInt(rt, data.length);
  });
}

function sendBytes(rt: Runtime, self: number, data: number): number {
  const end = openEnd(rt, self);
  return withBuffer(rt, data, false, (address, length) => {
    const bytes = rt.U8.slice(address, address + length);
    if (end.datagrams) {
      if (end.remote === null) raiseOsError(rt, 89, 'Destination address required');
      deliver(rt, end, end.remote, bytes);
      return length;
    }
    if (!end.connected) raiseOsError(rt, EPIPE, 'Broken pipe');
    if (end.peer === null || end.finished) raiseOsError(rt, EPIPE, 'Broken pipe');
    if (length > 0) end.peer.inbox.push({ data: bytes, from: end.local });
    return length;
  });
}

/** A datagram to whoever is bound there; it is lost when nobody is. */
function deliver(rt: Runtime, end: Endpoint, to: Address, data: Uint8Array): void {
  if (end.local === null) bindEndpoint(rt, end, { host: '127.0.0.1', port: 0 });
  boundTo(rt, to, true)?.inbox.push({ data, from: end.local });
}

function sendto(rt: Runtime, self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'sendto', nargs, 2, 3);
  const end = openEnd(rt, self);
  const to = addressArgument(rt, rt.H[args + 2 * (nargs - 1)]!, rt.H[self + Sock.family]!, 'sendto');
  return withBuffer(rt, rt.H[args]!, false, (address, length) => {
    deliver(rt, end, to, rt.U8.slice(address, address + length));
    return newInt(rt, length);
  });
}

function bind(rt: Runtime, self: number, address: number): Owned {
  const wanted = addressArgument(rt, address, rt.H[self + Sock.family]!, 'bind');
  if (typeof wanted !== 'string' && !isLocal(wanted.host)) raiseOsError(rt, 99, 'Cannot assign requested address');
  const end = openEnd(rt, self);
  if (end.local !== null) raiseOsError(rt, EINVAL, 'Invalid argument');
  if (!bindEndpoint(rt, end, wanted)) raiseOsError(rt, EADDRINUSE, 'Address already in use');
  return rt.none();
}

function listen(rt: Runtime, self: number): Owned {
  const end = openEnd(rt, self);
  if (end.local === null) bindEndpoint(rt, end, { host: '0.0.0.0', port: 0 });
  end.backlog ??= [];
  return rt.none();
}

/** (descriptor, address) of the next connection. CPython: sock_accept */
function accept(rt: Runtime, self: number): Owned {
  const end = openEnd(rt, self);
  if (end.backlog === null) raiseOsError(rt, EINVAL, 'Invalid argument');
  awaitReadable(rt, accept, self, end);
  const other = end.backlog.shift()!;
  const mark = rt.mark();
  const fd = rt.own(newInt(rt, other.fd));
  return rt.leave(mark, tuple2(rt, fd, rt.own(newAddress(rt, other.remote, rt.H[self + Sock.family]!))));
}

/** Error number of an attempt to connect, 0 = connected. */
function tryConnect(rt: Runtime, self: number, address: number): number {
  const wanted = addressArgument(rt, address, rt.H[self + Sock.family]!, 'connect');
  if (typeof wanted !== 'string' && !isLocal(wanted.host)) return ENETUNREACH;
  return connectEndpoint(rt, openEnd(rt, self), wanted) ? 0 : ECONNREFUSED;
}

function connect(rt: Runtime, self: number, address: number): Owned {
  const failed = tryConnect(rt, self, address);
  if (failed !== 0) raiseOsError(rt, failed, failed === ECONNREFUSED ? 'Connection refused' : 'Network is unreachable');
  return rt.none();
}

function shutdown(rt: Runtime, self: number, how: number): Owned {
  const end = openEnd(rt, self);
  if (!end.connected) raiseOsError(rt, ENOTCONN, 'Transport endpoint is not connected');
  const n = asCInt(rt, how);
  if (n !== 0) finish(end);
  if (n !== 1) end.ended = true;
  return rt.none();
}

function close(rt: Runtime, self: number): Owned {
  closeEndpoint(rt, rt.H[self + Sock.fd]!);
  rt.H[self + Sock.fd] = -1;
  return rt.none();
}

function detach(rt: Runtime, self: number): Owned {
  const fd = rt.H[self + Sock.fd]!;
  rt.H[self + Sock.fd] = -1;
  return newInt(rt, fd);
}

function setTimeoutMethod(rt: Runtime, self: number, value: number): Owned {
  if (value === S.None) setTimeout(rt, self, -1);
  else {
    const seconds = toFloatNumber(rt, value);
    if (seconds < 0) valueError(rt, 'Timeout value out of range');
    setTimeout(rt, self, seconds);
  }
  return rt.none();
}

function repr(rt: Runtime, self: number): Owned {
  const H = rt.H;
  return newStr(
    rt,
    `<socket object, fd=${H[self + Sock.fd]}, family=${H[self + Sock.family]}, type=${H[self + Sock.type]}, proto=${H[self + Sock.proto]}>`,
  );
}

/** A socket that was not closed warns. CPython: sock_finalize */
function dropped(rt: Runtime, self: number): void {
  const fd = rt.H[self + Sock.fd]!;
  if (fd < 0) return;
  rt.H[self + Sock.fd] = -1;
  closeEndpoint(rt, fd);
}

const socketType: TypeSpec = {
  name: '_socket.socket',
  basicsize: Sock.end * 4,
  flags: TpFlag.BASETYPE,
  contract: { gc: true, slots: [] },
  slots: {
    new: (rt, type) => {
      const op = allocInstance(rt, type, 0);
      rt.H[op + Sock.fd] = -1;
      setTimeout(rt, op, -1);
      return op;
    },
    init,
    repr,
    finalize: dropped,
  },
  methods: [
    { name: 'recv', kind: Meth.FAST, fn: recv },
    { name: 'recv_into', kind: Meth.FAST, fn: recvInto },
    {
      name: 'send',
      kind: Meth.FAST,
      fn: (rt: Runtime, self: number, args: number, nargs: number) => {
        checkPositional(rt, 'send', nargs, 1, 2);
        return newInt(rt, sendBytes(rt, self, rt.H[args]!));
      },
    },
    {
      name: 'sendall',
      kind: Meth.FAST,
      fn: (rt: Runtime, self: number, args: number, nargs: number) => {
        checkPositional(rt, 'sendall', nargs, 1, 2);
        sendBytes(rt, self, rt.H[args]!);
        return rt.none();
      },
    },
    { name: 'close', kind: Meth.NOARGS, fn: close },
    { name: 'detach', kind: Meth.NOARGS, fn: detach },
    { name: 'fileno', kind: Meth.NOARGS, fn: (rt: Runtime, self: number) => newInt(rt, rt.H[self + Sock.fd]!) },
    { name: 'settimeout', kind: Meth.O, fn: setTimeoutMethod },
    {
      name: 'gettimeout',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, self: number) => (timeoutOf(rt, self) < 0 ? rt.none() : newFloat(rt, timeoutOf(rt, self))),
    },
    {
      name: 'setblocking',
      kind: Meth.O,
      fn: (rt: Runtime, self: number, flag: number) => {
        setTimeout(rt, self, flag === S.False || (rt.H[flag + Ob.type] === T.int && rt.H[flag + Ob.size] === 0) ? 0 : -1);
        return rt.none();
      },
    },
    { name: 'getblocking', kind: Meth.NOARGS, fn: (rt: Runtime, self: number) => rt.bool(timeoutOf(rt, self) !== 0) },
    {
      name: 'getsockname',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, self: number) => newAddress(rt, openEnd(rt, self).local, rt.H[self + Sock.family]!),
    },
    {
      name: 'getpeername',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, self: number) => {
        const end = openEnd(rt, self);
        if (!end.connected) raiseOsError(rt, ENOTCONN, 'Transport endpoint is not connected');
        return newAddress(rt, end.remote, rt.H[self + Sock.family]!);
      },
    },
    { name: 'shutdown', kind: Meth.O, fn: shutdown },
    { name: 'bind', kind: Meth.O, fn: bind },
    { name: 'listen', kind: Meth.FAST, fn: listen },
    { name: '_accept', kind: Meth.NOARGS, fn: accept },
    { name: 'connect', kind: Meth.O, fn: connect },
    { name: 'connect_ex', kind: Meth.O, fn: (rt: Runtime, self: number, address: number) => newInt(rt, tryConnect(rt, self, address)) },
    { name: 'sendto', kind: Meth.FAST, fn: sendto },
    { name: 'recvfrom', kind: Meth.FAST, fn: recvfrom },
    // options change nothing inside the process
    { name: 'setsockopt', kind: Meth.FAST, fn: (rt: Runtime) => rt.none() },
    { name: 'getsockopt', kind: Meth.FAST, fn: (rt: Runtime) => newInt(rt, 0) },
  ],
  members: [
    { name: 'family', at: Sock.family, kind: 'int', readonly: true },
    { name: 'type', at: Sock.type, kind: 'int', readonly: true },
    { name: 'proto', at: Sock.proto, kind: 'int', readonly: true },
  ],
  getset: [{ name: 'timeout', get: (rt, self) => (timeoutOf(rt, self) < 0 ? rt.none() : newFloat(rt, timeoutOf(rt, self))) }],
};

function socketOf(rt: Runtime, fd: number): Owned {
  const op = allocInstance(rt, nativeTypeAddress(rt, socketType), 0);
  rt.H[op + Sock.fd] = fd;
  rt.H[op + Sock.family] = 1;
  rt.H[op + Sock.type] = 1;
  setTimeout(rt, op, -1);
  return op;
}

function socketPair(rt: Runtime): Owned {
  const mark = rt.mark();
  const a = openEndpoint(rt, false);
  const b = openEndpoint(rt, false);
  a.local = '';
  b.local = '';
  join(a, b);
  const first = rt.own(socketOf(rt, a.fd));
  return rt.leave(mark, tuple2(rt, first, rt.own(socketOf(rt, b.fd))));
}

const CONSTANTS: Readonly<Record<string, number | boolean>> = {
  AF_UNSPEC: 0,
  AF_UNIX: 1,
  AF_INET: 2,
  AF_INET6: 10,
  SOCK_STREAM: 1,
  SOCK_DGRAM: 2,
  SOCK_RAW: 3,
  SOCK_NONBLOCK: 2048,
  SOCK_CLOEXEC: 524288,
  SOL_SOCKET: 1,
  SOL_TCP: 6,
  SO_REUSEADDR: 2,
  SO_TYPE: 3,
  SO_ERROR: 4,
  SO_BROADCAST: 6,
  SO_SNDBUF: 7,
  SO_RCVBUF: 8,
  SO_KEEPALIVE: 9,
  SO_LINGER: 13,
  SO_REUSEPORT: 15,
  SOMAXCONN: 4096,
  IPPROTO_IP: 0,
  IPPROTO_TCP: 6,
  IPPROTO_UDP: 17,
  IPPROTO_IPV6: 41,
  IPV6_V6ONLY: 26,
  TCP_NODELAY: 1,
  MSG_PEEK: 2,
  MSG_DONTWAIT: 64,
  MSG_NOSIGNAL: 16384,
  AI_PASSIVE: 1,
  AI_CANONNAME: 2,
  AI_NUMERICHOST: 4,
  AI_ADDRCONFIG: 32,
  AI_NUMERICSERV: 1024,
  EAI_NONAME: -2,
  EAI_FAMILY: -6,
  EAI_SERVICE: -8,
  NI_NUMERICHOST: 1,
  NI_NUMERICSERV: 2,
  SHUT_RD: 0,
  SHUT_WR: 1,
  SHUT_RDWR: 2,
  INADDR_ANY: 0,
  INADDR_LOOPBACK: 2130706433,
  INADDR_BROADCAST: 4294967295,
  has_ipv6: false,
};

export const socketModule: ModuleSpec = {
  name: '_socket',
  doc: 'Sockets inside the process.',
  types: [socketType],
  functions: [
    { name: 'socketpair', kind: Meth.FAST, fn: socketPair },
    {
      name: 'getdefaulttimeout',
      kind: Meth.NOARGS,
      fn: (rt: Runtime) => (defaultTimeout(rt).seconds < 0 ? rt.none() : newFloat(rt, defaultTimeout(rt).seconds)),
    },
    {
      name: 'setdefaulttimeout',
      kind: Meth.O,
      fn: (rt: Runtime, _module: number, value: number) => {
        defaultTimeout(rt).seconds = value === S.None ? -1 : toFloatNumber(rt, value);
        return rt.none();
      },
    },
    { name: 'gethostname', kind: Meth.NOARGS, fn: (rt: Runtime) => newStr(rt, 'localhost') },
    {
      name: 'close',
      kind: Meth.O,
      fn: (rt: Runtime, _module: number, fd: number) => {
        closeEndpoint(rt, asCInt(rt, fd));
        return rt.none();
      },
    },
    ...hostNameFunctions,
  ],
  constants: CONSTANTS,
  exec(rt, module) {
    setModuleValue(rt, module, 'SocketType', rt.newRef(nativeTypeAddress(rt, socketType)));
    setModuleValue(rt, module, 'error', rt.newRef(T.OSError));
    setModuleValue(rt, module, 'timeout', rt.newRef(T.TimeoutError));
    for (const name of ['herror', 'gaierror'] as const) setModuleValue(rt, module, name, rt.newRef(socketError(rt, name)));
  },
};
