/**
 * Second pass of the symbol tables: from how names occur to which block each belongs to.
 * CPython: Python/symtable.c analyze_block, analyze_name, analyze_cells, update_symbols.
 */
import { type Resolution, type Scope, type ScopeSymbol, SymbolFlag } from './scope.ts';

const BOUND = SymbolFlag.LOCAL | SymbolFlag.PARAM | SymbolFlag.IMPORT | SymbolFlag.TYPE_PARAM;

/** Reports a `global` or `nonlocal` statement that cannot hold. */
export type DirectiveError = (scope: Scope, name: string, msg: string) => never;

function isClass(scope: Scope): boolean {
  return scope.kind === 'class';
}

function isFunctionLike(scope: Scope): boolean {
  return scope.kind !== 'class' && scope.kind !== 'module';
}

/** Resolves every symbol of `top` and of the blocks within, and fills their cellvars and freevars. */
export function resolveScopes(top: Scope, fail: DirectiveError): void {
  analyzeBlock(top, null, new Set(), new Set(), null, fail);
}

/** Is what `nonlocal name` in a scope means a type parameter? CPython: Python/symtable.c analyze_name (type_params) */
function isTypeParameter(scope: Scope, name: string): boolean {
  for (let outer = scope.parent; outer !== null; outer = outer.parent) {
    if (outer.kind === 'class') continue;
    const symbol = outer.symbols.get(name);
    if (symbol === undefined || (symbol.flags & BOUND) === 0 || (symbol.flags & SymbolFlag.NONLOCAL) !== 0) continue;
    return outer.kind === 'typeparams';
  }
  return false;
}

/**
 * @param bound names bound in the functions around, null at the top; changed: a `global` here takes a name out
 * @param free receives the names this block and those within need from around
 * @param global names declared global around; changed likewise
 */
function analyzeBlock(
  scope: Scope,
  bound: Set<string> | null,
  free: Set<string>,
  global: Set<string>,
  classEntry: Scope | null,
  fail: DirectiveError,
): void {
  const local = new Set<string>();
  const newFree = new Set<string>();
  const newGlobal = new Set<string>();
  const newBound = new Set<string>();
  // The names of a class are not seen from the functions in it: what it passes down is fixed before its own names are looked at.
  if (isClass(scope)) {
    for (const name of global) newGlobal.add(name);
    if (bound !== null) for (const name of bound) newBound.add(name);
  }
  for (const symbol of scope.symbols.values()) {
    symbol.resolution = analyzeName(scope, symbol, bound, local, free, global, classEntry, fail);
  }
  if (isClass(scope)) {
    newBound.add('__class__');
    newBound.add('__classdict__');
    if (scope.countsAnnotations) newBound.add('__conditional_annotations__');
  } else {
    if (isFunctionLike(scope)) for (const name of local) newBound.add(name);
    if (bound !== null) for (const name of bound) newBound.add(name);
    for (const name of global) newGlobal.add(name);
  }
  for (const child of scope.children) {
    let entry: Scope | null = null;
    if (child.canSeeClassScope) entry = isClass(scope) ? scope : classEntry;
    const childFree = new Set<string>();
    analyzeBlock(child, new Set(newBound), childFree, new Set(newGlobal), entry, fail);
    for (const name of childFree) newFree.add(name);
  }
  if (isFunctionLike(scope)) {
    for (const symbol of scope.symbols.values()) {
      if (symbol.resolution === 'LOCAL' && newFree.delete(symbol.name)) symbol.resolution = 'CELL';
    }
  } else if (isClass(scope)) {
    if (newFree.delete('__class__')) scope.needsClassClosure = true;
    if (newFree.delete('__classdict__')) scope.needsClassDict = true;
    if (scope.countsAnnotations) newFree.delete('__conditional_annotations__');
  }
  for (const name of newFree) {
    const symbol = scope.symbols.get(name);
    if (symbol !== undefined) {
      if (isClass(scope) && (symbol.flags & (BOUND | SymbolFlag.GLOBAL)) !== 0) symbol.flags |= SymbolFlag.FREE_CLASS;
    } else if (bound === null || bound.has(name)) {
      scope.symbols.set(name, { name, flags: 0, resolution: 'FREE' });
    }
    free.add(name);
  }
  listCells(scope);
}

/** Fills cellvars and freevars in the order of the code object. CPython: Python/compile.c dictbytype. */
function listCells(scope: Scope): void {
  for (const symbol of scope.symbols.values()) {
    if (symbol.resolution === 'CELL') scope.cellvars.push(symbol.name);
    else if (symbol.resolution === 'FREE' || (symbol.flags & SymbolFlag.FREE_CLASS) !== 0) scope.freevars.push(symbol.name);
  }
  scope.cellvars.sort(byCodePoint);
  scope.freevars.sort(byCodePoint);
  if (scope.needsClassClosure) scope.cellvars.push('__class__');
  if (scope.needsClassDict) scope.cellvars.push('__classdict__');
  if (isClass(scope) && scope.countsAnnotations) scope.cellvars.push('__conditional_annotations__');
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function analyzeName(
  scope: Scope,
  symbol: ScopeSymbol,
  bound: Set<string> | null,
  local: Set<string>,
  free: Set<string>,
  global: Set<string>,
  classEntry: Scope | null,
  fail: DirectiveError,
): Resolution {
  const { name, flags } = symbol;
  if ((flags & SymbolFlag.GLOBAL) !== 0) {
    if ((flags & SymbolFlag.NONLOCAL) !== 0) fail(scope, name, `name '${name}' is nonlocal and global`);
    global.add(name);
    bound?.delete(name);
    return 'GLOBAL_EXPLICIT';
  }
  if ((flags & SymbolFlag.NONLOCAL) !== 0) {
    if (bound === null) return fail(scope, name, 'nonlocal declaration not allowed at module level');
    if (!bound.has(name)) fail(scope, name, `no binding for nonlocal '${name}' found`);
    if (isTypeParameter(scope, name)) fail(scope, name, `nonlocal binding not allowed for type parameter '${name}'`);
    free.add(name);
    return 'FREE';
  }
  if ((flags & BOUND) !== 0) {
    local.add(name);
    global.delete(name);
    return 'LOCAL';
  }
  // A PEP 695 block in a class sees the class's names at run time, through its namespace.
  if (classEntry !== null) {
    const inClass = classEntry.symbols.get(name)?.flags ?? 0;
    if ((inClass & SymbolFlag.GLOBAL) !== 0) return 'GLOBAL_EXPLICIT';
    if ((inClass & BOUND) !== 0 && (inClass & SymbolFlag.NONLOCAL) === 0) return 'GLOBAL_IMPLICIT';
  }
  if (bound?.has(name)) {
    free.add(name);
    return 'FREE';
  }
  return 'GLOBAL_IMPLICIT';
}
