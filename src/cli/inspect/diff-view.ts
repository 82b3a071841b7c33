import { type Difference, difference } from '../../snapshot/analysis/difference.ts';
import type { AnalyzedSnapshot } from '../../snapshot/analyzed-snapshot.ts';
import { addressText, typeName } from '../../snapshot/heap-graph.ts';
import { bytesText, cut, grouped, table } from './table.ts';
import type { View } from './views.ts';

const IDENTITY: Readonly<Record<Difference['identity'], string>> = {
  allocation: 'objects are told apart by their allocation',
  address: 'objects are told apart by address, type and value: one that took the place of another of its type may pass for it',
  none: 'the snapshots are of different processes: only types can be compared',
};

function signed(n: number): string {
  return n > 0 ? `+${grouped(n)}` : grouped(n);
}

function signedBytes(n: number): string {
  return n > 0 ? `+${bytesText(n)}` : bytesText(n);
}

/** What changed from each snapshot to the next. */
export function diffView(snapshots: readonly AnalyzedSnapshot[], names: readonly string[], limit: number): View {
  const parts = snapshots.slice(1).map((after, i) => stepView(snapshots[i], after, `${names[i]} -> ${names[i + 1]}`, limit));
  return { json: parts.length === 1 ? parts[0].json : parts.map((part) => part.json), text: parts.map((part) => part.text).join('\n') };
}

function stepView(before: AnalyzedSnapshot, after: AnalyzedSnapshot, name: string, limit: number): View {
  const d = difference(before.graph, after.graph);
  const known = d.identity !== 'none';
  const lines = new Map<string, { count: number; bytes: number }>();
  for (const node of d.created) {
    const key = `${typeName(after.graph, node)}\t${after.placeText(node)}`;
    const line = lines.get(key) ?? { count: 0, bytes: 0 };
    line.count++;
    line.bytes += after.graph.size[node];
    lines.set(key, line);
  }
  const created = [...lines]
    .map(([key, total]) => ({ type: key.split('\t')[0], place: key.split('\t')[1], ...total }))
    .sort((a, b) => b.bytes - a.bytes);
  const changes = d.changes.slice(0, limit);
  const json = {
    step: name,
    identity: d.identity,
    before: { objects: d.objectsBefore, bytes: d.bytesBefore },
    after: { objects: d.objectsAfter, bytes: d.bytesAfter },
    types: changes,
    created: created.slice(0, limit),
    grown: d.grown
      .slice(0, limit)
      .map((g) => ({ address: addressText(after.graph, g.node), type: typeName(after.graph, g.node), before: g.before, after: g.after })),
  };
  const rows = changes.map((c) => [
    signed(c.after - c.before),
    signedBytes(c.bytesAfter - c.bytesBefore),
    known ? c.created : '',
    known ? c.freed : '',
    c.after,
    cut(c.name, 60),
  ]);
  const objects = d.objectsAfter - d.objectsBefore;
  let text = `${name}\n${signed(objects)} objects, ${signedBytes(d.bytesAfter - d.bytesBefore)}; ${IDENTITY[d.identity]}\n\n`;
  text += rows.length === 0 ? 'nothing changed\n' : table(['objects', 'bytes', 'new', 'gone', 'now', 'type'], rows);
  if (d.changes.length > limit) text += `and ${grouped(d.changes.length - limit)} more types (--limit ${d.changes.length} shows all)\n`;
  if (created.some((c) => c.place !== '')) {
    text += `\nnew objects by the line that made them\n\n${table(
      ['objects', 'bytes', 'type', 'made at'],
      created.slice(0, limit).map((c) => [c.count, bytesText(c.bytes), cut(c.type, 40), c.place]),
    )}`;
  }
  return { json, text };
}
