import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ouroborosModule } from '../instruments/python-module.ts';
import { nodeReleaser } from '../memory/release-node.ts';
import { hybrid } from '../models/hybrid.ts';
import { findModel } from '../models/index.ts';
import { mechanisms } from '../models/mechanisms.ts';
import type { Model } from '../models/model.ts';
import { languageOf } from '../runtime/compile/compile-source.ts';
import { takeError } from '../runtime/core/errors.ts';
import { PYTHON_ERROR, type Runtime } from '../runtime/core/runtime.ts';
import { exceptionReport } from '../runtime/exceptions/traceback-text.ts';
import { ProcessExit } from '../runtime/modules/posix/processes.ts';
import { type BootstrapOptions, bootstrap } from '../runtime/start-up/bootstrap.ts';
import { compileApart } from '../runtime/start-up/compiled-files.ts';
import { finalizeProgram } from '../runtime/start-up/finalize.ts';
import { interactiveLoop } from '../runtime/start-up/interactive.ts';
import { createRuntime } from '../runtime/start-up/interpreter.ts';
import { type MainProgram, makeMainModule, runMainProgram } from '../runtime/start-up/main-program.ts';
import { reportException } from '../runtime/start-up/report-exception.ts';
import { Bridge } from './bridge.ts';
import { endChecked, startChecks } from './checks.ts';
import { tierDown, tierUp } from './host-tiers.ts';
import { StopProgram, takeStdout } from './instruments/answers.ts';
import { startInstrument } from './instruments/instrument-run.ts';
import type { RunOptions } from './run-options.ts';
import { statsReport } from './stats-report.ts';
import { type WorkerHost, workerHost } from './worker-host.ts';

/** Directory that holds lib/ (the bundle's own, or dist/ when run from the sources). */
function libraryRoot(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  for (const candidate of [join(here, 'lib'), join(here, '../lib'), join(here, '../../dist/lib')]) if (existsSync(candidate)) return candidate;
  throw new Error("the standard library is missing: run 'npm run build'");
}

function xOptionsOf(words: readonly string[]): Record<string, string | true> {
  const out: Record<string, string | true> = {};
  for (const word of words) {
    const equals = word.indexOf('=');
    out[equals < 0 ? word : word.slice(0, equals)] = equals < 0 ? true : word.slice(equals + 1);
  }
  return out;
}

/** sys.argv[0] of each kind of program. */
function firstArgument(program: RunOptions['program']): string {
  switch (program.kind) {
    case 'file':
      return program.path;
    case 'code':
      return '-c';
    case 'module':
      return '-m';
    case 'stdin':
      return '-';
    default:
      return '';
  }
}

/** The model, with the mechanisms of other releases that were asked for. */
function modelOf(options: RunOptions): Model {
  let model = findModel(options.model)!;
  for (const word of options.mixed) {
    const [id, release] = word.split('@') as [string, string];
    model = hybrid(
      model,
      findModel(release)!,
      mechanisms.filter((m) => m.id === id),
    );
  }
  return model;
}

function start(options: RunOptions, host: WorkerHost, shared: SharedArrayBuffer): Runtime {
  if (options.ignoreEnvironment) for (const name of Object.keys(host.env)) if (name.startsWith('PYTHON')) delete host.env[name];
  const rt = createRuntime({
    model: modelOf(options),
    host,
    heap: {
      releaseToOS: nodeReleaser(),
      ...(globalThis.ouroHeapMemory === undefined ? {} : { memory: globalThis.ouroHeapMemory }),
      ...(options.maxHeapBytes === null ? {} : { maxHeapBytes: options.maxHeapBytes }),
      ...(options.debugAllocator ? { debug: {} } : {}),
    },
    interruptCell: new Int32Array(shared, Bridge.breaker * 4, 2),
  });
  rt.stateOf('optimize', () => ({ level: options.optimize }));
  const lib = libraryRoot();
  const stdlib = options.stdlib?.directory ?? join(lib, 'python');
  const newer = options.stdlib === null && rt.model.compiler.lazyAnnotations ? [join(lib, 'annotations')] : [];
  const pythonPath = (host.env.PYTHONPATH ?? '').split(':').filter((p) => p !== '');
  startOrExplain(rt, {
    modules: [ouroborosModule],
    stdlib,
    compilerId: join(lib, 'compiler-id'),
    keepsLibrary:
      options.stdlib === null && options.keepsLibrary && options.optimize === 0 && options.mixed.length === 0 && options.language === 'newest',
    ...(options.stdlib === null ? {} : { libraryRelease: options.stdlib.release }),
    ...(options.warmUp ? { warmUp: join(lib, 'warm-up.py') } : {}),
    unbuffered: options.unbuffered,
    traceFrames: options.traceFrames,
    site: !options.noSite,
    sys: {
      argv: [firstArgument(options.program), ...options.args],
      origArgv: options.origArgv,
      executable: options.executable,
      prefix: dirname(lib),
      path: [...pythonPath, ...newer, join(lib, 'ouroboros'), stdlib],
      flags: {
        inspect: options.interactive ? 1 : 0,
        interactive: options.interactive ? 1 : 0,
        optimize: options.optimize,
        dont_write_bytecode: options.dontWriteBytecode ? 1 : 0,
        no_user_site: options.noUserSite ? 1 : 0,
        no_site: options.noSite ? 1 : 0,
        ignore_environment: options.ignoreEnvironment ? 1 : 0,
        verbose: options.verbose,
        bytes_warning: options.bytesWarning,
        quiet: options.quiet ? 1 : 0,
        isolated: options.isolated ? 1 : 0,
        hash_randomization: /^(?:|random|0)$/.test(host.env.PYTHONHASHSEED ?? '0') ? 0 : 1,
      },
      warnOptions: options.warnings,
      xOptions: xOptionsOf(options.xOptions),
      dontWriteBytecode: options.dontWriteBytecode,
    },
  });
  if (options.language !== 'newest') {
    const release = options.language === 'model' ? rt.model : findModel(options.language)!;
    const language = languageOf(rt);
    language.minor = release.version[1];
    language.library = `${options.stdlib?.directory ?? lib}/`;
  }
  // code that is compiled another way is not kept among the rest
  const apart = [...(options.language === 'newest' ? [] : [options.language]), ...options.mixed];
  if (apart.length > 0) compileApart(rt, apart.join('-'));
  return rt;
}

