import { Ob } from '../../memory/layout.ts';
import { dictGetStr } from '../containers/dict-object.ts';
import { findInMro } from '../core/abstract/attribute.ts';
import { hashNotImplemented } from '../core/abstract/object.ts';
import { subtypeOf } from '../core/errors.ts';
import { CFunc, Tp, TpFlag } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { S, T } from '../core/static.ts';
import { Descr } from './descr-layout.ts';
import { nativeNew } from './native-new.ts';
import { type SlotDef, slotDefs, slotDefsByName, slotDefsBySlot } from './slot-defs.ts';
import { subclassesOf } from './subclasses.ts';

/** Keeps the slots of a class in step with its special methods. CPython: Objects/typeobject.c update_one_slot and its callers */

/** The one filled slot among those that stand for a method, 0 when none or several. CPython: resolve_slotdups */
function onlySlot(rt: Runtime, type: number, text: string): number {
  let found = 0;
  for (const d of slotDefsByName.get(text)!) {
    if (rt.H[type + d.slot] === 0 || d.slot === found) continue;
    if (found !== 0) return 0;
    found = d.slot;
  }
  return found;
}

/** CPython: update_one_slot */
function updateOneSlot(rt: Runtime, type: number, defs: readonly SlotDef[]): void {
  const H = rt.H;
  const slot = defs[0].slot;
  let specific = 0;
  let generic = 0;
  let useGeneric = false;
  for (const d of defs) {
    const descr = findInMro(rt, type, rt.slotNames[d.name]);
    if (descr === 0) continue;
    const kind = H[descr + Ob.type];
    if (kind === T.wrapper_descriptor && slotDefs[H[descr + Descr.def]].name === d.name) {
      const only = onlySlot(rt, type, d.text);
      if (only === 0 || only === slot) generic = d.function === null ? 0 : rt.slotIndex(d.function);
      const wrapped = H[descr + Descr.wrapped];
      if ((specific === 0 || specific === wrapped) && slotDefs[H[descr + Descr.def]].wrap === d.wrap && subtypeOf(rt, type, H[descr + Descr.type])) {
        specific = wrapped;
      } else useGeneric = true;
    } else if (slot === Tp.new && kind === T.builtin_function_or_method && rt.methodDefs[H[descr + CFunc.def]] === nativeNew) {
      specific = H[H[descr + CFunc.self] + Tp.new];
    } else if (descr === S.None && slot === Tp.hash) {
      specific = rt.slotIndex(hashNotImplemented);
    } else {
      useGeneric = true;
      generic = d.function === null ? 0 : rt.slotIndex(d.function);
    }
  }
  H[type + slot] = specific !== 0 && !useGeneric ? specific : generic;
}

/** Sets all slots of a new class from its attributes. CPython: fixup_slot_dispatchers */
export function fixupSlots(rt: Runtime, type: number): void {
  for (const defs of slotDefsBySlot.values()) if (isShown(rt, defs[0].slot)) updateOneSlot(rt, type, defs);
}

/** Is there a special method for the slot under the model? The buffer protocol has one since 3.12. */
function isShown(rt: Runtime, slot: number): boolean {
  return slot !== Tp.asBuffer || rt.model.natives.bufferMethods;
}

/** An attribute of a class was set or deleted: renews the slots it stands for, in subclasses too. CPython: update_slot */
export function updateSlot(rt: Runtime, type: number, name: number): void {
  const defs = slotDefsByName.get(rt.hooks.strText(rt, name));
  if (defs === undefined) return;
  const slots = new Set(defs.map((d) => d.slot));
  updateSubtree(rt, type, defs[0], slots);
}

function updateSubtree(rt: Runtime, type: number, named: SlotDef, slots: ReadonlySet<number>): void {
  if ((rt.H[type + Tp.flags] & TpFlag.HEAPTYPE) !== 0)
    for (const slot of slots) if (isShown(rt, slot)) updateOneSlot(rt, type, slotDefsBySlot.get(slot)!);
  for (const sub of subclassesOf(rt, type)) {
    const dict = rt.H[sub + Tp.dict];
    if (dict !== 0 && dictGetStr(rt, dict, rt.slotNames[named.name]) !== 0) continue;
    updateSubtree(rt, sub, named, slots);
  }
}

/** Renews all slots of a class and its subclasses (its bases changed). CPython: update_all_slots */
export function updateAllSlots(rt: Runtime, type: number): void {
  fixupSlots(rt, type);
  for (const sub of subclassesOf(rt, type)) if ((rt.H[sub + Tp.flags] & TpFlag.HEAPTYPE) !== 0) updateAllSlots(rt, sub);
}
