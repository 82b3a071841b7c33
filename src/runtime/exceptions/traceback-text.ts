import { Ob } from '../../memory/layout.ts';
import { dictGetText } from '../containers/dict-object.ts';
import { lookupAttr, str } from '../core/abstract/object.ts';
import { clearError, subtypeOf } from '../core/errors.ts';
import { Exc, List, Tb, Tp, Tuple } from '../core/layout.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { Root, S, T } from '../core/static.ts';
import { Co, Fr } from '../frames/frame-layout.ts';
import { intToNumber } from '../numbers/int-object.ts';
import { strText } from '../text/str-object.ts';
import { GroupErr, SyntaxErr } from './exception-object.ts';
import { sourceLine } from './source-lines.ts';
import { advice } from './suggestions.ts';
import { caretLine } from './traceback-carets.ts';

const CAUSE = '\nThe above exception was the direct cause of the following exception:\n\n';
const CONTEXT = '\nDuring handling of the above exception, another exception occurred:\n\n';
/** Identical entries shown before they are counted instead. CPython: traceback.c TB_RECURSIVE_CUTOFF */
const RECURSIVE_CUTOFF = 3;

function tracebackLimit(rt: Runtime): number {
  const limit = dictGetText(rt, rt.H[Root.sysDict]!, 'tracebacklimit');
  return limit !== 0 && rt.H[limit + Ob.type] === T.int ? intToNumber(rt, limit) : 1000;
}

/** The entries of a traceback, oldest call first, without the header. CPython: Python/traceback.c tb_printinternal */
export function tracebackText(rt: Runtime, traceback: number): string {
  const H = rt.H;
  const limit = tracebackLimit(rt);
  if (limit <= 0) return '';
  let depth = 0;
  for (let tb = traceback; tb !== 0; tb = H[tb + Tb.next]!) depth++;
  let out = '';
  let last = '';
  let count = 0;
  const repeated = (): string => {
    const more = count - RECURSIVE_CUTOFF;
    return more > 0 ? `  [Previous line repeated ${more} more time${more > 1 ? 's' : ''}]\n` : '';
  };
  for (let tb = traceback; tb !== 0; tb = H[tb + Tb.next]!, depth--) {
    if (depth > limit) continue;
    const code = H[H[tb + Tb.frame]! + Fr.code]!;
    const filename = strText(rt, H[code + Co.filename]!);
    const lineno = H[tb + Tb.lineno]!;
    const entry = `  File "${filename}", line ${lineno}, in ${strText(rt, H[code + Co.name]!)}\n`;
    if (entry !== last) {
      out += repeated();
      last = entry;
      count = 0;
    }
    count++;
    if (count <= RECURSIVE_CUTOFF) {
      const line = sourceLine(rt, filename, lineno);
      out += line === null ? entry : `${entry}    ${line.replace(/^[ \t\f]+/, '')}\n`;
      const carets = line === null || rt.model.wording.tracebacks !== 'carets' ? null : caretLine(rt, tb, line);
      if (carets !== null) out += `    ${carets}\n`;
    }
  }
  return out + repeated();
}

function fieldNumber(rt: Runtime, op: number): number | null {
  return op !== 0 && rt.H[op + Ob.type] === T.int ? intToNumber(rt, op) : null;
}

function fieldText(rt: Runtime, op: number): string | null {
  return op !== 0 && rt.H[op + Ob.type] === T.str ? strText(rt, op) : null;
}

/** File, source line and carets of a SyntaxError. CPython: Python/pythonrun.c print_exception, print_error_text (3.10) */
function syntaxErrorPlace(rt: Runtime, exc: number): string {
  const H = rt.H;
  const lineno = fieldNumber(rt, H[exc + SyntaxErr.lineno]!);
  if (lineno === null) return '';
  let out = `  File "${fieldText(rt, H[exc + SyntaxErr.filename]!) ?? '<string>'}", line ${lineno}\n`;
  const text = fieldText(rt, H[exc + SyntaxErr.text]!);
  if (text === null) return out;
  const offset = fieldNumber(rt, H[exc + SyntaxErr.offset]!) ?? -1;
  // Up to 3.12 the end counts for SyntaxError itself only, not for its subclasses (pythonrun.c parse_syntax_error).
  const ranged = rt.model.version[1] >= 13 || H[exc + Ob.type] === T.SyntaxError;
  let end = (ranged ? fieldNumber(rt, H[exc + SyntaxErr.endOffset]!) : null) ?? -1;
  const endLine = ranged ? fieldNumber(rt, H[exc + SyntaxErr.endLineno]!) : null;
  const line = text.replace(/\n[\s\S]*$/, '');
  if (endLine !== null && endLine > lineno) end = [...line].length + 1;
  const stripped = line.replace(/^[ \t\f]+/, '');
  out += `    ${stripped}\n`;
  const at = offset - 1 - (line.length - stripped.length);
  if (offset < 1 || at < 0) return out;
  const carets = end > 0 && end > offset ? end - offset : 1;
  return `${out}    ${' '.repeat(at)}${'^'.repeat(carets)}\n`;
}

