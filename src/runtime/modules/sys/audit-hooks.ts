import { Ob } from '../../../memory/layout.ts';
import { listAppend, newList } from '../../containers/list-object.ts';
import { tupleOf } from '../../containers/tuple-object.ts';
import { call2 } from '../../core/abstract/call.ts';
import { parseKeywords } from '../../core/arguments.ts';
import { clearError, errorMatches, typeError, typeName } from '../../core/errors.ts';
import { List } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import { PYTHON_ERROR, type Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { Root, T } from '../../core/static.ts';
import { newStr } from '../../text/str-object.ts';

/**
 * Tells the audit hooks of an event; `args` are borrowed. Raises what a hook raises. Costs a test while there is no hook. PEP 578.
 * CPython: Python/sysmodule.c sys_audit_tstate
 */
export function auditEvent(rt: Runtime, event: string, args: readonly number[]): void {
  const hooks = rt.H[Root.auditHooks]!;
  if (hooks === 0) return;
  const mark = rt.mark();
  const name = rt.own(newStr(rt, event));
  runHooks(rt, hooks, name, rt.own(tupleOf(rt, ...args)));
  rt.release(mark);
}

function runHooks(rt: Runtime, hooks: number, name: number, args: number): void {
  for (let i = 0; i < rt.H[hooks + Ob.size]!; i++) {
    const mark = rt.mark();
    const hook = rt.own(rt.newRef(rt.H[rt.H[hooks + List.items]! + 2 * i]!));
    rt.own(call2(rt, hook, name, args));
    rt.release(mark);
  }
}

/** CPython: sys_audit */
function audit(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  if (kwnames !== 0 && rt.H[kwnames + Ob.size] !== 0) typeError(rt, 'sys.audit() takes no keyword arguments');
  if (nargs === 0) typeError(rt, "audit() missing 1 required positional argument: 'event'");
  const hooks = rt.H[Root.auditHooks]!;
  if (hooks === 0) return rt.none();
  const event = rt.H[args]!;
  if (rt.H[event + Ob.type] !== T.str) typeError(rt, `expected str for argument 'event', not ${typeName(rt, event)}`);
  const mark = rt.mark();
  const rest = Array.from({ length: nargs - 1 }, (_, i) => rt.H[args + 2 * (i + 1)]!);
  runHooks(rt, hooks, event, rt.own(tupleOf(rt, ...rest)));
  return rt.leave(mark, rt.none());
}

/** A hook that is there may refuse another with an Exception, which is then dropped. CPython: sys_addaudithook_impl */
function addAuditHook(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const [hook] = parseKeywords(rt, { name: 'addaudithook', params: ['hook'], required: 1 }, args, nargs, kwnames, [0]) as [number];
  const mark = rt.mark();
  const depth = rt.depth;
  try {
    auditEvent(rt, 'sys.addaudithook', []);
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR || !errorMatches(rt, T.RuntimeError)) throw thrown;
    rt.release(mark);
    rt.depth = depth;
    clearError(rt);
    return rt.none();
  }
  if (rt.H[Root.auditHooks] === 0) rt.setSlot(Root.auditHooks, newList(rt, 0));
  listAppend(rt, rt.H[Root.auditHooks]!, hook);
  return rt.none();
}

export const auditFunctions: readonly MethodSpec[] = [
  { name: 'audit', kind: Meth.KEYWORDS, fn: audit },
  { name: 'addaudithook', kind: Meth.KEYWORDS, fn: addAuditHook, signature: '($module, /, hook)' },
];
