import { getAttrText } from '../../core/abstract/attribute.ts';
import { call1, callMethodText } from '../../core/abstract/call.ts';
import { clearError } from '../../core/errors.ts';
import { PYTHON_ERROR, type Runtime } from '../../core/runtime.ts';
import { exceptionReport } from '../../exceptions/traceback-text.ts';
import { writeStderr } from '../../exceptions/unraisable.ts';
import { newStr } from '../../text/str-object.ts';
import { importModule } from '../../types/import-module.ts';

/**
 * Prints an exception with its chain on sys.stderr: through the library's traceback module (3.13 on), and natively where that fails or the release
 * knows no such way. Borrows; raises nothing. CPython: Python/pythonrun.c PyErr_Display
 */
export function displayException(rt: Runtime, exc: number): void {
  if (rt.model.wording.tracebacks === 'library' && displayByLibrary(rt, exc)) return;
  writeStderr(rt, exceptionReport(rt, exc));
}

/** Tells linecache the source of `-c`. CPython: Python/pythonrun.c _PyRun_SimpleStringFlagsWithName */
function showCommand(rt: Runtime, text: string): void {
  const mark = rt.mark();
  const linecache = rt.own(importModule(rt, 'linecache'));
  const name = rt.own(newStr(rt, '<string>'));
  const source = rt.own(newStr(rt, text));
  rt.own(callMethodText(rt, linecache, '_register_code', name, source, name));
  rt.release(mark);
}

function displayByLibrary(rt: Runtime, exc: number): boolean {
  const mark = rt.mark();
  const depth = rt.depth;
  try {
    const module = rt.own(importModule(rt, 'traceback'));
    if (rt.commandText !== null) showCommand(rt, rt.commandText);
    const print = rt.own(getAttrText(rt, module, '_print_exception_bltin'));
    rt.own(call1(rt, print, exc));
    rt.release(mark);
    return true;
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR) throw thrown;
    rt.depth = depth;
    rt.release(mark);
    clearError(rt);
    return false;
  }
}
