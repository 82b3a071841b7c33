/**
 * The audit that runs beside a program: after every step it looks only at what was written since the last one, and knows at each moment
 * how many owned slots hold each object. It says what the full audit (audit.ts) would say, and costs what changed.
 *
 * State: for every object the slots it owns with what they hold, for every root the same, and for every object the number of slots that
 * hold it. A step takes the granules written to and finds the objects whose slots stand there: in their own block, or in a plain block
 * (table, array of items) to which a pointer leads from it. Those are visited again, the difference is added to the numbers, and each
 * object whose count or number changed is compared.
 */
import { watchAllocations } from './allocation-watch.ts';
import { Gc, Ob, SLOT_WORDS, SlotFlag } from './layout.ts';
import { isObject, ObjectWalk, objectInBlock, type WalkedHeap } from './object-walk.ts';
import { PAGE_WORDS } from './page-heap.ts';
import type { Root, SlotRun } from './roots.ts';
import { contractOf, traverse } from './type-contract.ts';

/** Says which memory was written. */
export interface WrittenMemory {
  /** Calls `each` once for every 16-byte granule (word address / 4) that may have changed since the last call. */
  take(each: (granule: number) => void): void;
}

/** A fault that a step found. */
export interface AuditFault {
  kind: 'count' | 'dangling' | 'disagreement';
  /** The object, or what a slot holds that is no object. */
  address: number;
  count: number;
  /** Slots that hold it. */
  slots: number;
}

/** Slots of an object or root as last seen: slot, what it holds, slot, … */
type Seen = Int32Array<ArrayBuffer>;

interface SeenRoot {
  root: Root;
  seen: Seen;
  /** Number of `root.blocks` then. */
  blocks: number;
  /** For a root that is a run: instead of `seen`. */
  run: SeenRun | null;
}

/** A run of slots that is followed slot by slot. */
interface SeenRun {
  run: SlotRun;
  /** What each slot holds, 0 for none. */
  held: Int32Array<ArrayBuffer>;
  end: number;
}

/** The items of an object with very many of them. */
interface SeenItems {
  block: number;
  /** What each holds, 0 for none. */
  held: Int32Array<ArrayBuffer>;
  count: number;
}

const NOTHING: Seen = new Int32Array(0);
/** In typeOf: the object's block was freed, what stands there is not known yet. */
const BURIED = -1;
/** The static region has no blocks: an object there ends before this, or where the next begins. */
const STATIC_OBJECT_WORDS = 1024;
const GRANULE_WORDS = 4;
/** From here on items in a block of their own are followed one by one. */
const MANY_ITEMS = 128;

/** An audit of one heap, which must have the debug allocator. Stop it before the heap is given up. */
export class RunningAudit {
  /** Objects known, and slots that hold them. */
  objects = 0;
  slots = 0;
  /** Objects that steps compared, and visited again. */
  compared = 0;
  visited = 0;

  /** By granule: 0 = no object begins here, else 1 + owned slots that hold it. */
  private readonly held: Int32Array;
  /** By granule at which an object begins: its type when it was visited last. */
  private readonly typeOf: Int32Array;
  /** By granule: address of the block (or static object) that it belongs to, 0 = none. */
  private readonly blockOf: Int32Array;
  /** By granule at which an object begins: the last step that will compare, visited it; -n: n compared it. */
  private readonly comparedAt: Int32Array;
  private readonly visitedAt: Int32Array;
  private step = 1;
  private readonly seen = new Map<number, Seen>();
  private readonly items = new Map<number, SeenItems>();
  /** For plain blocks: the words that point into them, or did. Kept when a block is freed: the next one there may be pointed to by the same word. */
  private readonly pointers = new Map<number, number[]>();
  /** In the order of the heap's. */
  private readonly roots: SeenRoot[] = [];
  private freed: number[] = [];

