/** Comprehensions and generator expressions. CPython: compiler_comprehension, compiler_sync_comprehension_generator, compiler_async_comprehension_generator. */
import type { ComprehensionExpr, Expr } from '../syntax/ast.ts';
import { Block, Pseudo } from './block.ts';
import { makeClosure } from './closures.ts';
import type { Compiler } from './compiler.ts';
import { jumpIf } from './conditions.ts';
import { NONE } from './constants.ts';
import { Op } from './opcodes.ts';

const NAMES = {
  ListComp: '<listcomp>',
  SetComp: '<setcomp>',
  DictComp: '<dictcomp>',
  GeneratorExp: '<genexpr>',
} as const;

export function comprehension(c: Compiler, e: ComprehensionExpr): void {
  const scope = c.settings.scopes.scopeOf(e);
  const outermost = e.generators[0];
  const inAsync = c.unit.scope.isCoroutine || c.unit.kind === 'async';
  c.enter('comprehension', scope, NAMES[e.kind], e);
  c.unit.argcount = 1;
  const isAsync = scope.isCoroutine;
  const isGenerator = e.kind === 'GeneratorExp';
  if (isAsync && !inAsync && !isGenerator && !c.settings.topLevelAwait) {
    c.error('asynchronous comprehension outside of an asynchronous function', e);
  }
  if (e.kind === 'ListComp') c.emit(Op.BUILD_LIST, 0);
  else if (e.kind === 'SetComp') c.emit(Op.BUILD_SET, 0);
  else if (e.kind === 'DictComp') c.emit(Op.BUILD_MAP, 0);
  generator(c, e, 0, 0);
  if (!isGenerator) c.emit(Op.RETURN_VALUE);
  const code = c.leave(true);
  if (isAsync && c.settings.topLevelAwait && c.unit.kind === 'module' && !isGenerator) c.unit.scope.isCoroutine = true;
  makeClosure(c, code, 0);
  c.expr(outermost.iter);
  c.emit(outermost.is_async ? Op.GET_AITER : Op.GET_ITER);
  c.emit(Op.CALL_FUNCTION, 1);
  if (isAsync && !isGenerator) {
    c.emit(Op.GET_AWAITABLE);
    c.loadConst(NONE);
    c.emit(Op.YIELD_FROM);
  }
}

/** The `for` number `index` and all inside it; `depth` iterators lie above the result. */
function generator(c: Compiler, e: ComprehensionExpr, index: number, depth: number): void {
  if (e.generators[index].is_async) asyncGenerator(c, e, index, depth);
  else syncGenerator(c, e, index, depth);
}

/** `for y in [f(x)]` just binds y: no loop. */
function singleElement(iter: Expr): Expr | null {
  if (iter.kind !== 'List' && iter.kind !== 'Tuple') return null;
  return iter.elts.length === 1 && iter.elts[0].kind !== 'Starred' ? iter.elts[0] : null;
}

function syncGenerator(c: Compiler, e: ComprehensionExpr, index: number, outerDepth: number): void {
  const part = e.generators[index];
  const start = new Block();
  const ifCleanup = new Block();
  const anchor = new Block();
  let depth = outerDepth;
  let loops = true;
  if (index === 0) c.emit(Op.LOAD_FAST, 0);
  else {
    const single = singleElement(part.iter);
    if (single !== null) {
      c.expr(single);
      loops = false;
    } else {
      c.expr(part.iter);
      c.emit(Op.GET_ITER);
    }
  }
  if (loops) {
    depth++;
    c.use(start);
    c.jump(Op.FOR_ITER, anchor);
  }
  c.expr(part.target);
  for (const test of part.ifs) jumpIf(c, test, ifCleanup, false);
  if (index + 1 < e.generators.length) generator(c, e, index + 1, depth);
  else element(c, e, depth);
  c.use(ifCleanup);
  if (loops) {
    c.jump(Op.JUMP_ABSOLUTE, start);
    c.use(anchor);
  }
}

function asyncGenerator(c: Compiler, e: ComprehensionExpr, index: number, depth: number): void {
  const part = e.generators[index];
  const start = new Block();
  const except = new Block();
  const ifCleanup = new Block();
  if (index === 0) c.emit(Op.LOAD_FAST, 0);
  else {
    c.expr(part.iter);
    c.emit(Op.GET_AITER);
  }
  c.use(start);
  c.setup(Pseudo.SETUP_FINALLY, except);
  c.emit(Op.GET_ANEXT);
  c.loadConst(NONE);
  c.emit(Op.YIELD_FROM);
  c.popBlock();
  c.expr(part.target);
  for (const test of part.ifs) jumpIf(c, test, ifCleanup, false);
  if (index + 1 < e.generators.length) generator(c, e, index + 1, depth + 1);
  else element(c, e, depth + 1);
  c.use(ifCleanup);
  c.jump(Op.JUMP_ABSOLUTE, start);
  c.use(except);
  c.emit(Op.END_ASYNC_FOR);
}

/** What the innermost loop does with each element. */
function element(c: Compiler, e: ComprehensionExpr, depth: number): void {
  switch (e.kind) {
    case 'GeneratorExp':
      c.expr(e.elt);
      c.emit(Op.YIELD_VALUE);
      c.emit(Op.POP_TOP);
      return;
    case 'ListComp':
      c.expr(e.elt);
      c.emit(Op.LIST_APPEND, depth + 1);
      return;
    case 'SetComp':
      c.expr(e.elt);
      c.emit(Op.SET_ADD, depth + 1);
      return;
    case 'DictComp':
      c.expr(e.key);
      c.expr(e.value);
      c.emit(Op.MAP_ADD, depth + 1);
  }
}
