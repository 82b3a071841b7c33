import type { HeapLayout } from '../../instruments/heap-layout.ts';
import type { Timeline } from '../../instruments/timeline.ts';

/** What `ouro report` shows, as data. */
export interface MemoryReport {
  readonly program: string;
  readonly model: string;
  readonly timeline: Timeline;
  readonly heap: HeapLayout;
}

const WIDTH = 64;
const HEIGHT = 8;
const BARS = ' ▁▂▃▄▅▆▇█';
const ROWS = 6;

export function bytesText(n: number): string {
  if (n < 1024) return `${n} B`;
  if (n < 1024 * 1024) return `${(n / 1024).toFixed(1)} KiB`;
  if (n < 1024 * 1024 * 1024) return `${(n / 1024 / 1024).toFixed(1)} MiB`;
  return `${(n / 1024 / 1024 / 1024).toFixed(2)} GiB`;
}

/** Live bytes at evenly spaced moments between the first and the last line. */
function resampled({ samples, lines }: Timeline, width: number): number[] {
  const last = Math.max(1, lines);
  return Array.from({ length: width }, (_, x) => {
    const upTo = ((x + 1) / width) * last;
    const from = (x / width) * last;
    const inside = samples.filter((s) => s.lines > from && s.lines <= upTo);
    const before = samples.filter((s) => s.lines <= upTo).at(-1) ?? samples[0];
    return Math.max(before?.live ?? 0, ...inside.map((s) => s.live));
  });
}

/** The report for a terminal: live memory over time, and what holds most at the highest point. */
export function reportChart(report: MemoryReport): string {
  const { timeline, heap } = report;
  const { samples, places } = timeline;
  const peak = samples.reduce((a, b) => (b.live > a.live ? b : a));
  const least = Math.min(...samples.map((s) => s.live));
  // the interpreter itself is the ground on which the program's memory stands
  const base = least < 0.8 * peak.live ? 0 : Math.floor(least * 0.98);
  const scale = (HEIGHT * 8) / Math.max(1, peak.live - base);
  const columns = resampled(timeline, WIDTH).map((live) => Math.round((live - base) * scale));
  const lines = [
    `${report.program} under ${report.model}: ${timeline.lines.toLocaleString('en')} lines ran, ${timeline.collections.length} collections`,
    '',
  ];
  for (let row = HEIGHT - 1; row >= 0; row--) {
    const label = row === HEIGHT - 1 ? bytesText(peak.live) : row === 0 ? bytesText(base) : '';
    lines.push(
      `${label.padStart(10)} │${columns
        .map((c) => BARS[Math.max(0, Math.min(8, c - row * 8))])
        .join('')
        .trimEnd()}`,
    );
  }
  lines.push(`${' '.repeat(10)} └${'─'.repeat(WIDTH)}`, `${' '.repeat(12)}live memory, first line to last`, '');
  const size = (bytes: number): string => bytesText(bytes).padStart(10);
  lines.push(
    `Highest point: ${bytesText(peak.live)}${peak.line === 0 ? ' at the end' : ` before line ${peak.line}`}. Most of what was made since the start, by line:`,
  );
  for (const [place, bytes] of peak.byLine.slice(0, ROWS)) {
    const { file, line } = places[place]!;
    lines.push(`${size(bytes)}  ${file === '' ? 'outside of Python code' : `${file.replace(/^.*\//, '')}:${line}`}`);
  }
  const typed =
    peak.byType.length > 0 ? peak : samples.filter((s) => s.byType.length > 0).reduce((a, b) => (b.live > a.live ? b : a), samples.at(-1)!);
  lines.push('', `By type${typed === peak ? '' : ' (nearest moment counted)'}:`);
  for (const [type, bytes] of typed.byType.slice(0, ROWS)) lines.push(`${size(bytes)}  ${type}`);
  lines.push(
    '',
    `At the end: ${bytesText(heap.live)} live of ${bytesText(heap.committed)} committed (most: ${bytesText(heap.peak)}); ${heap.arenas.length} arenas of ${bytesText(heap.arenas[0]?.bytes ?? 0)}.`,
  );
  const sparse = heap.arenas.filter((arena) => arena.pins.length > 0 && arena.usedBytes < arena.bytes / 2).sort((a, b) => a.usedBytes - b.usedBytes);
  for (const arena of sparse.slice(0, 3)) {
    const [pin] = arena.pins;
    const made = pin!.made === null ? '' : ` made at ${pin!.made.file.replace(/^.*\//, '')}:${pin!.made.line}`;
    lines.push(`  an arena stays for ${bytesText(arena.usedBytes)} in it: ${pin!.type} ${pin!.value}${made}, held by ${pin!.heldBy}`);
  }
  return `${lines.join('\n')}\n`;
}
