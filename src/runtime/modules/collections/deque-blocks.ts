import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';

/**
 * The storage of a deque: a doubly linked list of blocks of 64 slots, filled from the middle outwards.
 *
 *   block   | left link | slot 0 … slot 63 | right link |   528 bytes
 *
 * Raw words of the deque say which block and slot are the first and the last. An empty deque has one block with
 * left = CENTER + 1, right = CENTER. CPython: Modules/_collectionsmodule.c
 */
export const BLOCK_LENGTH = 64;
const CENTER = 31;
export const BLOCK_BYTES = 528;

export const enum Deque {
  size = 4,
  leftBlock = 6,
  rightBlock = 8,
  left = 10,
  right = 12,
  /** Counts changes, so that iterators notice. */
  state = 14,
  /** -1: no bound. */
  maxlen = 16,
  weaklist = 18,
}
export const DEQUE_BYTES = 80;

export const enum Block {
  leftLink = 0,
  slots = 2,
  rightLink = 130,
}

/** Prepares a zeroed deque: one empty block, no bound. MemoryError. */
export function setUpDeque(rt: Runtime, op: number): void {
  const H = rt.H;
  H[op + Deque.maxlen] = -1;
  const block = rt.allocBlock(BLOCK_BYTES);
  H[block + Block.leftLink] = 0;
  H[block + Block.rightLink] = 0;
  H[op + Deque.leftBlock] = block;
  H[op + Deque.rightBlock] = block;
  H[op + Deque.left] = CENTER + 1;
  H[op + Deque.right] = CENTER;
}

export function dequeLength(rt: Runtime, op: number): number {
  return rt.H[op + Deque.size]!;
}

/** Number of blocks, for __sizeof__. */
export function blockCount(rt: Runtime, op: number): number {
  const H = rt.H;
  return Math.max(1, Math.ceil((H[op + Deque.left]! + H[op + Deque.size]!) / BLOCK_LENGTH));
}

/** Appends at the right; steals `item`, drops from the left beyond maxlen. CPython: deque_append_internal */
export function pushRight(rt: Runtime, op: number, item: number): void {
  const H = rt.H;
  if (H[op + Deque.right] === BLOCK_LENGTH - 1) {
    const old = H[op + Deque.rightBlock]!;
    const mark = rt.mark();
    rt.own(item);
    const block = rt.allocBlock(BLOCK_BYTES);
    rt.unown(item);
    rt.release(mark);
    H[block + Block.leftLink] = old;
    H[block + Block.rightLink] = 0;
    H[old + Block.rightLink] = block;
    H[op + Deque.rightBlock] = block;
    H[op + Deque.right] = -1;
  }
  H[op + Deque.size]!++;
  const slot = H[op + Deque.rightBlock]! + Block.slots + 2 * ++H[op + Deque.right]!;
  H[slot] = item;
  H[slot + 1] = 0;
  if (needsTrim(H, op)) rt.decref(popLeft(rt, op));
  else H[op + Deque.state]!++;
}

/** CPython: deque_appendleft_internal */
export function pushLeft(rt: Runtime, op: number, item: number): void {
  const H = rt.H;
  if (H[op + Deque.left] === 0) {
    const old = H[op + Deque.leftBlock]!;
    const mark = rt.mark();
    rt.own(item);
    const block = rt.allocBlock(BLOCK_BYTES);
    rt.unown(item);
    rt.release(mark);
    H[block + Block.rightLink] = old;
    H[block + Block.leftLink] = 0;
    H[old + Block.leftLink] = block;
    H[op + Deque.leftBlock] = block;
    H[op + Deque.left] = BLOCK_LENGTH;
  }
  H[op + Deque.size]!++;
  const slot = H[op + Deque.leftBlock]! + Block.slots + 2 * --H[op + Deque.left]!;
  H[slot] = item;
  H[slot + 1] = 0;
  if (needsTrim(H, op)) rt.decref(popRight(rt, op));
  else H[op + Deque.state]!++;
}

function needsTrim(H: Int32Array, op: number): boolean {
  return H[op + Deque.maxlen]! >= 0 && H[op + Deque.size]! > H[op + Deque.maxlen]!;
}

