import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { SpawnRequest } from '../runtime/host/host.ts';

/** The program's child processes, kept by the main thread, whose event loop hears of their end. */
export class Children {
  /** Status as wait(2) has it, null while the process runs. */
  private readonly status = new Map<number, number | null>();
  private readonly onEnd: () => void;

  constructor(onEnd: () => void) {
    this.onEnd = onEnd;
  }

  /** Starts a process; answers with its id or a negative errno. */
  start(request: SpawnRequest, answer: (result: number) => void): void {
    let child: ChildProcess;
    try {
      child = spawn(request.file, request.args.slice(1), {
        argv0: request.args[0] ?? request.file,
        stdio: request.stdio.map((fd) => fd ?? 'ignore'),
        detached: request.newSession,
        ...(request.cwd === null ? {} : { cwd: request.cwd }),
        ...(request.env === null ? {} : { env: request.env }),
        ...(request.uid === null ? {} : { uid: request.uid }),
        ...(request.gid === null ? {} : { gid: request.gid }),
      });
    } catch (thrown) {
      answer((thrown as { errno?: number }).errno ?? -constants.errno.EINVAL);
      return;
    }
    const { pid } = child;
    if (pid === undefined) {
      child.once('error', (error: NodeJS.ErrnoException) => answer(error.errno ?? -constants.errno.EINVAL));
      return;
    }
    this.status.set(pid, null);
    child.once('exit', (code, signal) => {
      this.status.set(pid, signal === null ? (code ?? 0) << 8 : constants.signals[signal]);
      this.onEnd();
    });
    // The program may end before its children do.
    child.unref();
    answer(pid);
  }

  /** A child (-1: any) that is over; null while none is; -ECHILD when there is no such child. `take`: it is forgotten. */
  over(pid: number, take: boolean): { pid: number; status: number } | number | null {
    const known = pid === -1 ? [...this.status] : [...this.status].filter(([p]) => p === pid);
    if (known.length === 0) return -constants.errno.ECHILD;
    for (const [p, status] of known) {
      if (status === null) continue;
      if (take) this.status.delete(p);
      return { pid: p, status };
    }
    return null;
  }
}
