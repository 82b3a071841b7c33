/**
 * The memory layer without Python: an owner of native resources gets deterministic freeing by
 * counts, and cycles are found by the collector.
 *
 * Run: npx esbuild examples/memory-only.ts --bundle --platform=node --format=esm | node --input-type=module
 *
 * Prints which handle is closed when: at once when its last reference goes, at the collection when
 * it is part of a cycle; and that no block is left at the end.
 */
import { audit, Heap, holders, Ob } from '../src/memory/index.ts';

/** Word offsets inside a handle: a number, and a reference to another handle. */
const FD = Ob.body;
const PARTNER = Ob.body + 2;

const heap = new Heap({ pymalloc: { poolBytes: 16384, arenaBytes: 1 << 20 } });
const handleType = heap.defineType(
  {
    name: 'handle',
    gc: true,
    slots: [{ at: PARTNER, label: 'partner' }],
    finalize: (op) => console.log(`closing handle ${heap.H[op + FD]}`),
  },
  32,
);
const blocksAtStart = heap.allocatedBlocks();

/** A new handle; the caller owns it. */
function open(fd: number): number {
  const handle = heap.newObject(handleType);
  if (handle === 0) throw new Error('out of memory');
  heap.H[handle + FD] = fd;
  return handle;
}

console.log('one handle, one reference:');
const single = open(1);
heap.decref(single);

console.log('a pair that refers to each other:');
const left = open(2);
const right = open(3);
heap.incref(right);
heap.setSlot(left + PARTNER, right);
heap.incref(left);
heap.setSlot(right + PARTNER, left);
console.log(`  count of handle 3 is ${heap.H[right + Ob.refcnt]}, one of them held by:`);
for (const { ownerName, label } of holders(heap, right)) console.log(`  ${label} of a ${ownerName}`);
heap.decref(left);
heap.decref(right);
console.log('  nobody holds the pair any more, and nothing was closed; now the collector:');
console.log(`  ${heap.gc.collect()} objects were unreachable`);

console.log(`audit: ${audit(heap).ok ? 'every count is explained' : 'counts are wrong'}`);
console.log(`blocks left: ${heap.allocatedBlocks() - blocksAtStart}`);
