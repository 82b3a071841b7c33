import { describe, expect, it } from 'vitest';
import type { Releaser } from './address-space.ts';
import { PAGE_BYTES, PageHeap, PageKind } from './page-heap.ts';

const MIB = 2 ** 20;

/** A heap of pages whose contents nobody reads; the first page is fixed. */
function make({
  pageCount = 400,
  fixed = 1,
  limitBytes = Number.MAX_SAFE_INTEGER,
  releaser = null as Releaser | null,
  releaseBytes = MIB,
  largePagesFrom = Number.POSITIVE_INFINITY,
} = {}) {
  const kind = new Uint8Array(pageCount + 1);
  const pages = new PageHeap(new ArrayBuffer(0), kind, fixed, limitBytes, releaser, releaseBytes, largePagesFrom);
  const take = (n: number): number => pages.take(n, PageKind.large);
  /** Free spans in order of address, as [first page, pages]. */
  const free = (): [number, number][] => {
    const spans: [number, number][] = [];
    pages.forEachFree((start, length) => spans.push([start, length]));
    return spans.sort(([a], [b]) => a - b);
  };
  return { pages, kind, take, free };
}

function makeReleaser(ready = true) {
  const released: [number, number][] = [];
  const refused = new Set<number>();
  const state = { ready, preferred: 0 };
  const releaser: Releaser = {
    get ready() {
      return state.ready;
    },
    release(_, from, bytes) {
      const first = from / PAGE_BYTES;
      if (refused.has(first)) return false;
      released.push([first, bytes / PAGE_BYTES]);
      return true;
    },
    preferLargePages: () => {
      state.preferred++;
    },
    prepare: () => {},
    settle: () => {},
  };
  return { releaser, released, refused, state };
}

