import { Ob } from '../../memory/layout.ts';
import { compileText } from '../compile/compile-source.ts';
import { dictGetStr, dictGetText, dictSetText, newDict } from '../containers/dict-object.ts';
import { CallIter, Enumerate, FilterIter, MapIter, Zip } from '../containers/iterator-layout.ts';
import { tupleFromSlots, tupleItem, tupleSize } from '../containers/tuple-object.ts';
import { lookupType } from '../core/abstract/attribute.ts';
import { call1 } from '../core/abstract/call.ts';
import { iter } from '../core/abstract/iteration.ts';
import { dictSlot } from '../core/instance.ts';
import { CFunc, Func, Method, Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime, StandIns } from '../core/runtime.ts';
import { Meth, type MethodSpec, type NativeFunction } from '../core/signatures.ts';
import { Root, S, T } from '../core/static.ts';
import { newBuiltin } from '../frames/builtin-function.ts';
import { loadCompilation } from '../frames/code-loader.ts';
import { Co, Entry, Fr, FrameState, Gen, HIDDEN_CODE } from '../frames/frame-layout.ts';
import { enterGenerator } from '../frames/generator-frame.ts';
import { pushBound } from '../frames/push-frame.ts';
import { runCode } from '../frames/run-code.ts';
import { replaceTop } from '../frames/value-stack.ts';
import { lruFind, lruKeep } from '../modules/functools/lru-cache.ts';
import { reduceFunction } from '../modules/functools/reduce.ts';
import { newInt } from '../numbers/int-object.ts';
import { Descr, Prop } from '../types/descr-layout.ts';
import { slotCall, slotGetattrHook, slotInit, slotIter, slotIternext, slotNew } from '../types/slot-functions.ts';
import { STAND_IN_SOURCE } from './stand-in-source.ts';

/** Builtin functions that have a stand-in, which is called like them. */
const FUNCTIONS: readonly string[] = ['sum', 'any', 'all', 'min', 'max', 'sorted', 'next', 'repr', 'print'];
/** Builtin types, called with something to iterate over or to show. */
const TYPES: Readonly<Record<string, number>> = { list: T.list, tuple: T.tuple, set: T.set, frozenset: T.frozenset, dict: T.dict, str: T.str };
/** Native methods: type, name. */
const METHODS: readonly (readonly [type: number | string, name: string])[] = [
  [T.list, 'sort'],
  [T.list, 'extend'],
  [T.str, 'join'],
  [T.dict, 'update'],
  [T.set, 'update'],
  ['re.Pattern', 'sub'],
  ['re.Pattern', 'subn'],
];
const PARTIAL = 'functools.partial';
const CACHED = 'functools._lru_cache_wrapper';

/** parts(iterator): what a map, filter, zip, enumerate or callable iterator works on, as a tuple. */
function parts(rt: Runtime, _module: number, args: number): Owned {
  const H = rt.H;
  const it = H[args]!;
  const mark = rt.mark();
  switch (H[it + Ob.type]) {
    case T.map: {
      rt.push(H[it + MapIter.function]!);
      const iterators = H[it + MapIter.iterators]!;
      for (let i = 0; i < tupleSize(rt, iterators); i++) rt.push(tupleItem(rt, iterators, i));
      break;
    }
    case T.filter:
      rt.push(H[it + FilterIter.function]!);
      rt.push(H[it + FilterIter.iterator]!);
      break;
    case T.enumerate:
      rt.push(H[it + Enumerate.iterator]!);
      break;
    case T.callable_iterator:
      rt.push(H[it + CallIter.callable]!);
      rt.push(H[it + CallIter.sentinel]!);
      break;
    default:
      return rt.newRef(H[it + Zip.iterators]!);
  }
  return rt.leave(mark, tupleFromSlots(rt, mark, (rt.nsp - mark) / 2));
}

