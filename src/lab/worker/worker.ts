/// <reference lib="webworker" />
import { findModel } from '../../models/index.ts';
import { PYTHON_ERROR } from '../../runtime/core/runtime.ts';
import { ProcessExit } from '../../runtime/modules/posix/processes.ts';
import { finalizeProgram } from '../../runtime/start-up/finalize.ts';
import { makeMainModule, runMainProgram } from '../../runtime/start-up/main-program.ts';
import { reportException } from '../../runtime/start-up/report-exception.ts';
import { AnswerWanted, InputReader } from './input.ts';
import { type Interpreter, PROGRAM_FILE, startInterpreter } from './interpreter.ts';
import { fetchNow, libraryFiles } from './library.ts';
import { OutputSender } from './output.ts';
import { problemsOf } from './problems.ts';
import type { BootOptions, EndFigures, FromWorker, ProgramRequest, ToWorker } from './protocol.ts';

const DEFAULT_SEED = 20240;

const scope = self as unknown as {
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
  onmessage: ((e: MessageEvent<ToWorker>) => void) | null;
};

/** The one interpreter of this worker, and what it was made with. */
class Session {
  private interpreter: Interpreter | null = null;
  private options: BootOptions | null = null;

  boot(options: BootOptions): void {
    const began = performance.now();
    this.options = options;
    const core = fetchNow(`${options.library}core-${options.model}.zip`);
    const files = libraryFiles(core, (name) => fetchNow(`${options.library}${name}`));
    this.interpreter = startInterpreter(options.model, options.maxHeapBytes, files, DEFAULT_SEED);
    scope.postMessage({ kind: 'ready', milliseconds: Math.round(performance.now() - began) });
  }

  check(id: number, source: string): void {
    const model = findModel(this.options!.model)!;
    scope.postMessage({ kind: 'checked', id, problems: problemsOf(source, model) });
  }

  run(program: ProgramRequest): void {
    const { rt, streams, placeProgram } = this.interpreter!;
    const output = new OutputSender(
      (fd, text) => scope.postMessage({ kind: 'output', fd, text }),
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
    let code: number;
    try {
      const dict = makeMainModule(rt);
      code = runMainProgram(rt, dict, { kind: 'file', path: PROGRAM_FILE }, { isolated: false });
      const figures = this.figures(began);
      const flushed = finalizeProgram(rt);
      output.flush();
      scope.postMessage({ kind: 'exit', code: code === 0 ? flushed : code, figures });
      return;
    } catch (thrown) {
      if (thrown instanceof AnswerWanted) return;
      if (thrown instanceof ProcessExit) code = thrown.code;
      else if (thrown === PYTHON_ERROR) code = reportException(rt);
      else throw thrown;
    }
    output.flush();
    scope.postMessage({ kind: 'exit', code, figures: this.figures(began) });
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
        session.run(data.program);
        break;
    }
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    scope.postMessage({ kind: 'fault', message: error.message, detail: error.stack ?? '' });
  }
};
