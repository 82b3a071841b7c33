import { type CodeData, POSITION_STRIDE } from '../../bytecode/code.ts';
import { wireExceptionTable } from '../../bytecode/wire.ts';
import { Ob } from '../../memory/layout.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { iter } from '../core/abstract/iteration.ts';
import { asCInt, asIndex } from '../core/abstract/number.ts';
import { addressText, compareBool, hash } from '../core/abstract/object.ts';
import { argumentType, parseKeywords } from '../core/arguments.ts';
import { raise, typeError } from '../core/errors.ts';
import { Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Cmp, Meth } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newInt } from '../numbers/int-object.ts';
import { newBytes } from '../text/bytes-object.ts';
import { internStr } from '../text/interning.ts';
import { newStr } from '../text/str-object.ts';
import { clearOwned } from '../types/native-dealloc.ts';
import { clearWeakrefs } from '../types/weakref.ts';
import { cloneCode } from './code-loader.ts';
import { shownCodeBytes } from './code-size.ts';
import { Co } from './frame-layout.ts';
import { codeData, loadedCodes, wireOf } from './loaded-code.ts';

/** CPython: code_dealloc */
function codeDealloc(rt: Runtime, code: number): void {
  const H = rt.H;
  if (H[code + Co.weaklist] !== 0) clearWeakrefs(rt, code);
  const zombie = H[code + Co.zombie];
  if (zombie !== 0) {
    H[code + Co.zombie] = 0;
    rt.freeGcObject(zombie);
  }
  const codes = loadedCodes(rt);
  const index = H[code + Co.index];
  codes.table[index] = null;
  codes.free.push(index);
  codes.objects.delete(index);
  codes.sites[index] = undefined;
  for (const at of [Co.consts, Co.names, Co.varnames, Co.freevars, Co.cellvars, Co.filename, Co.name, Co.qualname]) clearOwned(rt, code + at);
  rt.heap.free(H[code + Co.instructions]);
  rt.freeObject(code);
}

function codeRepr(rt: Runtime, code: number): Owned {
  const H = rt.H;
  const line = H[code + Co.firstlineno];
  const name = rt.hooks.strText(rt, H[code + Co.name]);
  return newStr(
    rt,
    `<code object ${name} at ${addressText(code)}, file "${rt.hooks.strText(rt, H[code + Co.filename])}", line ${line === 0 ? -1 : line}>`,
  );
}

