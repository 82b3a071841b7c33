import { Ob } from '../../memory/layout.ts';
import { typeError, typeName } from './errors.ts';
import { Tp, Tuple } from './layout.ts';
import { nearest } from './nearest-name.ts';
import type { Owned } from './ownership.ts';
import { phrase } from './phrase.ts';
import type { Runtime } from './runtime.ts';
import { S } from './static.ts';

/**
 * Arguments of native functions: the checks that CPython's getargs.c and Argument Clinic make, with their messages.
 */

/**
 * Number of positional arguments within [min, max], else TypeError "pop expected at most 1 argument, got 2".
 * CPython: Python/getargs.c _PyArg_CheckPositional
 */
export function checkPositional(rt: Runtime, name: string | null, nargs: number, min: number, max: number): void {
  if (nargs < min) {
    const bound = min === max ? '' : 'at least ';
    const plural = min === 1 && !rt.model.wording.alwaysPlural ? '' : 's';
    if (name !== null) typeError(rt, `${name} expected ${bound}${min} argument${plural}, got ${nargs}`);
    typeError(rt, `unpacked tuple should have ${bound}${min} element${plural}, but has ${nargs}`);
  }
  if (nargs > max) {
    const bound = min === max ? '' : 'at most ';
    const plural = max === 1 && !rt.model.wording.alwaysPlural ? '' : 's';
    if (name !== null) typeError(rt, `${name} expected ${bound}${max} argument${plural}, got ${nargs}`);
    typeError(rt, `unpacked tuple should have ${bound}${max} element${plural}, but has ${nargs}`);
  }
}

/** A native function of `min` to `max` positional arguments: `fn` is called only with so many. CPython: what Argument Clinic makes of METH_FASTCALL */
export function counted(
  name: string,
  min: number,
  max: number,
  fn: (rt: Runtime, self: number, args: number, nargs: number) => Owned,
): (rt: Runtime, self: number, args: number, nargs: number) => Owned {
  return (rt, self, args, nargs) => {
    checkPositional(rt, name, nargs, min, max);
    return fn(rt, self, args, nargs);
  };
}

/** TypeError "name() takes no keyword arguments" when there are any. CPython: _PyArg_NoKeywords */
export function noKeywords(rt: Runtime, name: string, kwnames: number): void {
  if (kwnames !== 0 && rt.H[kwnames + Ob.size] !== 0) typeError(rt, `${name}() takes no keyword arguments`);
}

/**
 * TypeError "name() takes no keyword arguments" from the `tp_new` of `base` called for `type`: a subclass may take keywords in an `__init__`
 * (3.11+) or anywhere (before) of its own. CPython: the tests in list___init__, tuple_new, frozenset_new, float_new and their like
 */
export function noKeywordsForNew(rt: Runtime, name: string, type: number, base: number, kwnames: number): void {
  if (kwnames === 0) return;
  const H = rt.H;
  if (type === base || (rt.model.natives.subclassesRefuseKeywords && H[type + Tp.init] === H[base + Tp.init])) noKeywords(rt, name, kwnames);
}

/** TypeError "name() takes no positional arguments" when there are any. CPython: _PyArg_NoPositional */
export function noPositional(rt: Runtime, name: string, nargs: number): void {
  if (nargs !== 0) typeError(rt, `${name}() takes no positional arguments`);
}

/** The type of a refused argument as messages name it: None by itself. CPython: Python/getargs.c _PyArg_BadArgument */
export function argumentType(rt: Runtime, op: number): string {
  return op === S.None ? 'None' : typeName(rt, op);
}

/** Parameters of a native function that takes keywords. */
export interface ParameterSpec {
  /** Name in messages, without parentheses; null where CPython knows none ("function takes …"). */
  name: string | null;
  /** All parameters in order; the first `posOnly` ones cannot be given by name. */
  params: readonly string[];
  posOnly?: number;
  /** Positional parameters that must be given (by position or name). */
  required?: number;
  /** How many parameters may be given by position; default all. The rest is keyword-only. */
  maxPositional?: number;
  /** Keyword-only parameters that must be given. */
  requiredKeywords?: number;
}

