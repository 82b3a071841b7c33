import { CodeFlag } from '../../bytecode/code.ts';
import { Ob } from '../../memory/layout.ts';
import { dictContains, dictDelete, dictGet, dictSet, newDict } from '../containers/dict-object.ts';
import { call1, callMethodText } from '../core/abstract/call.ts';
import { contains } from '../core/abstract/item.ts';
import { iter } from '../core/abstract/iteration.ts';
import { length, reprText, richCompare } from '../core/abstract/object.ts';
import { checkPositional } from '../core/arguments.ts';
import { keyError, typeError, typeName, valueError } from '../core/errors.ts';
import { Cell } from '../core/layout.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth, type MethodSpec } from '../core/signatures.ts';
import { T } from '../core/static.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newStr, strEquals } from '../text/str-object.ts';
import { Co, Fr } from './frame-layout.ts';
import { copyVariables, forEachVariable, hasHiddenVariables } from './frame-locals.ts';
import { mergeMapping } from './mapping-merge.ts';

/** FrameLocalsProxy (3.13 on): the variables of a function's frame as a mapping that writes through. CPython: Objects/frameobject.c framelocalsproxy_* */
const FRAME = Ob.body;

/** `frame.f_locals`: the namespace of a module or class, else a new proxy. CPython: frame_getlocals */
export function localsOfFrame(rt: Runtime, frame: number): Owned {
  const H = rt.H;
  if ((H[H[frame + Fr.code] + Co.flags] & CodeFlag.Optimized) === 0 && !hasHiddenVariables(rt, frame)) return rt.newRef(H[frame + Fr.locals]);
  const op = rt.newGcObject(rt.types.get('FrameLocalsProxy') as number, 24);
  H[frame]++;
  H[op + FRAME] = frame;
  H[op + FRAME + 1] = 0;
  rt.track(op);
  return op;
}

/** What was added to a function's variables by name: a dict, borrowed, or 0. The namespace of a module or class is not that. */
function addedLocals(rt: Runtime, frame: number): number {
  const H = rt.H;
  return (H[H[frame + Fr.code] + Co.flags] & CodeFlag.Optimized) === 0 ? 0 : H[frame + Fr.locals]!;
}

/** A new dict of the variables and of what was added to them. */
function snapshot(rt: Runtime, self: number): Owned {
  const frame = rt.H[self + FRAME];
  const mark = rt.mark();
  const dict = rt.own(newDict(rt));
  copyVariables(rt, frame, dict);
  const extra = addedLocals(rt, frame);
  if (extra !== 0) mergeMapping(rt, dict, extra, false);
  return rt.leave(mark, rt.newRef(dict));
}

/** The slot of the variable called `key`, or 0; a cell's slot is that of its content. */
function variableSlot(rt: Runtime, frame: number, key: number): number {
  if (rt.H[key + Ob.type] !== T.str) return 0;
  let found = 0;
  forEachVariable(rt, frame, (name, slot, cell) => {
    if (found === 0 && (name === key || strEquals(rt, name, key))) found = cell && rt.H[slot] !== 0 ? rt.H[slot] + Cell.contents : slot;
  });
  return found;
}

/** The value under a key: borrowed, or 0. */
function lookup(rt: Runtime, self: number, key: number): number {
  const frame = rt.H[self + FRAME];
  const slot = variableSlot(rt, frame, key);
  if (slot !== 0 && rt.H[slot] !== 0) return rt.H[slot];
  const extra = addedLocals(rt, frame);
  return extra === 0 ? 0 : dictGet(rt, extra, key);
}

/** CPython: framelocalsproxy_setitem */
function assign(rt: Runtime, self: number, key: number, value: number): void {
  const H = rt.H;
  const frame = H[self + FRAME];
  const slot = variableSlot(rt, frame, key);
  if (slot !== 0) {
    if (value === 0) valueError(rt, 'cannot remove local variables from FrameLocalsProxy');
    rt.setSlot(slot, rt.newRef(value));
    return;
  }
  if (value === 0) {
    if (H[frame + Fr.locals] === 0 || !dictContains(rt, H[frame + Fr.locals], key)) keyError(rt, key);
    dictDelete(rt, H[frame + Fr.locals], key);
    return;
  }
  if (H[frame + Fr.locals] === 0) H[frame + Fr.locals] = newDict(rt);
  dictSet(rt, H[frame + Fr.locals], key, value);
}

/** What a method of a dict says about the snapshot; `wrap` names a builtin type that the result is put into. */
function ofSnapshot(name: string, wrap: number): MethodSpec {
  return {
    name,
    kind: Meth.NOARGS,
    fn: (rt: Runtime, self: number) => {
      const mark = rt.mark();
      const dict = rt.own(snapshot(rt, self));
      const view = rt.own(callMethodText(rt, dict, name));
      return rt.leave(mark, wrap === 0 ? rt.newRef(view) : call1(rt, wrap, view));
    },
  };
}

function get(rt: Runtime, self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'get', nargs, 1, 2);
  const found = lookup(rt, self, rt.H[args]);
  if (found !== 0) return rt.newRef(found);
  return nargs > 1 ? rt.newRef(rt.H[args + 2]) : rt.none();
}

