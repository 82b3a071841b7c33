import { Op } from '../../bytecode/opcodes.ts';
import { Ob, SlotFlag } from '../../memory/layout.ts';
import { call0, call3 } from '../core/abstract/call.ts';
import { lookupSpecial } from '../core/abstract/object.ts';
import { handledException, raise, raiseObject, typeError, typeName } from '../core/errors.ts';
import { Exc, Func, Method, Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { Root, S, T } from '../core/static.ts';
import { exceptStar, prepareReraiseStar } from './except-star.ts';
import { checkCatchable, exceptionMatches, isExceptionClass } from './exception-matching.ts';
import { Co, Fr } from './frame-layout.ts';
import type { InstructionGroup } from './instructions.ts';
import { LoadedOp } from './loaded-op.ts';
import { enterMoved, pushBound, pushMoved } from './push-frame.ts';
import { popExcInfo, pushExcInfo } from './unwind.ts';
import { dropDown, replaceDown, replaceTop } from './value-stack.ts';

function isExceptionInstance(rt: Runtime, o: number): boolean {
  return (rt.H[rt.H[o + Ob.type] + Tp.flags] & TpFlag.BASE_EXC_SUBCLASS) !== 0;
}

/** The instance that `raise x` raises: new reference. CPython: Python/ceval.c do_raise */
function instanceOf(rt: Runtime, x: number, role: string): Owned {
  if (isExceptionClass(rt, x)) {
    const exc = call0(rt, x);
    if (!isExceptionInstance(rt, exc)) {
      const mark = rt.mark();
      rt.own(exc);
      const made = typeName(rt, exc);
      rt.release(mark);
      typeError(rt, `calling ${rt.hooks.strText(rt, rt.H[x + Tp.name])} should have returned an instance of BaseException, not ${made}`);
    }
    return exc;
  }
  if (isExceptionInstance(rt, x)) return rt.newRef(x);
  return typeError(rt, role);
}

function raiseVarargs(rt: Runtime, frame: number, sp: number, n: number): number {
  const H = rt.H;
  if (n === 0) {
    const handled = handledException(rt);
    if (handled === 0) raise(rt, T.RuntimeError, 'No active exception to reraise');
    rt.setSlot(Root.curexc, rt.newRef(handled));
    throw PYTHON_ERROR;
  }
  const mark = rt.mark();
  const exc = rt.own(instanceOf(rt, H[sp - 2 * n], 'exceptions must derive from BaseException'));
  if (n === 2) {
    const given = H[sp - 2];
    const cause = given === S.None ? 0 : instanceOf(rt, given, 'exception causes must derive from BaseException');
    rt.setSlot(exc + Exc.cause, cause);
    H[exc + Exc.suppressContext] = 1;
  }
  dropDown(rt, frame, sp, sp - 2 * n);
  rt.unown(exc);
  rt.release(mark);
  return raiseObject(rt, exc as Owned);
}

/** The index that RERAISE n finds only serves f_lineno (see unwind): the traceback entry was made when the error arose. */
function reraise(rt: Runtime, frame: number, sp: number): number {
  const H = rt.H;
  sp -= 2;
  const exc = H[sp];
  H[frame + Fr.sp] = sp;
  rt.setSlot(Root.curexc, exc);
  throw PYTHON_ERROR;
}

function pushInfo(rt: Runtime, _frame: number, sp: number, keeps: number): number {
  const H = rt.H;
  const exc = H[sp - 2];
  H[exc]++;
  H[sp - 2] = pushExcInfo(rt, exc, keeps === 1);
  H[sp] = exc;
  return sp + 2;
}

function popExcept(rt: Runtime, frame: number, sp: number): number {
  sp -= 2;
  rt.H[frame + Fr.sp] = sp;
  popExcInfo(rt, rt.H[sp]);
  return sp;
}

function jumpIfNotMatch(rt: Runtime, frame: number, sp: number, target: number): number {
  const H = rt.H;
  const type = H[sp - 2];
  checkCatchable(rt, type);
  const matches = exceptionMatches(rt, H[sp - 4], type);
  sp = dropDown(rt, frame, sp, sp - 2);
  if (!matches) H[frame + Fr.pc] = target;
  return sp;
}

/**
 * manager -> exit, result. A Python `__enter__` gets its frame in the same loop; a native one is called while the manager still lies on the stack, so
 * that it may wait (a lock) and be called again. CPython 3.10: SETUP_WITH
 */
function beforeWith(rt: Runtime, frame: number, sp: number): number {
  const H = rt.H;
  const manager = H[sp - 2];
  const mark = rt.mark();
  const enter = rt.own(lookupSpecial(rt, manager, rt.ident('__enter__')));
  if (enter === 0) missingSpecial(rt, manager, '__enter__');
  const exit = rt.own(lookupSpecial(rt, manager, rt.ident('__exit__')));
  if (exit === 0) missingSpecial(rt, manager, '__exit__');
  if (H[enter + Ob.type] === T.builtin_function_or_method) {
    const result = rt.own(call0(rt, enter));
    H[sp] = rt.newRef(result);
    H[frame + Fr.sp] = sp + 2;
    rt.incref(exit);
    replaceTop(rt, frame, sp, exit);
    H[frame + Fr.sp] = sp + 2;
    rt.release(mark);
    return sp + 2;
  }
  // the bound __exit__ takes the manager's place on the stack before __enter__ is called
  H[exit]++;
  replaceTop(rt, frame, sp, exit);
  rt.release(mark + 2);
  if (H[enter + Ob.type] === T.method && H[H[enter + Method.func] + Ob.type] === T.function && rt.depth < rt.recursionLimit) {
    // __enter__ lies where its result will
    H[sp] = rt.unown(enter);
    H[frame + Fr.sp] = sp + 2;
    const inner = rt.push(H[enter + Method.self]);
    const pushed = pushBound(rt, H[enter + Method.func], inner, 1, 0, sp);
    rt.release(mark);
    if (pushed !== 0) return H[pushed + Fr.sp];
    H[frame + Fr.sp] = sp;
    rt.own(enter);
  }
  const result = call0(rt, enter);
  rt.own(result);
  H[sp] = rt.newRef(result);
  H[frame + Fr.sp] = sp + 2;
  rt.release(mark);
  return sp + 2;
}

/**
 * BEFORE_WITH where what is pushed may be lent (3.14 on): `__exit__` holds the manager as its slot did, and a Python `__enter__` is started in
 * the loop. `flagged` 1: the manager's slot has a flag. CPython: LOAD_SPECIAL, CALL
 */
function beforeWithFlagged(rt: Runtime, frame: number, sp: number, flagged: number): number {
  const H = rt.H;
  const manager = H[sp - 2];
  const lent = flagged === 0 ? 0 : H[sp - 1] & SlotFlag.lent;
  const mark = rt.mark();
  const enter = rt.own(lookupSpecial(rt, manager, rt.ident('__enter__')));
  if (enter === 0) missingSpecial(rt, manager, '__enter__');
  if (H[enter + Ob.type] === T.builtin_function_or_method) {
    rt.release(mark);
    return beforeWith(rt, frame, sp);
  }
  const exit = rt.own(lookupSpecial(rt, manager, rt.ident('__exit__')));
  if (exit === 0) missingSpecial(rt, manager, '__exit__');
  for (const method of [exit, enter]) if (H[method + Ob.type] === T.method) H[method + Method.self + 1] = lent;
  H[exit]++;
  replaceTop(rt, frame, sp, exit);
  H[sp - 1] = 0;
  H[sp] = rt.newRef(enter);
  H[sp + 1] = 0;
  sp += 2;
  H[frame + Fr.sp] = sp;
  rt.release(mark);
  const f = H[enter + Method.func];
  if (H[enter + Ob.type] === T.method && H[f + Ob.type] === T.function && rt.depth < rt.recursionLimit) {
    const simple = H[H[f + Func.code] + Co.simple] === 1;
    const pushed = simple ? enterMoved(rt, f, sp, 0, H[enter + Method.self], 0) : pushMoved(rt, sp, 0, 0, 0);
    if (pushed !== 0) {
      H[pushed + Fr.callBase] = sp - 2;
      return H[pushed + Fr.sp];
    }
  }
  return replaceDown(rt, frame, sp, sp - 2, call0(rt, enter));
}

/** What `with` says of an object without the method: TypeError, to 3.10 AttributeError. CPython: Python/ceval.c special_lookup, BEFORE_WITH */
export function missingSpecial(rt: Runtime, manager: number, name: string): never {
  if (!rt.model.wording.contextProtocol) raise(rt, T.AttributeError, name);
  const protocol = name.startsWith('__a') ? 'asynchronous context manager' : 'context manager';
  const missed = name.endsWith('exit__') ? ` (missed ${name} method)` : '';
  return typeError(rt, `'${typeName(rt, manager)}' object does not support the ${protocol} protocol${missed}`);
}

/** exit, lasti, previous, exc -> exit, lasti, previous, exc, result */
function withExceptStart(rt: Runtime, _frame: number, sp: number): number {
  const H = rt.H;
  const exc = H[sp - 2];
  const tb = H[exc + Exc.traceback];
  H[sp] = call3(rt, H[sp - 8], H[exc + Ob.type], exc, tb === 0 ? S.None : tb);
  return sp + 2;
}

function loadAssertionError(rt: Runtime, _frame: number, sp: number): number {
  rt.H[sp] = rt.newRef(T.AssertionError);
  return sp + 2;
}

export const exceptionInstructions: InstructionGroup = [
  [Op.RAISE_VARARGS, raiseVarargs],
  [Op.RERAISE, reraise],
  [Op.PUSH_EXC_INFO, pushInfo],
  [Op.POP_EXCEPT, popExcept],
  [Op.JUMP_IF_NOT_EXC_MATCH, jumpIfNotMatch],
  [Op.CHECK_EG_MATCH, exceptStar],
  [Op.PREP_RERAISE_STAR, prepareReraiseStar],
  [Op.BEFORE_WITH, beforeWith],
  [LoadedOp.BEFORE_WITH_FLAGGED, beforeWithFlagged],
  [Op.WITH_EXCEPT_START, withExceptStart],
  [Op.LOAD_ASSERTION_ERROR, loadAssertionError],
];
