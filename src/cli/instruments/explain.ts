import { LedgerMaker } from '../../instruments/ledger.ts';
import { holderLines, sumLine } from '../../instruments/ledger-text.ts';
import { frameName, runningFrames } from '../../instruments/running-frames.ts';
import { watchGetrefcount } from '../../instruments/watch-getrefcount.ts';
import type { Runtime } from '../../runtime/core/runtime.ts';
import type { Answers, InstrumentRun } from './answers.ts';

/** `ouro run --explain`: the ledger beside every sys.getrefcount that the program calls. */
export function startExplain(rt: Runtime, answers: Answers): InstrumentRun {
  const maker = new LedgerMaker(rt);
  const stop = watchGetrefcount(rt, (op) => {
    const ledger = maker.make(op);
    const frame = runningFrames(rt)[0];
    const at = frame === undefined ? null : frameName(rt, frame);
    if (answers.json) {
      answers.print(`${JSON.stringify({ at, ...ledger })}\n`);
      return;
    }
    const where = at === null ? '' : `${at.file.replace(/^.*\//, '')}:${at.line} in ${at.function}: `;
    answers.print(`${where}${answers.paint(`${ledger.shown}`, 'bold')} for ${ledger.type} ${ledger.value}\n`);
    answers.print(`${holderLines(ledger.entries, '    ').join('\n')}\n`);
    if (!ledger.balanced || ledger.shown !== ledger.count) answers.print(`    ${sumLine(ledger)}\n`);
  });
  return {
    finish(code) {
      stop();
      return code;
    },
  };
}
