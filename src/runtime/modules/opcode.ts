import { OPCODES, Op, type OperandKind, stackEffect } from '../../bytecode/opcodes.ts';
import { INTRINSICS_1, INTRINSICS_2, OPERATORS, WIRE_NUMBERS, wireName } from '../../bytecode/wire.ts';
import { dictSet, dictSetText, newDict } from '../containers/dict-object.ts';
import { newTuple } from '../containers/tuple-object.ts';
import { asCInt } from '../core/abstract/number.ts';
import { parseKeywords } from '../core/arguments.ts';
import { raise, valueError } from '../core/errors.ts';
import { Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth, type MethodSpec } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import { newInt } from '../numbers/int-object.ts';
import { internStr } from '../text/interning.ts';
import { newStr } from '../text/str-object.ts';
import type { ModuleSpec } from './module-spec.ts';

/**
 * _opcode and _opcode_metadata: what the standard library's `opcode` and `dis` ask about instructions. The numbers are those of
 * src/bytecode/wire.ts: CPython 3.13's, and ours where it has none. CPython: Modules/_opcode.c, Lib/_opcode_metadata.py
 */

/** 3.13's opcodes of each kind, `a-b` for a run; ours are added by their operands. */
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

/** Which operands of ours make an opcode one of a kind. */
const OPERANDS: Readonly<Record<string, readonly OperandKind[]>> = {
  has_const: ['const'],
  has_name: ['name'],
  has_jump: ['jump'],
  has_free: ['deref'],
  has_local: ['local'],
};

function ofKind(kind: string): ReadonlySet<number> {
  const found = new Set<number>();
  for (const part of KINDS[kind].split(',')) {
    const [first, last] = part.split('-').map(Number);
    for (let i = first; i <= (last ?? first); i++) found.add(i);
  }
  for (const { op, operand } of OPCODES) {
    const number = WIRE_NUMBERS.get(wireName(op, false))!;
    if (number < OURS_FROM || number > OURS_TO) continue;
    if (kind === 'is_valid' || (kind === 'has_arg' && operand !== 'none') || OPERANDS[kind]?.includes(operand)) found.add(number);
  }
  return found;
}

/** The run of numbers that 3.13 does not use; see wire.ts. */
const OURS_FROM = 119;
const OURS_TO = 148;

const sets: ReadonlyMap<string, ReadonlySet<number>> = new Map(Object.keys(KINDS).map((kind) => [kind, ofKind(kind)]));

/** The instructions of ours behind each number. */
const running: ReadonlyMap<number, Op> = new Map(
  OPCODES.flatMap(({ op }) => [false, true].map((back): [number, Op] => [WIRE_NUMBERS.get(wireName(op, back))!, op])).reverse(),
);

function predicate(name: string): MethodSpec {
  return {
    name,
    kind: Meth.KEYWORDS,
    fn(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number) {
      const [opcode] = parseKeywords(rt, { name, params: ['opcode'], required: 1 }, args, nargs, kwnames, [0]);
      return rt.bool(sets.get(name)!.has(asCInt(rt, opcode)));
    },
    signature: '($module, /, opcode)',
  };
}

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
function intrinsicNames(name: string, number: number, words: readonly string[]): MethodSpec {
  return {
    name,
    kind: Meth.NOARGS,
    fn: (rt: Runtime) => listOf(rt, words, (word) => newStr(rt, `INTRINSIC_${word === 'INVALID' ? `${number}_INVALID` : word}`)),
    signature: '($module, /)',
  };
}

/** CPython: _opcode_get_nb_ops_impl */
function operators(rt: Runtime): Owned {
  const plain = OPERATORS.map(([name, sign]) => [`NB_${name}`, sign]);
  const inplace = OPERATORS.map(([name, sign]) => [`NB_INPLACE_${name}`, `${sign}=`]);
  return listOf(rt, [...plain, ...inplace], ([name, symbol]) => {
    const mark = rt.mark();
    const pair = rt.own(newTuple(rt, 2));
    rt.H[pair + Tuple.items] = newStr(rt, name);
    rt.H[pair + Tuple.items + 2] = newStr(rt, symbol);
    rt.track(pair);
    return rt.leave(mark, rt.newRef(pair));
  });
}

/**
 * stack_effect(opcode, oparg=None, /, *, jump=None) of an instruction that runs here; NotImplementedError for the others of 3.13.
 * CPython: _opcode_stack_effect_impl
 */
function effectOnStack(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const spec = { name: 'stack_effect', params: ['', '', 'jump'], posOnly: 2, required: 1, maxPositional: 2 };
  const [opcode, oparg, jump] = parseKeywords(rt, spec, args, nargs, kwnames, []).map((given) => given || S.None);
  const number = asCInt(rt, opcode);
  if (![S.None, S.True, S.False].includes(jump)) valueError(rt, 'stack_effect: jump must be False, True or None');
  if (!sets.get('is_valid')!.has(number)) valueError(rt, 'invalid opcode or oparg');
  const takesOperand = sets.get('has_arg')!.has(number);
  if (takesOperand && oparg === S.None) valueError(rt, 'stack_effect: opcode requires oparg but oparg was not specified');
  if (!takesOperand && oparg !== S.None) valueError(rt, 'stack_effect: opcode does not permit oparg but oparg was specified');
  const arg = takesOperand ? asCInt(rt, oparg) : 0;
  let op = running.get(number);
  if (op === undefined) return raise(rt, T.NotImplementedError, `stack_effect: opcode ${number} does not run here`);
  if (op === Op.LOAD_ATTR && (arg & 1) !== 0) op = Op.LOAD_METHOD;
  const effects = jump === S.None ? [true, false] : [jump === S.True];
  return newInt(rt, Math.max(...effects.map((taken) => stackEffect(op, arg, taken))));
}

/** Raises: the answer would be about machine code, which is not made here. */
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
    { name: 'stack_effect', kind: Meth.KEYWORDS, fn: effectOnStack, signature: '($module, opcode, oparg=None, /, *, jump=None)' },
  ],
};

/** No instruction is specialized in what `co_code` shows. */
export const opcodeMetadataModule: ModuleSpec = {
  name: '_opcode_metadata',
  constants: { HAVE_ARGUMENT: 44, MIN_INSTRUMENTED_OPCODE: 236 },
  exec(rt, module) {
    const dict = rt.H[module + 4];
    const mark = rt.mark();
    const opmap = rt.own(newDict(rt));
    for (const [name, number] of WIRE_NUMBERS) {
      const inner = rt.mark();
      dictSet(rt, opmap, rt.own(internStr(rt, name)), rt.own(newInt(rt, number)));
      rt.release(inner);
    }
    dictSetText(rt, dict, 'opmap', opmap);
    for (const name of ['_specializations', '_specialized_opmap']) dictSetText(rt, dict, name, rt.own(newDict(rt)));
    rt.release(mark);
  },
};
