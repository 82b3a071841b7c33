/** What `ouro inspect` shows: each view as data for --json and as text. */
import { totalsByType } from '../../snapshot/analysis/by-type.ts';
import type { Component } from '../../snapshot/analysis/components.ts';
import { countResidue, referrersBySlot } from '../../snapshot/analysis/counts.ts';
import { foldedSteps, type HoldingPath, type ShownSteps } from '../../snapshot/analysis/holding-path.ts';
import { collectionFill, duplicates } from '../../snapshot/analysis/waste.ts';
import type { AnalyzedSnapshot } from '../../snapshot/analyzed-snapshot.ts';
import {
  addressText,
  BORROWED,
  EDGE_KIND_NAMES,
  edgeLabel,
  edgeOwner,
  NONE,
  NodeFlag,
  PLACE_KIND_NAMES,
  typeName,
} from '../../snapshot/heap-graph.ts';
import { bytesText, cut, grouped, table } from './table.ts';

export interface View {
  json: unknown;
  text: string;
}

/** Data about a node that every view repeats. */
function nodeJson(s: AnalyzedSnapshot, node: number): Record<string, unknown> {
  const { graph } = s;
  const value = graph.strings.get(graph.value[node]);
  return {
    address: addressText(graph, node),
    type: typeName(graph, node),
    ...(value === '' ? {} : { value }),
    size: graph.size[node],
    ...(graph.count[node] === NONE ? {} : { count: graph.count[node] }),
  };
}

export function summaryView(s: AnalyzedSnapshot): View {
  const { graph } = s;
  const { meta, strings, frames } = graph;
  const tree = s.dominators;
  const bytes = tree.total;
  const reached = tree.order.reached;
  const garbage = graph.nodeCount - reached;
  let garbageBytes = 0;
  for (let v = reached + 1; v <= graph.nodeCount; v++) garbageBytes += graph.size[tree.order.node[v]];
  const types = totalsByType(graph, tree);
  const stack = [...frames.func].map((func, i) => ({
    thread: strings.get(frames.thread[i]),
    function: strings.get(func),
    file: strings.get(frames.file[i]),
    line: frames.line[i],
  }));
  const groups = new Map<string, number>();
  for (const group of graph.roots.group) groups.set(strings.get(group), (groups.get(strings.get(group)) ?? 0) + 1);
  const residue = meta.hasCounts ? countResidue(graph).length : null;
  const json = {
    ...meta,
    objects: graph.nodeCount,
    references: graph.edgeCount,
    bytes,
    unreachable: { objects: garbage, bytes: garbageBytes },
    roots: Object.fromEntries(groups),
    unexplainedCounts: residue,
    frames: stack,
    types: types.slice(0, 10),
  };
  const lines = [
    [meta.creator, meta.model === null ? '' : `memory model ${meta.model}`, meta.program ?? '', meta.moment ?? ''].filter(Boolean).join(', '),
    '',
    `${grouped(graph.nodeCount)} objects, ${grouped(graph.edgeCount)} references, ${bytesText(bytes)}`,
    garbage === 0
      ? 'roots lead to every object: there is no garbage'
      : `${grouped(garbage)} objects (${bytesText(garbageBytes)}) are garbage: no root leads to them`,
    ...(residue === null
      ? []
      : [
          residue === 0
            ? 'every count is the number of owned references'
            : `${grouped(residue)} counts are not explained by references: see 'counts'`,
        ]),
    ...meta.notes,
    '',
    ...(stack.length === 0
      ? []
      : [
          'running:',
          ...stack.slice(0, 8).map((f) => `  ${f.function}, ${f.file}:${f.line}`),
          ...(stack.length > 8 ? [`  and ${stack.length - 8} more`] : []),
          '',
        ]),
  ];
  return { json, text: `${lines.join('\n')}\n${topTable(types.slice(0, 10))}` };
}

