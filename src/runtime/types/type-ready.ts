import { Ob, Ty } from '../../memory/layout.ts';
import type { SlotContract, TypeContract } from '../../memory/type-contract.ts';
import { dictGetStr, dictSet, newDict } from '../containers/dict-object.ts';
import { newTuple, tupleOf } from '../containers/tuple-object.ts';
import { hashNotImplemented } from '../core/abstract/object.ts';
import { packing } from '../core/abstract/packed-arguments.ts';
import { Tp, TpFlag, Tuple } from '../core/layout.ts';
import { InternalError, type Runtime, type SlotFunction } from '../core/runtime.ts';
import { Meth, type MethodSpec } from '../core/signatures.ts';
import { T, TYPE_CACHE, TYPE_CACHE_ENTRY, TYPE_CACHE_SIZE, TYPE_STRIDE } from '../core/static.ts';
import type { TypeSlots, TypeSpec } from '../core/type-spec.ts';
import { internStr } from '../text/interning.ts';
import { newStr } from '../text/str-object.ts';
import { newCFunction, newGetSetDescr, newMemberDescr, newMethodDescr, newMethodHolder, newWrapperDescr } from './descr-object.ts';
import { chainedDeallocator, deallocatorOf, plainDealloc } from './native-dealloc.ts';
import { nativeNew } from './native-new.ts';
import { slotDefs } from './slot-defs.ts';
import { initSlotNames } from './slot-names.ts';
import { inheritedSlots, slotOffsets } from './slot-offsets.ts';
import { addSubclass } from './subclasses.ts';
import { finalizeHeld } from './subtype.ts';

/**
 * Native types: from a TypeSpec to a type object. Two steps, because the objects that the second makes need the types that the first
 * sets up: prepare fills in the words (slots, sizes, contract), fill makes dict, bases, mro and registers the type with its base.
 * CPython: Objects/typeobject.c PyType_Ready
 */

/** Slot in a native type object through which the runtime holds it. */
const SELF = 224;

/** What a runtime knows of its native types, in the order they were made ready. */
interface NativeTypes {
  addresses: number[];
  specs: Map<number, TypeSpec>;
}

function nativeTypes(rt: Runtime): NativeTypes {
  return rt.stateOf('native types', () => {
    const known: NativeTypes = { addresses: [], specs: new Map() };
    rt.heap.roots.add({
      name: 'native types',
      traverse: (visit) => {
        for (const type of known.addresses) visit(rt.H[type + SELF], type + SELF);
      },
      describe: () => 'native type',
    });
    rt.heap.roots.add({
      name: 'type attribute cache',
      memory: [TYPE_CACHE, TYPE_CACHE + TYPE_CACHE_SIZE * TYPE_CACHE_ENTRY],
      traverse: (visit) => {
        for (let i = 0; i < TYPE_CACHE_SIZE; i++) {
          const slot = TYPE_CACHE + i * TYPE_CACHE_ENTRY + 2;
          if (rt.H[slot] !== 0) visit(rt.H[slot], slot);
        }
      },
      describe: () => 'name in the type attribute cache',
    });
    return known;
  });
}

/** The declaration of a native type, undefined for classes made by Python code. */
export function specOf(rt: Runtime, type: number): TypeSpec | undefined {
  return nativeTypes(rt).specs.get(type);
}

/**
 * Makes the static types ready at once; they may be bases and parts of one another in any order. Needs text and containers to be set up.
 * Collections are off meanwhile.
 */
export function readyTypes(rt: Runtime, declared: readonly TypeSpec[]): void {
  const specs = declared.map((spec) => inModel(rt, spec));
  const byAddress = new Map<number, TypeSpec>();
  for (const spec of specs) if (spec.at !== undefined) byAddress.set(spec.at, spec);
  const placed = new Map<TypeSpec, number>();
  const place = (spec: TypeSpec): number => {
    const done = placed.get(spec);
    if (done !== undefined) return done;
    const base = spec.at === T.object ? 0 : (spec.base ?? T.object);
    const baseSpec = byAddress.get(base);
    if (baseSpec !== undefined) place(baseSpec);
    const type = prepare(rt, spec, base);
    placed.set(spec, type);
    return type;
  };
  const order: [TypeSpec, number][] = [];
  const enabled = rt.heap.gc.enabled;
  rt.heap.gc.enabled = false;
  for (const spec of specs) place(spec);
  initSlotNames(rt);
  for (const [spec, type] of placed) order.push([spec, type]);
  for (const [spec, type] of order) fill(rt, spec, type);
  rt.heap.gc.enabled = enabled;
}

