import type { Root as MemoryRoot } from '../memory/roots.ts';
import { IDENTS_START, Root } from '../runtime/core/static.ts';

const NAMES: Readonly<Record<number, string>> = {
  [Root.curexc]: 'exception being raised',
  [Root.excType]: 'type of the exception being handled',
  [Root.excValue]: 'exception being handled',
  [Root.excTraceback]: 'traceback of the exception being handled',
  [Root.frame]: 'the running frame',
  [Root.sysModules]: '`sys.modules`, held by the interpreter',
  [Root.sysDict]: 'the dict of `sys`, held by the interpreter',
  [Root.builtinsDict]: 'the dict of `builtins`, held by the interpreter',
  [Root.interned]: 'table of interned strings',
  [Root.emptyTuple]: 'the empty tuple, held by the interpreter',
  [Root.emptyString]: 'the empty string, held by the interpreter',
  [Root.emptyBytes]: 'the empty bytes, held by the interpreter',
  [Root.emptyFrozenset]: 'the empty frozenset, held by the interpreter',
  [Root.memoryErrors]: 'spare MemoryError of the interpreter',
  [Root.astArena]: 'AST arena of the running script',
  [Root.importlib]: 'importlib, held by the interpreter',
  [Root.importFunc]: '`__import__`, held by the interpreter',
  [Root.gcGarbage]: '`gc.garbage`, held by the interpreter',
  [Root.gcCallbacks]: '`gc.callbacks`, held by the interpreter',
  [Root.traceFunc]: 'trace function',
  [Root.profileFunc]: 'profile function',
  [Root.mainModule]: '`__main__`, held by the interpreter',
  [Root.nativeState]: 'table of what native modules keep',
  [Root.modulesByIndex]: 'list of modules by index, held by the interpreter',
  [Root.moduleCopies]: 'copies of the dicts of modules as they were made',
  [Root.startUpHoldings]: "what the release's own start-up modules hold",
  [Root.builtinsCopy]: 'copy of the builtins for the end of the interpreter',
};

/** What a root's slot is, in words. */
export function rootSlotWords(root: MemoryRoot, slot: number): string {
  if (root.name !== 'interpreter') return root.describe(slot);
  if (slot >= IDENTS_START) return 'name used by native code';
  if (slot >= Root.latin1 && slot < Root.singleBytes) return 'table of one-character strings';
  if (slot >= Root.singleBytes && slot < Root.end) return 'table of one-byte bytes';
  return NAMES[slot] ?? root.describe(slot);
}
