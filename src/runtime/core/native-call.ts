import { Ob } from '../../memory/layout.ts';
import { typeError } from './errors.ts';
import type { Owned } from './ownership.ts';
import type { Runtime } from './runtime.ts';
import { type Binary, type Call, Meth, type MethodSpec, type Unary } from './signatures.ts';

type Fast = (rt: Runtime, self: number, args: number, nargs: number) => Owned;

/** Who is called, for messages: 'list.append' or 'math.sin'. Computed only when there is something to complain about. */
export type CalleeName = (rt: Runtime, callable: number) => string;

/** Up to 3.8 messages name a function without its module or class, up to 3.10 one that reads a tuple of arguments. */
function shown(rt: Runtime, spec: MethodSpec, callable: number, nameOf: CalleeName): string {
  const { qualifiedFunctions, qualifiedTupleFunctions } = rt.model.wording;
  return ((spec.kind & Meth.TUPLE) !== 0 ? qualifiedTupleFunctions : qualifiedFunctions) ? nameOf(rt, callable) : spec.name;
}

/**
 * Calls a native function by its declared convention with `self` bound, checking what the convention refuses.
 * CPython: Objects/methodobject.c and descrobject.c vectorcall functions
 */
export function callNative(
  rt: Runtime,
  spec: MethodSpec,
  self: number,
  args: number,
  nargs: number,
  kwnames: number,
  callable: number,
  nameOf: CalleeName,
): Owned {
  const kind = spec.kind & Meth.kindMask;
  if (kind === Meth.KEYWORDS) return (spec.fn as Call)(rt, self, args, nargs, kwnames);
  if (kwnames !== 0 && rt.H[kwnames + Ob.size] !== 0) typeError(rt, `${shown(rt, spec, callable, nameOf)}() takes no keyword arguments`);
  if (kind === Meth.FAST) return (spec.fn as Fast)(rt, self, args, nargs);
  if (kind === Meth.O) {
    if (nargs !== 1) typeError(rt, `${shown(rt, spec, callable, nameOf)}() takes exactly one argument (${nargs} given)`);
    return (spec.fn as Binary)(rt, self, rt.H[args]);
  }
  if (nargs !== 0) typeError(rt, `${shown(rt, spec, callable, nameOf)}() takes no arguments (${nargs} given)`);
  return (spec.fn as Unary)(rt, self);
}
