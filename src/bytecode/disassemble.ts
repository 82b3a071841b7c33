/** Code objects as text, in the manner of `dis`. */
import { type CodeData, type ConstData, HANDLER_STRIDE, POSITION_STRIDE } from './code.ts';
import { COMPARE_NAMES, OPCODES } from './opcodes.ts';

/** One line an instruction: line, index, name, operand and what it stands for. Nested code follows. */
export function disassemble(code: CodeData, nested = true): string {
  const lines: string[] = [`${code.qualname} (${code.filename}:${code.firstlineno})`];
  const targets = jumpTargets(code);
  let lastLine = -2;
  for (let i = 0; i < code.code.length / 2; i++) {
    const op = code.code[2 * i];
    const arg = code.code[2 * i + 1];
    const line = code.positions[i * POSITION_STRIDE];
    const shown = line !== lastLine && line >= 0 ? String(line) : '';
    lastLine = line;
    const info = OPCODES[op];
    const operand = info.operand === 'none' ? '' : `${String(arg).padStart(5)} ${operandText(code, op, arg)}`;
    lines.push(`${shown.padStart(5)} ${targets.has(i) ? '>>' : '  '} ${String(i).padStart(5)} ${info.name.padEnd(24)}${operand}`.trimEnd());
  }
  for (let i = 0; i < code.exceptionTable.length; i += HANDLER_STRIDE) {
    const [start, end, target, depth, lasti] = code.exceptionTable.subarray(i, i + HANDLER_STRIDE);
    lines.push(`      ${start} to ${end} -> ${target} [${depth}]${lasti ? ' lasti' : ''}`);
  }
  let text = `${lines.join('\n')}\n`;
  if (nested) for (const item of code.consts) if (item.kind === 'code') text += `\n${disassemble(item.code)}`;
  return text;
}

/** Indices that are jumped to. */
export function jumpTargets(code: CodeData): Set<number> {
  const targets = new Set<number>();
  for (let i = 0; i < code.code.length; i += 2) {
    if (OPCODES[code.code[i]].operand === 'jump') targets.add(code.code[i + 1]);
  }
  for (let i = 0; i < code.exceptionTable.length; i += HANDLER_STRIDE) targets.add(code.exceptionTable[i + 2]);
  return targets;
}

/** What an operand stands for. */
export function operandText(code: CodeData, op: number, arg: number): string {
  switch (OPCODES[op].operand) {
    case 'const':
      return `(${constantText(code.consts[arg])})`;
    case 'local':
      return `(${code.varnames[arg]})`;
    case 'name':
      return `(${code.names[arg]})`;
    case 'deref':
      return `(${arg < code.cellvars.length ? code.cellvars[arg] : code.freevars[arg - code.cellvars.length]})`;
    case 'jump':
      return `(to ${arg})`;
    case 'compare':
      return `(${COMPARE_NAMES[arg]})`;
    default:
      return '';
  }
}

/** A constant as text, for people. */
export function constantText(data: ConstData): string {
  switch (data.kind) {
    case 'none':
      return 'None';
    case 'true':
      return 'True';
    case 'false':
      return 'False';
    case 'ellipsis':
      return 'Ellipsis';
    case 'int':
      return String(data.value);
    case 'float':
      return Object.is(data.value, -0) ? '-0.0' : String(data.value);
    case 'complex':
      return `${data.real}+${data.imag}j`;
    case 'str':
      return JSON.stringify(data.value);
    case 'bytes':
      return `b${JSON.stringify(Array.from(data.value, (b) => String.fromCharCode(b)).join(''))}`;
    case 'tuple':
      return `(${data.items.map(constantText).join(', ')})`;
    case 'frozenset':
      return `frozenset({${data.items.map(constantText).join(', ')}})`;
    case 'code':
      return `<code ${data.code.name}>`;
  }
}
