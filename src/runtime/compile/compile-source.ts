import type { Compilation, CompileWarning } from '../../bytecode/code.ts';
import { compile, optimizeTree } from '../../bytecode/compile.ts';
import type { Mod } from '../../syntax/ast.ts';
import { decodeSource } from '../../syntax/decode.ts';
import { isPartial } from '../../syntax/incomplete.ts';
import { checkLanguage } from '../../syntax/language.ts';
import { type ParseOptions, parse } from '../../syntax/parse.ts';
import type { ScopeTable } from '../../syntax/scope.ts';
import { analyzeScopes } from '../../syntax/scopes.ts';
import { PythonSyntaxError } from '../../syntax/syntax-error.ts';
import { tupleOf } from '../containers/tuple-object.ts';
import { call2 } from '../core/abstract/call.ts';
import { clearError, errorMatches, raise, raiseObject } from '../core/errors.ts';
import { phrase } from '../core/phrase.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { issueExplicitWarning } from '../modules/warnings.ts';
import { newInt } from '../numbers/int-object.ts';
import { newStr } from '../text/str-object.ts';

export interface SourceOptions {
  filename: string;
  mode: 'exec' | 'eval' | 'single';
  /** CodeFlag bits of future features and the PyCF_ flags that compile() takes. */
  flags?: number;
  /** 0, 1 (no asserts) or 2 (no docstrings); default that of the interpreter. */
  optimize?: number;
  /** Read line by line from a file, as the main program is: some errors at its end stand elsewhere. */
  fromFile?: boolean;
  /** See ParseOptions. */
  onTokens?: ParseOptions['onTokens'];
}

const CLASSES: Readonly<Record<string, number>> = {
  SyntaxError: T.SyntaxError,
  IndentationError: T.IndentationError,
  TabError: T.TabError,
  _IncompleteInputError: T._IncompleteInputError,
  MemoryError: T.MemoryError,
  RecursionError: T.RecursionError,
  ValueError: T.ValueError,
};

function raiseSyntaxError(rt: Runtime, error: PythonSyntaxError): never {
  const type = CLASSES[error.pyType] ?? T.SyntaxError;
  if (type === T.MemoryError || type === T.RecursionError || type === T.ValueError || error.lineno === null)
    raise(rt, type, type === T.MemoryError ? phrase(rt, 'parserOverflow') : error.msg);
  const mark = rt.mark();
  const text = (t: string | null): number => rt.own(t === null ? rt.none() : newStr(rt, t));
  const number = (n: number | null): number => rt.own(n === null ? rt.none() : newInt(rt, n));
  const fields = [
    text(error.filename),
    number(error.lineno),
    number(error.offset),
    text(error.text),
    number(error.end_lineno),
    number(error.end_offset),
  ];
  const info = rt.own(tupleOf(rt, ...fields));
  const exc = call2(rt, type, text(error.msg), info);
  rt.release(mark);
  return raiseObject(rt, exc);
}

/** A line of a source file; CPython reads it from the file, so there is none for `<string>`. CPython: PyErr_ProgramTextObject */
function programLine(source: string, filename: string, lineno: number): string | null {
  if (filename.startsWith('<')) return null;
  const line = source.split('\n', lineno)[lineno - 1];
  return line === undefined ? null : `${line}\n`;
}

/** A block that is missing at the end of a file: CPython has no line any more to point into. CPython: Parser/pegen.c _PyPegen_raise_error */
function missesBlockAtEnd(error: PythonSyntaxError): boolean {
  return error.pyType === 'IndentationError' && error.end_offset === -1 && error.msg.startsWith('expected an indented block');
}

function withoutCaret(error: PythonSyntaxError): PythonSyntaxError {
  const { filename, lineno, end_lineno, end_offset, text } = error;
  return new PythonSyntaxError(error.pyType, error.msg, { filename, lineno, offset: 0, end_lineno, end_offset, text });
}

