/// <reference lib="webworker" />

import type { ProgramRun } from '../../cli/compare/program-run.ts';
import { capture } from '../../instruments/capture.ts';
import { LedgerMaker } from '../../instruments/ledger.ts';
import type { Recorder } from '../../instruments/recorder.ts';
import { findModel } from '../../models/index.ts';
import type { Model } from '../../models/model.ts';
import { PYTHON_ERROR } from '../../runtime/core/runtime.ts';
import { ProcessExit } from '../../runtime/modules/posix/processes.ts';
import { finalizeProgram } from '../../runtime/start-up/finalize.ts';
import { makeMainModule, runMainProgram } from '../../runtime/start-up/main-program.ts';
import { reportException } from '../../runtime/start-up/report-exception.ts';
import { recordCollection } from './collect.ts';
import { compareModels } from './compare-models.ts';
import { heapMap } from './heap-map.ts';
import { AnswerWanted, InputReader } from './input.ts';
import { type Interpreter, PROGRAM_FILE, startInterpreter } from './interpreter.ts';
import { fetchNow, libraryFiles } from './library.ts';
import { OutputSender } from './output.ts';
import { problemsOf } from './problems.ts';
import type { BootOptions, ComparedOutput, EndFigures, ExitEnding, FromWorker, ProgramRequest, ToWorker, Work } from './protocol.ts';
import { endedWith, programRecorder, recordUntil, StepReached } from './stopped-run.ts';

const DEFAULT_SEED = 20240;

const scope = self as unknown as { postMessage(message: FromWorker): void; onmessage: ((e: MessageEvent<ToWorker>) => void) | null };

/** Instruments of one run: set up when `__main__` stands, heard when the program has ended. */
interface Instruments {
  start?(interpreter: Interpreter): void;
  /** The answer to the page; absent: what every run answers. */
  answer?(ending: ExitEnding): FromWorker;
  /** What is printed is not shown. */
  quiet?: boolean;
}

/** The one interpreter of this worker, and what it was made with. */
class Session {
  private interpreter: Interpreter | null = null;
  private options: BootOptions | null = null;

  boot(options: BootOptions): void {
    const began = performance.now();
    this.options = options;
    this.interpreter = this.start(findModel(options.model)!, true);
    scope.postMessage({ kind: 'ready', milliseconds: Math.round(performance.now() - began) });
  }

  private start(model: Model, warm: boolean): Interpreter {
    const { library, maxHeapBytes } = this.options!;
    const core = fetchNow(`${library}core-${model.name}.zip`);
    const files = libraryFiles(core, (name) => fetchNow(`${library}${name}`));
    return startInterpreter({ model, maxHeapBytes, files, seed: DEFAULT_SEED, warm });
  }

  check(id: number, source: string): void {
    const model = findModel(this.options!.model)!;
    scope.postMessage({ kind: 'checked', id, problems: problemsOf(source, model) });
  }

  work(program: ProgramRequest, work: Work): void {
    if (work.kind === 'compare') void this.compare(program, work.models);
    else this.run(program, this.instrumentsFor(work, program.source));
  }

  private instrumentsFor(work: Exclude<Work, { kind: 'compare' }>, source: string): Instruments {
    let recorder: Recorder | null = null;
    let found: FromWorker | null = null;
    switch (work.kind) {
      case 'run':
        return {};
      case 'record':
        return {
          start: ({ rt }) => {
            recorder = programRecorder(rt, source, work.watch);
          },
          answer: (ending) => ({ kind: 'recorded', recording: recorder!.finish(endedWith(this.interpreter!.rt)), ending }),
        };
      case 'collect':
        return {
          quiet: true,
          start: ({ rt }) => {
            recorder = recordUntil(rt, source, work.watch, work.step, () => {
              const collection = recordCollection(rt);
              found = { kind: 'collected', collection, ending: { kind: 'exit', code: 0, figures: this.figures(performance.now()) } };
            });
          },
          answer: () => this.reached(recorder!, () => found),
        };
      case 'inspect':
        return {
          quiet: true,
          start: ({ rt }) => {
            recorder = recordUntil(rt, source, work.watch, work.step, () => {
              const graph = capture(rt);
              const inspection = {
                step: work.step,
                address: work.address,
                ledger: work.address === 0 ? null : new LedgerMaker(rt).make(work.address),
                map: heapMap(rt.heap, graph),
              };
              found = { kind: 'inspected', inspection, ending: { kind: 'exit', code: 0, figures: this.figures(performance.now()) } };
            });
          },
          answer: () => this.reached(recorder!, () => found),
        };
    }
  }

  /** What was found at the step; the last step comes only when the recorder is finished. */
  private reached(recorder: Recorder, found: () => FromWorker | null): FromWorker {
    if (found() === null) {
      try {
        recorder.finish();
      } catch (thrown) {
        if (!(thrown instanceof StepReached)) throw thrown;
      }
    }
    return found() ?? { kind: 'fault', message: 'the program did not come to this step again', detail: '' };
  }

