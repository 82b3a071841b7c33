import { Ob } from '../../memory/layout.ts';
import { asIndex } from '../core/abstract/number.ts';
import { checkPositional } from '../core/arguments.ts';
import { withBuffer } from '../core/buffer.ts';
import { valueError } from '../core/errors.ts';
import { Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { TYPES_END } from '../core/static.ts';
import { bytesFromData } from '../text/bytes-object.ts';
import type { ModuleSpec } from './module-spec.ts';

/** Byte address of an argument, checked against the heap's size. ValueError. */
function addressArgument(rt: Runtime, op: number, bytes: number): number {
  const address = asIndex(rt, op);
  if (!(address >= 4096 && address + bytes <= rt.U8.length)) valueError(rt, `address 0x${address.toString(16)} is outside the heap`);
  return address;
}

/** read(address, size): the bytes there. */
function read(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'read', nargs, 2, 2);
  const size = asIndex(rt, rt.H[args + 2]!);
  return bytesFromData(rt, addressArgument(rt, rt.H[args]!, size), size);
}

/** write(address, bytes): puts them there. */
function write(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'write', nargs, 2, 2);
  withBuffer(rt, rt.H[args + 2]!, false, (from, length) => rt.U8.copyWithin(addressArgument(rt, rt.H[args]!, length), from, from + length));
  return rt.none();
}

/** Does a word address look like an object: does its type's type look like a type? */
function looksLikeObject(rt: Runtime, op: number): boolean {
  const H = rt.H;
  const limit = H.length - Tp.end;
  if (op < 1024 || op > limit || H[op]! <= 0) return false;
  const type = H[op + Ob.type]!;
  if (type < 1024 || type > limit || (H[type + Tp.flags]! & TpFlag.READY) === 0) return false;
  const meta = H[type + Ob.type]!;
  return meta >= 1024 && meta <= limit && (meta < TYPES_END || (H[meta + Tp.flags]! & TpFlag.TYPE_SUBCLASS) !== 0);
}

/** object_at(address): the object whose id is the address, as a new reference. ValueError where there is none (a crash in CPython). */
function objectAt(rt: Runtime, _module: number, op: number): Owned {
  const address = addressArgument(rt, op, 8);
  if (address % 8 !== 0 || !looksLikeObject(rt, address / 4)) valueError(rt, `no object at 0x${address.toString(16)}`);
  return rt.newRef(address / 4);
}

/** What our own ctypes package reads and writes the heap with. */
export const ctypesMemoryModule: ModuleSpec = {
  name: '_ctypes_ouroboros',
  doc: 'Bytes of the live heap by address. An address is what id() gives.',
  functions: [
    { name: 'read', kind: Meth.FAST, fn: read },
    { name: 'write', kind: Meth.FAST, fn: write },
    { name: 'object_at', kind: Meth.O, fn: objectAt },
    {
      name: 'incref',
      kind: Meth.O,
      fn: (rt: Runtime, _module: number, op: number) => {
        rt.incref(op);
        return rt.none();
      },
    },
    {
      name: 'decref',
      kind: Meth.O,
      fn: (rt: Runtime, _module: number, op: number) => {
        rt.decref(op);
        return rt.none();
      },
    },
  ],
};
