/**
 * The passes of collector/reachability.ts as machine code. What each does is said there; here is how. Addresses of objects are word
 * addresses, `head`, `from`, `end` and `slot` byte addresses.
 */

import { MEMBER_CAPACITY, NOTE_CAPACITY } from '../address-space.ts';
import { GRANULE_BYTES, Mark } from '../collector/marks.ts';
import { Gc, Ob, WORD_BYTES } from '../layout.ts';
import { PAGE_BYTES, PageKind } from '../page-heap.ts';
import { Layout, LayoutFlag, Shape } from '../type-contract.ts';
import {
  above,
  add,
  and,
  and64,
  below,
  type Callable,
  type Code,
  call,
  choose,
  eq,
  type FunctionBody,
  giveBack,
  int,
  isZero64,
  type Local,
  le,
  load,
  load64,
  loadByte,
  long,
  type ModuleWriter,
  ne,
  not,
  or,
  or64,
  select,
  sequence,
  shl,
  shl64,
  shr,
  shr64,
  store,
  store64,
  sub,
  when,
  whilst,
} from './assembler.ts';
import { ReadAhead } from './read-ahead.ts';
import { bytes, codeOf, fromHead, headOf, isBorrowed, type TableCode, TableWalk } from './slot-code.ts';
import { State } from './state.ts';

/** Bits of GC head word Gc.prevFlags below the count of an object with many references from inside. */
export const BIG_SHIFT = 2;

/** Host functions that the passes call. */
export interface ReachabilityImports {
  /** The count of this object stands in the GC head from now on. */
  noteBig: Callable;
  /** Counts the references that only the contract's own functions know; whether one was to a member. */
  countOther: Callable;
  /** Reaches them. */
  reachOther: Callable;
}

/** References from members counted so far, of the object with this mark. */
function inside(mark: Code, head: Code): Code {
  return choose(below(mark, int(Mark.inexact)), shr(mark, int(Mark.countShift)), shr(load(head, fromHead(Gc.prevFlags)), int(BIG_SHIFT)));
}