  private run(program: ProgramRequest, instruments: Instruments): void {
    const interpreter = this.interpreter!;
    const { rt, streams, placeProgram } = interpreter;
    const output = new OutputSender(
      (fd, text) => {
        if (instruments.quiet !== true) scope.postMessage({ kind: 'output', fd, text });
      },
      program.input.kind === 'replay' ? program.input.shown : 0,
    );
    const input = new InputReader(program.input, () => {
      output.flush();
      scope.postMessage({ kind: 'input', shownBytes: output.bytes });
    });
    streams.write = (fd, bytes) => output.write(fd, bytes);
    streams.read = (size) => input.read(size);
    streams.beforeWait = () => output.flush();
    placeProgram(program.source);
    const began = performance.now();
    const finish = (ending: ExitEnding): void => {
      const answer = instruments.answer?.(ending) ?? ending;
      if (answer.kind === 'exit') answer.code = finalizedCode(interpreter, answer.code);
      output.flush();
      scope.postMessage(answer);
    };
    try {
      const dict = makeMainModule(rt);
      instruments.start?.(interpreter);
      const code = runMainProgram(rt, dict, { kind: 'file', path: PROGRAM_FILE }, { isolated: false });
      finish({ kind: 'exit', code, figures: this.figures(began) });
    } catch (thrown) {
      if (thrown instanceof AnswerWanted) return;
      if (thrown instanceof StepReached) finish({ kind: 'exit', code: 0, figures: this.figures(began) });
      else if (thrown instanceof ProcessExit) {
        output.flush();
        scope.postMessage({ kind: 'exit', code: thrown.code, figures: this.figures(began) });
      } else if (thrown === PYTHON_ERROR) {
        const code = reportException(rt);
        output.flush();
        scope.postMessage({ kind: 'exit', code, figures: this.figures(began) });
      } else throw thrown;
    }
  }

  private async compare(program: ProgramRequest, models: readonly string[]): Promise<void> {
    const began = performance.now();
    const answers = program.input.kind === 'replay' ? program.input.answers : [];
    try {
      const outputs = (known: ComparedOutput): void => scope.postMessage({ kind: 'outputs', comparison: known });
      let runs = 0;
      const runUnder = (model: Model): ProgramRun => {
        scope.postMessage({ kind: 'progress', text: `${model.name} (${++runs})` });
        const interpreter = this.start(model, false);
        const { rt, streams, placeProgram } = interpreter;
        const text = ['', ''];
        const decoders = [new TextDecoder(), new TextDecoder()];
        let next = 0;
        streams.write = (fd, bytes) => {
          text[fd - 1] += decoders[fd - 1]!.decode(bytes, { stream: true });
        };
        streams.read = () => new TextEncoder().encode(answers[next++] ?? '');
        placeProgram(program.source);
        let exitCode: number;
        try {
          const dict = makeMainModule(rt);
          exitCode = finalizedCode(interpreter, runMainProgram(rt, dict, { kind: 'file', path: PROGRAM_FILE }, { isolated: false }));
        } catch (thrown) {
          if (!(thrown instanceof ProcessExit)) throw thrown;
          exitCode = thrown.code;
        }
        return { stdout: text[0]!, stderr: text[1]!, exitCode };
      };
      const comparison = await compareModels(models, runUnder, outputs);
      scope.postMessage({ kind: 'compared', comparison, ending: { kind: 'exit', code: 0, figures: this.figures(began) } });
    } catch (thrown) {
      postFault(thrown);
    }
  }

  private figures(began: number): EndFigures {
    const { stats, gc } = this.interpreter!.rt.heap;
    return {
      milliseconds: Math.round(performance.now() - began),
      live: stats.bytesInUse,
      committed: stats.committedBytes,
      peak: stats.peakBytes,
      blocks: stats.allocatedBlocks,
      collections: gc.stats.reduce((sum, s) => sum + s.collections, 0),
    };
  }
}

/** Ends the program's side (exit functions, finalizers) and gives the exit code. */
function finalizedCode({ rt }: Interpreter, code: number): number {
  try {
    const flushed = finalizeProgram(rt);
    return code === 0 ? flushed : code;
  } catch (thrown) {
    if (thrown instanceof ProcessExit) return thrown.code;
    throw thrown;
  }
}

function postFault(thrown: unknown): void {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  scope.postMessage({ kind: 'fault', message: error.message, detail: error.stack ?? '' });
}

const session = new Session();

scope.onmessage = ({ data }) => {
  try {
    switch (data.kind) {
      case 'boot':
        session.boot(data.options);
        break;
      case 'check':
        session.check(data.id, data.source);
        break;
      case 'work':
        session.work(data.program, data.work);
        break;
    }
  } catch (thrown) {
    postFault(thrown);
  }
};
