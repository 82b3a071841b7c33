import type { Ledger } from '../../instruments/ledger.ts';
import type { WatchedName } from '../../instruments/recorder.ts';
import type { Recording } from '../../instruments/recording.ts';
import type { Standing } from '../../memory/collector/collection-steps.ts';

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

/** What is to be done with the program. Steps are those of its recording: the same program makes the same steps. */
export type Work =
  | { kind: 'run' }
  | { kind: 'record'; watch: readonly WatchedName[] }
  /** Stop at a step, and collect there pass by pass. */
  | { kind: 'collect'; step: number; watch: readonly WatchedName[] }
  /** Stop at a step, and look at the heap: all its blocks, and all that hold the object at `address` (0 = none). */
  | { kind: 'inspect'; step: number; address: number; watch: readonly WatchedName[] }
  /** Run under each of these models. */
  | { kind: 'compare'; models: readonly string[] };

export type ExitEnding = { kind: 'exit'; code: number; figures: EndFigures };

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

/** Objects of a collection at one moment; the columns go by `CollectionRecord.addresses`. */
export interface PassRecord {
  /** Name of the pass that just ran, `start` before the first. */
  pass: string;
  standing: Standing[];
  /** 0 once freed. */
  count: number[];
  /** What is left of the copy of the count; -1 where the pass keeps none. */
  remaining: number[];
  collected: number;
  uncollectable: number;
}

/** A collection, pass by pass. */
export interface CollectionRecord {
  generation: number;
  /** Word addresses of the objects examined. */
  addresses: number[];
  passes: PassRecord[];
}

/** A pool of the heap: blocks of one size. */
export interface HeapPool {
  blockBytes: number;
  /** Word address of the first block. */
  first: number;
  /** For each block: 0 free, 1 in use by something that is no object, else 2 + index into `HeapMap.types`. */
  blocks: Uint16Array;
}

export interface HeapMap {
  types: string[];
  arenas: { address: number; bytes: number; used: number; poolCount: number; pools: HeapPool[] }[];
  /** Blocks beyond the pools: how many, and their bytes. */
  otherBlocks: number;
  otherBytes: number;
}

export interface Inspection {
  step: number;
  address: number;
  /** Everything in the heap that holds the object; null without an address. */
  ledger: Ledger | null;
  map: HeapMap;
}

/** Why one model's line is not that of the model before. */
export interface ComparedReason {
  model: string;
  /** Ids of the mechanisms, none when it could not be found. */
  mechanisms: readonly string[];
  /** By mechanism: the releases that say what changed. */
  steps: readonly (readonly string[])[];
  /** English. */
  sentence: string;
}

/** A program's output under several models, line beside line. */
export interface ComparedOutput {
  models: string[];
  rows: { stream: string; number: number; texts: (string | null)[]; differs: boolean; reasons: ComparedReason[] }[];
  exitCodes: number[];
}

export type FromWorker =
  | { kind: 'recorded'; recording: Recording; ending: ExitEnding }
  | { kind: 'collected'; collection: CollectionRecord; ending: ExitEnding }
  | { kind: 'inspected'; inspection: Inspection; ending: ExitEnding }
  | { kind: 'progress'; text: string }
  /** The outputs are there, their reasons are being looked for. */
  | { kind: 'outputs'; comparison: ComparedOutput }
  | { kind: 'compared'; comparison: ComparedOutput; ending: ExitEnding }
  | { kind: 'ready'; milliseconds: number }
  | { kind: 'checked'; id: number; problems: Problem[] }
  | { kind: 'output'; fd: number; text: string }
  | { kind: 'input'; shownBytes: number }
  | ExitEnding
  | { kind: 'fault'; message: string; detail: string };
