/**
 * The byte stream of a recording. Numbers are LEB128; signed ones in zigzag. One step:
 *
 *   frames    kept (equal to the step before, from the outermost), count of new ones, each: function file line variables stack
 *   objects   gone: count, each: 2 × id (difference) + 1 if freed; changed: count, each: id (difference), mask of fields, fields
 *   change    0, or 1 object by instruction
 *
 * A keyframe is the same from an empty state. Texts are indices into the table of strings.
 */
import {
  OBJECT_STATES,
  type ObjectId,
  REFERENCE_KINDS,
  type RecordedCountChange,
  type RecordedFrame,
  type RecordedObject,
  type RecordedOperand,
  type RecordedReference,
  type RecordedVariable,
  RecordingError,
  VARIABLE_KINDS,
} from './recording.ts';

/** Fields of an object that follow its mask. `birth` is set for a new object, with all others. */
const enum Field {
  birth = 1,
  value = 2,
  count = 4,
  size = 8,
  state = 16,
  generation = 32,
  references = 64,
}
const ALL_FIELDS = Field.birth | Field.value | Field.count | Field.size | Field.state | Field.generation | Field.references;

/** Frames and objects at one step. */
export interface RecordedState {
  readonly frames: readonly RecordedFrame[];
  readonly objects: ReadonlyMap<ObjectId, RecordedObject>;
}

/** What the writer is told beside the state. */
export interface StepNotes {
  /** Objects that are no longer in the state but alive. */
  readonly left: ReadonlySet<ObjectId>;
  readonly change: RecordedCountChange | null;
}

export const EMPTY_STATE: RecordedState = { frames: [], objects: new Map() };

/** A table of texts: each has one number. */
export class StringTable {
  readonly list: string[] = [''];
  /** Characters of all texts. */
  characters = 0;
  private readonly index = new Map<string, number>([['', 0]]);

  number(text: string): number {
    let n = this.index.get(text);
    if (n === undefined) {
      n = this.list.length;
      this.list.push(text);
      this.characters += text.length;
      this.index.set(text, n);
    }
    return n;
  }
}

/** A growing run of bytes. */
export class ByteStream {
  bytes = new Uint8Array(1 << 14);
  length = 0;

  /** Appends a whole number from 0 up to 2^53. */
  uint(value: number): void {
    if (this.length + 8 > this.bytes.length) {
      const wider = new Uint8Array(this.bytes.length * 2);
      wider.set(this.bytes);
      this.bytes = wider;
    }
    let v = value;
    while (v > 127) {
      this.bytes[this.length++] = (v % 128) | 128;
      v = Math.floor(v / 128);
    }
    this.bytes[this.length++] = v;
  }

