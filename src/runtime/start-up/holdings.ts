import { emptyFrozenset } from '../containers/set-object.ts';
import { newTuple } from '../containers/tuple-object.ts';
import { Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root, S, SMALL_INT_ZERO } from '../core/static.ts';
import { byteBytes, emptyBytes } from '../text/bytes-object.ts';
import { charStr, emptyStr } from '../text/str-object.ts';

/** The pairs of a text of models/start-up-holdings.ts. */
function pairs(text: string): [object: string, count: number][] {
  return text.split(' ').map((pair) => {
    const colon = pair.lastIndexOf(':');
    return [pair.slice(0, colon), Number(pair.slice(colon + 1))];
  });
}

/** Singletons by expression; 0 = not made yet. */
function singleton(rt: Runtime, text: string): number {
  switch (text) {
    case 'Ellipsis':
      return S.Ellipsis;
    case 'NotImplemented':
      return S.NotImplemented;
    case 'False':
      return S.False;
    case 'True':
      return S.True;
    case 'tuple()':
      return rt.H[Root.emptyTuple]!;
    default:
      return 0;
  }
}

/**
 * Holds what the release's own library and interpreter hold of the objects that all code shares and what is loaded here does not: the small
 * ints, one-character strings and singletons among the constants of its code and in the dicts of its modules. They lie in one tuple, as often
 * as the release was measured to hold them more than is held here at this point. MemoryError.
 */
export function holdAsRelease(rt: Runtime): void {
  const holdings = rt.model.startUpHoldings;
  if (holdings === null) return;
  const { H } = rt;
  const missing: number[] = [];
  const want = (op: number, count: number): void => {
    for (let n = H[op]!; n < count; n++) missing.push(op);
  };
  const mark = rt.mark();
  /** The same of an object of which there is a reference only for asking. */
  const wantOf = (op: Owned, count: number): void => want(rt.own(op), count + 1);
  for (const [value, count] of pairs(holdings.ints)) want(SMALL_INT_ZERO + 8 * Number(value), count);
  for (const [code, count] of pairs(holdings.chars)) wantOf(charStr(rt, Number(code)), count);
  for (const [code, count] of pairs(holdings.bytes)) wantOf(byteBytes(rt, Number(code)), count);
  for (const [text, count] of pairs(holdings.singletons)) {
    if (text === 'str()') wantOf(emptyStr(rt), count);
    else if (text === 'bytes()') wantOf(emptyBytes(rt), count);
    else if (text === 'frozenset()') wantOf(emptyFrozenset(rt), count);
    else if (singleton(rt, text) !== 0) want(singleton(rt, text), count);
  }
  const tuple = newTuple(rt, missing.length);
  missing.forEach((op, i) => {
    H[tuple + Tuple.items + 2 * i] = rt.newRef(op);
  });
  rt.setSlot(Root.startUpHoldings, tuple);
  rt.release(mark);
}
