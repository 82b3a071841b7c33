/**
 * The instruction set: one table from which the assembler, the depth checker, the disassembler and the evaluation loop all work.
 *
 * An instruction is a pair `[op, arg]` of an Int32Array; instruction `i` lies at `code[2*i]`, `code[2*i+1]`. Operands are full 32-bit
 * numbers (no EXTENDED_ARG), a jump's operand is the index of its target instruction, there are no inline cache entries (caches lie
 * beside the code, indexed by instruction). Numbers are dense; numbers from FIRST_FREE_OPCODE on are never emitted by the compiler and
 * may be used by a loader that fuses or specializes instructions.
 *
 * The set, the order of evaluation and the contents of the value stack are those of CPython 3.10 (CPython: Python/ceval.c
 * _PyEval_EvalFrameDefault), because what lies on the value stack is what reference counts see. Only exception handling follows the
 * table design of 3.11; see EXCEPTION_PROTOCOL below.
 *
 * ## How to read a stack picture
 *
 * `container, key -> item`: what lies on top before (last is the top) and after. A name on both sides stays where it lies: the
 * instruction only borrows it. A name on the left only is consumed: the instruction owns that reference, and releases it when done,
 * unless the name carries a `*`: then the reference itself moves to where the value is stored (no count changes). A name on the right
 * only is a new owned reference. `x[n]` stands for n slots. When an instruction fails, the consumed operands are released and whatever
 * else lies on the stack stays for the unwinding.
 *
 * Order of release of two consumed operands of binary instructions: left first, then right (the model may say otherwise).
 *
 * ## EXCEPTION_PROTOCOL
 *
 * CodeData.exceptionTable holds entries `[start, end, target, depth, pushLasti]` in instruction indices, `end` exclusive, innermost
 * entry first: the first entry with `start <= i < end` for the instruction `i` that failed is the handler. Then the loop
 *
 * 1. releases value stack slots from the top until `depth` are left,
 * 2. if `pushLasti`, pushes `i` (an int object, or a tagged number that releases as nothing),
 * 3. pushes the exception (the normalized instance; the reference moves from the thread's current error), and
 * 4. continues at `target`.
 *
 * With no entry the frame ends with the error. Traceback entries are added when an error arises in a frame or passes into it from a
 * callee, not when RERAISE (or END_ASYNC_FOR) sends one on.
 *
 * Handlers begin with PUSH_EXC_INFO (`exc -> previous, exc`): the exception handled until now moves from the thread's exc_info to the stack
 * (None when there was none) and `exc` becomes the handled one (a second reference). POP_EXCEPT (`previous ->`) undoes it. So
 *
 *     except T as e:      [previous, exc] -> evaluate T -> JUMP_IF_NOT_EXC_MATCH -> STORE e -> [previous] body POP_EXCEPT []
 *     end of handlers:    [previous, exc] -> RERAISE 0
 *     error in a handler: entry with depth up to and with `previous`, pushLasti: [previous, lasti, exc]
 *                         -> COPY 3, POP_EXCEPT, RERAISE 1     (gives the previous handled exception back, sends the error on)
 *     finally by error:   [previous, exc] finally-body RERAISE 0
 *     with by error:      [exit, lasti, exc] -> PUSH_EXC_INFO [exit, lasti, previous, exc] -> WITH_EXCEPT_START [.., result]
 *                         -> POP_JUMP_IF_TRUE suppress; RERAISE 2; suppress: POP_TOP, POP_EXCEPT, POP_TOP, POP_TOP
 *     async for:          [aiter, exc] -> END_ASYNC_FOR
 *     except* T:          see CHECK_EG_MATCH and PREP_RERAISE_STAR
 *
 * RERAISE n (`exc* -> raises`): sends `exc` on without touching its traceback; if n > 0 the slot n below the top (counted after exc is
 * popped, 1 = top) is a pushed lasti: the frame's current instruction becomes it, so that line numbers show the place that failed.
 */