/** Adds the passes to a module. `smallCount`: see ReachabilityLimits. */
export function addReachability(module: ModuleWriter, table: TableCode, imports: ReachabilityImports, smallCount: number): void {
  const { regions } = table;
  const memberNotes = regions.notes + (NOTE_CAPACITY - MEMBER_CAPACITY) * WORD_BYTES;
  const setState = (word: State, value: Code): Code => store(int(0), value, regions.state + word * WORD_BYTES);

  const countBig = module.function('countBig', 2, false, (body, ref, mark) => {
    const at = body.local();
    return sequence(
      at.set(headOf(ref.value)),
      when(
        below(mark.value, int(Mark.inexact)),
        sequence(
          call(imports.noteBig, ref.value),
          store(
            at.value,
            or(load(at.value, fromHead(Gc.prevFlags)), shl(shr(mark.value, int(Mark.countShift)), int(BIG_SHIFT))),
            fromHead(Gc.prevFlags),
          ),
          table.setMark(ref.value, or(and(mark.value, int(Mark.codeMask | Mark.out)), int(Mark.big))),
        ),
      ),
      store(at.value, add(load(at.value, fromHead(Gc.prevFlags)), int(1 << BIG_SHIFT)), fromHead(Gc.prevFlags)),
    );
  });

  /** Counts a reference to `ref` if it is a member; sets `out` then. */
  const tally = (ref: Code, mark: Local, lowest: Code, span: Code, found: Code, unless?: Code): Code => {
    const counted = sequence(
      found,
      when(
        below(mark.value, int(smallCount << Mark.countShift)),
        table.setMark(ref, add(mark.value, int(Mark.one))),
        call(countBig, ref, mark.value),
      ),
    );
    return sequence(
      mark.set(table.mark(ref)),
      when(not(above(sub(codeOf(mark.value), lowest), span)), unless === undefined ? counted : when(not(unless), counted)),
    );
  };

  /** Counts the references of a run of slots. */
  const countSlots = (body: FunctionBody, from: Local, end: Local, lowest: Code, span: Code, found: Code): Code => {
    const ref = body.local();
    const mark = body.local();
    return whilst(
      below(from.value, end.value),
      ref.set(load(from.value)),
      // a NULL has granule 0, whose mark is 0
      tally(ref.value, mark, lowest, span, found, isBorrowed(from.value)),
      from.set(add(from.value, int(8))),
    );
  };

  module.function('count', 3, true, (body, ref, lowest, span) => {
    const mark = body.local();
    const found = body.local();
    return sequence(tally(ref.value, mark, lowest.value, span.value, found.set(int(1))), found.value);
  });

  const countSeveral = module.function('countSeveral', 4, true, (body, op, row, lowest, span) => {
    const from = body.local();
    const end = body.local();
    const found = body.local();
    const slots = countSlots(body, from, end, lowest.value, span.value, found.set(int(1)));
    const ref = body.local();
    const mark = body.local();
    const entries = new TableWalk(body, table);
    return sequence(
      table.eachRun(body, op.value, row.value, from, end, slots),
      when(table.layout(row.value, Layout.items), sequence(table.itemsOf(op.value, row.value, from, end), slots)),
      when(table.layout(row.value, Layout.pointer), sequence(table.blockOf(op.value, row.value, from, end), slots)),
      when(
        table.layout(row.value, Layout.tablePointer),
        entries.each(op.value, row.value, ref, tally(ref.value, mark, lowest.value, span.value, found.set(int(1)))),
      ),
      when(and(table.layout(row.value, Layout.flags), int(LayoutFlag.traverses)), found.set(or(found.value, call(imports.countOther, op.value)))),
      found.value,
    );
  });

  // gives the number of members that nothing earlier refers to, the first `limit` of them noted; -1 at a member with the count 0
  const subtract =
    (far: boolean, notesAll: boolean) =>
    (body: FunctionBody, list: Local, lowest: Local, span: Local, limit: Local): Code => {
      const op = body.local();
      const head = body.local();
      const type = body.local();
      const row = body.local();
      const flags = body.local();
      const shape = body.local();
      const owned = body.local();
      const first = body.local();
      const second = body.local();
      const from = body.local();
      const end = body.local();
      const out = body.local();
      const members = body.local();
      const seen = body.local();
      const suspects = body.local();
      const mark = body.local();
      // neighbours are often of one type: what is known of it is kept
      const learn = sequence(
        row.set(table.rowOf(type.value)),
        flags.set(table.layout(row.value, Layout.flags)),
        seen.set(or(seen.value, flags.value)),
        shape.set(table.layout(row.value, Layout.shape)),
        owned.set(choose(table.mark(type.value), table.ownsType(type.value, flags.value), int(0))),
        when(
          eq(shape.value, int(Shape.block)),
          sequence(first.set(bytes(table.layout(row.value, Layout.pointer))), second.set(bytes(table.layout(row.value, Layout.pointerCount)))),
          when(
            eq(shape.value, int(Shape.record)),
            sequence(
              end.set(table.layout(row.value, Layout.firstRun)),
              first.set(bytes(table.run(end.value, 0))),
              second.set(bytes(table.run(end.value, 1))),
            ),
          ),
        ),
      );
      const place = (offset: Local): Code => add(add(head.value, offset.value), int(Gc.headBytes));
      const ahead = new ReadAhead(body, table, type, shape, first, second);
      return sequence(
        far ? ahead.begin : '',
        op.set(load(headOf(list.value))),
        whilst(
          ne(op.value, list.value),
          far ? ahead.next(op) : '',
          head.set(headOf(op.value)),
          notesAll ? when(below(members.value, int(MEMBER_CAPACITY)), store(bytes(members.value), op.value, memberNotes)) : '',
          members.set(add(members.value, int(1))),
          // a count of 0 means that a deallocator left its object tracked
          when(le(load(head.value, fromHead(Ob.refcnt)), int(0)), sequence(setState(State.failed, op.value), giveBack(int(-1)))),
          when(
            below(table.mark(op.value), int(Mark.one)),
            sequence(
              when(below(suspects.value, limit.value), store(bytes(suspects.value), op.value, regions.notes)),
              suspects.set(add(suspects.value, int(1))),
            ),
          ),
          when(ne(load(head.value, fromHead(Ob.type)), type.value), sequence(type.set(load(head.value, fromHead(Ob.type))), learn)),
          out.set(int(0)),
          when(
            eq(shape.value, int(Shape.block)),
            sequence(from.set(bytes(load(place(first)))), end.set(select(from.value, add(from.value, shl(load(place(second)), int(3))), int(0)))),
            when(
              eq(shape.value, int(Shape.record)),
              sequence(from.set(place(first)), end.set(place(second))),
              sequence(
                from.set(int(0)),
                end.set(int(0)),
                when(
                  eq(shape.value, int(Shape.items)),
                  table.itemsOf(op.value, row.value, from, end),
                  when(eq(shape.value, int(Shape.several)), out.set(call(countSeveral, op.value, row.value, lowest.value, span.value))),
                ),
              ),
            ),
          ),
          when(owned.value, tally(type.value, mark, lowest.value, span.value, '')),
          countSlots(body, from, end, lowest.value, span.value, out.set(int(1))),
          when(out.value, table.setMark(op.value, or(table.mark(op.value), int(Mark.out)))),
          op.set(load(head.value)),
        ),
        setState(State.members, members.value),
        setState(State.flags, seen.value),
        far ? ahead.finish : '',
        suspects.value,
      );
    };
  module.function('subtractRefs', 4, true, subtract(false, false));
  // the same for a short list: the first MEMBER_CAPACITY members are noted, too
  module.function('subtractYoung', 4, true, subtract(false, true));
  // the same for a list whose neighbours lie far from each other
  module.function('subtractFar', 4, true, subtract(true, false));

  // whether each of the first `n` noted members is held from outside
  module.function('areHeld', 1, true, (body, n) => {
    const i = body.local();
    const op = body.local();
    const mark = body.local();
    const head = body.local();
    return sequence(
      whilst(
        below(i.value, n.value),
        op.set(load(bytes(i.value), regions.notes)),
        // no reference from inside: its count, which is not 0, says that it is held; its head need not be looked at
        when(
          not(below(mark.tee(table.mark(op.value)), int(Mark.one))),
          sequence(head.set(headOf(op.value)), when(eq(inside(mark.value, head.value), load(head.value, fromHead(Ob.refcnt))), giveBack(int(0)))),
        ),
        i.set(add(i.value, int(1))),
      ),
      int(1),
    );
  });

  /** Takes the object with this GC head out of its list. */
  const unlink = (head: Code, previous: Local, next: Local): Code =>
    sequence(
      previous.set(load(head, fromHead(Gc.prev))),
      next.set(load(head, fromHead(Gc.next))),
      store(headOf(previous.value), next.value, fromHead(Gc.next)),
      store(headOf(next.value), previous.value, fromHead(Gc.prev)),
    );

  /** Appends the object with this GC head, which is in no list. */
  const link = (op: Code, head: Code, list: Code, last: Local): Code =>
    sequence(
      last.set(load(headOf(list), fromHead(Gc.prev))),
      store(headOf(last.value), op, fromHead(Gc.next)),
      store(head, last.value, fromHead(Gc.prev)),
      store(head, list, fromHead(Gc.next)),
      store(headOf(list), op, fromHead(Gc.prev)),
    );

  // a member was reached: it stays, and will be looked into when its turn comes. CPython: visit_reachable
  const reach = module.function('reach', 5, false, (body, ref, list, lowest, span, aside) => {
    const mark = body.local();
    const head = body.local();
    const previous = body.local();
    const next = body.local();
    return sequence(
      mark.set(table.mark(ref.value)),
      when(
        eq(and(mark.value, int(0xff & ~Mark.out)), aside.value),
        // it was set aside too early: back to the end of the list, the scan will meet it again
        sequence(
          head.set(headOf(ref.value)),
          unlink(head.value, previous, next),
          link(ref.value, head.value, list.value, previous),
          table.setMark(ref.value, or(or(lowest.value, int(Mark.reachable)), and(mark.value, int(Mark.out)))),
          setState(State.unreachable, sub(table.state(State.unreachable), int(1))),
        ),
        when(
          below(mark.value, int(Mark.reachable)),
          when(not(above(sub(codeOf(mark.value), lowest.value), span.value)), table.setMark(ref.value, or(mark.value, int(Mark.reachable)))),
        ),
      ),
    );
  });

  // reaches what an object refers to, in the order of `traverse`
  const reachAll = module.function('reachAll', 7, false, (body, op, row, type, list, lowest, span, aside) => {
    const from = body.local();
    const end = body.local();
    const ref = body.local();
    const reachRef = (ref: Code): Code => call(reach, ref, list.value, lowest.value, span.value, aside.value);
    const reachSlot = (slot: Code): Code =>
      sequence(ref.set(load(slot)), when(table.mark(ref.value), when(not(isBorrowed(slot)), reachRef(ref.value))));
    const entries = new TableWalk(body, table);
    const upwards = whilst(below(from.value, end.value), reachSlot(from.value), from.set(add(from.value, int(8))));
    const downwards = whilst(below(from.value, end.value), end.set(sub(end.value, int(8))), reachSlot(end.value));
    return sequence(
      table.eachRun(body, op.value, row.value, from, end, upwards),
      when(table.mark(type.value), when(table.ownsType(type.value, table.layout(row.value, Layout.flags)), reachRef(type.value))),
      when(table.layout(row.value, Layout.items), sequence(table.itemsOf(op.value, row.value, from, end), downwards)),
      when(table.layout(row.value, Layout.pointer), sequence(table.blockOf(op.value, row.value, from, end), downwards)),
      when(table.layout(row.value, Layout.tablePointer), entries.each(op.value, row.value, ref, when(table.mark(ref.value), reachRef(ref.value)))),
      when(and(table.layout(row.value, Layout.flags), int(LayoutFlag.traverses)), call(imports.reachOther, op.value)),
    );
  });

  // the neighbours from `first` to the one before `stop` go to the end of `list`
  const splice = module.function('splice', 3, false, (body, first, stop, list) => {
    const before = body.local();
    const last = body.local();
    const tail = body.local();
    const place = (op: Local): Code => headOf(op.value);
    return sequence(
      before.set(load(place(first), fromHead(Gc.prev))),
      last.set(load(place(stop), fromHead(Gc.prev))),
      store(place(before), stop.value, fromHead(Gc.next)),
      store(place(stop), before.value, fromHead(Gc.prev)),
      tail.set(load(place(list), fromHead(Gc.prev))),
      store(place(tail), first.value, fromHead(Gc.next)),
      store(place(first), tail.value, fromHead(Gc.prev)),
      store(place(last), list.value, fromHead(Gc.next)),
      store(place(list), last.value, fromHead(Gc.prev)),
    );
  });

  // neighbours that are set aside leave the list together, before anything else is reached or appended
  module.function('moveUnreachable', 6, false, (body, list, unreachable, lowest, span, survivor, aside) => {
    const op = body.local();
    const head = body.local();
    const mark = body.local();
    const type = body.local();
    const row = body.local();
    const owned = body.local();
    /** First of the neighbours that leave next (0: none), and how many they are. */
    const first = body.local();
    const count = body.local();
    const leave = when(
      first.value,
      sequence(
        call(splice, first.value, op.value, unreachable.value),
        setState(State.unreachable, add(table.state(State.unreachable), count.value)),
        first.set(int(0)),
        count.set(int(0)),
      ),
    );
    return sequence(
      setState(State.unreachable, int(0)),
      op.set(load(headOf(list.value))),
      whilst(
        ne(op.value, list.value),
        head.set(headOf(op.value)),
        mark.set(table.mark(op.value)),
        when(
          or(not(below(mark.value, int(Mark.reachable))), ne(inside(mark.value, head.value), load(head.value, fromHead(Ob.refcnt)))),
          sequence(
            leave,
            table.setMark(op.value, survivor.value),
            when(
              ne(load(head.value, fromHead(Ob.type)), type.value),
              sequence(
                type.set(load(head.value, fromHead(Ob.type))),
                row.set(table.rowOf(type.value)),
                owned.set(choose(table.mark(type.value), table.ownsType(type.value, table.layout(row.value, Layout.flags)), int(0))),
              ),
            ),
            when(
              and(mark.value, int(Mark.out)),
              call(reachAll, op.value, row.value, type.value, list.value, lowest.value, span.value, aside.value),
              // to reach a type a second time changes nothing
              when(owned.value, sequence(call(reach, type.value, list.value, lowest.value, span.value, aside.value), owned.set(int(0)))),
            ),
          ),
          sequence(
            when(not(first.value), first.set(op.value)),
            count.set(add(count.value, int(1))),
            table.setMark(op.value, or(aside.value, and(mark.value, int(Mark.out)))),
          ),
        ),
        op.set(load(head.value)),
      ),
      leave,
    );
  });

  // gives the first `n` members that subtractYoung noted one mark; the list need not be followed, which takes the time of a look at each
  module.function('markNoted', 2, false, (body, n, mark) => {
    const i = body.local();
    return whilst(below(i.value, n.value), table.setMark(load(bytes(i.value), memberNotes), mark.value), i.set(add(i.value, int(1))));
  });

  // gives all members of a list one mark
  module.function('setMarks', 2, false, (body, list, mark) => {
    const op = body.local();
    return sequence(
      op.set(load(headOf(list.value))),
      whilst(ne(op.value, list.value), table.setMark(op.value, mark.value), op.set(load(headOf(op.value)))),
    );
  });

  // a full collection's marks, 8 at a time: what is set aside keeps its code (4), members (1 to 3) get 3, nothing else is left
  module.function('clearMarks', 1, false, (body, pages) => {
    const page = body.local();
    const kind = body.local();
    const at = body.local();
    const end = body.local();
    const word = body.local64();
    const member = body.local64();
    const ones = 0x0101010101010101n;
    const pageMarks = PAGE_BYTES / GRANULE_BYTES;
    return whilst(
      below(page.value, pages.value),
      when(
        isZero64(load64(page.value, regions.kinds)),
        // eight free pages
        page.set(add(page.value, int(8))),
        sequence(
          kind.set(loadByte(page.value, regions.kinds)),
          when(
            and(ne(kind.value, int(PageKind.free)), ne(kind.value, int(PageKind.largeTail))),
            sequence(
              at.set(shl(page.value, int(Math.log2(pageMarks)))),
              end.set(add(at.value, int(pageMarks))),
              whilst(
                below(at.value, end.value),
                word.set(load64(at.value, regions.marks)),
                when(
                  not(isZero64(word.value)),
                  sequence(
                    member.set(and64(or64(word.value, shr64(word.value, long(1n))), long(ones))),
                    store64(
                      at.value,
                      or64(and64(word.value, long(BigInt(Mark.unreachable) * ones)), or64(member.value, shl64(member.value, long(1n)))),
                      regions.marks,
                    ),
                  ),
                ),
                at.set(add(at.value, int(8))),
              ),
            ),
          ),
          page.set(add(page.value, int(1))),
        ),
      ),
    );
  });
}
