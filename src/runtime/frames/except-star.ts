import { raise } from '../core/errors.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';

/** CHECK_EG_MATCH: `exc, type -> rest, match`. */
export function exceptStar(rt: Runtime): number {
  return raise(rt, T.NotImplementedError, 'except*');
}

/** PREP_RERAISE_STAR: `original, list -> exc`. */
export function prepareReraiseStar(rt: Runtime): number {
  return raise(rt, T.NotImplementedError, 'except*');
}
