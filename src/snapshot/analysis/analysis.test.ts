import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../graph-builder.ts';
import { graphFromText } from '../graph-text.ts';
import { BORROWED, EdgeKind, type HeapGraph } from '../heap-graph.ts';
import { totalsByType } from './by-type.ts';
import { components } from './components.ts';
import { countResidue } from './counts.ts';
import { difference } from './difference.ts';
import { dominators } from './dominators.ts';
import { incomingEdges } from './edges.ts';
import { connectivity, distances, girths, reachable, retainedSizes, successors } from './naive-analysis.ts';
import { PathIndex } from './paths.ts';
import { duplicates } from './waste.ts';

interface Plan {
  nodes: number;
  edges: [number, number, boolean][];
  roots: number[];
}

const plans = (most: number): fc.Arbitrary<Plan> =>
  fc.integer({ min: 1, max: most }).chain((nodes) => {
    const node = fc.nat(nodes - 1);
    return fc.record({
      nodes: fc.constant(nodes),
      edges: fc.array(
        fc.tuple(
          node,
          node,
          fc.boolean().map((b) => b),
        ),
        { maxLength: 3 * nodes },
      ),
      roots: fc.array(node, { maxLength: 3 }),
    });
  });

/** A tenth of the edges borrow. */
function build(plan: Plan): HeapGraph {
  const builder = new GraphBuilder();
  const type = builder.typeIndex('t');
  for (let v = 0; v < plan.nodes; v++) {
    builder.addNode({ address: 16 * v + 16, type, size: 1 + ((v * 7) % 5) });
    for (const [i, [from, to, odd]] of plan.edges.entries()) {
      if (from === v) builder.addEdge(to, odd && i % 5 === 0 ? EdgeKind.weak | BORROWED : EdgeKind.item, 0);
    }
  }
  for (const root of plan.roots) builder.addRoot(root, 'r', String(root));
  return builder.finish({ creator: 'test', model: null, program: null, moment: null, notes: [], hasCounts: false, process: null });
}

