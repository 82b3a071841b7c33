import { Ob } from '../../../memory/layout.ts';
import { tupleOf } from '../../containers/tuple-object.ts';
import { raiseObject, subtypeOf, typeError, typeName } from '../../core/errors.ts';
import { Tp, TpFlag } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth, type MethodSpec } from '../../core/signatures.ts';
import { T } from '../../core/static.ts';
import { UnicodeErr } from '../../exceptions/exception-object.ts';
import { newBuiltin } from '../../frames/builtin-function.ts';
import { newInt } from '../../numbers/int-object.ts';
import { bytesData, bytesLength, newBytes } from '../../text/bytes-object.ts';
import { backslashed, registeredHandler, repairDecoding, repairEncoding } from '../../text/codecs/error-handlers.ts';
import { strChar } from '../../text/str-layout.ts';
import { newStr, strFromChars, strText } from '../../text/str-object.ts';
import { nativeState } from '../native-state.ts';

/** The error handlers as functions, for Python code that asks for them. CPython: Python/codecs.c PyCodec_StrictErrors and others */

const NAMES = ['strict', 'ignore', 'replace', 'xmlcharrefreplace', 'backslashreplace', 'namereplace', 'surrogatepass', 'surrogateescape'] as const;

/** (replacement, position): steals the replacement. */
function answer(rt: Runtime, replacement: Owned, next: number): Owned {
  const mark = rt.mark();
  rt.own(replacement);
  return rt.leave(mark, tupleOf(rt, replacement, rt.own(newInt(rt, next))));
}

function strict(rt: Runtime, exc: number): never {
  if ((rt.H[rt.H[exc + Ob.type] + Tp.flags] & TpFlag.BASE_EXC_SUBCLASS) === 0) typeError(rt, 'codec must pass exception instance');
  return raiseObject(rt, rt.newRef(exc));
}

function handle(rt: Runtime, name: string, exc: number): Owned {
  if (name === 'strict') return strict(rt, exc);
  const H = rt.H;
  const type = H[exc + Ob.type];
  const unknown = (): never => typeError(rt, `don't know how to handle ${typeName(rt, exc)} in error callback`);
  const start = H[exc + UnicodeErr.start];
  const end = H[exc + UnicodeErr.endAt];
  const object = H[exc + UnicodeErr.object];
  const textOf = (at: number) => strText(rt, H[exc + at]);
  if (subtypeOf(rt, type, T.UnicodeEncodeError)) {
    const repair = repairEncoding(rt, name, textOf(UnicodeErr.encoding), object, start, end, textOf(UnicodeErr.reason));
    return answer(rt, repair.bytes !== null ? newBytes(rt, repair.bytes) : strFromChars(rt, repair.chars!), repair.next);
  }
  if (subtypeOf(rt, type, T.UnicodeDecodeError)) {
    if (name === 'xmlcharrefreplace' || name === 'namereplace') unknown();
    const repair = repairDecoding(
      rt,
      name,
      textOf(UnicodeErr.encoding),
      bytesData(object),
      bytesLength(rt, object),
      start,
      end,
      textOf(UnicodeErr.reason),
    );
    return answer(rt, strFromChars(rt, repair.chars), repair.next);
  }
  if (subtypeOf(rt, type, T.UnicodeTranslateError)) {
    if (name === 'ignore') return answer(rt, newStr(rt, ''), end);
    if (name === 'replace') return answer(rt, newStr(rt, '\ufffd'.repeat(end - start)), end);
    if (name === 'backslashreplace') {
      let text = '';
      for (let i = start; i < end; i++) text += backslashed(strChar(rt, object, i));
      return answer(rt, newStr(rt, text), end);
    }
  }
  return unknown();
}

/** Native handler functions by name. */
const handlerFunctions: ReadonlyMap<string, MethodSpec> = new Map(
  NAMES.map((name) => [name, { name: `${name}_errors`, kind: Meth.O, fn: (rt: Runtime, _self: number, exc: number) => handle(rt, name, exc) }]),
);

/** codecs.lookup_error(name): new reference; LookupError. */
export function lookupHandler(rt: Runtime, name: string): Owned {
  const spec = handlerFunctions.get(name);
  if (spec === undefined) return rt.newRef(registeredHandler(rt, name));
  return rt.newRef(nativeState(rt, `codec errors ${name}`, () => newBuiltin(rt, spec, 0, 0)));
}
