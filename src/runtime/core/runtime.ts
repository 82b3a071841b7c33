import type { Heap } from '../../memory/heap.ts';
import { Gc, Ob, SLOT_WORDS, SlotFlag } from '../../memory/layout.ts';
import type { Model } from '../../models/model.ts';
import type { Ignored } from '../../models/wording.ts';
import type { Host } from '../host/host.ts';
import { Exc, Tp, TpFlag } from './layout.ts';
import type { Owned } from './ownership.ts';
import type { Destructor, GetSetSpec, MethodSpec } from './signatures.ts';
import { IDENTS_END, IDENTS_START, NATIVE_STACK, NATIVE_STACK_END, Root, S } from './static.ts';

/**
 * What is thrown while a Python exception propagates through native code. The exception itself is in Root.curexc.
 * One frozen value: throwing allocates nothing and captures no host stack.
 */
export const PYTHON_ERROR: Readonly<{ pythonError: true }> = Object.freeze({ pythonError: true });

/** Pages of 4 KiB by which the limit of the heap is raised for the handlers of MemoryError: the largest arena. */
const MEMORY_RESERVE_PAGES = 256;

/** Our own fault: an invariant is broken. Never caught by Python code; the command line reports it with exit code 70. */
export class InternalError extends Error {
  override readonly name = 'InternalError';
}

/**
 * A function kept in Runtime.fn under the index that a type slot holds. Callers cast it to the signature of the slot they read
 * it from (signatures.ts).
 */
export type SlotFunction = (...args: never[]) => unknown;

/** Services of specific layers that general ones need; each is set once by the layer that has it (start-up). */
export interface Hooks {
  /** New exception instance of `type` with one str argument (or none for null); must not throw. exceptions/ */
  makeException(rt: Runtime, type: number, message: string | null): Owned;
  /** New exception instance of `type` whose one argument is `arg` (borrowed). exceptions/ */
  makeExceptionWithArg(rt: Runtime, type: number, arg: number): Owned;
  /** A str with the host string's text; MemoryError. text/ */
  newStr(rt: Runtime, text: string): Owned;
  /** The interned str with this text. text/ */
  internStr(rt: Runtime, text: string): Owned;
  /** The same for a name of code or of the interpreter. text/ */
  internName(rt: Runtime, text: string): Owned;
  /** Text of a str as a host string. text/ */
  strText(rt: Runtime, str: number): string;
  /** dict lookup with an exact str key: borrowed, or 0; raises nothing. containers/ */
  dictGetStr(rt: Runtime, dict: number, key: number): number;
  /** dict lookup: borrowed, or 0 when absent; may raise. containers/ */
  dictGet(rt: Runtime, dict: number, key: number): number;
  /** Stores an instance attribute in the `__dict__` whose slot is given (made when empty); value 0 deletes, false = was not there. types/ */
  setInstanceAttr(rt: Runtime, op: number, dictSlot: number, name: number, value: number): boolean;
  /** A tuple with `n` empty slots, not tracked. containers/ */
  newTuple(rt: Runtime, n: number): Owned;
  /** An empty list; an append that takes a new reference. containers/ */
  newList(rt: Runtime): Owned;
  listAppend(rt: Runtime, list: number, value: number): void;
  newDict(rt: Runtime): Owned;
  dictSet(rt: Runtime, dict: number, key: number, value: number): void;
  /** Pushes the values of a dict of keyword arguments as owned references on the native stack and returns the tuple of names. types/ */
  unpackKeywords(rt: Runtime, dict: number): Owned;
  /** The sequence iterator over an object with `__getitem__`. containers/ */
  newSequenceIterator(rt: Runtime, op: number): Owned;
  /** `type[item]`. types/ */
  newGenericAlias(rt: Runtime, origin: number, args: number): Owned;
  /** An exact int with the value of an int (or of a subclass). numbers/ */
  exactInt(rt: Runtime, op: number): Owned;
  /** Hash of any object: low word, high word in rt.hashHi; TypeError when unhashable. core/abstract/ */
  hash(rt: Runtime, op: number): number;
  /** Are two objects the same or equal? May run Python code. core/abstract/ */
  equal(rt: Runtime, a: number, b: number): boolean;
  /** A memoryview of what a BufferProvider lends for `op`, asked with BufferFlag bits. text/ */
  newMemoryview(rt: Runtime, op: number, flags: number, provider: SlotFunction): Owned;
  /** Runs the frame in Root.frame until it returns or yields; `throwing`: the exception under way is raised in it first. Result new. frames/ */
  runFrame(rt: Runtime, throwing: boolean): Owned;
  /** Slots of running frames that hold an object and that the model would not count; absent where it counts all. `found` takes their addresses. frames/ */
  lentSlots?(rt: Runtime, op: number, found?: number[]): number;
  /** Report an exception that cannot propagate (sys.unraisablehook); clears it. exceptions/ */
  writeUnraisable(rt: Runtime, where: number, kind: Ignored): void;
  /** Issue a warning of a builtin category; may raise. modules/warnings.ts */
  issueWarning(rt: Runtime, category: number, message: string, stacklevel: number, source?: number): void;
  /** The module of that name (top package of a dotted one), imported if need be. start-up/import.ts */
  importModule(rt: Runtime, name: number): Owned;
  /** New sys.UnraisableHookArgs for a Python hook; `object` None = none; absent until the sys module is made. modules/sys */
  makeUnraisableArgs?(rt: Runtime, exc: number, message: string | null, object: number): Owned;
}

