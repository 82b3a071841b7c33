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
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { raiseOsError } from '../../exceptions/os-error.ts';
import { newFloat } from '../../numbers/float-object.ts';
import { newInt } from '../../numbers/int-object.ts';
import { newBytes } from '../../text/bytes-object.ts';
import { newStr } from '../../text/str-object.ts';
import { setModuleValue } from '../create-module.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { nativeState } from '../native-state.ts';
import { nativeTypeAddress } from '../native-type.ts';
import { newException } from '../new-exception.ts';
import { closeEnd, type End, endOf, isReadable, makePair, takeBytes } from './pairs.ts';

/**
 * _socket without a network: pairs of connected sockets inside the process work (event loops wake themselves through one), everything
 * else raises OSError. CPython: Modules/socketmodule.c
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
const EPIPE = 32;
const ENOSYS = 38;

function noNetwork(rt: Runtime): never {
  return raiseOsError(rt, ENOSYS, 'Ouroboros has no network');
}

function timeoutOf(rt: Runtime, self: number): number {
  return rt.F64[(self + Sock.timeout) >> 1]!;
}

function setTimeout(rt: Runtime, self: number, seconds: number): void {
  rt.F64[(self + Sock.timeout) >> 1] = seconds;
}

function openEnd(rt: Runtime, self: number): End {
  return endOf(rt, rt.H[self + Sock.fd]!) ?? raiseOsError(rt, EBADF, 'Bad file descriptor');
}

function init(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
  const spec = { name: 'socket', params: ['family', 'type', 'proto', 'fileno'] };
  const [family, type, proto, fileno] = parseKeywords(rt, spec, args, nargs, kwnames, [0, 0, 0, 0]) as [number, number, number, number];
  const number = (op: number, otherwise: number): number => {
    const n = op === 0 ? -1 : asCInt(rt, op);
    return n === -1 ? otherwise : n;
  };
  if (fileno === 0 || fileno === S.None) noNetwork(rt);
  const fd = asCInt(rt, fileno);
  if (fd < 0) valueError(rt, 'negative file descriptor');
  if (endOf(rt, fd) === undefined) raiseOsError(rt, EBADF, 'Bad file descriptor');
  rt.H[self + Sock.fd] = fd;
  rt.H[self + Sock.family] = number(family, 1);
  rt.H[self + Sock.type] = number(type, 1);
  rt.H[self + Sock.proto] = number(proto, 0);
  setTimeout(rt, self, -1);
}

/** Waits until there is something to read: nobody else runs who could send it. */
function awaitData(rt: Runtime, self: number, end: End): void {
  if (isReadable(end)) return;
  const timeout = timeoutOf(rt, self);
  if (timeout === 0) raiseOsError(rt, EAGAIN, 'Resource temporarily unavailable');
  if (timeout > 0) {
    rt.host.sleep(timeout);
    raise(rt, T.TimeoutError, 'timed out');
  }
  raise(rt, T.RuntimeError, 'deadlock: the only thread waits for data that only it could send');
}

function recv(rt: Runtime, self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'recv', nargs, 1, 2);
  const size = asCInt(rt, rt.H[args]!);
  if (size < 0) valueError(rt, 'negative buffersize in recv');
  const end = openEnd(rt, self);
  awaitData(rt, self, end);
  return newBytes(rt, takeBytes(end, size));
}

function recvInto(rt: Runtime, self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'recv_into', nargs, 1, 3);
  const end = openEnd(rt, self);
  awaitData(rt, self, end);
  return withBuffer(rt, rt.H[args]!, true, (address, length) => {
    const wanted = nargs > 1 ? asCInt(rt, rt.H[args + 2]!) : 0;
    const bytes = takeBytes(end, wanted === 0 ? length : Math.min(wanted, length));
    rt.U8.set(bytes, address);
    return newInt(rt, bytes.length);
  });
}

function sendBytes(rt: Runtime, self: number, data: number): number {
  const end = openEnd(rt, self);
  return withBuffer(rt, data, false, (address, length) => {
    if (end.peer === null) raiseOsError(rt, EPIPE, 'Broken pipe');
    if (length > 0) end.peer.inbox.push(rt.U8.slice(address, address + length));
    return length;
  });
}

function close(rt: Runtime, self: number): Owned {
  closeEnd(rt, rt.H[self + Sock.fd]!);
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

/** A method that needs a network. */
function absent(name: string): MethodSpec {
  return { name, kind: Meth.KEYWORDS, fn: noNetwork };
}

const socketType: TypeSpec = {
  name: '_socket.socket',
  basicsize: Sock.end * 4,
  flags: TpFlag.BASETYPE,
  contract: { gc: false, slots: [] },
  slots: {
    new: (rt, type) => {
      const op = allocInstance(rt, type, 0);
      rt.H[op + Sock.fd] = -1;
      setTimeout(rt, op, -1);
      return op;
    },
    init,
    repr,
    finalize: (rt, self) => closeEnd(rt, rt.H[self + Sock.fd]!),
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
    { name: 'getsockname', kind: Meth.NOARGS, fn: (rt: Runtime) => newStr(rt, '') },
    { name: 'getpeername', kind: Meth.NOARGS, fn: (rt: Runtime) => newStr(rt, '') },
    { name: 'shutdown', kind: Meth.O, fn: (rt: Runtime) => rt.none() },
    ...['_accept', 'bind', 'connect', 'connect_ex', 'listen', 'sendto', 'recvfrom', 'recvfrom_into', 'setsockopt', 'getsockopt'].map(absent),
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
  const [a, b] = makePair(rt);
  const first = rt.own(socketOf(rt, a));
  return rt.leave(mark, tuple2(rt, first, rt.own(socketOf(rt, b))));
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
    { name: 'getdefaulttimeout', kind: Meth.NOARGS, fn: (rt: Runtime) => rt.none() },
    { name: 'setdefaulttimeout', kind: Meth.O, fn: (rt: Runtime) => rt.none() },
    { name: 'gethostname', kind: Meth.NOARGS, fn: (rt: Runtime) => newStr(rt, 'localhost') },
    {
      name: 'close',
      kind: Meth.O,
      fn: (rt: Runtime, _module: number, fd: number) => {
        closeEnd(rt, asCInt(rt, fd));
        return rt.none();
      },
    },
    ...['getaddrinfo', 'getnameinfo', 'gethostbyname', 'gethostbyname_ex', 'gethostbyaddr', 'getservbyname', 'getprotobyname', 'if_nameindex'].map(
      absent,
    ),
  ],
  constants: CONSTANTS,
  exec(rt, module) {
    setModuleValue(rt, module, 'SocketType', rt.newRef(nativeTypeAddress(rt, socketType)));
    setModuleValue(rt, module, 'error', rt.newRef(T.OSError));
    setModuleValue(rt, module, 'timeout', rt.newRef(T.TimeoutError));
    for (const name of ['herror', 'gaierror'])
      setModuleValue(rt, module, name, rt.newRef(nativeState(rt, `socket.${name}`, (r) => newException(r, 'socket', name, T.OSError))));
  },
};
