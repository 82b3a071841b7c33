import { describe, expect, it } from 'vitest';
import { OPCODES, Op } from './opcodes.ts';
import { WIRE_NUMBERS, wireCode, wireExceptionTable, wireName } from './wire.ts';

/** Reads bytes as `dis` does: opcode, operand and unit of each instruction, caches left out. */
function unpack(bytes: Uint8Array): { name: string; arg: number; unit: number }[] {
  const names = new Map([...WIRE_NUMBERS].map(([name, number]) => [number, name]));
  const found: { name: string; arg: number; unit: number }[] = [];
  let extended = 0;
  for (let i = 0; i < bytes.length; i += 2) {
    const name = names.get(bytes[i])!;
    if (name === 'CACHE') continue;
    const arg = (extended << 8) | bytes[i + 1];
    if (name === 'EXTENDED_ARG') extended = arg;
    else {
      found.push({ name, arg, unit: i / 2 });
      extended = 0;
    }
  }
  return found;
}

describe('code in bytes', () => {
  it('has a number of its own below 256 for every instruction', () => {
    for (const { op, name } of OPCODES) {
      for (const back of [false, true]) expect(WIRE_NUMBERS.get(wireName(op, back)), name).toBeLessThan(256);
    }
    expect(new Set(WIRE_NUMBERS.values()).size).toBe(WIRE_NUMBERS.size);
  });

  it('widens operands, and jumps over what was widened', () => {
    const body: number[] = [Op.LOAD_FAST, 300, Op.POP_JUMP_IF_FALSE, 603];
    for (let i = 0; i < 300; i++) body.push(Op.LOAD_CONST, 70_000, Op.POP_TOP, 0);
    body.push(Op.POP_JUMP_IF_TRUE, 0, Op.JUMP_ABSOLUTE, 1, Op.JUMP_ABSOLUTE, 605, Op.RETURN_VALUE, 0);
    const code = Int32Array.from(body);
    const wire = wireCode({ code, varnames: [] });
    const read = unpack(wire.bytes);
    expect(read.length).toBe(code.length / 2);
    expect(read.map(({ unit }) => unit)).toEqual([...wire.own]);
    read.forEach(({ name, arg, unit }, i) => {
      const [op, operand] = [code[2 * i] as Op, code[2 * i + 1]];
      expect(name).toBe(wireName(op, operand <= i));
      if (OPCODES[op].operand !== 'jump') expect(arg).toBe(operand);
      else expect(unit + 1 + (name === 'JUMP_FORWARD' ? 0 : 1) + (name === 'JUMP_BACKWARD' ? -arg : arg)).toBe(wire.start[operand]);
    });
  });

  it('writes the exception table with the innermost handler of each instruction', () => {
    const code = Int32Array.from([Op.NOP, 0, Op.NOP, 0, Op.NOP, 0, Op.POP_TOP, 0, Op.RERAISE, 0]);
    const table = Int32Array.from([1, 2, 3, 2, 1, 0, 3, 4, 0, 0]);
    // three runs: 0 to 1 and 2 to 3 lead to 4, 1 to 2 leads to 3 with depth 2 and lasti
    expect([...wireExceptionTable(table, wireCode({ code, varnames: [] }))]).toEqual([0x80, 1, 4, 0, 0x81, 1, 3, 5, 0x82, 1, 4, 0]);
  });
});
