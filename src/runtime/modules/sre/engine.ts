import { InternalError } from '../../core/runtime.ts';
import { checkBreaker } from '../../frames/evaluation-hooks.ts';
import { lowerAscii } from './characters.ts';
import { Op, UNLIMITED } from './codes.ts';
import { isAt } from './positions.ts';
import { countOnes, inWideSet, matchesOne, oneWords } from './single-character.ts';
import { ENTRY, MARKS, type SreState } from './state.ts';

/**
 * The matching machine: runs compiled patterns on a stack of its own, never on the host's.
 *
 * An entry of the stack is ENTRY words: kind, pc, ptr, rep, top, then three that depend on the kind. Entries are of three sorts:
 *  - what to undo: the old value of a mark or of a repeat's record;
 *  - choices: where to go on when what follows fails;
 *  - frames (assertions, atomic groups, possessive repeats): when the nested pattern succeeds, its choices are dropped.
 *
 * A repeat's record in the memory: count of matches so far - 1, position at the start of the last one, record of the enclosing repeat, pc of REPEAT.
 * CPython: Modules/_sre/sre_lib.h
 */
const enum Kind {
  /** [kind, address, old, old lastindex] */
  undoMark = 0,
  /** [kind, record, old count, old position] */
  undoRepeat = 1,
  /** Next alternative of a branch: pc is its skip word. */
  alternative = 2,
  /** Greedy one-character repeat: pc of the tail, ptr where it was tried, [5] least ptr, [6] literal that the tail starts with or -1. */
  greedyOne = 3,
  /** Lazy one-character repeat: pc of the instruction, ptr where the tail was tried, [5] how many more. */
  lazyOne = 4,
  /** Greedy repeat: the tail, when another round failed. pc of the UNTIL. */
  untilTail = 5,
  /** Lazy repeat: another round, when the tail failed. pc of the UNTIL. */
  untilBody = 6,
  // frames: pc of the instruction, ptr, rep, top, [5] enclosing frame, [6] rounds of a possessive repeat
  assertion = 7,
  negative = 8,
  atomic = 9,
  possessive = 10,
}

const enum Rep {
  count = 0,
  last = 1,
  previous = 2,
  pc = 3,
  words = 4,
}

/** First alternative from skip word `a` on that may match at `ptr`, 0 when none does. */
function firstAlternative(st: SreState, a: number, ptr: number): number {
  const H = st.rt.H;
  for (let at = a; H[at] !== 0; at += H[at]!) {
    const op = H[at + 1];
    if (op === Op.LITERAL) {
      if (ptr >= st.end || st.view[st.base + ptr] !== H[at + 2]) continue;
    } else if (op === Op.IN_TABLE && (ptr >= st.end || !matchesOne(st, at + 1, st.view[st.base + ptr]!))) continue;
    return at;
  }
  return 0;
}

/** Drops the choices above a frame and the frame itself but keeps what is to be undone. Returns the new height. */
function dropChoices(S: Int32Array, frame: number, sp: number): number {
  let to = frame;
  for (let from = frame + ENTRY; from < sp; from += ENTRY) {
    if (S[from]! > Kind.undoRepeat) continue;
    S[to] = S[from]!;
    S[to + 1] = S[from + 1]!;
    S[to + 2] = S[from + 2]!;
    S[to + 3] = S[from + 3]!;
    to += ENTRY;
  }
  return to;
}

/** Where a group reference ends when the text at `ptr` is what the group matched, -1 otherwise. */
function matchReference(st: SreState, op: number, group: number, ptr: number): number {
  const { view, base, end, memory } = st;
  const from = memory[MARKS + 2 * group]!;
  const to = memory[MARKS + 2 * group + 1]!;
  if (from < 0 || to < from || to - from > end - ptr) return -1;
  const n = to - from;
  for (let i = 0; i < n; i++) {
    const a = view[base + ptr + i]!;
    const b = view[base + from + i]!;
    if (a === b) continue;
    if (op === Op.GROUPREF) return -1;
    if (op === Op.GROUPREF_UNI_IGNORE ? st.chars.lower(a) !== st.chars.lower(b) : lowerAscii(a) !== lowerAscii(b)) return -1;
  }
  return ptr + n;
}

