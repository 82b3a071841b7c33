import { bytesText, type MemoryReport } from './report-chart.ts';

const COLOURS = ['#4269d0', '#efb118', '#ff725c', '#6cc5b0', '#3ca951', '#ff8ab7', '#a463f2', '#97bbf5', '#9c6b4e', '#9498a0', '#2c7bb6', '#d7191c'];
const WIDTH = 920;
const HEIGHT = 220;
const LEFT = 74;

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** Series stacked over the samples: name and bytes at each. */
interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

/** The largest series, the others summed up. */
function largest(all: ReadonlyMap<string, number[]>, count: number): Series[] {
  const sorted = [...all].map(([name, values]) => ({ name, values, most: Math.max(...values) })).sort((a, b) => b.most - a.most);
  const kept: Series[] = sorted.slice(0, count);
  const rest = sorted.slice(count);
  if (rest.length === 0) return kept;
  const values = rest[0]!.values.map((_, i) => rest.reduce((sum, s) => sum + s.values[i]!, 0));
  return [...kept, { name: `${rest.length} others`, values }];
}

/** A stacked area chart as SVG; every area says its name and bytes. */
function areas(series: readonly Series[], moments: readonly number[], title: string): string {
  const n = moments.length;
  const last = Math.max(1, moments[n - 1] ?? 1);
  const totals = moments.map((_, i) => series.reduce((sum, s) => sum + s.values[i]!, 0));
  const top = Math.max(1, ...totals);
  const x = (i: number): number => LEFT + (moments[i]! / last) * (WIDTH - LEFT - 10);
  const y = (v: number): number => HEIGHT - 24 - (v / top) * (HEIGHT - 40);
  const base = new Array<number>(n).fill(0);
  const shapes = series.map(({ name, values }, k) => {
    const lower = base.map((v, i) => `${x(i).toFixed(1)},${y(v).toFixed(1)}`);
    values.forEach((v, i) => {
      base[i]! += v;
    });
    const upper = base.map((v, i) => `${x(i).toFixed(1)},${y(v).toFixed(1)}`);
    const most = Math.max(...values);
    return `<polygon fill="${COLOURS[k % COLOURS.length]}" points="${[...upper, ...lower.reverse()].join(' ')}"><title>${escaped(name)}: at most ${bytesText(most)}</title></polygon>`;
  });
  const axis = [0, 0.5, 1].map(
    (f) =>
      `<text x="${LEFT - 8}" y="${y(f * top) + 4}" text-anchor="end">${bytesText(Math.round(f * top))}</text><line x1="${LEFT}" x2="${WIDTH - 10}" y1="${y(f * top)}" y2="${y(f * top)}" class="grid"/>`,
  );
  const legend = series.map(({ name }, k) => `<li><span style="background:${COLOURS[k % COLOURS.length]}"></span>${escaped(name)}</li>`).join('');
  return `<figure><figcaption>${escaped(title)}</figcaption><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}">${axis.join('')}${shapes.join('')}<text x="${WIDTH - 10}" y="${HEIGHT - 6}" text-anchor="end">${last.toLocaleString('en')} lines</text></svg><ul class="legend">${legend}</ul></figure>`;
}

function lineName(file: string, line: number): string {
  return file === '' ? 'outside of Python code' : `${file.replace(/^.*\//, '')}:${line}`;
}

function overTime(report: MemoryReport): string {
  const { samples, places } = report.timeline;
  const moments = samples.map((s) => s.lines);
  const live = areas(
    [
      { name: 'live', values: samples.map((s) => s.live) },
      { name: 'committed, not in use', values: samples.map((s) => Math.max(0, s.committed - s.live)) },
    ],
    moments,
    'Live and committed memory',
  );
  const byLine = new Map<string, number[]>();
  samples.forEach((sample, i) => {
    for (const [place, bytes] of sample.byLine) {
      const { file, line } = places[place]!;
      const name = lineName(file, line);
      let values = byLine.get(name);
      if (values === undefined) byLine.set(name, (values = new Array<number>(samples.length).fill(0)));
      values[i]! += bytes;
    }
  });
  const counted = samples.filter((s) => s.byType.length > 0);
  const byType = new Map<string, number[]>();
  counted.forEach((sample, i) => {
    for (const [type, bytes] of sample.byType) {
      let values = byType.get(type);
      if (values === undefined) byType.set(type, (values = new Array<number>(counted.length).fill(0)));
      values[i] = bytes;
    }
  });
  return [
    live,
    areas(largest(byLine, 10), moments, 'By the line that made it (since the program began)'),
    areas(
      largest(byType, 10),
      counted.map((s) => s.lines),
      'By type',
    ),
  ].join('\n');
}

