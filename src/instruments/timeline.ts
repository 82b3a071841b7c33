import { ObjectWalk } from '../memory/object-walk.ts';
import { PAGE_SHIFT } from '../memory/page-heap.ts';
import type { Runtime } from '../runtime/core/runtime.ts';
import { Root } from '../runtime/core/static.ts';
import { instrument } from '../runtime/frames/evaluation-hooks.ts';
import { Fr } from '../runtime/frames/frame-layout.ts';
import { codeData, lastInstruction, lineOf } from '../runtime/frames/loaded-code.ts';
import { LineWatch } from './line-watch.ts';
import { objectBytes } from './object-size.ts';
import { typeNameOf } from './object-text.ts';

/** Memory at one moment. All in bytes. */
export interface TimelineSample {
  /** Lines of the program that ran until then. */
  readonly lines: number;
  readonly line: number;
  readonly live: number;
  readonly committed: number;
  /** Bytes of the blocks made at each place that are still in use; indices into Timeline.places. */
  readonly byLine: readonly (readonly [place: number, bytes: number])[];
  /** Bytes of the objects of each type; empty when there were too many to count. */
  readonly byType: readonly (readonly [type: string, bytes: number])[];
}

export interface TimelinePlace {
  readonly file: string;
  readonly line: number;
}

export interface Timeline {
  readonly samples: readonly TimelineSample[];
  readonly places: readonly TimelinePlace[];
  /** Lines of the program that ran. */
  readonly lines: number;
  readonly collections: readonly { readonly lines: number; readonly generation: number; readonly collected: number }[];
}

/** Types and places kept of a sample. */
const SHARES = 12;
/** With more blocks than this, types are counted only when the number of blocks has changed by a factor: counting walks the heap. */
const COUNTED_ALWAYS = 50_000;
const COUNTED_AT_FACTOR = 1.5;

/** A new high point is one by this factor and this many bytes. */
const HIGHER = 1.05;
const HIGHER_BYTES = 4096;

/** Samples memory while a program runs, at ever longer distances so that the number of samples stays bounded. */
export class TimelineRecorder {
  private samples: TimelineSample[] = [];
  private readonly places: TimelinePlace[] = [];
  private readonly placeNumbers = new Map<string, number>();
  private readonly bytesAt: number[] = [];
  /** Of each block: its place + 1, and its size in units of 16 bytes. */
  private readonly pages: ({ place: Int32Array; size: Int32Array } | undefined)[] = [];
  private readonly collections: { lines: number; generation: number; collected: number }[] = [];
  private lines = 0;
  private every = 1;
  /** Blocks in use when types were counted last. */
  private blocksCounted = 0;
  /** Bytes of the blocks made since the start, and the most of them at any sample: a high point between two samples must not be missed. */
  private current = 0;
  private highest = 0;
  private readonly end: () => void;

  constructor(
    private readonly rt: Runtime,
    isProgram: (file: string) => boolean,
    private readonly limit: number,
  ) {
    const watch = new LineWatch(rt, isProgram);
    const endBlocks = this.watchBlocks();
    const { stop } = rt.heap.gc.events;
    rt.heap.gc.events.stop = (generation, found) => {
      this.collections.push({ lines: this.lines, generation, collected: found.collected });
      stop?.(generation, found);
    };
    instrument(rt, (_rt, frame) => {
      const line = watch.starting(frame);
      if (line === 0) return;
      if (this.lines++ % this.every === 0 || this.current > HIGHER * this.highest + HIGHER_BYTES) this.sample(line);
    });
    this.end = () => {
      instrument(rt, null);
      rt.heap.gc.events.stop = stop;
      endBlocks();
    };
  }

  /** Takes the last sample and gives the timeline. */
  finish(): Timeline {
    this.sample(0);
    this.end();
    const { samples, places, lines, collections } = this;
    return { samples, places, lines, collections };
  }

