import { type HeapGraph, typeName } from '../heap-graph.ts';

/** What ties an object of one snapshot to one of the next. */
export type Identity =
  /** Both have the number of the allocation that made each object: exact. */
  | 'allocation'
  /** Same process: equal address, type, size and unchanging value. A new object at a freed address may pass for the old one. */
  | 'address'
  /** Different processes: nothing; types are compared. */
  | 'none';

/** Change of one type from one snapshot to the next. */
export interface TypeChange {
  name: string;
  before: number;
  after: number;
  bytesBefore: number;
  bytesAfter: number;
  /** Objects that came and went; -1 when there is no identity. */
  created: number;
  freed: number;
}

export interface Difference {
  identity: Identity;
  changes: TypeChange[];
  /** Nodes of the later snapshot that are new, and of the earlier that are gone; empty without identity. */
  created: number[];
  freed: number[];
  /** Nodes (later snapshot) whose size changed. */
  grown: { node: number; before: number; after: number }[];
  objectsBefore: number;
  objectsAfter: number;
  bytesBefore: number;
  bytesAfter: number;
}

/** Types of Python objects whose value never changes: a different value at an address is a different object. */
const CONSTANT = /^(str|bytes|int|float|complex|string|number|bigint)$/;

/** What changed from one snapshot to a later one. */
export function difference(before: HeapGraph, after: HeapGraph): Difference {
  const identity = identityOf(before, after);
  const changes = new Map<string, TypeChange>();
  const changeOf = (name: string): TypeChange => {
    let change = changes.get(name);
    if (change === undefined) {
      change = {
        name,
        before: 0,
        after: 0,
        bytesBefore: 0,
        bytesAfter: 0,
        created: identity === 'none' ? -1 : 0,
        freed: identity === 'none' ? -1 : 0,
      };
      changes.set(name, change);
    }
    return change;
  };
  const result: Difference = {
    identity,
    changes: [],
    created: [],
    freed: [],
    grown: [],
    objectsBefore: before.nodeCount,
    objectsAfter: after.nodeCount,
    bytesBefore: 0,
    bytesAfter: 0,
  };
  for (let i = 0; i < before.nodeCount; i++) {
    const change = changeOf(typeName(before, i));
    change.before++;
    change.bytesBefore += before.size[i];
    result.bytesBefore += before.size[i];
  }
  for (let i = 0; i < after.nodeCount; i++) {
    const change = changeOf(typeName(after, i));
    change.after++;
    change.bytesAfter += after.size[i];
    result.bytesAfter += after.size[i];
  }
  if (identity !== 'none') {
    const match = matcher(before, after, identity);
    const kept = new Uint8Array(before.nodeCount);
    for (let i = 0; i < after.nodeCount; i++) {
      const old = match(i);
      if (old < 0) {
        result.created.push(i);
        changeOf(typeName(after, i)).created++;
        continue;
      }
      kept[old] = 1;
      if (before.size[old] !== after.size[i]) result.grown.push({ node: i, before: before.size[old], after: after.size[i] });
    }
    for (let i = 0; i < before.nodeCount; i++) {
      if (kept[i] !== 0) continue;
      result.freed.push(i);
      changeOf(typeName(before, i)).freed++;
    }
  }
  result.changes = [...changes.values()]
    .filter((c) => c.before !== c.after || c.bytesBefore !== c.bytesAfter || c.created > 0 || c.freed > 0)
    .sort((a, b) => Math.abs(b.bytesAfter - b.bytesBefore) - Math.abs(a.bytesAfter - a.bytesBefore) || (a.name < b.name ? -1 : 1));
  result.grown.sort((a, b) => b.after - b.before - (a.after - a.before) || a.node - b.node);
  return result;
}

function identityOf(before: HeapGraph, after: HeapGraph): Identity {
  const same = before.meta.process !== null && before.meta.process === after.meta.process;
  if (before.meta.creator !== after.meta.creator) return 'none';
  // V8 keeps the ids of objects from one snapshot of a process to the next and gives none twice
  if (before.meta.creator === 'heapsnapshot') return 'allocation';
  if (!same) return 'none';
  return before.serial.length > 0 && after.serial.length > 0 ? 'allocation' : 'address';
}

/** Gives the earlier node of a later one, -1 for none. */
function matcher(before: HeapGraph, after: HeapGraph, identity: Identity): (node: number) => number {
  const byAddress = new AddressOrder(before.address);
  return (node) => {
    const old = byAddress.find(after.address[node]);
    if (old < 0 || typeName(before, old) !== typeName(after, node)) return -1;
    if (before.meta.creator === 'heapsnapshot') return old;
    if (identity === 'allocation') return before.serial[old] === after.serial[node] ? old : -1;
    const name = typeName(after, node);
    if (!CONSTANT.test(name)) return old;
    if (before.size[old] !== after.size[node] || before.strings.get(before.value[old]) !== after.strings.get(after.value[node])) return -1;
    return before.content.length > 0 && after.content.length > 0 && before.content[old] !== after.content[node] ? -1 : old;
  };
}

/** Nodes by address: in place when the addresses ascend already, as snapshots of ours do. */
export class AddressOrder {
  private readonly order: Uint32Array | null;

  constructor(private readonly address: Float64Array) {
    let ascending = true;
    for (let i = 1; i < address.length && ascending; i++) ascending = address[i - 1] <= address[i];
    this.order = ascending ? null : Uint32Array.from(address, (_, i) => i).sort((a, b) => address[a] - address[b]);
  }

  /** The node at an address, -1 for none. */
  find(address: number): number {
    const at = (i: number): number => (this.order === null ? i : this.order[i]);
    let low = 0;
    let high = this.address.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.address[at(middle)] < address) low = middle + 1;
      else high = middle;
    }
    return low < this.address.length && this.address[at(low)] === address ? at(low) : -1;
  }
}
