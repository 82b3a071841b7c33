/**
 * Reads the dumps of PyHeap (github.com/ivanyu/pyheap), format version 1: what a running CPython's gc module and frames show. There are
 * two layouts under that number; the later one has a table of well-known types at the start and the contents of containers. Numbers are
 * big endian.
 */
import { type ByteSource, type Progress, SnapshotError } from '../format/layout.ts';
import { graphBytes, type ReadLimits } from '../format/snapshot-reader.ts';
import { GraphBuilder } from '../graph-builder.ts';
import { EdgeKind, type HeapGraph } from '../heap-graph.ts';
import { BigEndianCursor } from './big-endian-cursor.ts';

const MAGIC = 123_000_321;
const VERSION = 1;
const WITH_STR_REPR = 1;

/** Whether the bytes begin as a PyHeap dump does. */
export function isPyHeap(start: Uint8Array): boolean {
  if (start.length < 8) return false;
  const view = new DataView(start.buffer, start.byteOffset);
  return view.getUint32(0) === 0 && view.getUint32(4) === MAGIC;
}

/** Reads a dump. Throws SnapshotError with one line. */
export function readPyHeap(source: ByteSource, limits?: ReadLimits, progress?: Progress): HeapGraph {
  let later: unknown;
  for (const containers of [true, false]) {
    try {
      return new DumpReader(source, containers, limits, progress).read();
    } catch (thrown) {
      if (!(thrown instanceof SnapshotError)) throw thrown;
      later ??= thrown;
      if (thrown instanceof TooLarge) throw thrown;
      // the earlier layout got further than the later one could: its error tells more
      if (!containers) throw thrown;
    }
  }
  throw later;
}

class TooLarge extends SnapshotError {}

const enum Container {
  none = 0,
  dict = 1,
  sequence = 2,
  set = 3,
}

const CONTAINERS: Readonly<Record<string, Container>> = {
  dict: Container.dict,
  list: Container.sequence,
  tuple: Container.sequence,
  set: Container.set,
};

class DumpReader {
  private readonly in: BigEndianCursor;
  private readonly builder = new GraphBuilder();
  private readonly nodes = new Map<number, number>();
  /** Addresses that edges and roots lead to, each once: the edges name them by their place here until all nodes are known. */
  private readonly targets: number[] = [];
  private readonly targetOf = new Map<number, number>();
  private readonly roots: { target: number; group: string; label: string }[] = [];
  private frequent: string[] = [];
  private readonly commonTypes = new Set<number>();
  private readonly containers = new Map<number, Container>();
  private withRepr = false;
  /** Edges whose name is the text of an object: number of the edge and its target. */
  private readonly named: { edge: number; target: number }[] = [];

  constructor(
    source: ByteSource,
    private readonly later: boolean,
    private readonly limits: ReadLimits | undefined,
    private readonly progress: Progress | undefined,
  ) {
    this.in = new BigEndianCursor(source);
  }

  read(): HeapGraph {
    const { in: input, builder } = this;
    this.header();
    if (this.later) this.wellKnownTypes();
    this.threads();
    this.attributeTables();
    input.section = 'objects';
    const count = input.u32();
    const need = graphBytes(count, count * 3);
    if (count * 16 > input.length) throw input.fail('more objects than the file can hold');
    if (this.limits !== undefined && need > this.limits.memoryBytes) {
      throw new TooLarge(`${count} objects need about ${(need / 1e9).toFixed(1)} GB of memory: use a machine with more, or --memory to try anyway`);
    }
    for (let i = 0; i < count; i++) {
      this.object();
      if ((i & 0xffff) === 0) this.progress?.(input.done, 'reading objects');
    }
    this.types();
    input.section = 'the end';
    if (input.u64() !== MAGIC || !input.atEnd) throw input.fail('the closing mark is missing');
    for (const target of this.targets) if (!this.nodes.has(target)) this.missing(target);
    builder.mapTargets((target) => this.nodes.get(this.targets[target])!);
    for (const { target, group, label } of this.roots) builder.addRoot(this.nodes.get(this.targets[target])!, group, label);
    for (const node of builder.nodesOfType('module')) builder.addRoot(node, 'modules', builder.valueOf(node));
    for (const { edge, target } of this.named) builder.nameEdge(edge, this.keyText(this.targets[target]));
    const notes = ['from PyHeap: reference counts and the roots beside the frames and modules are not in the dump'];
    return builder.finish({ creator: 'pyheap', model: null, program: null, moment: null, notes, hasCounts: false, process: null });
  }

  private header(): void {
    const { in: input } = this;
    input.section = 'the header';
    if (input.u64() !== MAGIC) throw input.fail('not a PyHeap dump');
    const version = input.u32();
    if (version !== VERSION) throw new TooLarge(`PyHeap format version ${version} is not known, only ${VERSION}: use a newer Ouroboros`);
    input.text();
    this.withRepr = (input.u64() & WITH_STR_REPR) !== 0;
  }

