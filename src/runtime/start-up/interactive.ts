import { Ob } from '../../memory/layout.ts';
import { isIncomplete } from '../../syntax/incomplete.ts';
import { compileText } from '../compile/compile-source.ts';
import { dictGetText, dictSetText } from '../containers/dict-object.ts';
import { strText as shownText } from '../core/abstract/object.ts';
import { subtypeOf } from '../core/errors.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { Root, T } from '../core/static.ts';
import { writeStderr } from '../exceptions/unraisable.ts';
import { loadCompilation } from '../frames/code-loader.ts';
import { runCode } from '../frames/run-code.ts';
import { newStr } from '../text/str-object.ts';
import { flushStream, reportException } from './report-exception.ts';

/** Where lines come from: null at the end of input, 'interrupted' for Ctrl-C. */
export type LineSource = (prompt: string) => { text: string } | 'interrupted' | null;

function promptText(rt: Runtime, name: 'ps1' | 'ps2', otherwise: string): string {
  const dict = rt.H[Root.sysDict]!;
  if (dictGetText(rt, dict, name) === 0) {
    const mark = rt.mark();
    dictSetText(rt, dict, name, rt.own(newStr(rt, otherwise)));
    rt.release(mark);
  }
  return shownText(rt, dictGetText(rt, dict, name));
}

/** One statement from the prompt: its lines, or what ended the input. */
function readStatement(rt: Runtime, lines: LineSource): string | 'interrupted' | null {
  let source = '';
  for (;;) {
    const answer = lines(source === '' ? promptText(rt, 'ps1', '>>> ') : promptText(rt, 'ps2', '... '));
    if (answer === 'interrupted') return 'interrupted';
    if (answer === null) return source === '' ? null : source;
    source += `${answer.text}\n`;
    if (/^\s*(?:#.*)?$/.test(source)) return '';
    if (!isIncomplete(source.slice(0, -1))) return source;
  }
}

/**
 * Reads, runs and prints statements in `__main__` (its dict is borrowed) until the input ends or SystemExit; gives the exit code.
 * CPython: Python/pythonrun.c PyRun_InteractiveLoopObject
 */
export function interactiveLoop(rt: Runtime, dict: number, lines: LineSource): number {
  for (;;) {
    flushStream(rt, 'stdout');
    const source = readStatement(rt, lines);
    if (source === null) {
      writeStderr(rt, '\n');
      return 0;
    }
    if (source === 'interrupted') {
      writeStderr(rt, '\nKeyboardInterrupt\n');
      continue;
    }
    if (source === '') continue;
    const mark = rt.mark();
    try {
      const code = rt.own(loadCompilation(rt, compileText(rt, source, { filename: '<stdin>', mode: 'single' }), Root.astArena));
      rt.own(runCode(rt, code, dict, dict));
    } catch (thrown) {
      if (thrown !== PYTHON_ERROR) throw thrown;
      rt.release(mark);
      const exc = rt.H[Root.curexc]!;
      const exits = subtypeOf(rt, rt.H[exc + Ob.type]!, T.SystemExit);
      const exitCode = reportException(rt);
      if (exits) return exitCode;
    }
    rt.release(mark);
    rt.clearSlot(Root.astArena);
  }
}
