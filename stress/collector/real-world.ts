import { audit, auditLines, Heap, type HeapOptions, Ob, SlotFlag, verify } from '../../src/memory/index.ts';
import { Gc } from '../../src/memory/layout.ts';
import { type Behaviour, finalize, type Kind, type State, VARIABLES, type World } from './world.ts';

const ITEMS = 6;
const POINTER = 6;
const VARIABLE_SLOTS = 1024;
const NODE_WORDS = 14;
/** A slot of lists and tuples that stays empty. */
const SPARE_OF_LIST = 8;
const SPARE_OF_TUPLE = 14;

/** The memory layer as a random program sees it: addresses are hidden behind the numbers of the objects. */
export class RealWorld implements World {
  readonly log: string[] = [];
  readonly heap: Heap;
  private readonly fieldsAt: readonly number[];
  /** Slot of a node that shows the node itself, borrowed: nobody may count it. */
  private readonly selfAt: number;
  private readonly types: Record<Kind, number>;
  private readonly addresses = new Map<number, number>();
  private readonly ids = new Map<number, number>();
  private readonly behaviours = new Map<number, Behaviour>();
  private readonly watchers = new Map<number, number>();
  private readonly blocksAtStart: number;
  private made = 0;

  /**
   * `scattered`: the slots of each type lie in several places. `quiet`: nodes have no finalizers, and the layer's own deallocator runs; only memory that goes back is seen.
   */
  constructor(options: HeapOptions, thresholds: readonly number[], stress: boolean, wholeSet: boolean, quiet: boolean, scattered: boolean) {
    this.fieldsAt = scattered ? [4, 8, 10] : [4, 6, 8];
    this.selfAt = scattered ? 12 : 10;
    const spare = (at: number) => (scattered ? [{ at, label: 'spare' }] : []);
    const heap = new Heap(options);
    this.heap = heap;
    const { H, gc } = heap;
    H.fill(0, VARIABLE_SLOTS, VARIABLE_SLOTS + 2 * VARIABLES);
    heap.roots.addRange(H, 'variables', VARIABLE_SLOTS, VARIABLES, (i) => `variable ${i}`);
    this.types = {
      node: heap.defineType(
        {
          name: 'node',
          gc: true,
          visitsType: true,
          slots: [...this.fieldsAt.map((at, i) => ({ at, label: `field ${i}` })), { at: this.selfAt, label: 'self' }],
          finalize: (op) => {
            this.log.push(`finalize ${this.id(op)}`);
            finalize(this, this.id(op));
          },
          hasFinalizer: () => !quiet,
        },
        4 * NODE_WORDS,
      ),
      list: heap.defineType(
        { name: 'list', gc: true, slots: spare(SPARE_OF_LIST), indirect: { pointer: POINTER, count: Ob.size, label: (i) => `item ${i}` } },
        40,
      ),
      tuple: heap.defineType(
        {
          name: 'tuple',
          gc: true,
          slots: spare(SPARE_OF_TUPLE),
          items: { at: ITEMS, label: (i) => `item ${i}`, keep: !quiet },
          maybeUntrack: (op) => this.maybeUntrack(op),
        },
        4 * (SPARE_OF_TUPLE + 2),
      ),
      leaf: heap.defineType({ name: 'leaf', gc: false, slots: [] }, 24),
    };
    gc.thresholds.set(thresholds);
    gc.stress = stress;
    gc.resurrectsWholeSet = wholeSet;
    gc.events.handleWeakrefs = (list) => {
      const died: number[] = [];
      gc.forEach(list, (op) => {
        const id = this.id(op);
        for (let n = this.watchers.get(id) ?? 0; n > 0; n--) died.push(id);
        this.watchers.delete(id);
      });
      for (const id of died) this.log.push(`callback of ${id}`);
      gc.undisturbed = died.length === 0;
      return 0;
    };
    this.watchDeaths(quiet);
    this.blocksAtStart = heap.allocatedBlocks();
  }

  get state(): State {
    const { gc, H } = this.heap;
    const frozen: number[] = [];
    gc.forEach(gc.permanent, (op) => frozen.push(op));
    return {
      variables: Array.from({ length: VARIABLES }, (_, i) => this.get(i)),
      generations: [...[0, 1, 2].map((g) => gc.getObjects(g)), frozen].map((list) => list.map((op) => this.id(op))),
      counts: [...this.addresses].map(([id, op]): [number, number] => [id, H[op + Ob.refcnt]]).sort((x, y) => x[0] - y[0]),
      pending: [...gc.counts, gc.longLivedPending, gc.longLivedTotal],
    };
  }

  /** What is wrong with the heap; empty when nothing is. */
  problems(): string[] {
    return [...verify(this.heap), ...auditLines(audit(this.heap))];
  }

