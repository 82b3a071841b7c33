/**
 * The sorting algorithm of list.sort on a permutation: a stable, adaptive merge sort. It sees positions only; `less(x, y)` compares
 * the keys at two original positions and may throw: the permutation is then complete, in some order.
 * The comparisons made and their order are CPython's, because Python code can observe them.
 * CPython: Objects/listobject.c, Objects/listsort.txt
 */
export type Less = (x: number, y: number) => boolean;

const MIN_GALLOP = 7;

interface Run {
  base: number;
  length: number;
  /** Depth of the boundary to the run after it in the tree of merges; see powerOf. */
  power: number;
}

/** What the releases do differently; each decides which comparisons are made. */
export interface SortRules {
  /** When pending runs are merged: so that their lengths fall fast enough, or as the boundaries between them lie. */
  readonly merges: 'lengths' | 'powers';
  /** A descending run may hold equal items, and goes on with what ascends after it is reversed. */
  readonly equalsDescend: boolean;
}

class MergeState {
  minGallop = MIN_GALLOP;
  temp = new Int32Array(256);
  readonly pending: Run[] = [];

  constructor(
    readonly a: Int32Array,
    readonly less: Less,
    readonly rules: SortRules,
  ) {}

  room(n: number): Int32Array {
    if (this.temp.length < n) this.temp = new Int32Array(n);
    return this.temp;
  }
}

/** Sorts `a` in place. */
export function timsort(a: Int32Array, less: Less, rules: SortRules): void {
  const n = a.length;
  if (n < 2) return;
  const ms = new MergeState(a, less, rules);
  let low = 0;
  let remaining = n;
  const minRun = computeMinRun(n);
  do {
    let run = rules.equalsDescend ? countRunWithEquals(ms, low, low + remaining) : countRun(ms, low, low + remaining);
    if (run < minRun) {
      const force = Math.min(remaining, minRun);
      binarySort(ms, low, low + force, low + run);
      run = force;
    }
    if (rules.merges === 'powers') mergeByPower(ms, run);
    ms.pending.push({ base: low, length: run, power: 0 });
    if (rules.merges === 'lengths') mergeCollapse(ms);
    low += run;
    remaining -= run;
  } while (remaining !== 0);
  mergeForceCollapse(ms);
}

/** CPython: merge_compute_minrun */
function computeMinRun(n: number): number {
  let r = 0;
  while (n >= 64) {
    r |= n & 1;
    n >>= 1;
  }
  return n + r;
}

/** Length of the run at `low`; a strictly descending one is reversed. CPython: count_run, reverse_slice */
function countRun(ms: MergeState, low: number, high: number): number {
  const { a, less } = ms;
  let i = low + 1;
  if (i === high) return 1;
  if (less(a[i], a[i - 1])) {
    for (i++; i < high; i++) if (!less(a[i], a[i - 1])) break;
    a.subarray(low, i).reverse();
  } else {
    for (i++; i < high; i++) if (less(a[i], a[i - 1])) break;
  }
  return i - low;
}

/**
 * The same where equal items may stand in a descending run: each group of them is reversed when it ends, so that reversing the whole brings
 * them into their order again. CPython 3.13: count_run
 */
function countRunWithEquals(ms: MergeState, low: number, high: number): number {
  const { a, less } = ms;
  const ascends = (from: number): number => {
    let i = from;
    while (i < high && !less(a[i], a[i - 1])) i++;
    return i;
  };
  let i = ascends(low + 1);
  if (i === high) return i - low;
  if (i > low + 1) {
    // all of it is equal, or it is an ascending run
    if (less(a[low], a[i - 1])) return i - low;
    a.subarray(low, i).reverse();
  }
  let equal = 0;
  const endGroup = (): void => {
    if (equal > 0) a.subarray(i - equal - 1, i).reverse();
    equal = 0;
  };
  for (i++; i < high; i++) {
    if (less(a[i], a[i - 1])) endGroup();
    else if (less(a[i - 1], a[i])) break;
    else equal++;
  }
  endGroup();
  a.subarray(low, i).reverse();
  return ascends(i) - low;
}

/** Binary insertion sort of [low, high), of which [low, start) is sorted. CPython: binarysort */
function binarySort(ms: MergeState, low: number, high: number, start: number): void {
  const { a, less } = ms;
  if (start === low) start++;
  for (; start < high; start++) {
    let l = low;
    let r = start;
    const pivot = a[r];
    do {
      const p = l + ((r - l) >> 1);
      if (less(pivot, a[p])) r = p;
      else l = p + 1;
    } while (l < r);
    for (let p = start; p > l; p--) a[p] = a[p - 1];
    a[l] = pivot;
  }
}

