import { Gc, Ob, SlotFlag } from '../../memory/layout.ts';
import type { SlotContract, TypeContract } from '../../memory/type-contract.ts';
import { freeInstance } from '../core/instance.ts';
import { Tp, TpFlag } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Destructor } from '../core/signatures.ts';
import { clearWeakrefs } from './weakref.ts';

/**
 * The deallocator that follows from a contract: finalizer, untrack, weak references, slots in declared order, items from the last to
 * the first, the separate block, the memory. Serves instances of subclasses too (their own slots are gone by then).
 */
export function deallocatorOf(contract: Omit<TypeContract, 'name'>, weaklistoffset: number, finalizes: boolean): Destructor {
  const offsets = contract.slots.map((slot) => slot.at);
  const { items, indirect } = contract;
  return (rt, op) => {
    const H = rt.H;
    const gc = (H[H[op + Ob.type] + Tp.flags] & TpFlag.HAVE_GC) !== 0;
    if (finalizes && rt.heap.gc.finalizeAtDealloc(op)) return;
    if (gc) {
      if (H[op + Gc.next] !== 0) rt.untrack(op);
      if (!rt.heap.trashBegin(op)) return;
    }
    if (weaklistoffset !== 0 && H[op + weaklistoffset] !== 0) clearWeakrefs(rt, op);
    for (let i = 0; i < offsets.length; i++) clearOwned(rt, op + offsets[i]);
    if (items !== undefined) {
      const count = Math.abs(H[op + (items.count ?? Ob.size)]);
      for (let i = count - 1; i >= 0; i--) clearOwned(rt, op + items.at + 2 * i);
    }
    if (indirect !== undefined && H[op + indirect.pointer] !== 0) {
      const block = H[op + indirect.pointer];
      for (let n = H[op + indirect.count] - 1; n >= 0; n--) {
        H[op + indirect.count] = n;
        clearOwned(rt, block + 2 * n);
      }
      H[op + indirect.pointer] = 0;
      rt.heap.free(block);
    }
    freeInstance(rt, op);
    if (gc) rt.heap.trashEnd();
  };
}

/** The deallocator of a type that adds slots to a base with a deallocator of its own (index `base`): own part, then the base's. */
export function chainedDeallocator(slots: readonly SlotContract[], weaklistoffset: number, finalizes: boolean, base: number): Destructor {
  const offsets = slots.map((slot) => slot.at);
  return (rt, op) => {
    const H = rt.H;
    const gc = (H[H[op + Ob.type] + Tp.flags] & TpFlag.HAVE_GC) !== 0;
    if (finalizes && rt.heap.gc.finalizeAtDealloc(op)) return;
    if (gc) {
      if (H[op + Gc.next] !== 0) rt.untrack(op);
      if (!rt.heap.trashBegin(op)) return;
    }
    if (weaklistoffset !== 0 && H[op + weaklistoffset] !== 0) clearWeakrefs(rt, op);
    for (let i = 0; i < offsets.length; i++) clearOwned(rt, op + offsets[i]);
    if (gc) {
      rt.track(op);
      rt.heap.trashcan.pass(op);
    }
    (rt.fn[base] as Destructor)(rt, op);
    if (gc) rt.heap.trashEnd();
  };
}

/** Empties a slot; what it only shows without counting (SlotFlag.borrowed) is left as it is. */
export function clearOwned(rt: Runtime, slot: number): void {
  if (rt.H[slot + 1] === SlotFlag.borrowed) rt.H[slot] = 0;
  else rt.clearSlot(slot);
}

/** tp_dealloc of a type without references: frees the memory. */
export function plainDealloc(rt: Runtime, op: number): void {
  freeInstance(rt, op);
}
