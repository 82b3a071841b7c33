/**
 * Expressions back to text, for annotations under `from __future__ import annotations`.
 * CPython: Python/ast_unparse.c (3.10).
 */
import type { Arguments, BinaryOperator, Expr, JoinedStr } from '../syntax/ast.ts';
import type { ConstData } from './code.ts';
import { constantOf } from './fold.ts';

/** Binding strengths, weakest first. CPython: enum of PR_*. */
const enum Level {
  Tuple = 0,
  Test,
  Or,
  And,
  Not,
  Compare,
  BitOr,
  BitXor,
  BitAnd,
  Shift,
  Arith,
  Term,
  Factor,
  Power,
  Await,
  Atom,
}

const BINARY: Readonly<Record<BinaryOperator, readonly [string, Level]>> = {
  Add: [' + ', Level.Arith],
  Sub: [' - ', Level.Arith],
  Mult: [' * ', Level.Term],
  MatMult: [' @ ', Level.Term],
  Div: [' / ', Level.Term],
  Mod: [' % ', Level.Term],
  FloorDiv: [' // ', Level.Term],
  LShift: [' << ', Level.Shift],
  RShift: [' >> ', Level.Shift],
  BitOr: [' | ', Level.BitOr],
  BitXor: [' ^ ', Level.BitXor],
  BitAnd: [' & ', Level.BitAnd],
  Pow: [' ** ', Level.Power],
};

const COMPARE: Readonly<Record<string, string>> = {
  Eq: ' == ',
  NotEq: ' != ',
  Lt: ' < ',
  LtE: ' <= ',
  Gt: ' > ',
  GtE: ' >= ',
  Is: ' is ',
  IsNot: ' is not ',
  In: ' in ',
  NotIn: ' not in ',
};

/** The text of an expression. */
export function unparse(e: Expr): string {
  return expr(e, Level.Test);
}

const paren = (text: string, needed: boolean): string => (needed ? `(${text})` : text);

const list = (elts: readonly Expr[]): string => elts.map((elt) => expr(elt, Level.Test)).join(', ');

