import { call } from '../core/abstract/call.ts';
import { getAttrText } from '../core/abstract/object.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { newInt } from '../numbers/int-object.ts';
import { newStr } from '../text/str-object.ts';
import type { ModuleSpec } from './module-spec.ts';

function warn(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const mark = rt.mark();
  const module = rt.own(rt.hooks.importModule(rt, rt.own(newStr(rt, 'warnings'))));
  return rt.leave(mark, call(rt, rt.own(getAttrText(rt, module, 'warn')), args, nargs, kwnames));
}

/**
 * `_warnings`, which importlib needs before it can import anything: hands on to the pure-Python `warnings`, which does the whole work
 * since the rest of `_warnings` is absent.
 */
export const warningsModule: ModuleSpec = {
  name: '_warnings',
  doc: 'Access to warnings for the import system.',
  functions: [{ name: 'warn', kind: Meth.KEYWORDS, fn: warn }],
};

/** Issues a warning of a builtin category from native code; may raise. CPython: PyErr_WarnEx */
export function issueWarning(rt: Runtime, category: number, message: string, stacklevel: number): void {
  const mark = rt.mark();
  const text = rt.own(newStr(rt, message));
  const level = rt.own(newInt(rt, stacklevel));
  const args = rt.push(text);
  rt.push(category);
  rt.push(level);
  rt.own(warn(rt, 0, args, 3, 0));
  rt.release(mark);
}

/** A line of a file that a compiler warning is about. CPython: PyErr_WarnExplicitObject */
export function issueExplicitWarning(rt: Runtime, category: number, message: string, filename: string, lineno: number): void {
  const mark = rt.mark();
  const module = rt.own(rt.hooks.importModule(rt, rt.own(newStr(rt, 'warnings'))));
  const f = rt.own(getAttrText(rt, module, 'warn_explicit'));
  const text = rt.own(newStr(rt, message));
  const file = rt.own(newStr(rt, filename));
  const line = rt.own(newInt(rt, lineno));
  const args = rt.push(text);
  rt.push(category);
  rt.push(file);
  rt.push(line);
  rt.own(call(rt, f, args, 4, 0));
  rt.release(mark);
}
