import { Ob } from '../memory/layout.ts';
import { eachSlot, SlotPart } from '../memory/slot-walk.ts';
import { describeSlot, hasGcHead } from '../memory/type-contract.ts';
import { Dict, Func, Module, Tp, TpFlag } from '../runtime/core/layout.ts';
import type { Runtime } from '../runtime/core/runtime.ts';
import { Root, T } from '../runtime/core/static.ts';
import { Fr } from '../runtime/frames/frame-layout.ts';
import { codeData } from '../runtime/frames/loaded-code.ts';
import type { ReferenceKind } from './recording.ts';
import { frameVariable, operandRole, runningFrames } from './running-frames.ts';

/** A reference in the heap, with its label. */
export interface LabelledReference {
  readonly kind: ReferenceKind;
  readonly label: string;
  readonly index: number;
  /** Address (borrowed). */
  readonly to: number;
  readonly owned: boolean;
}

/** Names that every module and class has and nobody asks for. */
const COMMON_NAMES = new Set([
  '__name__',
  '__doc__',
  '__package__',
  '__loader__',
  '__spec__',
  '__annotations__',
  '__builtins__',
  '__file__',
  '__cached__',
  '__module__',
  '__qualname__',
  '__dict__',
  '__weakref__',
]);

/**
 * The objects of the program among all those of the interpreter, with labelled references: namespaces of the program's own modules and
 * classes, instances with their attributes in place of their dicts, containers. What belongs to the library is an edge: it is shown, not
 * entered. Allocates nothing in the heap.
 */
export class ProgramGraph {
  /** Slots of an object as the last rawSlots() found them: pairs of slot and referent. */
  readonly raw: number[] = [];

  /** `isProgram`: whether code of this file is the program's own. */
  constructor(
    private readonly rt: Runtime,
    private readonly isProgram: (file: string) => boolean,
  ) {}

  /** Whether the references of an object are left alone. */
  isEdge(op: number): boolean {
    const { H } = this.rt;
    const type = H[op + Ob.type];
    switch (type) {
      case T.code:
      case T.builtin_function_or_method:
      case T.getset_descriptor:
      case T.member_descriptor:
      case T.method_descriptor:
      case T.wrapper_descriptor:
      case T.classmethod_descriptor:
        return true;
      case T.frame:
        return !this.isKeptFrame(op);
      case T.function:
        return !this.isProgram(codeData(this.rt, H[op + Func.code]).filename);
      case T.module:
        return !this.isProgramModule(op);
    }
    if ((H[type + Tp.flags] & TpFlag.TYPE_SUBCLASS) !== 0) return !this.isProgramClass(op);
    return false;
  }

  /** Whether an object can have references at all: others are left out as soon as nothing shows them. */
  isContainer(op: number): boolean {
    return hasGcHead(this.rt.heap, op);
  }

  /** The dict that an instance shows as attributes, 0 when it has none or it is shared with others. Borrowed. */
  attributeDict(op: number): number {
    const { H } = this.rt;
    const type = H[op + Ob.type];
    if (type === T.module) return H[op + Module.dict];
    const offset = H[type + Tp.dictoffset];
    if (offset <= 0) return 0;
    const dict = H[op + offset];
    return dict !== 0 && H[dict + Ob.type] === T.dict && (H[dict] === 1 || (H[type + Tp.flags] & TpFlag.TYPE_SUBCLASS) !== 0) ? dict : 0;
  }

  /** Fills `raw` with what decides the references of an object, at most `limit` pairs; cheap, for comparing with the time before. */
  rawSlots(op: number, limit: number): void {
    const { raw, rt } = this;
    raw.length = 0;
    if (this.isEdge(op)) return;
    const dict = this.attributeDict(op);
    const add = (ref: number, slot: number): void => {
      if (ref !== dict && raw.length < 4 * limit) raw.push(slot, ref);
    };
    eachSlot(rt.heap, op, rt.H[op + Ob.type] === T.frame ? (ref, slot) => slot >= op + Fr.localsplus && add(ref, slot) : add);
    if (dict !== 0) eachSlot(rt.heap, dict, add);
  }

