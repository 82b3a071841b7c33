import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';

/**
 * The repr of a container that may contain itself: runs `body`, or gives `recursive` when the repr of the same object is under way.
 * The object is held meanwhile, as CPython's list of objects being shown does. CPython: Py_ReprEnter, Py_ReprLeave
 */
export function guardedRepr(rt: Runtime, op: number, recursive: string, body: () => string): Owned {
  const active = rt.stateOf('objects being shown', () => new Set<number>());
  if (active.has(op)) return rt.hooks.newStr(rt, recursive);
  const mark = rt.mark();
  rt.own(rt.newRef(op));
  active.add(op);
  let text: string;
  try {
    text = body();
  } finally {
    active.delete(op);
  }
  return rt.leave(mark, rt.hooks.newStr(rt, text));
}
