import * as fs from 'node:fs';
import type { HostProcesses } from '../runtime/host/host.ts';
import { hostErrorOf } from '../runtime/host/node-errors.ts';
import type { NodePipes } from '../runtime/host/node-pipes.ts';
import { Bridge, RUNNING, type WorkerMessage } from './bridge.ts';

/** The command that runs the program: what it starts through sys.executable has the same model. */
export interface OwnCommand {
  readonly executable: string;
  readonly model: string;
}

/** Pipes and child processes of the interpreter's worker; the main thread starts them (see children.ts). `request` waits for its answer. */
export function workerProcesses(
  shared: SharedArrayBuffer,
  pipes: NodePipes,
  own: OwnCommand & { env: Record<string, string> },
  request: (message: WorkerMessage) => number,
): HostProcesses {
  const cells = new Int32Array(shared, 0, Bridge.words);
  const answeredPid = new Int32Array(shared, Bridge.words * 4, 1);
  /** By process: how many had ended when it was last asked about and ran. */
  const asked = new Map<number, number>();
  return {
    pipe: () => pipes.create(),
    isPipe: (fd) => pipes.has(fd),
    readable: (fd) => pipes.readable(fd),
    writable: (fd) => pipes.writable(fd),
    spawn(wanted) {
      const copies: number[] = [];
      const stdio = wanted.stdio.map((fd) => {
        if (fd === null || !pipes.has(fd)) return fd;
        copies.push(pipes.forChild(fd));
        return copies[copies.length - 1]!;
      });
      try {
        const env = { ...(wanted.env ?? own.env), ...(wanted.file === own.executable ? { OURO_MODEL: own.model } : {}) };
        const pid = request({ kind: 'spawn', request: { ...wanted, stdio, env } });
        if (pid < 0) throw hostErrorOf(-pid);
        return pid;
      } finally {
        for (const fd of copies) fs.closeSync(fd);
      }
    },
    over(pid, take) {
      const ended = Atomics.load(cells, Bridge.ended);
      if (asked.get(pid) === ended) return null;
      const status = request({ kind: 'over', pid, take });
      if (status === RUNNING) {
        asked.set(pid, ended);
        return null;
      }
      if (status < 0) throw hostErrorOf(-status);
      return { pid: answeredPid[0]!, status };
    },
  };
}
