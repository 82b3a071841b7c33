import type { Runtime } from '../core/runtime.ts';
import { Descr } from './descr-layout.ts';
import { MemberKind } from './descr-object.ts';

/** What inline caches of attribute access need to know about member descriptors (`__slots__`). */
export const MemberDescr = {
  /** Word offset of the reference slot in the instance; 0 when it is not a plain writable reference whose absence is an AttributeError. */
  offsetOfObject(rt: Runtime, descr: number): number {
    const kind = rt.H[descr + Descr.memberKind] & (MemberKind.mask | MemberKind.readonly);
    return kind === MemberKind.objectEx ? rt.H[descr + Descr.def] : 0;
  },
};
