import { Ob } from '../../../memory/layout.ts';
import { dictGetStr } from '../../containers/dict-object.ts';
import { asCInt } from '../../core/abstract/number.ts';
import { argumentType, parseKeywords } from '../../core/arguments.ts';
import { typeError, valueError } from '../../core/errors.ts';
import { Tp, TpFlag } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { Root } from '../../core/static.ts';
import { Fr } from '../../frames/frame-layout.ts';
import { previousFrame } from '../../frames/frame-memory.ts';
import { newInt } from '../../numbers/int-object.ts';
import { internedCount, isInterned } from '../../text/interning.ts';
import { clearTypeCache } from '../../types/type-cache.ts';

const FRAME_MODULE = { name: '_getframemodulename', params: ['depth'] };

/** Name of the module whose code called, `depth` frames up; None beyond the last. CPython 3.12: sys__getframemodulename_impl */
function frameModuleName(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const [given] = parseKeywords(rt, FRAME_MODULE, args, nargs, kwnames, [0]);
  let depth = given === 0 ? 0 : asCInt(rt, given!);
  let frame = rt.H[Root.frame]!;
  while (depth-- > 0 && frame !== 0) frame = previousFrame(rt, frame);
  const name = frame === 0 ? 0 : dictGetStr(rt, rt.H[frame + Fr.globals]!, rt.ident('__name__'));
  return name === 0 ? rt.none() : rt.newRef(name);
}

/** CPython 3.13: sys__is_interned_impl */
function isInternedText(rt: Runtime, _self: number, str: number): Owned {
  if ((rt.H[rt.H[str + Ob.type]! + Tp.flags]! & TpFlag.UNICODE_SUBCLASS) === 0)
    typeError(rt, `_is_interned() argument must be str, not ${argumentType(rt, str)}`);
  return rt.bool(isInterned(rt, str));
}

/** What functions of sys tell of the interpreter itself. CPython: Python/sysmodule.c */
export const interpreterStateFunctions: readonly MethodSpec[] = [
  { name: '_getframemodulename', kind: Meth.KEYWORDS, fn: frameModuleName, signature: '($module, /, depth=0)' },
  { name: 'getunicodeinternedsize', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, internedCount(rt)), signature: '($module, /)' },
  { name: '_is_interned', kind: Meth.O, fn: isInternedText, signature: '($module, string, /)' },
  { name: '_is_gil_enabled', kind: Meth.NOARGS, fn: (rt: Runtime) => rt.bool(true), signature: '($module, /)' },
  // what -X cpu_count said: nothing
  { name: '_get_cpu_count_config', kind: Meth.NOARGS, fn: (rt: Runtime) => newInt(rt, -1), signature: '($module, /)' },
  {
    name: '_clear_internal_caches',
    kind: Meth.NOARGS,
    fn(rt: Runtime) {
      clearTypeCache(rt);
      return rt.none();
    },
    signature: '($module, /)',
  },
  // the answers of a CPython that was built without perf support
  { name: 'is_stack_trampoline_active', kind: Meth.NOARGS, fn: (rt: Runtime) => rt.bool(false), signature: '($module, /)' },
  {
    name: 'activate_stack_trampoline',
    kind: Meth.O,
    fn: (rt: Runtime) => valueError(rt, 'perf trampoline not available'),
    signature: '($module, backend, /)',
  },
  { name: 'deactivate_stack_trampoline', kind: Meth.NOARGS, fn: (rt: Runtime) => rt.none(), signature: '($module, /)' },
];
