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
    // what 3.13's library holds more often than 3.10's (errno's numbers, names of one letter) cannot be less
    const wanted = measured.ints.split(' ');
    expect(wanted.filter((pair) => now.get('ints')!.includes(pair)).length).toBeGreaterThan(wanted.length / 3);
    for (const pair of ['0:', '1:', '256:'].map((head) => wanted.find((p) => p.startsWith(head))!)) expect(now.get('ints')).toContain(pair);
    // what is empty in the environment counts, too
    for (const pair of measured.singletons.split(' ').filter((p) => !p.includes('()'))) expect(now.get('singletons')).toContain(pair);
  });
});
