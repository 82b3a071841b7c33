import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Mat } from './layout.ts';
import type { Subject } from './state.ts';
import { sliceSubject } from './subject.ts';

/** Text of group `i` out of an opened subject, 0 when it did not match. New reference. */
export function groupSlice(rt: Runtime, self: number, subject: Subject, i: number): Owned {
  const H = rt.H;
  const from = H[self + Mat.marks + 4 * i]!;
  if (from < 0) return 0 as Owned;
  return sliceSubject(rt, subject, Math.min(from, subject.length), Math.min(H[self + Mat.marks + 4 * i + 2]!, subject.length));
}
