import { Op } from '../../bytecode/opcodes.ts';
import { Ob, SlotFlag } from '../../memory/layout.ts';
import { genericGetAttr } from '../core/abstract/attribute.ts';
import { raise } from '../core/errors.ts';
import { Cell, Method, Tp } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { methodOf } from './attribute-cache.ts';
import { Cache, Fr } from './frame-layout.ts';
import { newCell } from './frame-memory.ts';
import type { InstructionGroup } from './instructions.ts';
import { LoadedOp } from './loaded-op.ts';
import {
  deleteGlobal,
  deleteName,
  loadClassDeref,
  loadFromMapping,
  loadFromMappingOrGlobals,
  storeGlobal,
  unboundDeref,
  unboundLocal,
} from './name-cache.ts';
import { replaceTop } from './value-stack.ts';

function rotateFour(rt: Runtime, _frame: number, sp: number): number {
  return rotate(rt, _frame, sp, 4);
}

/** The top goes `n - 1` places down. */
function rotate(rt: Runtime, _frame: number, sp: number, n: number): number {
  const H = rt.H;
  const top = H[sp - 2];
  H.copyWithin(sp - 2 * n + 2, sp - 2 * n, sp - 2);
  H[sp - 2 * n] = top;
  return sp;
}

function copy(rt: Runtime, _frame: number, sp: number, n: number): number {
  const H = rt.H;
  const v = H[sp - 2 * n];
  if (v !== 0) H[v]++;
  H[sp] = v;
  return sp + 2;
}

/** The top goes `n - 1` places down; every slot takes its flag along. */
function rotateFlagged(rt: Runtime, frame: number, sp: number, n: number): number {
  const H = rt.H;
  const flag = H[sp - 1];
  rotate(rt, frame, sp, n);
  H[sp - 2 * n + 1] = flag;
  return sp;
}

function copyFlagged(rt: Runtime, frame: number, sp: number, n: number): number {
  rt.H[sp + 1] = rt.H[sp - 2 * n + 1];
  return copy(rt, frame, sp, n);
}

function copyTwoFlagged(rt: Runtime, frame: number, sp: number): number {
  return copyFlagged(rt, frame, copyFlagged(rt, frame, sp, 2), 2);
}

function loadFastAndClearFlagged(rt: Runtime, frame: number, sp: number, at: number): number {
  rt.H[sp + 1] = rt.H[frame + at + 1];
  return loadFastAndClear(rt, frame, sp, at);
}

/**
 * LOAD_METHOD of a super object. Once it ran often enough the function and what it is bound to are pushed, which is lent where it is the frame's
 * first local. CPython: LOAD_SUPER_ATTR_METHOD
 */
function loadMethodOfSuper(rt: Runtime, frame: number, sp: number, cache: number): number {
  const H = rt.H;
  const owner = H[sp - 2];
  const found = methodOf(rt, owner, cache);
  let below = 0;
  let top = found as number;
  let flag = 0;
  if (rt.methodUnbound) {
    H[sp - 2] = found;
    H[sp] = owner;
    H[sp + 1] = 0;
    return sp + 2;
  }
  if (H[owner + Ob.type] === T.super && H[found + Ob.type] === T.method && H[cache + Cache.kind]++ >= rt.model.specialized.methods) {
    const self = H[found + Method.self];
    if ((rt.fn[H[H[self + Ob.type] + Tp.getattro]] as unknown) === genericGetAttr) {
      below = rt.newRef(H[found + Method.func]);
      top = rt.newRef(self);
      if (self === H[frame + Fr.localsplus]) flag = SlotFlag.lent;
    }
  }
  H[sp - 2] = below;
  H[sp] = top;
  H[sp + 1] = flag;
  sp += 2;
  H[frame + Fr.sp] = sp;
  if (below !== 0) rt.decref(found);
  rt.decref(owner);
  return sp;
}

function deleteFast(rt: Runtime, frame: number, sp: number, at: number): number {
  if (rt.H[frame + at] === 0) unboundLocal(rt, frame, at);
  rt.clearSlot(frame + at);
  return sp;
}

function loadFastAndClear(rt: Runtime, frame: number, sp: number, at: number): number {
  const H = rt.H;
  H[sp] = H[frame + at];
  H[frame + at] = 0;
  return sp + 2;
}

function deleteDeref(rt: Runtime, frame: number, sp: number, at: number): number {
  const cell = rt.H[frame + at];
  if (rt.H[cell + Cell.contents] === 0) unboundDeref(rt, frame, at);
  rt.clearSlot(cell + Cell.contents);
  return sp;
}

function makeCell(rt: Runtime, frame: number, sp: number, at: number): number {
  rt.setSlot(frame + at, newCell(rt, 0));
  return sp;
}

function loadLocals(rt: Runtime, frame: number, sp: number): number {
  const H = rt.H;
  const locals = H[frame + Fr.locals];
  if (locals === 0) raise(rt, T.SystemError, 'no locals');
  H[locals]++;
  H[sp] = locals;
  return sp + 2;
}

export const variableInstructions: InstructionGroup = [
  [Op.ROT_FOUR, rotateFour],
  [Op.ROT_N, rotate],
  [Op.COPY, copy],
  [LoadedOp.ROTATE_FLAGGED, rotateFlagged],
  [LoadedOp.COPY_FLAGGED, copyFlagged],
  [LoadedOp.DUP_TOP_TWO_FLAGGED, copyTwoFlagged],
  [LoadedOp.LOAD_FAST_AND_CLEAR_FLAGGED, loadFastAndClearFlagged],
  [LoadedOp.LOAD_METHOD_SUPER, loadMethodOfSuper],
  [Op.DELETE_FAST, deleteFast],
  [Op.LOAD_FAST_AND_CLEAR, loadFastAndClear],
  [Op.STORE_GLOBAL, storeGlobal],
  [Op.DELETE_NAME, deleteName],
  [Op.DELETE_GLOBAL, deleteGlobal],
  [Op.DELETE_DEREF, deleteDeref],
  [Op.MAKE_CELL, makeCell],
  [Op.LOAD_CLASSDEREF, loadClassDeref],
  [Op.LOAD_LOCALS, loadLocals],
  [Op.LOAD_FROM_DICT_OR_DEREF, (rt, frame, sp, at) => replaceTop(rt, frame, sp, loadFromMapping(rt, frame, rt.H[sp - 2], at))],
  [Op.LOAD_FROM_DICT_OR_GLOBALS, (rt, frame, sp, name) => replaceTop(rt, frame, sp, loadFromMappingOrGlobals(rt, frame, rt.H[sp - 2], name))],
];
