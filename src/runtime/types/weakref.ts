import { Gc, Ob } from '../../memory/layout.ts';
import { zeroWords } from '../../memory/word-runs.ts';
import { call1 } from '../core/abstract/call.ts';
import { clearError, takeError, typeError, typeName } from '../core/errors.ts';
import { freeInstance } from '../core/instance.ts';
import { Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { Root, T } from '../core/static.ts';
import { Weak } from './descr-layout.ts';

/**
 * Weak references. All references to one object form a list that starts in the object's weaklist slot: the canonical reference without
 * callback first, the canonical proxy second, then the others, newest first. CPython: Objects/weakrefobject.c
 */

/** Slot of an object that holds the head of its weak references, 0 when its type has none. CPython: PyObject_GET_WEAKREFS_LISTPTR */
export function weaklistSlot(rt: Runtime, op: number): number {
  const at = rt.H[rt.H[op + Ob.type] + Tp.weaklistoffset];
  return at > 0 ? op + at : 0;
}

/** Is it a reference or a proxy? */
export function isWeakref(rt: Runtime, op: number): boolean {
  const type = rt.H[op + Ob.type];
  return type === T.weakref || type === T.weakproxy || type === T.weakcallableproxy || isReference(rt, op);
}

/** Is it a weakref.ref or an instance of a subclass? */
export function isReference(rt: Runtime, op: number): boolean {
  const H = rt.H;
  for (let t = H[op + Ob.type]; t !== 0; t = H[t + Tp.base]) if (t === T.weakref) return true;
  return false;
}

function isProxy(rt: Runtime, op: number): boolean {
  const type = rt.H[op + Ob.type];
  return type === T.weakproxy || type === T.weakcallableproxy;
}

/** Canonical reference of a list, or 0. */
function basicRef(rt: Runtime, head: number): number {
  const H = rt.H;
  return head !== 0 && H[head + Weak.callback] === 0 && H[head + Ob.type] === T.weakref ? head : 0;
}

/** Canonical proxy of a list, or 0. */
function basicProxy(rt: Runtime, head: number): number {
  const H = rt.H;
  const at = basicRef(rt, head) !== 0 ? H[head + Weak.next] : head;
  return at !== 0 && H[at + Weak.callback] === 0 && isProxy(rt, at) ? at : 0;
}

function insertHead(rt: Runtime, slot: number, ref: number): void {
  const H = rt.H;
  const next = H[slot];
  H[ref + Weak.prev] = 0;
  H[ref + Weak.next] = next;
  if (next !== 0) H[next + Weak.prev] = ref;
  H[slot] = ref;
  H[slot + 1] = 1;
}

function insertAfter(rt: Runtime, ref: number, prev: number): void {
  const H = rt.H;
  const next = H[prev + Weak.next];
  H[ref + Weak.prev] = prev;
  H[ref + Weak.next] = next;
  if (next !== 0) H[next + Weak.prev] = ref;
  H[prev + Weak.next] = ref;
}

function allocWeak(rt: Runtime, type: number, op: number, callback: number): Owned {
  const H = rt.H;
  const bytes = H[type + Tp.basicsize];
  const ref = rt.newGcObject(type, bytes);
  zeroWords(rt.F64, ref + Ob.body, ref + (bytes >> 2));
  H[ref + Weak.hash] = -1;
  H[ref + Weak.hash + 1] = -1;
  H[ref + Weak.object] = op;
  H[ref + Weak.object + 1] = 1;
  if (callback !== 0) H[callback]++;
  H[ref + Weak.callback] = callback;
  rt.track(ref);
  return ref;
}

/** TypeError when the object cannot be referenced weakly; else its weaklist slot. */
function supportedSlot(rt: Runtime, op: number): number {
  const slot = weaklistSlot(rt, op);
  if (slot === 0) typeError(rt, `cannot create weak reference to '${typeName(rt, op)}' object`);
  return slot;
}

/** weakref.ref(op, callback) of class `type`; callback 0 = none. The canonical reference is shared. CPython: weakref___new__, PyWeakref_NewRef */
export function newWeakref(rt: Runtime, op: number, callback: number, type: number = T.weakref): Owned {
  const slot = supportedSlot(rt, op);
  const H = rt.H;
  const plain = callback === 0 && type === T.weakref;
  if (plain) {
    const known = basicRef(rt, H[slot]);
    if (known !== 0) return rt.newRef(known);
  }
  const ref = allocWeak(rt, type, op, callback);
  // the allocation may have run a collection that changed the list
  if (plain) {
    const known = basicRef(rt, H[slot]);
    if (known !== 0) {
      H[ref + Weak.object] = 0;
      H[known]++;
      rt.decref(ref);
      return known as Owned;
    }
    insertHead(rt, slot, ref);
    return ref;
  }
  const prev = basicProxy(rt, H[slot]) || basicRef(rt, H[slot]);
  if (prev !== 0) insertAfter(rt, ref, prev);
  else insertHead(rt, slot, ref);
  return ref;
}

/** weakref.proxy(op, callback). CPython: PyWeakref_NewProxy */
export function newWeakProxy(rt: Runtime, op: number, callback: number): Owned {
  const slot = supportedSlot(rt, op);
  const H = rt.H;
  if (callback === 0) {
    const known = basicProxy(rt, H[slot]);
    if (known !== 0) return rt.newRef(known);
  }
  const type = H[H[op + Ob.type] + Tp.call] !== 0 ? T.weakcallableproxy : T.weakproxy;
  const ref = allocWeak(rt, type, op, callback);
  const proxy = basicProxy(rt, H[slot]);
  const prev = callback === 0 ? basicRef(rt, H[slot]) : proxy || basicRef(rt, H[slot]);
  if (prev !== 0) insertAfter(rt, ref, prev);
  else insertHead(rt, slot, ref);
  return ref;
}

/** The object a reference points to: borrowed, 0 when it is gone. CPython: PyWeakref_GET_OBJECT */
export function weakObject(rt: Runtime, ref: number): number {
  const op = rt.H[ref + Weak.object];
  return op !== 0 && rt.H[op] > 0 ? op : 0;
}

/** Number of weak references and proxies to an object. CPython: _PyWeakref_GetWeakrefCount */
export function weakrefCount(rt: Runtime, op: number): number {
  const slot = weaklistSlot(rt, op);
  let n = 0;
  if (slot !== 0) for (let r = rt.H[slot]; r !== 0; r = rt.H[r + Weak.next]) n++;
  return n;
}

/** Takes a reference out of its object's list and makes it dead; its callback stays. */
function unlink(rt: Runtime, ref: number): void {
  const H = rt.H;
  const op = H[ref + Weak.object];
  if (op === 0) return;
  const slot = weaklistSlot(rt, op);
  const prev = H[ref + Weak.prev];
  const next = H[ref + Weak.next];
  if (H[slot] === ref) H[slot] = next;
  if (prev !== 0) H[prev + Weak.next] = next;
  if (next !== 0) H[next + Weak.prev] = prev;
  H[ref + Weak.object] = 0;
  H[ref + Weak.prev] = 0;
  H[ref + Weak.next] = 0;
}

/** CPython: clear_weakref */
export function clearWeakref(rt: Runtime, ref: number): void {
  unlink(rt, ref);
  rt.clearSlot(ref + Weak.callback);
}

/** tp_dealloc of references and proxies. CPython: weakref_dealloc, proxy_dealloc */
export function weakrefDealloc(rt: Runtime, ref: number): void {
  if (rt.H[ref + Gc.next] !== 0) rt.untrack(ref);
  clearWeakref(rt, ref);
  freeInstance(rt, ref);
}

/** Calls a callback; an error is reported. */
function runCallback(rt: Runtime, ref: number, callback: number): void {
  const mark = rt.mark();
  const depth = rt.depth;
  try {
    rt.decref(call1(rt, callback, ref));
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR) throw thrown;
    rt.release(mark);
    rt.depth = depth;
    rt.hooks.writeUnraisable(rt, callback, 'weakref');
    if (rt.H[Root.curexc] !== 0) clearError(rt);
  }
}