/** What the source calls: all take borrowed arguments in slots. */
const NATIVES: readonly MethodSpec[] = [
  { name: 'parts', kind: Meth.FAST, fn: parts },
  {
    name: 'count',
    kind: Meth.O,
    fn: (rt: Runtime, _module: number, it: number) => newInt(rt, rt.H[it + Enumerate.index]!++),
  },
  {
    name: 'end',
    kind: Meth.O,
    fn: (rt: Runtime, _module: number, it: number) => {
      rt.clearSlot(it + CallIter.callable);
      rt.clearSlot(it + CallIter.sentinel);
      return rt.none();
    },
  },
  { name: 'lru_find', kind: Meth.KEYWORDS, fn: lruFind },
  reduceFunction,
  { name: 'lru_keep', kind: Meth.FAST, fn: lruKeep },
];

/**
 * The stand-ins of one interpreter: Python functions that do what native code does which calls Python, compiled when they are first needed. Their
 * frames are in no traceback and in no `f_back`. They are used only while `Runtime.standIns` is set.
 */
export class NativeStandIns implements StandIns {
  private readonly rt: Runtime;
  /** Slot of the dict that holds the functions. */
  private readonly slot: number;
  private readonly byFunction = new Map<NativeFunction, number>();
  private readonly byType = new Map<number, number>();
  private known = -1;
  private getattrFunction: NativeFunction | null = null;
  private nextFunction: NativeFunction | null = null;
  private sendFunction: NativeFunction | null = null;

  /** MemoryError. */
  constructor(rt: Runtime) {
    this.rt = rt;
    this.slot = rt.allocBlock(8);
    rt.H.fill(0, this.slot, this.slot + 2);
    rt.heap.roots.add({
      name: 'stand-ins',
      traverse: (visit) => {
        if (rt.H[this.slot] !== 0) visit(rt.H[this.slot]!, this.slot);
      },
      describe: () => 'what stands in for native code',
    });
    const mark = rt.mark();
    const dict = rt.own(newDict(rt));
    dictSetText(rt, dict, '__builtins__', rt.H[Root.builtinsDict]!);
    for (const spec of [...NATIVES, this.wrappedSpec()]) {
      const inner = rt.mark();
      dictSetText(rt, dict, spec.name, rt.own(newBuiltin(rt, spec, 0, 0)));
      rt.release(inner);
    }
    const compilation = compileText(rt, STAND_IN_SOURCE, { filename: '<ouroboros>', mode: 'exec', optimize: 0 });
    const code = rt.own(loadCompilation(rt, compilation, 0));
    this.hide(code);
    rt.own(runCode(rt, code, dict, dict));
    rt.setSlot(this.slot, rt.newRef(dict));
    rt.release(mark);
    for (const [name, type] of Object.entries(TYPES)) this.byType.set(type, this.named(`${name}_`));
  }

  /** Gives the functions back. */
  tearDown(): void {
    this.rt.clearSlot(this.slot);
    this.rt.heap.free(this.slot);
  }

  call(f: number, args: number, nargs: number, kwnames: number, base: number): number {
    const { rt } = this;
    const H = rt.H;
    if (rt.tracer !== null || rt.depth >= rt.recursionLimit) return 0;
    const type = H[f + Ob.type]!;
    if (type === T.builtin_function_or_method)
      return this.callNative(rt.methodDefs[H[f + CFunc.def]!]!.fn, H[f + CFunc.self]!, args, nargs, kwnames, base);
    if (type === T.method_descriptor) return this.callNative(rt.methodDefs[H[f + Descr.def]!]!.fn, 0, args, nargs, kwnames, base);
    if ((H[type + Tp.flags]! & TpFlag.TYPE_SUBCLASS) !== 0 && H[type + Tp.call] === H[T.type + Tp.call]) {
      if ((H[f + Tp.flags]! & TpFlag.HEAPTYPE) !== 0) return this.callClass(f, args, nargs, kwnames, base);
      const own = this.byType.get(f);
      return own === undefined || !this.mayRunPython(args, nargs, kwnames) ? 0 : this.push(own, 0, args, nargs, kwnames, base);
    }
    if (type === T.function) return this.push(f, 0, args, nargs, kwnames, base);
    if (type === T.method) return this.callMethod(f, args, nargs, kwnames, base);
    if (type === rt.types.get(PARTIAL)) return this.push(this.named('partial_'), f, args, nargs, kwnames, base);
    if (type === rt.types.get(CACHED)) return this.push(this.named('cached'), f, args, nargs, kwnames, base);
    if ((rt.fn[H[type + Tp.call]!] as unknown) !== slotCall) return 0;
    const method = lookupType(rt, type, rt.ident('__call__'));
    return method !== 0 && H[method + Ob.type] === T.function ? this.push(method, f, args, nargs, kwnames, base) : 0;
  }

