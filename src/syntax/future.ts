/** `from __future__ import …`. CPython: Python/future.c. */
import type { Mod } from './ast.ts';
import { PythonSyntaxError } from './syntax-error.ts';

const FEATURES: ReadonlySet<string> = new Set([
  'nested_scopes',
  'generators',
  'division',
  'absolute_import',
  'with_statement',
  'print_function',
  'unicode_literals',
  'barry_as_FLUFL',
  'generator_stop',
  'annotations',
]);

/** What the head of a module asks for. */
export interface Futures {
  features: ReadonlySet<string>;
  /** Line of the last such import, or -1: one that stands further down is an error (compile.c compiler_from_import). */
  lastLine: number;
}

/**
 * Reads the `__future__` imports at the head of a tree, after the docstring.
 * CPython: Python/future.c future_parse.
 * @throws PythonSyntaxError for a feature that does not exist
 */
export function readFutures(tree: Mod, filename: string): Futures {
  const features = new Set<string>();
  let lastLine = -1;
  if (tree.kind === 'Expression') return { features, lastLine };
  let docstring = true;
  for (const s of tree.body) {
    if (s.kind === 'ImportFrom') {
      if (s.module !== '__future__' || s.level !== 0) break;
      for (const alias of s.names) {
        if (FEATURES.has(alias.name)) {
          features.add(alias.name);
          continue;
        }
        const msg = alias.name === 'braces' ? 'not a chance' : `future feature ${alias.name} is not defined`;
        throw new PythonSyntaxError('SyntaxError', msg, {
          filename,
          lineno: s.lineno,
          offset: s.col_offset + 1,
          end_lineno: s.lineno,
          end_offset: null,
          text: null,
        });
      }
      lastLine = s.lineno;
    } else if (docstring && s.kind === 'Expr' && s.value.kind === 'Constant' && s.value.value.type === 'str') {
      docstring = false;
      continue;
    } else break;
    docstring = false;
  }
  return { features, lastLine };
}
