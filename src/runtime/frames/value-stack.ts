import { Ob } from '../../memory/layout.ts';
import { isTrue } from '../core/abstract/object.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { Fr } from './frame-layout.ts';

/**
 * Replacing operands on the value stack by a result. The stack pointer of the frame is right at every moment at which an object may die, so
 * code that runs meanwhile (and the audit) sees each reference in exactly one slot. `sp` is the address above the top.
 */

/** `a -> r`: steals r. Gives the stack pointer. */
export function replaceTop(rt: Runtime, frame: number, sp: number, r: number): number {
  const H = rt.H;
  const a = H[sp - 2];
  H[sp - 2] = r;
  if (a !== 0 && --H[a] === 0) {
    H[frame + Fr.sp] = sp;
    rt.dealloc(a);
  }
  return sp;
}

/** `a, b -> r` for operands of arithmetic: steals r; a is released before b, from 3.15 on after it. */
export function replaceTwo(rt: Runtime, frame: number, sp: number, r: number): number {
  if (rt.model.rightFirst.operands) return replaceDown(rt, frame, sp, sp - 4, r);
  const H = rt.H;
  const a = H[sp - 4];
  H[sp - 4] = r;
  if (--H[a] === 0) {
    H[frame + Fr.sp] = sp;
    rt.dealloc(a);
  }
  sp -= 2;
  const b = H[sp];
  if (--H[b] === 0) {
    H[frame + Fr.sp] = sp;
    rt.dealloc(b);
  }
  return sp;
}

/** The same for comparisons: the right operand is released first from 3.14 on. */
export function replaceCompared(rt: Runtime, frame: number, sp: number, r: number): number {
  return rt.model.rightFirst.compared ? replaceDown(rt, frame, sp, sp - 4, r) : replaceTwo(rt, frame, sp, r);
}

/** The same for `a[b]`: a slice is released before what it is taken of from 3.12 on. CPython: BINARY_SLICE */
export function replaceSubscripted(rt: Runtime, frame: number, sp: number, r: number): number {
  const isSlice = rt.H[rt.H[sp - 2] + Ob.type] === T.slice;
  return isSlice && rt.model.rightFirst.slices ? replaceDown(rt, frame, sp, sp - 4, r) : replaceTwo(rt, frame, sp, r);
}

/** Is the index a slice that an instruction has just made, which is not made (BINARY_SLICE) from 3.12 on? */
export function isFreshSlice(rt: Runtime, index: number): boolean {
  return rt.H[index + Ob.type] === T.slice && rt.H[index] === 1 && rt.model.rightFirst.slices;
}

/** Truth of a value that `and` or `or` may leave on the stack: a copy of it is asked. CPython: COPY and TO_BOOL (3.12 on) */
export function isTrueHeld(rt: Runtime, value: number): boolean {
  const mark = rt.mark();
  const truth = isTrue(rt, rt.own(rt.newRef(value)));
  rt.release(mark);
  return truth;
}

/** `x[n] -> r`: releases from the top down to `base`; steals r, which ends at `base`. */
export function replaceDown(rt: Runtime, frame: number, sp: number, base: number, r: number): number {
  const H = rt.H;
  for (let s = sp - 2; s >= base; s -= 2) {
    const v = H[s];
    H[s] = r;
    if (v !== 0 && --H[v] === 0) {
      H[frame + Fr.sp] = s + 2;
      rt.dealloc(v);
    }
  }
  H[frame + Fr.sp] = base + 2;
  return base + 2;
}

/** `x[n] ->`: releases from the top down to `base`. */
export function dropDown(rt: Runtime, frame: number, sp: number, base: number): number {
  const H = rt.H;
  while (sp > base) {
    sp -= 2;
    H[frame + Fr.sp] = sp;
    const v = H[sp];
    if (v !== 0 && --H[v] === 0) rt.dealloc(v);
  }
  H[frame + Fr.sp] = sp;
  return sp;
}

/** `x[n] ->`: releases in the order in which they lie, the lowest first. */
export function dropUp(rt: Runtime, frame: number, sp: number, base: number): number {
  const H = rt.H;
  for (let s = base; s < sp; s += 2) {
    const v = H[s];
    if (v !== 0) {
      H[s] = 0;
      if (--H[v] === 0) rt.dealloc(v);
    }
  }
  H[frame + Fr.sp] = base;
  return base;
}
