/**
 * Heap.newObject and Heap.dealloc as machine code, for the usual case: a block of a pool in use, and a type whose contract says all. The
 * rest is done by the TypeScript of the same names.
 */

import { Mark } from '../collector/marks.ts';
import { Gc, Low, Ob, SlotFlag, Ty, WORD_BYTES } from '../layout.ts';
import { ALIGNMENT_BYTES, Pool } from '../pool.ts';
import { KEPT_SLOTS } from '../spares.ts';
import { Layout, LayoutFlag, Shape } from '../type-contract.ts';
import {
  above,
  add,
  and,
  below,
  type Callable,
  type Code,
  call,
  countDouble,
  eq,
  giveBack,
  int,
  type Local,
  le,
  load,
  long,
  type ModuleWriter,
  ne,
  not,
  or,
  select,
  sequence,
  shl,
  shr,
  store,
  store64,
  sub,
  when,
  whilst,
} from './assembler.ts';
import { bytes, fromHead, headOf, type TableCode } from './slot-code.ts';
import { State } from './state.ts';

/** Functions that die calls. */
export interface LifeImports {
  /** Destroys an object that is not plain, so many levels of deallocators below the trashcan's limit. */
  deallocAt: Callable;
  /** The trashcan keeps an untracked object for later. */
  wait: Callable;
  /** Frees a block. */
  free: Callable;
}

/** Byte address of the list of the youngest generation. */
const YOUNGEST = (Low.gcHeads + 4) * WORD_BYTES;

