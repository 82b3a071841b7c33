import { Ob } from '../../memory/layout.ts';
import { asIndex } from '../core/abstract/number.ts';
import { checkPositional } from '../core/arguments.ts';
import { raise, typeError } from '../core/errors.ts';
import { Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime, SlotFunction } from '../core/runtime.ts';
import type {
  Binary,
  Call,
  Contains,
  DescrGet,
  DescrSet,
  Destructor,
  HashFunc,
  IndexGet,
  IndexSet,
  Init,
  Inquiry,
  IterNext,
  KeySet,
  LenFunc,
  RichCompare,
  Ternary,
  Unary,
} from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import { newIntFromHash } from './hash-int.ts';
import { lengthInt } from './length-int.ts';

/**
 * Slot wrappers: how a native slot function is called as a Python method. `self` is checked by the descriptor.
 * CPython: Objects/typeobject.c wrap_*
 */
export type Wrap = (rt: Runtime, self: number, args: number, nargs: number, kwnames: number, f: SlotFunction) => Owned;

function need(rt: Runtime, nargs: number, n: number): void {
  if (nargs !== n) typeError(rt, `expected ${n} argument${n === 1 ? '' : 's'}, got ${nargs}`);
}

export const wrapUnary: Wrap = (rt, self, _args, nargs, _kw, f) => {
  need(rt, nargs, 0);
  return (f as Unary)(rt, self);
};

export const wrapBinary: Wrap = (rt, self, args, nargs, _kw, f) => {
  need(rt, nargs, 1);
  return (f as Binary)(rt, self, rt.H[args]);
};

/**
 * The number slots' own binary wrapper: what it does is the same, but a sequence's `__add__` (wrapBinary) must never be taken for a number's, whose
 * slot is also called with the operands exchanged. CPython: wrap_binaryfunc_l
 */
export const wrapBinaryLeft: Wrap = (rt, self, args, nargs, kwnames, f) => wrapBinary(rt, self, args, nargs, kwnames, f);

/** The reflected method: operands exchanged. */
export const wrapReflected: Wrap = (rt, self, args, nargs, _kw, f) => {
  need(rt, nargs, 1);
  return (f as Binary)(rt, rt.H[args], self);
};

export const wrapPower: Wrap = (rt, self, args, nargs, _kw, f) => {
  checkPositional(rt, '', nargs, 1, 2);
  return (f as Ternary)(rt, self, rt.H[args], nargs > 1 ? rt.H[args + 2] : S.None);
};

export const wrapReflectedPower: Wrap = (rt, self, args, nargs, _kw, f) => {
  checkPositional(rt, '', nargs, 1, 2);
  return (f as Ternary)(rt, rt.H[args], self, nargs > 1 ? rt.H[args + 2] : S.None);
};

export const wrapInplacePower: Wrap = (rt, self, args, nargs, _kw, f) => {
  need(rt, nargs, 1);
  return (f as Ternary)(rt, self, rt.H[args], S.None);
};

export const wrapInquiry: Wrap = (rt, self, _args, nargs, _kw, f) => {
  need(rt, nargs, 0);
  return rt.bool((f as Inquiry)(rt, self));
};

export const wrapLength: Wrap = (rt, self, _args, nargs, _kw, f) => {
  need(rt, nargs, 0);
  return lengthInt(rt, self, (f as LenFunc)(rt, self));
};

export const wrapHash: Wrap = (rt, self, _args, nargs, _kw, f) => {
  need(rt, nargs, 0);
  const lo = (f as HashFunc)(rt, self);
  return newIntFromHash(rt, lo, rt.hashHi);
};

/** `__mul__` of sequences. */
export const wrapRepeat: Wrap = (rt, self, args, nargs, _kw, f) => {
  checkPositional(rt, '', nargs, 1, 1);
  return (f as IndexGet)(rt, self, asIndex(rt, rt.H[args], T.OverflowError));
};

function position(rt: Runtime, self: number, arg: number): number {
  const i = asIndex(rt, arg, T.OverflowError);
  if (i >= 0) return i;
  const length = rt.H[rt.H[self + Ob.type] + Tp.sqLength];
  return length === 0 ? i : i + (rt.fn[length] as LenFunc)(rt, self);
}

export const wrapItem: Wrap = (rt, self, args, nargs, _kw, f) => {
  need(rt, nargs, 1);
  return (f as IndexGet)(rt, self, position(rt, self, rt.H[args]));
};

export const wrapSetPosition: Wrap = (rt, self, args, nargs, _kw, f) => {
  checkPositional(rt, '', nargs, 2, 2);
  (f as IndexSet)(rt, self, position(rt, self, rt.H[args]), rt.H[args + 2]);
  return rt.none();
};

