import { Ob, SlotFlag } from '../../memory/layout.ts';
import { dictNext, nextValue } from '../containers/dict-object.ts';
import { CFunc, Func, Tp, Tuple } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { Co } from '../frames/frame-layout.ts';
import { Descr } from '../types/descr-layout.ts';

/** How many references of an object (by address) are too many. */
export type Excess = Map<number, number>;

/** Turns an owned slot into one that is not counted, where too many hold its object. The object must outlive the slot's owner. */
function lend(rt: Runtime, slot: number, excess: Excess): void {
  const { H } = rt;
  const op = H[slot]!;
  const left = excess.get(op);
  if (left === undefined || H[slot + 1] !== SlotFlag.owned) return;
  H[slot + 1] = SlotFlag.borrowed;
  H[op]!--;
  if (left === 1) excess.delete(op);
  else excess.set(op, left - 1);
}

/** The items of a tuple of code or of a function's defaults, those of code among them likewise. */
function lendFromTuple(rt: Runtime, tuple: number, excess: Excess): void {
  const { H } = rt;
  for (let i = 0; i < H[tuple + Tuple.size]!; i++) {
    const slot = tuple + Tuple.items + 2 * i;
    if (H[H[slot]! + Ob.type] === T.code) lendFromCode(rt, H[slot]!, excess);
    else lend(rt, slot, excess);
  }
}

/** The constants and names of code, and the tuples that hold them (which may be the empty one). */
function lendFromCode(rt: Runtime, code: number, excess: Excess): void {
  for (const at of [Co.consts, Co.names, Co.varnames, Co.freevars, Co.cellvars]) {
    lendFromTuple(rt, rt.H[code + at]!, excess);
    lend(rt, code + at, excess);
  }
}

/**
 * Gives up references to objects that live as long as the interpreter until as many are left as the release holds: those of a type's own
 * descriptors to it, of built-in functions to their module, and of the loaded library's code to its constants and names.
 */
export function lendFromLibrary(rt: Runtime, excess: Excess): void {
  const { H } = rt;
  for (const type of [...excess.keys()]) {
    if (H[type + Ob.type] !== T.type) continue;
    const dict = H[type + Tp.dict]!;
    for (let pos = dictNext(rt, dict, 0); pos >= 0; pos = dictNext(rt, dict, pos)) {
      const kind = H[nextValue(rt) + Ob.type]!;
      if (kind === T.getset_descriptor || kind === T.member_descriptor || kind === T.method_descriptor || kind === T.wrapper_descriptor) {
        lend(rt, nextValue(rt) + Descr.type, excess);
      }
    }
  }
  if (excess.size === 0) return;
  for (const op of rt.heap.gc.getObjects()) {
    if (H[op + Ob.type] === T.function) {
      lendFromCode(rt, H[op + Func.code]!, excess);
      if (H[op + Func.defaults] !== 0) lendFromTuple(rt, H[op + Func.defaults]!, excess);
    } else if (H[op + Ob.type] === T.builtin_function_or_method) lend(rt, op + CFunc.self, excess);
    if (excess.size === 0) return;
  }
}
