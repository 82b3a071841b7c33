import { describe, expect, it } from 'vitest';
import { FIRST_FREE_OPCODE, OPCODES, stackEffect } from './opcodes.ts';

describe('the instruction table', () => {
  it('has a row for every number, at its number, with a name of its own', () => {
    expect(OPCODES.length).toBe(FIRST_FREE_OPCODE);
    const names = new Set<string>();
    for (let op = 0; op < FIRST_FREE_OPCODE; op++) {
      expect(OPCODES[op]?.op).toBe(op);
      names.add(OPCODES[op].name);
    }
    expect(names.size).toBe(FIRST_FREE_OPCODE);
  });

  it('has pictures that agree with the effects', () => {
    for (const info of OPCODES) {
      const [before, after] = info.stack.split('->').map((side) => side.trim());
      // Pictures with alternatives, repetitions or optional operands say more than a count.
      if (/[|[(]/.test(info.stack) || after === 'raises') continue;
      const count = (side: string): number => (side === '' ? 0 : side.split(',').length);
      expect([info.name, stackEffect(info.op, 1, false)]).toEqual([info.name, count(after) - count(before)]);
    }
  });
});