function setDefault(rt: Runtime, self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'setdefault', nargs, 1, 2);
  const found = lookup(rt, self, rt.H[args]);
  if (found !== 0) return rt.newRef(found);
  const mark = rt.mark();
  const value = rt.own(nargs > 1 ? rt.newRef(rt.H[args + 2]) : rt.none());
  assign(rt, self, rt.H[args], value);
  return rt.leave(mark, rt.newRef(value));
}

function pop(rt: Runtime, self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'pop', nargs, 1, 2);
  const frame = rt.H[self + FRAME];
  if (variableSlot(rt, frame, rt.H[args]) !== 0) valueError(rt, 'cannot remove local variables from FrameLocalsProxy');
  const found = lookup(rt, self, rt.H[args]);
  if (found === 0) return nargs > 1 ? rt.newRef(rt.H[args + 2]) : keyError(rt, rt.H[args]);
  const value = rt.newRef(found);
  const mark = rt.mark();
  rt.own(value);
  dictDelete(rt, rt.H[frame + Fr.locals], rt.H[args]);
  return rt.leave(mark, rt.newRef(value));
}

/** Writes all items of a mapping through. */
function update(rt: Runtime, self: number, mapping: number): Owned {
  const mark = rt.mark();
  const dict = rt.own(newDict(rt));
  mergeMapping(rt, dict, mapping, false);
  const keys = rt.own(call1(rt, T.list, dict));
  for (let i = 0; i < length(rt, keys); i++) {
    const inner = rt.mark();
    const key = rt.own(callMethodText(rt, keys, 'pop'));
    assign(rt, self, key, dictGet(rt, dict, key));
    rt.release(inner);
    i--;
  }
  rt.release(mark);
  return rt.none();
}

function merged(rt: Runtime, a: number, b: number): Owned {
  const type = rt.types.get('FrameLocalsProxy') as number;
  for (const o of [a, b]) if (rt.H[o + Ob.type] !== type && rt.H[o + Ob.type] !== T.dict) return rt.notImplemented();
  const mark = rt.mark();
  const dict = rt.own(newDict(rt));
  for (const o of [a, b]) mergeMapping(rt, dict, rt.H[o + Ob.type] === type ? rt.own(snapshot(rt, o)) : o, false);
  return rt.leave(mark, rt.newRef(dict));
}

function compare(rt: Runtime, a: number, b: number, op: number): Owned {
  const type = rt.types.get('FrameLocalsProxy') as number;
  const mark = rt.mark();
  if (rt.H[b + Ob.type] === type) {
    const same = rt.H[a + FRAME] === rt.H[b + FRAME];
    return op === 2 ? rt.bool(same) : op === 3 ? rt.bool(!same) : rt.notImplemented();
  }
  if (rt.H[b + Ob.type] !== T.dict) return rt.notImplemented();
  return rt.leave(mark, richCompare(rt, rt.own(snapshot(rt, a)), b, op));
}

export const FRAME_LOCALS_PROXY_TYPE: TypeSpec = {
  name: 'FrameLocalsProxy',
  basicsize: 24,
  contract: { gc: true, slots: [{ at: FRAME, label: 'frame', keep: true }] },
  slots: {
    repr: (rt, self) => {
      const mark = rt.mark();
      return rt.leave(mark, newStr(rt, reprText(rt, rt.own(snapshot(rt, self)))));
    },
    richcompare: compare,
    iter: (rt, self) => {
      const mark = rt.mark();
      const names = rt.own(call1(rt, T.list, rt.own(snapshot(rt, self))));
      return rt.leave(mark, iter(rt, names));
    },
    mpLength: (rt, self) => {
      const mark = rt.mark();
      const n = length(rt, rt.own(snapshot(rt, self)));
      rt.release(mark);
      return n;
    },
    mpSubscript: (rt, self, key) => {
      const found = lookup(rt, self, key);
      return found === 0 ? keyError(rt, key) : rt.newRef(found);
    },
    mpAssSubscript: assign,
    sqContains: (rt, self, key) => {
      const mark = rt.mark();
      const has = contains(rt, rt.own(snapshot(rt, self)), key);
      rt.release(mark);
      return has ? 1 : 0;
    },
    nbOr: merged,
    nbInplaceOr: (rt, self, other) => {
      if (rt.H[other + Ob.type] !== T.dict && rt.H[other + Ob.type] !== rt.H[self + Ob.type]) return rt.notImplemented();
      rt.decref(update(rt, self, other));
      return rt.newRef(self);
    },
    new: (rt, _type, args, nargs) => {
      if (nargs !== 1) typeError(rt, `FrameLocalsProxy expected 1 argument, got ${nargs}`);
      if (rt.H[rt.H[args] + Ob.type] !== T.frame) typeError(rt, `expect frame, not ${typeName(rt, rt.H[args])}`);
      return localsOfFrame(rt, rt.H[args]);
    },
  },
  methods: [
    { name: 'get', kind: Meth.FAST, fn: get },
    { name: 'setdefault', kind: Meth.FAST, fn: setDefault },
    { name: 'pop', kind: Meth.FAST, fn: pop },
    { name: 'update', kind: Meth.O, fn: update },
    ofSnapshot('keys', T.list),
    ofSnapshot('values', T.list),
    ofSnapshot('items', T.list),
    ofSnapshot('copy', 0),
    ofSnapshot('__reversed__', 0),
  ],
};
