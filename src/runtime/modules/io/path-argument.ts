import { lookupSpecial } from '../../core/abstract/attribute.ts';
import { call0 } from '../../core/abstract/call.ts';
import { typeError, typeName, valueError } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { bytesData, bytesLength } from '../../text/bytes-object.ts';
import { decodeUtf8 } from '../../text/codecs/utf8.ts';
import { strText } from '../../text/str-object.ts';
import { isBytes, isStr } from '../../text/text-arguments.ts';

/** The str that a path-like object stands for: str, bytes (file system encoding) or `__fspath__`. New reference. CPython: PyUnicode_FSConverter */
export function pathArgument(rt: Runtime, op: number): Owned {
  const mark = rt.mark();
  let path = op;
  if (!isStr(rt, op) && !isBytes(rt, op)) {
    const method = rt.own(lookupSpecial(rt, op, rt.ident('__fspath__')));
    if (method === 0) typeError(rt, `expected str, bytes or os.PathLike object, not ${typeName(rt, op)}`);
    path = rt.own(call0(rt, method));
    if (!isStr(rt, path) && !isBytes(rt, path)) {
      typeError(rt, `expected ${typeName(rt, op)}.__fspath__() to return str or bytes, not ${typeName(rt, path)}`);
    }
  }
  const str = isStr(rt, path) ? rt.newRef(path) : decodeUtf8(rt, bytesData(path), bytesLength(rt, path), 'surrogateescape', true).str;
  if (strText(rt, str).includes('\0')) {
    rt.own(str);
    valueError(rt, 'embedded null byte');
  }
  return rt.leave(mark, str);
}
