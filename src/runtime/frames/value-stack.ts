import type { Runtime } from '../core/runtime.ts';
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

/** `a, b -> r`: steals r; a is released before b. */
export function replaceTwo(rt: Runtime, frame: number, sp: number, r: number): number {
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