/** One square a pool, coloured by how full it is; a row an arena. */
function arenaMap(report: MemoryReport): string {
  const rows = report.heap.arenas.slice(0, 64).map((arena, k) => {
    const cells = arena.pools
      .map((pool, i) => {
        const title = pool.blockBytes === 0 ? 'free pool' : `blocks of ${pool.blockBytes} bytes: ${pool.used} of ${pool.blocks} in use`;
        const fill = pool.blockBytes === 0 ? 'var(--free)' : `hsl(215 70% ${Math.round(85 - 50 * (pool.used / pool.blocks))}%)`;
        return `<rect x="${i * 13}" y="0" width="12" height="12" fill="${fill}"><title>${title}</title></rect>`;
      })
      .join('');
    const pins = arena.pins
      .map(
        (pin) =>
          `<li>${escaped(pin.type)} <code>${escaped(pin.value)}</code>, ${bytesText(pin.bytes)}${pin.made === null ? '' : `, made at ${escaped(lineName(pin.made.file, pin.made.line))}`}, held by ${escaped(pin.heldBy)}</li>`,
      )
      .join('');
    const why = pins === '' ? '' : `<ul class="pins">${pins}</ul>`;
    return `<div class="arena"><b>Arena ${k + 1}</b> ${bytesText(arena.usedBytes)} of ${bytesText(arena.bytes)}<svg viewBox="0 0 ${arena.pools.length * 13} 13" style="max-width:${arena.pools.length * 13}px">${cells}</svg>${why}</div>`;
  });
  const more = report.heap.arenas.length - rows.length;
  return `${rows.join('\n')}${more > 0 ? `<p>and ${more} more arenas</p>` : ''}`;
}

/** The report as one page that needs nothing else. */
export function reportPage(report: MemoryReport, source: string): string {
  const { heap, timeline } = report;
  const { places } = timeline;
  const peak = timeline.samples.reduce((a, b) => (b.live > a.live ? b : a));
  const atPeak = new Map<number, number>();
  for (const [place, bytes] of peak.byLine) {
    const { file, line } = places[place]!;
    if (file.endsWith(`/${report.program}`)) atPeak.set(line, (atPeak.get(line) ?? 0) + bytes);
  }
  const most = Math.max(1, ...atPeak.values());
  const listing = source
    .split('\n')
    .map((text, i) => {
      const bytes = atPeak.get(i + 1) ?? 0;
      const bar = bytes === 0 ? '' : `<i style="width:${Math.max(2, Math.round((100 * bytes) / most))}%"></i>${bytesText(bytes)}`;
      return `<tr><td class="n">${i + 1}</td><td class="bar">${bar}</td><td><code>${escaped(text)}</code></td></tr>`;
    })
    .join('\n');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Memory of ${escaped(report.program)}</title>
<style>
:root { --ink: #1d2733; --paper: #fff; --soft: #f3f5f8; --line: #d8dee6; --free: #eceff3; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --ink: #e3e8ee; --paper: #14191f; --soft: #1d242c; --line: #36414d; --free: #2a333d; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto; max-width: 960px; padding: 24px; }
h1 { font-size: 24px; margin: 0 0 4px; } h2 { font-size: 18px; margin: 36px 0 8px; border-bottom: 1px solid var(--line); padding-bottom: 4px; }
.figures { display: flex; flex-wrap: wrap; gap: 12px; margin: 16px 0; } .figures div { background: var(--soft); border-radius: 8px; padding: 10px 16px; } .figures b { display: block; font-size: 20px; }
figure { margin: 20px 0; } figcaption { font-weight: 600; margin-bottom: 4px; } svg { width: 100%; height: auto; display: block; } svg text { font-size: 11px; fill: var(--ink); } .grid { stroke: var(--line); stroke-width: 1; }
polygon:hover { opacity: 0.75; } .legend { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 0; margin: 6px 0 0; font-size: 13px; } .legend span { display: inline-block; width: 11px; height: 11px; border-radius: 2px; margin-right: 6px; }
.arena { margin: 10px 0; font-size: 13px; } .pins { margin: 4px 0 0; padding-left: 20px; } table { border-collapse: collapse; width: 100%; font-size: 13px; } td { padding: 0 8px; white-space: pre; } .n { text-align: right; opacity: 0.6; } .bar { width: 160px; font-size: 12px; } .bar i { display: inline-block; height: 9px; max-width: 80px; background: #4269d0; margin-right: 6px; border-radius: 2px; } .scroll { overflow-x: auto; }
</style></head><body>
<h1>Memory of ${escaped(report.program)}</h1>
<p>Memory model of CPython ${escaped(report.model)}. ${timeline.lines.toLocaleString('en')} lines ran; ${timeline.collections.length} collections freed ${timeline.collections.reduce((n, c) => n + c.collected, 0).toLocaleString('en')} objects.</p>
<div class="figures"><div><b>${bytesText(peak.live)}</b>most live${peak.line === 0 ? ', at the end' : `, before line ${peak.line}`}</div><div><b>${bytesText(heap.live)}</b>live at the end</div><div><b>${bytesText(heap.committed)}</b>committed at the end</div><div><b>${bytesText(heap.peak)}</b>most committed</div></div>
<h2>Over time</h2>
${overTime(report)}
<h2>By line, at the highest point</h2>
<div class="scroll"><table>${listing}</table></div>
<h2>Heap map at the end</h2>
<p>A square is a pool of blocks of one size; the darker, the fuller. ${bytesText(heap.middle)} in blocks of 512 bytes to 64 KiB, ${bytesText(heap.large)} in larger ones. An arena goes back to the system when its last block is free; under arenas that are less than half full stand objects that keep them.</p>
${arenaMap(report)}
</body></html>
`;
}
