import { Ob } from '../../memory/layout.ts';
import { genericGetAttr, lookupType } from '../core/abstract/attribute.ts';
import { typeError, typeName } from '../core/errors.ts';
import { Func, Tp, TpFlag } from '../core/layout.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Call } from '../core/signatures.ts';
import { Root, S, T } from '../core/static.ts';
import { Prop } from '../types/descr-layout.ts';
import { objectNew } from '../types/object-object.ts';
import { slotGetattrHook, slotGetattro } from '../types/slot-functions.ts';
import { Cache, Co, Entry, Fr } from './frame-layout.ts';
import { loadedCodes } from './loaded-code.ts';
import { enterMoved } from './push-frame.ts';

/** Frames of special methods that an instruction starts in the loop once it ran often enough (Model.specialized). */

/** The class's own Python function under a special name, if it takes exactly `n` arguments by copying alone; else 0. */
function simpleMethod(rt: Runtime, type: number, name: string, n: number): number {
  const H = rt.H;
  if ((H[type + Tp.flags] & TpFlag.HEAPTYPE) === 0) return 0;
  const f = lookupType(rt, type, rt.ident(name));
  return f !== 0 && H[f + Ob.type] === T.function && H[H[f + Func.code] + Co.simple] === n ? f : 0;
}

/** Runs with other classes after which an instruction is made anew. CPython: ADAPTIVE_COOLDOWN_VALUE */
const COOLDOWN = 52;

/** Is the running instruction made for this version of a class? The first asking makes it so. CPython: Python/specialize.c, DEOPT_IF */
function madeFor(rt: Runtime, type: number, byClass: boolean): boolean {
  const H = rt.H;
  const version = H[type + Tp.versionTag];
  if (version === 0) return false;
  const { sites, specializedClasses } = loadedCodes(rt);
  const frame = H[Root.frame];
  const code = H[frame + Fr.code];
  let places = sites[H[code + Co.index]];
  if (places === undefined) {
    places = new Map();
    sites[H[code + Co.index]] = places;
  }
  const place = H[frame + Fr.pc] - H[code + Co.instructions];
  const site = places.get(place);
  if (site === undefined || (site.misses === 0 && site.version !== version)) {
    places.set(place, { version, misses: COOLDOWN });
    if (byClass) specializedClasses.set(type, version);
    return true;
  }
  if (byClass ? specializedClasses.get(type) === version : site.version === version) return true;
  site.misses--;
  return false;
}

/**
 * `container, key` on top of the stack move into the frame of a Python `__getitem__`, whose function takes the container's place. The frame is
 * running when it is returned; the caller lowers its stack pointer by one slot. 0 when there is none. CPython: BINARY_SUBSCR_GETITEM
 */
export function enterGetitem(rt: Runtime, sp: number, flags: number): number {
  const H = rt.H;
  const f = simpleMethod(rt, H[H[sp - 4] + Ob.type], '__getitem__', 2);
  if (f === 0 || rt.depth >= rt.recursionLimit) return 0;
  if (!madeFor(rt, H[H[sp - 4] + Ob.type], rt.model.specialized.getitemOfClass)) return 0;
  const frame = enterMoved(rt, f, sp - 4, 2, 0, flags);
  H[sp - 4] = rt.newRef(f);
  H[sp - 3] = 0;
  H[frame + Fr.callBase] = sp - 4;
  return frame;
}

/** Word of LOAD_ATTR's cache: 0 before the first property, ARMED after a run in general form, else the type version whose getter is started here. */
const GETTER = Cache.f;
const ARMED = -1;

