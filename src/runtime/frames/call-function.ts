import { raise } from '../core/errors.ts';
import { Func } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root, T } from '../core/static.ts';
import { bindArguments } from './argument-binding.ts';
import { Co, Entry, Fr } from './frame-layout.ts';
import { enterFrame, newFrame } from './frame-memory.ts';
import { newGeneratorFor } from './generator-frame.ts';
import { copyClosure, GENERATORS, makeCells, pushSimple } from './push-frame.ts';

/** tp_call of functions. Borrows all, result new. CPython: Objects/call.c _PyFunction_Vectorcall */
export function callFunction(rt: Runtime, f: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  if (rt.depth >= rt.recursionLimit) raise(rt, T.RecursionError, 'maximum recursion depth exceeded');
  const code = H[f + Func.code];
  if (kwnames === 0 && H[code + Co.simple] === nargs) {
    pushSimple(rt, f, args, nargs, 0);
    H[H[Root.frame] + Fr.entry] = Entry.Native;
    return rt.hooks.runFrame(rt, false);
  }
  return startFunction(rt, f, args, nargs, kwnames);
}

function startFunction(rt: Runtime, f: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const code = H[f + Func.code];
  const frame = rt.own(newFrame(rt, code, H[f + Func.globals], H[f + Func.builtins], 0));
  H[frame + Fr.running] = f;
  bindArguments(rt, frame, code, H[f + Func.qualname], H[f + Func.defaults], H[f + Func.kwdefaults], args, nargs, kwnames);
  return runBound(rt, frame, mark, H[f + Func.closure], H[f + Func.name], H[f + Func.qualname]);
}

/** Cells, closure, then the frame runs or becomes a generator's. The frame is parked at `mark`. */
export function runBound(rt: Runtime, frame: number, mark: number, closure: number, name: number, qualname: number): Owned {
  const H = rt.H;
  const code = H[frame + Fr.code];
  if (H[code + Co.cells] !== 0) makeCells(rt, frame, code);
  if (H[code + Co.frees] !== 0) copyClosure(rt, frame, code, closure);
  if ((H[code + Co.flags] & GENERATORS) !== 0) {
    rt.clearSlot(frame + Fr.back);
    const gen = newGeneratorFor(rt, frame, name, qualname);
    rt.unown(frame);
    return gen;
  }
  rt.unown(frame);
  rt.nsp = mark;
  enterFrame(rt, frame, Entry.Native, 0, 0);
  return rt.hooks.runFrame(rt, false);
}
