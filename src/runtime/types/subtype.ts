import { Gc, Ob, Ty } from '../../memory/layout.ts';
import type { SlotContract, TypeContract } from '../../memory/type-contract.ts';
import { clearSlots } from '../../memory/type-contract.ts';
import { detachDict, hasInlineValues, isHiddenDict, visitValues } from '../containers/instance-dict.ts';
import { dictSlot } from '../core/instance.ts';
import { Tp, TpFlag } from '../core/layout.ts';
import { InternalError, type Runtime } from '../core/runtime.ts';
import type { Destructor } from '../core/signatures.ts';
import { clearWeakrefs, clearWeakrefsQuietly } from './weakref.ts';

/**
 * Instances of classes made by Python code: how the memory layer sees them and how they die.
 * CPython: Objects/typeobject.c subtype_traverse, subtype_clear, subtype_dealloc
 */

/** Fields that a class adds to its base's layout. */
export interface AddedFields {
  /** Labels of `__slots__` members, at consecutive slots from word offset `at`. */
  members: readonly string[];
  at: number;
  /** Word offset of a `__dict__` slot that this class adds; negative: before the end of a variable-sized object; 0: none. */
  dict: number;
}

/** Index of the contract of a class's instances. Classes of the same name and layout share one. */
export function subtypeContract(rt: Runtime, name: string, base: number, added: AddedFields): number {
  const baseIndex = rt.H[base + Ty.contract];
  const key = `${baseIndex} ${added.at} ${added.dict} ${name} ${added.members.join(' ')}`;
  const known = rt.stateOf('subtype contracts', () => new Map<string, number>());
  let index = known.get(key);
  if (index === undefined) {
    index = rt.heap.addContract(makeContract(rt, name, rt.heap.contracts[baseIndex], added));
    known.set(key, index);
  }
  return index;
}

function makeContract(rt: Runtime, name: string, base: TypeContract, added: AddedFields): TypeContract {
  const slots: SlotContract[] = added.members.map((label, i) => ({ at: added.at + 2 * i, label }));
  const { attributes, inlineDictUnseen } = rt.model.gc;
  const values = added.dict > 0 && attributes !== 'dict';
  if (added.dict > 0) slots.push({ at: added.dict, label: '__dict__', hidden: values });
  const own = slots.length;
  slots.push(...base.slots);
  const H = rt.H;
  const dictAtEnd = added.dict < 0;
  const contract: TypeContract = {
    name,
    gc: true,
    slots,
    items: base.items,
    indirect: base.indirect,
    describe: base.describe,
    traverse: base.traverse,
    table: dictAtEnd ? undefined : base.table,
    sizeOf: base.sizeOf,
    finalize: (op) => {
      const f = H[H[op + Ob.type] + Tp.finalize];
      if (f !== 0) finalizeHeld(rt, op, rt.fn[f] as Destructor);
    },
    hasFinalizer: (op) => H[H[op + Ob.type] + Tp.finalize] !== 0,
  };
  if (dictAtEnd) {
    contract.traverse = (heap, op, visit) => {
      base.traverse?.(heap, op, visit);
      const slot = dictSlot(rt, op);
      if (slot !== 0 && H[slot] !== 0) visit(H[slot], slot);
    };
    contract.describe = (heap, op, slot) => (slot === dictSlot(rt, op) ? '__dict__' : (base.describe?.(heap, op, slot) ?? `word ${slot - op}`));
  }
  if (values || base.traverseVisible !== undefined) {
    contract.traverseVisible = (heap, op, visit) => {
      if (base.traverseVisible !== undefined) base.traverseVisible(heap, op, visit);
      else base.traverse?.(heap, op, visit);
      const dict = values ? H[op + added.dict] : 0;
      if (dict === 0) return;
      const hidden = isHiddenDict(H, dict);
      const inline = !hidden && hasInlineValues(H, dict);
      if (hidden || inline) visitValues(H, dict, visit);
      if (!hidden && !(inline && inlineDictUnseen)) visit(dict, op + added.dict);
    };
  }
  if (base.clear !== undefined || dictAtEnd || values) {
    contract.clear = (op) => {
      if (values && H[op + added.dict] !== 0) detachDict(rt, H[op + added.dict]);
      for (let i = 0; i < own; i++) rt.clearSlot(op + slots[i].at);
      if (dictAtEnd) {
        const slot = dictSlot(rt, op);
        if (slot !== 0) rt.clearSlot(slot);
      }
      if (base.clear !== undefined) base.clear(op);
      else clearSlots(rt.heap, op, false);
    };
  }
  return contract;
}

/**
 * Runs a finalizer. Whoever calls it (deallocator or collector) holds the object with one count: for that time the count has a slot on the
 * native stack, so that it can be explained.
 */
export function finalizeHeld(rt: Runtime, op: number, finalize: Destructor): void {
  const mark = rt.mark();
  rt.own(op);
  finalize(rt, op);
  rt.unown(op);
  if (rt.mark() !== mark) throw new InternalError('native stack not balanced after a finalizer');
}

/** tp_dealloc of classes made by Python code: finalizer, weak references, slots, dict, then the native base's part. CPython: subtype_dealloc */
export function subtypeDealloc(rt: Runtime, op: number): void {
  const H = rt.H;
  const heap = rt.heap;
  let type = H[op + Ob.type];
  if (H[op + Gc.next] !== 0) rt.untrack(op);
  if (!heap.trashBegin(op)) return;
  const self = H[type + Tp.dealloc];
  let base = H[type + Tp.base];
  while (H[base + Tp.dealloc] === self) base = H[base + Tp.base];
  const ownWeaklist = H[type + Tp.weaklistoffset] > 0 && H[base + Tp.weaklistoffset] === 0;
  if (H[type + Tp.finalize] !== 0) {
    rt.track(op);
    if (heap.gc.finalizeAtDealloc(op)) {
      heap.trashEnd();
      return;
    }
    if (H[op + Gc.next] !== 0) rt.untrack(op);
    if (ownWeaklist) {
      clearWeakrefs(rt, op);
      clearWeakrefsQuietly(rt, op);
    }
  } else if (ownWeaklist && H[op + H[type + Tp.weaklistoffset]] !== 0) clearWeakrefs(rt, op);
  for (let t = type; t !== base; t = H[t + Tp.base]) {
    const n = H[t + Ob.size];
    if (n !== 0) {
      const first = op + (H[H[t + Tp.base] + Tp.basicsize] >> 2);
      for (let i = 0; i < n; i++) rt.clearSlot(first + 2 * i);
    }
  }
  if (H[type + Tp.dictoffset] !== 0 && H[base + Tp.dictoffset] === 0) {
    const slot = dictSlot(rt, op);
    if (H[slot] !== 0) {
      detachDict(rt, H[slot]);
      rt.clearSlot(slot);
    }
  }
  // a finalizer may have given the object another class
  type = H[op + Ob.type];
  const baseFlags = H[base + Tp.flags];
  if ((baseFlags & TpFlag.HAVE_GC) !== 0) {
    rt.track(op);
    heap.trashcan.pass(op);
  }
  (rt.fn[H[base + Tp.dealloc]] as Destructor)(rt, op);
  if ((baseFlags & TpFlag.HEAPTYPE) === 0) rt.decref(type);
  heap.trashEnd();
}