  /** The labelled references of an object, at most `limit`, and how many were left out. */
  references(op: number, limit: number): { references: LabelledReference[]; omitted: number } {
    const { rt } = this;
    const references: LabelledReference[] = [];
    let omitted = 0;
    if (this.isEdge(op)) return { references, omitted };
    const dict = this.attributeDict(op);
    const type = rt.H[op + Ob.type];
    const isType = (rt.H[type + Tp.flags] & TpFlag.TYPE_SUBCLASS) !== 0;
    const isFunction = type === T.function;
    const take = (reference: LabelledReference): void => {
      if (references.length < limit) references.push(reference);
      else omitted++;
    };
    eachSlot(rt.heap, op, (ref, slot, borrowed, part, place) => {
      if (ref === dict) return;
      if (type === T.frame) {
        const reference = this.frameReference(op, slot, ref, !borrowed);
        if (reference !== null) take(reference);
        return;
      }
      if (part === SlotPart.type) {
        if (!borrowed && type !== T.type) take({ kind: 'type', label: 'type', index: -1, to: ref, owned: true });
        return;
      }
      if (part === SlotPart.item) {
        take({ kind: 'index', label: `[${place}]`, index: place, to: ref, owned: !borrowed });
        return;
      }
      const label = describeSlot(rt.heap, op, slot);
      if (isType && label !== '__bases__' && label !== '__dict__') return;
      if (isFunction && !FUNCTION_PARTS.has(label)) return;
      if (type === T.module) return;
      take(this.labelled(type, label, ref, !borrowed));
    });
    if (dict !== 0) this.namespace(dict, take);
    return { references, omitted };
  }

  /** A frame of the program's own code that does not run: a suspended generator's, or one that a traceback keeps. */
  private isKeptFrame(frame: number): boolean {
    const { H } = this.rt;
    if (H[frame + Fr.code] === 0 || runningFrames(this.rt).includes(frame)) return false;
    return this.isProgram(codeData(this.rt, H[frame + Fr.code]).filename);
  }

  /** Variables and value stack of a frame. */
  private frameReference(frame: number, slot: number, to: number, owned: boolean): LabelledReference | null {
    const { H } = this.rt;
    if (slot < frame + Fr.localsplus) return null;
    const stack = H[frame + Fr.stack];
    if (slot < stack) {
      const { name } = frameVariable(this.rt, frame, (slot - frame - Fr.localsplus) >> 1);
      return { kind: 'name', label: name, index: -1, to, owned };
    }
    return { kind: 'slot', label: operandRole(this.rt, frame, (slot - stack) >> 1).words, index: -1, to, owned };
  }

  /** The names of a module's or instance's dict, without those that all have. */
  namespace(dict: number, take: (reference: LabelledReference) => void): void {
    const { rt } = this;
    eachSlot(rt.heap, dict, (ref, slot, borrowed, part) => {
      if (part !== SlotPart.other) return;
      const name = /^value of '(.*)'$/s.exec(describeSlot(rt.heap, dict, slot))?.[1];
      if (name === undefined || COMMON_NAMES.has(name)) return;
      take({ kind: 'attribute', label: name, index: -1, to: ref, owned: !borrowed });
    });
  }

  private labelled(type: number, label: string, to: number, owned: boolean): LabelledReference {
    const match = /^(value of|key|member) (.*)$/s.exec(label);
    if (match !== null) {
      if (match[1] === 'value of') return { kind: 'value', label: `[${match[2]}]`, index: -1, to, owned };
      return { kind: 'key', label: match[2], index: -1, to, owned };
    }
    if (type === T.cell) return { kind: 'cell', label: 'contents', index: -1, to, owned };
    const attribute = /^[A-Za-z_]\w*$/.test(label) && (this.rt.H[type + Tp.flags] & TpFlag.HEAPTYPE) !== 0;
    return { kind: attribute ? 'attribute' : 'slot', label, index: -1, to, owned };
  }

  private textUnder(dict: number, name: string): string {
    const { rt } = this;
    if (dict === 0 || rt.H[dict + Ob.type] !== T.dict || rt.H[dict + Dict.keys] === 0) return '';
    const found = rt.hooks.dictGetStr(rt, dict, rt.ident(name));
    return found !== 0 && rt.H[found + Ob.type] === T.str ? rt.hooks.strText(rt, found) : '';
  }

  private isProgramModule(module: number): boolean {
    const dict = this.rt.H[module + Module.dict];
    return dict !== 0 && (this.textUnder(dict, '__name__') === '__main__' || this.isProgram(this.textUnder(dict, '__file__')));
  }

  private readonly programModules = new Map<string, boolean>([['__main__', true]]);

  private isProgramClass(type: number): boolean {
    const { H } = this.rt;
    if ((H[type + Tp.flags] & TpFlag.HEAPTYPE) === 0) return false;
    const name = this.textUnder(H[type + Tp.dict], '__module__');
    let known = this.programModules.get(name);
    if (known === undefined) {
      known = this.moduleIsProgram(name);
      this.programModules.set(name, known);
    }
    return known;
  }

  private moduleIsProgram(name: string): boolean {
    const { rt } = this;
    const modules = rt.H[Root.sysModules];
    if (modules === 0) return false;
    const key = rt.hooks.internStr(rt, name);
    const module = rt.hooks.dictGetStr(rt, modules, key);
    rt.decref(key);
    return module !== 0 && rt.H[module + Ob.type] === T.module && this.isProgramModule(module);
  }
}

const FUNCTION_PARTS = new Set(['__defaults__', '__kwdefaults__', '__closure__', '__annotations__', '__dict__']);
