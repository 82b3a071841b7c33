import type { Owned } from './ownership.ts';
import type { Runtime } from './runtime.ts';

/** The signatures of type slots and native functions. All address parameters are borrowed; results are new references. */
export type Destructor = (rt: Runtime, op: number) => void;
export type Unary = (rt: Runtime, op: number) => Owned;
export type Binary = (rt: Runtime, a: number, b: number) => Owned;
export type Ternary = (rt: Runtime, a: number, b: number, c: number) => Owned;
/** 1 or 0. */
export type Inquiry = (rt: Runtime, op: number) => number;
/** A length, not negative. */
export type LenFunc = (rt: Runtime, op: number) => number;
export type IndexGet = (rt: Runtime, op: number, index: number) => Owned;
/** `value` 0 deletes. */
export type IndexSet = (rt: Runtime, op: number, index: number, value: number) => void;
/** 1 or 0. */
export type Contains = (rt: Runtime, op: number, value: number) => number;
/** `value` 0 deletes. */
export type KeySet = (rt: Runtime, op: number, key: number, value: number) => void;
/** Low word of the 64-bit hash; the high word is left in rt.hashHi. Never -1 (both words). */
export type HashFunc = (rt: Runtime, op: number) => number;
/** `op` is a Cmp. May return NotImplemented. */
export type RichCompare = (rt: Runtime, a: number, b: number, op: number) => Owned;
/** The next item, or NULL when exhausted with no exception raised. */
export type IterNext = (rt: Runtime, it: number) => Owned;
/** `obj` may be 0 (access on the class). */
export type DescrGet = (rt: Runtime, descr: number, obj: number, type: number) => Owned;
/** `value` 0 deletes. */
export type DescrSet = (rt: Runtime, descr: number, obj: number, value: number) => void;
/**
 * The one calling convention. `args` = word address of the first of `nargs` positional argument slots, 2 words apart,
 * followed by the keyword values; `kwnames` = tuple of names or 0. The callee owns none of them.
 * For tp_call `callable` is the object, for tp_new the type.
 */
export type Call = (rt: Runtime, callable: number, args: number, nargs: number, kwnames: number) => Owned;
export type Init = (rt: Runtime, self: number, args: number, nargs: number, kwnames: number) => void;

export const enum Cmp {
  LT = 0,
  LE = 1,
  EQ = 2,
  NE = 3,
  GT = 4,
  GE = 5,
}

/** How a native function takes its arguments. CPython: Include/methodobject.h */
export const enum Meth {
  /** fn(rt, self) */
  NOARGS = 1,
  /** fn(rt, self, arg) */
  O = 2,
  /** fn(rt, self, args, nargs): positional only */
  FAST = 3,
  /** fn(rt, self, args, nargs, kwnames) */
  KEYWORDS = 4,
  kindMask = 15,
  CLASS = 16,
  STATIC = 32,
  /** With FAST: CPython's reads a tuple of arguments (METH_VARARGS), which shows in messages. */
  TUPLE = 64,
}
export type NativeFunction = Unary | Binary | ((rt: Runtime, self: number, args: number, nargs: number) => Owned) | Call;

/** A native function or method as it is declared. */
export interface MethodSpec {
  name: string;
  kind: number;
  fn: NativeFunction;
  /** CPython's `__text_signature__`, e.g. `($self, key, default=None, /)`. */
  signature?: string;
  doc?: string;
}

export interface GetSetSpec {
  name: string;
  get?: Unary;
  /** `value` 0 deletes. */
  set?: (rt: Runtime, op: number, value: number) => void;
  doc?: string;
  /** CPython reads it as a plain member of the object (PyMemberDef): setting it says "readonly attribute". */
  plain?: boolean;
}

export interface MemberSpec {
  name: string;
  /** Word offset in the object. */
  at: number;
  /** 'object': None when empty; 'object_ex': AttributeError when empty; 'int': one word; 'ssize': two words (low word read); 'bool': one word. */
  kind: 'object' | 'object_ex' | 'int' | 'ssize' | 'bool';
  readonly?: boolean;
  doc?: string;
}
