// The log of the writes to one heap's memory. The bundle of an audit has every `view[i] = value` of the sources rewritten into a call of
// the functions here (rewrite-writes.mjs), and the host's own functions that write to views are wrapped while a log is open. So there can
// be one log in a process, and what it keeps stands in variables of this module, where V8 reaches it fastest.
import type { WrittenMemory } from '../src/memory/running-audit.ts';

interface Views {
  readonly buffer: ArrayBuffer;
  readonly H: Int32Array;
  readonly U8: Uint8Array;
}

let words: Int32Array = new Int32Array(0);
let bytes: Uint8Array = new Uint8Array(0);
let memory: ArrayBufferLike | null = null;
let marked = new Uint8Array(0);
let granules = new Int32Array(1024);
let count = 0;

function markGranule(granule: number): void {
  if (marked[granule] !== 0) return;
  marked[granule] = 1;
  if (count === granules.length) {
    const wider = new Int32Array(2 * count);
    wider.set(granules);
    granules = wider;
  }
  granules[count++] = granule;
}

function markBytes(from: number, end: number): void {
  if (from >= end) return;
  for (let granule = from >>> 4, last = (end - 1) >>> 4; granule <= last; granule++) markGranule(granule);
}

function markIn(target: unknown, index: unknown): void {
  if (memory === null || !ArrayBuffer.isView(target) || target.buffer !== memory || typeof index !== 'number') return;
  const view = target as Uint8Array;
  const at = view.byteOffset + index * view.BYTES_PER_ELEMENT;
  // 2 ** 32 bytes and more are beyond a shift
  markGranule(Math.floor(at / 16));
}

/** `target[index] = value`. */
export function loggedPut<T>(target: T[], index: number, value: T): T {
  if ((target as unknown) === words) {
    words[index] = value as number;
    markGranule(index >> 2);
    return value;
  }
  if ((target as unknown) === bytes) {
    bytes[index] = value as number;
    markGranule(Math.floor(index / 16));
    return value;
  }
  target[index] = value;
  markIn(target, index);
  return value;
}

/** The index of a place that is about to be changed (`target[index]++`). */
export function loggedIndex(target: unknown, index: number): number {
  if (target === words) markGranule(index >> 2);
  else markIn(target, index);
  return index;
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** A function of the host that writes to a view, with the bytes of it that it may write. */
interface Writer {
  owner: object;
  name: string;
  view(self: unknown, args: readonly unknown[]): unknown;
  range?(view: Uint8Array, args: readonly unknown[]): [number, number];
}

const wholly = (self: unknown): unknown => self;
const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
const WRITERS: readonly Writer[] = [
  {
    owner: typedArray,
    name: 'fill',
    view: wholly,
    range: (view, [, from, end]) => [clip(from, 0, view.length), clip(end, view.length, view.length)],
  },
  {
    owner: typedArray,
    name: 'set',
    view: wholly,
    range: (view, [source, at]) => {
      const first = clip(at, 0, view.length);
      return [first, Math.min(view.length, first + (source as ArrayLike<unknown>).length)];
    },
  },
  {
    owner: typedArray,
    name: 'copyWithin',
    view: wholly,
    range: (view, [to, from, end]) => {
      const first = clip(to, 0, view.length);
      const length = clip(end, view.length, view.length) - clip(from, 0, view.length);
      return [first, Math.min(view.length, first + Math.max(length, 0))];
    },
  },
  { owner: typedArray, name: 'reverse', view: wholly },
  { owner: typedArray, name: 'sort', view: wholly },
  { owner: TextEncoder.prototype, name: 'encodeInto', view: (_self, args) => args[1] },
  ...Object.getOwnPropertyNames(DataView.prototype)
    .filter((name) => name.startsWith('set'))
    .map((name) => ({ owner: DataView.prototype, name, view: wholly })),
];

/** An argument of fill, set or copyWithin as an index. */
function clip(value: unknown, otherwise: number, length: number): number {
  if (value === undefined) return otherwise;
  const at = Math.trunc(Number(value)) || 0;
  return at < 0 ? Math.max(0, length + at) : Math.min(at, length);
}

/** The open log; one at a time. */
export class WriteLog implements WrittenMemory {
  private readonly originals: { writer: Writer; method: Method }[] = [];

  constructor(heap: Views) {
    if (memory !== null) throw new Error('there is a write log already');
    memory = heap.buffer;
    words = heap.H;
    bytes = heap.U8;
    marked = new Uint8Array(heap.buffer.byteLength / 16);
    count = 0;
    for (const writer of WRITERS) this.wrap(writer);
  }

  take(each: (granule: number) => void): void {
    const n = count;
    for (let i = 0; i < n; i++) {
      marked[granules[i]] = 0;
      each(granules[i]);
    }
    count = 0;
  }

  /** Ends the log. */
  close(): void {
    memory = null;
    words = new Int32Array(0);
    bytes = new Uint8Array(0);
    marked = new Uint8Array(0);
    for (const { writer, method } of this.originals)
      Object.defineProperty(writer.owner, writer.name, { value: method, writable: true, configurable: true });
  }

  private wrap(writer: Writer): void {
    const { owner, name } = writer;
    const method = (owner as Record<string, Method>)[name];
    this.originals.push({ writer, method });
    const wrapped: Method = function (this: unknown, ...args: unknown[]) {
      const view = writer.view(this, args);
      if (!ArrayBuffer.isView(view) || view.buffer !== memory) return method.apply(this, args);
      const { byteOffset, byteLength } = view;
      if (writer.range === undefined) markBytes(byteOffset, byteOffset + byteLength);
      else {
        const size = (view as Uint8Array).BYTES_PER_ELEMENT;
        const [from, end] = writer.range(view as Uint8Array, args);
        markBytes(byteOffset + from * size, byteOffset + end * size);
      }
      return method.apply(this, args);
    };
    Object.defineProperty(owner, name, { value: wrapped, writable: true, configurable: true });
  }
}
