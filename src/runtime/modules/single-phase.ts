import { dictCopy, dictDelete, dictGetText, dictNext, dictSetText, newDict, nextKey, nextValue } from '../containers/dict-object.ts';
import { listAppend, newList } from '../containers/list-object.ts';
import { isType } from '../core/abstract/attribute.ts';
import { subtypeOf } from '../core/errors.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root, S, T } from '../core/static.ts';
import { moduleDict } from '../frames/module-object.ts';

/**
 * Enters a native module into what the interpreter keeps of modules without multi-phase initialization (models/single-phase.ts): the list of
 * modules, and the copy of its dict that a second interpreter would start from. `module` is borrowed. MemoryError.
 * CPython: Python/import.c _PyImport_FixupExtensionObject
 */
export function keepSinglePhase(rt: Runtime, name: string, module: number): void {
  const { listed, copied } = rt.model.singlePhase;
  if (listed.includes(name)) {
    if (rt.H[Root.modulesByIndex] === 0) {
      rt.setSlot(Root.modulesByIndex, newList(rt, 0));
      listAppend(rt, rt.H[Root.modulesByIndex]!, S.None);
    }
    listAppend(rt, rt.H[Root.modulesByIndex]!, module);
  }
  if (!copied.includes(name)) return;
  if (rt.H[Root.moduleCopies] === 0) rt.setSlot(Root.moduleCopies, newDict(rt));
  const copies = rt.H[Root.moduleCopies]!;
  if (dictGetText(rt, copies, name) !== 0) return;
  const mark = rt.mark();
  const copy = rt.own(dictCopy(rt, moduleDict(rt, module)));
  if (name === 'builtins') withoutExceptions(rt, copy);
  dictSetText(rt, copies, name, copy);
  // no dict in CPython: its table leads from the module's name to the definition in C, and that to the copy
  rt.untrack(copies);
  rt.release(mark);
}

/** The exceptions come into builtins after the copy was made. CPython: Python/pylifecycle.c pycore_init_builtins */
function withoutExceptions(rt: Runtime, dict: number): void {
  const mark = rt.mark();
  for (let pos = dictNext(rt, dict, 0); pos >= 0; pos = dictNext(rt, dict, pos)) {
    const value = nextValue(rt);
    const key = nextKey(rt);
    if (isType(rt, value) && subtypeOf(rt, value, T.BaseException)) {
      rt.own(rt.newRef(key));
      dictDelete(rt, dict, key);
    }
  }
  rt.release(mark);
}
