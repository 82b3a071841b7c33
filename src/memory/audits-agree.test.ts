import { describe, expect, it } from 'vitest';
import { type AuditReport, audit } from './audit.ts';
import { Ob, SlotFlag } from './layout.ts';
import { type AuditFault, RunningAudit } from './running-audit.ts';
import { ShadowCopy } from './shadow-copy.ts';
import { TestHeap } from './test-types.ts';
import type { TypeContract } from './type-contract.ts';

/** Static objects: their addresses and the words between them. */
const STATIC = 1280;
const STATIC_WORDS = 24;
const STATICS = 3;
/** A stack of slots, whose end moves. */
const STACK = 1400;
const STACK_SLOTS = 100;
/** Slots that a root says it reads. */
const CACHE = 1620;
const CACHE_SLOTS = 7;

/** The rope's spine is a block of its own: how many chunks, and their addresses. A chunk is a block of four slots. */
const SPINE = 6;
const CHUNK_SLOTS = 4;

/** A heap whose objects hold others in every way that there is, and whose every kind of root is there. */
class World {
  readonly t = new TestHeap({ debug: {} });
  readonly heap = this.t.heap;
  readonly H = this.heap.H;
  readonly rope: number;
  readonly blocks = new Set<number>();
  private readonly parked: number[] = [];
  private readonly extra = { name: 'extra', held: [] as number[], traverse: visitAll, describe: () => 'extra' };
  private hasExtra = false;
  private stackEnd = STACK;

  constructor(private readonly below: (n: number) => number) {
    const { heap, H } = this;
    this.rope = heap.defineType(
      {
        name: 'rope',
        gc: true,
        slots: [],
        traverse: (_heap, op, visit) => this.eachRopeSlot(op, (slot) => H[slot] !== 0 && visit(H[slot], slot)),
      },
      40,
    );
    const own = heap.dealloc;
    heap.dealloc = (op) => {
      if (H[op + Ob.type] === this.rope) this.dropRope(op);
      own.call(heap, op);
    };
    const record: TypeContract = { name: 'static', gc: false, slots: [4, 8, 12].map((at) => ({ at, label: `field ${at}` })) };
    const type = heap.defineType(record, 64);
    heap.roots.addRun(
      H,
      'stack',
      STACK,
      () => this.stackEnd,
      (i) => `stack ${i}`,
    );
    heap.roots.add({
      name: 'statics',
      memory: [0, 0],
      traverse: (visit) => {
        for (let i = 0; i < STATICS; i++) visit(STATIC + i * STATIC_WORDS, i);
      },
      describe: (i) => `static ${i}`,
    });
    heap.roots.add({
      name: 'cache',
      memory: [CACHE + 2, CACHE + 2 * CACHE_SLOTS],
      traverse: (visit) => {
        for (let slot = CACHE + 2; slot < CACHE + 2 * CACHE_SLOTS; slot += 2) if (H[slot] !== 0) visit(H[slot], slot);
      },
      describe: (slot) => `cache ${slot}`,
    });
    heap.roots.add({
      name: 'blocks',
      blocks: this.blocks,
      traverse: (visit) => {
        for (const block of this.blocks) if (H[block + 4] !== 0) visit(H[block + 4], block + 4);
      },
      describe: (slot) => `block ${slot}`,
    });
    heap.roots.add({ name: 'parked', traverse: (visit) => this.parked.forEach(visit), describe: (i) => `parked ${i}` });
    for (let i = 0; i < STATICS; i++) H.set([1, 0, type, 0], STATIC + i * STATIC_WORDS);
  }

