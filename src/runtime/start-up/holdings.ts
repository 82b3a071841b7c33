import type { StartUpHoldings } from '../../models/start-up-holdings.ts';
import { dictGetText } from '../containers/dict-object.ts';
import { emptyFrozenset } from '../containers/set-object.ts';
import { newTuple } from '../containers/tuple-object.ts';
import { Tuple } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Root, S, SMALL_INT_ZERO } from '../core/static.ts';
import { byteBytes, emptyBytes } from '../text/bytes-object.ts';
import { charStr, emptyStr } from '../text/str-object.ts';
import { type Excess, lendFromLibrary } from './library-lenders.ts';

/** The pairs of a text of models/start-up-holdings.ts. */
function pairs(text: string): [object: string, count: number][] {
  return text.split(' ').map((pair) => {
    const colon = pair.lastIndexOf(':');
    return [pair.slice(0, colon), Number(pair.slice(colon + 1))];
  });
}

/** Address of the shared object that a text of the singletons names; 0 = not made yet. */
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
    case '__builtins__':
      return dictGetText(rt, rt.H[Root.sysModules]!, 'builtins');
    default:
      return 0;
  }
}

/** The pairs of a text of models/start-up-holdings.ts that counts objects by code or value, and 1 for each of `first` to `last` that it leaves out. */
function* countsOf(text: string, first: number, last: number): Iterable<[value: number, count: number]> {
  const counts = new Map(pairs(text).map(([value, count]) => [Number(value), count]));
  for (let value = first; value <= last; value++) yield [value, counts.get(value) ?? 1];
}

/** How often the release holds each shared object that exists here; the interpreter's own table of them counts. */
function wanted(rt: Runtime, holdings: StartUpHoldings): Map<number, number> {
  const { H } = rt;
  const wants = new Map<number, number>();
  const mark = rt.mark();
  /** An object of which the native stack holds a reference until the end. */
  const wantOf = (op: Owned, count: number): void => {
    wants.set(rt.own(op), count + 1);
  };
  for (const [value, count] of countsOf(holdings.ints, -5, 256)) wants.set(SMALL_INT_ZERO + 8 * value, count);
  for (const [code, count] of countsOf(holdings.chars, 0, 255)) if (count > 1 || H[Root.latin1 + 2 * code] !== 0) wantOf(charStr(rt, code), count);
  for (const [code, count] of pairs(holdings.bytes)) wantOf(byteBytes(rt, Number(code)), count);
  for (const [name, count] of pairs(holdings.types)) {
    const type = dictGetText(rt, H[Root.builtinsDict]!, name);
    if (type !== 0) wants.set(type, count);
  }
  for (const [text, count] of pairs(holdings.singletons)) {
    if (text === 'str()') wantOf(emptyStr(rt), count);
    else if (text === 'bytes()') wantOf(emptyBytes(rt), count);
    else if (text === 'frozenset()') wantOf(emptyFrozenset(rt), count);
    else if (singleton(rt, text) !== 0) wants.set(singleton(rt, text), count);
  }
  const result = new Map<number, number>();
  for (const [op, count] of wants) result.set(op, count - H[op]!);
  rt.release(mark);
  return result;
}

/**
 * Makes the counts of the objects that all code shares those of a release that has just started: its own library and interpreter hold other
 * numbers of references to small ints, one-character strings, singletons and types than what is loaded here. What is missing lies in one
 * tuple; what is too much is lent (library-lenders.ts). MemoryError.
 */
export function holdAsRelease(rt: Runtime): void {
  const holdings = rt.model.startUpHoldings;
  if (holdings === null) return;
  const { H } = rt;
  const missing: number[] = [];
  const excess: Excess = new Map();
  for (const [op, more] of wanted(rt, holdings)) {
    for (let n = 0; n < more; n++) missing.push(op);
    if (more < 0) excess.set(op, -more);
  }
  lendFromLibrary(rt, excess);
  const tuple = newTuple(rt, missing.length);
  missing.forEach((op, i) => {
    H[tuple + Tuple.items + 2 * i] = rt.newRef(op);
  });
  rt.setSlot(Root.startUpHoldings, tuple);
}