function expr(e: Expr, level: Level): string {
  switch (e.kind) {
    case 'BoolOp': {
      const own = e.op === 'And' ? Level.And : Level.Or;
      const sign = e.op === 'And' ? ' and ' : ' or ';
      return paren(e.values.map((v) => expr(v, own + 1)).join(sign), level > own);
    }
    case 'BinOp': {
      const [sign, own] = BINARY[e.op];
      const right = e.op === 'Pow';
      return paren(expr(e.left, own + (right ? 1 : 0)) + sign + expr(e.right, own + (right ? 0 : 1)), level > own);
    }
    case 'UnaryOp': {
      const own = e.op === 'Not' ? Level.Not : Level.Factor;
      const sign = e.op === 'Not' ? 'not ' : e.op === 'Invert' ? '~' : e.op === 'UAdd' ? '+' : '-';
      return paren(sign + expr(e.operand, own), level > own);
    }
    case 'Lambda': {
      const parameters = args(e.args);
      return paren(`lambda${parameters === '' ? '' : ` ${parameters}`}: ${expr(e.body, Level.Test)}`, level > Level.Test);
    }
    case 'IfExp':
      return paren(`${expr(e.body, Level.Test + 1)} if ${expr(e.test, Level.Test + 1)} else ${expr(e.orelse, Level.Test)}`, level > Level.Test);
    case 'Dict':
      return `{${e.values
        .map((v, i) => {
          const key = e.keys[i];
          return key === null ? `**${expr(v, Level.BitOr)}` : `${expr(key, Level.Test)}: ${expr(v, Level.Test)}`;
        })
        .join(', ')}}`;
    case 'Set':
      return `{${list(e.elts)}}`;
    case 'GeneratorExp':
      return `(${expr(e.elt, Level.Test)}${loops(e)})`;
    case 'ListComp':
      return `[${expr(e.elt, Level.Test)}${loops(e)}]`;
    case 'SetComp':
      return `{${expr(e.elt, Level.Test)}${loops(e)}}`;
    case 'DictComp':
      return `{${expr(e.key, Level.Test)}: ${expr(e.value, Level.Test)}${loops(e)}}`;
    case 'Yield':
      return e.value === null ? '(yield)' : `(yield ${expr(e.value, Level.Test)})`;
    case 'YieldFrom':
      return `(yield from ${expr(e.value, Level.Test)})`;
    case 'Await':
      return paren(`await ${expr(e.value, Level.Atom)}`, level > Level.Await);
    case 'Compare':
      return paren(
        expr(e.left, Level.Compare + 1) + e.ops.map((op, i) => COMPARE[op] + expr(e.comparators[i], Level.Compare + 1)).join(''),
        level > Level.Compare,
      );
    case 'Call': {
      const only = e.args.length === 1 && e.keywords.length === 0 ? e.args[0] : null;
      if (only !== null && only.kind === 'GeneratorExp') return expr(e.func, Level.Atom) + expr(only, Level.Test);
      const parts = e.args.map((arg) => expr(arg, Level.Test));
      for (const keyword of e.keywords) {
        parts.push(`${keyword.arg === null ? '**' : `${keyword.arg}=`}${expr(keyword.value, Level.Test)}`);
      }
      return `${expr(e.func, Level.Atom)}(${parts.join(', ')})`;
    }
    case 'Constant':
      return constantText(constantOf(e));
    case 'JoinedStr':
    case 'FormattedValue':
      return fString(e.kind === 'JoinedStr' ? e.values : [e]);
    case 'TemplateStr':
    case 'Interpolation':
      return `t${quote(fStringBody(e.kind === 'TemplateStr' ? e.values : [e]))}`;
    case 'Attribute': {
      const value = expr(e.value, Level.Atom);
      // `1 .real`: a number must not swallow the dot.
      const isInt = e.value.kind === 'Constant' && constantOf(e.value).kind === 'int';
      return `${value}${isInt ? ' .' : '.'}${e.attr}`;
    }
    case 'Starred':
      return `*${expr(e.value, Level.BitOr)}`;
    case 'Name':
      return e.id;
    case 'List':
      return `[${list(e.elts)}]`;
    case 'Tuple': {
      if (e.elts.length === 0) return '()';
      return paren(e.elts.length === 1 ? `${expr(e.elts[0], Level.Test)},` : list(e.elts), level > Level.Tuple);
    }
    case 'Subscript':
      return `${expr(e.value, Level.Atom)}[${expr(e.slice, Level.Tuple)}]`;
    case 'Slice': {
      const lower = e.lower === null ? '' : expr(e.lower, Level.Test);
      const upper = e.upper === null ? '' : expr(e.upper, Level.Test);
      return `${lower}:${upper}${e.step === null ? '' : `:${expr(e.step, Level.Test)}`}`;
    }
    case 'NamedExpr':
      return paren(`${expr(e.target, Level.Atom)} := ${expr(e.value, Level.Atom)}`, level > Level.Tuple);
  }
}

function loops(e: Expr & { generators: readonly { target: Expr; iter: Expr; ifs: Expr[]; is_async: number }[] }): string {
  return e.generators
    .map(
      (g) =>
        `${g.is_async ? ' async for ' : ' for '}${expr(g.target, Level.Tuple)} in ${expr(g.iter, Level.Test + 1)}` +
        g.ifs.map((test) => ` if ${expr(test, Level.Test + 1)}`).join(''),
    )
    .join('');
}

function args(a: Arguments): string {
  const parts: string[] = [];
  const positional = [...a.posonlyargs, ...a.args];
  positional.forEach((arg, i) => {
    const d = i - (positional.length - a.defaults.length);
    parts.push(arg.arg + (d >= 0 ? `=${expr(a.defaults[d], Level.Test)}` : ''));
    if (a.posonlyargs.length > 0 && i + 1 === a.posonlyargs.length) parts.push('/');
  });
  if (a.vararg !== null || a.kwonlyargs.length > 0) parts.push(`*${a.vararg === null ? '' : a.vararg.arg}`);
  a.kwonlyargs.forEach((arg, i) => {
    const d = a.kw_defaults[i];
    parts.push(arg.arg + (d !== null && d !== undefined ? `=${expr(d, Level.Test)}` : ''));
  });
  if (a.kwarg !== null) parts.push(`**${a.kwarg.arg}`);
  return parts.join(', ');
}

