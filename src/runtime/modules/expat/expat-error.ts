import { setAttrText } from '../../core/abstract/attribute.ts';
import { call1 } from '../../core/abstract/call.ts';
import { raiseObject } from '../../core/errors.ts';
import type { Runtime } from '../../core/runtime.ts';
import { newInt } from '../../numbers/int-object.ts';
import { newStr } from '../../text/str-object.ts';
import { nativeState } from '../native-state.ts';
import { newException } from '../new-exception.ts';
import { errorText } from './xml-error.ts';

/** xml.parsers.expat.ExpatError, borrowed. */
export function expatError(rt: Runtime): number {
  return nativeState(rt, 'pyexpat.ExpatError', (r) => newException(r, 'xml.parsers.expat', 'ExpatError'));
}

/** Raises ExpatError with the error's text, place, and the attributes code, offset and lineno. CPython: Modules/pyexpat.c set_error */
export function raiseExpatError(rt: Runtime, code: number, line: number, column: number): never {
  const mark = rt.mark();
  const exc = rt.own(call1(rt, expatError(rt), rt.own(newStr(rt, `${errorText(code)}: line ${line}, column ${column}`))));
  setAttrText(rt, exc, 'code', rt.own(newInt(rt, code)));
  setAttrText(rt, exc, 'offset', rt.own(newInt(rt, column)));
  setAttrText(rt, exc, 'lineno', rt.own(newInt(rt, line)));
  return raiseObject(rt, rt.leave(mark, rt.newRef(exc)));
}
