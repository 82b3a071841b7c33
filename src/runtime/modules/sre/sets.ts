import type { Runtime } from '../../core/runtime.ts';
import { type Characters, lowerAscii, upperAscii } from './characters.ts';
import { Op } from './codes.ts';

/** Is the character in the set whose instructions start at word `set`? CPython: SRE(charset) */
export function inSet(rt: Runtime, chars: Characters, set: number, c: number): boolean {
  const H = rt.H;
  let yes = true;
  let at = set;
  for (;;) {
    switch (H[at]) {
      case Op.FAILURE:
        return !yes;
      case Op.LITERAL:
        if (c === H[at + 1]) return yes;
        at += 2;
        break;
      case Op.CATEGORY:
        if (chars.inCategory(H[at + 1]!, c)) return yes;
        at += 2;
        break;
      case Op.CHARSET:
        if (c < 256 && (H[at + 1 + (c >> 5)]! & (1 << (c & 31))) !== 0) return yes;
        at += 9;
        break;
      case Op.RANGE:
        if (H[at + 1]! <= c && c <= H[at + 2]!) return yes;
        at += 3;
        break;
      case Op.RANGE_UNI_IGNORE: {
        if (H[at + 1]! <= c && c <= H[at + 2]!) return yes;
        const upper = chars.upper(c);
        if (H[at + 1]! <= upper && upper <= H[at + 2]!) return yes;
        at += 3;
        break;
      }
      case Op.NEGATE:
        yes = !yes;
        at++;
        break;
      case Op.BIGCHARSET: {
        const count = H[at + 1]!;
        const blocks = at + 66;
        if (c < 0x10000) {
          const block = rt.U8[(at + 2) * 4 + (c >> 8)]!;
          if ((H[blocks + block * 8 + ((c & 255) >> 5)]! & (1 << (c & 31))) !== 0) return yes;
        }
        at = blocks + count * 8;
        break;
      }
      default:
        return false;
    }
  }
}

/** Is the character in the set of an IN instruction of any kind (`op`)? */
export function inSetOf(rt: Runtime, chars: Characters, op: number, set: number, c: number): boolean {
  switch (op) {
    case Op.IN_IGNORE:
      return inSet(rt, chars, set, lowerAscii(c));
    case Op.IN_UNI_IGNORE:
      return inSet(rt, chars, set, chars.lower(c));
    case Op.IN_LOC_IGNORE: {
      const lower = lowerAscii(c);
      if (inSet(rt, chars, set, lower)) return true;
      const upper = upperAscii(c);
      return upper !== lower && inSet(rt, chars, set, upper);
    }
    default:
      return inSet(rt, chars, set, c);
  }
}
