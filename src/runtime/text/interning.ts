import { Ob } from '../../memory/layout.ts';
import { Bytes, Str } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root, T } from '../core/static.ts';
import { StrState } from './str-layout.ts';
import { charStr, newStr, strEquals, strHash } from './str-object.ts';

/**
 * The table of interned strings. As in CPython it does not count as a holder: a str leaves the table when it is deallocated.
 *
 * Root.interned holds a bytes object whose contents are the table, so that the memory counts and nothing is traversed:
 *   word 0 number of entries, word 1 number of places - 1, then one word a place: address of the str or 0.
 * Open addressing, linear probing by the low word of the hash, deletion by moving later entries back.
 * CPython: Objects/unicodeobject.c PyUnicode_InternInPlace (a dict with key and value uncounted)
 */
const enum Table {
  used = 8,
  mask = 9,
  places = 10,
}

const FIRST_SIZE = 1024;

function newTable(rt: Runtime, size: number): number {
  const bytes = 8 + size * 4;
  const op = rt.newObject(T.bytes, Bytes.data * 4 + bytes + 4);
  const H = rt.H;
  H[op + Bytes.size] = bytes;
  H[op + Bytes.size + 1] = 0;
  H[op + Bytes.hash] = -1;
  H[op + Bytes.hash + 1] = -1;
  H.fill(0, op + Bytes.data, op + Table.places + size + 1);
  H[op + Table.mask] = size - 1;
  return op;
}

function place(rt: Runtime, table: number, str: number): void {
  const H = rt.H;
  const mask = H[table + Table.mask]!;
  let i = strHash(rt, str) & mask;
  while (H[table + Table.places + i] !== 0) i = (i + 1) & mask;
  H[table + Table.places + i] = str;
  H[table + Table.used]!++;
}

/** The table with room for one more entry. MemoryError. */
function roomyTable(rt: Runtime): number {
  const H = rt.H;
  const table = H[Root.interned]!;
  if (table === 0) {
    const fresh = newTable(rt, FIRST_SIZE);
    rt.setSlot(Root.interned, fresh);
    return fresh;
  }
  const size = H[table + Table.mask]! + 1;
  if (H[table + Table.used]! * 3 < size * 2) return table;
  const fresh = newTable(rt, size * 2);
  for (let i = 0; i < size; i++) {
    const str = H[table + Table.places + i]!;
    if (str !== 0) place(rt, fresh, str);
  }
  rt.setSlot(Root.interned, fresh);
  return fresh;
}

/** The interned str equal to `str`, or 0. Borrowed. */
function findInterned(rt: Runtime, str: number): number {
  const H = rt.H;
  const table = H[Root.interned]!;
  if (table === 0) return 0;
  const mask = H[table + Table.mask]!;
  const lo = strHash(rt, str);
  const hi = rt.hashHi;
  for (let i = lo & mask; ; i = (i + 1) & mask) {
    const other = H[table + Table.places + i]!;
    if (other === 0) return 0;
    if (H[other + Str.hash] === lo && H[other + Str.hash + 1] === hi && strEquals(rt, str, other)) return other;
  }
}

/** Is the str interned? CPython: PyUnicode_CHECK_INTERNED */
export function isInterned(rt: Runtime, str: number): boolean {
  return (rt.H[str + Str.state]! & StrState.internedMask) !== 0;
}

/**
 * The interned str equal to `str`: steals `str`, returns a new reference; instances of subclasses come back as they are.
 * MemoryError leaves the str as it is, not interned (as CPython does). CPython: PyUnicode_InternInPlace
 */
export function internInPlace(rt: Runtime, str: Owned): Owned {
  const H = rt.H;
  if ((H[str + Str.state]! & StrState.internedMask) !== 0 || H[str + Ob.type] !== T.str) return str;
  const known = findInterned(rt, str);
  if (known !== 0) {
    H[known]!++;
    rt.decref(str);
    return known as Owned;
  }
  rt.own(str);
  const table = roomyTable(rt);
  rt.unown(str);
  place(rt, table, str);
  H[str + Str.state]! |= StrState.mortal;
  return str;
}

/** The interned str with a host string's text, a new reference. MemoryError. CPython: PyUnicode_InternFromString */
export function internStr(rt: Runtime, text: string): Owned {
  return internInPlace(rt, text.length === 1 ? charStr(rt, text.charCodeAt(0)) : newStr(rt, text));
}

/**
 * As internStr, for the names in code objects and the interpreter's own: those are immortal from 3.12 on.
 * CPython: _PyUnicode_InternImmortal
 */
export function internName(rt: Runtime, text: string): Owned {
  const str = internStr(rt, text);
  if (rt.model.immortalStrings === 'names') makeImmortal(rt, str);
  return str;
}

function makeImmortal(rt: Runtime, str: number): void {
  rt.H[str + Str.state] = (rt.H[str + Str.state]! & ~StrState.internedMask) | StrState.immortal;
}

/** Marks what is interned when the main program begins: 3.11 has those strings in its frozen modules, where counts start high. */
export function markFrozenStrings(rt: Runtime): void {
  const table = rt.H[Root.interned]!;
  if (rt.model.immortalStrings !== 'frozen' || table === 0) return;
  for (let i = rt.H[table + Table.mask]!; i >= 0; i--) {
    const str = rt.H[table + Table.places + i]!;
    if (str !== 0) makeImmortal(rt, str);
  }
}

/** Takes a str that is being deallocated out of the table. CPython: unicode_dealloc */
export function forgetInterned(rt: Runtime, str: number): void {
  const H = rt.H;
  const table = H[Root.interned]!;
  if (table === 0) return;
  const mask = H[table + Table.mask]!;
  const places = table + Table.places;
  let hole = strHash(rt, str) & mask;
  while (H[places + hole] !== str) {
    if (H[places + hole] === 0) return;
    hole = (hole + 1) & mask;
  }
  H[table + Table.used]!--;
  // close the gap: an entry may move back when its own place is not between the hole and where it stands
  for (let i = (hole + 1) & mask; ; i = (i + 1) & mask) {
    const other = H[places + i]!;
    if (other === 0) break;
    const home = H[other + Str.hash]! & mask;
    if (((i - home) & mask) >= ((i - hole) & mask)) {
      H[places + hole] = other;
      hole = i;
    }
  }
  H[places + hole] = 0;
}

/** How many strings are interned. CPython: sys.getunicodeinternedsize */
export function internedCount(rt: Runtime): number {
  const table = rt.H[Root.interned]!;
  return table === 0 ? 0 : rt.H[table + Table.used]!;
}

/** Marks every interned str as not interned and drops the table (teardown). CPython: unicode_release_interned */
export function releaseInterned(rt: Runtime): void {
  const H = rt.H;
  const table = H[Root.interned]!;
  if (table === 0) return;
  for (let i = H[table + Table.mask]!; i >= 0; i--) {
    const str = H[table + Table.places + i]!;
    if (str !== 0) H[str + Str.state]! &= ~StrState.internedMask;
  }
  rt.clearSlot(Root.interned);
}
