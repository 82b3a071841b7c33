import { freemem } from 'node:os';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { AnalyzedSnapshot } from '../../snapshot/analyzed-snapshot.ts';
import { SnapshotError } from '../../snapshot/format/layout.ts';
import { openSnapshot } from '../../snapshot/open-snapshot.ts';
import { QueryError } from '../../snapshot/query/tokens.ts';
import { EXIT_USAGE } from '../exit-codes.ts';
import { nodeCodec } from '../node-codec.ts';
import { parseSize } from '../run-options.ts';
import { diffView } from './diff-view.ts';
import { exportSnapshot } from './export-snapshot.ts';
import { fileSource } from './file-source.ts';
import { browse } from './interactive.ts';
import { ProgressBar } from './progress-bar.ts';
import {
  countsView,
  cyclesView,
  duplicatesView,
  fillView,
  objectView,
  pathsView,
  queryView,
  referrersView,
  retainedView,
  summaryView,
  topView,
  type View,
} from './views.ts';

const HELP = `
Views:
  summary              what the snapshot holds (default without a terminal)
  top                  types by bytes; --by retained or --by count
  object ADDR          one object: counts, holders, references
  paths ADDR           why it is alive: shortest path; --count N: paths that share no object; --from N: from step N on
  retained [ADDR]      what keeps most alive; with ADDR: what that object keeps alive
  cycles               objects that reach each other, each group with a shortest cycle; --garbage: only garbage
  referrers TYPE       which slots refer to objects of a type
  duplicates           equal strings
  fill                 how full lists, dicts and sets are
  counts               counts that the references do not explain
  query 'CONDITION'    objects by a condition, see below
  diff OTHER…          what changed to the next snapshot
  export FILE          .heapsnapshot (Chrome DevTools), .dot (Graphviz), .parquet (DuckDB, pandas), .ouro
  browse               interactive: arrow keys (default at a terminal)

Conditions compare fields (type, value, size, retained, count, holders, references, depth, used, capacity, generation,
address, line, file) by = != < <= > >= and ~ (contains); flags are reachable, tracked, immortal, running.

Examples:
  ouro inspect heap.ouro
  ouro inspect heap.ouro query "type = dict and size > 1K and not reachable order by retained limit 10"
  ouro inspect heap.ouro paths 0x4f10a0 --count 3
  ouro inspect diff before.ouro after.ouro
  ouro inspect Heap.20260101.heapsnapshot top        Node's and Chrome's snapshots, and PyHeap's, too
  ouro inspect heap.ouro export heap.heapsnapshot`;

const VIEWS = [
  'summary',
  'top',
  'object',
  'paths',
  'retained',
  'cycles',
  'referrers',
  'duplicates',
  'fill',
  'counts',
  'query',
  'diff',
  'export',
  'browse',
] as const;
type ViewName = (typeof VIEWS)[number];

interface Options {
  json: boolean;
  limit: number;
  by: 'bytes' | 'retained' | 'count';
  count: number;
  from?: number;
  garbage: boolean;
  around?: string;
  memory?: number;
}

/** Thrown for a command line that makes no sense; the message is for the user. */
class WrongUse extends Error {}

function wholeNumber(value: string): number {
  const n = Number(value);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('A whole number from 1.');
  return n;
}

function size(value: string): number {
  const bytes = parseSize(value);
  if (bytes === null) throw new InvalidArgumentError('A size such as 4G.');
  return bytes;
}

function by(value: string): string {
  if (!['bytes', 'retained', 'count'].includes(value)) throw new InvalidArgumentError('bytes, retained or count.');
  return value;
}

/** `ouro inspect …`: gives the exit code. Never throws for what a user typed or a file holds. */
export async function inspect(words: readonly string[]): Promise<number> {
  // a reader such as head may close its end early
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  let printed = '';
  const command = new Command('ouro inspect')
    .usage('[options] SNAPSHOT [VIEW] [ARGUMENT…]')
    .description('Looks into a snapshot of a heap.')
    .argument('<words...>')
    .option('--json', 'data instead of text', false)
    .option('--limit <n>', 'rows shown', wholeNumber, 20)
    .option('--by <column>', 'order of top: bytes, retained or count', by, 'bytes')
    .option('--count <n>', 'paths shown', wholeNumber, 1)
    .option('--from <n>', 'paths: show --limit steps from this one on (default: both ends of a long path)', wholeNumber)
    .option('--garbage', 'cycles: only what no root reaches', false)
    .option('--around <address>', 'export to .dot: draw around this object')
    .option('--memory <size>', 'memory that may be used (default: what is free)', size)
    .helpOption('-h, --help', 'this text')
    .addHelpText('after', HELP)
    .exitOverride()
    .configureOutput({ writeOut: (text) => (printed += text), writeErr: () => {} });
  try {
    command.parse([...words], { from: 'user' });
    return await run(command.args, command.opts<Options>());
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) {
      process.stdout.write(printed);
      return 0;
    }
    if (thrown instanceof SnapshotError) {
      process.stderr.write(`ouro inspect: ${thrown.message}\n`);
      return 1;
    }
    if (thrown instanceof CommanderError || thrown instanceof WrongUse || thrown instanceof QueryError) {
      const message =
        thrown instanceof CommanderError && /missing required/.test(thrown.message)
          ? 'which snapshot? ouro inspect SNAPSHOT [VIEW]'
          : thrown.message.replace(/^error: /, '');
      process.stderr.write(`ouro inspect: ${message}\nTry 'ouro inspect --help'.\n`);
      return EXIT_USAGE;
    }
    throw thrown;
  }
}