describe('pages', () => {
  it('are all free at first but the fixed ones, and one behind the last', () => {
    const { pages, kind, free } = make({ pageCount: 100, fixed: 7 });
    expect(free()).toEqual([[7, 93]]);
    expect([...kind]).toEqual([...Array(7).fill(PageKind.fixed), ...Array(93).fill(PageKind.free), PageKind.fixed]);
    expect(pages).toMatchObject({ pageCount: 100, firstPage: 7, topPage: 7, usedPages: 0, peakPages: 0, dirtyFreePages: 0 });
    expect(make({ pageCount: 7, fixed: 7 }).free()).toEqual([]);
    expect(make({ pageCount: 7, fixed: 7 }).take(1)).toBe(0);
  });

  it('are handed out from the front, and know what they are used for', () => {
    const { pages, kind, free } = make({ pageCount: 20 });
    expect([pages.take(3, PageKind.large), pages.take(2, PageKind.middle), pages.take(1, PageKind.large)]).toEqual([1, 4, 6]);
    const { large, largeTail, middle } = { large: PageKind.large, largeTail: PageKind.largeTail, middle: PageKind.middle };
    expect([...kind.subarray(1, 8)]).toEqual([large, largeTail, largeTail, middle, middle, large, PageKind.free]);
    expect([1, 4, 6].map((page) => pages.spanLength[page])).toEqual([3, 2, 1]);
    expect(free()).toEqual([[7, 13]]);
    expect(pages).toMatchObject({ usedPages: 6, peakPages: 6, topPage: 7 });
    pages.give(4, 2);
    expect([...kind.subarray(3, 7)]).toEqual([largeTail, PageKind.free, PageKind.free, large]);
    expect(pages).toMatchObject({ usedPages: 4, peakPages: 6, topPage: 7, dirtyFreePages: 2 });
    pages.take(1, PageKind.large);
    expect(pages).toMatchObject({ usedPages: 5, peakPages: 6, topPage: 7 });
    pages.give(4, 1);
    // all there are
    expect(pages.take(14, PageKind.large)).toBe(0);
    expect(pages.take(13, PageKind.large)).toBe(7);
    expect(pages).toMatchObject({ usedPages: 17, peakPages: 17, topPage: 20 });
  });

  it('merge with free neighbours on both sides, but not with the fixed ones', () => {
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [0, 2, 1],
      [1, 0, 2],
    ]) {
      const { pages, take, free } = make({ pageCount: 40, fixed: 4 });
      const lengths = [3, 2, 5, 26];
      const starts = lengths.map(take);
      expect(free()).toEqual([]);
      for (const i of order) pages.give(starts[i], lengths[i]);
      expect(free()).toEqual([[4, 10]]);
      expect([pages.spanLength[4], pages.spanLength[13]]).toEqual([10, 10]);
      pages.give(14, 26);
      expect(free()).toEqual([[4, 36]]);
      expect(pages).toMatchObject({ usedPages: 0, dirtyFreePages: 36 });
    }
  });

  it('come from the shortest span that fits, the lowest among equals', () => {
    const { pages, take } = make({ pageCount: 2000 });
    const lengths = [130, 63, 64, 90, 5, 64, 5, 100, 90, 300, 127, 128];
    const spans = lengths.map((n) => {
      const start = take(n);
      take(1);
      return start;
    });
    take(pages.pageCount - pages.usedPages - 1);
    for (const i of [3, 8, 2, 5, 0, 4, 6, 1, 7, 9, 11, 10]) pages.give(spans[i], lengths[i]);
    const takeFrom = (n: number): number => spans.indexOf(take(n));
    expect([5, 5, 6, 63, 70, 80, 91, 101, 128, 129].map(takeFrom)).toEqual([4, 6, 1, 2, 3, 8, 7, 10, 11, 0]);
    expect(takeFrom(300)).toBe(9);
    // 64 pages, and nothing else of that length
    expect([65, 64].map(takeFrom)).toEqual([-1, 5]);
  });

  it('come from the lowest of equal spans, in whatever order they were given back', () => {
    for (const length of [7, 80]) {
      for (const order of [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
      ]) {
        const { pages, take } = make();
        const starts = [length, 1, length, 1, length, 1].map(take).filter((_, i) => i % 2 === 0);
        for (const i of order) pages.give(starts[i], length);
        expect([length - 1, length - 1, length - 1].map(take)).toEqual(starts);
      }
    }
  });

  it('with room to grow come from the largest of those that share a bin, wherever they stand in it', () => {
    for (const order of [
      [0, 1, 2],
      [1, 0, 2],
      [1, 2, 0],
      [0, 2, 1],
    ]) {
      const { pages, take } = make();
      const lengths = [90, 120, 100];
      const starts = lengths.map((n) => [take(n), take(1)][0]);
      take(pages.pageCount - pages.usedPages - 1);
      for (const i of order) pages.give(starts[i], lengths[i]);
      expect(pages.take(10, PageKind.large, 1, true)).toBe(starts[1] + 55);
    }
  });

  it('begin at a multiple of what is asked for; what lies before and behind stays free', () => {
    const { pages, free } = make({ pageCount: 64, fixed: 3 });
    expect(pages.take(4, PageKind.pool, 8)).toBe(8);
    expect(free()).toEqual([
      [3, 5],
      [12, 52],
    ]);
    // the short span is long enough, but not from a multiple on
    expect(pages.take(2, PageKind.pool, 4)).toBe(4);
    expect(pages.take(2, PageKind.pool, 4)).toBe(12);
    expect(free()).toEqual([
      [3, 1],
      [6, 2],
      [14, 50],
    ]);
    expect(pages.take(1, PageKind.pool, 3)).toBe(3);
    expect(pages.take(2, PageKind.pool, 2)).toBe(6);
    expect(free()).toEqual([[14, 50]]);
    expect(pages.take(48, PageKind.pool, 16)).toBe(16);
    expect(free()).toEqual([[14, 2]]);
  });

  it('with room to grow lie in the middle of the largest free span', () => {
    const { pages, free } = make({ pageCount: 400 });
    const [gap] = [pages.take(100, PageKind.large), pages.take(1, PageKind.large)];
    pages.give(gap, 100);
    const last = 400 - 102;
    expect(free()).toEqual([
      [1, 100],
      [102, last],
    ]);
    const start = pages.take(11, PageKind.large, 1, true);
    expect(start).toBe(102 + ((last - 11) >> 1));
    expect(free()).toEqual([
      [1, 100],
      [102, start - 102],
      [start + 11, 400 - start - 11],
    ]);
    // the largest of those that share a bin, wherever they stand in it
    expect(pages.take(1, PageKind.large, 1, true)).toBe(start + 11 + ((400 - start - 11 - 1) >> 1));
    expect(pages.take(150, PageKind.large, 1, true)).toBe(0);
    expect(pages.take(143, PageKind.large, 1, true)).toBe(102);
    const { pages: none } = make({ pageCount: 10, fixed: 10 });
    expect(none.take(1, PageKind.large, 1, true)).toBe(0);
  });

  it('with room to grow begin at a multiple, too', () => {
    const { pages } = make({ pageCount: 20 });
    // 19 are free from page 1 on: 5 of them from a multiple of 8 on are sure to fit into 12
    expect(pages.take(5, PageKind.large, 8, true)).toBe(8);
    const { pages: few } = make({ pageCount: 12 });
    expect(few.take(5, PageKind.large, 8, true)).toBe(0);
  });

  it('are never more than the limit', () => {
    const { pages, take, free } = make({ limitBytes: 10 * PAGE_BYTES + 4095 });
    expect(pages.limitPages).toBe(10);
    expect(take(11)).toBe(0);
    const first = take(8);
    expect(take(3)).toBe(0);
    expect(pages.extend(first, 8, 3, PageKind.largeTail)).toBe(false);
    expect(pages.usedPages).toBe(8);
    expect(pages.extend(first, 8, 2, PageKind.largeTail)).toBe(true);
    expect(take(1)).toBe(0);
    pages.give(first, 10);
    expect(free()).toHaveLength(1);
    expect(take(10)).toBe(first);
    expect(pages.peakPages).toBe(10);
  });

  it('grow a span only into free pages right behind it', () => {
    const { pages, kind, take, free } = make({ pageCount: 30 });
    const [a, gap, b] = [3, 4, 5].map(take);
    expect(pages.extend(a, 3, 1, PageKind.largeTail)).toBe(false);
    pages.give(gap, 4);
    expect(pages.extend(a, 3, 5, PageKind.largeTail)).toBe(false);
    expect(pages.usedPages).toBe(8);
    expect(pages.extend(a, 3, 1, PageKind.largeTail)).toBe(true);
    expect(free()).toEqual([
      [5, 3],
      [13, 17],
    ]);
    expect([...kind.subarray(a, 6)]).toEqual([PageKind.large, PageKind.largeTail, PageKind.largeTail, PageKind.largeTail, PageKind.free]);
    expect(pages).toMatchObject({ usedPages: 9, dirtyFreePages: 3 });
    expect(pages.extend(a, 4, 3, PageKind.largeTail)).toBe(true);
    expect([pages.spanLength[a], pages.spanLength[b]]).toEqual([7, 5]);
    expect(free()).toEqual([[13, 17]]);
    expect(pages).toMatchObject({ usedPages: 12, dirtyFreePages: 0, topPage: 13 });
    // as far as the pages go
    expect(pages.extend(b, 5, 18, PageKind.largeTail)).toBe(false);
    expect(pages.extend(b, 5, 17, PageKind.largeTail)).toBe(true);
    expect(pages.extend(b, 22, 1, PageKind.largeTail)).toBe(false);
    expect(pages).toMatchObject({ usedPages: 29, peakPages: 29, topPage: 30 });
  });

  it('are known to be clean until they were used', () => {
    const { pages, take } = make({ pageCount: 60 });
    const first = take(5);
    expect(pages.takenClean).toBe(true);
    take(1);
    pages.give(first, 5);
    expect([pages.dirtyFreePages, pages.countDirtyFree()]).toEqual([5, 5]);
    expect(take(3)).toBe(first);
    expect([pages.takenClean, pages.dirtyFreePages, pages.countDirtyFree()]).toEqual([false, 2, 2]);
    take(6);
    expect(pages.takenClean).toBe(true);
    take(2);
    expect([pages.takenClean, pages.dirtyFreePages, pages.countDirtyFree()]).toEqual([false, 0, 0]);
  });

  it('go back to the system when enough of them are free and dirty', () => {
    const { releaser, released } = makeReleaser();
    const { pages, take } = make({ releaser, releaseBytes: 40 * PAGE_BYTES });
    const spans = [20, 1, 19, 1, 1, 1].map((n) => [take(n), n]);
    pages.give(spans[0][0], 20);
    pages.give(spans[2][0], 19);
    expect(released).toEqual([]);
    expect(pages).toMatchObject({ dirtyFreePages: 39, releasedBytes: 0, releases: 0 });
    pages.give(spans[4][0], 1);
    // a lone page is not worth a call
    expect(released.sort(([a], [b]) => a - b)).toEqual([
      [1, 20],
      [22, 19],
    ]);
    expect(pages).toMatchObject({ dirtyFreePages: 1, releasedBytes: 39 * PAGE_BYTES, releases: 2 });
    expect(pages.countDirtyFree()).toBe(1);
    expect([take(20), pages.takenClean]).toEqual([1, true]);
    // what was left is not counted again: the next release is due 40 pages later
    pages.give(1, 20);
    expect(pages.dirtyFreePages).toBe(21);
    expect([take(19), pages.takenClean]).toEqual([22, true]);
    pages.give(22, 19);
    expect([released.length, pages.dirtyFreePages]).toEqual([2, 40]);
    pages.give(21, 1);
    expect([released.length, pages.dirtyFreePages]).toEqual([3, 1]);
    expect(released[2]).toEqual([1, 40]);
  });

  it('go back with the clean pages beside them that are free, too', () => {
    const { releaser, released, refused } = makeReleaser();
    const { pages, take } = make({ pageCount: 100, releaser, releaseBytes: 1000 * PAGE_BYTES });
    take(1);
    const clean = take(30);
    pages.give(clean, 30);
    pages.releaseDirty();
    // a used page before, a clean one behind
    expect(released.splice(0)).toEqual([[2, 31]]);
    expect([take(4), pages.takenClean]).toEqual([2, true]);
    const middle = pages.take(20, PageKind.large, 10);
    expect(middle).toBe(10);
    pages.give(10, 20);
    pages.give(2, 4);
    // 2 to 5 and 10 to 29 are dirty, 6 to 9 are clean
    refused.add(9);
    pages.releaseDirty();
    expect([released, pages.dirtyFreePages, pages.releases]).toEqual([[], 24, 1]);
    refused.clear();
    pages.releaseDirty();
    expect(released.splice(0)).toEqual([[9, 22]]);
    expect([pages.dirtyFreePages, pages.countDirtyFree(), pages.releasedBytes, pages.releases]).toEqual([4, 4, 50 * PAGE_BYTES, 2]);
    // up to the end of all pages
    const rest = [take(4), take(94)];
    expect(rest).toEqual([2, 6]);
    pages.give(6, 94);
    pages.releaseDirty();
    expect(released.splice(0)).toEqual([[6, 94]]);
    expect(pages.dirtyFreePages).toBe(0);
  });

  it('go back in runs of 16, short ones stay', () => {
    const { releaser, released } = makeReleaser();
    const { pages, take } = make({ releaser, releaseBytes: 1000 * PAGE_BYTES });
    const [a, , b] = [15, 1, 16, 1].map(take);
    pages.give(a, 15);
    pages.give(b, 16);
    pages.releaseDirty();
    expect(released).toEqual([[b, 16]]);
    expect(pages.dirtyFreePages).toBe(15);
  });

  it('that were too few to go back and are in use again do not put the next release off', () => {
    const { releaser, released } = makeReleaser();
    const { pages, take } = make({ releaser, releaseBytes: 40 * PAGE_BYTES });
    const [short, , long] = [15, 1, 40, 1].map(take);
    pages.give(short, 15);
    pages.releaseDirty();
    expect([released, pages.dirtyFreePages]).toEqual([[], 15]);
    expect(take(15)).toBe(short);
    pages.give(long, 40);
    expect(released).toEqual([[long, 40]]);
  });

  it('stay where nothing gives them back', () => {
    const { pages, take } = make({ releaseBytes: 0 });
    const start = take(100);
    pages.give(start, 100);
    pages.releaseDirty();
    expect(pages).toMatchObject({ dirtyFreePages: 100, releases: 0 });
  });

  it('wait for 8 MiB where something must be loaded for the first release', () => {
    const { releaser, released, state } = makeReleaser(false);
    const { pages, take } = make({ pageCount: 4000, releaser });
    const [first, second] = [take(2047), take(1), take(1)];
    pages.give(first, 2047);
    expect(released).toEqual([]);
    pages.give(second, 1);
    expect(released).toEqual([[first, 2048]]);
    expect([take(2048), take(300)]).toEqual([first, first + 2049]);
    pages.give(first, 2048);
    expect(released).toHaveLength(2);
    state.ready = true;
    pages.give(first + 2049, 255);
    expect(released).toHaveLength(2);
    pages.give(first + 2049 + 255, 1);
    expect(released).toHaveLength(3);
  });

  it('are asked for in large pieces once so many are in use', () => {
    const { releaser, state } = makeReleaser();
    const { take } = make({ releaser, largePagesFrom: 10 * PAGE_BYTES });
    take(9);
    expect(state.preferred).toBe(0);
    take(1);
    expect(state.preferred).toBe(1);
    take(1);
    expect(state.preferred).toBe(1);
    const { take: alone } = make({ largePagesFrom: PAGE_BYTES });
    expect(alone(2)).toBe(1);
  });

  it('stay consistent through a long random program', () => {
    const { releaser } = makeReleaser();
    const { pages, kind, free } = make({ pageCount: 300, limitBytes: 260 * PAGE_BYTES, releaser, releaseBytes: 50 * PAGE_BYTES });
    let x = 7;
    const random = (n: number): number => {
      x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
      return Math.floor((x / 2 ** 32) * n);
    };
    const held: [number, number][] = [];
    let used = 0;
    for (let step = 0; step < 1500; step++) {
      const n = 1 + random(random(8) === 0 ? 100 : 12);
      const what = random(6);
      if (what < 3) {
        const align = [1, 1, 4][what];
        const roomy = random(4) === 0;
        const fits = free().filter(([start, length]) => Math.ceil(start / align) * align + n <= start + length);
        const start = pages.take(n, PageKind.large, align, roomy);
        if (start === 0) {
          if (!roomy && used + n <= 260) expect(fits).toEqual([]);
          continue;
        }
        expect(start % align).toBe(0);
        const [at, length] = fits.find(([s, l]) => start >= s && start < s + l) ?? [0, 0];
        expect(start + n).toBeLessThanOrEqual(at + length);
        if (!roomy && length < 64) expect(length).toBe(Math.min(...fits.map(([, l]) => l)));
        held.push([start, n]);
        used += n;
      } else if (held.length === 0) continue;
      else if (what === 3) {
        const item = held[random(held.length)];
        const behind = free().find(([s]) => s === item[0] + item[1])?.[1] ?? 0;
        const may = behind >= n && used + n <= 260;
        expect(pages.extend(item[0], item[1], n, PageKind.largeTail)).toBe(may);
        if (!may) continue;
        item[1] += n;
        used += n;
      } else {
        const [[start, length]] = held.splice(random(held.length), 1);
        pages.give(start, length);
        used -= length;
      }
      expect(pages.usedPages).toBe(used);
      const all = [...held.map(([s, l]) => [s, l, 1]), ...free().map(([s, l]) => [s, l, 0])].sort(([a], [b]) => a - b);
      let page = 1;
      let freeBefore = false;
      for (const [start, length, inUse] of all) {
        if (start !== page || (freeBefore && inUse === 0)) throw new Error(`step ${step}: span at page ${start} after page ${page}`);
        if (kind[start] !== (inUse === 1 ? PageKind.large : PageKind.free)) throw new Error(`step ${step}: page ${start} is of kind ${kind[start]}`);
        if (pages.spanLength[start] !== length) throw new Error(`step ${step}: span at page ${start} of ${pages.spanLength[start]}`);
        freeBefore = inUse === 0;
        page += length;
      }
      expect(page).toBe(300);
      expect(pages.countDirtyFree()).toBe(pages.dirtyFreePages);
    }
    expect(pages.releases).toBeGreaterThan(0);
  });
});
