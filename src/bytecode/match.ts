/** match statements. CPython: compiler_match_inner, compiler_pattern and its parts (3.10). */
import type { Expr, Match, MatchAs, MatchClass, MatchMapping, MatchOr, MatchSequence, Pattern } from '../syntax/ast.ts';
import { Block } from './block.ts';
import type { ConstData } from './code.ts';
import { unpack } from './collections.ts';
import type { Compiler } from './compiler.ts';
import { compareOp, jumpIf } from './conditions.ts';
import { constantFromValue } from './constants.ts';
import { constantOf } from './fold.ts';
import { Op } from './opcodes.ts';
import { constantText } from './unparse.ts';

/** State of one pattern being compiled. CPython: struct pattern_context. */
interface PatternContext {
  /** Names captured so far; their values lie on the stack, in this order from below, under what is `onTop`. */
  stores: string[];
  /** May a pattern here match anything? */
  allowIrrefutable: boolean;
  /** Block n pops n values and fails. */
  failPop: Block[];
  /** How many values above the stores must be popped on failure. */
  onTop: number;
}

const isWildcard = (p: Pattern): boolean => p.kind === 'MatchAs' && p.name === null;
const isWildcardStar = (p: Pattern): boolean => p.kind === 'MatchStar' && p.name === null;

export function match(c: Compiler, s: Match): void {
  const end = new Block();
  c.expr(s.subject);
  const { cases } = s;
  const last = cases[cases.length - 1];
  const hasDefault = isWildcard(last.pattern) && cases.length > 1;
  const tested = hasDefault ? cases.length - 1 : cases.length;
  for (let i = 0; i < tested; i++) {
    const m = cases[i];
    c.unit.loc = m.pattern;
    const keepSubject = i !== tested - 1;
    if (keepSubject) c.emit(Op.DUP_TOP);
    const pc: PatternContext = {
      stores: [],
      allowIrrefutable: m.guard !== null || i === cases.length - 1,
      failPop: [],
      onTop: 0,
    };
    pattern(c, m.pattern, pc);
    for (const name of pc.stores) c.nameOp(name, 'Store');
    if (m.guard !== null) {
      ensureFailPop(pc, 0);
      jumpIf(c, m.guard, pc.failPop[0], false);
    }
    if (keepSubject) c.emit(Op.POP_TOP);
    c.stmts(m.body);
    c.jumpNoLine(Op.JUMP_FORWARD, end);
    // As 3.10: the failing path is on the line of the pattern.
    c.unit.loc = m.pattern;
    emitFailPop(c, pc);
  }
  if (hasDefault) {
    c.unit.loc = last.pattern;
    c.emit(Op.NOP);
    if (last.guard !== null) jumpIf(c, last.guard, end, false);
    c.stmts(last.body);
  }
  c.use(end);
}

// ------------------------------------------------------------ failing

function ensureFailPop(pc: PatternContext, n: number): void {
  while (pc.failPop.length <= n) pc.failPop.push(new Block());
}

/** Jumps to where the pattern fails, after popping what it put on the stack. */
function jumpToFail(c: Compiler, pc: PatternContext, op: Op): void {
  const pops = pc.onTop + pc.stores.length;
  ensureFailPop(pc, pops);
  c.jump(op, pc.failPop[pops]);
}

function emitFailPop(c: Compiler, pc: PatternContext): void {
  if (pc.failPop.length === 0) {
    c.use(new Block());
    return;
  }
  for (let n = pc.failPop.length - 1; n > 0; n--) {
    c.use(pc.failPop[n]);
    c.emit(Op.POP_TOP);
  }
  c.use(pc.failPop[0]);
  pc.failPop = [];
}

// ------------------------------------------------------------ storing

function rotate(c: Compiler, count: number): void {
  if (count < 2) return;
  if (count === 2) c.emit(Op.ROT_TWO);
  else if (count === 3) c.emit(Op.ROT_THREE);
  else if (count === 4) c.emit(Op.ROT_FOUR);
  else c.emit(Op.ROT_N, count);
}

/** The value on top goes below everything that must stay above it, to wait for its name. */
function storeName(c: Compiler, name: string | null, pc: PatternContext): void {
  if (name === null) {
    c.emit(Op.POP_TOP);
    return;
  }
  if (name === '__debug__') c.error('cannot assign to __debug__');
  if (pc.stores.includes(name)) duplicateStore(c, name);
  rotate(c, pc.onTop + pc.stores.length + 1);
  pc.stores.push(name);
}

function duplicateStore(c: Compiler, name: string): never {
  c.error(`multiple assignments to name '${name}' in pattern`);
}

// ------------------------------------------------------------ patterns