  // scratch
  private written = new Int32Array(1024);
  private writtenCount = 0;
  private toCompare = new Int32Array(1024);
  private compareCount = 0;
  private toVisit: number[] = [];
  private buffer = new Int32Array(1024);
  private filled = 0;
  private readonly dangling = new Map<number, number>();
  private readonly stopWatching: () => void;
  private readonly live: ReadonlyMap<number, number>;

  /** Takes stock of the whole heap. `memory` begins to log before. */
  constructor(
    private readonly heap: WalkedHeap,
    private readonly memory: WrittenMemory,
  ) {
    const granules = heap.H.length / GRANULE_WORDS;
    this.held = new Int32Array(granules);
    this.typeOf = new Int32Array(granules);
    this.blockOf = new Int32Array(granules);
    this.comparedAt = new Int32Array(granules);
    this.visitedAt = new Int32Array(granules);
    memory.take(() => {});
    const live = heap.debug?.live;
    if (live === undefined) throw new Error('the running audit needs the debug allocator');
    this.live = live;
    for (const [block, bytes] of live) this.fillBlock(block, bytes, block);
    const walk = new ObjectWalk(heap);
    walk.run();
    walk.forEachObject((op) => this.meet(op));
    this.visitRoots();
    this.visitWaiting();
    for (const [block, bytes] of live) this.notePointers(block, block + Math.ceil(bytes / 4));
    this.notePointers(0, heap.pages.firstPage * PAGE_WORDS);
    for (const op of this.seen.keys()) this.compareLater(op);
    this.stopWatching = watchAllocations(heap, {
      allocated: (block, bytes) => this.fillBlock(block, bytes, block),
      freed: (block) => {
        this.freed.push(block);
        this.fillBlock(block, live.get(block) ?? 0, 0);
      },
    });
  }

  /** Ends the watch over the heap's allocations. */
  stop(): void {
    this.stopWatching();
  }

  /** Looks at what changed since the last call. While an object is being destroyed nothing can be said: null, and what changed waits. */
  check(): AuditFault[] | null {
    const { heap } = this;
    if (heap.trashcan.busy) return null;
    this.step++;
    this.takeWritten();
    const reused = this.buryFreed();
    this.findVisits();
    this.visitRoots();
    this.visitReused(reused);
    this.notePointersWritten();
    return this.compare();
  }

  /** The same by the full walk: what it says otherwise than this audit, which must be nothing. Valid right after `check`. */
  disagreements(): AuditFault[] {
    const walk = new ObjectWalk(this.heap);
    walk.run();
    const faults: AuditFault[] = [];
    const compare = (address: number, count: number): void => {
      const slots = this.slotsHolding(address);
      if (slots !== count) faults.push({ kind: 'disagreement', address, count, slots });
    };
    const met = new Map<number, number>();
    for (const { ref } of walk.dangling) met.set(ref, (met.get(ref) ?? 0) + 1);
    for (const [ref, count] of met) compare(ref, count);
    walk.forEachObject((op, count) => {
      met.set(op, count);
      compare(op, count);
    });
    for (const known of [this.seen, this.dangling]) for (const address of known.keys()) if (!met.has(address)) compare(address, 0);
    return faults;
  }

  /** Slots that hold what is at an address; -1 for what is unknown. */
  private slotsHolding(address: number): number {
    const stray = this.dangling.get(address);
    if (stray !== undefined) return stray;
    return this.seen.has(address) ? this.held[address >> 2] - 1 : -1;
  }

  private fillBlock(block: number, bytes: number, value: number): void {
    this.blockOf.fill(value, block >> 2, (block + Math.ceil(bytes / 4) + 3) >> 2);
  }

  /** Static objects have no block: each is given the memory up to the next one. Nothing is done for an object in a block. */
  private outlineStatic(op: number): void {
    const { blockOf, held } = this;
    const end = Math.min(op + STATIC_OBJECT_WORDS, this.heap.pages.firstPage * PAGE_WORDS) >> 2;
    for (let granule = op >> 2; granule < end && held[granule] === 0; granule++) blockOf[granule] = op;
  }

