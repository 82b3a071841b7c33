/**
 * Code that finds the slots of an object by its layout (type-contract.ts): what the kernel's passes have in common.
 */
import type { Regions } from '../address-space.ts';
import { Mark } from '../collector/marks.ts';
import { Gc, SlotFlag, Ty, WORD_BYTES } from '../layout.ts';
import { Layout, LayoutFlag } from '../type-contract.ts';
import {
  add,
  and,
  below,
  type Code,
  eq,
  type FunctionBody,
  int,
  type Local,
  le,
  load,
  loadByte,
  or,
  select,
  sequence,
  shl,
  shr,
  storeByte,
  sub,
  when,
  whilst,
} from './assembler.ts';
import { State } from './state.ts';

/** Byte address of a word address. */
export function bytes(op: Code): Code {
  return shl(op, int(2));
}

/** Bytes from the GC head to what lies `words` from the object. */
export function fromHead(words: number): number {
  return (Gc.headWords + words) * WORD_BYTES;
}

/** Byte address of the GC head of an object or list. */
export function headOf(op: Code): Code {
  return sub(bytes(op), int(Gc.headBytes));
}

/** Reads of the tables at fixed places. */
export class TableCode {
  constructor(readonly regions: Regions) {}

  /** The mark of an object. */
  mark(op: Code): Code {
    return loadByte(shr(op, int(2)), this.regions.marks);
  }

  setMark(op: Code, mark: Code): Code {
    return storeByte(shr(op, int(2)), mark, this.regions.marks);
  }

  /** Byte offset of the row of a type's contract. */
  rowOf(type: Code): Code {
    return shl(load(bytes(type), Ty.contract * WORD_BYTES), int(Math.log2(Layout.stride * WORD_BYTES)));
  }

  layout(row: Code, column: Layout): Code {
    return load(row, this.regions.layouts + column * WORD_BYTES);
  }

  run(index: Code, behind: 0 | 1): Code {
    return load(bytes(index), this.regions.runs + behind * WORD_BYTES);
  }

  state(word: State): Code {
    return load(int(0), this.regions.state + word * WORD_BYTES);
  }

  /** Whether instances of a type own it, their contract's flags known. */
  ownsType(type: Code, flags: Code): Code {
    return or(and(flags, int(LayoutFlag.visitsType)), and(load(bytes(add(type, this.state(State.ownWord)))), this.state(State.ownBit)));
  }

  /** `each(from, end)` for every run of fixed slots (byte addresses), in order. */
  eachRun(body: FunctionBody, op: Code, row: Code, from: Local, end: Local, each: Code): Code {
    const i = body.local();
    const last = body.local();
    return sequence(
      i.set(this.layout(row, Layout.firstRun)),
      last.set(this.layout(row, Layout.endRun)),
      whilst(
        below(i.value, last.value),
        from.set(bytes(add(op, this.run(i.value, 0)))),
        end.set(bytes(add(op, this.run(i.value, 1)))),
        each,
        i.set(add(i.value, int(2))),
      ),
    );
  }

  /** Sets `from` and `end` to the inline variable part, which the contract has. */
  itemsOf(op: Code, row: Code, from: Local, end: Local): Code {
    return sequence(
      end.set(load(bytes(add(op, this.layout(row, Layout.itemCount))))),
      // a negative ob_size (int's sign) counts as its size
      when(le(end.value, int(0)), end.set(sub(int(0), end.value))),
      from.set(bytes(add(op, this.layout(row, Layout.items)))),
      end.set(add(from.value, shl(end.value, int(3)))),
    );
  }

  /** Sets `from` and `end` to the separate block, which the contract has; both 0 without a block. */
  blockOf(op: Code, row: Code, from: Local, end: Local): Code {
    return sequence(
      from.set(bytes(load(bytes(add(op, this.layout(row, Layout.pointer)))))),
      end.set(add(from.value, shl(load(bytes(add(op, this.layout(row, Layout.pointerCount)))), int(3)))),
      end.set(select(from.value, end.value, int(0))),
    );
  }
}

/** Variables of a walk over a table, whose entries have no flags. */
export class TableWalk {
  private readonly entry: Local;
  private readonly left: Local;
  private readonly block: Local;

  constructor(
    body: FunctionBody,
    private readonly table: TableCode,
  ) {
    this.entry = body.local();
    this.left = body.local();
    this.block = body.local();
  }

  /** `each(ref)` for every reference of the table of an object whose contract has one, in the order of `tableWalk`. `ref` is set before. */
  each(op: Code, row: Code, ref: Local, each: Code): Code {
    const { table, entry, left, block } = this;
    const field = (column: Layout): Code => table.layout(row, column);
    return sequence(
      block.set(load(bytes(add(op, field(Layout.tablePointer))))),
      when(
        block.value,
        sequence(
          left.set(load(bytes(add(block.value, field(Layout.tableCount))))),
          entry.set(load(bytes(add(op, field(Layout.tableValues))))),
          when(
            entry.value,
            whilst(left.value, ref.set(load(bytes(entry.value))), each, entry.set(add(entry.value, int(2))), left.set(sub(left.value, int(1)))),
            sequence(
              entry.set(add(block.value, load(bytes(add(block.value, field(Layout.tableFirst)))))),
              whilst(
                left.value,
                when(
                  ref.tee(load(bytes(add(entry.value, field(Layout.tableValue))))),
                  sequence(each, ref.set(load(bytes(add(entry.value, field(Layout.tableKey))))), each),
                ),
                entry.set(add(entry.value, field(Layout.tableWords))),
                left.set(sub(left.value, int(1))),
              ),
            ),
          ),
        ),
      ),
    );
  }
}

/** Whether the slot at byte address `slot` borrows. */
export function isBorrowed(slot: Code): Code {
  return eq(load(slot, WORD_BYTES), int(SlotFlag.borrowed));
}

/** The set that a mark says. */
export function codeOf(mark: Code): Code {
  return and(mark, int(Mark.codeMask));
}
