import { watchAllocations } from '../../../memory/allocation-watch.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Root } from '../../core/static.ts';
import { Co, Fr } from '../../frames/frame-layout.ts';
import { previousFrame } from '../../frames/frame-memory.ts';
import { frameLine } from '../../frames/frame-object.ts';

/** Where a block was allocated: file names (addresses of str objects) and lines in turn, the newest call first, and how deep the stack was. */
export interface AllocationPlace {
  readonly frames: readonly number[];
  readonly depth: number;
}

/** A block that lives. */
export interface Trace {
  readonly bytes: number;
  readonly place: AllocationPlace;
}

const NOWHERE: AllocationPlace = { frames: [], depth: 0 };
/** What a trace and a place take on the host, about. */
const TRACE_BYTES = 48;
const PLACE_BYTES = 96;

/** The blocks of a runtime with the Python lines that allocated them, while tracing is on. CPython: Python/tracemalloc.c */
export class AllocationTraces {
  limit = 1;
  current = 0;
  peak = 0;
  readonly traces = new Map<number, Trace>();
  private readonly places = new Map<string, AllocationPlace>();
  /** File names that places refer to; one reference each. */
  private readonly names = new Set<number>();
  private stopWatching: (() => void) | null = null;
  private paused = false;

  constructor(private readonly rt: Runtime) {
    rt.heap.roots.add({
      name: 'allocation traces',
      traverse: (visit) => {
        for (const name of this.names) visit(name, name);
      },
      describe: () => 'name of a file in which memory was allocated',
    });
  }

  get tracing(): boolean {
    return this.stopWatching !== null;
  }

  /** Traces allocations from now on, with up to `limit` frames each. Nothing when it is on already. */
  start(limit: number): void {
    if (this.tracing) return;
    this.limit = limit;
    this.stopWatching = watchAllocations(this.rt.heap, {
      allocated: (address, bytes) => this.allocated(address, bytes),
      freed: (address) => this.freed(address),
    });
  }

  /** Stops and forgets. */
  stop(): void {
    this.stopWatching?.();
    this.stopWatching = null;
    this.clear();
  }

  /** Forgets all traces. */
  clear(): void {
    this.traces.clear();
    this.places.clear();
    this.current = 0;
    this.peak = 0;
    const names = [...this.names];
    this.names.clear();
    for (const name of names) this.rt.decref(name);
  }

  /** Runs something whose allocations are not traced (the making of a report). */
  untraced<V>(run: () => V): V {
    const before = this.paused;
    this.paused = true;
    try {
      return run();
    } finally {
      this.paused = before;
    }
  }

  /** Bytes of the tables themselves, on the host. */
  ownBytes(): number {
    return this.traces.size * TRACE_BYTES + this.places.size * PLACE_BYTES;
  }

  private allocated(address: number, bytes: number): void {
    if (this.paused) return;
    this.traces.set(address, { bytes, place: this.here() });
    this.current += bytes;
    if (this.current > this.peak) this.peak = this.current;
  }

  private freed(address: number): void {
    const trace = this.traces.get(address);
    if (trace === undefined) return;
    this.traces.delete(address);
    this.current -= trace.bytes;
  }

  /** CPython: traceback_get_frames */
  private here(): AllocationPlace {
    const { rt, limit } = this;
    const H = rt.H;
    const frames: number[] = [];
    let depth = 0;
    for (let frame = H[Root.frame]!; frame !== 0; frame = previousFrame(rt, frame)) {
      const code = H[frame + Fr.code]!;
      if (depth++ < limit && code !== 0) frames.push(H[code + Co.filename]!, Math.max(0, frameLine(rt, frame)));
    }
    if (frames.length === 0) return NOWHERE;
    const key = `${depth} ${frames.join(' ')}`;
    let place = this.places.get(key);
    if (place === undefined) {
      place = { frames, depth };
      this.places.set(key, place);
      for (let i = 0; i < frames.length; i += 2) {
        const name = frames[i]!;
        if (this.names.has(name)) continue;
        this.names.add(name);
        rt.incref(name);
      }
    }
    return place;
  }
}

/** The traces of a runtime. */
export function tracesOf(rt: Runtime): AllocationTraces {
  return rt.stateOf('tracemalloc', () => new AllocationTraces(rt));
}
