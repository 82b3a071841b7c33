import { compile } from '../../bytecode/compile.ts';
import { Auditor } from '../../memory/audit.ts';
import { model3_10 } from '../../models/3.10.ts';
import type { Model } from '../../models/model.ts';
import { parse } from '../../syntax/parse.ts';
import { dictSetText, newDict } from '../containers/dict-object.ts';
import { listSort } from '../containers/list-sort.ts';
import { tupleFromSlots } from '../containers/tuple-object.ts';
import { call } from '../core/abstract/call.ts';
import { sequenceList } from '../core/abstract/item.ts';
import { iter, next } from '../core/abstract/iteration.ts';
import { add } from '../core/abstract/number.ts';
import { getAttr, length, lookupAttr, repr, strText } from '../core/abstract/object.ts';
import { raise } from '../core/errors.ts';
import { Cell, Exc, Tb, Tp } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { Meth, type NativeFunction } from '../core/signatures.ts';
import { Root, S, T } from '../core/static.ts';
import type { Host } from '../host/host.ts';
import { newInt } from '../numbers/int-object.ts';
import { createRuntime } from '../start-up/interpreter.ts';
import { newBuiltin } from './builtin-function.ts';
import { loadCode } from './code-loader.ts';
import { instrument } from './evaluation-hooks.ts';
import { lastInstruction } from './loaded-code.ts';
import { runCode, runFunctionInNamespace } from './run-code.ts';

/** For tests: programs on a runtime with a handful of builtins, without modules. */
export interface ProgramResult {
  output: string;
  /** First audit that failed, or null. */
  audit: string | null;
  /** Word addresses of the native stack and depth after the run, which must be as before. */
  balanced: boolean;
}

const TYPES: Readonly<Record<string, number>> = {
  object: T.object,
  type: T.type,
  int: T.int,
  str: T.str,
  float: T.float,
  list: T.list,
  tuple: T.tuple,
  dict: T.dict,
  set: T.set,
  range: T.range,
  bool: T.bool,
  Exception: T.Exception,
  ValueError: T.ValueError,
  TypeError: T.TypeError,
  KeyError: T.KeyError,
  StopIteration: T.StopIteration,
  RuntimeError: T.RuntimeError,
  IndexError: T.IndexError,
  ZeroDivisionError: T.ZeroDivisionError,
  NameError: T.NameError,
  AttributeError: T.AttributeError,
  RecursionError: T.RecursionError,
  property: T.property,
  classmethod: T.classmethod,
  staticmethod: T.staticmethod,
  super: T.super,
  GeneratorExit: T.GeneratorExit,
  AssertionError: T.AssertionError,
};

function builtins(out: string[]): Record<string, [number, NativeFunction]> {
  return {
    print: [
      Meth.FAST,
      (rt: Runtime, _self: number, args: number, n: number) => {
        const parts: string[] = [];
        for (let i = 0; i < n; i++) parts.push(strText(rt, rt.H[args + 2 * i]));
        out.push(`${parts.join(' ')}\n`);
        return rt.none();
      },
    ],
    len: [Meth.O, (rt: Runtime, _self: number, o: number) => newInt(rt, length(rt, o))],
    repr: [Meth.O, (rt: Runtime, _self: number, o: number) => repr(rt, o)],
    rc: [Meth.O, (rt: Runtime, _self: number, o: number) => newInt(rt, rt.H[o])],
    iter: [Meth.O, (rt: Runtime, _self: number, o: number) => iter(rt, o)],
    next: [Meth.O, (rt: Runtime, _self: number, o: number) => next(rt, o) || raise(rt, T.StopIteration, null)],
    collect: [Meth.NOARGS, (rt: Runtime) => newInt(rt, rt.heap.gc.collect(2))],
    frame: [Meth.NOARGS, (rt: Runtime) => rt.newRef(rt.H[Root.frame])],
    sorted: [
      Meth.O,
      (rt: Runtime, _self: number, o: number) => {
        const list = sequenceList(rt, o);
        listSort(rt, list, 0, false);
        return list;
      },
    ],
    getattr: [
      Meth.FAST,
      (rt: Runtime, _self: number, args: number, n: number) =>
        n === 2 ? getAttr(rt, rt.H[args], rt.H[args + 2]) : lookupAttr(rt, rt.H[args], rt.H[args + 2]) || rt.newRef(rt.H[args + 4]),
    ],
    sum: [Meth.O, sum],
    __build_class__: [Meth.FAST, buildClass],
  };
}

