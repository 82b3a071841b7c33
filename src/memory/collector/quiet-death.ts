/**
 * Garbage that can be freed all at once: no finalizer is left to run. Clearing cycles one object after the other (deleteGarbage) is needed only where somebody could
 * notice the order: a finalizer, or a deallocator that is not the memory layer's own. Where nobody can, every member's memory goes back
 * directly, references between members need no count, and only those to objects outside are given up.
 */
import { Quiet } from '../kernel/death-code.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { initList } from './gc-list.ts';
import type { CountedHeap } from './passes.ts';

/**
 * Frees the members of `list`, whose marks have the codes of unreachable objects, and what only they hold, if nobody can notice: no object outside the set can do more than go when it is given up. False when it could be
 * noticed and nothing was done. `full`: the set is what a collection of everything found, so that every tracked object outside it is held by something else, too.
 */
export function dieQuietly(heap: CountedHeap, kernel: Kernel, list: number, full: boolean): boolean {
  const quiet = kernel.isQuiet(list, full ? 1 : 0);
  if (quiet === Quiet.no) return false;
  if (quiet === Quiet.holding) kernel.release(list);
  kernel.sweep(list, heap.ownFree ? 1 : 0);
  initList(heap.H, list);
  return true;
}
