/**
 * The debug allocator: put in front of an allocator at construction, so that the normal one pays
 * nothing for it.
 *
 *   bytes   | size 4 | serial 4 | 0xFD × 8 | user data … | 0xFD × 8 |
 *
 * Fresh memory is 0xCD, freed memory 0xDD; guards are checked at free, dead bytes when a block
 * leaves quarantine. CPython: Objects/obmalloc.c _PyMem_DebugRawAlloc and the lines after it
 */
import type { Allocator } from './allocator.ts';

export interface DebugOptions {
  /** Guard, fresh and dead bytes; default true. */
  guard?: boolean;
  /** The n-th allocation from now on fails (1 = the next). */
  failAt?: number;
  /** All allocations after it fail too. */
  failOnwards?: boolean;
  /** This many freed blocks are not reused (found out when written to). */
  quarantine?: number;
}

const FRESH = 0xcd;
const DEAD = 0xdd;
const GUARD = 0xfd;
const HEAD_BYTES = 16;
const TAIL_BYTES = 8;
const HEAD_WORDS = HEAD_BYTES / 4;

/** A block that was damaged, freed twice, or used after it was freed. */
export class BlockError extends Error {
  override readonly name = 'BlockError';
  constructor(
    message: string,
    readonly address: number,
  ) {
    super(message);
  }
}

/** Replaces alloc, calloc, free, realloc and blockSize of one allocator. */
export class DebugAllocator {
  /** Live blocks: address and size asked for. */
  readonly live = new Map<number, number>();
  /** Allocations until the injected failure; 0 = none. */
  failAt: number;
  failOnwards: boolean;
  /** Allocations that were made to fail. */
  failures = 0;
  /** Number of allocations so far; a block's serial says which it was. */
  serial = 0;

  private readonly guard: boolean;
  private readonly quarantine: number;
  private readonly waiting: number[] = [];
  private readonly waitingBytes = new Map<number, number>();
  private readonly rawAlloc: (bytes: number) => number;
  private readonly rawFree: (address: number) => void;

  constructor(
    private readonly heap: Allocator,
    options: DebugOptions,
  ) {
    this.guard = options.guard ?? true;
    this.failAt = options.failAt ?? 0;
    this.failOnwards = options.failOnwards ?? false;
    this.quarantine = options.quarantine ?? 0;
    this.rawAlloc = heap.alloc.bind(heap);
    this.rawFree = heap.free.bind(heap);
    heap.alloc = (bytes) => this.alloc(bytes);
    heap.calloc = (bytes) => this.calloc(bytes);
    heap.free = (address) => this.free(address);
    heap.realloc = (address, bytes) => this.realloc(address, bytes);
    heap.blockSize = (address) => this.sizeOf(address);
  }

  /** Checks the guards of all live blocks; throws BlockError at the first damaged one. */
  check(): void {
    for (const address of this.live.keys()) this.checkGuards(address);
  }

  /** Frees what waits in quarantine. */
  flush(): void {
    while (this.waiting.length > 0) this.release();
  }

  private alloc(bytes: number): number {
    if (this.mustFail()) return 0;
    const raw = this.rawAlloc(this.guard ? bytes + HEAD_BYTES + TAIL_BYTES : bytes);
    if (raw === 0) return 0;
    this.serial++;
    const address = this.guard ? raw + HEAD_WORDS : raw;
    if (this.guard) {
      const { U8, U32 } = this.heap;
      U32[raw] = bytes;
      U32[raw + 1] = this.serial;
      const from = address * 4;
      U8.fill(GUARD, from - 8, from);
      U8.fill(FRESH, from, from + bytes);
      U8.fill(GUARD, from + bytes, from + bytes + TAIL_BYTES);
    }
    this.live.set(address, bytes);
    return address;
  }

  private calloc(bytes: number): number {
    const address = this.alloc(bytes);
    if (address !== 0) this.heap.U8.fill(0, address * 4, address * 4 + bytes);
    return address;
  }

  private free(address: number): void {
    if (address === 0) return;
    const bytes = this.sizeOf(address);
    if (this.guard) {
      this.checkGuards(address);
      this.heap.U8.fill(DEAD, address * 4, address * 4 + bytes);
    }
    this.live.delete(address);
    this.waiting.push(address);
    this.waitingBytes.set(address, bytes);
    if (this.waiting.length > this.quarantine) this.release();
  }

  /** Always moves: whoever keeps the old address is found out. */
  private realloc(address: number, bytes: number): number {
    if (address === 0) return this.alloc(bytes);
    const old = this.sizeOf(address);
    const moved = this.alloc(bytes);
    if (moved === 0) return 0;
    this.heap.U8.copyWithin(moved * 4, address * 4, address * 4 + Math.min(old, bytes));
    this.free(address);
    return moved;
  }

  private sizeOf(address: number): number {
    const bytes = this.live.get(address);
    if (bytes !== undefined) return bytes;
    const freed = this.waitingBytes.has(address);
    throw new BlockError(`address ${address} ${freed ? 'was freed already' : 'is not the address of a block'}`, address);
  }

  private mustFail(): boolean {
    if (this.failAt === 0 || --this.failAt > 0) return false;
    this.failAt = this.failOnwards ? 1 : 0;
    this.failures++;
    return true;
  }

  private release(): void {
    const address = this.waiting.shift() as number;
    const bytes = this.waitingBytes.get(address) as number;
    this.waitingBytes.delete(address);
    if (this.guard) this.expect(address * 4, bytes, DEAD, address, 'was written after it was freed');
    this.rawFree(this.guard ? address - HEAD_WORDS : address);
  }

  private checkGuards(address: number): void {
    if (!this.guard) return;
    const bytes = this.live.get(address) as number;
    this.expect(address * 4 - 8, 8, GUARD, address, 'was written before its start');
    this.expect(address * 4 + bytes, TAIL_BYTES, GUARD, address, 'was written beyond its end');
  }

  private expect(from: number, count: number, byte: number, address: number, what: string): void {
    const { U8, U32 } = this.heap;
    for (let i = from; i < from + count; i++) {
      if (U8[i] === byte) continue;
      const serial = U32[address - HEAD_WORDS + 1];
      throw new BlockError(`block ${address} (allocation ${serial}) ${what}: byte ${i - address * 4} is ${U8[i]}`, address);
    }
  }
}