/**
 * For deallocators, with the count at 0: makes all references to the object dead, then calls their callbacks. Never raises.
 * CPython: PyObject_ClearWeakRefs
 */
export function clearWeakrefs(rt: Runtime, op: number): void {
  const slot = weaklistSlot(rt, op);
  if (slot === 0) return;
  const H = rt.H;
  while (H[slot] !== 0 && H[H[slot] + Weak.callback] === 0) unlink(rt, H[slot]);
  if (H[slot] === 0) return;
  const saved = takeError(rt);
  const mark = rt.mark();
  if (saved !== 0) rt.own(saved);
  const first = rt.mark();
  // without a hold: after the callback nobody looks at the reference
  const single = H[H[slot] + Weak.next] === 0 && !rt.model.weakrefs.holdsSingle;
  for (let ref = H[slot]; ref !== 0; ) {
    const next = H[ref + Weak.next];
    const callback = H[ref + Weak.callback];
    H[ref + Weak.callback] = 0;
    unlink(rt, ref);
    if (H[ref] > 0) {
      if (single) rt.push(ref);
      else rt.own(rt.newRef(ref));
      rt.own(callback);
    } else if (callback !== 0) rt.decref(callback);
    ref = next;
  }
  const end = rt.mark();
  rt.heap.trashcan.whileDying(() => {
    for (let s = first; s < end; s += 4) if (H[s + 2] !== 0) runCallback(rt, H[s], H[s + 2]);
  });
  rt.release(first);
  if (saved !== 0) rt.setSlot(Root.curexc, rt.unown(saved));
  rt.release(mark);
}

