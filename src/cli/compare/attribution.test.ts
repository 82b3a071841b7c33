import { describe, expect, it } from 'vitest';
import { differingMechanisms } from '../../models/hybrid.ts';
import { findModel } from '../../models/index.ts';
import { explainDifferences, type LinesUnder } from './attribution.ts';

/** A program whose lines follow from the mechanisms that are switched from 3.10 to 3.11; `effects`: the mechanisms that change a line. */
function program(effects: readonly (readonly string[])[]): { lines: LinesUnder; runs: Set<string> } {
  const all = differingMechanisms(findModel('3.10')!, findModel('3.11')!).map((m) => m.id);
  const runs = new Set<string>();
  const lines: LinesUnder = async ({ model, mixed }) => {
    runs.add([model, ...mixed].join(' '));
    const switched = new Set(mixed.map((m) => m.split('@')[0]!));
    const asNewer = model === '3.11' ? all.filter((id) => !switched.has(id)) : all.filter((id) => switched.has(id));
    return effects.map((ids) => String(ids.filter((id) => asNewer.includes(id)).length));
  };
  return { lines, runs };
}

const ids = differingMechanisms(findModel('3.10')!, findModel('3.11')!).map((m) => m.id);

describe('explainDifferences', () => {
  it.each(ids)('finds %s alone, and runs the program less often than there are mechanisms', async (id) => {
    const { lines, runs } = program([[id]]);
    expect((await explainDifferences('3.10', '3.11', [0], lines)).get(0)!.mechanisms).toEqual([id]);
    expect(runs.size).toBeLessThan(ids.length);
  });

  it('finds the mechanism of each line', async () => {
    const effects = [ids[0]!, ids.at(-1)!, ids[5]!, ids[5]!];
    const reasons = await explainDifferences('3.10', '3.11', [0, 1, 2, 3], program(effects.map((id) => [id])).lines);
    expect(effects.map((_, p) => reasons.get(p)!.mechanisms)).toEqual(effects.map((id) => [id]));
  });

  it('finds mechanisms that make a difference only together', async () => {
    const pair = [ids[2]!, ids[9]!];
    expect((await explainDifferences('3.10', '3.11', [0], program([pair]).lines)).get(0)!.mechanisms).toEqual(pair);
  });
});
