/**
 * The trashcan: keeps the deallocation of deep chains from overflowing the host's stack.
 * A container deallocator brackets its body with begin and end; beyond a depth of `limit` the
 * object is put on a chain (linked through the GC head's previous word) that is drained when the
 * outermost deallocator ends. The order of destruction is therefore CPython's own.
 * CPython: Objects/object.c _PyTrash_begin, _PyTrash_end, _PyTrash_thread_destroy_chain
 */
import { Gc } from './layout.ts';

export class Trashcan {
  /** PyTrash_UNWIND_LEVEL: 50 up to 3.12. */
  limit = 50;
  /** Does a frame that gives its variables up take a level? Set by the runtime. CPython: frame_dealloc does up to 3.10, later frames are cleared outside. */
  framesNest = true;
  private nesting = 0;
  private frames = 0;
  private watched = 0;
  private later = 0;
  private passed = 0;

  constructor(
    private readonly H: Int32Array,
    readonly dealloc: (op: number) => void,
  ) {}

  /** Whether an object is being destroyed: a container's deallocator runs, a frame gives its variables up, or a dead object's watchers are called. */
  get busy(): boolean {
    return this.nesting > 0 || this.frames > 0 || this.watched > 0;
  }

  /** Runs code that a deallocator calls before it gives anything up, such as weak references' callbacks: what the object holds is still counted. */
  whileDying(run: () => void): void {
    this.watched++;
    try {
      run();
    } finally {
      this.watched--;
    }
  }

  /** A returning frame begins to give its variables up; it never waits. */
  beginFrame(): void {
    this.frames++;
    if (this.framesNest) this.nesting++;
  }

  /** The frame is gone. */
  endFrame(): void {
    this.frames--;
    if (this.framesNest) this.end();
  }

  /** Calls `each` for the objects that wait. */
  forEachWaiting(each: (op: number) => void): void {
    for (let op = this.later; op !== 0; op = this.H[op + Gc.prev]) each(op);
  }

  /**
   * The next `begin` for this object goes on in any case: its deallocator began already and now runs that of its base.
   * CPython: the condition of Py_TRASHCAN_BEGIN that the type's own deallocator is running
   */
  pass(op: number): void {
    this.passed = op;
  }

  /** How many more deallocators may nest. */
  get room(): number {
    return this.limit - this.nesting;
  }

  /** Keeps an untracked object for later. */
  wait(op: number): void {
    this.H[op + Gc.prev] = this.later;
    this.later = op;
  }

  /** Destroys what waits, unless a deallocator is running. */
  empty(): void {
    if (this.nesting > 0 || this.later === 0) return;
    this.nesting++;
    this.end();
  }

  /** Runs a deallocator where so many more may nest. */
  within(room: number, deallocate: () => void): void {
    const { nesting } = this;
    this.nesting = this.limit - room;
    deallocate();
    this.nesting = nesting;
  }

  /** True: go on with the deallocator's body, then call `end`. False: `op` (untracked) waits. */
  begin(op: number): boolean {
    if (this.nesting >= this.limit && op !== this.passed) {
      this.wait(op);
      return false;
    }
    if (op === this.passed) this.passed = 0;
    this.nesting++;
    return true;
  }

  /** Ends a body that `begin` allowed; the outermost one destroys what waits. */
  end(): void {
    if (--this.nesting > 0 || this.later === 0) return;
    // one level stays taken, or each deallocator would drain the chain from within
    this.nesting++;
    while (this.later !== 0) {
      const op = this.later;
      this.later = this.H[op + Gc.prev];
      this.H[op + Gc.prev] = 0;
      this.dealloc(op);
    }
    this.nesting--;
  }
}
