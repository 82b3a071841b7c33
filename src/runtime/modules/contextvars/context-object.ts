import { Ob } from '../../../memory/layout.ts';
import { dictCopy, dictDelete, dictGet, dictLength, dictSet, newDict } from '../../containers/dict-object.ts';
import { call, callMethodText } from '../../core/abstract/call.ts';
import { iter } from '../../core/abstract/iteration.ts';
import { compareBool, reprText } from '../../core/abstract/object.ts';
import { checkPositional } from '../../core/arguments.ts';
import { keyError, raise, typeError, typeName } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import type { Owned } from '../../core/ownership.ts';
import { PYTHON_ERROR, type Runtime } from '../../core/runtime.ts';
import { Cmp, Meth } from '../../core/signatures.ts';
import { Root, S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { nativeTypeAddress } from '../native-type.ts';

/**
 * contextvars.Context: a mapping of variables to values. Copies share the dict until one of them changes (CPython shares parts of a
 * trie instead). CPython: Python/context.c
 */
export const enum Ctx {
  vars = 4,
  previous = 6,
  weaklist = 8,
  entered = 10,
  end = 12,
}

/** tp_name of context variables, which cannot be subclassed. */
export const CONTEXT_VAR = '_contextvars.ContextVar';

/** A context with the entries of a dict, which it shares. New reference. */
function newContext(rt: Runtime, vars: number): Owned {
  const op = rt.own(allocInstance(rt, nativeTypeAddress(rt, contextType), 0));
  rt.H[op + Ctx.vars] = vars === 0 ? newDict(rt) : rt.newRef(vars);
  return rt.unown(op);
}

/** The context that runs, borrowed; an empty one is made when there is none. CPython: context_get */
export function currentContext(rt: Runtime): number {
  if (rt.H[Root.context] === 0) rt.setSlot(Root.context, newContext(rt, 0));
  return rt.H[Root.context]!;
}

function setCurrent(rt: Runtime, context: number): void {
  rt.setSlot(Root.context, rt.newRef(context));
}

/** Value of a variable in a context, borrowed, 0 when it has none. */
export function contextValue(rt: Runtime, context: number, variable: number): number {
  return dictGet(rt, rt.H[context + Ctx.vars]!, variable);
}

/** A dict of the context's own, to be changed. */
function ownVars(rt: Runtime, context: number): number {
  const vars = rt.H[context + Ctx.vars]!;
  if (rt.H[vars] === 1) return vars;
  rt.setSlot(context + Ctx.vars, dictCopy(rt, vars));
  return rt.H[context + Ctx.vars]!;
}

/** Sets a variable in a context, or removes it for value 0. */
export function setContextValue(rt: Runtime, context: number, variable: number, value: number): void {
  const vars = ownVars(rt, context);
  if (value !== 0) dictSet(rt, vars, variable, value);
  else dictDelete(rt, vars, variable);
}

/** A copy of the context that runs. New reference. CPython: PyContext_CopyCurrent */
export function copyCurrent(rt: Runtime): Owned {
  return newContext(rt, rt.H[currentContext(rt) + Ctx.vars]!);
}

/** CPython: context_run */
function run(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  if (nargs < 1) typeError(rt, 'run() missing 1 required positional argument');
  const H = rt.H;
  if (H[self + Ctx.entered] !== 0)
    raise(rt, T.RuntimeError, `cannot enter context: <_contextvars.Context object at 0x${(self * 4).toString(16)}> is already entered`);
  const mark = rt.mark();
  rt.own(rt.newRef(self));
  H[self + Ctx.entered] = 1;
  rt.setSlot(self + Ctx.previous, rt.newRef(currentContext(rt)));
  setCurrent(rt, self);
  const leave = (): void => {
    setCurrent(rt, H[self + Ctx.previous]!);
    rt.clearSlot(self + Ctx.previous);
    H[self + Ctx.entered] = 0;
  };
  let result: Owned;
  try {
    result = call(rt, H[args]!, args + 2, nargs - 1, kwnames);
  } catch (thrown) {
    if (thrown === PYTHON_ERROR) leave();
    throw thrown;
  }
  leave();
  return rt.leave(mark, result);
}

function requireVariable(rt: Runtime, key: number): void {
  if (typeName(rt, key) !== CONTEXT_VAR) typeError(rt, `a ContextVar key was expected, got ${reprText(rt, key)}`);
}

function get(rt: Runtime, self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'get', nargs, 1, 2);
  requireVariable(rt, rt.H[args]!);
  const found = contextValue(rt, self, rt.H[args]!);
  return rt.newRef(found !== 0 ? found : nargs === 2 ? rt.H[args + 2]! : S.None);
}

