import { Op } from '../../bytecode/opcodes.ts';
import { Gc, Ob, SlotFlag } from '../../memory/layout.ts';
import { Entry as DictEntry, Keys } from '../containers/dict-layout.ts';
import { Free } from '../containers/free-lists.ts';
import { RangeIter, SeqIter } from '../containers/iterator-layout.ts';
import { call } from '../core/abstract/call.ts';
import { contains } from '../core/abstract/item.ts';
import { next as nextItem } from '../core/abstract/iteration.ts';
import { isTrue, richCompare, str } from '../core/abstract/object.ts';
import { raise } from '../core/errors.ts';
import { Cell, Dict, Float, Func, Int, List, Method, Tp, Tuple } from '../core/layout.ts';
import { NULL, type Owned } from '../core/ownership.ts';
import { type Hooks, InternalError, PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import type { IterNext } from '../core/signatures.ts';
import { Root, S, SMALL_INT_MIN, SMALL_INT_ZERO, T } from '../core/static.ts';
import { newFloat } from '../numbers/float-object.ts';
import { attributeOf, methodOf, storeAttribute } from './attribute-cache.ts';
import { binarySlow, subscriptSlow } from './binary-operations.ts';
import { INSTRUMENTED } from './code-loader.ts';
import { checkBreaker, hostLimit, reportInstruction } from './evaluation-hooks.ts';
import { Cache, Co, Entry, Fr, FrameState, Gen } from './frame-layout.ts';
import { deallocFrame, FramePool, outliveCall } from './frame-memory.ts';
import { enterGenerator, finishGenerator, leaveGenerator } from './generator-frame.ts';
import { raiseStop } from './generator-object.ts';
import { buildList, buildTuple } from './instructions-build.ts';
import { CALL_COUNT_MASK, CALL_FLAGS_SHIFT, CALL_RUNS, CALL_RUNS_SHIFT, CALLED_CLASS, LoadedOp } from './loaded-op.ts';
import { loadGlobal, loadName, storeName, unboundDeref, unboundLocal } from './name-cache.ts';
import { enterMoved, pushBound, pushMoved, pushSimple } from './push-frame.ts';
import { RARE } from './rare-instructions.ts';
import { checkInitResult, enterGetitem, enterGetter, enterInit } from './special-frames.ts';
import { unwind } from './unwind.ts';
import { isFreshSlice, isTrueHeld, replaceCompared, replaceDown, replaceSubscripted, replaceTop } from './value-stack.ts';

/** A native callable at the limit of recursion. CPython: _Py_EnterRecursiveCall in cfunction_vectorcall and _PyObject_MakeTpCall */
function tooDeep(rt: Runtime): never {
  rt.depth--;
  return raise(rt, T.RecursionError, 'maximum recursion depth exceeded while calling a Python object');
}

function refuseNesting(rt: Runtime): void {
  try {
    raise(rt, T.RecursionError, 'maximum recursion depth exceeded');
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR) throw thrown;
  }
}

/**
 * Makes an interpreter's evaluation function (Hooks.runFrame): runs the frame in Root.frame until it returns or yields to native code; `throwing`: the exception
 * under way is raised in it first. Result new. Errors: what leaves the frame.
 *
 * It is a closure over the interpreter's views, so that the host's compiler knows them as constants.
 * CPython: Python/ceval.c _PyEval_EvalFrameDefault
 */
