import { Gc, GcFlag, Ob } from '../memory/layout.ts';
import { ObjectWalk } from '../memory/object-walk.ts';
import { PAGE_SHIFT } from '../memory/page-heap.ts';
import { eachSlot, SlotPart } from '../memory/slot-walk.ts';
import { contractOf, hasGcHead } from '../memory/type-contract.ts';
import { nameOfType } from '../runtime/core/errors.ts';
import { Tp, TpFlag } from '../runtime/core/layout.ts';
import type { Runtime } from '../runtime/core/runtime.ts';
import { isStatic } from '../runtime/core/shown-count.ts';
import { Fr } from '../runtime/frames/frame-layout.ts';
import { frameLine } from '../runtime/frames/frame-object.ts';
import { codeData } from '../runtime/frames/loaded-code.ts';
import { isWeakref, weakObject } from '../runtime/types/weakref.ts';
import { GraphBuilder } from '../snapshot/graph-builder.ts';
import { BORROWED, EdgeKind, type HeapGraph, NONE, NodeFlag, PlaceKind } from '../snapshot/heap-graph.ts';
import { collectionFill, objectBytes } from './object-size.ts';
import { rootSlotWords } from './root-names.ts';
import { runningFrames } from './running-frames.ts';
import { contentHash, definitionPlace, shortValue } from './short-value.ts';

/** Where an object came from, when allocations are watched. */
export interface Origin {
  /** Number of the allocation, from 1. */
  serial: number;
  file: string;
  line: number;
}

export interface CaptureOptions {
  /** The program, as the user named it. */
  program?: string;
  /** "line 10 of a.py", "exit". */
  moment?: string;
  /** Names the process in which addresses mean the same. */
  process?: string;
  /** Origin of an object, null = unknown. */
  originOf?(op: number): Origin | null;
}

/** Node numbers by address: pages of the heap, 256 granules each. */
class NodeNumbers {
  private readonly pages: (Int32Array | undefined)[] = [];

  set(op: number, node: number): void {
    const page = op >>> PAGE_SHIFT;
    const numbers = (this.pages[page] ??= new Int32Array(256).fill(-1));
    numbers[(op >> 2) & 255] = node;
  }

  get(op: number): number {
    return this.pages[op >>> PAGE_SHIFT]?.[(op >> 2) & 255] ?? -1;
  }
}

/** Labels that a contract's `describe` gives, as kinds of edges. */
const DESCRIBED: readonly [prefix: string, kind: EdgeKind][] = [
  ['value of ', EdgeKind.value],
  ['key ', EdgeKind.key],
  ['member ', EdgeKind.member],
  ['local ', EdgeKind.local],
  ['cell ', EdgeKind.cell],
];

/**
 * The heap of a running interpreter as a graph: every object, every slot with its label, every root. Runs no Python code and allocates
 * nothing in the heap, so it works with no memory left.
 */
export function capture(rt: Runtime, options: CaptureOptions = {}): HeapGraph {
  const { heap } = rt;
  const { H } = heap;
  const walk = new ObjectWalk(heap);
  const builder = new GraphBuilder();
  const numbers = new NodeNumbers();
  const roots: { ref: number; group: string; label: string }[] = [];
  walk.run((ref, slot, _owner, root) => {
    if (root !== null) roots.push({ ref, group: root.name, label: rootSlotWords(root, slot) });
  });
  const objects: number[] = [];
  walk.forEachObject((op) => {
    numbers.set(op, objects.length);
    objects.push(op);
  });
  const generations = generationsOf(rt, numbers, objects.length);
  const labels = new SlotLabels(rt, builder);
  const typeIndices = new Map<number, number>();
  const running = new Set(runningFrames(rt));
  for (const op of objects) {
    const typeAddress = H[op + Ob.type];
    let type = typeIndices.get(typeAddress);
    if (type === undefined) {
      type = builder.typeIndex(nameOfType(rt, typeAddress), String(typeAddress));
      typeIndices.set(typeAddress, type);
      builder.setTypeNode(type, numbers.get(typeAddress) < 0 ? NONE : numbers.get(typeAddress));
    }
    const fill = collectionFill(rt, op);
    const origin = options.originOf?.(op) ?? null;
    const node = builder.addNode({
      address: op * 4,
      type,
      count: H[op + Ob.refcnt],
      size: objectBytes(rt, op),
      flags: flagsOf(rt, op, running.has(op)) | (generations[builder.nodeCount] << NodeFlag.generationShift),
      value: shortValue(rt, op),
      used: fill?.used,
      capacity: fill?.capacity,
      content: contentHash(rt, op),
      serial: origin?.serial,
    });
    eachSlot(heap, op, (ref, slot, borrowed, part, place) => {
      const to = numbers.get(ref);
      if (to < 0) return;
      labels.find(op, slot, part, place);
      builder.addEdge(to, borrowed ? labels.kind | BORROWED : labels.kind, labels.name);
    });
    if (isWeakref(rt, op)) {
      const to = numbers.get(weakObject(rt, op));
      if (to >= 0) builder.addEdge(to, EdgeKind.weak | BORROWED, 0);
    }
    const definition = definitionPlace(rt, op);
    if (definition !== null) builder.addPlace(node, PlaceKind.definition, definition.file, definition.line);
    if (origin !== null && origin.line > 0 && origin.file !== '') builder.addPlace(node, PlaceKind.allocation, origin.file, origin.line);
  }
  for (const { ref, group, label } of roots) builder.addRoot(numbers.get(ref), group, label);
  for (const frame of running) {
    const data = codeData(rt, H[frame + Fr.code]);
    builder.addFrame('main', data.qualname, data.filename, frameLine(rt, frame), numbers.get(frame));
    builder.addPlace(numbers.get(frame), PlaceKind.running, data.filename, frameLine(rt, frame));
  }
  const notes = walk.dangling.length === 0 ? [] : [`${walk.dangling.length} references lead to no object and are left out`];
  return builder.finish({
    creator: 'ouroboros',
    model: rt.model.name,
    program: options.program ?? null,
    moment: options.moment ?? null,
    notes,
    hasCounts: true,
    process: options.process ?? null,
  });
}