/** Adds `make` and `die` to a module. `smallBytes`: see Allocator. */
export function addLife(module: ModuleWriter, table: TableCode, imports: LifeImports, smallBytes: number): void {
  const stateAt = (word: State): number => table.regions.state + word * WORD_BYTES;
  const setState = (word: State, value: Code): Code => store(int(0), value, stateAt(word));
  const increment = (at: Code, offset: number): Code => store(at, add(load(at, offset), int(1)), offset);

  // the free list of a pool (a byte address) ran out. As Allocator.extendPool
  const extend = module.function('extend', 1, false, (body, pool) => {
    const offset = body.local();
    const next = body.local();
    const previous = body.local();
    const words = (field: Pool): number => field * WORD_BYTES;
    return when(
      above(offset.tee(load(pool.value, words(Pool.nextOffset))), load(pool.value, words(Pool.maxNextOffset))),
      sequence(
        next.set(load(pool.value, words(Pool.next))),
        previous.set(load(pool.value, words(Pool.previous))),
        store(bytes(next.value), previous.value, words(Pool.previous)),
        store(bytes(previous.value), next.value, words(Pool.next)),
      ),
      sequence(
        store(pool.value, add(shr(pool.value, int(2)), offset.value), words(Pool.free)),
        store(
          pool.value,
          add(offset.value, shl(add(load(pool.value, words(Pool.sizeClass)), int(1)), int(Math.log2(ALIGNMENT_BYTES / WORD_BYTES)))),
          words(Pool.nextOffset),
        ),
        store(add(pool.value, bytes(offset.value)), int(0)),
      ),
    );
  });

  // an instance of a type, 0 when it is not the usual case
  module.function('make', 1, true, (body, type) => {
    const row = body.local();
    const flags = body.local();
    const gc = body.local();
    const size = body.local();
    const head = body.local();
    const pool = body.local();
    const block = body.local();
    const next = body.local();
    const at = body.local();
    const last = body.local();
    const poolsAt = (Low.usedPools - Pool.next) * WORD_BYTES;
    /** Into the list of the youngest generation; `at` is the GC head's byte address, `block` the object. */
    const track = sequence(
      store(at.value, int(YOUNGEST / WORD_BYTES)),
      store(at.value, head.tee(load(int(0), YOUNGEST + Gc.prev * WORD_BYTES)), 2 * WORD_BYTES),
      store(headOf(head.value), block.value),
      store(int(0), block.value, YOUNGEST + Gc.prev * WORD_BYTES),
      table.setMark(block.value, int(Mark.youngest)),
    );
    const count = increment(bytes(type.value), 0);
    // a spare's words are 0 already, but for its block
    const again = sequence(
      store(bytes(type.value), next.tee(sub(next.value, int(1))), Ty.spareCount * WORD_BYTES),
      block.set(load(bytes(add(type.value, next.value)), Ty.spares * WORD_BYTES)),
      at.set(headOf(block.value)),
      track,
      store(at.value, int(1), fromHead(Ob.refcnt)),
      when(and(flags.value, int(LayoutFlag.visitsType)), count),
      giveBack(block.value),
    );
    return sequence(
      row.set(table.rowOf(type.value)),
      flags.set(table.layout(row.value, Layout.flags)),
      when(and(flags.value, int(LayoutFlag.spares)), when(next.tee(load(bytes(type.value), Ty.spareCount * WORD_BYTES)), again)),
      gc.set(select(and(flags.value, int(LayoutFlag.gc)), int(Gc.headBytes), int(0))),
      size.set(add(load(bytes(type.value), Ob.size * WORD_BYTES), gc.value)),
      when(not(below(sub(size.value, int(1)), int(smallBytes))), giveBack(int(0))),
      // a byte address: 4 words a class
      head.set(add(int(poolsAt), and(sub(size.value, int(1)), int(-ALIGNMENT_BYTES)))),
      pool.set(bytes(load(head.value, Pool.next * WORD_BYTES))),
      when(eq(pool.value, head.value), giveBack(int(0))),
      when(
        gc.value,
        sequence(
          next.set(table.state(State.counts)),
          // a collection is due
          when(and(table.state(State.enabled), le(table.state(State.thresholds), next.value)), giveBack(int(0))),
          setState(State.counts, add(next.value, int(1))),
        ),
      ),
      countDouble(Low.allocationsF64 * 8),
      increment(pool.value, Pool.count * WORD_BYTES),
      block.set(load(pool.value, Pool.free * WORD_BYTES)),
      store(pool.value, next.tee(load(bytes(block.value))), Pool.free * WORD_BYTES),
      when(not(next.value), call(extend, pool.value)),
      at.set(bytes(block.value)),
      last.set(add(at.value, size.value)),
      when(
        gc.value,
        sequence(
          store(at.value, int(0), WORD_BYTES),
          store(at.value, int(0), 3 * WORD_BYTES),
          block.set(add(block.value, int(Gc.headWords))),
          track,
          at.set(add(at.value, int(Gc.headBytes))),
        ),
      ),
      store64(at.value, long(1n), Ob.refcnt * WORD_BYTES),
      store(at.value, type.value, Ob.type * WORD_BYTES),
      store(at.value, int(0), (Ob.type + 1) * WORD_BYTES),
      at.set(add(at.value, int(Ob.body * WORD_BYTES))),
      whilst(below(at.value, last.value), store64(at.value, long(0n)), at.set(add(at.value, int(8)))),
      when(and(flags.value, int(LayoutFlag.visitsType)), count),
      block.value,
    );
  });

  // an object whose count fell to 0; deallocators of `room` more levels may nest
  module.function('die', 2, false, (body, op, room) => {
    const type = body.local();
    const row = body.local();
    const flags = body.local();
    const head = body.local();
    const next = body.local();
    const previous = body.local();
    const from = body.local();
    const end = body.local();
    const ref = body.local();
    const count = body.local();
    const block = body.local();
    const shape = body.local();
    const left = body.local();
    const giveUp = (value: Local): Code =>
      sequence(
        store(bytes(value.value), count.tee(sub(load(bytes(value.value)), int(1)))),
        when(not(count.value), call(body.self, value.value, room.value)),
      );
    const giveUpSlot = (slot: Local, empty: Code): Code =>
      when(
        ref.tee(load(slot.value)),
        sequence(count.set(load(slot.value, WORD_BYTES)), empty, when(ne(count.value, int(SlotFlag.borrowed)), giveUp(ref))),
      );
    const emptied = (slot: Local): Code => giveUpSlot(slot, store64(slot.value, long(0n)));
    const field = (column: Layout): Code => bytes(add(op.value, table.layout(row.value, column)));
    /** Out of its list; it waits if too many deallocators nest. */
    const leave = sequence(
      head.set(headOf(op.value)),
      when(
        next.tee(load(head.value)),
        sequence(
          previous.set(load(head.value, fromHead(Gc.prev))),
          store(headOf(previous.value), next.value),
          store(headOf(next.value), previous.value, fromHead(Gc.prev)),
          store(head.value, int(0)),
          store(head.value, int(0), fromHead(Gc.prev)),
          table.setMark(op.value, int(Mark.none)),
        ),
      ),
      when(le(room.value, int(0)), sequence(call(imports.wait, op.value), giveBack())),
      room.set(sub(room.value, int(1))),
    );
    const giveUpRuns = table.eachRun(
      body,
      op.value,
      row.value,
      from,
      end,
      whilst(below(from.value, end.value), emptied(from), from.set(add(from.value, int(8)))),
    );
    /** What the separate block holds, from the last to the first; `block` is set. */
    const giveUpBlock = sequence(
      head.set(field(Layout.pointerCount)),
      left.set(load(head.value)),
      end.set(add(bytes(block.value), shl(left.value, int(3)))),
      whilst(
        left.value,
        end.set(sub(end.value, int(8))),
        // the count goes down first: whoever walks the heap now meets only slots that hold something
        store(head.value, left.tee(sub(left.value, int(1)))),
        giveUpSlot(end, ''),
      ),
    );
    const freeBlock = sequence(store(field(Layout.pointer), int(0)), call(imports.free, block.value, int(1)));
    const freeObject = sequence(
      when(count.tee(table.state(State.counts)), setState(State.counts, sub(count.value, int(1)))),
      call(imports.free, sub(op.value, int(Gc.headWords)), int(1)),
    );
    const giveUpType = when(table.ownsType(type.value, flags.value), giveUp(type));
    // a type with spares: its instances have a GC head, their slots are runs or a separate block, and nothing runs when they die
    const dieAsSpare = sequence(
      leave,
      giveUpRuns,
      when(
        table.layout(row.value, Layout.pointer),
        when(
          block.tee(load(field(Layout.pointer))),
          sequence(
            giveUpBlock,
            when(above(load(field(Layout.pointerRoom)), int(KEPT_SLOTS)), sequence(freeBlock, store(field(Layout.pointerRoom), int(0)))),
          ),
        ),
      ),
      when(
        below(count.tee(load(bytes(type.value), Ty.spareCount * WORD_BYTES)), load(bytes(type.value), Ty.spareLimit * WORD_BYTES)),
        sequence(
          store(bytes(add(type.value, count.value)), op.value, Ty.spares * WORD_BYTES),
          store(bytes(type.value), add(count.value, int(1)), Ty.spareCount * WORD_BYTES),
        ),
        sequence(when(table.layout(row.value, Layout.pointer), when(block.tee(load(field(Layout.pointer))), freeBlock)), freeObject),
      ),
      giveUpType,
      giveBack(),
    );
    return sequence(
      type.set(load(bytes(op.value), Ob.type * WORD_BYTES)),
      row.set(table.rowOf(type.value)),
      flags.set(table.layout(row.value, Layout.flags)),
      when(and(flags.value, int(LayoutFlag.spares)), dieAsSpare),
      shape.set(table.layout(row.value, Layout.shape)),
      when(
        or(
          ne(and(flags.value, int(LayoutFlag.plain | LayoutFlag.finalizes | LayoutFlag.asksGc)), int(LayoutFlag.plain)),
          // below an object without a GC head the trashcan may have to be emptied, which is not done here
          and(not(and(flags.value, int(LayoutFlag.gc))), ne(shape.value, int(Shape.none))),
        ),
        sequence(call(imports.deallocAt, op.value, room.value), giveBack()),
      ),
      when(and(flags.value, int(LayoutFlag.gc)), leave),
      when(
        ne(shape.value, int(Shape.none)),
        sequence(
          giveUpRuns,
          when(
            table.layout(row.value, Layout.items),
            sequence(
              table.itemsOf(op.value, row.value, from, end),
              whilst(below(from.value, end.value), end.set(sub(end.value, int(8))), emptied(end)),
            ),
          ),
          when(table.layout(row.value, Layout.pointer), when(block.tee(load(field(Layout.pointer))), sequence(giveUpBlock, freeBlock))),
        ),
      ),
      when(and(flags.value, int(LayoutFlag.gc)), freeObject, call(imports.free, op.value, int(1))),
      giveUpType,
    );
  });
}
