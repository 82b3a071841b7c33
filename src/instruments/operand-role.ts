/**
 * What a slot of a value stack is for: the instruction that will consume it, found by following the code from where the frame stands.
 * Pure: knows code objects as plain data, no heap.
 */
import type { CodeData } from '../bytecode/code.ts';
import { OPCODES, Op } from '../bytecode/opcodes.ts';

/** The consumer of an operand. */
export interface OperandUse {
  /** Index of the instruction that consumes it. */
  readonly instruction: number;
  readonly op: number;
  readonly arg: number;
  /** 0 = lowest of the operands that the instruction consumes. */
  readonly position: number;
  readonly operands: number;
}

/** New references that an instruction pushes, read from its stack picture. */
function pushes(op: number, arg: number): number {
  const picture = OPCODES[op].stack;
  const [left, right] = picture.split('->').map((side) => side.split('|')[0].trim());
  const names = (side: string): string[] => (side === '' ? [] : side.split(',').map((word) => word.trim().replace(/ \(.*$/, '')));
  const before = new Set(names(left).map((word) => word.replace('*', '')));
  let n = 0;
  for (const word of names(right ?? '')) {
    if (before.has(word) || word === '' || word.startsWith('(')) continue;
    if (word.includes('[n]')) n += arg;
    else if (word.includes('[low]')) n += arg & 255;
    else if (word.includes('[high]')) n += arg >> 8;
    else if (word !== 'raises') n++;
  }
  return n;
}

/** Operands that an instruction takes off the stack. */
export function consumes(op: number, arg: number): number {
  return Math.max(0, pushes(op, arg) - OPCODES[op].effect(arg, false));
}

/** Where a slot lies after an instruction that reorders the top. */
function rotated(op: number, arg: number, height: number, slot: number): number {
  const n = op === Op.ROT_TWO ? 2 : op === Op.ROT_THREE ? 3 : op === Op.ROT_FOUR ? 4 : op === Op.ROT_N ? arg : 0;
  if (n === 0 || slot < height - n) return slot;
  return slot === height - 1 ? height - n : slot + 1;
}

/**
 * Who consumes slot `slot` (0 = lowest) of the stack that is `depth` high when instruction `index` is about to run or runs. Null when
 * no path of the code says: only an exception takes it.
 */
export function operandUse(code: CodeData, index: number, depth: number, slot: number): OperandUse | null {
  const count = code.code.length / 2;
  const seen = new Set<number>();
  const todo: [number, number, number][] = [[index, depth, slot]];
  for (let head = 0; head < todo.length; head++) {
    const [i, height, at] = todo[head];
    if (i < 0 || i >= count || seen.has(i)) continue;
    seen.add(i);
    const op = code.code[2 * i];
    const arg = code.code[2 * i + 1];
    const info = OPCODES[op];
    if (info === undefined) return null;
    if (op === Op.FOR_ITER && at === height - 1) return { instruction: i, op, arg, position: 0, operands: 1 };
    const taken = consumes(op, arg);
    const low = height - taken;
    if (at >= low) return { instruction: i, op, arg, position: at - low, operands: taken };
    const next = rotated(op, arg, height, at);
    if (!info.ends) todo.push([i + 1, height + info.effect(arg, false), next]);
    if (info.operand === 'jump') todo.push([arg, height + info.effect(arg, true), next]);
  }
  return null;
}

const OPERATORS: Readonly<Record<string, string>> = {
  ADD: '+',
  SUBTRACT: '-',
  MULTIPLY: '*',
  MATRIX_MULTIPLY: '@',
  TRUE_DIVIDE: '/',
  FLOOR_DIVIDE: '//',
  MODULO: '%',
  POWER: '**',
  LSHIFT: '<<',
  RSHIFT: '>>',
  AND: '&',
  XOR: '^',
  OR: '|',
};

/** Whether the instruction is a call whose operands are callable and arguments. */
export function isCall(op: number): boolean {
  return op === Op.CALL_FUNCTION || op === Op.CALL_METHOD || op === Op.CALL_FUNCTION_KW || op === Op.CALL_FUNCTION_EX;
}

/** What an operand is for, in words without its frame. `callee`: name of what is called, when known. */
export function operandWords(code: CodeData, use: OperandUse, callee: string | null): string {
  const { op, arg, position } = use;
  const { name } = OPCODES[op];
  if (isCall(op)) {
    if (position >= use.operands) return 'callable held by its call';
    const first = op === Op.CALL_METHOD ? 2 : 1;
    if (position === 0) return op === Op.CALL_METHOD ? 'method being called' : 'function being called';
    const of = callee === null ? '' : ` of \`${callee}\``;
    if (op === Op.CALL_METHOD && position === 1) return `object whose method is called`;
    return position >= first ? `argument${of}` : 'operand of a call';
  }
  const operator = /^(?:BINARY|INPLACE)_(.*)$/.exec(name);
  if (operator !== null && OPERATORS[operator[1]] !== undefined) return `operand of \`${OPERATORS[operator[1]]}\``;
  switch (op) {
    case Op.FOR_ITER:
      return 'iterator of a for loop';
    case Op.RETURN_VALUE:
      return 'value being returned';
    case Op.YIELD_VALUE:
      return 'value being yielded';
    case Op.STORE_NAME:
    case Op.STORE_GLOBAL:
      return `value about to be stored in \`${code.names[arg]}\``;
    case Op.STORE_FAST:
      return `value about to be stored in \`${code.varnames[arg]}\``;
    case Op.STORE_DEREF:
      return `value about to be stored in \`${derefName(code, arg)}\``;
    case Op.STORE_ATTR:
      return position === 0 ? `value about to be stored in attribute \`${code.names[arg]}\`` : `object whose attribute \`${code.names[arg]}\` is set`;
    case Op.LOAD_ATTR:
    case Op.LOAD_METHOD:
      return `object whose attribute \`${code.names[arg]}\` is read`;
    case Op.BINARY_SUBSCR:
      return position === 0 ? 'container being indexed' : 'index';
    case Op.STORE_SUBSCR:
      return ['value about to be stored in an item', 'container whose item is set', 'index'][position] ?? 'operand';
    case Op.DELETE_SUBSCR:
      return position === 0 ? 'container whose item is deleted' : 'index';
    case Op.POP_TOP:
      return 'result about to be dropped';
    case Op.BUILD_LIST:
      return 'item of the list being built';
    case Op.BUILD_TUPLE:
      return 'item of the tuple being built';
    case Op.BUILD_SET:
      return 'member of the set being built';
    case Op.BUILD_MAP:
    case Op.BUILD_CONST_KEY_MAP:
      return 'entry of the dict being built';
    case Op.BUILD_STRING:
    case Op.FORMAT_VALUE:
      return 'part of the string being built';
    case Op.LIST_APPEND:
    case Op.SET_ADD:
    case Op.MAP_ADD:
      return 'item about to be added';
    case Op.LIST_EXTEND:
    case Op.SET_UPDATE:
    case Op.DICT_UPDATE:
    case Op.DICT_MERGE:
      return 'items about to be added';
    case Op.GET_ITER:
      return 'object to iterate over';
    case Op.UNPACK_SEQUENCE:
    case Op.UNPACK_EX:
      return 'sequence being unpacked';
    case Op.COMPARE_OP:
    case Op.IS_OP:
    case Op.CONTAINS_OP:
      return 'operand of a comparison';
    case Op.RAISE_VARARGS:
      return 'exception being raised';
    case Op.MAKE_FUNCTION:
      return 'part of the function being made';
    case Op.POP_EXCEPT:
    case Op.RERAISE:
      return 'exception being handled';
    case Op.BEFORE_WITH:
      return 'context manager being entered';
    default:
      return `operand of ${name}`;
  }
}

function derefName(code: CodeData, arg: number): string {
  return (arg < code.cellvars.length ? code.cellvars[arg] : code.freevars[arg - code.cellvars.length]) ?? '';
}

/** An instruction as a person says it: `call func with 1 argument`, `store in b`. */
export function instructionWords(code: CodeData, index: number, callee: string | null): string {
  const op = code.code[2 * index];
  const arg = code.code[2 * index + 1];
  const { name } = OPCODES[op];
  const operator = /^(BINARY|INPLACE)_(.*)$/.exec(name);
  if (operator !== null && OPERATORS[operator[2]] !== undefined)
    return `compute \`${OPERATORS[operator[2]]}${operator[1] === 'INPLACE' ? '=' : ''}\``;
  if (isCall(op)) {
    const what = `call ${callee === null ? 'it' : `\`${callee}\``}`;
    if (op === Op.CALL_FUNCTION_EX) return `${what} with unpacked arguments`;
    return `${what} with ${arg === 1 ? '1 argument' : `${arg} arguments`}`;
  }
  switch (op) {
    case Op.LOAD_NAME:
    case Op.LOAD_GLOBAL:
      return `push \`${code.names[arg]}\``;
    case Op.LOAD_FAST:
      return `push \`${code.varnames[arg]}\``;
    case Op.LOAD_DEREF:
    case Op.LOAD_CLASSDEREF:
      return `push \`${derefName(code, arg)}\``;
    case Op.LOAD_CONST:
      return 'push a constant';
    case Op.STORE_NAME:
    case Op.STORE_GLOBAL:
      return `store in \`${code.names[arg]}\``;
    case Op.STORE_FAST:
      return `store in \`${code.varnames[arg]}\``;
    case Op.STORE_DEREF:
      return `store in \`${derefName(code, arg)}\``;
    case Op.DELETE_NAME:
    case Op.DELETE_GLOBAL:
      return `delete \`${code.names[arg]}\``;
    case Op.DELETE_FAST:
      return `delete \`${code.varnames[arg]}\``;
    case Op.DELETE_DEREF:
      return `delete \`${derefName(code, arg)}\``;
    case Op.LOAD_ATTR:
    case Op.LOAD_METHOD:
      return `read attribute \`${code.names[arg]}\``;
    case Op.STORE_ATTR:
      return `set attribute \`${code.names[arg]}\``;
    case Op.DELETE_ATTR:
      return `delete attribute \`${code.names[arg]}\``;
    case Op.BINARY_SUBSCR:
      return 'read an item';
    case Op.STORE_SUBSCR:
      return 'set an item';
    case Op.DELETE_SUBSCR:
      return 'delete an item';
    case Op.POP_TOP:
      return 'drop the result';
    case Op.RETURN_VALUE:
      return 'return';
    case Op.YIELD_VALUE:
      return 'yield';
    case Op.FOR_ITER:
      return 'next item of the loop';
    case Op.GET_ITER:
      return 'make an iterator';
    case Op.BUILD_LIST:
      return 'build a list';
    case Op.BUILD_TUPLE:
      return 'build a tuple';
    case Op.BUILD_SET:
      return 'build a set';
    case Op.BUILD_MAP:
    case Op.BUILD_CONST_KEY_MAP:
      return 'build a dict';
    case Op.BUILD_STRING:
      return 'build a string';
    case Op.LIST_APPEND:
      return 'append to the list';
    case Op.UNPACK_SEQUENCE:
      return `unpack into ${arg}`;
    case Op.MAKE_FUNCTION:
      return 'make a function';
    case Op.POP_EXCEPT:
      return 'leave the except block';
    case Op.RAISE_VARARGS:
      return 'raise';
    default:
      return name.toLowerCase().replace(/_/g, ' ');
  }
}
