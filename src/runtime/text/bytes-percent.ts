import { Ob } from '../../memory/layout.ts';
import { lookupSpecial } from '../core/abstract/attribute.ts';
import { call0 } from '../core/abstract/call.ts';
import { hasIndex, index } from '../core/abstract/number.ts';
import { ascii } from '../core/abstract/object.ts';
import { hasBuffer } from '../core/buffer.ts';
import { overflowError, typeError, typeName } from '../core/errors.ts';
import { Tp, TpFlag } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { intToClipped } from '../numbers/int-object.ts';
import { using } from './bytes-like.ts';
import { bytesFromText, bytesView } from './bytes-object.ts';
import { cutToPrecision, type PercentDialect, percentText } from './percent-format.ts';
import { strText } from './str-object.ts';
import { isBytes, isStr } from './text-arguments.ts';

/** printf-style formatting of bytes: as for str, on text with one character a byte. CPython: _PyBytes_FormatEx */

/** Bytes as text with one character each. */
export function latin1Text(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return text;
}

function bufferText(rt: Runtime, op: number): string {
  return using(rt, (leases) => {
    const buffer = leases.take(op);
    return latin1Text(rt.U8.subarray(buffer.address, buffer.address + buffer.length));
  });
}

/** Text of %b. CPython: format_obj */
function bytesText(rt: Runtime, value: number, conversion: string): string {
  if (isBytes(rt, value)) return latin1Text(bytesView(rt, value));
  const mark = rt.mark();
  const special = rt.own(lookupSpecial(rt, value, rt.ident('__bytes__')));
  let text: string;
  if (rt.H[value + Ob.type] === T.bytearray || (special === 0 && hasBuffer(rt, value))) text = bufferText(rt, value);
  else if (special !== 0) {
    const result = rt.own(call0(rt, special));
    if (!isBytes(rt, result)) typeError(rt, `__bytes__ returned non-bytes (type ${typeName(rt, result)})`);
    text = latin1Text(bytesView(rt, result));
  } else
    typeError(
      rt,
      `%${conversion === 's' ? 'b' : conversion} requires a bytes-like object, or an object that implements __bytes__, not '${typeName(rt, value)}'`,
    );
  rt.release(mark);
  return text;
}

/** CPython: byte_converter */
function charText(rt: Runtime, value: number): string {
  if ((isBytes(rt, value) || rt.H[value + Ob.type] === T.bytearray) && rt.H[value + Ob.size] === 1) return bufferText(rt, value);
  if (!hasIndex(rt, value)) typeError(rt, '%c requires an integer in range(256) or a single byte');
  const mark = rt.mark();
  const c = intToClipped(rt, rt.own(index(rt, value)));
  rt.release(mark);
  if (c < 0 || c > 255) overflowError(rt, '%c arg not in range(256)');
  return String.fromCharCode(c);
}

const BYTES_DIALECT: PercentDialect = {
  noun: 'bytes',
  convert(rt, value, spec) {
    switch (spec.conversion) {
      case 'a':
      case 'r': {
        const mark = rt.mark();
        const text = strText(rt, rt.own(ascii(rt, value)));
        rt.release(mark);
        return cutToPrecision(text, spec);
      }
      case 's':
      case 'b':
        return cutToPrecision(bytesText(rt, value, spec.conversion), spec);
      case 'c':
        return charText(rt, value);
    }
    return null;
  },
  makeKey: bytesFromText,
  isMapping(rt, args) {
    const type = rt.H[args + Ob.type];
    const flags = rt.H[type + Tp.flags];
    return (
      rt.H[type + Tp.mpSubscript] !== 0 && (flags & (TpFlag.TUPLE_SUBCLASS | TpFlag.BYTES_SUBCLASS)) === 0 && !isStr(rt, args) && type !== T.bytearray
    );
  },
};

/** Formats text with one character a byte. */
export function bytesPercentText(rt: Runtime, format: string, args: number): string {
  return percentText(rt, BYTES_DIALECT, format, args);
}
