import { Ob } from '../../../memory/layout.ts';
import { getBuffer, hasBuffer, isContiguous } from '../../core/buffer.ts';
import { raise, typeError, typeName } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { T } from '../../core/static.ts';
import { bytesData, bytesFromData, bytesItself } from '../../text/bytes-object.ts';
import { strData, strKind, strLength } from '../../text/str-layout.ts';
import { substring } from '../../text/str-object.ts';
import { isStr } from '../../text/text-arguments.ts';
import { Pat } from './layout.ts';
import { releaseState, type SreState, Subject, takeState } from './state.ts';

/** Fills a subject with a str or bytes-like object, which the caller keeps alive; give `lease` back. TypeError. CPython: getstring */
export function openSubject(rt: Runtime, op: number, subject: Subject = new Subject()): Subject {
  subject.op = op;
  subject.lease = null;
  subject.isBytes = true;
  subject.kind = 1;
  if (isStr(rt, op)) {
    subject.isBytes = false;
    subject.data = strData(rt, op);
    subject.kind = strKind(rt, op);
    subject.length = strLength(rt, op);
    return subject;
  }
  if (rt.H[op + Ob.type] === T.bytes) {
    subject.data = bytesData(op);
    subject.length = rt.H[op + Ob.size]!;
    return subject;
  }
  if (!hasBuffer(rt, op)) {
    const got = rt.model.version[1] >= 11 ? `, got '${typeName(rt, op)}'` : '';
    typeError(rt, `expected string or bytes-like object${got}`);
  }
  const lease = getBuffer(rt, op);
  if (!isContiguous(lease)) {
    lease.release();
    raise(rt, T.BufferError, 'memoryview: underlying buffer is not C-contiguous');
  }
  subject.lease = lease;
  subject.data = lease.address;
  subject.length = lease.length;
  return subject;
}

/** Characters [start, end) of the subject as a new str or bytes object. CPython: getslice */
export function sliceSubject(rt: Runtime, subject: Subject, start: number, end: number): Owned {
  if (!subject.isBytes) return substring(rt, subject.op, start, end);
  if (rt.H[subject.op + Ob.type] === T.bytes && start === 0 && end === subject.length) return bytesItself(rt, subject.op);
  return bytesFromData(rt, subject.data + start, end - start);
}

/** Does the kind of text suit the pattern? TypeError. */
export function checkKind(rt: Runtime, pattern: number, isBytes: boolean): void {
  const wants = rt.H[pattern + Pat.isBytes]!;
  if (isBytes && wants === 0) typeError(rt, 'cannot use a string pattern on a bytes-like object');
  if (!isBytes && wants > 0) typeError(rt, 'cannot use a bytes pattern on a string-like object');
}

/** Tables of the sets of the patterns alive, by Pat.tables. */
interface Tables {
  readonly table: (Uint8Array | null)[];
  readonly free: number[];
}

function tables(rt: Runtime): Tables {
  return rt.stateOf('_sre tables', () => ({ table: [], free: [] }));
}

/** Keeps the tables of a new pattern; gives their index. */
export function keepTables(rt: Runtime, made: Uint8Array): number {
  const all = tables(rt);
  const index = all.free.pop() ?? all.table.length;
  all.table[index] = made;
  return index;
}

/** Drops the tables of a pattern that dies. */
export function dropTables(rt: Runtime, index: number): void {
  const all = tables(rt);
  all.table[index] = null;
  all.free.push(index);
}

/** Points a state at a subject, with the limits clipped to it. TypeError when the pattern is of the other kind. CPython: state_init */
export function prepareState(rt: Runtime, st: SreState, pattern: number, subject: Subject, pos: number, endpos: number): void {
  const { length, kind, data } = subject;
  checkKind(rt, pattern, subject.isBytes);
  st.view = kind === 1 ? rt.U8 : kind === 2 ? rt.U16 : rt.U32;
  st.base = kind === 1 ? data : kind === 2 ? data / 2 : data / 4;
  st.start = pos < 0 ? 0 : pos > length ? length : pos;
  st.end = endpos < 0 ? 0 : endpos > length ? length : endpos;
  st.isBytes = subject.isBytes;
  st.matchAll = false;
  st.mustAdvance = false;
  st.tables = tables(rt).table[rt.H[pattern + Pat.tables]!]!;
  st.setGroups(rt.H[pattern + Pat.groups]!);
}

/** A state for the pattern and the text, to be given back by endSearch in any case. TypeError. */
export function beginSearch(rt: Runtime, pattern: number, string: number, pos: number, endpos: number): SreState {
  const st = takeState(rt);
  try {
    prepareState(rt, st, pattern, openSubject(rt, string, st.subject), pos, endpos);
  } catch (thrown) {
    endSearch(rt, st);
    throw thrown;
  }
  return st;
}

export function endSearch(rt: Runtime, st: SreState): void {
  const { lease } = st.subject;
  st.subject.lease = null;
  releaseState(rt, st);
  lease?.release();
}

/** Runs `use` with a state for the pattern and the text; gives everything back, also on errors. */
export function withState<V>(
  rt: Runtime,
  pattern: number,
  string: number,
  pos: number,
  endpos: number,
  use: (st: SreState, subject: Subject) => V,
): V {
  const st = beginSearch(rt, pattern, string, pos, endpos);
  try {
    return use(st, st.subject);
  } finally {
    endSearch(rt, st);
  }
}