function topTable(types: ReturnType<typeof totalsByType>): string {
  return table(
    ['objects', 'bytes', 'retained', 'type'],
    types.map((t) => [t.count, bytesText(t.bytes), bytesText(t.retained), cut(t.name, 60)]),
  );
}

export function topView(s: AnalyzedSnapshot, by: 'bytes' | 'retained' | 'count', limit: number): View {
  const types = totalsByType(s.graph, s.dominators).sort((a, b) => b[by] - a[by]);
  const shown = types.slice(0, limit);
  return { json: shown, text: topTable(shown) + more(types.length, shown.length, 'types') };
}

function more(all: number, shown: number, what: string): string {
  return all > shown ? `and ${grouped(all - shown)} more ${what} (--limit ${all} shows all)\n` : '';
}

export function objectView(s: AnalyzedSnapshot, node: number, limit: number): View {
  const { graph } = s;
  const { first, edge } = s.incoming;
  const holders = [...edge.subarray(first[node], first[node + 1])].map((e) => {
    const owner = edgeOwner(graph, e);
    return { owned: graph.edgeKind[e] < BORROWED, label: edgeLabel(graph, e), kind: EDGE_KIND_NAMES[graph.edgeKind[e] & ~BORROWED], owner };
  });
  const roots = [...graph.roots.to.keys()]
    .filter((r) => graph.roots.to[r] === node)
    .map((r) => ({ group: graph.strings.get(graph.roots.group[r]), label: graph.strings.get(graph.roots.label[r]) }));
  const references: { owned: boolean; label: string; to: number }[] = [];
  for (let e = graph.firstEdge[node]; e < graph.firstEdge[node + 1]; e++)
    references.push({ owned: graph.edgeKind[e] < BORROWED, label: edgeLabel(graph, e), to: graph.edgeTo[e] });
  const dominator = s.dominators.dominatorOf(node);
  const flags = flagWords(graph.flags[node]);
  const owned = s.ownedHolders[node];
  const count = graph.count[node];
  const json = {
    ...nodeJson(s, node),
    retained: s.dominators.retainedBy(node),
    reachable: s.dominators.isReachable(node),
    dominator: dominator === NONE ? null : nodeJson(s, dominator),
    flags,
    places: s.places(node).map(({ file, line, kind }) => ({ file, line, kind: PLACE_KIND_NAMES[kind] })),
    ownedHolders: owned,
    roots,
    holders: holders.map((h) => ({ owned: h.owned, label: h.label, kind: h.kind, owner: nodeJson(s, h.owner) })),
    references: references.map((r) => ({ owned: r.owned, label: r.label, to: nodeJson(s, r.to) })),
  };
  const lines = [s.title(node), ''];
  lines.push(`  ${bytesText(graph.size[node])}, keeps ${bytesText(s.dominators.retainedBy(node))} alive in all`);
  if (count !== NONE)
    lines.push(
      `  count ${count}${count === owned ? `: the ${owned === 1 ? 'one reference' : `${owned} references`} below` : `, but ${owned} owned references are in the snapshot`}`,
    );
  if (flags.length > 0) lines.push(`  ${flags.join(', ')}`);
  for (const { file, line, kind } of s.places(node)) lines.push(`  ${['runs at', 'defined at', 'made at'][kind]} ${file}:${line}`);
  if (!s.dominators.isReachable(node)) lines.push('  no root leads to it: garbage');
  else lines.push(dominator === NONE ? '  no single object keeps it alive' : `  dies with ${s.title(dominator)}`);
  lines.push('', 'held by');
  for (const { group, label } of roots.slice(0, limit)) lines.push(`  ${label} (${group})`);
  for (const h of holders.slice(0, limit)) lines.push(`  ${h.label} of ${s.title(h.owner)}${h.owned ? '' : ' (borrowed)'}`);
  if (roots.length + holders.length === 0) lines.push('  nothing');
  lines.push(...moreLine(holders.length, limit), '', 'refers to');
  for (const r of references.slice(0, limit)) lines.push(`  ${r.label}: ${s.title(r.to)}${r.owned ? '' : ' (borrowed)'}`);
  if (references.length === 0) lines.push('  nothing');
  lines.push(...moreLine(references.length, limit));
  return { json, text: `${lines.join('\n')}\n` };
}

