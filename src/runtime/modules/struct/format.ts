import { raise } from '../../core/errors.ts';
import type { Runtime } from '../../core/runtime.ts';
import { structError } from './struct-error.ts';

/** Characters of a format and what they stand for. CPython: Modules/_struct.c formatdef */
export const enum Kind {
  pad = 0x78, // x
  signedByte = 0x62, // b
  byte = 0x42, // B
  char = 0x63, // c
  string = 0x73, // s
  pascal = 0x70, // p
  bool = 0x3f, // ?
  short = 0x68,
  ushort = 0x48,
  int = 0x69,
  uint = 0x49,
  long = 0x6c,
  ulong = 0x4c,
  longlong = 0x71,
  ulonglong = 0x51,
  ssize = 0x6e, // n
  size = 0x4e, // N
  pointer = 0x50, // P
  half = 0x65,
  float = 0x66,
  double = 0x64,
}

/** One run of items of a format. */
export interface Field {
  readonly kind: Kind;
  /** Bytes of an item; for s and p of the whole. */
  readonly size: number;
  readonly offset: number;
  readonly repeat: number;
  /** Native rules for range and message. */
  readonly native: boolean;
}

/** A format as it is used. */
export interface Layout {
  readonly size: number;
  /** Values that it packs. */
  readonly count: number;
  readonly bigEndian: boolean;
  readonly fields: readonly Field[];
}

const STANDARD: Readonly<Record<string, number>> = {
  x: 1,
  b: 1,
  B: 1,
  c: 1,
  s: 1,
  p: 1,
  '?': 1,
  h: 2,
  H: 2,
  i: 4,
  I: 4,
  l: 4,
  L: 4,
  q: 8,
  Q: 8,
  e: 2,
  f: 4,
  d: 8,
};
const NATIVE: Readonly<Record<string, number>> = { ...STANDARD, l: 8, L: 8, n: 8, N: 8, P: 8 };
const MOST_BYTES = Number.MAX_SAFE_INTEGER;
const SSIZE_MAX = 9223372036854775807n;

function tooLong(rt: Runtime): never {
  return raise(rt, structError(rt), 'total struct size too long');
}

/** Reads a format. struct.error. CPython: prepare_s */
export function parseFormat(rt: Runtime, format: string): Layout {
  let order = '@';
  let i = 0;
  if (format !== '' && '@=<>!'.includes(format[0]!)) {
    order = format[0]!;
    i = 1;
  }
  const native = order === '@';
  const bigEndian = order === '>' || order === '!';
  const sizes = native ? NATIVE : STANDARD;
  const fields: Field[] = [];
  let size = 0;
  let count = 0;
  while (i < format.length) {
    let c = format[i++]!;
    if (isSpace(c)) continue;
    let repeat = 1;
    if (c >= '0' && c <= '9') {
      const from = i - 1;
      while (i < format.length && format[i]! >= '0' && format[i]! <= '9') i++;
      const digits = format.slice(from, i);
      if (BigInt(digits) > SSIZE_MAX) tooLong(rt);
      if (i === format.length) raise(rt, structError(rt), 'repeat count given without format specifier');
      repeat = Number(digits);
      c = format[i++]!;
    }
    const bytes = Object.hasOwn(sizes, c) ? sizes[c]! : raise(rt, structError(rt), 'bad char in struct format');
    if (native && bytes > 1 && c !== 's' && c !== 'p') size = Math.ceil(size / bytes) * bytes;
    const total = repeat * bytes;
    if (BigInt(repeat) * BigInt(bytes) + BigInt(size) > SSIZE_MAX) tooLong(rt);
    const kind = c.charCodeAt(0) as Kind;
    if (kind === Kind.string || kind === Kind.pascal) {
      fields.push({ kind, size: repeat, offset: size, repeat: 1, native });
      count++;
    } else if (kind !== Kind.pad && repeat > 0) {
      // on little-endian machines CPython takes the native functions where size and order agree
      const nativeRules = native || (!bigEndian && NATIVE[c] === bytes && kind !== Kind.float);
      fields.push({ kind, size: bytes, offset: size, repeat, native: nativeRules });
      count += repeat;
    }
    size += total;
    if (size > MOST_BYTES) tooLong(rt);
  }
  return { size, count, bigEndian, fields };
}

function isSpace(c: string): boolean {
  return c === ' ' || (c >= '\t' && c <= '\r');
}
