import type { CollectionLists } from '../memory/collector/events.ts';
import { length } from '../memory/collector/gc-list.ts';
import { Gc, Ob, SlotFlag } from '../memory/layout.ts';
import { hasGcHead } from '../memory/type-contract.ts';
import { Module } from '../runtime/core/layout.ts';
import type { Runtime } from '../runtime/core/runtime.ts';
import { shownCount } from '../runtime/core/shown-count.ts';
import { Root, T } from '../runtime/core/static.ts';
import { instrument } from '../runtime/frames/evaluation-hooks.ts';
import { Co, Fr } from '../runtime/frames/frame-layout.ts';
import { eachLentSlot } from '../runtime/frames/lent-slots.ts';
import { codeData, lastInstruction } from '../runtime/frames/loaded-code.ts';
import { watchBlocks } from './block-events.ts';
import { forEachVariable } from './frame-expression.ts';
import { LineWatch } from './line-watch.ts';
import { objectBytes } from './object-size.ts';
import { objectText, typeNameOf } from './object-text.ts';
import { instructionWords } from './operand-role.ts';
import { type LabelledReference, ProgramGraph } from './program-graph.ts';
import {
  DEFAULT_LIMITS,
  type ObjectId,
  type ObjectState,
  type RecordedFrame,
  type RecordedObject,
  type RecordedOperand,
  type RecordedPass,
  type RecordedSource,
  type RecordedVariable,
  type Recording,
  type RecordingLimits,
  type StepKind,
  type StepMemory,
  type VariableKind,
} from './recording.ts';
import type { StepNotes } from './recording-codec.ts';
import { RecordingWriter } from './recording-writer.ts';
import { calleeAt, frameName, frameVariable, operandRole, runningFrames } from './running-frames.ts';

/** A variable whose object's count is followed inside lines. */
export interface WatchedName {
  readonly name: string;
  /** Function in which it is a variable; null = any function or module. */
  readonly function: string | null;
}

export interface RecorderOptions {
  /** File of the program, as its code objects name it. */
  readonly file: string;
  /** Which files are the program's own; default: `file` alone. */
  readonly isProgram?: (file: string) => boolean;
  readonly limits?: Partial<RecordingLimits>;
  /** Adds a step at every change of these objects' counts. */
  readonly watch?: readonly WatchedName[];
  /** What the program is called in the recording; default: `file`. */
  readonly program?: string;
  readonly sources?: readonly RecordedSource[];
  /** Called behind each step with its index, the heap as the step shows it. May throw to end the run. */
  readonly onStep?: (index: number) => void;
}

/** What the recorder remembers of an object between steps. */
interface Known {
  readonly id: ObjectId;
  record: RecordedObject;
  /** Slots and referents as they were, to see without labels that nothing changed. */
  raw: number[];
}

/** Objects without a way from the program that are shown at one step, beside the garbage. */
const HELD_LIMIT = 200;

/**
 * Records a run: a step at every line of the program that begins. Started before the program runs, ended by finish(). Uses the hook of
 * instrument() and watches the allocator; when a limit is reached both are given back and the program runs on at full speed.
 */
export class Recorder {
  private readonly limits: RecordingLimits;
  private readonly writer: RecordingWriter;
  private readonly lines: LineWatch;
  private readonly graph: ProgramGraph;
  /** Objects that have a number, by address; they leave when they are freed. */
  private readonly known = new Map<number, Known>();
  /** Those of the step before, by address. */
  private shown = new Map<number, Known>();
  private objects = new Map<ObjectId, RecordedObject>();
  private nextId = 1;
  private allocations = 0;
  private ends: (() => void)[] = [];
  /** Slots that the model would not count, at this step. */
  private readonly lent = new Set<number>();
  private watched: { object: number; count: number; id: ObjectId; freed: boolean } | null = null;
  /** The instruction that ran last, in words. */
  private ran = '';

  constructor(
    private readonly rt: Runtime,
    private readonly options: RecorderOptions,
  ) {
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.writer = new RecordingWriter(this.limits);
    const isProgram = options.isProgram ?? ((file: string) => file === options.file);
    this.lines = new LineWatch(rt, isProgram);
    this.graph = new ProgramGraph(rt, isProgram);
    this.start();
  }

