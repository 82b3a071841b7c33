import { describe, expect, it } from 'vitest';
import { Gc } from '../layout.ts';
import { TestHeap } from '../test-types.ts';
import { verify } from '../verify.ts';
import { AHEAD } from './state.ts';

const COUNT = 10 * AHEAD;

/** Nodes held by a list in another order than that of their addresses; each refers to another one. */
function scatteredHeap(farWords: number): { t: TestHeap; list: number; nodes: number[] } {
  const t = new TestHeap({ collector: { longMembers: 0, farWords } });
  const nodes = Array.from({ length: COUNT }, () => t.heap.newObject(t.node));
  const list = t.heap.newObject(t.list);
  for (let i = 0; i < COUNT; i++) {
    t.setField(nodes[i], 0, nodes[(i * 7 + 3) % COUNT]);
    t.append(list, nodes[(i * 37) % COUNT]);
  }
  for (const op of nodes) t.heap.decref(op);
  t.setVar(0, list);
  return { t, list, nodes };
}

describe('reading ahead', () => {
  it('leaves in each member the address of the one AHEAD places behind', () => {
    const { t } = scatteredHeap(-1);
    t.heap.gc.collect();
    t.heap.gc.collect();
    const objects = t.heap.gc.getObjects();
    expect(objects.length).toBe(COUNT + 1);
    for (let i = 0; i + AHEAD < objects.length; i++) expect(t.heap.H[objects[i] + Gc.nextFlags]).toBe(objects[i + AHEAD]);
    expect(verify(t.heap)).toEqual([]);
  });

  it('finds the same, in the same order, as a walk that follows the links alone, also where its guesses are of members long gone', () => {
    const run = (farWords: number): unknown[] => {
      const { t, list, nodes } = scatteredHeap(farWords);
      const { gc } = t.heap;
      const seen: unknown[] = [gc.collect(), gc.getObjects(), gc.collect()];
      // cycles of members that lose their list, and new objects in the places of some that went at once
      t.setVar(0, 0);
      for (let i = 0; i < COUNT; i += 5) t.setVar(1 + (i % 3), nodes[i]);
      seen.push(gc.collect(), gc.getObjects());
      const again = t.heap.newObject(t.list);
      for (let i = 0; i < COUNT; i++) {
        const node = t.heap.newObject(i % 2 === 0 ? t.node : t.list);
        t.append(again, node);
        t.heap.decref(node);
      }
      t.setVar(0, again);
      seen.push(gc.collect(), gc.getObjects(), gc.collect(), gc.getObjects());
      t.setVar(0, 0);
      seen.push(gc.collect(), gc.getObjects());
      expect(verify(t.heap)).toEqual([]);
      return seen.concat(list);
    };
    expect(run(-1)).toEqual(run(Number.MAX_SAFE_INTEGER));
  });
});
