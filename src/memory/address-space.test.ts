import { afterEach, describe, expect, it, vi } from 'vitest';
import { NOTE_CAPACITY, regionsOf, reserve, STATE_WORDS } from './address-space.ts';

const WASM_PAGE = 65536;
const MIB = 2 ** 20;
const GIB = 2 ** 30;

describe('address space', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  /** A host that grants no more than so many bytes; what it was asked for. */
  function hostThatGrants(most: number): number[] {
    const asked: number[] = [];
    vi.stubGlobal('WebAssembly', {
      Memory: class {
        constructor({ initial, maximum }: { initial: number; maximum: number }) {
          asked.push(initial * WASM_PAGE);
          if (initial !== maximum || initial * WASM_PAGE > most) throw new RangeError('refused');
        }
      },
    });
    return asked;
  }

  it.each([MIB, 2 * MIB, 64 * MIB, GIB, 4 * GIB])('of %i bytes is divided into regions that follow each other and fill it', (bytes) => {
    const r = regionsOf(bytes);
    expect(r.heapBytes % WASM_PAGE).toBe(0);
    expect(r.marks).toBe(r.heapBytes);
    expect(r.layouts - r.marks).toBe(r.heapBytes / 16);
    expect(r.layoutBytes).toBe(r.heapBytes / 64);
    expect([r.runs - r.layouts, r.state - r.runs]).toEqual([r.layoutBytes, r.layoutBytes]);
    expect(r.notes - r.state).toBe(4 * STATE_WORDS);
    expect(r.kinds - r.notes).toBe(4 * NOTE_CAPACITY);
    const end = r.kinds + r.heapBytes / 4096 + 1;
    expect(end).toBeLessThanOrEqual(bytes);
    // one page of heap more would not fit
    expect(bytes - end).toBeLessThan(3 * WASM_PAGE);
  });

  it('has room for the heap asked for', () => {
    for (const bytes of [1, WASM_PAGE, WASM_PAGE + 1, MIB, 10 * MIB + 5, 100 * MIB]) {
      const { heapBytes } = regionsOf(reserve(bytes).buffer.byteLength);
      expect(heapBytes).toBeGreaterThanOrEqual(bytes);
      expect(heapBytes).toBeLessThan(bytes + 3 * WASM_PAGE);
    }
  });

  it('is as large as the host grants, when nobody says how large', () => {
    const asked = hostThatGrants(GIB);
    reserve();
    expect(asked).toEqual([4 * GIB, 2 * GIB, GIB]);
  });

  it('is the next smaller one when the host does not grant what was asked for', () => {
    const asked = hostThatGrants(600 * MIB);
    reserve(1.5 * GIB);
    expect(asked[0]).toBeGreaterThan(1.5 * GIB);
    expect(asked[0]).toBeLessThan(1.7 * GIB);
    expect(asked.slice(1)).toEqual([GIB, GIB / 2]);
    const large = hostThatGrants(4 * GIB);
    // with its tables it would be more than there can be
    reserve(4 * GIB);
    expect(large).toEqual([4 * GIB]);
  });

  it('is refused when the host grants not even the smallest', () => {
    const asked = hostThatGrants(MIB);
    expect(() => reserve()).toThrow(new RangeError(`cannot reserve ${GIB / 2} bytes of address space`));
    expect(asked).toEqual([4 * GIB, 2 * GIB, GIB, GIB / 2]);
    asked.length = 0;
    expect(() => reserve(64 * MIB)).toThrow(/^cannot reserve \d+ bytes of address space$/);
    expect(asked).toHaveLength(1);
  });
});
