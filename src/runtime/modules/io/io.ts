import { dictSetText, newDict } from '../../containers/dict-object.ts';
import { tupleOf } from '../../containers/tuple-object.ts';
import { call3 } from '../../core/abstract/call.ts';
import { checkPositional } from '../../core/arguments.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newInt } from '../../numbers/int-object.ts';
import { newStr } from '../../text/str-object.ts';
import { readyType } from '../../types/type-ready.ts';
import { setModuleValue } from '../create-module.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { nativeState } from '../native-state.ts';
import { bufferedRandomSpec, bufferedReaderSpec, bufferedRwPairSpec, bufferedWriterSpec, DEFAULT_BUFFER_SIZE } from './buffered.ts';
import { bytesIoSpec } from './bytes-io.ts';
import { fileIoSpec } from './file-io.ts';
import { bufferedIoBaseSpec, ioBaseSpec, rawIoBaseSpec, textIoBaseSpec } from './io-base.ts';
import { ioTypes } from './io-object.ts';
import { ioOpen, openCode } from './io-open.ts';
import { newlineDecoderSpec } from './newline-decoder.ts';
import { stringIoSpec } from './string-io.ts';
import { textIoSpec } from './text-io.ts';

/** _io: files natively; the standard library's io.py stands on it. CPython: Modules/_io/_iomodule.c */

/** The classes with the name of their base. */
const CLASSES: readonly (readonly [TypeSpec, string | null])[] = [
  [ioBaseSpec, null],
  [rawIoBaseSpec, '_IOBase'],
  [bufferedIoBaseSpec, '_IOBase'],
  [textIoBaseSpec, '_IOBase'],
  [fileIoSpec, '_RawIOBase'],
  [bytesIoSpec, '_BufferedIOBase'],
  [stringIoSpec, '_TextIOBase'],
  [bufferedReaderSpec, '_BufferedIOBase'],
  [bufferedWriterSpec, '_BufferedIOBase'],
  [bufferedRwPairSpec, '_BufferedIOBase'],
  [bufferedRandomSpec, '_BufferedIOBase'],
  [textIoSpec, '_TextIOBase'],
  [newlineDecoderSpec, null],
];

/** Makes the classes ready, once for a runtime. */
function makeClasses(rt: Runtime): Map<string, number> {
  const types = ioTypes(rt);
  if (types.size > 0) return types;
  for (const [spec, base] of CLASSES) {
    types.set(spec.name.slice(4), readyType(rt, base === null ? spec : { ...spec, base: types.get(base)! }));
  }
  return types;
}

/** class UnsupportedOperation(OSError, ValueError) */
function makeUnsupportedOperation(rt: Runtime): Owned {
  const mark = rt.mark();
  const name = rt.own(newStr(rt, 'UnsupportedOperation'));
  const bases = rt.own(tupleOf(rt, T.OSError, T.ValueError));
  const dict = rt.own(newDict(rt));
  dictSetText(rt, dict, '__module__', rt.own(newStr(rt, 'io')));
  return rt.leave(mark, call3(rt, T.type, name, bases, dict));
}

/** CPython: _io_text_encoding_impl */
function textEncoding(rt: Runtime, _self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'text_encoding', nargs, 1, 2);
  const encoding = rt.H[args];
  if (encoding === (S.None as number)) return newStr(rt, 'locale');
  return rt.newRef(encoding);
}

export const ioModule: ModuleSpec = {
  name: '_io',
  doc: 'The io module provides the Python interfaces to stream handling.',
  functions: [
    {
      name: 'open',
      kind: Meth.KEYWORDS,
      fn: ioOpen,
      signature: "($module, /, file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
      doc: 'Open file and return a stream.  Raise OSError upon failure.',
    },
    {
      name: 'open_code',
      kind: Meth.O,
      fn: openCode,
      signature: '($module, /, path)',
      doc: 'Opens the provided file with the intent to import the contents.',
    },
    { name: 'text_encoding', kind: Meth.FAST, fn: textEncoding, signature: '($module, encoding, stacklevel=2, /)' },
  ],
  exec(rt, module) {
    for (const [name, type] of makeClasses(rt)) setModuleValue(rt, module, name, rt.newRef(type));
    setModuleValue(rt, module, 'DEFAULT_BUFFER_SIZE', newInt(rt, DEFAULT_BUFFER_SIZE));
    setModuleValue(rt, module, 'BlockingIOError', rt.newRef(T.BlockingIOError));
    setModuleValue(rt, module, 'UnsupportedOperation', rt.newRef(nativeState(rt, 'io.UnsupportedOperation', makeUnsupportedOperation)));
  },
};
