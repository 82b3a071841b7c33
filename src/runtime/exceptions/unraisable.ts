import { Ob } from '../../memory/layout.ts';
import type { Ignored } from '../../models/wording.ts';
import { dictGetText } from '../containers/dict-object.ts';
import { call1, callMethodText } from '../core/abstract/call.ts';
import { repr } from '../core/abstract/object.ts';
import { clearError, takeError } from '../core/errors.ts';
import { Exc } from '../core/layout.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { Root, S, T } from '../core/static.ts';
import { tracebackOf } from '../frames/traceback-object.ts';
import { newStr, strText } from '../text/str-object.ts';
import { exceptionOnlyText, exceptionReport, tracebackText } from './traceback-text.ts';

/** Runs `attempt`; a Python error in it is dropped and `otherwise` returned. */
export function quiet<V>(rt: Runtime, attempt: () => V, otherwise: V): V {
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

/**
 * The text that sys.unraisablehook prints by default; `message` is its err_msg, `object` (0 or None = none) its object.
 * CPython: Python/errors.c write_unraisable_exc_file
 */
export function unraisableText(rt: Runtime, exc: number, message: string | null, object: number): string {
  let out = '';
  if (object !== 0 && object !== S.None) out += `${message ?? 'Exception ignored in'}: ${safeRepr(rt, object)}\n`;
  else if (message !== null) out += `${message}:\n`;
  if (exc === S.None) return out;
  if (rt.model.wording.unraisableChain) return out + exceptionReport(rt, exc);
  const tb = rt.H[exc + Exc.traceback]!;
  if (tb !== 0) out += `Traceback (most recent call last):\n${tracebackText(rt, tb)}`;
  return out + exceptionOnlyText(rt, exc, true);
}

function safeRepr(rt: Runtime, object: number): string {
  const mark = rt.mark();
  const shown = quiet(rt, () => strText(rt, rt.own(repr(rt, object))), '<object repr() failed>');
  rt.release(mark);
  return shown;
}

/** Gives an exception without traceback one that names the frame that runs. CPython: Python/errors.c _PyErr_WriteUnraisableMsg */
function addTraceback(rt: Runtime, exc: number): void {
  const frame = rt.H[Root.frame]!;
  if (frame === 0 || rt.H[exc + Exc.traceback] !== 0) return;
  quiet(rt, () => rt.setSlot(exc + Exc.traceback, tracebackOf(rt, frame)), undefined);
}

/**
 * Reports the exception under way as one that cannot propagate and clears it: through sys.unraisablehook where the model has it. `where`
 * (borrowed, 0 = none) is what was running, `kind` what was being done. Never raises.
 * CPython: PyErr_WriteUnraisable, PyErr_FormatUnraisable
 */
export function writeUnraisable(rt: Runtime, where: number, kind: Ignored): void {
  const mark = rt.mark();
  const exc = rt.own(takeError(rt));
  if (exc === 0) return;
  const { ignored, unraisableHook } = rt.model.wording;
  if (!unraisableHook) {
    writeStderr(rt, unraisableText(rt, exc, ignored[kind], where));
    rt.release(mark);
    return;
  }
  const owner = rt.own(rt.newRef(where === 0 ? S.None : where));
  const head = ignored[kind];
  const named = head?.endsWith('%r') === true;
  const message = named ? head.replace(/%r$/, () => safeRepr(rt, owner)) : head;
  addTraceback(rt, exc);
  callHook(rt, exc, message, named ? S.None : owner);
  rt.release(mark);
}

function callHook(rt: Runtime, exc: number, message: string | null, object: number): void {
  const dict = rt.H[Root.sysDict]!;
  const hook = dict === 0 ? 0 : dictGetText(rt, dict, 'unraisablehook');
  const makeArgs = rt.hooks.makeUnraisableArgs;
  const isDefault = hook !== 0 && rt.H[hook + Ob.type] === T.builtin_function_or_method;
  if (hook === 0 || hook === S.None || isDefault || makeArgs === undefined) {
    writeStderr(rt, unraisableText(rt, exc, message, object));
    return;
  }
  const mark = rt.mark();
  rt.own(rt.newRef(hook));
  const depth = rt.depth;
  try {
    rt.own(call1(rt, hook, rt.own(makeArgs(rt, exc, message, object))));
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR) throw thrown;
    rt.depth = depth;
    const second = rt.own(takeError(rt));
    addTraceback(rt, second);
    writeStderr(rt, unraisableText(rt, second, 'Exception ignored in sys.unraisablehook', hook));
  }
  rt.release(mark);
}
