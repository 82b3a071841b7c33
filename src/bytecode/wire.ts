/**
 * Code as `co_code` shows it: bytes in the format of CPython 3.13, whose `opcode` and `dis` come with the library. Two bytes a unit, wide
 * operands by EXTENDED_ARG, relative jumps (a conditional one may lead back, by a negative operand), empty inline caches. Instructions
 * that 3.13 has bear its number and name; the others of our set have numbers that are free there.
 */
import { type CodeData, HANDLER_STRIDE } from './code.ts';
import { Intrinsic1, Intrinsic2, OPCODES, Op } from './opcodes.ts';

/** CPython 3.13's numbers 0 to 118 in order; '' is none. CPython: Include/opcode_ids.h */
const NAMES_FROM_0 =
  'CACHE BEFORE_ASYNC_WITH BEFORE_WITH - BINARY_SLICE BINARY_SUBSCR CHECK_EG_MATCH CHECK_EXC_MATCH CLEANUP_THROW DELETE_SUBSCR END_ASYNC_FOR END_FOR END_SEND EXIT_INIT_CHECK FORMAT_SIMPLE FORMAT_WITH_SPEC GET_AITER RESERVED GET_ANEXT GET_ITER GET_LEN GET_YIELD_FROM_ITER INTERPRETER_EXIT LOAD_ASSERTION_ERROR LOAD_BUILD_CLASS LOAD_LOCALS - MATCH_KEYS MATCH_MAPPING MATCH_SEQUENCE NOP POP_EXCEPT POP_TOP PUSH_EXC_INFO PUSH_NULL RETURN_GENERATOR RETURN_VALUE SETUP_ANNOTATIONS STORE_SLICE STORE_SUBSCR TO_BOOL UNARY_INVERT UNARY_NEGATIVE UNARY_NOT WITH_EXCEPT_START BINARY_OP BUILD_CONST_KEY_MAP BUILD_LIST BUILD_MAP BUILD_SET BUILD_SLICE BUILD_STRING BUILD_TUPLE CALL CALL_FUNCTION_EX CALL_INTRINSIC_1 CALL_INTRINSIC_2 CALL_KW COMPARE_OP CONTAINS_OP CONVERT_VALUE COPY COPY_FREE_VARS DELETE_ATTR DELETE_DEREF DELETE_FAST DELETE_GLOBAL DELETE_NAME DICT_MERGE DICT_UPDATE ENTER_EXECUTOR EXTENDED_ARG FOR_ITER GET_AWAITABLE IMPORT_FROM IMPORT_NAME IS_OP JUMP_BACKWARD JUMP_BACKWARD_NO_INTERRUPT JUMP_FORWARD LIST_APPEND LIST_EXTEND LOAD_ATTR LOAD_CONST LOAD_DEREF LOAD_FAST LOAD_FAST_AND_CLEAR LOAD_FAST_CHECK LOAD_FAST_LOAD_FAST LOAD_FROM_DICT_OR_DEREF LOAD_FROM_DICT_OR_GLOBALS LOAD_GLOBAL LOAD_NAME LOAD_SUPER_ATTR MAKE_CELL MAP_ADD MATCH_CLASS POP_JUMP_IF_FALSE POP_JUMP_IF_NONE POP_JUMP_IF_NOT_NONE POP_JUMP_IF_TRUE RAISE_VARARGS RERAISE RETURN_CONST SEND SET_ADD SET_FUNCTION_ATTRIBUTE SET_UPDATE STORE_ATTR STORE_DEREF STORE_FAST STORE_FAST_LOAD_FAST STORE_FAST_STORE_FAST STORE_GLOBAL STORE_NAME SWAP UNPACK_EX UNPACK_SEQUENCE YIELD_VALUE';
