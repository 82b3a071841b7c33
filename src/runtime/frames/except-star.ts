import { Ob } from '../../memory/layout.ts';
import { listAppend, newList } from '../containers/list-object.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { call2 } from '../core/abstract/call.ts';
import { subtypeOf, typeError } from '../core/errors.ts';
import { Exc, List, Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { S, T } from '../core/static.ts';
import { projectGroup, splitGroup } from '../exceptions/exception-group.ts';
import { GroupErr } from '../exceptions/exception-object.ts';
import { newStr } from '../text/str-object.ts';
import { checkCatchable, exceptionMatches } from './exception-matching.ts';
import { replaceExcInfo } from './unwind.ts';
import { replaceDown } from './value-stack.ts';

function isGroup(rt: Runtime, exc: number): boolean {
  return subtypeOf(rt, rt.H[exc + Ob.type], T.BaseExceptionGroup);
}

/** CPython: check_except_star_type_valid */
function checkStarType(rt: Runtime, type: number): void {
  const H = rt.H;
  checkCatchable(rt, type);
  const refuse = (t: number): void => {
    if (subtypeOf(rt, t, T.BaseExceptionGroup)) typeError(rt, 'catching ExceptionGroup with except* is not allowed. Use except instead.');
  };
  if ((H[H[type + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) === 0) refuse(type);
  else for (let i = 0; i < H[type + Ob.size]; i++) refuse(H[type + Tuple.items + 2 * i]);
}

/** ExceptionGroup('', exceptions): new reference. CPython: _PyExc_CreateExceptionGroup */
function newGroup(rt: Runtime, excs: number): Owned {
  const mark = rt.mark();
  const message = rt.own(newStr(rt, ''));
  return rt.leave(mark, call2(rt, T.BaseExceptionGroup, message, excs));
}

/** CHECK_EG_MATCH: `exc, type -> rest, match`. CPython: Python/ceval.c exception_group_match */
export function exceptStar(rt: Runtime, _frame: number, sp: number): number {
  const H = rt.H;
  const exc = H[sp - 4];
  const type = H[sp - 2];
  checkStarType(rt, type);
  const mark = rt.mark();
  let match: number = S.None;
  let rest: number = S.None;
  if (exc !== S.None) {
    if (exceptionMatches(rt, exc, type)) {
      match = exc;
      if (!isGroup(rt, exc)) {
        match = rt.own(newGroup(rt, rt.own(tupleOf(rt, exc))));
      }
    } else if (isGroup(rt, exc)) {
      const [yes, no] = splitGroup(rt, exc, type);
      match = yes === 0 ? S.None : yes;
      rest = no === 0 ? S.None : no;
    } else rest = exc;
  }
  H[match]++;
  H[rest]++;
  if (match !== S.None) replaceExcInfo(rt, rt.newRef(match));
  const oldType = H[sp - 2];
  H[sp - 2] = match;
  H[sp - 4] = rest;
  rt.own(exc);
  rt.own(oldType);
  rt.release(mark);
  return sp;
}

/** Do two exceptions stem from one `except*` statement's original? CPython: is_same_exception_metadata */
function sameOrigin(rt: Runtime, a: number, b: number): boolean {
  const H = rt.H;
  return (
    isGroup(rt, a) &&
    H[a + Exc.traceback] === H[b + Exc.traceback] &&
    H[a + Exc.context] === H[b + Exc.context] &&
    H[a + Exc.cause] === H[b + Exc.cause]
  );
}

function addLeaves(rt: Runtime, exc: number, leaves: Set<number>): void {
  const H = rt.H;
  if (!isGroup(rt, exc)) {
    leaves.add(exc);
    return;
  }
  const excs = H[exc + GroupErr.excs];
  for (let i = 0; i < H[excs + Ob.size]; i++) addLeaves(rt, H[excs + Tuple.items + 2 * i], leaves);
}

/** PREP_RERAISE_STAR: `original, list -> exc`. CPython: Objects/exceptions.c _PyExc_PrepReraiseStar */
export function prepareReraiseStar(rt: Runtime, frame: number, sp: number): number {
  const H = rt.H;
  const original = H[sp - 4];
  const list = H[sp - 2];
  const mark = rt.mark();
  const items: number[] = [];
  for (let i = 0; i < H[list + List.size]; i++) {
    const item = H[H[list + List.items] + 2 * i];
    if (item !== S.None) items.push(item);
  }
  let result: number = S.None;
  if (!isGroup(rt, original)) {
    if (items.length > 0) result = items[0];
  } else {
    const raised = rt.own(newList(rt, 0));
    const leaves = new Set<number>();
    for (const item of items) {
      if (sameOrigin(rt, item, original)) addLeaves(rt, item, leaves);
      else listAppend(rt, raised, item);
    }
    if (leaves.size > 0) {
      const projected = projectGroup(rt, original, leaves);
      if (projected !== 0) listAppend(rt, raised, projected);
    }
    const n = H[raised + List.size];
    if (n === 1) result = H[H[raised + List.items]];
    else if (n > 1) result = rt.own(newGroup(rt, raised));
  }
  const owned = rt.newRef(result);
  rt.release(mark);
  return replaceDown(rt, frame, sp, sp - 4, owned);
}
