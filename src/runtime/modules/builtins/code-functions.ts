import { Ob } from '../../../memory/layout.ts';
import { compileBytes, compileText, compileTree, decodeBytes, foldParsed, parseText, refuseIncomplete } from '../../compile/compile-source.ts';
import { isDict } from '../../containers/dict-merge.ts';
import { dictContains, dictDelete, dictGet, dictSet, newDict } from '../../containers/dict-object.ts';
import { listAppend, newList } from '../../containers/list-object.ts';
import { newTuple, tupleFromSlots } from '../../containers/tuple-object.ts';
import { call1, callDict } from '../../core/abstract/call.ts';
import { setItem } from '../../core/abstract/item.ts';
import { asCInt } from '../../core/abstract/number.ts';
import { isTrue, isType, lookupAttrText, reprText } from '../../core/abstract/object.ts';
import { argumentType, checkPositional, noKeywords, parseKeywords } from '../../core/arguments.ts';
import { getBuffer, hasBuffer } from '../../core/buffer.ts';
import { nameOfType, raise, typeError, typeName, valueError } from '../../core/errors.ts';
import { Cell, List, Tp, TpFlag, Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import { phrase } from '../../core/phrase.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { Root, S, T } from '../../core/static.ts';
import { loadCode, loadCompilation } from '../../frames/code-loader.ts';
import { Co, Fr } from '../../frames/frame-layout.ts';
import { runCode, runFunctionInNamespace } from '../../frames/run-code.ts';
import { importModule } from '../../start-up/import.ts';
import { calculateMetaclass } from '../../types/base-layout.ts';
import { isTree, treeOfObject } from '../ast/object-tree.ts';
import { treeObject } from '../ast/tree-objects.ts';
import { keepIfLibrary } from '../library-cache.ts';
import { currentFrame, currentGlobals, currentLocals } from './object-functions.ts';

/** Functions of builtins that compile and run code, make classes, import. CPython: Python/bltinmodule.c */

/** Flags of future features that code inherits. CPython: PyCF_MASK */
const FUTURE_MASK = 0x1fe0000;
const NESTED = 0x10;
const ONLY_AST = 0x400;
/** Beside ONLY_AST: the tree is folded. */
const OPTIMIZED = 0x8000;
const DONT_IMPLY_DEDENT = 0x200;
const ALLOW_INCOMPLETE_INPUT = 0x4000;
const COMPILE_MASK = DONT_IMPLY_DEDENT | ONLY_AST | OPTIMIZED | 0x1000 | 0x2000 | ALLOW_INCOMPLETE_INPUT;

/** Future features of the running code. CPython: PyEval_MergeCompilerFlags */
function inheritedFlags(rt: Runtime): number {
  const frame = currentFrame(rt);
  return frame === 0 ? 0 : rt.H[rt.H[frame + Fr.code] + Co.flags] & FUTURE_MASK;
}

type Source = { text: string } | { bytes: Uint8Array };

/** Source text given as str or bytes-like. CPython: source_as_string */
function sourceOf(rt: Runtime, o: number, name: string, what: string): Source {
  const H = rt.H;
  let source: Source;
  if ((H[H[o + Ob.type] + Tp.flags] & TpFlag.UNICODE_SUBCLASS) !== 0) {
    source = { text: rt.hooks.strText(rt, o).replace(/\r\n?/g, '\n') };
  } else if (hasBuffer(rt, o)) {
    const buffer = getBuffer(rt, o);
    source = { bytes: rt.U8.slice(buffer.address, buffer.address + buffer.length) };
    buffer.release();
  } else {
    typeError(rt, `${name}() arg 1 must be a ${what} object`);
  }
  if ('text' in source ? source.text.includes('\0') : source.bytes.includes(0)) {
    raise(rt, rt.model.wording.nullByteSyntax ? T.SyntaxError : T.ValueError, 'source code string cannot contain null bytes');
  }
  return source;
}

const MODES = ['exec', 'eval', 'single'] as const;
type Mode = (typeof MODES)[number];

function compileSource(rt: Runtime, source: Source, filename: string, mode: Mode, flags: number, optimize: number): ReturnType<typeof compileText> {
  const options = optimize < 0 ? { filename, mode, flags } : { filename, mode, flags, optimize };
  return 'text' in source ? compileText(rt, source.text, options) : compileBytes(rt, source.bytes, options);
}

const COMPILE = {
  name: 'compile',
  params: ['source', 'filename', 'mode', 'flags', 'dont_inherit', 'optimize', '_feature_version'],
  required: 3,
  maxPositional: 6,
};

/** A path given as str, bytes or os.PathLike as text. TypeError. CPython: PyUnicode_FSDecoder */
export function codePath(rt: Runtime, o: number): string {
  const H = rt.H;
  const flags = H[H[o + Ob.type] + Tp.flags];
  if ((flags & TpFlag.UNICODE_SUBCLASS) !== 0) return rt.hooks.strText(rt, o);
  if (hasBuffer(rt, o)) {
    const buffer = getBuffer(rt, o);
    const text = new TextDecoder().decode(rt.U8.slice(buffer.address, buffer.address + buffer.length));
    buffer.release();
    return text;
  }
  const mark = rt.mark();
  const method = rt.own(lookupAttrText(rt, H[o + Ob.type], '__fspath__'));
  if (method === 0) typeError(rt, `expected str, bytes or os.PathLike object, not ${typeName(rt, o)}`);
  const path = rt.own(call1(rt, method, o));
  const text = codePath(rt, path);
  rt.release(mark);
  return text;
}

/** Source text of compile() and its like, decoded. TypeError, SyntaxError. */
export function codeText(rt: Runtime, o: number, name: string, what: string, filename: string): string {
  const source = sourceOf(rt, o, name, what);
  return 'text' in source ? source.text : decodeBytes(rt, source.bytes, filename);
}

/** CPython: builtin_compile_impl */
function compile(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const given = parseKeywords(rt, COMPILE, args, nargs, kwnames, [0, 0, 0, 0, 0, 0, 0]);
  const filename = codePath(rt, given[1]);
  const H = rt.H;
  if ((H[H[given[2] + Ob.type] + Tp.flags] & TpFlag.UNICODE_SUBCLASS) === 0)
    typeError(rt, `compile() argument 'mode' must be str, not ${argumentType(rt, given[2])}`);
  const mode = rt.hooks.strText(rt, given[2]);
  let flags = given[3] === 0 ? 0 : asCInt(rt, given[3]);
  const dontInherit = given[4] !== 0 && isTrue(rt, given[4]);
  const optimize = given[5] === 0 ? -1 : asCInt(rt, given[5]);
  if ((flags & ~(FUTURE_MASK | NESTED | COMPILE_MASK)) !== 0) valueError(rt, 'compile(): unrecognised flags');
  if (optimize < -1 || optimize > 2) valueError(rt, 'compile(): invalid optimize value');
  if (!dontInherit) flags |= inheritedFlags(rt);
  if (!(MODES as readonly string[]).includes(mode)) {
    if (mode === 'func_type') {
      if ((flags & ONLY_AST) === 0) valueError(rt, "compile() mode 'func_type' requires flag PyCF_ONLY_AST");
    } else {
      valueError(
        rt,
        (flags & ONLY_AST) !== 0
          ? "compile() mode must be 'exec', 'eval', 'single' or 'func_type'"
          : "compile() mode must be 'exec', 'eval' or 'single'",
      );
    }
  }
  if (isTree(rt, given[0])) {
    if ((flags & (ONLY_AST | OPTIMIZED)) === ONLY_AST) return rt.newRef(given[0]);
    const tree = treeOfObject(rt, given[0], mode);
    if ((flags & ONLY_AST) !== 0) {
      foldParsed(rt, tree, optimize);
      return treeObject(rt, tree);
    }
    return loadCode(rt, compileTree(rt, tree, { filename, mode: mode as Mode, flags, ...(optimize < 0 ? {} : { optimize }) }).code);
  }
  const source = sourceOf(rt, given[0], 'compile', 'string, bytes or AST');
  if ((flags & ALLOW_INCOMPLETE_INPUT) !== 0 && mode !== 'func_type') {
    const text = 'text' in source ? source.text : decodeBytes(rt, source.bytes, filename);
    refuseIncomplete(rt, text, { filename, mode: mode as Mode }, (flags & DONT_IMPLY_DEDENT) === 0);
  }
  if ((flags & ONLY_AST) !== 0) {
    const tree = parseText(rt, 'text' in source ? source.text : decodeBytes(rt, source.bytes, filename), { filename, mode: mode as Mode });
    if ((flags & OPTIMIZED) !== 0) foldParsed(rt, tree, optimize);
    return treeObject(rt, tree);
  }
  const code = loadCode(rt, compileSource(rt, source, filename, mode as Mode, flags, optimize).code);
  if ('text' in source || mode !== 'exec' || flags !== 0 || optimize >= 0) return code;
  const mark = rt.mark();
  rt.own(code);
  keepIfLibrary(rt, filename, source.bytes, code);
  return rt.leave(mark, rt.newRef(code));
}

/** Puts `__builtins__` into globals that have none. */
function ensureBuiltins(rt: Runtime, globals: number): void {
  const key = rt.ident('__builtins__');
  if (dictContains(rt, globals, key)) return;
  const frame = currentFrame(rt);
  dictSet(rt, globals, key, frame === 0 ? rt.H[Root.builtinsDict] : rt.H[frame + Fr.builtins]);
}

function isMapping(rt: Runtime, o: number): boolean {
  return rt.H[rt.H[o + Ob.type] + Tp.mpSubscript] !== 0;
}

/** Runs compiled code or compiles and runs source; the arena of the source lives as long as it runs. Result new. */
function run(rt: Runtime, name: 'eval' | 'exec', source: number, globals: number, locals: number, closure: number): Owned {
  const H = rt.H;
  ensureBuiltins(rt, globals);
  if (H[source + Ob.type] === T.code) {
    if (closure === 0 && H[H[source + Co.freevars] + Tuple.size] > 0) typeError(rt, `code object passed to ${name}() may not contain free variables`);
    return runCode(rt, source, globals, locals, closure);
  }
  const text = sourceOf(rt, source, name, 'string, bytes or code');
  if (name === 'eval') {
    if ('text' in text) text.text = text.text.replace(/^[ \t]+/, '');
    else {
      let start = 0;
      while (text.bytes[start] === 32 || text.bytes[start] === 9) start++;
      text.bytes = text.bytes.subarray(start);
    }
  }
  const compilation = compileSource(rt, text, '<string>', name, inheritedFlags(rt), -1);
  const mark = rt.mark();
  const arena = rt.nsp;
  rt.own(0);
  const code = rt.own(loadCompilation(rt, compilation, arena));
  return rt.leave(mark, runCode(rt, code, globals, locals));
}

interface CodeParameters {
  name: 'eval' | 'exec';
  /** Positional parameters that have names from 3.13 on, and those by name only. */
  names: readonly string[];
  byName: readonly string[];
}

const EVAL: CodeParameters = { name: 'eval', names: ['', 'globals', 'locals'], byName: [] };
const EXEC: CodeParameters = { name: 'exec', names: ['', 'globals', 'locals'], byName: ['closure'] };

/** Source, globals, locals and closure as given, 0 = not given. TypeError. CPython: builtin_eval, builtin_exec in Python/clinic/bltinmodule.c.h */
function codeArguments(rt: Runtime, { name, names, byName }: CodeParameters, args: number, nargs: number, kwnames: number): number[] {
  const rule = rt.model.natives.codeArguments;
  const H = rt.H;
  if (rule === 'names' || (rule === 'closure' && byName.length > 0)) {
    const posOnly = rule === 'names' ? 1 : names.length;
    const params = [...names.map((n, i) => (i < posOnly ? '' : n)), ...byName];
    return parseKeywords(rt, { name, params, posOnly, required: 1, maxPositional: names.length }, args, nargs, kwnames, [0, 0, 0, 0]);
  }
  noKeywords(rt, name, kwnames);
  checkPositional(rt, name, nargs, 1, 3);
  return [0, 1, 2].map((i) => (i < nargs ? H[args + 2 * i] : 0));
}

/** CPython: builtin_eval_impl */
function evaluate(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const given = codeArguments(rt, EVAL, args, nargs, kwnames);
  let globals = given[1] || S.None;
  let locals = given[2] || S.None;
  if (locals !== S.None && !isMapping(rt, locals)) typeError(rt, 'locals must be a mapping');
  if (globals !== S.None && !isDict(rt, globals)) {
    typeError(rt, isMapping(rt, globals) ? 'globals must be a real dict; try eval(expr, {}, mapping)' : 'globals must be a dict');
  }
  const mark = rt.mark();
  if (globals === S.None) {
    globals = currentGlobals(rt);
    if (locals === S.None) locals = rt.own(currentLocals(rt));
  } else if (locals === S.None) {
    locals = globals;
  }
  if (globals === 0) typeError(rt, 'eval must be given globals and locals when called without a frame');
  return rt.leave(mark, run(rt, 'eval', given[0]!, globals, locals, 0));
}

/** The closure that exec() was given has to fit the code (3.11 on). TypeError. CPython: builtin_exec_impl */
function checkClosure(rt: Runtime, source: number, closure: number): void {
  if (rt.model.natives.codeArguments === 'positions') return;
  const H = rt.H;
  if (H[source + Ob.type] !== T.code) {
    if (closure !== S.None) typeError(rt, 'closure can only be used when source is a code object');
    return;
  }
  const n = H[H[source + Co.freevars] + Tuple.size];
  if (n === 0) {
    if (closure !== S.None) typeError(rt, 'cannot use a closure with this code object');
    return;
  }
  let fits = H[closure + Ob.type] === T.tuple && H[closure + Tuple.size] === n;
  for (let i = 0; fits && i < n; i++) fits = H[H[closure + Tuple.items + 2 * i] + Ob.type] === T.cell;
  if (!fits) typeError(rt, `code object requires a closure of exactly length ${n}`);
}

/** CPython: builtin_exec_impl */
function exec(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const given = codeArguments(rt, EXEC, args, nargs, kwnames);
  let globals = given[1] || S.None;
  let locals = given[2] || S.None;
  const closure = given[3] || S.None;
  const mark = rt.mark();
  if (globals === S.None) {
    globals = currentGlobals(rt);
    if (locals === S.None) locals = rt.own(currentLocals(rt));
    if (globals === 0) raise(rt, T.SystemError, 'globals and locals cannot be NULL');
  } else if (locals === S.None) {
    locals = globals;
  }
  if (!isDict(rt, globals)) typeError(rt, `exec() globals must be a dict, not ${typeName(rt, globals)}`);
  if (!isMapping(rt, locals)) typeError(rt, `locals must be a mapping or None, not ${typeName(rt, locals)}`);
  checkClosure(rt, given[0]!, closure);
  rt.own(run(rt, 'exec', given[0]!, globals, locals, closure === S.None ? 0 : closure));
  return rt.leave(mark, rt.none());
}

// ---------------------------------------------------------------- classes

/** Bases with `__mro_entries__` replaced; the tuple itself when there are none (new reference). CPython: update_bases */
export function resolveBases(rt: Runtime, bases: number): Owned {
  const H = rt.H;
  const n = H[bases + Tuple.size];
  const mark = rt.mark();
  let list = 0;
  for (let i = 0; i < n; i++) {
    const base = H[bases + Tuple.items + 2 * i];
    const here = rt.mark();
    const method = isType(rt, base) ? 0 : rt.own(lookupAttrText(rt, base, '__mro_entries__'));
    if (method === 0) {
      if (list !== 0) listAppend(rt, list, base);
      rt.release(here);
      continue;
    }
    const entries = rt.own(call1(rt, method, bases));
    if ((H[H[entries + Ob.type] + Tp.flags] & TpFlag.TUPLE_SUBCLASS) === 0) typeError(rt, '__mro_entries__ must return a tuple');
    if (list === 0) {
      // parked below the entries, which are given back first
      rt.unown(entries);
      rt.release(here);
      list = rt.own(newList(rt, 0));
      rt.own(entries);
      for (let k = 0; k < i; k++) listAppend(rt, list, H[bases + Tuple.items + 2 * k]);
      for (let k = 0; k < H[entries + Tuple.size]; k++) listAppend(rt, list, H[entries + Tuple.items + 2 * k]);
      rt.decref(rt.unown(entries));
    } else {
      for (let k = 0; k < H[entries + Tuple.size]; k++) listAppend(rt, list, H[entries + Tuple.items + 2 * k]);
      rt.release(here);
    }
  }
  if (list === 0) return rt.leave(mark, rt.newRef(bases));
  return rt.leave(mark, tupleFromSlots(rt, H[list + List.items], H[list + List.size]));
}

/** Calls with two or three positional arguments and the keywords of a dict (0 or empty: none). CPython: PyObject_VectorcallDict */
function callWithKeywords(rt: Runtime, f: number, positional: readonly number[], keywords: number): Owned {
  const mark = rt.mark();
  for (const arg of positional) rt.push(arg);
  return rt.leave(mark, callDict(rt, f, mark, positional.length, keywords));
}

/** CPython: builtin___build_class__ */
function buildClass(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  if (nargs < 2) typeError(rt, '__build_class__: not enough arguments');
  const f = H[args];
  if (H[f + Ob.type] !== T.function) typeError(rt, '__build_class__: func must be a function');
  const name = H[args + 2];
  if ((H[H[name + Ob.type] + Tp.flags] & TpFlag.UNICODE_SUBCLASS) === 0) typeError(rt, '__build_class__: name is not a string');
  const mark = rt.mark();
  const original = rt.own(nargs === 2 ? newTuple(rt, 0) : tupleFromSlots(rt, args + 4, nargs - 2));
  let bases: number = resolveBases(rt, original);
  if (bases === original) rt.decref(bases);
  else bases = rt.own(bases);
  let keywords = 0;
  let meta = 0;
  let isClass = true;
  if (kwnames !== 0 && H[kwnames + Tuple.size] !== 0) {
    keywords = rt.own(newDict(rt));
    for (let i = 0; i < H[kwnames + Tuple.size]; i++) dictSet(rt, keywords, H[kwnames + Tuple.items + 2 * i], H[args + 2 * (nargs + i)]);
    const given = dictGet(rt, keywords, rt.ident('metaclass'));
    if (given !== 0) {
      meta = rt.own(rt.newRef(given));
      dictDelete(rt, keywords, rt.ident('metaclass'));
      isClass = isType(rt, meta);
    }
  }
  if (meta === 0) meta = rt.own(rt.newRef(H[bases + Tuple.size] === 0 ? T.type : H[H[bases + Tuple.items] + Ob.type]));
  if (isClass) {
    const winner = calculateMetaclass(rt, meta, bases);
    rt.setSlot(rt.nsp - 2, rt.newRef(winner));
    meta = winner;
  }
  const prepare = rt.own(lookupAttrText(rt, meta, '__prepare__'));
  const namespace = rt.own(prepare === 0 ? newDict(rt) : callWithKeywords(rt, prepare, [name, bases], keywords));
  if (!isMapping(rt, namespace)) {
    typeError(rt, `${isClass ? nameOfType(rt, meta) : '<metaclass>'}.__prepare__() must return a mapping, not ${typeName(rt, namespace)}`);
  }
  if (prepare !== 0) {
    // CPython gives __prepare__ up before the body runs
    H[rt.nsp - 4] = 0;
    rt.decref(prepare);
  }
  const cell = rt.own(runFunctionInNamespace(rt, f, namespace));
  if (bases !== original) setItem(rt, namespace, rt.ident('__orig_bases__'), original);
  const cls = rt.own(callWithKeywords(rt, meta, [name, bases, namespace], keywords));
  if (isType(rt, cls) && H[cell + Ob.type] === T.cell) {
    const held = H[cell + Cell.contents];
    if (held === 0) {
      raise(
        rt,
        T.RuntimeError,
        `__class__ not set defining ${reprText(rt, name)} as ${reprText(rt, cls)}. Was __classcell__ propagated to type.__new__?`,
      );
    }
    if (held !== cls) typeError(rt, `__class__ set to ${reprText(rt, held)} defining ${reprText(rt, name)} as ${reprText(rt, cls)}`);
  }
  return rt.leave(mark, rt.newRef(cls));
}

const IMPORT = { name: '__import__', params: ['name', 'globals', 'locals', 'fromlist', 'level'], required: 1 };

function importFunction(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  const given = parseKeywords(rt, IMPORT, args, nargs, kwnames, [0, 0, 0, 0, 0]);
  const H = rt.H;
  if ((H[H[given[0] + Ob.type] + Tp.flags] & TpFlag.UNICODE_SUBCLASS) === 0) typeError(rt, phrase(rt, 'importName', argumentType(rt, given[0])));
  const globals = given[1] === S.None ? 0 : given[1];
  return importModule(rt, given[0], globals, given[3], given[4] === 0 ? 0 : asCInt(rt, given[4]));
}

export const CODE_FUNCTIONS: readonly MethodSpec[] = [
  {
    name: '__build_class__',
    kind: Meth.KEYWORDS,
    fn: buildClass,
    doc: '__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\nInternal helper function used by the class statement.',
  },
  {
    name: '__import__',
    kind: Meth.KEYWORDS,
    fn: importFunction,
    doc: "__import__(name, globals=None, locals=None, fromlist=(), level=0) -> module\n\nImport a module. Because this function is meant for use by the Python\ninterpreter and not for general use, it is better to use\nimportlib.import_module() to programmatically import a module.\n\nThe globals argument is only used to determine the context;\nthey are not modified.  The locals argument is unused.  The fromlist\nshould be a list of names to emulate ``from name import ...'', or an\nempty list to emulate ``import name''.\nWhen importing a module from a package, note that __import__('A.B', ...)\nreturns package A when fromlist is empty, but its submodule B when\nfromlist is not empty.  The level argument is used to determine whether to\nperform absolute or relative imports: 0 is absolute, while a positive number\nis the number of parent directories to search relative to the current module.",
  },
  {
    name: 'compile',
    kind: Meth.KEYWORDS,
    fn: compile,
    signature: '($module, /, source, filename, mode, flags=0,\n        dont_inherit=False, optimize=-1, *, _feature_version=-1)',
    doc: "Compile source into a code object that can be executed by exec() or eval().\n\nThe source code may represent a Python module, statement or expression.\nThe filename will be used for run-time error messages.\nThe mode must be 'exec' to compile a module, 'single' to compile a\nsingle (interactive) statement, or 'eval' to compile an expression.\nThe flags argument, if present, controls which future statements influence\nthe compilation of the code.\nThe dont_inherit argument, if true, stops the compilation inheriting\nthe effects of any future statements in effect in the code calling\ncompile; if absent or false these statements do influence the compilation,\nin addition to any features explicitly specified.",
  },
  {
    name: 'eval',
    kind: Meth.KEYWORDS,
    fn: evaluate,
    signature: '($module, source, globals=None, locals=None, /)',
    doc: 'Evaluate the given source in the context of globals and locals.\n\nThe source may be a string representing a Python expression\nor a code object as returned by compile().\nThe globals must be a dictionary and locals can be any mapping,\ndefaulting to the current globals and locals.\nIf only globals is given, locals defaults to it.',
  },
  {
    name: 'exec',
    kind: Meth.KEYWORDS,
    fn: exec,
    signature: '($module, source, globals=None, locals=None, /)',
    doc: 'Execute the given source in the context of globals and locals.\n\nThe source may be a string representing one or more Python statements\nor a code object as returned by compile().\nThe globals must be a dictionary and locals can be any mapping,\ndefaulting to the current globals and locals.\nIf only globals is given, locals defaults to it.',
  },
];
