/**
 * References held by host code. A handle is a slot of a root: it counts, and whoever asks for the holders of an object finds it by its
 * label. A handle that the host lets go without releasing it is reported, once the host's own collector notices.
 */
import type { Heap } from '../heap.ts';
import type { Root } from '../roots.ts';
import type { Visit } from '../type-contract.ts';

/** Misuse of the embedding interface: a released handle, an unknown field. The heap is sound. */
export class EmbeddingError extends Error {
  override readonly name = 'EmbeddingError';
}

/** A handle that was dropped by the host without being released. */
export interface LostHandle {
  label: string;
  /** Word address of the object it held. */
  address: number;
}

export interface HandleOptions {
  /** Told of every lost handle, after its reference was given back. Default: console.warn. */
  onLost?: (lost: LostHandle) => void;
}

interface Place {
  /** Index of the slot. */
  readonly index: number;
  /** Which use of the slot this is: slots are used again. */
  readonly use: number;
}

/** One reference held by host code. Released by `release` or at the end of a `using` declaration. */
export class Handle {
  constructor(
    private readonly table: Handles,
    private readonly place: Place,
    readonly label: string,
  ) {}

  /** Word address of the object (borrowed: valid while the handle is held). EmbeddingError after the release. */
  get address(): number {
    return this.table.addressOf(this, this.place);
  }

  get released(): boolean {
    return !this.table.isOpen(this.place);
  }

  /** Gives the reference up; the object dies with its last. A second call does nothing. */
  release(): void {
    this.table.release(this, this.place);
  }

  [Symbol.dispose](): void {
    this.release();
  }
}

const SLOTS_AT_FIRST = 32;

/** The handles of one heap. */
export class Handles {
  private block = 0;
  private capacity = 0;
  private readonly labels: (string | null)[] = [];
  private readonly uses: number[] = [];
  private readonly free: number[] = [];
  private readonly registry: FinalizationRegistry<Place>;
  private readonly onLost: (lost: LostHandle) => void;

  constructor(
    private readonly heap: Heap,
    options: HandleOptions = {},
  ) {
    this.onLost = options.onLost ?? (({ label, address }) => console.warn(`ouroboros: the handle '${label}' (object ${address}) was never released`));
    this.registry = new FinalizationRegistry((place) => this.lose(place));
    const root: Root = {
      name: 'host',
      traverse: (visit) => this.traverse(visit),
      describe: (slot) => `handle '${this.labels[(slot - this.block) >> 1]}'`,
    };
    heap.roots.add(root);
  }

  /** Handles held now, in no order. */
  get open(): LostHandle[] {
    return this.labels.flatMap((label, i) => (label === null ? [] : [{ label, address: this.heap.H[this.block + 2 * i] }]));
  }

  /** A handle that takes over the caller's reference (stolen, also when it throws). RangeError when the heap is full. */
  take(op: number, label: string): Handle {
    const index = this.free.pop() ?? this.labels.length;
    if (index === this.capacity && !this.grow()) {
      this.heap.decref(op);
      throw new RangeError('out of memory');
    }
    const { H } = this.heap;
    H[this.block + 2 * index] = op;
    H[this.block + 2 * index + 1] = 0;
    this.labels[index] = label;
    this.uses[index] = (this.uses[index] ?? 0) + 1;
    const place = { index, use: this.uses[index] };
    const handle = new Handle(this, place, label);
    this.registry.register(handle, place, handle);
    return handle;
  }

  /** A handle with a reference of its own; borrows `op`. RangeError when the heap is full. */
  hold(op: number, label: string): Handle {
    this.heap.incref(op);
    return this.take(op, label);
  }

  isOpen(place: Place): boolean {
    return this.uses[place.index] === place.use && typeof this.labels[place.index] === 'string';
  }

  addressOf(handle: Handle, place: Place): number {
    if (!this.isOpen(place)) throw new EmbeddingError(`the handle '${handle.label}' was released`);
    return this.heap.H[this.block + 2 * place.index];
  }

  release(handle: Handle, place: Place): void {
    if (!this.isOpen(place)) return;
    this.registry.unregister(handle);
    this.close(place.index);
  }

  private lose(place: Place): void {
    if (!this.isOpen(place)) return;
    const lost = { label: this.labels[place.index] as string, address: this.heap.H[this.block + 2 * place.index] };
    this.close(place.index);
    this.onLost(lost);
  }

  private close(index: number): void {
    const { heap } = this;
    const slot = this.block + 2 * index;
    const op = heap.H[slot];
    heap.H[slot] = 0;
    this.labels[index] = null;
    this.free.push(index);
    // the last one takes the block with it: nothing is left in the heap
    if (this.free.length === this.labels.length) {
      heap.free(this.block);
      this.block = 0;
      this.capacity = 0;
      this.labels.length = 0;
      this.free.length = 0;
    }
    heap.decref(op);
  }

  private grow(): boolean {
    const capacity = this.capacity === 0 ? SLOTS_AT_FIRST : 2 * this.capacity;
    const block = this.heap.realloc(this.block, 8 * capacity);
    if (block === 0) return false;
    this.block = block;
    this.capacity = capacity;
    return true;
  }

  private traverse(visit: Visit): void {
    const { H } = this.heap;
    for (let i = 0; i < this.labels.length; i++) {
      const slot = this.block + 2 * i;
      if (this.labels[i] !== null) visit(H[slot], slot);
    }
  }
}
