import { Ob } from '../../memory/layout.ts';
import { dictDelete, dictGet } from '../containers/dict-object.ts';
import { listAppend, newList } from '../containers/list-object.ts';
import { checkPositional, noKeywords } from '../core/arguments.ts';
import { typeError } from '../core/errors.ts';
import { Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import { newInt } from '../numbers/int-object.ts';
import { Weak } from '../types/descr-layout.ts';
import { isReference, newWeakProxy, weaklistSlot, weakObject, weakrefCount } from '../types/weakref.ts';
import { setModuleValue } from './create-module.ts';
import type { ModuleSpec } from './module-spec.ts';

/** CPython: _weakref_getweakrefs */
function getWeakrefs(rt: Runtime, _module: number, op: number): Owned {
  const mark = rt.mark();
  const list = rt.own(newList(rt, 0));
  const slot = weaklistSlot(rt, op);
  // appending may collect, and a collection may unlink: note the references first
  const refs: number[] = [];
  if (slot !== 0) for (let r = rt.H[slot]!; r !== 0; r = rt.H[r + Weak.next]!) refs.push(rt.own(rt.newRef(r)));
  for (const r of refs) listAppend(rt, list, r);
  rt.incref(list);
  return rt.leave(mark, list);
}

/** CPython: _weakref_proxy_impl */
function proxy(rt: Runtime, _module: number, args: number, nargs: number, kwnames: number): Owned {
  noKeywords(rt, rt.model.weakrefs.proxyTuple ? 'proxy' : '_weakref.proxy', kwnames);
  checkPositional(rt, 'proxy', nargs, 1, 2);
  const callback = nargs === 2 ? rt.H[args + 2]! : S.None;
  return newWeakProxy(rt, rt.H[args]!, callback === S.None ? 0 : callback);
}

/** Deletes a key whose value is a dead reference, as one step. CPython: _weakref__remove_dead_weakref */
function removeDead(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  if (nargs !== 2 && rt.model.weakrefs.removeFormat) typeError(rt, `_remove_dead_weakref() takes exactly 2 arguments (${nargs} given)`);
  checkPositional(rt, '_remove_dead_weakref', nargs, 2, 2);
  const dict = rt.H[args]!;
  const key = rt.H[args + 2]!;
  if ((rt.H[rt.H[dict + Ob.type]! + Tp.flags]! & TpFlag.DICT_SUBCLASS) === 0)
    typeError(rt, `_remove_dead_weakref() argument 1 must be dict, not ${rt.hooks.strText(rt, rt.H[rt.H[dict + Ob.type]! + Tp.name]!)}`);
  const value = dictGet(rt, dict, key);
  if (value !== 0) {
    if (!isReference(rt, value)) typeError(rt, 'not a weakref');
    if (weakObject(rt, value) === 0) dictDelete(rt, dict, key);
  }
  return rt.none();
}

/** _weakref. CPython: Modules/_weakref.c */
export const weakrefModule: ModuleSpec = {
  name: '_weakref',
  doc: 'Weak-reference support module.',
  functions: [
    {
      name: 'getweakrefcount',
      kind: Meth.O,
      fn: (rt: Runtime, _module: number, op: number) => newInt(rt, weakrefCount(rt, op)),
      signature: '($module, object, /)',
      doc: "Return the number of weak references to 'object'.",
    },
    {
      name: 'getweakrefs',
      kind: Meth.O,
      fn: getWeakrefs,
      signature: '($module, object, /)',
      doc: "Return a list of all weak reference objects pointing to 'object'.",
    },
    {
      name: 'proxy',
      kind: Meth.KEYWORDS,
      fn: proxy,
      signature: '($module, object, callback=None, /)',
      doc: "Create a proxy object that weakly references 'object'.\n\n'callback', if given, is called with a reference to the\nproxy when 'object' is about to be finalized.",
    },
    {
      name: '_remove_dead_weakref',
      kind: Meth.FAST,
      fn: removeDead,
      signature: '($module, dct, key, /)',
      doc: 'Atomically remove key from dict if it points to a dead weakref.',
    },
  ],
  exec(rt, module) {
    setModuleValue(rt, module, 'ref', rt.newRef(T.weakref));
    setModuleValue(rt, module, 'ReferenceType', rt.newRef(T.weakref));
    setModuleValue(rt, module, 'ProxyType', rt.newRef(T.weakproxy));
    setModuleValue(rt, module, 'CallableProxyType', rt.newRef(T.weakcallableproxy));
  },
};