export const wrapDelPosition: Wrap = (rt, self, args, nargs, _kw, f) => {
  need(rt, nargs, 1);
  (f as IndexSet)(rt, self, position(rt, self, rt.H[args]), 0);
  return rt.none();
};

export const wrapContains: Wrap = (rt, self, args, nargs, _kw, f) => {
  need(rt, nargs, 1);
  return rt.bool((f as Contains)(rt, self, rt.H[args]));
};

export const wrapSetKey: Wrap = (rt, self, args, nargs, _kw, f) => {
  checkPositional(rt, '', nargs, 2, 2);
  (f as KeySet)(rt, self, rt.H[args], rt.H[args + 2]);
  return rt.none();
};

export const wrapDelKey: Wrap = (rt, self, args, nargs, _kw, f) => {
  need(rt, nargs, 1);
  (f as KeySet)(rt, self, rt.H[args], 0);
  return rt.none();
};

/** Refuses object.__setattr__ on an object whose native type has a stricter one. CPython: hackcheck */
function checkSetattr(rt: Runtime, self: number, f: SlotFunction, what: string): void {
  const H = rt.H;
  let type = H[self + Ob.type];
  while (type !== 0 && (H[type + Tp.flags] & TpFlag.HEAPTYPE) !== 0) type = H[type + Tp.base];
  if (type !== 0 && rt.fn[H[type + Tp.setattro]] !== f) {
    typeError(rt, `can't apply this ${what} to ${rt.hooks.strText(rt, H[H[self + Ob.type] + Tp.name])} object`);
  }
}

export const wrapSetattr: Wrap = (rt, self, args, nargs, _kw, f) => {
  checkPositional(rt, '', nargs, 2, 2);
  checkSetattr(rt, self, f, '__setattr__');
  (f as KeySet)(rt, self, rt.H[args], rt.H[args + 2]);
  return rt.none();
};

export const wrapDelattr: Wrap = (rt, self, args, nargs, _kw, f) => {
  need(rt, nargs, 1);
  checkSetattr(rt, self, f, '__delattr__');
  (f as KeySet)(rt, self, rt.H[args], 0);
  return rt.none();
};

/** CPython: RICHCMP_WRAPPER */
export function wrapCompare(op: number): Wrap {
  return (rt, self, args, nargs, _kw, f) => {
    need(rt, nargs, 1);
    return (f as RichCompare)(rt, self, rt.H[args], op);
  };
}

export const wrapCall: Wrap = (rt, self, args, nargs, kwnames, f) => (f as Call)(rt, self, args, nargs, kwnames);

export const wrapInit: Wrap = (rt, self, args, nargs, kwnames, f) => {
  (f as Init)(rt, self, args, nargs, kwnames);
  return rt.none();
};

export const wrapNext: Wrap = (rt, self, _args, nargs, _kw, f) => {
  need(rt, nargs, 0);
  const r = (f as IterNext)(rt, self);
  if (r === 0) stopIteration(rt);
  return r;
};

function stopIteration(rt: Runtime): never {
  raise(rt, T.StopIteration, null);
}

export const wrapDescrGet: Wrap = (rt, self, args, nargs, _kw, f) => {
  checkPositional(rt, '', nargs, 1, 2);
  const H = rt.H;
  const obj = H[args] === S.None ? 0 : H[args];
  const type = nargs < 2 || H[args + 2] === S.None ? 0 : H[args + 2];
  if (obj === 0 && type === 0) typeError(rt, '__get__(None, None) is invalid');
  return (f as DescrGet)(rt, self, obj, type);
};

export const wrapDescrSet: Wrap = (rt, self, args, nargs, _kw, f) => {
  checkPositional(rt, '', nargs, 2, 2);
  (f as DescrSet)(rt, self, rt.H[args], rt.H[args + 2]);
  return rt.none();
};

export const wrapDescrDelete: Wrap = (rt, self, args, nargs, _kw, f) => {
  need(rt, nargs, 1);
  (f as DescrSet)(rt, self, rt.H[args], 0);
  return rt.none();
};

/** CPython: wrap_buffer */
export const wrapBuffer: Wrap = (rt, self, args, nargs, _kw, f) => {
  need(rt, nargs, 1);
  return rt.hooks.newMemoryview(rt, self, asIndex(rt, rt.H[args], T.OverflowError), f);
};

export const wrapDel: Wrap = (rt, self, _args, nargs, _kw, f) => {
  need(rt, nargs, 0);
  (f as Destructor)(rt, self);
  return rt.none();
};