  /** Drops everything and collects: blocks that are left, and what is wrong then. */
  end(): string[] {
    const { heap } = this;
    heap.gc.stress = false;
    this.behaviours.clear();
    for (let i = 0; i < VARIABLES; i++) this.set(i, 0);
    heap.gc.unfreeze();
    heap.gc.collect();
    heap.gc.collect();
    heap.debug?.flush();
    const left = heap.allocatedBlocks() - this.blocksAtStart;
    return left === 0 ? this.problems() : [`${left} blocks are left`];
  }

  make(variable: number, kind: Kind, behaviour: Behaviour, items: readonly number[]): void {
    const { heap } = this;
    const { H } = heap;
    const id = ++this.made;
    const op = heap.newObject(this.types[kind]);
    if (op === 0) return;
    this.addresses.set(id, op);
    this.ids.set(op, id);
    if (kind === 'node') {
      this.behaviours.set(id, behaviour);
      H[op + this.selfAt] = op;
      H[op + this.selfAt + 1] = SlotFlag.borrowed;
    }
    const held = items.map((i) => H[VARIABLE_SLOTS + 2 * i]).filter((item) => item !== 0);
    if (kind === 'tuple') H[op + Ob.size] = held.length;
    for (const [i, item] of held.entries()) {
      heap.incref(item);
      H[op + ITEMS + 2 * i] = item;
    }
    heap.setSlot(VARIABLE_SLOTS + 2 * variable, op);
  }

  get(variable: number): number {
    const op = this.heap.H[VARIABLE_SLOTS + 2 * variable];
    return op === 0 ? 0 : this.id(op);
  }

  set(variable: number, object: number): void {
    this.heap.setSlot(VARIABLE_SLOTS + 2 * variable, this.newRef(object));
  }

  kindOf(object: number): Kind {
    return this.heap.typeName(this.heap.H[this.address(object) + Ob.type]) as Kind;
  }

  behaviourOf(object: number): Behaviour {
    return this.behaviours.get(object) ?? 'nothing';
  }

  field(object: number, i: number): number {
    const op = this.heap.H[this.address(object) + this.fieldsAt[i]];
    return op === 0 ? 0 : this.id(op);
  }

  setField(object: number, i: number, target: number): void {
    this.heap.setSlot(this.address(object) + this.fieldsAt[i], this.newRef(target));
  }

  append(object: number, target: number): void {
    const { heap } = this;
    const { H } = heap;
    const op = this.address(object);
    const n = H[op + Ob.size];
    const block = heap.realloc(H[op + POINTER], (n + 1) * 8);
    if (block === 0) return;
    H[op + POINTER] = block;
    H[block + 2 * n] = this.newRef(target);
    H[block + 2 * n + 1] = 0;
    H[op + Ob.size] = n + 1;
  }

  pop(object: number): void {
    const { H } = this.heap;
    const op = this.address(object);
    const n = H[op + Ob.size] - 1;
    if (n < 0) return;
    H[op + Ob.size] = n;
    this.heap.decref(H[H[op + POINTER] + 2 * n]);
  }

  watch(object: number): void {
    this.watchers.set(object, (this.watchers.get(object) ?? 0) + 1);
  }

  collect(generation: number): number {
    return this.heap.gc.collect(generation);
  }

  freeze(): void {
    this.heap.gc.freeze();
  }

  unfreeze(): void {
    this.heap.gc.unfreeze();
  }

  /** Deaths are written down where the memory goes back; callbacks of weak references come before the finalizer. */
  private watchDeaths(quiet: boolean): void {
    const { heap } = this;
    const dealloc = heap.dealloc.bind(heap);
    const free = heap.free.bind(heap);
    if (!quiet)
      heap.dealloc = (op) => {
        const id = this.ids.get(op);
        if (id !== undefined) {
          for (let n = this.watchers.get(id) ?? 0; n > 0; n--) this.log.push(`callback of ${id}`);
          this.watchers.delete(id);
        }
        dealloc(op);
      };
    heap.free = (block) => {
      const op = this.ids.has(block) ? block : block + Gc.headWords;
      const id = this.ids.get(op);
      if (id !== undefined) {
        this.log.push(`free ${id}`);
        this.ids.delete(op);
        this.addresses.delete(id);
      }
      free(block);
    };
  }

  private maybeUntrack(op: number): void {
    const { H, gc } = this.heap;
    for (let i = 0; i < H[op + Ob.size]; i++) {
      const item = H[op + ITEMS + 2 * i];
      if (H[item + Ob.type] !== this.types.leaf && gc.isTracked(item)) return;
    }
    gc.untrack(op);
  }

  private newRef(object: number): number {
    if (object === 0) return 0;
    const op = this.address(object);
    this.heap.incref(op);
    return op;
  }

  private address(object: number): number {
    const op = this.addresses.get(object);
    if (op === undefined) throw new Error(`object ${object} is gone`);
    return op;
  }

  private id(op: number): number {
    const id = this.ids.get(op);
    if (id === undefined) throw new Error(`address ${op} is no object`);
    return id;
  }
}