function moreLine(all: number, limit: number): string[] {
  return all > limit ? [`  and ${grouped(all - limit)} more (--limit ${all} shows all)`] : [];
}

function flagWords(flags: number): string[] {
  const words: string[] = [];
  if ((flags & NodeFlag.type) !== 0) words.push('a type');
  if ((flags & NodeFlag.running) !== 0) words.push('running');
  if ((flags & NodeFlag.immortal) !== 0) words.push('lives as long as the process');
  if ((flags & NodeFlag.finalized) !== 0) words.push('finalized');
  const generation = (flags >> NodeFlag.generationShift) & 3;
  if (generation > 0) words.push(`in generation ${generation - 1} of the collector`);
  else if ((flags & NodeFlag.tracked) !== 0) words.push('tracked by the collector');
  return words;
}

/** Which steps of paths are shown: from one on, or both ends; `limit` in a run. */
export interface PathWindow {
  readonly from: number | null;
  readonly limit: number;
}

export function pathsView(s: AnalyzedSnapshot, node: number, limit: number, window: PathWindow): View {
  const paths = s.paths.disjoint(node, limit);
  const json = paths.map((path) => pathJson(s, path, window));
  if (paths.length === 0) {
    const cycle = s.components.find((c) => c.nodes.includes(node));
    const text =
      cycle === undefined
        ? 'no root leads to it: it is held by garbage only\n'
        : `no root leads to it: it is garbage, in a cycle\n\n${cycleText(s, cycle)}`;
    return { json, text: `${s.title(node)}\n\n${text}` };
  }
  const what =
    paths.length === 1
      ? limit > 1
        ? 'one path leads to it; every other shares an object with it'
        : 'a shortest path to it'
      : `${paths.length} paths that share no object lead to it`;
  return { json, text: `${s.title(node)}\n${what}\n\n${paths.map((path) => pathText(s, path, window)).join('\n')}` };
}

function stepsShown({ length }: HoldingPath, { from, limit }: PathWindow): ShownSteps {
  if (from === null) return foldedSteps(length, limit);
  const first = Math.min(from, length) - 1;
  const steps = Array.from({ length: Math.min(limit, length - first) }, (_, i) => first + i);
  return { steps, fold: steps.length, hidden: length - first - steps.length };
}

function pathJson(s: AnalyzedSnapshot, path: HoldingPath, window: PathWindow): unknown {
  const { graph } = s;
  return {
    root: { group: graph.strings.get(graph.roots.group[path.root]), label: graph.strings.get(graph.roots.label[path.root]) },
    length: path.length,
    steps: stepsShown(path, window).steps.map((i) => ({
      step: i + 1,
      via: i === 0 ? null : edgeLabel(graph, path.edge(i)),
      ...nodeJson(s, path.node(i)),
    })),
  };
}

function pathText(s: AnalyzedSnapshot, path: HoldingPath, window: PathWindow): string {
  const { graph } = s;
  const { steps, fold, hidden } = stepsShown(path, window);
  const lines = [`${graph.strings.get(graph.roots.label[path.root])} (${graph.strings.get(graph.roots.group[path.root])})`];
  if (window.from !== null && steps[0] > 0) lines.push(`  … behind ${grouped(steps[0])} objects`);
  for (const i of steps) lines.push(`  ${i === 0 ? '' : `${edgeLabel(graph, path.edge(i))} -> `}${s.title(path.node(i))}`);
  const next = (steps[fold - 1] ?? 0) + 2;
  if (hidden > 0) lines.splice(lines.length - steps.length + fold, 0, `  … ${grouped(hidden)} more objects (--from ${next} shows the next)`);
  return `${lines.join('\n')}\n`;
}