function pattern(c: Compiler, p: Pattern, pc: PatternContext): void {
  c.unit.loc = p;
  switch (p.kind) {
    case 'MatchValue':
      if (!isLiteral(p.value) && p.value.kind !== 'Attribute') {
        c.error('patterns may only match literals and attribute lookups');
      }
      c.expr(p.value);
      compareOp(c, 'Eq');
      jumpToFail(c, pc, Op.POP_JUMP_IF_FALSE);
      return;
    case 'MatchSingleton':
      c.loadConst(constantFromValue(p.value));
      compareOp(c, 'Is');
      jumpToFail(c, pc, Op.POP_JUMP_IF_FALSE);
      return;
    case 'MatchSequence':
      sequence(c, p, pc);
      return;
    case 'MatchMapping':
      mapping(c, p, pc);
      return;
    case 'MatchClass':
      classPattern(c, p, pc);
      return;
    case 'MatchStar':
      storeName(c, p.name, pc);
      return;
    case 'MatchAs':
      asPattern(c, p, pc);
      return;
    case 'MatchOr':
      orPattern(c, p, pc);
      return;
  }
}

const isLiteral = (e: Expr): boolean => e.kind === 'Constant' || e.kind === 'JoinedStr' || e.kind === 'UnaryOp' || e.kind === 'BinOp';

function subpattern(c: Compiler, p: Pattern, pc: PatternContext): void {
  const before = pc.allowIrrefutable;
  pc.allowIrrefutable = true;
  pattern(c, p, pc);
  pc.allowIrrefutable = before;
}

function asPattern(c: Compiler, p: MatchAs, pc: PatternContext): void {
  if (p.pattern === null) {
    if (!pc.allowIrrefutable) {
      c.error(p.name !== null ? `name capture '${p.name}' makes remaining patterns unreachable` : 'wildcard makes remaining patterns unreachable');
    }
    storeName(c, p.name, pc);
    return;
  }
  pc.onTop++;
  c.emit(Op.DUP_TOP);
  pattern(c, p.pattern, pc);
  pc.onTop--;
  storeName(c, p.name, pc);
}

function sequence(c: Compiler, p: MatchSequence, pc: PatternContext): void {
  const { patterns } = p;
  const size = patterns.length;
  let star = -1;
  let onlyWildcard = true;
  let starWildcard = false;
  patterns.forEach((sub, i) => {
    if (sub.kind === 'MatchStar') {
      if (star >= 0) c.error('multiple starred expressions in sequence pattern');
      starWildcard = isWildcardStar(sub);
      onlyWildcard = onlyWildcard && starWildcard;
      star = i;
      return;
    }
    onlyWildcard = onlyWildcard && isWildcard(sub);
  });
  pc.onTop++;
  c.emit(Op.MATCH_SEQUENCE);
  jumpToFail(c, pc, Op.POP_JUMP_IF_FALSE);
  if (star < 0) {
    c.emit(Op.GET_LEN);
    c.loadInt(size);
    compareOp(c, 'Eq');
    jumpToFail(c, pc, Op.POP_JUMP_IF_FALSE);
  } else if (size > 1) {
    c.emit(Op.GET_LEN);
    c.loadInt(size - 1);
    compareOp(c, 'GtE');
    jumpToFail(c, pc, Op.POP_JUMP_IF_FALSE);
  }
  pc.onTop--;
  if (onlyWildcard) c.emit(Op.POP_TOP);
  else if (starWildcard) sequenceBySubscript(c, patterns, star, pc);
  else sequenceByUnpacking(c, patterns, pc);
}

function sequenceByUnpacking(c: Compiler, patterns: readonly Pattern[], pc: PatternContext): void {
  unpack(
    c,
    patterns.map((sub) => sub.kind === 'MatchStar'),
    'pattern',
  );
  pc.onTop += patterns.length;
  for (const sub of patterns) {
    pc.onTop--;
    subpattern(c, sub, pc);
  }
}

function sequenceBySubscript(c: Compiler, patterns: readonly Pattern[], star: number, pc: PatternContext): void {
  pc.onTop++;
  const size = patterns.length;
  patterns.forEach((sub, i) => {
    if (isWildcard(sub) || i === star) return;
    c.emit(Op.DUP_TOP);
    if (i < star) c.loadInt(i);
    else {
      c.emit(Op.GET_LEN);
      c.loadInt(size - i);
      c.emit(Op.BINARY_SUBTRACT);
    }
    c.emit(Op.BINARY_SUBSCR);
    subpattern(c, sub, pc);
  });
  pc.onTop--;
  c.emit(Op.POP_TOP);
}

