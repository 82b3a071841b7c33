import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { WatchedName } from '../../../instruments/recorder.ts';
import { type ObjectId, type RecordedObject, type RecordedStep, type Recording, STEP_KINDS } from '../../../instruments/recording.ts';
import { RecordingReader } from '../../../instruments/recording-reader.ts';
import { plainText } from '../graph/graph-model.ts';
import type { RunSettings } from './runner.ts';

/** A step and the one before it, which says what each count was. */
export interface Moment {
  step: RecordedStep;
  before: RecordedStep | null;
}

export interface RecordedRun {
  settings: RunSettings;
  answers: readonly string[];
  watch: readonly WatchedName[];
  /** It ran in this page: run again, it takes the same steps at the same addresses. */
  here: boolean;
}

/** Steps through a recording; everything that shows a moment reads it here. */
export class Player {
  readonly recording: Signal<Recording | null> = signal(null);
  /** Source that was recorded: the editor may have gone on. */
  readonly source: Signal<string> = signal('');
  /** How it was recorded: the same again gives the same steps. */
  run: RecordedRun = { settings: { model: '', limitMb: 0 }, answers: [], watch: [], here: false };
  readonly index: Signal<number> = signal(0);
  readonly selected: Signal<ObjectId | null> = signal(null);
  readonly playing: Signal<boolean> = signal(false);
  readonly moment: ReadonlySignal<Moment | null>;
  /** Steps at which the selected object's count differs from the step before, or it appears or goes. */
  readonly selectedChanges: ReadonlySignal<readonly number[]>;
  private readonly reader: ReadonlySignal<RecordingReader | null>;
  private timer = 0;
  /** Numbers and texts seen in any step so far looked through; how far that is. */
  private texts: { reader: RecordingReader; next: number; known: Map<ObjectId, string> } | null = null;

  constructor() {
    this.reader = computed(() => (this.recording.value === null ? null : new RecordingReader(this.recording.value)));
    this.moment = computed(() => {
      const reader = this.reader.value;
      if (reader === null || reader.length === 0) return null;
      const index = Math.min(this.index.value, reader.length - 1);
      const before = index > 0 ? reader.step(index - 1) : null;
      return { step: reader.step(index), before };
    });
    this.selectedChanges = computed(() => {
      const { value: id } = this.selected;
      const recording = this.recording.value;
      if (id === null || recording === null) return [];
      const reader = new RecordingReader(recording);
      const found: number[] = [];
      let last: number | undefined;
      for (let i = 0; i < reader.length; i++) {
        const count = reader.step(i).objects.get(id)?.count;
        if (count !== last) found.push(i);
        last = count;
      }
      return found;
    });
  }

  /** Value of a number or text that the shown step leaves out: garbage keeps its attributes, which no frame leads to any more. */
  textOf(id: ObjectId): string | null {
    const recording = this.recording.value;
    if (recording === null) return null;
    if (this.texts?.reader.recording !== recording) this.texts = { reader: new RecordingReader(recording), next: 0, known: new Map() };
    const { texts } = this;
    while (!texts.known.has(id) && texts.next < texts.reader.length) {
      for (const object of texts.reader.step(texts.next++).objects.values()) {
        const text = plainText(object);
        if (text !== null) texts.known.set(object.id, text);
      }
    }
    return texts.known.get(id) ?? null;
  }

  get length(): number {
    return this.reader.value?.length ?? 0;
  }

  load(recording: Recording | null, source: string, run: RecordedRun): void {
    this.pause();
    this.run = run;
    batch(() => {
      this.recording.value = recording;
      this.source.value = source;
      this.index.value = 0;
      this.selected.value = null;
    });
  }

  go(index: number): void {
    this.index.value = Math.max(0, Math.min(this.length - 1, Math.round(index)));
  }

  by(steps: number): void {
    this.go(this.index.value + steps);
  }

  /** To the next (1) or last (-1) change of the selected object's count; without a selection, of anything's. */
  toChange(direction: 1 | -1): void {
    const { value: at } = this.index;
    const changes = this.selectedChanges.value;
    const found = direction > 0 ? changes.find((i) => i > at) : changes.filter((i) => i < at).pop();
    if (found !== undefined) this.go(found);
    else if (this.selected.value === null) this.by(direction);
  }

  /** To the first step inside a line, its object selected. */
  toFirstCountStep(): void {
    const kinds = this.recording.value?.columns.kind;
    const index = kinds === undefined ? -1 : kinds.indexOf(STEP_KINDS.indexOf('count'));
    if (index < 0) return;
    this.go(index);
    this.select(this.moment.value?.step.change?.object ?? null);
  }

  select(id: ObjectId | null): void {
    this.selected.value = id;
  }

  play(): void {
    if (this.length === 0) return;
    if (this.index.value >= this.length - 1) this.go(0);
    this.playing.value = true;
    this.timer = window.setInterval(() => {
      if (this.index.value >= this.length - 1) this.pause();
      else this.by(1);
    }, 700);
  }

  pause(): void {
    clearInterval(this.timer);
    this.playing.value = false;
  }
}

/** An object at this moment, or as it was when it was freed in this very step. */
export function objectAt(step: RecordedStep, id: ObjectId): RecordedObject | null {
  return step.objects.get(id) ?? step.changes.freed.find((o) => o.id === id) ?? null;
}