  // ---------------------------------------------------------------- what was written

  private takeWritten(): void {
    this.writtenCount = 0;
    this.memory.take((granule) => {
      if (this.writtenCount === this.written.length) this.written = widened(this.written);
      this.written[this.writtenCount++] = granule;
    });
  }

  private findVisits(): void {
    const { written, held, typeOf, blockOf } = this;
    const { H } = this.heap;
    for (let i = 0; i < this.writtenCount; i++) {
      const granule = written[i];
      const address = granule * GRANULE_WORDS;
      if (held[granule] !== 0) {
        this.compareLater(address);
        if (typeOf[granule] !== H[address + Ob.type]) this.toVisit.push(address);
        continue;
      }
      const block = blockOf[granule];
      if (block === 0) continue;
      if (held[block >> 2] !== 0) this.toVisit.push(block);
      else if (held[(block + Gc.headWords) >> 2] !== 0) {
        // the GC head says nothing of slots
        if (address !== block) this.toVisit.push(block + Gc.headWords);
      } else this.visitOwners(block);
    }
    this.visitWaiting();
  }

  /** Queues the objects from which pointers lead to a plain block. */
  private visitOwners(block: number): void {
    const { H } = this.heap;
    const { held, blockOf } = this;
    const blocks = [block];
    const met = new Set(blocks);
    for (let at = blocks.pop(); at !== undefined; at = blocks.pop()) {
      const words = this.pointers.get(at);
      if (words === undefined) continue;
      let kept = 0;
      for (const word of words) {
        const from = blockOf[word >> 2];
        if (from === 0 || blockOf[H[word] >> 2] !== at) continue;
        words[kept++] = word;
        if (met.has(from)) continue;
        met.add(from);
        if (held[from >> 2] !== 0) this.toVisit.push(from);
        else if (held[(from + Gc.headWords) >> 2] !== 0) this.toVisit.push(from + Gc.headWords);
        else blocks.push(from);
      }
      words.length = kept;
    }
  }

  /** Pointers to plain blocks in the granules written. */
  private notePointersWritten(): void {
    const { written } = this;
    for (let i = 0; i < this.writtenCount; i++) {
      const first = written[i] * GRANULE_WORDS;
      this.notePointers(first, first + GRANULE_WORDS);
    }
  }

  private notePointers(first: number, end: number): void {
    const { H } = this.heap;
    const { held, blockOf } = this;
    for (let word = first; word < end; word++) {
      const block = blockOf[H[word] >> 2];
      // undefined for what is no address
      if (!(block > 0)) continue;
      // a reference to an object is no pointer to a plain block
      if (held[block >> 2] !== 0 || held[(block + Gc.headWords) >> 2] !== 0) continue;
      const words = this.pointers.get(block);
      if (words === undefined) this.pointers.set(block, [word]);
      else if (!words.includes(word)) words.push(word);
    }
  }

  // ---------------------------------------------------------------- freed memory

  /** The objects of freed blocks hold nothing any more. Gives those that slots held: what stands there now is seen when the rest was visited. */
  private buryFreed(): number[] {
    const { held, typeOf } = this;
    const buried: number[] = [];
    for (const block of this.freed) {
      for (const op of [block, block + Gc.headWords]) {
        if (held[op >> 2] === 0 || typeOf[op >> 2] === BURIED) continue;
        typeOf[op >> 2] = BURIED;
        this.empty(op);
        this.compareLater(op);
        buried.push(op);
      }
    }
    this.freed.length = 0;
    return buried;
  }

