import type { Runtime } from '../core/runtime.ts';
import { readChar } from './str-layout.ts';

/**
 * Finding characters in characters, on the bytes of the heap. Addresses are byte addresses, kinds 1, 2 or 4; bytes objects use
 * kind 1. CPython: Objects/stringlib/fastsearch.h, find.h, count.h
 */

/** First index in [start, end) where `char` stands, or -1. */
export function findChar(rt: Runtime, data: number, kind: number, start: number, end: number, char: number): number {
  if (kind === 1) {
    if (char > 255) return -1;
    const U8 = rt.U8;
    // near hits are found here; only what is far is worth a view for the host's search
    const near = end - start > 160 ? start + 128 : end;
    for (let i = data + start, stop = data + near; i < stop; i++) if (U8[i] === char) return i - data;
    if (near === end) return -1;
    const at = U8.subarray(data + near, data + end).indexOf(char);
    return at < 0 ? -1 : at + near;
  }
  for (let i = start; i < end; i++) if (readChar(rt, data, kind, i) === char) return i;
  return -1;
}

/** Last index in [start, end) where `char` stands, or -1. */
export function rfindChar(rt: Runtime, data: number, kind: number, start: number, end: number, char: number): number {
  for (let i = end - 1; i >= start; i--) if (readChar(rt, data, kind, i) === char) return i;
  return -1;
}

function sameChars(rt: Runtime, a: number, kindA: number, b: number, kindB: number, length: number): boolean {
  if (kindA === 1 && kindB === 1) {
    const U8 = rt.U8;
    for (let i = 0; i < length; i++) if (U8[a + i] !== U8[b + i]) return false;
    return true;
  }
  for (let i = 0; i < length; i++) if (readChar(rt, a, kindA, i) !== readChar(rt, b, kindB, i)) return false;
  return true;
}

/** First index in [start, end) where the needle begins and fits, or -1; an empty needle is found at start. */
export function find(
  rt: Runtime,
  data: number,
  kind: number,
  start: number,
  end: number,
  needle: number,
  needleKind: number,
  length: number,
): number {
  if (end - start < length) return -1;
  if (length === 0) return start;
  if (length === 1) return findChar(rt, data, kind, start, end, readChar(rt, needle, needleKind, 0));
  const last = end - length;
  const first = readChar(rt, needle, needleKind, 0);
  if (length < 4 || last - start < 64) {
    for (let i = start; i <= last; i++) {
      i = findChar(rt, data, kind, i, last + 1, first);
      if (i < 0) return -1;
      if (sameChars(rt, data + (i + 1) * kind, kind, needle + needleKind, needleKind, length - 1)) return i;
    }
    return -1;
  }
  // Horspool: shift by the distance of the character under the needle's end, hashed to 256 places
  const shift = new Int32Array(256).fill(length);
  for (let i = 0; i < length - 1; i++) shift[readChar(rt, needle, needleKind, i) & 255] = length - 1 - i;
  const tail = readChar(rt, needle, needleKind, length - 1);
  for (let i = start; i <= last; ) {
    const c = readChar(rt, data, kind, i + length - 1);
    if (c === tail && sameChars(rt, data + i * kind, kind, needle, needleKind, length - 1)) return i;
    i += shift[c & 255];
  }
  return -1;
}

/** Last index in [start, end) where the needle begins and fits, or -1; an empty needle is found at end. */
export function rfind(
  rt: Runtime,
  data: number,
  kind: number,
  start: number,
  end: number,
  needle: number,
  needleKind: number,
  length: number,
): number {
  if (end - start < length) return -1;
  if (length === 0) return end;
  const first = readChar(rt, needle, needleKind, 0);
  for (let i = end - length; i >= start; i--) {
    i = rfindChar(rt, data, kind, start, i + 1, first);
    if (i < 0) return -1;
    if (sameChars(rt, data + (i + 1) * kind, kind, needle + needleKind, needleKind, length - 1)) return i;
  }
  return -1;
}

/** How often the needle stands in [start, end) without overlap, at most `limit` times. */
export function count(
  rt: Runtime,
  data: number,
  kind: number,
  start: number,
  end: number,
  needle: number,
  needleKind: number,
  length: number,
  limit: number,
): number {
  if (end < start) return 0;
  if (length === 0) return Math.min(end - start + 1, limit);
  let n = 0;
  for (let at = start; n < limit; n++) {
    at = find(rt, data, kind, at, end, needle, needleKind, length);
    if (at < 0) break;
    at += length;
  }
  return n;
}

/** Does the needle stand at index `at`? The caller checks the bounds. */
export function standsAt(rt: Runtime, data: number, kind: number, at: number, needle: number, needleKind: number, length: number): boolean {
  return sameChars(rt, data + at * kind, kind, needle, needleKind, length);
}
