import { Ob } from '../../memory/layout.ts';
import { nameOfType } from './errors.ts';
import { Tp, TpFlag } from './layout.ts';
import type { Runtime } from './runtime.ts';
import { T } from './static.ts';

/**
 * Sizes as the model's CPython shows them. The heap keeps 3.10's layout under every model; where a release lays objects out differently,
 * its size rules (src/models/sizes) say how, and everything here is derived from them and from the types' real fields.
 */
export interface ShownSize {
  /** `__basicsize__`, `__itemsize__`, `__dictoffset__`, `__weakrefoffset__`, in bytes. */
  basic: number;
  item: number;
  dict: number;
  weak: number;
  /** Instances have a collector's header. */
  gc: boolean;
  /** Two words stand before that header: `__dict__` and `__weakref__`. */
  preHeader: boolean;
}

/** Python modules of ours that stand in for a native one: their classes have the native types' sizes. */
const STAND_INS: Readonly<Record<string, string>> = { _pydatetime: 'datetime', _pydecimal: 'decimal', decimal: 'decimal' };

/** The size rules' name of a type, or '' for a class that is Python in CPython too. */
function ruleName(rt: Runtime, type: number): string {
  const name = nameOfType(rt, type);
  if ((rt.H[type + Tp.flags] & TpFlag.HEAPTYPE) === 0) return name;
  const module = rt.hooks.dictGetStr(rt, rt.H[type + Tp.dict], rt.ident('__module__'));
  if (module === 0 || rt.H[module + Ob.type] !== T.str) return '';
  const standIn = STAND_INS[rt.hooks.strText(rt, module)];
  return standIn === undefined ? '' : `${standIn}.${name}`;
}

/** Sizes of a type's instances under the model. Runs no Python code. */
export function shownSize(rt: Runtime, type: number): ShownSize {
  const H = rt.H;
  const rule = rt.model.sizes.types[ruleName(rt, type)];
  if (rule !== undefined) {
    const [basic, item, dict, weak, gc] = rule;
    return { basic, item, dict, weak, gc: gc === 1, preHeader: weak === -32 || dict === -1 || dict < -8 };
  }
  const real: ShownSize = {
    basic: H[type + Tp.basicsize],
    item: H[type + Tp.itemsize],
    dict: H[type + Tp.dictoffset] * 4,
    weak: H[type + Tp.weaklistoffset] * 4,
    gc: (H[type + Tp.flags] & TpFlag.HAVE_GC) !== 0,
    preHeader: false,
  };
  const base = H[type + Tp.base];
  if (base === 0) return real;
  return (H[type + Tp.flags] & TpFlag.HEAPTYPE) === 0 ? nativeSubtype(rt, real, base) : classStatement(rt, type, base);
}

/** A native type moves with its base, and has its base's offsets where it adds none. */
function nativeSubtype(rt: Runtime, real: ShownSize, base: number): ShownSize {
  const H = rt.H;
  const shown = shownSize(rt, base);
  return {
    basic: real.basic + shown.basic - H[base + Tp.basicsize],
    item: real.item === H[base + Tp.itemsize] ? shown.item : real.item,
    dict: real.dict === H[base + Tp.dictoffset] * 4 ? shown.dict : real.dict,
    weak: real.weak === H[base + Tp.weaklistoffset] * 4 ? shown.weak : real.weak,
    gc: real.gc,
    preHeader: shown.preHeader,
  };
}

/** A class statement adds `__slots__`, `__dict__` and `__weakref__` to its base. CPython: Objects/typeobject.c type_new_descriptors */
function classStatement(rt: Runtime, type: number, base: number): ShownSize {
  const H = rt.H;
  const { instanceFields, emptyClassesHaveHead } = rt.model.sizes;
  const size = shownSize(rt, base);
  const inherited = size.basic;
  size.basic += 8 * H[type + Ob.size];
  const addsDict = H[type + Tp.dictoffset] !== 0 && H[base + Tp.dictoffset] === 0;
  const addsWeak = H[type + Tp.weaklistoffset] !== 0 && H[base + Tp.weaklistoffset] === 0;
  const dictInside = addsDict && (instanceFields === 'inside' || (instanceFields === 'dict before' && size.item !== 0));
  if (dictInside) {
    size.dict = size.item !== 0 ? -8 : size.basic;
    size.basic += 8;
  }
  if (addsWeak && instanceFields !== 'before') {
    size.weak = size.basic;
    size.basic += 8;
  }
  if (addsDict && !dictInside) {
    size.dict = instanceFields === 'before' ? -1 : -size.basic - 24;
    size.preHeader = true;
  }
  if (addsWeak && instanceFields === 'before') {
    size.weak = -32;
    size.preHeader = true;
  }
  size.gc ||= emptyClassesHaveHead || size.basic > inherited || addsDict || addsWeak;
  return size;
}

/** `__basicsize__` of an object's type under the model. */
export function shownBasic(rt: Runtime, op: number): number {
  return shownSize(rt, rt.H[op + Ob.type]).basic;
}

/** Bytes before an object that sys.getsizeof adds. CPython: Python/sysmodule.c _PySys_GetSizeOf */
export function shownHeader(rt: Runtime, op: number): number {
  const H = rt.H;
  const { gcHead, staticTypesWithHead } = rt.model.sizes;
  const size = shownSize(rt, H[op + Ob.type]);
  const staticType = (H[H[op + Ob.type] + Tp.flags] & TpFlag.TYPE_SUBCLASS) !== 0 && (H[op + Tp.flags] & TpFlag.HEAPTYPE) === 0;
  return (size.gc && (!staticType || staticTypesWithHead) ? gcHead : 0) + (size.preHeader ? 16 : 0);
}
