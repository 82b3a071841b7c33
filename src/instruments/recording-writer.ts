import {
  RECORDING_VERSION,
  type RecordedCollection,
  type RecordedSource,
  type Recording,
  type RecordingLimits,
  STEP_KINDS,
  type StepKind,
  type StepMemory,
} from './recording.ts';
import { ByteStream, EMPTY_STATE, type RecordedState, type StepNotes, StringTable, writeDelta } from './recording-codec.ts';

/** The whole state after steps 0, 64, 128 … is kept. */
const KEYFRAME_EVERY = 64;

const NO_NOTES: StepNotes = { left: new Set(), change: null };

/** What is true at a step. */
export interface StepState extends RecordedState, StepNotes {
  readonly kind: StepKind;
  readonly memory: StepMemory;
  /** Reachable objects left out. */
  readonly omitted: number;
}

/** A column that grows. */
class Column {
  private values = new Float64Array(256);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = new Float64Array(this.values.length * 2);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length++] = value;
  }

  taken(): Float64Array {
    return this.values.slice(0, this.length);
  }
}

/** Collects the steps of a recording and codes each as what changed since the one before. */
export class RecordingWriter {
  readonly collections: RecordedCollection[] = [];
  private readonly strings = new StringTable();
  private readonly deltas = new ByteStream();
  private readonly deltaAt: number[] = [0];
  private readonly keyframes = new ByteStream();
  private readonly keyframeAt: number[] = [0];
  private readonly columns = {
    kind: new Column(),
    file: new Column(),
    line: new Column(),
    function: new Column(),
    depth: new Column(),
    live: new Column(),
    committed: new Column(),
    blocks: new Column(),
    allocations: new Column(),
    counts: new Column(),
    generations: new Column(),
    output: new Column(),
    omitted: new Column(),
  };
  private before: RecordedState = EMPTY_STATE;
  private outputText = '';
  private outputOmitted = 0;
  private mostOmitted = 0;
  private stopped: 'steps' | 'bytes' | null = null;
  private stoppedAt = '';

  constructor(private readonly limits: RecordingLimits) {}

  /** Steps so far. */
  get steps(): number {
    return this.columns.line.length;
  }

  /** Whether a limit ended the recording: further steps are not taken. */
  get full(): boolean {
    return this.stopped !== null;
  }

  /** Text that the program wrote. */
  write(text: string): void {
    const room = Math.max(0, this.limits.output - this.outputText.length);
    this.outputText += text.slice(0, room);
    this.outputOmitted += Math.max(0, text.length - room);
  }

  /** Adds a step; the objects of `state` must not be changed afterwards. False when a limit is reached: the step is not taken. */
  add(state: StepState): boolean {
    const top = state.frames.at(-1);
    if (this.stopped === null && this.steps >= this.limits.steps) this.stopped = 'steps';
    if (this.stopped === null && this.deltas.length + this.keyframes.length + this.strings.characters >= this.limits.bytes) this.stopped = 'bytes';
    if (this.stopped !== null) {
      if (this.stoppedAt === '' && top !== undefined) this.stoppedAt = `${top.file}:${top.line}`;
      return false;
    }
    const { columns, strings } = this;
    const keyframe = this.steps % KEYFRAME_EVERY === 0;
    writeDelta(this.deltas, strings, this.before, state, state);
    this.deltaAt.push(this.deltas.length);
    if (keyframe) {
      writeDelta(this.keyframes, strings, EMPTY_STATE, state, NO_NOTES);
      this.keyframeAt.push(this.keyframes.length);
    }
    columns.kind.push(STEP_KINDS.indexOf(state.kind));
    columns.file.push(strings.number(top?.file ?? ''));
    columns.line.push(top?.line ?? 0);
    columns.function.push(strings.number(top?.function ?? ''));
    columns.depth.push(state.frames.length);
    const { memory } = state;
    columns.live.push(memory.live);
    columns.committed.push(memory.committed);
    columns.blocks.push(memory.blocks);
    columns.allocations.push(memory.allocations);
    for (let g = 0; g < 3; g++) {
      columns.counts.push(memory.counts[g] ?? 0);
      columns.generations.push(memory.generations[g] ?? 0);
    }
    columns.output.push(this.outputText.length);
    columns.omitted.push(state.omitted);
    this.mostOmitted = Math.max(this.mostOmitted, state.omitted);
    this.before = { frames: state.frames, objects: state.objects };
    return true;
  }

  /** The recording. */
  finish(about: { model: string; program: string; sources: readonly RecordedSource[]; error: string | null }): Recording {
    const { columns } = this;
    return {
      version: RECORDING_VERSION,
      ...about,
      strings: this.strings.list,
      columns: {
        kind: Uint8Array.from(columns.kind.taken()),
        file: Uint32Array.from(columns.file.taken()),
        line: Uint32Array.from(columns.line.taken()),
        function: Uint32Array.from(columns.function.taken()),
        depth: Uint32Array.from(columns.depth.taken()),
        live: columns.live.taken(),
        committed: columns.committed.taken(),
        blocks: columns.blocks.taken(),
        allocations: columns.allocations.taken(),
        counts: Uint32Array.from(columns.counts.taken()),
        generations: Uint32Array.from(columns.generations.taken()),
        output: Uint32Array.from(columns.output.taken()),
        omitted: Uint32Array.from(columns.omitted.taken()),
      },
      deltas: this.deltas.taken(),
      deltaAt: Uint32Array.from(this.deltaAt),
      keyframes: this.keyframes.taken(),
      keyframeAt: Uint32Array.from(this.keyframeAt),
      keyframeEvery: KEYFRAME_EVERY,
      collections: this.collections,
      output: this.outputText,
      limits: this.limits,
      omissions: { stopped: this.stopped, stoppedAt: this.stoppedAt, objects: this.mostOmitted, output: this.outputOmitted },
    };
  }
}
