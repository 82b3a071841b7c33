import { Ob } from '../../../memory/layout.ts';
import { callMethodText } from '../../core/abstract/call.ts';
import { asCInt } from '../../core/abstract/number.ts';
import { checkPositional } from '../../core/arguments.ts';
import { withBuffer } from '../../core/buffer.ts';
import { raise, typeError, typeName } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { T } from '../../core/static.ts';
import { newInt } from '../../numbers/int-object.ts';
import { bytesCopy, newBytes } from '../../text/bytes-object.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { MarshalReader } from './read-object.ts';
import { MARSHAL_VERSION } from './type-codes.ts';
import { marshalBytes } from './write-object.ts';

function versionArgument(rt: Runtime, args: number, nargs: number, at: number): number {
  return nargs > at ? asCInt(rt, rt.H[args + 2 * at]!) : MARSHAL_VERSION;
}

function dumps(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'dumps', nargs, 1, 2);
  return newBytes(rt, marshalBytes(rt, rt.H[args]!, versionArgument(rt, args, nargs, 1)));
}

function dump(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'dump', nargs, 2, 3);
  const mark = rt.mark();
  const bytes = rt.own(newBytes(rt, marshalBytes(rt, rt.H[args]!, versionArgument(rt, args, nargs, 2))));
  return rt.leave(mark, callMethodText(rt, rt.H[args + 2]!, 'write', bytes));
}

function loads(rt: Runtime, _module: number, data: number): Owned {
  const mark = rt.mark();
  const copy = withBuffer(rt, data, false, (address, length) => rt.U8.slice(address, address + length));
  return rt.leave(mark, new MarshalReader(rt, copy).read());
}

/** Reads one object from a binary file and leaves the file behind it. CPython: marshal_load */
function load(rt: Runtime, _module: number, file: number): Owned {
  const mark = rt.mark();
  const probe = rt.own(callMethodText(rt, file, 'read', rt.own(newInt(rt, 0))));
  if (rt.H[probe + Ob.type] !== T.bytes) typeError(rt, `file.read() returned not bytes but ${typeName(rt, probe)}`);
  const start = rt.own(callMethodText(rt, file, 'tell'));
  const rest = rt.own(callMethodText(rt, file, 'read'));
  if (rt.H[rest + Ob.type] !== T.bytes) raise(rt, T.TypeError, `file.read() returned not bytes but ${typeName(rt, rest)}`);
  const reader = new MarshalReader(rt, bytesCopy(rt, rest));
  const made = rt.own(reader.read());
  const back = rt.own(newInt(rt, reader.at));
  const end = rt.own(callMethodText(rt, start, '__add__', back));
  rt.own(callMethodText(rt, file, 'seek', end));
  return rt.leave(mark, rt.newRef(made));
}

/** marshal: CPython's format, but for code objects. CPython: Python/marshal.c */
export const marshalModule: ModuleSpec = {
  name: 'marshal',
  doc: 'This module contains functions that can read and write Python values in\na binary format. The format is specific to Python, but independent of\nmachine architecture issues.',
  functions: [
    { name: 'dump', kind: Meth.FAST, fn: dump, signature: '($module, value, file, version=version, /)', doc: 'Write the value on the open file.' },
    { name: 'load', kind: Meth.O, fn: load, signature: '($module, file, /)', doc: 'Read one value from the open file and return it.' },
    {
      name: 'dumps',
      kind: Meth.FAST,
      fn: dumps,
      signature: '($module, value, version=version, /)',
      doc: 'Return the bytes object that would be written to a file by dump(value, file).',
    },
    { name: 'loads', kind: Meth.O, fn: loads, signature: '($module, bytes, /)', doc: 'Convert the bytes-like object to a value.' },
  ],
  constants: { version: MARSHAL_VERSION },
};
