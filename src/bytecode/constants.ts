/** Constants at compile time: making them from the tree, comparing them, merging equal ones. */
import type { ConstantValue } from '../syntax/ast.ts';
import type { CodeData, ConstData } from './code.ts';

export const NONE: ConstData = Object.freeze({ kind: 'none' });
export const TRUE: ConstData = Object.freeze({ kind: 'true' });
export const FALSE: ConstData = Object.freeze({ kind: 'false' });
export const ELLIPSIS: ConstData = Object.freeze({ kind: 'ellipsis' });

/** A fresh constant for a value of the tree; the singletons are shared. */
export function constantFromValue(value: ConstantValue): ConstData {
  switch (value.type) {
    case 'int':
      return { kind: 'int', value: value.value };
    case 'float':
      return { kind: 'float', value: value.value };
    case 'complex':
      return { kind: 'complex', real: 0, imag: value.imag };
    case 'str':
      return { kind: 'str', value: value.value };
    case 'bytes':
      return { kind: 'bytes', value: value.value };
    case 'none':
      return NONE;
    case 'true':
      return TRUE;
    case 'false':
      return FALSE;
    case 'ellipsis':
      return ELLIPSIS;
  }
}

/** Truth of a constant. */
export function isTrue(data: ConstData): boolean {
  switch (data.kind) {
    case 'none':
    case 'false':
      return false;
    case 'int':
      return data.value !== 0n;
    case 'float':
      return data.value !== 0;
    case 'complex':
      return data.real !== 0 || data.imag !== 0;
    case 'str':
    case 'bytes':
      return data.value.length > 0;
    case 'tuple':
    case 'frozenset':
      return data.items.length > 0;
    default:
      return true;
  }
}

const floatKey = (n: number): string => (Object.is(n, -0) ? '-0' : String(n));

/**
 * Equal constants of one or several code objects, each kept once: the first one met stands for all.
 * Keys tell types and signs of zero apart. CPython: Objects/codeobject.c _PyCode_ConstantKey, Python/compile.c merge_const_one.
 */
export class ConstantCache {
  private readonly byKey = new Map<string, ConstData>();
  private readonly codes = new Map<string, { code: CodeData; key: string }[]>();
  private readonly codeKeys = new Map<CodeData, string>();
  private serial = 0;

  /** The constant that stands for this one. */
  merge(data: ConstData): ConstData {
    const key = this.key(data);
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    this.byKey.set(key, data);
    return data;
  }

  /**
   * As merge, and the items of tuples and frozensets are merged too (in place: the tuple stays the object it was).
   * CPython: Python/compile.c merge_consts_recursive.
   */
  mergeRecursive(data: ConstData): ConstData {
    const key = this.key(data);
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    this.byKey.set(key, data);
    if (data.kind === 'tuple' || data.kind === 'frozenset') {
      const items = data.items as ConstData[];
      for (let i = 0; i < items.length; i++) items[i] = this.mergeRecursive(items[i]);
    }
    return data;
  }

  private key(data: ConstData): string {
    switch (data.kind) {
      case 'str':
        return `s${data.value}`;
      case 'int':
        return `i${data.value}`;
      case 'float':
        return Number.isNaN(data.value) ? `n${this.serial++}` : `f${floatKey(data.value)}`;
      case 'complex':
        return Number.isNaN(data.real) || Number.isNaN(data.imag) ? `n${this.serial++}` : `j${floatKey(data.real)},${floatKey(data.imag)}`;
      case 'bytes':
        return `b${latin1(data.value)}`;
      case 'tuple':
        return this.itemsKey('t', data.items);
      case 'frozenset':
        return this.itemsKey(
          'z',
          [...data.items].sort((a, b) => (this.key(a) < this.key(b) ? -1 : 1)),
        );
      case 'code':
        return this.codeKey(data.code);
      default:
        return data.kind;
    }
  }

  private itemsKey(prefix: string, items: readonly ConstData[]): string {
    let key = `${prefix}${items.length}`;
    for (const item of items) {
      const k = this.key(item);
      key += `:${k.length}:${k}`;
    }
    return key;
  }

  /** Code objects are equal by content (name, first line, instructions, constants, names). CPython: code_richcompare. */
  private codeKey(code: CodeData): string {
    const known = this.codeKeys.get(code);
    if (known !== undefined) return known;
    const key = this.findCodeKey(code);
    this.codeKeys.set(code, key);
    return key;
  }

  private findCodeKey(code: CodeData): string {
    const bucketName = `${code.firstlineno}:${code.name}`;
    let bucket = this.codes.get(bucketName);
    if (bucket === undefined) this.codes.set(bucketName, (bucket = []));
    for (const entry of bucket) if (this.sameCode(entry.code, code)) return entry.key;
    const key = `c${this.serial++}`;
    bucket.push({ code, key });
    return key;
  }

  private sameCode(a: CodeData, b: CodeData): boolean {
    if (a === b) return true;
    return (
      a.argcount === b.argcount &&
      a.posonlyargcount === b.posonlyargcount &&
      a.kwonlyargcount === b.kwonlyargcount &&
      a.flags === b.flags &&
      sameItems(a.code, b.code) &&
      sameItems(a.names, b.names) &&
      sameItems(a.varnames, b.varnames) &&
      sameItems(a.freevars, b.freevars) &&
      sameItems(a.cellvars, b.cellvars) &&
      a.consts.length === b.consts.length &&
      a.consts.every((item, i) => item === b.consts[i] || this.key(item) === this.key(b.consts[i]))
    );
  }
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return text;
}

function sameItems<T>(a: ArrayLike<T>, b: ArrayLike<T>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