function sum(rt: Runtime, _self: number, o: number): Owned {
  const mark = rt.mark();
  const it = rt.own(iter(rt, o));
  let total = rt.own(newInt(rt, 0));
  for (;;) {
    const v = rt.own(next(rt, it));
    if (v === 0) break;
    const more = add(rt, total, v);
    rt.release(mark + 2);
    total = rt.own(more);
  }
  return rt.leave(mark, rt.newRef(total));
}

/** Without metaclass keywords. */
function buildClass(rt: Runtime, _self: number, args: number, n: number): Owned {
  const H = rt.H;
  const mark = rt.mark();
  const bases = rt.own(tupleFromSlots(rt, args + 4, n - 2));
  const namespace = rt.own(newDict(rt));
  const cell = rt.own(runFunctionInNamespace(rt, H[args], namespace));
  const slots = rt.push(H[args + 2]);
  rt.push(bases);
  rt.push(namespace);
  const cls = call(rt, n > 2 ? H[H[args + 4] + 2] : T.type, slots, 3, 0);
  if (cell !== S.None && H[cell + 2] === T.cell) rt.setSlot(cell + Cell.contents, rt.newRef(cls));
  return rt.leave(mark, cls);
}

const HOST = {
  platform: 'linux',
  env: {},
  pid: 1,
  fs: null,
  write: (_fd: number, bytes: Uint8Array) => bytes.length,
  monotonicNs: () => 0n,
  randomBytes: (n: number) => new Uint8Array(n),
};

/** Runs a program; with `auditEvery` > 0 the counts are audited before every so many instructions, with `stress` a collection runs at every allocation. */
export function runProgram(source: string, options: { auditEvery?: number; stress?: boolean; model?: Model } = {}): ProgramResult {
  const model = options.model ?? model3_10;
  const rt = createRuntime({ model, host: HOST as unknown as Host, heap: { reserveBytes: 256 * 1024 * 1024 } });
  const out: string[] = [];
  const dict = rt.own(newDict(rt));
  rt.setSlot(Root.builtinsDict, rt.newRef(dict));
  for (const [name, [kind, fn]] of Object.entries(builtins(out))) {
    const mark = rt.mark();
    dictSetText(rt, dict, name, rt.own(newBuiltin(rt, { name, kind, fn }, 0, 0)));
    rt.release(mark);
  }
  for (const [name, type] of Object.entries(TYPES)) dictSetText(rt, dict, name, type);
  const globals = rt.own(newDict(rt));
  dictSetText(rt, globals, '__builtins__', dict);
  dictSetText(rt, globals, '__name__', rt.ident('__main__'));
  let audit: string | null = null;
  const auditor = new Auditor(rt.heap);
  if (options.auditEvery !== undefined) {
    const every = options.auditEvery;
    let n = 0;
    instrument(rt, (_rt, frame) => {
      if (++n % every !== 0 || audit !== null) return;
      const report = auditor.run({ limit: 3 });
      if (!report.ok) audit = `before instruction ${lastInstruction(rt, frame)}: ${JSON.stringify(report.mismatches)}`;
    });
  }
  const code = rt.own(
    loadCode(rt, compile(parse(source, { filename: 'test.py', mode: 'exec' }), { filename: 'test.py', model: model.compiler }).code),
  );
  if (options.stress === true) rt.heap.gc.thresholds[0] = 1;
  const mark = rt.mark();
  const depth = rt.depth;
  try {
    rt.decref(runCode(rt, code, globals, globals));
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR) throw thrown;
    const exc = rt.H[Root.curexc];
    const lines: number[] = [];
    for (let tb = rt.H[exc + Exc.traceback]; tb !== 0; tb = rt.H[tb + Tb.next]) lines.push(rt.H[tb + Tb.lineno]);
    out.push(`${rt.hooks.strText(rt, rt.H[rt.H[exc + 2] + Tp.name])}: ${strText(rt, exc)} (lines ${lines.join(', ')})\n`);
  }
  return { output: out.join(''), audit, balanced: rt.nsp === mark && rt.depth === depth && rt.H[Root.frame] === 0 && rt.nesting === 0 };
}
