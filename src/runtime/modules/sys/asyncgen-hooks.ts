import { Ob } from '../../../memory/layout.ts';
import { parseKeywords } from '../../core/arguments.ts';
import { typeError, typeName } from '../../core/errors.ts';
import { Tp } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { Root, S } from '../../core/static.ts';
import { makeStructSequence, newStructSequence } from '../../types/struct-sequence.ts';

/** sys.get_asyncgen_hooks and set_asyncgen_hooks: what an event loop hangs into asynchronous generators. CPython: Python/sysmodule.c */

function hooksType(rt: Runtime): number {
  return rt.stateOf('sys.asyncgen_hooks', () => ({
    type: makeStructSequence(rt, {
      name: 'asyncgen_hooks',
      fields: ['firstiter', 'finalizer'],
      visible: 2,
      doc: 'asyncgen_hooks\n\nA named tuple containing information about asynchronous\ngenerators hooks.  The attributes are read only.',
    }),
  })).type;
}

function getHooks(rt: Runtime): Owned {
  const type = hooksType(rt);
  const hook = (slot: number) => (): Owned => rt.newRef(rt.H[slot] || S.None);
  return newStructSequence(rt, type, [hook(Root.asyncGenFirstiter), hook(Root.asyncGenFinalizer)]);
}

function setHooks(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const [firstiter, finalizer] = parseKeywords(
    rt,
    { name: 'set_asyncgen_hooks', params: ['firstiter', 'finalizer'] },
    args,
    nargs,
    kwnames,
    [0, 0],
  ) as [number, number];
  const check = (hook: number, name: string): void => {
    if (hook !== 0 && hook !== S.None && rt.H[rt.H[hook + Ob.type]! + Tp.call] === 0)
      typeError(rt, `callable ${name} expected, got ${typeName(rt, hook)}`);
  };
  check(finalizer, 'finalizer');
  check(firstiter, 'firstiter');
  const put = (slot: number, hook: number): void => {
    if (hook === S.None) rt.clearSlot(slot);
    else if (hook !== 0) rt.setSlot(slot, rt.newRef(hook));
  };
  put(Root.asyncGenFinalizer, finalizer);
  put(Root.asyncGenFirstiter, firstiter);
  return rt.none();
}

export const asyncgenHookFunctions: readonly MethodSpec[] = [
  { name: 'get_asyncgen_hooks', kind: Meth.NOARGS, fn: getHooks, signature: '($module, /)' },
  { name: 'set_asyncgen_hooks', kind: Meth.KEYWORDS, fn: setHooks },
];
