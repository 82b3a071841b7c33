import type { Runtime } from '../runtime/core/runtime.ts';
import type { MethodSpec } from '../runtime/core/signatures.ts';

/**
 * Calls `each` with the object (borrowed) whenever the program calls sys.getrefcount, before it answers; `each` must not change the heap.
 * Gives a function that ends it.
 */
export function watchGetrefcount(rt: Runtime, each: (op: number) => void): () => void {
  const at = rt.methodDefs.findIndex((spec) => spec.name === 'getrefcount');
  const original = rt.methodDefs[at] as MethodSpec & { fn: (rt: Runtime, self: number, op: number) => unknown };
  const watched = (runtime: Runtime, self: number, op: number): unknown => {
    each(op);
    return original.fn(runtime, self, op);
  };
  rt.methodDefs[at] = { ...original, fn: watched } as MethodSpec;
  return () => {
    rt.methodDefs[at] = original;
  };
}