  /** Milliseconds that the steps took so far. */
  spentMs = 0;

  /** Steps so far. */
  get steps(): number {
    return this.writer.steps;
  }

  /** Takes the last step (the state after the program) and gives the recording. `error`: type of the exception that ended the program. */
  finish(error: string | null = null): Recording {
    if (!this.writer.full) this.step('end', null);
    this.stop();
    const { options } = this;
    return this.writer.finish({
      model: this.rt.model.name,
      program: options.program ?? options.file,
      sources: options.sources ?? [],
      error,
    });
  }

  private start(): void {
    const { rt } = this;
    const forget = (op: number): void => {
      if (!this.known.delete(op)) return;
      if (this.watched?.object === op) this.watched.freed = true;
    };
    this.ends.push(
      watchBlocks(rt, {
        allocated: () => {
          this.allocations++;
        },
        freed: (block) => {
          forget(block);
          forget(block + Gc.headWords);
        },
        destroyed: forget,
      }),
    );
    this.ends.push(this.watchOutput(), this.watchCollections());
    instrument(rt, (_rt, frame) => this.instruction(frame));
    this.ends.push(() => instrument(rt, null));
  }

  private stop(): void {
    for (const end of this.ends.reverse()) end();
    this.ends = [];
  }

  private watchOutput(): () => void {
    const { host } = this.rt;
    const { write } = host;
    const decoders = [new TextDecoder(), new TextDecoder()];
    host.write = (fd, bytes) => {
      const written = write.call(host, fd, bytes);
      if (fd === 1 || fd === 2) this.writer.write(decoders[fd - 1].decode(bytes.subarray(0, written), { stream: true }));
      return written;
    };
    return () => {
      host.write = write;
    };
  }

  private watchCollections(): () => void {
    const { gc } = this.rt.heap;
    const { start, stop, passed } = gc.events;
    let passes: RecordedPass[] = [];
    let asked = false;
    gc.events.start = (generation) => {
      passes = [];
      const frame = this.rt.H[Root.frame];
      asked = frame !== 0 && calleeAt(this.rt, frame) === 'collect';
      start?.(generation);
    };
    gc.events.passed = (pass, lists) => {
      passes.push({ name: pass, objects: this.concerned(pass, lists) });
      passed?.(pass, lists);
    };
    gc.events.stop = (generation, found) => {
      const { collected, uncollectable } = found;
      // a pass knows its lists alone: what was freed is the collection's own figure
      const known = passes.map((pass) => (pass.name === 'clear' ? { ...pass, objects: collected } : pass));
      this.writer.collections.push({ step: this.writer.steps - 1, generation, asked, collected, uncollectable, passes: known });
      stop?.(generation, found);
    };
    return () => {
      gc.events.start = start;
      gc.events.stop = stop;
      gc.events.passed = passed;
    };
  }

  /** How many objects a pass was about, see RecordedPass. */
  private concerned(pass: string, { young, unreachable, finalizers, stillUnreachable }: CollectionLists): number {
    const { H } = this.rt;
    switch (pass) {
      case 'updateRefs':
        return length(H, young);
      case 'subtractRefs': {
        let held = 0;
        for (let op = H[young + Gc.next]; op !== young; op = H[op + Gc.next]) if ((this.rt.heap.gc.reachability.remaining(op) ?? 0) > 0) held++;
        return held;
      }
      case 'legacyFinalizers':
        return length(H, finalizers);
      case 'resurrection':
        return length(H, stillUnreachable);
      default:
        return pass === 'clear' ? 0 : length(H, unreachable);
    }
  }

  private instruction(frame: number): void {
    const line = this.lines.starting(frame);
    if (this.options.watch !== undefined) this.followCounts(frame);
    if (line !== 0) this.step('line', null);
  }

  // ---------------------------------------------------------------- counts inside lines

  private followCounts(frame: number): void {
    const { rt } = this;
    const { watched } = this;
    if (watched !== null) {
      const count = watched.freed ? 0 : rt.H[watched.object];
      if (count !== watched.count) {
        const by = count - watched.count;
        watched.count = count;
        if (watched.freed) this.watched = null;
        this.step('count', { object: watched.id, by, instruction: this.ran });
      }
    } else this.bindWatched(frame);
    const data = codeData(rt, rt.H[frame + Fr.code]);
    this.ran = instructionWords(data, lastInstruction(rt, frame), calleeAt(rt, frame));
  }

