import { Ob } from '../../memory/layout.ts';
import { isType } from '../core/abstract/attribute.ts';
import { subtypeOf, typeError, typeName } from '../core/errors.ts';
import { Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { InternalError, type Runtime } from '../core/runtime.ts';
import { type Call, Meth, type MethodSpec } from '../core/signatures.ts';

/** `T.__new__` of native types: a builtin function whose self is T. CPython: Objects/typeobject.c tp_new_wrapper */
function callNew(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  const own = rt.hooks.strText(rt, H[self + Tp.name]);
  if (nargs === 0) typeError(rt, `${own}.__new__(): not enough arguments`);
  const cls = H[args];
  if (!isType(rt, cls)) typeError(rt, `${own}.__new__(X): X is not a type object (${typeName(rt, cls)})`);
  const name = rt.hooks.strText(rt, H[cls + Tp.name]);
  if (!subtypeOf(rt, cls, self)) typeError(rt, `${own}.__new__(${name}): ${name} is not a subtype of ${own}`);
  // the most derived native base must not have a stricter constructor that would be passed by
  let base = cls;
  while (base !== 0 && (H[base + Tp.flags] & TpFlag.HEAPTYPE) !== 0) base = H[base + Tp.base];
  if (base !== 0 && H[base + Tp.new] !== H[self + Tp.new]) {
    typeError(rt, `${own}.__new__(${name}) is not safe, use ${rt.hooks.strText(rt, H[base + Tp.name])}.__new__()`);
  }
  const f = H[self + Tp.new];
  if (f === 0) throw new InternalError('__new__ of a type without constructor');
  return (rt.fn[f] as Call)(rt, cls, args + 2, nargs - 1, kwnames);
}

/** Shared by all native types; the builtin function's self says which. */
export const nativeNew: MethodSpec = {
  name: '__new__',
  kind: Meth.KEYWORDS,
  fn: callNew,
  signature: '($type, *args, **kwargs)',
  doc: 'Create and return a new object.  See help(type) for accurate signature.',
};

/** Is it the `__new__` of a native type (as opposed to one written in Python)? */
export function isNativeNew(rt: Runtime, op: number, builtinType: number, def: number): boolean {
  return rt.H[op + Ob.type] === builtinType && rt.methodDefs[def] === nativeNew;
}
