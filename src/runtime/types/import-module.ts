import { dictGetText } from '../containers/dict-object.ts';
import { call1 } from '../core/abstract/call.ts';
import { getItem } from '../core/abstract/item.ts';
import { raise } from '../core/errors.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root, T } from '../core/static.ts';

/** A module that native code needs: from sys.modules, else through builtins.__import__. New reference. CPython: PyImport_ImportModule */
export function importModule(rt: Runtime, name: string): Owned {
  const H = rt.H;
  const modules = H[Root.sysModules];
  const known = modules === 0 ? 0 : dictGetText(rt, modules, name);
  if (known !== 0) return rt.newRef(known);
  const importer = H[Root.builtinsDict] === 0 ? 0 : dictGetText(rt, H[Root.builtinsDict], '__import__');
  if (importer === 0) raise(rt, T.ImportError, '__import__ not found');
  const mark = rt.mark();
  rt.decref(call1(rt, rt.own(rt.newRef(importer)), rt.ident(name)));
  return rt.leave(mark, getItem(rt, H[Root.sysModules], rt.ident(name)));
}