/** Numbers of the instructions. Dense, so that the evaluation loop's switch is a jump table. */
export const enum Op {
  NOP = 0,
  // stack order
  POP_TOP,
  ROT_TWO,
  ROT_THREE,
  ROT_FOUR,
  ROT_N,
  DUP_TOP,
  DUP_TOP_TWO,
  COPY,
  // variables
  LOAD_CONST,
  LOAD_FAST,
  STORE_FAST,
  DELETE_FAST,
  LOAD_FAST_AND_CLEAR,
  LOAD_NAME,
  STORE_NAME,
  DELETE_NAME,
  LOAD_GLOBAL,
  STORE_GLOBAL,
  DELETE_GLOBAL,
  LOAD_CLOSURE,
  LOAD_DEREF,
  STORE_DEREF,
  DELETE_DEREF,
  LOAD_CLASSDEREF,
  MAKE_CELL,
  LOAD_LOCALS,
  LOAD_FROM_DICT_OR_DEREF,
  LOAD_FROM_DICT_OR_GLOBALS,
  // attributes and items
  LOAD_ATTR,
  STORE_ATTR,
  DELETE_ATTR,
  LOAD_METHOD,
  BINARY_SUBSCR,
  STORE_SUBSCR,
  DELETE_SUBSCR,
  BUILD_SLICE,
  // operators
  UNARY_POSITIVE,
  UNARY_NEGATIVE,
  UNARY_NOT,
  UNARY_INVERT,
  BINARY_ADD,
  BINARY_SUBTRACT,
  BINARY_MULTIPLY,
  BINARY_MATRIX_MULTIPLY,
  BINARY_TRUE_DIVIDE,
  BINARY_FLOOR_DIVIDE,
  BINARY_MODULO,
  BINARY_POWER,
  BINARY_LSHIFT,
  BINARY_RSHIFT,
  BINARY_AND,
  BINARY_XOR,
  BINARY_OR,
  INPLACE_ADD,
  INPLACE_SUBTRACT,
  INPLACE_MULTIPLY,
  INPLACE_MATRIX_MULTIPLY,
  INPLACE_TRUE_DIVIDE,
  INPLACE_FLOOR_DIVIDE,
  INPLACE_MODULO,
  INPLACE_POWER,
  INPLACE_LSHIFT,
  INPLACE_RSHIFT,
  INPLACE_AND,
  INPLACE_XOR,
  INPLACE_OR,
  COMPARE_OP,
  IS_OP,
  CONTAINS_OP,
  // jumps
  JUMP_FORWARD,
  JUMP_ABSOLUTE,
  POP_JUMP_IF_FALSE,
  POP_JUMP_IF_TRUE,
  JUMP_IF_FALSE_OR_POP,
  JUMP_IF_TRUE_OR_POP,
  // loops
  GET_ITER,
  FOR_ITER,
  // building
  BUILD_TUPLE,
  BUILD_LIST,
  BUILD_SET,
  BUILD_MAP,
  BUILD_CONST_KEY_MAP,
  BUILD_STRING,
  FORMAT_VALUE,
  LIST_APPEND,
  SET_ADD,
  MAP_ADD,
  LIST_EXTEND,
  SET_UPDATE,
  DICT_UPDATE,
  DICT_MERGE,
  LIST_TO_TUPLE,
  UNPACK_SEQUENCE,
  UNPACK_EX,
  // calls and functions
  CALL_FUNCTION,
  CALL_FUNCTION_KW,
  CALL_FUNCTION_EX,
  CALL_METHOD,
  MAKE_FUNCTION,
  RETURN_VALUE,
  LOAD_BUILD_CLASS,
  // generators and coroutines
  GEN_START,
  YIELD_VALUE,
  GET_YIELD_FROM_ITER,
  YIELD_FROM,
  GET_AWAITABLE,
  GET_AITER,
  GET_ANEXT,
  END_ASYNC_FOR,
  BEFORE_ASYNC_WITH,
  // exceptions and with
  RAISE_VARARGS,
  RERAISE,
  PUSH_EXC_INFO,
  POP_EXCEPT,
  JUMP_IF_NOT_EXC_MATCH,
  CHECK_EG_MATCH,
  PREP_RERAISE_STAR,
  BEFORE_WITH,
  WITH_EXCEPT_START,
  LOAD_ASSERTION_ERROR,
  // matching
  GET_LEN,
  MATCH_MAPPING,
  MATCH_SEQUENCE,
  MATCH_KEYS,
  MATCH_CLASS,
  COPY_DICT_WITHOUT_KEYS,
  // modules and the rest
  IMPORT_NAME,
  IMPORT_FROM,
  IMPORT_STAR,
  SETUP_ANNOTATIONS,
  PRINT_EXPR,
  CALL_INTRINSIC_1,
  CALL_INTRINSIC_2,
}

/** First number that the compiler never emits: free for instructions a loader makes. */
export const FIRST_FREE_OPCODE = Op.CALL_INTRINSIC_2 + 1;