  /** Of the objects of freed blocks those that slots hold now are objects again; the others are forgotten. */
  private visitReused(buried: number[]): void {
    let waiting = buried;
    for (let before = -1; before !== waiting.length; ) {
      before = waiting.length;
      waiting = waiting.filter((op) => {
        if (this.held[op >> 2] === 1) return true;
        this.typeOf[op >> 2] = 0;
        this.toVisit.push(op);
        this.visitWaiting();
        return false;
      });
    }
    for (const op of waiting) this.forget(op);
  }

  // ---------------------------------------------------------------- slots

  /** An object that was not known: nothing holds it yet. */
  private meet(op: number): void {
    const granule = op >> 2;
    this.outlineStatic(op);
    // slots may have held the address before there was an object
    this.held[granule] = 1 + (this.dangling.get(op) ?? 0);
    this.dangling.delete(op);
    this.typeOf[granule] = 0;
    this.objects++;
    this.seen.set(op, NOTHING);
    this.toVisit.push(op);
    this.compareLater(op);
  }

  private visitWaiting(): void {
    for (let op = this.toVisit.pop(); op !== undefined; op = this.toVisit.pop()) {
      const granule = op >> 2;
      if (this.visitedAt[granule] === this.step || this.typeOf[granule] === BURIED) continue;
      this.visitedAt[granule] = this.step;
      this.visit(op);
    }
  }

  private readonly collect = (ref: number, slot: number): void => {
    if (this.filled + 2 > this.buffer.length) this.buffer = widened(this.buffer);
    this.buffer[this.filled++] = slot;
    this.buffer[this.filled++] = ref;
  };

  private visit(op: number): void {
    const { heap } = this;
    const { H } = heap;
    this.visited++;
    this.filled = 0;
    this.compareLater(op);
    this.typeOf[op >> 2] = H[op + Ob.type];
    // what is no object has no slots, whatever its words say; nor has freed memory, which the debug allocator filled
    if (!isObject(heap, op)) {
      this.empty(op);
      return;
    }
    const items = this.itemsOf(op);
    traverse(heap, op, this.collect, false, items === undefined);
    this.seen.set(op, this.exchange(this.seen.get(op) ?? NOTHING));
    if (items !== undefined) this.followItems(op, items);
  }

  /** The object holds nothing any more. */
  private empty(op: number): void {
    this.filled = 0;
    this.seen.set(op, this.exchange(this.seen.get(op) ?? NOTHING));
    const items = this.items.get(op);
    if (items === undefined) return;
    for (let i = 0; i < items.count; i++) this.holdItem(items, i, 0);
    this.items.delete(op);
  }

  /** The items of an object that are followed one by one, because they are many; undefined when they are not. */
  private itemsOf(op: number): SeenItems | undefined {
    const known = this.items.get(op);
    if (known !== undefined) return known;
    const { indirect } = contractOf(this.heap, op);
    if (indirect === undefined || this.heap.H[op + indirect.count] < MANY_ITEMS) return undefined;
    const items = { block: 0, held: new Int32Array(2 * MANY_ITEMS), count: 0 };
    this.items.set(op, items);
    return items;
  }

  private followItems(op: number, items: SeenItems): void {
    const { H } = this.heap;
    const { indirect } = contractOf(this.heap, op);
    const block = indirect === undefined ? 0 : H[op + indirect.pointer];
    const count = indirect === undefined || block === 0 ? 0 : H[op + indirect.count];
    // one more than there are: the last granule of the block has room for it
    while (count >= items.held.length) items.held = widened(items.held);
    const same = items.block === block ? Math.min(count, items.count) : 0;
    const itemAt = (i: number): number => (i < count && H[block + SLOT_WORDS * i + 1] !== SlotFlag.borrowed ? H[block + SLOT_WORDS * i] : 0);
    for (let i = same, end = Math.max(count, items.count); i < end; i++) this.holdItem(items, i, itemAt(i));
    for (let i = 0; i < this.writtenCount; i++) {
      const first = (this.written[i] * GRANULE_WORDS - block) / SLOT_WORDS;
      if (first < 0 || first >= same) continue;
      this.holdItem(items, first, itemAt(first));
      this.holdItem(items, first + 1, itemAt(first + 1));
    }
    items.block = block;
    items.count = count;
  }

