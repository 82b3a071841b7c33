import { Ob } from '../../memory/layout.ts';
import { typeError } from '../core/errors.ts';
import { Tuple } from '../core/layout.ts';
import { nearest } from '../core/nearest-name.ts';
import { phrase } from '../core/phrase.ts';
import type { Runtime } from '../core/runtime.ts';
import { strText } from '../text/str-object.ts';

/**
 * Keyword-only arguments of an exception's constructor, borrowed, in the order of `allowed`; 0 = not given.
 * `name` is the name that messages carry. CPython: PyArg_ParseTupleAndKeywords with "|$OO"
 */
export function keywordOnly(rt: Runtime, name: string, allowed: readonly string[], args: number, nargs: number, kwnames: number): number[] {
  const found = allowed.map(() => 0);
  if (kwnames === 0) return found;
  const H = rt.H;
  const n = H[kwnames + Ob.size]!;
  if (n > allowed.length) {
    const most = `${allowed.length} keyword argument${allowed.length === 1 ? '' : 's'}`;
    typeError(rt, `${name}() takes at most ${most} (${n} given)`);
  }
  for (let i = 0; i < n; i++) {
    const text = strText(rt, H[kwnames + Tuple.items + 2 * i]!);
    const at = allowed.indexOf(text);
    if (at < 0) {
      const known = nearest(text, allowed);
      const advice = known === null ? '' : phrase(rt, 'keywordAdvice', known);
      typeError(rt, rt.model.wording.unknownKeyword.replace('%k', text).replace('%f', name) + advice);
    }
    found[at] = H[args + 2 * (nargs + i)]!;
  }
  return found;
}
