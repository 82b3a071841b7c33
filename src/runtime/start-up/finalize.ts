import { Ob } from '../../memory/layout.ts';
import { dictClear, dictGetText, dictMergeDict, dictNext, dictSet, dictSetText, nextKey, nextValue } from '../containers/dict-object.ts';
import { clearContainerFreeLists } from '../containers/free-lists.ts';
import { clearTypeCache } from '../core/abstract/attribute.ts';
import { callMethodText } from '../core/abstract/call.ts';
import { Module } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root, S, T } from '../core/static.ts';
import { clearFramePool } from '../frames/frame-memory.ts';
import { runExitFunctions } from '../modules/atexit.ts';
import { reportGarbageAtExit } from '../modules/gc/shutdown-report.ts';
import { tracesOf } from '../modules/tracemalloc/traces.ts';
import { clearNumberFreeLists } from '../numbers/specs.ts';
import { releaseInterned } from '../text/interning.ts';
import { strText } from '../text/str-object.ts';
import { scheduler } from '../threads/scheduler.ts';
import { clearNativeTypes, freeNativeTypes } from '../types/type-ready.ts';
import { newWeakref, weakObject } from '../types/weakref.ts';
import { flushStream, quietly } from './report-exception.ts';

/** Names in sys that are set to None first. CPython: Python/pylifecycle.c sys_deletes */
const SYS_DELETES = [
  'path',
  'argv',
  'ps1',
  'ps2',
  'last_type',
  'last_value',
  'last_traceback',
  'path_hooks',
  'path_importer_cache',
  'meta_path',
  '__interactivehook__',
];

function setNone(rt: Runtime, dict: number, name: string): void {
  if (dictGetText(rt, dict, name) !== 0) dictSetText(rt, dict, name, S.None);
}

/** Borrowed keys of a dict as they stand now; the keys stay alive while the dict has them. */
function keysOf(rt: Runtime, dict: number): number[] {
  const keys: number[] = [];
  for (let pos = dictNext(rt, dict, 0); pos >= 0; pos = dictNext(rt, dict, pos)) keys.push(nextKey(rt));
  return keys;
}

/** Names with one leading underscore go first, then all but `__builtins__`; each becomes None. CPython: Objects/moduleobject.c _PyModule_ClearDict */
function clearModuleDict(rt: Runtime, dict: number): void {
  const wipe = (wanted: (name: string) => boolean): void => {
    for (const key of keysOf(rt, dict)) {
      if (rt.H[key + Ob.type] !== T.str || !wanted(strText(rt, key))) continue;
      quietly(rt, () => dictSet(rt, dict, key, S.None));
    }
  };
  wipe((name) => name.startsWith('_') && !name.startsWith('__'));
  wipe((name) => name !== '__builtins__' && !(name.startsWith('_') && !name.startsWith('__')));
}

/** CPython: Python/pylifecycle.c finalize_modules (3.10) */
function finalizeModules(rt: Runtime): void {
  const H = rt.H;
  const modules = H[Root.sysModules]!;
  const sys = H[Root.sysDict]!;
  const builtins = H[Root.builtinsDict]!;
  setNone(rt, builtins, '_');
  for (const name of SYS_DELETES) setNone(rt, sys, name);
  for (const name of ['stdin', 'stdout', 'stderr']) dictSetText(rt, sys, name, dictGetText(rt, sys, `__${name}__`) || S.None);
  const mark = rt.mark();
  const refs: { dict: number; ref: number }[] = [];
  for (let pos = dictNext(rt, modules, 0); pos >= 0; pos = dictNext(rt, modules, pos)) {
    const module = nextValue(rt);
    if (H[module + Ob.type] === T.module) refs.push({ dict: H[module + Module.dict]!, ref: rt.own(newWeakref(rt, module, 0)) });
  }
  for (const key of keysOf(rt, modules)) quietly(rt, () => dictSet(rt, modules, key, S.None));
  dictClear(rt, modules);
  dictClear(rt, builtins);
  quietly(rt, () => dictMergeDict(rt, builtins, H[Root.builtinsCopy]!, 1));
  rt.clearSlot(Root.mainModule);
  rt.clearSlot(Root.importlib);
  rt.heap.gc.collectQuietly();
  reportGarbageAtExit(rt);
  const order = rt.model.version[1] >= 8 ? refs.reverse() : refs;
  for (const { dict, ref } of order) {
    const module = weakObject(rt, ref);
    if (module === 0 || dict === sys || dict === builtins) continue;
    const inner = rt.mark();
    rt.own(rt.newRef(module));
    clearModuleDict(rt, dict);
    rt.release(inner);
  }
  rt.release(mark);
  rt.clearSlot(Root.modulesByIndex);
  clearModuleDict(rt, sys);
  clearModuleDict(rt, builtins);
}

/** Ends the program's side: exit functions, last collection, modules. Gives 120 when the standard streams could not be flushed, else 0. */
export function finalizeProgram(rt: Runtime): number {
  const threading = dictGetText(rt, rt.H[Root.sysModules]!, 'threading');
  if (threading !== 0 && threading !== S.None)
    quietly(rt, () => {
      rt.own(scheduler(rt).runMain(() => callMethodText(rt, threading, '_shutdown')));
    });
  runExitFunctions(rt);
  const flushed = flushStream(rt, 'stdout');
  if (!flushed) rt.hooks.writeUnraisable(rt, dictGetText(rt, rt.H[Root.sysDict]!, 'stdout'), 'flush');
  flushStream(rt, 'stderr') || rt.clearSlot(Root.curexc);
  rt.stateOf('finalizing', () => ({ now: false })).now = true;
  if (rt.heap.gc.enabled) rt.heap.gc.collect(2);
  finalizeModules(rt);
  rt.heap.gc.collectQuietly();
  return flushed ? 0 : 120;
}

/**
 * Gives everything back that the interpreter itself holds. Afterwards no block may be left: returns how many are.
 * The runtime cannot be used any more.
 */
export function tearDown(rt: Runtime): number {
  rt.heap.gc.enabled = false;
  tracesOf(rt).stop();
  scheduler(rt).tearDown();
  for (let slot: number = Root.start; slot < Root.latin1; slot += 2) {
    if (slot !== Root.emptyTuple && slot !== Root.emptyString && slot !== Root.emptyBytes && slot !== Root.interned && slot !== Root.memoryErrors)
      rt.clearSlot(slot);
  }
  rt.heap.gc.collectQuietly();
  rt.clearSlot(Root.memoryErrors);
  clearTypeCache(rt);
  clearNativeTypes(rt);
  rt.heap.gc.collectQuietly();
  rt.clearIdents();
  clearFramePool(rt);
  for (let slot: number = Root.latin1; slot < Root.end; slot += 2) rt.clearSlot(slot);
  for (const slot of [Root.emptyTuple, Root.emptyString, Root.emptyBytes]) rt.clearSlot(slot);
  releaseInterned(rt);
  clearContainerFreeLists(rt);
  clearNumberFreeLists(rt);
  freeNativeTypes(rt);
  return rt.heap.allocatedBlocks();
}
