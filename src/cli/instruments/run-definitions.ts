import { InvalidArgumentError } from 'commander';
import { wholeNumber } from '../option-values.ts';
import { parseSize } from '../run-options.ts';
import { type Definition, lineOf, lineOrExit, WrongUse } from './definition.ts';

const ARGUMENTS = 'arguments of the program, behind --';

function bytes(value: string): number {
  const n = parseSize(value);
  if (n === null) throw new InvalidArgumentError('A size such as 4096, 64K or 40M.');
  return n;
}

function collect(value: string, earlier: readonly string[]): string[] {
  return [...earlier, ...value.split(',').filter((word) => word !== '')];
}

export const GARBAGE: Definition = {
  name: 'garbage',
  define: (command) =>
    command
      .description('Lists what the cycle collector would find: cycles, where they were made, and what would free them.')
      .argument('<file[:line]>', 'program, and the line before which it looks (default: at exit)')
      .argument('[args...]', ARGUMENTS)
      .option('--at <where>', 'a line, or "exit"', lineOrExit)
      .option('--hit <n>', 'look the n-th time the line is reached', wholeNumber, 1)
      .option('--keep', 'the automatic collector is off, so that all garbage of the run is still there', false)
      .option('--all', 'every group', false)
      .addHelpText(
        'after',
        `
Examples:
  ouro garbage shop.py             what is left for the collector at exit
  ouro garbage shop.py --keep      also what it would have taken during the run
  ouro garbage shop.py:30          when line 30 is about to run
  ouro garbage shop.py --json`,
      ),
  request: (file, o) => ({
    kind: 'garbage',
    line: lineOf(file, o.at) ?? null,
    hit: o.hit as number,
    keep: o.keep === true,
    all: o.all === true,
  }),
};

export const TRACE: Definition = {
  name: 'trace',
  define: (command) =>
    command
      .description('Prints every change of the count of the object that a name is bound to.')
      .argument('<file>', 'program')
      .argument('[args...]', ARGUMENTS)
      .option('-n, --name <name>', 'variable whose object is followed')
      .option('-f, --function <name>', 'function whose variable it is (default: the first that has it)')
      .option('--limit <n>', 'stop after so many changes', wholeNumber, 1000)
      .addHelpText(
        'after',
        `
Examples:
  ouro trace shop.py --name cart
  ouro trace shop.py --name item --function add
  ouro trace shop.py --name cart --json`,
      ),
  request(_file, o) {
    if (o.name === undefined) throw new WrongUse("which name? add '--name NAME'");
    return { kind: 'trace', name: o.name as string, function: (o.function as string | undefined) ?? null, limit: o.limit as number };
  },
};

export const RECORD: Definition = {
  name: 'record',
  define: (command) =>
    command
      .description('Records a run line by line: frames, objects, counts, memory, collections. The lab steps through it.')
      .argument('<file>', 'program')
      .argument('[args...]', ARGUMENTS)
      .option('-o, --output <file>', 'where to write it', 'run.ouro')
      .option('--watch <names>', 'also a step at every change of the count of these variables (a,b or f.a)', collect, [])
      .option('--steps <n>', 'most steps (default: 5000)', wholeNumber)
      .option('--objects <n>', 'most objects shown at a step (default: 1000)', wholeNumber)
      .option('--bytes <size>', 'most bytes of steps before they are packed (default: 40M)', bytes)
      .addHelpText(
        'after',
        `
Examples:
  ouro record shop.py                       writes run.ouro
  ouro record shop.py -o shop.ouro --steps 500
  ouro record shop.py --watch cart,add.item`,
      ),
  request: (_file, o) => ({
    kind: 'record',
    output: o.output as string,
    steps: (o.steps as number | undefined) ?? null,
    objects: (o.objects as number | undefined) ?? null,
    bytes: (o.bytes as number | undefined) ?? null,
    watch: o.watch as string[],
  }),
};

export const REPORT: Definition = {
  name: 'report',
  define: (command) =>
    command
      .description('Memory over time by type and by line, and a map of the heap: a chart here, a page with -o.')
      .argument('<file>', 'program')
      .argument('[args...]', ARGUMENTS)
      .option('-o, --output <file.html>', 'write one self-contained page')
      .option('--samples <n>', 'most points in time', wholeNumber, 240)
      .addHelpText(
        'after',
        `
Examples:
  ouro report shop.py                       a chart in the terminal
  ouro report shop.py -o report.html        the whole report
  ouro report shop.py --json`,
      ),
  request: (_file, o) => ({ kind: 'report', output: (o.output as string | undefined) ?? null, samples: o.samples as number }),
};

export const CHECK: Definition = {
  name: 'check',
  define: (command) =>
    command
      .description('Runs a program again and again and fails when memory grows or cycles appear. Exit code 1: a check failed.')
      .argument('<file>', 'program')
      .argument('[args...]', ARGUMENTS)
      .option('--max-growth <size>', 'most bytes by which memory may grow from one run to the next', bytes)
      .option('--no-cycles-through <types>', 'fail when garbage has a cycle through an instance of these classes', collect, [])
      .option('--no-garbage', 'fail when a run leaves any cycle to the collector')
      .option('--runs <n>', 'how often the program runs in the same interpreter; the first ones fill caches', wholeNumber, 4)
      .addHelpText(
        'after',
        `
Examples:
  ouro check tests/leak.py --max-growth 0
  ouro check tests/leak.py --no-cycles-through Node,Tree
  ouro check tests/leak.py --max-growth 4K --no-garbage --json

Exit codes: 0 all checks hold, 1 one failed or the program did, 2 wrong use.`,
      ),
  request(_file, o) {
    const noCyclesThrough = Array.isArray(o.cyclesThrough) ? (o.cyclesThrough as string[]) : [];
    const maxGrowth = (o.maxGrowth as number | undefined) ?? null;
    const noGarbage = o.garbage === false;
    if (maxGrowth === null && noCyclesThrough.length === 0 && !noGarbage) {
      throw new WrongUse("what is to be checked? add '--max-growth 0', '--no-cycles-through TYPE' or '--no-garbage'");
    }
    return { kind: 'check', maxGrowth, noCyclesThrough, noGarbage, runs: Math.max(3, o.runs as number) };
  },
};
