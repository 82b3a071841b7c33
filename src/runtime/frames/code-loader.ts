import { type CodeData, CodeFlag, type Compilation, type ConstData } from '../../bytecode/code.ts';
import { OPCODES, Op } from '../../bytecode/opcodes.ts';
import { Ob } from '../../memory/layout.ts';
import { listAppend, newList } from '../containers/list-object.ts';
import { newFrozenset } from '../containers/set-object.ts';
import { newTuple } from '../containers/tuple-object.ts';
import { Tuple } from '../core/layout.ts';
import { NULL, type Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { S, T } from '../core/static.ts';
import { newComplex } from '../numbers/complex-object.ts';
import { newFloat } from '../numbers/float-object.ts';
import { newIntBig } from '../numbers/int-object.ts';
import { newBytes } from '../text/bytes-object.ts';
import { internInPlace } from '../text/interning.ts';
import { newStr } from '../text/str-object.ts';
import { borrowedForm } from './borrowed-instructions.ts';
import { analyzeBorrowing, type Borrowing, type BorrowRules } from './borrowing.ts';
import { CACHE_WORDS, Co, Fr } from './frame-layout.ts';
import { loadedCodes } from './loaded-code.ts';

/** Added to every instruction's number while the interpreter is instrumented: the loop then reports it before running it. */
export const INSTRUMENTED = 256;

/** What one load has made so far: one heap object for one ConstData (borrowed; their containers are parked). */
interface Loading {
  readonly made: Map<ConstData, number>;
  readonly filenames: Map<string, number>;
  /** Strings whose equal was interned before: the arena keeps these instead (borrowed; parked). */
  readonly duplicates: Map<ConstData, number>;
  /** List that holds the duplicates while the load goes on, 0 when there is no arena. */
  keep: number;
}

const NAME_LIKE = /^[A-Za-z0-9_]*$/;

/** Turns plain data into a code object with its constants. New reference; MemoryError. CPython: PyCode_NewWithPosOnlyArgs */
export function loadCode(rt: Runtime, data: CodeData): Owned {
  return makeCode(rt, data, newLoading());
}

/**
 * Loads a compilation with its arena: the code object is returned, the list that holds the arena's objects (one entry a reference, as
 * CPython's PyArena keeps) is parked in `arenaSlot` when the slot's address is given. CPython: Python/pyarena.c
 */
export function loadCompilation(rt: Runtime, compilation: Compilation, arenaSlot: number): Owned {
  const loading = newLoading();
  const mark = rt.mark();
  const list = rt.own(newList(rt, 0));
  rt.untrack(list);
  if (arenaSlot !== 0) {
    loading.keep = rt.own(newList(rt, 0));
    // identifiers are interned by the parser, before any constant is
    internNames(rt, compilation.code, loading.keep);
  }
  const code = rt.own(makeCode(rt, compilation.code, loading));
  if (arenaSlot !== 0) {
    for (const entry of compilation.arena) {
      const inner = rt.mark();
      const duplicate = loading.duplicates.get(entry);
      listAppend(rt, list, rt.own(duplicate !== undefined ? rt.newRef(duplicate) : makeConst(rt, entry, loading, false)));
      rt.release(inner);
    }
    rt.setSlot(arenaSlot, rt.newRef(list));
  }
  return rt.leave(mark, rt.newRef(code));
}

function newLoading(): Loading {
  return { made: new Map(), filenames: new Map(), duplicates: new Map(), keep: 0 };
}

function internNames(rt: Runtime, data: CodeData, keep: number): void {
  for (const names of [data.names, data.varnames, data.freevars, data.cellvars, [data.name]]) {
    for (const name of names) {
      const mark = rt.mark();
      listAppend(rt, keep, rt.own(rt.hooks.internName(rt, name)));
      rt.release(mark);
    }
  }
  for (const item of data.consts) if (item.kind === 'code') internNames(rt, item.code, keep);
}

/** A string constant that looks like a name is the interned one. New reference. CPython: Objects/codeobject.c intern_string_constants */
function internedConst(rt: Runtime, data: ConstData & { kind: 'str' }, loading: Loading): Owned {
  if (loading.keep === 0) return rt.hooks.internStr(rt, data.value);
  const mark = rt.mark();
  const own = rt.own(newStr(rt, data.value));
  const interned = internInPlace(rt, rt.newRef(own));
  if (interned !== own) {
    rt.own(interned);
    loading.duplicates.set(data, own);
    listAppend(rt, loading.keep, own);
    rt.unown(interned);
  }
  return rt.leave(mark, interned);
}

function makeCode(rt: Runtime, data: CodeData, loading: Loading): Owned {
  const mark = rt.mark();
  // the constants come first: strings that look like names must be the interned ones
  const shared = data.tuples;
  const names = rt.own(sharedTuple(rt, shared?.names, loading, () => nameTuple(rt, data.names)));
  const varnames = rt.own(sharedTuple(rt, shared?.varnames, loading, () => nameTuple(rt, data.varnames)));
  const freevars = rt.own(sharedTuple(rt, shared?.freevars, loading, () => nameTuple(rt, data.freevars)));
  const cellvars = rt.own(sharedTuple(rt, shared?.cellvars, loading, () => nameTuple(rt, data.cellvars)));
  const name = rt.own(rt.hooks.internName(rt, data.name));
  const filename = rt.own(filenameStr(rt, data.filename, loading));
  const consts = rt.own(sharedTuple(rt, shared?.consts, loading, () => makeTuple(rt, data.consts, loading, true)));
  return rt.leave(mark, cloneCode(rt, data, { consts, names, varnames, freevars, cellvars, name, filename }));
}

/** A tuple of constants or names: the one made before for the same shared tuple, or a new one. New reference. */
function sharedTuple(rt: Runtime, shared: ConstData | undefined, loading: Loading, make: () => Owned): Owned {
  const known = shared === undefined ? undefined : loading.made.get(shared);
  if (known !== undefined) return rt.newRef(known);
  const made = make();
  if (shared !== undefined) loading.made.set(shared, made);
  return made;
}

/** The objects of a code object, all borrowed. */
export interface CodeParts {
  readonly consts: number;
  readonly names: number;
  readonly varnames: number;
  readonly freevars: number;
  readonly cellvars: number;
  readonly name: number;
  readonly filename: number;
}

/** A code object of data and ready-made parts (increfed). New reference; MemoryError. */
export function cloneCode(rt: Runtime, data: CodeData, parts: CodeParts): Owned {
  const H = rt.H;
  const borrowing = rt.model.callCost === 'borrowed' ? analyzeBorrowing(data, borrowRules(rt)) : null;
  const instructions = assemble(rt, data, parts.consts, parts.names, borrowing);
  const op = rt.heap.alloc(Co.words * 4);
  if (op === 0) {
    rt.heap.free(instructions);
    rt.noMemory();
  }
  H.fill(0, op, op + Co.words);
  H[op] = 1;
  H[op + Ob.type] = T.code;
  H[op + Co.argcount] = data.argcount;
  H[op + Co.posonlyargcount] = data.posonlyargcount;
  H[op + Co.kwonlyargcount] = data.kwonlyargcount;
  H[op + Co.nlocals] = data.nlocals;
  H[op + Co.stacksize] = data.stacksize;
  H[op + Co.flags] = data.flags;
  H[op + Co.firstlineno] = data.firstlineno;
  H[op + Co.instructions] = instructions;
  H[op + Co.end] = instructions + data.code.length;
  H[op + Co.consts] = rt.newRef(parts.consts);
  H[op + Co.names] = rt.newRef(parts.names);
  H[op + Co.varnames] = rt.newRef(parts.varnames);
  H[op + Co.freevars] = rt.newRef(parts.freevars);
  H[op + Co.cellvars] = rt.newRef(parts.cellvars);
  H[op + Co.filename] = rt.newRef(parts.filename);
  H[op + Co.name] = rt.newRef(parts.name);
  const cells = data.cellvars.length;
  const frees = data.freevars.length;
  H[op + Co.slots] = data.nlocals + cells + frees;
  // a call that holds its callable needs one slot more, which no figure shows
  H[op + Co.extras] = data.nlocals + cells + frees + data.stacksize + (rt.model.callHoldsFunction ? 1 : 0);
  H[op + Co.cells] = cells;
  H[op + Co.frees] = frees;
  H[op + Co.simple] = isSimple(data) ? data.argcount : -1;
  const codes = loadedCodes(rt);
  const index = codes.free.pop() ?? codes.table.length;
  codes.table[index] = data;
  if (borrowing !== null) codes.borrowing[index] = borrowing;
  codes.objects.set(index, op);
  H[op + Co.index] = index;
  return op as Owned;
}

function isSimple(data: CodeData): boolean {
  const needed = CodeFlag.Optimized | CodeFlag.NewLocals;
  const refused = CodeFlag.VarArgs | CodeFlag.VarKeywords | CodeFlag.Generator | CodeFlag.Coroutine | CodeFlag.AsyncGenerator;
  return (data.flags & needed) === needed && (data.flags & refused) === 0 && data.kwonlyargcount === 0 && data.cellvars.length === 0;
}

function nameTuple(rt: Runtime, names: readonly string[]): Owned {
  const tuple = newTuple(rt, names.length);
  if (names.length === 0) return tuple;
  const mark = rt.mark();
  rt.own(tuple);
  for (let i = 0; i < names.length; i++) rt.H[tuple + Tuple.items + 2 * i] = rt.hooks.internName(rt, names[i]);
  rt.track(tuple);
  rt.unown(tuple);
  rt.release(mark);
  return tuple;
}

function filenameStr(rt: Runtime, filename: string, loading: Loading): Owned {
  const known = loading.filenames.get(filename);
  if (known !== undefined) return rt.newRef(known);
  const str = newStr(rt, filename);
  loading.filenames.set(filename, str);
  return str;
}

/** The heap object of a constant: new reference. */
function makeConst(rt: Runtime, data: ConstData, loading: Loading, intern: boolean): Owned {
  switch (data.kind) {
    case 'none':
      return rt.none();
    case 'true':
      return rt.bool(true);
    case 'false':
      return rt.bool(false);
    case 'ellipsis':
      return rt.newRef(S.Ellipsis);
  }
  const known = loading.made.get(data);
  if (known !== undefined) return rt.newRef(known);
  const made = makeNewConst(rt, data, loading, intern);
  loading.made.set(data, made);
  return made;
}

function makeNewConst(rt: Runtime, data: ConstData, loading: Loading, intern: boolean): Owned {
  switch (data.kind) {
    case 'int':
      return newIntBig(rt, data.value);
    case 'float':
      return newFloat(rt, data.value);
    case 'complex':
      return newComplex(rt, data.real, data.imag);
    case 'str':
      return intern && NAME_LIKE.test(data.value) ? internedConst(rt, data, loading) : newStr(rt, data.value);
    case 'bytes':
      return newBytes(rt, data.value);
    case 'code':
      return makeCode(rt, data.code, loading);
    case 'tuple':
      return makeTuple(rt, data.items, loading, intern);
    case 'frozenset': {
      const mark = rt.mark();
      const items = rt.own(makeTuple(rt, data.items, loading, intern));
      return rt.leave(mark, newFrozenset(rt, items));
    }
  }
  return NULL;
}

function makeTuple(rt: Runtime, items: readonly ConstData[], loading: Loading, intern: boolean): Owned {
  const tuple = newTuple(rt, items.length);
  if (items.length === 0) return tuple;
  const mark = rt.mark();
  rt.own(tuple);
  for (let i = 0; i < items.length; i++) rt.H[tuple + Tuple.items + 2 * i] = makeConst(rt, items[i], loading, intern);
  rt.track(tuple);
  rt.unown(tuple);
  rt.release(mark);
  return tuple;
}

function borrowRules(rt: Runtime): BorrowRules {
  return { constants: !rt.model.constOwned, iterablesStay: rt.model.compiler.iterablesStay };
}

/**
 * Is the instruction at `i` the call of `__exit__` with three Nones at the end of a `with` block? From 3.11 to 3.13 that one does not unpack the
 * bound method. CPython: Python/compile.c compiler_call_exit_with_nones
 */
function callsExit(code: Int32Array, i: number): boolean {
  return code[i] === Op.CALL_FUNCTION && i >= 4 && code[i - 2] === Op.DUP_TOP && code[i - 4] === Op.DUP_TOP;
}

/** Instructions whose operand becomes the address of an inline cache that begins with the name. */
function hasCache(op: number): boolean {
  return (
    op === Op.LOAD_NAME ||
    op === Op.STORE_NAME ||
    op === Op.LOAD_GLOBAL ||
    op === Op.STORE_GLOBAL ||
    op === Op.LOAD_ATTR ||
    op === Op.STORE_ATTR ||
    op === Op.LOAD_METHOD
  );
}

/**
 * The block of instructions with resolved operands: constants and names become addresses, locals and cells offsets into the frame, jumps
 * addresses of instructions. Numbers of instructions stay, so positions and handlers apply.
 */
function assemble(rt: Runtime, data: CodeData, consts: number, names: number, borrowing: Borrowing | null): number {
  const H = rt.H;
  const source = data.code;
  let caches = 0;
  for (let i = 0; i < source.length; i += 2) if (hasCache(source[i])) caches++;
  const block = rt.allocBlock(4 * (source.length + caches * CACHE_WORDS + 4));
  const firstCache = (block + source.length + 3) & ~3;
  let cache = firstCache;
  const add = loadedCodes(rt).instrumented ? INSTRUMENTED : 0;
  const { replaced } = loadedCodes(rt);
  for (let i = 0; i < source.length; i += 2) {
    const op = source[i];
    let arg = source[i + 1];
    switch (OPCODES[op].operand) {
      case 'const':
        arg = H[consts + Tuple.items + 2 * arg];
        break;
      case 'local':
        arg = Fr.localsplus + 2 * arg;
        break;
      case 'deref':
        arg = Fr.localsplus + 2 * (data.nlocals + arg);
        break;
      case 'jump':
        arg = block + 2 * arg;
        break;
      case 'name': {
        const name = H[names + Tuple.items + 2 * arg];
        if (hasCache(op)) {
          arg = cache;
          H.fill(0, cache, cache + CACHE_WORDS);
          H[cache] = name;
          cache += CACHE_WORDS;
        } else arg = name;
        break;
      }
      default:
        break;
    }
    const form = borrowing === null ? null : borrowedForm(data, borrowing, i >> 1, arg);
    H[block + i] = (form !== null ? form[0] : callsExit(source, i) ? op : (replaced[op] ?? op)) + add;
    H[block + i + 1] = form !== null ? form[1] : arg;
  }
  return block;
}