  /** One sound change. */
  change(): void {
    const { below, heap, H, t } = this;
    const slotOf = (first: number, count: number): number => first + 2 * below(count);
    switch (below(16)) {
      case 0:
      case 1:
      case 2:
      case 3:
        t.setVar(below(20), heap.newObject([t.node, t.list, t.leaf, this.rope][below(4)]));
        break;
      case 4:
        t.setVar(below(20), t.makeTuple(...[this.any(), this.any()].filter((op) => op !== 0)));
        break;
      case 5:
        t.setVar(below(20), 0);
        break;
      case 6:
        this.ofType(t.node, (node) => t.setField(node, below(3), this.any()));
        break;
      case 7:
        this.ofType(t.list, (list) => {
          const item = this.any();
          if (item !== 0) for (let n = below(100); n >= 0; n--) t.append(list, item);
        });
        break;
      case 8:
        this.ofType(t.list, (list) => {
          for (let n = below(H[list + Ob.size] + 1); n > 0; n--) {
            const last = --H[list + Ob.size];
            heap.setSlot(H[list + 6] + 2 * last, 0);
          }
          if (H[list + Ob.size] > 0) this.store(slotOf(H[list + 6], H[list + Ob.size]));
        });
        break;
      case 9:
        this.ofType(this.rope, (rope) => this.extend(rope));
        break;
      case 10:
        this.ofType(this.rope, (rope) => {
          const slots: number[] = [];
          this.eachRopeSlot(rope, (slot) => slots.push(slot));
          if (slots.length > 0) this.store(slots[below(slots.length)]);
          else this.dropRope(rope);
        });
        break;
      case 11:
        this.store(STATIC + STATIC_WORDS * below(STATICS) + 4 * (1 + below(3)));
        break;
      case 12:
        this.moveStack();
        break;
      case 13:
        this.store(slotOf(CACHE + 2, CACHE_SLOTS - 1));
        break;
      case 14:
        this.changeRoots();
        break;
      default:
        if (below(8) === 0) heap.gc.collect(below(3));
        else heap.free(heap.alloc(8 + below(80)));
    }
  }

  /** Every word that may be damaged: slots that the audit knows, and counts. */
  damage(): () => void {
    const { H, heap, below, t } = this;
    const ops = this.held();
    const op = ops[below(ops.length)];
    const slots = [t.vars, CACHE + 2, STATIC + 4, STATIC + STATIC_WORDS + 12];
    if (H[op + Ob.type] === t.node) slots.push(op + 4, op + 6, op + 8);
    if (H[op + Ob.type] === t.list && H[op + Ob.size] > 0) slots.push(H[op + 6] + 2 * below(H[op + Ob.size]));
    if (H[op + Ob.type] === this.rope) this.eachRopeSlot(op, (slot) => slots.push(slot));
    const slot = slots[below(slots.length)];
    const nowhere = [op + 2, op + 1, -4, 0x70000000, 4 * 100_000, 1024 * (heap.pages.topPage - 1) + 1020];
    const [at, word] = [
      [op + Ob.refcnt, H[op + Ob.refcnt] + 1],
      [op + Ob.refcnt, H[op + Ob.refcnt] - 1],
      [slot, 0],
      [slot, ops[below(ops.length)]],
      [slot, nowhere[below(nowhere.length)]],
      [slot + 1, H[slot + 1] === SlotFlag.borrowed ? SlotFlag.owned : SlotFlag.borrowed],
    ][below(6)];
    const right = H[at];
    H[at] = word;
    return () => {
      H[at] = right;
    };
  }

  private held(): number[] {
    return Array.from({ length: 20 }, (_, i) => this.t.getVar(i)).filter((op) => op !== 0);
  }

  private any(): number {
    return this.t.getVar(this.below(20));
  }

  private ofType(type: number, then: (op: number) => void): void {
    const op = this.held().find((held) => this.H[held + Ob.type] === type);
    if (op !== undefined) then(op);
  }

  private store(slot: number): void {
    const op = this.any();
    if (op !== 0) this.heap.incref(op);
    this.heap.setSlot(slot, op);
  }

  private moveStack(): void {
    const { H, heap, below } = this;
    if (below(2) === 0) {
      for (let n = below(20); n > 0 && this.stackEnd < STACK + 2 * STACK_SLOTS; n--) {
        this.stackEnd += 2;
        H[this.stackEnd - 2] = 0;
        this.store(this.stackEnd - 2);
      }
    } else {
      for (let n = below(20); n > 0 && this.stackEnd > STACK; n--) {
        this.stackEnd -= 2;
        // what is above the end stays, as on a real stack
        const op = H[this.stackEnd];
        if (op !== 0) heap.decref(op);
      }
      if (this.stackEnd > STACK) this.store(STACK + 2 * below((this.stackEnd - STACK) / 2));
    }
  }

  private changeRoots(): void {
    const { H, heap, below, blocks, extra, parked } = this;
    const op = this.any();
    switch (below(5)) {
      case 0: {
        if (op === 0) break;
        heap.incref(op);
        if (below(2) === 0) parked.push(op);
        else extra.held.push(op);
        break;
      }
      case 1: {
        const gone = (below(2) === 0 ? parked : extra.held).pop();
        if (gone !== undefined) heap.decref(gone);
        break;
      }
      case 2: {
        for (const held of this.hasExtra ? [] : extra.held.splice(0)) heap.decref(held);
        if (this.hasExtra) heap.roots.remove(extra);
        else heap.roots.add(extra);
        this.hasExtra = !this.hasExtra;
        for (const held of this.hasExtra ? [] : extra.held.splice(0)) heap.decref(held);
        break;
      }
      case 3: {
        const block = heap.calloc(32);
        blocks.add(block);
        this.store(block + 4);
        break;
      }
      default:
        for (const block of blocks) {
          if (below(2) === 0) this.store(block + 4);
          else {
            blocks.delete(block);
            heap.setSlot(block + 4, 0);
            heap.free(block);
          }
          break;
        }
    }
    if (!this.hasExtra) for (const held of extra.held.splice(0)) heap.decref(held);
    H[CACHE] = op;
  }

