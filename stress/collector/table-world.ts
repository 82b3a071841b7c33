/**
 * Tables in the kernel: the same random program in two heaps, one of whose contracts declares its table, so that the kernel reads it
 * itself, while the other's only walks it. Everything that a collection shows must be the same.
 */
import fc from 'fast-check';
import { audit, auditLines, Heap, type TableContract, tableWalk, verify } from '../../src/memory/index.ts';

const TABLE: TableContract = { pointer: 4, values: 6, count: 1, first: 0, key: 2, value: 4, words: 6 };
const FIRST = 4;
const CAPACITY = 6;
const VARIABLES = 8;
const ROOT = 1024;

/** A heap of objects with tables, which the kernel reads itself or asks the contract about. */
class TableHeap {
  readonly heap = new Heap({ reserveBytes: 16 * 1024 * 1024, staticEnd: 2048, pymalloc: { poolBytes: 512, arenaBytes: 4096 } });
  private readonly type: number;

  constructor(declared: boolean) {
    const { heap } = this;
    heap.roots.addRange(heap.H, 'variables', ROOT, VARIABLES, (i) => `variable ${i}`);
    heap.gc.enabled = false;
    const clear = (op: number): void => this.clear(op);
    const traverse = tableWalk(TABLE);
    this.type = heap.defineType({ name: 'map', gc: true, slots: [], traverse, clear, ...(declared ? { table: TABLE } : {}) }, 32);
    heap.dealloc = (op) => {
      if (heap.gc.isTracked(op)) heap.gc.untrack(op);
      clear(op);
      heap.freeGc(op);
    };
  }

  /** `apart`: the values stand in a block of their own, and keys are nobody's. */
  make(variable: number, apart: boolean): void {
    const { heap } = this;
    const { H } = heap;
    const op = heap.newObject(this.type);
    const table = heap.calloc(4 * (FIRST + TABLE.words * CAPACITY));
    H[table + TABLE.first] = FIRST;
    H[op + TABLE.pointer] = table;
    if (apart) H[op + TABLE.values] = heap.calloc(8 * CAPACITY);
    heap.setSlot(ROOT + 2 * variable, op);
  }

  /** Adds an entry; `value` may be nothing. */
  put(variable: number, key: number, value: number): void {
    const { H } = this.heap;
    const [op, k, v] = [variable, key, value].map((i) => H[ROOT + 2 * (i % VARIABLES)]);
    if (op === 0 || k === 0) return;
    const table = H[op + TABLE.pointer];
    const n = H[table + TABLE.count];
    if (n === CAPACITY) return;
    H[table + TABLE.count] = n + 1;
    const apart = H[op + TABLE.values];
    const entry = table + FIRST + TABLE.words * n;
    if (v !== 0) H[v]++;
    H[apart === 0 ? entry + TABLE.value : apart + 2 * n] = v;
    if (apart !== 0 || v === 0) return;
    H[k]++;
    H[entry + TABLE.key] = k;
  }

  drop(variable: number): void {
    this.heap.setSlot(ROOT + 2 * variable, 0);
  }

  /** All that a collection shows. */
  collect(generation: number) {
    const { gc } = this.heap;
    const found = gc.collect(generation);
    return {
      found,
      settled: gc.reachability.settled,
      objects: [0, 1, 2].map((g) => gc.getObjects(g)),
      problems: [...verify(this.heap), ...auditLines(audit(this.heap))],
    };
  }

  private clear(op: number): void {
    const { heap } = this;
    const { H } = heap;
    const table = H[op + TABLE.pointer];
    if (table === 0) return;
    const held: number[] = [];
    tableWalk(TABLE)(heap, op, (ref) => held.push(ref));
    const apart = H[op + TABLE.values];
    H[op + TABLE.pointer] = 0;
    H[op + TABLE.values] = 0;
    heap.free(table);
    heap.free(apart);
    for (const ref of held) heap.decref(ref);
  }
}

const place = fc.nat(VARIABLES - 1);

interface Step {
  kind: string;
  a: number;
  b: number;
  c: number;
  d: number;
}

const step = fc.record<Step>({
  kind: fc.constantFrom('make', 'make', 'put', 'put', 'put', 'drop', 'collect'),
  a: place,
  b: place,
  c: place,
  d: fc.nat(5),
});

/** Runs random programs; the first difference or damage as text, null when there is none. */
export function checkTables(runs: number, seed: number): string | null {
  const property = fc.property(fc.array(step, { minLength: 10, maxLength: 80, size: 'max' }), (steps) => {
    const [declared, asked] = [new TableHeap(true), new TableHeap(false)].map((world) => JSON.stringify(runIn(world, steps)));
    return declared === asked && declared.endsWith(',0]') && !declared.includes('"problems":["');
  });
  const result = fc.check(property, { numRuns: runs, seed });
  return result.failed ? (fc.defaultReportMessage(result) ?? 'failed') : null;
}

function runIn(world: TableHeap, steps: readonly Step[]): unknown[] {
  const shown: unknown[] = [];
  for (const { kind, a, b, c, d } of steps) {
    if (kind === 'make') world.make(a, d === 0);
    else if (kind === 'put') world.put(a, b, c);
    else if (kind === 'drop') world.drop(a);
    else shown.push(world.collect(d % 3));
  }
  for (let i = 0; i < VARIABLES; i++) world.drop(i);
  shown.push(world.collect(2), world.heap.gc.generationSize(2));
  return shown;
}
