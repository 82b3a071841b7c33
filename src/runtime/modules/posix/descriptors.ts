import type { Runtime } from '../../core/runtime.ts';
import { hostCall } from '../../exceptions/os-error.ts';
import type { WaitingFunction } from '../../threads/restartable-call.ts';
import { scheduler } from '../../threads/scheduler.ts';
import { interruptible } from '../interruptible.ts';

/** Descriptors that os.set_blocking made answer at once. */
function nonBlocking(rt: Runtime): Set<number> {
  return rt.stateOf('non-blocking descriptors', () => new Set<number>());
}

/** os.set_blocking, os.get_blocking */
export function setBlocking(rt: Runtime, fd: number, blocking: boolean): void {
  if (blocking) nonBlocking(rt).delete(fd);
  else nonBlocking(rt).add(fd);
}

export function isBlocking(rt: Runtime, fd: number): boolean {
  return !nonBlocking(rt).has(fd);
}

function waitFor(rt: Runtime, ready: () => boolean, caller: WaitingFunction | null, self: number): void {
  if (!hostCall(rt, 0, ready)) scheduler(rt).wait(caller, self, ready, null, true);
}

/**
 * Up to `size` bytes of a descriptor; empty at the end. Other threads run while a pipe has nothing. `caller` and `self`: the native function that
 * Python called, if that may be called again (see Scheduler.wait). OSError (EAGAIN when the descriptor does not block); what signal handlers raise.
 */
export function readFrom(rt: Runtime, fd: number, size: number, caller: WaitingFunction | null = null, self = 0): Uint8Array {
  const { processes } = rt.host;
  if (processes?.isPipe(fd) && isBlocking(rt, fd)) waitFor(rt, () => processes.readable(fd), caller, self);
  return hostCall(rt, 0, () => interruptible(rt, () => rt.host.read(fd, size)));
}

/** Writes to a descriptor; how many bytes were taken. Other threads run while a pipe is full. OSError; what signal handlers raise. */
export function writeTo(rt: Runtime, fd: number, bytes: Uint8Array): number {
  const { processes } = rt.host;
  if (processes?.isPipe(fd) && isBlocking(rt, fd)) waitFor(rt, () => processes.writable(fd), null, 0);
  return hostCall(rt, 0, () => rt.host.write(fd, bytes));
}

/** Closes a descriptor when everything that was given to it has been written. OSError. */
export function closeDescriptor(rt: Runtime, fd: number): void {
  const { processes, fs } = rt.host;
  try {
    if (processes?.isPipe(fd)) waitFor(rt, () => processes.writable(fd), null, 0);
  } finally {
    nonBlocking(rt).delete(fd);
    hostCall(rt, 0, () => fs!.close(fd));
  }
}
