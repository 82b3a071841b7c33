import type { Runtime } from '../../core/runtime.ts';

/** The table that sys._debugmallocstats prints. CPython: Objects/obmalloc.c _PyObject_DebugMallocStats */
export function debugMallocStats(rt: Runtime): string {
  const classes = rt.heap.sizeClassStats();
  const { arenas, arenasTotal, arenasHighWater } = rt.heap.stats;
  let out = `Small block threshold = ${rt.heap.smallBytes}, in ${rt.heap.smallBytes / 16} size classes.\n\n`;
  out += 'class   size   num pools   blocks in use  avail blocks\n-----   ----   ---------   -------------  ------------\n';
  let pools = 0;
  let used = 0;
  let free = 0;
  for (const c of classes) {
    pools += c.pools;
    used += c.blocksInUse * c.blockBytes;
    free += c.blocksAvailable * c.blockBytes;
    out += `${String(c.sizeClass).padStart(5)} ${String(c.blockBytes).padStart(6)} ${String(c.pools).padStart(11)}`;
    out += ` ${String(c.blocksInUse).padStart(15)} ${String(c.blocksAvailable).padStart(13)}\n`;
  }
  const line = (label: string, n: number): string => `${label.padEnd(35)} = ${n.toLocaleString('en').padStart(20)}\n`;
  out += `\n${line('# arenas allocated total', arenasTotal)}${line('# arenas reclaimed', arenasTotal - arenas)}`;
  out += `${line('# arenas highwater mark', arenasHighWater)}${line('# arenas allocated current', arenas)}`;
  out += line(`${arenas} arenas * ${rt.heap.arenaBytes} bytes/arena`, arenas * rt.heap.arenaBytes);
  out += `\n${line('# bytes in allocated blocks', used)}${line('# bytes in available blocks', free)}`;
  out += line(`${pools} used pools * ${rt.heap.poolBytes} bytes`, pools * rt.heap.poolBytes);
  return out;
}
