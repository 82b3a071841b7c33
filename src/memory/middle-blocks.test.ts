import { describe, expect, it } from 'vitest';
import { MiddleBlocks } from './middle-blocks.ts';
import { PAGE_BYTES, PAGE_WORDS, PageHeap, PageKind } from './page-heap.ts';

/** Bytes of a segment that its fence takes. */
const FENCE = 16;
/** Bytes of a block that its chunk takes beside what the owner may use. */
const OVERHEAD = 8;
/** Words of a chunk before the owner's, and where its size and its links are. */
const HEAD = 4;
const SIZE = 2;
const NEXT = 4;
const PREVIOUS = 6;

function make({ pageCount = 64, segmentBytes = 2 * PAGE_BYTES, limitPages = 1000 } = {}) {
  const buffer = new ArrayBuffer(pageCount * PAGE_BYTES);
  const H = new Int32Array(buffer);
  const pages = new PageHeap(buffer, new Uint8Array(pageCount + 1), 1, limitPages * PAGE_BYTES, null, 0, Number.POSITIVE_INFINITY);
  const middle = new MiddleBlocks(H, pages, segmentBytes);
  /** First words of the segments. */
  const segments = (): number[] => {
    const found: number[] = [];
    for (let page = pages.firstPage; page < pageCount; page++) {
      if (pages.kind[page] !== PageKind.middle) continue;
      found.push(page * PAGE_WORDS);
      page += pages.spanLength[page] - 1;
    }
    return found;
  };
  /** Chunks of all segments. */
  const chunks = (): { chunk: number; bytes: number; free: boolean }[] => {
    const list: { chunk: number; bytes: number; free: boolean }[] = [];
    for (const segment of segments()) middle.forEachChunk(segment, (chunk, bytes, free) => list.push({ chunk, bytes, free }));
    return list;
  };
  /** The chunks as words: 608 in use, -32 free. */
  const sizes = (): number[] => chunks().map(({ bytes, free }) => (free ? -bytes : bytes));
  const problems = (): string[] => [...segments().map((s) => middle.check(s)), middle.checkBins()].filter((p) => p !== null);
  return { H, pages, middle, segments, chunks, sizes, problems };
}

