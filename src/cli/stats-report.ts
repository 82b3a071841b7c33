import type { Runtime } from '../runtime/core/runtime.ts';

export interface Times {
  startMs: number;
  runMs: number;
}

function bytes(n: number): string {
  if (n < 1024) return `${n} B`;
  if (n < 1024 * 1024) return `${(n / 1024).toFixed(1)} KiB`;
  return `${(n / 1024 / 1024).toFixed(1)} MiB`;
}

/** What --stats prints, as text or JSON; bytes and milliseconds. */
export function statsReport(rt: Runtime, times: Times, json: boolean): string {
  const s = rt.heap.stats;
  const collections = rt.heap.gc.stats;
  const memory = rt.host.memory(rt.host.pid);
  const figures = {
    model: rt.model.name,
    start_ms: Math.round(times.startMs),
    run_ms: Math.round(times.runMs),
    allocations: s.allocationsTotal,
    blocks_in_use: s.allocatedBlocks,
    bytes_in_use: s.bytesInUse,
    peak_bytes: s.peakBytes,
    committed_bytes: s.committedBytes,
    returned_bytes: s.releasedBytes,
    arenas: s.arenas,
    process_rss: memory?.rss ?? null,
    collections: collections.map((c) => ({ collections: c.collections, collected: c.collected, uncollectable: c.uncollectable })),
  };
  if (json) return `${JSON.stringify(figures)}\n`;
  const gc = collections.map((c, g) => `generation ${g}: ${c.collections} (${c.collected} collected)`).join(', ');
  return [
    `model         ${figures.model}`,
    `time          ${figures.run_ms} ms, start-up ${figures.start_ms} ms`,
    `allocations   ${figures.allocations}`,
    `in use        ${figures.blocks_in_use} blocks, ${bytes(figures.bytes_in_use)}`,
    `peak          ${bytes(figures.peak_bytes)}; committed ${bytes(figures.committed_bytes)}; returned to the system ${bytes(figures.returned_bytes)}`,
    `collections   ${gc}`,
    ...(figures.process_rss === null ? [] : [`process       ${bytes(figures.process_rss)} resident`]),
    '',
  ].join('\n');
}
