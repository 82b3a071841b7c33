import { Ob } from '../memory/layout.ts';
import { describeSlot } from '../memory/type-contract.ts';
import { dictNext, nextValue } from '../runtime/containers/dict-object.ts';
import { Free } from '../runtime/containers/free-lists.ts';
import { nameOfType } from '../runtime/core/errors.ts';
import { Func, Module, Tp, TpFlag, Tuple } from '../runtime/core/layout.ts';
import type { Runtime } from '../runtime/core/runtime.ts';
import { Root, T } from '../runtime/core/static.ts';
import { Fr, Gen } from '../runtime/frames/frame-layout.ts';
import { codeData } from '../runtime/frames/loaded-code.ts';
import { nameOfCallable, typeNameOf } from './object-text.ts';
import { rootSlotWords } from './root-names.ts';
import { type FrameName, frameName, frameVariable, frameWords, nativeCalls, operandRole, runningFrames } from './running-frames.ts';
import type { HolderSlot, SlotSearch } from './slot-search.ts';

/** Owners of owners are looked at this far up for a name. */
const LEVELS = 4;
/** Holders of an owner that are looked at for its name. */
const PARENTS = 16;

/**
 * What a holder is.
 *  - `global`: a name of a module; `local`, `parameter`: of a frame; `argument`, `operand`: on a value stack
 *  - `attribute`, `item`, `key`, `value`, `cell`: in another object; `constant`: of code; `type`: the class of an instance
 *  - `interpreter`, `native`: held by the interpreter itself, by native code
 *  - `slot`: any other slot of an object
 */
export type HolderKind =
  | 'global'
  | 'local'
  | 'parameter'
  | 'argument'
  | 'operand'
  | 'attribute'
  | 'item'
  | 'key'
  | 'value'
  | 'cell'
  | 'constant'
  | 'type'
  | 'interpreter'
  | 'native'
  | 'slot';

/** A holder in words. */
export interface HolderWords {
  readonly kind: HolderKind;
  /** "global `a` in `__main__`" */
  readonly text: string;
  /** Name, key or index within the owner, null when there is none. */
  readonly name: string | null;
  /** The frame concerned, null when none. */
  readonly frame: FrameName | null;
}

/** A way to reach an object in Python: `shelf.rows[2]`, in a module or a function. */
interface AccessPath {
  readonly path: string;
  readonly scope: string;
}

/** Finds words for holders. Made for one moment: the heap must not change while it is used. */
export class HolderNaming {
  /** Dicts of modules, with the modules' names. */
  private readonly moduleDicts = new Map<number, string>();
  private readonly running: readonly number[];
  private parents = new Map<number, HolderSlot[]>();

  constructor(
    private readonly rt: Runtime,
    private readonly search: SlotSearch,
  ) {
    this.running = runningFrames(rt);
    this.readModules();
  }

  /** Looks up what must be known of the owners of these holders. */
  prepare(holders: readonly HolderSlot[]): void {
    let wanted = new Set<number>();
    for (const { owner } of holders) if (this.needsParents(owner)) wanted.add(owner);
    for (let level = 0; level < LEVELS && wanted.size > 0; level++) {
      const found = this.search.find(wanted, PARENTS);
      const next = new Set<number>();
      for (const [op, slots] of found) {
        this.parents.set(op, slots);
        for (const { owner } of slots) if (this.needsParents(owner)) next.add(owner);
      }
      wanted = next;
    }
  }