/** Finds the kind and the name of slots; keeps what repeats. */
class SlotLabels {
  kind: EdgeKind = EdgeKind.field;
  name = 0;
  /** By contract: the strings of its fields, and whether its items are called "item i". */
  private readonly known = new Map<object, { fields: number[]; plainItems: boolean }>();

  constructor(
    private readonly rt: Runtime,
    private readonly builder: GraphBuilder,
  ) {}

  /** Leaves the label of a slot in `kind` and `name`. */
  find(op: number, slot: number, part: SlotPart, place: number): void {
    if (part === SlotPart.type) {
      this.kind = EdgeKind.type;
      this.name = 0;
      return;
    }
    const contract = contractOf(this.rt.heap, op);
    let known = this.known.get(contract);
    if (known === undefined) {
      const item = contract.items ?? contract.indirect;
      known = { fields: contract.slots.map((field) => this.builder.strings.add(field.label)), plainItems: item?.label(7) === 'item 7' };
      this.known.set(contract, known);
    }
    if (part === SlotPart.field) {
      this.kind = EdgeKind.field;
      this.name = known.fields[place];
    } else if (part === SlotPart.item && known.plainItems) {
      this.kind = EdgeKind.item;
      this.name = place;
    } else if (part === SlotPart.item) this.parse((contract.items ?? contract.indirect)!.label(place));
    else this.parse(contract.describe?.(this.rt.heap, op, slot, place) ?? `slot ${place}`);
  }

  private parse(label: string): void {
    const numbered = /^(item|value stack) (\d+)$/.exec(label);
    if (numbered !== null) {
      this.kind = numbered[1] === 'item' ? EdgeKind.item : EdgeKind.stack;
      this.name = Number(numbered[2]);
      return;
    }
    for (const [prefix, kind] of DESCRIBED) {
      if (label.startsWith(prefix)) {
        this.kind = kind;
        this.name = this.builder.strings.add(label.slice(prefix.length));
        return;
      }
    }
    this.kind = EdgeKind.field;
    this.name = this.builder.strings.add(label);
  }
}

/** Generation + 1 of tracked objects, 0 of others, by node. */
function generationsOf(rt: Runtime, numbers: NodeNumbers, count: number): Uint8Array {
  const found = new Uint8Array(count);
  for (const [i, list] of rt.heap.gc.lists.entries()) {
    rt.heap.gc.forEach(list, (op) => {
      found[numbers.get(op)] = i + 1;
    });
  }
  return found;
}

function flagsOf(rt: Runtime, op: number, running: boolean): number {
  const H = rt.H;
  let flags = 0;
  if (isStatic(rt, op)) flags |= NodeFlag.immortal;
  if (running) flags |= NodeFlag.running;
  if ((H[H[op + Ob.type] + Tp.flags] & TpFlag.TYPE_SUBCLASS) !== 0) flags |= NodeFlag.type;
  if (hasGcHead(rt.heap, op)) {
    if (H[op + Gc.next] !== 0 && H[op + Gc.next] !== op) flags |= NodeFlag.tracked;
    if ((H[op + Gc.prevFlags] & GcFlag.finalized) !== 0) flags |= NodeFlag.finalized;
  }
  return flags;
}