  private wellKnownTypes(): void {
    const { in: input } = this;
    input.section = 'well-known types';
    for (let n = input.count(10); n > 0; n--) {
      const name = input.text();
      const address = input.u64();
      const container = CONTAINERS[name];
      if (container !== undefined) this.containers.set(address, container);
    }
  }

  private threads(): void {
    const { in: input, builder } = this;
    input.section = 'threads';
    for (let n = input.count(8); n > 0; n--) {
      const thread = input.text();
      if (input.u8() > 1 || input.u8() > 1) throw input.fail('a flag that is neither 0 nor 1');
      for (let frames = input.count(12); frames > 0; frames--) {
        const file = input.text();
        const line = input.u32();
        const func = input.text();
        builder.addFrame(thread, func, file, line);
        for (let locals = input.count(10); locals > 0; locals--) {
          const name = input.text();
          this.roots.push({ target: this.target(input.u64()), group: `thread ${thread}`, label: `local ${name} of ${func}, ${file}:${line}` });
        }
      }
    }
  }

  private attributeTables(): void {
    const { in: input } = this;
    input.section = 'frequent attributes';
    for (let n = input.count(2); n > 0; n--) this.frequent.push(input.text());
    input.section = 'common types';
    for (let n = input.count(12); n > 0; n--) {
      this.commonTypes.add(input.u64());
      for (let attributes = input.count(10); attributes > 0; attributes--) {
        this.attributeName();
        input.u64();
      }
    }
  }

  private attributeName(): string {
    const length = this.in.i16();
    if (length >= 0) return this.in.textOf(length);
    const name = this.frequent[-length - 1];
    if (name === undefined) throw this.in.fail('an attribute name that is not in the table');
    return name;
  }

  private object(): void {
    const { in: input, builder } = this;
    const address = input.u64();
    const type = input.u64();
    const size = input.u32();
    if (this.nodes.has(address)) throw input.fail('an object that stands twice');
    const container = this.containers.get(type) ?? Container.none;
    const pending: { to: number; kind: EdgeKind; index: number; key: number }[] = [];
    const known = new Set<number>();
    const add = (to: number, kind: EdgeKind, index: number, key: number): void => {
      pending.push({ to, kind, index, key });
      known.add(to);
    };
    if (container === Container.dict) {
      for (let n = input.count(16); n > 0; n--) {
        const key = this.target(input.u64());
        add(key, EdgeKind.key, 0, key);
        add(this.target(input.u64()), EdgeKind.value, 0, key);
      }
    } else if (container !== Container.none) {
      for (let n = input.count(8), i = 0; i < n; i++) {
        const to = this.target(input.u64());
        add(to, container === Container.set ? EdgeKind.member : EdgeKind.item, i, to);
      }
    }
    const others: number[] = [];
    for (let n = input.count(8); n > 0; n--) {
      const to = this.target(input.u64());
      if (!known.has(to)) others.push(to);
    }
    /** Attributes by the address of their value: most belong to the type and are no references of the object. */
    const names = new Map<number, string>();
    if (!this.commonTypes.has(type)) {
      for (let n = input.count(10); n > 0; n--) {
        const name = this.attributeName();
        names.set(input.u64(), name);
      }
    }
    const repr = this.withRepr && !(this.later && container !== Container.none) ? input.text() : '';
    const node = builder.addNode({ address, type: builder.typeIndex('', String(type)), size, value: repr });
    this.nodes.set(address, node);
    for (const { to, kind, index, key } of pending) {
      if (kind !== EdgeKind.item) this.named.push({ edge: builder.edgeCount, target: key });
      builder.addEdge(to, kind, kind === EdgeKind.item ? index : 0);
    }
    for (const [i, to] of others.entries()) {
      const name = names.get(this.targets[to]);
      const isType = this.targets[to] === type;
      if (isType) builder.addEdge(to, EdgeKind.type, 0);
      else if (name !== undefined) builder.addEdge(to, EdgeKind.attribute, builder.strings.add(name));
      else builder.addEdge(to, EdgeKind.internal, i);
    }
  }

  private types(): void {
    const { in: input, builder } = this;
    input.section = 'types';
    for (let n = input.count(10); n > 0; n--) {
      const address = input.u64();
      const index = builder.typeIndex('', String(address));
      builder.renameType(index, input.text());
      const node = this.nodes.get(address);
      if (node !== undefined) builder.setTypeNode(index, node);
    }
  }

  private missing(address: number): void {
    const node = this.builder.addNode({ address, type: this.builder.typeIndex('(not in the dump)') });
    this.nodes.set(address, node);
  }

  private target(address: number): number {
    let target = this.targetOf.get(address);
    if (target === undefined) {
      target = this.targets.length;
      this.targets.push(address);
      this.targetOf.set(address, target);
    }
    return target;
  }

  private keyText(address: number): string {
    const text = this.builder.valueOf(this.nodes.get(address)!);
    return text === '' ? `object at 0x${address.toString(16)}` : text;
  }
}