/**
 * Fills `out` with the borrowed arguments of a call in the order of `spec.params`, 0 = not given. TypeError with CPython's messages.
 * Returns `out`. CPython: Python/getargs.c _PyArg_UnpackKeywords
 */
export function parseKeywords(rt: Runtime, spec: ParameterSpec, args: number, nargs: number, kwnames: number, out: number[]): number[] {
  const H = rt.H;
  const { params } = spec;
  const name = spec.name === null ? 'function' : `${spec.name}()`;
  const max = params.length;
  const posOnly = spec.posOnly ?? 0;
  const minPos = spec.required ?? 0;
  const maxPos = spec.maxPositional ?? max;
  const minKw = spec.requiredKeywords ?? 0;
  const limit = minKw !== 0 ? maxPos + minKw : minPos;
  let nkw = kwnames === 0 ? 0 : H[kwnames + Ob.size];
  for (let i = 0; i < max; i++) out[i] = i < nargs ? H[args + 2 * i] : 0;
  if (nkw === 0 && minKw === 0 && minPos <= nargs && nargs <= maxPos) return out;
  if (nargs + nkw > max) {
    const kind = nargs === 0 && rt.model.wording.countsKeywords ? 'keyword ' : '';
    typeError(rt, `${name} takes at most ${max} ${kind}argument${max === 1 ? '' : 's'} (${nargs + nkw} given)`);
  }
  if (nargs > maxPos) {
    if (maxPos === 0) typeError(rt, `${name} takes no positional arguments`);
    typeError(
      rt,
      `${name} takes ${minPos < maxPos ? 'at most' : 'exactly'} ${maxPos} positional argument${maxPos === 1 ? '' : 's'} (${nargs} given)`,
    );
  }
  const minPosOnly = Math.min(posOnly, minPos);
  if (nargs < minPosOnly) {
    const bound = minPosOnly < maxPos ? 'at least' : 'exactly';
    typeError(rt, `${name} takes ${bound} ${minPosOnly} positional argument${minPosOnly === 1 ? '' : 's'} (${nargs} given)`);
  }
  for (let i = Math.max(nargs, posOnly); i < max; i++) {
    if (nkw === 0 && i >= limit) break;
    const given = nkw > 0 ? findKeyword(rt, args, nargs, kwnames, params[i]) : 0;
    out[i] = given;
    if (given !== 0) nkw--;
    else if (i < minPos || (maxPos <= i && i < limit)) typeError(rt, `${name} missing required argument '${params[i]}' (pos ${i + 1})`);
  }
  if (nkw > 0) {
    for (let i = posOnly; i < nargs; i++) {
      if (findKeyword(rt, args, nargs, kwnames, params[i]) !== 0) {
        typeError(rt, `argument for ${name} given by name ('${params[i]}') and position (${i + 1})`);
      }
    }
    const n = H[kwnames + Ob.size];
    for (let i = 0; i < n; i++) {
      const text = rt.hooks.strText(rt, H[kwnames + Tuple.items + 2 * i]);
      if (params.indexOf(text, posOnly) < 0) {
        const known = nearest(text, params.slice(posOnly));
        const advice = known === null ? '' : phrase(rt, 'keywordAdvice', known);
        typeError(rt, rt.model.wording.unknownKeyword.replace('%k', text).replace('%f()', name) + advice);
      }
    }
    typeError(rt, `invalid keyword argument for ${name}`);
  }
  return out;
}

/** Borrowed value of keyword `param` in a call, or 0. CPython: Python/getargs.c find_keyword */
export function findKeyword(rt: Runtime, args: number, nargs: number, kwnames: number, param: string): number {
  if (kwnames === 0) return 0;
  const H = rt.H;
  const n = H[kwnames + Ob.size];
  const wanted = rt.ident(param);
  for (let i = 0; i < n; i++) if (H[kwnames + Tuple.items + 2 * i] === wanted) return H[args + 2 * (nargs + i)];
  for (let i = 0; i < n; i++) {
    if (rt.hooks.strText(rt, H[kwnames + Tuple.items + 2 * i]) === param) return H[args + 2 * (nargs + i)];
  }
  return 0;
}