function fString(values: readonly Expr[]): string {
  return `f${quote(fStringBody(values))}`;
}

function fStringBody(values: readonly Expr[]): string {
  let text = '';
  for (const value of values) {
    if (value.kind === 'Constant') {
      const data = constantOf(value);
      if (data.kind === 'str') text += data.value.replace(/[{}]/g, '$&$&');
    } else if (value.kind === 'JoinedStr') text += fStringBody(value.values);
    else if (value.kind === 'FormattedValue' || value.kind === 'Interpolation') {
      const inner = value.kind === 'Interpolation' && value.str.type === 'str' ? value.str.value : expr(value.value, Level.Test + 1);
      text += `${inner.startsWith('{') ? '{ ' : '{'}${inner}`;
      if (value.conversion > 0) text += `!${String.fromCharCode(value.conversion)}`;
      if (value.format_spec !== null) text += `:${fStringBody((value.format_spec as JoinedStr).values)}`;
      text += '}';
    }
  }
  return text;
}

/** repr of a constant, as the source of an annotation shows it. */
export function constantText(data: ConstData): string {
  switch (data.kind) {
    case 'none':
      return 'None';
    case 'true':
      return 'True';
    case 'false':
      return 'False';
    case 'ellipsis':
      return '...';
    case 'int':
      return String(data.value);
    case 'float':
      return floatText(data.value);
    case 'complex':
      return data.real === 0 ? `${imaginary(data.imag)}` : `(${shortFloat(data.real)}${data.imag < 0 ? '' : '+'}${imaginary(data.imag)})`;
    case 'str':
      return quote(data.value);
    case 'bytes':
      return `b${quote(Array.from(data.value, (b) => String.fromCharCode(b)).join(''), true)}`;
    case 'tuple':
      return data.items.length === 1 ? `(${constantText(data.items[0])},)` : `(${data.items.map(constantText).join(', ')})`;
    case 'frozenset':
      return `frozenset({${data.items.map(constantText).join(', ')}})`;
    case 'code':
      return '<code>';
  }
}

const imaginary = (n: number): string => `${shortFloat(n)}j`;

/** repr of a float without a trailing `.0`. */
function shortFloat(n: number): string {
  const text = floatText(n);
  return text.endsWith('.0') ? text.slice(0, -2) : text;
}

function floatText(n: number): string {
  if (n === Number.POSITIVE_INFINITY) return '1e309';
  if (n === Number.NEGATIVE_INFINITY) return '-1e309';
  if (Number.isNaN(n)) return 'nan';
  if (Object.is(n, -0)) return '-0.0';
  const magnitude = Math.abs(n);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e16)) {
    const [mantissa, exponent] = n.toExponential().split('e');
    const digits = exponent.slice(1).padStart(2, '0');
    return `${mantissa}e${exponent[0]}${digits}`;
  }
  const text = String(n);
  return text.includes('.') ? text : `${text}.0`;
}

/** repr of a string. */
function quote(text: string, bytes = false): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = mark;
  for (const ch of text) {
    const code = ch.codePointAt(0) as number;
    if (ch === mark || ch === '\\') out += `\\${ch}`;
    else if (ch === '\n') out += '\\n';
    else if (ch === '\r') out += '\\r';
    else if (ch === '\t') out += '\\t';
    else if (code < 0x20 || code === 0x7f || (bytes && code > 0x7f)) out += `\\x${code.toString(16).padStart(2, '0')}`;
    else if (code >= 0x80 && !/[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(ch)) {
      if (code < 0x100) out += `\\x${code.toString(16).padStart(2, '0')}`;
      else if (code < 0x10000) out += `\\u${code.toString(16).padStart(4, '0')}`;
      else out += `\\U${code.toString(16).padStart(8, '0')}`;
    } else out += ch;
  }
  return out + mark;
}
