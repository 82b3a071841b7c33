/** What the compiler knows about the code object it is emitting. CPython: Python/compile.c struct compiler_unit. */
import type { AnnAssign, Located, Stmt } from '../syntax/ast.ts';
import type { Resolution, Scope } from '../syntax/scope.ts';
import { Block } from './block.ts';
import type { ConstData } from './code.ts';
import type { ConstantCache } from './constants.ts';

/** What kind of code a unit is (qualified names and a few errors depend on it). */
export type UnitKind = 'module' | 'class' | 'function' | 'async' | 'lambda' | 'comprehension' | 'typeparams' | 'annotations';

/**
 * What encloses the statement being compiled, for break, continue and return to unwind.
 * CPython: Python/compile.c enum fblocktype.
 */
export type Frame =
  | { readonly type: 'while'; readonly start: Block; readonly exit: Block }
  /** The iterator lies on the stack. */
  | { readonly type: 'for'; readonly start: Block; readonly exit: Block }
  | { readonly type: 'try' }
  | { readonly type: 'finally-try'; readonly body: readonly Stmt[] }
  /** previous, exc lie on the stack. */
  | { readonly type: 'finally-end' }
  /** The bound exit lies on the stack. */
  | { readonly type: 'with'; readonly loc: Located; readonly isAsync: boolean }
  /** previous lies on the stack. */
  | { readonly type: 'handler'; readonly name: string | null }
  | { readonly type: 'handlers' }
  /** A return value lies on the stack. */
  | { readonly type: 'value' }
  | { readonly type: 'group-handlers' };

/** State of one code object while its body is compiled. */
export class Unit {
  readonly kind: UnitKind;
  readonly scope: Scope;
  readonly name: string;
  qualname: string;
  readonly firstlineno: number;
  /** The class whose name mangles private names here. */
  readonly privateName: string | null;
  readonly entry: Block;
  current: Block;
  readonly names = new Map<string, number>();
  readonly varnames = new Map<string, number>();
  readonly cellvars = new Map<string, number>();
  /** Indices include the cell variables before them. */
  readonly freevars = new Map<string, number>();
  readonly consts: ConstData[] = [];
  private readonly constIndex = new Map<ConstData, number>();
  readonly cache: ConstantCache;
  private readonly recursiveMerge: boolean;
  readonly frames: Frame[] = [];
  /** How names are resolved inside the inlined comprehension being compiled, where that differs from the unit's scope. */
  overrides: Map<string, Resolution> | null = null;
  /** Numbers of the annotations that may be passed over. */
  readonly annotationNumbers = new Map<AnnAssign, number>();
  /** Attributes that a class's methods store in `self`. */
  readonly selfAttributes = new Set<string>();
  argcount = 0;
  posonlyargcount = 0;
  kwonlyargcount = 0;
  /** Place of what is emitted; null for instructions without a line. */
  loc: Located | null;

  constructor(
    kind: UnitKind,
    scope: Scope,
    name: string,
    qualname: string,
    privateName: string | null,
    loc: Located,
    cache: ConstantCache,
    recursiveMerge: boolean,
  ) {
    this.kind = kind;
    this.scope = scope;
    this.name = name;
    this.qualname = qualname;
    this.firstlineno = loc.lineno;
    this.privateName = privateName;
    this.loc = loc;
    this.cache = cache;
    this.recursiveMerge = recursiveMerge;
    this.entry = new Block();
    this.current = this.entry;
    for (const v of scope.varnames) this.varnames.set(v, this.varnames.size);
    for (const v of scope.cellvars) this.cellvars.set(v, this.cellvars.size);
    for (const v of scope.freevars) this.freevars.set(v, this.cellvars.size + this.freevars.size);
  }

  /** Index in consts of a constant, merged with an equal one. CPython: compiler_add_const. */
  constant(data: ConstData): number {
    const merged = this.recursiveMerge ? this.cache.mergeRecursive(data) : this.cache.merge(data);
    let index = this.constIndex.get(merged);
    if (index === undefined) {
      index = this.consts.push(merged) - 1;
      this.constIndex.set(merged, index);
    }
    return index;
  }

  /** Index in consts of what was folded after the tree: equal ones are not looked for. CPython 3.6: Python/peephole.c fold_binops_on_constants */
  foldedConstant(data: ConstData): number {
    return this.consts.push(data) - 1;
  }
}

/** Index of a name in a table that grows. */
export function indexOf(table: Map<string, number>, name: string): number {
  let index = table.get(name);
  if (index === undefined) {
    index = table.size;
    table.set(name, index);
  }
  return index;
}
