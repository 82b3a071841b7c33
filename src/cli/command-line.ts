import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { DEFAULT_MODEL, findModel, models } from '../models/index.ts';
import { mechanisms } from '../models/mechanisms.ts';
import { COMPARE_HELP, type CompareOptions, compareOptions } from './compare/options.ts';
import { INSTRUMENT_COMMANDS, readInstrumentCommand } from './instruments/command-line.ts';
import { LAB_HELP, type LabOptions, labOptions } from './lab/command.ts';
import type { LibraryDirectory } from './library-directory.ts';
import { modelsJson, modelsTable } from './models-command.ts';
import { heapSize, languageName, library, modelName, wholeNumber } from './option-values.ts';
import type { RunOptions } from './run-options.ts';
import { splitArguments, UsageError } from './split-arguments.ts';
import { TraceOptionError, tracedFrames } from './trace-option.ts';

/** What the command line asks for. `print`: text for stdout or stderr, then exit. */
export type Request =
  | { kind: 'run'; options: RunOptions }
  | { kind: 'compare'; options: CompareOptions; program: string }
  | { kind: 'inspect'; words: readonly string[] }
  | { kind: 'print'; text: string; stream: 1 | 2; exitCode: number }
  | { kind: 'lab'; options: LabOptions };

const EXAMPLES = `
Examples:
  ouro program.py one two          run a program
  ouro run --model 3.8 program.py  the same under another CPython's memory model
  ouro -c "import sys; print(sys.getrefcount([]))"
  ouro run --stats program.py      allocations, peak, collections, time
  ouro run --max-heap 64M big.py   MemoryError instead of a bigger heap
  ouro run --audit program.py      after every instruction: count = holders, for every object
  ouro run --explain program.py    who holds x, beside every sys.getrefcount(x)
  ouro why program.py:12 x         who holds x when line 12 is about to run
  ouro garbage | trace | record | report | check program.py      see 'ouro garbage --help' and so on
  ouro compare program.py          where the models differ, and why
  ouro snapshot program.py:12      writes the heap to heap.ouro
  ouro inspect heap.ouro           looks into it
  ouro models                      what each model changes
  ouro lab [FILE]                  see it in the browser: step, graph, collector, memory
  ouro                             interactive prompt`;

const SEED_MESSAGE = 'ouro: PYTHONHASHSEED must be "random" or an integer in range [0; 4294967295]\n';

function mixed(value: string, earlier: string[]): string[] {
  const [id, release, ...rest] = value.split('@');
  if (rest.length > 0 || findModel(release ?? '') === undefined || !mechanisms.some((m) => m.id === id))
    throw new InvalidArgumentError(`A mechanism and a release, e.g. call-arguments@3.11. Mechanisms: ${mechanisms.map((m) => m.id).join(', ')}.`);
  return [...earlier, value];
}

function collect(value: string, earlier: string[]): string[] {
  return [...earlier, value];
}

function countUp(_value: string, earlier: number): number {
  return earlier + 1;
}

