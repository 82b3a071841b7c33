import { Ob } from '../../memory/layout.ts';
import { newTuple, tupleFromSlots, tupleOf } from '../containers/tuple-object.ts';
import { asIndex } from '../core/abstract/number.ts';
import { repr, str } from '../core/abstract/object.ts';
import { raise, raiseObject, typeError } from '../core/errors.ts';
import { Exc, Tp, TpFlag, Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { HostError } from '../host/host.ts';
import { intToNumber, isInt, newInt } from '../numbers/int-object.ts';
import { newStr, strText } from '../text/str-object.ts';
import { exceptionStr, refuseKeywords } from './base-exception.ts';
import { allocException, OsErr } from './exception-object.ts';

/** errno to the class that OSError() turns into (Linux numbers). CPython: Objects/exceptions.c _PyExc_InitGlobalObjects (ADD_ERRNO) */
const CLASS_OF_ERRNO: ReadonlyMap<number, number> = new Map<number, number>([
  [11, T.BlockingIOError],
  [114, T.BlockingIOError],
  [115, T.BlockingIOError],
  [32, T.BrokenPipeError],
  [108, T.BrokenPipeError],
  [10, T.ChildProcessError],
  [103, T.ConnectionAbortedError],
  [111, T.ConnectionRefusedError],
  [104, T.ConnectionResetError],
  [17, T.FileExistsError],
  [2, T.FileNotFoundError],
  [21, T.IsADirectoryError],
  [20, T.NotADirectoryError],
  [4, T.InterruptedError],
  [13, T.PermissionError],
  [1, T.PermissionError],
  [3, T.ProcessLookupError],
  [110, T.TimeoutError],
]);

/** Fills the fields from the arguments; two arguments stay in args, as (errno, strerror). CPython: oserror_parse_args, oserror_init */
function fill(rt: Runtime, self: number, args: number, nargs: number): void {
  const H = rt.H;
  if (nargs >= 2 && nargs <= 5) {
    rt.setSlot(self + OsErr.errno, rt.newRef(H[args]!));
    rt.setSlot(self + OsErr.strerror, rt.newRef(H[args + 2]!));
    const filename = nargs >= 3 ? H[args + 4]! : S.None;
    if (filename !== S.None) {
      if (H[self + Ob.type] === T.BlockingIOError && hasNumber(rt, filename)) {
        H[self + OsErr.written] = asIndex(rt, filename, T.ValueError);
      } else {
        rt.setSlot(self + OsErr.filename, rt.newRef(filename));
        if (nargs >= 5 && H[args + 8] !== S.None) rt.setSlot(self + OsErr.filename2, rt.newRef(H[args + 8]!));
        rt.setSlot(self + Exc.args, tupleFromSlots(rt, args, 2));
        return;
      }
    }
  }
  rt.setSlot(self + Exc.args, tupleFromSlots(rt, args, nargs));
}

/** A Python-level `__init__` takes over the arguments. CPython: oserror_use_init */
function usesInit(rt: Runtime, type: number): boolean {
  const H = rt.H;
  return H[type + Tp.init] !== H[T.OSError + Tp.init] && H[type + Tp.new] === H[T.OSError + Tp.new];
}

function osErrorNew(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  let cls = type;
  if (!usesInit(rt, type)) {
    if (kwnames !== 0 && rt.H[kwnames + Ob.size] !== 0) typeError(rt, `${strText(rt, rt.H[type + Tp.name]!)}() takes no keyword arguments`);
    if (type === T.OSError && nargs >= 2 && nargs <= 5 && isInt(rt, rt.H[args]!)) cls = CLASS_OF_ERRNO.get(intToNumber(rt, rt.H[args]!)) ?? type;
  }
  const mark = rt.mark();
  const exc = rt.own(allocException(rt, cls, newTuple(rt, 0)));
  if (!usesInit(rt, type)) fill(rt, exc, args, nargs);
  return rt.leave(mark, rt.newRef(exc));
}

function osErrorInit(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
  if (!usesInit(rt, rt.H[self + Ob.type]!)) return;
  refuseKeywords(rt, self, kwnames);
  fill(rt, self, args, nargs);
}

/** CPython: Objects/abstract.c PyNumber_Check */
function hasNumber(rt: Runtime, op: number): boolean {
  const H = rt.H;
  const type = H[op + Ob.type]!;
  return H[type + Tp.nbIndex] !== 0 || H[type + Tp.nbInt] !== 0 || H[type + Tp.nbFloat] !== 0 || type === T.complex;
}

function shown(rt: Runtime, op: number, how: (rt: Runtime, op: number) => Owned): string {
  const mark = rt.mark();
  const text = strText(rt, rt.own(how(rt, op)));
  rt.release(mark);
  return text;
}

/** CPython: OSError_str */
function osErrorStr(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const errno = H[self + OsErr.errno]! || S.None;
  const strerror = H[self + OsErr.strerror]! || S.None;
  const filename = H[self + OsErr.filename]!;
  const filename2 = H[self + OsErr.filename2]!;
  if (filename !== 0) {
    const head = `[Errno ${shown(rt, errno, str)}] ${shown(rt, strerror, str)}: ${shown(rt, filename, repr)}`;
    return newStr(rt, filename2 !== 0 ? `${head} -> ${shown(rt, filename2, repr)}` : head);
  }
  if (H[self + OsErr.errno] !== 0 && H[self + OsErr.strerror] !== 0)
    return newStr(rt, `[Errno ${shown(rt, errno, str)}] ${shown(rt, strerror, str)}`);
  return exceptionStr(rt, self);
}

/** OSError. CPython: Objects/exceptions.c OSError_new */
export const osErrorType: TypeSpec = {
  name: 'OSError',
  at: T.OSError,
  base: T.Exception,
  basicsize: 104,
  flags: TpFlag.BASETYPE | TpFlag.BASE_EXC_SUBCLASS,
  contract: {
    gc: true,
    slots: [
      { at: OsErr.errno, label: 'errno' },
      { at: OsErr.strerror, label: 'strerror' },
      { at: OsErr.filename, label: 'filename' },
      { at: OsErr.filename2, label: 'filename2' },
    ],
  },
  slots: { new: osErrorNew, init: osErrorInit, str: osErrorStr },
  methods: [
    {
      name: '__reduce__',
      kind: Meth.NOARGS,
      fn(rt: Runtime, self: number) {
        const mark = rt.mark();
        const H = rt.H;
        let args = H[self + Exc.args]!;
        const filename = H[self + OsErr.filename]!;
        if (H[args + Ob.size] === 2 && filename !== 0) {
          const a = H[args + Tuple.items]!;
          const b = H[args + Tuple.items + 2]!;
          const filename2 = H[self + OsErr.filename2]!;
          args = rt.own(filename2 !== 0 ? tupleOf(rt, a, b, filename, S.None, filename2) : tupleOf(rt, a, b, filename));
        }
        const dict = H[self + Exc.dict]!;
        const type = H[self + Ob.type]!;
        return rt.leave(mark, dict !== 0 ? tupleOf(rt, type, args, dict) : tupleOf(rt, type, args));
      },
    },
  ],
  members: [
    { name: 'errno', at: OsErr.errno, kind: 'object' },
    { name: 'strerror', at: OsErr.strerror, kind: 'object' },
    { name: 'filename', at: OsErr.filename, kind: 'object' },
    { name: 'filename2', at: OsErr.filename2, kind: 'object' },
  ],
  getset: [
    {
      name: 'characters_written',
      get(rt, self) {
        if (rt.H[self + OsErr.written] === -1) {
          const exc = rt.hooks.makeException(rt, T.AttributeError, 'characters_written');
          return raiseObject(rt, exc);
        }
        return newInt(rt, rt.H[self + OsErr.written]!);
      },
      set(rt, self, value) {
        if (value === 0 && rt.H[self + OsErr.written] === -1) raise(rt, T.AttributeError, 'characters_written');
        rt.H[self + OsErr.written] = value === 0 ? -1 : asIndex(rt, value, T.ValueError);
      },
    },
  ],
};

/** Raises the OSError subclass for an errno. `path`, `path2`: str or bytes objects, borrowed, 0 = none. CPython: PyErr_SetFromErrnoWithFilenameObjects */
export function raiseOsError(rt: Runtime, errno: number, strerror: string, path = 0, path2 = 0): never {
  const mark = rt.mark();
  const code = rt.own(newInt(rt, errno));
  const text = rt.own(newStr(rt, strerror));
  const args = rt.push(code);
  rt.push(text);
  let n = 2;
  if (path !== 0) {
    rt.push(path);
    n = 3;
    if (path2 !== 0) {
      rt.push(S.None);
      rt.push(path2);
      n = 5;
    }
  }
  const exc = osErrorNew(rt, T.OSError, args, n, 0);
  rt.release(mark);
  return raiseObject(rt, exc);
}

/** Runs a host call; a HostError becomes the OSError that CPython raises. */
export function hostCall<V>(rt: Runtime, path: number, call: () => V, path2 = 0): V {
  try {
    return call();
  } catch (thrown) {
    if (thrown instanceof HostError) return raiseOsError(rt, thrown.errno, thrown.message, path, path2);
    throw thrown;
  }
}