function mainProgram(program: RunOptions['program']): MainProgram {
  return program.kind === 'none' ? { kind: 'stdin' } : program;
}

/** The interactive prompt, after a greeting that names the model. */
function prompt(rt: Runtime, dict: number, host: WorkerHost, options: RunOptions): number {
  if (options.program.kind === 'none' && !options.quiet)
    host.write(
      2,
      new TextEncoder().encode(
        `Ouroboros, memory model ${rt.model.version.join('.')}\nType "help", "copyright", "credits" or "license" for more information.\n`,
      ),
    );
  return interactiveLoop(rt, dict, host.readLine);
}

/** Starts; a Python error on the way is a fault of ours, told with its traceback. */
function startOrExplain(rt: Runtime, options: BootstrapOptions): void {
  try {
    bootstrap(rt, options);
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR) throw thrown;
    rt.host.write(2, new TextEncoder().encode(exceptionReport(rt, takeError(rt))));
    throw new Error('the interpreter could not start');
  }
}

/** Whether the program keeps its stdout beside the instrument's answers. */
function sharesStdout({ instrument, json }: RunOptions): boolean {
  const kind = instrument?.kind;
  return kind === 'explain' || ((kind === 'snapshot' || kind === 'record' || kind === 'report') && !json);
}

/** Runs one program in this thread and gives the process's exit code. Throws only for faults of ours. */
export function runInterpreter(options: RunOptions, shared: SharedArrayBuffer): number {
  const host = workerHost(shared, options);
  try {
    return runOn(host, options, shared);
  } finally {
    host.dispose();
  }
}

function runOn(host: WorkerHost, options: RunOptions, shared: SharedArrayBuffer): number {
  const began = performance.now();
  const answers = options.instrument === null ? null : takeStdout(host, options.json, sharesStdout(options));
  const rt = start(options, host, shared);
  tierUp(rt);
  const started = performance.now();
  try {
    const dict = makeMainModule(rt);
    const checks = startChecks(rt, options);
    const instrument = answers === null ? null : startInstrument(rt, dict, options, answers);
    const atPrompt = options.program.kind === 'none' && (host.terminal || options.interactive);
    let code = atPrompt ? 0 : runMainProgram(rt, dict, mainProgram(options.program), options);
    if (atPrompt || options.interactive) code = prompt(rt, dict, host, options);
    code = checks.finish() ?? code;
    if (instrument !== null) code = instrument.finish(code);
    const report = options.stats ? statsReport(rt, { startMs: started - began, runMs: performance.now() - started }, options.json) : null;
    tierDown();
    const flushed = finalizeProgram(rt);
    code = endChecked(rt, options) ?? code;
    if (report !== null) rt.host.write(2, new TextEncoder().encode(report));
    return code === 0 ? flushed : code;
  } catch (thrown) {
    if (thrown instanceof ProcessExit) return thrown.code;
    if (thrown instanceof StopProgram) return thrown.exitCode;
    if (thrown === PYTHON_ERROR) return reportException(rt);
    throw thrown;
  }
}
