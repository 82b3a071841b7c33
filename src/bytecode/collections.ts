/** Displays, unpacking targets. CPython: starunpack_helper, unpack_helper, compiler_dict, compiler_subdict. */
import type { Dict, Expr, List, SetExpr, Tuple } from '../syntax/ast.ts';
import type { ConstData } from './code.ts';
import type { Compiler } from './compiler.ts';
import { constantOf } from './fold.ts';
import { Op } from './opcodes.ts';

/** Displays with more elements than this are built step by step, to keep the stack low. CPython: STACK_USE_GUIDELINE. */
export const STACK_USE_GUIDELINE = 30;

/** What a sequence of elements is built into. */
export type DisplayKind = 'list' | 'tuple' | 'set';

/** Builds a list, tuple or set; `pushed` elements lie on the stack already. */
export function buildSequence(c: Compiler, elts: readonly Expr[], pushed: number, kind: DisplayKind): void {
  const isSet = kind === 'set';
  const build = isSet ? Op.BUILD_SET : Op.BUILD_LIST;
  const add = isSet ? Op.SET_ADD : Op.LIST_APPEND;
  const extend = isSet ? Op.SET_UPDATE : Op.LIST_EXTEND;
  const n = elts.length;
  if (n > 2 && c.settings.model.displaysFromTuple && elts.every((elt) => elt.kind === 'Constant')) {
    const items = constants(elts);
    if (kind === 'tuple') c.loadConst({ kind: 'tuple', items });
    else {
      c.emit(build, pushed);
      c.loadConst(isSet ? { kind: 'frozenset', items } : { kind: 'tuple', items });
      c.emit(extend, 1);
    }
    return;
  }
  const big = n + pushed > STACK_USE_GUIDELINE;
  const starred = elts.some((elt) => elt.kind === 'Starred');
  if (!starred && !big) {
    c.exprs(elts);
    c.emit(kind === 'tuple' ? Op.BUILD_TUPLE : build, n + pushed);
    return;
  }
  if (starred && c.settings.model.unpacksLate) {
    unpackLate(c, elts, pushed, kind);
    return;
  }
  let built = false;
  if (big) {
    c.emit(build, pushed);
    built = true;
  }
  for (let i = 0; i < n; i++) {
    const elt = elts[i];
    if (elt.kind === 'Starred') {
      if (!built) {
        c.emit(build, i + pushed);
        built = true;
      }
      c.expr(elt.value);
      c.emit(extend, 1);
    } else {
      c.expr(elt);
      if (built) c.emit(add, 1);
    }
  }
  if (kind === 'tuple') c.emit(Op.LIST_TO_TUPLE);
}

/** All parts lie on the stack, elements between starred ones as tuples or sets, before the first is unpacked. CPython 3.8: starunpack_helper */
function unpackLate(c: Compiler, elts: readonly Expr[], pushed: number, kind: DisplayKind): void {
  const isSet = kind === 'set';
  let parts = 0;
  let seen = pushed;
  const gather = (): void => {
    if (seen === 0) return;
    c.emit(isSet ? Op.BUILD_SET : Op.BUILD_TUPLE, seen);
    seen = 0;
    parts++;
  };
  for (const elt of elts) {
    if (elt.kind !== 'Starred') {
      c.expr(elt);
      seen++;
      continue;
    }
    gather();
    c.expr(elt.value);
    parts++;
  }
  gather();
  c.emit(isSet ? Op.BUILD_SET : Op.BUILD_LIST, 0);
  unpackParts(c, parts, isSet ? Op.SET_UPDATE : Op.LIST_EXTEND);
  if (kind === 'tuple') c.emit(Op.LIST_TO_TUPLE);
}

/** The top goes below n - 1 others. */
export function rotateTop(c: Compiler, n: number): void {
  if (n === 2) c.emit(Op.ROT_TWO);
  else if (n === 3) c.emit(Op.ROT_THREE);
  else if (n === 4) c.emit(Op.ROT_FOUR);
  else if (n > 4) c.emit(Op.ROT_N, n);
}

/** part, …, part, result -> result that has taken each part in, the first one first. */
function unpackParts(c: Compiler, parts: number, extend: Op): void {
  rotateTop(c, parts + 1);
  for (let left = parts; left > 0; left--) {
    for (let i = 1; i < left; i++) rotateTop(c, left);
    c.emit(extend, left);
  }
}

const constants = (elts: readonly Expr[]): ConstData[] => elts.map((elt) => constantOf(elt as Expr & { kind: 'Constant' }));