/** Class as the last line names it: with its module unless that is builtins or, from 3.11 on, `__main__`. */
function className(rt: Runtime, exc: number): string {
  const type = rt.H[exc + Ob.type]!;
  const mark = rt.mark();
  const module = rt.own(lookupAttr(rt, type, rt.ident('__module__')));
  const qualname = rt.own(lookupAttr(rt, type, rt.ident('__qualname__')));
  const name = qualname !== 0 && rt.H[qualname + Ob.type] === T.str ? strText(rt, qualname) : strText(rt, rt.H[type + Tp.name]!);
  const moduleText = module !== 0 && rt.H[module + Ob.type] === T.str ? strText(rt, module) : null;
  rt.release(mark);
  if (moduleText === null) return module === 0 ? name : `<unknown>.${name}`;
  const plain = moduleText === 'builtins' || (moduleText === '__main__' && rt.model.version[1] >= 11);
  return plain ? name : `${moduleText}.${name}`;
}

/** str() of an object, or null when it raises (the error is dropped). */
function safeStr(rt: Runtime, op: number): string | null {
  const mark = rt.mark();
  const depth = rt.depth;
  try {
    const text = strText(rt, rt.own(str(rt, op)));
    rt.release(mark);
    return text;
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR) throw thrown;
    rt.release(mark);
    rt.depth = depth;
    clearError(rt);
    return null;
  }
}

/** The last line(s) of a report: class, message, suggestion, notes. `bare` leaves the last two out and writes the colon even before an empty message. */
export function exceptionOnlyText(rt: Runtime, exc: number, bare = false): string {
  const isSyntaxError = !bare && subtypeOf(rt, rt.H[exc + Ob.type]!, T.SyntaxError) && fieldText(rt, rt.H[exc + SyntaxErr.msg]!) !== null;
  const place = isSyntaxError ? syntaxErrorPlace(rt, exc) : '';
  const message = isSyntaxError && place !== '' ? fieldText(rt, rt.H[exc + SyntaxErr.msg]!) : safeStr(rt, exc);
  let out = place + className(rt, exc);
  if (message === null) out += ': <exception str() failed>';
  else if (bare || message !== '') out += `: ${message}`;
  if (bare) return `${out}\n`;
  return `${out}${advice(rt, exc)}\n${notesText(rt, exc)}`;
}

function notesText(rt: Runtime, exc: number): string {
  const mark = rt.mark();
  const notes = rt.own(lookupAttr(rt, exc, rt.ident('__notes__')));
  let out = '';
  if (notes !== 0 && rt.H[notes + Ob.type] === T.list)
    for (let i = 0; i < rt.H[notes + Ob.size]!; i++) {
      const note = safeStr(rt, rt.H[rt.H[notes + List.items]! + 2 * i]!) ?? '<note str() failed>';
      out += `${note}\n`;
    }
  rt.release(mark);
  return out;
}

function isGroup(rt: Runtime, exc: number): boolean {
  return subtypeOf(rt, rt.H[exc + Ob.type]!, T.BaseExceptionGroup);
}

function oneReport(rt: Runtime, exc: number, depth: number): string {
  const tb = rt.H[exc + Exc.traceback]!;
  if (!isGroup(rt, exc)) return (tb !== 0 ? `Traceback (most recent call last):\n${tracebackText(rt, tb)}` : '') + exceptionOnlyText(rt, exc);
  return groupReport(rt, exc, depth);
}

/** An exception group as a tree. CPython: Python/pythonrun.c print_exception_group (3.11) */
function groupReport(rt: Runtime, exc: number, depth: number): string {
  const tb = rt.H[exc + Exc.traceback]!;
  const header = tb !== 0 ? `Exception Group Traceback (most recent call last):\n${tracebackText(rt, tb)}` : '';
  const body = header + exceptionOnlyText(rt, exc);
  const lines = body.replace(/\n$/, '').split('\n');
  let out = lines.map((l, i) => (depth === 0 && tb !== 0 ? `${i === 0 ? '  + ' : '  | '}${l}\n` : `${depth === 0 ? '  | ' : ''}${l}\n`)).join('');
  const excs = rt.H[exc + GroupErr.excs]!;
  const n = rt.H[excs + Ob.size]!;
  const pad = depth === 0 ? '  ' : '';
  for (let i = 0; i < n; i++) {
    out += `${pad}+-+---------------- ${i + 1} ----------------\n`.replace('+-+-', i === 0 ? '+-+-' : '  +-');
    const inner = reportChain(rt, rt.H[excs + Tuple.items + 2 * i]!, new Set(), depth + 1);
    out += inner
      .replace(/\n$/, '')
      .split('\n')
      .map((l) => (/^(\+-\+| {2}\+)/.test(l) ? `${pad}  ${l}\n` : `${pad}  | ${l}\n`))
      .join('');
  }
  return `${out}${pad}  +------------------------------------\n`;
}

function reportChain(rt: Runtime, exc: number, seen: Set<number>, depth: number): string {
  const H = rt.H;
  const parts: string[] = [];
  // outwards from the newest: what it was raised from or while handling what
  for (let e = exc; e !== 0; ) {
    seen.add(e);
    const cause = H[e + Exc.cause]!;
    const context = H[e + Exc.context]!;
    parts.push(oneReport(rt, e, depth));
    if (cause !== 0) {
      if (seen.has(cause)) break;
      parts.push(CAUSE);
      e = cause;
    } else if (context !== 0 && H[e + Exc.suppressContext] === 0) {
      if (seen.has(context)) break;
      parts.push(CONTEXT);
      e = context;
    } else break;
  }
  return parts.reverse().join('');
}

/** The whole report of an exception with its chain, as the interpreter prints it. CPython: Python/pythonrun.c _PyErr_Display */
export function exceptionReport(rt: Runtime, exc: number): string {
  if (exc === S.None) return 'NoneType: None\n';
  return reportChain(rt, exc, new Set(), 0);
}