/** Who is told what frames do, while sys.settrace or sys.setprofile is in force. All may run Python code. tracing/tracer.ts */
export interface FrameTracer {
  /** The instruction behind which Fr.pc stands is about to run; may raise, may move Fr.pc. */
  instruction(frame: number): void;
  /** A generator yields what it delegated to yielded; may raise. */
  handedOn(frame: number): void;
  /** The exception under way has come to the frame; raises nothing, but another exception may take its place. */
  raised(frame: number): void;
  /** The exception under way ends the frame; as raised(). */
  left(frame: number): void;
}

/**
 * What runs in place of native code that calls Python, so that a thread that waits in there stands on interpreter frames alone and can be suspended.
 * Each gives 0 where nothing stands in, and nothing has changed then. threads/stand-ins.ts
 */
export interface StandIns {
  /** A call of `f` (all borrowed): the frame that was started for it, whose result takes the place of the caller's stack from `base` on. */
  call(f: number, args: number, nargs: number, kwnames: number, base: number): number;
  /** GET_ITER: the new stack pointer; the frame that runs may be another one then. */
  iterate(frame: number, sp: number): number;
  /** The frame that makes a list of what lies on top of the stack, in its place; with a `limit` of 0 or more an iterator over so many items and one more. */
  gather(sp: number, limit: number): number;
  /** `o.name` (both borrowed): the frame whose result takes the place of the caller's stack from `base` on. */
  attribute(o: number, name: number, base: number): number;
}

/**
 * One interpreter: its heap, its tables of host functions, its native stack. Everything that Python code can reach is in the
 * heap; this object holds only what a C implementation keeps in code and registers.
 *
 * References. A slot of the heap owns what it points to. Native code holds references in two ways only:
 *  - for a moment in a local variable, as long as nothing can throw, allocate or run Python code in between;
 *  - parked on the native stack: `own(ref)` pushes it, `release(mark)` gives everything above the mark back. When a Python
 *    error passes through, whoever catches it releases to its own mark, so error paths need no code.
 */
