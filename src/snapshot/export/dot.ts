import { addressText, BORROWED, edgeLabel, type HeapGraph, NONE, typeName } from '../heap-graph.ts';

/** A label's text inside quotes. */
function quoted(text: string): string {
  const plain = [...text].map((c) => (c < ' ' || c === '\x7f' ? ' ' : c)).join('');
  return plain.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}

/** A part of a graph for Graphviz: the nodes given, the references among them (dashed where borrowed) and the roots that hold them. */
export function dotText(graph: HeapGraph, nodes: readonly number[], marked: number = NONE): string {
  const chosen = new Set(nodes);
  const lines = [
    'digraph heap {',
    '  rankdir=LR;',
    '  node [shape=box, fontname="Helvetica", fontsize=10];',
    '  edge [fontname="Helvetica", fontsize=9];',
  ];
  for (const node of chosen) {
    const value = graph.strings.get(graph.value[node]);
    const count = graph.meta.hasCounts && graph.count[node] !== NONE ? `, count ${graph.count[node]}` : '';
    const label = `${quoted(typeName(graph, node))}${value === '' ? '' : `\\n${quoted(value.slice(0, 40))}`}\\n${addressText(graph, node)}, ${graph.size[node]} bytes${count}`;
    lines.push(`  n${node} [label="${label}"${node === marked ? ', penwidth=3' : ''}];`);
  }
  for (const node of chosen) {
    for (let e = graph.firstEdge[node]; e < graph.firstEdge[node + 1]; e++) {
      if (!chosen.has(graph.edgeTo[e])) continue;
      const style = graph.edgeKind[e] >= BORROWED ? ', style=dashed' : '';
      lines.push(`  n${node} -> n${graph.edgeTo[e]} [label="${quoted(edgeLabel(graph, e))}"${style}];`);
    }
  }
  const { roots } = graph;
  const groups = new Map<number, number>();
  for (let r = 0; r < roots.to.length; r++) {
    if (!chosen.has(roots.to[r])) continue;
    let group = groups.get(roots.group[r]);
    if (group === undefined) {
      group = groups.size;
      groups.set(roots.group[r], group);
      lines.push(`  root${group} [label="${quoted(graph.strings.get(roots.group[r]))}", shape=ellipse, style=filled, fillcolor=lightgrey];`);
    }
    lines.push(`  root${group} -> n${roots.to[r]} [label="${quoted(graph.strings.get(roots.label[r]))}"];`);
  }
  lines.push('}', '');
  return lines.join('\n');
}
