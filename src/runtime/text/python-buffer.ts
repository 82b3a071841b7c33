import { Ob } from '../../memory/layout.ts';
import { tupleItem, tupleOf } from '../containers/tuple-object.ts';
import { lookupMethod } from '../core/abstract/attribute.ts';
import { call1, call2 } from '../core/abstract/call.ts';
import type { Buffer } from '../core/buffer.ts';
import { isPythonError, raise, typeError } from '../core/errors.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { newInt } from '../numbers/int-object.ts';
import { releaseView, viewBuffer } from './memoryview-object.ts';

/** Calls a special method with one argument; 0 when the class has none. */
function callSpecial(rt: Runtime, o: number, name: string, arg: number): Owned | 0 {
  const mark = rt.mark();
  const method = rt.own(lookupMethod(rt, o, rt.ident(name)));
  if (method === 0) return 0;
  const unbound = rt.methodUnbound;
  return rt.leave(mark, unbound ? call2(rt, method, o, arg) : call1(rt, method, arg));
}

/** The leases of Python code's buffers, which hold a tuple until they end or somebody takes it over. */
function leasesOf(rt: Runtime): Set<Buffer> {
  return rt.stateOf('leases of python buffers', () => {
    const leases = new Set<Buffer>();
    rt.heap.roots.add({
      name: 'buffers lent to native code',
      traverse: (visit) => {
        for (const [i, { held }] of [...leases].entries()) if (held !== undefined && held !== 0) visit(held, i);
      },
      describe: () => 'a view and its object',
    });
    return leases;
  });
}

/**
 * What a `__buffer__` written in Python lends: the memory of the memoryview that it returned. The lease holds a tuple of that view and the object;
 * at its end the object's `__release_buffer__` is called with the view, which is released. TypeError. CPython: Objects/typeobject.c slot_bf_getbuffer
 */
export function pythonBuffer(rt: Runtime, o: number, flags: number): Buffer {
  const H = rt.H;
  const mark = rt.mark();
  const view = rt.own(callSpecial(rt, o, '__buffer__', rt.own(newInt(rt, flags))));
  if (view === 0) typeError(rt, 'a bytes-like object is required');
  if (H[view + Ob.type] !== T.memoryview) typeError(rt, '__buffer__ returned non-memoryview object');
  const lent = viewBuffer(rt, view);
  if ((flags & 1) !== 0 && lent.readonly) {
    lent.release();
    raise(rt, T.BufferError, 'memoryview: underlying buffer is not writable');
  }
  const held = rt.own(tupleOf(rt, view, o));
  rt.unown(held);
  rt.release(mark);
  const leases = leasesOf(rt);
  const lease: Buffer = {
    ...lent,
    owner: o,
    held,
    release() {
      lent.release();
      // the borrower is at its end: a dying view, or native code whose result has no slot yet
      rt.heap.trashcan.whileDying(() => giveBack(rt, o, tupleItem(rt, held, 0)));
      leases.delete(lease);
      if (lease.held !== 0) rt.decref(held);
    },
  };
  leases.add(lease);
  return lease;
}

/** CPython: slot_bf_releasebuffer, bufferwrapper_releasebuf */
function giveBack(rt: Runtime, o: number, view: number): void {
  const mark = rt.mark();
  try {
    const result = callSpecial(rt, o, '__release_buffer__', view);
    if (result !== 0) rt.decref(result);
  } catch (thrown) {
    if (!isPythonError(thrown)) throw thrown;
    rt.release(mark);
    rt.hooks.writeUnraisable(rt, o, 'plain');
  }
  if (rt.H[view + Ob.type] === T.memoryview) {
    try {
      releaseView(rt, view);
    } catch (thrown) {
      if (!isPythonError(thrown)) throw thrown;
      rt.hooks.writeUnraisable(rt, o, 'plain');
    }
  }
  rt.release(mark);
}
