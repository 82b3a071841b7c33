import { languageOf } from '../compile/compile-source.ts';
import { dictCopy, dictGetText, dictSet, dictSetText, newDict } from '../containers/dict-object.ts';
import { call0, call2 } from '../core/abstract/call.ts';
import { getItem } from '../core/abstract/item.ts';
import { getAttrText } from '../core/abstract/object.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root } from '../core/static.ts';
import { moduleDict, newModule } from '../frames/module-object.ts';
import { runCode } from '../frames/run-code.ts';
import { createModule, setModuleValue } from '../modules/create-module.ts';
import { installNative, loadFrozen, type NativeModules, nativeModules } from '../modules/imp.ts';
import { keepLibrary } from '../modules/library-cache.ts';
import { libraryRelease, setLibraryRelease } from '../modules/library-release.ts';
import type { ModuleSpec } from '../modules/module-spec.ts';
import { nativeModuleSpecs } from '../modules/native-modules.ts';
import { keepSinglePhase } from '../modules/single-phase.ts';
import { monitoringModule } from '../modules/sys/monitoring.ts';
import { sysFunctions } from '../modules/sys/sys-functions.ts';
import { fillSys, type SysOptions } from '../modules/sys/sys-values.ts';
import { tracesOf } from '../modules/tracemalloc/traces.ts';
import { internStr } from '../text/interning.ts';
import { newStr } from '../text/str-object.ts';
import { compiledBeside, compilerMagic, tellMagic } from './compiled-files.ts';
import { holdAsRelease } from './holdings.ts';
import { importByName } from './import.ts';
import { makeFirstStderr, makeStandardStreams } from './standard-streams.ts';
import { warmUp } from './warm-up.ts';

export interface BootstrapOptions {
  /** Native modules beside the interpreter's own. */
  modules?: readonly ModuleSpec[];
  /** Directory of the standard library: importlib is read from it. */
  stdlib: string;
  /** File that names the compiler of this build; default beside the library's directory. See compiled-files.ts. */
  compilerId?: string;
  /** Keep what is compiled of the library where importlib does not: see library-cache.ts. */
  keepsLibrary?: boolean;
  /** Its release (12 for 3.12) when it is not the one that the build ships. */
  libraryRelease?: number;
  sys: Omit<SysOptions, 'builtinModules'>;
  /** python3 -u */
  unbuffered: boolean;
  /** Frames that tracemalloc keeps of each allocation from here on; 0 or absent: it is off. */
  traceFrames?: number;
  /** Import `site` (python3 without -S). */
  site: boolean;
  /** The program of warmUp(). */
  warmUp?: string;
}

const sysModule: ModuleSpec = { name: 'sys', doc: 'What the interpreter knows of itself.', functions: sysFunctions };

/** Python modules that are part of the interpreter in CPython. */
const FROZEN: Readonly<Record<string, string>> = {
  _frozen_importlib: 'importlib/_bootstrap.py',
  _frozen_importlib_external: 'importlib/_bootstrap_external.py',
};

function frozenFrom(rt: Runtime, stdlib: string, magic: Uint8Array | null): NativeModules['frozen'] {
  return (name) => {
    const file = FROZEN[name];
    if (file === undefined || rt.host.fs === null) return null;
    const original = file.slice(0, -3).replace('/', '.');
    const compiled = compiledBeside(rt, `${stdlib}/${file}`, magic);
    return {
      filename: `<frozen ${original}>`,
      original,
      source: compiled === null ? rt.host.fs.readFile(`${stdlib}/${file}`) : new Uint8Array(0),
      compiled,
      isPackage: false,
    };
  };
}

