import { Ob } from '../../memory/layout.ts';
import { compileBytes } from '../compile/compile-source.ts';
import { dictGet, dictSet } from '../containers/dict-object.ts';
import { listAppend, newList } from '../containers/list-object.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { asIndex } from '../core/abstract/number.ts';
import { getAttrText, isStr } from '../core/abstract/object.ts';
import { argumentType, counted, parseKeywords } from '../core/arguments.ts';
import { withBuffer } from '../core/buffer.ts';
import { raise, typeError } from '../core/errors.ts';
import { Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { Root, S, T } from '../core/static.ts';
import { loadCode } from '../frames/code-loader.ts';
import { Co } from '../frames/frame-layout.ts';
import { newInt } from '../numbers/int-object.ts';
import { newBytes } from '../text/bytes-object.ts';
import { hashBytes } from '../text/siphash.ts';
import { newStr, strEquals, strText } from '../text/str-object.ts';
import { createModule } from './create-module.ts';
import { MarshalReader } from './marshal/read-object.ts';
import type { ModuleSpec } from './module-spec.ts';
import { keepSinglePhase } from './single-phase.ts';

/** A Python module that is part of the interpreter. `original` is the name it has in the library. */
export interface FrozenModule {
  filename: string;
  original: string;
  source: Uint8Array;
  /** Contents of a .pyc file made for this model, if there is one. */
  compiled: Uint8Array | null;
  isPackage: boolean;
}

const PYC_HEADER_BYTES = 16;

/** What `_imp` knows of modules that need no file; kept on the runtime by start-up. */
export interface NativeModules {
  /** Native modules by name. */
  readonly specs: ReadonlyMap<string, ModuleSpec>;
  /** Python modules that are part of the interpreter: name to source file name and bytes. */
  frozen(name: string): FrozenModule | null;
}

export function nativeModules(rt: Runtime): NativeModules {
  return rt.state.get('native modules') as NativeModules;
}

function nameArgument(rt: Runtime, op: number, what: string): string {
  if (rt.H[op + Ob.type] !== T.str) typeError(rt, `${what}() argument must be str`);
  return strText(rt, op);
}

/** The module that a spec names, made once. CPython: _imp_create_builtin */
function createBuiltin(rt: Runtime, _self: number, spec: number): Owned {
  const mark = rt.mark();
  const name = rt.own(getAttrText(rt, spec, 'name'));
  if (!isStr(rt, name)) return rt.leave(mark, rt.none());
  const known = dictGet(rt, rt.H[Root.sysModules]!, name);
  if (known !== 0) return rt.leave(mark, rt.newRef(known));
  const found = nativeModules(rt).specs.get(strText(rt, name));
  if (found === undefined) return rt.leave(mark, rt.none());
  const module = rt.own(createModule(rt, found));
  keepSinglePhase(rt, found.name, module);
  return rt.leave(mark, rt.newRef(module));
}

/** Puts a native module into sys.modules without importlib (start-up). Borrowed result. */
export function installNative(rt: Runtime, name: string): number {
  const mark = rt.mark();
  const key = rt.own(newStr(rt, name));
  const spec = nativeModules(rt).specs.get(name);
  if (spec === undefined) raise(rt, T.ModuleNotFoundError, `No module named '${name}'`);
  const module = rt.own(createModule(rt, spec));
  dictSet(rt, rt.H[Root.sysModules]!, key, module);
  keepSinglePhase(rt, name, module);
  rt.release(mark);
  return module;
}

function frozenOr(rt: Runtime, op: number, what: string): FrozenModule {
  const name = nameArgument(rt, op, what);
  const found = nativeModules(rt).frozen(name);
  if (found === null) raise(rt, T.ImportError, `No such frozen object named ${name}`);
  return found;
}

/** Gives a code object and the ones among its constants another file name. CPython: Python/import.c update_compiled_module */
function fixFilename(rt: Runtime, code: number, filename: number): void {
  if (strEquals(rt, rt.H[code + Co.filename]!, filename)) return;
  rt.setSlot(code + Co.filename, rt.newRef(filename));
  const consts = rt.H[code + Co.consts]!;
  for (let i = 0; i < rt.H[consts + Ob.size]!; i++) {
    const item = rt.H[consts + Tuple.items + 2 * i]!;
    if (rt.H[item + Ob.type] === T.code) fixFilename(rt, item, filename);
  }
}

/** The code of a frozen module: as the build compiled it, or from its source. New reference. */
export function loadFrozen(rt: Runtime, module: FrozenModule): Owned {
  const { compiled } = module;
  if (compiled === null) return loadCode(rt, compileBytes(rt, module.source, { filename: module.filename, mode: 'exec' }).code);
  const mark = rt.mark();
  const code = rt.own(new MarshalReader(rt, compiled.subarray(PYC_HEADER_BYTES)).read());
  fixFilename(rt, code, rt.own(newStr(rt, module.filename)));
  return rt.leave(mark, rt.newRef(code));
}

/** `_imp`. CPython: Python/import.c */
export const impModule: ModuleSpec = {
  name: '_imp',
  doc: 'What importlib needs of the interpreter.',
  constants: { check_hash_based_pycs: 'default', pyc_magic_number_token: 168627187 },
  functions: [
    { name: 'lock_held', kind: Meth.NOARGS, fn: (rt: Runtime) => rt.bool(false) },
    { name: 'acquire_lock', kind: Meth.NOARGS, fn: (rt: Runtime) => rt.none() },
    { name: 'release_lock', kind: Meth.NOARGS, fn: (rt: Runtime) => rt.none() },
    { name: 'extension_suffixes', kind: Meth.NOARGS, fn: (rt: Runtime) => newList(rt, 0) },
    {
      name: 'is_builtin',
      kind: Meth.O,
      fn: (rt: Runtime, _self: number, op: number) => newInt(rt, nativeModules(rt).specs.has(nameArgument(rt, op, 'is_builtin')) ? 1 : 0),
    },
    { name: 'create_builtin', kind: Meth.O, fn: createBuiltin },
    { name: 'exec_builtin', kind: Meth.O, fn: (rt: Runtime) => newInt(rt, 0) },
    {
      name: 'is_frozen',
      kind: Meth.O,
      fn: (rt: Runtime, _self: number, op: number) => rt.bool(nativeModules(rt).frozen(nameArgument(rt, op, 'is_frozen')) !== null),
    },
    {
      name: 'is_frozen_package',
      kind: Meth.O,
      fn: (rt: Runtime, _self: number, op: number) => rt.bool(frozenOr(rt, op, 'is_frozen_package').isPackage),
    },
    {
      name: 'find_frozen',
      kind: Meth.KEYWORDS,
      fn: (rt: Runtime, _self: number, args: number, nargs: number, kwnames: number) => {
        const spec = { name: 'find_frozen', params: ['', 'withdata'], posOnly: 1, required: 1, maxPositional: 1 };
        const [name] = parseKeywords(rt, spec, args, nargs, kwnames, [0, 0]);
        const found = nativeModules(rt).frozen(nameArgument(rt, name!, 'find_frozen'));
        if (found === null) return rt.none();
        const mark = rt.mark();
        return rt.leave(mark, tupleOf(rt, S.None, found.isPackage ? S.True : S.False, rt.own(newStr(rt, found.original))));
      },
    },
    {
      name: 'get_frozen_object',
      kind: Meth.FAST,
      fn: counted('get_frozen_object', 1, 2, (rt: Runtime, _self: number, args: number) => {
        const found = frozenOr(rt, rt.H[args]!, 'get_frozen_object');
        return loadFrozen(rt, found);
      }),
    },
    {
      name: '_fix_co_filename',
      kind: Meth.FAST,
      fn: counted('_fix_co_filename', 2, 2, (rt: Runtime, _self: number, args: number) => {
        const [code, filename] = [rt.H[args]!, rt.H[args + 2]!];
        if (rt.H[code + Ob.type] !== T.code) typeError(rt, `_fix_co_filename() argument 1 must be code, not ${argumentType(rt, code)}`);
        if (!isStr(rt, filename)) typeError(rt, `_fix_co_filename() argument 2 must be str, not ${argumentType(rt, filename)}`);
        fixFilename(rt, code, filename);
        return rt.none();
      }),
    },
    {
      name: '_frozen_module_names',
      kind: Meth.NOARGS,
      fn: (rt: Runtime) => {
        const mark = rt.mark();
        const list = rt.own(newList(rt, 0));
        for (const name of ['_frozen_importlib', '_frozen_importlib_external']) listAppend(rt, list, rt.own(newStr(rt, name)));
        return rt.leave(mark, rt.newRef(list));
      },
    },
    {
      name: 'source_hash',
      kind: Meth.FAST,
      fn: counted('source_hash', 2, 2, (rt: Runtime, _self: number, args: number) => {
        asIndex(rt, rt.H[args]!);
        const lo = withBuffer(rt, rt.H[args + 2]!, false, (address, length) => hashBytes(rt, address, length));
        const out = new Uint8Array(8);
        new DataView(out.buffer).setInt32(0, lo, true);
        new DataView(out.buffer).setInt32(4, rt.hashHi, true);
        return newBytes(rt, out);
      }),
    },
    { name: '_override_frozen_modules_for_tests', kind: Meth.O, fn: (rt: Runtime) => rt.none() },
    { name: '_override_multi_interp_extensions_check', kind: Meth.O, fn: (rt: Runtime) => newInt(rt, 0) },
  ],
};
