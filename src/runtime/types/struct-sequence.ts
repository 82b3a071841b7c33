import { Ob } from '../../memory/layout.ts';
import { dictGetText, dictLength, dictSetText, newDict } from '../containers/dict-object.ts';
import { listAppend, newList } from '../containers/list-object.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { fastItems, fastLength, sequenceFast } from '../core/abstract/item.ts';
import { repr } from '../core/abstract/object.ts';
import { noPositional, parseKeywords } from '../core/arguments.ts';
import { typeError } from '../core/errors.ts';
import { Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { type Call, Meth, type MethodSpec } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import { newInt } from '../numbers/int-object.ts';
import { newStr, strText } from '../text/str-object.ts';
import { readyType } from './type-ready.ts';

/** A tuple subclass with named fields; fields from `visible` on are attributes only. CPython: Objects/structseq.c */
export interface StructSequenceSpec {
  /** Dotted name, e.g. 'sys.version_info'. */
  name: string;
  /** Names of the fields; null for an item that is no attribute. */
  fields: readonly (string | null)[];
  /** Length as a tuple. */
  visible: number;
  doc?: string;
  /** Not callable from Python (sys.flags, sys.version_info). */
  sealed?: boolean;
  /** What a call from Python does with a new instance beyond storing its fields. */
  complete?: (rt: Runtime, op: number) => void;
}

/** Fields that belong to an instance's type. */
interface Shape {
  spec: StructSequenceSpec;
}

function shapes(rt: Runtime): Map<number, Shape> {
  return rt.stateOf('struct sequences', () => new Map<number, Shape>());
}

function shapeOf(rt: Runtime, self: number): Shape {
  const known = shapes(rt);
  for (let type = rt.H[self + Ob.type]!; type !== 0; type = rt.H[type + Tp.base]!) {
    const shape = known.get(type);
    if (shape !== undefined) return shape;
  }
  return typeError(rt, 'struct sequence without fields');
}

const named = (fields: readonly (string | null)[]): string[] => fields.filter((name) => name !== null);

/** CPython: structseq_repr. Items without a name show under the names that follow, as there. */
function structRepr(rt: Runtime, self: number): Owned {
  const { spec } = shapeOf(rt, self);
  const names = named(spec.fields);
  const mark = rt.mark();
  const parts: string[] = [];
  for (let i = 0; i < spec.visible; i++) parts.push(`${names[i]}=${strText(rt, rt.own(repr(rt, rt.H[self + Tuple.items + 2 * i]!)))}`);
  return rt.leave(mark, newStr(rt, `${spec.name}(${parts.join(', ')})`));
}

const PARAMETERS = { name: 'structseq', params: ['sequence', 'dict'], required: 1 };

/** CPython: structseq_new_impl */
function structNew(spec: StructSequenceSpec): Call {
  const total = spec.fields.length;
  return (rt, cls, args, nargs, kwnames) => {
    const H = rt.H;
    const [sequence, names] = parseKeywords(rt, PARAMETERS, args, nargs, kwnames, [0, 0]);
    const mark = rt.mark();
    const given = rt.own(sequenceFast(rt, sequence!, 'constructor requires a sequence'));
    if (names !== 0 && (H[H[names! + Ob.type]! + Tp.flags]! & TpFlag.DICT_SUBCLASS) === 0)
      typeError(rt, `${spec.name}() takes a dict as second arg, if any`);
    const n = fastLength(rt, given);
    const size = total === spec.visible ? 'a' : n < spec.visible ? 'an at least' : 'an at most';
    if (n < spec.visible) typeError(rt, `${spec.name}() takes ${size} ${spec.visible}-sequence (${n}-sequence given)`);
    if (n > total) typeError(rt, `${spec.name}() takes ${size} ${total}-sequence (${n}-sequence given)`);
    const values: number[] = [];
    let found = 0;
    for (let i = 0; i < total; i++) {
      let v = i < n ? H[fastItems(rt, given) + 2 * i]! : 0;
      if (i >= n && names !== 0) {
        v = dictGetText(rt, names!, spec.fields[i]!);
        if (v !== 0) found++;
      }
      values.push(rt.own(rt.newRef(v === 0 ? S.None : v)));
    }
    const op = rt.own(
      newStructSequence(
        rt,
        cls,
        values.map((v) => () => rt.newRef(v)),
      ),
    );
    rt.track(op);
    if (rt.model.natives.structReplace && names !== 0 && dictLength(rt, names!) > found)
      typeError(rt, `${spec.name}() got duplicate or unexpected field name(s)`);
    spec.complete?.(rt, op);
    return rt.leave(mark, rt.newRef(op));
  };
}

/** CPython: structseq_reduce */
function structReduce(spec: StructSequenceSpec): MethodSpec {
  return {
    name: '__reduce__',
    kind: Meth.NOARGS,
    fn(rt: Runtime, self: number) {
      const mark = rt.mark();
      const visible = rt.own(tupleOf(rt, ...Array.from({ length: spec.visible }, (_, i) => rt.H[self + Tuple.items + 2 * i]!)));
      const rest = rt.own(newDict(rt));
      for (let i = spec.visible; i < spec.fields.length; i++) dictSetText(rt, rest, spec.fields[i]!, rt.H[self + Tuple.items + 2 * i]!);
      const args = rt.own(tupleOf(rt, visible, rest));
      return rt.leave(mark, tupleOf(rt, rt.H[self + Ob.type]!, args));
    },
  };
}

/** A copy with some fields changed. CPython 3.13: structseq_replace */
function structReplace(spec: StructSequenceSpec): MethodSpec {
  return {
    name: '__replace__',
    kind: Meth.KEYWORDS,
    fn(rt: Runtime, self: number, args: number, nargs: number, kwnames: number) {
      const H = rt.H;
      noPositional(rt, '__replace__', nargs);
      if (spec.fields.includes(null)) typeError(rt, `__replace__() is not supported for ${spec.name} because it has unnamed field(s)`);
      const changes = new Map<string, number>();
      const n = kwnames === 0 ? 0 : H[kwnames + Ob.size]!;
      const mark = rt.mark();
      const unknown = rt.own(newList(rt, 0));
      for (let i = 0; i < n; i++) {
        const name = H[kwnames + Tuple.items + 2 * i]!;
        changes.set(strText(rt, name), H[args + 2 * i]!);
        if (!spec.fields.includes(strText(rt, name))) listAppend(rt, unknown, name);
      }
      if (changes.size > 0 && H[unknown + Ob.size] !== 0) typeError(rt, `Got unexpected field name(s): ${strText(rt, rt.own(repr(rt, unknown)))}`);
      const values = spec.fields.map((name, i) => () => rt.newRef(changes.get(name!) ?? H[self + Tuple.items + 2 * i]!));
      const copy = newStructSequence(rt, H[self + Ob.type]!, values);
      return rt.leave(mark, copy);
    },
    signature: '($self, /, **changes)',
    doc: 'Return a copy of the structure with new values for the specified fields.',
  };
}

/** What the class itself says of its fields. CPython: initialize_structseq_dict */
function describe(rt: Runtime, type: number, spec: StructSequenceSpec): void {
  const dict = rt.H[type + Tp.dict]!;
  const mark = rt.mark();
  for (const [name, n] of [
    ['n_fields', spec.fields.length],
    ['n_sequence_fields', spec.visible],
    ['n_unnamed_fields', spec.fields.length - named(spec.fields).length],
  ] as const)
    dictSetText(rt, dict, name, rt.own(newInt(rt, n)));
  if (rt.model.natives.structMatchArgs) {
    const names = named(spec.fields.slice(0, spec.visible)).map((name) => rt.own(newStr(rt, name)));
    dictSetText(rt, dict, '__match_args__', rt.own(tupleOf(rt, ...names)));
  }
  rt.release(mark);
}

/** Makes the type. The result is borrowed: the runtime keeps it until teardown. CPython: PyStructSequence_NewType */
export function makeStructSequence(rt: Runtime, spec: StructSequenceSpec): number {
  const label = (i: number): string => spec.fields[i] ?? `item ${i}`;
  const type = readyType(rt, {
    name: spec.name,
    base: T.tuple,
    basicsize: 24,
    itemsize: 8,
    flags: spec.sealed === true ? TpFlag.DISALLOW_INSTANTIATION : 0,
    doc: spec.doc,
    contract: {
      gc: true,
      slots: Array.from({ length: spec.fields.length - spec.visible }, (_, i) => ({
        at: Tuple.items + 2 * (spec.visible + i),
        label: label(spec.visible + i),
      })),
      items: { at: Tuple.items, label },
    },
    slots: { repr: structRepr, ...(spec.sealed === true ? {} : { new: structNew(spec) }) },
    methods: [structReduce(spec), ...(rt.model.natives.structReplace ? [structReplace(spec)] : [])],
    members: spec.fields.flatMap((name, i) => (name === null ? [] : [{ name, at: Tuple.items + 2 * i, kind: 'object' as const, readonly: true }])),
  });
  shapes(rt).set(type, { spec });
  describe(rt, type, spec);
  return type;
}

/**
 * New instance, which the collector is not told of. `values` make the fields, in order, and give them owned: what one of them fails to make costs
 * nothing. MemoryError. CPython: PyStructSequence_New, PyStructSequence_SetItem
 */
export function newStructSequence(rt: Runtime, type: number, values: readonly (() => Owned)[]): Owned {
  const { spec } = shapes(rt).get(type)!;
  const mark = rt.mark();
  const fields = values.map((make) => rt.own(make()));
  const op = rt.newGcObject(type, 24 + 8 * spec.fields.length);
  rt.H[op + Ob.size] = spec.visible;
  rt.H[op + Ob.size + 1] = 0;
  for (let i = 0; i < spec.fields.length; i++) {
    rt.H[op + Tuple.items + 2 * i] = rt.newRef(fields[i]!);
    rt.H[op + Tuple.items + 2 * i + 1] = 0;
  }
  return rt.leave(mark, op);
}
