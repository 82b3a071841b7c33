import { CodeFlag } from '../../bytecode/code.ts';
import { OPCODES, Op } from '../../bytecode/opcodes.ts';
import type { Runtime } from '../core/runtime.ts';
import { shownBasic, shownSize } from '../core/shown-size.ts';
import { T } from '../core/static.ts';
import { Co, Fr, Gen } from './frame-layout.ts';
import { codeData } from './loaded-code.ts';

/** Sizes of code objects, frames and generators, whose instructions and stack are part of them from 3.11 on. */

/** Bytes of a frame with its variables and stack. CPython: Objects/frameobject.c frame_sizeof */
export function shownFrameBytes(rt: Runtime, f: number): number {
  const code = rt.H[f + Fr.code];
  const slots = rt.H[code + Co.slots] + rt.H[code + Co.stacksize];
  // up to 3.10 the first slot is among the fields
  return shownBasic(rt, f) + 8 * (rt.model.sizes.code === null ? slots - 1 : slots);
}

/** Bytes of a generator, coroutine or async generator: from 3.11 with its frame. CPython: Objects/genobject.c gen_sizeof */
export function shownGeneratorBytes(rt: Runtime, gen: number): number {
  const { code } = rt.model.sizes;
  if (code === null) return shownBasic(rt, gen);
  const H = rt.H;
  const co = H[gen + Gen.code];
  return shownBasic(rt, gen) + 8 * (H[co + Co.slots] + Math.max(H[co + Co.stacksize], code.generatorStack));
}

/**
 * Bytes of a code object. From 3.11 on its instructions are part of it: ours are 3.10's, so their number is reckoned from what the
 * release makes of each. CPython: Objects/codeobject.c code_sizeof
 */
export function shownCodeBytes(rt: Runtime, code: number): number {
  const { basic } = shownSize(rt, T.code);
  return rt.model.sizes.code === null ? basic : (basic + 2 * codeUnits(rt, code) + 7) & ~7;
}

/** How many code units the release's compiler gives, inline caches included. */
function codeUnits(rt: Runtime, code: number): number {
  const rules = rt.model.sizes.code;
  if (rules === null) return 0;
  const H = rt.H;
  const data = codeData(rt, code);
  const suspends = (data.flags & (CodeFlag.Generator | CodeFlag.Coroutine | CodeFlag.AsyncGenerator)) !== 0;
  let units = 1 + H[code + Co.cells] + (H[code + Co.frees] !== 0 ? 1 : 0) + (suspends ? rules.generatorUnits : 0);
  let before = -1;
  for (let i = 0; i < data.code.length; i += 2) {
    const op = data.code[i]! & 255;
    const constantReturned = op === Op.RETURN_VALUE && before === Op.LOAD_CONST && rules.returnsConstants;
    if (!constantReturned) units += rules.units[OPCODES[op]?.name ?? ''] ?? 1;
    before = op;
  }
  return units;
}
