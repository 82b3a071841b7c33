/**
 * The passes of collector/quiet-death.ts as machine code; see there.
 */

import { Mark } from '../collector/marks.ts';
import { Gc, Ob, WORD_BYTES } from '../layout.ts';
import { PAGE_SHIFT, PageKind } from '../page-heap.ts';
import { Pool } from '../pool.ts';
import { Layout, LayoutFlag, Shape } from '../type-contract.ts';
import {
  above,
  add,
  and,
  below,
  type Callable,
  type Code,
  call,
  eq,
  type FunctionBody,
  giveBack,
  int,
  type Local,
  load,
  loadByte,
  type ModuleWriter,
  ne,
  not,
  or,
  sequence,
  shr,
  store,
  sub,
  when,
  whilst,
} from './assembler.ts';
import { bytes, codeOf, fromHead, headOf, isBorrowed, type TableCode } from './slot-code.ts';

/** Host functions that the passes call. */
export interface DeathImports {
  /** The count of this object fell to 0. */
  dealloc: Callable;
  /** The allocator's `free`. */
  free: Callable;
}

/** What isQuiet finds. */
export const enum Quiet {
  /** Somebody could notice. */
  no = 0,
  /** Nobody could; members hold something outside the set, or they do not. */
  holding = 1,
  alone = 2,
}

/** What a contract must be like: all references known, all instances with a GC head. */
const NEEDED = LayoutFlag.plain | LayoutFlag.gc;

/** Adds the passes to a module, for pools of so many words. Gives the function that frees a block: of its address, and whether nobody watches. */
export function addDeath(module: ModuleWriter, table: TableCode, imports: DeathImports, poolWords: number): Callable {
  const { regions } = table;
  /** Whether an object of this mark belongs to the set. */
  const isMember = (op: Code): Code => not(below(codeOf(table.mark(op)), int(Mark.unreachable)));

  /** Runs `each` for every slot of an object: `from` is its byte address. */
  const eachSlot = (body: FunctionBody, op: Code, row: Code, from: Local, end: Local, each: Code): Code => {
    const run = whilst(below(from.value, end.value), each, from.set(add(from.value, int(2 * WORD_BYTES))));
    return sequence(
      table.eachRun(body, op, row, from, end, run),
      when(table.layout(row, Layout.items), sequence(table.itemsOf(op, row, from, end), run)),
      when(table.layout(row, Layout.pointer), sequence(table.blockOf(op, row, from, end), run)),
    );
  };

  /** `each` for every member: `op`, `head` and `next` are set. */
  const eachMember = (list: Code, op: Local, head: Local, next: Local, each: Code): Code =>
    sequence(
      op.set(load(headOf(list))),
      whilst(ne(op.value, list), head.set(headOf(op.value)), next.set(load(head.value, fromHead(Gc.next))), each, op.set(next.value)),
    );

  module.function('isQuiet', 2, true, (body, list, full) => {
    const op = body.local();
    const head = body.local();
    const next = body.local();
    const row = body.local();
    const flags = body.local();
    const type = body.local();
    const from = body.local();
    const end = body.local();
    const ref = body.local();
    const code = body.local();
    const quiet = body.local();
    const fail = giveBack(int(Quiet.no));
    // an object outside the set that somebody else holds, or that has nothing to give up and nothing to run
    const outside = sequence(
      code.set(codeOf(table.mark(ref.value))),
      when(
        below(code.value, int(Mark.unreachable)),
        when(
          not(isBorrowed(from.value)),
          sequence(
            quiet.set(int(Quiet.holding)),
            when(
              not(and(full.value, ne(code.value, int(Mark.none)))),
              sequence(
                code.set(table.rowOf(load(bytes(ref.value), Ob.type * WORD_BYTES))),
                when(ne(table.layout(code.value, Layout.shape), int(Shape.none)), fail),
                when(and(table.layout(code.value, Layout.flags), int(LayoutFlag.finalizes)), fail),
              ),
            ),
          ),
        ),
      ),
    );
    return sequence(
      quiet.set(int(Quiet.alone)),
      eachMember(
        list.value,
        op,
        head,
        next,
        sequence(
          type.set(load(head.value, fromHead(Ob.type))),
          row.set(table.rowOf(type.value)),
          flags.set(table.layout(row.value, Layout.flags)),
          when(ne(and(flags.value, int(NEEDED)), int(NEEDED)), fail),
          when(isMember(type.value), fail),
          eachSlot(body, op.value, row.value, from, end, sequence(ref.set(load(from.value)), when(ref.value, outside))),
        ),
      ),
      quiet.value,
    );
  });

  const drop = module.function('drop', 1, false, (body, ref) => {
    const count = body.local();
    return sequence(
      store(bytes(ref.value), count.tee(sub(load(bytes(ref.value)), int(1)))),
      when(not(count.value), call(imports.dealloc, ref.value)),
    );
  });

  // members give up what they hold outside the set
  module.function('release', 1, false, (body, list) => {
    const op = body.local();
    const head = body.local();
    const next = body.local();
    const row = body.local();
    const from = body.local();
    const end = body.local();
    const ref = body.local();
    const outside = when(not(or(isMember(ref.value), isBorrowed(from.value))), call(drop, ref.value));
    return eachMember(
      list.value,
      op,
      head,
      next,
      sequence(
        row.set(table.rowOf(load(head.value, fromHead(Ob.type)))),
        eachSlot(body, op.value, row.value, from, end, sequence(ref.set(load(from.value)), when(ref.value, outside))),
      ),
    );
  });

  // a block back to the allocator; the usual case, a pool that was neither full nor becomes empty, as Allocator.free has it
  const free = module.function('free', 2, false, (body, address, plain) => {
    const pool = body.local();
    const last = body.local();
    const count = body.local();
    return sequence(
      when(
        and(plain.value, eq(loadByte(shr(address.value, int(PAGE_SHIFT)), regions.kinds), int(PageKind.pool))),
        sequence(
          pool.set(bytes(and(address.value, int(-poolWords)))),
          last.set(load(pool.value, Pool.free * WORD_BYTES)),
          count.set(load(pool.value, Pool.count * WORD_BYTES)),
          when(
            and(ne(last.value, int(0)), above(count.value, int(1))),
            sequence(
              store(bytes(address.value), last.value),
              store(pool.value, address.value, Pool.free * WORD_BYTES),
              store(pool.value, sub(count.value, int(1)), Pool.count * WORD_BYTES),
              giveBack(),
            ),
          ),
        ),
      ),
      call(imports.free, address.value),
    );
  });

  // the members' memory goes back, their marks go, and they give up their types; `plain`: nobody watches the allocator.
  module.function('sweep', 2, false, (body, list, plain) => {
    const op = body.local();
    const head = body.local();
    const next = body.local();
    const row = body.local();
    const type = body.local();
    const block = body.local();
    return sequence(
      eachMember(
        list.value,
        op,
        head,
        next,
        sequence(
          type.set(load(head.value, fromHead(Ob.type))),
          row.set(table.rowOf(type.value)),
          when(
            table.layout(row.value, Layout.pointer),
            when(block.tee(load(bytes(add(op.value, table.layout(row.value, Layout.pointer))))), call(free, block.value, plain.value)),
          ),
          table.setMark(op.value, int(Mark.none)),
          call(free, sub(op.value, int(Gc.headWords)), plain.value),
          when(table.ownsType(type.value, table.layout(row.value, Layout.flags)), call(drop, type.value)),
        ),
      ),
    );
  });
  return free;
}