/** 3.13's pseudo instructions from 256 on, never in code. */
const NAMES_FROM_256 =
  'JUMP JUMP_NO_INTERRUPT LOAD_CLOSURE LOAD_METHOD LOAD_SUPER_METHOD LOAD_ZERO_SUPER_ATTR LOAD_ZERO_SUPER_METHOD POP_BLOCK SETUP_CLEANUP SETUP_FINALLY SETUP_WITH STORE_FAST_MAYBE_NULL';
/** Ours, from the first number that is free in 3.13. MAKE_FUNCTION has an operand here (see FunctionFlag), so it is another one. */
const NAMES_FROM_119 =
  'ROT_THREE ROT_FOUR ROT_N DUP_TOP_TWO LOAD_CLASSDEREF JUMP_IF_FALSE_OR_POP JUMP_IF_TRUE_OR_POP FORMAT_VALUE MAKE_FUNCTION GEN_START YIELD_FROM JUMP_IF_NOT_EXC_MATCH IMPORT_STAR PRINT_EXPR COPY_DICT_WITHOUT_KEYS';

function numbered(words: string, first: number): [string, number][] {
  return words.split(' ').flatMap((name, i): [string, number][] => (name === '-' ? [] : [[name, first + i]]));
}

/** Numbers of all instructions by name, in order. */
export const WIRE_NUMBERS: ReadonlyMap<string, number> = new Map([
  ...numbered(NAMES_FROM_0, 0),
  ...numbered(NAMES_FROM_119, 119),
  ['RESUME', 149],
  ...numbered(NAMES_FROM_256, 256),
]);

/** Units of inline cache behind an instruction, as `opcode.py` has them. */
const CACHES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    LOAD_GLOBAL: 4,
    BINARY_OP: 1,
    UNPACK_SEQUENCE: 1,
    COMPARE_OP: 1,
    CONTAINS_OP: 1,
    BINARY_SUBSCR: 1,
    FOR_ITER: 1,
    LOAD_ATTR: 9,
    STORE_ATTR: 4,
    CALL: 3,
    STORE_SUBSCR: 1,
    JUMP_BACKWARD: 1,
    POP_JUMP_IF_TRUE: 1,
    POP_JUMP_IF_FALSE: 1,
  }),
);

/** Operators in the order of BINARY_OP's operand. CPython: Include/opcode.h NB_ADD and the following */
export const OPERATORS: readonly (readonly [name: string, sign: string])[] = [
  ['ADD', '+'],
  ['AND', '&'],
  ['FLOOR_DIVIDE', '//'],
  ['LSHIFT', '<<'],
  ['MATRIX_MULTIPLY', '@'],
  ['MULTIPLY', '*'],
  ['REMAINDER', '%'],
  ['OR', '|'],
  ['POWER', '**'],
  ['RSHIFT', '>>'],
  ['SUBTRACT', '-'],
  ['TRUE_DIVIDE', '/'],
  ['XOR', '^'],
];

/** Names of the operands of CALL_INTRINSIC_1 and 2: 3.13's, then ours. */
export const INTRINSICS_1: readonly string[] =
  'INVALID PRINT IMPORT_STAR STOPITERATION_ERROR ASYNC_GEN_WRAP UNARY_POSITIVE LIST_TO_TUPLE TYPEVAR PARAMSPEC TYPEVARTUPLE SUBSCRIPT_GENERIC TYPEALIAS INTERPOLATION'.split(
    ' ',
  );
export const INTRINSICS_2: readonly string[] =
  'INVALID PREP_RERAISE_STAR TYPEVAR_WITH_BOUND TYPEVAR_WITH_CONSTRAINTS SET_FUNCTION_TYPE_PARAMS SET_TYPEPARAM_DEFAULT TEMPLATE'.split(' ');

