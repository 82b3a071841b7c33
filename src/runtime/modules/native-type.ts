import type { Runtime } from '../core/runtime.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { readyType } from '../types/type-ready.ts';

/** Address of a native module's type in this runtime, borrowed; made ready on first use. */
export function nativeTypeAddress(rt: Runtime, spec: TypeSpec): number {
  const made = rt.stateOf('module types', () => new Map<TypeSpec, number>());
  let type = made.get(spec);
  if (type === undefined) {
    type = readyType(rt, spec);
    made.set(spec, type);
  }
  return type;
}
