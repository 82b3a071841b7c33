import { type CodeData, CodeFlag, HANDLER_STRIDE, POSITION_STRIDE } from '../../bytecode/code.ts';
import { OPCODES, Op, stackEffect } from '../../bytecode/opcodes.ts';

/**
 * Borrowed references of 3.14 and later. CPython pushes a local variable without counting it (LOAD_FAST_BORROW) where a pass of its compiler
 * proves that the local outlives the value on the stack; arguments pushed so stay borrowed in the callee. Here every slot of a frame owns what
 * it holds, and a slot that CPython would not count is *lent* (SlotFlag.lent): `sys.getrefcount` leaves lent slots out. So the evaluation loop
 * releases operands as under any other model, and lifetimes are the same, because a lender outlives what it lends.
 *
 * A slot's flag says something only where `flagged` has its bit: the instructions that push locals and constants write it, all others ignore it.
 */
export interface Borrowing {
  /** Per instruction: 1 = a LOAD_FAST that CPython makes LOAD_FAST_BORROW. */
  readonly borrows: Uint8Array;
  /** Per instruction: stack slots (bit = place from the bottom) whose flag is right before it. Places from 31 on count as owned. */
  readonly flagged: Int32Array;
  /** Per instruction: height of the stack before it; -1 where it is never reached. */
  readonly depths: Int32Array;
  /** Per local: 1 = it may hold a lent reference. */
  readonly lentLocals: Uint8Array;
}

/** How a model borrows. */
export interface BorrowRules {
  /** LOAD_CONST pushes what it does not count (3.15 on). */
  readonly constants: boolean;
  /** GET_ITER may leave the iterable on the stack (3.15 on). */
  readonly iterablesStay: boolean;
}

/** Why a local's load must own what it pushes. */
const enum Unsafe {
  no = 0,
  yes = 1,
}

/** A reference on the stack of the simulation: the LOAD_FAST that pushed it (-1 = another instruction) and its local. */
interface Ref {
  readonly from: number;
  readonly local: number;
}

const OTHER: Ref = { from: -1, local: -1 };

/** LOAD_FAST_LOAD_FAST and its like have four bits for each local. */
const SUPER_LOCALS = 16;

/** Locals from here on are only known to be set inside one basic block. CPython: Python/flowgraph.c fast_scan_many_locals */
const TRACKED_LOCALS = 64;

/** What borrows in a code object. CPython: Python/flowgraph.c optimize_load_fast, add_checks_for_loads_of_uninitialized_variables */
export function analyzeBorrowing(data: CodeData, rules: BorrowRules): Borrowing {
  const { code } = data;
  const count = code.length / 2;
  const starts = blockStarts(data);
  const checked = uncertainLoads(data, starts);
  const borrows = findBorrows(data, starts, checked, rules);
  const lentLocals = new Uint8Array(data.nlocals);
  const params = parameterCount(data);
  lentLocals.fill(1, 0, params);
  const flagged = new Int32Array(count);
  const depths = new Int32Array(count);
  while (markFlagged(data, rules, borrows, lentLocals, flagged, depths));
  return { borrows, flagged, depths, lentLocals };
}

/** Number of locals that arguments are bound to. */
function parameterCount(data: CodeData): number {
  if ((data.flags & CodeFlag.Optimized) === 0) return 0;
  const star = (data.flags & CodeFlag.VarArgs) !== 0 ? 1 : 0;
  const keywords = (data.flags & CodeFlag.VarKeywords) !== 0 ? 1 : 0;
  return Math.min(data.nlocals, data.argcount + data.kwonlyargcount + star + keywords);
}

/** Does control never go on to the next instruction? */
function ends(op: number): boolean {
  return op === Op.JUMP_FORWARD || op === Op.JUMP_ABSOLUTE || op === Op.RETURN_VALUE || op === Op.RAISE_VARARGS || op === Op.RERAISE;
}

const isJump = (op: number): boolean => OPCODES[op].operand === 'jump';

/** Marks the first instruction of every basic block. A delegation (YIELD_FROM) is a loop in CPython, with blocks of its own. */
function blockStarts(data: CodeData): Uint8Array {
  const { code, exceptionTable } = data;
  const count = code.length / 2;
  const starts = new Uint8Array(count + 1);
  starts[0] = 1;
  for (let i = 0; i < count; i++) {
    const op = code[2 * i];
    if (isJump(op)) starts[code[2 * i + 1]] = 1;
    if (isJump(op) || ends(op) || op === Op.YIELD_FROM) starts[i + 1] = 1;
  }
  for (let t = 0; t < exceptionTable.length; t += HANDLER_STRIDE) starts[exceptionTable[t + 2]] = 1;
  for (const i of data.notFollowed ?? []) starts[i + 1] = 1;
  return starts;
}

