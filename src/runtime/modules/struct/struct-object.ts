import { Ob } from '../../../memory/layout.ts';
import { parseKeywords } from '../../core/arguments.ts';
import { getBuffer } from '../../core/buffer.ts';
import { raise, typeError, typeName } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import { TpFlag } from '../../core/layout.ts';
import { NULL, type Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newInt } from '../../numbers/int-object.ts';
import { bytesView } from '../../text/bytes-object.ts';
import { encodeStr } from '../../text/codecs/text-encoding.ts';
import { newStr } from '../../text/str-object.ts';
import { isBytes, isStr, ssizeArgument } from '../../text/text-arguments.ts';
import { objectRepr } from '../../types/object-object.ts';
import { nativeTypeAddress } from '../native-type.ts';
import { type Layout, parseFormat } from './format.ts';
import { pack, packInto, unpack, unpackAt, unpackFrom } from './packing.ts';
import { structError } from './struct-error.ts';

/** Struct: a format that was read. */
const enum St {
  /** -1 until __init__. */
  size = 4,
  format = 6,
  weaklist = 8,
  end = 14,
}

/** CPython keeps this many formats of the module's functions. */
const MOST_CACHED = 100;

function cache(rt: Runtime): Map<string, Layout> {
  return rt.stateOf('_struct formats', () => new Map<string, Layout>());
}

/** Forgets the formats read so far. */
export function clearFormats(rt: Runtime): void {
  cache(rt).clear();
}

/** Layout of a format's text, remembered. struct.error */
function layoutOfText(rt: Runtime, text: string): Layout {
  const known = cache(rt);
  let layout = known.get(text);
  if (layout === undefined) {
    layout = parseFormat(rt, text);
    if (known.size >= MOST_CACHED) known.clear();
    known.set(text, layout);
  }
  return layout;
}

function bytesText(rt: Runtime, op: number): string {
  return String.fromCharCode(...bytesView(rt, op));
}

/** Format given as str or bytes, as a bytes object. TypeError, UnicodeEncodeError. New reference. */
function formatBytes(rt: Runtime, format: number): Owned {
  if (isStr(rt, format)) return encodeStr(rt, format, 'ascii', 'strict');
  if (!isBytes(rt, format)) typeError(rt, `Struct() argument 1 must be a str or bytes object, not ${typeName(rt, format)}`);
  return rt.newRef(format);
}

/** Layout of a format argument of the module's functions. */
export function layoutOf(rt: Runtime, format: number): Layout {
  const mark = rt.mark();
  const bytes = rt.own(formatBytes(rt, format));
  const layout = layoutOfText(rt, bytesText(rt, bytes));
  rt.release(mark);
  return layout;
}

/** Layout of a Struct. */
function own(rt: Runtime, self: number): Layout {
  const format = rt.H[self + St.format]!;
  if (format === 0) raise(rt, T.RuntimeError, 'Struct object is not initialized');
  return layoutOfText(rt, bytesText(rt, format));
}

function init(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): void {
  const [format] = parseKeywords(rt, { name: 'Struct', params: ['format'], required: 1 }, args, nargs, kwnames, [0]);
  const mark = rt.mark();
  const bytes = rt.own(formatBytes(rt, format!));
  const { size } = layoutOfText(rt, bytesText(rt, bytes));
  rt.setSlot(self + St.format, rt.newRef(bytes));
  rt.H[self + St.size] = size;
  rt.release(mark);
}

export function unpackFromArguments(
  rt: Runtime,
  name: string,
  layout: (format: number) => Layout,
  params: readonly string[],
  args: number,
  nargs: number,
  kwnames: number,
): Owned {
  const posOnly = params[0] === 'format' ? 1 : 0;
  const out = parseKeywords(rt, { name, params, required: params.length - 1, posOnly }, args, nargs, kwnames, [0, 0, 0]);
  const offset = out[params.length - 1]!;
  const l = layout(out[0]!);
  return unpackFrom(rt, l, out[params.length - 2]!, offset === 0 ? 0 : ssizeArgument(rt, offset));
}

/** Iterator over the parts of a buffer. CPython: unpackiterobject */
const enum Iter {
  struct = 4,
  source = 6,
  index = 8,
  end = 10,
}

/** struct.iter_unpack. `format` is a bytes object of a Struct or the argument of the module's function. */
export function iterUnpack(rt: Runtime, layout: Layout, format: number, source: number): Owned {
  const error = structError(rt);
  if (layout.size === 0) raise(rt, error, 'cannot iteratively unpack with a struct of length 0');
  const buffer = getBuffer(rt, source);
  const length = buffer.length;
  buffer.release();
  if (length % layout.size !== 0) raise(rt, error, `iterative unpacking requires a buffer of a multiple of ${layout.size} bytes`);
  const it = allocInstance(rt, nativeTypeAddress(rt, unpackIteratorType), 0);
  rt.H[it + Iter.struct] = rt.newRef(format);
  rt.H[it + Iter.source] = rt.newRef(source);
  return it;
}

function iteratorNext(rt: Runtime, self: number): Owned {
  const H = rt.H;
  const struct = H[self + Iter.struct]!;
  if (struct === 0) return NULL;
  const layout = layoutOf(rt, struct);
  const buffer = getBuffer(rt, H[self + Iter.source]!);
  const index = H[self + Iter.index]!;
  if (index + layout.size > buffer.length) {
    buffer.release();
    rt.clearSlot(self + Iter.struct);
    rt.clearSlot(self + Iter.source);
    return NULL;
  }
  H[self + Iter.index] = index + layout.size;
  try {
    return unpackAt(rt, layout, buffer.address + index);
  } finally {
    buffer.release();
  }
}