  /** The words for one holder. */
  words(holder: HolderSlot): HolderWords {
    const { owner, slot, root } = holder;
    const { H } = this.rt;
    if (root !== null) {
      if (root.name === 'native stack') return this.parked();
      return { kind: 'interpreter', text: rootSlotWords(root, slot), name: null, frame: null };
    }
    const type = H[owner + Ob.type];
    if (type === T.frame) return this.frameSlot(owner, slot);
    if (this.isDict(type)) {
      const words = this.dictSlot(owner, slot);
      if (words !== null) return words;
    }
    if (type === T.list && this.isArena(owner)) return { kind: 'interpreter', text: 'AST arena of the running script', name: null, frame: null };
    if (type === T.tuple) return this.tupleItem(owner, slot);
    if (type === T.cell) return this.cellContents(owner);
    const label = describeSlot(this.rt.heap, owner, slot);
    const index = /^item (\d+)$/.exec(label);
    if (index !== null) return { kind: 'item', text: `item ${index[1]} of ${this.phrase(owner)}`, name: index[1], frame: null };
    if (label.startsWith('member ')) return { kind: 'key', text: `${label} of ${this.phrase(owner)}`, name: label.slice(7), frame: null };
    if (label === 'type') return { kind: 'type', text: `class of ${this.phrase(owner)}`, name: null, frame: null };
    const attribute = /^[A-Za-z_]\w*$/.test(label) && type !== T.code;
    return {
      kind: attribute ? 'attribute' : 'slot',
      text: attribute ? `\`${label}\` of ${this.phrase(owner)}` : `${label} of ${this.phrase(owner)}`,
      name: label,
      frame: null,
    };
  }

  /** A reference on the native stack. Which native function parked it is certain only when one alone is running. */
  private parked(): HolderWords {
    const calls = nativeCalls(this.rt);
    const [call] = calls;
    if (calls.length !== 1 || call.callee === null) return { kind: 'native', text: 'held by native code', name: null, frame: null };
    return {
      kind: 'native',
      text: `held by native code while \`${call.callee}\` runs, called by ${frameWords(call.caller)}`,
      name: call.callee,
      frame: call.caller,
    };
  }

  /** An object in a few words: "list `shelf` in `__main__`". */
  phrase(op: number): string {
    const { H } = this.rt;
    const type = H[op + Ob.type];
    const module = this.moduleDicts.get(op);
    if (module !== undefined) return `the globals of \`${module}\``;
    if (type === T.frame) return `the frame of \`${frameName(this.rt, op).function}\``;
    if (type === T.module) return `module \`${this.moduleName(op)}\``;
    if (type === T.code) return `the code of \`${codeData(this.rt, op).name}\``;
    if (type === T.function) return `function \`${nameOfCallable(this.rt, op)}\``;
    if ((H[type + Tp.flags] & TpFlag.TYPE_SUBCLASS) !== 0) return `class \`${nameOfType(this.rt, op)}\``;
    const name = typeNameOf(this.rt, op);
    if (type === T.generator || type === T.coroutine || type === T.async_generator) {
      const frame = H[op + Gen.frame];
      return frame === 0 ? `a finished ${name}` : `the ${name} of \`${frameName(this.rt, frame).function}\``;
    }
    const path = this.accessPath(op, LEVELS);
    if (path !== null) return `${name} \`${path.path}\` in ${path.scope}`;
    const named = nameOfCallable(this.rt, op);
    if (named !== null) return `${name} \`${named}\``;
    return `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}${this.placeOf(op)}`;
  }

  /** Where an object without a name is: on a value stack, iterated over, in native hands; empty when nothing is known. */
  private placeOf(op: number): string {
    const { H } = this.rt;
    let otherwise = '';
    for (const { owner, root, slot } of this.parents.get(op) ?? []) {
      if (root !== null) {
        if (root.name === 'native stack') otherwise = ' held by native code';
        continue;
      }
      if (H[owner + Ob.type] === T.frame && slot >= H[owner + Fr.stack]) return ` on the value stack of ${frameWords(frameName(this.rt, owner))}`;
      if (H[H[owner + Ob.type] + Tp.iternext] === 0) continue;
      for (const above of this.parents.get(owner) ?? []) {
        if (above.root === null && H[above.owner + Ob.type] === T.frame)
          return ` being iterated over in ${frameWords(frameName(this.rt, above.owner))}`;
      }
      otherwise = ' being iterated over';
    }
    return otherwise;
  }

