import type { Runtime } from '../../core/runtime.ts';
import type { Characters } from './characters.ts';
import { Op } from './codes.ts';
import { inSetOf } from './sets.ts';

/**
 * Sets become tables: an IN instruction of a checked pattern is rewritten to
 *
 *   IN_TABLE | skip + kind << 16 + number << 18 | set …
 *
 * where table `number` of the pattern (256 bytes, one a character below 256) says what the set says. kind is the index in KINDS.
 */
export const KINDS: readonly number[] = [Op.IN, Op.IN_IGNORE, Op.IN_UNI_IGNORE, Op.IN_LOC_IGNORE];

/** Most tables that a pattern gets; later sets stay as they are. */
const MOST_TABLES = 1 << 12;

interface Building {
  readonly rt: Runtime;
  readonly chars: Characters;
  readonly tables: Uint8Array[];
}

/** Rewrites the sets of the code in [start, end) of the heap and gives their tables. */
export function makeTables(rt: Runtime, chars: Characters, start: number, end: number): Uint8Array {
  const building: Building = { rt, chars, tables: [] };
  walk(building, start, end);
  const all = new Uint8Array(building.tables.length * 256);
  for (const [i, table] of building.tables.entries()) all.set(table, i * 256);
  return all;
}

/** Goes through the instructions one after the other: what is nested is in line. */
function walk(building: Building, start: number, end: number): void {
  const { H } = building.rt;
  for (let pc = start; pc < end; ) {
    const op = H[pc]!;
    switch (op) {
      case Op.IN:
      case Op.IN_IGNORE:
      case Op.IN_UNI_IGNORE:
      case Op.IN_LOC_IGNORE: {
        const skip = H[pc + 1]!;
        rewrite(building, pc, op);
        pc += 1 + skip;
        break;
      }
      case Op.INFO:
        pc += 1 + H[pc + 1]!;
        break;
      case Op.BRANCH:
        // <BRANCH> then for each alternative <skip> code <JUMP> <skip>, at last 0: a skip looks like no instruction, so go by hand
        pc = walkBranch(building, pc + 1);
        break;
      default:
        pc += instructionWords(op);
    }
  }
}

function walkBranch(building: Building, first: number): number {
  const { H } = building.rt;
  let at = first;
  while (H[at] !== 0) {
    const next = at + H[at]!;
    walk(building, at + 1, next);
    at = next;
  }
  return at + 1;
}

/** Words of an instruction before what is nested in it. */
function instructionWords(op: number): number {
  switch (op) {
    case Op.LITERAL:
    case Op.NOT_LITERAL:
    case Op.LITERAL_IGNORE:
    case Op.NOT_LITERAL_IGNORE:
    case Op.LITERAL_UNI_IGNORE:
    case Op.NOT_LITERAL_UNI_IGNORE:
    case Op.LITERAL_LOC_IGNORE:
    case Op.NOT_LITERAL_LOC_IGNORE:
    case Op.AT:
    case Op.CATEGORY:
    case Op.MARK:
    case Op.JUMP:
    case Op.GROUPREF:
    case Op.GROUPREF_IGNORE:
    case Op.GROUPREF_UNI_IGNORE:
    case Op.GROUPREF_LOC_IGNORE:
    case Op.ATOMIC_GROUP:
      return 2;
    case Op.GROUPREF_EXISTS:
    case Op.ASSERT:
    case Op.ASSERT_NOT:
      return 3;
    case Op.REPEAT:
    case Op.REPEAT_ONE:
    case Op.MIN_REPEAT_ONE:
    case Op.POSSESSIVE_REPEAT:
    case Op.POSSESSIVE_REPEAT_ONE:
      return 4;
    default:
      return 1;
  }
}

function rewrite(building: Building, pc: number, op: number): void {
  const { rt, chars, tables } = building;
  const skip = rt.H[pc + 1]!;
  if (tables.length >= MOST_TABLES || skip >= 65536) return;
  const table = new Uint8Array(256);
  for (let c = 0; c < 256; c++) if (inSetOf(rt, chars, op, pc + 2, c)) table[c] = 1;
  rt.H[pc] = Op.IN_TABLE;
  rt.H[pc + 1] = skip | (KINDS.indexOf(op) << 16) | (tables.length << 18);
  tables.push(table);
}
