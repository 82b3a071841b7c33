import { Ob, SlotFlag } from '../memory/layout.ts';
import type { Runtime } from '../runtime/core/runtime.ts';

/** Runs `look` as if the slot `slot` did not hold its object. `look` must not run Python code or allocate in the heap. */
export function withoutAsker<V>(rt: Runtime, slot: number, look: () => V): V {
  const { H } = rt;
  const op = H[slot];
  const counts = H[slot + 1] === SlotFlag.owned;
  H[slot] = 0;
  if (counts) H[op + Ob.refcnt]--;
  try {
    return look();
  } finally {
    H[slot] = op;
    if (counts) H[op + Ob.refcnt]++;
  }
}