/** Restores the invariant of the lengths of pending runs. CPython: merge_collapse */
function mergeCollapse(ms: MergeState): void {
  const p = ms.pending;
  while (p.length > 1) {
    let n = p.length - 2;
    if ((n > 0 && p[n - 1].length <= p[n].length + p[n + 1].length) || (n > 1 && p[n - 2].length <= p[n - 1].length + p[n].length)) {
      if (p[n - 1].length < p[n + 1].length) n--;
      mergeAt(ms, n);
    } else if (p[n].length <= p[n + 1].length) {
      mergeAt(ms, n);
    } else {
      break;
    }
  }
}

/** Merges what lies deeper than the boundary to a new run of `length`, which follows the pending ones. CPython 3.11: found_new_run */
function mergeByPower(ms: MergeState, length: number): void {
  const p = ms.pending;
  if (p.length === 0) return;
  const last = p[p.length - 1];
  const power = powerOf(last.base, last.length, length, ms.a.length);
  while (p.length > 1 && p[p.length - 2].power > power) mergeAt(ms, p.length - 2);
  p[p.length - 1].power = power;
}

/**
 * The first binary digit in which the middles of two neighbouring runs differ, as parts of the whole length `n`: how deep a balanced tree of
 * merges has the boundary between them. Twice the middles, so that they are whole numbers. CPython: powerloop; Munro, Wild: "Nearly-optimal
 * mergesorts" (2018)
 */
function powerOf(base: number, length1: number, length2: number, n: number): number {
  let a = 2 * base + length1;
  let b = a + length1 + length2;
  for (let power = 1; ; power++) {
    if (a >= n) {
      a -= n;
      b -= n;
    } else if (b >= n) return power;
    a *= 2;
    b *= 2;
  }
}

/** CPython: merge_force_collapse */
function mergeForceCollapse(ms: MergeState): void {
  const p = ms.pending;
  while (p.length > 1) {
    let n = p.length - 2;
    if (n > 0 && p[n - 1].length < p[n + 1].length) n--;
    mergeAt(ms, n);
  }
}

/** Merges pending runs i and i + 1. CPython: merge_at */
function mergeAt(ms: MergeState, i: number): void {
  const { a, pending } = ms;
  let aBase = pending[i].base;
  let aLength = pending[i].length;
  const bBase = pending[i + 1].base;
  let bLength = pending[i + 1].length;
  pending[i].length = aLength + bLength;
  pending.splice(i + 1, 1);
  const k = gallopRight(ms, a[bBase], a, aBase, aLength, 0);
  aBase += k;
  aLength -= k;
  if (aLength === 0) return;
  bLength = gallopLeft(ms, a[aBase + aLength - 1], a, bBase, bLength, bLength - 1);
  if (bLength <= 0) return;
  if (aLength <= bLength) mergeLow(ms, aBase, aLength, bBase, bLength);
  else mergeHigh(ms, aBase, aLength, bBase, bLength);
}

/** Where to insert `key` left of equal ones in a sorted stretch, searching from `hint`. CPython: gallop_left */
function gallopLeft(ms: MergeState, key: number, a: Int32Array, base: number, n: number, hint: number): number {
  const { less } = ms;
  const at = base + hint;
  let last = 0;
  let ofs = 1;
  if (less(a[at], key)) {
    const max = n - hint;
    while (ofs < max) {
      if (!less(a[at + ofs], key)) break;
      last = ofs;
      ofs = (ofs << 1) + 1;
    }
    if (ofs > max) ofs = max;
    last += hint;
    ofs += hint;
  } else {
    const max = hint + 1;
    while (ofs < max) {
      if (less(a[at - ofs], key)) break;
      last = ofs;
      ofs = (ofs << 1) + 1;
    }
    if (ofs > max) ofs = max;
    const k = last;
    last = hint - ofs;
    ofs = hint - k;
  }
  last++;
  while (last < ofs) {
    const m = last + ((ofs - last) >> 1);
    if (less(a[base + m], key)) last = m + 1;
    else ofs = m;
  }
  return ofs;
}

/** As gallopLeft, right of equal ones. CPython: gallop_right */
function gallopRight(ms: MergeState, key: number, a: Int32Array, base: number, n: number, hint: number): number {
  const { less } = ms;
  const at = base + hint;
  let last = 0;
  let ofs = 1;
  if (less(key, a[at])) {
    const max = hint + 1;
    while (ofs < max) {
      if (!less(key, a[at - ofs])) break;
      last = ofs;
      ofs = (ofs << 1) + 1;
    }
    if (ofs > max) ofs = max;
    const k = last;
    last = hint - ofs;
    ofs = hint - k;
  } else {
    const max = n - hint;
    while (ofs < max) {
      if (less(key, a[at + ofs])) break;
      last = ofs;
      ofs = (ofs << 1) + 1;
    }
    if (ofs > max) ofs = max;
    last += hint;
    ofs += hint;
  }
  last++;
  while (last < ofs) {
    const m = last + ((ofs - last) >> 1);
    if (less(key, a[base + m])) ofs = m;
    else last = m + 1;
  }
  return ofs;
}

