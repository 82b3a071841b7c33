/**
 * What the symbol pass finds out about names: the data that `analyzeScopes` (scopes.ts) returns and the compiler reads.
 * CPython: Include/internal/pycore_symtable.h.
 */
import type { Node } from './ast.ts';

/**
 * The kind of a block. `annotation` is the block of annotations: not evaluated (`from __future__ import annotations`) or computed by a
 * function of their own (3.14); the last three are PEP 695's and always nested functions at run time.
 */
export type ScopeKind = 'module' | 'function' | 'lambda' | 'class' | 'comprehension' | 'annotation' | 'typeparams' | 'typealias' | 'typevarbound';

export type Resolution = 'LOCAL' | 'GLOBAL_EXPLICIT' | 'GLOBAL_IMPLICIT' | 'FREE' | 'CELL';

/** Bits of `ScopeSymbol.flags`: how a name occurs in its block. CPython: pycore_symtable.h DEF_*. */
export const SymbolFlag = {
  /** `global name`. */
  GLOBAL: 1,
  /** Assigned. */
  LOCAL: 2,
  /** A parameter. */
  PARAM: 4,
  /** `nonlocal name`. */
  NONLOCAL: 8,
  /** Read. */
  USE: 16,
  /** Read here as a free variable of the class block around. */
  FREE_CLASS: 64,
  /** Bound by an import. */
  IMPORT: 128,
  /** Annotated (`name: type`). */
  ANNOT: 256,
  /** A comprehension's target. */
  COMP_ITER: 512,
  /** A PEP 695 type parameter. */
  TYPE_PARAM: 1024,
} as const;

export interface ScopeSymbol {
  /** After mangling. */
  name: string;
  /** Bits of SymbolFlag. */
  flags: number;
  resolution: Resolution;
}

export interface Scope {
  kind: ScopeKind;
  /** CPython's name of the block: 'top', the function's or class's name, 'lambda', 'listcomp', 'genexpr', … */
  name: string;
  /** The node that opened it: Module, FunctionDef, Lambda, ListComp, … */
  node: Node;
  parent: Scope | null;
  /** In source order. */
  children: Scope[];
  /** By mangled name, in order of first occurrence. Look names up with `resolve`. */
  symbols: Map<string, ScopeSymbol>;
  /** Parameters in the order of the frame's slots: positional-only, positional, keyword-only, *args, **kwargs. Mangled.
   *  A comprehension has '.0'; a PEP 695 block '.defaults' / '.kwdefaults' / '.type_params' where it takes them. */
  varnames: string[];
  /** Sorted by name. A class whose methods need `__class__` (needsClassClosure) has it here, one with needsClassDict `__classdict__`. */
  cellvars: string[];
  /** Sorted by name. */
  freevars: string[];
  /** Inside a function at any depth (CO_NESTED). */
  nested: boolean;
  /** A function, lambda or comprehension that yields; true for a generator expression. */
  isGenerator: boolean;
  /** `async def`, or a comprehension that awaits. With isGenerator: an asynchronous generator. */
  isCoroutine: boolean;
  hasVarargs: boolean;
  hasVarkeywords: boolean;
  /** `return value` occurs. */
  returnsValue: boolean;
  /** A class body with a function inside that mentions `super` or `__class__`. */
  needsClassClosure: boolean;
  /** A class body with a PEP 695 block inside that looks names up in the class's namespace (`__classdict__`, then in cellvars). */
  needsClassDict: boolean;
  /** Its annotations count only once they were reached: the set `__conditional_annotations__` says which (a class has it in cellvars). */
  countsAnnotations: boolean;
  comprehension: 'list' | 'set' | 'dict' | 'generator' | null;
  /** The class whose name mangles `__names` here, or null. */
  privateName: string | null;
  /** In or below a PEP 695 block directly inside a class: names are looked up in that class's namespace first. */
  canSeeClassScope: boolean;
}

/** The blocks of one tree. */
export interface ScopeTable {
  top: Scope;
  /** `from __future__` features named at the head of the module. */
  futures: ReadonlySet<string>;
  /**
   * The block a node opens (Module/Interactive/Expression, FunctionDef, AsyncFunctionDef, ClassDef, Lambda, comprehensions; TypeAlias its value;
   * TypeVar its bound). Throws when it opens none.
   */
  scopeOf(node: Node): Scope;
  /** The block around a generic FunctionDef / AsyncFunctionDef / ClassDef / TypeAlias that holds its type parameters. */
  typeParamsScopeOf(node: Node): Scope;
  /** The block of the default of a TypeVar, ParamSpec or TypeVarTuple. */
  typeParamDefaultScopeOf(node: Node): Scope;
  /** The block that computes the annotations of a function, or of the variables of a class or module (PEP 649). */
  annotationScopeOf(node: Node): Scope;
}

/**
 * Private name mangling: `__name` inside class `Class` is `_Class__name`. CPython: Python/compile.c _Py_Mangle.
 */
export function mangle(privateName: string | null, name: string): string {
  if (privateName === null || !name.startsWith('__')) return name;
  if (name.endsWith('__') || name.includes('.')) return name;
  const bare = privateName.replace(/^_+/, '');
  return bare === '' ? name : `_${bare}${name}`;
}

/**
 * How an already mangled name is resolved in a block; a name the block does not mention is GLOBAL_IMPLICIT.
 * CPython: Python/symtable.c PyST_GetScope.
 */
export function resolve(scope: Scope, name: string): Resolution {
  return scope.symbols.get(name)?.resolution ?? 'GLOBAL_IMPLICIT';
}
