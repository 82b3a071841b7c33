import { dictGetText, dictSetText, newDict } from '../containers/dict-object.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root } from '../core/static.ts';

/**
 * The object that a native module keeps under `name` (what a C module has in its state struct), borrowed; made on first use.
 * It lives until the interpreter ends.
 */
export function nativeState(rt: Runtime, name: string, make: (rt: Runtime) => Owned): number {
  if (rt.H[Root.nativeState] === 0) rt.setSlot(Root.nativeState, newDict(rt));
  const dict = rt.H[Root.nativeState]!;
  const known = dictGetText(rt, dict, name);
  if (known !== 0) return known;
  const mark = rt.mark();
  const made = rt.own(make(rt));
  dictSetText(rt, dict, name, made);
  rt.release(mark);
  return made;
}