export function retainedView(s: AnalyzedSnapshot, node: number | null, limit: number): View {
  const { graph, dominators } = s;
  const children = dominators.children(node ?? NONE).sort((a, b) => dominators.retainedBy(b) - dominators.retainedBy(a) || a - b);
  const whole = node === null ? dominators.total : dominators.retainedBy(node);
  const shown = children.slice(0, limit);
  const json = {
    object: node === null ? null : nodeJson(s, node),
    retained: whole,
    dominates: shown.map((child) => ({ ...nodeJson(s, child), retained: dominators.retainedBy(child), place: s.placeText(child) || undefined })),
    more: children.length - shown.length,
  };
  const rows = shown.map((child) => [
    bytesText(dominators.retainedBy(child)),
    `${((100 * dominators.retainedBy(child)) / (whole || 1)).toFixed(1)} %`,
    bytesText(graph.size[child]),
    cut(s.title(child), 90),
    s.placeText(child),
  ]);
  const head = node === null ? `the heap, ${bytesText(whole)}: what keeps most alive` : `${s.title(node)} keeps ${bytesText(whole)} alive`;
  return {
    json,
    text: `${head}\n\n${table(['retained', 'share', 'own', 'object', 'made or defined at'], rows)}${more(children.length, shown.length, 'objects')}`,
  };
}

export function cyclesView(s: AnalyzedSnapshot, garbageOnly: boolean, limit: number): View {
  const all = garbageOnly ? s.components.filter((c) => !c.reachable) : s.components;
  const shown = all.slice(0, limit);
  const json = shown.map((c) => ({
    objects: c.nodes.length,
    bytes: c.bytes,
    reachable: c.reachable,
    shortest: c.shortest,
    cycle: c.cycle.map((node, i) => ({ ...nodeJson(s, node), to: edgeLabel(s.graph, c.edges[i]), place: s.placeText(node) || undefined })),
  }));
  if (all.length === 0) return { json, text: garbageOnly ? 'no garbage in cycles\n' : 'no object reaches itself: there are no cycles\n' };
  const objects = all.reduce((n, c) => n + c.nodes.length, 0);
  const head = `${grouped(all.length)} groups of objects that reach each other${garbageOnly ? ' and that no root reaches' : ''}, ${grouped(objects)} objects\n\n`;
  return { json, text: `${head}${shown.map((c) => cycleText(s, c)).join('\n')}${more(all.length, shown.length, 'groups')}` };
}

function cycleText(s: AnalyzedSnapshot, c: Component): string {
  const limit = 12;
  const lines = [
    `${grouped(c.nodes.length)} objects, ${bytesText(c.bytes)}, ${c.reachable ? 'alive' : 'garbage'}; ${c.shortest ? 'a shortest cycle' : 'a short cycle'} has ${grouped(c.cycle.length)}:`,
  ];
  for (const [i, node] of c.cycle.slice(0, limit).entries()) {
    const place = s.placeText(node);
    lines.push(`  ${s.title(node)}${place === '' ? '' : `, ${place}`}`, `    ${edgeLabel(s.graph, c.edges[i])} ->`);
  }
  lines.push(c.cycle.length > limit ? `  … ${grouped(c.cycle.length - limit)} more, and back to the first` : '  the first again');
  return `${lines.join('\n')}\n`;
}

export function duplicatesView(s: AnalyzedSnapshot, limit: number): View {
  const all = duplicates(s.graph);
  const shown = all.slice(0, limit);
  const wasted = all.reduce((n, d) => n + d.wasted, 0);
  const json = {
    wasted,
    groups: shown.map((d) => ({
      type: d.type,
      value: d.value,
      copies: d.nodes.length,
      wasted: d.wasted,
      addresses: d.nodes.slice(0, 100).map((node) => addressText(s.graph, node)),
    })),
  };
  const rows = shown.map((d) => [d.nodes.length, bytesText(d.wasted), d.type, cut(d.value, 70)]);
  return {
    json,
    text: `equal strings and bytes take ${bytesText(wasted)} more than one copy of each would\n\n${table(['copies', 'wasted', 'type', 'value'], rows)}${more(all.length, shown.length, 'values')}`,
  };
}

