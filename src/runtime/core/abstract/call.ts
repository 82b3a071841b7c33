import { Ob, SlotFlag } from '../../../memory/layout.ts';
import { typeError, typeName } from '../errors.ts';
import { Dict, Tp, Tuple } from '../layout.ts';
import type { Owned } from '../ownership.ts';
import type { Runtime } from '../runtime.ts';
import type { Call } from '../signatures.ts';
import { T } from '../static.ts';
import { getMethod } from './attribute.ts';

/**
 * Calls. One convention: arguments in slots, keyword values behind them, names in a tuple. Callees own nothing.
 * CPython: Objects/call.c
 */

/** Calls `f`. Arguments borrowed, result new. TypeError when it cannot be called. CPython: PyObject_Vectorcall */
export function call(rt: Runtime, f: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  const slot = H[H[f + Ob.type] + Tp.call];
  if (slot === 0) typeError(rt, `'${typeName(rt, f)}' object is not callable`);
  return (rt.fn[slot] as Call)(rt, f, args, nargs, kwnames);
}

/** CPython: PyObject_CallNoArgs */
export function call0(rt: Runtime, f: number): Owned {
  return call(rt, f, rt.nsp, 0, 0);
}

/** CPython: PyObject_CallOneArg */
export function call1(rt: Runtime, f: number, a: number): Owned {
  const mark = rt.nsp;
  const args = rt.push(a);
  return rt.leave(mark, call(rt, f, args, 1, 0));
}

export function call2(rt: Runtime, f: number, a: number, b: number): Owned {
  const mark = rt.nsp;
  const args = rt.push(a);
  rt.push(b);
  return rt.leave(mark, call(rt, f, args, 2, 0));
}

export function call3(rt: Runtime, f: number, a: number, b: number, c: number): Owned {
  const mark = rt.nsp;
  const args = rt.push(a);
  rt.push(b);
  rt.push(c);
  return rt.leave(mark, call(rt, f, args, 3, 0));
}

/** Calls `f(self, *args, **kw)` with `self` put before the argument slots, none of which counts. Borrows all. CPython: method_vectorcall */
export function callBound(rt: Runtime, f: number, self: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  const mark = rt.nsp;
  const nkw = kwnames === 0 ? 0 : H[kwnames + Ob.size];
  const first = rt.push(self);
  for (let i = 0; i < nargs + nkw; i++) rt.push(H[args + 2 * i]);
  return rt.leave(mark, call(rt, f, first, nargs + 1, kwnames));
}

/**
 * As callBound from a dict of keywords, which is unpacked into counted slots (_PyStack_UnpackDict), up to 3.7 those of the keywords alone. Borrows all.
 * CPython: _PyObject_Call_Prepend
 */
export function callPrepend(rt: Runtime, f: number, self: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  const mark = rt.nsp;
  const nkw = kwnames === 0 ? 0 : H[kwnames + Ob.size];
  if (nkw === 0) return callBound(rt, f, self, args, nargs, 0);
  const first = rt.mark();
  if (rt.model.callHoldsFunction) {
    rt.push(self);
    for (let i = 0; i < nargs; i++) rt.push(H[args + 2 * i]);
  } else {
    rt.own(rt.newRef(self));
    for (let i = 0; i < nargs; i++) rt.own(rt.newRef(H[args + 2 * i]));
  }
  for (let i = nargs; i < nargs + nkw; i++) rt.own(rt.newRef(H[args + 2 * i]));
  return rt.leave(mark, call(rt, f, first, nargs + 1, kwnames));
}

/**
 * As call, of a callable that CPython hands a tuple and a dict, which hold the arguments: unpacked into counted slots for one that takes slots,
 * up to 3.7 those of keywords alone. Borrows all. CPython: PyObject_Call
 */
export function callUnpacked(rt: Runtime, f: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  const nkw = kwnames === 0 ? 0 : H[kwnames + Ob.size];
  if (nkw === 0) return call(rt, f, args, nargs, 0);
  const mark = rt.nsp;
  if (takesSlots(rt, f)) {
    const slots = rt.nsp;
    for (let i = 0; i < nargs + nkw; i++) rt.own(rt.newRef(H[args + 2 * i]));
    if (rt.model.callHoldsFunction) lendSlots(rt, slots, slots + 2 * nargs);
    return rt.leave(mark, call(rt, f, slots, nargs, kwnames));
  }
  return callHeld(rt, f, args, nargs, kwnames);
}

/** As call, of arguments that the caller's tuple and dict hold already: whoever would make those for them need not. Borrows all. */
export function callHeld(rt: Runtime, f: number, args: number, nargs: number, kwnames: number): Owned {
  rt.heldArguments = args;
  try {
    return call(rt, f, args, nargs, kwnames);
  } finally {
    // the call may have ended before anybody asked
    rt.heldArguments = 0;
  }
}

/**
 * `f(*slots, **dict)` of slots that no tuple holds; dict 0 = none. A callable that takes no slots gets a tuple of them and the dict itself.
 * Borrows all. CPython: PyObject_VectorcallDict
 */
