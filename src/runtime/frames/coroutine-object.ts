import { CodeFlag } from '../../bytecode/code.ts';
import { Ob } from '../../memory/layout.ts';
import { CLASS_GETITEM } from '../containers/class-getitem.ts';
import { typeError, typeName } from '../core/errors.ts';
import { Tp, TpFlag } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth, type Unary } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { Co, Gen } from './frame-layout.ts';
import {
  closeGenerator,
  deallocGenerator,
  finalizeGenerator,
  GENERATOR_CONTRACT,
  generatorRepr,
  NAME_ATTRIBUTES,
  SEND_METHODS,
  sendGenerator,
  stateAttributes,
  throwMethod,
} from './generator-object.ts';

/** `__await__`'s iterator of a coroutine: drives it. */
const enum Wrapper {
  coroutine = 4,
  bytes = 24,
}

/**
 * The iterator to await an object: a coroutine itself, a generator marked as coroutine, else `__await__()`. `where` 1: the object comes from
 * `__aenter__`, 2: from `__aexit__`. New reference; TypeError. CPython: _PyCoro_GetAwaitableIter, format_awaitable_error
 */
export function coroutineIter(rt: Runtime, o: number, where: number): Owned {
  const H = rt.H;
  const type = H[o + Ob.type];
  if (type === T.coroutine) return rt.newRef(o);
  if (type === T.generator && (H[H[o + Gen.code] + Co.flags] & CodeFlag.IterableCoroutine) !== 0) return rt.newRef(o);
  const slot = H[type + Tp.amAwait];
  if (slot === 0) {
    if (where === 1) typeError(rt, `'async with' received an object from __aenter__ that does not implement __await__: ${typeName(rt, o)}`);
    if (where === 2) typeError(rt, `'async with' received an object from __aexit__ that does not implement __await__: ${typeName(rt, o)}`);
    typeError(rt, `object ${typeName(rt, o)} can't be used in 'await' expression`);
  }
  const it = (rt.fn[slot] as Unary)(rt, o);
  const kind = H[it + Ob.type];
  rt.own(it);
  if (kind === T.coroutine || (kind === T.generator && (H[H[it + Gen.code] + Co.flags] & CodeFlag.IterableCoroutine) !== 0)) {
    typeError(rt, '__await__() returned a coroutine');
  }
  if (H[kind + Tp.iternext] === 0) typeError(rt, `__await__() returned non-iterator of type '${typeName(rt, it)}'`);
  return rt.unown(it);
}

/** coroutine.__await__(). CPython: coro_await */
function coroutineAwait(rt: Runtime, co: number): Owned {
  const H = rt.H;
  const wrapper = rt.newGcObject(T.coroutine_wrapper, Wrapper.bytes);
  H[co]++;
  H[wrapper + Wrapper.coroutine] = co;
  H[wrapper + Wrapper.coroutine + 1] = 0;
  rt.track(wrapper);
  return wrapper;
}

export const COROUTINE_TYPE: TypeSpec = {
  name: 'coroutine',
  at: T.coroutine,
  basicsize: 96,
  flags: TpFlag.HAVE_FINALIZE | TpFlag.DISALLOW_INSTANTIATION,
  contract: { ...GENERATOR_CONTRACT, slots: [...GENERATOR_CONTRACT.slots, { at: Gen.origin, label: 'cr_origin', keep: true }] },
  slots: {
    dealloc: deallocGenerator,
    finalize: finalizeGenerator,
    repr: generatorRepr('coroutine'),
    amAwait: coroutineAwait,
  },
  weaklistoffset: Gen.weaklist,
  methods: [...SEND_METHODS, CLASS_GETITEM],
  members: [{ name: 'cr_origin', at: Gen.origin, kind: 'object', readonly: true }],
  getset: [...NAME_ATTRIBUTES, ...stateAttributes('cr_', 'cr_await')],
};

const inner = (rt: Runtime, wrapper: number): number => rt.H[wrapper + Wrapper.coroutine];

export const COROUTINE_WRAPPER_TYPE: TypeSpec = {
  name: 'coroutine_wrapper',
  at: T.coroutine_wrapper,
  basicsize: Wrapper.bytes,
  flags: TpFlag.DISALLOW_INSTANTIATION,
  contract: { gc: true, slots: [{ at: Wrapper.coroutine, label: 'its coroutine', keep: true }] },
  slots: {
    iter: (rt, w) => rt.newRef(w),
    iternext: (rt, w) => sendGenerator(rt, inner(rt, w), 0),
  },
  methods: [
    { name: 'send', kind: Meth.O, fn: (rt: Runtime, w: number, v: number) => sendGenerator(rt, inner(rt, w), v) },
    { name: 'throw', kind: Meth.FAST, fn: (rt: Runtime, w: number, args: number, nargs: number) => throwMethod(rt, inner(rt, w), args, nargs) },
    { name: 'close', kind: Meth.NOARGS, fn: (rt: Runtime, w: number) => closeGenerator(rt, inner(rt, w)) },
  ],
  doc: 'A wrapper object implementing __await__ for coroutines.',
};
