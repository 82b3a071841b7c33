/**
 * Returns memory to Linux from Node: madvise(MADV_DONTNEED) through the optional package koffi.
 * koffi is loaded at the first release, or by `prepare`: it costs 30 ms and 2 MB.
 */
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Releaser } from './address-space.ts';
import { withNativesSyntax } from './v8-natives.ts';

type Madvise = (address: bigint, length: number, advice: number) => number;
type MallocTrim = (pad: number) => number;

interface Library {
  func(prototype: string): unknown;
}

/** glibc's malloc_trim, null with another C library. */
function mallocTrim(library: Library): MallocTrim | null {
  try {
    return library.func('int malloc_trim(size_t pad)') as MallocTrim;
  } catch {
    return null;
  }
}

/** The part of koffi that is used here. */
interface Koffi {
  load(path: null): Library;
  address(view: Uint8Array): bigint;
}

const MADV_DONTNEED = 4;
const MADV_HUGEPAGE = 14;
const OS_PAGE_BYTES = 4096;
/** Bytes returned between two calls of malloc_trim, which takes about a millisecond. */
const TRIM_AFTER_BYTES = 32 * 1024 * 1024;

const ZEROS = Buffer.alloc(OS_PAGE_BYTES);

/** Zeroes less than a page. What is zero already is not written, because writing would make it resident again. */
function clear(edge: Buffer): void {
  if (edge.compare(ZEROS, 0, edge.length) !== 0) edge.fill(0);
}

/** A function that waits for V8's compilations under way in this thread, null where V8 has no such function. */
function compilationFinisher(): (() => void) | null {
  try {
    const finish = withNativesSyntax(() => runInNewContext('(function () { %FinalizeOptimization(); })') as () => void);
    // V8 throws away the bytecode of functions that have not run for a while, and then reads the source anew
    return () => withNativesSyntax(finish);
  } catch {
    return null;
  }
}

class NodeReleaser implements Releaser {
  private koffi: Koffi | null | undefined;
  private madvise: Madvise | null = null;
  private mallocTrim: MallocTrim | null = null;
  private collectHost: (() => void) | null = null;
  private finishCompilations: (() => void) | null = null;
  private sinceTrim = 0;
  private readonly addresses = new WeakMap<ArrayBuffer, bigint>();

  get ready(): boolean {
    return this.koffi !== undefined;
  }

  prepare(): void {
    if (this.koffi !== undefined) return;
    this.koffi = null;
    try {
      const koffi = createRequire(import.meta.url)('koffi') as Koffi;
      const library = koffi.load(null);
      this.madvise = library.func('int madvise(uintptr_t address, size_t length, int advice)') as Madvise;
      this.mallocTrim = mallocTrim(library);
      this.koffi = koffi;
    } catch {
      // koffi is optional: without it memory is kept for reuse, and the figures say so
    }
  }

  settle(): void {
    this.prepare();
    if (this.collectHost === null) {
      setFlagsFromString('--expose-gc');
      this.collectHost = runInNewContext('gc') as () => void;
      setFlagsFromString('--no-expose-gc');
      this.finishCompilations = compilationFinisher();
    }
    // V8's compiler takes tens of megabytes while it works in the background: they belong to no figure
    this.finishCompilations?.();
    this.collectHost();
    this.mallocTrim?.(0);
  }

  preferLargePages(buffer: ArrayBuffer): void {
    this.prepare();
    if (!this.koffi || this.madvise === null) return;
    const base = this.addressOf(this.koffi, buffer);
    const beforePage = (OS_PAGE_BYTES - Number(base % BigInt(OS_PAGE_BYTES))) % OS_PAGE_BYTES;
    this.madvise(base + BigInt(beforePage), buffer.byteLength - beforePage, MADV_HUGEPAGE);
  }

  private addressOf(koffi: Koffi, buffer: ArrayBuffer): bigint {
    let base = this.addresses.get(buffer);
    if (base === undefined) {
      base = koffi.address(new Uint8Array(buffer));
      this.addresses.set(buffer, base);
    }
    return base;
  }

  release(buffer: ArrayBuffer, byteOffset: number, byteLength: number): boolean {
    this.prepare();
    if (!this.koffi || this.madvise === null) return false;
    const base = this.addressOf(this.koffi, buffer);
    // the host places buffers 16 bytes behind a page: the edges share system pages with neighbours
    const shift = Number(base % BigInt(OS_PAGE_BYTES));
    const start = Math.ceil((byteOffset + shift) / OS_PAGE_BYTES) * OS_PAGE_BYTES - shift;
    const end = Math.floor((byteOffset + byteLength + shift) / OS_PAGE_BYTES) * OS_PAGE_BYTES - shift;
    if (end <= start) return false;
    if (this.madvise(base + BigInt(start), end - start, MADV_DONTNEED) !== 0) return false;
    clear(Buffer.from(buffer, byteOffset, start - byteOffset));
    clear(Buffer.from(buffer, end, byteOffset + byteLength - end));
    this.trimHost(end - start);
    return true;
  }

  /** Much was given back: let the host's own allocator give back what it keeps, too (memory of finished compilations). */
  private trimHost(bytes: number): void {
    this.sinceTrim += bytes;
    if (this.sinceTrim < TRIM_AFTER_BYTES) return;
    this.sinceTrim = 0;
    this.mallocTrim?.(0);
  }
}

/** A releaser for Node on Linux, null elsewhere (other systems do not zero what they discard). */
export function nodeReleaser(): Releaser | null {
  return process.platform === 'linux' ? new NodeReleaser() : null;
}
