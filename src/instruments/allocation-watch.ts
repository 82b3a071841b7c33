import type { CodeData } from '../bytecode/code.ts';
import { PAGE_SHIFT } from '../memory/page-heap.ts';
import { blockOf } from '../memory/type-contract.ts';
import { clearContainerFreeLists, Free } from '../runtime/containers/free-lists.ts';
import type { Runtime } from '../runtime/core/runtime.ts';
import { Root } from '../runtime/core/static.ts';
import { Co, Fr } from '../runtime/frames/frame-layout.ts';
import { clearFramePool, FramePool } from '../runtime/frames/frame-memory.ts';
import { frameLine } from '../runtime/frames/frame-object.ts';
import { codeData, lastInstruction } from '../runtime/frames/loaded-code.ts';
import { NumberCells } from '../runtime/numbers/number-cells.ts';
import { clearNumberFreeLists } from '../runtime/numbers/specs.ts';
import type { Origin } from './capture.ts';

/** What is kept of a page of the heap: for each 16 bytes the number of the allocation that began there, and its place. */
interface Page {
  serial: Uint32Array;
  place: Uint32Array;
}

/** Words in which the runtime keeps how many dead objects wait for reuse. */
const LIMITS = [
  Free.tupleLimit,
  Free.listLimit,
  Free.dictLimit,
  Free.sliceLimit,
  FramePool.limit,
  FramePool.zombies,
  NumberCells.floatLimit,
] as const;

/**
 * Remembers of every object allocated from now on which allocation it was and the line that ran. Objects are not kept for reuse
 * meanwhile (free lists are off), so that a number stands for one object; a program sees other ids than without the watch.
 */
export class AllocationWatch {
  private readonly pages: (Page | undefined)[] = [];
  private readonly places: { file: string; line: number }[] = [{ file: '', line: 0 }];
  private readonly placeNumbers = new Map<string, number>();
  private readonly alloc: (bytes: number) => number;
  private readonly limits: number[];
  private serial = 0;
  private lastCode: CodeData | null = null;
  private lastIndex = -1;
  private lastPlace = 0;

  constructor(private readonly rt: Runtime) {
    const { heap, H } = rt;
    clearContainerFreeLists(rt);
    clearNumberFreeLists(rt);
    clearFramePool(rt);
    this.limits = LIMITS.map((word) => H[word]);
    for (const word of LIMITS) H[word] = 0;
    this.alloc = heap.alloc;
    const alloc = this.alloc.bind(heap);
    heap.alloc = (bytes) => {
      const block = alloc(bytes);
      if (block !== 0) this.note(block);
      return block;
    };
  }

  /** Which allocation an object is and where it was made; null for objects older than the watch. Borrows `op`. */
  originOf(op: number): Origin | null {
    const block = blockOf(this.rt.heap, op);
    const page = this.pages[block >>> PAGE_SHIFT];
    const granule = (block >> 2) & 255;
    if (page === undefined || page.serial[granule] === 0) return null;
    const { file, line } = this.places[page.place[granule]];
    return { serial: page.serial[granule], file, line };
  }

  /** Ends the watch; the free lists work again. */
  end(): void {
    for (const [i, word] of LIMITS.entries()) this.rt.H[word] = this.limits[i];
    this.rt.heap.alloc = this.alloc;
  }

  private note(block: number): void {
    const at = block >>> PAGE_SHIFT;
    const page = (this.pages[at] ??= { serial: new Uint32Array(256), place: new Uint32Array(256) });
    const granule = (block >> 2) & 255;
    page.serial[granule] = ++this.serial;
    page.place[granule] = this.currentPlace();
  }

  /** Number of the place of the running frame; the last answer is kept, since a line allocates more than once. */
  private currentPlace(): number {
    const { rt } = this;
    const { H } = rt;
    const frame = H[Root.frame];
    if (frame === 0 || H[frame + Fr.code] === 0 || H[H[frame + Fr.code] + Co.index] < 0) return 0;
    const code = codeData(rt, H[frame + Fr.code]);
    const index = lastInstruction(rt, frame);
    if (code === this.lastCode && index === this.lastIndex) return this.lastPlace;
    const file = code.filename;
    const line = frameLine(rt, frame);
    const key = `${file}:${line}`;
    let place = this.placeNumbers.get(key);
    if (place === undefined) {
      place = this.places.length;
      this.places.push({ file, line });
      this.placeNumbers.set(key, place);
    }
    this.lastCode = code;
    this.lastIndex = index;
    this.lastPlace = place;
    return place;
  }
}
