import { checkPositional } from '../../core/arguments.ts';
import { typeError } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { newInt } from '../../numbers/int-object.ts';
import { setModuleValue } from '../create-module.ts';
import type { ModuleSpec } from '../module-spec.ts';
import type { Layout } from './format.ts';
import { pack, packInto, unpack } from './packing.ts';
import { structError } from './struct-error.ts';
import { clearFormats, iterUnpack, layoutOf, structType, unpackFromArguments, unpackIteratorType } from './struct-object.ts';

function formatFirst(use: (rt: Runtime, layout: Layout, args: number, nargs: number) => Owned) {
  return (rt: Runtime, _module: number, args: number, nargs: number): Owned => {
    if (nargs === 0) typeError(rt, 'missing format argument');
    return use(rt, layoutOf(rt, rt.H[args]!), args + 2, nargs - 1);
  };
}

/** _struct. CPython: Modules/_struct.c */
export const structModule: ModuleSpec = {
  name: '_struct',
  doc: 'Functions to convert between Python values and C structs.',
  types: [structType],
  privateTypes: [unpackIteratorType],
  functions: [
    {
      name: '_clearcache',
      kind: Meth.NOARGS,
      fn: (rt: Runtime) => {
        clearFormats(rt);
        return rt.none();
      },
      signature: '($module, /)',
      doc: 'Clear the internal cache.',
    },
    {
      name: 'calcsize',
      kind: Meth.O,
      fn: (rt: Runtime, _module: number, format: number) => newInt(rt, layoutOf(rt, format).size),
      signature: '($module, format, /)',
      doc: 'Return size in bytes of the struct described by the format string.',
    },
    {
      name: 'pack',
      kind: Meth.FAST,
      fn: formatFirst(pack),
      doc: 'pack(format, v1, v2, ...) -> bytes\n\nReturn a bytes object containing the values v1, v2, ... packed according\nto the format string.  See help(struct) for more on format strings.',
    },
    {
      name: 'pack_into',
      kind: Meth.FAST,
      fn: formatFirst(packInto),
      doc: 'pack_into(format, buffer, offset, v1, v2, ...)\n\nPack the values v1, v2, ... according to the format string and write\nthe packed bytes into the writable buffer buf starting at offset.  Note\nthat the offset is a required argument.  See help(struct) for more\non format strings.',
    },
    {
      name: 'unpack',
      kind: Meth.FAST,
      fn: (rt: Runtime, _module: number, args: number, nargs: number) => {
        checkPositional(rt, 'unpack', nargs, 2, 2);
        return unpack(rt, layoutOf(rt, rt.H[args]!), rt.H[args + 2]!);
      },
      signature: '($module, format, buffer, /)',
      doc: "Return a tuple containing values unpacked according to the format string.\n\nThe buffer's size in bytes must be calcsize(format).\n\nSee help(struct) for more on format strings.",
    },
    {
      name: 'unpack_from',
      kind: Meth.KEYWORDS,
      fn: (rt: Runtime, _module: number, args: number, nargs: number, kwnames: number) =>
        unpackFromArguments(rt, 'unpack_from', (format) => layoutOf(rt, format), ['format', 'buffer', 'offset'], args, nargs, kwnames),
      signature: '($module, format, /, buffer, offset=0)',
      doc: "Return a tuple containing values unpacked according to the format string.\n\nThe buffer's size, minus offset, must be at least calcsize(format).\n\nSee help(struct) for more on format strings.",
    },
    {
      name: 'iter_unpack',
      kind: Meth.FAST,
      fn: (rt: Runtime, _module: number, args: number, nargs: number) => {
        checkPositional(rt, 'iter_unpack', nargs, 2, 2);
        return iterUnpack(rt, layoutOf(rt, rt.H[args]!), rt.H[args]!, rt.H[args + 2]!);
      },
      signature: '($module, format, buffer, /)',
      doc: 'Return an iterator yielding tuples unpacked from the given bytes.\n\nThe bytes are unpacked according to the format string, like\na repeated invocation of unpack_from().\n\nRequires that the bytes length be a multiple of the format struct size.',
    },
  ],
  exec(rt, module) {
    setModuleValue(rt, module, 'error', rt.newRef(structError(rt)));
  },
};
