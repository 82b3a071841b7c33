import { Ob } from '../memory/layout.ts';
import { compileText } from '../runtime/compile/compile-source.ts';
import { dictNext, dictSetText, newDict, nextKey } from '../runtime/containers/dict-object.ts';
import { takeError, typeName } from '../runtime/core/errors.ts';
import { Cell, Dict } from '../runtime/core/layout.ts';
import { nearest } from '../runtime/core/nearest-name.ts';
import { PYTHON_ERROR, type Runtime } from '../runtime/core/runtime.ts';
import { Root, T } from '../runtime/core/static.ts';
import { exceptionReport } from '../runtime/exceptions/traceback-text.ts';
import { loadCompilation } from '../runtime/frames/code-loader.ts';
import { Fr } from '../runtime/frames/frame-layout.ts';
import { codeData } from '../runtime/frames/loaded-code.ts';
import { runCode } from '../runtime/frames/run-code.ts';
import { internStr } from '../runtime/text/interning.ts';
import { frameVariable, variableCount } from './running-frames.ts';

/** An expression that could not be evaluated; the message is one line for the user. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** An object that an expression names. */
export interface NamedObject {
  readonly object: number;
  /** Slots of the native stack that hold it for the question. */
  readonly asking: ReadonlySet<number>;
}

/** Where names are looked up: a frame's variables, then dicts. Frame 0: only the dicts. */
export interface Scope {
  readonly frame: number;
  readonly globals: number;
  readonly builtins: number;
}

/** The scope of a frame. */
export function scopeOfFrame(rt: Runtime, frame: number): Scope {
  const { H } = rt;
  return { frame, globals: H[frame + Fr.globals], builtins: H[frame + Fr.builtins] };
}

const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const CONSTANTS = new Set(['None', 'True', 'False']);

/** Calls `each` for the bound variables of a frame: name and object (of a cell: its contents), borrowed. */
export function forEachVariable(rt: Runtime, frame: number, each: (name: string, op: number) => void): void {
  const { H } = rt;
  const n = variableCount(rt, frame);
  for (let i = 0; i < n; i++) {
    const { name, kind } = frameVariable(rt, frame, i);
    let op = H[frame + Fr.localsplus + 2 * i];
    if (op !== 0 && kind !== 'parameter' && kind !== 'local' && H[op + Ob.type] === T.cell) op = H[op + Cell.contents];
    if (op !== 0) each(name, op);
  }
}

/** Namespace of a module's or class body's frame; 0 for a function's. Borrowed. */
function namespaceOf(rt: Runtime, frame: number): number {
  return frame === 0 || variableCount(rt, frame) > 0 ? 0 : rt.H[frame + Fr.locals];
}

function lookUp(rt: Runtime, scope: Scope, name: string): number {
  let found = 0;
  if (scope.frame !== 0) {
    forEachVariable(rt, scope.frame, (variable, op) => {
      if (variable === name) found = op;
    });
  }
  if (found !== 0) return found;
  const mark = rt.mark();
  const key = rt.own(internStr(rt, name));
  for (const dict of [namespaceOf(rt, scope.frame), scope.globals, scope.builtins]) {
    if (found === 0 && dict !== 0 && rt.H[dict + Ob.type] === T.dict) found = rt.hooks.dictGetStr(rt, dict, key);
  }
  rt.release(mark);
  return found;
}

/** Why a name cannot be looked up, with what was meant perhaps: a name of the program rather than a builtin. */
function unknownName(rt: Runtime, scope: Scope, name: string): string {
  const own = namesIn(rt, { ...scope, builtins: 0 });
  if (scope.frame !== 0) {
    const { varnames, cellvars, names } = codeData(rt, rt.H[scope.frame + Fr.code]);
    own.push(...varnames, ...cellvars, ...names);
    if (varnames.includes(name) || cellvars.includes(name) || names.includes(name)) {
      return `\`${name}\` has no value yet there (--after: when the line has run)`;
    }
  }
  const like = nearest(name, own) ?? nearest(name, namesIn(rt, scope));
  return `there is no name \`${name}\` there${like === null ? '' : `; did you mean \`${like}\`?`}`;
}

/** Names that a scope knows, its own first. */
function namesIn(rt: Runtime, scope: Scope): string[] {
  const names: string[] = [];
  if (scope.frame !== 0) forEachVariable(rt, scope.frame, (name) => names.push(name));
  for (const dict of new Set([namespaceOf(rt, scope.frame), scope.globals, scope.builtins])) {
    if (dict === 0 || rt.H[dict + Ob.type] !== T.dict || rt.H[dict + Dict.used] === 0) continue;
    for (let pos = dictNext(rt, dict, 0); pos >= 0; pos = dictNext(rt, dict, pos)) {
      const key = nextKey(rt);
      if (rt.H[key + Ob.type] === T.str) names.push(rt.hooks.strText(rt, key));
    }
  }
  return names;
}

/**
 * The object that a name or expression means in a scope. A name is looked up and nothing else; any other expression runs, with the effects
 * it has, and its result is parked on the native stack (release() to a mark taken before gives it back). ExpressionError.
 */
export function evaluateIn(rt: Runtime, scope: Scope, expression: string): NamedObject {
  const text = expression.trim();
  if (NAME.test(text) && !CONSTANTS.has(text)) {
    const found = lookUp(rt, scope, text);
    if (found !== 0) return { object: found, asking: new Set() };
    throw new ExpressionError(unknownName(rt, scope, text));
  }
  const mark = rt.mark();
  try {
    const locals = rt.own(newDict(rt));
    const namespace = namespaceOf(rt, scope.frame);
    if (scope.frame !== 0) forEachVariable(rt, scope.frame, (name, op) => dictSetText(rt, locals, name, op));
    const code = rt.own(loadCompilation(rt, compileText(rt, text, { filename: '<expression>', mode: 'eval' }), 0));
    const result = runCode(rt, code, scope.globals, namespace === 0 ? locals : namespace);
    rt.release(mark);
    const slot = rt.nsp;
    rt.own(result);
    return { object: result, asking: new Set([slot]) };
  } catch (thrown) {
    rt.release(mark);
    if (thrown !== PYTHON_ERROR) throw thrown;
    const exc = takeError(rt);
    const lines = exceptionReport(rt, exc).trimEnd().split('\n');
    const said = typeName(rt, exc) === 'SyntaxError' ? `SyntaxError: ${lines.at(-1)?.replace(/^SyntaxError: /, '')}` : lines.at(-1);
    rt.decref(exc);
    rt.clearSlot(Root.curexc);
    throw new ExpressionError(`\`${text}\` cannot be evaluated there: ${said}`);
  }
}
