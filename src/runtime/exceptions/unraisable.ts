import { Ob } from '../../memory/layout.ts';
import { dictGetText } from '../containers/dict-object.ts';
import { call1, callMethodText } from '../core/abstract/call.ts';
import { repr } from '../core/abstract/object.ts';
import { clearError, takeError } from '../core/errors.ts';
import { Exc } from '../core/layout.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { Root, S, T } from '../core/static.ts';
import { newStr, strText } from '../text/str-object.ts';
import { exceptionOnlyText, tracebackText } from './traceback-text.ts';

/** Runs `attempt`; a Python error in it is dropped and `otherwise` returned. */
function quiet<V>(rt: Runtime, attempt: () => V, otherwise: V): V {
  const mark = rt.mark();
  const depth = rt.depth;
  try {
    return attempt();
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR) throw thrown;
    rt.release(mark);
    rt.depth = depth;
    clearError(rt);
    return otherwise;
  }
}

/** Text to sys.stderr, or to descriptor 2 when there is no such object; errors are dropped. CPython: PySys_WriteStderr */
export function writeStderr(rt: Runtime, text: string): void {
  const dict = rt.H[Root.sysDict]!;
  const file = dict === 0 ? 0 : dictGetText(rt, dict, 'stderr');
  if (file === S.None) return;
  if (file === 0) {
    rt.host.write(2, new TextEncoder().encode(text));
    return;
  }
  quiet(
    rt,
    () => {
      const mark = rt.mark();
      rt.own(rt.newRef(file));
      rt.own(callMethodText(rt, file, 'write', rt.own(newStr(rt, text))));
      rt.release(mark);
    },
    undefined,
  );
}

/** The text that sys.unraisablehook prints by default. CPython: Python/errors.c write_unraisable_exc_file */
export function unraisableText(rt: Runtime, exc: number, message: string | null, object: number): string {
  let out = '';
  if (object !== 0 && object !== S.None) {
    const mark = rt.mark();
    const shown = quiet(rt, () => strText(rt, rt.own(repr(rt, object))), '<object repr() failed>');
    rt.release(mark);
    out += `${message ?? 'Exception ignored in'}: ${shown}\n`;
  } else if (message !== null) {
    out += `${message}:\n`;
  }
  const tb = rt.H[exc + Exc.traceback]!;
  if (tb !== 0) out += `Traceback (most recent call last):\n${tracebackText(rt, tb)}`;
  return out + exceptionOnlyText(rt, exc);
}

/**
 * Reports the exception under way as one that cannot propagate and clears it: through sys.unraisablehook. `where` (borrowed, 0 = none)
 * is what was being done. CPython: PyErr_WriteUnraisable, _PyErr_WriteUnraisableMsg
 */
export function writeUnraisable(rt: Runtime, where: number, message: string | null): void {
  const mark = rt.mark();
  const exc = rt.own(takeError(rt));
  if (exc === 0) return;
  const object = rt.own(rt.newRef(where === 0 ? S.None : where));
  const dict = rt.H[Root.sysDict]!;
  const hook = dict === 0 ? 0 : dictGetText(rt, dict, 'unraisablehook');
  const makeArgs = rt.hooks.makeUnraisableArgs;
  const isDefault = hook === 0 || hook === S.None || rt.H[hook + Ob.type] === T.builtin_function_or_method || makeArgs === undefined;
  if (isDefault) {
    writeStderr(rt, unraisableText(rt, exc, message, object));
  } else {
    quiet(
      rt,
      () => {
        const args = rt.own(makeArgs(rt, exc, message, object));
        rt.own(rt.newRef(hook));
        rt.own(call1(rt, hook, args));
      },
      undefined,
    );
  }
  rt.release(mark);
}