  /** How Python code would reach an object, or null. */
  accessPath(op: number, depth: number): AccessPath | null {
    if (depth === 0) return null;
    let best: AccessPath | null = null;
    for (const holder of this.parents.get(op) ?? []) {
      const path = this.pathThrough(holder, depth);
      if (path !== null && (best === null || path.path.length < best.path.length)) best = path;
    }
    return best;
  }

  private pathThrough(holder: HolderSlot, depth: number): AccessPath | null {
    const { owner, slot, root } = holder;
    if (root !== null) return null;
    const { H } = this.rt;
    const type = H[owner + Ob.type];
    const label = describeSlot(this.rt.heap, owner, slot);
    if (type === T.frame) {
      const i = (slot - owner - Fr.localsplus) >> 1;
      if (slot < owner + Fr.localsplus || slot >= H[owner + Fr.stack]) return null;
      return { path: frameVariable(this.rt, owner, i).name, scope: `\`${frameName(this.rt, owner).function}\`` };
    }
    if (this.isDict(type)) {
      const key = /^value of (.*)$/.exec(label)?.[1];
      if (key === undefined) return null;
      const module = this.moduleDicts.get(owner);
      if (module !== undefined) return key.startsWith("'") ? { path: key.slice(1, -1), scope: `\`${module}\`` } : null;
      const holderOfDict = this.dictOwner(owner);
      if (holderOfDict !== 0) {
        const base = this.isType(holderOfDict)
          ? { path: nameOfType(this.rt, holderOfDict), scope: 'its module' }
          : this.accessPath(holderOfDict, depth - 1);
        return base === null || !key.startsWith("'") ? null : { path: `${base.path}.${key.slice(1, -1)}`, scope: base.scope };
      }
      const base = this.accessPath(owner, depth - 1);
      return base === null ? null : { path: `${base.path}[${key}]`, scope: base.scope };
    }
    const index = /^item (\d+)$/.exec(label);
    if (index !== null && (type === T.list || type === T.tuple)) {
      const base = this.accessPath(owner, depth - 1);
      return base === null ? null : { path: `${base.path}[${index[1]}]`, scope: base.scope };
    }
    if (type === T.cell) {
      const frameHolder = (this.parents.get(owner) ?? []).find((h) => h.root === null && H[h.owner + Ob.type] === T.frame);
      if (frameHolder === undefined) return null;
      const variable = frameVariable(this.rt, frameHolder.owner, (frameHolder.slot - frameHolder.owner - Fr.localsplus) >> 1);
      return { path: variable.name, scope: `\`${frameName(this.rt, frameHolder.owner).function}\`` };
    }
    if ((H[type + Tp.flags] & TpFlag.HEAPTYPE) !== 0 && /^[A-Za-z_]\w*$/.test(label) && label !== 'type') {
      const base = this.accessPath(owner, depth - 1);
      return base === null ? null : { path: `${base.path}.${label}`, scope: base.scope };
    }
    return null;
  }

  private frameSlot(frame: number, slot: number): HolderWords {
    const { H } = this.rt;
    const name = frameName(this.rt, frame);
    if (slot < frame + Fr.localsplus) {
      const label = describeSlot(this.rt.heap, frame, slot);
      const text = slot === frame + Fr.caller ? 'the running frame, kept while a call lasts' : `\`${label}\` of the frame of \`${name.function}\``;
      return { kind: 'slot', text, name: label, frame: name };
    }
    if (slot < H[frame + Fr.stack]) {
      const variable = frameVariable(this.rt, frame, (slot - frame - Fr.localsplus) >> 1);
      const shared = variable.kind === 'cell' || variable.kind === 'free';
      const words = shared ? `cell of \`${variable.name}\`` : `${variable.kind} \`${variable.name}\``;
      return {
        kind: shared ? 'cell' : (variable.kind as 'local' | 'parameter'),
        text: `${words} of \`${name.function}\`${this.running.includes(frame) ? '' : ', whose frame is kept'}`,
        name: variable.name,
        frame: name,
      };
    }
    const role = operandRole(this.rt, frame, (slot - H[frame + Fr.stack]) >> 1);
    const argument = role.words.startsWith('argument');
    const kind: HolderKind = argument ? 'argument' : 'operand';
    const where = frameWords(name);
    if (argument && role.calling === 'native') {
      const innermost = frame === this.running[0];
      const callee = role.callee === null ? 'argument of native code' : `argument of \`${role.callee}\``;
      return { kind, text: innermost ? callee : `${callee}, called by ${where}`, name: role.callee, frame: name };
    }
    if (argument) return { kind, text: `argument on the value stack of ${where}`, name: role.callee, frame: name };
    return { kind, text: `${role.words} in ${where}`, name: null, frame: name };
  }