function runCommand(name: string): Command {
  return new Command(name)
    .usage('[options] [FILE | -c CODE | -m MODULE | -] [args…]')
    .description('Runs Python programs on a memory manager whose every reference can be explained.')
    .option('--model <release>', `memory model of a CPython release (default: ${DEFAULT_MODEL})`, modelName)
    .option('--language <release>', "refuse syntax that is newer: a release, or 'model' for the model's (default: newest)", languageName, 'newest')
    .option('--with <mechanism@release>', 'one mechanism as another release has it, e.g. call-arguments@3.11', mixed, [])
    .option('--max-heap <size>', 'limit of the heap, e.g. 64M: then MemoryError', heapSize)
    .option('--audit [n]', 'check after every n-th instruction (default 1) that each count equals the holders', wholeNumber)
    .option('--gc-stress', 'collect at every allocation', false)
    .option('--debug-allocator', 'guard bytes, dead bytes, checks at every free', false)
    .option('--no-warm-up', 'start sooner, without preparing the evaluation loop: for short programs')
    .option('--explain', 'beside every sys.getrefcount(x): who holds x', false)
    .option('--stats', 'print allocations, peak, collections and time at the end', false)
    .option('--json', 'reports as JSON', false)
    .option('--stdlib <dir>', 'standard library of an installed CPython (3.8 to 3.13) instead of the shipped one', library)
    .option('-c <code>', 'program passed in as a string (ends the options)')
    .option('-m <module>', 'run a library module as a script (ends the options)')
    .option('-i', 'interactive prompt after the program', false)
    .option('-b', 'warn about comparing bytes with str; -bb: error', countUp, 0)
    .option('-B', 'write no .pyc files', false)
    .option('-d', 'parser debugging (no effect)', false)
    .option('-E', 'ignore PYTHON* environment variables', false)
    .option('-I', 'isolated: -E, -s, and no script directory in sys.path', false)
    .option('-O', 'drop asserts; -OO: docstrings too', countUp, 0)
    .option('-P', 'do not put an unsafe path first in sys.path', false)
    .option('-q', 'no version at the prompt', false)
    .option('-s', 'no user site directory', false)
    .option('-S', "no 'import site'", false)
    .option('-u', 'unbuffered stdout and stderr', false)
    .option('-v', 'trace imports', countUp, 0)
    .option('-x', 'skip the first line of the source', false)
    .option('-W <arg>', 'warning control', collect, [])
    .option('-X <opt>', 'implementation option', collect, [])
    .helpOption('-h, --help', 'this text')
    .addHelpText('after', EXAMPLES)
    .version(versionText(), '-V, --version', 'print the version')
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} });
}

declare const __OUROBOROS_VERSION__: string;

function versionText(): string {
  return `Ouroboros ${typeof __OUROBOROS_VERSION__ === 'string' ? __OUROBOROS_VERSION__ : 'development'} (Python memory models ${models[0]!.name} to ${models[models.length - 1]!.name})`;
}

function usage(message: string): Request {
  return {
    kind: 'print',
    text: `${message}\nusage: ouro [options] [FILE | -c CODE | -m MODULE | -] [args…]\nTry 'ouro --help' for more information.\n`,
    stream: 2,
    exitCode: 2,
  };
}

/** Reads the command line; never throws for what a user typed. `env` gives PYTHON* variables. */
export function readCommandLine(words: readonly string[], env: Readonly<Record<string, string | undefined>>): Request {
  const [first, ...others] = words;
  if (first === 'models') {
    if (others.length === 0) return { kind: 'print', text: modelsTable(), stream: 1, exitCode: 0 };
    if (others.length === 1 && others[0] === '--json') return { kind: 'print', text: modelsJson(), stream: 1, exitCode: 0 };
    if (others.length === 1 && (others[0] === '--help' || others[0] === '-h'))
      return { kind: 'print', text: 'usage: ouro models [--json]\n\nPrints what each memory model changes.\n', stream: 1, exitCode: 0 };
    return usage(`Unknown argument: ${others[0]}`);
  }
  if (first !== undefined && INSTRUMENT_COMMANDS.includes(first)) return readInstrumentCommand(words);
  if (first === 'compare') return readCompare(others, env);
  if (first === 'inspect') return { kind: 'inspect', words: others };
  if (first === 'lab') return readLab(others);
  if (first === 'help') return readCommandLine(['--help'], env);
  try {
    const split = splitArguments(first === 'run' ? others : words);
    const command = runCommand('ouro');
    let helpText = '';
    command.configureOutput({ writeOut: (text) => (helpText += text), writeErr: () => {} });
    try {
      command.parse(split.own, { from: 'user' });
    } catch (thrown) {
      if (!(thrown instanceof CommanderError)) throw thrown;
      if (thrown.exitCode === 0) return { kind: 'print', text: helpText, stream: 1, exitCode: 0 };
      return usage(thrown.message.replace(/^error: /, ''));
    }
    const options = toRunOptions(command.opts(), split, words, env);
    const seed = options.ignoreEnvironment ? '' : (env.PYTHONHASHSEED ?? '');
    if (seed !== '' && seed !== 'random' && !(/^\d+$/.test(seed) && Number(seed) <= 0xffffffff))
      return { kind: 'print', text: SEED_MESSAGE, stream: 2, exitCode: 1 };
    return { kind: 'run', options };
  } catch (thrown) {
    if (thrown instanceof UsageError) return usage(thrown.message);
    if (thrown instanceof TraceOptionError) return { kind: 'print', text: thrown.message, stream: 2, exitCode: 1 };
    throw thrown;
  }
}

