import { lookupAttrText } from '../../core/abstract/attribute.ts';
import { call0 } from '../../core/abstract/call.ts';
import { asCInt, isInt } from '../../core/abstract/number.ts';
import { typeError, valueError } from '../../core/errors.ts';
import type { Runtime } from '../../core/runtime.ts';

/** Descriptor of an int or of an object with fileno(). TypeError, ValueError. CPython: Objects/fileobject.c PyObject_AsFileDescriptor */
export function fileNumber(rt: Runtime, op: number): number {
  const mark = rt.mark();
  let fd: number;
  if (isInt(rt, op)) fd = asCInt(rt, op);
  else {
    const method = rt.own(lookupAttrText(rt, op, 'fileno'));
    if (method === 0) typeError(rt, 'argument must be an int, or have a fileno() method.');
    const result = rt.own(call0(rt, method));
    if (!isInt(rt, result)) typeError(rt, 'fileno() returned a non-integer');
    fd = asCInt(rt, result);
  }
  rt.release(mark);
  if (fd < 0) valueError(rt, `file descriptor cannot be a negative integer (${fd})`);
  return fd;
}
