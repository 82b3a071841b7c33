import { At, Info, Op } from './codes.ts';
import { runPattern } from './engine.ts';
import { inSet } from './sets.ts';
import type { SreState } from './state.ts';

/** Finds the first match from st.start on: st.start and st.ptr are then its limits. CPython: SRE(search) */
export function searchPattern(st: SreState, code: number): boolean {
  const { view, base, end } = st;
  const H = st.rt.H;
  let ptr = st.start;
  let limit = end;
  let pattern = code;
  if (ptr > end) return false;
  if (H[code] === Op.INFO) {
    const flags = H[code + 2]!;
    const min = H[code + 3]!;
    // as unsigned numbers: what does not fit is longer than any subject
    if (min < 0 || end - ptr < min) return false;
    if (min > 1) limit = Math.max(end - min + 1, ptr);
    pattern = code + 1 + H[code + 1]!;
    if ((flags & Info.PREFIX) !== 0) return searchPrefix(st, code, pattern, ptr);
    if ((flags & Info.CHARSET) !== 0) return searchSet(st, code + 5, pattern, ptr);
  }
  st.start = ptr;
  st.ptr = ptr;
  if (runPattern(st, pattern, true)) return true;
  st.mustAdvance = false;
  if (H[pattern] === Op.AT && (H[pattern + 1] === At.BEGINNING || H[pattern + 1] === At.BEGINNING_STRING)) {
    st.start = end;
    st.ptr = end;
    return false;
  }
  // a pattern that starts with one character of a kind: look for it here instead of in the machine
  if (H[pattern] === Op.IN_TABLE) {
    const table = (H[pattern + 1]! >>> 18) << 8;
    const { tables } = st;
    while (ptr < limit) {
      ptr++;
      while (ptr < limit) {
        const c = view[base + ptr]!;
        if (c > 255 || tables[table + c] !== 0) break;
        ptr++;
      }
      st.start = ptr;
      st.ptr = ptr;
      if (runPattern(st, pattern, true)) return true;
    }
    return false;
  }
  while (ptr < limit) {
    ptr++;
    st.start = ptr;
    st.ptr = ptr;
    if (runPattern(st, pattern, true)) return true;
  }
  return false;
}

/** <INFO> skip flags min max <length> <skip> prefix… overlap… */
function searchPrefix(st: SreState, code: number, pattern: number, from: number): boolean {
  const { view, base, end } = st;
  const H = st.rt.H;
  const length = H[code + 5]!;
  const skip = H[code + 6]!;
  const prefix = code + 7;
  const overlap = prefix + length - 1;
  const whole = (H[code + 2]! & Info.LITERAL) !== 0;
  const first = H[prefix]!;
  let ptr = from;
  if (length > 1 && length > end - ptr) return false;
  st.mustAdvance = false;
  if (length === 1) {
    for (; ptr < end; ptr++) {
      while (view[base + ptr] !== first) if (++ptr >= end) return false;
      st.start = ptr;
      st.ptr = ptr + skip;
      if (whole || runPattern(st, pattern + 2 * skip, false)) {
        if (whole) st.resetMarks();
        return true;
      }
    }
    return false;
  }
  while (ptr < end) {
    while (view[base + ptr] !== first) if (++ptr >= end) return false;
    if (++ptr >= end) return false;
    let i = 1;
    do {
      if (view[base + ptr] === H[prefix + i]) {
        if (++i !== length) {
          if (++ptr >= end) return false;
          continue;
        }
        st.start = ptr - (length - 1);
        st.ptr = ptr - (length - skip - 1);
        if (whole) {
          st.resetMarks();
          return true;
        }
        if (runPattern(st, pattern + 2 * skip, false)) return true;
        if (++ptr >= end) return false;
      }
      i = H[overlap + i]!;
    } while (i !== 0);
  }
  return false;
}

/** The pattern starts with a character of a set. */
function searchSet(st: SreState, set: number, pattern: number, from: number): boolean {
  const { view, base, end, rt, chars } = st;
  st.mustAdvance = false;
  for (let ptr = from; ; ptr++) {
    while (ptr < end && !inSet(rt, chars, set, view[base + ptr]!)) ptr++;
    if (ptr >= end) return false;
    st.start = ptr;
    st.ptr = ptr;
    if (runPattern(st, pattern, false)) return true;
  }
}
