import { noKeywords } from '../core/arguments.ts';
import { type Buffer, getBuffer, hasBuffer, isContiguous } from '../core/buffer.ts';
import { raise, typeError, typeName, valueError } from '../core/errors.ts';
import { allocInstance } from '../core/instance.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { itemCount, newView, releaseView, View, viewInfo, viewOf } from '../text/memoryview-object.ts';
import type { ModuleSpec } from './module-spec.ts';

/**
 * pickle.PickleBuffer: marks an object whose bytes a pickle may leave out. It holds the object and, until it is released, a view of it.
 * CPython: Objects/picklebufobject.c
 */
const enum At {
  view = 4,
  object = 6,
  weaklist = 8,
}

function newPickleBuffer(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  noKeywords(rt, 'PickleBuffer', kwnames);
  if (nargs !== 1) typeError(rt, `PickleBuffer() takes exactly 1 positional argument (${nargs} given)`);
  const o = rt.H[args]!;
  if (!hasBuffer(rt, o)) typeError(rt, `a bytes-like object is required, not '${typeName(rt, o)}'`);
  const mark = rt.mark();
  const view = rt.own(viewOf(rt, o));
  const op = allocInstance(rt, type, 0);
  rt.H[op + At.view] = rt.newRef(view);
  rt.H[op + At.object] = rt.newRef(o);
  return rt.leave(mark, op);
}

/** The view: borrowed; ValueError once it is released. */
function viewOfBuffer(rt: Runtime, self: number): number {
  const view = rt.H[self + At.view]!;
  if (view === 0) valueError(rt, 'operation forbidden on released PickleBuffer object');
  return view;
}

/** tp_as_buffer: lends what the object lends, in the object's name. CPython: picklebuf_getbuf */
function lend(rt: Runtime, self: number, writable: boolean): Buffer {
  viewOfBuffer(rt, self);
  return getBuffer(rt, rt.H[self + At.object]!, writable);
}

/** Are the items side by side in Fortran's order? */
function isFortran(info: { itemsize: number; shape: readonly number[]; strides: readonly number[] }): boolean {
  return isContiguous({ ...info, shape: [...info.shape].reverse(), strides: [...info.strides].reverse() });
}

/** CPython: _pickle_PickleBuffer_raw_impl */
function raw(rt: Runtime, self: number): Owned {
  const view = viewOfBuffer(rt, self);
  const info = viewInfo(rt, view);
  if (!isContiguous(info) && !isFortran(info)) raise(rt, T.BufferError, 'cannot extract raw buffer from non-contiguous buffer');
  const length = itemCount(info) * info.itemsize;
  const { address, readonly } = info;
  return newView(rt, rt.H[view + View.managed]!, { address, readonly, format: 'B', itemsize: 1, shape: [length], strides: [1] });
}

/** CPython: picklebuf_release */
function release(rt: Runtime, self: number): Owned {
  const view = rt.H[self + At.view]!;
  if (view !== 0) {
    releaseView(rt, view);
    rt.clearSlot(self + At.view);
    rt.clearSlot(self + At.object);
  }
  return rt.none();
}

const pickleBufferType: TypeSpec = {
  name: 'pickle.PickleBuffer',
  basicsize: 104,
  contract: {
    gc: true,
    slots: [
      { at: At.view, label: 'view' },
      { at: At.object, label: 'obj' },
    ],
  },
  weaklistoffset: At.weaklist,
  slots: { new: newPickleBuffer, asBuffer: lend },
  methods: [
    {
      name: 'raw',
      kind: Meth.NOARGS,
      fn: raw,
      signature: '($self, /)',
      doc: "Return a memoryview of the raw memory underlying this buffer.\n\nWill raise BufferError is the buffer isn't contiguous.",
    },
    {
      name: 'release',
      kind: Meth.NOARGS,
      fn: release,
      signature: '($self, /)',
      doc: 'Release the underlying buffer held by the PickleBuffer object.',
    },
  ],
  doc: 'Wrapper for potentially out-of-band buffers',
};

/** The one thing of _pickle that the library's pickle.py has no Python for; the rest is src/pylib/_pickle.py. */
export const pickleModule: ModuleSpec = { name: '_picklebuffer', types: [pickleBufferType] };
