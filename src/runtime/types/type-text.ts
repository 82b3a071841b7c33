import { dictGetStr } from '../containers/dict-object.ts';
import { isStr } from '../core/abstract/object.ts';
import { Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';

/** Names of types. CPython: Objects/typeobject.c type_name, type_qualname, type_module */

function isHeap(rt: Runtime, type: number): boolean {
  return (rt.H[type + Tp.flags] & TpFlag.HEAPTYPE) !== 0;
}

/** `__name__` as a host string. */
export function nameText(rt: Runtime, type: number): string {
  const whole = rt.hooks.strText(rt, rt.H[type + Tp.name]);
  return isHeap(rt, type) ? whole : whole.slice(whole.lastIndexOf('.') + 1);
}

/** `__qualname__` as a host string. */
export function qualnameText(rt: Runtime, type: number): string {
  return isHeap(rt, type) ? rt.hooks.strText(rt, rt.H[type + Tp.htQualname]) : nameText(rt, type);
}

/** `__module__`: new reference, NULL when a class has none. */
export function moduleOf(rt: Runtime, type: number): Owned | 0 {
  const H = rt.H;
  const found = H[type + Tp.dict] === 0 ? 0 : dictGetStr(rt, H[type + Tp.dict], rt.ident('__module__'));
  if (isHeap(rt, type)) return found !== 0 ? rt.newRef(found) : 0;
  // `type` itself has the descriptor there
  if (found !== 0 && isStr(rt, found)) return rt.newRef(found);
  const whole = rt.hooks.strText(rt, H[type + Tp.name]);
  const dot = whole.lastIndexOf('.');
  return rt.newRef(rt.ident(dot < 0 ? 'builtins' : whole.slice(0, dot)));
}

/** Module and qualified name as repr shows them: 'mod.Outer.Inner', or only the name for builtins. */
export function fullName(rt: Runtime, type: number): string {
  const module = moduleOf(rt, type);
  let prefix = '';
  if (module !== 0) {
    if (isStr(rt, module)) {
      const text = rt.hooks.strText(rt, module);
      if (text !== 'builtins') prefix = `${text}.`;
    }
    rt.decref(module);
  }
  return prefix + qualnameText(rt, type);
}
