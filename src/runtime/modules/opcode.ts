import { newTuple } from '../containers/tuple-object.ts';
import { asIndex } from '../core/abstract/number.ts';
import { raise } from '../core/errors.ts';
import { Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth, type MethodSpec } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import { newStr } from '../text/str-object.ts';
import type { ModuleSpec } from './module-spec.ts';

/**
 * _opcode: what the standard library's `opcode` and `dis` ask about CPython's instructions (those of the release that the library comes
 * from; `_opcode_metadata.py` numbers them). Our own instructions are another set: `ouro dis` shows them. CPython: Modules/_opcode.c
 */

/** Opcodes of each kind, `a-b` for a run. */
const KINDS: Readonly<Record<string, string>> = {
  has_arg: '45-118,149,162-206,208,211,220-222,236,240-245,248-253,256-267',
  has_const: '83,103,240',
  has_name: '63,66,67,74,75,82,90-93,108,113,114,192,202,205,206,211,258-262',
  has_jump: '72,77-79,97-100,104,188-190,256,257',
  has_free: '64,84,89,94,109,263',
  has_local: '3,65,85-88,110-112,266,267',
  has_exc: '264,265',
  is_valid: '0-118,149-222,236-253,256-267',
};

function parseRuns(text: string): ReadonlySet<number> {
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const [first, last] = part.split('-').map(Number);
    for (let i = first; i <= (last ?? first); i++) found.add(i);
  }
  return found;
}

const sets: ReadonlyMap<string, ReadonlySet<number>> = new Map(Object.entries(KINDS).map(([name, text]) => [name, parseRuns(text)]));

/** The one keyword argument is `opcode`. */
function predicate(name: string): MethodSpec {
  return {
    name,
    kind: Meth.KEYWORDS,
    fn: (rt: Runtime, _self: number, args: number) => rt.bool(sets.get(name)!.has(asIndex(rt, rt.H[args], T.OverflowError))),
    signature: '($module, /, opcode)',
  };
}

const INTRINSICS_1 =
  'INVALID PRINT IMPORT_STAR STOPITERATION_ERROR ASYNC_GEN_WRAP UNARY_POSITIVE LIST_TO_TUPLE TYPEVAR PARAMSPEC TYPEVARTUPLE SUBSCRIPT_GENERIC TYPEALIAS';
const INTRINSICS_2 = 'INVALID PREP_RERAISE_STAR TYPEVAR_WITH_BOUND TYPEVAR_WITH_CONSTRAINTS SET_FUNCTION_TYPE_PARAMS SET_TYPEPARAM_DEFAULT';
const OPERATORS =
  'ADD + AND & FLOOR_DIVIDE // LSHIFT << MATRIX_MULTIPLY @ MULTIPLY * REMAINDER % OR | POWER ** RSHIFT >> SUBTRACT - TRUE_DIVIDE / XOR ^';

/** New list of what `make` gives for each entry. */
function listOf<V>(rt: Runtime, entries: readonly V[], make: (entry: V) => Owned): Owned {
  const mark = rt.mark();
  const list = rt.own(rt.hooks.newList(rt));
  for (const entry of entries) {
    const inner = rt.mark();
    rt.hooks.listAppend(rt, list, rt.own(make(entry)));
    rt.release(inner);
  }
  return rt.leave(mark, rt.newRef(list));
}

/** CPython: _opcode_get_intrinsic1_descs_impl and its sibling */
function intrinsicNames(name: string, number: number, words: string): MethodSpec {
  return {
    name,
    kind: Meth.NOARGS,
    fn: (rt: Runtime) => listOf(rt, words.split(' '), (word) => newStr(rt, `INTRINSIC_${number}_${word}`.replace(/_\d_(?!INVALID)/, '_'))),
    signature: '($module, /)',
  };
}

/** CPython: _opcode_get_nb_ops_impl */
function operators(rt: Runtime): Owned {
  const words = OPERATORS.split(' ');
  const plain = words.flatMap((word, i) => (i % 2 === 0 ? [[`NB_${word}`, words[i + 1]]] : []));
  const inplace = plain.map(([name, symbol]) => [name.replace('NB_', 'NB_INPLACE_'), `${symbol}=`]);
  return listOf(rt, [...plain, ...inplace], ([name, symbol]) => {
    const mark = rt.mark();
    const pair = rt.own(newTuple(rt, 2));
    rt.H[pair + Tuple.items] = newStr(rt, name);
    rt.H[pair + Tuple.items + 2] = newStr(rt, symbol);
    rt.track(pair);
    return rt.leave(mark, rt.newRef(pair));
  });
}

/** Raises: the answer would be about CPython's instructions, which do not run here. */
function missing(name: string): MethodSpec {
  return {
    name,
    kind: Meth.KEYWORDS,
    fn: (rt: Runtime) => raise(rt, T.NotImplementedError, `_opcode.${name}(): CPython's instructions do not run here`),
  };
}

export const opcodeModule: ModuleSpec = {
  name: '_opcode',
  doc: 'Opcode support module.',
  constants: { ENABLE_SPECIALIZATION: false },
  functions: [
    ...Object.keys(KINDS).map(predicate),
    intrinsicNames('get_intrinsic1_descs', 1, INTRINSICS_1),
    intrinsicNames('get_intrinsic2_descs', 2, INTRINSICS_2),
    { name: 'get_nb_ops', kind: Meth.NOARGS, fn: operators, signature: '($module, /)' },
    { name: 'get_specialization_stats', kind: Meth.NOARGS, fn: (rt: Runtime) => rt.none(), signature: '($module, /)' },
    missing('get_executor'),
    missing('stack_effect'),
  ],
};