  private sample(line: number): void {
    const { bytesInUse, committedBytes, allocatedBlocks } = this.rt.heap.stats;
    this.highest = Math.max(this.highest, this.current);
    const byLine = this.bytesAt.map((bytes, place) => [place, bytes] as const).filter(([, bytes]) => bytes > 0);
    byLine.sort((a, b) => b[1] - a[1]);
    this.samples.push({
      lines: this.lines,
      line,
      live: bytesInUse,
      committed: committedBytes,
      byLine: byLine.slice(0, SHARES),
      byType: this.byType(allocatedBlocks, line === 0),
    });
    if (this.samples.length < this.limit) return;
    this.samples = this.samples.filter((_, i) => i % 2 === 0);
    this.every *= 2;
  }

  private byType(blocks: number, always: boolean): (readonly [string, number])[] {
    const ratio = blocks / Math.max(1, this.blocksCounted);
    if (!always && blocks > COUNTED_ALWAYS && ratio < COUNTED_AT_FACTOR && ratio > 1 / COUNTED_AT_FACTOR) return [];
    this.blocksCounted = blocks;
    const { rt } = this;
    const totals = new Map<string, number>();
    const walk = new ObjectWalk(rt.heap);
    walk.run();
    walk.forEachObject((op) => {
      const type = typeNameOf(rt, op);
      totals.set(type, (totals.get(type) ?? 0) + objectBytes(rt, op));
    });
    return [...totals].sort((a, b) => b[1] - a[1]).slice(0, SHARES);
  }

  /** Keeps the sum of bytes for each place at which blocks are made. */
  private watchBlocks(): () => void {
    const { heap } = this.rt;
    const inner = { alloc: heap.alloc, free: heap.free, realloc: heap.realloc };
    heap.alloc = (bytes) => {
      const block = inner.alloc.call(heap, bytes);
      if (block !== 0) this.add(block, this.currentPlace());
      return block;
    };
    heap.free = (block) => {
      if (block !== 0) this.remove(block);
      inner.free.call(heap, block);
    };
    heap.realloc = (block, bytes) => {
      const result = inner.realloc.call(heap, block, bytes);
      // grown in place: the block keeps its place
      if (result === block && block !== 0) {
        const place = this.remove(block);
        if (place >= 0) this.add(block, place);
      }
      return result;
    };
    return () => {
      heap.alloc = inner.alloc;
      heap.free = inner.free;
      heap.realloc = inner.realloc;
    };
  }

  private add(block: number, place: number): void {
    const page = (this.pages[block >>> PAGE_SHIFT] ??= { place: new Int32Array(256), size: new Int32Array(256) });
    const units = this.rt.heap.blockSize(block) >>> 4;
    page.place[(block >> 2) & 255] = place + 1;
    page.size[(block >> 2) & 255] = units;
    this.bytesAt[place] += 16 * units;
    this.current += 16 * units;
  }

  /** Takes a block out of the sums; gives its place, -1 when it is older than the watch. */
  private remove(block: number): number {
    const page = this.pages[block >>> PAGE_SHIFT];
    if (page === undefined) return -1;
    const at = (block >> 2) & 255;
    const place = page.place[at] - 1;
    if (place < 0) return -1;
    page.place[at] = 0;
    this.bytesAt[place] -= 16 * page.size[at];
    this.current -= 16 * page.size[at];
    return place;
  }

  private lastCode: object | null = null;
  private lastIndex = -1;
  private lastPlace = 0;

  private currentPlace(): number {
    const { H } = this.rt;
    const frame = H[Root.frame];
    if (frame === 0 || H[frame + Fr.code] === 0) return this.placeNumber('', 0);
    const code = codeData(this.rt, H[frame + Fr.code]);
    const index = lastInstruction(this.rt, frame);
    if (code !== this.lastCode || index !== this.lastIndex) {
      this.lastCode = code;
      this.lastIndex = index;
      this.lastPlace = this.placeNumber(code.filename, lineOf(this.rt, H[frame + Fr.code], index));
    }
    return this.lastPlace;
  }

  private placeNumber(file: string, line: number): number {
    const key = `${file}:${line}`;
    let n = this.placeNumbers.get(key);
    if (n === undefined) {
      n = this.places.push({ file, line }) - 1;
      this.bytesAt.push(0);
      this.placeNumbers.set(key, n);
    }
    return n;
  }
}
