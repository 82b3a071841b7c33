import { describe, expect, it } from 'vitest';
import type { Runtime } from '../runtime/core/runtime.ts';
import { Root } from '../runtime/core/static.ts';
import { instrument } from '../runtime/frames/evaluation-hooks.ts';
import { frameLine } from '../runtime/frames/frame-object.ts';
import { runProgram } from '../runtime/start-up/test-runtime.ts';
import { difference } from '../snapshot/analysis/difference.ts';
import { type HeapGraph, PlaceKind, typeName } from '../snapshot/heap-graph.ts';
import { AllocationWatch } from './allocation-watch.ts';
import { capture } from './capture.ts';

const SOURCE = `class A: pass
kept = [A(), [1.5]]
gone = [A(), [2.5], (kept, kept), {'k': 1}]
ids = [id(x) for x in gone]
del gone
new = [A(), [3.5], (kept, ids), {'k': 2}]
same = [id(x) in ids for x in new]
end = 0
`;

/** Captures before lines 5 and 8 with a watch; what the program learnt of ids comes with it. */
function captures(watched: boolean): { graphs: HeapGraph[]; problems: string[] } {
  const graphs: HeapGraph[] = [];
  let watch: AllocationWatch | null = null;
  let last = 0;
  const { problems } = runProgram(SOURCE, {
    filename: 'a.py',
    onStart: (rt: Runtime) => {
      if (watched) watch = new AllocationWatch(rt);
      instrument(rt, () => {
        const line = frameLine(rt, rt.H[Root.frame]!);
        if (line === last) return;
        last = line;
        if (line === 5 || line === 8)
          graphs.push(capture(rt, { process: 'p', ...(watch === null ? {} : { originOf: (op: number) => watch!.originOf(op) }) }));
        if (line === 8) watch?.end();
      });
    },
  });
  return { graphs, problems };
}

describe('a watch over allocations', () => {
  it('tells a new object from the one that was freed at its address', () => {
    const { graphs, problems } = captures(true);
    expect(problems).toEqual([]);
    const [before, after] = graphs;
    const addresses = (g: HeapGraph): Set<number> => new Set([...g.type.keys()].filter((i) => typeName(g, i) === 'A').map((i) => g.address[i]));
    const shared = [...addresses(after)].filter((a) => addresses(before).has(a));
    // one A lives on, the other's address was taken by a new one
    expect(shared.length).toBe(2);
    const diff = difference(before, after);
    expect(diff.identity).toBe('allocation');
    expect(diff.changes.find((change) => change.name === 'A')).toMatchObject({ before: 2, after: 2, created: 1, freed: 1 });
    // without the watch the two cannot be told apart, and the difference says so
    const blind = captures(false).graphs;
    expect(difference(blind[0], blind[1]).identity).toBe('address');
  });

  it('knows the line of each object', () => {
    const [, graph] = captures(true).graphs;
    const lines = new Map<string, number[]>();
    for (let i = 0; i < graph.places.node.length; i++) {
      if (graph.places.kind[i] !== PlaceKind.allocation) continue;
      const name = typeName(graph, graph.places.node[i]);
      lines.set(name, [...(lines.get(name) ?? []), graph.places.line[i]].sort());
    }
    expect(lines.get('A')).toEqual([2, 6]);
    expect(lines.get('list')).toEqual(expect.arrayContaining([2, 2, 4, 6, 6, 7]));
  });
});