  gather(sp: number, limit: number): number {
    const { rt } = this;
    const o = rt.H[sp - 2]!;
    if (rt.tracer !== null || rt.depth >= rt.recursionLimit || !this.isActive(o)) return 0;
    if (limit < 0) return this.push(this.named('list_'), 0, sp - 2, 1, 0, sp - 2);
    const mark = rt.mark();
    rt.push(o);
    rt.own(newInt(rt, limit));
    const pushed = this.push(this.named('first'), 0, mark, 2, 0, sp - 2);
    rt.release(mark);
    return pushed;
  }

  iterate(frame: number, sp: number): number {
    const { rt } = this;
    const H = rt.H;
    if (rt.tracer !== null || rt.depth >= rt.recursionLimit) return 0;
    const o = H[sp - 2]!;
    const type = H[o + Ob.type]!;
    if ((H[type + Tp.flags]! & TpFlag.HEAPTYPE) !== 0 && (rt.fn[H[type + Tp.iter]!] as unknown) === slotIter) {
      const pushed = this.push(this.named('iterate'), 0, sp - 2, 1, 0, sp - 2);
      return pushed === 0 ? 0 : H[pushed + Fr.sp]!;
    }
    const maker = this.eachOf(o);
    return maker === null ? 0 : replaceTop(rt, frame, sp, call1(rt, this.named(maker), o));
  }

  attribute(o: number, name: number, base: number): number {
    const { rt } = this;
    const H = rt.H;
    const type = H[o + Ob.type]!;
    if ((H[type + Tp.flags]! & TpFlag.HEAPTYPE) === 0 || rt.tracer !== null || rt.depth >= rt.recursionLimit) return 0;
    const found = lookupType(rt, type, name);
    if (found !== 0) {
      if (H[found + Ob.type] !== T.property) return 0;
      const getter = H[found + Prop.get]!;
      return getter !== 0 && H[getter + Ob.type] === T.function ? this.push(getter, o, rt.nsp, 0, 0, base) : 0;
    }
    if ((rt.fn[H[type + Tp.getattro]!] as unknown) !== slotGetattrHook) return 0;
    const getattribute = lookupType(rt, type, rt.ident('__getattribute__'));
    const hook = lookupType(rt, type, rt.ident('__getattr__'));
    if (H[getattribute + Ob.type] !== T.wrapper_descriptor || hook === 0 || H[hook + Ob.type] !== T.function) return 0;
    const at = dictSlot(rt, o);
    if (at !== 0 && H[at] !== 0 && dictGetStr(rt, H[at]!, name) !== 0) return 0;
    const mark = rt.mark();
    rt.push(o);
    rt.push(name);
    const pushed = this.push(hook, 0, mark, 2, 0, base);
    rt.nsp = mark;
    return pushed;
  }

