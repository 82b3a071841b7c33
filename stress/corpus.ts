import { dirname } from 'node:path';
import type { Runtime } from '../src/runtime/core/runtime.ts';
import { nodeHost } from '../src/runtime/host/node-host.ts';
import { ProcessExit } from '../src/runtime/modules/posix/processes.ts';
import { raiseSignal } from '../src/runtime/modules/signal.ts';
import { type ProgramOptions, runProgram } from '../src/runtime/start-up/test-runtime.ts';
import { sweepAllocations } from './out-of-memory.ts';

/** What a run over one program found wrong, and how much it did. */
export interface CorpusResult {
  runs: number;
  problems: string[];
  /** Where the output differs from that of a run without collections, null when it does not. */
  difference: string | null;
}

/** Where a program of the corpus stands and what it needs. */
export interface CorpusPlace {
  filename: string;
  /** Folder of the standard library. */
  library: string;
  /** How to change the working directory: a worker cannot by itself. */
  chdir(path: string): void;
}

/**
 * What a program waits for may never come when an allocation of it has failed: a task of asyncio that its callback could not wake waits for ever
 * in CPython, too. After so many seconds in which no thread ran it gets what Ctrl-C sends.
 */
const PATIENCE = 20;
const SIGINT = 2;
const MOST_INTERRUPTS = 5;

/** Interrupts the interpreter when it has slept for too long without running anything in between. */
class Impatience {
  private waited = 0;
  private woke = 0;
  private interrupts = 0;

  constructor(
    private readonly rt: Runtime,
    private readonly sleep: (seconds: number) => void,
  ) {}

  /** Sleeps. Error when interrupts have not helped. */
  wait(seconds: number): void {
    const now = performance.now();
    // what runs between two sleeps, but the look at who may run, takes longer than that
    if (now - this.woke > 2) this.waited = 0;
    this.sleep(Math.min(seconds, 1));
    this.woke = performance.now();
    this.waited += this.woke - now;
    if (this.waited < PATIENCE * 1000) return;
    this.waited = 0;
    if (++this.interrupts > MOST_INTERRUPTS) throw new Error(`waits for ever, ${MOST_INTERRUPTS} interrupts did not help`);
    raiseSignal(this.rt, SIGINT);
  }
}

function optionsAt({ filename, library, chdir }: CorpusPlace, model: string): ProgramOptions {
  const host = nodeHost();
  if (host.fs !== null) host.fs.chdir = chdir;
  const { sleep } = host;
  const onStart = (rt: Runtime): void => {
    const impatience = new Impatience(rt, sleep);
    rt.host.sleep = (seconds) => impatience.wait(seconds);
  };
  return { filename, model, debug: {}, library: { python: library, host, path: [dirname(filename)] }, onStart };
}

/** Collects at every allocation of a container: the program must print what it prints otherwise, and leave a sound heap. */
export function collectEverywhere(source: string, place: CorpusPlace, model: string): CorpusResult {
  const plain = run(source, optionsAt(place, model));
  const stressed = run(source, { ...optionsAt(place, model), gcStress: true });
  const problems = [...plain.problems.map((problem) => `without: ${problem}`), ...stressed.problems];
  if (plain.error !== stressed.error) problems.push(`ended with ${stressed.error} instead of ${plain.error}`);
  const difference = firstDifference(withoutAddresses(plain.stdout), withoutAddresses(stressed.stdout));
  return { runs: 2, problems, difference };
}

/** Fails every `step`-th allocation of the program, one a run, at most `limit` runs. */
export function failEverywhere(source: string, place: CorpusPlace, model: string, step: number, limit: number): CorpusResult {
  try {
    const { runs, problems } = sweepAllocations(source, { program: optionsAt(place, model), step, to: step * limit });
    return { runs, problems, difference: null };
  } catch (thrown) {
    if (thrown instanceof ProcessExit) return { runs: 0, problems: [], difference: null };
    throw thrown;
  }
}

/** A run; os._exit ends one without anything being given back. */
function run(source: string, options: ProgramOptions): { stdout: string; error: string | null; problems: string[] } {
  try {
    return runProgram(source, options);
  } catch (thrown) {
    if (thrown instanceof ProcessExit) return { stdout: '', error: 'os._exit', problems: [] };
    throw thrown;
  }
}

function withoutAddresses(text: string): string {
  return text.replace(/0x[0-9a-f]{4,}/g, '0x…');
}

/** Null when there is none. */
function firstDifference(a: string, b: string): string | null {
  if (a === b) return null;
  const expected = a.split('\n');
  const found = b.split('\n');
  const at = expected.findIndex((line, i) => line !== found[i]);
  return `  line ${at + 1}: ${expected[at]}\n  instead: ${found[at]}`;
}
