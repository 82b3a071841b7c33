/** Comprehensions and generator expressions. CPython: compiler_comprehension, compiler_sync_comprehension_generator, compiler_async_comprehension_generator. */
import type { ComprehensionExpr, Expr } from '../syntax/ast.ts';
import { type Resolution, resolve, type Scope } from '../syntax/scope.ts';
import { Block, Pseudo } from './block.ts';
import { makeClosure } from './closures.ts';
import { rotateTop } from './collections.ts';
import type { Compiler } from './compiler.ts';
import { jumpIf } from './conditions.ts';
import { NONE } from './constants.ts';
import { isOwnVariable } from './inline-comprehensions.ts';
import { Op } from './opcodes.ts';
import { indexOf } from './unit.ts';

const NAMES = {
  ListComp: '<listcomp>',
  SetComp: '<setcomp>',
  DictComp: '<dictcomp>',
  GeneratorExp: '<genexpr>',
} as const;

export function comprehension(c: Compiler, e: ComprehensionExpr): void {
  const scope = c.settings.scopes.scopeOf(e);
  if (c.settings.inlined.has(scope)) {
    inlineComprehension(c, e, scope);
    return;
  }
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
  c.emit(Op.LOAD_FAST, 0);
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

/**
 * A comprehension inside the code around it: its variables are saved on the stack below the iterator, and put back after, also on an error.
 * CPython: push_inlined_comprehension_state, pop_inlined_comprehension_state (3.12).
 */
function inlineComprehension(c: Compiler, e: ComprehensionExpr, scope: Scope): void {
  const { unit } = c;
  const loc = unit.loc;
  if (scope.isCoroutine && !unit.scope.isCoroutine && unit.kind !== 'async' && !c.settings.topLevelAwait) {
    c.error('asynchronous comprehension outside of an asynchronous function', e);
  }
  const outermost = e.generators[0];
  c.expr(outermost.iter);
  const outer = unit.overrides;
  const overrides = new Map(outer ?? []);
  const saved: number[] = [];
  for (const [name, symbol] of scope.symbols) {
    if (name === '.0') continue;
    if (isOwnVariable(symbol)) {
      overrides.set(name, 'LOCAL');
      const index = indexOf(unit.varnames, name);
      saved.push(index);
      c.emit(Op.LOAD_FAST_AND_CLEAR, index);
    } else if (unit.kind === 'class') {
      if (outer === null) overrides.set(name, inClass(name, symbol.resolution));
    } else if (unit.kind !== 'module' && symbol.resolution !== 'FREE' && symbol.resolution !== (outer?.get(name) ?? resolve(unit.scope, name)))
      overrides.set(name, symbol.resolution);
  }
  unit.overrides = overrides;
  const cleanup = new Block();
  const end = new Block();
  bringUp(c, saved.length);
  if (saved.length > 0) c.setup(Pseudo.SETUP_FINALLY, cleanup);
  c.emit(e.kind === 'ListComp' ? Op.BUILD_LIST : e.kind === 'SetComp' ? Op.BUILD_SET : Op.BUILD_MAP, 0);
  c.emit(Op.ROT_TWO);
  c.emit(outermost.is_async ? Op.GET_AITER : Op.GET_ITER);
  generator(c, e, 0, 0);
  unit.loc = loc;
  if (saved.length > 0) {
    c.popBlock();
    c.jumpNoLine(Op.JUMP_FORWARD, end);
    c.use(cleanup);
    // The unfinished result lies below the error.
    c.emit(Op.ROT_TWO);
    c.emit(Op.POP_TOP);
    restore(c, saved);
    c.emit(Op.RERAISE, 0);
    c.use(end);
    restore(c, saved);
  }
  unit.overrides = outer;
}

/** How a comprehension in a class body resolves a name that is not its own: there is no `__class__` yet. CPython: inline_comprehension (3.13) */
function inClass(name: string, resolution: Resolution): Resolution {
  return resolution === 'FREE' && (name === '__class__' || name === '__classdict__') ? 'GLOBAL_IMPLICIT' : resolution;
}

/** The slot below n others comes to the top. */
function bringUp(c: Compiler, n: number): void {
  if (n === 0) return;
  for (let i = 0; i < n; i++) rotateTop(c, n + 1);
}

/** Puts the saved variables below the top back. */
function restore(c: Compiler, saved: readonly number[]): void {
  if (saved.length === 0) return;
  rotateTop(c, saved.length + 1);
  for (let i = saved.length - 1; i >= 0; i--) c.emit(Op.STORE_FAST, saved[i]);
}

/**
 * The `for` number `index` and all inside it; `depth` iterators lie above the result. The first one's iterator lies on top already.
 */
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
  if (index > 0) {
    const single = c.settings.model.singleItemsAssigned ? singleElement(part.iter) : null;
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
  if (index > 0) {
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
      if (c.settings.model.valuesFirst) {
        c.expr(e.value);
        c.expr(e.key);
        c.emit(Op.ROT_TWO);
      } else {
        c.expr(e.key);
        c.expr(e.value);
      }
      c.emit(Op.MAP_ADD, depth + 1);
  }
}
