import { CodeFlag } from '../../bytecode/code.ts';
import { Ob } from '../../memory/layout.ts';
import { dictGet, dictSet, newDict } from '../containers/dict-object.ts';
import { tupleFromSlots } from '../containers/tuple-object.ts';
import { strText } from '../core/abstract/object.ts';
import { typeError } from '../core/errors.ts';
import { Tp, TpFlag, Tuple } from '../core/layout.ts';
import { nearest } from '../core/nearest-name.ts';
import { phrase } from '../core/phrase.ts';
import type { Runtime } from '../core/runtime.ts';
import { strEquals } from '../text/str-object.ts';
import { Co, Fr } from './frame-layout.ts';

/**
 * Binds the arguments of a call to the parameters in a new frame (parked by the caller). `defaults` tuple or 0, `kwdefaults` dict or 0.
 * `lending`: SlotFlag.lent when a lent argument makes a lent local. Borrows all. TypeError with CPython's messages. CPython: Python/ceval.c _PyEval_MakeFrameVector
 */
export function bindArguments(
  rt: Runtime,
  frame: number,
  code: number,
  qualname: number,
  defaults: number,
  kwdefaults: number,
  args: number,
  nargs: number,
  kwnames: number,
  lending = 0,
): void {
  const H = rt.H;
  const flags = H[code + Co.flags];
  const argcount = H[code + Co.argcount];
  const total = argcount + H[code + Co.kwonlyargcount];
  const locals = frame + Fr.localsplus;
  let kwdict = 0;
  if ((flags & CodeFlag.VarKeywords) !== 0) {
    kwdict = newDict(rt);
    H[locals + 2 * (total + ((flags & CodeFlag.VarArgs) !== 0 ? 1 : 0))] = kwdict;
  }
  const n = Math.min(nargs, argcount);
  for (let i = 0; i < n; i++) {
    const v = H[args + 2 * i];
    H[v]++;
    H[locals + 2 * i] = v;
    H[locals + 2 * i + 1] = H[args + 2 * i + 1] & lending;
  }
  if ((flags & CodeFlag.VarArgs) !== 0) H[locals + 2 * total] = tupleFromSlots(rt, args + 2 * n, nargs - n);
  if (kwnames !== 0) bindKeywords(rt, code, qualname, locals, total, kwdict, args + 2 * nargs, kwnames, lending);
  if (nargs > argcount && (flags & CodeFlag.VarArgs) === 0) tooMany(rt, code, qualname, nargs, defaults, locals);
  if (nargs < argcount) bindDefaults(rt, code, qualname, locals, nargs, defaults);
  if (total > argcount) bindKeywordDefaults(rt, code, qualname, locals, argcount, total, kwdefaults);
}

function parameterName(rt: Runtime, code: number, i: number): number {
  return rt.H[rt.H[code + Co.varnames] + Tuple.items + 2 * i];
}

function bindKeywords(
  rt: Runtime,
  code: number,
  qualname: number,
  locals: number,
  total: number,
  kwdict: number,
  values: number,
  kwnames: number,
  lending: number,
): void {
  const H = rt.H;
  const count = H[kwnames + Ob.size];
  const posonly = H[code + Co.posonlyargcount];
  for (let k = 0; k < count; k++) {
    const keyword = H[kwnames + Tuple.items + 2 * k];
    const value = H[values + 2 * k];
    if ((H[H[keyword + Ob.type] + Tp.flags] & TpFlag.UNICODE_SUBCLASS) === 0) typeError(rt, `${calleeName(rt, qualname)}() keywords must be strings`);
    let j = posonly;
    while (j < total && parameterName(rt, code, j) !== keyword) j++;
    if (j === total) {
      j = posonly;
      while (j < total && !strEquals(rt, parameterName(rt, code, j), keyword)) j++;
    }
    if (j === total) {
      if (kwdict === 0) {
        if (posonly !== 0) refusePositionalOnly(rt, code, qualname, kwnames, posonly);
        const known: string[] = [];
        for (let i = posonly; i < total; i++) known.push(strText(rt, parameterName(rt, code, i)));
        const near = nearest(strText(rt, keyword), known);
        const advice = near === null ? '' : phrase(rt, 'keywordAdvice', near);
        typeError(rt, `${calleeName(rt, qualname)}() got an unexpected keyword argument '${strText(rt, keyword)}'${advice}`);
      }
      dictSet(rt, kwdict, keyword, value);
      continue;
    }
    if (H[locals + 2 * j] !== 0) typeError(rt, `${calleeName(rt, qualname)}() got multiple values for argument '${strText(rt, keyword)}'`);
    H[value]++;
    H[locals + 2 * j] = value;
    H[locals + 2 * j + 1] = H[values + 2 * k + 1] & lending;
  }
}

