import { lowerAscii, upperAscii } from './characters.ts';
import { Op } from './codes.ts';
import { inSetOf } from './sets.ts';
import type { SreState } from './state.ts';
import { KINDS } from './tables.ts';

/** Instructions that match one character: one at a time, or as many as there are. */

/** Does the character in the locale's ignore-case comparison equal `lower`? CPython: char_loc_ignore */
function localeEquals(literal: number, c: number): boolean {
  return c === literal || lowerAscii(c) === literal || upperAscii(c) === literal;
}

/** Is a character above 255 in the set of the IN_TABLE instruction at `pc`? */
export function inWideSet(st: SreState, pc: number, c: number): boolean {
  return inSetOf(st.rt, st.chars, KINDS[(st.rt.H[pc + 1]! >> 16) & 3]!, pc + 2, c);
}

/** Does the one-character instruction at `pc` take the character? */
export function matchesOne(st: SreState, pc: number, c: number): boolean {
  const H = st.rt.H;
  const op = H[pc]!;
  switch (op) {
    case Op.IN_TABLE:
      return c < 256 ? st.tables[((H[pc + 1]! >>> 18) << 8) + c] !== 0 : inWideSet(st, pc, c);
    case Op.LITERAL:
      return c === H[pc + 1];
    case Op.NOT_LITERAL:
      return c !== H[pc + 1];
    case Op.ANY:
      return c !== 10;
    case Op.ANY_ALL:
      return true;
    case Op.CATEGORY:
      return st.chars.inCategory(H[pc + 1]!, c);
    case Op.LITERAL_IGNORE:
      return lowerAscii(c) === H[pc + 1];
    case Op.NOT_LITERAL_IGNORE:
      return lowerAscii(c) !== H[pc + 1];
    case Op.LITERAL_UNI_IGNORE:
      return st.chars.lower(c) === H[pc + 1];
    case Op.NOT_LITERAL_UNI_IGNORE:
      return st.chars.lower(c) !== H[pc + 1];
    case Op.LITERAL_LOC_IGNORE:
      return localeEquals(H[pc + 1]!, c);
    case Op.NOT_LITERAL_LOC_IGNORE:
      return !localeEquals(H[pc + 1]!, c);
    case Op.IN:
    case Op.IN_IGNORE:
    case Op.IN_UNI_IGNORE:
    case Op.IN_LOC_IGNORE:
      return inSetOf(st.rt, st.chars, op, pc + 2, c);
  }
  return false;
}

/** Words of a one-character instruction. */
export function oneWords(H: Int32Array, pc: number): number {
  switch (H[pc]) {
    case Op.IN_TABLE:
      return 1 + (H[pc + 1]! & 0xffff);
    case Op.IN:
    case Op.IN_IGNORE:
    case Op.IN_UNI_IGNORE:
    case Op.IN_LOC_IGNORE:
      return 1 + H[pc + 1]!;
    case Op.ANY:
    case Op.ANY_ALL:
      return 1;
    default:
      return 2;
  }
}

/** Position behind the characters from `from` on, at most up to `limit`, that the instruction takes. CPython: SRE(count) */
export function countOnes(st: SreState, pc: number, from: number, limit: number): number {
  const { view, base, tables } = st;
  const H = st.rt.H;
  let p = from;
  switch (H[pc]) {
    case Op.IN_TABLE: {
      const table = (H[pc + 1]! >>> 18) << 8;
      while (p < limit) {
        const c = view[base + p]!;
        if (c < 256 ? tables[table + c] === 0 : !inWideSet(st, pc, c)) break;
        p++;
      }
      return p;
    }
    case Op.ANY:
      while (p < limit && view[base + p] !== 10) p++;
      return p;
    case Op.ANY_ALL:
      return limit;
    case Op.LITERAL: {
      const literal = H[pc + 1]!;
      while (p < limit && view[base + p] === literal) p++;
      return p;
    }
    case Op.NOT_LITERAL: {
      const literal = H[pc + 1]!;
      while (p < limit && view[base + p] !== literal) p++;
      return p;
    }
    default:
      while (p < limit && matchesOne(st, pc, view[base + p]!)) p++;
      return p;
  }
}
