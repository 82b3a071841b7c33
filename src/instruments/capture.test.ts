import { describe, expect, it } from 'vitest';
import { ObjectWalk } from '../memory/object-walk.ts';
import { eachSlot } from '../memory/slot-walk.ts';
import { traverse } from '../memory/type-contract.ts';
import { models } from '../models/index.ts';
import type { Runtime } from '../runtime/core/runtime.ts';
import { Root } from '../runtime/core/static.ts';
import { instrument } from '../runtime/frames/evaluation-hooks.ts';
import { frameLine } from '../runtime/frames/frame-object.ts';
import { runProgram } from '../runtime/start-up/test-runtime.ts';
import { components } from '../snapshot/analysis/components.ts';
import { countResidue } from '../snapshot/analysis/counts.ts';
import { PathIndex } from '../snapshot/analysis/paths.ts';
import { edgeLabel, type HeapGraph, PlaceKind, typeName } from '../snapshot/heap-graph.ts';
import { capture } from './capture.ts';

const SOURCE = `import _weakref as weakref, _collections as collections
class Node:
    __slots__ = ('next', '__weakref__')
class Plain: pass
def make(n):
    nodes = [Node() for _ in range(n)]
    for i, node in enumerate(nodes): node.next = nodes[(i + 1) % n]
    return nodes[0]
def generate(value):
    held = [value]
    yield held
plain = Plain()
plain.name = 'a value of its own'
plain.data = {'key': (1.5, 2), frozenset([3]): {4, 5}}
ring = make(5)
make(3)
weak = weakref.ref(ring)
queue = collections.deque(range(300))
ordered = collections.OrderedDict(a=1, b=[2])
generator = generate('suspended')
next(generator)
def func(a, *rest):
    inner = lambda: a
    try:
        raise ValueError(a)
    except ValueError as error:
        return sorted(rest, key=lambda x: (inner(), x)[1])
func(plain, 3, 1, 2)
done = True
`;

/** Runs the program and captures before each line whose number is given. */
function captures(model: string, lines: number[], each?: (rt: Runtime) => void): HeapGraph[] {
  const graphs: HeapGraph[] = [];
  let last = 0;
  const result = runProgram(SOURCE, {
    model,
    filename: 'program.py',
    onStart: (rt) =>
      instrument(rt, () => {
        const line = frameLine(rt, rt.H[Root.frame]!);
        if (line !== last && lines.includes(line)) {
          graphs.push(capture(rt, { moment: `line ${line}` }));
          each?.(rt);
        }
        last = line;
      }),
  });
  if (model === '3.10') expect(result.problems).toEqual([]);
  expect(result.error).toBe(null);
  return graphs;
}

describe.each(models.map((model) => model.name))('a capture under %s', (model) => {
  it('explains every count by labelled slots, in the middle of calls too', () => {
    const graphs = captures(model, [8, 23, 24, 26, 28]);
    expect(graphs.length).toBeGreaterThan(5);
    for (const graph of graphs) {
      const odd = countResidue(graph).map(
        ({ node, count, holders }) => `${typeName(graph, node)} ${graph.strings.get(graph.value[node])}: ${count}, held by ${holders}`,
      );
      expect(odd).toEqual([]);
      const labels = new Set<string>();
      for (let e = 0; e < graph.edgeCount; e++) labels.add(edgeLabel(graph, e));
      expect([...labels].filter((label) => /^(slot|word) |^$/.test(label))).toEqual([]);
    }
  });
});

describe('a capture', () => {
  it('has the slots that the walkers visit, each once', () => {
    captures('3.10', [24, 29], (rt) => {
      const walk = new ObjectWalk(rt.heap);
      walk.run();
      walk.forEachObject((op) => {
        const expected: string[] = [];
        traverse(rt.heap, op, (ref, slot) => expected.push(`${slot} ${ref}`), false);
        const found: string[] = [];
        eachSlot(rt.heap, op, (ref, slot, borrowed) => {
          if (!borrowed) found.push(`${slot} ${ref}`);
        });
        if (expected.length !== found.length || expected.sort().join() !== found.sort().join()) expect(found).toEqual(expected);
      });
    });
  });

  it('names locals, items, keys, weak references, frames and lines', () => {
    const [graph] = captures('3.10', [24]);
    const labelsTo = (accepts: (node: number) => boolean): string[] => {
      const found: string[] = [];
      for (let v = 0; v < graph.nodeCount; v++)
        for (let e = graph.firstEdge[v]; e < graph.firstEdge[v + 1]; e++)
          if (accepts(graph.edgeTo[e])) found.push(`${edgeLabel(graph, e)} of ${typeName(graph, v)}`);
      return found.sort();
    };
    expect(labelsTo((v) => typeName(graph, v) === 'Plain')).toEqual(['contents of cell', "value of 'plain' of dict", 'value stack 1 of frame']);
    const ringNodes = labelsTo((v) => typeName(graph, v) === 'Node');
    expect(ringNodes).toContain('weak reference of weakref.ReferenceType');
    expect(ringNodes.filter((label) => label === 'next of Node').length).toBe(8);
    expect(labelsTo((v) => graph.strings.get(graph.value[v]) === "'a value of its own'")).toContain("value of 'name' of dict");
    const { frames, strings, places } = graph;
    expect([...frames.func].map((f, i) => `${strings.get(f)} ${frames.line[i]}`)).toEqual(['func 24', '<module> 28']);
    expect([...places.kind].filter((kind) => kind === PlaceKind.definition).length).toBeGreaterThan(3);
  });

  it('shows garbage as unreachable, and ways to what lives', () => {
    const [graph] = captures('3.10', [29]);
    const rings = components(graph).filter(({ nodes }) => typeName(graph, nodes[0]) === 'Node');
    expect(rings.map(({ nodes, reachable, cycle }) => [nodes.length, reachable, cycle.length])).toEqual([
      [5, true, 5],
      [3, false, 3],
    ]);
    const index = new PathIndex(graph);
    const path = index.shortest(rings[0].nodes[0])!;
    const labels = Array.from({ length: path.length - 1 }, (_, i) => edgeLabel(graph, path.edge(i + 1)));
    expect(labels).toContain("value of 'ring'");
  });

  it('is the same for two equal runs', () => {
    const [a, b] = [captures('3.12', [28]), captures('3.12', [28])];
    expect(a[0].address).toEqual(b[0].address);
    expect(a[0].edgeName).toEqual(b[0].edgeName);
  });
});
