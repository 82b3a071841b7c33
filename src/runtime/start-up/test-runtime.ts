import type { Compilation } from '../../bytecode/code.ts';
import { Auditor, auditLines } from '../../memory/audit.ts';
import type { DebugOptions } from '../../memory/debug-allocator.ts';
import { Ob, Ty } from '../../memory/layout.ts';
import { verify } from '../../memory/verify.ts';
import { findModel } from '../../models/index.ts';
import { compileText } from '../compile/compile-source.ts';
import { dictClear, dictGetText, dictSetText, newDict } from '../containers/dict-object.ts';
import { strText } from '../core/abstract/object.ts';
import { takeError, typeName } from '../core/errors.ts';
import { NULL, type Owned } from '../core/ownership.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { Root } from '../core/static.ts';
import { exceptionReport } from '../exceptions/traceback-text.ts';
import { newBuiltin } from '../frames/builtin-function.ts';
import { loadCompilation } from '../frames/code-loader.ts';
import { instrument } from '../frames/evaluation-hooks.ts';
import { moduleDict } from '../frames/module-object.ts';
import { runCode } from '../frames/run-code.ts';
import type { Host } from '../host/host.ts';
import { createModule } from '../modules/create-module.ts';
import { installNative } from '../modules/imp.ts';
import { nativeModuleSpecs } from '../modules/native-modules.ts';
import { sysFunctions } from '../modules/sys/sys-functions.ts';
import { fillSys } from '../modules/sys/sys-values.ts';
import { internStr } from '../text/interning.ts';
import { newStr } from '../text/str-object.ts';
import { scheduler } from '../threads/scheduler.ts';
import { bootstrap } from './bootstrap.ts';
import { finalizeProgram, tearDown } from './finalize.ts';
import { createRuntime } from './interpreter.ts';
import { makeMainModule } from './main-program.ts';

/** How a program is run for a test. */
export interface ProgramOptions {
  model?: string;
  /** Guards and registry of blocks; a leak is then told with its address and allocation. */
  debug?: DebugOptions;
  /** Audit before every n-th instruction; 0 = only at the end. */
  auditEvery?: number;
  /** Collect at every allocation of a container. */
  gcStress?: boolean;
  /** The n-th allocation of the program fails; needs `debug`. */
  failAt?: number;
  /** Standard library: starts as the command does. Without it there is only what is native, and `import` finds native modules alone. */
  library?: { python: string; host: Host /** Folders for `sys.path`, before the library's. */; path?: readonly string[] };
  filename?: string;
  /** Called when an interpreter has started, before a program runs in it. */
  onStart?(rt: Runtime): void;
  /** Called before the interpreter ends, or when a fault of ours ends the program. */
  onEnd?(rt: Runtime): void;
}

/** What became of a program. */
export interface ProgramResult {
  stdout: string;
  stderr: string;
  /** Type name of the exception that ended it, or null. */
  error: string | null;
  /** Allocations that were made to fail. */
  failures: number;
  instructions: number;
  /** What the audits, the verifier and the end of the interpreter found wrong; empty when all is well. */
  problems: string[];
}

/** A host that keeps what is written and has no files. */
class QuietHost {
  readonly platform = 'linux';
  readonly env: Record<string, string> = { PYTHONHASHSEED: '0' };
  readonly pid = 1;
  readonly fs = null;
  stdout = '';
  stderr = '';
  private readonly decoders = [new TextDecoder(), new TextDecoder(), new TextDecoder()];
  private clock = 1_700_000_000_000_000_000n;

  write(fd: number, bytes: Uint8Array): number {
    const text = this.decoders[fd]!.decode(bytes, { stream: true });
    if (fd === 1) this.stdout += text;
    else this.stderr += text;
    return bytes.length;
  }
  read(): Uint8Array {
    return new Uint8Array();
  }
  timeNs(): bigint {
    this.clock += 1000n;
    return this.clock;
  }
  monotonicNs(): bigint {
    return this.timeNs();
  }
  processTimeNs(): bigint {
    return this.timeNs();
  }
  sleep(): void {}
  randomBytes(size: number): Uint8Array {
    return new Uint8Array(size).fill(7);
  }
  cwd(): string {
    return '/';
  }
  memory(): null {
    return null;
  }
}