export function fillView(s: AnalyzedSnapshot): View {
  const all = collectionFill(s.graph);
  if (all.length === 0) return { json: all, text: 'the snapshot does not say how full collections are\n' };
  const rows = all.map((f) => [
    f.collections,
    f.empty,
    f.used,
    f.capacity,
    `${((100 * f.used) / (f.capacity || 1)).toFixed(1)} %`,
    bytesText(f.bytes),
    f.name,
  ]);
  return { json: all, text: table(['collections', 'empty', 'elements', 'room', 'filled', 'bytes', 'type'], rows) };
}

export function countsView(s: AnalyzedSnapshot, limit: number): View {
  if (!s.graph.meta.hasCounts) return { json: null, text: 'the snapshot has no reference counts\n' };
  const all = countResidue(s.graph);
  const json = all.map((r) => ({ ...nodeJson(s, r.node), holders: r.holders, residue: r.count - r.holders }));
  if (all.length === 0) return { json, text: `every count of ${grouped(s.graph.nodeCount)} objects is the number of owned references\n` };
  const rows = all.slice(0, limit).map((r) => [r.count, r.holders, r.count - r.holders, cut(s.title(r.node), 90)]);
  return { json, text: `${table(['count', 'references', 'unexplained', 'object'], rows)}${more(all.length, limit, 'objects')}` };
}

export function referrersView(s: AnalyzedSnapshot, type: string, limit: number): View | null {
  const { graph } = s;
  const wanted = new Set([...graph.types.name.keys()].filter((t) => graph.strings.get(graph.types.name[t]) === type));
  if (wanted.size === 0) return null;
  const all = referrersBySlot(graph, (node) => wanted.has(graph.type[node]));
  const label = (kind: number, name: number): string => (name === 0 ? EDGE_KIND_NAMES[kind] : `${EDGE_KIND_NAMES[kind]} ${graph.strings.get(name)}`);
  const shown = all.slice(0, limit);
  const json = shown.map((r) => ({
    count: r.count,
    owner: graph.strings.get(graph.types.name[r.owner]),
    slot: label(r.kind, r.name),
    owned: !r.borrowed,
  }));
  const rows = json.map((r) => [r.count, r.owner, r.slot, r.owned ? 'owned' : 'borrowed']);
  return { json, text: `${table(['references', 'from', 'slot', ''], rows)}${more(all.length, shown.length, 'kinds of slots')}` };
}

export function queryView(s: AnalyzedSnapshot, text: string): View {
  const { nodes, total, fields } = s.query(text);
  const extra = s.fields().filter((f) => fields.has(f.name) && !['type', 'value', 'address', 'size', 'count'].includes(f.name));
  const json = { total, objects: nodes.map((node) => ({ ...nodeJson(s, node), ...Object.fromEntries(extra.map((f) => [f.name, f.of(node)])) })) };
  const rows = nodes.map((node) => [
    addressText(s.graph, node),
    bytesText(s.graph.size[node]),
    s.graph.count[node] === NONE ? '' : s.graph.count[node],
    ...extra.map((f) => {
      const value = f.of(node);
      return typeof value === 'boolean' ? String(value) : value;
    }),
    typeName(s.graph, node),
    cut(s.graph.strings.get(s.graph.value[node]), 60),
  ]);
  const head = ['address', 'size', 'count', ...extra.map((f) => f.name), 'type', 'value'];
  return {
    json,
    text:
      total === 0
        ? 'nothing fits\n'
        : `${table(head, rows)}${total > nodes.length ? `${grouped(total)} objects fit; 'limit ${total}' shows all\n` : `${grouped(total)} objects\n`}`,
  };
}
