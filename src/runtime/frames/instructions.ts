import type { Op } from '../../bytecode/opcodes.ts';
import type { Runtime } from '../core/runtime.ts';
import type { LoadedOp } from './loaded-op.ts';

/**
 * An instruction out of line: works on the value stack of the frame, whose pc and stack pointer are stored, and gives the new stack pointer. May write
 * Fr.pc to jump, or start another frame (then it gives that frame's stack pointer). Operands stay on the stack while anything may raise.
 */
export type RareInstruction = (rt: Runtime, frame: number, sp: number, arg: number) => number;

/** Some instructions with their numbers. */
export type InstructionGroup = readonly (readonly [Op | LoadedOp, RareInstruction])[];
