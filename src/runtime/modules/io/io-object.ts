import { Gc, Ob } from '../../../memory/layout.ts';
import { dictGetText } from '../../containers/dict-object.ts';
import { lookupAttrText } from '../../core/abstract/attribute.ts';
import { callMethodText } from '../../core/abstract/call.ts';
import { isTrue } from '../../core/abstract/object.ts';
import { clearError, isPythonError, raise, takeError, valueError } from '../../core/errors.ts';
import { freeInstance } from '../../core/instance.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Root, T } from '../../core/static.ts';
import { clearWeakrefs } from '../../types/weakref.ts';

/**
 * What all file objects share: a dict and weak references, then their own words.
 *
 *   | refcnt | type | dict | weak references | …
 *
 * CPython: Modules/_io/iobase.c
 */
export const enum Io {
  dict = 4,
  weaklist = 6,
  /** First word of the derived types' own. */
  own = 8,
  baseBytes = 32,
}

/** Classes of this module by name ('FileIO'), for native code. */
export function ioTypes(rt: Runtime): Map<string, number> {
  return rt.stateOf('io types', () => new Map<string, number>());
}

/** Address of a class of this module, borrowed. */
export function ioType(rt: Runtime, name: string): number {
  return ioTypes(rt).get(name)!;
}

/** Raises io.UnsupportedOperation. CPython: iobase_unsupported */
export function unsupported(rt: Runtime, message: string): never {
  const state = rt.H[Root.nativeState];
  const type = state === 0 ? 0 : dictGetText(rt, state, 'io.UnsupportedOperation');
  return raise(rt, type === 0 ? T.OSError : type, message);
}

/** Is the file closed, by its `closed` attribute? CPython: iobase_is_closed, _PyIOBase_check_closed */
export function isClosed(rt: Runtime, op: number): boolean {
  const mark = rt.mark();
  const closed = rt.own(lookupAttrText(rt, op, 'closed'));
  const result = closed !== 0 && isTrue(rt, closed);
  rt.release(mark);
  return result;
}

export function requireOpen(rt: Runtime, op: number): void {
  if (isClosed(rt, op)) valueError(rt, 'I/O operation on closed file.');
}

/** File objects that are being closed by their finalizer, which warns. CPython: the finalizing flag of the classes of Modules/_io */
export function inFinalizer(rt: Runtime): Set<number> {
  return rt.stateOf('io finalizer', () => new Set<number>());
}

/** Tells the raw file under `buffer` that `op` was never closed; errors are dropped. CPython: buffered_dealloc_warn */
export function warnUnclosed(rt: Runtime, op: number, buffer: number): void {
  if (buffer === 0 || !inFinalizer(rt).has(op)) return;
  const mark = rt.mark();
  const depth = rt.depth;
  try {
    rt.own(callMethodText(rt, buffer, '_dealloc_warn', op));
  } catch (thrown) {
    if (!isPythonError(thrown)) throw thrown;
    rt.depth = depth;
    clearError(rt);
  }
  rt.release(mark);
}

/** tp_finalize: closes what is still open; errors are dropped. CPython: iobase_finalize */
export function ioFinalize(rt: Runtime, op: number): void {
  const saved = takeError(rt);
  const mark = rt.mark();
  if (saved !== 0) rt.own(saved);
  const inner = rt.mark();
  const depth = rt.depth;
  try {
    if (!isClosed(rt, op)) {
      inFinalizer(rt).add(op);
      rt.own(callMethodText(rt, op, 'close'));
    }
  } catch (thrown) {
    if (!isPythonError(thrown)) throw thrown;
    rt.depth = depth;
    clearError(rt);
  }
  inFinalizer(rt).delete(op);
  rt.release(inner);
  if (saved !== 0) rt.setSlot(Root.curexc, rt.unown(saved));
  rt.release(mark);
}

/** A deallocator: finalizer, weak references, owned slots and the dict, blocks of bytes, the memory. */
export function ioDealloc(slots: readonly number[], blocks: readonly number[]): (rt: Runtime, op: number) => void {
  return (rt, op) => {
    const H = rt.H;
    if (rt.heap.gc.finalizeAtDealloc(op)) return;
    if (H[op + Gc.next] !== 0) rt.untrack(op);
    if (H[op + Io.weaklist] !== 0) clearWeakrefs(rt, op);
    for (const at of slots) rt.clearSlot(op + at);
    for (const at of blocks) {
      if (H[op + at] !== 0) rt.heap.free(H[op + at]);
      H[op + at] = 0;
    }
    rt.clearSlot(op + Io.dict);
    freeInstance(rt, op);
  };
}

/** Contract slots: the dict, then the named ones. */
export function ioContract(slots: readonly { at: number; label: string }[]): { gc: true; slots: { at: number; label: string }[] } {
  return { gc: true, slots: [...slots, { at: Io.dict, label: '__dict__' }] };
}

/** Is the object exactly of a class of this module? */
export function isExactly(rt: Runtime, op: number, name: string): boolean {
  return rt.H[op + Ob.type] === ioTypes(rt).get(name);
}
