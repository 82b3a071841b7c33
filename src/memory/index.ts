/** The memory layer's public surface: `ouroboros/memory`. */
export type { Releaser } from "./address-space.ts";
export type { AllocatorOptions, HeapStats, SizeClassStats } from "./allocator.ts";
export { Heap, type HeapOptions } from "./heap.ts";
export { Gc, GcFlag, Ob, SlotFlag, STATIC_END, STATIC_START, Ty } from "./layout.ts";
export { type Root, RootSet } from "./roots.ts";
export {
  contractOf,
  describeSlot,
  hasGcHead,
  type IndirectContract,
  type ItemsContract,
  type SlotContract,
  traverse,
  type TypeContract,
  type Visit,
} from "./type-contract.ts";
