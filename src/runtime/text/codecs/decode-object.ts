import { Ob } from '../../../memory/layout.ts';
import { getBuffer, hasBuffer } from '../../core/buffer.ts';
import { typeError, typeName } from '../../core/errors.ts';
import { Tp, TpFlag } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { bytesData, bytesLength } from '../bytes-object.ts';
import { emptyStr } from '../str-object.ts';
import { isStr } from '../text-arguments.ts';
import { decodeData } from './text-encoding.ts';

/** Text of any object with bytes in it. CPython: PyUnicode_FromEncodedObject */
export function decodeObject(rt: Runtime, op: number, encoding: string | null, errors: string | null): Owned {
  if ((rt.H[rt.H[op + Ob.type] + Tp.flags] & TpFlag.BYTES_SUBCLASS) !== 0) {
    // nothing to decode: nobody asks whether there is such an encoding
    if (bytesLength(rt, op) === 0) return emptyStr(rt);
    return decodeData(rt, op, bytesData(op), bytesLength(rt, op), encoding, errors);
  }
  if (isStr(rt, op)) typeError(rt, 'decoding str is not supported');
  if (!hasBuffer(rt, op)) typeError(rt, `decoding to str: need a bytes-like object, ${typeName(rt, op)} found`);
  const buffer = getBuffer(rt, op);
  try {
    return buffer.length === 0 ? emptyStr(rt) : decodeData(rt, 0, buffer.address, buffer.length, encoding, errors);
  } finally {
    buffer.release();
  }
}
