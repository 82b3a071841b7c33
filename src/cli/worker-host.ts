import { isatty } from 'node:tty';
import { parentPort } from 'node:worker_threads';
import type { Host } from '../runtime/host/host.ts';
import { HostError } from '../runtime/host/host.ts';
import { hostError } from '../runtime/host/node-errors.ts';
import { nodeHost } from '../runtime/host/node-host.ts';
import { NodePipes } from '../runtime/host/node-pipes.ts';
import { Bridge, RequestState, type WorkerMessage } from './bridge.ts';
import { type OwnCommand, workerProcesses } from './worker-processes.ts';

/** A host that can also ask for a line at the terminal's prompt: null at the end, 'interrupted' for Ctrl-C. */
export interface WorkerHost extends Host {
  readLine(prompt: string): { text: string } | 'interrupted' | null;
  readonly terminal: boolean;
  /** Gives back what the host has outside the process. */
  dispose(): void;
}

/** The Node host inside the interpreter's worker: what only the main thread can do goes there, and waiting ends when a signal arrives. `own`: how the program runs. */
export function workerHost(shared: SharedArrayBuffer, own: OwnCommand): WorkerHost {
  const cells = new Int32Array(shared, 0, Bridge.words);
  const data = new Uint8Array(shared, Bridge.words * 4);
  const pipes = new NodePipes();
  const base = nodeHost(pipes);
  const send = (message: WorkerMessage): void => parentPort?.postMessage(message);
  let cwd = process.cwd();

  /** Waits for the main thread's answer; a signal ends the wait with EINTR, unless the answer comes at once anyway. */
  const request = (message: WorkerMessage, quick = false): number => {
    Atomics.store(cells, Bridge.state, RequestState.waiting);
    send(message);
    while (Atomics.load(cells, Bridge.state) === RequestState.waiting) {
      Atomics.wait(cells, Bridge.state, RequestState.waiting, 100);
      if (!quick && Atomics.load(cells, Bridge.signal) !== 0) {
        send({ kind: 'cancel' });
        throw hostError('EINTR');
      }
    }
    Atomics.store(cells, Bridge.state, RequestState.none);
    return Atomics.load(cells, Bridge.result);
  };

  const readTerminal = (size: number): Uint8Array => {
    const n = request({ kind: 'read', size: Math.min(size, Bridge.dataBytes) });
    if (n < 0) throw new HostError('EIO', -n, 'Input/output error');
    return data.slice(0, n);
  };

  let rest = '';
  /** A line of input that is no terminal (python3 -i with a pipe): the prompt goes to stderr. */
  const readPlainLine = (prompt: string): { text: string } | null => {
    base.write(2, new TextEncoder().encode(prompt));
    while (!rest.includes('\n')) {
      const part = base.read(0, 4096);
      if (part.length === 0) break;
      rest += new TextDecoder().decode(part);
    }
    if (rest === '') return null;
    const end = rest.indexOf('\n');
    const text = end < 0 ? rest : rest.slice(0, end);
    rest = end < 0 ? '' : rest.slice(end + 1);
    return { text };
  };

  const files = base.fs!;
  const terminal = isatty(0);
  const read = (fd: number, size: number, position: number | null): Uint8Array =>
    fd === 0 && terminal ? readTerminal(size) : files.read(fd, size, position);
  return {
    ...base,
    terminal,
    dispose: () => pipes.dispose(),
    processes: workerProcesses(shared, pipes, { ...own, env: base.env }, (message) => request(message, true)),
    readLine: (prompt) => {
      if (!terminal) return readPlainLine(prompt);
      const n = request({ kind: 'line', prompt });
      if (n === -4) return 'interrupted';
      return n <= 0 ? null : { text: new TextDecoder().decode(data.slice(0, n)).replace(/\n$/, '') };
    },
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
