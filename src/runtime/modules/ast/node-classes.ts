import { Ob } from '../../../memory/layout.ts';
import { dictSetText, newDict } from '../../containers/dict-object.ts';
import { newTuple, tupleOf } from '../../containers/tuple-object.ts';
import { genericGetAttr, genericSetAttr, getAttrText, lookupAttrText, setAttr } from '../../core/abstract/attribute.ts';
import { call3 } from '../../core/abstract/call.ts';
import { contains, sequenceTuple } from '../../core/abstract/item.ts';
import { typeError } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import { Tp, TpFlag, Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { internStr } from '../../text/interning.ts';
import { newStr, strText } from '../../text/str-object.ts';
import { getInstanceDict, setInstanceDict } from '../../types/instance-getset.ts';
import { setTypeAttribute } from '../../types/type-ready.ts';
import { nativeTypeAddress } from '../native-type.ts';
import { nodeGroups } from './node-table.ts';

/** The classes of syntax tree nodes. CPython: Python/Python-ast.c */

const POSITIONS: readonly string[] = ['lineno', 'col_offset', 'end_lineno', 'end_col_offset'];

const enum Node {
  dict = 4,
  weaklist = 6,
  bytes = 32,
}

/** A field of a node class. */
export interface Field {
  /** `str`, `int`, `object`, or the group of the nodes. */
  type: string;
  name: string;
  list: boolean;
  optional: boolean;
}

function parseFields(text: string): Field[] {
  if (text === '') return [];
  return text.split(', ').map((part) => {
    const [type, name] = part.split(' ');
    return { type: type.replace(/[*?]$/, ''), name, list: type.endsWith('*'), optional: type.endsWith('?') };
  });
}

/** Fields of each class by its name. */
export const fieldsOf: ReadonlyMap<string, readonly Field[]> = new Map(
  nodeGroups.flatMap((g) => [[g.base, parseFields(g.fields)] as const, ...g.classes.map(([name, fields]) => [name, parseFields(fields)] as const)]),
);

/** The group that each class belongs to: `Name` to `expr`. */
export const groupOf: ReadonlyMap<string, string> = new Map(
  nodeGroups.flatMap((g) => [[g.base, g.base] as const, ...g.classes.map(([name]) => [name, g.base] as const)]),
);

/** Classes that only stand for the others of their group. */
export const isSum: ReadonlySet<string> = new Set(nodeGroups.filter((g) => g.classes.length > 0).map((g) => g.base));

/** Classes whose objects have positions. */
export const isLocated: ReadonlySet<string> = new Set(
  nodeGroups.filter((g) => g.located !== 0).flatMap((g) => [g.base, ...g.classes.map(([name]) => name)]),
);

/** CPython: ast_type_init */
function nodeInit(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
  const H = rt.H;
  const mark = rt.mark();
  const given = rt.own(lookupAttrText(rt, H[self + Ob.type], '_fields'));
  const fields = given === 0 ? rt.own(newTuple(rt, 0)) : rt.own(sequenceTuple(rt, given));
  const n = H[fields + Ob.size];
  const name = strText(rt, H[H[self + Ob.type] + Tp.name]).replace(/^.*\./, '');
  if (nargs > n) typeError(rt, `${name} constructor takes at most ${n} positional argument${n === 1 ? '' : 's'}`);
  const set = new Set<string>();
  for (let i = 0; i < nargs; i++) {
    const field = H[fields + Tuple.items + 2 * i];
    setAttr(rt, self, field, H[args + 2 * i]);
    set.add(strText(rt, field));
  }
  const nkw = kwnames === 0 ? 0 : H[kwnames + Ob.size];
  for (let i = 0; i < nkw; i++) {
    const key = H[kwnames + Tuple.items + 2 * i];
    const text = strText(rt, key);
    if (set.has(text) && contains(rt, fields, key)) typeError(rt, `${name} got multiple values for argument '${text}'`);
    setAttr(rt, self, key, H[args + 2 * (nargs + i)]);
    set.add(text);
  }
  for (const field of fieldsOf.get(name) ?? []) {
    if (!field.list || set.has(field.name)) continue;
    const inner = rt.mark();
    setAttr(rt, self, rt.ident(field.name), rt.own(rt.hooks.newList(rt)));
    rt.release(inner);
  }
  rt.release(mark);
}

export const astType: TypeSpec = {
  name: 'ast.AST',
  basicsize: Node.bytes,
  flags: TpFlag.BASETYPE,
  dictoffset: Node.dict,
  weaklistoffset: Node.weaklist,
  contract: { gc: true, slots: [{ at: Node.dict, label: '__dict__' }] },
  slots: { init: nodeInit, new: (rt, type) => allocInstance(rt, type, 0), getattro: genericGetAttr, setattro: genericSetAttr },
  getset: [{ name: '__dict__', get: getInstanceDict, set: setInstanceDict }],
  methods: [
    {
      name: '__reduce__',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, self: number): Owned => {
        const mark = rt.mark();
        const dict = rt.own(getInstanceDict(rt, self));
        const empty = rt.own(newTuple(rt, 0));
        return rt.leave(mark, tupleOf(rt, rt.H[self + Ob.type], empty, dict));
      },
    },
  ],
};

function namesTuple(rt: Runtime, names: readonly string[]): Owned {
  const tuple = newTuple(rt, names.length);
  names.forEach((name, i) => {
    rt.H[tuple + Tuple.items + 2 * i] = internStr(rt, name);
  });
  if (names.length > 0) rt.track(tuple);
  return tuple;
}

/** One class, put into `into` (borrowed dict). Returns it borrowed from there. */
function addClass(rt: Runtime, into: number, name: string, base: number, fields: readonly Field[], located: 0 | 1 | 2 | null): number {
  const mark = rt.mark();
  const dict = rt.own(newDict(rt));
  const put = (key: string, value: number): void => dictSetText(rt, dict, key, rt.own(value));
  const names = fields.map((f) => f.name);
  put('_fields', namesTuple(rt, names));
  put('__match_args__', namesTuple(rt, names));
  put('__module__', newStr(rt, 'ast'));
  if (located !== null) {
    put('_attributes', namesTuple(rt, located === 0 ? [] : POSITIONS));
    if (located === 1) for (const key of POSITIONS.slice(2)) dictSetText(rt, dict, key, S.None);
  }
  for (const f of fields) if (f.optional) dictSetText(rt, dict, f.name, S.None);
  const text = rt.own(internStr(rt, name));
  const bases = rt.own(tupleOf(rt, base));
  const cls = rt.own(call3(rt, T.type, text, bases, dict));
  dictSetText(rt, into, name, cls);
  rt.release(mark);
  return cls;
}

/** Fills the module's dict with all classes. */
export function makeNodeClasses(rt: Runtime, into: number): void {
  const root = nativeTypeAddress(rt, astType);
  for (const name of ['_fields', '__match_args__', '_attributes']) setTypeAttribute(rt, root, name, newTuple(rt, 0));
  dictSetText(rt, into, 'AST', root);
  for (const group of nodeGroups) {
    const base = addClass(rt, into, group.base, root, fieldsOf.get(group.base)!, group.located);
    for (const [name] of group.classes) addClass(rt, into, name, base, fieldsOf.get(name)!, null);
  }
}

/** A class of the `_ast` module by name: new reference. */
export function nodeClass(rt: Runtime, module: number, name: string): Owned {
  return getAttrText(rt, module, name);
}