function lengthHint(rt: Runtime, self: number): Owned {
  if (rt.H[self + Iter.struct] === 0) return newInt(rt, 0);
  const layout = layoutOf(rt, rt.H[self + Iter.struct]!);
  const buffer = getBuffer(rt, rt.H[self + Iter.source]!);
  const { length } = buffer;
  buffer.release();
  return newInt(rt, (length - rt.H[self + Iter.index]!) / layout.size);
}

export const unpackIteratorType: TypeSpec = {
  name: '_struct.unpack_iterator',
  basicsize: Iter.end * 4,
  contract: {
    gc: true,
    slots: [
      { at: Iter.struct, label: 'format' },
      { at: Iter.source, label: 'buffer' },
    ],
  },
  slots: { iter: (rt, self) => rt.newRef(self), iternext: iteratorNext },
  methods: [{ name: '__length_hint__', kind: Meth.NOARGS, fn: lengthHint }],
};

/** With the format since 3.13. CPython: Modules/_struct.c s_repr */
function structRepr(rt: Runtime, self: number): Owned {
  const format = rt.H[self + St.format]!;
  if (rt.model.version[1] < 13 || format === 0) return objectRepr(rt, self);
  const name = typeName(rt, self);
  return newStr(rt, `${name.slice(name.lastIndexOf('.') + 1)}('${bytesText(rt, format)}')`);
}

export const structType: TypeSpec = {
  name: '_struct.Struct',
  basicsize: St.end * 4,
  flags: TpFlag.BASETYPE,
  weaklistoffset: St.weaklist,
  contract: { gc: true, slots: [{ at: St.format, label: 'format' }] },
  slots: {
    new: (rt, type) => {
      const op = allocInstance(rt, type, 0);
      rt.H[op + St.size] = -1;
      return op;
    },
    init,
    repr: structRepr,
  },
  methods: [
    {
      name: 'pack',
      kind: Meth.FAST,
      fn: (rt: Runtime, self: number, args: number, nargs: number) => pack(rt, own(rt, self), args, nargs),
      doc: 'S.pack(v1, v2, ...) -> bytes\n\nReturn a bytes object containing values v1, v2, ... packed according\nto the format string S.format.  See help(struct) for more on format\nstrings.',
    },
    {
      name: 'pack_into',
      kind: Meth.FAST,
      fn: (rt: Runtime, self: number, args: number, nargs: number) => packInto(rt, own(rt, self), args, nargs),
      doc: 'S.pack_into(buffer, offset, v1, v2, ...)\n\nPack the values v1, v2, ... according to the format string S.format\nand write the packed bytes into the writable buffer buf starting at\noffset.  Note that the offset is a required argument.  See\nhelp(struct) for more on format strings.',
    },
    {
      name: 'unpack',
      kind: Meth.O,
      fn: (rt: Runtime, self: number, source: number) => unpack(rt, own(rt, self), source),
      signature: '($self, buffer, /)',
      doc: "Return a tuple containing unpacked values.\n\nUnpack according to the format string Struct.format. The buffer's size\nin bytes must be Struct.size.\n\nSee help(struct) for more on format strings.",
    },
    {
      name: 'unpack_from',
      kind: Meth.KEYWORDS,
      fn: (rt: Runtime, self: number, args: number, nargs: number, kwnames: number) =>
        unpackFromArguments(rt, 'unpack_from', () => own(rt, self), ['buffer', 'offset'], args, nargs, kwnames),
      signature: '($self, /, buffer, offset=0)',
      doc: "Return a tuple containing unpacked values.\n\nValues are unpacked according to the format string Struct.format.\n\nThe buffer's size in bytes, starting at position offset, must be\nat least Struct.size.\n\nSee help(struct) for more on format strings.",
    },
    {
      name: 'iter_unpack',
      kind: Meth.O,
      fn: (rt: Runtime, self: number, source: number) => iterUnpack(rt, own(rt, self), rt.H[self + St.format]!, source),
      signature: '($self, buffer, /)',
      doc: 'Return an iterator yielding tuples.\n\nTuples are unpacked from the given bytes source, like a repeated\ninvocation of unpack_from().\n\nRequires that the bytes length be a multiple of the struct size.',
    },
    {
      name: '__sizeof__',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, self: number) => newInt(rt, St.end * 4 + 32 * (own(rt, self).fields.length + 1)),
      doc: 'S.__sizeof__() -> size of S in memory, in bytes',
    },
  ],
  getset: [
    {
      name: 'format',
      get: (rt, self) => {
        const format = rt.H[self + St.format]!;
        if (format === 0) raise(rt, T.RuntimeError, 'Struct object is not initialized');
        return newStr(rt, bytesText(rt, format));
      },
      doc: 'struct format string',
    },
    { name: 'size', get: (rt, self) => newInt(rt, rt.H[self + Ob.body]!), doc: 'struct size in bytes' },
  ],
  signature: '(format)',
  doc: 'Struct(fmt) --> compiled struct object\n\nReturn a new Struct object which writes and reads binary data according to\nthe format string fmt.\n\nSee help(struct) for more on format strings.',
};
