import * as fs from 'node:fs';
import type { HostMemory } from './host.ts';
import { hostError } from './node-errors.ts';

function read(path: string): string {
  try {
    return fs.readFileSync(path, 'latin1');
  } catch (thrown) {
    const code = (thrown as { code?: string }).code;
    throw hostError(code === 'ENOENT' || code === 'ESRCH' ? 'ESRCH' : 'EACCES');
  }
}

function kilobytes(text: string, field: string): number {
  let sum = 0;
  for (const m of text.matchAll(new RegExp(`^${field}:\\s+(\\d+) kB`, 'gm'))) sum += Number(m[1]);
  return sum * 1024;
}

/** Size of a page of the machine, from how the kernel counts this very process in pages and in kB. */
function pageSize(): number {
  const pages = Number(read('/proc/self/statm').split(' ')[0]);
  const bytes = kilobytes(read('/proc/self/status'), 'VmSize');
  return [4096, 16384, 65536].reduce((best, size) => (Math.abs(pages * size - bytes) < Math.abs(pages * best - bytes) ? size : best));
}

/**
 * Memory of a process from the kernel's files, in bytes; null where there is no /proc. HostError ESRCH or EACCES.
 * uss, pss, swap need permission over the process. psutil: _pslinux.py memory_info, memory_full_info
 */
export function processMemory(pid: number): HostMemory | null {
  if (!fs.existsSync('/proc/self/statm')) return null;
  const proc = `/proc/${pid}`;
  if (!fs.existsSync(proc)) throw hostError('ESRCH');
  const page = pageSize();
  const [vms, rss, shared, text, lib, data, dirty] = read(`${proc}/statm`)
    .split(' ')
    .map((n) => Number(n) * page) as [number, number, number, number, number, number, number];
  const total = kilobytes(read('/proc/meminfo'), 'MemTotal');
  let rollup: string;
  try {
    rollup = read(`${proc}/smaps_rollup`);
  } catch {
    rollup = '';
  }
  if (rollup === '') return { rss, vms, shared, text, lib, data, dirty, uss: null, pss: null, swap: null, total };
  return {
    rss,
    vms,
    shared,
    text,
    lib,
    data,
    dirty,
    total,
    uss: kilobytes(rollup, 'Private_\\w+'),
    pss: kilobytes(rollup, 'Pss'),
    swap: kilobytes(rollup, 'Swap'),
  };
}
