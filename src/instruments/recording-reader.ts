import {
  type ObjectId,
  RECORDING_VERSION,
  type RecordedCollection,
  type RecordedFrame,
  type RecordedObject,
  type RecordedStep,
  type Recording,
  RecordingError,
  STEP_KINDS,
} from './recording.ts';
import { type AppliedDelta, ByteCursor, readDelta } from './recording-codec.ts';

/**
 * Rebuilds any step of a recording. Going one step on applies one delta; any other step starts from the keyframe before it, so it costs
 * at most `keyframeEvery` deltas.
 */
export class RecordingReader {
  /** Number of steps. */
  readonly length: number;
  private readonly collectionsByStep = new Map<number, RecordedCollection[]>();
  private readonly text: (n: number) => string;
  /** State after step `at`, -1 = before the first. */
  private at = -1;
  private frames: readonly RecordedFrame[] = [];
  private objects = new Map<ObjectId, RecordedObject>();

  constructor(readonly recording: Recording) {
    if (recording.version !== RECORDING_VERSION) {
      throw new RecordingError(
        `this recording has version ${recording.version}, this program reads ${RECORDING_VERSION}: record it again or update ouro`,
      );
    }
    this.length = recording.columns.line.length;
    for (const collection of recording.collections) {
      const list = this.collectionsByStep.get(collection.step + 1);
      if (list === undefined) this.collectionsByStep.set(collection.step + 1, [collection]);
      else list.push(collection);
    }
    const { strings } = recording;
    this.text = (n) => {
      const found = strings[n];
      if (found === undefined) throw new RecordingError(`the recording is damaged: text ${n} does not exist`);
      return found;
    };
  }

  /** The step with this index. RangeError outside 0 … length - 1, RecordingError for damaged bytes. */
  step(index: number): RecordedStep {
    if (!Number.isInteger(index) || index < 0 || index >= this.length) throw new RangeError(`no step ${index}: there are ${this.length}`);
    if (this.at >= index || this.at < index - 1) this.rewind(index);
    let applied: AppliedDelta = this.advance();
    while (this.at < index) applied = this.advance();
    const { recording } = this;
    const { columns, strings } = recording;
    return {
      index,
      kind: STEP_KINDS[columns.kind[index]] ?? 'line',
      file: strings[columns.file[index]],
      line: columns.line[index],
      function: strings[columns.function[index]],
      frames: this.frames,
      objects: new Map(this.objects),
      changes: {
        created: applied.created,
        changed: applied.changed,
        freed: applied.freed,
        left: applied.left,
        unreachable: applied.unreachable,
      },
      change: applied.change,
      output: recording.output.slice(0, columns.output[index]),
      memory: {
        live: columns.live[index],
        committed: columns.committed[index],
        blocks: columns.blocks[index],
        allocations: columns.allocations[index],
        counts: [...columns.counts.subarray(3 * index, 3 * index + 3)],
        generations: [...columns.generations.subarray(3 * index, 3 * index + 3)],
      },
      collections: this.collectionsByStep.get(index) ?? [],
      objectsOmitted: columns.omitted[index],
    };
  }

  /** Puts the state before `index` by way of the nearest keyframe, unless going on from here is shorter. */
  private rewind(index: number): void {
    const { keyframes, keyframeAt, keyframeEvery } = this.recording;
    const k = Math.min(Math.floor((index - 1) / keyframeEvery), keyframeAt.length - 2);
    if (this.at < index && this.at >= k * keyframeEvery) return;
    this.objects = new Map();
    this.frames = [];
    this.at = -1;
    if (index === 0 || k < 0) return;
    const cursor = new ByteCursor(keyframes, keyframeAt[k], keyframeAt[k + 1]);
    this.frames = readDelta(cursor, this.text, [], this.objects).frames;
    this.at = k * keyframeEvery;
  }

  private advance(): AppliedDelta {
    const { deltas, deltaAt } = this.recording;
    const next = this.at + 1;
    const cursor = new ByteCursor(deltas, deltaAt[next], deltaAt[next + 1]);
    const applied = readDelta(cursor, this.text, this.frames, this.objects);
    this.frames = applied.frames;
    this.at = next;
    return applied;
  }
}
