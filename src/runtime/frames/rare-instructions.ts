import type { RareInstruction } from './instructions.ts';
import { asyncInstructions } from './instructions-async.ts';
import { buildInstructions } from './instructions-build.ts';
import { callInstructions } from './instructions-call.ts';
import { exceptionInstructions } from './instructions-exception.ts';
import { importInstructions } from './instructions-import.ts';
import { matchInstructions } from './instructions-match.ts';
import { operatorInstructions } from './instructions-operator.ts';
import { variableInstructions } from './instructions-variable.ts';

/** Instructions that the loop does not handle itself, by number. */
export const RARE: readonly RareInstruction[] = makeTable();

function makeTable(): RareInstruction[] {
  const table: RareInstruction[] = [];
  const groups = [
    variableInstructions,
    operatorInstructions,
    buildInstructions,
    callInstructions,
    asyncInstructions,
    exceptionInstructions,
    matchInstructions,
    importInstructions,
  ];
  for (const group of groups) for (const [op, run] of group) table[op] = run;
  return table;
}
