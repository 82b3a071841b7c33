import { isAsciiWord } from './characters.ts';
import { At } from './codes.ts';
import type { SreState } from './state.ts';

/** Is the position what the AT instruction asks for? CPython: SRE(at) */
export function isAt(st: SreState, where: number, ptr: number): boolean {
  const { view, base, end } = st;
  switch (where) {
    case At.BEGINNING:
    case At.BEGINNING_STRING:
      return ptr === 0;
    case At.BEGINNING_LINE:
      return ptr === 0 || view[base + ptr - 1] === 10;
    case At.END:
      return ptr === end || (end - ptr === 1 && view[base + ptr] === 10);
    case At.END_LINE:
      return ptr === end || view[base + ptr] === 10;
    case At.END_STRING:
      return ptr === end;
    case At.BOUNDARY:
    case At.LOC_BOUNDARY:
      return end !== 0 && asciiBoundary(st, ptr);
    case At.NON_BOUNDARY:
    case At.LOC_NON_BOUNDARY:
      return end === 0 ? st.rt.model.version[1] >= 14 : !asciiBoundary(st, ptr);
    case At.UNI_BOUNDARY:
      return end !== 0 && unicodeBoundary(st, ptr);
    case At.UNI_NON_BOUNDARY:
      return end === 0 ? st.rt.model.version[1] >= 14 : !unicodeBoundary(st, ptr);
  }
  return false;
}

function asciiBoundary(st: SreState, ptr: number): boolean {
  const { view, base, end } = st;
  const before = ptr > 0 && isAsciiWord(view[base + ptr - 1]!);
  const here = ptr < end && isAsciiWord(view[base + ptr]!);
  return before !== here;
}

function unicodeBoundary(st: SreState, ptr: number): boolean {
  const { view, base, end, chars } = st;
  const before = ptr > 0 && chars.isUnicodeWord(view[base + ptr - 1]!);
  const here = ptr < end && chars.isUnicodeWord(view[base + ptr]!);
  return before !== here;
}
