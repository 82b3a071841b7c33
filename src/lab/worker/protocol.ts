/** What the page and the interpreter's worker say to each other. One worker runs one program: it is made ready ahead, used once, and ended. */

export interface BootOptions {
  /** Release of the memory model, `3.10`. */
  model: string;
  /** Bytes that the heap may grow to: beyond it MemoryError. */
  maxHeapBytes: number;
  /** URL of the folder with the library's packs; ends in `/`. */
  library: string;
}

/** Input without shared memory: the program is run again with the answers so far, and what it wrote before is not shown twice. */
export interface ReplayedInput {
  kind: 'replay';
  answers: readonly string[];
  /** Bytes of output that were shown already. */
  shown: number;
}

/** Input through shared memory, where the page is isolated: words 0 (state) and 1 (length), then bytes. */
export interface SharedInput {
  kind: 'shared';
  buffer: SharedArrayBuffer;
}

export type InputChannel = ReplayedInput | SharedInput;

export const SHARED_INPUT_BYTES = 64 * 1024;
export const SharedInputWord = { state: 0, length: 1, words: 2 } as const;
export const SharedInputState = { idle: 0, waiting: 1, answered: 2, ended: 3 } as const;

export interface ProgramRequest {
  source: string;
  /** Equal seeds give equal random numbers and hashes. */
  seed: number;
  input: InputChannel;
}

/** What a step of the work needs beyond the program. */
export type Work = { kind: 'run' } | { kind: 'record'; watched: readonly string[] };

export type ToWorker =
  | { kind: 'boot'; options: BootOptions }
  | { kind: 'check'; id: number; source: string }
  | { kind: 'work'; program: ProgramRequest; work: Work };

/** A syntax error or warning. Lines and columns from 1, in characters; the end is exclusive. */
export interface Problem {
  severity: 'error' | 'warning';
  type: string;
  message: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** Figures of the heap at the end of a run. */
export interface EndFigures {
  milliseconds: number;
  live: number;
  committed: number;
  peak: number;
  blocks: number;
  collections: number;
}

export type FromWorker =
  | { kind: 'ready'; milliseconds: number }
  | { kind: 'checked'; id: number; problems: Problem[] }
  | { kind: 'output'; fd: number; text: string }
  | { kind: 'input'; shownBytes: number }
  | { kind: 'exit'; code: number; figures: EndFigures }
  | { kind: 'fault'; message: string; detail: string };
