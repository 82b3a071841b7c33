import type { Heap } from '../../memory/heap.ts';
import { Gc, Ob } from '../../memory/layout.ts';
import { ALIGNMENT_BYTES, Pool } from '../../memory/pool.ts';
import type { HeapGraph } from '../../snapshot/heap-graph.ts';
import { typeName } from '../../snapshot/heap-graph.ts';
import type { HeapMap, HeapPool } from './protocol.ts';

/** Where an object's block begins: its GC head stands before it. */
function blockStarts(graph: HeapGraph): Map<number, number> {
  const starts = new Map<number, number>();
  for (let node = 0; node < graph.nodeCount; node++) starts.set(graph.address[node]! / 4, node);
  return starts;
}

/** Every block of the small-object allocator, with the type of the object in it. Allocates nothing in the heap. */
export function heapMap(heap: Heap, graph: HeapGraph): HeapMap {
  const { H, arenas } = heap;
  const starts = blockStarts(graph);
  const types: string[] = [];
  const typeNumbers = new Map<string, number>();
  const numberOf = (name: string): number => {
    let n = typeNumbers.get(name);
    if (n === undefined) {
      n = types.push(name) - 1;
      typeNumbers.set(name, n);
    }
    return n;
  };
  const map: HeapMap = { types, arenas: [], otherBlocks: heap.stats.middleBlocks + heap.stats.largeBlocks, otherBytes: 0 };
  let smallBytes = 0;
  for (let arena = 1; arena < arenas.end; arena++) {
    const base = arenas.base[arena]!;
    if (base === 0) continue;
    const pools: HeapPool[] = [];
    let used = 0;
    for (let pool = base; pool < arenas.fresh[arena]!; pool += arenas.poolWords) {
      const count = H[pool + Pool.count]!;
      const blockBytes = count === 0 ? 0 : (H[pool + Pool.sizeClass]! + 1) * ALIGNMENT_BYTES;
      const total = count === 0 ? 0 : Math.floor((arenas.poolWords * 4 - Pool.headerBytes) / blockBytes);
      const first = pool + Pool.headerWords;
      const blocks = new Uint16Array(total).fill(1);
      if (count > 0) {
        const words = blockBytes / 4;
        for (let b = Math.max(0, (H[pool + Pool.nextOffset]! - Pool.headerWords) / words); b < total; b++) blocks[b] = 0;
        for (let free = H[pool + Pool.free]!; free !== 0; free = H[free]!) {
          const b = (free - first) / words;
          if (b < 0 || b >= total) break;
          blocks[b] = 0;
        }
        for (let b = 0; b < total; b++) {
          if (blocks[b] === 0) continue;
          const at = first + b * words;
          const node = starts.get(at) ?? starts.get(at + (Ob.refcnt - Gc.next));
          if (node !== undefined) blocks[b] = 2 + numberOf(typeName(graph, node));
        }
        used += count * blockBytes;
      }
      pools.push({ blockBytes, first, blocks });
    }
    smallBytes += used;
    map.arenas.push({ address: base, bytes: arenas.arenaWords * 4, used, poolCount: arenas.poolsPerArena, pools });
  }
  map.otherBytes = Math.max(0, heap.stats.bytesInUse - smallBytes);
  return map;
}