/** Loads of locals that may be unbound: LOAD_FAST_CHECK, which owns. */
function uncertainLoads(data: CodeData, starts: Uint8Array): Uint8Array {
  const { code, nlocals, exceptionTable } = data;
  const count = code.length / 2;
  const checked = new Uint8Array(count);
  const params = parameterCount(data);
  if (nlocals === params && !hasDelete(code)) return checked;
  const states = new Map<number, Uint8Array>();
  const entry = new Uint8Array(nlocals);
  for (let v = params; v < nlocals; v++) entry[v] = Unsafe.yes;
  const todo: number[] = [];
  const reach = (at: number, state: Uint8Array): void => {
    if (at >= count) return;
    const known = states.get(at);
    if (known === undefined) {
      states.set(at, state.slice());
      todo.push(at);
      return;
    }
    let news = false;
    for (let v = 0; v < nlocals; v++) {
      if (state[v] > known[v]) {
        known[v] = state[v];
        news = true;
      }
    }
    if (news) todo.push(at);
  };
  reach(0, entry);
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    const state = (states.get(at) as Uint8Array).slice();
    for (let v = TRACKED_LOCALS; v < nlocals; v++) state[v] = Unsafe.yes;
    for (let i = at; ; i++) {
      const op = code[2 * i];
      const arg = code[2 * i + 1];
      for (let t = 0; t < exceptionTable.length; t += HANDLER_STRIDE) {
        if (exceptionTable[t] <= i && i < exceptionTable[t + 1]) reach(exceptionTable[t + 2], state);
      }
      if (op === Op.DELETE_FAST || op === Op.LOAD_FAST_AND_CLEAR) state[arg] = Unsafe.yes;
      else if (op === Op.STORE_FAST) state[arg] = Unsafe.no;
      else if (op === Op.LOAD_FAST) {
        if (state[arg] === Unsafe.yes) checked[i] = 1;
        state[arg] = Unsafe.no;
      }
      if (isJump(op)) reach(arg, state);
      if (ends(op)) break;
      if (starts[i + 1] !== 0) {
        reach(i + 1, state);
        break;
      }
    }
  }
  return checked;
}

function hasDelete(code: Int32Array): boolean {
  for (let i = 0; i < code.length; i += 2) if (code[i] === Op.DELETE_FAST || code[i] === Op.LOAD_FAST_AND_CLEAR) return true;
  return false;
}

/** The loads that borrow. Handlers are not visited, so nothing borrows there. */
function findBorrows(data: CodeData, starts: Uint8Array, checked: Uint8Array, rules: BorrowRules): Uint8Array {
  const { code, notFollowed } = data;
  const count = code.length / 2;
  const borrows = new Uint8Array(count);
  const seen = new Uint8Array(count + 1);
  const todo: [number, number][] = [];
  const reach = (at: number, depth: number): void => {
    if (at >= count || seen[at] !== 0) return;
    seen[at] = 1;
    todo.push([at, depth]);
  };
  reach(0, startDepth(data));
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const [at, depth] = next;
    const unsafe = new Set<number>();
    const stack: Ref[] = new Array(depth).fill(OTHER);
    const kill = (local: number): void => {
      for (const ref of stack) if (ref.local === local) unsafe.add(ref.from);
    };
    let i = at;
    for (; ; i++) {
      const op = code[2 * i];
      const arg = code[2 * i + 1];
      switch (op) {
        case Op.LOAD_FAST:
          stack.push({ from: i, local: arg });
          break;
        case Op.LOAD_FAST_AND_CLEAR:
          kill(arg);
          stack.push({ from: i, local: arg });
          break;
        case Op.DELETE_FAST:
          kill(arg);
          break;
        case Op.STORE_FAST: {
          const ref = stack.pop() ?? OTHER;
          kill(arg);
          unsafe.add(ref.from);
          break;
        }
        case Op.JUMP_IF_FALSE_OR_POP:
        case Op.JUMP_IF_TRUE_OR_POP: {
          // COPY, TO_BOOL, jump: the value is still there at the end of the block
          const ref = stack.pop() ?? OTHER;
          unsafe.add(ref.from);
          reach(arg, stack.length + 1);
          break;
        }
        case Op.GET_ITER:
          if (!rules.iterablesStay) stack[stack.length - 1] = OTHER;
          break;
        default:
          if (isJump(op)) reach(arg, stack.length + stackEffect(op, arg, true));
          step(stack, op, arg, OTHER, (ref) => ref);
          break;
      }
      if (ends(op)) break;
      if (starts[i + 1] !== 0) {
        if (notFollowed === undefined || !notFollowed.includes(i)) reach(i + 1, stack.length);
        break;
      }
    }
    for (const ref of stack) unsafe.add(ref.from);
    joinPairs(data, at, i, checked, unsafe);
    for (let k = at; k <= i; k++) if (code[2 * k] === Op.LOAD_FAST && checked[k] === 0 && !unsafe.has(k)) borrows[k] = 1;
  }
  return borrows;
}

