import { compileBytes, type SourceOptions } from '../compile/compile-source.ts';
import { dictGetText, dictSet, dictSetText, newDict } from '../containers/dict-object.ts';
import { listAppend, listInsert } from '../containers/list-object.ts';
import { call2 } from '../core/abstract/call.ts';
import { getAttrText } from '../core/abstract/object.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { Root, S } from '../core/static.ts';
import { writeStderr } from '../exceptions/unraisable.ts';
import { loadCompilation } from '../frames/code-loader.ts';
import { moduleDict, newModule } from '../frames/module-object.ts';
import { runCode } from '../frames/run-code.ts';
import { HostError } from '../host/host.ts';
import { interruptible } from '../modules/interruptible.ts';
import { byteBytes, emptyBytes } from '../text/bytes-object.ts';
import { internStr, markFrozenStrings } from '../text/interning.ts';
import { newStr } from '../text/str-object.ts';
import { scheduler } from '../threads/scheduler.ts';
import { importByName } from './import.ts';
import { reportException } from './report-exception.ts';

/** What the command line names as the program. */
export type MainProgram = { kind: 'file'; path: string } | { kind: 'stdin' } | { kind: 'code'; code: string } | { kind: 'module'; name: string };

/** Makes `__main__`. CPython: Python/pylifecycle.c add_main_module */
export function makeMainModule(rt: Runtime): number {
  const mark = rt.mark();
  const name = rt.own(internStr(rt, '__main__'));
  const module = rt.own(newModule(rt, name));
  const dict = moduleDict(rt, module);
  if (!rt.model.compiler.lazyAnnotations) dictSetText(rt, dict, '__annotations__', rt.own(newDict(rt)));
  dictSetText(rt, dict, '__builtins__', rt.own(importByName(rt, 'builtins')));
  dictSetText(rt, dict, '__loader__', rt.own(getAttrText(rt, rt.H[Root.importlib]!, 'BuiltinImporter')));
  dictSet(rt, rt.H[Root.sysModules]!, name, module);
  rt.setSlot(Root.mainModule, rt.newRef(module));
  rt.release(mark);
  return dict;
}

function prependPath(rt: Runtime, directory: string): void {
  const path = dictGetText(rt, rt.H[Root.sysDict]!, 'path');
  if (path === 0) return;
  const mark = rt.mark();
  listInsert(rt, path, 0, rt.own(newStr(rt, directory)));
  rt.release(mark);
}

function setText(rt: Runtime, dict: number, name: string, value: string | null): void {
  const mark = rt.mark();
  dictSetText(rt, dict, name, value === null ? S.None : rt.own(newStr(rt, value)));
  rt.release(mark);
}

/** Are the bytes of a token a shared object? */
function isShared(text: string): boolean {
  return text.length < 2 && text < '\x80';
}

/** Compiles and runs source in `__main__`; the arena of its constants lives until it ends. CPython: Python/pythonrun.c run_mod */
function runSource(rt: Runtime, dict: number, bytes: Uint8Array, options: SourceOptions): void {
  const mark = rt.mark();
  try {
    const kept: string[] = [];
    const onTokens = rt.model.compiler.tokensInArena ? (texts: readonly string[]) => kept.push(...texts.filter(isShared)) : undefined;
    const code = rt.own(loadCompilation(rt, compileBytes(rt, bytes, { ...options, onTokens }), Root.astArena));
    for (const text of kept) {
      const inner = rt.mark();
      listAppend(rt, rt.H[Root.astArena]!, rt.own(text === '' ? emptyBytes(rt) : byteBytes(rt, text.charCodeAt(0))));
      rt.release(inner);
    }
    rt.own(scheduler(rt).runMain(() => runCode(rt, code, dict, dict)));
  } finally {
    rt.release(mark);
    rt.clearSlot(Root.astArena);
  }
}

function runModuleAsMain(rt: Runtime, name: string, alterArgv: boolean): void {
  const mark = rt.mark();
  const runpy = rt.own(importByName(rt, 'runpy'));
  const run = rt.own(getAttrText(rt, runpy, '_run_module_as_main'));
  const argument = rt.own(newStr(rt, name));
  rt.own(scheduler(rt).runMain(() => call2(rt, run, argument, alterArgv ? S.True : S.False)));
  rt.release(mark);
}

function directoryOf(rt: Runtime, path: string): string {
  let real = path;
  try {
    real = rt.host.fs?.realpath(path) ?? path;
  } catch (thrown) {
    if (!(thrown instanceof HostError)) throw thrown;
  }
  const slash = real.lastIndexOf('/');
  return slash > 0 ? real.slice(0, slash) : slash === 0 ? '/' : '';
}