export function callDict(rt: Runtime, f: number, slots: number, nargs: number, dict: number): Owned {
  const H = rt.H;
  if (dict === 0 || H[dict + Dict.used] === 0) return call(rt, f, slots, nargs, 0);
  const mark = rt.nsp;
  rt.own(0);
  const args = rt.nsp;
  for (let i = 0; i < nargs; i++) rt.own(rt.newRef(H[slots + 2 * i]));
  const values = rt.nsp;
  H[mark] = rt.hooks.unpackKeywords(rt, dict);
  if (!takesSlots(rt, f)) {
    lendSlots(rt, values);
    return rt.leave(mark, callHeld(rt, f, args, nargs, H[mark]));
  }
  if (rt.model.callHoldsFunction) lendSlots(rt, args, values);
  return rt.leave(mark, call(rt, f, args, nargs, H[mark]));
}

/** `f(*tuple, **dict)`; dict 0 = none. Borrows all; the tuple's slots are the arguments. CPython: PyObject_Call */
export function callTuple(rt: Runtime, f: number, tuple: number, dict: number): Owned {
  const H = rt.H;
  const nargs = H[tuple + Ob.size];
  if (dict === 0 || H[dict + Dict.used] === 0) return call(rt, f, tuple + Tuple.items, nargs, 0);
  const mark = rt.nsp;
  const namesSlot = rt.nsp;
  rt.own(0);
  const args = rt.nsp;
  for (let i = 0; i < nargs; i++) rt.own(rt.newRef(H[tuple + Tuple.items + 2 * i]));
  const values = rt.nsp;
  const kwnames = rt.hooks.unpackKeywords(rt, dict);
  H[namesSlot] = kwnames;
  // tuple and dict are handed on as they are: they hold the arguments
  if (!takesSlots(rt, f)) lendSlots(rt, args);
  else if (rt.model.callHoldsFunction) lendSlots(rt, args, values);
  return rt.leave(mark, callHeld(rt, f, args, nargs, kwnames));
}

/** The slots of the native stack from `from` to `to` (its end) hold their objects no longer: others do as long as they lie there. */
export function lendSlots(rt: Runtime, from: number, to: number = rt.nsp): void {
  const H = rt.H;
  for (let s = from; s < to; s += 2) {
    H[H[s]]--;
    H[s + 1] = SlotFlag.borrowed;
  }
}

/** Does `f` take arguments in slots in CPython too (vectorcall), so that a dict of keywords is unpacked for it? */
export function takesSlots(rt: Runtime, f: number): boolean {
  const type = rt.H[f + Ob.type];
  return (
    type === T.function ||
    type === T.builtin_function_or_method ||
    (type === T.method && !rt.model.callHoldsFunction) ||
    type === T.method_descriptor ||
    type === T.classmethod_descriptor ||
    (f === (T.type as number) && rt.model.vectorcallTypes.has('type'))
  );
}

/**
 * Are these argument slots the items of a tuple that holds them all? Then whoever needs an argument tuple need not make another: CPython
 * would have been handed this one. On a stack the word two slots before would have to be the type `tuple` and the next an
 * impossible address, so the test cannot be fooled.
 */
export function argsAreTuple(rt: Runtime, args: number, nargs: number): boolean {
  const H = rt.H;
  return nargs !== 0 && H[args - Tuple.items + Ob.type] === T.tuple && H[args - Tuple.items + Ob.size] === nargs;
}

/**
 * Parks what a call through tp_call holds in CPython: a tuple of the positional arguments, and for keywords their dict (here: counted slots).
 * Returns the address of the argument slots; the caller releases to its own mark. CPython: _PyObject_MakeTpCall
 */
export function holdArguments(rt: Runtime, args: number, nargs: number, kwnames: number): number {
  const H = rt.H;
  if (kwnames !== 0 && H[kwnames + Ob.size] !== 0) {
    if (rt.heldArguments === args) {
      rt.heldArguments = 0;
      return args;
    }
    const nkw = H[kwnames + Ob.size];
    for (let i = 0; i < nkw; i++) rt.own(rt.newRef(H[kwnames + Tuple.items + 2 * i]));
    const first = rt.nsp;
    for (let i = 0; i < nargs + nkw; i++) rt.own(rt.newRef(H[args + 2 * i]));
    return first;
  }
  if (argsAreTuple(rt, args, nargs)) return args;
  if (nargs === 0) return args;
  const tuple = rt.own(tupleOfSlots(rt, args, nargs));
  return tuple + Tuple.items;
}

/** New tuple of `nargs` argument slots (items increfed), tracked. CPython: _PyTuple_FromArray */
export function tupleOfSlots(rt: Runtime, args: number, nargs: number): Owned {
  const tuple = rt.hooks.newTuple(rt, nargs);
  if (nargs === 0) return tuple;
  const H = rt.H;
  const items = tuple + Tuple.items;
  for (let i = 0; i < nargs; i++) {
    const v = H[args + 2 * i];
    H[v]++;
    H[items + 2 * i] = v;
    H[items + 2 * i + 1] = 0;
  }
  rt.track(tuple);
  return tuple;
}

/** `o.name(*args)`: method looked up without binding where possible. All borrowed. CPython: PyObject_VectorcallMethod */
export function callMethod(rt: Runtime, o: number, name: number, ...args: number[]): Owned {
  const mark = rt.nsp;
  const method = rt.own(getMethod(rt, o, name));
  const unbound = rt.methodUnbound;
  const first = rt.nsp;
  if (unbound) rt.push(o);
  for (let i = 0; i < args.length; i++) rt.push(args[i]);
  return rt.leave(mark, call(rt, method, first, args.length + (unbound ? 1 : 0), 0));
}

/** callMethod with the name as a host string. */
export function callMethodText(rt: Runtime, o: number, name: string, ...args: number[]): Owned {
  return callMethod(rt, o, rt.ident(name), ...args);
}