/** Neighbours that CPython makes one instruction share their fate; the load of STORE_FAST_LOAD_FAST owns. CPython: insert_superinstructions */
function joinPairs(data: CodeData, from: number, to: number, checked: Uint8Array, unsafe: Set<number>): void {
  const { code, positions } = data;
  for (let i = from; i < to; i++) {
    const op = code[2 * i];
    const next = code[2 * i + 2];
    if (op !== Op.LOAD_FAST && op !== Op.STORE_FAST) continue;
    if (checked[i] !== 0 || checked[i + 1] !== 0) continue;
    if (next !== Op.LOAD_FAST && !(op === Op.STORE_FAST && next === Op.STORE_FAST)) continue;
    if (code[2 * i + 1] >= SUPER_LOCALS || code[2 * i + 3] >= SUPER_LOCALS) continue;
    const line = positions[i * POSITION_STRIDE];
    const nextLine = positions[(i + 1) * POSITION_STRIDE];
    if (line >= 0 && nextLine >= 0 && line !== nextLine) continue;
    if (op === Op.STORE_FAST) {
      if (next === Op.LOAD_FAST) unsafe.add(i + 1);
    } else if (unsafe.has(i)) unsafe.add(i + 1);
    else if (unsafe.has(i + 1)) unsafe.add(i);
    i++;
  }
}

/** A generator starts with what the first send() pushed. */
function startDepth(data: CodeData): number {
  return data.code[0] === Op.GEN_START ? 1 : 0;
}

/**
 * What an instruction that treats locals like any other value does to a stack of anything: `other` is pushed for new values, `copied` says
 * what a second reference to a value is.
 */
function step<V>(stack: V[], op: number, arg: number, other: V, copied: (value: V) => V): void {
  const push = (n: number): void => {
    for (let k = 0; k < n; k++) stack.push(other);
  };
  const rotate = (n: number): void => {
    if (stack.length >= n) stack.splice(stack.length - n, 0, stack.pop() as V);
  };
  switch (op) {
    case Op.ROT_TWO:
      rotate(2);
      return;
    case Op.ROT_THREE:
      rotate(3);
      return;
    case Op.ROT_FOUR:
      rotate(4);
      return;
    case Op.ROT_N:
      rotate(arg);
      return;
    case Op.DUP_TOP:
      stack.push(copied(stack[stack.length - 1] ?? other));
      return;
    case Op.COPY:
      stack.push(copied(stack[stack.length - arg] ?? other));
      return;
    case Op.DUP_TOP_TWO:
      stack.push(copied(stack[stack.length - 2] ?? other));
      stack.push(copied(stack[stack.length - 2] ?? other));
      return;
    case Op.LOAD_METHOD: {
      // the owner is pushed back above the method
      const owner = stack.pop() ?? other;
      stack.push(other, owner);
      return;
    }
    case Op.UNPACK_SEQUENCE:
      stack.pop();
      push(arg);
      return;
    case Op.UNPACK_EX:
      stack.pop();
      push((arg & 0xff) + (arg >> 8) + 1);
      return;
    case Op.JUMP_IF_NOT_EXC_MATCH:
      stack.pop();
      return;
    case Op.BEFORE_WITH:
    case Op.BEFORE_ASYNC_WITH:
      // the manager stays there for `__exit__`
      stack.push(other);
      return;
    case Op.MATCH_CLASS:
      stack.length -= Math.min(3, stack.length);
      push(2);
      return;
    case Op.CHECK_EG_MATCH:
      stack.length -= Math.min(2, stack.length);
      push(2);
      return;
    case Op.LIST_APPEND:
    case Op.SET_ADD:
    case Op.MAP_ADD:
    case Op.LIST_EXTEND:
    case Op.SET_UPDATE:
    case Op.DICT_UPDATE:
    case Op.DICT_MERGE:
      stack.length = Math.max(0, stack.length + stackEffect(op, arg, false));
      return;
    default: {
      const effect = stackEffect(op, arg, false);
      if (effect > 0) {
        push(effect);
        return;
      }
      const pushed = TAKES_ONLY[op] ? 0 : 1;
      stack.length = Math.max(0, stack.length + effect - pushed);
      push(pushed);
      return;
    }
  }
}

