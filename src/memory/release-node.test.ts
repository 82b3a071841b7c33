import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Heap } from './heap.ts';
import { nodeReleaser } from './release-node.ts';

function residentBytes(): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]) * 1024;
}

describe.runIf(process.platform === 'linux')('release to the operating system', () => {
  it('lets the process shrink, and zeroes what it released', () => {
    const releaser = nodeReleaser();
    const heap = new Heap({
      reserveBytes: 2 ** 30,
      pymalloc: { poolBytes: 16384, arenaBytes: 1 << 20 },
      releaseToOS: releaser,
    });
    heap.prepareRelease();
    const bytes = 100 * 2 ** 20;
    const block = heap.alloc(bytes);
    heap.U8.fill(1, block * 4, block * 4 + bytes);
    const full = residentBytes();
    heap.free(block);
    if (heap.stats.releasedBytes === 0) return; // koffi is optional
    expect(full - residentBytes()).toBeGreaterThan(90 * 2 ** 20);
    const again = heap.calloc(bytes);
    expect(again).toBe(block);
    expect(heap.U8.subarray(again * 4, again * 4 + bytes).indexOf(1)).toBe(-1);
  });
});
