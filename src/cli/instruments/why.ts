import { capture } from '../../instruments/capture.ts';
import { ExpressionError, evaluateIn, type Scope, scopeOfFrame } from '../../instruments/frame-expression.ts';
import { AliveIndex, type HeldPath, pathLine } from '../../instruments/held-path.ts';
import { type Ledger, LedgerMaker } from '../../instruments/ledger.ts';
import { HOLDERS_SHOWN, holderLines, sumLine } from '../../instruments/ledger-text.ts';
import { stopAtLine } from '../../instruments/line-stop.ts';
import { type FrameName, frameName } from '../../instruments/running-frames.ts';
import { withoutAsker } from '../../instruments/without-asker.ts';
import type { Runtime } from '../../runtime/core/runtime.ts';
import { Root } from '../../runtime/core/static.ts';
import { EXIT_USAGE } from '../exit-codes.ts';
import type { RunOptions } from '../run-options.ts';
import { type Answers, type InstrumentRun, StopProgram } from './answers.ts';
import { isReadable, lineNotReached, programFile } from './program-place.ts';
import type { InstrumentRequest } from './request.ts';

type Why = InstrumentRequest & { kind: 'why' };

/** `ouro why`: stops the program and prints the ledger of an object. */
export function startWhy(rt: Runtime, dict: number, options: RunOptions, request: Why, answers: Answers): InstrumentRun {
  const file = programFile(rt, options);
  const answer = (scope: Scope, at: FrameName | null): number => {
    const mark = rt.mark();
    try {
      const { object, asking } = evaluateIn(rt, scope, request.expression);
      const ledger = new LedgerMaker(rt).make(object, asking);
      const look = (): HeldPath[] => new AliveIndex(capture(rt)).paths(object, request.paths);
      const [asker] = asking;
      const paths = request.paths === 0 ? [] : asker === undefined ? look() : withoutAsker(rt, asker, look);
      printLedger(answers, request, ledger, at, paths);
      return 0;
    } catch (thrown) {
      if (!(thrown instanceof ExpressionError)) throw thrown;
      answers.note(`ouro why: ${at === null ? 'at exit' : `${baseName(at.file)}:${at.line}`}: ${thrown.message}\n`);
      return EXIT_USAGE;
    } finally {
      rt.release(mark);
    }
  };
  if (request.line === null) return { finish: () => answer({ frame: 0, globals: dict, builtins: rt.H[Root.builtinsDict] }, null) };
  const { line, hit, after } = request;
  const stop = stopAtLine(rt, { file, line, hit, after }, (frame) => {
    throw new StopProgram(answer(scopeOfFrame(rt, frame), frameName(rt, frame)));
  });
  return {
    finish(programExit) {
      stop.end();
      if (!isReadable(rt, file)) return programExit;
      if (after && stop.hits >= hit) return answer({ frame: 0, globals: dict, builtins: rt.H[Root.builtinsDict] }, null);
      answers.note(`ouro why: ${lineNotReached(rt, file, line, stop.hits, hit)}\n`);
      return EXIT_USAGE;
    },
  };
}

function baseName(path: string): string {
  return path.replace(/^.*\//, '');
}

function printLedger(answers: Answers, request: Why, ledger: Ledger, at: FrameName | null, paths: readonly HeldPath[]): void {
  if (answers.json) {
    answers.print(`${JSON.stringify({ expression: request.expression, at, ...ledger, ...(request.paths > 0 ? { paths } : {}) }, null, 2)}\n`);
    return;
  }
  const where = at === null ? 'at exit' : `${baseName(at.file)}:${at.line} in ${at.function}`;
  answers.print(`${where}: ${answers.paint(request.expression, 'bold')} is ${ledger.type} ${ledger.value}\n\n`);
  if (ledger.entries.length === 0) {
    answers.print('  nothing holds it: it was made for this question\n');
    return;
  }
  answers.print(`${holderLines(ledger.entries, '  ', request.all ? Number.POSITIVE_INFINITY : HOLDERS_SHOWN).join('\n')}\n\n`);
  answers.print(`${answers.paint(sumLine(ledger), ledger.balanced ? 'green' : 'red')}\n`);
  if (request.paths === 0) return;
  if (paths.length === 0) {
    answers.print('\nNothing reaches it from a root: counting frees it, or the collector if it is in a cycle.\n');
    return;
  }
  answers.print(`\nIt is alive because of ${paths.length === 1 ? 'this path' : `${paths.length} paths that share no object`} from the roots:\n`);
  for (const path of paths) answers.print(`  ${pathLine(path)}\n`);
}
