import { Ob } from '../memory/layout.ts';
import { ObjectWalk } from '../memory/object-walk.ts';
import { dictDelete, dictNext, nextKey } from '../runtime/containers/dict-object.ts';
import { nameOfType } from '../runtime/core/errors.ts';
import { Tp, TpFlag } from '../runtime/core/layout.ts';
import type { Runtime } from '../runtime/core/runtime.ts';
import { Root, T } from '../runtime/core/static.ts';
import type { AllocationWatch } from './allocation-watch.ts';
import { objectBytes } from './object-size.ts';
import { typeNameOf } from './object-text.ts';

/** Objects of one type made at one line. */
export interface Growth {
  readonly type: string;
  readonly made: { readonly file: string; readonly line: number } | null;
  readonly objects: number;
  readonly bytes: number;
}

/** Empties the namespace of a program that has ended, but for the names that every module has. Runs finalizers. */
export function forgetProgram(rt: Runtime, dict: number): void {
  const mark = rt.mark();
  const names: number[] = [];
  for (let pos = dictNext(rt, dict, 0); pos >= 0; pos = dictNext(rt, dict, pos)) {
    const key = nextKey(rt);
    const isCommon =
      rt.H[key + Ob.type] === T.str && /^__(?:name|doc|package|loader|spec|annotations|builtins|file|cached)__$/.test(rt.hooks.strText(rt, key));
    if (!isCommon) names.push(rt.own(rt.newRef(key)));
  }
  for (const name of names) dictDelete(rt, dict, name);
  rt.release(mark);
  rt.clearSlot(Root.astArena);
}

/** Bytes of the objects and blocks in use. */
export function liveBytes(rt: Runtime): number {
  return rt.heap.stats.bytesInUse;
}

function forEachObject(rt: Runtime, each: (op: number) => void): void {
  const walk = new ObjectWalk(rt.heap);
  walk.run();
  walk.forEachObject((op) => each(op));
}

/** Living objects by type and the line that made them. */
export type Inventory = ReadonlyMap<string, Growth>;

/** What lives now and was made since the watch began. */
export function inventory(rt: Runtime, watch: AllocationWatch): Inventory {
  const groups = new Map<string, { -readonly [K in keyof Growth]: Growth[K] }>();
  forEachObject(rt, (op) => {
    const origin = watch.originOf(op);
    if (origin === null) return;
    const type = typeNameOf(rt, op);
    const key = `${type} ${origin.file}:${origin.line}`;
    const bytes = objectBytes(rt, op);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { type, made: origin.file === '' ? null : { file: origin.file, line: origin.line }, objects: 1, bytes });
    else {
      known.objects++;
      known.bytes += bytes;
    }
  });
  return groups;
}

/** What an inventory has more than an earlier one, most bytes first. */
export function grownSince(before: Inventory, after: Inventory): Growth[] {
  const grown: Growth[] = [];
  for (const [key, group] of after) {
    const objects = group.objects - (before.get(key)?.objects ?? 0);
    const bytes = group.bytes - (before.get(key)?.bytes ?? 0);
    if (bytes > 0) grown.push({ ...group, objects, bytes });
  }
  return grown.sort((a, b) => b.bytes - a.bytes);
}

/** Names of all classes alive. */
export function typeNames(rt: Runtime): string[] {
  const names = new Set<string>();
  forEachObject(rt, (op) => {
    if ((rt.H[rt.H[op + Ob.type] + Tp.flags] & TpFlag.TYPE_SUBCLASS) !== 0) names.add(nameOfType(rt, op));
  });
  return [...names];
}
