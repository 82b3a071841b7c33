import { Gc } from '../../memory/layout.ts';
import { type Buffer, BufferFlag, type BufferProvider, getBuffer, hasBuffer } from '../core/buffer.ts';
import { raise, typeError, typeName, valueError } from '../core/errors.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { clearWeakrefs } from '../types/weakref.ts';

/**
 * memoryview and the managed buffer behind it. CPython: Objects/memoryobject.c
 *
 *   memoryview     | refcnt | type | (size) | managed buffer | hash | flags | exports | (Py_buffer, 80 bytes) | weak references | (arrays)
 *   managedbuffer  | refcnt | type | flags | exports | buf | exporting object | …
 *
 * Shape, strides and format of a view are host data by the view's address; the references are in the heap: a view holds its managed
 * buffer, the managed buffer holds the exporter.
 */
export const enum View {
  managed = 6,
  exports = 12,
  weaklist = 34,
  bytes = 144,
}

export const enum Managed {
  /** Views that use it. */
  exports = 6,
  owner = 10,
  bytes = 112,
}

/** What a view shows. */
export interface ViewInfo {
  address: number;
  readonly: boolean;
  format: string;
  itemsize: number;
  shape: readonly number[];
  strides: readonly number[];
}

interface Tables {
  readonly views: Map<number, ViewInfo>;
  /** Lease of each managed buffer; absent once released. */
  readonly leases: Map<number, Buffer>;
}

function tables(rt: Runtime): Tables {
  return rt.stateOf('memoryview', () => ({ views: new Map<number, ViewInfo>(), leases: new Map<number, Buffer>() }));
}

/** The view's data; ValueError once it is released. CPython: CHECK_RELEASED */
export function viewInfo(rt: Runtime, op: number): ViewInfo {
  const info = tables(rt).views.get(op);
  if (info === undefined) valueError(rt, 'operation forbidden on released memoryview object');
  return info;
}

export function isReleased(rt: Runtime, op: number): boolean {
  return !tables(rt).views.has(op);
}

/** A managed buffer over the lease that `lend` makes. CPython: _PyManagedBuffer_FromObject */
function newManaged(rt: Runtime, lend: () => Buffer): Owned {
  const op = rt.newGcObject(T.managedbuffer, Managed.bytes);
  rt.H.fill(0, op + 4, op + Managed.bytes / 4);
  rt.own(op);
  const lease = lend();
  tables(rt).leases.set(op, lease);
  rt.unown(op);
  if (lease.held !== undefined) {
    rt.H[op + Managed.owner] = lease.held;
    lease.held = 0;
  } else rt.H[op + Managed.owner] = rt.newRef(lease.owner);
  rt.track(op);
  return op;
}

/** A view on a managed buffer (increfed). CPython: mbuf_add_view */
export function newView(rt: Runtime, managed: number, info: ViewInfo): Owned {
  const op = rt.newGcObject(T.memoryview, View.bytes + 24 * Math.max(1, info.shape.length));
  const H = rt.H;
  H.fill(0, op + 4, op + View.bytes / 4);
  H[op + 4] = 3 * info.shape.length;
  H[op + 8] = -1;
  H[op + 9] = -1;
  H[managed]++;
  H[managed + Managed.exports]++;
  H[op + View.managed] = managed;
  tables(rt).views.set(op, info);
  rt.track(op);
  return op;
}

/** memoryview(object). TypeError. CPython: PyMemoryView_FromObject */
export function viewOf(rt: Runtime, op: number, flags: number = BufferFlag.fullReadOnly): Owned {
  if (rt.H[op + 2] === T.memoryview) {
    const info = viewInfo(rt, op);
    return newView(rt, rt.H[op + View.managed], info);
  }
  if (!hasBuffer(rt, op)) typeError(rt, `memoryview: a bytes-like object is required, not '${typeName(rt, op)}'`);
  return viewOnLease(rt, () => getBuffer(rt, op, false, flags));
}

/** A view of what a certain provider lends, be it the type's or that of a base. BufferError when `flags` want to write and cannot. */
export function viewThrough(rt: Runtime, op: number, flags: number, provider: BufferProvider): Owned {
  const writable = (flags & BufferFlag.writable) !== 0;
  return viewOnLease(rt, () => {
    const buffer = provider(rt, op, writable, flags);
    if (writable && buffer.readonly) {
      buffer.release();
      raise(rt, T.BufferError, 'Object is not writable.');
    }
    return buffer;
  });
}

function viewOnLease(rt: Runtime, lend: () => Buffer): Owned {
  const mark = rt.mark();
  const managed = rt.own(newManaged(rt, lend));
  const lease = tables(rt).leases.get(managed)!;
  const { address, readonly, format, itemsize, shape, strides } = lease;
  return rt.leave(mark, newView(rt, managed, { address, readonly, format, itemsize, shape, strides }));
}

/** Gives the exporter's lease back when no view uses it any more. CPython: mbuf_release */
function releaseManaged(rt: Runtime, managed: number): void {
  const { leases } = tables(rt);
  const lease = leases.get(managed);
  if (lease === undefined) return;
  leases.delete(managed);
  lease.release();
  rt.clearSlot(managed + Managed.owner);
}

/** Ends the use of a view's memory; BufferError while others use it. CPython: _memory_release */
export function releaseView(rt: Runtime, op: number): void {
  const { views } = tables(rt);
  if (!views.has(op)) return;
  const n = rt.H[op + View.exports];
  if (n > 0) raise(rt, T.BufferError, `memoryview has ${n} exported buffer${n === 1 ? '' : 's'}`);
  views.delete(op);
  const managed = rt.H[op + View.managed];
  if (managed !== 0 && --rt.H[managed + Managed.exports] === 0) releaseManaged(rt, managed);
}

/** tp_dealloc of a view. CPython: memory_dealloc */
export function viewDealloc(rt: Runtime, op: number): void {
  if (rt.H[op + Gc.next] !== 0) rt.untrack(op);
  rt.H[op + View.exports] = 0;
  releaseView(rt, op);
  rt.clearSlot(op + View.managed);
  if (rt.H[op + View.weaklist] !== 0) clearWeakrefs(rt, op);
  rt.freeGcObject(op);
}

/** tp_dealloc of a managed buffer. CPython: mbuf_dealloc */
export function managedDealloc(rt: Runtime, op: number): void {
  if (rt.H[op + Gc.next] !== 0) rt.untrack(op);
  releaseManaged(rt, op);
  rt.clearSlot(op + Managed.owner);
  rt.freeGcObject(op);
}

/** Number of items. */
export function itemCount(info: ViewInfo): number {
  return info.shape.reduce((n, d) => n * d, 1);
}

/** The view as a buffer of its own. CPython: memory_getbuf */
export function viewBuffer(rt: Runtime, op: number): Buffer {
  const info = viewInfo(rt, op);
  rt.H[op + View.exports]++;
  return {
    ...info,
    length: itemCount(info) * info.itemsize,
    owner: op,
    release() {
      rt.H[op + View.exports]--;
    },
  };
}
