/**
 * Reading ahead in a list whose neighbours lie far from each other in memory. Following the links, the processor can ask for one member
 * at a time and waits for each; here it asks for the next AHEAD members, their slots and the marks of what these refer to, at once.
 *
 * Which members come next is known from the last such walk: it left in word Gc.nextFlags of each member the address of the one AHEAD
 * places behind. That is a guess, since the list may have changed. A wrong one costs time, nothing else: the walk itself follows the links, and of
 * a guess nothing is used before the mark says that an object is there.
 */
import { Gc, Ob, SLOT_WORDS, WORD_BYTES } from '../layout.ts';
import { Shape } from '../type-contract.ts';
import {
  add,
  and,
  below,
  type Code,
  eq,
  type FunctionBody,
  int,
  type Local,
  load,
  long,
  ne,
  not,
  select,
  sequence,
  shl,
  store,
  store64,
  sub,
  when,
  whilst,
} from './assembler.ts';
import { bytes, fromHead, headOf, type TableCode } from './slot-code.ts';
import { AHEAD, State } from './state.ts';

const RUN_BYTES = AHEAD * WORD_BYTES;

/** Code for a walk whose members are mostly of one type; the variables say which and where its slots are (see subtractRefs). */
export class ReadAhead {
  /** Byte offset of the place in the two runs. */
  private readonly at: Local;
  private readonly i: Local;
  private readonly op: Local;
  private readonly head: Local;
  private readonly from: Local;
  private readonly end: Local;
  /** Keeps V8 from leaving the loads out. */
  private readonly touched: Local;

  constructor(
    body: FunctionBody,
    private readonly table: TableCode,
    private readonly type: Local,
    private readonly shape: Local,
    private readonly first: Local,
    private readonly second: Local,
  ) {
    this.at = body.local();
    this.i = body.local();
    this.op = body.local();
    this.head = body.local();
    this.from = body.local();
    this.end = body.local();
    this.touched = body.local();
  }

  /** Byte addresses of the guesses and of the members AHEAD places before. */
  private get guesses(): number {
    return this.table.regions.state + State.ahead * WORD_BYTES;
  }

  private get members(): number {
    return this.guesses + RUN_BYTES;
  }

  /** Nothing is known yet. */
  get begin(): Code {
    const { i } = this;
    return whilst(below(i.value, int(2 * RUN_BYTES)), store64(i.value, long(0n), this.guesses), i.set(add(i.value, int(8))));
  }

  /** The walk is at the member `op`: the guesses for the next ones are noted, and at the first of them their memory is asked for. */
  next(op: Local): Code {
    const { at, head, i } = this;
    const guess = load(at.value, this.guesses);
    const before = load(at.value, this.members);
    return sequence(
      when(not(at.value), sequence(this.askForHeads, this.askForBlocks, this.askForMarks)),
      when(ne(guess, op.value), when(i.tee(before), store(headOf(i.value), op.value, fromHead(Gc.nextFlags)))),
      store(at.value, op.value, this.members),
      head.set(headOf(op.value)),
      store(at.value, load(head.value, fromHead(Gc.nextFlags)), this.guesses),
      at.set(and(add(at.value, int(WORD_BYTES)), int(RUN_BYTES - 1))),
    );
  }

  /** The loads are used. */
  get finish(): Code {
    return store(int(0), this.touched.value, this.members + RUN_BYTES);
  }

  private touch(value: Code): Code {
    return this.touched.set(add(this.touched.value, value));
  }

  /** `each` for every guess: `op` and `head` are set. */
  private eachGuess(each: Code): Code {
    const { i, op, head } = this;
    const heapWords = this.table.regions.heapBytes / WORD_BYTES;
    return sequence(
      i.set(int(0)),
      whilst(
        below(i.value, int(RUN_BYTES)),
        op.set(load(i.value, this.guesses)),
        // an address in the heap, behind which a GC head has room
        when(below(sub(op.value, int(Gc.headWords)), int(heapWords - Gc.headWords)), sequence(head.set(headOf(op.value)), each)),
        i.set(add(i.value, int(WORD_BYTES))),
      ),
    );
  }

  private get askForHeads(): Code {
    return this.eachGuess(this.touch(add(load(this.head.value), this.table.mark(this.op.value))));
  }

  /** `each` for the guesses that are objects of the type. */
  private eachOfType(each: Code): Code {
    const { op, head, type } = this;
    return this.eachGuess(when(this.table.mark(op.value), when(eq(load(head.value, fromHead(Ob.type)), type.value), each)));
  }

  private slot(offset: Local): Code {
    return add(add(this.head.value, offset.value), int(Gc.headBytes));
  }

  private get askForBlocks(): Code {
    return when(eq(this.shape.value, int(Shape.block)), this.eachOfType(this.touch(load(bytes(load(this.slot(this.first)))))));
  }

  private get askForMarks(): Code {
    const { from, end, shape, first, second } = this;
    const slots = whilst(
      below(from.value, end.value),
      this.touch(this.table.mark(load(from.value))),
      from.set(add(from.value, int(SLOT_WORDS * WORD_BYTES))),
    );
    const inBlock = sequence(
      from.set(bytes(load(this.slot(first)))),
      end.set(select(from.value, add(from.value, shl(load(this.slot(second)), int(3))), int(0))),
      slots,
    );
    const inObject = sequence(from.set(this.slot(first)), end.set(this.slot(second)), slots);
    return sequence(
      when(eq(shape.value, int(Shape.block)), this.eachOfType(inBlock)),
      when(eq(shape.value, int(Shape.record)), this.eachOfType(inObject)),
    );
  }
}
