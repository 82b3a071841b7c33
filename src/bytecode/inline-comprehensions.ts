/**
 * Comprehensions as part of the code around them (PEP 709, 3.12 and later): which ones, and what that changes in the scopes.
 * CPython: Python/symtable.c inline_comprehension (3.12).
 *
 * A comprehension is inlined unless it is a generator expression, has a variable that an inner function captures, or stands in a scope
 * that looks names up in a class first. Its variables become locals of the scope around; names of that scope that were cells only for
 * the comprehension's sake become plain locals again.
 */
import { type Scope, type ScopeSymbol, SymbolFlag } from '../syntax/scope.ts';

/** Finds the comprehensions to inline below a scope and adapts the scopes, innermost first. */
export function inlineComprehensions(top: Scope): ReadonlySet<Scope> {
  const inlined = new Set<Scope>();
  visit(top, inlined);
  return inlined;
}

/** Is the name a variable of the comprehension itself (not one of the scope around that it assigns by walrus)? */
export function isOwnVariable(symbol: ScopeSymbol): boolean {
  return (symbol.flags & SymbolFlag.LOCAL) !== 0 && (symbol.flags & (SymbolFlag.NONLOCAL | SymbolFlag.GLOBAL)) === 0 && symbol.resolution === 'LOCAL';
}

function visit(scope: Scope, inlined: Set<Scope>): void {
  for (const child of scope.children) visit(child, inlined);
  const candidates = scope.children.filter((child) => mayInline(scope, child));
  if (candidates.length === 0) return;
  for (const child of candidates) {
    inlined.add(child);
    merge(scope, child);
  }
  scope.children = scope.children.flatMap((child) => (inlined.has(child) ? child.children : [child]));
  for (const child of scope.children) child.parent = scope;
  freeCells(scope);
}

function mayInline(scope: Scope, child: Scope): boolean {
  return child.kind === 'comprehension' && child.comprehension !== 'generator' && child.cellvars.length === 0 && !scope.canSeeClassScope;
}

/** Names the scope around did not know. */
function merge(scope: Scope, child: Scope): void {
  for (const [name, symbol] of child.symbols) {
    if (name === '.0' || scope.symbols.has(name)) continue;
    scope.symbols.set(name, { ...symbol });
  }
}

/** Cell variables that no inner function captures any more are plain locals. */
function freeCells(scope: Scope): void {
  if (scope.kind === 'class') return;
  const captured = new Set<string>();
  for (const child of scope.children) for (const name of child.freevars) captured.add(name);
  scope.cellvars = scope.cellvars.filter((name) => {
    if (captured.has(name)) return true;
    const symbol = scope.symbols.get(name);
    if (symbol !== undefined) symbol.resolution = 'LOCAL';
    return false;
  });
}