function mapping(c: Compiler, p: MatchMapping, pc: PatternContext): void {
  const size = p.keys.length;
  pc.onTop++;
  c.emit(Op.MATCH_MAPPING);
  jumpToFail(c, pc, Op.POP_JUMP_IF_FALSE);
  if (size === 0 && p.rest === null) {
    pc.onTop--;
    c.emit(Op.POP_TOP);
    return;
  }
  if (size > 0) {
    c.emit(Op.GET_LEN);
    c.loadInt(size);
    compareOp(c, 'GtE');
    jumpToFail(c, pc, Op.POP_JUMP_IF_FALSE);
  }
  refuseRepeatedKeys(c, p.keys);
  for (const key of p.keys) {
    if (!isLiteral(key) && key.kind !== 'Attribute') {
      c.error('mapping pattern keys may only match literals and attribute lookups');
    }
    c.expr(key);
  }
  c.emit(Op.BUILD_TUPLE, size);
  c.emit(Op.MATCH_KEYS);
  pc.onTop += 2;
  jumpToFail(c, pc, Op.POP_JUMP_IF_FALSE);
  p.patterns.forEach((sub, i) => {
    if (isWildcard(sub)) return;
    c.emit(Op.DUP_TOP);
    c.loadInt(i);
    c.emit(Op.BINARY_SUBSCR);
    subpattern(c, sub, pc);
  });
  pc.onTop -= 2;
  c.emit(Op.POP_TOP);
  if (p.rest !== null) {
    c.emit(Op.COPY_DICT_WITHOUT_KEYS);
    storeName(c, p.rest, pc);
  } else c.emit(Op.POP_TOP);
  pc.onTop--;
  c.emit(Op.POP_TOP);
}

/** Keys that are equal make one entry of a mapping. CPython: compiler_pattern_mapping */
function refuseRepeatedKeys(c: Compiler, keys: readonly Expr[]): void {
  const seen = new Set<string>();
  for (const key of keys) {
    if (key.kind !== 'Constant') continue;
    const data = constantOf(key);
    const id = keyIdentity(data);
    if (seen.has(id)) c.error(`mapping pattern checks duplicate key (${constantText(data)})`);
    seen.add(id);
  }
}

/** The same text for constants that are equal as keys: `1`, `1.0` and `True`. */
function keyIdentity(data: ConstData): string {
  switch (data.kind) {
    case 'true':
      return '1';
    case 'false':
      return '0';
    case 'float':
      return Number.isInteger(data.value) ? String(BigInt(data.value)) : String(data.value);
    case 'complex':
      return data.imag === 0 ? keyIdentity({ kind: 'float', value: data.real }) : `${data.real} ${data.imag}`;
    default:
      return constantText(data);
  }
}

function classPattern(c: Compiler, p: MatchClass, pc: PatternContext): void {
  const nargs = p.patterns.length;
  const seen = new Set<string>();
  p.kwd_attrs.forEach((attr, i) => {
    if (attr === '__debug__') c.error('cannot assign to __debug__');
    if (seen.has(attr)) c.error(`attribute name repeated in class pattern: ${attr}`, p.kwd_patterns[i]);
    seen.add(attr);
  });
  c.expr(p.cls);
  c.loadConst({ kind: 'tuple', items: p.kwd_attrs.map((attr) => ({ kind: 'str', value: attr })) });
  c.emit(Op.MATCH_CLASS, nargs);
  pc.onTop++;
  jumpToFail(c, pc, Op.POP_JUMP_IF_FALSE);
  [...p.patterns, ...p.kwd_patterns].forEach((sub, i) => {
    if (isWildcard(sub)) return;
    c.emit(Op.DUP_TOP);
    c.loadInt(i);
    c.emit(Op.BINARY_SUBSCR);
    subpattern(c, sub, pc);
  });
  pc.onTop--;
  c.emit(Op.POP_TOP);
}

/** All alternatives must capture the same names; the first one's order holds. */
function orPattern(c: Compiler, p: MatchOr, pc: PatternContext): void {
  const end = new Block();
  let control: string[] = [];
  p.patterns.forEach((alternative, i) => {
    c.unit.loc = alternative;
    const inner: PatternContext = {
      stores: [],
      allowIrrefutable: i === p.patterns.length - 1 && pc.allowIrrefutable,
      failPop: [],
      onTop: 0,
    };
    c.emit(Op.DUP_TOP);
    pattern(c, alternative, inner);
    if (i === 0) control = inner.stores;
    else reorder(c, control, inner.stores);
    c.jump(Op.JUMP_FORWARD, end);
    emitFailPop(c, inner);
  });
  c.emit(Op.POP_TOP);
  jumpToFail(c, pc, Op.JUMP_FORWARD);
  c.use(end);
  const rotations = control.length + 1 + pc.onTop + pc.stores.length;
  for (const name of control) {
    rotate(c, rotations);
    if (pc.stores.includes(name)) duplicateStore(c, name);
    pc.stores.push(name);
  }
  c.emit(Op.POP_TOP);
}

/** Rotates the captured values of an alternative into the order of the first one. */
function reorder(c: Compiler, control: readonly string[], stores: string[]): void {
  if (control.length !== stores.length) c.error('alternative patterns bind different names');
  for (let want = control.length - 1; want >= 0; want--) {
    const have = stores.indexOf(control[want]);
    if (have < 0) c.error('alternative patterns bind different names');
    if (have === want) continue;
    const rotated = stores.splice(0, have + 1);
    stores.splice(want - have, 0, ...rotated);
    for (let n = have + 1; n > 0; n--) rotate(c, want + 1);
  }
}
