/**
 * The address space: one WebAssembly memory, reserved once, committed by the operating system as it is
 * touched. The views over it are created once and never replaced, so that the hot paths may
 * treat them as constants. Above the heap lie the tables that the kernel reads (kernel/kernel.ts), which must be in the same memory.
 */

const GIB = 2 ** 30;
const WASM_PAGE_BYTES = 65536;

/** Sizes tried when the embedder names none. 4 GiB is all that a WebAssembly memory has. */
const RESERVATIONS = [4 * GIB, 2 * GIB, GIB, GIB / 2];

/** Bytes of heap for each byte of a table. */
const BYTES_PER_MARK = 16;
const BYTES_PER_KIND = 4096;
const BYTES_PER_LAYOUT_BYTE = 64;
/** Addresses that the collector may note in a pass. */
export const NOTE_CAPACITY = 65536;
/** Those of them, the last ones, that stand for all members of a short list. */
export const MEMBER_CAPACITY = NOTE_CAPACITY / 2;
/** Words of scratch memory that the kernel leaves results in. */
export const STATE_WORDS = 64;
const FIXED_BYTES = 4 * NOTE_CAPACITY + 4 * STATE_WORDS + WASM_PAGE_BYTES;

/** What lies where, as byte offsets. */
export interface Regions {
  /** The heap reaches from 0 to here. */
  heapBytes: number;
  /** A byte for each 16-byte granule of the heap: collector/marks.ts. */
  marks: number;
  /** Rows of `Layout`, and the runs of slots that they name: type-contract.ts. */
  layouts: number;
  runs: number;
  /** Bytes of each of these two. */
  layoutBytes: number;
  /** A PageKind for each page of the heap and one more. */
  kinds: number;
  /** NOTE_CAPACITY words. */
  notes: number;
  /** STATE_WORDS words. */
  state: number;
}

/** Bytes of heap and tables together for a heap of so many bytes. */
function spaceFor(heapBytes: number): number {
  const tables = heapBytes / BYTES_PER_MARK + (2 * heapBytes) / BYTES_PER_LAYOUT_BYTE + heapBytes / BYTES_PER_KIND;
  return heapBytes + tables + FIXED_BYTES;
}

/** How a memory is divided: as much heap as its tables leave. */
export function regionsOf(bytes: number): Regions {
  const perHeapByte = 1 + 1 / BYTES_PER_MARK + 2 / BYTES_PER_LAYOUT_BYTE + 1 / BYTES_PER_KIND;
  const heapBytes = Math.floor((bytes - FIXED_BYTES) / perHeapByte / WASM_PAGE_BYTES) * WASM_PAGE_BYTES;
  const layoutBytes = heapBytes / BYTES_PER_LAYOUT_BYTE;
  const layouts = heapBytes + heapBytes / BYTES_PER_MARK;
  const runs = layouts + layoutBytes;
  const state = runs + layoutBytes;
  const notes = state + 4 * STATE_WORDS;
  return { heapBytes, marks: heapBytes, layouts, runs, layoutBytes, state, notes, kinds: notes + 4 * NOTE_CAPACITY };
}

/**
 * Reserves the memory for a heap of the size asked for, or the largest that the host grants.
 * Throws RangeError when not even the smallest is granted.
 */
export function reserve(bytes?: number): WebAssembly.Memory {
  const wanted = bytes === undefined ? Number.POSITIVE_INFINITY : spaceFor(Math.ceil(bytes / WASM_PAGE_BYTES) * WASM_PAGE_BYTES);
  const sizes = [wanted, ...RESERVATIONS].filter((n, i) => n <= RESERVATIONS[0] && (i === 0 || n < wanted));
  for (const size of sizes) {
    try {
      const pages = Math.ceil(size / WASM_PAGE_BYTES);
      return new WebAssembly.Memory({ initial: pages, maximum: pages });
    } catch {
      // the host refuses this size (address-space limit, 32-bit host); a smaller one may do
    }
  }
  throw new RangeError(`cannot reserve ${sizes[sizes.length - 1]} bytes of address space`);
}

/** Gives physical pages back to the operating system. */
export interface Releaser {
  /**
   * Afterwards the whole range reads as zero. Returns false, and changes nothing, when the range
   * could not be released (it then stays resident).
   */
  release(buffer: ArrayBuffer, byteOffset: number, byteLength: number): boolean;
  /** From now on memory of this buffer that is touched for the first time may come in large pages (2 MiB), which processors translate faster. Where the system has none nothing happens. */
  preferLargePages(buffer: ArrayBuffer): void;
  /** False while the first release would have to load something. */
  readonly ready: boolean;
  /**
   * Loads whatever the first release needs. Called before the process's memory is measured, so
   * that the instrument does not count itself.
   */
  prepare(): void;
  /** Lets the host free its own garbage and give back what its allocator keeps, so that a measurement of the process shows what is in use. */
  settle(): void;
}
