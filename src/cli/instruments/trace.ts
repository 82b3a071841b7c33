import { type CountChange, traceCounts } from '../../instruments/count-trace.ts';
import { nearest } from '../../runtime/core/nearest-name.ts';
import type { Runtime } from '../../runtime/core/runtime.ts';
import { EXIT_USAGE } from '../exit-codes.ts';
import type { RunOptions } from '../run-options.ts';
import { type Answers, type InstrumentRun, StopProgram } from './answers.ts';
import { isProgramFile, isReadable, namesOfProgram, programFile } from './program-place.ts';
import type { InstrumentRequest } from './request.ts';

type Trace = InstrumentRequest & { kind: 'trace' };

/** `ouro trace`: each change of an object's count as it happens. */
export function startTrace(rt: Runtime, options: RunOptions, request: Trace, answers: Answers): InstrumentRun {
  const file = programFile(rt, options);
  let changes = 0;
  const end = traceCounts(rt, { isProgram: isProgramFile(file), name: request.name, function: request.function }, (change) => {
    changes++;
    if (answers.json) answers.print(`${JSON.stringify(change)}\n`);
    else answers.print(changeText(answers, request.name, change));
    if (changes < request.limit) return;
    answers.note(`ouro trace: stopped after ${changes} changes (--limit)\n`);
    throw new StopProgram(0);
  });
  return {
    finish(programExit) {
      end();
      if (changes > 0 || !isReadable(rt, file)) return programExit;
      const like = nearest(request.name, namesOfProgram(rt, file));
      const where = request.function === null ? '' : ` in ${request.function}`;
      const hint = like === null || like === request.name ? '' : `; did you mean \`${like}\`?`;
      answers.note(`ouro trace: no variable \`${request.name}\` was ever bound${where}${hint}\n`);
      return EXIT_USAGE;
    },
  };
}

function changeText(answers: Answers, name: string, change: CountChange): string {
  const { at, instruction, by, count, gained, lost } = change;
  const where = `${at.file.replace(/^.*\//, '')}:${at.line}`.padEnd(16);
  const sign = by > 0 ? `+${by}` : by < 0 ? `−${-by}` : '±0';
  const lines = [`${where} ${instruction.padEnd(34)} ${answers.paint(sign.padStart(4), by > 0 ? 'green' : 'red')}  = ${count}`];
  for (const text of gained) lines.push(`${' '.repeat(18)}+ ${text}`);
  for (const text of lost) lines.push(`${' '.repeat(18)}− ${text}`);
  if (count === 0) lines.push(`${' '.repeat(18)}${name} is freed`);
  return `${lines.join('\n')}\n`;
}
