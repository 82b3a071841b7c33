import { Ob } from '../../memory/layout.ts';
import { listInsert } from '../containers/list-object.ts';
import { call1, callMethodText } from '../core/abstract/call.ts';
import { getItem, sequenceGetItem, sequenceLength } from '../core/abstract/item.ts';
import { parseKeywords } from '../core/arguments.ts';
import { valueError } from '../core/errors.ts';
import { List, Range } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth, type MethodSpec } from '../core/signatures.ts';
import { S, T } from '../core/static.ts';
import { intToBig, newInt, newIntBig } from '../numbers/int-object.ts';
import { ssizeArgument } from '../text/text-arguments.ts';
import { lessThan } from './less-than.ts';
import type { ModuleSpec } from './module-spec.ts';

/** Binary search in sorted sequences. CPython: Modules/_bisectmodule.c */

interface Search {
  list: number;
  value: number;
  lo: number;
  hi: number;
  /** 0 = none. */
  key: number;
}

/** Item `i`, a new reference. */
function itemAt(rt: Runtime, list: number, i: number): Owned {
  const H = rt.H;
  if (H[list + Ob.type] === T.list && i < H[list + List.size]!) return rt.newRef(H[H[list + List.items]! + 2 * i]!);
  return sequenceGetItem(rt, list, i);
}

/** The same where positions are beyond what a double can tell apart. */
function searchHuge(rt: Runtime, s: Search, value: number, right: boolean): bigint {
  const { list } = s;
  let lo = BigInt(s.lo);
  let hi = rt.H[list + Ob.type] === T.range && s.hi < 0 ? intToBig(rt, rt.H[list + Range.length]!) : BigInt(s.hi);
  while (lo < hi) {
    const middle = (lo + hi) / 2n;
    const mark = rt.mark();
    let item = rt.own(getItem(rt, list, rt.own(newIntBig(rt, middle))));
    if (s.key !== 0) item = rt.own(call1(rt, s.key, item));
    if (right ? lessThan(rt, value, item, false) : !lessThan(rt, item, value, false)) hi = middle;
    else lo = middle + 1n;
    rt.release(mark);
  }
  return lo;
}

/** Where `value` goes: right of equal items, or left. CPython: internal_bisect_right, internal_bisect_left */
function search(rt: Runtime, s: Search, value: number, right: boolean): number | bigint {
  let { lo, hi } = s;
  if (lo < 0) valueError(rt, 'lo must be non-negative');
  if (hi < 0) hi = sequenceLength(rt, s.list);
  if (hi > Number.MAX_SAFE_INTEGER) return searchHuge(rt, s, value, right);
  while (lo < hi) {
    const middle = Math.floor((lo + hi) / 2);
    const mark = rt.mark();
    let item = rt.own(itemAt(rt, s.list, middle));
    if (s.key !== 0) item = rt.own(call1(rt, s.key, item));
    if (right ? lessThan(rt, value, item, false) : !lessThan(rt, item, value, false)) hi = middle;
    else lo = middle + 1;
    rt.release(mark);
  }
  return lo;
}

function position(rt: Runtime, at: number | bigint): Owned {
  return typeof at === 'bigint' ? newIntBig(rt, at) : newInt(rt, at);
}

function readArguments(rt: Runtime, name: string, args: number, nargs: number, kwnames: number): Search {
  const out = parseKeywords(
    rt,
    { name, params: ['a', 'x', 'lo', 'hi', 'key'], required: 2, maxPositional: 4 },
    args,
    nargs,
    kwnames,
    [0, 0, 0, 0, 0],
  ) as [number, number, number, number, number];
  return {
    list: out[0],
    value: out[1],
    lo: out[2] === 0 ? 0 : ssizeArgument(rt, out[2]),
    hi: out[3] === 0 || out[3] === S.None ? -1 : ssizeArgument(rt, out[3]),
    key: out[4] === S.None ? 0 : out[4],
  };
}

function bisectFunction(name: string, right: boolean, doc: string): MethodSpec {
  return {
    name,
    kind: Meth.KEYWORDS,
    fn: (rt: Runtime, _module: number, args: number, nargs: number, kwnames: number) => {
      const s = readArguments(rt, name, args, nargs, kwnames);
      return position(rt, search(rt, s, s.value, right));
    },
    signature: '($module, /, a, x, lo=0, hi=None, *, key=None)',
    doc,
  };
}

function insortFunction(name: string, right: boolean, doc: string): MethodSpec {
  return {
    name,
    kind: Meth.KEYWORDS,
    fn: (rt: Runtime, _module: number, args: number, nargs: number, kwnames: number) => {
      const s = readArguments(rt, name, args, nargs, kwnames);
      const mark = rt.mark();
      const value = s.key === 0 ? s.value : rt.own(call1(rt, s.key, s.value));
      const at = search(rt, s, value, right);
      if (rt.H[s.list + Ob.type] === T.list) listInsert(rt, s.list, Number(at), s.value);
      else rt.own(callMethodText(rt, s.list, 'insert', rt.own(position(rt, at)), s.value));
      return rt.leave(mark, rt.none());
    },
    signature: '($module, /, a, x, lo=0, hi=None, *, key=None)',
    doc,
  };
}

const RIGHT =
  'Return the index where to insert item x in list a, assuming a is sorted.\n\nThe return value i is such that all e in a[:i] have e <= x, and all e in\na[i:] have e > x.  So if x already appears in the list, i points just\nbeyond the rightmost x already there.';
const LEFT =
  'Return the index where to insert item x in list a, assuming a is sorted.\n\nThe return value i is such that all e in a[:i] have e < x, and all e in\na[i:] have e >= x.  So if x already appears in the list, i points just\nbefore the leftmost x already there.';
const INSERT_RIGHT =
  'Insert item x in list a, and keep it sorted assuming a is sorted.\n\nIf x is already in a, insert it to the right of the rightmost x.';
const INSERT_LEFT =
  'Insert item x in list a, and keep it sorted assuming a is sorted.\n\nIf x is already in a, insert it to the left of the leftmost x.';

export const bisectModule: ModuleSpec = {
  name: '_bisect',
  doc: 'Bisection algorithms.',
  functions: [
    bisectFunction('bisect_right', true, RIGHT),
    bisectFunction('bisect_left', false, LEFT),
    insortFunction('insort_right', true, INSERT_RIGHT),
    insortFunction('insort_left', false, INSERT_LEFT),
  ],
};
