import { Ob } from '../../memory/layout.ts';
import { dictGetText, dictSetText } from '../containers/dict-object.ts';
import { call3, callMethodText } from '../core/abstract/call.ts';
import { getAttrText, isTrue, strText as shownText } from '../core/abstract/object.ts';
import { clearError, subtypeOf, takeError } from '../core/errors.ts';
import { Exc } from '../core/layout.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { Root, S, T } from '../core/static.ts';
import { SysExit } from '../exceptions/exception-object.ts';
import { exceptionReport } from '../exceptions/traceback-text.ts';
import { writeStderr } from '../exceptions/unraisable.ts';
import { intToBig } from '../numbers/int-object.ts';

/** Exit code of an interrupted program, as a shell shows death by SIGINT. */
export const INTERRUPTED = 130;

/** Runs `attempt`; a Python error is dropped. */
export function quietly(rt: Runtime, attempt: () => void): void {
  const mark = rt.mark();
  const depth = rt.depth;
  try {
    attempt();
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR) throw thrown;
    rt.depth = depth;
    clearError(rt);
  }
  rt.release(mark);
}

/** `file.closed`; a file that does not know is open. CPython: Python/pylifecycle.c file_is_closed */
function isClosed(rt: Runtime, file: number): boolean {
  let closed = false;
  quietly(rt, () => {
    closed = isTrue(rt, rt.own(getAttrText(rt, file, 'closed')));
  });
  return closed;
}

/** Flushes sys.<name>, if there is such a file and it is open. */
export function flushStream(rt: Runtime, name: 'stdout' | 'stderr'): boolean {
  const dict = rt.H[Root.sysDict]!;
  const file = dict === 0 ? 0 : dictGetText(rt, dict, name);
  if (file === 0 || file === S.None) return true;
  const mark = rt.mark();
  try {
    rt.own(rt.newRef(file));
    if (!isClosed(rt, file)) rt.own(callMethodText(rt, file, 'flush'));
    rt.release(mark);
    return true;
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR) throw thrown;
    rt.release(mark);
    return false;
  }
}

/** Exit code of a SystemExit; what is no number is printed. CPython: Python/pythonrun.c _Py_HandleSystemExit */
function systemExitCode(rt: Runtime, exc: number): number {
  flushStream(rt, 'stdout') || clearError(rt);
  const code = rt.H[exc + SysExit.code]!;
  if (code === 0 || code === S.None) return 0;
  if (rt.H[code + Ob.type] === T.int || rt.H[code + Ob.type] === T.bool) return Number(BigInt.asUintN(8, intToBig(rt, code)));
  quietly(rt, () => writeStderr(rt, `${shownText(rt, code)}\n`));
  return 1;
}

/**
 * Reports the exception under way through sys.excepthook and clears it; gives the process's exit code. SystemExit is not reported, unless the prompt follows (`inspect`).
 * CPython: Python/pythonrun.c _PyErr_PrintEx
 */
export function reportException(rt: Runtime, inspect = false): number {
  const mark = rt.mark();
  const exc = rt.own(takeError(rt));
  if (!inspect && subtypeOf(rt, rt.H[exc + Ob.type]!, T.SystemExit)) {
    const code = systemExitCode(rt, exc);
    rt.release(mark);
    return code;
  }
  const interrupted = subtypeOf(rt, rt.H[exc + Ob.type]!, T.KeyboardInterrupt);
  const dict = rt.H[Root.sysDict]!;
  const type = rt.H[exc + Ob.type]!;
  const traceback = rt.H[exc + Exc.traceback]! || S.None;
  dictSetText(rt, dict, 'last_type', type);
  dictSetText(rt, dict, 'last_value', exc);
  dictSetText(rt, dict, 'last_traceback', traceback);
  flushStream(rt, 'stdout') || clearError(rt);
  const hook = dictGetText(rt, dict, 'excepthook');
  if (hook === 0) {
    writeStderr(rt, `sys.excepthook is missing\n${exceptionReport(rt, exc)}`);
    rt.release(mark);
    return interrupted ? INTERRUPTED : 1;
  }
  rt.own(rt.newRef(hook));
  try {
    rt.own(call3(rt, hook, type, exc, traceback));
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR) throw thrown;
    const second = rt.own(takeError(rt));
    if (subtypeOf(rt, rt.H[second + Ob.type]!, T.SystemExit)) {
      const code = systemExitCode(rt, second);
      rt.release(mark);
      return code;
    }
    writeStderr(rt, `Error in sys.excepthook:\n${exceptionReport(rt, second)}\nOriginal exception was:\n${exceptionReport(rt, exc)}`);
  }
  rt.release(mark);
  return interrupted ? INTERRUPTED : 1;
}