/** `ouro lab`: the site's server. */
function readLab(words: readonly string[]): Request {
  if (words[0] === '--help' || words[0] === '-h') return { kind: 'print', text: LAB_HELP, stream: 1, exitCode: 0 };
  const options = labOptions(words);
  return typeof options === 'string' ? usage(`ouro lab: ${options}`) : { kind: 'lab', options };
}

/** `ouro compare`: its own options, then a command line as for `ouro run`, which must name a program. */
function readCompare(words: readonly string[], env: Readonly<Record<string, string | undefined>>): Request {
  if (words[0] === '--help' || words[0] === '-h') return { kind: 'print', text: COMPARE_HELP, stream: 1, exitCode: 0 };
  const options = compareOptions(words);
  if (typeof options === 'string') return usage(`ouro compare: ${options}`);
  const run = readCommandLine(['run', ...options.words], env);
  if (run.kind !== 'run') return run;
  const { program } = run.options;
  switch (program.kind) {
    case 'file':
      return { kind: 'compare', options, program: program.path };
    case 'code':
      return { kind: 'compare', options, program: '-c' };
    case 'module':
      return { kind: 'compare', options, program: `-m ${program.name}` };
    default:
      return usage('ouro compare: a program is needed: FILE, -c CODE or -m MODULE');
  }
}

/** OURO_MODEL: what a program that is started by one of ours has as its model. */
function modelOfEnvironment(env: Readonly<Record<string, string | undefined>>): string | null {
  const name = env.OURO_MODEL ?? '';
  return findModel(name) === undefined ? null : name;
}

function toRunOptions(
  o: Record<string, unknown>,
  split: ReturnType<typeof splitArguments>,
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): RunOptions {
  const isolated = o.I === true;
  const ignoreEnvironment = isolated || o.E === true;
  const fromEnv = (name: string): boolean => !ignoreEnvironment && (env[name] ?? '') !== '';
  return {
    program: split.program,
    args: split.rest,
    origArgv: ['ouro', ...words],
    executable: process.argv[1] ?? '',
    model: (o.model as string | undefined) ?? modelOfEnvironment(env) ?? DEFAULT_MODEL,
    language: o.language as string,
    mixed: o.with as string[],
    maxHeapBytes: (o.maxHeap as number | undefined) ?? null,
    auditEvery: o.audit === true ? 1 : ((o.audit as number | undefined) ?? 0),
    gcStress: o.gcStress === true,
    stats: o.stats === true,
    json: o.json === true,
    stdlib: (o.stdlib as LibraryDirectory | undefined) ?? null,
    interactive: o.i === true || fromEnv('PYTHONINSPECT'),
    ignoreEnvironment,
    isolated,
    noSite: o.S === true,
    warmUp: o.warmUp !== false,
    noUserSite: isolated || o.s === true || fromEnv('PYTHONNOUSERSITE'),
    // explanations stand beside the output they explain
    unbuffered: o.u === true || o.explain === true || fromEnv('PYTHONUNBUFFERED'),
    optimize: Math.max(o.O as number, fromEnv('PYTHONOPTIMIZE') ? Number(env.PYTHONOPTIMIZE) || 1 : 0),
    quiet: o.q === true,
    verbose: o.v as number,
    bytesWarning: o.b as number,
    dontWriteBytecode: o.B === true || fromEnv('PYTHONDONTWRITEBYTECODE'),
    keepsLibrary: o.B !== true,
    warnings: [...(fromEnv('PYTHONWARNINGS') ? env.PYTHONWARNINGS!.split(',') : []), ...(o.W as string[])],
    skipFirstLine: o.x === true,
    xOptions: o.X as string[],
    traceFrames: tracedFrames(o.X as string[], fromEnv('PYTHONTRACEMALLOC') ? env.PYTHONTRACEMALLOC : undefined),
    debugAllocator: o.debugAllocator === true,
    instrument: o.explain === true ? { kind: 'explain' } : null,
  };
}
