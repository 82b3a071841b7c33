import { audit } from '../../memory/audit.ts';
import type { Heap } from '../../memory/heap.ts';
import { findModel } from '../../models/index.ts';
import { compileText } from '../compile/compile-source.ts';
import { dictSetText, newDict } from '../containers/dict-object.ts';
import { strText } from '../core/abstract/object.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { Root } from '../core/static.ts';
import { newBuiltin } from '../frames/builtin-function.ts';
import { loadCode } from '../frames/code-loader.ts';
import { moduleDict } from '../frames/module-object.ts';
import { runCode } from '../frames/run-code.ts';
import type { Host } from '../host/host.ts';
import { createRuntime } from '../start-up/interpreter.ts';
import { installNative } from './imp.ts';
import { nativeModuleSpecs } from './native-modules.ts';

/**
 * An interpreter without importlib, files or streams, for tests of native modules: programs find the modules in their globals, and
 * print goes to a host string.
 */
export class BareInterpreter {
  readonly rt: Runtime;
  output = '';
  private readonly globals: number;

  /** `modules`: name in the globals to name of the native module. */
  constructor(modules: Readonly<Record<string, string>>, model = '3.10') {
    const rt = createRuntime({ model: findModel(model)!, host: { fs: null, env: {} } as unknown as Host, heap: { reserveBytes: 2 ** 30 } });
    this.rt = rt;
    rt.state.set('native modules', { specs: new Map(nativeModuleSpecs.map((spec) => [spec.name, spec])), frozen: () => null });
    rt.setSlot(Root.sysModules, newDict(rt));
    const builtins = installNative(rt, 'builtins');
    rt.setSlot(Root.builtinsDict, rt.newRef(moduleDict(rt, builtins)));
    const globals = rt.own(newDict(rt));
    this.globals = globals;
    dictSetText(rt, globals, '__builtins__', builtins);
    for (const [name, native] of Object.entries(modules)) dictSetText(rt, globals, name, installNative(rt, native));
    const print = newBuiltin(
      rt,
      { name: 'print', kind: Meth.FAST, fn: (r: Runtime, _self: number, args: number, nargs: number): Owned => this.print(r, args, nargs) },
      0,
      0,
    );
    dictSetText(rt, globals, 'print', print);
    rt.decref(print);
  }

  private print(rt: Runtime, args: number, nargs: number): Owned {
    const words: string[] = [];
    for (let i = 0; i < nargs; i++) words.push(strText(rt, rt.H[args + 2 * i]));
    this.output += `${words.join(' ')}\n`;
    return rt.none();
  }

  /** Runs a program; a Python error is thrown. */
  run(source: string, filename: string): void {
    const { rt } = this;
    const mark = rt.mark();
    const code = rt.own(loadCode(rt, compileText(rt, source, { filename, mode: 'exec' }).code));
    rt.own(runCode(rt, code, this.globals, this.globals));
    rt.release(mark);
  }

  /** How many counts more than holders there are in the whole heap, after a full collection. */
  unexplainedCounts(): number {
    this.rt.heap.gc.collect(2);
    const report = audit(this.rt.heap as Heap, { limit: 10_000 });
    return report.mismatches.reduce((sum, mismatch) => sum + Math.abs(mismatch.count - mismatch.slots), report.dangling.length);
  }
}
