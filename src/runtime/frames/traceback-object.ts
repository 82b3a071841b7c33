import { Ob } from '../../memory/layout.ts';
import { asCInt } from '../core/abstract/number.ts';
import { argumentType, parseKeywords } from '../core/arguments.ts';
import { typeError, typeName, valueError } from '../core/errors.ts';
import { Exc, Tb } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { Root, S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newInt } from '../numbers/int-object.ts';
import { Co, Fr, HIDDEN_CODE } from './frame-layout.ts';
import { byteOffset, instructionAt, lastInstruction, lineOf } from './loaded-code.ts';

/**
 * A traceback entry; `next` is stolen (0 = none), the frame increfed, `lasti` the index of an instruction or -1; tracked. MemoryError.
 CPython: Python/traceback.c tb_create_raw
 */
export function newTraceback(rt: Runtime, next: number, frame: number, lasti: number, lineno: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  rt.own(next);
  const tb = rt.newGcObject(T.traceback, 48);
  rt.nsp = mark;
  H[tb + Tb.next] = next;
  H[tb + Tb.next + 1] = 0;
  H[tb + Tb.frame] = rt.newRef(frame);
  H[tb + Tb.frame + 1] = 0;
  H[tb + Tb.lasti] = lasti;
  H[tb + Tb.lineno] = lineno;
  rt.track(tb);
  return tb;
}

/** An entry alone, for where a frame stands. MemoryError. CPython: Python/traceback.c _PyTraceBack_FromFrame */
export function tracebackOf(rt: Runtime, frame: number): Owned {
  const lasti = lastInstruction(rt, frame);
  return newTraceback(rt, 0, frame, lasti, lineOf(rt, rt.H[frame + Fr.code], lasti));
}

/** Adds an entry for a frame to the exception under way. CPython: Python/traceback.c PyTraceBack_Here */
export function tracebackHere(rt: Runtime, frame: number): void {
  const H = rt.H;
  if ((H[H[frame + Fr.code] + Co.flags] & HIDDEN_CODE) !== 0) return;
  const exc = H[Root.curexc];
  const next = H[exc + Exc.traceback];
  const tb = tracebackOf(rt, frame);
  H[tb + Tb.next] = next;
  H[exc + Exc.traceback] = tb;
  H[exc + Exc.traceback + 1] = 0;
}

/** types.TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno). CPython: tb_new_impl */
function tracebackNew(rt: Runtime, _type: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  const [next, frame, lasti, lineno] = parseKeywords(
    rt,
    { name: 'TracebackType', params: ['tb_next', 'tb_frame', 'tb_lasti', 'tb_lineno'], required: 4 },
    args,
    nargs,
    kwnames,
    [],
  );
  if (next !== S.None && H[next + Ob.type] !== T.traceback) typeError(rt, `expected traceback object or None, got '${typeName(rt, next)}'`);
  if (H[frame + Ob.type] !== T.frame) typeError(rt, `TracebackType() argument 'tb_frame' must be frame, not ${argumentType(rt, frame)}`);
  const instruction = instructionAt(rt, H[frame + Fr.code], asCInt(rt, lasti));
  return newTraceback(rt, next === S.None ? 0 : rt.newRef(next), frame, instruction, asCInt(rt, lineno));
}

/** CPython: tb_next_set, which refuses loops */
function setNext(rt: Runtime, tb: number, value: number): void {
  const H = rt.H;
  if (value === 0) typeError(rt, "can't delete tb_next attribute");
  const next = value === S.None ? 0 : value;
  if (next !== 0 && H[next + Ob.type] !== T.traceback) typeError(rt, `expected traceback object, got '${typeName(rt, next)}'`);
  for (let t = next; t !== 0; t = H[t + Tb.next]) if (t === tb) valueError(rt, 'traceback loop detected');
  rt.setSlot(tb + Tb.next, next === 0 ? 0 : rt.newRef(next));
}

function tracebackDir(rt: Runtime): Owned {
  const mark = rt.mark();
  const list = rt.own(rt.hooks.newList(rt));
  for (const name of ['tb_frame', 'tb_next', 'tb_lasti', 'tb_lineno']) rt.hooks.listAppend(rt, list, rt.ident(name));
  return rt.leave(mark, rt.newRef(list));
}

export const TRACEBACK_TYPE: TypeSpec = {
  name: 'traceback',
  at: T.traceback,
  basicsize: 48,
  contract: {
    gc: true,
    slots: [
      { at: Tb.next, label: 'tb_next' },
      { at: Tb.frame, label: 'tb_frame' },
    ],
  },
  slots: { new: tracebackNew },
  methods: [{ name: '__dir__', kind: Meth.NOARGS, fn: tracebackDir }],
  members: [
    { name: 'tb_frame', at: Tb.frame, kind: 'object', readonly: true },
    { name: 'tb_lineno', at: Tb.lineno, kind: 'int', readonly: true },
  ],
  getset: [
    { name: 'tb_lasti', plain: true, get: (rt, tb) => newInt(rt, byteOffset(rt, rt.H[rt.H[tb + Tb.frame] + Fr.code], rt.H[tb + Tb.lasti])) },
    { name: 'tb_next', get: (rt, tb) => rt.newRef(rt.H[tb + Tb.next] === 0 ? S.None : rt.H[tb + Tb.next]), set: setNext },
  ],
  doc: 'Create a new traceback object.',
  signature: '(tb_next, tb_frame, tb_lasti, tb_lineno)',
};
