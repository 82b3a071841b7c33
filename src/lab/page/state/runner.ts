import { batch, type Signal, signal } from '@preact/signals';
import type { Recording } from '../../../instruments/recording.ts';
import {
  type ComparedOutput,
  type EndFigures,
  type FromWorker,
  type InputChannel,
  type Problem,
  SHARED_INPUT_BYTES,
  SharedInputState,
  SharedInputWord,
  type ToWorker,
  type Work,
} from '../../worker/protocol.ts';

export interface OutputPiece {
  /** 1 standard output, 2 standard error, 0 what the person typed. */
  fd: 0 | 1 | 2;
  text: string;
}

/** `starting`: the interpreter is not ready yet, a program that is run waits for it. */
export type RunState = 'idle' | 'starting' | 'running' | 'input';

export type Ending = { kind: 'exit'; code: number; figures: EndFigures } | { kind: 'stopped' } | { kind: 'fault'; message: string; detail: string };

/** What a finished piece of work gave, beside output. */
export type WorkResult = Extract<FromWorker, { kind: 'recorded' | 'collected' | 'compared' | 'inspected' }>;

export interface RunSettings {
  model: string;
  limitMb: number;
}

interface Spare {
  worker: Worker;
  key: string;
  ready: boolean;
}

/** The characters of output that are kept: the newest. */
const KEPT_OUTPUT = 200_000;

interface Running {
  worker: Worker;
  source: string;
  work: Work;
  settings: RunSettings;
  answers: string[];
  shownBytes: number;
  shared: SharedArrayBuffer | null;
  /** Work on a program that ran before. */
  again: boolean;
  done: (result: WorkResult | null) => void;
}

/** Runs programs in workers: one is always being made ready ahead, so that a run starts at once; stopping ends the worker. */
export class Runner {
  readonly state: Signal<RunState> = signal('idle');
  readonly ready: Signal<boolean> = signal(false);
  /** Milliseconds the last interpreter took to get ready. */
  readonly startMs: Signal<number | null> = signal(null);
  readonly output: Signal<readonly OutputPiece[]> = signal([]);
  /** Characters at the beginning that are no longer kept. */
  readonly dropped: Signal<number> = signal(0);
  readonly ending: Signal<Ending | null> = signal(null);
  readonly problems: Signal<readonly Problem[]> = signal([]);
  /** What kind of work runs, or ran last. */
  readonly work: Signal<Work['kind']> = signal('run');
  /** What the person typed for the program that ran last, line by line. */
  answers: readonly string[] = [];
  /** What work under way is at. */
  readonly progress: Signal<string> = signal('');
  /** Outputs of a comparison whose reasons are still being looked for. */
  readonly outputs: Signal<ComparedOutput | null> = signal(null);
  private spare: Spare | null = null;
  private running: Running | null = null;
  private pendingOutput: OutputPiece[] = [];
  private drawing = 0;
  private nextCheck = 1;
  private wantedCheck: { id: number; source: string } | null = null;
  private readonly base: URL;

  /** `base`: URL of the folder with worker.js and lib/. */
  constructor(base: URL) {
    this.base = base;
  }