  private bindWatched(frame: number): void {
    if (!this.lines.watches(frame)) return;
    const { rt } = this;
    const { function: running } = frameName(rt, frame);
    for (const { name, function: wanted } of this.options.watch ?? []) {
      if (wanted !== null && wanted !== running) continue;
      const op = this.variable(frame, name);
      if (op === 0) continue;
      this.watched = { object: op, count: rt.H[op], id: this.knownAt(op).id, freed: false };
      return;
    }
  }

  private variable(frame: number, name: string): number {
    let found = 0;
    forEachVariable(this.rt, frame, (variable, op) => {
      if (variable === name) found = op;
    });
    if (found !== 0 || this.rt.H[frame + Fr.locals] !== this.rt.H[frame + Fr.globals]) return found;
    this.graph.namespace(this.rt.H[frame + Fr.globals], (reference) => {
      if (reference.label === name) found = reference.to;
    });
    return found;
  }

  // ---------------------------------------------------------------- steps

  private step(kind: StepKind, change: StepNotes['change']): void {
    const began = performance.now();
    this.takeStep(kind, change);
    this.spentMs += performance.now() - began;
  }

  private takeStep(kind: StepKind, change: StepNotes['change']): void {
    const { rt, writer } = this;
    this.lent.clear();
    if (rt.hooks.lentSlots !== undefined) eachLentSlot(rt, (slot) => this.lent.add(slot));
    const frames = runningFrames(rt)
      .filter((frame) => this.lines.watches(frame))
      .reverse();
    const roots: number[] = [];
    for (const frame of [...frames].reverse()) this.rootsOfFrame(frame, roots);
    const namespaces = new Map<number, LabelledReference[]>();
    for (const dict of [this.mainNamespace(), ...frames.map((frame) => rt.H[frame + Fr.globals])]) {
      if (dict !== 0 && !namespaces.has(dict)) namespaces.set(dict, this.namesOf(dict));
    }
    for (const names of namespaces.values()) for (const { to } of names) roots.push(to);
    const { reached, omitted } = this.reach(roots);
    const left = this.settle(reached);
    this.shown = reached;
    const added = writer.add({
      kind,
      frames: this.framesNow(frames, namespaces, kind),
      objects: this.objects,
      memory: this.memory(),
      change,
      omitted,
      left,
    });
    if (!added) this.stop();
    else this.options.onStep?.(writer.steps - 1);
  }

  private namesOf(dict: number): LabelledReference[] {
    const names: LabelledReference[] = [];
    this.graph.namespace(dict, (reference) => names.push(reference));
    return names;
  }

  /** Dict of `__main__`, 0 when there is none. */
  private mainNamespace(): number {
    const main = this.rt.H[Root.mainModule];
    return main === 0 || this.rt.H[main + Ob.type] !== T.module ? 0 : this.rt.H[main + Module.dict];
  }

  private memory(): StepMemory {
    const { gc } = this.rt.heap;
    const { bytesInUse, committedBytes, allocatedBlocks } = this.rt.heap.stats;
    const allocations = this.allocations;
    this.allocations = 0;
    return {
      live: bytesInUse,
      committed: committedBytes,
      blocks: allocatedBlocks,
      allocations,
      counts: [...gc.counts],
      generations: [0, 1, 2].map((g) => gc.generationSize(g)),
    };
  }

  private rootsOfFrame(frame: number, roots: number[]): void {
    const { H } = this.rt;
    forEachVariable(this.rt, frame, (_name, op) => roots.push(op));
    for (let s = H[frame + Fr.stack]; s < H[frame + Fr.sp]; s += 2) if (H[s] !== 0) roots.push(H[s]);
    if (H[frame + Fr.locals] !== 0 && H[frame + Fr.locals] !== H[frame + Fr.globals] && this.isNamespaceFrame(frame)) {
      this.graph.namespace(H[frame + Fr.locals], ({ to }) => roots.push(to));
    }
  }

  /** A class body's frame: its variables are in a dict. */
  private isNamespaceFrame(frame: number): boolean {
    return (codeData(this.rt, this.rt.H[frame + Fr.code]).flags & 1) === 0;
  }