/** Makes one native type ready; its base must be. The address is borrowed: the runtime holds the type until teardown. */
export function readyType(rt: Runtime, declared: TypeSpec): number {
  const spec = inModel(rt, declared);
  const known = spec.at === undefined ? undefined : specOf(rt, spec.at);
  if (known !== undefined) return spec.at!;
  const type = prepare(rt, spec, spec.at === T.object ? 0 : (spec.base ?? T.object));
  fill(rt, spec, type);
  return type;
}

const SUBCLASS_FLAGS =
  TpFlag.LONG_SUBCLASS |
  TpFlag.LIST_SUBCLASS |
  TpFlag.TUPLE_SUBCLASS |
  TpFlag.BYTES_SUBCLASS |
  TpFlag.UNICODE_SUBCLASS |
  TpFlag.DICT_SUBCLASS |
  TpFlag.BASE_EXC_SUBCLASS |
  TpFlag.TYPE_SUBCLASS;

/** Flags that certain types carry whatever their declaration says. */
const FLAGS_OF: ReadonlyMap<number, number> = new Map<number, number>([
  [T.int, TpFlag.LONG_SUBCLASS | TpFlag.MATCH_SELF],
  [T.float, TpFlag.MATCH_SELF],
  [T.bytearray, TpFlag.MATCH_SELF],
  [T.set, TpFlag.MATCH_SELF],
  [T.frozenset, TpFlag.MATCH_SELF],
  [T.list, TpFlag.LIST_SUBCLASS | TpFlag.MATCH_SELF | TpFlag.SEQUENCE],
  [T.tuple, TpFlag.TUPLE_SUBCLASS | TpFlag.MATCH_SELF | TpFlag.SEQUENCE],
  [T.bytes, TpFlag.BYTES_SUBCLASS | TpFlag.MATCH_SELF],
  [T.str, TpFlag.UNICODE_SUBCLASS | TpFlag.MATCH_SELF],
  [T.dict, TpFlag.DICT_SUBCLASS | TpFlag.MATCH_SELF | TpFlag.MAPPING],
  [T.mappingproxy, TpFlag.MAPPING],
  [T.range, TpFlag.SEQUENCE],
  [T.memoryview, TpFlag.SEQUENCE],
  [T.BaseException, TpFlag.BASE_EXC_SUBCLASS],
  [T.type, TpFlag.TYPE_SUBCLASS],
  [T.function, TpFlag.METHOD_DESCRIPTOR],
  [T.method_descriptor, TpFlag.METHOD_DESCRIPTOR],
  [T.wrapper_descriptor, TpFlag.METHOD_DESCRIPTOR],
]);

/** The declaration as the release has it: without what it does not have yet, with methods that pack their arguments. */
function inModel(rt: Runtime, spec: TypeSpec): TypeSpec {
  const absent = rt.model.absent[spec.name] ?? [];
  const methods = spec.methods === undefined ? undefined : packing(rt, spec.name, spec.methods);
  if (absent.length === 0) return methods === spec.methods ? spec : { ...spec, methods };
  const slots = Object.fromEntries(Object.entries(spec.slots).filter(([key]) => !absent.includes(key)));
  const present = (m: { readonly name: string }): boolean => !absent.includes(m.name);
  return { ...spec, slots, methods: methods?.filter(present), getset: spec.getset?.filter(present), members: spec.members?.filter(present) };
}

