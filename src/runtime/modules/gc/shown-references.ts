/**
 * What gc.get_referents and gc.get_referrers see: the references that the release's tp_traverse shows, in its order. The collector itself needs neither
 * the order nor that references to what can form no cycle are left out, so its contracts (memory/type-contract.ts) name all slots.
 */
import { Gc, Ob, SlotFlag } from '../../../memory/layout.ts';
import { traverse } from '../../../memory/type-contract.ts';
import { KeyKind, Keys } from '../../containers/dict-layout.ts';
import { dictNext, nextKey, nextValue } from '../../containers/dict-object.ts';
import { hasInlineValues } from '../../containers/instance-dict.ts';
import { FilterIter } from '../../containers/iterator-layout.ts';
import { Dict, Func, Module, Tp, TpFlag } from '../../core/layout.ts';
import type { Runtime } from '../../core/runtime.ts';
import { T } from '../../core/static.ts';
import { Fr, Gen } from '../../frames/frame-layout.ts';
import { Super } from '../../types/descr-layout.ts';

/** References of an object (borrowed, with repetitions), each with the address of its slot. */
type Shown = { ref: number; slot: number }[];

/** func_traverse */
const FUNCTION_ORDER = [
  Func.code,
  Func.globals,
  Func.builtins,
  Func.module,
  Func.defaults,
  Func.kwdefaults,
  Func.doc,
  Func.name,
  Func.dict,
  Func.closure,
  Func.annotations,
  Func.qualname,
  Func.typeParams,
];

/** What an object with a GC head refers to, as the collector of the model's CPython sees it (borrowed, with repetitions). CPython: tp_traverse of each type */
export function shownReferences(rt: Runtime, op: number): number[] {
  const { H } = rt;
  const type = H[op + Ob.type]!;
  const all: Shown = [];
  traverse(rt.heap, op, (ref, slot) => all.push({ ref, slot }), true);
  const base = nativeBase(rt, type);
  const own = ownOrder(
    rt,
    op,
    base,
    all.filter(({ slot }) => slot !== op + Ob.type),
  );
  const holdsType = (H[type + Tp.flags]! & TpFlag.HOLDS) !== 0;
  if (!holdsType) return refs(own);
  // attributes that classes add come first, then the type, then what the native base has
  const native = nativeSlots(rt, op, base);
  const added = base === type ? [] : all.filter(({ slot }) => slot !== op + Ob.type && !native.has(slot));
  const inherited = base === type ? own : own.filter(({ slot }) => !added.some((entry) => entry.slot === slot));
  const { name } = rt.heap.contracts[H[base + Tp.contract]!]!;
  const typeLast = base === type && (name === 'operator.attrgetter' || name === 'operator.methodcaller');
  return typeLast ? [...refs(inherited), type] : [...refs(added), type, ...refs(inherited)];
}

/** Tracked objects (borrowed) of which shownReferences has one of `targets`. */
export function shownReferrers(rt: Runtime, targets: ReadonlySet<number>): number[] {
  return rt.heap.gc.getObjects().filter((op) => shownReferences(rt, op).some((ref) => targets.has(ref)));
}

function refs(shown: Shown): number[] {
  return shown.map(({ ref }) => ref);
}

function nativeBase(rt: Runtime, type: number): number {
  let base = type;
  while ((rt.H[base + Tp.flags]! & TpFlag.HEAPTYPE) !== 0) base = rt.H[base + Tp.base]!;
  return base;
}

/** Slots of an object that its native base declares or finds. */
function nativeSlots(rt: Runtime, op: number, base: number): ReadonlySet<number> {
  const { H } = rt;
  const { slots, items, indirect, traverse: visitAll } = rt.heap.contracts[H[base + Tp.contract]!]!;
  const found = new Set(slots.map(({ at }) => op + at));
  const addRun = (first: number, n: number): void => {
    for (let i = 0; i < n; i++) found.add(first + 2 * i);
  };
  if (items !== undefined) addRun(op + items.at, Math.abs(H[op + (items.count ?? Ob.size)]!));
  if (indirect !== undefined) addRun(H[op + indirect.pointer]!, H[op + indirect.count]!);
  visitAll?.(rt.heap, op, (_ref, slot) => found.add(slot));
  return found;
}