/** Native modules only: `import` finds them and nothing else, print and sys.stdout write to the host. */
function bareStart(rt: Runtime, host: QuietHost): number {
  const specs = new Map(nativeModuleSpecs.map((spec) => [spec.name, spec]));
  rt.state.set('native modules', { specs, frozen: () => null });
  rt.hooks.importModule = (runtime, name) => runtime.newRef(installNative(runtime, runtime.hooks.strText(runtime, name)));
  rt.setSlot(Root.sysModules, newDict(rt));
  const builtins = installNative(rt, 'builtins');
  rt.setSlot(Root.builtinsDict, rt.newRef(moduleDict(rt, builtins)));
  const mark = rt.mark();
  const sys = rt.own(createModule(rt, { name: 'sys', functions: sysFunctions }));
  rt.setSlot(Root.sysDict, rt.newRef(moduleDict(rt, sys)));
  dictSetText(rt, rt.H[Root.sysModules]!, 'sys', sys);
  dictSetText(rt, rt.H[Root.sysDict]!, 'modules', rt.H[Root.sysModules]!);
  fillSys(rt, rt.H[Root.sysDict]!, {
    argv: [''],
    origArgv: [''],
    executable: '',
    prefix: '',
    path: [],
    flags: {},
    warnOptions: [],
    xOptions: {},
    dontWriteBytecode: true,
    builtinModules: [...specs.keys()],
  });
  const main = rt.own(createModule(rt, { name: '__main__' }));
  dictSetText(rt, rt.H[Root.sysModules]!, '__main__', main);
  const dict = moduleDict(rt, main);
  dictSetText(rt, dict, '__builtins__', builtins);
  const inBuiltins = (name: string, fn: (r: Runtime, self: number, args: number, nargs: number) => Owned, kind: number): void => {
    const f = rt.own(newBuiltin(rt, { name, kind, fn }, 0, 0));
    dictSetText(rt, rt.H[Root.builtinsDict]!, name, f);
  };
  const say = (r: Runtime, _self: number, args: number, nargs: number): Owned => {
    const words: string[] = [];
    for (let i = 0; i < nargs; i++) words.push(strText(r, r.H[args + 2 * i]!));
    host.stdout += `${words.join(' ')}\n`;
    return r.none();
  };
  inBuiltins('print', say, Meth.KEYWORDS);
  const find = (r: Runtime, _self: number, args: number): Owned => r.newRef(nativeModule(r, strText(r, r.H[args]!)));
  inBuiltins('__import__', find, Meth.FAST);
  rt.release(mark);
  return dict;
}

/** A native module, made once. */
function nativeModule(rt: Runtime, name: string): number {
  const mark = rt.mark();
  const known = rt.hooks.dictGetStr(rt, rt.H[Root.sysModules]!, rt.own(internStr(rt, name)));
  rt.release(mark);
  return known !== 0 ? known : installNative(rt, name);
}

/** The runtime of the command, or one without a library. */
function start(options: ProgramOptions, quiet: QuietHost): { rt: Runtime; dict: number } {
  const { library } = options;
  const rt = createRuntime({
    model: findModel(options.model ?? '3.10')!,
    host: library === undefined ? (quiet as unknown as Host) : redirected(library.host, quiet),
    heap: { reserveBytes: 2 ** 30, ...(options.debug === undefined ? {} : { debug: options.debug }) },
  });
  if (library === undefined) return { rt, dict: bareStart(rt, quiet) };
  bootstrap(rt, {
    stdlib: library.python,
    unbuffered: false,
    site: true,
    sys: {
      argv: [options.filename ?? ''],
      origArgv: [],
      executable: '',
      prefix: '',
      path: [...(library.path ?? []), library.python.replace(/python$/, 'ouroboros'), library.python],
      flags: {},
      warnOptions: [],
      xOptions: {},
      dontWriteBytecode: true,
    },
  });
  const dict = makeMainModule(rt);
  if (options.filename !== undefined) {
    const mark = rt.mark();
    dictSetText(rt, dict, '__file__', rt.own(newStr(rt, options.filename)));
    rt.release(mark);
  }
  return { rt, dict };
}

/** A host whose standard streams end in the strings of another. */
function redirected(host: Host, quiet: QuietHost): Host {
  return Object.assign(Object.create(host) as Host, {
    env: { ...host.env, PYTHONHASHSEED: '0' },
    write: (fd: number, bytes: Uint8Array): number => (fd <= 2 ? quiet.write(fd, bytes) : host.write(fd, bytes)),
  });
}

/** An interpreter for tests: runs programs, audits, and ends with nothing left. */
export class TestInterpreter {
  readonly rt: Runtime;
  /** What the audits, the verifier and the end of the interpreter found wrong. */
  readonly problems: string[] = [];
  instructions = 0;
  private readonly host = new QuietHost();
  private readonly dict: number;
  private readonly auditor: Auditor;
  private readonly compiled = new Map<string, Compilation>();

  constructor(private readonly options: ProgramOptions = {}) {
    const { rt, dict } = start(options, this.host);
    this.rt = rt;
    this.dict = dict;
    this.auditor = new Auditor(rt.heap);
    options.onStart?.(rt);
  }

  get stdout(): string {
    return this.host.stdout;
  }

  get stderr(): string {
    return this.host.stderr;
  }

  /** Audits now. */
  check(when: string): void {
    if (this.problems.length > 20) return;
    const report = this.auditor.run();
    if (!report.ok && report.skipped === null) this.problems.push(`audit ${when}:`, ...auditLines(report));
  }

