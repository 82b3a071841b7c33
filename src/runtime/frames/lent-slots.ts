import { Ob, SlotFlag } from '../../memory/layout.ts';
import { Method } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root, T } from '../core/static.ts';
import { Co, Fr } from './frame-layout.ts';
import { lastInstruction, loadedCodes } from './loaded-code.ts';

/**
 * Calls `visit` for each slot of the running frames that holds an object which the model's CPython would not count there: lent locals,
 * lent operands, and the managers that a `with` statement's bound `__exit__` holds in a lent slot's stead. See borrowing.ts.
 */
export function eachLentSlot(rt: Runtime, visit: (slot: number, op: number) => void): void {
  const H = rt.H;
  const { borrowing } = loadedCodes(rt);
  for (let frame = H[Root.frame]; frame !== 0; frame = H[frame + Fr.caller]) {
    const code = H[frame + Fr.code];
    const first = frame + Fr.localsplus;
    for (let s = first, end = first + 2 * H[code + Co.nlocals]; s < end; s += 2) if (H[s] !== 0 && H[s + 1] === SlotFlag.lent) visit(s, H[s]);
    const at = lastInstruction(rt, frame);
    const flagged = at < 0 ? 0 : (borrowing[H[code + Co.index]]?.flagged[at] ?? 0);
    const bottom = H[frame + Fr.stack];
    for (let s = bottom, end = H[frame + Fr.sp]; s < end; s += 2) {
      const v = H[s];
      if (v === 0) continue;
      const place = (s - bottom) >> 1;
      if (place < 31 && ((flagged >> place) & 1) !== 0 && H[s + 1] === SlotFlag.lent) visit(s, v);
      if (H[v + Ob.type] === T.method && H[v + Method.self + 1] === SlotFlag.lent) visit(v + Method.self, H[v + Method.self]);
    }
  }
}

/** How many lent slots hold an object; `found` takes their addresses. */
export function lentSlots(rt: Runtime, op: number, found?: number[]): number {
  let n = 0;
  eachLentSlot(rt, (slot, held) => {
    if (held !== op) return;
    n++;
    found?.push(slot);
  });
  return n;
}