  /** One more chunk of a rope: its spine moves. */
  private extend(rope: number): void {
    const { H, heap, below } = this;
    const chunks = H[rope + SPINE] === 0 ? 0 : H[H[rope + SPINE]];
    const chunk = heap.calloc(8 * CHUNK_SLOTS);
    const spine = heap.realloc(H[rope + SPINE], 4 * (chunks + 2));
    H[spine] = chunks + 1;
    H[spine + chunks + 1] = chunk;
    H[rope + SPINE] = spine;
    this.store(chunk + 2 * below(CHUNK_SLOTS));
  }

  private dropRope(rope: number): void {
    const { H, heap } = this;
    const spine = H[rope + SPINE];
    if (spine === 0) return;
    const held: number[] = [];
    this.eachRopeSlot(rope, (slot) => H[slot] !== 0 && H[slot + 1] === SlotFlag.owned && held.push(H[slot]));
    H[rope + SPINE] = 0;
    for (let i = 1; i <= H[spine]; i++) heap.free(H[spine + i]);
    heap.free(spine);
    for (const op of held) heap.decref(op);
  }

  private eachRopeSlot(rope: number, each: (slot: number) => unknown): void {
    const { H } = this;
    const spine = H[rope + SPINE];
    if (spine === 0) return;
    for (let i = 1; i <= H[spine]; i++)
      for (let k = 0; k < CHUNK_SLOTS; k++) if (H[H[spine + i] + 2 * k + 1] === SlotFlag.owned) each(H[spine + i] + 2 * k);
  }
}

function visitAll(this: { held: number[] }, visit: (ref: number, slot: number) => void): void {
  this.held.forEach(visit);
}

/** Numbers below n, the same for the same seed. */
function numbers(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

const line = (...words: (string | number)[]): string => words.join(' ');

/** What the full audit finds, as lines. */
function wrong(report: AuditReport): Set<string> {
  const strays = new Map<number, number>();
  for (const { ref } of report.dangling) strays.set(ref, (strays.get(ref) ?? 0) + 1);
  return new Set([
    ...report.mismatches.map(({ address, count, slots }) => line('count', address, count, slots)),
    ...[...strays].map(([ref, slots]) => line('dangling', ref, 0, slots)),
  ]);
}

const lines = (faults: readonly AuditFault[] | null): string[] =>
  (faults ?? []).map(({ kind, address, count, slots }) => line(kind, address, count, slots));

describe('the audit that runs beside a program and the full audit', () => {
  it.each([1, 2, 3, 4, 5])('agree at every step of a random program, damaged now and then (seed %i)', (seed) => {
    const below = numbers(seed);
    const world = new World(below);
    const { heap } = world;
    const running = new RunningAudit(heap, new ShadowCopy(heap));
    const steps = 200;
    let damaged = 0;
    for (let step = 0; step < steps; step++) {
      for (let n = below(4); n >= 0; n--) world.change();
      expect(lines(running.check()), `step ${step}`).toEqual([]);
      const report = audit(heap);
      expect(report.ok, `step ${step}`).toBe(true);
      expect(running.disagreements(), `step ${step}`).toEqual([]);
      expect({ objects: running.objects, slots: running.slots }, `step ${step}`).toEqual({ objects: report.objects, slots: report.slots });
      if (below(3) > 0) continue;
      const mend = world.damage();
      const found = lines(running.check());
      const expected = wrong(audit(heap, { limit: 1000 }));
      expect(found.sort(), `step ${step}, damaged`).toEqual([...expected].sort());
      expect(running.disagreements(), `step ${step}, damaged`).toEqual([]);
      damaged += found.length;
      mend();
      expect(lines(running.check()), `step ${step}, mended`).toEqual([]);
      expect(running.disagreements(), `step ${step}, mended`).toEqual([]);
    }
    expect(damaged).toBeGreaterThan(steps / 10);
    running.stop();
  });
});