/** Takes the last item (owned) of a deque that is not empty. CPython: deque_pop */
export function popRight(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const block = H[op + Deque.rightBlock]!;
  const slot = block + Block.slots + 2 * H[op + Deque.right]!--;
  const item = H[slot]!;
  H[slot] = 0;
  H[op + Deque.size]!--;
  H[op + Deque.state]!++;
  if (H[op + Deque.right]! < 0) {
    if (H[op + Deque.size]! > 0) {
      const previous = H[block + Block.leftLink]!;
      rt.heap.free(block);
      H[previous + Block.rightLink] = 0;
      H[op + Deque.rightBlock] = previous;
      H[op + Deque.right] = BLOCK_LENGTH - 1;
    } else recenter(H, op);
  }
  return item as Owned;
}

/** CPython: deque_popleft */
export function popLeft(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const block = H[op + Deque.leftBlock]!;
  const slot = block + Block.slots + 2 * H[op + Deque.left]!++;
  const item = H[slot]!;
  H[slot] = 0;
  H[op + Deque.size]!--;
  H[op + Deque.state]!++;
  if (H[op + Deque.left] === BLOCK_LENGTH) {
    if (H[op + Deque.size]! > 0) {
      const next = H[block + Block.rightLink]!;
      rt.heap.free(block);
      H[next + Block.leftLink] = 0;
      H[op + Deque.leftBlock] = next;
      H[op + Deque.left] = 0;
    } else recenter(H, op);
  }
  return item as Owned;
}

function recenter(H: Int32Array, op: number): void {
  H[op + Deque.left] = CENTER + 1;
  H[op + Deque.right] = CENTER;
}

/** Slot of item `i` (0 <= i < length), reached from the nearer end. CPython: deque_item */
export function slotOf(rt: Runtime, op: number, i: number): number {
  const H = rt.H;
  const position = H[op + Deque.left]! + i;
  let n = Math.floor(position / BLOCK_LENGTH);
  const at = position - n * BLOCK_LENGTH;
  let block: number;
  if (i < H[op + Deque.size]! >> 1) {
    block = H[op + Deque.leftBlock]!;
    while (n-- > 0) block = H[block + Block.rightLink]!;
  } else {
    n = Math.floor((H[op + Deque.left]! + H[op + Deque.size]! - 1) / BLOCK_LENGTH) - n;
    block = H[op + Deque.rightBlock]!;
    while (n-- > 0) block = H[block + Block.leftLink]!;
  }
  return block + Block.slots + 2 * at;
}

/** Moves the last `n` items to the front one by one (n < 0: the first ones to the back). CPython: _deque_rotate */
export function rotateDeque(rt: Runtime, op: number, n: number): void {
  const H = rt.H;
  const length = H[op + Deque.size]!;
  if (length <= 1) return;
  let steps = n % length;
  const half = length >> 1;
  if (steps > half) steps -= length;
  else if (steps < -half) steps += length;
  const bound = H[op + Deque.maxlen]!;
  H[op + Deque.maxlen] = -1;
  for (; steps > 0; steps--) pushLeft(rt, op, popRight(rt, op));
  for (; steps < 0; steps++) pushRight(rt, op, popLeft(rt, op));
  H[op + Deque.maxlen] = bound;
}

/** Empties the deque: items are taken out from the left, then given up. CPython: deque_clear */
export function clearDeque(rt: Runtime, op: number): void {
  while (rt.H[op + Deque.size]! > 0) rt.decref(popLeft(rt, op));
}

/** Visits the slots of all items in order. */
export function visitSlots(H: Int32Array, op: number, visit: (ref: number, slot: number) => void): void {
  let block = H[op + Deque.leftBlock]!;
  if (block === 0) return;
  let at = H[op + Deque.left]!;
  for (let n = H[op + Deque.size]!; n > 0; n--) {
    const slot = block + Block.slots + 2 * at;
    if (H[slot] !== 0) visit(H[slot]!, slot);
    if (++at === BLOCK_LENGTH) {
      at = 0;
      block = H[block + Block.rightLink]!;
    }
  }
}

/** An empty deque that is about to be filled from one side starts at the block's other end, to need fewer blocks. CPython: deque_extend, deque_extendleft */
export function startAtEdge(rt: Runtime, op: number, fromLeft: boolean): void {
  const H = rt.H;
  if (H[op + Deque.size] !== 0) return;
  H[op + Deque.left] = fromLeft ? 1 : BLOCK_LENGTH - 1;
  H[op + Deque.right] = fromLeft ? 0 : BLOCK_LENGTH - 2;
}