export function createEvaluator(runtime: Runtime): Hooks['runFrame'] {
  const words = runtime.H;
  const doubles = runtime.F64;
  const allocator = runtime.heap;
  const largestSmallInt = runtime.model.smallIntMax;
  const lastLocalFirst = runtime.model.frames.clearLocalsFromTop;

  function evaluate(rt: Runtime, throwing: boolean): Owned {
    const H = words;
    const mark = rt.nsp;
    let failed = throwing;
    if (++rt.nesting > rt.nestingLimit) {
      failed = true;
      refuseNesting(rt);
    }
    for (;;) {
      if (failed) {
        rt.release(mark);
        rt.depth = H[H[Root.frame] + Fr.depth];
        if (!unwind(rt)) {
          rt.nesting--;
          throw PYTHON_ERROR;
        }
        failed = false;
      }
      try {
        if (rt.onLoopEntry !== null) rt.onLoopEntry(loop);
        const result = loop();
        if (result !== 0) {
          rt.nesting--;
          return result;
        }
        if (rt.endOfSlice !== null) rt.endOfSlice();
      } catch (thrown) {
        if (thrown !== PYTHON_ERROR) hostLimit(rt, thrown);
        failed = true;
      }
    }
  }

  /** A one-digit int that is no small int: count 1; 0 without memory. */
  function boxInt(v: number): number {
    const H = words;
    const op = allocator.alloc(28);
    if (op === 0) return 0;
    H[op] = 1;
    H[op + 1] = 0;
    H[op + Ob.type] = T.int;
    H[op + Ob.type + 1] = 0;
    if (v < 0) {
      H[op + Int.size] = -1;
      H[op + Int.size + 1] = -1;
      H[op + Int.digits] = -v;
    } else {
      H[op + Int.size] = 1;
      H[op + Int.size + 1] = 0;
      H[op + Int.digits] = v;
    }
    return op;
  }

  /** pushSimple for a function without free variables when a dead frame that fits is at hand; the caller sets Fr.callBase. */
  function enterSimple(f: number, args: number, n: number, self: number): number {
    const H = words;
    const code = H[f + Func.code];
    if (H[code + Co.frees] !== 0) return pushSimple(runtime, f, args, n, self);
    let frame = H[code + Co.zombie];
    if (frame !== 0) H[code + Co.zombie] = 0;
    else {
      frame = H[FramePool.first];
      if (frame === 0 || H[frame + Fr.size] < H[code + Co.extras]) return pushSimple(runtime, f, args, n, self);
      H[FramePool.first] = H[frame + Fr.back];
      H[FramePool.count]--;
      const first = frame + Fr.localsplus;
      const stack = first + 2 * H[code + Co.slots];
      // second words are 0 in all slots of a dead frame; its value stack may lie where locals do now
      for (let s = first; s < stack; s += 2) H[s] = 0;
      H[frame + Fr.stack] = stack;
    }
    const back = H[Root.frame];
    H[back]++;
    H[code]++;
    const globals = H[f + Func.globals];
    H[globals]++;
    const builtins = H[f + Func.builtins];
    H[builtins]++;
    H[frame] = 1;
    H[frame + Fr.back] = back;
    H[frame + Fr.code] = code;
    H[frame + Fr.globals] = globals;
    H[frame + Fr.builtins] = builtins;
    H[frame + Fr.sp] = H[frame + Fr.stack];
    H[frame + Fr.pc] = H[code + Co.instructions];
    let to = frame + Fr.localsplus;
    if (self !== 0) {
      H[self]++;
      H[to] = self;
      to += 2;
      n--;
    }
    for (const end = to + 2 * n; to < end; to += 2, args += 2) {
      const v = H[args];
      H[v]++;
      H[to] = v;
    }
    H[frame + Fr.caller] = back;
    H[frame + Fr.caller + 1] = H[Root.frame + 1];
    H[Root.frame] = frame;
    H[Root.frame + 1] = 0;
    H[frame + Fr.entry] = Entry.Call;
    H[frame + Fr.state] = FrameState.Executing;
    H[frame + Fr.depth] = ++runtime.depth;
    return frame;
  }

  /**
   * The loop. Registers: `frame`, `pc` (address of the next instruction), `sp` (address above the top of the value stack). They are written
   * to the frame before anything that may raise, allocate, run Python code or look at frames. An instruction that fails leaves its operands on the
   * stack for the unwinding.
   */
  function loop(): Owned {
    // constants of the closure, read once
    const rt = runtime;
    const H = words;
    const F64 = doubles;
    const heap = allocator;
    const smallMax = largestSmallInt;
    const fromTop = lastLocalFirst;
    let budget = rt.loopBudget;
    let frame = H[Root.frame];
    let pc = H[frame + Fr.pc];
    let sp = H[frame + Fr.sp];
    let op = H[pc];
    let arg = H[pc + 1];
    pc += 2;
    // operands and value of an operation whose result the code behind the switch makes
    let left = 0;
    let right = 0;
    let whole = 0;
    let real = 0.5;
    running: for (;;) {
      realResult: {
        wholeResult: {
          switch (op) {
            case Op.NOP:
              break;
            case Op.POP_TOP: {
              sp -= 2;
              const a = H[sp];
              if (--H[a] === 0) {
                H[frame + Fr.pc] = pc;
                H[frame + Fr.sp] = sp;
                rt.dealloc(a);
              }
              break;
            }
            case Op.ROT_TWO: {
              const a = H[sp - 2];
              H[sp - 2] = H[sp - 4];
              H[sp - 4] = a;
              break;
            }
            case Op.ROT_THREE: {
              const a = H[sp - 2];
              H[sp - 2] = H[sp - 4];
              H[sp - 4] = H[sp - 6];
              H[sp - 6] = a;
              break;
            }
            case Op.DUP_TOP: {
              const a = H[sp - 2];
              H[a]++;
              H[sp] = a;
              sp += 2;
              break;
            }
            case Op.DUP_TOP_TWO: {
              const a = H[sp - 4];
              const b = H[sp - 2];
              H[a]++;
              H[b]++;
              H[sp] = a;
              H[sp + 2] = b;
              sp += 4;
              break;
            }

            // ------------------------------------------------------------ variables
            case Op.LOAD_CONST:
              H[arg]++;
              H[sp] = arg;
              sp += 2;
              break;
            case Op.LOAD_FAST: {
              const a = H[frame + arg];
              if (a === 0) {
                H[frame + Fr.pc] = pc;
                H[frame + Fr.sp] = sp;
                unboundLocal(rt, frame, arg);
              }
              H[a]++;
              H[sp] = a;
              sp += 2;
              break;
            }
            case Op.STORE_FAST: {
              sp -= 2;
              const old = H[frame + arg];
              H[frame + arg] = H[sp];
              if (old !== 0 && --H[old] === 0) {
                if (H[old + Ob.type] === T.int) heap.free(old);
                else {
                  H[frame + Fr.pc] = pc;
                  H[frame + Fr.sp] = sp;
                  rt.dealloc(old);
                }
              }
              break;
            }
            case LoadedOp.LOAD_FAST_BORROW: {
              const a = H[frame + arg];
              if (a === 0) {
                H[frame + Fr.pc] = pc;
                H[frame + Fr.sp] = sp;
                unboundLocal(rt, frame, arg);
              }
              H[a]++;
              H[sp] = a;
              H[sp + 1] = SlotFlag.lent;
              sp += 2;
              break;
            }
            case LoadedOp.LOAD_FAST_FLAGGED:
              H[sp + 1] = H[frame + arg + 1];
              op = Op.LOAD_FAST;
              continue;
            case LoadedOp.STORE_FAST_FLAGGED:
              H[frame + arg + 1] = H[sp - 1];
              op = Op.STORE_FAST;
              continue;
            case LoadedOp.STORE_FAST_OWNED:
              H[frame + arg + 1] = 0;
              op = Op.STORE_FAST;
              continue;
            case LoadedOp.LOAD_CONST_BORROW:
              H[arg]++;
              H[sp] = arg;
              H[sp + 1] = SlotFlag.lent;
              sp += 2;
              break;
            case Op.LOAD_GLOBAL: {
              const globals = H[frame + Fr.globals];
              const kind = H[arg + Cache.kind];
              if (kind === 1) {
                const keys = H[globals + Dict.keys];
                if (keys === H[arg + Cache.a] && H[keys + Keys.size] === H[arg + Cache.b]) {
                  const entry = H[arg + Cache.c];
                  const v = H[entry + DictEntry.value];
                  if (v !== 0 && H[entry + DictEntry.key] === H[arg]) {
                    H[v]++;
                    H[sp] = v;
                    sp += 2;
                    break;
                  }
                }
              } else if (kind === 2 && H[globals + Dict.version] === H[arg + Cache.d] && globals === H[arg + Cache.e]) {
                const keys = H[H[frame + Fr.builtins] + Dict.keys];
                if (keys === H[arg + Cache.a] && H[keys + Keys.size] === H[arg + Cache.b]) {
                  const entry = H[arg + Cache.c];
                  const v = H[entry + DictEntry.value];
                  if (v !== 0 && H[entry + DictEntry.key] === H[arg]) {
                    H[v]++;
                    H[sp] = v;
                    sp += 2;
                    break;
                  }
                }
              }
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              H[sp] = loadGlobal(rt, frame, arg);
              sp += 2;
              break;
            }
            case Op.LOAD_NAME: {
              const locals = H[frame + Fr.locals];
              if (H[arg + Cache.kind] === 1 && locals === H[frame + Fr.globals]) {
                const keys = H[locals + Dict.keys];
                if (keys === H[arg + Cache.a] && H[keys + Keys.size] === H[arg + Cache.b]) {
                  const entry = H[arg + Cache.c];
                  const v = H[entry + DictEntry.value];
                  if (v !== 0 && H[entry + DictEntry.key] === H[arg]) {
                    H[v]++;
                    H[sp] = v;
                    sp += 2;
                    break;
                  }
                }
              }
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              H[sp] = loadName(rt, frame, arg);
              sp += 2;
              break;
            }
            case Op.STORE_NAME:
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              storeName(rt, frame, sp, arg);
              sp -= 2;
              break;
            case Op.LOAD_CLOSURE: {
              const cell = H[frame + arg];
              H[cell]++;
              H[sp] = cell;
              sp += 2;
              break;
            }
            case Op.LOAD_DEREF: {
              const a = H[H[frame + arg] + Cell.contents];
              if (a === 0) {
                H[frame + Fr.pc] = pc;
                H[frame + Fr.sp] = sp;
                unboundDeref(rt, frame, arg);
              }
              H[a]++;
              H[sp] = a;
              sp += 2;
              break;
            }
            case Op.STORE_DEREF: {
              sp -= 2;
              const cell = H[frame + arg];
              const old = H[cell + Cell.contents];
              H[cell + Cell.contents] = H[sp];
              if (old !== 0 && --H[old] === 0) {
                H[frame + Fr.pc] = pc;
                H[frame + Fr.sp] = sp;
                rt.dealloc(old);
              }
              break;
            }

            // ------------------------------------------------------------ attributes and items
            case Op.LOAD_ATTR: {
              const o = H[sp - 2];
              const version = H[H[o + Ob.type] + Tp.versionTag];
              if (version === H[arg + Cache.a] && version !== 0) {
                const kind = H[arg + Cache.kind];
                let v = 0;
                if (kind === 1) {
                  const dict = H[o + H[arg + Cache.b]];
                  if (dict !== 0 && H[dict + Dict.keys] === H[arg + Cache.c]) {
                    const values = H[dict + Dict.values];
                    if (values !== 0) v = H[values + H[arg + Cache.d]];
                  }
                } else if (kind === 2) {
                  const keys = H[H[o + H[arg + Cache.b]] + Dict.keys];
                  if (keys === H[arg + Cache.c] && H[keys + Keys.size] === H[arg + Cache.e]) {
                    const entry = H[arg + Cache.d];
                    if (H[entry + DictEntry.key] === H[arg]) v = H[entry + DictEntry.value];
                  }
                } else if (kind === 3) v = H[o + H[arg + Cache.b]];
                if (v !== 0) {
                  H[v]++;
                  H[sp - 2] = v;
                  if (--H[o] === 0) {
                    H[frame + Fr.pc] = pc;
                    H[frame + Fr.sp] = sp;
                    rt.dealloc(o);
                  }
                  break;
                }
              }
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              if (rt.standIns !== null) {
                const standIn = rt.standIns.attribute(o, H[arg], sp - 2);
                if (standIn !== 0) {
                  frame = standIn;
                  pc = H[frame + Fr.pc];
                  sp = H[frame + Fr.sp];
                  break;
                }
              }
              if (rt.model.specialized.property === 1) {
                const pushed = enterGetter(rt, sp, arg);
                if (pushed !== 0) {
                  frame = pushed;
                  pc = H[frame + Fr.pc];
                  sp = H[frame + Fr.sp];
                  break;
                }
              }
              replaceTop(rt, frame, sp, attributeOf(rt, o, arg));
              break;
            }
            case Op.STORE_ATTR: {
              const o = H[sp - 2];
              const version = H[H[o + Ob.type] + Tp.versionTag];
              if (version === H[arg + Cache.a] && version !== 0) {
                const kind = H[arg + Cache.kind];
                let slot = 0;
                if (kind === 1) {
                  const dict = H[o + H[arg + Cache.b]];
                  if (dict !== 0 && H[dict + Dict.keys] === H[arg + Cache.c]) {
                    const values = H[dict + Dict.values];
                    const tv = H[H[sp - 4] + Ob.type];
                    // an untracked dict must be tracked when something that may form a cycle comes in
                    if (
                      values !== 0 &&
                      (H[dict + Gc.next] !== 0 || tv === T.int || tv === T.float || tv === T.str || tv === T.NoneType || tv === T.bool)
                    ) {
                      slot = values + H[arg + Cache.d];
                      if (H[slot] === 0) slot = 0;
                      else H[dict + Dict.version] = ++H[Free.dictVersion];
                    }
                  }
                } else if (kind === 3) slot = o + H[arg + Cache.b];
                if (slot !== 0) {
                  // the value moves from the stack to its place
                  const old = H[slot];
                  H[slot] = H[sp - 4];
                  H[sp - 4] = old;
                  if (old !== 0 && --H[old] === 0) {
                    if (H[old + Ob.type] === T.int) heap.free(old);
                    else {
                      H[sp - 4] = o;
                      H[frame + Fr.pc] = pc;
                      H[frame + Fr.sp] = sp - 2;
                      rt.dealloc(old);
                    }
                  }
                  sp -= 4;
                  if (--H[o] === 0) {
                    H[frame + Fr.pc] = pc;
                    H[frame + Fr.sp] = sp;
                    rt.dealloc(o);
                  }
                  break;
                }
              }
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              sp = storeAttribute(rt, frame, sp, arg);
              break;
            }
            case LoadedOp.LOAD_METHOD_FLAGGED:
              H[sp + 1] = H[sp - 1];
              op = Op.LOAD_METHOD;
              continue;
            case Op.LOAD_METHOD: {
              const o = H[sp - 2];
              const version = H[H[o + Ob.type] + Tp.versionTag];
              if (version === H[arg + Cache.a] && version !== 0) {
                const at = H[arg + Cache.b];
                let fits = at === 0;
                if (!fits) {
                  const dict = H[o + at];
                  if (dict === 0) fits = true;
                  else {
                    const keys = H[dict + Dict.keys];
                    fits = keys === H[arg + Cache.c] && H[keys + Keys.nentries] === H[arg + Cache.d] && H[dict + Dict.values] !== 0;
                  }
                }
                if (fits) {
                  const m = H[arg + Cache.f];
                  H[m]++;
                  H[sp - 2] = m;
                  H[sp] = o;
                  sp += 2;
                  break;
                }
              }
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              const m = methodOf(rt, o, arg);
              if (rt.methodUnbound) {
                H[sp - 2] = m;
                H[sp] = o;
                sp += 2;
              } else {
                H[sp - 2] = 0;
                H[sp] = m;
                H[sp + 1] = 0;
                sp += 2;
                if (--H[o] === 0) {
                  H[frame + Fr.sp] = sp;
                  rt.dealloc(o);
                }
              }
              break;
            }
            case LoadedOp.BINARY_SUBSCR_ADAPTIVE:
            case Op.BINARY_SUBSCR: {
              const b = H[sp - 2];
              const a = H[sp - 4];
              const type = H[a + Ob.type];
              if (H[b + Ob.type] === T.int && (type === T.list || type === T.tuple)) {
                const size = H[b + Int.size];
                let i = size === 1 ? H[b + Int.digits] : size === 0 ? 0 : size === -1 ? H[a + Ob.size] - H[b + Int.digits] : -1;
                if (i >= 0 && i < H[a + Ob.size]) {
                  i = H[(type === T.list ? H[a + List.items] : a + Tuple.items) + 2 * i];
                  H[i]++;
                  H[sp - 4] = i;
                  sp -= 2;
                  if (--H[a] === 0) {
                    H[frame + Fr.pc] = pc;
                    H[frame + Fr.sp] = sp + 2;
                    rt.dealloc(a);
                  }
                  if (--H[b] === 0) heap.free(b);
                  break;
                }
              }
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              if (op === LoadedOp.BINARY_SUBSCR_ADAPTIVE && type !== T.dict && !isFreshSlice(rt, b)) {
                if ((arg & CALL_COUNT_MASK) < rt.model.specialized.getitem) H[pc - 1] = arg + 1;
                else {
                  const pushed = enterGetitem(rt, sp, arg >> CALL_FLAGS_SHIFT);
                  if (pushed !== 0) {
                    H[frame + Fr.sp] = sp - 2;
                    frame = pushed;
                    pc = H[frame + Fr.pc];
                    sp = H[frame + Fr.sp];
                    break;
                  }
                }
              }
              sp = replaceSubscripted(rt, frame, sp, subscriptSlow(rt, a, b));
              break;
            }
            case Op.STORE_SUBSCR: {
              const b = H[sp - 2];
              const a = H[sp - 4];
              if (H[a + Ob.type] === T.list && H[b + Ob.type] === T.int) {
                const size = H[b + Int.size];
                const i = size === 1 ? H[b + Int.digits] : size === 0 ? 0 : size === -1 ? H[a + List.size] - H[b + Int.digits] : -1;
                if (i >= 0 && i < H[a + List.size]) {
                  const slot = H[a + List.items] + 2 * i;
                  const old = H[slot];
                  H[slot] = H[sp - 6];
                  if (--H[b] === 0) heap.free(b);
                  // the container moves down over the value's place; the old item dies in the slot above it
                  H[sp - 6] = a;
                  sp -= 4;
                  if (--H[old] === 0) {
                    H[frame + Fr.pc] = pc;
                    H[frame + Fr.sp] = sp;
                    rt.dealloc(old);
                  }
                  sp -= 2;
                  if (--H[a] === 0) {
                    H[frame + Fr.pc] = pc;
                    H[frame + Fr.sp] = sp;
                    rt.dealloc(a);
                  }
                  break;
                }
              }
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              sp = RARE[Op.STORE_SUBSCR](rt, frame, sp, arg);
              break;
            }

            // ------------------------------------------------------------ operators
            case Op.BINARY_ADD:
            case Op.INPLACE_ADD: {
              right = H[sp - 2];
              left = H[sp - 4];
              const type = H[left + Ob.type];
              if (type === H[right + Ob.type]) {
                if (type === T.int) {
                  const nl = H[left + Int.size];
                  const nr = H[right + Int.size];
                  if ((nl + 1) >>> 0 <= 2 && (nr + 1) >>> 0 <= 2) {
                    whole = Math.imul(nl, H[left + Int.digits]) + Math.imul(nr, H[right + Int.digits]);
                    break wholeResult;
                  }
                } else if (type === T.float) {
                  real = F64[(left + Float.value) >> 1] + F64[(right + Float.value) >> 1];
                  break realResult;
                }
              }
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              sp = binarySlow(rt, frame, sp, op);
              break;
            }
            case Op.BINARY_SUBTRACT:
            case Op.INPLACE_SUBTRACT: {
              right = H[sp - 2];
              left = H[sp - 4];
              const type = H[left + Ob.type];
              if (type === H[right + Ob.type]) {
                if (type === T.int) {
                  const nl = H[left + Int.size];
                  const nr = H[right + Int.size];
                  if ((nl + 1) >>> 0 <= 2 && (nr + 1) >>> 0 <= 2) {
                    whole = Math.imul(nl, H[left + Int.digits]) - Math.imul(nr, H[right + Int.digits]);
                    break wholeResult;
                  }
                } else if (type === T.float) {
                  real = F64[(left + Float.value) >> 1] - F64[(right + Float.value) >> 1];
                  break realResult;
                }
              }
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              sp = binarySlow(rt, frame, sp, op);
              break;
            }
            case Op.BINARY_MULTIPLY:
            case Op.INPLACE_MULTIPLY: {
              right = H[sp - 2];
              left = H[sp - 4];
              const type = H[left + Ob.type];
              if (type === H[right + Ob.type]) {
                if (type === T.int) {
                  const nl = H[left + Int.size];
                  const nr = H[right + Int.size];
                  if ((nl + 1) >>> 0 <= 2 && (nr + 1) >>> 0 <= 2) {
                    const product = nl * H[left + Int.digits] * (nr * H[right + Int.digits]);
                    if (product < 1073741824 && product > -1073741824) {
                      whole = product | 0;
                      break wholeResult;
                    }
                  }
                } else if (type === T.float) {
                  real = F64[(left + Float.value) >> 1] * F64[(right + Float.value) >> 1];
                  break realResult;
                }
              }
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              sp = binarySlow(rt, frame, sp, op);
              break;
            }
            case Op.BINARY_AND:
            case Op.INPLACE_AND:
            case Op.BINARY_OR:
            case Op.INPLACE_OR:
            case Op.BINARY_XOR:
            case Op.INPLACE_XOR:
            case Op.BINARY_LSHIFT:
            case Op.INPLACE_LSHIFT:
            case Op.BINARY_RSHIFT:
            case Op.INPLACE_RSHIFT:
            case Op.BINARY_FLOOR_DIVIDE:
            case Op.INPLACE_FLOOR_DIVIDE:
            case Op.BINARY_MODULO:
            case Op.INPLACE_MODULO: {
              right = H[sp - 2];
              left = H[sp - 4];
              if (H[left + Ob.type] === T.int && H[right + Ob.type] === T.int) {
                const nl = H[left + Int.size];
                const nr = H[right + Int.size];
                if (nl >>> 0 <= 1 && nr >>> 0 <= 1) {
                  // both 0 ≤ x < 2^30
                  const x = Math.imul(H[left + Int.digits], nl);
                  const y = Math.imul(H[right + Int.digits], nr);
                  whole = -1;
                  switch (op) {
                    case Op.BINARY_AND:
                    case Op.INPLACE_AND:
                      whole = x & y;
                      break;
                    case Op.BINARY_OR:
                    case Op.INPLACE_OR:
                      whole = x | y;
                      break;
                    case Op.BINARY_XOR:
                    case Op.INPLACE_XOR:
                      whole = x ^ y;
                      break;
                    case Op.BINARY_LSHIFT:
                    case Op.INPLACE_LSHIFT:
                      if (y < 30 && x < 1 << (30 - y)) whole = x << y;
                      break;
                    case Op.BINARY_RSHIFT:
                    case Op.INPLACE_RSHIFT:
                      whole = y < 31 ? x >> y : 0;
                      break;
                    case Op.BINARY_FLOOR_DIVIDE:
                    case Op.INPLACE_FLOOR_DIVIDE:
                      if (y !== 0) whole = (x / y) | 0;
                      break;
                    default:
                      if (y !== 0) whole = x % y;
                      break;
                  }
                  if (whole >= 0) break wholeResult;
                }
              }
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              sp = binarySlow(rt, frame, sp, op);
              break;
            }
            case Op.BINARY_TRUE_DIVIDE:
            case Op.BINARY_POWER:
            case Op.INPLACE_TRUE_DIVIDE:
            case Op.INPLACE_POWER:
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              sp = binarySlow(rt, frame, sp, op);
              break;
            case Op.COMPARE_OP: {
              const b = H[sp - 2];
              const a = H[sp - 4];
              const ta = H[a + Ob.type];
              let truth = -1;
              // at the limit of recursion a comparison fails, as a call would
              if (ta === H[b + Ob.type] && rt.depth < rt.recursionLimit) {
                if (ta === T.int) {
                  const na = H[a + Int.size];
                  const nb = H[b + Int.size];
                  if ((na + 1) >>> 0 <= 2 && (nb + 1) >>> 0 <= 2) {
                    const x = Math.imul(na, H[a + Int.digits]);
                    const y = Math.imul(nb, H[b + Int.digits]);
                    truth =
                      arg === 0
                        ? +(x < y)
                        : arg === 1
                          ? +(x <= y)
                          : arg === 2
                            ? +(x === y)
                            : arg === 3
                              ? +(x !== y)
                              : arg === 4
                                ? +(x > y)
                                : +(x >= y);
                    if (--H[a] === 0) heap.free(a);
                    if (--H[b] === 0) heap.free(b);
                  }
                } else if (ta === T.float) {
                  const x = F64[(a + Float.value) >> 1];
                  const y = F64[(b + Float.value) >> 1];
                  truth =
                    arg === 0 ? +(x < y) : arg === 1 ? +(x <= y) : arg === 2 ? +(x === y) : arg === 3 ? +(x !== y) : arg === 4 ? +(x > y) : +(x >= y);
                  if (--H[a] === 0) rt.dealloc(a);
                  if (--H[b] === 0) rt.dealloc(b);
                }
              }
              if (truth < 0) {
                H[frame + Fr.pc] = pc;
                H[frame + Fr.sp] = sp;
                const r = richCompare(rt, a, b, arg);
                sp = replaceCompared(rt, frame, sp, r);
                break;
              }
              sp -= 4;
              const follow = H[pc];
              if (follow === Op.POP_JUMP_IF_FALSE || follow === Op.POP_JUMP_IF_TRUE) {
                if ((truth !== 0) !== (follow === Op.POP_JUMP_IF_TRUE)) {
                  pc += 2;
                  break;
                }
                const target = H[pc + 1];
                if (target < pc) {
                  if (rt.breaker !== 0) {
                    H[frame + Fr.pc] = pc + 2;
                    H[frame + Fr.sp] = sp;
                    checkBreaker(rt);
                  }
                  if (--budget < 0) {
                    pc = target;
                    break running;
                  }
                }
                pc = target;
                break;
              }
              const r = truth !== 0 ? S.True : S.False;
              H[r]++;
              H[sp] = r;
              sp += 2;
              break;
            }
            case Op.IS_OP: {
              sp -= 2;
              const b = H[sp];
              const a = H[sp - 2];
              const r = (a === b) !== (arg !== 0) ? S.True : S.False;
              H[r]++;
              H[sp - 2] = r;
              if (--H[a] === 0) {
                H[sp] = b;
                H[frame + Fr.pc] = pc;
                H[frame + Fr.sp] = sp + 2;
                rt.dealloc(a);
              }
              if (--H[b] === 0) {
                H[frame + Fr.pc] = pc;
                H[frame + Fr.sp] = sp;
                rt.dealloc(b);
              }
              break;
            }
            case Op.CONTAINS_OP: {
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              const r = contains(rt, H[sp - 2], H[sp - 4]) !== (arg !== 0) ? S.True : S.False;
              H[r]++;
              sp = replaceCompared(rt, frame, sp, r);
              break;
            }
            case Op.UNARY_NOT: {
              const a = H[sp - 2];
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              const r = a === S.True ? S.False : a === S.False ? S.True : isTrue(rt, a) ? S.False : S.True;
              H[r]++;
              replaceTop(rt, frame, sp, r);
              break;
            }

            // ------------------------------------------------------------ jumps
            case Op.JUMP_FORWARD:
              pc = arg;
              break;
            case Op.JUMP_ABSOLUTE:
              if (rt.breaker !== 0) {
                H[frame + Fr.pc] = pc;
                H[frame + Fr.sp] = sp;
                checkBreaker(rt);
              }
              pc = arg;
              if (--budget < 0) break running;
              break;
            case Op.POP_JUMP_IF_FALSE:
            case Op.POP_JUMP_IF_TRUE: {
              const a = H[sp - 2];
              let truth: boolean;
              if (a === S.True) truth = true;
              else if (a === S.False || a === S.None) truth = false;
              else {
                H[frame + Fr.pc] = pc;
                H[frame + Fr.sp] = sp;
                truth = isTrue(rt, a);
              }
              sp -= 2;
              if (--H[a] === 0) {
                H[frame + Fr.sp] = sp;
                rt.dealloc(a);
              }
              if (truth === (op === Op.POP_JUMP_IF_TRUE)) {
                // a loop whose test stands at its end jumps backward here
                if (arg < pc && rt.breaker !== 0) {
                  H[frame + Fr.pc] = pc;
                  H[frame + Fr.sp] = sp;
                  checkBreaker(rt);
                }
                pc = arg;
                if (--budget < 0) break running;
              }
              break;
            }
            case Op.JUMP_IF_FALSE_OR_POP:
            case Op.JUMP_IF_TRUE_OR_POP: {
              const a = H[sp - 2];
              let truth: boolean;
              if (a === S.True) truth = true;
              else if (a === S.False || a === S.None) truth = false;
              else {
                H[frame + Fr.pc] = pc;
                H[frame + Fr.sp] = sp;
                truth = rt.model.holds.condition ? isTrueHeld(rt, a) : isTrue(rt, a);
              }
              if (truth === (op === Op.JUMP_IF_TRUE_OR_POP)) {
                pc = arg;
                break;
              }
              sp -= 2;
              if (--H[a] === 0) {
                H[frame + Fr.sp] = sp;
                rt.dealloc(a);
              }
              break;
            }

            // ------------------------------------------------------------ loops
            case Op.FOR_ITER: {
              const it = H[sp - 2];
              const type = H[it + Ob.type];
              let v = 0;
              if (type === T.generator) {
                const g = H[it + Gen.frame];
                if (g !== 0 && H[g + Fr.state] < FrameState.Executing && rt.depth < rt.recursionLimit) {
                  H[frame + Fr.pc] = pc;
                  H[frame + Fr.sp] = sp;
                  const gsp = H[g + Fr.sp];
                  H[S.None]++;
                  H[gsp] = S.None;
                  sp = gsp + 2;
                  H[g + Fr.sp] = sp;
                  enterGenerator(rt, it, g, Entry.ForIter);
                  frame = g;
                  pc = H[g + Fr.pc];
                  break;
                }
                H[frame + Fr.pc] = pc;
                H[frame + Fr.sp] = sp;
                v = (rt.fn[H[type + Tp.iternext]] as IterNext)(rt, it);
              } else if (type === T.range_iterator && H[it + RangeIter.index + 1] === 0) {
                const i = H[it + RangeIter.index];
                if (i < H[it + RangeIter.length]) {
                  // stays within 32 bits, see range-iterators.ts
                  const n = H[it + RangeIter.start] + Math.imul(i, H[it + RangeIter.step]);
                  if (n <= smallMax && n >= SMALL_INT_MIN) {
                    v = SMALL_INT_ZERO + n * 8;
                    H[v]++;
                  } else if (n < 1073741824 && n > -1073741824) v = boxInt(n);
                  if (v !== 0) H[it + RangeIter.index] = i + 1;
                  else {
                    H[frame + Fr.pc] = pc;
                    H[frame + Fr.sp] = sp;
                    v = (rt.fn[H[type + Tp.iternext]] as IterNext)(rt, it);
                  }
                }
              } else if (type === T.list_iterator) {
                const list = H[it + SeqIter.seq];
                const i = H[it + SeqIter.index];
                if (list !== 0 && i < H[list + List.size]) {
                  v = H[H[list + List.items] + 2 * i];
                  H[v]++;
                  H[it + SeqIter.index] = i + 1;
                } else {
                  H[frame + Fr.pc] = pc;
                  H[frame + Fr.sp] = sp;
                  v = (rt.fn[H[type + Tp.iternext]] as IterNext)(rt, it);
                }
              } else {
                H[frame + Fr.pc] = pc;
                H[frame + Fr.sp] = sp;
                v = nextItem(rt, it);
              }
              if (v !== 0) {
                H[sp] = v;
                sp += 2;
                break;
              }
              sp -= 2;
              pc = arg;
              if (--H[it] === 0) {
                H[frame + Fr.pc] = pc;
                H[frame + Fr.sp] = sp;
                rt.dealloc(it);
              }
              break;
            }

            // ------------------------------------------------------------ building
            case Op.BUILD_TUPLE:
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              sp = buildTuple(rt, frame, sp, arg);
              break;
            case Op.BUILD_LIST:
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              sp = buildList(rt, frame, sp, arg);
              break;
            case Op.LIST_APPEND: {
              const v = H[sp - 2];
              const list = H[sp - 2 - 2 * arg];
              const n = H[list + List.size];
              if (n < H[list + List.allocated]) {
                const slot = H[list + List.items] + 2 * n;
                H[slot] = v;
                H[slot + 1] = 0;
                H[list + List.size] = n + 1;
                sp -= 2;
                break;
              }
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              sp = RARE[Op.LIST_APPEND](rt, frame, sp, arg);
              break;
            }
            case Op.UNPACK_SEQUENCE: {
              const a = H[sp - 2];
              const type = H[a + Ob.type];
              if ((type === T.tuple || type === T.list) && H[a + Ob.size] === arg) {
                const items = type === T.tuple ? a + Tuple.items : H[a + List.items];
                let to = sp - 2;
                for (let s = items + 2 * arg - 2; s >= items; s -= 2) {
                  const v = H[s];
                  H[v]++;
                  H[to] = v;
                  to += 2;
                }
                sp = to;
                if (--H[a] === 0) {
                  H[frame + Fr.pc] = pc;
                  H[frame + Fr.sp] = sp;
                  rt.dealloc(a);
                }
                break;
              }
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              sp = RARE[Op.UNPACK_SEQUENCE](rt, frame, sp, arg);
              frame = H[Root.frame];
              pc = H[frame + Fr.pc];
              break;
            }

            // ------------------------------------------------------------ calls
            case Op.CALL_METHOD:
            case Op.CALL_FUNCTION: {
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              let base = sp - 2 - 2 * arg;
              let args = base + 2;
              let n = arg;
              if (op === Op.CALL_METHOD) {
                base -= 2;
                if (H[base] !== 0) {
                  args -= 2;
                  n++;
                } else base += 2;
              }
              let f = H[base];
              let type = H[f + Ob.type];
              let self = 0;
              if (type === T.method) {
                self = H[f + Method.self];
                f = H[f + Method.func];
                type = H[f + Ob.type];
                n++;
              }
              // a call of native code is followed by the check
              if (rt.breaker !== 0 && type === T.function) checkBreaker(rt);
              if (type === T.function && H[H[f + Func.code] + Co.simple] === n && rt.depth < rt.recursionLimit) {
                frame = enterSimple(f, args, n, self);
                // an empty slot below a callable from LOAD_METHOD goes with the call
                H[frame + Fr.callBase] = op === Op.CALL_METHOD ? sp - 4 - 2 * arg : base;
                pc = H[frame + Fr.pc];
                sp = H[frame + Fr.sp];
                break;
              }
              if (self !== 0) n--;
              else if (type === T.function && rt.depth < rt.recursionLimit) {
                const pushed = pushBound(rt, f, args, n, 0, op === Op.CALL_METHOD ? sp - 4 - 2 * arg : base);
                if (pushed !== 0) {
                  frame = pushed;
                  pc = H[frame + Fr.pc];
                  sp = H[frame + Fr.sp];
                  break;
                }
              }
              if (rt.standIns !== null) {
                const standIn = rt.standIns.call(H[base], args, n, 0, op === Op.CALL_METHOD ? sp - 4 - 2 * arg : base);
                if (standIn !== 0) {
                  frame = standIn;
                  pc = H[frame + Fr.pc];
                  sp = H[frame + Fr.sp];
                  break;
                }
              }
              // calls of native code count as one level
              if (type !== T.function && ++rt.depth > rt.recursionLimit) tooDeep(rt);
              const r = call(rt, H[base], args, n, 0);
              rt.depth = H[frame + Fr.depth];
              sp = replaceDown(rt, frame, sp, op === Op.CALL_METHOD ? sp - 4 - 2 * arg : base, r);
              if (rt.breaker !== 0) {
                H[frame + Fr.sp] = sp;
                checkBreaker(rt);
              }
              break;
            }
            case LoadedOp.CALL_METHOD_MOVED:
            case LoadedOp.CALL_FUNCTION_MOVED: {
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              let n = arg & CALL_COUNT_MASK;
              let args = sp - 2 * n;
              let base = args - 2;
              if (op === LoadedOp.CALL_METHOD_MOVED) {
                base -= 2;
                if (H[base] !== 0) {
                  args -= 2;
                  n++;
                }
              }
              let f = H[args - 2];
              let self = 0;
              if (H[f + Ob.type] === T.method) {
                self = H[f + Method.self];
                f = H[f + Method.func];
              }
              if (rt.breaker !== 0 && H[f + Ob.type] === T.function) checkBreaker(rt);
              if (H[f + Ob.type] === T.function && rt.depth < rt.recursionLimit) {
                const flags = (arg >> CALL_FLAGS_SHIFT) & 0x7fff;
                let pushed = 0;
                if (H[H[f + Func.code] + Co.simple] !== (self === 0 ? n : n + 1)) pushed = pushMoved(rt, args, n, 0, flags);
                else pushed = enterMoved(rt, f, args, n, self, flags);
                if (pushed !== 0) {
                  // the arguments are gone from the caller's stack
                  H[frame + Fr.sp] = args;
                  frame = pushed;
                  H[frame + Fr.callBase] = base;
                  pc = H[frame + Fr.pc];
                  sp = H[frame + Fr.sp];
                  break;
                }
              }
              f = H[args - 2];
              if (H[f + Ob.type] === T.type) {
                if (f === T.str && n === 1) {
                  const runs = (arg >> CALL_RUNS_SHIFT) & CALL_RUNS;
                  if (runs < rt.model.specialized.str) {
                    if (runs < CALL_RUNS) H[pc - 1] = arg + (1 << CALL_RUNS_SHIFT);
                  } else {
                    sp = replaceDown(rt, frame, sp, base, str(rt, H[args]));
                    break;
                  }
                } else if (arg >= 0) {
                  if (rt.model.specialized.init === 1) H[pc - 1] = arg | CALLED_CLASS;
                } else {
                  const pushed = enterInit(rt, base, args, n, (arg >> CALL_FLAGS_SHIFT) & 0x7fff);
                  if (pushed !== 0) {
                    frame = pushed;
                    pc = H[frame + Fr.pc];
                    sp = H[frame + Fr.sp];
                    break;
                  }
                }
              }
              if (rt.standIns !== null) {
                const standIn = rt.standIns.call(f, args, n, 0, base);
                if (standIn !== 0) {
                  frame = standIn;
                  pc = H[frame + Fr.pc];
                  sp = H[frame + Fr.sp];
                  break;
                }
              }
              if (H[f + Ob.type] !== T.function && ++rt.depth > rt.recursionLimit) tooDeep(rt);
              const r = call(rt, f, args, n, 0);
              rt.depth = H[frame + Fr.depth];
              sp = replaceDown(rt, frame, sp, base, r);
              if (rt.breaker !== 0) {
                H[frame + Fr.sp] = sp;
                checkBreaker(rt);
              }
              break;
            }
            case Op.RETURN_VALUE: {
              const r = H[sp - 2];
              if (H[frame + Fr.gen] !== 0) {
                sp -= 2;
                H[frame + Fr.sp] = sp;
                H[frame + Fr.pc] = pc;
                H[frame + Fr.state] = FrameState.Returned;
                const entry = H[frame + Fr.entry];
                if (entry === Entry.Native) {
                  // genobject's callers look at the generator to see whether it ended
                  const mark = rt.nsp;
                  rt.own(r);
                  const gen = H[frame + Fr.gen];
                  leaveGenerator(rt, frame);
                  finishGenerator(rt, gen, frame, false);
                  rt.nsp = mark;
                  return r as Owned;
                }
                const gen = H[frame + Fr.gen];
                const mark = rt.nsp;
                rt.own(r);
                leaveGenerator(rt, frame);
                finishGenerator(rt, gen, frame, false);
                rt.nsp = mark;
                frame = H[Root.frame];
                pc = H[frame + Fr.pc];
                sp = H[frame + Fr.sp];
                if (entry === Entry.ForIter) {
                  // exhausted: the value is lost, the generator released
                  rt.decref(r);
                  sp -= 2;
                  const it = H[sp];
                  pc = H[pc - 1];
                  H[frame + Fr.pc] = pc;
                  H[frame + Fr.sp] = sp;
                  if (--H[it] === 0) rt.dealloc(it);
                } else if (entry === Entry.Next) raiseStop(rt, gen, r);
                else {
                  // YIELD_FROM: the result takes the receiver's place
                  replaceTop(rt, frame, sp, r);
                }
                break;
              }
              const caller = H[frame + Fr.caller];
              H[Root.frame] = caller;
              H[Root.frame + 1] = H[frame + Fr.caller + 1];
              H[frame + Fr.caller] = 0;
              H[frame + Fr.caller + 1] = 0;
              rt.depth = H[frame + Fr.depth] - 1;
              H[frame + Fr.pc] = pc;
              H[frame + Fr.state] = FrameState.Returned;
              const entry = H[frame + Fr.entry];
              const base = H[frame + Fr.callBase];
              if (H[frame] === 1) {
                // frame_dealloc; the result is parked while something dies that may run code
                H[frame] = 0;
                let nested = false;
                const stack = H[frame + Fr.stack];
                const step = fromTop ? -2 : 2;
                const past = fromTop ? frame + Fr.localsplus - 2 : stack;
                for (let s = fromTop ? stack - 2 : frame + Fr.localsplus; s !== past; s += step) {
                  const v = H[s];
                  if (v !== 0) {
                    H[s] = 0;
                    if (--H[v] === 0) {
                      if (H[v + Ob.type] === T.int) heap.free(v);
                      else {
                        const mark = rt.nsp;
                        H[frame + Fr.sp] = stack;
                        rt.own(r);
                        if (!nested) heap.trashcan.beginFrame();
                        nested = true;
                        rt.dealloc(v);
                        rt.nsp = mark;
                      }
                    }
                  }
                }
                H[frame + Fr.sp] = stack;
                const code = H[frame + Fr.code];
                if (H[code] > 1 && H[frame + Fr.locals] === 0 && H[frame + Fr.trace] === 0 && caller !== 0) {
                  // nobody's last reference: give them back in passing
                  if (H[frame + Fr.back] !== 0) H[caller]--;
                  H[frame + Fr.back] = 0;
                  H[H[frame + Fr.builtins]]--;
                  H[frame + Fr.builtins] = 0;
                  H[H[frame + Fr.globals]]--;
                  H[frame + Fr.globals] = 0;
                  H[frame + Fr.code] = 0;
                  H[frame + Fr.lineno] = 0;
                  H[code]--;
                  if (H[code + Co.zombie] === 0 && H[FramePool.zombies] !== 0) H[code + Co.zombie] = frame;
                  else if (H[FramePool.count] < H[FramePool.limit]) {
                    H[frame + Fr.back] = H[FramePool.first];
                    H[FramePool.first] = frame;
                    H[FramePool.count]++;
                  } else rt.freeGcObject(frame);
                } else {
                  const mark = rt.nsp;
                  rt.own(r);
                  deallocFrame(rt, frame);
                  rt.nsp = mark;
                }
                if (nested) {
                  const mark = rt.nsp;
                  rt.own(r);
                  heap.trashcan.endFrame();
                  rt.nsp = mark;
                }
              } else {
                H[frame + Fr.sp] = sp - 2;
                outliveCall(rt, frame, caller);
              }
              if (entry !== Entry.Call) {
                if (entry === Entry.Native) return r as Owned;
                // Entry.Init: the instance lies on the caller's stack
                frame = caller;
                pc = H[frame + Fr.pc];
                sp = H[frame + Fr.sp];
                checkInitResult(rt, r);
                break;
              }
              frame = caller;
              pc = H[frame + Fr.pc];
              sp = H[frame + Fr.sp];
              for (let s = sp - 2; s >= base; s -= 2) {
                const v = H[s];
                H[s] = r;
                if (v !== 0 && --H[v] === 0) {
                  if (H[v + Ob.type] === T.int) heap.free(v);
                  else {
                    H[frame + Fr.sp] = s + 2;
                    rt.dealloc(v);
                  }
                }
              }
              sp = base + 2;
              if (--budget < 0) break running;
              break;
            }
            case Op.YIELD_VALUE: {
              // arg 1: handed on by YIELD_FROM, which an asynchronous generator does not wrap
              if (arg !== 0 && rt.tracer !== null) {
                H[frame + Fr.pc] = pc;
                H[frame + Fr.sp] = sp;
                rt.tracer.handedOn(frame);
              }
              if (arg === 0 && (H[H[frame + Fr.code] + Co.flags] & 0x200) !== 0) {
                H[frame + Fr.pc] = pc;
                H[frame + Fr.sp] = sp;
                sp = RARE[Op.YIELD_VALUE](rt, frame, sp, arg);
              }
              sp -= 2;
              const v = H[sp];
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              H[frame + Fr.state] = FrameState.Suspended;
              const entry = H[frame + Fr.entry];
              const base = H[frame + Fr.callBase];
              leaveGenerator(rt, frame);
              if (entry === Entry.Native) return v as Owned;
              frame = H[Root.frame];
              pc = H[frame + Fr.pc];
              sp = H[frame + Fr.sp];
              if (entry === Entry.ForIter) {
                H[sp] = v;
                sp += 2;
                break;
              }
              if (entry === Entry.Next) {
                sp = replaceDown(rt, frame, sp, base, v);
                break;
              }
              // YIELD_FROM: this generator yields the same value on, and will stand in front of the instruction again
              H[sp] = v;
              sp += 2;
              H[frame + Fr.sp] = sp;
              pc -= 2;
              op = Op.YIELD_VALUE;
              arg = 1;
              continue;
            }
            case Op.YIELD_FROM: {
              // receiver, sent
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              const receiver = H[sp - 4];
              const type = H[receiver + Ob.type];
              if (type === T.generator || type === T.coroutine) {
                const g = H[receiver + Gen.frame];
                const sent = H[sp - 2];
                if (
                  g !== 0 &&
                  (H[g + Fr.state] === FrameState.Suspended || (H[g + Fr.state] === FrameState.Created && sent === S.None)) &&
                  rt.depth < rt.recursionLimit
                ) {
                  // the value sent moves to the receiver's stack
                  H[frame + Fr.sp] = sp - 2;
                  const gsp = H[g + Fr.sp];
                  H[gsp] = sent;
                  H[g + Fr.sp] = gsp + 2;
                  if (sent !== S.None && rt.model.frames.delegatorHoldsSent) {
                    H[sent]++;
                    H[g + Fr.sent] = sent;
                  }
                  enterGenerator(rt, receiver, g, Entry.YieldFrom);
                  frame = g;
                  pc = H[g + Fr.pc];
                  sp = gsp + 2;
                  break;
                }
              }
              sp = RARE[Op.YIELD_FROM](rt, frame, sp, arg);
              if (H[frame + Fr.pc] === pc) break;
              // suspended: the value lies on top, pc is in front of this instruction
              pc = H[frame + Fr.pc];
              op = Op.YIELD_VALUE;
              arg = 1;
              continue;
            }

            default: {
              if (op >= INSTRUMENTED) {
                H[frame + Fr.pc] = pc;
                H[frame + Fr.sp] = sp;
                reportInstruction(rt, frame);
                if (H[frame + Fr.pc] !== pc) {
                  // a trace function set f_lineno
                  pc = H[frame + Fr.pc];
                  sp = H[frame + Fr.sp];
                  break;
                }
                op -= INSTRUMENTED;
                continue;
              }
              H[frame + Fr.pc] = pc;
              H[frame + Fr.sp] = sp;
              const rare = RARE[op];
              if (rare === undefined) throw new InternalError(`unknown instruction ${op}`);
              sp = rare(rt, frame, sp, arg);
              // it may have started another frame
              frame = H[Root.frame];
              pc = H[frame + Fr.pc];
              break;
            }
          }
          op = H[pc];
          arg = H[pc + 1];
          pc += 2;
          continue;
        }
        // wholeResult: an int, where two ints that have one digit at most lie on the stack
        let r = 0;
        if (whole <= smallMax && whole >= SMALL_INT_MIN) {
          r = SMALL_INT_ZERO + whole * 8;
          H[r]++;
        } else if (whole < 1073741824 && whole > -1073741824) r = boxInt(whole);
        if (r === 0) {
          H[frame + Fr.pc] = pc;
          H[frame + Fr.sp] = sp;
          sp = binarySlow(rt, frame, sp, op);
        } else {
          sp -= 2;
          H[sp - 2] = r;
          if (--H[left] === 0) heap.free(left);
          if (--H[right] === 0) heap.free(right);
        }
        op = H[pc];
        arg = H[pc + 1];
        pc += 2;
        continue;
      }
      // realResult: a float, where two floats lie; one that dies with the operation becomes the result
      sp -= 2;
      if (H[left] === 1) {
        F64[(left + Float.value) >> 1] = real;
        if (--H[right] === 0) rt.dealloc(right);
      } else if (H[right] === 1) {
        F64[(right + Float.value) >> 1] = real;
        H[left]--;
        H[sp - 2] = right;
      } else {
        H[frame + Fr.pc] = pc;
        H[frame + Fr.sp] = sp + 2;
        H[sp - 2] = newFloat(rt, real);
        H[left]--;
        if (--H[right] === 0) rt.dealloc(right);
      }
      op = H[pc];
      arg = H[pc + 1];
      pc += 2;
    }
    // the budget is used up: entered anew
    H[frame + Fr.pc] = pc;
    H[frame + Fr.sp] = sp;
    return NULL;
  }

  return evaluate;
}
