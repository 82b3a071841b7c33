import { describe, expect, it } from 'vitest';
import type { GraphNode, ObjectGraph } from './graph-model.ts';
import { StableLayout } from './stable-layout.ts';

function node(key: string, column: number, anchor: string): GraphNode {
  return { kind: 'object', key, object: null, column, title: key, value: '', mark: null, delta: 0, closed: false, members: [], anchor };
}

function graph(nodes: GraphNode[]): ObjectGraph {
  const rows = nodes.filter((n) => n.column === 1).map((n) => ({ key: n.anchor, name: n.key, inline: null, to: 1, stack: false }));
  return { frames: [{ key: 'frame0', title: 'f', file: '', line: 1, active: true, rows }], nodes, edges: [], hidden: 0 };
}

describe('a layout that stays put', () => {
  it('keeps every node in its seat when others come and go, and never seats two on one place', () => {
    const layout = new StableLayout();
    const all = Array.from({ length: 30 }, (_, i) => node(`o${i}`, 1 + (i % 3), `frame0:v${i}`));
    const first = layout.place(graph(all.slice(0, 10)));
    for (const keep of [all, all.slice(5, 12), all.slice(3), all.slice(0, 10)]) {
      const placed = layout.place(graph([...keep]));
      const places = [...placed.nodes.values()].map((b) => `${b.x} ${b.y}`);
      expect(new Set(places).size).toBe(keep.length);
      for (const n of keep) {
        const before = first.nodes.get(n.key);
        if (before !== undefined) expect(placed.nodes.get(n.key)).toEqual(before);
      }
    }
  });

  it('puts a crowd of siblings into a block instead of one long column', () => {
    const layout = new StableLayout();
    const crowd = Array.from({ length: 300 }, (_, i) => node(`o${i}`, 2, 'o999'));
    const placed = layout.place(graph([node('o999', 1, 'frame0:v'), ...crowd]));
    const columns = new Set([...placed.nodes.values()].map((b) => b.x));
    expect(columns.size).toBeGreaterThan(5);
    expect(placed.height).toBeLessThan(placed.width * 1.5);
  });
});