/** Dead without callbacks, for what a finalizer made after the callbacks ran. CPython: subtype_dealloc's second pass */
export function clearWeakrefsQuietly(rt: Runtime, op: number): void {
  const slot = weaklistSlot(rt, op);
  if (slot === 0) return;
  while (rt.H[slot] !== 0) unlink(rt, rt.H[slot]);
}

/** References whose callbacks a collection has still to call, each held once; the audit sees them. Any number may come together, so they are not parked. */
function waitingReferences(rt: Runtime): number[] {
  return rt.stateOf('weak references to be called', () => {
    const waiting: number[] = [];
    rt.heap.roots.add({
      name: 'callbacks of weak references',
      traverse: (visit) => {
        for (const ref of waiting) if (ref !== 0) visit(ref, ref);
      },
      describe: () => 'its callback is to be called',
    });
    return waiting;
  });
}

/**
 * The collector's part before finalizers: makes the references to and in the unreachable set dead and calls the callbacks of references
 * outside it. With `onlyCallbacks` (3.15) references without a callback live on until clearLateWeakrefs. Returns how many references died
 * with their callback: CPython counts them as collected. CPython: Python/gc.c handle_weakrefs, handle_weakref_callbacks
 */
export function handleWeakrefs(rt: Runtime, unreachable: number, onlyCallbacks: boolean): number {
  const H = rt.H;
  const waiting = waitingReferences(rt);
  for (let op = H[unreachable + Gc.next]; op !== unreachable; op = H[op + Gc.next]) {
    if (!onlyCallbacks && isWeakref(rt, op)) unlink(rt, op);
    const slot = weaklistSlot(rt, op);
    if (slot === 0) continue;
    for (let ref = H[slot]; ref !== 0; ) {
      const next = H[ref + Weak.next];
      const called = H[ref + Weak.callback] !== 0 && !rt.heap.gc.isCollecting(ref);
      if (called || !onlyCallbacks) unlink(rt, ref);
      if (called) waiting.push(rt.newRef(ref));
      ref = next;
    }
  }
  rt.heap.gc.undisturbed = waiting.length === 0;
  let freed = 0;
  for (let i = 0; i < waiting.length; i++) {
    const ref = waiting[i];
    const mark = rt.mark();
    runCallback(rt, ref, rt.own(rt.newRef(H[ref + Weak.callback])));
    rt.release(mark);
    waiting[i] = 0;
    if (H[ref] === 1) freed++;
    rt.decref(ref);
  }
  waiting.length = 0;
  return freed;
}

/** After finalizers: makes the references to and in the set dead; no callback runs. CPython: Python/gc.c clear_weakrefs (3.14.4) */
export function clearLateWeakrefs(rt: Runtime, unreachable: number): void {
  const H = rt.H;
  for (let op = H[unreachable + Gc.next]; op !== unreachable; op = H[op + Gc.next]) {
    if (isWeakref(rt, op)) unlink(rt, op);
    clearWeakrefsQuietly(rt, op);
  }
}

/** Can instances of the type be referenced weakly? */
export function supportsWeakrefs(rt: Runtime, type: number): boolean {
  return rt.H[type + Tp.weaklistoffset] > 0 && (rt.H[type + Tp.flags] & TpFlag.READY) !== 0;
}
