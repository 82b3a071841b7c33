import { Int } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { checkTextLength, checkTextSize } from './digit-limit.ts';
import { intToBig, intToSafe } from './int-object.ts';

/** Decimal text of an int. ValueError beyond the limit of digits. CPython: Objects/longobject.c long_to_decimal_string */
export function intText(rt: Runtime, op: number): string {
  const H = rt.H;
  const size = H[op + Int.size]!;
  switch (size) {
    case 0:
      return '0';
    case 1:
      return `${H[op + Int.digits]!}`;
    case -1:
      return `-${H[op + Int.digits]!}`;
    default: {
      const safe = intToSafe(rt, op);
      if (!Number.isNaN(safe)) return `${safe}`;
      checkTextSize(rt, op);
      const text = intToBig(rt, op).toString();
      checkTextLength(rt, size < 0 ? text.length - 1 : text.length);
      return text;
    }
  }
}

/** Text in base 2, 8, 10 or 16, with Python's prefix when `prefixed`. CPython: Objects/longobject.c _PyLong_Format */
export function intTextInBase(rt: Runtime, op: number, base: number, prefixed: boolean): string {
  if (base === 10) return intText(rt, op);
  const safe = intToSafe(rt, op);
  const text = !Number.isNaN(safe) ? safe.toString(base) : intToBig(rt, op).toString(base);
  if (!prefixed) return text;
  const prefix = base === 16 ? '0x' : base === 8 ? '0o' : '0b';
  return text.startsWith('-') ? `-${prefix}${text.slice(1)}` : prefix + text;
}
