import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { DEFAULT_MODEL, findModel, models } from '../../models/index.ts';
import { parseSize, type RunOptions } from '../run-options.ts';
import type { InstrumentRequest, SnapshotMoment } from './request.ts';

/** What an instrument's command line asks for. */
export type InstrumentCommand = { kind: 'run'; options: RunOptions } | { kind: 'print'; text: string; stream: 1 | 2; exitCode: number };

/** A command: its options and how they become a request. `file` is what stands before `:LINE`. */
interface Definition {
  readonly name: string;
  define(command: Command): Command;
  request(file: FilePlace, options: Record<string, unknown>, words: readonly string[]): InstrumentRequest;
}

interface FilePlace {
  readonly path: string;
  readonly line: number | null;
}

/** Thrown by request(): the message is for the user. */
class WrongUse extends Error {}

function wholeNumber(value: string): number {
  const n = Number(value);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('A whole number from 1.');
  return n;
}

function modelName(value: string): string {
  if (findModel(value) === undefined) throw new InvalidArgumentError(`Known models: ${models.map((m) => m.name).join(', ')}.`);
  return value;
}

function heapSize(value: string): number {
  const bytes = parseSize(value);
  if (bytes === null || bytes < 1024 * 1024) throw new InvalidArgumentError('A size such as 64M or 1.5G, at least 1M.');
  return bytes;
}

/** Stands for the end of the program where a line number is expected; commander knows no null. */
const AT_EXIT = 0;

function lineOrExit(value: string): number {
  return value === 'exit' ? AT_EXIT : wholeNumber(value);
}

/** The line of `--at`, else that of FILE:LINE; null = at exit, undefined = none was given. */
function lineOf(file: FilePlace, at: unknown): number | null | undefined {
  if (at === undefined) return file.line ?? undefined;
  return at === AT_EXIT ? null : (at as number);
}

const WHY: Definition = {
  name: 'why',
  define: (command) =>
    command
      .description('Says who holds an object: every holder, and that their number is the count.')
      .argument('<file:line>', 'program, and the line before which it stops')
      .argument('<expression>', 'a name, or any expression that can be evaluated there')
      .argument('[args...]', 'arguments of the program, behind --')
      .option('--after', 'stop when the line has run instead of before', false)
      .option('--hit <n>', 'stop the n-th time the line is reached', wholeNumber, 1)
      .option('--at <where>', '"exit": when the program has ended (then FILE needs no line)', lineOrExit)
      .option('--paths [n]', 'also the shortest paths from the roots: why it is alive, or how it would be freed', wholeNumber)
      .option('--all', 'every holder, however many', false)
      .addHelpText(
        'after',
        `
Examples:
  ouro why shop.py:12 cart               who holds cart when line 12 is about to run
  ouro why shop.py:12 "cart.items[0]"    any expression
  ouro why shop.py:12 cart --hit 3       the third time
  ouro why shop.py cart --at exit        at the end of the program
  ouro why shop.py:12 cart --paths       why it is alive
  ouro why shop.py:12 cart --json -- a b the program gets the arguments a and b`,
      ),
  request(file, o, [expression]) {
    const line = lineOf(file, o.at);
    if (line === undefined) throw new WrongUse("which line? write FILE:LINE, or add '--at exit'");
    const paths = o.paths === true ? 1 : ((o.paths as number | undefined) ?? 0);
    return { kind: 'why', line, expression: expression!, hit: o.hit as number, after: o.after === true, paths, all: o.all === true };
  },
};