  int(value: number): void {
    this.uint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  taken(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}

/** Reads what ByteStream wrote; RecordingError behind its end. */
export class ByteCursor {
  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
    private readonly end: number,
  ) {}

  uint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      if (this.at >= this.end || scale > 2 ** 49) throw new RecordingError('the recording is damaged: a step ends in the middle of a number');
      const byte = this.bytes[this.at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }

  int(): number {
    const v = this.uint();
    return v % 2 === 1 ? -(v + 1) / 2 : v / 2;
  }

  /** A count of things of at least one byte each, so that damage cannot ask for endless work. */
  count(): number {
    const n = this.uint();
    if (n > this.end - this.at) throw new RecordingError('the recording is damaged: a count is larger than what follows');
    return n;
  }
}

function sameFrame(a: RecordedFrame, b: RecordedFrame): boolean {
  if (a === b) return true;
  if (a.line !== b.line || a.function !== b.function || a.file !== b.file) return false;
  if (a.variables.length !== b.variables.length || a.stack.length !== b.stack.length) return false;
  for (let i = 0; i < a.variables.length; i++) {
    if (a.variables[i].name !== b.variables[i].name || a.variables[i].to !== b.variables[i].to || a.variables[i].kind !== b.variables[i].kind)
      return false;
    if (a.variables[i].lent !== b.variables[i].lent) return false;
  }
  for (let i = 0; i < a.stack.length; i++) {
    if (a.stack[i].to !== b.stack[i].to || a.stack[i].role !== b.stack[i].role || a.stack[i].owned !== b.stack[i].owned) return false;
    if (a.stack[i].lent !== b.stack[i].lent) return false;
  }
  return true;
}

function sameReferences(a: RecordedObject, b: RecordedObject): boolean {
  if (a.references === b.references) return a.omitted === b.omitted && a.edge === b.edge;
  if (a.omitted !== b.omitted || a.edge !== b.edge || a.references.length !== b.references.length) return false;
  for (let i = 0; i < a.references.length; i++) {
    const x = a.references[i];
    const y = b.references[i];
    if (x.to !== y.to || x.kind !== y.kind || x.label !== y.label || x.index !== y.index || x.owned !== y.owned) return false;
  }
  return true;
}

function fieldsChanged(before: RecordedObject | undefined, now: RecordedObject): number {
  if (before === undefined) return ALL_FIELDS;
  if (before === now) return 0;
  let mask = 0;
  if (before.type !== now.type || before.address !== now.address) mask |= Field.birth;
  if (before.value !== now.value) mask |= Field.value;
  if (before.count !== now.count || before.shown !== now.shown) mask |= Field.count;
  if (before.size !== now.size) mask |= Field.size;
  if (before.state !== now.state) mask |= Field.state;
  if (before.generation !== now.generation) mask |= Field.generation;
  if (!sameReferences(before, now)) mask |= Field.references;
  return mask;
}

function writeFrame(out: ByteStream, strings: StringTable, frame: RecordedFrame): void {
  out.uint(strings.number(frame.function));
  out.uint(strings.number(frame.file));
  out.uint(frame.line);
  out.uint(frame.variables.length);
  for (const { name, kind, to, lent } of frame.variables) {
    out.uint(strings.number(name));
    out.uint(2 * VARIABLE_KINDS.indexOf(kind) + (lent ? 1 : 0));
    out.uint(to);
  }
  out.uint(frame.stack.length);
  for (const { role, to, owned, lent } of frame.stack) {
    out.uint(4 * strings.number(role) + (lent ? 2 : 0) + (owned ? 1 : 0));
    out.uint(to);
  }
}

function readFrame(from: ByteCursor, text: (n: number) => string): RecordedFrame {
  const name = text(from.uint());
  const file = text(from.uint());
  const line = from.uint();
  const variables: RecordedVariable[] = [];
  for (let n = from.count(); n > 0; n--) {
    const variable = text(from.uint());
    const kind = from.uint();
    variables.push({ name: variable, kind: kindOf(VARIABLE_KINDS, kind >>> 1), lent: kind % 2 === 1, to: from.uint() });
  }
  const stack: RecordedOperand[] = [];
  for (let n = from.count(); n > 0; n--) {
    const role = from.uint();
    stack.push({ role: text(Math.floor(role / 4)), owned: role % 2 === 1, lent: (role & 2) !== 0, to: from.uint() });
  }
  return { function: name, file, line, variables, stack };
}

function kindOf<K>(kinds: readonly K[], n: number): K {
  const kind = kinds[n];
  if (kind === undefined) throw new RecordingError(`the recording is damaged: kind ${n} does not exist`);
  return kind;
}

function writeReferences(out: ByteStream, strings: StringTable, object: RecordedObject): void {
  out.uint(2 * object.omitted + (object.edge ? 1 : 0));
  out.uint(object.references.length);
  for (const { kind, label, index, to, owned } of object.references) {
    out.uint(2 * REFERENCE_KINDS.indexOf(kind) + (owned ? 1 : 0));
    if (kind === 'index') out.uint(index);
    else out.uint(strings.number(label));
    out.uint(to);
  }
}

function readReferences(from: ByteCursor, text: (n: number) => string): Pick<RecordedObject, 'omitted' | 'edge' | 'references'> {
  const omitted = from.uint();
  const references: RecordedReference[] = [];
  for (let n = from.count(); n > 0; n--) {
    const head = from.uint();
    const kind = kindOf(REFERENCE_KINDS, Math.floor(head / 2));
    const name = from.uint();
    const index = kind === 'index' ? name : -1;
    references.push({ kind, label: kind === 'index' ? `[${name}]` : text(name), index, to: from.uint(), owned: head % 2 === 1 });
  }
  return { omitted: Math.floor(omitted / 2), edge: omitted % 2 === 1, references };
}

function writeObject(out: ByteStream, strings: StringTable, mask: number, o: RecordedObject): void {
  out.uint(mask);
  if (mask & Field.birth) {
    out.uint(o.address);
    out.uint(strings.number(o.type));
    out.uint(o.created);
  }
  if (mask & Field.value) out.uint(strings.number(o.value));
  if (mask & Field.count) {
    out.int(o.count);
    out.int(o.shown - o.count);
  }
  if (mask & Field.size) out.uint(o.size);
  if (mask & Field.state) out.uint(OBJECT_STATES.indexOf(o.state));
  if (mask & Field.generation) out.uint(o.generation + 1);
  if (mask & Field.references) writeReferences(out, strings, o);
}

/** The fields present, over the object as it was. */
function readObject(from: ByteCursor, text: (n: number) => string, id: ObjectId, before: RecordedObject | undefined): RecordedObject {
  const mask = from.uint();
  if (before === undefined && mask !== ALL_FIELDS) throw new RecordingError(`the recording is damaged: object ${id} changes before it exists`);
  const o = { ...(before as RecordedObject), id };
  const fields: { -readonly [K in keyof RecordedObject]: RecordedObject[K] } = o;
  if (mask & Field.birth) {
    fields.address = from.uint();
    fields.type = text(from.uint());
    fields.created = from.uint();
  }
  if (mask & Field.value) fields.value = text(from.uint());
  if (mask & Field.count) {
    fields.count = from.int();
    fields.shown = fields.count + from.int();
  }
  if (mask & Field.size) fields.size = from.uint();
  if (mask & Field.state) fields.state = kindOf(OBJECT_STATES, from.uint());
  if (mask & Field.generation) fields.generation = from.uint() - 1;
  if (mask & Field.references) Object.assign(fields, readReferences(from, text));
  return o;
}

/** Writes what leads from one state to the next. Ids of `after` that `before` lacks are new, the other way round gone. */
export function writeDelta(out: ByteStream, strings: StringTable, before: RecordedState, after: RecordedState, { left, change }: StepNotes): void {
  let kept = 0;
  while (kept < before.frames.length && kept < after.frames.length && sameFrame(before.frames[kept], after.frames[kept])) kept++;
  out.uint(kept);
  out.uint(after.frames.length - kept);
  for (let i = kept; i < after.frames.length; i++) writeFrame(out, strings, after.frames[i]);

  const gone: number[] = [];
  for (const id of before.objects.keys()) if (!after.objects.has(id)) gone.push(id);
  gone.sort((a, b) => a - b);
  out.uint(gone.length);
  let last = 0;
  for (const id of gone) {
    out.uint(2 * (id - last) + (left.has(id) ? 0 : 1));
    last = id;
  }
  const changed: { object: RecordedObject; mask: number }[] = [];
  for (const object of after.objects.values()) {
    const mask = fieldsChanged(before.objects.get(object.id), object);
    if (mask !== 0) changed.push({ object, mask });
  }
  changed.sort((a, b) => a.object.id - b.object.id);
  out.uint(changed.length);
  last = 0;
  for (const { object, mask } of changed) {
    out.uint(object.id - last);
    last = object.id;
    writeObject(out, strings, mask, object);
  }
  out.uint(change === null ? 0 : 1);
  if (change !== null) {
    out.uint(change.object);
    out.int(change.by);
    out.uint(strings.number(change.instruction));
  }
}

/** What a delta said. */
export interface AppliedDelta {
  readonly frames: readonly RecordedFrame[];
  readonly created: ObjectId[];
  readonly changed: ObjectId[];
  readonly freed: RecordedObject[];
  readonly left: RecordedObject[];
  readonly unreachable: ObjectId[];
  readonly change: RecordedCountChange | null;
}

/** Applies a delta to `objects` (changed in place) and gives the frames after it. RecordingError for damaged bytes. */
export function readDelta(
  from: ByteCursor,
  text: (n: number) => string,
  frames: readonly RecordedFrame[],
  objects: Map<ObjectId, RecordedObject>,
): AppliedDelta {
  const kept = from.uint();
  if (kept > frames.length) throw new RecordingError('the recording is damaged: it keeps frames that do not exist');
  const nextFrames = frames.slice(0, kept);
  for (let n = from.count(); n > 0; n--) nextFrames.push(readFrame(from, text));
  const applied: AppliedDelta = { frames: nextFrames, created: [], changed: [], freed: [], left: [], unreachable: [], change: null };
  let id = 0;
  for (let n = from.count(); n > 0; n--) {
    const head = from.uint();
    id += Math.floor(head / 2);
    const object = objects.get(id);
    if (object === undefined) throw new RecordingError(`the recording is damaged: object ${id} is gone before it exists`);
    (head % 2 === 1 ? applied.freed : applied.left).push(object);
    objects.delete(id);
  }
  id = 0;
  for (let n = from.count(); n > 0; n--) {
    id += from.uint();
    const before = objects.get(id);
    const object = readObject(from, text, id, before);
    objects.set(id, object);
    if (before === undefined) applied.created.push(id);
    else applied.changed.push(id);
    if (object.state === 'unreachable' && before?.state !== 'unreachable') applied.unreachable.push(id);
  }
  if (from.uint() === 0) return applied;
  return { ...applied, change: { object: from.uint(), by: from.int(), instruction: text(from.uint()) } };
}