/** Flags of MAKE_FUNCTION's operand: which extra operands lie below the code object and the qualified name, in this order from the bottom. */
export const enum FunctionFlag {
  Defaults = 1,
  KeywordDefaults = 2,
  Annotations = 4,
  Closure = 8,
  /** The function that computes the annotations (3.14); not with Annotations. */
  Annotate = 16,
}

/** FORMAT_VALUE's operand: conversion in the low two bits, bit 2 set when a format specification lies on top. */
export const enum FormatFlag {
  None = 0,
  Str = 1,
  Repr = 2,
  Ascii = 3,
  HasSpec = 4,
}

/** The bits of FORMAT_VALUE's operand that hold the conversion. */
export const FORMAT_CONVERSION_MASK = 3;

/** COMPARE_OP's operand, as the indices of CPython's cmp_op. */
export const enum Compare {
  LT = 0,
  LE = 1,
  EQ = 2,
  NE = 3,
  GT = 4,
  GE = 5,
}

export const COMPARE_NAMES: readonly string[] = ['<', '<=', '==', '!=', '>', '>='];

/** CALL_INTRINSIC_1's operand (PEP 695). */
export const enum Intrinsic1 {
  /** name -> TypeVar */
  TypeVar = 0,
  /** name -> ParamSpec */
  ParamSpec = 1,
  /** name -> TypeVarTuple */
  TypeVarTuple = 2,
  /** tuple of type parameters -> Generic[...] */
  SubscriptGeneric = 3,
  /** (name, type parameters or None, function computing the value) -> TypeAliasType */
  TypeAlias = 4,
  /** (value, text of the expression, conversion or None, format) -> Interpolation (PEP 750) */
  Interpolation = 5,
}

/** CALL_INTRINSIC_2's operand (PEP 695, 696): `a, b -> result`. */
export const enum Intrinsic2 {
  /** name, function computing the bound -> TypeVar */
  TypeVarWithBound = 0,
  /** name, function computing the constraints -> TypeVar */
  TypeVarWithConstraints = 1,
  /** function, type parameters -> the function, with __type_params__ set */
  SetFunctionTypeParams = 2,
  /** type parameter, function computing the default -> the type parameter */
  SetTypeParamDefault = 3,
  /** strings, interpolations -> Template (PEP 750) */
  Template = 4,
}

/** What an operand means. `deref` indexes cellvars followed by freevars. */
export type OperandKind = 'none' | 'const' | 'local' | 'name' | 'deref' | 'jump' | 'count' | 'compare' | 'invert' | 'flags' | 'number';

/** One row of the table. */
export interface OpInfo {
  readonly op: Op;
  readonly name: string;
  readonly operand: OperandKind;
  /** Stack picture; see the head of this file. */
  readonly stack: string;
  /** Change of the stack's height: `jump` says whether for the jump or for falling through. */
  readonly effect: (arg: number, jump: boolean) => number;
  /** Control never falls through to the next instruction. */
  readonly ends: boolean;
  readonly doc: string;
}

const bits = (n: number): number => (n & 1) + ((n >> 1) & 1) + ((n >> 2) & 1) + ((n >> 3) & 1) + ((n >> 4) & 1);

/** The table, indexed by number. */
export const OPCODES: readonly OpInfo[] = buildTable();

/** Names by number. */
export const OP_NAMES: readonly string[] = OPCODES.map((info) => info.name);

/**
 * Change of the value stack's height by one instruction.
 * CPython: Python/compile.c stack_effect
 */
export function stackEffect(op: number, arg: number, jump: boolean): number {
  return OPCODES[op].effect(arg, jump);
}