  /** Breadth first from the roots, so that what is near comes in when there is a limit. Fills `objects`. */
  private reach(roots: readonly number[]): { reached: Map<number, Known>; omitted: number } {
    const reached = new Map<number, Known>();
    const queue: number[] = [];
    let omitted = 0;
    const meet = (op: number): void => {
      if (reached.has(op)) return;
      if (queue.length >= this.limits.objects) {
        omitted++;
        return;
      }
      reached.set(op, this.knownAt(op));
      queue.push(op);
    };
    for (const op of roots) meet(op);
    const objects = new Map<ObjectId, RecordedObject>();
    for (let head = 0; head < queue.length; head++) {
      const op = queue[head];
      const known = this.knownAt(op);
      this.refresh(op, known, 'reachable');
      for (const to of this.targets(op, known)) meet(to);
      objects.set(known.id, known.record);
    }
    this.objects = objects;
    return { reached, omitted };
  }

  /** Addresses that an object refers to, as recorded. */
  private targets(op: number, known: Known): number[] {
    const dict = this.graph.attributeDict(op);
    const found: number[] = [];
    if (known.record.edge) return found;
    const shown = new Set(known.record.references.map((r) => r.to));
    for (let i = 1; i < known.raw.length; i += 2) {
      const to = known.raw[i];
      if (to !== dict && shown.has(this.knownAt(to).id)) found.push(to);
    }
    return found;
  }

  /**
   * What was shown before and is not reached now: freed, or garbage, or held from elsewhere, or of no interest any more. Adds what is
   * followed on to `reached` and `objects`; gives the ids of what is alive and not shown.
   */
  private settle(reached: Map<number, Known>): Set<ObjectId> {
    const left = new Set<ObjectId>();
    const waiting: number[] = [];
    for (const [op, known] of this.shown) {
      if (reached.has(op) || this.known.get(op) !== known) continue;
      if (this.graph.isContainer(op) && !known.record.edge) waiting.push(op);
      else left.add(known.id);
    }
    let held = 0;
    for (const [op, state] of this.standing(waiting)) {
      const known = this.knownAt(op);
      if (state === 'held' && ++held > HELD_LIMIT) {
        left.add(known.id);
        continue;
      }
      this.refresh(op, known, state);
      this.objects.set(known.id, known.record);
      reached.set(op, known);
    }
    return left;
  }

  /** Which of these objects only each other hold: the collector's own sum, over a few objects. */
  private standing(candidates: readonly number[]): Map<number, ObjectState> {
    const { H } = this.rt;
    const remaining = new Map<number, number>();
    for (const op of candidates) remaining.set(op, H[op]);
    const eachTarget = (op: number, visit: (to: number) => void): void => {
      this.graph.rawSlots(op, Number.MAX_SAFE_INTEGER);
      const raw = [...this.graph.raw];
      for (let i = 0; i < raw.length; i += 2) if (H[raw[i] + 1] !== SlotFlag.borrowed) visit(raw[i + 1]);
    };
    for (const op of candidates) {
      eachTarget(op, (to) => {
        const left = remaining.get(to);
        if (left !== undefined) remaining.set(to, left - 1);
      });
    }
    const standing = new Map<number, ObjectState>();
    const queue = candidates.filter((op) => (remaining.get(op) ?? 0) > 0);
    for (const op of queue) standing.set(op, 'held');
    for (let head = 0; head < queue.length; head++) {
      eachTarget(queue[head], (to) => {
        if (!remaining.has(to) || standing.has(to)) return;
        standing.set(to, 'held');
        queue.push(to);
      });
    }
    for (const op of candidates) if (!standing.has(op)) standing.set(op, 'unreachable');
    return standing;
  }

  private knownAt(op: number): Known {
    let known = this.known.get(op);
    if (known === undefined) {
      const id = this.nextId++;
      known = { id, raw: [], record: this.blank(id, op) };
      this.known.set(op, known);
    }
    return known;
  }

  private blank(id: ObjectId, op: number): RecordedObject {
    return {
      id,
      address: op,
      type: typeNameOf(this.rt, op),
      value: '',
      count: -1,
      shown: -1,
      size: 0,
      state: 'reachable',
      generation: -1,
      created: this.writer.steps,
      references: [],
      omitted: 0,
      edge: false,
    };
  }

