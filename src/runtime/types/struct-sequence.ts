import { Ob } from '../../memory/layout.ts';
import { dictGetText, dictSetText, newDict } from '../containers/dict-object.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { sequenceTuple } from '../core/abstract/item.ts';
import { repr } from '../core/abstract/object.ts';
import { typeError } from '../core/errors.ts';
import { Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import { newInt } from '../numbers/int-object.ts';
import { newStr, strText } from '../text/str-object.ts';
import { readyType } from './type-ready.ts';

/** A tuple subclass with named fields; fields from `visible` on are attributes only. CPython: Objects/structseq.c */
export interface StructSequenceSpec {
  /** Dotted name, e.g. 'sys.version_info'. */
  name: string;
  fields: readonly string[];
  /** Length as a tuple. */
  visible: number;
  doc?: string;
  /** Not callable from Python (sys.flags, sys.version_info). */
  sealed?: boolean;
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

function structRepr(rt: Runtime, self: number): Owned {
  const { spec } = shapeOf(rt, self);
  const mark = rt.mark();
  const parts: string[] = [];
  for (let i = 0; i < spec.visible; i++) parts.push(`${spec.fields[i]}=${strText(rt, rt.own(repr(rt, rt.H[self + Tuple.items + 2 * i]!)))}`);
  return rt.leave(mark, newStr(rt, `${spec.name}(${parts.join(', ')})`));
}

/** Makes the type. The result is borrowed: the runtime keeps it until teardown. CPython: PyStructSequence_NewType */
export function makeStructSequence(rt: Runtime, spec: StructSequenceSpec): number {
  const hidden = spec.fields.length - spec.visible;
  const type = readyType(rt, {
    name: spec.name,
    base: T.tuple,
    basicsize: 24,
    itemsize: 8,
    flags: spec.sealed === true ? TpFlag.DISALLOW_INSTANTIATION : 0,
    doc: spec.doc,
    contract: {
      gc: true,
      slots: Array.from({ length: hidden }, (_, i) => ({ at: Tuple.items + 2 * (spec.visible + i), label: spec.fields[spec.visible + i]! })),
      items: { at: Tuple.items, label: (i) => spec.fields[i] ?? `item ${i}` },
    },
    slots: {
      repr: structRepr,
      new: (r, cls, args, nargs, _kwnames) => {
        if (nargs < 1) typeError(r, `${spec.name}() missing required argument 'sequence' (pos 1)`);
        const mark = r.mark();
        const given = r.own(sequenceTuple(r, r.H[args]!));
        const extra = nargs > 1 && r.H[r.H[args + 2]! + Ob.type] === T.dict ? r.H[args + 2]! : 0;
        const n = r.H[given + Ob.size]!;
        const total = spec.fields.length;
        if (n < spec.visible)
          typeError(r, `${spec.name}() takes ${total === spec.visible ? 'a' : 'an at least'} ${spec.visible}-sequence (${n}-sequence given)`);
        if (n > total) typeError(r, `${spec.name}() takes ${total === spec.visible ? 'a' : 'an at most'} ${total}-sequence (${n}-sequence given)`);
        const values: Owned[] = [];
        for (let i = 0; i < total; i++) {
          const v = i < n ? r.H[given + Tuple.items + 2 * i]! : extra !== 0 ? dictGetText(r, extra, spec.fields[i]!) : 0;
          values.push(r.newRef(v === 0 ? S.None : v));
        }
        return r.leave(mark, newStructSequence(r, cls, values));
      },
    },
    methods: [
      {
        name: '__reduce__',
        kind: Meth.NOARGS,
        fn: (r: Runtime, self: number) => {
          const mark = r.mark();
          const visible = r.own(tupleOf(r, ...Array.from({ length: spec.visible }, (_, i) => r.H[self + Tuple.items + 2 * i]!)));
          const rest = r.own(newDict(r));
          for (let i = spec.visible; i < spec.fields.length; i++) dictSetText(r, rest, spec.fields[i]!, r.H[self + Tuple.items + 2 * i]!);
          const args = r.own(tupleOf(r, visible, rest));
          return r.leave(mark, tupleOf(r, r.H[self + Ob.type]!, args));
        },
      },
    ],
    members: spec.fields.map((name, i) => ({ name, at: Tuple.items + 2 * i, kind: 'object' as const, readonly: true })),
  });
  shapes(rt).set(type, { spec });
  const dict = rt.H[type + Tp.dict]!;
  for (const [name, n] of [
    ['n_fields', spec.fields.length],
    ['n_sequence_fields', spec.visible],
    ['n_unnamed_fields', 0],
  ] as const) {
    const mark = rt.mark();
    dictSetText(rt, dict, name, rt.own(newInt(rt, n)));
    rt.release(mark);
  }
  return type;
}

/** New instance with all field values; steals them. CPython: PyStructSequence_New, PyStructSequence_SetItem */
export function newStructSequence(rt: Runtime, type: number, values: readonly Owned[]): Owned {
  const { spec } = shapes(rt).get(type)!;
  const mark = rt.mark();
  for (const v of values) rt.own(v);
  const op = rt.newGcObject(type, 24 + 8 * spec.fields.length);
  rt.H[op + Ob.size] = spec.visible;
  rt.H[op + Ob.size + 1] = 0;
  for (let i = 0; i < spec.fields.length; i++) {
    rt.H[op + Tuple.items + 2 * i] = rt.newRef(values[i]!);
    rt.H[op + Tuple.items + 2 * i + 1] = 0;
  }
  rt.track(op);
  return rt.leave(mark, op);
}