const LINE_TIMES = /^(\d+)(?:#(\d+))?$/;

/** A moment as the user wrote it: a line, `line#n` for the n-th time, `exit`, `memory-error`. */
function moment(value: string, earlier: SnapshotMoment[] | undefined): SnapshotMoment[] {
  const at = LINE_TIMES.exec(value);
  if (at !== null && Number(at[1]) > 0) return [...(earlier ?? []), { kind: 'line', line: Number(at[1]), hit: Number(at[2] ?? 1) || 1 }];
  if (value === 'exit' || value === 'memory-error') return [...(earlier ?? []), { kind: value }];
  throw new InvalidArgumentError("A line number (12, or 12#3 for its third time), 'exit' or 'memory-error'.");
}

const SNAPSHOT: Definition = {
  name: 'snapshot',
  define: (command) =>
    command
      .description('Writes a snapshot of the heap: every object, every reference with its name, for `ouro inspect`.')
      .argument('<file[:line]>', 'program, and the line before which the snapshot is taken')
      .argument('[args...]', 'arguments of the program, behind --')
      .option('-o, --output <path>', 'file to write; several snapshots get .1, .2 … in front of the ending', 'heap.ouro')
      .option('--at <when>', "line, line#n for its n-th time, 'exit' or 'memory-error'; may be given several times (default: exit)", moment)
      .option('--no-origins', 'do not note which line made each object (faster; objects of equal address are then told apart less surely)')
      .option('--continue', 'let the program go on after the last snapshot', false)
      .addHelpText(
        'after',
        `
Examples:
  ouro snapshot shop.py:12 -o heap.ouro        when line 12 is about to run
  ouro snapshot shop.py --at 12#100            the hundredth time
  ouro snapshot shop.py --at 12#1 --at 12#50   two: heap.1.ouro and heap.2.ouro, for \`ouro inspect diff\`
  ouro snapshot shop.py --at memory-error --max-heap 64M
  ouro inspect heap.ouro                       look at it`,
      ),
  request(file, o) {
    const moments = [
      ...(file.line === null ? [] : [{ kind: 'line', line: file.line, hit: 1 } as const]),
      ...((o.at as SnapshotMoment[] | undefined) ?? []),
    ];
    return {
      kind: 'snapshot',
      moments: moments.length === 0 ? [{ kind: 'exit' }] : moments,
      output: o.output as string,
      origins: o.origins !== false,
      goOn: o.continue === true,
    };
  },
};

const DEFINITIONS: readonly Definition[] = [SNAPSHOT, WHY];

/** Names of the commands. */
export const INSTRUMENT_COMMANDS: readonly string[] = DEFINITIONS.map((d) => d.name);

function place(text: string): FilePlace {
  const match = /^(.+):(\d+)$/.exec(text);
  return match === null ? { path: text, line: null } : { path: match[1]!, line: Number(match[2]) };
}

/** Options of a run that an instrument does not change. */
function plainRun(words: readonly string[]): Omit<RunOptions, 'program' | 'args' | 'model' | 'instrument'> {
  return {
    origArgv: ['ouro', ...words],
    executable: process.argv[1] ?? '',
    mixed: [],
    maxHeapBytes: null,
    auditEvery: 0,
    gcStress: false,
    stats: false,
    json: false,
    stdlib: null,
    interactive: false,
    ignoreEnvironment: false,
    isolated: false,
    noSite: false,
    noUserSite: false,
    unbuffered: true,
    optimize: 0,
    quiet: false,
    verbose: 0,
    bytesWarning: 0,
    dontWriteBytecode: true,
    warnings: [],
    skipFirstLine: false,
    xOptions: [],
    debugAllocator: false,
  };
}

/** Reads `ouro why …` and its like; never throws for what a user typed. */
export function readInstrumentCommand(words: readonly string[]): InstrumentCommand {
  const definition = DEFINITIONS.find((d) => d.name === words[0])!;
  let printed = '';
  const command = definition
    .define(new Command(`ouro ${definition.name}`))
    .option('--model <release>', 'memory model of a CPython release', modelName, DEFAULT_MODEL)
    .option('--max-heap <size>', 'limit of the heap, e.g. 64M', heapSize)
    .option('--stdlib <dir>', 'standard library of an installed CPython instead of the shipped one')
    .option('--json', 'the answer as JSON on stdout; the program writes to stderr', false)
    .helpOption('-h, --help', 'this text')
    .exitOverride()
    .configureOutput({ writeOut: (text) => (printed += text), writeErr: () => {} });
  try {
    command.parse([...words.slice(1)], { from: 'user' });
    const [file, ...rest] = command.args as [string, ...string[]];
    const o = command.opts();
    const where = place(file);
    const request = definition.request(where, o, rest);
    const args = definition.name === 'why' ? rest.slice(1) : rest;
    return {
      kind: 'run',
      options: {
        ...plainRun(words),
        program: { kind: 'file', path: where.path },
        args,
        model: o.model as string,
        maxHeapBytes: (o.maxHeap as number | undefined) ?? null,
        stdlib: (o.stdlib as string | undefined) ?? null,
        json: o.json === true,
        instrument: request,
      },
    };
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return { kind: 'print', text: printed, stream: 1, exitCode: 0 };
    if (!(thrown instanceof CommanderError || thrown instanceof WrongUse)) throw thrown;
    const text = `ouro ${definition.name}: ${thrown.message.replace(/^error: /, '')}\nTry 'ouro ${definition.name} --help' for examples.\n`;
    return { kind: 'print', text, stream: 2, exitCode: 2 };
  }
}
