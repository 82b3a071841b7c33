/** Syntax tree to code objects. CPython: Python/compile.c _PyAST_Compile. */
import type { Mod } from '../syntax/ast.ts';
import { analyzeScopes } from '../syntax/scopes.ts';
import { PythonSyntaxError } from '../syntax/syntax-error.ts';
import { body, setUpAnnotations } from './classes.ts';
import { CodeFlag, type Compilation } from './code.ts';
import { Compiler, type Visitors } from './compiler.ts';
import { comprehension } from './comprehensions.ts';
import { visitExpr } from './expressions.ts';
import { warnOfFinally } from './finally-warnings.ts';
import { type FoldOptions, foldTree } from './fold.ts';
import { lambda } from './functions.ts';
import { inlineComprehensions } from './inline-comprehensions.ts';
import { type CompileModel, DEFAULT_COMPILE_MODEL } from './model.ts';
import { visitStmt } from './statements.ts';

export interface CompileOptions {
  readonly filename: string;
  /** 0, 1 (no asserts, __debug__ false) or 2 (no docstrings either). */
  readonly optimize?: number;
  readonly model?: CompileModel;
  /** CodeFlag bits of future features in force where the source is compiled (exec, eval and compile inherit them). */
  readonly futureFlags?: number;
  /** `await` at the top level (ast.PyCF_ALLOW_TOP_LEVEL_AWAIT). */
  readonly topLevelAwait?: boolean;
}

const VISITORS: Visitors = { expr: visitExpr, stmt: visitStmt, comprehension, lambda };

/** CodeFlag bits that compiled code passes on to what it compiles (CPython: PyCF_MASK). */
export const FUTURE_MASK = CodeFlag.FutureBarryAsBdfl | CodeFlag.FutureGeneratorStop | CodeFlag.FutureAnnotations;

/**
 * Compiles a tree, which is changed by folding. @throws PythonSyntaxError
 */
export function compile(tree: Mod, options: CompileOptions): Compilation {
  try {
    return compileTree(tree, options);
  } catch (error) {
    // The host's stack ended before our own limit: CPython's answer to a program nested too deeply.
    if (error instanceof RangeError && /call stack/i.test(error.message)) {
      throw new PythonSyntaxError('RecursionError', 'maximum recursion depth exceeded during compilation', {
        filename: options.filename,
        lineno: null,
        offset: null,
        end_lineno: null,
        end_offset: null,
        text: null,
      });
    }
    throw error;
  }
}

function foldOptions(model: CompileModel, optimize: number, keepAnnotations: boolean): FoldOptions {
  return {
    optimize,
    keepAnnotations,
    foldedInArena: model.foldedInArena,
    arenaBytesReferences: model.arenaBytesReferences,
    numbersReadAgain: model.tokensInArena,
    iteratedTuples: model.iteratedTuples,
    formatsInTree: model.formatsInTree,
  };
}

/** Folds a tree in place, as compile() does before it looks at names. CPython: Python/ast_opt.c _PyAST_Optimize */
export function optimizeTree(tree: Mod, options: Pick<CompileOptions, 'optimize' | 'model'>): void {
  foldTree(tree, foldOptions(options.model ?? DEFAULT_COMPILE_MODEL, options.optimize ?? 0, importsFuture(tree, 'annotations')));
}

function compileTree(tree: Mod, options: CompileOptions): Compilation {
  const model = options.model ?? DEFAULT_COMPILE_MODEL;
  const optimize = options.optimize ?? 0;
  const inherited = (options.futureFlags ?? 0) & FUTURE_MASK;
  const keepAnnotations = (inherited & CodeFlag.FutureAnnotations) !== 0 || importsFuture(tree, 'annotations');
  const arena = foldTree(tree, foldOptions(model, optimize, keepAnnotations));
  const scopes = analyzeScopes(tree, {
    filename: options.filename,
    stringAnnotations: keepAnnotations,
    deferredAnnotations: model.lazyAnnotations,
    topLevelAwait: options.topLevelAwait,
  });
  let futureFlags = inherited;
  if (keepAnnotations) futureFlags |= CodeFlag.FutureAnnotations;
  if (scopes.futures.has('barry_as_FLUFL')) futureFlags |= CodeFlag.FutureBarryAsBdfl;
  const c = new Compiler({
    filename: options.filename,
    model,
    optimize,
    interactive: tree.kind === 'Interactive',
    futureFlags,
    topLevelAwait: options.topLevelAwait ?? false,
    scopes,
    inlined: model.inlineComprehensions ? inlineComprehensions(scopes.top) : new Set(),
    visitors: VISITORS,
  });
  c.enter('module', scopes.top, '<module>', { lineno: 1, end_lineno: 1, col_offset: 0, end_col_offset: 0 });
  if (model.warnsOfFinally && tree.kind !== 'Expression') warnOfFinally(tree.body, (message, at) => c.warn(message, at));
  switch (tree.kind) {
    case 'Module':
      body(c, tree.body);
      break;
    case 'Interactive':
      setUpAnnotations(c, tree.body);
      c.stmts(tree.body);
      break;
    case 'Expression':
      c.expr(tree.body);
      break;
  }
  const code = c.leave(tree.kind !== 'Expression');
  return { code, arena, warnings: c.warnings };
}

/** Does the head of the module import a future feature? */
function importsFuture(tree: Mod, feature: string): boolean {
  if (tree.kind === 'Expression') return false;
  for (const s of tree.body) {
    if (s.kind === 'ImportFrom' && s.module === '__future__') {
      if (s.names.some((alias) => alias.name === feature)) return true;
    } else if (!(s.kind === 'Expr' && s.value.kind === 'Constant')) return false;
  }
  return false;
}