  /**
   * Runs a program in `__main__`, with the audit, collections and the failing allocation that were asked for. Gives the type name of
   * the exception that ended it, or null.
   */
  run(source: string, failAt = this.options.failAt ?? 0): string | null {
    const { rt, options } = this;
    const every = options.auditEvery ?? 0;
    const first = this.instructions;
    if (every > 0)
      instrument(rt, () => {
        if ((++this.instructions - first) % every === 0) this.check(`before instruction ${this.instructions}`);
      });
    rt.heap.gc.stress = options.gcStress === true;
    const compilation = this.compile(source);
    if (rt.heap.debug !== null) rt.heap.debug.failAt = failAt;
    let error: string | null = null;
    const mark = rt.mark();
    try {
      const code = rt.own(loadCompilation(rt, compilation, Root.astArena));
      rt.own(scheduler(rt).runMain(() => runCode(rt, code, this.dict, this.dict)));
    } catch (thrown) {
      if (thrown !== PYTHON_ERROR) throw thrown;
      // the report of the error is no part of the program
      if (rt.heap.debug !== null) rt.heap.debug.failAt = 0;
      error = this.takeException();
    } finally {
      if (rt.heap.debug !== null) rt.heap.debug.failAt = 0;
      rt.heap.gc.stress = false;
      if (every > 0) instrument(rt, null);
    }
    rt.release(mark);
    rt.clearSlot(Root.astArena);
    this.check('after the program');
    this.problems.push(...verify(rt.heap));
    return error;
  }

  /** Forgets what programs left in `__main__`. */
  forget(): void {
    const { rt } = this;
    const mark = rt.mark();
    const kept = ['__name__', '__doc__', '__builtins__', '__loader__', '__spec__', '__package__'].map((name) => ({
      name,
      value: rt.own(lookUp(rt, this.dict, name)),
    }));
    dictClear(rt, this.dict);
    for (const { name, value } of kept) if (value !== 0) dictSetText(rt, this.dict, name, value);
    rt.release(mark);
    rt.heap.gc.collectQuietly();
  }

  /** Ends the interpreter; afterwards no block may be left. */
  end(): void {
    const { rt, problems } = this;
    try {
      finalizeProgram(rt);
      this.check('after the modules went');
      const left = tearDown(rt);
      if (left > 0) problems.push(`${left} blocks left at exit`, ...leftBlocks(rt));
      rt.heap.debug?.check();
      problems.push(...verify(rt.heap));
    } catch (thrown) {
      if (thrown !== PYTHON_ERROR) throw thrown;
      problems.push(`Python error at exit: ${this.takeException()}`);
    }
  }

  private compile(source: string): Compilation {
    let compilation = this.compiled.get(source);
    if (compilation === undefined) {
      compilation = compileText(this.rt, source, { filename: this.options.filename ?? '<test>', mode: 'exec' });
      this.compiled.set(source, compilation);
    }
    return compilation;
  }

  private takeException(): string {
    const { rt } = this;
    const exc = takeError(rt);
    const type = typeName(rt, exc);
    if (type !== 'MemoryError') this.host.stderr += exceptionReport(rt, exc);
    rt.decref(exc);
    return type;
  }
}

function lookUp(rt: Runtime, dict: number, name: string): Owned {
  const found = dictGetText(rt, dict, name);
  return found === 0 ? NULL : rt.newRef(found);
}

/**
 * Runs a program in an interpreter of its own and ends that interpreter: afterwards every count must have been right and no block
 * may be left. Throws only for faults of ours.
 */
export function runProgram(source: string, options: ProgramOptions = {}): ProgramResult {
  const interpreter = new TestInterpreter(options);
  let error: string | null;
  try {
    error = interpreter.run(source);
  } finally {
    options.onEnd?.(interpreter.rt);
  }
  interpreter.end();
  const { stdout, stderr, instructions, problems, rt } = interpreter;
  return { stdout, stderr, error, failures: rt.heap.debug?.failures ?? 0, instructions, problems };
}

/** What the registry of the debug allocator says of blocks that are left. */
function leftBlocks(rt: Runtime): string[] {
  const { debug } = rt.heap;
  if (debug === null) return [];
  const lines: string[] = [];
  for (const [address, bytes] of debug.live) {
    if (lines.length >= 20) break;
    const H = rt.H;
    const asObject = (op: number): string => {
      const type = H[op + Ob.type]!;
      if (type <= 0 || type >= H.length || (type & 3) !== 0) return '?';
      const contract = H[type + Ty.contract]!;
      return contract > 0 && contract < rt.heap.contracts.length ? `${rt.heap.contracts[contract]!.name} count ${H[op]}` : '?';
    };
    lines.push(`  block ${address} of ${bytes} bytes, allocation ${rt.heap.U32[address - 3]}: ${asObject(address)} / ${asObject(address + 4)}`);
  }
  return lines;
}
