import { newTuple } from '../../containers/tuple-object.ts';
import { asIndex } from '../../core/abstract/number.ts';
import { getBuffer, isContiguous } from '../../core/buffer.ts';
import { catching, raise, typeError, typeName } from '../../core/errors.ts';
import { Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { T } from '../../core/static.ts';
import { allocBytes, bytesData } from '../../text/bytes-object.ts';
import type { Layout } from './format.ts';
import { structError } from './struct-error.ts';
import { packValue, unpackValue } from './values.ts';

/** Whole layouts in and out of bytes. CPython: Modules/_struct.c s_pack_internal, s_unpack_internal */

/** Writes the values of argument slots from `args` on at a byte address. */
function packFields(rt: Runtime, layout: Layout, at: number, args: number): void {
  let slot = args;
  for (const field of layout.fields) {
    for (let i = 0; i < field.repeat; i++) {
      packValue(rt, at + field.offset + i * field.size, field, layout.bigEndian, rt.H[slot]!);
      slot += 2;
    }
  }
}

/** The values as bytes. struct.error. CPython: s_pack */
export function pack(rt: Runtime, layout: Layout, args: number, nargs: number): Owned {
  if (nargs !== layout.count) raise(rt, structError(rt), `pack expected ${layout.count} items for packing (got ${nargs})`);
  if (layout.size === 0) return allocBytes(rt, 0);
  const op = rt.own(allocBytes(rt, layout.size));
  const at = bytesData(op);
  rt.U8.fill(0, at, at + layout.size);
  packFields(rt, layout, at, args);
  return rt.unown(op);
}

/** Writes into a buffer: args are buffer, offset, values. CPython: s_pack_into */
export function packInto(rt: Runtime, layout: Layout, args: number, nargs: number): Owned {
  const error = structError(rt);
  if (nargs !== layout.count + 2) {
    if (nargs === 0) raise(rt, error, 'pack_into expected buffer argument');
    if (nargs === 1) raise(rt, error, 'pack_into expected offset argument');
    raise(rt, error, `pack_into expected ${layout.count} items for packing (got ${nargs - 2})`);
  }
  const target = rt.H[args]!;
  const buffer = catching(rt, T.BufferError, () => getBuffer(rt, target, true), null);
  if (buffer === null) typeError(rt, `argument must be read-write bytes-like object, not ${typeName(rt, target)}`);
  try {
    let offset = asIndex(rt, rt.H[args + 2]!, T.IndexError);
    const { size } = layout;
    const length = buffer.length;
    if (offset < 0) {
      if (offset + size > 0) raise(rt, error, `no space to pack ${size} bytes at offset ${offset}`);
      if (offset + length < 0) raise(rt, error, `offset ${offset} out of range for ${length}-byte buffer`);
      offset += length;
    }
    if (length - offset < size)
      raise(
        rt,
        error,
        `pack_into requires a buffer of at least ${size + offset} bytes for packing ${size} bytes at offset ${offset} (actual buffer size is ${length})`,
      );
    const at = buffer.address + offset;
    rt.U8.fill(0, at, at + size);
    packFields(rt, layout, at, args + 4);
    return rt.none();
  } finally {
    buffer.release();
  }
}

/** The values at a byte address as a tuple. */
export function unpackAt(rt: Runtime, layout: Layout, at: number): Owned {
  const op = rt.own(newTuple(rt, layout.count));
  let slot = op + Tuple.items;
  for (const field of layout.fields) {
    for (let i = 0; i < field.repeat; i++) {
      rt.H[slot] = unpackValue(rt, at + field.offset + i * field.size, field, layout.bigEndian);
      slot += 2;
    }
  }
  if (layout.count > 0) rt.track(op);
  return rt.unown(op);
}

/** The values of a buffer of exactly the right size. CPython: Struct_unpack_impl */
export function unpack(rt: Runtime, layout: Layout, source: number): Owned {
  const buffer = getBuffer(rt, source);
  try {
    if (!isContiguous(buffer) || buffer.length !== layout.size) raise(rt, structError(rt), `unpack requires a buffer of ${layout.size} bytes`);
    return unpackAt(rt, layout, buffer.address);
  } finally {
    buffer.release();
  }
}

/** The values from an offset on. CPython: Struct_unpack_from_impl */
export function unpackFrom(rt: Runtime, layout: Layout, source: number, from: number): Owned {
  const error = structError(rt);
  const { size } = layout;
  const buffer = getBuffer(rt, source);
  try {
    const length = buffer.length;
    let offset = from;
    if (offset < 0) {
      if (offset + size > 0) raise(rt, error, `not enough data to unpack ${size} bytes at offset ${offset}`);
      if (offset + length < 0) raise(rt, error, `offset ${offset} out of range for ${length}-byte buffer`);
      offset += length;
    }
    if (length - offset < size)
      raise(
        rt,
        error,
        `unpack_from requires a buffer of at least ${size + offset} bytes for unpacking ${size} bytes at offset ${offset} (actual buffer size is ${length})`,
      );
    return unpackAt(rt, layout, buffer.address + offset);
  } finally {
    buffer.release();
  }
}