  /** A native function with its arguments; `self` of a bound one. */
  private callNative(fn: NativeFunction, self: number, args: number, nargs: number, kwnames: number, base: number): number {
    const { rt } = this;
    const H = rt.H;
    if (this.known !== rt.methodDefs.length) this.findFunctions();
    const bound = self !== 0 && H[self + Ob.type] !== T.module ? self : 0;
    if (kwnames === 0 && (fn === this.nextFunction || fn === this.sendFunction)) {
      const gen = bound !== 0 ? bound : H[args]!;
      const given = nargs + (bound !== 0 ? 1 : 0);
      const value = fn === this.nextFunction ? S.None : H[args + 2 * (nargs - 1)]!;
      if (given === (fn === this.nextFunction ? 1 : 2) && H[gen + Ob.type] === T.generator) return this.resume(gen, value, base);
    }
    if (fn === this.getattrFunction && nargs === 2 && kwnames === 0) return this.attribute(H[args]!, H[args + 2]!, base);
    const standIn = this.byFunction.get(fn);
    if (standIn === undefined || !(this.mayRunPython(args, nargs, kwnames) || (bound !== 0 && this.isActive(bound)))) return 0;
    return this.push(standIn, bound, args, nargs, kwnames, base);
  }

  /** A bound method: what it is bound to goes before the arguments. */
  private callMethod(method: number, args: number, nargs: number, kwnames: number, base: number): number {
    const { rt } = this;
    const H = rt.H;
    const f = H[method + Method.func]!;
    const mark = rt.mark();
    const total = nargs + (kwnames === 0 ? 0 : tupleSize(rt, kwnames));
    rt.push(H[method + Method.self]!);
    for (let i = 0; i < total; i++) rt.push(H[args + 2 * i]!);
    const pushed = H[f + Ob.type] === T.function ? this.push(f, 0, mark, nargs + 1, kwnames, base) : this.call(f, mark, nargs + 1, kwnames, base);
    rt.nsp = mark;
    return pushed;
  }

  /** A generator that waits goes on in the loop. */
  private resume(gen: number, value: number, base: number): number {
    const { rt } = this;
    const H = rt.H;
    const frame = H[gen + Gen.frame]!;
    if (frame === 0) return 0;
    const state = H[frame + Fr.state];
    if (state !== FrameState.Suspended && !(state === FrameState.Created && value === (S.None as number))) return 0;
    const sp = H[frame + Fr.sp]!;
    H[value]!++;
    H[sp] = value;
    H[frame + Fr.sp] = sp + 2;
    enterGenerator(rt, gen, frame, Entry.Next);
    H[frame + Fr.callBase] = base;
    return frame;
  }

  /** A class of the program whose `__new__` or `__init__` is written in Python. */
  private callClass(cls: number, args: number, nargs: number, kwnames: number, base: number): number {
    const { rt } = this;
    const H = rt.H;
    if ((rt.fn[H[cls + Tp.new]!] as unknown) !== slotNew && (rt.fn[H[cls + Tp.init]!] as unknown) !== slotInit) return 0;
    return this.push(this.named('construct'), cls, args, nargs, kwnames, base);
  }

  /** Starts a Python function's frame, with `self` (0 = none) before the arguments. Not for the stand-in that is running itself. */
  private push(f: number, self: number, args: number, nargs: number, kwnames: number, base: number): number {
    const { rt } = this;
    const H = rt.H;
    if (H[H[Root.frame]! + Fr.code] === H[f + Func.code] && (H[H[f + Func.code]! + Co.flags]! & HIDDEN_CODE) !== 0) return 0;
    if (self === 0) return pushBound(rt, f, args, nargs, kwnames, base);
    const mark = rt.mark();
    const total = nargs + (kwnames === 0 ? 0 : tupleSize(rt, kwnames));
    rt.push(self);
    for (let i = 0; i < total; i++) rt.push(H[args + 2 * i]!);
    const pushed = pushBound(rt, f, mark, nargs + 1, kwnames, base);
    rt.nsp = mark;
    return pushed;
  }

  /** Could an argument run Python code when it is called, iterated over or shown? */
  private mayRunPython(args: number, nargs: number, kwnames: number): boolean {
    const total = nargs + (kwnames === 0 ? 0 : tupleSize(this.rt, kwnames));
    for (let i = 0; i < total; i++) if (this.isActive(this.rt.H[args + 2 * i]!)) return true;
    return false;
  }

