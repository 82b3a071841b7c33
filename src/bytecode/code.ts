/**
 * Code objects as plain data: what the compiler gives and the loader turns into heap objects.
 *
 * Identity is meaning. The loader makes exactly one heap object for one ConstData object (compared by host identity, across `consts` of all
 * code objects of one compilation and the arena), so what the compiler merged is one object and what it did not merge is two.
 * Names (`names`, `varnames`, `cellvars`, `freevars`, `name`, `qualname`) are strings that the loader interns.
 */

/** Flags of a code object (CPython: Include/code.h). */
export const enum CodeFlag {
  Optimized = 0x0001,
  NewLocals = 0x0002,
  VarArgs = 0x0004,
  VarKeywords = 0x0008,
  Nested = 0x0010,
  Generator = 0x0020,
  /** No free and no cell variables (up to 3.10). */
  NoFree = 0x0040,
  Coroutine = 0x0080,
  IterableCoroutine = 0x0100,
  AsyncGenerator = 0x0200,
  FutureBarryAsBdfl = 0x400000,
  FutureGeneratorStop = 0x800000,
  FutureAnnotations = 0x1000000,
}

/** A constant. See the head of this file: one object here is one object in the heap. */
export type ConstData =
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'complex'; readonly real: number; readonly imag: number }
  | { readonly kind: 'str'; readonly value: string }
  | { readonly kind: 'bytes'; readonly value: Uint8Array }
  | { readonly kind: 'tuple'; readonly items: readonly ConstData[] }
  | { readonly kind: 'frozenset'; readonly items: readonly ConstData[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'true' }
  | { readonly kind: 'false' }
  | { readonly kind: 'ellipsis' }
  | { readonly kind: 'code'; readonly code: CodeData };

/** Numbers per instruction in `positions`. */
export const POSITION_STRIDE = 4;

/** Numbers per entry in `exceptionTable`: start, end, target, depth, pushLasti. Protocol: opcodes.ts, EXCEPTION_PROTOCOL. */
export const HANDLER_STRIDE = 5;

/** A code object before it is loaded. */
export interface CodeData {
  readonly name: string;
  readonly qualname: string;
  readonly filename: string;
  readonly firstlineno: number;
  /** CodeFlag bits. */
  readonly flags: number;
  /** Positional parameters, positional-only ones included; without *args and **kwargs. */
  readonly argcount: number;
  readonly posonlyargcount: number;
  readonly kwonlyargcount: number;
  /** = varnames.length */
  readonly nlocals: number;
  /** Greatest height of the value stack. */
  readonly stacksize: number;
  /** Pairs [op, arg]; see opcodes.ts. */
  readonly code: Int32Array;
  /** Four numbers an instruction: line, end line, column, end column (UTF-8 bytes from 0); -1 where there is none. */
  readonly positions: Int32Array;
  /** Five numbers an entry: start, end, target, depth, pushLasti (0 or 1), innermost first. */
  readonly exceptionTable: Int32Array;
  readonly consts: readonly ConstData[];
  readonly names: readonly string[];
  /** Parameters first (positional, keyword-only, *args, **kwargs), then the other locals. */
  readonly varnames: readonly string[];
  readonly cellvars: readonly string[];
  readonly freevars: readonly string[];
  /** For each cell variable the index in varnames of the parameter it takes its first value from, or -1. */
  readonly cell2arg: Int32Array;
  /** The tuples of `consts` and of the names as constants, where the model merges equal ones; else each code object has its own. */
  readonly tuples?: CodeTuples;
  /**
   * Instructions whose way on to the next one 3.14's LOAD_FAST_BORROW pass does not see: an empty block lies between (after `while True` with
   * a `break` at its end). Only with CompileModel.emptyBlocksHide.
   */
  readonly notFollowed?: readonly number[];
}

/**
 * From 3.8 on equal tuples of constants and of names are one tuple across all code objects of a compilation, and one with an equal constant:
 * one ConstData here. CPython: Python/compile.c makecode, merge_const_one
 */
export interface CodeTuples {
  readonly consts: ConstData;
  readonly names: ConstData;
  readonly varnames: ConstData;
  readonly cellvars: ConstData;
  readonly freevars: ConstData;
}

/**
 * Result of a compilation.
 *
 * `arena` is what CPython's AST arena keeps alive while a script runs (one reference each, repeated entries count repeatedly); entries are
 * the very objects of `consts` where the syntax tree's own object became the constant, separate ones where a duplicate did. Strings that
 * look like names: the loader interns those in `consts` (nested tuples and frozensets too); when an equal string was interned before, the
 * consts take that one and the arena keeps its own duplicate (CPython: Objects/codeobject.c intern_string_constants).
 */
export interface Compilation {
  readonly code: CodeData;
  readonly arena: readonly ConstData[];
  /** What the compiler warns of, in order; the runtime hands them to `warnings`. */
  readonly warnings: readonly CompileWarning[];
}

/** A warning of the compiler. */
export interface CompileWarning {
  readonly category: 'SyntaxWarning' | 'DeprecationWarning';
  readonly message: string;
  readonly lineno: number;
  /** The place as a SyntaxError has it, for filters that make the warning one. */
  readonly offset: number | null;
  readonly end_lineno: number | null;
  readonly end_offset: number | null;
}
