import { Ob } from '../../../memory/layout.ts';
import { typeError } from '../../core/errors.ts';
import { Exc, Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { S } from '../../core/static.ts';
import { unraisableText, writeStderr } from '../../exceptions/unraisable.ts';
import { newStr, strText } from '../../text/str-object.ts';
import { makeStructSequence, newStructSequence } from '../../types/struct-sequence.ts';

/** Slots of an UnraisableHookArgs. */
const enum Arg {
  value = Tuple.items + 2,
  message = Tuple.items + 6,
  object = Tuple.items + 8,
}

function argsType(rt: Runtime): number {
  return rt.stateOf('sys.UnraisableHookArgs', () => ({
    type: makeStructSequence(rt, {
      name: 'UnraisableHookArgs',
      fields: ['exc_type', 'exc_value', 'exc_traceback', 'err_msg', 'object'],
      visible: 5,
      doc: 'UnraisableHookArgs\n\nType used to pass arguments to sys.unraisablehook.',
    }),
  })).type;
}

/** The argument of a Python hook; `exc` and `object` (None = none) are borrowed. MemoryError. CPython: Python/errors.c make_unraisable_hook_args */
export function makeUnraisableArgs(rt: Runtime, exc: number, message: string | null, object: number): Owned {
  const mark = rt.mark();
  const text = rt.own(message === null ? rt.none() : newStr(rt, message));
  const traceback = rt.H[exc + Exc.traceback]! || S.None;
  const values = [rt.H[exc + Ob.type]!, exc, traceback, text, object];
  return rt.leave(
    mark,
    newStructSequence(
      rt,
      argsType(rt),
      values.map((v) => () => rt.newRef(v)),
    ),
  );
}

/** The default sys.unraisablehook. CPython: Python/sysmodule.c sys_unraisablehook */
function unraisablehook(rt: Runtime, _self: number, arg: number): Owned {
  const H = rt.H;
  if (H[arg + Ob.type] !== argsType(rt)) typeError(rt, 'sys.unraisablehook argument type must be UnraisableHookArgs');
  const message = H[arg + Arg.message]!;
  writeStderr(rt, unraisableText(rt, H[arg + Arg.value]!, message === S.None ? null : strText(rt, message), H[arg + Arg.object]!));
  return rt.none();
}

export const unraisableHookFunctions: readonly MethodSpec[] = [
  { name: 'unraisablehook', kind: Meth.O, fn: unraisablehook, signature: '($module, unraisable, /)' },
];
