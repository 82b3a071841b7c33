import { GraphBuilder } from './graph-builder.ts';
import { BORROWED, EdgeKind, type HeapGraph } from './heap-graph.ts';

/**
 * A graph from text, for tests and examples: one node a line, `A -> B, C`; `*` before a name makes it a root; `(B)` is a borrowed
 * reference. Every node has 10 bytes unless `A[30] -> …` says otherwise, and a count of its owned holders. Types are the names without
 * trailing digits.
 */
export function graphFromText(text: string): HeapGraph {
  const builder = new GraphBuilder();
  const rows = text
    .split('\n')
    .map((line) => /^\s*(\*?)(\w+)(?:\[(\d+)\])?\s*(?:->\s*(.*))?$/.exec(line))
    .filter((row) => row !== null)
    .map(([, star, name, size, targets]) => ({
      root: star === '*',
      name,
      size: Number(size ?? 10),
      targets: (targets ?? '').split(/[\s,]+/).filter(Boolean),
    }));
  const numbers = new Map(rows.map((row, i) => [row.name, i]));
  const holders = new Map<string, number>();
  for (const row of rows) {
    if (row.root) holders.set(row.name, (holders.get(row.name) ?? 0) + 1);
    for (const target of row.targets) if (!target.startsWith('(')) holders.set(target, (holders.get(target) ?? 0) + 1);
  }
  for (const [i, row] of rows.entries()) {
    const type = builder.typeIndex(row.name.replace(/\d+$/, ''));
    builder.addNode({ address: 16 * (i + 1), type, count: holders.get(row.name) ?? 0, size: row.size, value: row.name });
    for (const [at, target] of row.targets.entries()) {
      const name = target.replace(/[()]/g, '');
      const to = numbers.get(name);
      if (to === undefined) throw new Error(`${row.name} refers to ${name}, which has no line of its own`);
      builder.addEdge(to, target.startsWith('(') ? EdgeKind.weak | BORROWED : EdgeKind.item, target.startsWith('(') ? 0 : at);
    }
  }
  for (const [i, row] of rows.entries()) if (row.root) builder.addRoot(i, 'roots', row.name);
  return builder.finish({ creator: 'text', model: null, program: null, moment: null, notes: [], hasCounts: true, process: null });
}