/** First step: the words of the type object. Returns its address. */
function prepare(rt: Runtime, spec: TypeSpec, base: number): number {
  const H = rt.H;
  const types = nativeTypes(rt);
  let type = spec.at ?? 0;
  if (type === 0) {
    type = rt.allocBlock(TYPE_STRIDE * 4);
    H.fill(0, type, type + TYPE_STRIDE);
  }
  types.addresses.push(type);
  types.specs.set(type, spec);
  rt.types.set(spec.name, type);
  // a type at a fixed address may be referenced already
  H[type + Ob.refcnt] += 1;
  H[type + SELF] = type;
  H[type + Ob.type] = T.type;
  H[type + Tp.base] = base;
  H[type + Tp.base + 1] = 1;
  H[type + Tp.basicsize] = spec.basicsize || (base === 0 ? 16 : H[base + Tp.basicsize]);
  // instances are zeroed 8 bytes at a time
  if ((H[type + Tp.basicsize] & 7) !== 0 && spec.itemsize === undefined)
    throw new InternalError(`instances of ${spec.name} have no whole number of slots`);
  H[type + Tp.itemsize] = spec.itemsize ?? (base === 0 ? 0 : H[base + Tp.itemsize]);
  H[type + Tp.weaklistoffset] = spec.weaklistoffset ?? (base === 0 ? 0 : H[base + Tp.weaklistoffset]);
  H[type + Tp.dictoffset] = spec.dictoffset ?? (base === 0 ? 0 : H[base + Tp.dictoffset]);
  let flags = (spec.flags ?? 0) | (FLAGS_OF.get(type) ?? 0) | TpFlag.IMMUTABLETYPE;
  if (rt.model.heldTypes.has(spec.name)) flags |= TpFlag.HELD;
  if (rt.model.callHoldsFunction && type === T.wrapper_descriptor) flags &= ~TpFlag.METHOD_DESCRIPTOR;
  if (base !== 0) flags |= H[base + Tp.flags] & (SUBCLASS_FLAGS | TpFlag.MATCH_SELF | TpFlag.SEQUENCE | TpFlag.MAPPING);
  if (spec.contract !== undefined) {
    const contract = contractOf(rt, spec, base);
    H[type + Ty.contract] = rt.heap.addContract(contract);
    if (contract.gc !== false) flags |= TpFlag.HAVE_GC;
  } else if (base !== 0) {
    H[type + Ty.contract] = H[base + Ty.contract];
    flags |= H[base + Tp.flags] & TpFlag.HAVE_GC;
  } else H[type + Ty.contract] = rt.heap.addContract({ name: spec.name, gc: (_heap, op) => hasGc(rt, op), slots: [] });
  H[type + Tp.flags] = flags;
  setSlots(rt, spec, type, base);
  return type;
}

function hasGc(rt: Runtime, op: number): boolean {
  return (rt.H[rt.H[op + Ob.type] + Tp.flags] & TpFlag.HAVE_GC) !== 0;
}

/** The memory layer's view of the type: what it declares itself, then what its base declares, with the slots that need the runtime. */
function contractOf(rt: Runtime, spec: TypeSpec, base: number): TypeContract {
  const { contract, slots } = spec;
  const made: TypeContract = { name: spec.name, ...contract! };
  // types of the library got GC heads when they moved to the heap, most of them in 3.10
  const rule = rt.model.sizes.types[spec.name];
  if (rule !== undefined && typeof made.gc === 'boolean') made.gc = rule[4] === 1;
  if (base !== 0) {
    const inherited = rt.heap.contracts[rt.H[base + Ty.contract]];
    const own = new Set(contract!.slots.map((slot) => slot.at));
    made.slots = [...contract!.slots, ...inherited.slots.filter((slot) => !own.has(slot.at))];
    made.items ??= inherited.items;
    made.indirect ??= inherited.indirect;
    if (made.traverse === undefined && inherited.traverse !== undefined) {
      made.traverse = inherited.traverse;
      made.table = inherited.table;
      made.describe ??= inherited.describe;
    }
    if (inherited.clear !== undefined) made.clear ??= clearBoth(rt, contract!.slots, inherited.clear);
    made.sizeOf ??= inherited.sizeOf;
    if (inherited.finalize !== undefined) made.finalize ??= inherited.finalize;
  }
  const { finalize, clear } = slots;
  if (finalize !== undefined && contract!.finalize === undefined) made.finalize = (op) => finalizeHeld(rt, op, finalize);
  if (clear !== undefined && contract!.clear === undefined) made.clear = (op) => clear(rt, op);
  return made;
}

/** tp_clear of a type whose base has one of its own: its slots, then the base's part. */
function clearBoth(rt: Runtime, own: readonly SlotContract[], base: (op: number) => void): (op: number) => void {
  return (op) => {
    for (const slot of own) if (slot.keep !== true) rt.clearSlot(op + slot.at);
    base(op);
  };
}