  private isActive(o: number): boolean {
    const { rt } = this;
    const type = rt.H[o + Ob.type]!;
    if (type === T.generator || type === T.function || type === T.method) return true;
    if (type === rt.types.get(PARTIAL) || type === rt.types.get(CACHED)) return true;
    return (rt.H[type + Tp.flags]! & TpFlag.HEAPTYPE) !== 0 || this.eachOf(o) !== null;
  }

  /** Name of the generator function that steps an iterator, null for one that needs none. */
  private eachOf(o: number): string | null {
    const { rt } = this;
    const H = rt.H;
    const type = H[o + Ob.type]!;
    switch (type) {
      case T.map:
        return 'each_map';
      case T.filter:
        return 'each_filter';
      case T.zip:
        return H[o + Zip.strict] === 0 ? 'each_zip' : null;
      case T.enumerate:
        return H[o + Enumerate.longIndex] === 0 && H[o + Enumerate.index]! < 0x3fff_ffff ? 'each_enumerate' : null;
      case T.callable_iterator:
        return H[o + CallIter.callable] !== 0 ? 'each_call' : null;
      default:
        return (H[type + Tp.flags]! & TpFlag.HEAPTYPE) !== 0 && (rt.fn[H[type + Tp.iternext]!] as unknown) === slotIternext ? 'each_own' : null;
    }
  }

  /** wrapped(iterator): one that the loop can step. */
  private wrappedSpec(): MethodSpec {
    return {
      name: 'wrapped',
      kind: Meth.O,
      fn: (rt: Runtime, _module: number, o: number) => {
        const maker = this.eachOf(o);
        return maker === null ? iter(rt, o) : call1(rt, this.named(maker), o);
      },
    };
  }

  /** A function of the source: borrowed. */
  private named(name: string): number {
    return dictGetText(this.rt, this.rt.H[this.slot]!, name);
  }

  /** Native functions are known by what they run; modules that were imported since may have brought more. */
  private findFunctions(): void {
    const { rt } = this;
    const H = rt.H;
    this.known = rt.methodDefs.length;
    const builtins = H[Root.builtinsDict]!;
    const defined = (f: number, def: number): NativeFunction => rt.methodDefs[H[f + def]!]!.fn;
    for (const name of FUNCTIONS) {
      const f = dictGetText(rt, builtins, name);
      if (f === 0 || H[f + Ob.type] !== T.builtin_function_or_method) continue;
      this.byFunction.set(defined(f, CFunc.def), this.named(`${name}_`));
      if (name === 'next') this.nextFunction = defined(f, CFunc.def);
    }
    const getattr = dictGetText(rt, builtins, 'getattr');
    if (getattr !== 0 && H[getattr + Ob.type] === T.builtin_function_or_method) this.getattrFunction = defined(getattr, CFunc.def);
    for (const spec of rt.methodDefs)
      if (spec.name === 'reduce' && spec.doc === reduceFunction.doc) this.byFunction.set(spec.fn, this.named('reduce_'));
    const method = (type: number, name: string): NativeFunction | null => {
      const found = lookupType(rt, type, rt.ident(name));
      return found !== 0 && H[found + Ob.type] === T.method_descriptor ? defined(found, Descr.def) : null;
    };
    this.sendFunction = method(T.generator, 'send');
    for (const [owner, name] of METHODS) {
      const type = typeof owner === 'number' ? owner : rt.types.get(owner);
      const fn = type === undefined ? null : method(type, name);
      if (fn !== null) this.byFunction.set(fn, this.named(`${name}_`));
    }
  }

  /** Marks a code object and those among its constants. */
  private hide(code: number): void {
    const H = this.rt.H;
    H[code + Co.flags]! |= HIDDEN_CODE;
    const consts = H[code + Co.consts]!;
    for (let i = 0; i < tupleSize(this.rt, consts); i++) {
      const c = tupleItem(this.rt, consts, i);
      if (H[c + Ob.type] === T.code) this.hide(c);
    }
  }
}
