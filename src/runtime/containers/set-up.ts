import type { TypeContract } from '../../memory/type-contract.ts';
import { compareBool, hash } from '../core/abstract/object.ts';
import { Tp } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { Cmp } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import { emptyKeys } from './dict-keys.ts';
import { dictClear, dictGet, dictGetStr, dictMaybeUntrack, dictSet, newDict } from './dict-object.ts';
import { Free } from './free-lists.ts';
import { hasInlineValues } from './instance-dict.ts';
import { listAppend, listClear, newList } from './list-object.ts';
import { newSequenceIterator } from './sequence-iterators.ts';
import { setClear } from './set-object.ts';
import { newTuple, tupleMaybeUntrack } from './tuple-object.ts';

/** First step of start-up for the containers: limits from the model, services for the general layers. Nothing is allocated. */
export function setUpContainers(rt: Runtime): void {
  const H = rt.H;
  const { freeLists, gc, lists, sizes, dictGrowth, setGrowth } = rt.model;
  H[Free.tupleLimit] = freeLists.tuple ?? 0;
  H[Free.tupleSizeLimit] = Math.min(freeLists.tupleSizes ?? 19, Free.tupleSizes);
  H[Free.listLimit] = freeLists.list ?? 0;
  H[Free.dictLimit] = freeLists.dict ?? 0;
  H[Free.keysLimit] = freeLists.dictKeys ?? 0;
  H[Free.sliceLimit] = freeLists.slice ?? 0;
  H[Free.dictsAlwaysTracked] = gc.untrackDicts ? 0 : 1;
  H[Free.oldListGrowth] = lists.growth === 'old' ? 1 : 0;
  H[Free.listFillsEven] = lists.fill === 'even' ? 1 : 0;
  H[Free.listKeeps] = lists.keeps;
  H[Free.valuesShrink] = sizes.instanceDicts === 'shrinking values' ? 1 : 0;
  H[Free.dictCallsTabled] = sizes.dict.emptyCallHasTable ? 1 : 0;
  H[Free.dictDisplaysTabled] = sizes.dict.emptyDisplayHasTable ? 1 : 0;
  H[Free.oldDictGrowth] = dictGrowth === 'double' ? 1 : 0;
  H[Free.dictPlacesByBits] = dictGrowth === 'triple by bits' ? 1 : 0;
  H[Free.dictKeepsStrEntries] = sizes.dict.shortStrEntries ? 1 : 0;
  H[Free.oldSetGrowth] = setGrowth === 'two thirds' ? 1 : 0;
  emptyKeys(rt);
  const { hooks } = rt;
  hooks.hash = hash;
  hooks.equal = (r, a, b) => compareBool(r, a, b, Cmp.EQ);
  hooks.dictGet = dictGet;
  hooks.dictGetStr = dictGetStr;
  hooks.dictSet = dictSet;
  hooks.newDict = newDict;
  hooks.newTuple = newTuple;
  hooks.newList = (r) => newList(r, 0);
  hooks.listAppend = listAppend;
  hooks.newSequenceIterator = newSequenceIterator;
}

/**
 * After the container types are ready: what their contracts need of this interpreter (clearing for the collector, lazy untracking).
 * The types derived from them copy it, so this comes before any class statement.
 */
export function finishContainerTypes(rt: Runtime): void {
  extend(rt, T.list, { clear: (op) => listClear(rt, op) });
  extend(rt, T.set, { clear: (op) => setClear(rt, op) });
  extend(rt, T.frozenset, { clear: (op) => setClear(rt, op) });
  // a tuple has no tp_clear: something else in its cycle does
  extend(rt, T.tuple, { clear: () => {}, maybeUntrack: (op) => tupleMaybeUntrack(rt, op) });
  const untrack = rt.model.gc.untrackDicts ? { maybeUntrack: (op: number) => dictMaybeUntrack(rt, op), untrackInFullOnly: true } : {};
  const whole = rt.heap.contracts[rt.H[T.dict + Tp.contract]].traverse;
  // inline values are shown as the instance's own; the keys beside them are plain str
  const traverseVisible: TypeContract['traverseVisible'] = (heap, op, visit) => {
    if (!hasInlineValues(heap.H, op)) whole?.(heap, op, visit);
  };
  const inline = rt.model.gc.attributes === 'inline values' ? { traverseVisible } : {};
  extend(rt, T.dict, { clear: (op) => dictClear(rt, op), ...untrack, ...inline });
}

function extend(rt: Runtime, type: number, more: Partial<TypeContract>): void {
  const H = rt.H;
  H[type + Tp.contract] = rt.heap.addContract({ ...rt.heap.contracts[H[type + Tp.contract]], ...more });
}
