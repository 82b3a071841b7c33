import type { Runtime } from '../../core/runtime.ts';

/** Host and port, or the path of a local socket. */
export type Address = { readonly host: string; readonly port: number } | string;

/**
 * A socket of the network inside the process: what is bound here can be reached from here. Host resource, like a file.
 */
export interface Endpoint {
  readonly fd: number;
  readonly datagrams: boolean;
  /** What arrived and nobody has read; datagrams with their sender. */
  readonly inbox: { data: Uint8Array; from: Address | null }[];
  /** The other end of a connection; null when there is none or it is closed. */
  peer: Endpoint | null;
  connected: boolean;
  /** Nothing will arrive any more. */
  ended: boolean;
  /** shutdown(SHUT_WR) was called. */
  finished: boolean;
  local: Address | null;
  remote: Address | null;
  /** Connections that nobody has accepted; null = not listening. */
  backlog: Endpoint[] | null;
}

interface Network {
  readonly endpoints: Map<number, Endpoint>;
  /** By kind and address. */
  readonly bound: Map<string, Endpoint>;
  nextFd: number;
  nextPort: number;
}

/** Descriptors of sockets start here, well above those of files. */
const FIRST = 1 << 16;
/** First port given to those who ask for none in particular. */
const FIRST_PORT = 49152;

function network(rt: Runtime): Network {
  return rt.stateOf('_socket network', () => ({ endpoints: new Map(), bound: new Map(), nextFd: FIRST, nextPort: FIRST_PORT }));
}

const ANYWHERE = ['', '0.0.0.0', '::', '::1', 'localhost', 'ip6-localhost'];

/** Does the name mean this machine? */
export function isLocal(host: string): boolean {
  return ANYWHERE.includes(host) || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** One key for all names of this machine. */
function keyOf(address: Address, datagrams: boolean): string {
  return typeof address === 'string' ? `unix ${address}` : `${datagrams ? 'udp' : 'tcp'} ${address.port}`;
}

/** A new socket, neither bound nor connected. */
export function openEndpoint(rt: Runtime, datagrams: boolean): Endpoint {
  const net = network(rt);
  const end: Endpoint = {
    fd: net.nextFd++,
    datagrams,
    inbox: [],
    peer: null,
    connected: false,
    ended: false,
    finished: false,
    local: null,
    remote: null,
    backlog: null,
  };
  net.endpoints.set(end.fd, end);
  return end;
}

/** Joins two ends. */
export function join(a: Endpoint, b: Endpoint): void {
  a.peer = b;
  b.peer = a;
  a.connected = true;
  b.connected = true;
  a.remote = b.local;
  b.remote = a.local;
}

/** The socket behind a descriptor. */
export function endpointOf(rt: Runtime, fd: number): Endpoint | undefined {
  return network(rt).endpoints.get(fd);
}

/** Is the descriptor one of ours (open or not)? */
export function isSocketDescriptor(fd: number): boolean {
  return fd >= FIRST;
}

/** Binds to an address (port 0: any); false when it is taken. */
export function bind(rt: Runtime, end: Endpoint, address: Address): boolean {
  const net = network(rt);
  let wanted = address;
  if (typeof wanted !== 'string') {
    if (wanted.port === 0) wanted = { host: wanted.host, port: net.nextPort++ };
    if (wanted.host === '') wanted = { host: '0.0.0.0', port: wanted.port };
    if (wanted.host === 'localhost') wanted = { host: '127.0.0.1', port: wanted.port };
  }
  const key = keyOf(wanted, end.datagrams);
  if (net.bound.has(key)) return false;
  net.bound.set(key, end);
  end.local = wanted;
  return true;
}

/** Who is bound to an address. */
export function boundTo(rt: Runtime, address: Address, datagrams: boolean): Endpoint | undefined {
  return network(rt).bound.get(keyOf(address, datagrams));
}

/** Connects to whoever listens there; false when nobody does. */
export function connect(rt: Runtime, end: Endpoint, address: Address): boolean {
  const listener = boundTo(rt, address, end.datagrams);
  if (end.datagrams) {
    if (end.local === null && typeof address !== 'string') bind(rt, end, { host: '127.0.0.1', port: 0 });
    end.remote = address;
    end.connected = true;
    return true;
  }
  if (listener?.backlog === undefined || listener.backlog === null) return false;
  end.local ??= typeof address === 'string' ? '' : { host: '127.0.0.1', port: network(rt).nextPort++ };
  const other = openEndpoint(rt, false);
  other.local = address;
  join(end, other);
  listener.backlog.push(other);
  return true;
}

/** Closes a socket; the other end sees the end of the data. */
export function closeEndpoint(rt: Runtime, fd: number): void {
  const net = network(rt);
  const end = net.endpoints.get(fd);
  if (end === undefined) return;
  net.endpoints.delete(fd);
  if (end.local !== null && net.bound.get(keyOf(end.local, end.datagrams)) === end) net.bound.delete(keyOf(end.local, end.datagrams));
  for (const waiting of end.backlog ?? []) closeEndpoint(rt, waiting.fd);
  if (end.peer !== null) {
    end.peer.ended = true;
    end.peer.peer = null;
  }
  end.peer = null;
}

/** Nothing more will be sent. */
export function finish(end: Endpoint): void {
  end.finished = true;
  if (end.peer !== null) end.peer.ended = true;
}

/** Would a read (or an accept) not wait? */
export function isReadable(end: Endpoint): boolean {
  if (end.backlog !== null) return end.backlog.length > 0;
  return end.inbox.length > 0 || end.ended || (!end.datagrams && !end.connected);
}

/** Takes up to `size` bytes of what arrived, of a datagram what fits; empty when there is nothing. */
export function takeBytes(end: Endpoint, size: number, peek: boolean): { data: Uint8Array; from: Address | null } {
  const first = end.inbox[0];
  if (first === undefined) return { data: new Uint8Array(0), from: end.remote };
  const taken = { data: first.data.subarray(0, size), from: first.from };
  if (peek) return taken;
  if (end.datagrams || first.data.length <= size) end.inbox.shift();
  else end.inbox[0] = { data: first.data.subarray(size), from: first.from };
  return taken;
}
