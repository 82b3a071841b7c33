import { cpus, hostname, loadavg, machine, release, type, version } from 'node:os';
import type { HostSystem } from './host.ts';
import { translate } from './node-errors.ts';

/** Node's process. */
export const nodeSystem: HostSystem = {
  ids: () => ({
    ppid: process.ppid,
    uid: process.getuid?.() ?? 0,
    euid: process.geteuid?.() ?? 0,
    gid: process.getgid?.() ?? 0,
    egid: process.getegid?.() ?? 0,
  }),
  cpuCount: () => cpus().length,
  loadAverage: () => loadavg(),
  kill: (pid, signal) => translate(() => void process.kill(pid, signal)),
  terminalSize: (fd) => (fd === 1 && process.stdout.isTTY ? (process.stdout.getWindowSize?.() ?? null) : null),
  uname: () => [type(), hostname(), release(), version(), machine()],
  cpuTimes: () => process.cpuUsage(),
};