/** Merges two adjacent runs, the left one being the shorter. CPython: merge_lo */
function mergeLow(ms: MergeState, aBase: number, na: number, bBase: number, nb: number): void {
  const { a, less } = ms;
  const temp = ms.room(na);
  for (let i = 0; i < na; i++) temp[i] = a[aBase + i];
  let dest = aBase;
  let pa = 0;
  let pb = bBase;
  a[dest++] = a[pb++];
  nb--;
  let minGallop = ms.minGallop;
  try {
    if (nb === 0) return;
    if (na === 1) {
      copyB();
      return;
    }
    for (;;) {
      let aCount = 0;
      let bCount = 0;
      for (;;) {
        if (less(a[pb], temp[pa])) {
          a[dest++] = a[pb++];
          bCount++;
          aCount = 0;
          if (--nb === 0) return;
          if (bCount >= minGallop) break;
        } else {
          a[dest++] = temp[pa++];
          aCount++;
          bCount = 0;
          if (--na === 1) {
            copyB();
            return;
          }
          if (aCount >= minGallop) break;
        }
      }
      minGallop++;
      do {
        if (minGallop > 1) minGallop--;
        ms.minGallop = minGallop;
        let k = gallopRight(ms, a[pb], temp, pa, na, 0);
        aCount = k;
        if (k !== 0) {
          for (let i = 0; i < k; i++) a[dest + i] = temp[pa + i];
          dest += k;
          pa += k;
          na -= k;
          if (na === 1) {
            copyB();
            return;
          }
          // only an inconsistent comparison can use up all of a
          if (na === 0) return;
        }
        a[dest++] = a[pb++];
        if (--nb === 0) return;
        k = gallopLeft(ms, temp[pa], a, pb, nb, 0);
        bCount = k;
        if (k !== 0) {
          a.copyWithin(dest, pb, pb + k);
          dest += k;
          pb += k;
          nb -= k;
          if (nb === 0) return;
        }
        a[dest++] = temp[pa++];
        if (--na === 1) {
          copyB();
          return;
        }
      } while (aCount >= MIN_GALLOP || bCount >= MIN_GALLOP);
      minGallop++;
      ms.minGallop = minGallop;
    }
  } finally {
    for (let i = 0; i < na; i++) a[dest + i] = temp[pa + i];
  }

  /** The last element of a belongs at the end of the merge. */
  function copyB(): void {
    a.copyWithin(dest, pb, pb + nb);
    dest += nb;
  }
}

/** Merges two adjacent runs, the right one being the shorter. CPython: merge_hi */
function mergeHigh(ms: MergeState, aBase: number, na: number, bBase: number, nb: number): void {
  const { a, less } = ms;
  const temp = ms.room(nb);
  for (let i = 0; i < nb; i++) temp[i] = a[bBase + i];
  let dest = bBase + nb - 1;
  let pb = nb - 1;
  let pa = aBase + na - 1;
  a[dest--] = a[pa--];
  na--;
  let minGallop = ms.minGallop;
  try {
    if (na === 0) return;
    if (nb === 1) {
      copyA();
      return;
    }
    for (;;) {
      let aCount = 0;
      let bCount = 0;
      for (;;) {
        if (less(temp[pb], a[pa])) {
          a[dest--] = a[pa--];
          aCount++;
          bCount = 0;
          if (--na === 0) return;
          if (aCount >= minGallop) break;
        } else {
          a[dest--] = temp[pb--];
          bCount++;
          aCount = 0;
          if (--nb === 1) {
            copyA();
            return;
          }
          if (bCount >= minGallop) break;
        }
      }
      minGallop++;
      do {
        if (minGallop > 1) minGallop--;
        ms.minGallop = minGallop;
        let k = na - gallopRight(ms, temp[pb], a, aBase, na, na - 1);
        aCount = k;
        if (k !== 0) {
          dest -= k;
          pa -= k;
          a.copyWithin(dest + 1, pa + 1, pa + 1 + k);
          na -= k;
          if (na === 0) return;
        }
        a[dest--] = temp[pb--];
        if (--nb === 1) {
          copyA();
          return;
        }
        k = nb - gallopLeft(ms, a[pa], temp, 0, nb, nb - 1);
        bCount = k;
        if (k !== 0) {
          dest -= k;
          pb -= k;
          for (let i = 0; i < k; i++) a[dest + 1 + i] = temp[pb + 1 + i];
          nb -= k;
          if (nb === 1) {
            copyA();
            return;
          }
          // only an inconsistent comparison can use up all of b
          if (nb === 0) return;
        }
        a[dest--] = a[pa--];
        if (--na === 0) return;
      } while (aCount >= MIN_GALLOP || bCount >= MIN_GALLOP);
      minGallop++;
      ms.minGallop = minGallop;
    }
  } finally {
    for (let i = 0; i < nb; i++) a[dest - nb + 1 + i] = temp[i];
  }

  /** The first element of b belongs at the front of the merge. */
  function copyA(): void {
    dest -= na;
    pa -= na;
    a.copyWithin(dest + 1, pa + 1, pa + 1 + na);
  }
}