export class Runtime {
  readonly heap: Heap;
  readonly H: Int32Array;
  readonly U8: Uint8Array;
  readonly U16: Uint16Array;
  readonly U32: Uint32Array;
  readonly F64: Float64Array;
  readonly model: Model;
  readonly host: Host;
  readonly hooks: Hooks = {} as Hooks;
  /** Slot functions by index; index 0 means absent. */
  readonly fn: SlotFunction[] = [
    () => {
      throw new InternalError('absent slot called');
    },
  ];
  /** Definitions of native functions by index (CFunc.def). */
  readonly methodDefs: MethodSpec[] = [];
  /** Declarations of native attributes by index (getset descriptors). */
  readonly getSets: GetSetSpec[] = [];
  /** Names of special methods (interned, borrowed from the identifiers), indexed by types/slot-names.ts. */
  readonly slotNames = new Int32Array(128);
  /** Types made by readyType beside the static ones: name to address (owned by the runtime until teardown). */
  readonly types = new Map<string, number>();
  /** State of native modules and layers, by name: `rt.state.get('itertools')`. Host data only, no references. */
  readonly state = new Map<string, unknown>();
  /** New tuples are tracked only when they hold something that the collector may know (3.14 and later). */
  readonly tuplesBornUntracked: boolean;
  /** Next free slot of the native stack. */
  nsp = NATIVE_STACK;
  /** High word of the last hash computed. */
  hashHi = 0;
  /** Set by getMethod: the result is a plain function to be called with the object as first argument. */
  methodUnbound = false;
  /** Argument slots that a tuple and a dict of the caller hold already, see holdArguments; 0 = none. */
  heldArguments = 0;
  /** Result of sliceIndices. */
  readonly slice = { start: 0, stop: 0, step: 0, count: 0 };
  /** The source of `-c`, which reports of exceptions show (3.13 on). */
  commandText: string | null = null;
  /** Host recursion depth of native code and nested evaluation; see enterRecursive. */
  depth = 0;
  recursionLimit = 1000;
  /** Where the exception being handled is kept: Root.excType, or the slots of the generator that runs (three slots: type, value, traceback). CPython: tstate->exc_info */
  excInfo: number = Root.excType;
  /** Activations of the evaluation loop on the host's stack, and how many it is sure to bear. */
  nesting = 0;
  nestingLimit = 1100;
  /** Jumps and returns after which the evaluation loop is left and entered anew: the host's compiler makes better code for a function's entry than for its inside. */
  loopBudget = 1000;
  /** Told whenever the evaluation loop is entered, with the host function that it is, until it sets this to null. */
  onLoopEntry: ((loop: () => unknown) => void) | null = null;
  /** Frames that a new coroutine keeps as cr_origin. */
  coroutineOrigins = 0;
  /** Not null while something is traced. */
  tracer: FrameTracer | null = null;
  /** What the trace function that runs was called for; '' when none does. */
  traceEvent = '';
  /** Called whenever the budget is used up while there are several threads; may leave the loop for another thread's turn. */
  endOfSlice: (() => void) | null = null;
  /** Not null while a thread waits inside native code and others run on top of it. */
  standIns: StandIns | null = null;
  /** Shared with whoever may interrupt: word 0 is `breaker`, word 1 the number of a signal that arrived (0 = none). */
  readonly interruptCell: Int32Array;
  /** A MemoryError is alive and its handlers have the reserve. */
  memoryReserveOpen = false;
  private readonly idents = new Map<string, number>();
  private identsTop = IDENTS_START;
  private readonly fnIndex = new Map<SlotFunction, number>();

  constructor(heap: Heap, model: Model, host: Host, interruptCell: Int32Array = new Int32Array(2)) {
    this.interruptCell = interruptCell;
    this.heap = heap;
    this.H = heap.H;
    this.U8 = heap.U8;
    this.U16 = heap.U16;
    this.U32 = heap.U32;
    this.F64 = heap.F64;
    this.model = model;
    this.tuplesBornUntracked = model.gc.tuplesBornUntracked;
    this.host = host;
    heap.dealloc = (op: number) => this.dealloc(op);
    heap.setTypeOwnership(Tp.flags, TpFlag.HOLDS);
    const { roots, H } = heap;
    heap.expectedBytes = (op) => {
      const type = H[op + Ob.type]!;
      // str: its text lies behind the fixed part
      if ((H[type + Tp.flags]! & TpFlag.UNICODE_SUBCLASS) !== 0) return 0;
      const itemsize = H[type + Tp.itemsize]!;
      return H[type + Tp.basicsize]! + (itemsize === 0 ? 0 : itemsize * Math.abs(H[op + Ob.size]!));
    };
    roots.addRun(
      H,
      'native stack',
      NATIVE_STACK,
      () => this.nsp,
      () => 'held by native code',
    );
    const label = (i: number): string => (Root.start + SLOT_WORDS * i >= IDENTS_START ? 'identifier used by native code' : 'held by the interpreter');
    roots.addRun(H, 'interpreter', Root.start, () => this.identsTop, label);
  }

  /** Not 0: something wants attention (signal, stop button, deferred collection); the evaluation loop looks at backward jumps and calls. */
  get breaker(): number {
    return this.interruptCell[0]!;
  }

  set breaker(value: number) {
    this.interruptCell[0] = value;
  }

  // ---------------------------------------------------------------- counts

  /** A new reference to a borrowed object. CPython: Py_NewRef */
  newRef(op: number): Owned {
    this.H[op]!++;
    return op as Owned;
  }

