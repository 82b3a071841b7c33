import type { SpawnRequest } from '../runtime/host/host.ts';

/**
 * What the command's main thread and the interpreter's worker share: one block of memory.
 *
 *   word 0  breaker: the interpreter looks at it between instructions     (Runtime.interruptCell)
 *   word 1  number of a signal that arrived, 0 = none                      (Runtime.interruptCell)
 *   word 2  state of a request of the worker to the main thread, see RequestState
 *   word 3  result of the request: bytes read, or a negative errno
 *   word 4  counts the child processes that ended
 *   behind  data of the request
 */
export const enum Bridge {
  breaker = 0,
  signal = 1,
  state = 2,
  result = 3,
  ended = 4,
  words = 5,
  dataBytes = 65_536,
}

export const enum RequestState {
  none = 0,
  waiting = 1,
  done = 2,
}

/** Answer to `over`: the process still runs. Else its status, or a negative errno. */
export const RUNNING = -10_000;

/** Worker to main thread. */
export type WorkerMessage =
  | { kind: 'read'; size: number }
  | { kind: 'cancel' }
  | { kind: 'line'; prompt: string }
  | { kind: 'chdir'; path: string }
  | { kind: 'spawn'; request: SpawnRequest }
  | { kind: 'over'; pid: number; take: boolean }
  | { kind: 'exit'; code: number }
  | { kind: 'fault'; text: string };

export function makeBridge(): SharedArrayBuffer {
  return new SharedArrayBuffer(Bridge.words * 4 + Bridge.dataBytes);
}