/**
 * Matches the code at `start` from st.ptr on; st.ptr is then the end of the match. `toplevel`: matchAll and mustAdvance hold.
 * Errors: MemoryError, what a signal handler raises. CPython: SRE(match)
 */
export function runPattern(st: SreState, start: number, toplevel: boolean): boolean {
  st.resetMarks();
  const { rt, view, base, end, tables } = st;
  const H = rt.H;
  let S = st.stack;
  let M = st.memory;
  let pc = start;
  let ptr = st.ptr;
  let rep = 0;
  let top = st.memoryStart;
  let frame = -1;
  let sp = 0;

  next: for (;;) {
    // room for the entries that one instruction pushes
    if (sp + 2 * ENTRY > S.length) S = st.growStack();
    sw: switch (H[pc]) {
      case Op.LITERAL:
        if (ptr >= end || view[base + ptr] !== H[pc + 1]) break;
        ptr++;
        pc += 2;
        continue;
      case Op.IN_TABLE: {
        if (ptr >= end) break;
        const c = view[base + ptr]!;
        const word = H[pc + 1]!;
        if (c < 256 ? tables[((word >>> 18) << 8) + c] === 0 : !inWideSet(st, pc, c)) break;
        ptr++;
        pc += 1 + (word & 0xffff);
        continue;
      }
      case Op.MARK: {
        const i = H[pc + 1]!;
        if (sp !== 0) {
          S[sp] = Kind.undoMark;
          S[sp + 1] = MARKS + i;
          S[sp + 2] = M[MARKS + i]!;
          S[sp + 3] = M[0]!;
          sp += ENTRY;
        }
        M[MARKS + i] = ptr;
        if ((i & 1) !== 0) M[0] = (i >> 1) + 1;
        st.dirty = true;
        pc += 2;
        continue;
      }
      case Op.NOT_LITERAL:
        if (ptr >= end || view[base + ptr] === H[pc + 1]) break;
        ptr++;
        pc += 2;
        continue;
      case Op.ANY:
        if (ptr >= end || view[base + ptr] === 10) break;
        ptr++;
        pc++;
        continue;
      case Op.ANY_ALL:
        if (ptr >= end) break;
        ptr++;
        pc++;
        continue;
      case Op.IN:
      case Op.IN_IGNORE:
      case Op.IN_UNI_IGNORE:
      case Op.IN_LOC_IGNORE:
      case Op.CATEGORY:
      case Op.LITERAL_IGNORE:
      case Op.LITERAL_UNI_IGNORE:
      case Op.LITERAL_LOC_IGNORE:
      case Op.NOT_LITERAL_IGNORE:
      case Op.NOT_LITERAL_UNI_IGNORE:
      case Op.NOT_LITERAL_LOC_IGNORE:
        if (ptr >= end || !matchesOne(st, pc, view[base + ptr]!)) break;
        ptr++;
        pc += oneWords(H, pc);
        continue;
      case Op.AT:
        if (!isAt(st, H[pc + 1]!, ptr)) break;
        pc += 2;
        continue;
      case Op.JUMP:
      case Op.INFO:
        pc += 1 + H[pc + 1]!;
        continue;
      case Op.BRANCH: {
        const a = firstAlternative(st, pc + 1, ptr);
        if (a === 0) break;
        const other = a + H[a]!;
        if (H[other] !== 0) {
          S[sp] = Kind.alternative;
          S[sp + 1] = other;
          S[sp + 2] = ptr;
          S[sp + 3] = rep;
          S[sp + 4] = top;
          sp += ENTRY;
        }
        pc = a + 1;
        continue;
      }
      case Op.REPEAT_ONE: {
        const min = H[pc + 2]!;
        const max = H[pc + 3]!;
        const room = end - ptr;
        if (min > room || min < 0) break;
        const least = ptr + min;
        let p = countOnes(st, pc + 4, ptr, max === UNLIMITED || max > room ? end : ptr + max);
        if (p < least) break;
        const tail = pc + 1 + H[pc + 1]!;
        let literal = -1;
        if (H[tail] === Op.LITERAL) {
          literal = H[tail + 1]!;
          while (p >= least && (p >= end || view[base + p] !== literal)) p--;
          if (p < least) break;
        }
        if (p > least) {
          S[sp] = Kind.greedyOne;
          S[sp + 1] = tail;
          S[sp + 2] = p;
          S[sp + 3] = rep;
          S[sp + 4] = top;
          S[sp + 5] = least;
          S[sp + 6] = literal;
          sp += ENTRY;
        }
        ptr = p;
        pc = tail;
        continue;
      }
      case Op.MIN_REPEAT_ONE: {
        const min = H[pc + 2]!;
        const max = H[pc + 3]!;
        if (min > end - ptr || min < 0) break;
        if (min > 0) {
          const p = countOnes(st, pc + 4, ptr, ptr + min);
          if (p < ptr + min) break;
          ptr = p;
        }
        if (max !== min) {
          S[sp] = Kind.lazyOne;
          S[sp + 1] = pc;
          S[sp + 2] = ptr;
          S[sp + 3] = rep;
          S[sp + 4] = top;
          S[sp + 5] = max === UNLIMITED ? UNLIMITED : max - min;
          sp += ENTRY;
        }
        pc += 1 + H[pc + 1]!;
        continue;
      }
      case Op.POSSESSIVE_REPEAT_ONE: {
        const min = H[pc + 2]!;
        const max = H[pc + 3]!;
        const room = end - ptr;
        if (min > room || min < 0) break;
        const p = countOnes(st, pc + 4, ptr, max === UNLIMITED || max > room ? end : ptr + max);
        if (p < ptr + min) break;
        ptr = p;
        pc += 1 + H[pc + 1]!;
        continue;
      }
      case Op.REPEAT:
        if (top + Rep.words > M.length) M = st.growMemory();
        M[top + Rep.count] = -1;
        M[top + Rep.last] = -1;
        M[top + Rep.previous] = rep;
        M[top + Rep.pc] = pc;
        rep = top;
        top += Rep.words;
        pc += 1 + H[pc + 1]!;
        continue;
      case Op.MAX_UNTIL: {
        const head = M[rep + Rep.pc]!;
        const min = H[head + 2]!;
        const max = H[head + 3]!;
        const count = M[rep + Rep.count]! + 1;
        const last = M[rep + Rep.last]!;
        if (count < min || min < 0) {
          S[sp] = Kind.undoRepeat;
          S[sp + 1] = rep;
          S[sp + 2] = count - 1;
          S[sp + 3] = last;
          sp += ENTRY;
          M[rep + Rep.count] = count;
          pc = head + 4;
          continue;
        }
        if ((count < max || max === UNLIMITED) && ptr !== last) {
          S[sp] = Kind.untilTail;
          S[sp + 1] = pc;
          S[sp + 2] = ptr;
          S[sp + 3] = rep;
          S[sp + 4] = top;
          sp += ENTRY;
          S[sp] = Kind.undoRepeat;
          S[sp + 1] = rep;
          S[sp + 2] = count - 1;
          S[sp + 3] = last;
          sp += ENTRY;
          M[rep + Rep.count] = count;
          M[rep + Rep.last] = ptr;
          pc = head + 4;
          continue;
        }
        rep = M[rep + Rep.previous]!;
        pc++;
        continue;
      }
      case Op.MIN_UNTIL: {
        const head = M[rep + Rep.pc]!;
        const min = H[head + 2]!;
        const count = M[rep + Rep.count]! + 1;
        if (count < min || min < 0) {
          S[sp] = Kind.undoRepeat;
          S[sp + 1] = rep;
          S[sp + 2] = count - 1;
          S[sp + 3] = M[rep + Rep.last]!;
          sp += ENTRY;
          M[rep + Rep.count] = count;
          pc = head + 4;
          continue;
        }
        S[sp] = Kind.untilBody;
        S[sp + 1] = pc;
        S[sp + 2] = ptr;
        S[sp + 3] = rep;
        S[sp + 4] = top;
        sp += ENTRY;
        rep = M[rep + Rep.previous]!;
        pc++;
        continue;
      }
      case Op.GROUPREF:
      case Op.GROUPREF_IGNORE:
      case Op.GROUPREF_UNI_IGNORE:
      case Op.GROUPREF_LOC_IGNORE: {
        const p = matchReference(st, H[pc]!, H[pc + 1]!, ptr);
        if (p < 0) break;
        ptr = p;
        pc += 2;
        continue;
      }
      case Op.GROUPREF_EXISTS: {
        const mark = MARKS + 2 * H[pc + 1]!;
        if (M[mark]! < 0 || M[mark + 1]! < M[mark]!) pc += 1 + H[pc + 2]!;
        else pc += 3;
        continue;
      }
      case Op.ASSERT:
      case Op.ASSERT_NOT: {
        const back = H[pc + 2]!;
        const positive = H[pc] === Op.ASSERT;
        if (back < 0 || ptr < back) {
          if (positive) break;
          pc += 1 + H[pc + 1]!;
          continue;
        }
        S[sp] = positive ? Kind.assertion : Kind.negative;
        S[sp + 1] = pc;
        S[sp + 2] = ptr;
        S[sp + 3] = rep;
        S[sp + 4] = top;
        S[sp + 5] = frame;
        frame = sp;
        sp += ENTRY;
        ptr -= back;
        pc += 3;
        continue;
      }
      case Op.ATOMIC_GROUP:
        S[sp] = Kind.atomic;
        S[sp + 1] = pc;
        S[sp + 2] = ptr;
        S[sp + 3] = rep;
        S[sp + 4] = top;
        S[sp + 5] = frame;
        frame = sp;
        sp += ENTRY;
        pc += 2;
        continue;
      case Op.POSSESSIVE_REPEAT:
        if (H[pc + 3] === 0) {
          pc += 2 + H[pc + 1]!;
          continue;
        }
        S[sp] = Kind.possessive;
        S[sp + 1] = pc;
        S[sp + 2] = ptr;
        S[sp + 3] = rep;
        S[sp + 4] = top;
        S[sp + 5] = frame;
        S[sp + 6] = 0;
        frame = sp;
        sp += ENTRY;
        pc += 4;
        continue;
      case Op.SUCCESS: {
        if (frame < 0) {
          if (toplevel && ((st.matchAll && ptr !== end) || (st.mustAdvance && ptr === st.start))) break;
          st.ptr = ptr;
          return true;
        }
        const at = S[frame + 1]!;
        const enclosing = S[frame + 5]!;
        const from = S[frame + 2]!;
        rep = S[frame + 3]!;
        switch (S[frame]) {
          case Kind.assertion:
            ptr = from;
            sp = dropChoices(S, frame, sp);
            frame = enclosing;
            pc = at + 1 + H[at + 1]!;
            continue next;
          case Kind.atomic:
            sp = dropChoices(S, frame, sp);
            frame = enclosing;
            pc = at + 1 + H[at + 1]!;
            continue next;
          case Kind.negative:
            // undo what the nested pattern did, then fail
            while (sp > frame + ENTRY) {
              sp -= ENTRY;
              if (S[sp] === Kind.undoMark) {
                M[S[sp + 1]!] = S[sp + 2]!;
                M[0] = S[sp + 3]!;
              } else if (S[sp] === Kind.undoRepeat) {
                M[S[sp + 1]! + Rep.count] = S[sp + 2]!;
                M[S[sp + 1]! + Rep.last] = S[sp + 3]!;
              }
            }
            sp = frame;
            frame = enclosing;
            break sw;
          default: {
            const rounds = S[frame + 6]! + 1;
            const max = H[at + 3]!;
            const height = S[frame + 4]!;
            sp = dropChoices(S, frame, sp);
            if (rounds < H[at + 2]! || ((rounds < max || max === UNLIMITED) && ptr !== from)) {
              if (sp + ENTRY > S.length) S = st.growStack();
              S[sp] = Kind.possessive;
              S[sp + 1] = at;
              S[sp + 2] = ptr;
              S[sp + 3] = rep;
              S[sp + 4] = height;
              S[sp + 5] = enclosing;
              S[sp + 6] = rounds;
              frame = sp;
              sp += ENTRY;
              pc = at + 4;
            } else {
              frame = enclosing;
              pc = at + 2 + H[at + 1]!;
            }
            continue next;
          }
        }
      }
      case Op.FAILURE:
        break;
      default:
        throw new InternalError(`regular expression instruction ${H[pc]}`);
    }

    // failed: on with the newest choice
    if ((++st.ticks & 0xfff) === 0 && rt.breaker !== 0) checkBreaker(rt);
    for (;;) {
      if (sp === 0) return false;
      sp -= ENTRY;
      switch (S[sp]) {
        case Kind.undoMark:
          M[S[sp + 1]!] = S[sp + 2]!;
          M[0] = S[sp + 3]!;
          continue;
        case Kind.undoRepeat:
          M[S[sp + 1]! + Rep.count] = S[sp + 2]!;
          M[S[sp + 1]! + Rep.last] = S[sp + 3]!;
          continue;
        case Kind.greedyOne: {
          const least = S[sp + 5]!;
          const literal = S[sp + 6]!;
          let p = S[sp + 2]! - 1;
          if (literal >= 0) {
            while (p >= least && view[base + p] !== literal) p--;
            if (p < least) continue;
          }
          pc = S[sp + 1]!;
          rep = S[sp + 3]!;
          top = S[sp + 4]!;
          if (p > least) {
            S[sp + 2] = p;
            sp += ENTRY;
          }
          ptr = p;
          continue next;
        }
        case Kind.lazyOne: {
          const at = S[sp + 1]!;
          const tail = at + 1 + H[at + 1]!;
          const literal = H[tail] === Op.LITERAL ? H[tail + 1]! : -1;
          let p = S[sp + 2]!;
          let more = S[sp + 5]!;
          let found = false;
          while (p < end && more !== 0 && matchesOne(st, at + 4, view[base + p]!)) {
            p++;
            if (more > 0) more--;
            if (literal < 0 || (p < end && view[base + p] === literal)) {
              found = true;
              break;
            }
          }
          if (!found) continue;
          rep = S[sp + 3]!;
          top = S[sp + 4]!;
          S[sp + 2] = p;
          S[sp + 5] = more;
          sp += ENTRY;
          ptr = p;
          pc = tail;
          continue next;
        }
        case Kind.alternative: {
          const p = S[sp + 2]!;
          const a = firstAlternative(st, S[sp + 1]!, p);
          if (a === 0) continue;
          rep = S[sp + 3]!;
          top = S[sp + 4]!;
          const other = a + H[a]!;
          if (H[other] !== 0) {
            S[sp + 1] = other;
            sp += ENTRY;
          }
          ptr = p;
          pc = a + 1;
          continue next;
        }
        case Kind.untilTail:
          ptr = S[sp + 2]!;
          rep = M[S[sp + 3]! + Rep.previous]!;
          top = S[sp + 4]!;
          pc = S[sp + 1]! + 1;
          continue next;
        case Kind.untilBody: {
          const record = S[sp + 3]!;
          const head = M[record + Rep.pc]!;
          const max = H[head + 3]!;
          const count = M[record + Rep.count]! + 1;
          const last = M[record + Rep.last]!;
          const p = S[sp + 2]!;
          if ((count >= max && max !== UNLIMITED) || p === last) continue;
          top = S[sp + 4]!;
          S[sp] = Kind.undoRepeat;
          S[sp + 1] = record;
          S[sp + 2] = count - 1;
          S[sp + 3] = last;
          sp += ENTRY;
          M[record + Rep.count] = count;
          M[record + Rep.last] = p;
          rep = record;
          ptr = p;
          pc = head + 4;
          continue next;
        }
        case Kind.negative: {
          const at = S[sp + 1]!;
          ptr = S[sp + 2]!;
          rep = S[sp + 3]!;
          top = S[sp + 4]!;
          frame = S[sp + 5]!;
          pc = at + 1 + H[at + 1]!;
          continue next;
        }
        case Kind.possessive: {
          const at = S[sp + 1]!;
          frame = S[sp + 5]!;
          if (S[sp + 6]! < H[at + 2]!) continue;
          ptr = S[sp + 2]!;
          rep = S[sp + 3]!;
          top = S[sp + 4]!;
          pc = at + 2 + H[at + 1]!;
          continue next;
        }
        default:
          // an assertion or an atomic group
          frame = S[sp + 5]!;
          continue;
      }
    }
  }
}
