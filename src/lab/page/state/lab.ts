import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { WatchedName } from '../../../instruments/recorder.ts';
import { type Recording, RecordingError } from '../../../instruments/recording.ts';
import { decodeRecording, isRecording } from '../../../instruments/recording-file.ts';
import type { Work } from '../../worker/protocol.ts';
import { chinese } from '../text/chinese.ts';
import { english, type Texts } from '../text/english.ts';
import { Player } from './player.ts';
import { Runner, recordingOf } from './runner.ts';
import { Settings } from './settings.ts';
import { readLink, writeLink } from './share.ts';
import { Snapshots } from './snapshots.ts';

export const VIEWS = ['objects', 'collector', 'memory', 'compare', 'snapshots'] as const;
export type View = (typeof VIEWS)[number];

export type Notice = { kind: 'warning' | 'error'; text: (t: Texts) => string };
export type Dialog = 'share' | 'help' | null;

/** The page's whole state; components read it through `useLab`. */
export class Lab {
  readonly settings = new Settings();
  readonly runner: Runner;
  readonly player = new Player();
  readonly snapshots: Snapshots;
  readonly source: Signal<string>;
  /** On narrow windows the program is a view, too. */
  readonly view: Signal<View | 'program'> = signal('objects');
  readonly notice: Signal<Notice | null> = signal(null);
  readonly dialog: Signal<Dialog> = signal(null);
  /** Index of the lesson that is open, null = no tour. */
  readonly lesson: Signal<number | null> = signal(null);
  readonly text: ReadonlySignal<Texts>;
  /** Recording and editor agree. */
  readonly fresh: ReadonlySignal<boolean>;
  /** Counts every program put in from outside the editor, which then takes it over. */
  readonly loaded: Signal<number> = signal(0);
  private checkTimer = 0;

  constructor(base: URL, firstSource: string) {
    this.runner = new Runner(base);
    this.snapshots = new Snapshots(base);
    this.source = signal(firstSource);
    this.text = computed(() => (this.settings.language.value === 'zh' ? chinese : english));
    this.fresh = computed(() => this.player.source.value === this.source.value);
    this.openFragment(location.hash);
    window.addEventListener('hashchange', () => this.openFragment(location.hash));
    effect(() => this.runner.prepare({ model: this.settings.model.value, limitMb: this.settings.limitMb.value }));
    effect(() => {
      const source = this.source.value;
      clearTimeout(this.checkTimer);
      this.checkTimer = window.setTimeout(() => this.runner.check(source), 250);
    });
  }

  /** Puts a program into the editor. */
  load(source: string): void {
    batch(() => {
      this.source.value = source;
      this.loaded.value++;
    });
  }

  async run(): Promise<void> {
    this.player.pause();
    await this.runner.run(this.source.value, { kind: 'run' }, this.runSettings());
  }

  /** Records the program and shows its first step; with steps at every change of the counts of the objects behind `watch`. */
  async record(watch: readonly WatchedName[] = []): Promise<void> {
    const source = this.source.value;
    const settings = this.runSettings();
    this.player.pause();
    if (this.view.value === 'program' || this.view.value === 'compare' || this.view.value === 'snapshots') this.view.value = 'objects';
    const recording = recordingOf(await this.runner.run(source, { kind: 'record', watch }, settings));
    if (recording !== null) this.player.load(recording, source, { settings, answers: this.runner.answers, watch, here: true });
  }

  /** Opens a heap file or a recording; what it is stands in its first bytes. */
  async openFile(name: string, bytes: ArrayBuffer): Promise<void> {
    const view = new Uint8Array(bytes);
    if (!isRecording(view)) {
      await this.snapshots.open(name, bytes);
      return;
    }
    try {
      this.openRecording(decodeRecording(view));
    } catch (thrown) {
      if (!(thrown instanceof RecordingError)) throw thrown;
      this.snapshots.failure.value = thrown.message;
    }
  }

  private openRecording(recording: Recording): void {
    const source = recording.sources[0]?.text ?? '';
    const settings = { model: recording.model, limitMb: this.settings.limitMb.value };
    batch(() => {
      this.load(source);
      this.player.load(recording, source, { settings, answers: [], watch: [], here: false });
      this.snapshots.failure.value = null;
      this.view.value = 'objects';
    });
  }

  /** Runs the recorded program again, as it was recorded, up to the step that is shown, for what `work` says of that step. */
  lookAgain(work: (watch: readonly WatchedName[]) => Work): ReturnType<Runner['run']> {
    const { run, source } = this.player;
    return this.runner.run(source.value, work(run.watch), run.settings, run.answers);
  }

  compare(models: readonly string[]): ReturnType<Runner['run']> {
    return this.runner.run(this.source.value, { kind: 'compare', models }, this.runSettings());
  }

  link(): string {
    const url = new URL(location.href);
    url.hash = writeLink({ source: this.source.value, model: this.settings.model.value, limitMb: this.settings.limitMb.value });
    return url.href;
  }

  private runSettings(): { model: string; limitMb: number } {
    return { model: this.settings.model.value, limitMb: this.settings.limitMb.value };
  }

  private openFragment(fragment: string): void {
    if (fragment.startsWith('#file=')) {
      void this.openServed(decodeURIComponent(fragment.slice('#file='.length)));
      return;
    }
    const reading = readLink(fragment);
    switch (reading.kind) {
      case 'program':
        batch(() => {
          this.load(reading.program.source);
          if (reading.program.model !== null) this.settings.model.value = reading.program.model;
          if (reading.program.limitMb !== null) this.settings.limitMb.value = reading.program.limitMb;
          this.notice.value = reading.note === 'model' ? { kind: 'warning', text: (t) => t.share.model } : null;
        });
        break;
      case 'newer':
        this.notice.value = { kind: 'error', text: (t) => t.share.newer(reading.version) };
        break;
      case 'damaged':
        this.notice.value = { kind: 'error', text: (t) => t.share.damaged };
        break;
      case 'none':
        break;
    }
  }

  /** `ouro lab FILE` serves the file beside the page. */
  private async openServed(name: string): Promise<void> {
    const answer = await fetch(new URL(`program/${encodeURIComponent(name)}`, this.base()));
    if (answer.ok) this.load(await answer.text());
  }

  private base(): URL {
    return new URL('.', location.href);
  }
}

export const LabContext = createContext<Lab | null>(null);

/** The state, and the texts in the chosen language. */
export function useLab(): { lab: Lab; t: Texts } {
  const lab = useContext(LabContext);
  if (lab === null) throw new Error('no LabContext around this component');
  return { lab, t: lab.text.value };
}
