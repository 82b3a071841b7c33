import { isatty } from 'node:tty';
import { parentPort } from 'node:worker_threads';
import type { Host } from '../runtime/host/host.ts';
import { HostError } from '../runtime/host/host.ts';
import { hostError } from '../runtime/host/node-errors.ts';
import { nodeHost } from '../runtime/host/node-host.ts';
import { Bridge, RequestState, type WorkerMessage } from './bridge.ts';

/** The Node host inside the interpreter's worker: what only the main thread can do goes there, and waiting ends when a signal arrives. */
export function workerHost(shared: SharedArrayBuffer): Host {
  const cells = new Int32Array(shared, 0, Bridge.words);
  const data = new Uint8Array(shared, Bridge.words * 4);
  const base = nodeHost();
  const send = (message: WorkerMessage): void => parentPort?.postMessage(message);
  let cwd = process.cwd();

  /** Waits for the main thread's answer; a signal ends the wait with EINTR. */
  const request = (message: WorkerMessage): number => {
    Atomics.store(cells, Bridge.state, RequestState.waiting);
    send(message);
    while (Atomics.load(cells, Bridge.state) === RequestState.waiting) {
      Atomics.wait(cells, Bridge.state, RequestState.waiting, 100);
      if (Atomics.load(cells, Bridge.signal) !== 0) throw hostError('EINTR');
    }
    Atomics.store(cells, Bridge.state, RequestState.none);
    return Atomics.load(cells, Bridge.result);
  };

  const readTerminal = (size: number): Uint8Array => {
    const n = request({ kind: 'read', size: Math.min(size, Bridge.dataBytes) });
    if (n < 0) throw new HostError('EIO', -n, 'Input/output error');
    return data.slice(0, n);
  };

  const files = base.fs!;
  const terminal = isatty(0);
  const read = (fd: number, size: number, position: number | null): Uint8Array =>
    fd === 0 && terminal ? readTerminal(size) : files.read(fd, size, position);
  return {
    ...base,
    read: (fd, size) => read(fd, size, null),
    sleep: (seconds) => {
      const end = performance.now() + seconds * 1000;
      for (let left = seconds * 1000; left > 0; left = end - performance.now()) {
        if (Atomics.load(cells, Bridge.signal) !== 0) return;
        Atomics.wait(cells, Bridge.state, RequestState.none, Math.min(left, 100));
      }
    },
    cwd: () => cwd,
    fs: {
      ...files,
      read,
      chdir: (path) => {
        const result = request({ kind: 'chdir', path });
        if (result < 0) throw hostError(result === -20 ? 'ENOTDIR' : result === -13 ? 'EACCES' : 'ENOENT');
        cwd = process.cwd();
      },
    },
  };
}
