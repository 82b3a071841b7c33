import { Command, CommanderError } from 'commander';
import { DEFAULT_MODEL } from '../../models/index.ts';
import type { LibraryDirectory } from '../library-directory.ts';
import { heapSize, library, modelName } from '../option-values.ts';
import type { RunOptions } from '../run-options.ts';
import { type Definition, type FilePlace, WrongUse } from './definition.ts';
import { CHECK, GARBAGE, RECORD, REPORT, TRACE } from './run-definitions.ts';
import { SNAPSHOT, WHY } from './stop-definitions.ts';

/** What an instrument's command line asks for. */
export type InstrumentCommand = { kind: 'run'; options: RunOptions } | { kind: 'print'; text: string; stream: 1 | 2; exitCode: number };

const DEFINITIONS: readonly Definition[] = [WHY, GARBAGE, TRACE, RECORD, REPORT, CHECK, SNAPSHOT];

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
    language: 'newest',
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
    warmUp: true,
    noUserSite: false,
    unbuffered: true,
    optimize: 0,
    quiet: false,
    verbose: 0,
    bytesWarning: 0,
    dontWriteBytecode: true,
    keepsLibrary: true,
    warnings: [],
    skipFirstLine: false,
    xOptions: [],
    traceFrames: 0,
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
    .option('--stdlib <dir>', 'standard library of an installed CPython (3.8 to 3.13) instead of the shipped one', library)
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
        stdlib: (o.stdlib as LibraryDirectory | undefined) ?? null,
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
