import { describe, expect, it } from 'vitest';
import { type Root, RootSet } from './roots.ts';

/** What the roots visit, as [reference, slot, label]. */
function visited(roots: RootSet): [number, number, string][] {
  const seen: [number, number, string][] = [];
  for (const root of roots) root.traverse((ref, slot) => seen.push([ref, slot, `${root.name}: ${root.describe(slot)}`]));
  return seen;
}

describe('roots', () => {
  it('visit the owned slots of a range that hold something', () => {
    const H = new Int32Array(64);
    const roots = new RootSet();
    roots.addRange(H, 'variables', 10, 3, (i) => `variable ${i}`);
    H.set([100, 0, 200, 1, 300, 0, 400, 0], 10);
    expect(visited(roots)).toEqual([
      [100, 10, 'variables: variable 0'],
      [300, 14, 'variables: variable 2'],
    ]);
    H[10] = 0;
    H[15] = 2;
    expect(visited(roots)).toEqual([]);
    H[8] = 500;
    H[13] = 0;
    expect(visited(roots)).toEqual([[200, 12, 'variables: variable 1']]);
  });

  it('visit a run up to where it ends now', () => {
    const H = new Int32Array(64).fill(0);
    for (let slot = 20; slot < 40; slot += 2) H[slot] = slot;
    const roots = new RootSet();
    let end = 20;
    roots.addRun(
      H,
      'stack',
      20,
      () => end,
      (i) => `value ${i}`,
    );
    expect(visited(roots)).toEqual([]);
    end = 24;
    expect(visited(roots)).toEqual([
      [20, 20, 'stack: value 0'],
      [22, 22, 'stack: value 1'],
    ]);
    const [{ run }] = roots;
    expect([run?.first, run?.end()]).toEqual([20, 24]);
    end = 22;
    expect(run?.end()).toBe(22);
  });

  it('are visited in the order they were added, until they are removed', () => {
    const roots = new RootSet();
    const make = (name: string): Root => ({ name, traverse: (visit) => visit(1, 2), describe: String });
    const [a, b, c] = ['a', 'b', 'c'].map(make);
    for (const root of [a, b, c]) roots.add(root);
    expect([...roots]).toEqual([a, b, c]);
    roots.remove(a);
    expect([...roots]).toEqual([b, c]);
    roots.remove(a);
    roots.remove(make('b'));
    expect([...roots]).toEqual([b, c]);
    roots.remove(c);
    roots.remove(b);
    expect([...roots]).toEqual([]);
  });
});
