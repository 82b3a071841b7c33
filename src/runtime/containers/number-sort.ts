/**
 * Stable sort of positions by numbers, for keys whose comparison nobody can observe: the result is timsort's, got by the shortest way.
 * `order` holds positions into `values` (no NaN) and is sorted in place.
 */
export function sortByNumbers(order: Int32Array, values: Float64Array): void {
  const n = order.length;
  if (isSorted(order, values)) return;
  let keys = new Float64Array(n);
  for (let i = 0; i < n; i++) keys[i] = values[order[i]];
  const RUN = 16;
  for (let low = 0; low < n; low += RUN) insertionSort(keys, order, low, Math.min(low + RUN, n));
  let fromKeys = keys;
  let fromOrder = order;
  let toKeys = new Float64Array(n);
  let toOrder: Int32Array = new Int32Array(n);
  for (let width = RUN; width < n; width *= 2) {
    for (let low = 0; low < n; low += 2 * width) {
      merge(fromKeys, fromOrder, toKeys, toOrder, low, Math.min(low + width, n), Math.min(low + 2 * width, n));
    }
    keys = fromKeys;
    fromKeys = toKeys;
    toKeys = keys;
    const swap = fromOrder;
    fromOrder = toOrder;
    toOrder = swap;
  }
  if (fromOrder !== order) order.set(fromOrder);
}

function isSorted(order: Int32Array, values: Float64Array): boolean {
  for (let i = 1; i < order.length; i++) if (values[order[i]] < values[order[i - 1]]) return false;
  return true;
}

function insertionSort(keys: Float64Array, order: Int32Array, low: number, high: number): void {
  for (let i = low + 1; i < high; i++) {
    const key = keys[i];
    const at = order[i];
    let p = i;
    while (p > low && key < keys[p - 1]) {
      keys[p] = keys[p - 1];
      order[p] = order[p - 1];
      p--;
    }
    keys[p] = key;
    order[p] = at;
  }
}

/** Merges [low, mid) and [mid, high); equal keys of the left come first. */
function merge(
  fromKeys: Float64Array,
  fromOrder: Int32Array,
  toKeys: Float64Array,
  toOrder: Int32Array,
  low: number,
  mid: number,
  high: number,
): void {
  let a = low;
  let b = mid;
  if (mid >= high || fromKeys[mid] >= fromKeys[mid - 1]) {
    for (let i = low; i < high; i++) {
      toKeys[i] = fromKeys[i];
      toOrder[i] = fromOrder[i];
    }
    return;
  }
  for (let i = low; i < high; i++) {
    if (a < mid && (b >= high || !(fromKeys[b] < fromKeys[a]))) {
      toKeys[i] = fromKeys[a];
      toOrder[i] = fromOrder[a++];
    } else {
      toKeys[i] = fromKeys[b];
      toOrder[i] = fromOrder[b++];
    }
  }
}
