import type { Runtime } from '../../core/runtime.ts';

/** One end of a pair of connected sockets inside the process. Host resources, like files: there is no network. */
export interface End {
  /** What the other end sent and nobody has read. */
  readonly inbox: Uint8Array[];
  /** The other end, null when it is closed. */
  peer: End | null;
}

interface Pairs {
  readonly ends: Map<number, End>;
  next: number;
}

/** Descriptors of sockets start here, well above those of files. */
const FIRST = 1 << 16;

function pairs(rt: Runtime): Pairs {
  return rt.stateOf('_socket pairs', () => ({ ends: new Map(), next: FIRST }));
}

/** Two connected ends; gives their descriptors. */
export function makePair(rt: Runtime): [number, number] {
  const all = pairs(rt);
  const a: End = { inbox: [], peer: null };
  const b: End = { inbox: [], peer: a };
  a.peer = b;
  const fd = all.next;
  all.next += 2;
  all.ends.set(fd, a);
  all.ends.set(fd + 1, b);
  return [fd, fd + 1];
}

/** The end behind a descriptor. */
export function endOf(rt: Runtime, fd: number): End | undefined {
  return pairs(rt).ends.get(fd);
}

/** Is the descriptor one of ours (open or not)? */
export function isSocketDescriptor(fd: number): boolean {
  return fd >= FIRST;
}

export function closeEnd(rt: Runtime, fd: number): void {
  const end = pairs(rt).ends.get(fd);
  if (end === undefined) return;
  pairs(rt).ends.delete(fd);
  if (end.peer !== null) end.peer.peer = null;
  end.peer = null;
}

/** Would a read not wait? */
export function isReadable(end: End): boolean {
  return end.inbox.length > 0 || end.peer === null;
}

/** Takes up to `size` bytes out of the inbox; empty when there are none. */
export function takeBytes(end: End, size: number): Uint8Array {
  const first = end.inbox[0];
  if (first === undefined) return new Uint8Array(0);
  if (first.length <= size) {
    end.inbox.shift();
    return first;
  }
  end.inbox[0] = first.subarray(size);
  return first.subarray(0, size);
}
