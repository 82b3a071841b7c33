import { Gc, Ob } from '../../../memory/layout.ts';
import { dictDelete, dictGet, dictSet, newDict } from '../../containers/dict-object.ts';
import { tupleFromSlots } from '../../containers/tuple-object.ts';
import { genericGetAttr, genericSetAttr } from '../../core/abstract/object.ts';
import { raise, typeError } from '../../core/errors.ts';
import { allocInstance, freeInstance } from '../../core/instance.ts';
import { Tp, TpFlag, Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import type { Init } from '../../core/signatures.ts';
import { T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newInt } from '../../numbers/int-object.ts';
import { strText } from '../../text/str-object.ts';
import { scheduler } from '../../threads/scheduler.ts';
import { clearWeakrefs } from '../../types/weakref.ts';

/**
 * threading.local: a dict for every thread. `dict` is the one of the thread `owner`, which looked last; all others wait in `dicts`, by the number of their
 * thread. CPython: Modules/_threadmodule.c localobject
 */
const enum Local {
  dict = 4,
  weaklist = 6,
  dicts = 8,
  args = 10,
  names = 12,
  owner = 14,
  end = 16,
}

/** Locals that live, so that the end of a thread reaches its dicts. */
function registry(rt: Runtime): Set<number> {
  return rt.stateOf('thread locals', () => new Set<number>());
}

/** Brings the running thread's dict into Local.dict; a thread's first look calls `__init__` with the arguments of the call. CPython: _ldict */
function useOwnDict(rt: Runtime, self: number): void {
  const H = rt.H;
  const { number } = scheduler(rt).current;
  if (H[self + Local.owner] === number) return;
  const mark = rt.mark();
  const key = rt.own(newInt(rt, number));
  const known = dictGet(rt, H[self + Local.dicts]!, key);
  H[self + Local.owner] = number;
  if (known !== 0) {
    rt.setSlot(self + Local.dict, rt.newRef(known));
    rt.release(mark);
    return;
  }
  rt.setSlot(self + Local.dict, newDict(rt));
  dictSet(rt, H[self + Local.dicts]!, key, H[self + Local.dict]!);
  const init = H[H[self + Ob.type]! + Tp.init]!;
  if (init !== H[T.object + Tp.init] && H[self + Local.args] !== 0) {
    const args = H[self + Local.args]!;
    const nkw = H[self + Local.names] === 0 ? 0 : H[H[self + Local.names]! + Ob.size]!;
    (rt.fn[init] as Init)(rt, self, args + Tuple.items, H[args + Ob.size]! - nkw, H[self + Local.names]!);
  }
  rt.release(mark);
}

function localNew(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const H = rt.H;
  const nkw = kwnames === 0 ? 0 : H[kwnames + Ob.size]!;
  if (nargs + nkw > 0 && H[type + Tp.init] === H[T.object + Tp.init]) typeError(rt, 'Initialization arguments are not supported');
  const mark = rt.mark();
  const self = rt.own(allocInstance(rt, type, 0));
  rt.setSlot(self + Local.args, tupleFromSlots(rt, args, nargs + nkw));
  if (nkw > 0) rt.setSlot(self + Local.names, rt.newRef(kwnames));
  rt.setSlot(self + Local.dicts, newDict(rt));
  registry(rt).add(self);
  // the caller calls __init__ for this thread
  const { number } = scheduler(rt).current;
  H[self + Local.owner] = number;
  rt.setSlot(self + Local.dict, newDict(rt));
  dictSet(rt, H[self + Local.dicts]!, rt.own(newInt(rt, number)), H[self + Local.dict]!);
  return rt.leave(mark, rt.newRef(self));
}

function localDealloc(rt: Runtime, op: number): void {
  const H = rt.H;
  if (H[op + Gc.next] !== 0) rt.untrack(op);
  registry(rt).delete(op);
  if (H[op + Local.weaklist] !== 0) clearWeakrefs(rt, op);
  for (const slot of [Local.args, Local.names, Local.dicts, Local.dict]) rt.clearSlot(op + slot);
  freeInstance(rt, op);
}

function setAttribute(rt: Runtime, self: number, name: number, value: number): void {
  useOwnDict(rt, self);
  if (rt.H[name + Ob.type] === T.str && strText(rt, name) === '__dict__')
    raise(rt, T.AttributeError, `'${strText(rt, rt.H[rt.H[self + Ob.type]! + Tp.name]!)}' object attribute '__dict__' is read-only`);
  genericSetAttr(rt, self, name, value);
}

/** A thread is over: its dicts go. */
export function forgetThread(rt: Runtime, number: number): void {
  for (const self of [...registry(rt)]) {
    if (!registry(rt).has(self)) continue;
    const mark = rt.mark();
    rt.own(rt.newRef(self));
    const key = rt.own(newInt(rt, number));
    if (rt.H[self + Local.owner] === number) {
      rt.H[self + Local.owner] = 0;
      rt.clearSlot(self + Local.dict);
    }
    if (dictGet(rt, rt.H[self + Local.dicts]!, key) !== 0) dictDelete(rt, rt.H[self + Local.dicts]!, key);
    rt.release(mark);
  }
}

/** _thread._local */
export const localType: TypeSpec = {
  name: '_thread._local',
  basicsize: Local.end * 4,
  flags: TpFlag.BASETYPE,
  dictoffset: Local.dict,
  weaklistoffset: Local.weaklist,
  contract: {
    gc: true,
    slots: [
      { at: Local.dict, label: "the running thread's attributes" },
      { at: Local.dicts, label: "the threads' attributes" },
      { at: Local.args, label: 'arguments of __init__' },
      { at: Local.names, label: 'keywords of __init__' },
    ],
  },
  slots: {
    new: localNew,
    dealloc: localDealloc,
    getattro: (rt, self, name) => {
      useOwnDict(rt, self);
      return genericGetAttr(rt, self, name);
    },
    setattro: setAttribute,
  },
  getset: [
    {
      name: '__dict__',
      get: (rt, self) => {
        useOwnDict(rt, self);
        return rt.H[self + Local.dict] === 0 ? rt.none() : rt.newRef(rt.H[self + Local.dict]!);
      },
    },
  ],
};
