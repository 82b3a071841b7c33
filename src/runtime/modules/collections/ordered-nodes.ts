import { lookup } from '../../containers/dict-keys.ts';
import { Keys } from '../../containers/dict-layout.ts';
import { Dict } from '../../core/layout.ts';
import type { Runtime } from '../../core/runtime.ts';

/**
 * The order of an OrderedDict: a doubly linked list of nodes, and beside the dict's table an array that says for each entry of the
 * table which node it has. The array is rebuilt when the dict has got another table. CPython: Objects/odictobject.c
 *
 *   OrderedDict | dict … | node array | its length | table it was made for | state | first | last | __dict__ | weak references |
 *   node        | key | hash | next | previous |
 */
export const enum Od {
  nodes = 12,
  nodesSize = 14,
  /** Raw: keys table that the node array belongs to. */
  table = 16,
  /** Raw: changes with every node added or removed. */
  state = 18,
  first = 20,
  last = 22,
  dict = 24,
  weaklist = 26,
}
export const ORDERED_BYTES = 112;

export const enum Node {
  key = 0,
  hash = 2,
  next = 4,
  previous = 6,
}
export const NODE_BYTES = 32;

/** Makes the node array fit the dict's table. CPython: _odict_resize */
function fitNodes(rt: Runtime, od: number): void {
  const H = rt.H;
  const keys = H[od + Dict.keys]!;
  const size = H[keys + Keys.size]!;
  if (H[od + Od.table] === keys && H[od + Od.nodesSize] === size) return;
  const nodes = rt.allocBlock(8 * size);
  H.fill(0, nodes, nodes + 2 * size);
  for (let node = H[od + Od.first]!; node !== 0; node = H[node + Node.next]!) {
    const ix = lookup(rt, od, H[node + Node.key]!, H[node + Node.hash]!, H[node + Node.hash + 1]!);
    if (ix >= 0) H[nodes + 2 * ix] = node;
  }
  if (H[od + Od.nodes] !== 0) rt.heap.free(H[od + Od.nodes]!);
  H[od + Od.nodes] = nodes;
  H[od + Od.nodesSize] = size;
  H[od + Od.table] = keys;
}

/** The node of a key, 0 when there is none. May run `__eq__`. CPython: _odict_find_node_hash */
export function findNode(rt: Runtime, od: number, key: number, lo: number, hi: number): number {
  if (rt.H[od + Od.first] === 0) return 0;
  const ix = lookup(rt, od, key, lo, hi);
  if (ix < 0) return 0;
  fitNodes(rt, od);
  return rt.H[rt.H[od + Od.nodes]! + 2 * ix]!;
}

/** Adds a node at the end for a key that the dict has, unless there is one. CPython: _odict_add_new_node */
export function addNode(rt: Runtime, od: number, key: number, lo: number, hi: number): void {
  const H = rt.H;
  fitNodes(rt, od);
  const ix = lookup(rt, od, key, lo, hi);
  if (ix < 0 || H[H[od + Od.nodes]! + 2 * ix] !== 0) return;
  const node = rt.allocBlock(NODE_BYTES);
  H[key]!++;
  H[node + Node.key] = key;
  H[node + Node.key + 1] = 0;
  H[node + Node.hash] = lo;
  H[node + Node.hash + 1] = hi;
  H[H[od + Od.nodes]! + 2 * ix] = node;
  linkLast(H, od, node);
  H[od + Od.state]!++;
}

/** CPython: _odict_add_tail */
export function linkLast(H: Int32Array, od: number, node: number): void {
  const last = H[od + Od.last]!;
  H[node + Node.previous] = last;
  H[node + Node.next] = 0;
  if (last === 0) H[od + Od.first] = node;
  else H[last + Node.next] = node;
  H[od + Od.last] = node;
}

/** CPython: _odict_add_head */
export function linkFirst(H: Int32Array, od: number, node: number): void {
  const first = H[od + Od.first]!;
  H[node + Node.previous] = 0;
  H[node + Node.next] = first;
  if (first === 0) H[od + Od.last] = node;
  else H[first + Node.previous] = node;
  H[od + Od.first] = node;
}

/** CPython: _odict_remove_node */
export function unlink(H: Int32Array, od: number, node: number): void {
  const previous = H[node + Node.previous]!;
  const next = H[node + Node.next]!;
  if (previous === 0) H[od + Od.first] = next;
  else H[previous + Node.next] = next;
  if (next === 0) H[od + Od.last] = previous;
  else H[next + Node.previous] = previous;
  H[od + Od.state]!++;
}

/** Removes the node of a key that is about to leave the dict. CPython: _odict_clear_node */
export function removeNode(rt: Runtime, od: number, node: number): void {
  const H = rt.H;
  const key = H[node + Node.key]!;
  const ix = lookup(rt, od, key, H[node + Node.hash]!, H[node + Node.hash + 1]!);
  if (ix >= 0 && H[od + Od.nodes] !== 0 && H[od + Od.table] === H[od + Dict.keys]) H[H[od + Od.nodes]! + 2 * ix] = 0;
  unlink(H, od, node);
  rt.heap.free(node);
  rt.decref(key);
}

/** Gives all nodes up. CPython: _odict_clear_nodes */
export function clearNodes(rt: Runtime, od: number): void {
  const H = rt.H;
  if (H[od + Od.nodes] !== 0) rt.heap.free(H[od + Od.nodes]!);
  H[od + Od.nodes] = 0;
  H[od + Od.nodesSize] = 0;
  H[od + Od.table] = 0;
  let node = H[od + Od.first]!;
  H[od + Od.first] = 0;
  H[od + Od.last] = 0;
  H[od + Od.state]!++;
  while (node !== 0) {
    const next = H[node + Node.next]!;
    const key = H[node + Node.key]!;
    rt.heap.free(node);
    rt.decref(key);
    node = next;
  }
}