const INTRINSIC_1: ReadonlyMap<number, string> = new Map([
  [Intrinsic1.TypeVar, 'TYPEVAR'],
  [Intrinsic1.ParamSpec, 'PARAMSPEC'],
  [Intrinsic1.TypeVarTuple, 'TYPEVARTUPLE'],
  [Intrinsic1.SubscriptGeneric, 'SUBSCRIPT_GENERIC'],
  [Intrinsic1.TypeAlias, 'TYPEALIAS'],
  [Intrinsic1.Interpolation, 'INTERPOLATION'],
]);
const INTRINSIC_2: ReadonlyMap<number, string> = new Map([
  [Intrinsic2.TypeVarWithBound, 'TYPEVAR_WITH_BOUND'],
  [Intrinsic2.TypeVarWithConstraints, 'TYPEVAR_WITH_CONSTRAINTS'],
  [Intrinsic2.SetFunctionTypeParams, 'SET_FUNCTION_TYPE_PARAMS'],
  [Intrinsic2.SetTypeParamDefault, 'SET_TYPEPARAM_DEFAULT'],
  [Intrinsic2.Template, 'TEMPLATE'],
]);

/** Names and operands of the instructions that 3.13 writes otherwise. */
const OTHERWISE: ReadonlyMap<Op, readonly [name: string, operand: (arg: number) => number]> = new Map<Op, readonly [string, (arg: number) => number]>(
  [
    [Op.ROT_TWO, ['SWAP', () => 2]],
    [Op.DUP_TOP, ['COPY', () => 1]],
    [Op.PUSH_EXC_INFO, ['PUSH_EXC_INFO', () => 0]],
    [Op.LOAD_GLOBAL, ['LOAD_GLOBAL', (n) => n << 1]],
    [Op.LOAD_ATTR, ['LOAD_ATTR', (n) => n << 1]],
    [Op.LOAD_METHOD, ['LOAD_ATTR', (n) => (n << 1) | 1]],
    [Op.LOAD_CLOSURE, ['LOAD_FAST', (n) => n]],
    [Op.UNARY_POSITIVE, ['CALL_INTRINSIC_1', () => INTRINSICS_1.indexOf('UNARY_POSITIVE')]],
    [Op.LIST_TO_TUPLE, ['CALL_INTRINSIC_1', () => INTRINSICS_1.indexOf('LIST_TO_TUPLE')]],
    [Op.PREP_RERAISE_STAR, ['CALL_INTRINSIC_2', () => INTRINSICS_2.indexOf('PREP_RERAISE_STAR')]],
    [Op.CALL_INTRINSIC_1, ['CALL_INTRINSIC_1', (n) => INTRINSICS_1.indexOf(INTRINSIC_1.get(n)!)]],
    [Op.CALL_INTRINSIC_2, ['CALL_INTRINSIC_2', (n) => INTRINSICS_2.indexOf(INTRINSIC_2.get(n)!)]],
    [Op.COMPARE_OP, ['COMPARE_OP', (n) => n << 5]],
    [Op.CALL_FUNCTION, ['CALL', (n) => n]],
    [Op.CALL_METHOD, ['CALL', (n) => n]],
    [Op.CALL_FUNCTION_KW, ['CALL_KW', (n) => n]],
    ...OPERATORS.flatMap(([name], i): [Op, readonly [string, () => number]][] => {
      const ours = name === 'REMAINDER' ? 'MODULO' : name;
      const op = (prefix: string): Op => OPCODES.find((info) => info.name === `${prefix}_${ours}`)!.op;
      return [
        [op('BINARY'), ['BINARY_OP', () => i]],
        [op('INPLACE'), ['BINARY_OP', () => i + OPERATORS.length]],
      ];
    }),
  ],
);

/** Name of one of our instructions as `dis` shows it; a jump's direction is its `back`. */
export function wireName(op: Op, back: boolean): string {
  if (op === Op.JUMP_ABSOLUTE) return back ? 'JUMP_BACKWARD' : 'JUMP_FORWARD';
  return OTHERWISE.get(op)?.[0] ?? OPCODES[op].name;
}

