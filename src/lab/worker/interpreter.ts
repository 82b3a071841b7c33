import { ouroborosModule } from '../../instruments/python-module.ts';
import { reserve } from '../../memory/address-space.ts';
import type { Model } from '../../models/model.ts';
import { takeError } from '../../runtime/core/errors.ts';
import { PYTHON_ERROR, type Runtime } from '../../runtime/core/runtime.ts';
import { exceptionReport } from '../../runtime/exceptions/traceback-text.ts';
import { browserHost } from '../../runtime/host/browser-host.ts';
import { browserZlib } from '../../runtime/host/browser-zlib.ts';
import type { LazyFile } from '../../runtime/host/memory-fs.ts';
import { bootstrap } from '../../runtime/start-up/bootstrap.ts';
import { createRuntime } from '../../runtime/start-up/interpreter.ts';
import { LIBRARY_ROOT } from './library.ts';

export const PROGRAM_FOLDER = '/home/lab';
export const PROGRAM_FILE = `${PROGRAM_FOLDER}/program.py`;

/** Where the standard streams of the program lead; set once it runs. */
export interface Streams {
  read(size: number): Uint8Array;
  write(fd: number, bytes: Uint8Array): void;
  beforeWait(): void;
}

export interface Interpreter {
  rt: Runtime;
  streams: Streams;
  placeProgram(source: string): void;
}

/** Address space beyond the limit of the heap: static region and the collector's tables. */
const OVERHEAD_BYTES = 64 * 1024 * 1024;

export interface InterpreterOptions {
  model: Model;
  maxHeapBytes: number;
  files: readonly (readonly [string, Uint8Array | LazyFile])[];
  seed: number;
  /** Run the warm-up program: worth its time unless the interpreter runs next to nothing. */
  warm: boolean;
}

/** An interpreter in this worker that is ready to run a program. Throws when it cannot start: too little memory, a damaged library. */
export function startInterpreter({ model, maxHeapBytes, files, seed, warm }: InterpreterOptions): Interpreter {
  let errors = '';
  const decoder = new TextDecoder();
  const streams: Streams = {
    read: () => new Uint8Array(0),
    write: (_fd, bytes) => {
      errors += decoder.decode(bytes);
    },
    beforeWait: () => {},
  };
  const host = browserHost({
    files,
    cwd: PROGRAM_FOLDER,
    env: { HOME: PROGRAM_FOLDER, LANG: 'C.UTF-8', PYTHONHASHSEED: '0' },
    read: (size) => streams.read(size),
    write: (fd, bytes) => streams.write(fd, bytes),
    beforeWait: () => streams.beforeWait(),
    seed,
    zlib: browserZlib,
  });
  const rt = createRuntime({ model, host, heap: { memory: reserve(maxHeapBytes + OVERHEAD_BYTES), maxHeapBytes } });
  const stdlib = `${LIBRARY_ROOT}/python`;
  try {
    bootstrap(rt, {
      modules: [ouroborosModule],
      stdlib,
      ...(warm ? { warmUp: `${LIBRARY_ROOT}/warm-up.py` } : {}),
      unbuffered: false,
      site: true,
      sys: {
        argv: [PROGRAM_FILE.slice(PROGRAM_FOLDER.length + 1)],
        origArgv: ['ouro', PROGRAM_FILE],
        executable: '',
        prefix: '/',
        path: [`${LIBRARY_ROOT}/ouroboros`, stdlib],
        flags: { dont_write_bytecode: 1, no_user_site: 1 },
        warnOptions: [],
        xOptions: {},
        dontWriteBytecode: true,
      },
    });
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR) throw thrown;
    throw new Error(`the interpreter could not start: ${errors}${exceptionReport(rt, takeError(rt))}`);
  }
  return { rt, streams, placeProgram: (source) => host.fs.place(PROGRAM_FILE, new TextEncoder().encode(source)) };
}