  /** Makes an interpreter ready for these settings, unless one is. */
  prepare(settings: RunSettings): void {
    const key = `${settings.model}/${settings.limitMb}`;
    if (this.spare?.key === key) return;
    this.spare?.worker.terminate();
    this.ready.value = false;
    const worker = new Worker(new URL('worker.js', this.base));
    const spare: Spare = { worker, key, ready: false };
    this.spare = spare;
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === 'ready') {
        spare.ready = true;
        this.startMs.value = data.milliseconds;
        if (this.spare === spare) this.ready.value = true;
        this.sendCheck();
      } else if (data.kind === 'checked' && data.id === this.nextCheck - 1) this.problems.value = data.problems;
      else if (data.kind === 'fault') this.ending.value = data;
    };
    worker.onerror = (event) => {
      this.ending.value = { kind: 'fault', message: event.message || 'worker.js', detail: '' };
    };
    this.post(worker, {
      kind: 'boot',
      options: { model: settings.model, maxHeapBytes: settings.limitMb * 1024 * 1024, library: new URL('lib/', this.base).href },
    });
  }

  /** Looks for syntax errors; the result comes in `problems`. */
  check(source: string): void {
    this.wantedCheck = { id: this.nextCheck++, source };
    this.sendCheck();
  }

  private sendCheck(): void {
    if (this.wantedCheck === null || this.spare === null || !this.spare.ready) return;
    this.post(this.spare.worker, { kind: 'check', ...this.wantedCheck });
    this.wantedCheck = null;
  }

  /**
   * Runs a program. Resolves when it has ended: with what the work made, or null where it made nothing or was stopped. Work that looks at a
   * program that ran before (`answers`: what it was given then) leaves the output as it is.
   */
  run(source: string, work: Work, settings: RunSettings, answers: readonly string[] = []): Promise<WorkResult | null> {
    this.stop();
    const again = work.kind === 'inspect' || work.kind === 'collect' || work.kind === 'compare';
    batch(() => {
      if (!again) {
        this.output.value = [];
        this.dropped.value = 0;
        this.ending.value = null;
        this.answers = [];
      }
      this.work.value = work.kind;
    });
    this.pendingOutput = [];
    return new Promise((done) => {
      const shared = globalThis.crossOriginIsolated && !again ? new SharedArrayBuffer(SharedInputWord.words * 4 + SHARED_INPUT_BYTES) : null;
      this.start({ source, work, settings, answers: [...answers], shownBytes: 0, shared, done, again });
    });
  }

  private start(job: Omit<Running, 'worker'>): void {
    this.prepare(job.settings);
    const spare = this.spare!;
    this.spare = null;
    this.ready.value = false;
    const running: Running = { ...job, worker: spare.worker };
    this.running = running;
    this.state.value = spare.ready ? 'running' : 'starting';
    const input: InputChannel =
      running.shared !== null
        ? { kind: 'shared', buffer: running.shared }
        : { kind: 'replay', answers: [...running.answers], shown: running.shownBytes };
    running.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.hear(running, data);
    running.worker.onerror = (event) => this.end(running, { kind: 'fault', message: event.message || 'worker.js', detail: '' }, null);
    this.post(running.worker, { kind: 'work', program: { source: running.source, seed: 1, input }, work: running.work });
    // The next interpreter is made ready behind this one, which has the machine first.
    setTimeout(() => this.prepare(running.settings), 50);
  }

  private hear(running: Running, message: FromWorker): void {
    if (this.running !== running) return;
    switch (message.kind) {
      case 'ready':
        this.state.value = 'running';
        break;
      case 'output':
        this.write(message.fd === 2 ? 2 : 1, message.text);
        break;
      case 'input':
        running.shownBytes = message.shownBytes;
        if (running.shared === null) running.worker.terminate();
        this.state.value = 'input';
        break;
      case 'progress':
        this.progress.value = message.text;
        break;
      case 'outputs':
        this.outputs.value = message.comparison;
        break;
      case 'exit':
      case 'fault':
        this.end(running, message, null);
        break;
      case 'recorded':
      case 'collected':
      case 'compared':
      case 'inspected':
        this.end(running, message.ending, message);
        break;
      case 'checked':
        break;
    }
  }

  /** Gives the program the line it waits for; null ends its input. */
  answer(line: string | null): void {
    const running = this.running;
    if (running === null || this.state.value !== 'input') return;
    const text = line === null ? '' : `${line}\n`;
    this.write(0, text);
    running.answers.push(text);
    this.answers = [...running.answers];
    if (running.shared !== null) {
      const words = new Int32Array(running.shared, 0, SharedInputWord.words);
      const bytes = new TextEncoder().encode(text).subarray(0, SHARED_INPUT_BYTES);
      new Uint8Array(running.shared, SharedInputWord.words * 4).set(bytes);
      words[SharedInputWord.length] = bytes.length;
      Atomics.store(words, SharedInputWord.state, line === null ? SharedInputState.ended : SharedInputState.answered);
      Atomics.notify(words, SharedInputWord.state);
      this.state.value = 'running';
      return;
    }
    this.start(running);
  }

  /** Ends the running program, whatever it does. */
  stop(): void {
    if (this.running !== null) this.end(this.running, { kind: 'stopped' }, null);
  }

  private end(running: Running, ending: Ending, result: WorkResult | null): void {
    running.worker.terminate();
    this.running = null;
    this.draw();
    batch(() => {
      if (!running.again || ending.kind !== 'exit') this.ending.value = ending;
      this.state.value = 'idle';
      this.progress.value = '';
      this.outputs.value = null;
    });
    this.prepare(running.settings);
    running.done(result);
  }

  private write(fd: OutputPiece['fd'], text: string): void {
    const last = this.pendingOutput[this.pendingOutput.length - 1];
    if (last !== undefined && last.fd === fd) last.text += text;
    else this.pendingOutput.push({ fd, text });
    if (this.drawing === 0) this.drawing = window.setTimeout(() => this.draw(), 33);
  }

  private draw(): void {
    clearTimeout(this.drawing);
    this.drawing = 0;
    if (this.pendingOutput.length === 0) return;
    const pieces = [...this.output.peek()];
    for (const piece of this.pendingOutput) {
      const last = pieces[pieces.length - 1];
      if (last !== undefined && last.fd === piece.fd) pieces[pieces.length - 1] = { fd: piece.fd, text: last.text + piece.text };
      else pieces.push(piece);
    }
    this.pendingOutput = [];
    let length = pieces.reduce((sum, p) => sum + p.text.length, 0);
    let dropped = this.dropped.peek();
    while (length > KEPT_OUTPUT) {
      const first = pieces[0]!;
      const cut = Math.min(first.text.length, length - KEPT_OUTPUT);
      if (cut === first.text.length) pieces.shift();
      else pieces[0] = { fd: first.fd, text: first.text.slice(cut) };
      length -= cut;
      dropped += cut;
    }
    batch(() => {
      this.dropped.value = dropped;
      this.output.value = pieces;
    });
  }

  private post(worker: Worker, message: ToWorker): void {
    worker.postMessage(message);
  }
}

/** A recording that a worker made, if that is what it made. */
export function recordingOf(result: WorkResult | null): Recording | null {
  return result !== null && result.kind === 'recorded' ? result.recording : null;
}
