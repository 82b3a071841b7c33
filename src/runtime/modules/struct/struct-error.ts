import type { Runtime } from '../../core/runtime.ts';
import { nativeState } from '../native-state.ts';
import { newException } from '../new-exception.ts';

/** The class struct.error, borrowed. */
export function structError(rt: Runtime): number {
  return nativeState(rt, 'struct.error', (r) => newException(r, 'struct', 'error'));
}
