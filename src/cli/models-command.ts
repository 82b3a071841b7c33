import { DEFAULT_MODEL, models } from '../models/index.ts';
import type { Model } from '../models/model.ts';

const CALL_COST = { copied: '+2', moved: '+1', borrowed: '0 or +1' } as const;

/** What each model changes, one row a model. */
function row(m: Model): Record<string, string> {
  return {
    model: m.name === DEFAULT_MODEL ? `${m.name} *` : m.name,
    'a call costs': CALL_COST[m.callCost],
    immortal: m.immortalCount === null ? (m.staticCountBase === 0 ? 'no' : 'start high') : String(m.immortalCount),
    constants: m.constOwned ? 'owned' : 'borrowed',
    'small ints': `-5..${m.smallIntMax}`,
    thresholds: m.gc.thresholds.join(','),
    'collector runs': m.gc.deferred ? 'between instructions' : 'at allocation',
    'pool/arena': `${m.allocator.poolBytes / 1024}K/${m.allocator.arenaBytes / 1024}K`,
    'locals die': m.frames.clearLocalsFromTop ? 'last first' : 'first first',
    'str hash': m.hash === 'siphash24' ? 'SipHash-2-4' : 'SipHash-1-3',
  };
}

/** The table of `ouro models`. */
export function modelsTable(): string {
  const rows = models.map(row);
  const columns = Object.keys(rows[0]!);
  const width = columns.map((c) => Math.max(c.length, ...rows.map((r) => r[c]!.length)));
  const line = (cells: string[]): string =>
    cells
      .map((cell, i) => cell.padEnd(width[i]!))
      .join('  ')
      .trimEnd();
  const body = rows.map((r) => line(columns.map((c) => r[c]!)));
  return `${[line(columns), line(width.map((w) => '-'.repeat(w))), ...body].join('\n')}\n\n* default. Choose with --model, for example: ouro run --model 3.8 FILE\n`;
}

/** The same as data. */
export function modelsJson(): string {
  const shown = models.map((m) => ({ ...m, vectorcallTypes: [...m.vectorcallTypes], default: m.name === DEFAULT_MODEL }));
  return `${JSON.stringify(shown, null, 2)}\n`;
}