function buildTable(): OpInfo[] {
  const rows: OpInfo[] = [];
  const add = (
    op: Op,
    name: string,
    operand: OperandKind,
    effect: number | ((arg: number, jump: boolean) => number),
    stack: string,
    doc: string,
    ends = false,
  ): void => {
    rows[op] = { op, name, operand, stack, effect: typeof effect === 'number' ? () => effect : effect, ends, doc };
  };

  add(Op.NOP, 'NOP', 'none', 0, '->', 'Nothing; carries a line.');

  add(Op.POP_TOP, 'POP_TOP', 'none', -1, 'value ->', 'Releases the top.');
  add(Op.ROT_TWO, 'ROT_TWO', 'none', 0, 'a, b -> b, a', 'Swaps the two topmost.');
  add(Op.ROT_THREE, 'ROT_THREE', 'none', 0, 'a, b, c -> c, a, b', 'Top goes two down.');
  add(Op.ROT_FOUR, 'ROT_FOUR', 'none', 0, 'a, b, c, d -> d, a, b, c', 'Top goes three down.');
  add(Op.ROT_N, 'ROT_N', 'count', 0, 'x[n-1], top -> top, x[n-1]', 'Top goes n-1 down.');
  add(Op.DUP_TOP, 'DUP_TOP', 'none', 1, 'a -> a, a', 'Second reference to the top.');
  add(Op.DUP_TOP_TWO, 'DUP_TOP_TWO', 'none', 2, 'a, b -> a, b, a, b', 'Second references to the two topmost.');
  add(Op.COPY, 'COPY', 'count', 1, 'a, x[n-1] -> a, x[n-1], a', 'Second reference to the n-th slot from the top (1 = top).');

  add(Op.LOAD_CONST, 'LOAD_CONST', 'const', 1, '-> value', 'consts[arg].');
  add(Op.LOAD_FAST, 'LOAD_FAST', 'local', 1, '-> value', 'Local variable; UnboundLocalError if empty.');
  add(
    Op.STORE_FAST,
    'STORE_FAST',
    'local',
    -1,
    'value* ->',
    'Sets a local variable, then releases the old value. The value may be the empty slot that LOAD_FAST_AND_CLEAR pushed.',
  );
  add(Op.DELETE_FAST, 'DELETE_FAST', 'local', 0, '->', 'Empties a local variable; UnboundLocalError if empty.');
  add(
    Op.LOAD_FAST_AND_CLEAR,
    'LOAD_FAST_AND_CLEAR',
    'local',
    1,
    '-> value',
    'Moves a local (possibly empty: pushes the empty slot) to the stack. Only with inlined comprehensions.',
  );
  add(Op.LOAD_NAME, 'LOAD_NAME', 'name', 1, '-> value', 'names[arg] in locals, globals, builtins; NameError.');
  add(Op.STORE_NAME, 'STORE_NAME', 'name', -1, 'value ->', 'Sets names[arg] in the locals mapping.');
  add(Op.DELETE_NAME, 'DELETE_NAME', 'name', 0, '->', 'Deletes names[arg] from the locals mapping; NameError.');
  add(Op.LOAD_GLOBAL, 'LOAD_GLOBAL', 'name', 1, '-> value', 'names[arg] in globals, builtins; NameError.');
  add(Op.STORE_GLOBAL, 'STORE_GLOBAL', 'name', -1, 'value ->', 'Sets names[arg] in globals.');
  add(Op.DELETE_GLOBAL, 'DELETE_GLOBAL', 'name', 0, '->', 'Deletes names[arg] from globals; NameError.');
  add(Op.LOAD_CLOSURE, 'LOAD_CLOSURE', 'deref', 1, '-> cell', 'The cell itself, for BUILD_TUPLE before MAKE_FUNCTION.');
  add(Op.LOAD_DEREF, 'LOAD_DEREF', 'deref', 1, '-> value', "Cell's content; UnboundLocalError (cellvars) or NameError (freevars) if empty.");
  add(Op.STORE_DEREF, 'STORE_DEREF', 'deref', -1, 'value* ->', "Sets the cell's content.");
  add(Op.DELETE_DEREF, 'DELETE_DEREF', 'deref', 0, '->', 'Empties the cell.');
  add(Op.LOAD_CLASSDEREF, 'LOAD_CLASSDEREF', 'deref', 1, '-> value', "The name in the class body's locals mapping, else the cell's content.");
  add(
    Op.MAKE_CELL,
    'MAKE_CELL',
    'deref',
    0,
    '->',
    'Puts a fresh empty cell into a cell variable (only where an inlined comprehension isolates one); the old cell was saved by LOAD_CLOSURE.',
  );
  add(Op.LOAD_LOCALS, 'LOAD_LOCALS', 'none', 1, '-> mapping', 'The locals mapping (class bodies, PEP 695 scopes).');
  add(
    Op.LOAD_FROM_DICT_OR_DEREF,
    'LOAD_FROM_DICT_OR_DEREF',
    'deref',
    0,
    'mapping -> value',
    "The variable's name in the mapping, else the cell's content.",
  );
  add(Op.LOAD_FROM_DICT_OR_GLOBALS, 'LOAD_FROM_DICT_OR_GLOBALS', 'name', 0, 'mapping -> value', 'names[arg] in the mapping, globals, builtins.');

  add(Op.LOAD_ATTR, 'LOAD_ATTR', 'name', 0, 'owner -> value', 'getattr.');
  add(Op.STORE_ATTR, 'STORE_ATTR', 'name', -2, 'value, owner ->', 'setattr; owner is released after value.');
  add(Op.DELETE_ATTR, 'DELETE_ATTR', 'name', -1, 'owner ->', 'delattr.');
  add(
    Op.LOAD_METHOD,
    'LOAD_METHOD',
    'name',
    1,
    'owner* -> empty, value | method, owner',
    'Finds owner.name without making a bound method: either the unbound function and the owner below CALL_METHOD, or an empty slot and the attribute (owner released).',
  );
  add(Op.BINARY_SUBSCR, 'BINARY_SUBSCR', 'none', -1, 'container, key -> item', 'container[key].');
  add(
    Op.STORE_SUBSCR,
    'STORE_SUBSCR',
    'none',
    -3,
    'value, container, key ->',
    'container[key] = value; released in the order value, container, key.',
  );
  add(Op.DELETE_SUBSCR, 'DELETE_SUBSCR', 'none', -2, 'container, key ->', 'del container[key].');
  add(Op.BUILD_SLICE, 'BUILD_SLICE', 'count', (n) => (n === 3 ? -2 : -1), 'start*, stop*, (step*) -> slice', 'arg 2 or 3.');

  add(Op.UNARY_POSITIVE, 'UNARY_POSITIVE', 'none', 0, 'a -> r', '+a');
  add(Op.UNARY_NEGATIVE, 'UNARY_NEGATIVE', 'none', 0, 'a -> r', '-a');
  add(Op.UNARY_NOT, 'UNARY_NOT', 'none', 0, 'a -> r', 'not a');
  add(Op.UNARY_INVERT, 'UNARY_INVERT', 'none', 0, 'a -> r', '~a');
  const binary: [Op, Op, string, string][] = [
    [Op.BINARY_ADD, Op.INPLACE_ADD, 'ADD', '+'],
    [Op.BINARY_SUBTRACT, Op.INPLACE_SUBTRACT, 'SUBTRACT', '-'],
    [Op.BINARY_MULTIPLY, Op.INPLACE_MULTIPLY, 'MULTIPLY', '*'],
    [Op.BINARY_MATRIX_MULTIPLY, Op.INPLACE_MATRIX_MULTIPLY, 'MATRIX_MULTIPLY', '@'],
    [Op.BINARY_TRUE_DIVIDE, Op.INPLACE_TRUE_DIVIDE, 'TRUE_DIVIDE', '/'],
    [Op.BINARY_FLOOR_DIVIDE, Op.INPLACE_FLOOR_DIVIDE, 'FLOOR_DIVIDE', '//'],
    [Op.BINARY_MODULO, Op.INPLACE_MODULO, 'MODULO', '%'],
    [Op.BINARY_POWER, Op.INPLACE_POWER, 'POWER', '**'],
    [Op.BINARY_LSHIFT, Op.INPLACE_LSHIFT, 'LSHIFT', '<<'],
    [Op.BINARY_RSHIFT, Op.INPLACE_RSHIFT, 'RSHIFT', '>>'],
    [Op.BINARY_AND, Op.INPLACE_AND, 'AND', '&'],
    [Op.BINARY_XOR, Op.INPLACE_XOR, 'XOR', '^'],
    [Op.BINARY_OR, Op.INPLACE_OR, 'OR', '|'],
  ];
  for (const [plain, inplace, name, sign] of binary) {
    add(plain, `BINARY_${name}`, 'none', -1, 'a, b -> r', `a ${sign} b`);
    add(inplace, `INPLACE_${name}`, 'none', -1, 'a, b -> r', `a ${sign}= b`);
  }
  add(Op.COMPARE_OP, 'COMPARE_OP', 'compare', -1, 'a, b -> r', 'a <op> b, op indexes COMPARE_NAMES.');
  add(Op.IS_OP, 'IS_OP', 'invert', -1, 'a, b -> bool', 'a is b; arg 1: a is not b.');
  add(Op.CONTAINS_OP, 'CONTAINS_OP', 'invert', -1, 'a, container -> bool', 'a in container; arg 1: not in.');

  add(Op.JUMP_FORWARD, 'JUMP_FORWARD', 'jump', 0, '->', 'Jump ahead.', true);
  add(
    Op.JUMP_ABSOLUTE,
    'JUMP_ABSOLUTE',
    'jump',
    0,
    '->',
    'Jump anywhere; backward jumps are where signals, threads and timers get their turn.',
    true,
  );
  add(Op.POP_JUMP_IF_FALSE, 'POP_JUMP_IF_FALSE', 'jump', -1, 'test ->', 'Jump if the test is false.');
  add(Op.POP_JUMP_IF_TRUE, 'POP_JUMP_IF_TRUE', 'jump', -1, 'test ->', 'Jump if the test is true.');
  add(
    Op.JUMP_IF_FALSE_OR_POP,
    'JUMP_IF_FALSE_OR_POP',
    'jump',
    (_, jump) => (jump ? 0 : -1),
    'test -> test (jump) | (next)',
    'If false jump and keep it, else release it.',
  );
  add(
    Op.JUMP_IF_TRUE_OR_POP,
    'JUMP_IF_TRUE_OR_POP',
    'jump',
    (_, jump) => (jump ? 0 : -1),
    'test -> test (jump) | (next)',
    'If true jump and keep it, else release it.',
  );

  add(Op.GET_ITER, 'GET_ITER', 'none', 0, 'iterable -> iterator', 'iter(iterable).');
  add(
    Op.FOR_ITER,
    'FOR_ITER',
    'jump',
    (_, jump) => (jump ? -1 : 1),
    'iterator -> iterator, item (next) | (jump, iterator released)',
    'Next item, or release the iterator and jump.',
  );

  add(Op.BUILD_TUPLE, 'BUILD_TUPLE', 'count', (n) => 1 - n, 'item*[n] -> tuple', 'Items move into the tuple.');
  add(Op.BUILD_LIST, 'BUILD_LIST', 'count', (n) => 1 - n, 'item*[n] -> list', 'Items move into the list.');
  add(
    Op.BUILD_SET,
    'BUILD_SET',
    'count',
    (n) => 1 - n,
    'item[n] -> set',
    'Adds the items in order, first the lowest; each released after it is added.',
  );
  add(
    Op.BUILD_MAP,
    'BUILD_MAP',
    'count',
    (n) => 1 - 2 * n,
    '(key, value)[n] -> dict',
    'n pairs, added from the lowest; all released at the end from the top down.',
  );
  add(Op.BUILD_CONST_KEY_MAP, 'BUILD_CONST_KEY_MAP', 'count', (n) => -n, 'value[n], keys -> dict', 'keys is a tuple of n.');
  add(Op.BUILD_STRING, 'BUILD_STRING', 'count', (n) => 1 - n, 'str[n] -> str', 'Concatenates n strings.');
  add(
    Op.FORMAT_VALUE,
    'FORMAT_VALUE',
    'flags',
    (f) => (f & 4 ? -1 : 0),
    'value, (spec) -> str',
    'format(value, spec) after the conversion of FormatFlag. With neither conversion nor spec an exact str is passed through.',
  );
  add(
    Op.LIST_APPEND,
    'LIST_APPEND',
    'count',
    -1,
    'list, x[n-1], item -> list, x[n-1]',
    'Appends to the list n slots from the top (after popping item).',
  );
  add(Op.SET_ADD, 'SET_ADD', 'count', -1, 'set, x[n-1], item -> set, x[n-1]', 'Adds to the set n slots from the top.');
  add(Op.MAP_ADD, 'MAP_ADD', 'count', -2, 'dict, x[n-1], key, value -> dict, x[n-1]', 'Sets an item in the dict n slots from the top.');
  add(
    Op.LIST_EXTEND,
    'LIST_EXTEND',
    'count',
    -1,
    'list, x[n-1], iterable -> list, x[n-1]',
    '"Value after * must be an iterable, not T" when not iterable.',
  );
  add(Op.SET_UPDATE, 'SET_UPDATE', 'count', -1, 'set, x[n-1], iterable -> set, x[n-1]', 'set.update.');
  add(Op.DICT_UPDATE, 'DICT_UPDATE', 'count', -1, 'dict, x[n-1], mapping -> dict, x[n-1]', `dict.update; "'T' object is not a mapping".`);
  add(
    Op.DICT_MERGE,
    'DICT_MERGE',
    'count',
    -1,
    'function, x, dict, x[n-1], mapping -> function, x, dict, x[n-1]',
    'For **arguments: as DICT_UPDATE but a repeated key is the TypeError of a call; the callee lies two below the dict.',
  );
  add(Op.LIST_TO_TUPLE, 'LIST_TO_TUPLE', 'none', 0, 'list -> tuple', 'Copy as a tuple.');
  add(Op.UNPACK_SEQUENCE, 'UNPACK_SEQUENCE', 'count', (n) => n - 1, 'sequence -> item[n]', 'Pushes exactly n items, the first on top.');
  add(
    Op.UNPACK_EX,
    'UNPACK_EX',
    'count',
    (n) => (n & 0xff) + (n >> 8),
    'sequence -> after[high], rest, before[low]',
    'Low byte items, a list of the rest, arg >> 8 items; the first on top.',
  );

  add(
    Op.CALL_FUNCTION,
    'CALL_FUNCTION',
    'count',
    (n) => -n,
    'callable, arg[n] -> result',
    'Positional call. Arguments are released after the call, from the top down, the callable last.',
  );
  add(
    Op.CALL_FUNCTION_KW,
    'CALL_FUNCTION_KW',
    'count',
    (n) => -n - 1,
    'callable, arg[n], names -> result',
    'n counts positional and keyword arguments; names is the tuple of the last ones. The names are popped before the call and released after it.',
  );
  add(
    Op.CALL_FUNCTION_EX,
    'CALL_FUNCTION_EX',
    'flags',
    (f) => -1 - (f & 1),
    'callable, args, (kwargs) -> result',
    'args any iterable; bit 0: kwargs is there.',
  );
  add(Op.CALL_METHOD, 'CALL_METHOD', 'count', (n) => -n - 1, 'method | empty, owner | callable, arg[n] -> result', 'Call after LOAD_METHOD.');
  add(
    Op.MAKE_FUNCTION,
    'MAKE_FUNCTION',
    'flags',
    (f) => -1 - bits(f),
    '(defaults*), (kwdefaults*), (annotations* | annotate*), (closure*), code, qualname -> function',
    'Flags of FunctionFlag. Annotations: a tuple name, value, name, value, … (3.10 and later) or a dict.',
  );
  add(Op.RETURN_VALUE, 'RETURN_VALUE', 'none', -1, 'value* ->', 'Leaves the frame.', true);
  add(Op.LOAD_BUILD_CLASS, 'LOAD_BUILD_CLASS', 'none', 1, '-> function', 'builtins.__build_class__.');

  add(
    Op.GEN_START,
    'GEN_START',
    'number',
    -1,
    'None ->',
    'First instruction of a generator (0), coroutine (1), asynchronous generator (2): releases what the first send() pushed.',
  );
  add(Op.YIELD_VALUE, 'YIELD_VALUE', 'none', 0, 'value* -> sent', 'Suspends; in an asynchronous generator the value is wrapped.');
  add(
    Op.GET_YIELD_FROM_ITER,
    'GET_YIELD_FROM_ITER',
    'none',
    0,
    'iterable -> iterator',
    'iter(), but a generator as it is, and a coroutine only inside a coroutine.',
  );
  add(
    Op.YIELD_FROM,
    'YIELD_FROM',
    'none',
    -1,
    'receiver, sent -> receiver (suspended) | result',
    'Sends to the receiver; while it yields, suspends in front of this same instruction (the next value sent lies on top again); when it ends its return value replaces it.',
  );
  add(
    Op.GET_AWAITABLE,
    'GET_AWAITABLE',
    'number',
    0,
    'object -> iterator',
    'The iterator of an awaitable. arg 1: the object comes from __aenter__, 2: from __aexit__ (error messages).',
  );
  add(Op.GET_AITER, 'GET_AITER', 'none', 0, 'object -> asynchronous iterator', 'type(object).__aiter__(object).');
  add(Op.GET_ANEXT, 'GET_ANEXT', 'none', 1, 'aiter -> aiter, awaitable', 'Awaitable of __anext__.');
  add(
    Op.END_ASYNC_FOR,
    'END_ASYNC_FOR',
    'none',
    -2,
    'aiter, exc ->',
    'Handler of async for: StopAsyncIteration ends the loop, any other is sent on (exc moves), without a traceback entry.',
  );
  add(Op.BEFORE_ASYNC_WITH, 'BEFORE_ASYNC_WITH', 'none', 1, 'manager -> aexit, awaitable', 'Bound __aexit__ and the result of __aenter__().');

  add(
    Op.RAISE_VARARGS,
    'RAISE_VARARGS',
    'count',
    (n) => -n,
    '(exception), (cause) -> raises',
    '0: raise again what is handled, 1: raise exception, 2: raise exception from cause.',
    true,
  );
  add(Op.RERAISE, 'RERAISE', 'count', -1, 'exc* -> raises', 'See EXCEPTION_PROTOCOL.', true);
  add(
    Op.PUSH_EXC_INFO,
    'PUSH_EXC_INFO',
    'count',
    1,
    'exc -> previous, exc',
    'See EXCEPTION_PROTOCOL. 1: for finally and with, which hold type and traceback too where a release keeps all three.',
  );
  add(
    Op.POP_EXCEPT,
    'POP_EXCEPT',
    'none',
    -1,
    'previous* ->',
    'The handled exception becomes the previous one again; the one handled until now is released.',
  );
  add(
    Op.JUMP_IF_NOT_EXC_MATCH,
    'JUMP_IF_NOT_EXC_MATCH',
    'jump',
    -1,
    'exc, type -> exc',
    'Jump unless exc is an instance of the class or tuple of classes; "catching classes that do not inherit from BaseException is not allowed".',
  );
  add(
    Op.CHECK_EG_MATCH,
    'CHECK_EG_MATCH',
    'none',
    0,
    'exc, type -> rest, match',
    'except*: splits exc. match is None when nothing matched (then rest is exc), else the matching group, which also becomes the handled exception; rest is None when all matched. A naked exception that matches is wrapped in a group.',
  );
  add(
    Op.PREP_RERAISE_STAR,
    'PREP_RERAISE_STAR',
    'none',
    -1,
    'original, list -> exc',
    'except*: list of raised and unhandled parts -> exception to raise, or None.',
  );
  add(
    Op.BEFORE_WITH,
    'BEFORE_WITH',
    'none',
    1,
    'manager -> exit, result',
    'Looks up __enter__ then __exit__ on the type, calls the first. The bound __exit__ stays below.',
  );
  add(
    Op.WITH_EXCEPT_START,
    'WITH_EXCEPT_START',
    'none',
    1,
    'exit, lasti, previous, exc -> exit, lasti, previous, exc, result',
    'exit(type(exc), exc, exc.__traceback__).',
  );
  add(Op.LOAD_ASSERTION_ERROR, 'LOAD_ASSERTION_ERROR', 'none', 1, '-> AssertionError', 'The class, whatever the name is bound to.');

  add(Op.GET_LEN, 'GET_LEN', 'none', 1, 'object -> object, len', 'len(object).');
  add(Op.MATCH_MAPPING, 'MATCH_MAPPING', 'none', 1, 'subject -> subject, bool', 'Is it a mapping (Py_TPFLAGS_MAPPING)?');
  add(Op.MATCH_SEQUENCE, 'MATCH_SEQUENCE', 'none', 1, 'subject -> subject, bool', 'Is it a sequence (Py_TPFLAGS_SEQUENCE)?');
  add(
    Op.MATCH_KEYS,
    'MATCH_KEYS',
    'none',
    2,
    'subject, keys -> subject, keys, values | None, bool',
    'Tuple of the values of all keys and True, or None and False.',
  );
  add(
    Op.MATCH_CLASS,
    'MATCH_CLASS',
    'count',
    -1,
    'subject, class, names -> attributes | subject, bool',
    'n positional subpatterns, names: those by keyword. On a match the tuple of the attributes takes the place of the subject (released) and True that of the class; else the subject stays, and False.',
  );
  add(Op.COPY_DICT_WITHOUT_KEYS, 'COPY_DICT_WITHOUT_KEYS', 'none', 0, 'subject, keys -> subject, rest', 'dict(subject) without the keys.');

  add(Op.IMPORT_NAME, 'IMPORT_NAME', 'name', -1, 'level, fromlist -> module', '__import__(name, globals, locals, fromlist, level).');
  add(Op.IMPORT_FROM, 'IMPORT_FROM', 'name', 1, 'module -> module, value', 'Attribute, else sys.modules["module.name"], else ImportError.');
  add(Op.IMPORT_STAR, 'IMPORT_STAR', 'none', -1, 'module ->', "All of the module's public names into the locals mapping.");
  add(Op.SETUP_ANNOTATIONS, 'SETUP_ANNOTATIONS', 'none', 0, '->', 'Makes __annotations__ in the locals mapping unless it is there.');
  add(Op.PRINT_EXPR, 'PRINT_EXPR', 'none', -1, 'value ->', 'sys.displayhook(value) (interactive mode).');
  add(Op.CALL_INTRINSIC_1, 'CALL_INTRINSIC_1', 'number', 0, 'a -> r', 'See Intrinsic1.');
  add(Op.CALL_INTRINSIC_2, 'CALL_INTRINSIC_2', 'number', -1, 'a, b -> r', 'See Intrinsic2.');
  return rows;
}
