import { ObjectWalk } from '../memory/object-walk.ts';
import { ALIGNMENT_BYTES, Pool } from '../memory/pool.ts';
import type { Runtime } from '../runtime/core/runtime.ts';
import type { AllocationWatch } from './allocation-watch.ts';
import { HolderNaming } from './holder-words.ts';
import { objectBytes } from './object-size.ts';
import { objectText, typeNameOf } from './object-text.ts';
import { SlotSearch } from './slot-search.ts';

/** A pool: blocks of one size. */
export interface PoolUse {
  /** Bytes of a block, 0 for a pool that is not in use. */
  readonly blockBytes: number;
  readonly used: number;
  readonly blocks: number;
}

/** An object that keeps an arena from going back to the system. */
export interface Pin {
  readonly type: string;
  readonly value: string;
  readonly bytes: number;
  readonly made: { readonly file: string; readonly line: number } | null;
  /** One holder in words. */
  readonly heldBy: string;
}

export interface ArenaUse {
  /** Byte address. */
  readonly address: number;
  readonly bytes: number;
  readonly usedBytes: number;
  readonly pools: readonly PoolUse[];
  /** Some of the objects in it, for the arenas that are least full. */
  readonly pins: readonly Pin[];
}

/** Where committed memory is. All in bytes. */
export interface HeapLayout {
  readonly live: number;
  readonly committed: number;
  readonly peak: number;
  readonly reserved: number;
  readonly arenas: readonly ArenaUse[];
  readonly middle: number;
  readonly large: number;
}

/** Arenas whose objects are named, and objects named in each. */
const ARENAS_EXPLAINED = 8;
const PINS_EACH = 4;

/** Reads the allocator's tables. Changes nothing. `watch` knows where objects were made. */
export function heapLayout(rt: Runtime, watch: AllocationWatch | null): HeapLayout {
  const { heap } = rt;
  const { H, arenas } = heap;
  const found: { base: number; usedBytes: number; pools: PoolUse[] }[] = [];
  for (let arena = 1; arena < arenas.end; arena++) {
    const base = arenas.base[arena];
    if (base === 0) continue;
    const pools: PoolUse[] = [];
    let usedBytes = 0;
    for (let i = 0; i < arenas.poolsPerArena; i++) {
      const pool = base + i * arenas.poolWords;
      const used = pool < arenas.fresh[arena] ? H[pool + Pool.count] : 0;
      const blockBytes = used === 0 ? 0 : (H[pool + Pool.sizeClass] + 1) * ALIGNMENT_BYTES;
      usedBytes += used * blockBytes;
      pools.push({ blockBytes, used, blocks: used === 0 ? 0 : Math.floor((arenas.poolWords * 4 - Pool.headerBytes) / blockBytes) });
    }
    found.push({ base, usedBytes, pools });
  }
  const pins = pinsOf(rt, watch, found);
  const stats = heap.stats;
  return {
    live: stats.bytesInUse,
    committed: stats.committedBytes,
    peak: stats.peakBytes,
    reserved: stats.reservedBytes,
    arenas: found.map(({ base, usedBytes, pools }) => ({
      address: base * 4,
      bytes: arenas.arenaWords * 4,
      usedBytes,
      pools,
      pins: pins.get(base) ?? [],
    })),
    middle: heap.middle.usedBytes,
    large: stats.largeBytes,
  };
}

/** Objects in the arenas that are least full, the program's own first. */
function pinsOf(rt: Runtime, watch: AllocationWatch | null, arenas: readonly { base: number; usedBytes: number }[]): Map<number, Pin[]> {
  const { arenaWords } = rt.heap.arenas;
  const sparse = arenas.filter(({ usedBytes }) => usedBytes > 0 && usedBytes < arenaWords * 2).sort((a, b) => a.usedBytes - b.usedBytes);
  const wanted = sparse.slice(0, ARENAS_EXPLAINED).map(({ base }) => base);
  const inside = new Map<number, number[]>(wanted.map((base) => [base, []]));
  const walk = new ObjectWalk(rt.heap);
  walk.run();
  walk.forEachObject((op) => {
    const base = wanted.find((b) => op >= b && op < b + arenaWords);
    if (base !== undefined) inside.get(base)!.push(op);
  });
  const search = new SlotSearch(rt);
  const pins = new Map<number, Pin[]>();
  for (const [base, objects] of inside) {
    const known = objects.filter((op) => watch?.originOf(op) != null);
    const shown = [...known, ...objects.filter((op) => !known.includes(op))].slice(0, PINS_EACH);
    const holders = search.find(new Set(shown), 4);
    const naming = new HolderNaming(rt, search);
    naming.prepare([...holders.values()].flat());
    pins.set(
      base,
      shown.map((op) => {
        const origin = watch?.originOf(op) ?? null;
        const holder = holders.get(op)?.[0];
        return {
          type: typeNameOf(rt, op),
          value: objectText(rt, op),
          bytes: objectBytes(rt, op),
          made: origin === null || origin.file === '' ? null : { file: origin.file, line: origin.line },
          heldBy: holder === undefined ? '' : naming.words(holder).text,
        };
      }),
    );
  }
  return pins;
}