  private dictSlot(dict: number, slot: number): HolderWords | null {
    const label = describeSlot(this.rt.heap, dict, slot);
    const match = /^(value of|key) (.*)$/s.exec(label);
    if (match === null) return null;
    const isKey = match[1] === 'key';
    const key = match[2];
    const plain = key.startsWith("'") ? key.slice(1, -1) : key;
    const module = this.moduleDicts.get(dict);
    if (module !== undefined) {
      return isKey
        ? { kind: 'key', text: `the name \`${plain}\` in the globals of \`${module}\``, name: plain, frame: null }
        : { kind: 'global', text: `global \`${plain}\` in \`${module}\``, name: plain, frame: null };
    }
    const owner = this.dictOwner(dict);
    if (owner !== 0) {
      const frame = this.rt.H[owner + Ob.type] === T.frame;
      const words = frame ? `name \`${plain}\` in the namespace of` : `attribute \`${plain}\` of`;
      const text = `${words} ${frame ? `\`${frameName(this.rt, owner).function}\`` : this.phrase(owner)}`;
      return isKey
        ? { kind: 'key', text: `the name of ${text}`, name: plain, frame: null }
        : { kind: 'attribute', text, name: plain, frame: frame ? frameName(this.rt, owner) : null };
    }
    const text = isKey ? `key ${key} of ${this.phrase(dict)}` : `value of ${key} in ${this.phrase(dict)}`;
    return { kind: isKey ? 'key' : 'value', text, name: key, frame: null };
  }

  private tupleItem(tuple: number, slot: number): HolderWords {
    const i = (slot - tuple - Tuple.items) >> 1;
    for (const { owner, root, slot: at } of this.parents.get(tuple) ?? []) {
      if (root !== null) continue;
      const type = this.rt.H[owner + Ob.type];
      const label = describeSlot(this.rt.heap, owner, at);
      if (type === T.code) {
        const of = `the code of \`${codeData(this.rt, owner).name}\``;
        return { kind: 'constant', text: label === 'co_consts' ? `constant of ${of}` : `name in ${of}`, name: String(i), frame: null };
      }
      if (type === T.function && at === owner + Func.defaults) {
        const data = codeData(this.rt, this.rt.H[owner + Func.code]);
        const parameter = data.varnames[data.argcount - this.rt.H[tuple + Ob.size] + i];
        return { kind: 'attribute', text: `default of parameter \`${parameter}\` of \`${data.name}\``, name: parameter ?? null, frame: null };
      }
      if (type === T.function && at === owner + Func.closure) {
        return { kind: 'item', text: `closure of function \`${nameOfCallable(this.rt, owner)}\``, name: String(i), frame: null };
      }
      if (this.isType(owner)) {
        const words: Readonly<Record<string, string>> = { __mro__: 'in the method resolution order of', __bases__: 'base of' };
        return { kind: 'item', text: `${words[label] ?? `item ${i} of \`${label}\` of`} ${this.phrase(owner)}`, name: String(i), frame: null };
      }
      if (label === 'args') return { kind: 'item', text: `argument ${i} of ${this.phrase(owner)}`, name: String(i), frame: null };
    }
    return { kind: 'item', text: `item ${i} of ${this.phrase(tuple)}`, name: String(i), frame: null };
  }

  private cellContents(cell: number): HolderWords {
    const { H } = this.rt;
    let closure: HolderWords | null = null;
    for (const { owner, root, slot } of this.parents.get(cell) ?? []) {
      if (root !== null) continue;
      if (H[owner + Ob.type] === T.frame && slot >= owner + Fr.localsplus && slot < H[owner + Fr.stack]) {
        const variable = frameVariable(this.rt, owner, (slot - owner - Fr.localsplus) >> 1);
        const name = frameName(this.rt, owner);
        if (variable.kind === 'cell') {
          return {
            kind: 'cell',
            text: `variable \`${variable.name}\` of \`${name.function}\`, shared with inner functions`,
            name: variable.name,
            frame: name,
          };
        }
      }
      if (H[owner + Ob.type] === T.tuple) {
        for (const parent of this.parents.get(owner) ?? []) {
          if (parent.root !== null || H[parent.owner + Ob.type] !== T.function) continue;
          const data = codeData(this.rt, H[parent.owner + Func.code]);
          const variable = data.freevars[(slot - owner - Tuple.items) >> 1];
          closure ??= { kind: 'cell', text: `variable \`${variable}\` in the closure of \`${data.name}\``, name: variable ?? null, frame: null };
        }
      }
    }
    return closure ?? { kind: 'cell', text: 'contents of a cell', name: null, frame: null };
  }

  /** The object whose namespace a dict is: instance, class, function, frame; 0 when it is a dict of its own. */
  private dictOwner(dict: number): number {
    const { H } = this.rt;
    for (const { owner, root, slot } of this.parents.get(dict) ?? []) {
      if (root !== null) continue;
      if (H[owner + Ob.type] === T.frame) {
        if (slot === owner + Fr.locals) return owner;
        continue;
      }
      if (describeSlot(this.rt.heap, owner, slot) === '__dict__') return owner;
    }
    return 0;
  }

  private isDict(type: number): boolean {
    return (this.rt.H[type + Tp.flags] & TpFlag.DICT_SUBCLASS) !== 0;
  }

  private isType(op: number): boolean {
    return (this.rt.H[this.rt.H[op + Ob.type] + Tp.flags] & TpFlag.TYPE_SUBCLASS) !== 0;
  }

  /** The list that keeps a running script's constants alive. */
  private isArena(list: number): boolean {
    return this.rt.H[Root.astArena] === list;
  }

  private needsParents(op: number): boolean {
    if (op === 0 || this.parents.has(op) || this.moduleDicts.has(op)) return false;
    const type = this.rt.H[op + Ob.type];
    return type !== T.frame && type !== T.module && type !== T.code && type !== T.function && !this.isType(op);
  }

  private moduleName(module: number): string {
    const name = this.rt.H[module + Module.name];
    if (name !== 0 && this.rt.H[name + Ob.type] === T.str) return this.rt.hooks.strText(this.rt, name);
    return this.moduleDicts.get(this.rt.H[module + Module.dict]) ?? '?';
  }

  private readModules(): void {
    const { rt } = this;
    const modules = rt.H[Root.sysModules];
    if (modules === 0 || rt.H[modules + Ob.type] !== T.dict) return;
    // the cursor words belong to a running dictNext of the program
    const saved = [rt.H[Free.cursorKey], rt.H[Free.cursorValue], rt.H[Free.cursorHash], rt.H[Free.cursorHash + 1]];
    for (let pos = dictNext(rt, modules, 0); pos >= 0; pos = dictNext(rt, modules, pos)) {
      const module = nextValue(rt);
      if (rt.H[module + Ob.type] !== T.module) continue;
      const dict = rt.H[module + Module.dict];
      if (dict !== 0) this.moduleDicts.set(dict, this.moduleName(module));
    }
    saved.forEach((word, i) => {
      rt.H[[Free.cursorKey, Free.cursorValue, Free.cursorHash, Free.cursorHash + 1][i]] = word;
    });
  }
}