/** An absolute path, as messages show the script that cannot be opened. */
function absolute(rt: Runtime, path: string): string {
  return path.startsWith('/') ? path : `${rt.host.cwd()}/${path}`;
}

/** What the command line's options say about running the program. */
export interface MainOptions {
  /** -I, or -P: no directory of the program in sys.path. */
  isolated: boolean;
  /** -x */
  skipFirstLine?: boolean;
  /** -i: SystemExit is reported as other exceptions are. */
  interactive?: boolean;
}

/** The source without its first line, whose end stays so that lines keep their numbers. CPython: Modules/main.c pymain_run_file */
function behindFirstLine(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(10);
  return end < 0 ? new Uint8Array(0) : bytes.subarray(end);
}

function runFile(rt: Runtime, dict: number, path: string, { isolated, skipFirstLine }: MainOptions): number | null {
  const fs = rt.host.fs!;
  let bytes: Uint8Array;
  try {
    const stat = fs.stat(path);
    if ((stat.mode & 0o170000) === 0o040000) {
      prependPath(rt, rt.model.version[1] >= 9 ? absolute(rt, path) : path);
      if (!fs.access(`${path}/__main__.py`, 4)) {
        writeStderr(rt, `ouro: can't find '__main__' module in '${absolute(rt, path)}'\n`);
        return 1;
      }
      runModuleAsMain(rt, '__main__', false);
      return null;
    }
    bytes = fs.readFile(path);
  } catch (thrown) {
    if (!(thrown instanceof HostError)) throw thrown;
    writeStderr(rt, `ouro: can't open file '${absolute(rt, path)}': [Errno ${thrown.errno}] ${thrown.message}\n`);
    return 2;
  }
  if (!isolated) prependPath(rt, directoryOf(rt, path));
  // The script's path is made absolute, as from 3.9 on (sys.argv keeps it as given).
  const file = absolute(rt, path);
  setText(rt, dict, '__file__', file);
  setText(rt, dict, '__cached__', null);
  setFileLoader(rt, dict, file);
  runSource(rt, dict, skipFirstLine === true ? behindFirstLine(bytes) : bytes, { filename: file, mode: 'exec', fromFile: true });
  return null;
}

/** `__loader__` of a script is a SourceFileLoader. CPython: Python/pythonrun.c set_main_loader */
function setFileLoader(rt: Runtime, dict: number, path: string): void {
  const mark = rt.mark();
  const external = rt.own(getAttrText(rt, rt.H[Root.importlib]!, '_bootstrap_external'));
  const loader = rt.own(getAttrText(rt, external, 'SourceFileLoader'));
  const made = rt.own(call2(rt, loader, rt.own(newStr(rt, '__main__')), rt.own(newStr(rt, path))));
  dictSetText(rt, dict, '__loader__', made);
  rt.release(mark);
}

function readAll(rt: Runtime): Uint8Array {
  const parts: Uint8Array[] = [];
  for (;;) {
    const part = interruptible(rt, () => rt.host.read(0, 65536));
    if (part.length === 0) break;
    parts.push(part);
  }
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * Runs the program in `__main__` (its dict is borrowed) and gives the exit code; uncaught exceptions are reported.
 * CPython: Modules/main.c pymain_run_python
 */
export function runMainProgram(rt: Runtime, dict: number, program: MainProgram, options: MainOptions): number {
  const { isolated } = options;
  const mark = rt.mark();
  markFrozenStrings(rt);
  try {
    switch (program.kind) {
      case 'file': {
        const failed = runFile(rt, dict, program.path, options);
        if (failed !== null) return failed;
        break;
      }
      case 'code':
        if (!isolated) prependPath(rt, '');
        rt.commandText = program.code;
        runSource(rt, dict, new TextEncoder().encode(`${program.code}\n`), { filename: '<string>', mode: 'exec' });
        break;
      case 'stdin':
        if (!isolated) prependPath(rt, '');
        runSource(rt, dict, readAll(rt), { filename: '<stdin>', mode: 'exec', fromFile: true });
        break;
      case 'module':
        if (!isolated) prependPath(rt, rt.host.cwd());
        runModuleAsMain(rt, program.name, true);
        break;
    }
    return 0;
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR) throw thrown;
    rt.release(mark);
    return reportException(rt, options.interactive);
  }
}
