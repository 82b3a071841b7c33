/**
 * Records for embedders: named fields, and host resources that are disposed of when their record dies: at once when its last reference
 * goes, at the collection when it is part of a cycle.
 */
import type { Heap } from '../heap.ts';
import { Ob } from '../layout.ts';
import type { SlotContract } from '../type-contract.ts';
import { EmbeddingError } from './handles.ts';

/** 'reference': counted, traced. 'int32' and 'float64': numbers. Each takes 8 bytes. */
export type FieldKind = 'reference' | 'int32' | 'float64';

/** The names of the fields of one kind. */
type FieldsOf<F, K extends FieldKind> = { [N in keyof F]: F[N] extends K ? N : never }[keyof F] & string;

/** Something of the host that is released when its record dies. */
export interface Resource {
  [Symbol.dispose](): void;
}

export interface RecordOptions {
  /** Told of what a resource throws while it is disposed of: there is nobody to catch it. Default: console.error. */
  onError?: (error: unknown) => void;
}

/** A type of records. Defined once for a heap, and for as long as the heap lives. */
export class RecordType<F extends Record<string, FieldKind>> {
  /** Word address of the type's record in the heap. */
  readonly address: number;
  private readonly offsets = new Map<string, number>();
  private readonly resources = new Map<number, Resource>();
  private readonly onError: (error: unknown) => void;

  /** RangeError when the heap is full. */
  constructor(
    private readonly heap: Heap,
    readonly name: string,
    readonly fields: F,
    options: RecordOptions = {},
  ) {
    this.onError = options.onError ?? ((error) => console.error(error));
    const slots: SlotContract[] = [];
    let at: number = Ob.body;
    for (const [label, kind] of Object.entries(fields)) {
      this.offsets.set(label, at);
      if (kind === 'reference') slots.push({ at, label });
      at += 2;
    }
    this.address = heap.defineType(
      {
        name,
        gc: slots.length > 0,
        slots,
        finalize: (op) => this.dispose(op),
        hasFinalizer: (op) => this.resources.has(op),
        sizeOf: () => 4 * at,
      },
      4 * at,
    );
    if (this.address === 0) throw new RangeError('out of memory');
  }

  /** A new record, all fields 0, owned by the caller: for Handles.take. May collect. RangeError when the heap is full. */
  create(): number {
    const op = this.heap.newObject(this.address);
    if (op === 0) throw new RangeError('out of memory');
    return op;
  }

  /** The object that a field refers to (borrowed), 0 for none. */
  getReference(record: number, field: FieldsOf<F, 'reference'>): number {
    return this.heap.H[this.slot(record, field, 'reference')];
  }

  /** Makes a field refer to `target` (borrowed; 0: nothing) and gives the old reference up, which may destroy objects. */
  setReference(record: number, field: FieldsOf<F, 'reference'>, target: number): void {
    const slot = this.slot(record, field, 'reference');
    if (target !== 0) this.heap.incref(target);
    this.heap.setSlot(slot, target);
  }

  getNumber(record: number, field: FieldsOf<F, 'int32' | 'float64'>): number {
    const slot = this.slot(record, field, 'number');
    return this.fields[field] === 'int32' ? this.heap.H[slot] : this.heap.F64[slot >> 1];
  }

  setNumber(record: number, field: FieldsOf<F, 'int32' | 'float64'>, value: number): void {
    const slot = this.slot(record, field, 'number');
    if (this.fields[field] === 'int32') this.heap.H[slot] = value;
    else this.heap.F64[slot >> 1] = value;
  }

  /** Ties a resource to a record: it is disposed of once, when the record dies. EmbeddingError when the record has one. */
  attach(record: number, resource: Resource): void {
    this.check(record);
    if (this.resources.has(record)) throw new EmbeddingError(`this ${this.name} has a resource`);
    this.resources.set(record, resource);
  }

  /** Takes the resource of a record back, undisposed; undefined when it has none. */
  detach(record: number): Resource | undefined {
    this.check(record);
    const resource = this.resources.get(record);
    this.resources.delete(record);
    return resource;
  }

  private dispose(op: number): void {
    const resource = this.resources.get(op);
    this.resources.delete(op);
    try {
      resource?.[Symbol.dispose]();
    } catch (error) {
      this.onError(error);
    }
  }

  private slot(record: number, field: string, kind: string): number {
    this.check(record);
    const offset = this.offsets.get(field);
    const isReference = this.fields[field] === 'reference';
    if (offset === undefined || isReference !== (kind === 'reference')) throw new EmbeddingError(`${this.name} has no ${kind} field '${field}'`);
    return record + offset;
  }

  private check(record: number): void {
    if (this.heap.H[record + Ob.type] !== this.address) throw new EmbeddingError(`address ${record} is no ${this.name}`);
  }
}