function setSlots(rt: Runtime, spec: TypeSpec, type: number, base: number): void {
  const H = rt.H;
  const { slots } = spec;
  for (const [key, f] of Object.entries(slots) as [keyof TypeSlots, SlotFunction | undefined][]) {
    // which classes are called without an argument tuple is the model's matter
    if (key === 'vectorcall' && !rt.model.vectorcallTypes.has(spec.name)) continue;
    if (f !== undefined) H[type + slotOffsets[key]] = rt.slotIndex(f);
  }
  if (spec.unhashable === true) H[type + Tp.hash] = rt.slotIndex(hashNotImplemented);
  if (slots.dealloc === undefined) {
    if (spec.contract !== undefined) {
      const whole = rt.heap.contracts[H[type + Ty.contract]];
      const weaklist = H[type + Tp.weaklistoffset];
      const finalizes = whole.finalize !== undefined;
      // a base with a deallocator of its own knows more than its contract says
      const special = base === 0 ? 0 : specialDealloc(rt, base);
      H[type + Tp.dealloc] = rt.slotIndex(
        special === 0 ? deallocatorOf(whole, weaklist, finalizes) : chainedDeallocator(spec.contract.slots, weaklist, finalizes, special),
      );
    } else if (base === 0) H[type + Tp.dealloc] = rt.slotIndex(plainDealloc);
  }
  if (base === 0) return;
  for (const at of inheritedSlots) if (H[type + at] === 0) H[type + at] = H[base + at];
  if (H[type + Tp.hash] === 0) {
    if (H[type + Tp.richcompare] === 0) {
      H[type + Tp.hash] = H[base + Tp.hash];
      H[type + Tp.richcompare] = H[base + Tp.richcompare];
    } else H[type + Tp.hash] = rt.slotIndex(hashNotImplemented);
  }
  if (H[type + Tp.new] === 0 && (H[type + Tp.flags] & TpFlag.DISALLOW_INSTANTIATION) === 0) {
    if (base === T.object && type !== T.object) H[type + Tp.flags] |= TpFlag.DISALLOW_INSTANTIATION;
    else H[type + Tp.new] = H[base + Tp.new];
  }
}

/** Index of the deallocator that the nearest base declares itself, 0 when all are generated. */
function specialDealloc(rt: Runtime, base: number): number {
  for (let t = base; t !== 0 && t !== T.object; t = rt.H[t + Tp.base]) {
    if (specOf(rt, t)?.slots.dealloc !== undefined) return rt.H[t + Tp.dealloc];
  }
  return 0;
}

/** Second step: dict, bases, mro. */
function fill(rt: Runtime, spec: TypeSpec, type: number): void {
  const H = rt.H;
  const mark = rt.mark();
  store(rt, type + Tp.name, internStr(rt, rt.model.typeNames[spec.name] ?? spec.name));
  const dict = newDict(rt);
  store(rt, type + Tp.dict, dict);
  const base = H[type + Tp.base];
  const bases = spec.bases ?? (base === 0 ? [] : [base]);
  store(rt, type + Tp.bases, bases.length === 0 ? newTuple(rt, 0) : tupleOf(rt, ...bases));
  store(rt, type + Tp.mro, tupleOf(rt, type, ...nativeMro(rt, bases)));
  addOperators(rt, spec, type, dict);
  for (const m of spec.methods ?? []) addMethod(rt, type, dict, m);
  for (const m of spec.members ?? []) put(rt, dict, rt.ident(m.name), newMemberDescr(rt, type, rt.ident(m.name), m));
  for (const g of spec.getset ?? []) put(rt, dict, rt.ident(g.name), newGetSetDescr(rt, type, g));
  if (dictGetStr(rt, dict, rt.ident('__doc__')) === 0) {
    put(rt, dict, rt.ident('__doc__'), spec.doc === undefined ? rt.none() : newStr(rt, spec.doc));
  }
  if (dictGetStr(rt, dict, rt.ident('__hash__')) === 0 && (rt.fn[H[type + Tp.hash]] as unknown) === hashNotImplemented && ownsHash(spec)) {
    put(rt, dict, rt.ident('__hash__'), rt.none());
  }
  if (spec.slots.new !== undefined && (H[type + Tp.flags] & TpFlag.DISALLOW_INSTANTIATION) === 0) {
    put(rt, dict, rt.ident('__new__'), newCFunction(rt, nativeNew, type, 0));
  }
  if (spec.module !== undefined && !spec.name.includes('.')) put(rt, dict, rt.ident('__module__'), newStr(rt, spec.module));
  H[type + Tp.flags] |= TpFlag.READY;
  for (const b of bases) addSubclass(rt, b, type);
  if (rt.mark() !== mark) throw new InternalError(`native stack not balanced after type ${spec.name}`);
}

