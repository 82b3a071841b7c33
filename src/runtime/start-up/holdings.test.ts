import { describe, expect, it } from 'vitest';
import { run } from '../../../conformance/runner.mjs';

/** What the recorder of the model's holdings counts under a model, by kind; needs the built command. */
async function counted(model: string): Promise<Map<string, string[]>> {
  const { stdout } = await run(['--model', model, '--language', 'model', '-q', '../tools/start-up-holdings.py']);
  return new Map(
    stdout
      .trim()
      .split('\n')
      .map((line) => [line.split(' ')[0]!, line.split(' ').slice(1)]),
  );
}

describe('shared objects at the start', () => {
  it('are held as often as the release holds them', async () => {
    const now = await counted('3.10');
    const measured = (await import('../../models/start-up-holdings.ts')).holdings3_10;
    const missing = (kind: string, text: string): string[] => text.split(' ').filter((pair) => !now.get(kind)!.includes(pair));
    expect(missing('types', measured.types)).toEqual([]);
    // errno's numbers are keys of a dict of 3.13's library, which cannot be lent
    expect(missing('ints', measured.ints).length).toBeLessThan(measured.ints.split(' ').length * 0.7);
    for (const pair of missing('ints', measured.ints)) expect(['0', '1', '256']).not.toContain(pair.split(':')[0]);
    // what is empty in the environment counts, too
    expect(missing('singletons', measured.singletons).filter((pair) => !pair.includes('()'))).toEqual([]);
  });

  it('stay held when the library that lent them is freed', async () => {
    const source =
      "import sys, gc; a = sys.getrefcount(type), sys.getrefcount('a'); sys.modules.clear(); gc.collect(); gc.collect(); print(a[1] > 1)";
    expect(await run(['--model', '3.10', '--audit', '-c', source])).toMatchObject({ code: 0 });
  });
});