  private holdItem(items: SeenItems, i: number, now: number): void {
    const before = items.held[i];
    if (now === before) return;
    items.held[i] = now;
    if (now !== 0) this.take(now);
    if (before !== 0) this.give(before);
  }

  /** Counts what the buffer holds instead of `old`; gives what to remember. */
  private exchange(old: Seen): Seen {
    const { buffer, filled } = this;
    let same = 0;
    const least = Math.min(old.length, filled);
    while (same < least && old[same] === buffer[same]) same++;
    if (same === old.length && same === filled) return old;
    same &= ~1;
    const fresh = buffer.slice(0, filled);
    for (let i = same; i < fresh.length; i += 2) this.take(fresh[i + 1]);
    for (let i = same; i < old.length; i += 2) this.give(old[i + 1]);
    return fresh;
  }

  /** One slot more holds it. */
  private take(ref: number): void {
    this.slots++;
    const granule = ref >> 2;
    if ((ref & 3) === 0 && this.held[granule] > 0) {
      this.held[granule]++;
      this.compareLater(ref);
    } else if (isObject(this.heap, ref)) {
      this.meet(ref);
      this.held[granule]++;
    } else this.dangling.set(ref, (this.dangling.get(ref) ?? 0) + 1);
  }

  /** One slot fewer holds it. */
  private give(ref: number): void {
    this.slots--;
    const stray = this.dangling.get(ref);
    if (stray !== undefined) {
      if (stray === 1) this.dangling.delete(ref);
      else this.dangling.set(ref, stray - 1);
      return;
    }
    this.held[ref >> 2]--;
    this.compareLater(ref);
  }

  // ---------------------------------------------------------------- roots

  private visitRoots(): void {
    let at = 0;
    for (const root of this.heap.roots) {
      const known = this.roots[at];
      const seen = known?.root === root ? known : this.meetRoot(root, at);
      at++;
      if (seen.run !== null) this.followRun(seen.run, seen.run.run.end());
      else if (this.mayDiffer(seen)) this.visitRoot(seen);
    }
    this.dropRoots(at);
  }

  /** Another root stands at this place than before: what was known from here on is dropped, and it is known from now on. */
  private meetRoot(root: Root, at: number): SeenRoot {
    this.dropRoots(at);
    const { run } = root;
    const seenRun = run === undefined ? null : { run, held: new Int32Array(64), end: run.first };
    const seen = { root, seen: NOTHING, blocks: -1, run: seenRun };
    this.roots.push(seen);
    return seen;
  }

  /** The roots from `at` on hold nothing any more; those that are there still will be met again. */
  private dropRoots(at: number): void {
    for (const seen of this.roots.splice(at)) {
      this.filled = 0;
      this.exchange(seen.seen);
      if (seen.run !== null) this.followRun(seen.run, seen.run.run.first);
    }
  }

  private visitRoot(seen: SeenRoot): void {
    const { root } = seen;
    seen.blocks = root.blocks?.size ?? 0;
    this.filled = 0;
    root.traverse(this.collect);
    seen.seen = this.exchange(seen.seen);
  }

  private mayDiffer({ root, blocks }: SeenRoot): boolean {
    if (blocks < 0) return true;
    if (root.memory !== undefined) return this.wasWritten(root.memory);
    if (root.blocks === undefined || root.blocks.size !== blocks) return true;
    for (let i = 0; i < this.writtenCount; i++) if (root.blocks.has(this.blockOf[this.written[i]])) return true;
    return false;
  }

  private wasWritten([first, end]: readonly [number, number]): boolean {
    const low = first >> 2;
    const high = (end + 3) >> 2;
    for (let i = 0; i < this.writtenCount; i++) if (this.written[i] >= low && this.written[i] < high) return true;
    return false;
  }

