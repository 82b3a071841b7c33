/** Calls. CPython: compiler_call, maybe_optimize_method_call, compiler_call_helper, ex_call. */
import type { Call, Expr, Keyword, Located } from '../syntax/ast.ts';
import { buildSequence, STACK_USE_GUIDELINE } from './collections.ts';
import type { Compiler } from './compiler.ts';
import { warnOfCallee } from './literal-warnings.ts';
import { Op } from './opcodes.ts';

export function call(c: Compiler, e: Call): void {
  refuseRepeatedKeywords(c, e.keywords);
  if (methodCall(c, e)) return;
  warnOfCallee(c, e.func);
  c.expr(e.func);
  callArguments(c, 0, e.args, e.keywords);
}

/** `owner.name(a, b)` without making a bound method. Gives false when the call has another form. */
function methodCall(c: Compiler, e: Call): boolean {
  const func = e.func;
  if (c.settings.model.bindsMethods) return false;
  if (func.kind !== 'Attribute' || func.ctx !== 'Load' || e.keywords.length > 0) return false;
  if (e.args.length >= STACK_USE_GUIDELINE) return false;
  for (const arg of e.args) if (arg.kind === 'Starred') return false;
  c.expr(func.value);
  const loc = c.unit.loc;
  c.unit.loc = attributePlace(func, func.attr);
  c.emitName(Op.LOAD_METHOD, func.attr);
  c.exprs(e.args);
  c.unit.loc = methodCallPlace(e, func, func.attr);
  c.emit(Op.CALL_METHOD, e.args.length);
  c.unit.loc = loc;
  return true;
}

/** Where an attribute of several lines is: on the line of its name. CPython: update_start_location_to_match_attr. */
export function attributePlace(node: Located, attr: string): Located {
  if (node.lineno === node.end_lineno) return node;
  const length = utf8Length(attr);
  const start = node.end_col_offset - length;
  return {
    lineno: node.end_lineno,
    end_lineno: node.end_lineno,
    col_offset: start >= 0 ? start : -1,
    end_col_offset: start >= 0 ? node.end_col_offset : -1,
  };
}

/** The call itself, seen from the line of the method's name. */
function methodCallPlace(e: Call, func: Located, attr: string): Located {
  if (func.lineno === func.end_lineno) return e;
  const start = func.end_col_offset - utf8Length(attr);
  return {
    lineno: func.end_lineno,
    end_lineno: e.end_lineno,
    col_offset: start >= 0 ? start : -1,
    end_col_offset: e.end_col_offset,
  };
}

function utf8Length(text: string): number {
  let n = 0;
  for (const ch of text) {
    const code = ch.codePointAt(0) as number;
    n += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return n;
}

/** CPython: validate_keywords. */
function refuseRepeatedKeywords(c: Compiler, keywords: readonly Keyword[]): void {
  if (keywords.length < 2) return;
  const seen = new Set<string>();
  for (const keyword of keywords) {
    if (keyword.arg === null) continue;
    if (seen.has(keyword.arg)) c.error(`keyword argument repeated: ${keyword.arg}`, keyword);
    seen.add(keyword.arg);
  }
}

/** The arguments and the call; the callable and `pushed` arguments lie on the stack. CPython: compiler_call_helper. */
export function callArguments(c: Compiler, pushed: number, args: readonly Expr[], keywords: readonly Keyword[]): void {
  const special =
    args.length + keywords.length * 2 > STACK_USE_GUIDELINE ||
    args.some((arg) => arg.kind === 'Starred') ||
    keywords.some((keyword) => keyword.arg === null);
  if (special) {
    callUnpacking(c, pushed, args, keywords);
    return;
  }
  c.exprs(args);
  if (keywords.length === 0) {
    c.emit(Op.CALL_FUNCTION, pushed + args.length);
    return;
  }
  for (const keyword of keywords) c.expr(keyword.value);
  loadKeywordNames(c, keywords);
  c.emit(Op.CALL_FUNCTION_KW, pushed + args.length + keywords.length);
}

function loadKeywordNames(c: Compiler, keywords: readonly Keyword[]): void {
  c.loadConst({
    kind: 'tuple',
    items: keywords.map((keyword) => ({ kind: 'str', value: keyword.arg as string })),
  });
}

/** Calls with * and **, or with very many arguments. */
function callUnpacking(c: Compiler, pushed: number, args: readonly Expr[], keywords: readonly Keyword[]): void {
  const only = args.length === 1 ? args[0] : null;
  if (pushed === 0 && only !== null && only.kind === 'Starred') c.expr(only.value);
  else buildSequence(c, args, pushed, 'tuple');
  if (keywords.length === 1 && keywords[0].arg === null && !c.settings.model.copiesKeywords) c.expr(keywords[0].value);
  else if (keywords.length > 0) {
    let have = false;
    let seen = 0;
    const merge = (begin: number, end: number): void => {
      subKeywords(c, keywords.slice(begin, end));
      if (have) c.emit(Op.DICT_MERGE, 1);
      have = true;
      seen = 0;
    };
    for (let i = 0; i < keywords.length; i++) {
      if (keywords[i].arg !== null) {
        seen++;
        continue;
      }
      if (seen > 0) merge(i - seen, i);
      if (!have) {
        c.emit(Op.BUILD_MAP, 0);
        have = true;
      }
      c.expr(keywords[i].value);
      c.emit(Op.DICT_MERGE, 1);
    }
    if (seen > 0) merge(keywords.length - seen, keywords.length);
  }
  c.emit(Op.CALL_FUNCTION_EX, keywords.length > 0 ? 1 : 0);
}

function subKeywords(c: Compiler, keywords: readonly Keyword[]): void {
  const n = keywords.length;
  const big = n * 2 > STACK_USE_GUIDELINE;
  if (n > 1 && !big) {
    for (const keyword of keywords) c.expr(keyword.value);
    loadKeywordNames(c, keywords);
    c.emit(Op.BUILD_CONST_KEY_MAP, n);
    return;
  }
  if (big) c.emitNoLine(Op.BUILD_MAP, 0);
  for (const keyword of keywords) {
    c.loadString(keyword.arg as string);
    c.expr(keyword.value);
    if (big) c.emitNoLine(Op.MAP_ADD, 1);
  }
  if (!big) c.emit(Op.BUILD_MAP, n);
}
