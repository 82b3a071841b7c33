import { Ob } from '../../memory/layout.ts';
import { format } from '../core/abstract/object.ts';
import { Str } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { formatNumber } from '../numbers/format-number.ts';
import { formatStr } from './format-spec.ts';
import { strText } from './str-object.ts';

/**
 * format(value, spec) for a spec that is a str: builtin numbers and text go straight to their formatters, as their types cannot be changed.
 * New str. CPython: render_field of Objects/stringlib/unicode_format.h
 */
export function formatValue(rt: Runtime, value: number, spec: number): Owned {
  const H = rt.H;
  switch (H[value + Ob.type]) {
    case T.str:
      return H[spec + Str.length] === 0 ? rt.newRef(value) : formatStr(rt, value, strText(rt, spec));
    case T.int:
    case T.float:
      return formatNumber(rt, value, spec);
    default:
      return format(rt, value, spec);
  }
}