  incref(op: number): void {
    this.H[op]!++;
  }

  /** Gives one reference back; at zero the object is deallocated at once. CPython: Py_DECREF */
  decref(op: number): void {
    if (--this.H[op]! === 0) this.dealloc(op);
  }

  xdecref(op: number): void {
    if (op !== 0 && --this.H[op]! === 0) this.dealloc(op);
  }

  /** Runs tp_dealloc of an object whose count is zero. CPython: _Py_Dealloc */
  dealloc(op: number): void {
    (this.fn[this.H[this.H[op + Ob.type]! + Tp.dealloc]!] as Destructor)(this, op);
  }

  none(): Owned {
    this.H[S.None]!++;
    return S.None as number as Owned;
  }

  bool(value: boolean | number): Owned {
    const b = value ? S.True : S.False;
    this.H[b]!++;
    return b as number as Owned;
  }

  notImplemented(): Owned {
    this.H[S.NotImplemented]!++;
    return S.NotImplemented as number as Owned;
  }

  /** Stores into an owning slot: steals `value` (may be 0), gives the old reference back after the store. CPython: Py_XSETREF */
  setSlot(slot: number, value: number): void {
    const H = this.H;
    const old = H[slot]!;
    H[slot] = value;
    H[slot + 1] = 0;
    if (old !== 0 && --H[old]! === 0) this.dealloc(old);
  }

  /** Empties an owning slot. CPython: Py_CLEAR */
  clearSlot(slot: number): void {
    const H = this.H;
    const old = H[slot]!;
    if (old !== 0) {
      H[slot] = 0;
      if (--H[old]! === 0) this.dealloc(old);
    }
  }

  // ---------------------------------------------------------------- native stack

  /** Where the native stack stands; pass it to release(). */
  mark(): number {
    return this.nsp;
  }

  /** Parks an owned reference on the native stack (steals it) and returns it as borrowed. `own(0)` is allowed. */
  own(ref: number): number {
    const nsp = this.nsp;
    if (nsp >= NATIVE_STACK_END - 64) throw new InternalError('native stack overflow');
    this.H[nsp] = ref;
    this.H[nsp + 1] = SlotFlag.owned;
    this.nsp = nsp + SLOT_WORDS;
    return ref;
  }

  /** Pushes a borrowed reference (an argument slot that does not count); returns the slot's address. */
  push(ref: number): number {
    const nsp = this.nsp;
    if (nsp >= NATIVE_STACK_END - 64) throw new InternalError('native stack overflow');
    this.H[nsp] = ref;
    this.H[nsp + 1] = SlotFlag.borrowed;
    this.nsp = nsp + SLOT_WORDS;
    return nsp;
  }

  /** Pops everything above the mark, giving owned references back, newest first. */
  release(mark: number): void {
    const H = this.H;
    while (this.nsp > mark) {
      const s = (this.nsp -= SLOT_WORDS);
      if (H[s + 1] === SlotFlag.owned) {
        const op = H[s]!;
        if (op !== 0 && --H[op]! === 0) this.dealloc(op);
      }
    }
  }

  /** Takes the newest parked reference back into the caller's hands: it must be `ref`. */
  unown(ref: number): Owned {
    const s = this.nsp - SLOT_WORDS;
    if (this.H[s] !== ref || this.H[s + 1] !== SlotFlag.owned) throw new InternalError('unown: not the newest parked reference');
    this.nsp = s;
    return ref as Owned;
  }

  /** Release to `mark` and return `result`, which the caller owns and which must not be parked above the mark. */
  leave(mark: number, result: number): Owned {
    this.release(mark);
    return result as Owned;
  }

  // ---------------------------------------------------------------- allocation

  /** Raw block; MemoryError. Contents undefined. */
  allocBlock(bytes: number): number {
    const block = this.heap.alloc(bytes);
    if (block === 0) this.noMemory();
    return block;
  }

  /** Object without GC head: count 1, type set (a heap type or held one gains a reference); the body is undefined. MemoryError. CPython: _PyObject_New */
  newObject(type: number, bytes: number): Owned {
    const op = this.heap.alloc(bytes);
    if (op === 0) this.noMemory();
    const H = this.H;
    H[op] = 1;
    H[op + 1] = 0;
    H[op + Ob.type] = type;
    H[op + Ob.type + 1] = 0;
    if ((H[type + Tp.flags]! & TpFlag.HOLDS) !== 0) H[type]!++;
    return op as Owned;
  }

