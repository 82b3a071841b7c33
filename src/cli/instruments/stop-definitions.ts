import { InvalidArgumentError } from 'commander';
import { wholeNumber } from '../option-values.ts';
import { type Definition, lineOf, lineOrExit, WrongUse } from './definition.ts';
import type { SnapshotMoment } from './request.ts';

export const WHY: Definition = {
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

export const SNAPSHOT: Definition = {
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
