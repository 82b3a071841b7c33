import type { Runtime } from '../core/runtime.ts';
import { Meth, type MethodSpec } from '../core/signatures.ts';

/** `list[int]` and the like. CPython: Py_GenericAlias as a METH_O | METH_CLASS method */
export const CLASS_GETITEM: MethodSpec = {
  name: '__class_getitem__',
  kind: Meth.O | Meth.CLASS,
  fn: (rt: Runtime, cls: number, item: number) => rt.hooks.newGenericAlias(rt, cls, item),
  doc: 'See PEP 585',
};