  /** Brings the record of an object up to date; the record stays the same one when nothing changed. */
  private refresh(op: number, known: Known, state: ObjectState): void {
    const { rt, graph } = this;
    const before = known.record;
    const fresh = before.count < 0;
    graph.rawSlots(op, this.limits.references);
    const count = rt.H[op];
    const size = objectBytes(rt, op);
    const generation = this.generationOf(op);
    const same = !fresh && sameNumbers(known.raw, graph.raw);
    if (same && before.count === count && before.size === size && before.state === state && before.generation === generation) return;
    const changed: { -readonly [K in keyof RecordedObject]: RecordedObject[K] } = {
      ...before,
      count,
      size,
      state,
      generation,
      shown: shownCount(rt, op),
    };
    if (!same) {
      known.raw = [...graph.raw];
      const { references, omitted } = graph.references(op, this.limits.references);
      changed.references = references.map(({ kind, label, index, to, owned }) => ({ kind, label, index, to: this.knownAt(to).id, owned }));
      changed.omitted = omitted;
      changed.edge = graph.isEdge(op);
      changed.value = objectText(rt, op);
      changed.type = typeNameOf(rt, op);
    }
    known.record = changed;
  }

  private generationOf(op: number): number {
    const { rt } = this;
    return hasGcHead(rt.heap, op) ? rt.heap.gc.generationOf(op) : -1;
  }

  private framesNow(frames: readonly number[], namespaces: ReadonlyMap<number, readonly LabelledReference[]>, kind: StepKind): RecordedFrame[] {
    const { H } = this.rt;
    const globals = (dict: number): RecordedVariable[] => (namespaces.get(dict) ?? []).map(({ label, to }) => this.variableOf(label, 'global', to));
    if (kind === 'end' && frames.length === 0) {
      return [{ function: '<module>', file: this.options.file, line: 0, variables: globals(this.mainNamespace()), stack: [] }];
    }
    return frames.map((frame) => {
      const isModule = H[frame + Fr.locals] !== 0 && H[frame + Fr.locals] === H[frame + Fr.globals];
      const variables = isModule ? globals(H[frame + Fr.globals]) : this.variablesOf(frame);
      return { ...frameName(this.rt, frame), variables, stack: this.stackOf(frame) };
    });
  }

  private variablesOf(frame: number): RecordedVariable[] {
    const { rt } = this;
    const variables: RecordedVariable[] = [];
    const bound = new Map<string, number>();
    forEachVariable(rt, frame, (name, op) => bound.set(name, op));
    const n = rt.H[rt.H[frame + Fr.code] + Co.slots];
    for (let i = 0; i < n; i++) {
      const { name, kind } = frameVariable(rt, frame, i);
      const shown: VariableKind = kind === 'cell' || kind === 'free' ? kind : 'local';
      // a parameter that inner functions share has an empty slot beside its cell
      if (variables.some((v) => v.name === name)) continue;
      variables.push(this.variableOf(name, shown, bound.get(name) ?? 0, this.lent.has(frame + Fr.localsplus + 2 * i)));
    }
    if (n === 0 && this.isNamespaceFrame(frame)) {
      this.graph.namespace(rt.H[frame + Fr.locals], ({ label, to }) => variables.push(this.variableOf(label, 'local', to)));
    }
    return variables;
  }

  private variableOf(name: string, kind: VariableKind, op: number, lent = false): RecordedVariable {
    const known = op === 0 ? undefined : this.known.get(op);
    return { name, kind, to: known !== undefined && this.objects.has(known.id) ? known.id : 0, lent };
  }

  private stackOf(frame: number): RecordedOperand[] {
    const { H } = this.rt;
    const operands: RecordedOperand[] = [];
    const stack = H[frame + Fr.stack];
    for (let s = stack; s < H[frame + Fr.sp]; s += 2) {
      if (H[s] === 0) continue;
      const known = this.known.get(H[s]);
      const to = known !== undefined && this.objects.has(known.id) ? known.id : 0;
      operands.push({ role: operandRole(this.rt, frame, (s - stack) >> 1).words, to, owned: H[s + 1] !== SlotFlag.borrowed, lent: this.lent.has(s) });
    }
    return operands;
  }
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
