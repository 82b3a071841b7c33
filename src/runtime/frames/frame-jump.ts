import { type StackKind, stackShapes } from '../../bytecode/stack-shapes.ts';
import { Ob } from '../../memory/layout.ts';
import { asIndex } from '../core/abstract/number.ts';
import { raise, valueError } from '../core/errors.ts';
import { phrase } from '../core/phrase.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { Co, Fr } from './frame-layout.ts';
import { codeData, lastInstruction, lineOf } from './loaded-code.ts';
import { popExcInfo } from './unwind.ts';

/** Setting f_lineno: a trace function makes the frame go on at another line. CPython: Objects/frameobject.c frame_setlineno */

/** Can a stack of the kinds `from` become one of the kinds `to` by releasing what lies above? */
function fits(from: readonly StackKind[], to: readonly StackKind[]): boolean {
  return to.length <= from.length && to.every((kind, i) => kind === 'object' || kind === from[i]);
}

/** Why one cannot jump to where the stack holds `to`. CPython: explain_incompatible_stack */
function explain(rt: Runtime, to: readonly StackKind[] | null): string {
  if (to === null) return "can't jump into an exception handler, or code may be unreachable";
  switch (to.at(-1)) {
    case 'except':
    case 'previous':
      return "can't jump into an 'except' block as there's no exception";
    case 'lasti':
      return "can't jump into a re-raising block as there's no location";
    case 'iterator':
      return phrase(rt, 'jumpIntoLoop');
    case 'object':
      return 'differing stack depth';
    default:
      return 'incompatible stacks';
  }
}

function checkEvent(rt: Runtime, frame: number): void {
  if (rt.traceEvent === 'call') valueError(rt, "can't jump from the 'call' trace event of a new frame");
  if (rt.H[frame + Fr.trace] === 0 || rt.traceEvent === '') valueError(rt, phrase(rt, 'linenoTraced'));
  if (rt.traceEvent !== 'line') valueError(rt, "can only jump from a 'line' trace event");
}

/** Locals without a value get None: code behind a jump may count on them (3.12 on). */
function bindLocals(rt: Runtime, frame: number): void {
  if (!rt.model.natives.jumpBindsLocals) return;
  const H = rt.H;
  const slots: number[] = [];
  for (let i = 0; i < H[H[frame + Fr.code] + Co.nlocals]; i++) {
    const slot = frame + Fr.localsplus + 2 * i;
    if (H[slot] === 0) slots.push(slot);
  }
  if (slots.length === 0) return;
  rt.hooks.issueWarning(rt, T.RuntimeWarning, `assigning None to ${slots.length} unbound local${slots.length === 1 ? '' : 's'}`, 0);
  for (const slot of slots) rt.setSlot(slot, rt.none());
}

/** Sets f_lineno; `value` borrowed, 0 deletes. AttributeError, ValueError, what the filters make of warnings. */
export function setFrameLine(rt: Runtime, frame: number, value: number): void {
  const H = rt.H;
  if (value === 0) raise(rt, T.AttributeError, 'cannot delete attribute');
  if (H[value + Ob.type] !== T.int) valueError(rt, 'lineno must be an integer');
  checkEvent(rt, frame);
  const line = asIndex(rt, value, T.OverflowError);
  const code = H[frame + Fr.code];
  const data = codeData(rt, code);
  if (line < data.firstlineno) valueError(rt, `line ${line} comes before the current code block`);
  const count = data.code.length / 2;
  let wanted = Number.POSITIVE_INFINITY;
  const starts: number[] = [];
  for (let i = 0; i < count; i++) {
    const at = lineOf(rt, code, i);
    if (at < line || (i > 0 && lineOf(rt, code, i - 1) === at)) continue;
    if (at < wanted) starts.length = 0;
    if (at <= wanted) starts.push(i);
    wanted = Math.min(wanted, at);
  }
  if (starts.length === 0) valueError(rt, `line ${line} comes after the current code block`);
  const shapes = stackShapes(data);
  const start = shapes[lastInstruction(rt, frame)] ?? [];
  let target = -1;
  let refused: readonly StackKind[] | null = null;
  for (const i of starts) {
    const shape = shapes[i] ?? null;
    if (shape === null) continue;
    if (!fits(start, shape)) refused = shape;
    else if (target < 0 || shape.length > shapes[target]!.length) target = i;
  }
  if (target < 0) valueError(rt, explain(rt, refused));
  bindLocals(rt, frame);
  const height = H[frame + Fr.stack] + 2 * shapes[target]!.length;
  for (let n = start.length - 1; H[frame + Fr.sp] > height; n--) {
    const sp = H[frame + Fr.sp] - 2;
    const v = H[sp];
    H[frame + Fr.sp] = sp;
    if (start[n] === 'previous') popExcInfo(rt, v);
    else rt.xdecref(v);
  }
  H[frame + Fr.pc] = H[code + Co.instructions] + 2 * target;
}
