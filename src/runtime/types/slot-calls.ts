import { lookupMethod } from '../core/abstract/attribute.ts';
import { call, call0, call1, call2, call3 } from '../core/abstract/call.ts';
import { raiseObject } from '../core/errors.ts';
import { NULL, type Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import type { N } from './slot-names.ts';

/**
 * Calls of special methods from slot functions. `must…` raises AttributeError when the method is missing, `maybe…` gives NotImplemented
 * (two operands) or NULL (one). CPython: Objects/typeobject.c vectorcall_method, vectorcall_maybe
 */

function missing(rt: Runtime, name: N): never {
  return raiseObject(rt, rt.hooks.makeExceptionWithArg(rt, T.AttributeError, rt.slotNames[name]));
}

/** Calls what lookupMethod found, with `self` first when it is unbound. Reads rt.methodUnbound. */
export function callUnbound1(rt: Runtime, method: number, self: number): Owned {
  return rt.methodUnbound ? call1(rt, method, self) : call0(rt, method);
}
export function callUnbound2(rt: Runtime, method: number, self: number, a: number): Owned {
  return rt.methodUnbound ? call2(rt, method, self, a) : call1(rt, method, a);
}

/** For descriptors' own special methods, which are always called with all three. */
export function callUnbound3(rt: Runtime, method: number, self: number, a: number, b: number): Owned {
  return call3(rt, method, self, a, b);
}

/** Plain call on with the same argument slots. */
export function callTupleless(rt: Runtime, method: number, args: number, nargs: number, kwnames: number): Owned {
  return call(rt, method, args, nargs, kwnames);
}

export function must1(rt: Runtime, self: number, name: N): Owned {
  const mark = rt.mark();
  const method = rt.own(lookupMethod(rt, self, rt.slotNames[name]));
  if (method === 0) missing(rt, name);
  return rt.leave(mark, callUnbound1(rt, method, self));
}

export function must2(rt: Runtime, self: number, name: N, a: number): Owned {
  const mark = rt.mark();
  const method = rt.own(lookupMethod(rt, self, rt.slotNames[name]));
  if (method === 0) missing(rt, name);
  return rt.leave(mark, callUnbound2(rt, method, self, a));
}

export function must3(rt: Runtime, self: number, name: N, a: number, b: number): Owned {
  const mark = rt.mark();
  const method = rt.own(lookupMethod(rt, self, rt.slotNames[name]));
  if (method === 0) missing(rt, name);
  const r = rt.methodUnbound ? call3(rt, method, self, a, b) : call2(rt, method, a, b);
  return rt.leave(mark, r);
}

/** NULL when the type has no such method. */
export function maybe1(rt: Runtime, self: number, name: N): Owned {
  const mark = rt.mark();
  const method = rt.own(lookupMethod(rt, self, rt.slotNames[name]));
  if (method === 0) {
    rt.release(mark);
    return NULL;
  }
  return rt.leave(mark, callUnbound1(rt, method, self));
}

/** NotImplemented when the type has no such method. */
export function maybe2(rt: Runtime, self: number, name: N, a: number): Owned {
  const mark = rt.mark();
  const method = rt.own(lookupMethod(rt, self, rt.slotNames[name]));
  if (method === 0) {
    rt.release(mark);
    return rt.notImplemented();
  }
  return rt.leave(mark, callUnbound2(rt, method, self, a));
}
