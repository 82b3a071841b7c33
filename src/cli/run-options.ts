import type { InstrumentRequest } from './instruments/request.ts';
import type { LibraryDirectory } from './library-directory.ts';
import type { SplitArguments } from './split-arguments.ts';

/** Everything a run needs to know, as plain data: it travels to the worker. */
export interface RunOptions {
  program: SplitArguments['program'];
  args: string[];
  origArgv: string[];
  /** sys.executable: the command itself. */
  executable: string;
  model: string;
  /** The newest syntax that programs may use: 'newest', 'model', or a release. */
  language: string;
  /** Mechanisms of other releases in the model: `mechanism@release`. */
  mixed: string[];
  /** Bytes; null = the machine's. */
  maxHeapBytes: number | null;
  /** Audit the heap every n instructions; 0 = never. */
  auditEvery: number;
  gcStress: boolean;
  stats: boolean;
  json: boolean;
  /** Directory of an installed CPython's standard library instead of the shipped one. */
  stdlib: LibraryDirectory | null;
  interactive: boolean;
  ignoreEnvironment: boolean;
  isolated: boolean;
  noSite: boolean;
  /** Run warm-up.py first: what it costs, a program that runs for more than half a second gets back. */
  warmUp: boolean;
  noUserSite: boolean;
  unbuffered: boolean;
  optimize: number;
  quiet: boolean;
  verbose: number;
  bytesWarning: number;
  dontWriteBytecode: boolean;
  /** Keep what is compiled of the shipped library, whatever `dontWriteBytecode` says of other modules. */
  keepsLibrary: boolean;
  warnings: string[];
  /** -x */
  skipFirstLine: boolean;
  xOptions: string[];
  /** Frames that tracemalloc keeps of each allocation from the start, 0 when it is off. */
  traceFrames: number;
  debugAllocator: boolean;
  /** An instrument that runs beside the program. */
  instrument: InstrumentRequest | null;
}

/** Bytes of a size as people write it: 64M, 1.5G, 4096. Null when it is no size. */
export function parseSize(text: string): number | null {
  const m = /^(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?$/i.exec(text.trim());
  if (m === null) return null;
  const power = ['', 'K', 'M', 'G', 'T'].indexOf(m[2]!.toUpperCase());
  return Math.floor(Number(m[1]) * 1024 ** power);
}
