import { dictSetText, newDict } from '../containers/dict-object.ts';
import { clearError, isPythonError } from '../core/errors.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root } from '../core/static.ts';
import { runCode } from '../frames/run-code.ts';
import { HostError } from '../host/host.ts';
import { loadFrozen } from '../modules/imp.ts';
import { newStr } from '../text/str-object.ts';

/**
 * Runs the program lib/warm-up.py, whose one purpose is to take every path of the evaluation loop once. The host's compiler leaves out
 * what never ran, and starts over each time such a path is taken after all: for a function of this size that costs more than most programs.
 * Nothing of it stays: its objects die, the collector's counts and statistics are put back. Without the file nothing happens.
 */
export function warmUp(rt: Runtime, path: string, compiled: Uint8Array | null): void {
  const { gc } = rt.heap;
  const { enabled } = gc;
  const counts = gc.counts.slice();
  const { longLivedTotal, longLivedPending } = gc;
  const stats = gc.stats.map((s) => ({ ...s }));
  gc.enabled = false;
  const mark = rt.mark();
  try {
    const source = compiled === null ? rt.host.fs!.readFile(path) : new Uint8Array(0);
    const code = rt.own(loadFrozen(rt, { filename: path, original: 'warm-up', source, compiled, isPackage: false }));
    const dict = rt.own(newDict(rt));
    dictSetText(rt, dict, '__builtins__', rt.H[Root.builtinsDict]!);
    dictSetText(rt, dict, '__name__', rt.own(newStr(rt, 'warm-up')));
    rt.own(runCode(rt, code, dict, dict));
  } catch (thrown) {
    if (isPythonError(thrown)) {
      // too little memory allowed: the program will say so
      clearError(rt);
    } else if (!(thrown instanceof HostError)) throw thrown;
  }
  rt.release(mark);
  gc.collectQuietly();
  gc.counts.set(counts);
  gc.longLivedTotal = longLivedTotal;
  gc.longLivedPending = longLivedPending;
  for (const [i, s] of stats.entries()) Object.assign(gc.stats[i]!, s);
  gc.enabled = enabled;
}
