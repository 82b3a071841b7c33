import { tuple2 } from '../../containers/tuple-object.ts';
import { asIndex } from '../../core/abstract/number.ts';
import { isStr, isTrue } from '../../core/abstract/object.ts';
import { checkPositional } from '../../core/arguments.ts';
import { typeError, typeName, valueError } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { newInt } from '../../numbers/int-object.ts';
import { setModuleValue } from '../create-module.ts';
import { nativeType } from '../itertools/iterator-type.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { encodeAscii, encoderType, encodeUnicode } from './encoder.ts';
import { scannerType } from './scanner.ts';
import { TextReader } from './text-reader.ts';

/** scanstring(string, end, strict=True) -> (string, end). CPython: py_scanstring */
function scanString(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'scanstring', nargs, 2, 3);
  const doc = rt.H[args]!;
  const begin = asIndex(rt, rt.H[args + 2]!);
  const strict = nargs < 3 || isTrue(rt, rt.H[args + 4]!);
  if (!isStr(rt, doc)) typeError(rt, `first argument must be a string, not ${typeName(rt, doc)}`);
  const reader = new TextReader(rt, doc);
  if (begin < 0 || begin > reader.length) valueError(rt, 'end is out of bounds');
  const mark = rt.mark();
  const text = rt.own(reader.readString(begin, strict));
  const end = rt.own(newInt(rt, reader.end));
  return rt.leave(mark, tuple2(rt, text, end));
}

/** The module _json. The types go by the names of their makers. CPython: Modules/_json.c */
export const jsonModule: ModuleSpec = {
  name: '_json',
  doc: 'json speedups\n',
  functions: [
    {
      name: 'encode_basestring_ascii',
      kind: Meth.O,
      fn: encodeAscii,
      doc: 'encode_basestring_ascii(string) -> string\n\nReturn an ASCII-only JSON representation of a Python string',
    },
    {
      name: 'encode_basestring',
      kind: Meth.O,
      fn: encodeUnicode,
      doc: 'encode_basestring(string) -> string\n\nReturn a JSON representation of a Python string',
    },
    { name: 'scanstring', kind: Meth.FAST, fn: scanString, doc: 'scanstring(string, end, strict=True) -> (string, end)' },
  ],
  privateTypes: [scannerType, encoderType],
  exec(rt, module) {
    setModuleValue(rt, module, 'make_scanner', rt.newRef(nativeType(rt, scannerType.name)));
    setModuleValue(rt, module, 'make_encoder', rt.newRef(nativeType(rt, encoderType.name)));
  },
};