/** Instructions that only take something off the stack. */
const TAKES_ONLY: readonly boolean[] = OPCODES.map(({ stack, operand }) => {
  const after = stack.slice(stack.indexOf('->') + 2).trim();
  return after === '' || after === 'raises' || operand === 'jump';
});

/**
 * One round of finding the slots whose flag counts; true when a local was found that may be lent too, so that another round is due.
 * Blocks are gone through in the order of the code: what a loop's head finds on the stack does not change in the loop.
 */
function markFlagged(
  data: CodeData,
  rules: BorrowRules,
  borrows: Uint8Array,
  lentLocals: Uint8Array,
  flagged: Int32Array,
  depths: Int32Array,
): boolean {
  const { code, exceptionTable } = data;
  const count = code.length / 2;
  const entries = new Map<number, boolean[]>();
  const reach = (at: number, stack: readonly boolean[]): void => {
    const known = entries.get(at);
    if (known === undefined) entries.set(at, stack.slice());
    else for (let k = 0; k < known.length; k++) known[k] = known[k] && stack[k] === true;
  };
  reach(0, new Array(startDepth(data)).fill(false));
  for (let t = 0; t < exceptionTable.length; t += HANDLER_STRIDE) {
    reach(exceptionTable[t + 2], new Array(exceptionTable[t + 3] + exceptionTable[t + 4] + 1).fill(false));
  }
  let news = false;
  let stack: boolean[] | null = null;
  for (let i = 0; i < count; i++) {
    const entry = entries.get(i);
    if (entry !== undefined) {
      if (stack !== null) reach(i, stack);
      stack = entry.slice();
    }
    if (stack === null) {
      depths[i] = -1;
      continue;
    }
    depths[i] = stack.length;
    let mask = 0;
    for (let k = 0; k < stack.length && k < 31; k++) if (stack[k]) mask |= 1 << k;
    flagged[i] = mask;
    const op = code[2 * i];
    const arg = code[2 * i + 1];
    if (op === Op.LOAD_FAST) stack.push(borrows[i] !== 0 || lentLocals[arg] !== 0);
    else if (op === Op.LOAD_FAST_AND_CLEAR) stack.push(lentLocals[arg] !== 0);
    else if (op === Op.LOAD_CONST) stack.push(rules.constants);
    else if (op === Op.STORE_FAST) {
      if (stack.pop() === true && lentLocals[arg] === 0) {
        lentLocals[arg] = 1;
        news = true;
      }
    } else if (op === Op.JUMP_IF_FALSE_OR_POP || op === Op.JUMP_IF_TRUE_OR_POP) {
      reach(arg, stack);
      stack.pop();
    } else {
      if (isJump(op)) {
        const height = stack.length + stackEffect(op, arg, true);
        const there = stack.slice(0, height);
        while (there.length < height) there.push(false);
        reach(arg, there);
      }
      step(stack, op, arg, false, (value) => value);
      if (op === Op.LOAD_METHOD && ofSuper(data, i)) stack[stack.length - 1] = true;
    }
    if (ends(op)) stack = null;
  }
  return news;
}

/** Is LOAD_METHOD number `i` that of `super().method` or `super(type, local).method`? CPython: Python/codegen.c can_optimize_super_call */
export function ofSuper(data: CodeData, i: number): boolean {
  const { code, names } = data;
  const isSuper = (k: number): boolean => k >= 0 && code[2 * k] === Op.LOAD_GLOBAL && names[code[2 * k + 1]] === 'super';
  if (i < 2 || code[2 * i - 2] !== Op.CALL_FUNCTION) return false;
  const args = code[2 * i - 1];
  return args === 0 ? isSuper(i - 2) : args === 2 && code[2 * i - 4] === Op.LOAD_FAST && isSuper(i - 4);
}

/** Is the slot `down` places below the top of the stack (0 = top) one whose flag is right before instruction `i`? */
export function isFlagged(b: Borrowing, i: number, down: number): boolean {
  const place = b.depths[i] - 1 - down;
  return place >= 0 && place < 31 && ((b.flagged[i] >> place) & 1) !== 0;
}