/** sys and builtins, before importlib exists. CPython: Python/pylifecycle.c pycore_init_builtins */
function makeFirstModules(rt: Runtime, options: BootstrapOptions): void {
  rt.setSlot(Root.sysModules, newDict(rt));
  const builtins = installNative(rt, 'builtins');
  rt.setSlot(Root.builtinsDict, rt.newRef(moduleDict(rt, builtins)));
  const mark = rt.mark();
  const sys = rt.own(createModule(rt, sysModule));
  const dict = moduleDict(rt, sys);
  rt.setSlot(Root.sysDict, rt.newRef(dict));
  dictSet(rt, rt.H[Root.sysModules]!, rt.own(internStr(rt, 'sys')), sys);
  dictSetText(rt, dict, 'modules', rt.H[Root.sysModules]!);
  fillSys(rt, dict, { ...options.sys, builtinModules: ['sys', ...nativeModules(rt).specs.keys()] });
  if (rt.model.natives.monitoring !== 'none') setModuleValue(rt, sys, 'monitoring', createModule(rt, monitoringModule));
  keepSinglePhase(rt, 'sys', sys);
  for (const hook of ['displayhook', 'excepthook', 'unraisablehook', 'breakpointhook'])
    if (dictGetText(rt, dict, hook) !== 0) dictSetText(rt, dict, `__${hook}__`, dictGetText(rt, dict, hook));
  rt.release(mark);
}

/** Runs importlib's bootstrap and connects it. CPython: Python/pylifecycle.c init_importlib */
function startImportlib(rt: Runtime): void {
  const mark = rt.mark();
  const source = nativeModules(rt).frozen('_frozen_importlib')!;
  const code = rt.own(loadFrozen(rt, source));
  const module = rt.own(newModule(rt, rt.own(internStr(rt, '_frozen_importlib'))));
  const dict = moduleDict(rt, module);
  dictSetText(rt, dict, '__builtins__', rt.H[Root.builtinsDict]!);
  dictSetText(rt, dict, '__origname__', rt.own(newStr(rt, 'importlib._bootstrap')));
  dictSet(rt, rt.H[Root.sysModules]!, rt.own(internStr(rt, '_frozen_importlib')), module);
  rt.own(runCode(rt, code, dict, dict));
  rt.setSlot(Root.importlib, rt.newRef(module));
  const builtins = rt.own(getItem(rt, rt.H[Root.sysModules]!, rt.ident('builtins')));
  const builtinsImport = rt.own(getAttrText(rt, builtins, '__import__'));
  rt.setSlot(Root.importFunc, rt.newRef(builtinsImport));
  const sys = rt.own(importByName(rt, 'sys'));
  const imp = rt.own(rt.newRef(installNative(rt, '_imp')));
  rt.own(call2(rt, rt.own(getAttrText(rt, module, '_install')), sys, imp));
  rt.own(call0(rt, rt.own(getAttrText(rt, module, '_install_external_importers'))));
  rt.release(mark);
}

/** Everything up to the point where the main program is run. */
export function bootstrap(rt: Runtime, options: BootstrapOptions): void {
  rt.hooks.importModule = (runtime, name) => importByName(runtime, runtime.hooks.strText(runtime, name));
  languageOf(rt).library = `${options.stdlib}/`;
  if (options.libraryRelease !== undefined) setLibraryRelease(rt, options.libraryRelease);
  const release = libraryRelease(rt);
  const wanted = [...nativeModuleSpecs, ...(options.modules ?? [])].filter((spec) => (spec.libraryUpTo ?? release) >= release);
  const specs = new Map(wanted.map((spec) => [spec.name, spec]));
  const magic = compilerMagic(rt, options.compilerId ?? options.stdlib.replace(/[^/]*$/, 'compiler-id'));
  rt.state.set('native modules', { specs, frozen: frozenFrom(rt, options.stdlib, magic) } satisfies NativeModules);
  makeFirstModules(rt, options);
  if (options.warmUp !== undefined) warmUp(rt, options.warmUp, compiledBeside(rt, options.warmUp, magic));
  if ((options.sys.flags.verbose ?? 0) > 0) makeFirstStderr(rt);
  startImportlib(rt);
  if (magic !== null) {
    tellMagic(rt, magic);
    if (options.keepsLibrary === true && options.sys.dontWriteBytecode) keepLibrary(rt, options.stdlib.replace(/[^/]*$/, ''), magic);
  }
  rt.setSlot(Root.builtinsCopy, dictCopy(rt, rt.H[Root.builtinsDict]!));
  makeStandardStreams(rt, options.unbuffered);
  if (options.traceFrames) {
    // what waits in a free list was allocated before, and would never be traced
    rt.heap.gc.events.clearFreeLists?.();
    tracesOf(rt).start(options.traceFrames);
  }
  if (options.site) rt.decref(importByName(rt, 'site'));
  holdAsRelease(rt);
}