export function list(c: Compiler, e: List): void {
  if (e.ctx === 'Store') assignment(c, e.elts);
  else if (e.ctx === 'Load') buildSequence(c, e.elts, 0, 'list');
  else c.exprs(e.elts);
}

export function tuple(c: Compiler, e: Tuple): void {
  if (e.ctx === 'Store') assignment(c, e.elts);
  else if (e.ctx === 'Load') buildSequence(c, e.elts, 0, 'tuple');
  else c.exprs(e.elts);
}

export function set(c: Compiler, e: SetExpr): void {
  buildSequence(c, e.elts, 0, 'set');
}

/** Targets in parentheses or brackets: unpacks what lies on the stack into them. CPython: assignment_helper. */
function assignment(c: Compiler, elts: readonly Expr[]): void {
  unpack(
    c,
    elts.map((elt) => elt.kind === 'Starred'),
    'assignment',
  );
  for (const elt of elts) c.expr(elt.kind === 'Starred' ? elt.value : elt);
}

/** UNPACK_SEQUENCE or UNPACK_EX for elements of which `starred` says which is the starred one. */
export function unpack(c: Compiler, starred: readonly boolean[], what: 'assignment' | 'pattern'): void {
  const n = starred.length;
  let star = -1;
  for (let i = 0; i < n; i++) {
    if (!starred[i]) continue;
    if (star >= 0) {
      c.error(what === 'assignment' ? 'multiple starred expressions in assignment' : 'multiple starred expressions in sequence pattern');
    }
    if (i >= 256 || n - i - 1 >= 1 << 23) {
      c.error(
        what === 'assignment' ? 'too many expressions in star-unpacking assignment' : 'too many expressions in star-unpacking sequence pattern',
      );
    }
    star = i;
  }
  if (star < 0) c.emit(Op.UNPACK_SEQUENCE, n);
  else c.emit(Op.UNPACK_EX, star + ((n - star - 1) << 8));
}

/** As unpackLate, for a dict display with `**`. CPython 3.8: compiler_dict, BUILD_MAP_UNPACK */
function dictLate(c: Compiler, e: Dict): void {
  let parts = 0;
  let begin = 0;
  for (let i = 0; i <= e.values.length; i++) {
    if (i < e.values.length && e.keys[i] !== null) continue;
    if (i > begin) {
      subDict(c, e, begin, i);
      parts++;
    }
    if (i < e.values.length) {
      c.expr(e.values[i]);
      parts++;
    }
    begin = i + 1;
  }
  c.emit(Op.BUILD_MAP, 0);
  unpackParts(c, parts, Op.DICT_UPDATE);
}

export function dict(c: Compiler, e: Dict): void {
  if (c.settings.model.unpacksLate && e.keys.includes(null)) {
    dictLate(c, e);
    return;
  }
  let have = false;
  let elements = 0;
  const n = e.values.length;
  const merge = (begin: number, end: number): void => {
    subDict(c, e, begin, end);
    if (have) c.emit(Op.DICT_UPDATE, 1);
    have = true;
    elements = 0;
  };
  for (let i = 0; i < n; i++) {
    if (e.keys[i] === null) {
      if (elements > 0) merge(i - elements, i);
      if (!have) {
        c.emit(Op.BUILD_MAP, 0);
        have = true;
      }
      c.expr(e.values[i]);
      c.emit(Op.DICT_UPDATE, 1);
    } else if (elements * 2 > STACK_USE_GUIDELINE) merge(i - elements, i + 1);
    else elements++;
  }
  if (elements > 0) merge(n - elements, n);
  if (!have) c.emit(Op.BUILD_MAP, 0);
}

function subDict(c: Compiler, e: Dict, begin: number, end: number): void {
  const n = end - begin;
  const big = n * 2 > STACK_USE_GUIDELINE;
  const keys = e.keys.slice(begin, end) as Expr[];
  if (n > 1 && !big && keys.every((key) => key.kind === 'Constant')) {
    for (let i = begin; i < end; i++) c.expr(e.values[i]);
    c.loadConst({ kind: 'tuple', items: constants(keys) });
    c.emit(Op.BUILD_CONST_KEY_MAP, n);
    return;
  }
  if (big) c.emit(Op.BUILD_MAP, 0);
  for (let i = 0; i < n; i++) {
    c.expr(keys[i]);
    c.expr(e.values[begin + i]);
    if (big) c.emit(Op.MAP_ADD, 1);
  }
  if (!big) c.emit(Op.BUILD_MAP, n);
}