function guarded<V>(rt: Runtime, source: string, work: () => V, fromFile = false): V {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof PythonSyntaxError && thrown.text === null && thrown.lineno !== null) {
      thrown.text = programLine(source, thrown.filename, thrown.lineno);
    }
    if (thrown instanceof PythonSyntaxError) return raiseSyntaxError(rt, fromFile && missesBlockAtEnd(thrown) ? withoutCaret(thrown) : thrown);
    if (thrown instanceof RangeError) return raise(rt, T.RecursionError, 'maximum recursion depth exceeded during compilation');
    throw thrown;
  }
}

/**
 * Raises _IncompleteInputError for source that only needs more lines, where the caller of compile() asked for that.
 * CPython 3.13: Parser/pegen.c _PyPegen_run_parser with PyPARSE_ALLOW_INCOMPLETE_INPUT
 */
export function refuseIncomplete(rt: Runtime, source: string, options: Pick<SourceOptions, 'filename' | 'mode'>, impliesDedent: boolean): void {
  if (!isPartial(source, options.mode, impliesDedent)) return;
  const text = options.mode === 'exec' && !source.endsWith('\n') ? `${source}\n` : source;
  const lines = text.replace(/\n$/, '').split('\n');
  const last = lines[lines.length - 1] ?? '';
  const end = text.endsWith('\n') ? 1 : 0;
  raiseSyntaxError(
    rt,
    new PythonSyntaxError('_IncompleteInputError', 'incomplete input', {
      filename: options.filename,
      lineno: lines.length,
      offset: last.length + end,
      text: end === 1 ? `${last}\n` : last,
      end_lineno: lines.length,
      end_offset: -1,
    }),
  );
}

/** The release whose language programs may use at most, and the folder of the library, which may use all. Default: the newest. */
export function languageOf(rt: Runtime): { minor: number; library: string } {
  return rt.stateOf('language', () => ({ minor: Number.POSITIVE_INFINITY, library: '' }));
}

/** The tree of source text, refused where it is newer than the language that was asked for (--language). */
function parseAllowed(rt: Runtime, text: string, options: ParseOptions): Mod {
  const tree = parse(text, { ...options, fieldNesting: rt.model.natives.fieldNesting, release: rt.model.version[1] });
  const { minor, library } = languageOf(rt);
  if (minor < Number.POSITIVE_INFINITY && !options.filename.startsWith(library)) checkLanguage(tree, text, options.filename, minor);
  return tree;
}

/** The tree of source text; SyntaxError and its like are raised in Python. */
export function parseText(rt: Runtime, text: string, options: Pick<SourceOptions, 'filename' | 'mode'>): Mod {
  return guarded(rt, text, () => parseAllowed(rt, text, { filename: options.filename, mode: options.mode }));
}

/** Folds a tree in place, as far as the level of optimization says (-1: the interpreter's); RecursionError is raised in Python. */
export function foldParsed(rt: Runtime, tree: Mod, optimize: number): void {
  const level = optimize < 0 ? rt.stateOf('optimize', () => ({ level: 0 })).level : optimize;
  guarded(rt, '', () => optimizeTree(tree, { optimize: level, model: rt.model.compiler }));
}

/** The blocks of source text and their names; SyntaxError and its like are raised in Python. CPython: _Py_SymtableStringObjectFlags */
export function scopesOf(rt: Runtime, text: string, options: Pick<SourceOptions, 'filename' | 'mode'>): ScopeTable {
  return guarded(rt, text, () =>
    analyzeScopes(parseAllowed(rt, text, options), { ...options, deferredAnnotations: rt.model.compiler.lazyAnnotations }),
  );
}

/** Compiles a tree that did not come from source text. */
export function compileTree(rt: Runtime, tree: Mod, options: SourceOptions): Compilation {
  const compilation = guarded(rt, '', () =>
    compile(tree, {
      filename: options.filename,
      futureFlags: options.flags ?? 0,
      optimize: options.optimize ?? rt.stateOf('optimize', () => ({ level: 0 })).level,
      model: rt.model.compiler,
    }),
  );
  for (const warning of compilation.warnings) issueCompileWarning(rt, warning, '', options.filename);
  return compilation;
}