  private followRun(seen: SeenRun, end: number): void {
    const { first } = seen.run;
    const behind = Math.max(end, seen.end);
    while ((behind - first) / SLOT_WORDS > seen.held.length) seen.held = widened(seen.held);
    for (let slot = Math.min(end, seen.end); slot < behind; slot += SLOT_WORDS) this.followSlot(seen, slot, slot < end);
    for (let i = 0; i < this.writtenCount; i++) {
      const granule = this.written[i];
      for (let slot = granule * GRANULE_WORDS; slot < (granule + 1) * GRANULE_WORDS; slot += SLOT_WORDS) {
        if (slot >= first && slot < end) this.followSlot(seen, slot, true);
      }
    }
    seen.end = end;
  }

  private followSlot(seen: SeenRun, slot: number, inside: boolean): void {
    const { H } = this.heap;
    const at = (slot - seen.run.first) / SLOT_WORDS;
    const now = inside && H[slot + 1] === SlotFlag.owned ? H[slot] : 0;
    const before = seen.held[at];
    if (now === before) return;
    seen.held[at] = now;
    if (now !== 0) this.take(now);
    if (before !== 0) this.give(before);
    this.visitWaiting();
  }

  // ---------------------------------------------------------------- comparison

  private compareLater(op: number): void {
    const granule = op >> 2;
    if (this.comparedAt[granule] === this.step) return;
    this.comparedAt[granule] = this.step;
    if (this.compareCount === this.toCompare.length) this.toCompare = widened(this.toCompare);
    this.toCompare[this.compareCount++] = op;
  }

  private compare(): AuditFault[] {
    const { heap, held, blockOf } = this;
    const { H } = heap;
    const faults: AuditFault[] = [];
    this.meetUnheld();
    // grows while it runs: what a forgotten object held is compared too
    for (let i = 0; i < this.compareCount; i++) {
      const op = this.toCompare[i];
      const granule = op >> 2;
      this.comparedAt[granule] = 0;
      if (held[granule] !== 1) continue;
      if (H[op + Ob.refcnt] <= 0 || !isObject(heap, op)) this.forget(op);
    }
    for (let i = 0; i < this.compareCount; i++) {
      const op = this.toCompare[i];
      const granule = op >> 2;
      const slots = held[granule] - 1;
      if (slots < 0 || this.comparedAt[granule] === -this.step) continue;
      this.comparedAt[granule] = -this.step;
      this.compared++;
      if (blockOf[granule] === 0) faults.push({ kind: 'dangling', address: op, count: 0, slots });
      else if (H[op + Ob.refcnt] !== slots) faults.push({ kind: 'count', address: op, count: H[op + Ob.refcnt], slots });
    }
    this.compareCount = 0;
    for (const [address, slots] of this.dangling) faults.push({ kind: 'dangling', address, count: 0, slots });
    return faults;
  }

  /** Living objects that no slot holds, among the blocks whose head was written. */
  private meetUnheld(): void {
    for (let i = 0; i < this.writtenCount; i++) {
      const granule = this.written[i];
      const block = this.blockOf[granule];
      if (block === 0 || granule * GRANULE_WORDS > block + Gc.headWords) continue;
      if (this.held[block >> 2] !== 0 || this.held[(block + Gc.headWords) >> 2] !== 0) continue;
      const op = objectInBlock(this.heap, block, this.live.get(block) ?? 0);
      if (op !== 0) this.meet(op);
    }
    this.visitWaiting();
  }

  /** A dead object: its memory was given back, or waits in a free list. */
  private forget(op: number): void {
    this.empty(op);
    this.seen.delete(op);
    this.held[op >> 2] = 0;
    this.objects--;
  }
}

function widened(column: Int32Array): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(2 * column.length);
  copy.set(column);
  return copy;
}
