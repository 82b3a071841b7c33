import type { Runtime } from '../../core/runtime.ts';
import { libraryRelease } from '../library-release.ts';
import { Info, MAGIC, Op } from './codes.ts';
import { eachInstruction } from './instructions.ts';

/** What `_sre.MAGIC` must be for the `re` of the library in use; the instructions of 3.11 and later are the same. */
export function libraryMagic(rt: Runtime): number {
  const release = libraryRelease(rt);
  if (release <= 10) return 20171005;
  if (release === 11) return 20220615;
  return release === 12 ? 20221023 : MAGIC;
}

/** Number of an instruction of 3.7 to 3.10 (which have CALL after BRANCH and no atomic groups) as we number it. */
function fromOlder(op: number): number {
  if (op <= Op.BRANCH) return op;
  return op <= Op.MIN_REPEAT_ONE + 1 ? op - 1 : op + 2;
}

/** Renumbers the instructions of a set. CPython: _validate_charset */
function renumberSet(H: Int32Array, set: number): void {
  for (let at = set; ; ) {
    const op = fromOlder(H[at]!);
    H[at] = op;
    switch (op) {
      case Op.NEGATE:
        at++;
        break;
      case Op.LITERAL:
      case Op.CATEGORY:
        at += 2;
        break;
      case Op.RANGE:
      case Op.RANGE_UNI_IGNORE:
        at += 3;
        break;
      case Op.CHARSET:
        at += 9;
        break;
      case Op.BIGCHARSET:
        at += 66 + H[at + 1]! * 8;
        break;
      default:
        return;
    }
  }
}

/** Renumbers a pattern that the `re` of an older library has compiled: words [start, end) of the heap. */
export function renumberOlder(rt: Runtime, start: number, end: number): void {
  if (libraryRelease(rt) > 10) return;
  const H = rt.H;
  eachInstruction(H, start, end, (pc) => {
    const op = fromOlder(H[pc]!);
    H[pc] = op;
    const isSet = op === Op.IN || op === Op.IN_IGNORE || op === Op.IN_UNI_IGNORE || op === Op.IN_LOC_IGNORE;
    if (isSet) renumberSet(H, pc + 2);
    else if (op === Op.INFO && (H[pc + 2]! & Info.CHARSET) !== 0) renumberSet(H, pc + 5);
  });
}