describe('against the naive analyses, on random graphs', () => {
  it('retained sizes are what taking the object out frees', () => {
    fc.assert(
      fc.property(plans(14), (plan) => {
        const graph = build(plan);
        const tree = dominators(graph);
        const expected = retainedSizes(graph);
        for (let v = 0; v < graph.nodeCount; v++) {
          expect(tree.isReachable(v)).toBe(expected[v] >= 0);
          if (expected[v] >= 0) expect(tree.retainedBy(v)).toBe(expected[v]);
        }
        const children = (node: number): number => tree.children(node).reduce((sum, child) => sum + tree.retainedBy(child), 0);
        expect(children(0xffffffff)).toBe(tree.total);
      }),
      { numRuns: 600, seed: 5 },
    );
  });

  it('unreachable objects hang under as few as reach them all', () => {
    fc.assert(
      fc.property(plans(12), (plan) => {
        const graph = build(plan);
        const out = successors(graph);
        const live = reachable(out, [graph.nodeCount]);
        const { orphans } = dominators(graph).order;
        const covered = reachable(out, [...orphans, graph.nodeCount]);
        expect(covered.size).toBe(graph.nodeCount + 1);
        for (const orphan of orphans) {
          expect(live.has(orphan)).toBe(false);
          expect(reachable(out, [...[...orphans].filter((o) => o !== orphan), graph.nodeCount]).has(orphan)).toBe(false);
        }
      }),
      { numRuns: 400, seed: 6 },
    );
  });

  it('each component has a shortest cycle, and the cycle is one', () => {
    fc.assert(
      fc.property(plans(12), (plan) => {
        const graph = build(plan);
        const expected = girths(graph);
        const out = successors(graph);
        const found = components(graph, { effort: 1e9 });
        const inside = new Set<number>();
        for (const { nodes, cycle, edges, shortest } of found) {
          for (const v of nodes) inside.add(v);
          expect(shortest).toBe(true);
          expect(cycle.length).toBe(Math.min(...[...nodes].map((v) => expected[v])));
          for (const [i, v] of cycle.entries()) {
            expect(graph.edgeTo[edges[i]]).toBe(cycle[(i + 1) % cycle.length]);
            expect(edges[i] >= graph.firstEdge[v] && edges[i] < graph.firstEdge[v + 1] && graph.edgeKind[edges[i]] < BORROWED).toBe(true);
          }
          expect([...reachable(out, [nodes[0]])].filter((v) => reachable(out, [v]).has(nodes[0])).length).toBe(nodes.length);
        }
        expect([...inside].sort()).toEqual([...expected.keys()].filter((v) => expected[v] < Number.POSITIVE_INFINITY).sort());
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  it('paths are shortest; disjoint ones are as many as can be and share nothing', () => {
    fc.assert(
      fc.property(plans(9), fc.nat(8), (plan, at) => {
        const graph = build(plan);
        const target = at % graph.nodeCount;
        const index = new PathIndex(graph);
        const expected = distances(graph);
        const path = index.shortest(target);
        expect(path === null ? Number.POSITIVE_INFINITY : path.length - 1).toBe(expected[target]);
        const several = index.disjoint(target, 9);
        expect(several.length).toBe(connectivity(graph, target));
        const used = new Set<number>();
        for (const each of [...several, ...(path === null ? [] : [path])]) {
          const { root } = each;
          const nodes = Array.from({ length: each.length }, (_, i) => each.node(i));
          const edges = Array.from({ length: each.length - 1 }, (_, i) => each.edge(i + 1));
          expect(graph.roots.to[root]).toBe(nodes[0]);
          expect(nodes[nodes.length - 1]).toBe(target);
          for (const [i, e] of edges.entries()) {
            expect(graph.edgeTo[e]).toBe(nodes[i + 1]);
            expect(e >= graph.firstEdge[nodes[i]] && e < graph.firstEdge[nodes[i] + 1]).toBe(true);
          }
          for (const v of each === path ? [] : nodes.slice(0, -1)) {
            expect(used.has(v)).toBe(false);
            used.add(v);
          }
        }
      }),
      { numRuns: 500, seed: 8 },
    );
  });

  it('edges by target are the edges', () => {
    fc.assert(
      fc.property(plans(20), (plan) => {
        const graph = build(plan);
        const { first, edge } = incomingEdges(graph);
        for (let v = 0; v < graph.nodeCount; v++) {
          const expected = [...graph.edgeTo.keys()].filter((e) => graph.edgeTo[e] === v);
          expect([...edge.subarray(first[v], first[v + 1])]).toEqual(expected);
        }
      }),
      { numRuns: 200, seed: 9 },
    );
  });
});

/** A graph from functions, for shapes too large for text. */
function shape(count: number, targets: (v: number) => number[], roots = [0]): HeapGraph {
  const builder = new GraphBuilder();
  const type = builder.typeIndex('t');
  for (let v = 0; v < count; v++) {
    builder.addNode({ address: v, type, size: 1 });
    for (const to of targets(v)) builder.addEdge(to, EdgeKind.item, 0);
  }
  for (const root of roots) builder.addRoot(root, 'r', 'r');
  return builder.finish({ creator: 'test', model: null, program: null, moment: null, notes: [], hasCounts: false, process: null });
}

describe('large shapes, without recursion', () => {
  it('a chain and a doubly linked list of 300,000', () => {
    const n = 300_000;
    expect(dominators(shape(n, (v) => (v + 1 < n ? [v + 1] : []))).retainedBy(0)).toBe(n);
    const chain = new PathIndex(shape(n, (v) => (v + 1 < n ? [v + 1] : [])));
    const path = chain.shortest(n - 2)!;
    expect([path.length, ...[0, 1, 2, 3, 150_000, n - 3, n - 2].map((i) => path.node(i))]).toEqual([n - 1, 0, 1, 2, 3, 150_000, n - 3, n - 2]);
    expect([1, 777, n - 2].map((i) => path.edge(i))).toEqual([0, 776, n - 3]);
    const list = shape(n, (v) => [v + 1, v - 1].filter((w) => w >= 0 && w < n));
    expect(dominators(list).retainedBy(n - 1)).toBe(1);
    const [component] = components(list);
    expect(component.nodes.length).toBe(n);
    expect(component.cycle.length).toBe(2);
  });

  it('a ring of 300,000 has one cycle: itself', () => {
    const n = 300_000;
    const [component] = components(shape(n, (v) => [(v + 1) % n], []));
    expect(component).toMatchObject({ shortest: true, reachable: false, bytes: n });
    expect(component.cycle.length).toBe(n);
  });

  it('the ladder that the repetition until nothing changes takes minutes for', () => {
    // x1 … xk, y1 … yk, z1 … zk: each z leads to the next and back, reached from both ends
    const k = 500;
    const graph = shape(4 * k + 1, (v) => {
      if (v === 0) return [1, 3 * k];
      if (v < k) return [v + 1];
      if (v === k) return Array.from({ length: k }, (_, i) => k + 1 + i);
      if (v <= 2 * k) return v < 2 * k ? [v + 1, 2 * k + 1] : [2 * k + 1];
      if (v < 3 * k) return [v - 1, v + 1].filter((w) => w > 2 * k);
      return v < 4 * k ? [v - 1, v + 1] : [v - 1];
    });
    const tree = dominators(graph);
    expect(tree.retainedBy(0)).toBe(4 * k + 1);
  });
});

describe('small heaps', () => {
  const text = `
    *module[100] -> Node1, Node2, (Ghost)
    Node1 -> Node2, shared
    Node2 -> Node1
    shared[30]
    Ghost[5] -> Ghost2
    Ghost2[7] -> Ghost`;

  it('totals by type, with what each type retains', () => {
    const graph = graphFromText(text);
    expect(totalsByType(graph, dominators(graph))).toEqual([
      { type: 0, name: 'module', count: 1, bytes: 100, retained: 150 },
      { type: 2, name: 'shared', count: 1, bytes: 30, retained: 30 },
      { type: 1, name: 'Node', count: 2, bytes: 20, retained: 50 },
      { type: 3, name: 'Ghost', count: 2, bytes: 12, retained: 12 },
    ]);
  });

  it('counts are explained by their holders; one that is not is found', () => {
    const graph = graphFromText(text);
    expect(countResidue(graph)).toEqual([]);
    graph.count[3]++;
    expect(countResidue(graph)).toEqual([{ node: 3, count: 2, holders: 1 }]);
  });

  it('equal strings are found by type and content', () => {
    const graph = shape(4, () => []);
    const same = { ...graph, content: Float64Array.of(8, 9, 8, 0) };
    expect(duplicates(same)).toEqual([{ type: 't', value: '', nodes: [0, 2], wasted: 1 }]);
  });

  it('a difference does not take a new object at an old address for the old one', () => {
    const make = (serials: number[], types: string[]): HeapGraph => {
      const builder = new GraphBuilder();
      for (const [i, serial] of serials.entries()) builder.addNode({ address: 16 * (i + 1), type: builder.typeIndex(types[i]), size: 8, serial });
      return builder.finish({ creator: 'test', model: null, program: null, moment: null, notes: [], hasCounts: false, process: 'p' });
    };
    const change = difference(make([1, 2, 3], ['A', 'A', 'B']), make([1, 7, 8], ['A', 'A', 'A']));
    expect(change.identity).toBe('allocation');
    expect(change.created).toEqual([1, 2]);
    expect(change.freed).toEqual([1, 2]);
    const blind = difference(make([0, 0, 0], ['A', 'A', 'B']), make([0, 0, 0], ['A', 'A', 'A']));
    expect(blind.identity).toBe('address');
    expect(blind.created).toEqual([2]);
  });
});