/** keys, values, items: iterators in CPython. */
function view(name: 'keys' | 'values' | 'items') {
  return (rt: Runtime, self: number): Owned => {
    const mark = rt.mark();
    const made = rt.own(callMethodText(rt, rt.H[self + Ctx.vars]!, name));
    return rt.leave(mark, iter(rt, made));
  };
}

function compare(rt: Runtime, a: number, b: number, op: number): Owned {
  const type = nativeTypeAddress(rt, contextType);
  if ((op !== Cmp.EQ && op !== Cmp.NE) || rt.H[a + Ob.type] !== type || rt.H[b + Ob.type] !== type) return rt.notImplemented();
  return rt.bool(compareBool(rt, rt.H[a + Ctx.vars]!, rt.H[b + Ctx.vars]!, op));
}

export const contextType: TypeSpec = {
  name: '_contextvars.Context',
  basicsize: Ctx.end * 4,
  weaklistoffset: Ctx.weaklist,
  contract: {
    gc: true,
    slots: [
      { at: Ctx.vars, label: 'variables' },
      { at: Ctx.previous, label: 'context to go back to' },
    ],
  },
  unhashable: true,
  slots: {
    new: (rt, _type, _args, nargs, kwnames) => {
      if (nargs !== 0 || (kwnames !== 0 && rt.H[kwnames + Ob.size] !== 0)) typeError(rt, 'Context() does not accept any arguments');
      return newContext(rt, 0);
    },
    richcompare: compare,
    iter: (rt, self) => iter(rt, rt.H[self + Ctx.vars]!),
    mpLength: (rt, self) => dictLength(rt, rt.H[self + Ctx.vars]!),
    mpSubscript: (rt, self, key) => {
      requireVariable(rt, key);
      const found = contextValue(rt, self, key);
      if (found === 0) keyError(rt, key);
      return rt.newRef(found);
    },
    sqContains: (rt, self, key) => {
      requireVariable(rt, key);
      return contextValue(rt, self, key) !== 0 ? 1 : 0;
    },
  },
  methods: [
    {
      name: 'get',
      kind: Meth.FAST,
      fn: get,
      signature: '($self, key, default=None, /)',
      doc: 'Return the value for `key` if `key` has the value in the context object.\n\nIf `key` does not exist, return `default`. If `default` is not given,\nreturn None.',
    },
    {
      name: 'items',
      kind: Meth.NOARGS,
      fn: view('items'),
      signature: '($self, /)',
      doc: 'Return all variables and their values in the context object.\n\nThe result is returned as a list of 2-tuples (variable, value).',
    },
    { name: 'keys', kind: Meth.NOARGS, fn: view('keys'), signature: '($self, /)', doc: 'Return a list of all variables in the context object.' },
    {
      name: 'values',
      kind: Meth.NOARGS,
      fn: view('values'),
      signature: '($self, /)',
      doc: "Return a list of all variables' values in the context object.",
    },
    {
      name: 'copy',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, self: number) => newContext(rt, rt.H[self + Ctx.vars]!),
      signature: '($self, /)',
      doc: 'Return a shallow copy of the context object.',
    },
    { name: 'run', kind: Meth.KEYWORDS, fn: run },
  ],
};