/** CPython: positional_only_passed_as_keyword */
function refusePositionalOnly(rt: Runtime, code: number, qualname: number, kwnames: number, posonly: number): void {
  const H = rt.H;
  const found: string[] = [];
  for (let i = 0; i < posonly; i++) {
    const parameter = parameterName(rt, code, i);
    for (let k = 0; k < H[kwnames + Ob.size]; k++) {
      const keyword = H[kwnames + Tuple.items + 2 * k];
      if (keyword === parameter || strEquals(rt, parameter, keyword)) found.push(nameText(rt, keyword));
    }
  }
  if (found.length > 0) {
    typeError(rt, `${calleeName(rt, qualname)}() got some positional-only arguments passed as keyword arguments: '${found.join(', ')}'`);
  }
}

function bindDefaults(rt: Runtime, code: number, qualname: number, locals: number, nargs: number, defaults: number): void {
  const H = rt.H;
  const argcount = H[code + Co.argcount];
  const defcount = defaults === 0 ? 0 : H[defaults + Ob.size];
  const required = argcount - defcount;
  const missing: string[] = [];
  for (let i = nargs; i < required; i++) if (H[locals + 2 * i] === 0) missing.push(quoted(rt, parameterName(rt, code, i)));
  if (missing.length > 0) refuseMissing(rt, qualname, missing, 'positional');
  for (let i = Math.max(nargs, required); i < argcount; i++) {
    if (H[locals + 2 * i] !== 0) continue;
    const v = H[defaults + Tuple.items + 2 * (i - required)];
    H[v]++;
    H[locals + 2 * i] = v;
  }
}

function bindKeywordDefaults(rt: Runtime, code: number, qualname: number, locals: number, argcount: number, total: number, kwdefaults: number): void {
  const H = rt.H;
  const missing: string[] = [];
  for (let i = argcount; i < total; i++) {
    if (H[locals + 2 * i] !== 0) continue;
    const name = parameterName(rt, code, i);
    const v = kwdefaults === 0 ? 0 : dictGet(rt, kwdefaults, name);
    if (v !== 0) {
      H[v]++;
      H[locals + 2 * i] = v;
    } else missing.push(quoted(rt, name));
  }
  if (missing.length > 0) refuseMissing(rt, qualname, missing, 'keyword-only');
}

/** CPython: format_missing */
function refuseMissing(rt: Runtime, qualname: number, names: string[], kind: string): never {
  const n = names.length;
  let list = names[0];
  if (n === 2) list = `${names[0]} and ${names[1]}`;
  else if (n > 2) list = `${names.slice(0, n - 2).join(', ')}, ${names[n - 2]}, and ${names[n - 1]}`;
  return typeError(rt, `${calleeName(rt, qualname)}() missing ${n} required ${kind} argument${n === 1 ? '' : 's'}: ${list}`);
}

/** CPython: too_many_positional */
function tooMany(rt: Runtime, code: number, qualname: number, given: number, defaults: number, locals: number): never {
  const H = rt.H;
  const argcount = H[code + Co.argcount];
  const kwonly = H[code + Co.kwonlyargcount];
  const defcount = defaults === 0 ? 0 : H[defaults + Ob.size];
  let kwonlyGiven = 0;
  for (let i = argcount; i < argcount + kwonly; i++) if (H[locals + 2 * i] !== 0) kwonlyGiven++;
  const atLeast = argcount - defcount;
  const plural = defcount > 0 ? true : argcount !== 1;
  const signature = defcount > 0 ? `from ${atLeast} to ${argcount}` : `${argcount}`;
  const extra =
    kwonlyGiven > 0 ? ` positional argument${given !== 1 ? 's' : ''} (and ${kwonlyGiven} keyword-only argument${kwonlyGiven !== 1 ? 's' : ''})` : '';
  const verb = given === 1 && kwonlyGiven === 0 ? 'was' : 'were';
  return typeError(rt, `${calleeName(rt, qualname)}() takes ${signature} positional argument${plural ? 's' : ''} but ${given}${extra} ${verb} given`);
}

/** What messages call a function: its qualified name, up to 3.9 its name alone. */
function calleeName(rt: Runtime, qualname: number): string {
  const text = nameText(rt, qualname);
  return rt.model.wording.qualifiedCallees ? text : text.slice(text.lastIndexOf('.') + 1);
}

function nameText(rt: Runtime, name: number): string {
  return rt.hooks.strText(rt, name);
}

function quoted(rt: Runtime, name: number): string {
  return `'${rt.hooks.strText(rt, name)}'`;
}
