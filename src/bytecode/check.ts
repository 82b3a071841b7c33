/** Checks of code objects that tests run over everything compiled. */
import { type CodeData, CodeFlag, HANDLER_STRIDE, POSITION_STRIDE } from './code.ts';
import { OPCODES } from './opcodes.ts';

/**
 * Walks all paths of a code object (and of those in its constants) and finds what is wrong with it: heights of the stack that
 * disagree, go below zero or above `stacksize`, operands out of range, jumps and handlers to nowhere, an end that is run past.
 * Gives the faults, none when all is well.
 */
export function checkCode(code: CodeData): string[] {
  const faults: string[] = [];
  const count = code.code.length / 2;
  const fault = (i: number, what: string): void => {
    faults.push(`${code.qualname}:${code.positions[i * POSITION_STRIDE]} instruction ${i} (${OPCODES[code.code[2 * i]]?.name}): ${what}`);
  };
  if (code.positions.length !== count * POSITION_STRIDE) faults.push(`${code.qualname}: positions do not fit`);
  const depths = new Int32Array(count).fill(-1);
  const todo: number[] = [];
  const enter = (from: number, to: number, depth: number): void => {
    if (to < 0 || to >= count) fault(from, `goes to ${to}`);
    else if (depths[to] < 0) {
      depths[to] = depth;
      todo.push(to);
    } else if (depths[to] !== depth) fault(from, `height ${depth} meets ${depths[to]} at ${to}`);
  };
  const isGenerator = (code.flags & (CodeFlag.Generator | CodeFlag.Coroutine | CodeFlag.AsyncGenerator)) !== 0;
  if (count === 0) return [...faults, `${code.qualname}: no instructions`];
  enter(0, 0, isGenerator ? 1 : 0);
  const handlerOf = handlers(code, count);
  for (let i = todo.pop(); i !== undefined; i = todo.pop()) {
    const info = OPCODES[code.code[2 * i]];
    if (info === undefined) {
      fault(i, 'unknown');
      continue;
    }
    const arg = code.code[2 * i + 1];
    const depth = depths[i];
    const limit = operandLimit(code, info.operand);
    if (limit >= 0 && (arg < 0 || arg >= limit)) fault(i, `operand ${arg} of ${limit}`);
    const after = depth + info.effect(arg, false);
    if (after < 0) fault(i, 'takes more than there is');
    if (after > code.stacksize) fault(i, `height ${after} above ${code.stacksize}`);
    if (info.operand === 'jump') enter(i, arg, depth + info.effect(arg, true));
    if (!info.ends) enter(i, i + 1, after);
    const handler = handlerOf[i];
    if (handler >= 0) {
      const kept = code.exceptionTable[handler + 3];
      const lasti = code.exceptionTable[handler + 4];
      if (kept > depth) fault(i, `handler keeps ${kept} of ${depth}`);
      if (kept + lasti + 1 > code.stacksize) fault(i, 'handler needs more stack');
      enter(i, code.exceptionTable[handler + 2], kept + lasti + 1);
    }
  }
  for (const item of code.consts) if (item.kind === 'code') faults.push(...checkCode(item.code));
  return faults;
}

/** For each instruction where its entry begins in the table, or -1. */
function handlers(code: CodeData, count: number): Int32Array {
  const result = new Int32Array(count).fill(-1);
  for (let e = 0; e < code.exceptionTable.length; e += HANDLER_STRIDE) {
    for (let i = code.exceptionTable[e]; i < code.exceptionTable[e + 1]; i++) if (result[i] < 0) result[i] = e;
  }
  return result;
}

function operandLimit(code: CodeData, operand: string): number {
  switch (operand) {
    case 'const':
      return code.consts.length;
    case 'local':
      return code.varnames.length;
    case 'name':
      return code.names.length;
    case 'deref':
      return code.cellvars.length + code.freevars.length;
    case 'compare':
      return 6;
    case 'invert':
      return 2;
    default:
      return -1;
  }
}