/** What follows the type in its MRO: each base's chain up to where a later base's chain takes over. The bases' own MROs may not be there yet. */
function nativeMro(rt: Runtime, bases: readonly number[]): number[] {
  const chains = bases.map((b) => {
    const chain: number[] = [];
    for (let t = b; t !== 0; t = rt.H[t + Tp.base]) chain.push(t);
    return chain;
  });
  const mro: number[] = [];
  chains.forEach((chain, i) => {
    for (const t of chain) if (!chains.some((later, k) => k > i && later.includes(t))) mro.push(t);
  });
  return mro;
}

/** Does the type itself say that it is not hashable (rather than inherit it)? */
function ownsHash(spec: TypeSpec): boolean {
  return spec.unhashable === true || spec.slots.hash !== undefined || spec.slots.richcompare !== undefined;
}

function store(rt: Runtime, slot: number, value: number): void {
  rt.H[slot] = value;
  rt.H[slot + 1] = 0;
}

/** Puts an owned value into a type's dict. */
function put(rt: Runtime, dict: number, name: number, value: number): void {
  rt.own(value);
  dictSet(rt, dict, name, value);
  rt.decref(rt.unown(value));
}

function addMethod(rt: Runtime, type: number, dict: number, spec: MethodSpec): void {
  const name = rt.ident(spec.name);
  if (dictGetStr(rt, dict, name) !== 0 && (spec.kind & Meth.STATIC) === 0 && spec.name !== '__getitem__' && spec.name !== '__contains__') return;
  if ((spec.kind & Meth.STATIC) === 0) {
    put(rt, dict, name, newMethodDescr(rt, type, spec));
    return;
  }
  const mark = rt.mark();
  const f = rt.own(newCFunction(rt, spec, type, 0));
  put(rt, dict, name, newMethodHolder(rt, T.staticmethod, f));
  rt.release(mark);
}

/** Slot wrappers for the slots the type defines itself. CPython: add_operators */
function addOperators(rt: Runtime, spec: TypeSpec, type: number, dict: number): void {
  const own = new Map<number, SlotFunction>();
  for (const [key, f] of Object.entries(spec.slots) as [keyof TypeSlots, SlotFunction | undefined][]) {
    if (f !== undefined) own.set(slotOffsets[key], f);
  }
  for (const d of slotDefs) {
    const f = own.get(d.slot);
    if (d.wrap === null || f === undefined || (d.slot === Tp.asBuffer && !rt.model.natives.bufferMethods)) continue;
    const name = rt.ident(d.text);
    if (dictGetStr(rt, dict, name) !== 0) continue;
    if ((f as unknown) === hashNotImplemented) put(rt, dict, name, rt.none());
    else put(rt, dict, name, newWrapperDescr(rt, type, d, f));
  }
}

/** Sets an attribute of a native type at start-up (cyclic references between types); steals `value`. */
export function setTypeAttribute(rt: Runtime, type: number, name: string, value: number): void {
  put(rt, rt.H[type + Tp.dict], rt.ident(name), value);
}

/** Addresses of all native types, in the order they were made ready. */
export function nativeTypeAddresses(rt: Runtime): readonly number[] {
  return nativeTypes(rt).addresses;
}

/** Empties all native types at the end of the interpreter: dicts, tuples, names. The type objects themselves stay as empty words. */
export function clearNativeTypes(rt: Runtime): void {
  const { addresses } = nativeTypes(rt);
  for (const type of addresses) {
    for (const at of [Tp.dict, Tp.bases, Tp.mro, Tp.subclasses]) rt.clearSlot(type + at);
  }
  for (const type of addresses) rt.clearSlot(type + Tp.name);
}

/** Frees the memory of native types that have no fixed address: the last act of an interpreter, nothing of them may be left. */
export function freeNativeTypes(rt: Runtime): void {
  const { addresses, specs } = nativeTypes(rt);
  for (const type of addresses) if (specs.get(type)?.at === undefined) rt.freeObject(type);
}

/** Length of a type's MRO tuple and its entries, borrowed. */
export function mroOf(rt: Runtime, type: number): number[] {
  const mro = rt.H[type + Tp.mro];
  if (mro === 0) return [];
  return Array.from({ length: rt.H[mro + Ob.size] }, (_, i) => rt.H[mro + Tuple.items + 2 * i]);
}
