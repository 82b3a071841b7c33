import type { ObjectId, RecordedFrame, RecordedObject, RecordedReference, RecordedStep } from '../../../instruments/recording.ts';

/** What happened to an object in this step. */
export type Mark = 'new' | 'changed' | 'freed' | 'unreachable' | 'held' | null;

export interface GraphNode {
  kind: 'object' | 'fold';
  /** `o17` for object 17, `f…` for a fold. */
  key: string;
  object: RecordedObject | null;
  /** Column from 1: steps from a frame. */
  column: number;
  title: string;
  value: string;
  mark: Mark;
  /** Change of the count since the step before. */
  delta: number;
  /** References of it are not shown; it can be opened. */
  closed: boolean;
  /** For a fold: the objects in it. */
  members: readonly ObjectId[];
  /** Key of the node, or `frame:variable`, at whose height it is placed first. */
  anchor: string;
}

export interface GraphEdge {
  /** Key of a node, or `frame:variable`. */
  from: string;
  to: string;
  label: string;
  owned: boolean;
  /** References drawn as this one edge. */
  count: number;
}

export interface FrameRow {
  key: string;
  name: string;
  /** Shown in the row itself when the value has no node. */
  inline: string | null;
  to: ObjectId;
  stack: boolean;
}

export interface FrameBox {
  key: string;
  title: string;
  file: string;
  line: number;
  active: boolean;
  rows: FrameRow[];
}

export interface ObjectGraph {
  frames: FrameBox[];
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** Objects that have no node because of folding or limits. */
  hidden: number;
}

export interface GraphOptions {
  /** Folds and closed objects that were opened, by key. */
  opened: ReadonlySet<string>;
  /** Small values get nodes of their own. */
  showSmall: boolean;
  selected: ObjectId | null;
  maxNodes: number;
  /** Text of an object that this step does not show, by what other steps say of it. */
  textOf?(id: ObjectId): string | null;
}

const SMALL = new Set(['int', 'float', 'bool', 'NoneType', 'complex', 'ellipsis', 'NotImplementedType']);
const TEXT = new Set(['str', 'bytes']);
/** Shown as one node until they are opened: what they hold is machinery more often than data. */
const CLOSED = new Set([
  'type',
  'ABCMeta',
  'EnumMeta',
  'EnumType',
  'function',
  'module',
  'code',
  'traceback',
  'builtin_function_or_method',
  'property',
  'getset_descriptor',
  'wrapper_descriptor',
]);
/** Items of one type that one object shows before the rest is folded. */
const FOLD_AFTER = 6;
const SHOWN_OF_FOLD = 3;

/** A number's or text's value, null for everything else. */
export function plainText(object: RecordedObject): string | null {
  return object.type !== 'NoneType' && (SMALL.has(object.type) || TEXT.has(object.type)) ? object.value : null;
}

function hiddenName(name: string): boolean {
  return name.startsWith('__') && name.endsWith('__');
}

/** Which objects and references of a step are drawn, and how they are folded. Knows no positions. */
export class GraphBuilder {
  private readonly nodes = new Map<string, GraphNode>();
  private readonly edges = new Map<string, GraphEdge>();
  private readonly created: ReadonlySet<ObjectId>;
  private readonly changed: ReadonlySet<ObjectId>;
  private readonly queue: GraphNode[] = [];
  private hidden = 0;

  constructor(
    private readonly step: RecordedStep,
    private readonly before: RecordedStep | null,
    private readonly options: GraphOptions,
  ) {
    this.created = new Set(step.changes.created);
    this.changed = new Set(step.changes.changed);
  }

  build(): ObjectGraph {
    const frames = this.step.frames.map((frame, i) => this.frame(frame, i));
    this.drain();
    for (const object of this.step.objects.values()) {
      if (object.state !== 'reachable' && !this.nodes.has(`o${object.id}`) && !this.isSmall(object) && !TEXT.has(object.type)) {
        this.add(object, 1, '');
        this.drain();
      }
    }
    for (const object of this.step.changes.freed) if (!this.isSmall(object)) this.add(object, 1, '');
    const { selected } = this.options;
    const chosen = selected === null ? undefined : this.step.objects.get(selected);
    if (chosen !== undefined && !this.nodes.has(`o${chosen.id}`)) this.add(chosen, 1, '');
    const edges = [...this.edges.values()].filter((e) => this.nodes.has(e.to));
    return { frames, nodes: [...this.nodes.values()], edges, hidden: this.hidden };
  }

  private drain(): void {
    for (let node = this.queue.shift(); node !== undefined; node = this.queue.shift()) this.follow(node);
  }

  private frame(frame: RecordedFrame, i: number): FrameBox {
    const active = i === this.step.frames.length - 1;
    const rows: FrameRow[] = [];
    const row = (name: string, to: ObjectId, stack: boolean, owned: boolean): void => {
      const object = this.step.objects.get(to);
      const key = `frame${i}:${stack ? `stack${rows.length}` : name}`;
      const inline = object === undefined ? (to === 0 ? null : '…') : this.isSmall(object) ? object.value : null;
      rows.push({ key, name, inline, to, stack });
      if (object !== undefined && inline === null) {
        const node = this.add(object, 1, key);
        if (node !== null) this.edge(key, node.key, '', owned);
      }
    };
    for (const v of frame.variables) if (!hiddenName(v.name) && v.to !== 0) row(v.name, v.to, false, !v.lent);
    for (const operand of frame.stack) if (operand.to !== 0) row(operand.role, operand.to, true, operand.owned && !operand.lent);
    return { key: `frame${i}`, title: frame.function, file: frame.file, line: frame.line, active, rows };
  }