/** Code in bytes, and where its instructions lie in it. */
export interface WireCode {
  readonly bytes: Uint8Array;
  /** Unit of each instruction, its EXTENDED_ARGs included; one entry more for the end. */
  readonly start: Uint32Array;
  /** Unit of each instruction's own opcode, which `f_lasti` counts. */
  readonly own: Uint32Array;
}

/** EXTENDED_ARGs that an operand needs. */
function extensions(arg: number): number {
  const n = arg >>> 0;
  return n < 0x100 ? 0 : n < 0x10000 ? 1 : n < 0x1000000 ? 2 : 3;
}

/** Lays code out in bytes. Jumps grow until all fit. */
export function wireCode({ code, varnames }: Pick<CodeData, 'code' | 'varnames'>): WireCode {
  const count = code.length / 2;
  const width = new Uint8Array(count);
  const args = new Int32Array(count);
  const names: string[] = [];
  for (let i = 0; i < count; i++) {
    const op = code[2 * i] as Op;
    const arg = code[2 * i + 1];
    const { operand } = OPCODES[op];
    names.push(wireName(op, arg <= i));
    args[i] = OTHERWISE.get(op)?.[1](arg) ?? (operand === 'deref' ? arg + varnames.length : arg);
    if (op === Op.LOAD_CLOSURE) args[i] += varnames.length;
  }
  const start = new Uint32Array(count + 1);
  const own = new Uint32Array(count);
  for (let grown = true; grown; ) {
    grown = false;
    for (let i = 0; i < count; i++) {
      own[i] = start[i] + width[i];
      start[i + 1] = own[i] + 1 + (CACHES.get(names[i]) ?? 0);
    }
    for (let i = 0; i < count; i++) {
      if (OPCODES[code[2 * i]].operand === 'jump') {
        const distance = start[code[2 * i + 1]] - start[i + 1];
        args[i] = names[i] === 'JUMP_BACKWARD' ? -distance : distance;
      }
      const needed = extensions(args[i]);
      if (needed > width[i]) {
        width[i] = needed;
        grown = true;
      }
    }
  }
  const bytes = new Uint8Array(2 * start[count]);
  for (let i = 0; i < count; i++) {
    for (let k = width[i]; k > 0; k--) {
      const at = 2 * (own[i] - k);
      bytes[at] = WIRE_NUMBERS.get('EXTENDED_ARG')!;
      bytes[at + 1] = args[i] >>> (8 * k);
    }
    bytes[2 * own[i]] = WIRE_NUMBERS.get(names[i])!;
    bytes[2 * own[i] + 1] = args[i];
  }
  return { bytes, start, own };
}

/** The exception table as `co_exceptiontable` has it from 3.11 on. CPython: Objects/exception_handling_notes.txt, "Format of the exception table" */
export function wireExceptionTable(table: Int32Array, { start }: WireCode): Uint8Array {
  const count = start.length - 1;
  /** By instruction: the innermost entry. */
  const entry = new Int32Array(count).fill(-1);
  for (let i = table.length - HANDLER_STRIDE; i >= 0; i -= HANDLER_STRIDE) entry.fill(i, table[i], table[i + 1]);
  const bytes: number[] = [];
  const number = (value: number, first: number): void => {
    let shift = 0;
    while (value >>> (shift + 6) !== 0) shift += 6;
    let mark = first;
    for (; shift > 0; shift -= 6, mark = 0) bytes.push(mark | 0x40 | ((value >>> shift) & 0x3f));
    bytes.push(mark | (value & 0x3f));
  };
  for (let i = 0; i < count; ) {
    let end = i + 1;
    while (end < count && entry[end] === entry[i]) end++;
    if (entry[i] >= 0) {
      const [, , target, depth, lasti] = table.subarray(entry[i], entry[i] + HANDLER_STRIDE);
      number(start[i], 0x80);
      number(start[end] - start[i], 0);
      number(start[target], 0);
      number((depth << 1) | lasti, 0);
    }
    i = end;
  }
  return Uint8Array.from(bytes);
}