function sameNumbers(a: Int32Array, b: Int32Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Equal in name, counts, instructions, constants (with their types) and names. CPython: code_richcompare */
function codeCompare(rt: Runtime, a: number, b: number, op: number): Owned {
  const H = rt.H;
  if ((op !== Cmp.EQ && op !== Cmp.NE) || H[a + Ob.type] !== T.code || H[b + Ob.type] !== T.code) return rt.notImplemented();
  let equal = true;
  for (const at of [Co.argcount, Co.posonlyargcount, Co.kwonlyargcount, Co.nlocals, Co.flags, Co.firstlineno]) equal &&= H[a + at] === H[b + at];
  equal &&= sameNumbers(codeData(rt, a).code, codeData(rt, b).code);
  for (const at of [Co.name, Co.names, Co.varnames, Co.freevars, Co.cellvars]) equal &&= compareBool(rt, H[a + at], H[b + at], Cmp.EQ);
  equal &&= sameConstants(rt, H[a + Co.consts], H[b + Co.consts]);
  return rt.bool(equal === (op === Cmp.EQ));
}

function sameConstants(rt: Runtime, a: number, b: number): boolean {
  const H = rt.H;
  if (a === b) return true;
  if (H[a + Ob.type] !== H[b + Ob.type]) return false;
  if (H[a + Ob.type] === T.tuple) {
    const n = H[a + Ob.size];
    if (n !== H[b + Ob.size]) return false;
    for (let i = 0; i < n; i++) if (!sameConstants(rt, H[a + Tuple.items + 2 * i], H[b + Tuple.items + 2 * i])) return false;
    return true;
  }
  if (H[a + Ob.type] === T.float && rt.F64[(a + 4) >> 1] === 0) return Object.is(rt.F64[(a + 4) >> 1], rt.F64[(b + 4) >> 1]);
  return compareBool(rt, a, b, Cmp.EQ);
}

/** CPython: code_hash */
function codeHash(rt: Runtime, code: number): number {
  const H = rt.H;
  let lo = 0;
  let hi = 0;
  for (const at of [Co.name, Co.consts, Co.names, Co.varnames, Co.freevars, Co.cellvars]) {
    lo ^= hash(rt, H[code + at]);
    hi ^= rt.hashHi;
  }
  lo ^= H[code + Co.argcount] ^ H[code + Co.posonlyargcount] ^ H[code + Co.kwonlyargcount] ^ H[code + Co.nlocals] ^ H[code + Co.flags];
  rt.hashHi = hi;
  return lo === -1 && hi === -1 ? -2 : lo;
}

/** The instructions in bytes; see wire.ts. */
function codeBytes(rt: Runtime, code: number): Owned {
  return newBytes(rt, wireOf(rt, code).bytes);
}

/** CPython 3.11: co_exceptiontable */
function exceptionTable(rt: Runtime, code: number): Owned {
  return newBytes(rt, wireExceptionTable(codeData(rt, code).exceptionTable, wireOf(rt, code)));
}

/** (start, end, line) of runs of instructions of one line. CPython: code_linesiterator */
function codeLines(rt: Runtime, code: number): Owned {
  const data = codeData(rt, code);
  const units = wireOf(rt, code).start;
  const mark = rt.mark();
  const list = rt.own(rt.hooks.newList(rt));
  const n = data.code.length / 2;
  for (let i = 0; i < n; ) {
    const line = data.positions[i * POSITION_STRIDE];
    let end = i + 1;
    while (end < n && data.positions[end * POSITION_STRIDE] === line) end++;
    const inner = rt.mark();
    const start = rt.own(newInt(rt, 2 * units[i]));
    const stop = rt.own(newInt(rt, 2 * units[end]));
    const shown = rt.own(line < 0 ? rt.none() : newInt(rt, line));
    rt.hooks.listAppend(rt, list, rt.own(tupleOf(rt, start, stop, shown)));
    rt.release(inner);
    i = end;
  }
  return rt.leave(mark, iter(rt, list));
}

/**
 * Iterator of (line, end line, column, end column) for every unit of `co_code`. Up to 3.10 code has lines only, so the rest is None
 * and `traceback` marks nothing. CPython 3.11: code_positionsiterator
 */
function codePositions(rt: Runtime, code: number): Owned {
  const data = codeData(rt, code);
  const mark = rt.mark();
  const list = rt.own(rt.hooks.newList(rt));
  const linesOnly = rt.model.version[1] < 11;
  const units = wireOf(rt, code).start;
  for (let i = 0; i < data.code.length / 2; i++) {
    const inner = rt.mark();
    const part = (k: number): number => {
      const n = data.positions[i * POSITION_STRIDE + k];
      return rt.own(n < 0 || (k > 0 && linesOnly) ? rt.none() : newInt(rt, n));
    };
    const line = part(0);
    const endLine = part(1);
    const column = part(2);
    const place = rt.own(tupleOf(rt, line, endLine, column, part(3)));
    for (let unit = units[i]; unit < units[i + 1]; unit++) rt.hooks.listAppend(rt, list, place);
    rt.release(inner);
  }
  return rt.leave(mark, iter(rt, list));
}

/** co_lnotab: pairs of byte and line increments. CPython: decode_linetable */
function lineTable(rt: Runtime, code: number): Owned {
  const data = codeData(rt, code);
  const units = wireOf(rt, code).start;
  const bytes: number[] = [];
  let line = data.firstlineno;
  let at = 0;
  for (let i = 0; i < data.code.length / 2; i++) {
    const next = data.positions[i * POSITION_STRIDE];
    if (next < 0 || next === line) continue;
    let delta = next - line;
    let skip = 2 * units[i] - at;
    for (; skip > 255; skip -= 255) bytes.push(255, 0);
    for (; delta > 127; delta -= 127, skip = 0) bytes.push(skip, 127);
    for (; delta < -128; delta += 128, skip = 0) bytes.push(skip, 128);
    bytes.push(skip, delta & 255);
    line = next;
    at = 2 * units[i];
  }
  return newBytes(rt, Uint8Array.from(bytes));
}

const REPLACEABLE = [
  'co_argcount',
  'co_posonlyargcount',
  'co_kwonlyargcount',
  'co_nlocals',
  'co_stacksize',
  'co_flags',
  'co_firstlineno',
  'co_code',
  'co_consts',
  'co_names',
  'co_varnames',
  'co_freevars',
  'co_cellvars',
  'co_filename',
  'co_name',
  'co_linetable',
  'co_qualname',
] as const;

/** code.replace(**changes): a copy. The instructions cannot be replaced. CPython: code_replace_impl */
function codeReplace(rt: Runtime, code: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  const params = (rt.model.absent['code'] ?? []).includes('co_qualname') ? REPLACEABLE.filter((name) => name !== 'co_qualname') : REPLACEABLE;
  const given = parseKeywords(rt, { name: 'replace', params, maxPositional: 0 }, args, nargs, kwnames, []);
  const value = (name: (typeof REPLACEABLE)[number]): number => given[REPLACEABLE.indexOf(name)] ?? 0;
  const data = codeData(rt, code);
  const number = (name: (typeof REPLACEABLE)[number], otherwise: number): number => (value(name) === 0 ? otherwise : asCInt(rt, value(name)));
  if (value('co_code') !== 0) raise(rt, T.NotImplementedError, 'replacing co_code');
  const text = (name: 'co_name' | 'co_filename' | 'co_qualname', otherwise: string): string => {
    const v = value(name);
    if (v === 0) return otherwise;
    if (H[v + Ob.type] !== T.str) typeError(rt, `replace() argument '${name}' must be str, not ${argumentType(rt, v)}`);
    return rt.hooks.strText(rt, v);
  };
  const changed: CodeData = {
    ...data,
    argcount: number('co_argcount', data.argcount),
    posonlyargcount: number('co_posonlyargcount', data.posonlyargcount),
    kwonlyargcount: number('co_kwonlyargcount', data.kwonlyargcount),
    stacksize: number('co_stacksize', data.stacksize),
    flags: number('co_flags', data.flags),
    firstlineno: number('co_firstlineno', data.firstlineno),
    name: text('co_name', data.name),
    qualname: text('co_qualname', data.qualname),
    filename: text('co_filename', data.filename),
  };
  const tuple = (name: 'co_consts' | 'co_names' | 'co_varnames' | 'co_freevars' | 'co_cellvars', at: number): number => {
    const v = value(name);
    if (v === 0) return H[code + at];
    if (H[v + Ob.type] !== T.tuple) typeError(rt, `replace() argument '${name}' must be tuple, not ${argumentType(rt, v)}`);
    return v;
  };
  return cloneCode(rt, changed, {
    consts: tuple('co_consts', Co.consts),
    names: tuple('co_names', Co.names),
    varnames: tuple('co_varnames', Co.varnames),
    freevars: tuple('co_freevars', Co.freevars),
    cellvars: tuple('co_cellvars', Co.cellvars),
    name: value('co_name') === 0 ? H[code + Co.name] : value('co_name'),
    filename: value('co_filename') === 0 ? H[code + Co.filename] : value('co_filename'),
  });
}

function codeNew(rt: Runtime): Owned {
  return raise(rt, T.NotImplementedError, 'code objects from bytes: use compile() or code.replace()');
}

function countGetter(at: number): (rt: Runtime, code: number) => Owned {
  return (rt, code) => newInt(rt, rt.H[code + at]);
}

/** Name of the i-th local, cell or free variable, for `dis`. CPython: code__varname_from_oparg_impl */
function variableName(rt: Runtime, code: number, index: number): Owned {
  const H = rt.H;
  let i = asIndex(rt, index, T.IndexError);
  for (const names of [H[code + Co.varnames], H[code + Co.cellvars], H[code + Co.freevars]]) {
    if (i >= 0 && i < H[names + Ob.size]) return rt.newRef(H[names + Tuple.items + 2 * i]);
    i -= H[names + Ob.size];
  }
  return raise(rt, T.IndexError, 'tuple index out of range');
}

export const CODE_TYPE: TypeSpec = {
  name: 'code',
  at: T.code,
  basicsize: Co.words * 4,
  contract: {
    gc: false,
    slots: [
      { at: Co.consts, label: 'co_consts' },
      { at: Co.names, label: 'co_names' },
      { at: Co.varnames, label: 'co_varnames' },
      { at: Co.freevars, label: 'co_freevars' },
      { at: Co.cellvars, label: 'co_cellvars' },
      { at: Co.filename, label: 'co_filename' },
      { at: Co.name, label: 'co_name' },
      { at: Co.qualname, label: 'co_qualname' },
    ],
  },
  slots: { dealloc: codeDealloc, repr: codeRepr, hash: codeHash, richcompare: codeCompare, new: codeNew },
  weaklistoffset: Co.weaklist,
  methods: [
    { name: 'replace', kind: Meth.KEYWORDS, fn: codeReplace, doc: 'Return a copy of the code object with new values for the specified fields.' },
    { name: '__replace__', kind: Meth.KEYWORDS, fn: codeReplace, doc: 'The same as replace().' },
    {
      name: '__sizeof__',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, code: number) => newInt(rt, shownCodeBytes(rt, code)),
      doc: 'Size of object in memory, in bytes.',
    },
    { name: '_varname_from_oparg', kind: Meth.O, fn: variableName },
    { name: 'co_lines', kind: Meth.NOARGS, fn: codeLines },
    { name: 'co_positions', kind: Meth.NOARGS, fn: codePositions },
  ],
  members: [
    { name: 'co_names', at: Co.names, kind: 'object', readonly: true },
    { name: 'co_varnames', at: Co.varnames, kind: 'object', readonly: true },
    { name: 'co_freevars', at: Co.freevars, kind: 'object', readonly: true },
    { name: 'co_cellvars', at: Co.cellvars, kind: 'object', readonly: true },
    { name: 'co_consts', at: Co.consts, kind: 'object', readonly: true },
    { name: 'co_filename', at: Co.filename, kind: 'object', readonly: true },
    { name: 'co_name', at: Co.name, kind: 'object', readonly: true },
  ],
  getset: [
    { name: 'co_argcount', plain: true, get: countGetter(Co.argcount) },
    { name: 'co_posonlyargcount', plain: true, get: countGetter(Co.posonlyargcount) },
    { name: 'co_kwonlyargcount', plain: true, get: countGetter(Co.kwonlyargcount) },
    { name: 'co_nlocals', plain: true, get: countGetter(Co.nlocals) },
    { name: 'co_stacksize', plain: true, get: countGetter(Co.stacksize) },
    { name: 'co_flags', plain: true, get: countGetter(Co.flags) },
    { name: 'co_firstlineno', plain: true, get: countGetter(Co.firstlineno) },
    { name: 'co_code', get: codeBytes },
    // instructions are never rewritten in the bytes that are shown
    { name: '_co_code_adaptive', get: codeBytes },
    { name: 'co_qualname', get: (rt, code) => internStr(rt, codeData(rt, code).qualname) },
    { name: 'co_exceptiontable', get: exceptionTable },
    { name: 'co_lnotab', get: lineTable },
    { name: 'co_linetable', get: lineTable },
  ],
  doc: 'Create a code object.  Not for mere mortals.',
};