describe('middle blocks', () => {
  it('cost 8 bytes each, in steps of 16, and never less than 32', () => {
    const { middle, sizes } = make();
    const asked = [0, 1, 24, 25, 40, 41, 600, 601];
    const blocks = asked.map((bytes) => middle.alloc(bytes));
    expect(blocks[0]).toBe(PAGE_WORDS + HEAD);
    expect(blocks.map((block) => middle.capacity(block))).toEqual([24, 24, 24, 40, 40, 56, 600, 616]);
    const used = [32, 32, 32, 48, 48, 64, 608, 624];
    const sum = used.reduce((a, b) => a + b);
    expect(sizes()).toEqual([...used, sum - (2 * PAGE_BYTES - FENCE)]);
    expect(middle).toMatchObject({ blocks: 8, usedBytes: sum, segments: 1 });
    middle.free(blocks[6]);
    expect(middle).toMatchObject({ blocks: 7, usedBytes: sum - 608, segments: 1 });
  });

  it('keep what is left of a chunk only when it can stand alone', () => {
    const { middle, sizes, problems } = make();
    const [first, , second] = [632, 40, 632, 40].map((bytes) => middle.alloc(bytes));
    middle.free(first);
    middle.free(second);
    // 640 bytes: 624 leave 16, 608 leave 32
    const whole = middle.alloc(616);
    expect([first, second]).toContain(whole);
    expect(middle.capacity(whole)).toBe(632);
    const part = middle.alloc(600);
    expect(middle.capacity(part)).toBe(600);
    expect(sizes().filter((bytes) => bytes === -32)).toHaveLength(1);
    expect(middle.usedBytes).toBe(640 + 608 + 2 * 48);
    expect(problems()).toEqual([]);
  });

  it.each([
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ])('merge with free neighbours, freed in the order %i %i %i', (...order) => {
    const { middle, sizes, problems } = make();
    const blocks = [600, 1000, 2000].map((bytes) => middle.alloc(bytes));
    const end = middle.alloc(500);
    for (const i of order) {
      middle.free(blocks[i]);
      expect(problems()).toEqual([]);
    }
    expect(sizes().slice(0, 2)).toEqual([-(608 + 1008 + 2016), 512]);
    middle.free(end);
    expect(sizes()).toEqual([-(2 * PAGE_BYTES - FENCE)]);
    expect(problems()).toEqual([]);
  });

  it('come from the shortest chunk that fits, wherever it is', () => {
    const { middle } = make({ segmentBytes: 16 * PAGE_BYTES });
    const sizes = [5000, 1100, 1060, 600, 3000, 2500, 1040, 640, 5100];
    const blocks = sizes.map((bytes) => {
      const block = middle.alloc(bytes);
      middle.alloc(24);
      return block;
    });
    for (const block of blocks) middle.free(block);
    const take = (bytes: number): number => sizes[blocks.indexOf(middle.alloc(bytes))];
    expect([620, 590, 1030, 1050, 1061, 2490, 2990, 5090, 4990].map(take)).toEqual([640, 600, 1040, 1060, 1100, 2500, 3000, 5100, 5000]);
  });

  it('come from the lowest of equal chunks when several sizes share a bin', () => {
    const { middle } = make({ segmentBytes: 16 * PAGE_BYTES });
    const blocks = Array.from({ length: 4 }, () => {
      const block = middle.alloc(1100);
      middle.alloc(24);
      return block;
    });
    for (const i of [2, 0, 3, 1]) middle.free(blocks[i]);
    // not the exact size: the first found would do for that
    expect(middle.alloc(1070)).toBe(blocks[0]);
    expect(middle.alloc(1070)).toBe(blocks[1]);
    // the exact size: the one freed last
    expect(middle.alloc(1100)).toBe(blocks[3]);
  });

  it('come from the chunk freed last when a bin has one size only', () => {
    const { middle } = make();
    const blocks = [632, 24, 632, 24, 632, 24].map((bytes) => middle.alloc(bytes));
    for (const i of [0, 4, 2]) middle.free(blocks[i]);
    expect([600, 600, 600].map((bytes) => blocks.indexOf(middle.alloc(bytes)))).toEqual([2, 4, 0]);
  });

  it('are looked for among 64 chunks of a bin, and among all while none fits', () => {
    const room = { pageCount: 128, segmentBytes: 100 * PAGE_BYTES };
    const holes = (sizes: number[]) => {
      const { middle } = make(room);
      const blocks = sizes.map((bytes) => {
        const block = middle.alloc(bytes);
        middle.alloc(24);
        return block;
      });
      // the first of a bin is the one freed last
      for (const block of [...blocks].reverse()) middle.free(block);
      return { middle, blocks };
    };
    // bytes of 4096 to 4607 share a bin
    const many = Array.from({ length: 63 }, () => 4400);
    const within = holes([...many, 4300]);
    expect(within.middle.alloc(4200)).toBe(within.blocks[63]);
    const beyond = holes([...many, 4400, 4300]);
    expect(beyond.middle.alloc(4200)).toBe(beyond.blocks[0]);
    const short = holes([...many.map(() => 4100), 4100, 4100, 4300, 4250]);
    // the 65th and 66th do not fit, the 67th does, and is not compared with the 68th
    const found = short.middle.alloc(4200);
    expect(found).toBe(short.blocks[65]);
  });

  it('are zero when there is no room, and counts stay', () => {
    const { middle, problems } = make({ limitPages: 2 });
    const most = 2 * PAGE_BYTES - FENCE - OVERHEAD;
    expect(middle.alloc(most + 1)).toBe(0);
    expect(middle).toMatchObject({ blocks: 0, usedBytes: 0, segments: 0 });
    const all = middle.alloc(most);
    expect(middle.capacity(all)).toBe(most);
    expect(middle.alloc(1)).toBe(0);
    expect(middle).toMatchObject({ blocks: 1, usedBytes: most + OVERHEAD, segments: 1 });
    expect(problems()).toEqual([]);
  });

  it('take a segment of the size agreed on, more for a larger block, less when memory is short', () => {
    const { middle, pages } = make({ limitPages: 10, segmentBytes: 4 * PAGE_BYTES });
    middle.alloc(600);
    expect(pages.usedPages).toBe(4);
    // five pages hold this block to the last byte
    const large = middle.alloc(5 * PAGE_BYTES - FENCE - OVERHEAD);
    expect([large & (PAGE_WORDS - 1), pages.usedPages]).toEqual([HEAD, 9]);
    // one page is left: not a segment, but enough for this
    middle.alloc(4 * PAGE_BYTES - FENCE - 608 - OVERHEAD);
    const last = middle.alloc(PAGE_BYTES - FENCE - OVERHEAD);
    expect([last & (PAGE_WORDS - 1), pages.usedPages, middle.segments]).toEqual([HEAD, 10, 3]);
    const { middle: one, pages: six } = make({ limitPages: 10, segmentBytes: 4 * PAGE_BYTES });
    one.alloc(5 * PAGE_BYTES - FENCE - OVERHEAD + 1);
    expect(six.usedPages).toBe(6);
  });

  it('give segments back that are wholly free, but keep one', () => {
    const { middle, pages, problems } = make();
    const most = 2 * PAGE_BYTES - FENCE - OVERHEAD;
    const [a, b, c] = [most, most, most].map((bytes) => middle.alloc(bytes));
    expect([middle.segments, pages.usedPages]).toEqual([3, 6]);
    middle.free(b);
    expect([middle.segments, pages.usedPages]).toEqual([3, 6]);
    middle.free(a);
    expect([middle.segments, pages.usedPages]).toEqual([2, 4]);
    expect(problems()).toEqual([]);
    // the one that was kept is in use again, so the next may be kept
    expect(middle.alloc(1000)).toBe(b);
    middle.free(c);
    expect([middle.segments, pages.usedPages]).toEqual([2, 4]);
    middle.free(b);
    expect([middle.segments, pages.usedPages, middle.blocks, middle.usedBytes]).toEqual([1, 2, 0, 0]);
    expect(problems()).toEqual([]);
  });

  it('do not count a segment as free that was only asked for', () => {
    const { middle } = make();
    const most = 2 * PAGE_BYTES - FENCE - OVERHEAD;
    const blocks = [1000, most, most].map((bytes) => middle.alloc(bytes));
    for (const [i, left] of [3, 2, 1].entries()) {
      middle.free(blocks[i]);
      expect([i, middle.segments]).toEqual([i, left]);
    }
  });

  it('shrink in place, and what is left joins the free chunk behind', () => {
    const { middle, sizes, problems } = make();
    const [block, behind] = [1000, 1000, 24].map((bytes) => middle.alloc(bytes));
    expect(middle.resize(block, 985)).toBe(true);
    expect(middle.capacity(block)).toBe(1000);
    expect(middle.resize(block, 960)).toBe(true);
    expect(sizes().slice(0, 4)).toEqual([976, -32, 1008, 32]);
    expect(middle.usedBytes).toBe(976 + 1008 + 32);
    middle.free(behind);
    expect(middle.resize(block, 0)).toBe(true);
    expect(sizes().slice(0, 3)).toEqual([32, -(1008 + 1008 - 32), 32]);
    expect(middle).toMatchObject({ blocks: 2, usedBytes: 64 });
    expect(problems()).toEqual([]);
  });

  it('grow into a free chunk behind them as far as it reaches', () => {
    const { middle, sizes, problems } = make();
    const [before, block, gap, end] = [600, 600, 600, 600].map((bytes) => middle.alloc(bytes));
    middle.free(before);
    middle.free(gap);
    expect(middle.resize(block, 1209)).toBe(false);
    expect(sizes().slice(0, 4)).toEqual([-608, 608, -608, 608]);
    expect(middle.usedBytes).toBe(2 * 608);
    expect(middle.resize(block, 700)).toBe(true);
    expect(sizes().slice(0, 4)).toEqual([-608, 720, -(1216 - 720), 608]);
    expect(middle.resize(block, 1208)).toBe(true);
    expect(sizes().slice(0, 3)).toEqual([-608, 1216, 608]);
    expect(middle).toMatchObject({ blocks: 2, usedBytes: 1216 + 608 });
    // the neighbour is in use, whatever its size
    expect(middle.resize(block, 1209)).toBe(false);
    // the end of the segment
    expect(middle.resize(end, 2 * PAGE_BYTES)).toBe(false);
    const rest = 2 * PAGE_BYTES - FENCE - 3 * 608;
    expect(middle.resize(end, rest - OVERHEAD)).toBe(true);
    expect(middle.resize(end, rest)).toBe(false);
    expect(problems()).toEqual([]);
  });

  it('keep contents, counts and the shortest fit through a long random program', () => {
    for (const limitPages of [200, 12]) {
      const { H, middle, chunks, problems } = make({ pageCount: 200, limitPages, segmentBytes: 4 * PAGE_BYTES });
      // pages may hold old contents
      H.fill(-1, PAGE_WORDS);
      let x = limitPages;
      const random = (n: number): number => {
        x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
        return Math.floor((x / 2 ** 32) * n);
      };
      const held: { block: number; words: number }[] = [];
      /** Fills the words that the owner asked for. */
      const mark = (block: number, words: number): void => {
        H.fill(block, block, block + words);
      };
      const intact = (block: number, words: number): void => {
        for (let word = block; word < block + words; word++)
          if (H[word] !== block) throw new Error(`block ${block} of ${words} words lost word ${word - block}`);
      };
      let refused = 0;
      for (let step = 0; step < 2000; step++) {
        const bytes = random(4) === 0 ? 1000 + random(9000) : 8 + random(900);
        const words = Math.max(2, bytes >> 2);
        const kind = random(held.length > 60 ? 5 : 4);
        if (kind < 2 || held.length === 0) {
          const need = Math.max(32, (bytes + OVERHEAD + 15) & -16);
          const fit = chunks().filter((c) => c.free && c.bytes >= need);
          const shortest = Math.min(...fit.map((c) => c.bytes));
          const block = middle.alloc(bytes);
          if (block === 0) {
            expect(fit).toEqual([]);
            refused++;
            continue;
          }
          if (fit.length > 0) expect(fit.filter((c) => c.bytes === shortest).map((c) => c.chunk)).toContain(block - HEAD);
          expect(middle.capacity(block)).toBeGreaterThanOrEqual(bytes);
          expect(middle.capacity(block)).toBeLessThan(need - OVERHEAD + 32);
          mark(block, words);
          held.push({ block, words });
        } else if (kind === 2) {
          const at = random(held.length);
          const { block, words: old } = held[at];
          const could = middle.resize(block, bytes);
          intact(block, could ? Math.min(old, words) : old);
          if (could) {
            mark(block, words);
            held[at] = { block, words };
          } else expect(bytes).toBeGreaterThan(4 * old);
        } else {
          const [gone] = held.splice(random(held.length), 1);
          intact(gone.block, gone.words);
          middle.free(gone.block);
        }
        if (step % 5 === 0) expect([step, ...problems()]).toEqual([step]);
        expect(middle.blocks).toBe(held.length);
      }
      expect(refused > 0).toBe(limitPages === 12);
      expect(middle.usedBytes).toBe(chunks().reduce((sum, c) => sum + (c.free ? 0 : c.bytes), 0));
      for (const { block, words } of held) {
        intact(block, words);
        middle.free(block);
      }
      // nobody else's memory was written to
      expect(H.subarray(0, PAGE_WORDS).every((word) => word === 0)).toBe(true);
      expect([middle.blocks, middle.usedBytes, middle.segments]).toEqual([0, 0, 1]);
      expect(problems()).toEqual([]);
    }
  });

  it('are named when a tag or a link is damaged', () => {
    const { H, middle, segments } = make();
    const blocks = [1008, 1008, 1008, 1008].map((bytes) => middle.alloc(bytes - OVERHEAD));
    middle.free(blocks[0]);
    middle.free(blocks[2]);
    const [segment] = segments();
    const at = blocks.map((block) => block - HEAD);
    const end = segment + 2 * PAGE_WORDS;
    /** What is said while a word has another value. */
    const damaged = (word: number, value: number, say: () => string | null = () => middle.check(segment)): string | null => {
      const before = H[word];
      H[word] = value;
      const said = say();
      H[word] = before;
      return said;
    };
    expect(middle.check(segment)).toBeNull();
    expect(middle.checkBins()).toBeNull();
    expect(damaged(segment + SIZE, 1008 | 2)).toBe(`chunk ${segment}: wrong previousInUse bit`);
    expect(damaged(at[1], 992)).toBe(`chunk ${at[1]}: wrong prevSize`);
    expect(damaged(at[1] + SIZE, 0)).toBe(`chunk ${at[1]}: ends before its segment ${segment}`);
    expect(damaged(at[3] + SIZE, 16)).toBe(`chunk ${at[3]}: size 16 leaves its segment`);
    const beyond = 4 * (end - at[3] - HEAD) + 16;
    expect(damaged(at[3] + SIZE, beyond)).toBe(`chunk ${at[3]}: size ${beyond} leaves its segment`);
    expect(damaged(at[3] + SIZE, 16 * PAGE_BYTES)).toBe(`chunk ${at[3]}: size ${16 * PAGE_BYTES} leaves its segment`);
    // a chunk whose follower says that it is free
    expect(damaged(at[1] + SIZE + 1008 / 4, 1008)).toBe(`chunk ${at[1]}: free beside a free chunk`);
    const fence = end - HEAD;
    expect(H[fence + SIZE]).toBe(0);
    expect(damaged(fence + SIZE, 1)).toBeNull();
    const rest = at[3] + 1008 / 4;
    expect(damaged(rest + SIZE, H[rest + SIZE] & ~1)).toBe(`chunk ${at[3]}: free beside a free chunk`);

    const bins = (): string | null => middle.checkBins();
    const head = H[at[2] + NEXT] === at[0] ? at[2] : at[0];
    const second = head === at[2] ? at[0] : at[2];
    expect([H[head + NEXT], H[second + PREVIOUS]]).toEqual([second, head]);
    expect(damaged(second + PREVIOUS, 0, bins)).toBe(`bin 63: chunk ${second} has a wrong back link`);
    expect(damaged(head + SIZE, 1024, bins)).toBe(`bin 63: chunk ${head} of 1024 bytes`);
    expect(damaged(at[1] + SIZE, 1008 | 1, bins)).toBe(`bin 63: chunk ${at[0]} is in use`);
    expect(damaged(head + NEXT, 0)).toBe(`chunk ${second}: free but in no bin`);
    expect(middle.check(segment)).toBeNull();
    expect(middle.checkBins()).toBeNull();
  });
});
