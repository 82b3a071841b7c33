import { Op } from '../../bytecode/opcodes.ts';
import { delItem, setItem } from '../core/abstract/item.ts';
import { iter } from '../core/abstract/iteration.ts';
import { invert, negative, positive } from '../core/abstract/number.ts';
import { setAttr } from '../core/abstract/object.ts';
import type { Runtime } from '../core/runtime.ts';
import { binarySlow } from './binary-operations.ts';
import type { InstructionGroup, RareInstruction } from './instructions.ts';
import { dropUp, replaceTop } from './value-stack.ts';

function storeSubscr(rt: Runtime, frame: number, sp: number): number {
  const H = rt.H;
  // value, container, key: released in this order
  setItem(rt, H[sp - 4], H[sp - 2], H[sp - 6]);
  return dropUp(rt, frame, sp, sp - 6);
}

function deleteSubscr(rt: Runtime, frame: number, sp: number): number {
  const H = rt.H;
  delItem(rt, H[sp - 4], H[sp - 2]);
  return dropUp(rt, frame, sp, sp - 4);
}

function deleteAttr(rt: Runtime, frame: number, sp: number, name: number): number {
  setAttr(rt, rt.H[sp - 2], name, 0);
  return dropUp(rt, frame, sp, sp - 2);
}

function getIter(rt: Runtime, frame: number, sp: number): number {
  const started = rt.standIns === null ? 0 : rt.standIns.iterate(frame, sp);
  return started !== 0 ? started : replaceTop(rt, frame, sp, iter(rt, rt.H[sp - 2]));
}

const binary =
  (op: Op): RareInstruction =>
  (rt, frame, sp) =>
    binarySlow(rt, frame, sp, op);

export const operatorInstructions: InstructionGroup = [
  [Op.STORE_SUBSCR, storeSubscr],
  [Op.DELETE_SUBSCR, deleteSubscr],
  [Op.DELETE_ATTR, deleteAttr],
  [Op.BINARY_MATRIX_MULTIPLY, binary(Op.BINARY_MATRIX_MULTIPLY)],
  [Op.INPLACE_MATRIX_MULTIPLY, binary(Op.INPLACE_MATRIX_MULTIPLY)],
  [Op.UNARY_POSITIVE, (rt, frame, sp) => replaceTop(rt, frame, sp, positive(rt, rt.H[sp - 2]))],
  [Op.UNARY_NEGATIVE, (rt, frame, sp) => replaceTop(rt, frame, sp, negative(rt, rt.H[sp - 2]))],
  [Op.UNARY_INVERT, (rt, frame, sp) => replaceTop(rt, frame, sp, invert(rt, rt.H[sp - 2]))],
  [Op.GET_ITER, getIter],
];
