import { Ob } from '../../memory/layout.ts';
import { call1 } from '../core/abstract/call.ts';
import { typeError, typeName } from '../core/errors.ts';
import { Tp } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { S, T } from '../core/static.ts';
import { newInt } from '../numbers/int-object.ts';

/** Annotations computed when asked for (PEP 649), as functions, classes and modules do it. CPython (3.14): Objects/funcobject.c, typeobject.c, moduleobject.c */

/** What annotationlib calls Format.VALUE. */
const VALUE = 1;

/**
 * The dict that an `__annotate__` (borrowed; 0, None or anything else that cannot be called: none) computes: new reference, 0 without one.
 * TypeError when it computes no dict; its own errors.
 */
export function computedAnnotations(rt: Runtime, annotate: number): Owned | 0 {
  if (annotate === 0 || !isCallable(rt, annotate)) return 0;
  const mark = rt.mark();
  rt.own(rt.newRef(annotate));
  const format = rt.own(newInt(rt, VALUE));
  const dict = rt.own(call1(rt, annotate, format));
  if (rt.H[dict + Ob.type] !== T.dict) typeError(rt, `__annotate__ returned non-dict of type '${typeName(rt, dict)}'`);
  return rt.leave(mark, rt.newRef(dict));
}

/** Refuses what cannot be an `__annotate__`. TypeError. */
export function checkAnnotate(rt: Runtime, value: number): void {
  if (value === 0) typeError(rt, '__annotate__ cannot be deleted');
  if (value !== S.None && !isCallable(rt, value)) typeError(rt, '__annotate__ must be callable or None');
}

function isCallable(rt: Runtime, op: number): boolean {
  return rt.H[rt.H[op + Ob.type] + Tp.call] !== 0;
}
