import { Ob } from '../../memory/layout.ts';
import { newTuple, tupleOf } from '../containers/tuple-object.ts';
import { subtypeOf } from '../core/errors.ts';
import { Exc, Tp } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { InternalError, type Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { newStr } from '../text/str-object.ts';

/** Word offsets behind BaseException's body. CPython: Include/cpython/pyerrors.h */
export const enum StopIter {
  value = 16,
  end = 18,
}
export const enum SysExit {
  code = 16,
  end = 18,
}
export const enum ImportErr {
  msg = 16,
  name = 18,
  path = 20,
  nameFrom = 22,
  end = 24,
}
export const enum OsErr {
  errno = 16,
  strerror = 18,
  filename = 20,
  filename2 = 22,
  /** Not a reference: characters written by a BlockingIOError, -1 = unset. */
  written = 24,
  end = 26,
}
export const enum SyntaxErr {
  msg = 16,
  filename = 18,
  lineno = 20,
  offset = 22,
  endLineno = 24,
  endOffset = 26,
  text = 28,
  printFileAndLine = 30,
  end = 32,
}
export const enum UnicodeErr {
  encoding = 16,
  object = 18,
  /** Not references: two plain numbers. */
  start = 20,
  endAt = 22,
  reason = 24,
  end = 26,
}
export const enum NameErr {
  name = 16,
  end = 18,
}
export const enum AttrErr {
  obj = 16,
  name = 18,
  end = 20,
}
export const enum GroupErr {
  msg = 16,
  excs = 18,
  end = 20,
}

/** A bare instance of `type` (an exception class, builtin or not) with `args` (stolen), everything else empty; tracked. CPython: BaseException_new */
export function allocException(rt: Runtime, type: number, args: Owned): Owned {
  const mark = rt.mark();
  rt.own(args);
  const bytes = rt.H[type + Tp.basicsize]!;
  const exc = rt.newGcObject(type, bytes);
  rt.H.fill(0, exc + Ob.body, exc + (bytes >> 2));
  rt.H[exc + Exc.args] = rt.unown(args);
  if (rt.nsp !== mark) throw new InternalError('allocException: native stack');
  if (subtypeOf(rt, type, T.OSError)) rt.H[exc + OsErr.written] = -1;
  rt.track(exc);
  return exc;
}

/** New exception of a builtin class with one str argument, or none. The fields that such a constructor call would fill are filled. */
export function makeException(rt: Runtime, type: number, message: string | null): Owned {
  if (message === null) return allocException(rt, type, newTuple(rt, 0));
  const mark = rt.mark();
  const text = rt.own(newStr(rt, message));
  const exc = makeExceptionWithArg(rt, type, text);
  return rt.leave(mark, exc);
}

/** New exception of a builtin class whose one argument is `arg` (borrowed). */
export function makeExceptionWithArg(rt: Runtime, type: number, arg: number): Owned {
  const exc = allocException(rt, type, tupleOf(rt, arg));
  const field = firstArgumentField(rt, type);
  if (field !== 0) rt.setSlot(exc + field, rt.newRef(arg));
  return exc;
}

/** Where a constructor with one positional argument stores it beside `args`; 0 = nowhere. */
function firstArgumentField(rt: Runtime, type: number): number {
  if (subtypeOf(rt, type, T.StopIteration)) return StopIter.value;
  if (subtypeOf(rt, type, T.SystemExit)) return SysExit.code;
  if (subtypeOf(rt, type, T.ImportError)) return ImportErr.msg;
  if (subtypeOf(rt, type, T.SyntaxError)) return SyntaxErr.msg;
  return 0;
}