async function run(words: readonly string[], options: Options): Promise<number> {
  const { path, name, rest } = request(words);
  const bar = new ProgressBar();
  const load = (file: string): AnalyzedSnapshot => {
    try {
      const source = fileSource(file);
      try {
        const graph = openSnapshot(source, nodeCodec, { memoryBytes: options.memory ?? freemem() }, (done, what) => bar.show(done, what));
        return new AnalyzedSnapshot(graph, (what) => bar.show(-1, what));
      } finally {
        source.close();
      }
    } catch (thrown) {
      if (thrown instanceof SnapshotError) throw new SnapshotError(`${file}: ${thrown.message}`);
      if (thrown instanceof RangeError) throw new SnapshotError(`${file}: it does not fit into memory: use a machine with more`);
      throw thrown;
    } finally {
      bar.clear();
    }
  };
  const snapshot = load(path);
  if (name === 'browse') {
    bar.silence();
    return browse(snapshot, path);
  }
  if (name === 'export') {
    if (rest[0] === undefined) throw new WrongUse('export to which file? The ending says the format: .heapsnapshot, .dot, .parquet or .ouro');
    const around = options.around === undefined ? null : nodeAt(snapshot, options.around);
    const files = await exportSnapshot(snapshot, rest[0], { around, limit: options.limit === 20 ? 60 : options.limit }, (done, what) =>
      bar.show(done, what),
    );
    bar.clear();
    process.stdout.write(options.json ? `${JSON.stringify({ files })}\n` : `${files.join('\n')}\n`);
    return 0;
  }
  const view = name === 'diff' ? diffView([snapshot, ...rest.map(load)], [path, ...rest], options.limit) : viewOf(snapshot, name, rest, options);
  bar.clear();
  process.stdout.write(options.json ? `${JSON.stringify(view.json, null, 2)}\n` : view.text);
  return 0;
}

/** Sorts the words: SNAPSHOT [VIEW] [ARGUMENT…], or `diff A B…`. */
function request(words: readonly string[]): { path: string; name: ViewName; rest: string[] } {
  const [first, second, ...rest] = words;
  if (first === 'diff') {
    if (second === undefined || rest.length === 0) throw new WrongUse('diff of which snapshots? ouro inspect diff BEFORE AFTER');
    return { path: second, name: 'diff', rest };
  }
  if (second === undefined) return { path: first!, name: process.stdout.isTTY && process.stdin.isTTY ? 'browse' : 'summary', rest: [] };
  if (!VIEWS.includes(second as ViewName)) throw new WrongUse(`there is no view '${second}': ${VIEWS.join(', ')}`);
  if (second === 'diff' && rest.length === 0) throw new WrongUse('diff to which other snapshot?');
  return { path: first!, name: second as ViewName, rest };
}

function viewOf(s: AnalyzedSnapshot, name: ViewName, [argument]: readonly string[], options: Options): View {
  switch (name) {
    case 'top':
      return topView(s, options.by, options.limit);
    case 'object':
      return objectView(s, nodeAt(s, argument), options.limit);
    case 'paths':
      return pathsView(s, nodeAt(s, argument), options.count, { from: options.from ?? null, limit: options.limit });
    case 'retained':
      return retainedView(s, argument === undefined ? null : nodeAt(s, argument), options.limit);
    case 'cycles':
      return cyclesView(s, options.garbage, options.limit);
    case 'referrers': {
      if (argument === undefined) throw new WrongUse('referrers of which type?');
      const view = referrersView(s, argument, options.limit);
      if (view === null) throw new WrongUse(`there is no object of a type '${argument}': see top`);
      return view;
    }
    case 'duplicates':
      return duplicatesView(s, options.limit);
    case 'fill':
      return fillView(s);
    case 'counts':
      return countsView(s, options.limit);
    case 'query':
      if (argument === undefined) throw new WrongUse("which condition? ouro inspect SNAPSHOT query 'size > 1K'");
      return queryView(s, argument);
    default:
      return summaryView(s);
  }
}

/** The node that an address names. Throws WrongUse. */
function nodeAt(s: AnalyzedSnapshot, text: string | undefined): number {
  if (text === undefined) throw new WrongUse('which object? Give its address, as query and retained show it');
  const address = Number(text.replace(/^@/, ''));
  const node = Number.isFinite(address) && text.trim() !== '' ? s.nodeAt(address) : -1;
  if (node < 0) throw new WrongUse(`there is no object at '${text}': query and retained show addresses`);
  return node;
}