  /**
   * Object with GC head, not yet tracked: call track() when its slots are valid. Counts towards generation 0 and may run a
   * collection inside (models up to 3.11). MemoryError. CPython: _PyObject_GC_New
   */
  newGcObject(type: number, bytes: number): Owned {
    const heap = this.heap;
    const block = heap.alloc(bytes + Gc.headBytes);
    if (block === 0) this.noMemory();
    heap.gc.noteAllocation();
    const H = this.H;
    const op = block + Gc.headWords;
    H[block] = 0;
    H[block + 1] = 0;
    H[block + 2] = 0;
    H[block + 3] = 0;
    H[op] = 1;
    H[op + 1] = 0;
    H[op + Ob.type] = type;
    H[op + Ob.type + 1] = 0;
    if ((H[type + Tp.flags]! & TpFlag.HOLDS) !== 0) H[type]!++;
    return op as Owned;
  }

  track(op: number): void {
    this.heap.gc.track(op);
  }

  untrack(op: number): void {
    this.heap.gc.untrack(op);
  }

  /** Frees the block of an object without GC head, which gives up its type if that is a held one. CPython: PyObject_Free */
  freeObject(op: number): void {
    const type = this.H[op + Ob.type]!;
    this.heap.free(op);
    if ((this.H[type + Tp.flags]! & TpFlag.HELD) !== 0) this.H[type]!--;
  }

  /** Frees an untracked GC object's block; the object gives up its type if that is a held one. CPython: PyObject_GC_Del */
  freeGcObject(op: number): void {
    const type = this.H[op + Ob.type]!;
    this.heap.gc.noteFree();
    this.heap.free(op - Gc.headWords);
    if ((this.H[type + Tp.flags]! & TpFlag.HELD) !== 0) this.H[type]!--;
  }

  /** Ends what noMemory began: the last MemoryError is gone. */
  closeMemoryReserve(): void {
    this.memoryReserveOpen = false;
    this.heap.pages.limitPages -= MEMORY_RESERVE_PAGES;
  }

  /** Raises MemoryError; while one lives the heap's limit is an arena higher, so that its handler can run. CPython: PyErr_NoMemory */
  noMemory(): never {
    const H = this.H;
    const spare = H[Root.memoryErrors]!;
    if (spare === 0) throw new InternalError('out of memory before start-up was complete');
    const next = H[spare + Exc.context]!;
    if (next === 0) H[spare]!++;
    else {
      if (!this.memoryReserveOpen) {
        this.memoryReserveOpen = true;
        this.heap.pages.limitPages += MEMORY_RESERVE_PAGES;
      }
      H[Root.memoryErrors] = next;
      H[spare + Exc.context] = 0;
    }
    this.setSlot(Root.curexc, spare);
    throw PYTHON_ERROR;
  }

  // ---------------------------------------------------------------- tables

  /** Index of a slot function; the same function always has the same index. */
  slotIndex(f: SlotFunction): number {
    let i = this.fnIndex.get(f);
    if (i === undefined) {
      i = this.fn.length;
      this.fn.push(f);
      this.fnIndex.set(f, i);
    }
    return i;
  }

  /** The interned str `name`, borrowed; the runtime holds one reference until teardown. CPython: _Py_IDENTIFIER */
  ident(name: string): number {
    const known = this.idents.get(name);
    if (known !== undefined) return known;
    const str = this.hooks.internName(this, name);
    if (this.identsTop >= IDENTS_END) throw new InternalError('identifier table full');
    this.H[this.identsTop] = str;
    this.H[this.identsTop + 1] = 0;
    this.identsTop += SLOT_WORDS;
    this.idents.set(name, str);
    return str;
  }

  /** Gives all identifiers back (teardown). */
  clearIdents(): void {
    while (this.identsTop > IDENTS_START) {
      this.identsTop -= SLOT_WORDS;
      this.clearSlot(this.identsTop);
    }
    this.idents.clear();
  }

  /** Native state made on first use: `rt.stateOf('itertools', () => ({…}))`. */
  stateOf<V>(key: string, make: () => V): V {
    let v = this.state.get(key) as V | undefined;
    if (v === undefined) {
      v = make();
      this.state.set(key, v);
    }
    return v;
  }
}