/** What LOAD_ATTR may start: the getter of the class's property, or its own `__getattribute__` where nothing else is asked; 0 for neither. */
function attributeFunction(rt: Runtime, type: number, name: number): number {
  const H = rt.H;
  if ((H[type + Tp.flags] & TpFlag.HEAPTYPE) === 0) return 0;
  const getattro = rt.fn[H[type + Tp.getattro]] as unknown;
  if (getattro === genericGetAttr) {
    const property = lookupType(rt, type, name);
    if (property === 0 || H[property + Ob.type] !== T.property) return 0;
    const f = H[property + Prop.get];
    return f !== 0 && H[f + Ob.type] === T.function && H[H[f + Func.code] + Co.simple] === 1 ? f : 0;
  }
  return getattro === slotGetattro || getattro === slotGetattrHook ? simpleMethod(rt, type, '__getattribute__', 2) : 0;
}

/**
 * The object on top of the stack moves into the frame of the Python getter of its class's property `H[cache]`, or of its `__getattribute__`, whose
 * function takes its place; the frame is running when it is returned. 0 when there is none, in the first run, and for other classes than the second
 * run's. CPython: LOAD_ATTR_PROPERTY, LOAD_ATTR_GETATTRIBUTE_OVERRIDDEN
 */
export function enterGetter(rt: Runtime, sp: number, cache: number): number {
  const H = rt.H;
  const o = H[sp - 2];
  const type = H[o + Ob.type];
  const f = attributeFunction(rt, type, H[cache]);
  if (f === 0 || rt.depth >= rt.recursionLimit) return 0;
  const version = H[type + Tp.versionTag];
  const known = H[cache + GETTER];
  if (known === 0) H[cache + GETTER] = ARMED;
  // with a `__getattr__` beside it, or as long as one is looked for, `__getattribute__` is called from there
  if (version === 0 || (known !== version && known !== ARMED) || (rt.fn[H[type + Tp.getattro]] as unknown) === slotGetattrHook) return 0;
  H[cache + GETTER] = version;
  let frame: number;
  if (H[H[f + Func.code] + Co.simple] === 1) frame = enterMoved(rt, f, sp - 2, 1, 0, 0);
  else {
    const mark = rt.mark();
    rt.own(rt.newRef(o));
    rt.own(rt.newRef(H[cache]));
    frame = enterMoved(rt, f, mark, 2, 0, 0);
    rt.nsp = mark;
    H[o]--;
  }
  H[sp - 2] = rt.newRef(f);
  H[sp - 1] = 0;
  H[frame + Fr.callBase] = sp - 2;
  return frame;
}

/**
 * The class in the slot below the arguments is called: a new instance takes its place at `base`, the arguments move into the frame of its Python
 * `__init__`, which is running when it is returned; the caller's stack ends above the instance. 0 when that is not so simple. CPython:
 * CALL_ALLOC_AND_ENTER_INIT
 */
export function enterInit(rt: Runtime, base: number, args: number, n: number, flags: number): number {
  const H = rt.H;
  const at = args - 2;
  const type = H[at];
  if (H[type + Tp.vectorcall] !== 0 || (rt.fn[H[type + Tp.new]] as unknown) !== objectNew || rt.depth >= rt.recursionLimit) return 0;
  const f = simpleMethod(rt, type, '__init__', n + 1);
  if (f === 0 || !madeFor(rt, type, false)) return 0;
  const obj = (rt.fn[H[type + Tp.new]] as Call)(rt, type, args, n, 0);
  H[at] = obj;
  const frame = enterMoved(rt, f, at, n + 1, 0, flags & ~(1 << n));
  H[base] = rt.newRef(obj);
  H[base + 1] = 0;
  H[H[frame + Fr.caller] + Fr.sp] = base + 2;
  H[frame + Fr.entry] = Entry.Init;
  H[frame + Fr.callBase] = base;
  rt.decref(type);
  return frame;
}

/** What `__init__` returned (stolen) must be None. TypeError. CPython: EXIT_INIT_CHECK */
export function checkInitResult(rt: Runtime, r: number): void {
  if (r !== S.None) {
    rt.own(r);
    typeError(rt, `__init__() should return None, not '${typeName(rt, r)}'`);
  }
  rt.H[S.None]--;
}
