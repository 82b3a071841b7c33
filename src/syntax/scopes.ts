/** Symbol tables: which block each name belongs to. CPython: Python/symtable.c. */
import type { Mod } from './ast.ts';
import type { ScopeTable } from './scope.ts';

/** Builds the symbol tables of a tree. @throws PythonSyntaxError */
export function analyzeScopes(_tree: Mod, _options: { filename: string }): ScopeTable {
  throw new Error('analyzeScopes is not written yet');
}
