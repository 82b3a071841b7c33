import type { Runtime } from '../../core/runtime.ts';
import type { Characters } from './characters.ts';
import { Op } from './codes.ts';
import { eachInstruction } from './instructions.ts';
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
  eachInstruction(rt.H, start, end, (pc) => {
    if (KINDS.includes(rt.H[pc]!)) rewrite(building, pc, rt.H[pc]!);
  });
  const all = new Uint8Array(building.tables.length * 256);
  for (const [i, table] of building.tables.entries()) all.set(table, i * 256);
  return all;
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