  /** Small immutable values are shown where they are used. */
  private isSmall(object: RecordedObject): boolean {
    return !this.options.showSmall && SMALL.has(object.type) && object.id !== this.options.selected;
  }

  private follow(node: GraphNode): void {
    const { object } = node;
    if (object === null || node.closed) return;
    const byType = new Map<string, { to: RecordedObject; reference: RecordedReference }[]>();
    for (const reference of object.references) {
      const to = this.step.objects.get(reference.to);
      if (to === undefined || reference.kind === 'type' || this.isSmall(to)) continue;
      if (TEXT.has(to.type) && !this.nodes.has(`o${to.id}`) && !this.options.showSmall) continue;
      if (reference.kind === 'attribute' && hiddenName(reference.label.replace(/^\./, ''))) continue;
      if (this.nodes.has(`o${to.id}`)) {
        this.edge(node.key, `o${to.id}`, reference.label, reference.owned);
        continue;
      }
      const list = byType.get(to.type) ?? [];
      if (list.length === 0) byType.set(to.type, list);
      list.push({ to, reference });
    }
    for (const [type, list] of byType) this.children(node, type, list);
  }

  private children(node: GraphNode, type: string, list: readonly { to: RecordedObject; reference: RecordedReference }[]): void {
    const foldKey = `f${node.key}:${type}`;
    const distinct = new Set(list.map((c) => c.to.id));
    const fold = distinct.size > FOLD_AFTER && !this.options.opened.has(foldKey);
    const folded: ObjectId[] = [];
    const labels: string[] = [];
    let shown = 0;
    for (const { to, reference } of list) {
      const known = this.nodes.has(`o${to.id}`);
      if (fold && !known && shown >= SHOWN_OF_FOLD && to.id !== this.options.selected && !this.created.has(to.id)) {
        folded.push(to.id);
        labels.push(reference.label);
        continue;
      }
      const child = this.add(to, node.column + 1, node.key);
      if (child === null) continue;
      if (!known) shown++;
      this.edge(node.key, child.key, reference.label, reference.owned);
    }
    if (folded.length === 0) return;
    this.hidden += folded.length;
    this.nodes.set(foldKey, {
      kind: 'fold',
      key: foldKey,
      object: null,
      column: node.column + 1,
      title: `${type} × ${new Set(folded).size}`,
      value: labels.length > 1 ? `${labels[0]} … ${labels[labels.length - 1]}` : labels[0]!,
      mark: null,
      delta: 0,
      closed: true,
      members: folded,
      anchor: node.key,
    });
    this.edge(node.key, foldKey, '', true);
  }

  /** The node of an object, made when there is none; null beyond the limit of nodes. */
  private add(object: RecordedObject, column: number, anchor: string): GraphNode | null {
    const key = `o${object.id}`;
    const known = this.nodes.get(key);
    if (known !== undefined) return known;
    if (this.nodes.size >= this.options.maxNodes && object.id !== this.options.selected) {
      this.hidden++;
      return null;
    }
    const freed = !this.step.objects.has(object.id);
    const previous = this.before?.objects.get(object.id);
    const closed = !freed && (object.edge || CLOSED.has(object.type)) && !this.options.opened.has(key);
    const node: GraphNode = {
      kind: 'object',
      key,
      object,
      column,
      title: object.type,
      value: this.valueOf(object),
      mark: this.markOf(object, freed),
      delta: previous === undefined || freed ? 0 : object.count - previous.count,
      closed: closed && !object.edge && object.references.length > 0,
      members: [],
      anchor,
    };
    this.nodes.set(key, node);
    if (!closed && !freed) this.queue.push(node);
    return node;
  }

  /** An instance without a value of its own is told from others by its plain attributes. */
  private valueOf(object: RecordedObject): string {
    if (!/^<\S+ object>$/.test(object.value)) return object.value;
    const plain: string[] = [];
    for (const r of object.references) {
      if (r.kind !== 'attribute') continue;
      const to = this.step.objects.get(r.to);
      const text = to === undefined ? (this.options.textOf?.(r.to) ?? null) : plainText(to);
      if (text !== null) plain.push(`${r.label.replace(/^\./, '')}=${text}`);
    }
    return plain.length === 0 ? object.value : plain.join(' ');
  }

  private markOf(object: RecordedObject, freed: boolean): Mark {
    if (freed) return 'freed';
    if (object.state === 'unreachable') return 'unreachable';
    if (this.created.has(object.id)) return 'new';
    if (object.state === 'held') return 'held';
    return this.changed.has(object.id) ? 'changed' : null;
  }

  private edge(from: string, to: string, label: string, owned: boolean): void {
    const key = `${from}>${to}>${owned}`;
    const known = this.edges.get(key);
    if (known === undefined) this.edges.set(key, { from, to, label, owned, count: 1 });
    else {
      known.count++;
      if (known.count <= 3 && label !== '') known.label = known.label === '' ? label : `${known.label}, ${label}`;
    }
  }
}