/** The references but the one to the type, reordered or left out as the traverse function of the native base has it. */
function ownOrder(rt: Runtime, op: number, base: number, all: Shown): Shown {
  const { H } = rt;
  if ((H[base + Tp.flags]! & TpFlag.DICT_SUBCLASS) !== 0) return dictOrder(rt, op, base, all);
  switch (base) {
    case T.function: {
      const hidden = (rt.model.absent['function'] ?? []).includes('__builtins__');
      return FUNCTION_ORDER.flatMap((at) => (at === Func.builtins && hidden ? [] : slotAt(rt, op, at)));
    }
    case T.filter:
      return [...slotAt(rt, op, FilterIter.iterator), ...slotAt(rt, op, FilterIter.function)];
    case T.super:
      return [Super.obj, Super.type, Super.objType].flatMap((at) => slotAt(rt, op, at));
    case T.module:
      return all.filter(({ slot }) => slot !== op + Module.name);
    case T.generator:
    case T.coroutine:
    case T.async_generator:
      return rt.model.gc.framesCounted ? all : generatorOrder(rt, op);
    case T.frame:
      // a frame that runs or is a generator's shows nothing: its variables belong to the interpreter
      return rt.model.gc.framesCounted || H[op + Gc.next] !== 0 ? all : [];
    default: {
      const { name } = rt.heap.contracts[H[base + Tp.contract]!]!;
      // methodcaller's name cannot form a cycle, and was visited only when the type became one made at run time
      return name === 'operator.methodcaller' && !rt.model.heldTypes.has(name) ? all.slice(1) : all;
    }
  }
}

function slotAt(rt: Runtime, op: number, at: number): Shown {
  const ref = rt.H[op + at]!;
  return ref === 0 || rt.H[op + at + 1] === SlotFlag.borrowed ? [] : [{ ref, slot: op + at }];
}

/** Tables of str keys show values only. CPython: dict_traverse, odict_traverse */
function dictOrder(rt: Runtime, op: number, base: number, all: Shown): Shown {
  const { H } = rt;
  const keys = H[op + Dict.keys]!;
  const own = new Set<number>();
  const entries: Shown = [];
  const names: Shown = [];
  if (keys !== 0 && !hasInlineValues(H, op)) {
    const general = H[keys + Keys.kind] === KeyKind.general;
    for (let pos = dictNext(rt, op, 0); pos !== -1; pos = dictNext(rt, op, pos)) {
      entries.push({ ref: nextValue(rt), slot: -pos });
      if (general) entries.push({ ref: nextKey(rt), slot: -pos });
      names.push({ ref: nextKey(rt), slot: -pos });
    }
  }
  rt.heap.contracts[H[T.dict + Tp.contract]!]!.traverse?.(rt.heap, op, (_ref, slot) => own.add(slot));
  const rest = all.filter(({ slot }) => !own.has(slot));
  if (base === T.dict || rt.heap.contracts[H[base + Tp.contract]!]!.name !== 'collections.OrderedDict') return [...rest, ...entries];
  // its nodes hold the keys once more
  const nodes = new Set(refs(names));
  return [...rest.filter(({ ref }) => !nodes.has(ref)), ...names, ...entries];
}

/** CPython: gen_traverse, _PyFrame_Traverse (3.11) */
function generatorOrder(rt: Runtime, gen: number): Shown {
  const { H } = rt;
  const shown: Shown = [Gen.name, Gen.qualname].flatMap((at) => slotAt(rt, gen, at));
  if (rt.model.frames.generatorHoldsCode) shown.unshift(...slotAt(rt, gen, Gen.code));
  const frame = H[gen + Gen.frame]! || H[gen + Gen.unstarted]!;
  if (frame !== 0) {
    // somebody has asked for it
    if (H[frame]! > 1) shown.push({ ref: frame, slot: gen + Gen.frame });
    for (const at of [Fr.locals, Fr.func, Fr.code]) shown.push(...slotAt(rt, frame, at));
    for (let slot = frame + Fr.localsplus; slot < H[frame + Fr.sp]!; slot += 2) shown.push(...slotAt(rt, slot, 0));
  }
  for (const at of [Gen.excType, Gen.excValue, Gen.excTraceback]) shown.push(...slotAt(rt, gen, at));
  return shown;
}
