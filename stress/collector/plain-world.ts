/**
 * Garbage that goes at once: random programs in a heap with nothing patched, so that the kernel itself gives memory back to the pools.
 * What must be left is counted by walking from the variables.
 */
import fc from 'fast-check';
import { audit, auditLines, Heap, Ob, traverse, verify } from '../../src/memory/index.ts';

const VARIABLES = 8;
const ROOT = 1024;
const POINTER = 6;
const ITEMS = 6;
const FIELDS = [4, 6];

type Kind = 'pair' | 'list' | 'tuple' | 'leaf';

class PlainWorld {
  readonly heap = new Heap({ reserveBytes: 16 * 1024 * 1024, staticEnd: 2048, pymalloc: { poolBytes: 512, arenaBytes: 4096 }, segmentBytes: 8192 });
  private readonly types: Record<Kind, number>;
  private readonly blocksAtStart: number;

  constructor() {
    const { heap } = this;
    heap.roots.addRange(heap.H, 'variables', ROOT, VARIABLES, (i) => `variable ${i}`);
    heap.gc.enabled = false;
    this.types = {
      pair: heap.defineType({ name: 'pair', gc: true, visitsType: true, slots: FIELDS.map((at) => ({ at, label: `field ${at}` })) }, 32),
      list: heap.defineType({ name: 'list', gc: true, slots: [], indirect: { pointer: POINTER, count: Ob.size, label: (i) => `item ${i}` } }, 32),
      tuple: heap.defineType({ name: 'tuple', gc: true, slots: [], items: { at: ITEMS, label: (i) => `item ${i}` } }, 40),
      leaf: heap.defineType({ name: 'leaf', gc: false, slots: [] }, 24),
    };
    this.blocksAtStart = heap.allocatedBlocks();
  }

  make(variable: number, kind: Kind): void {
    const { heap } = this;
    const op = heap.newObject(this.types[kind]);
    if (kind === 'tuple') heap.H[op + Ob.size] = 2;
    heap.setSlot(ROOT + 2 * variable, op);
  }

  link(from: number, to: number, which: number): void {
    const { heap } = this;
    const { H } = heap;
    const [op, target] = [from, to].map((i) => H[ROOT + 2 * i]);
    if (op === 0 || target === 0) return;
    H[target]++;
    const type = H[op + Ob.type];
    if (type === this.types.pair) heap.setSlot(op + FIELDS[which & 1], target);
    else if (type === this.types.tuple) heap.setSlot(op + ITEMS + 2 * (which & 1), target);
    else if (type === this.types.list) {
      const n = H[op + Ob.size];
      const block = heap.realloc(H[op + POINTER], 8 * (n + 1));
      H[op + POINTER] = block;
      H[block + 2 * n] = target;
      H[block + 2 * n + 1] = 0;
      H[op + Ob.size] = n + 1;
    } else heap.decref(target);
  }

  drop(variable: number): void {
    this.heap.setSlot(ROOT + 2 * variable, 0);
  }

  /** Collects everything; what is wrong then. */
  collect(): string[] {
    const { heap } = this;
    heap.gc.collect();
    const reached = new Set<number>();
    const visit = (ref: number): void => {
      if (reached.has(ref) || Object.values(this.types).includes(ref)) return;
      reached.add(ref);
      traverse(heap, ref, visit, true);
    };
    for (let i = 0; i < VARIABLES; i++) if (heap.H[ROOT + 2 * i] !== 0) visit(heap.H[ROOT + 2 * i]);
    let blocks = this.blocksAtStart;
    for (const op of reached) blocks += heap.H[op + Ob.type] === this.types.list && heap.H[op + POINTER] !== 0 ? 2 : 1;
    const wrong = heap.allocatedBlocks() === blocks ? [] : [`${heap.allocatedBlocks()} blocks instead of ${blocks}`];
    return [...wrong, ...verify(heap), ...auditLines(audit(heap))];
  }
}

const place = fc.nat(VARIABLES - 1);
const step = fc.record({
  kind: fc.constantFrom<Kind | 'link' | 'drop' | 'collect'>(
    'pair',
    'list',
    'tuple',
    'leaf',
    'link',
    'link',
    'link',
    'link',
    'drop',
    'drop',
    'collect',
  ),
  a: place,
  b: place,
  c: fc.nat(3),
});

/** Runs random programs; the first damage as text, null when there is none. */
export function checkPlain(runs: number, seed: number): string | null {
  const property = fc.property(fc.array(step, { minLength: 20, maxLength: 200, size: 'max' }), (steps) => {
    const world = new PlainWorld();
    const problems: string[] = [];
    for (const { kind, a, b, c } of steps) {
      if (kind === 'link') world.link(a, b, c);
      else if (kind === 'drop') world.drop(a);
      else if (kind === 'collect') problems.push(...world.collect());
      else world.make(a, kind);
    }
    for (let i = 0; i < VARIABLES; i++) world.drop(i);
    problems.push(...world.collect());
    if (problems.length > 0) throw new Error(problems.join('; '));
  });
  const result = fc.check(property, { numRuns: runs, seed });
  return result.failed ? (fc.defaultReportMessage(result) ?? 'failed') : null;
}