/** Compiles source text for this interpreter's model; SyntaxError and its like are raised in Python. Line ends must be `\n`. */
export function compileText(rt: Runtime, text: string, options: SourceOptions): Compilation {
  // Warnings of the parser come first.
  const warnings: CompileWarning[] = [];
  const category = rt.model.version[1] >= 12 ? 'SyntaxWarning' : 'DeprecationWarning';
  const onWarning = (message: string, lineno: number): void => {
    warnings.push({ category, message, lineno, offset: null, end_lineno: null, end_offset: null });
  };
  const compilation = guarded(
    rt,
    text,
    () =>
      compile(parseAllowed(rt, text, { filename: options.filename, mode: options.mode, onWarning, onTokens: options.onTokens }), {
        filename: options.filename,
        futureFlags: options.flags ?? 0,
        optimize: options.optimize ?? rt.stateOf('optimize', () => ({ level: 0 })).level,
        model: rt.model.compiler,
      }),
    options.fromFile,
  );
  // the library is of another release than the model: what its own compiler did not warn of is no news
  const { library } = languageOf(rt);
  if (library === '' || !options.filename.startsWith(library)) {
    for (const warning of [...warnings, ...compilation.warnings]) issueCompileWarning(rt, warning, text, options.filename);
  }
  return compilation;
}

/** A SyntaxWarning that the filters make an error is a SyntaxError. CPython: Python/compile.c compiler_warn */
function issueCompileWarning(rt: Runtime, warning: CompileWarning, source: string, filename: string): void {
  const { message, lineno, category } = warning;
  const mark = rt.mark();
  try {
    issueExplicitWarning(rt, category === 'SyntaxWarning' ? T.SyntaxWarning : T.DeprecationWarning, message, filename, lineno);
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR || category !== 'SyntaxWarning' || !errorMatches(rt, T.SyntaxWarning)) throw thrown;
    clearError(rt);
    rt.release(mark);
    raiseSyntaxError(rt, new PythonSyntaxError('SyntaxError', message, { ...warning, filename, text: programLine(source, filename, lineno) }));
  }
}

/**
 * A file with a null in it, as CPython has it from 3.11 on (before, a null ended the line that was read).
 * CPython: Parser/tokenizer.c tok_underflow_file
 */
function raiseNullByte(rt: Runtime, bytes: Uint8Array, nul: number, filename: string): never {
  const start = bytes.lastIndexOf(10, nul) + 1;
  const lineno = bytes.subarray(0, nul).reduce((lines, byte) => (byte === 10 ? lines + 1 : lines), 1);
  const text = new TextDecoder().decode(bytes.subarray(start, nul));
  const place = { filename, lineno, offset: 0, end_lineno: lineno, end_offset: -1, text };
  return raiseSyntaxError(rt, new PythonSyntaxError('SyntaxError', 'source code cannot contain null bytes', place));
}

/** Compiles the bytes of a source file, honouring its coding cookie. */
export function compileBytes(rt: Runtime, bytes: Uint8Array, options: SourceOptions): Compilation {
  if (options.fromFile !== true) return compileText(rt, guarded(rt, '', () => decodeSource(bytes, options.filename)).text, options);
  const nul = bytes.indexOf(0);
  if (nul >= 0) raiseNullByte(rt, bytes, nul, options.filename);
  const { text } = guarded(rt, '', () => decodeSource(bytes, options.filename));
  return compileText(rt, text, options);
}

/** The text of a source file's bytes, honouring the coding cookie. */
export function decodeBytes(rt: Runtime, bytes: Uint8Array, filename: string): string {
  return guarded(rt, '', () => decodeSource(bytes, filename)).text;
}
