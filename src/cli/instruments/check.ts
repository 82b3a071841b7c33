import { AllocationWatch } from '../../instruments/allocation-watch.ts';
import { findGarbage, type GarbageGroup } from '../../instruments/garbage.ts';
import { forgetProgram, type Growth, grownSince, type Inventory, inventory, liveBytes, typeNames } from '../../instruments/growth.ts';
import { nearest } from '../../runtime/core/nearest-name.ts';
import type { Runtime } from '../../runtime/core/runtime.ts';
import { type MainProgram, runMainProgram } from '../../runtime/start-up/main-program.ts';
import { EXIT_USAGE } from '../exit-codes.ts';
import type { RunOptions } from '../run-options.ts';
import type { Answers, InstrumentRun } from './answers.ts';
import { isReadable, programFile } from './program-place.ts';
import type { InstrumentRequest } from './request.ts';

type Check = InstrumentRequest & { kind: 'check' };

/** Exit code when a check does not hold. */
const EXIT_FAILED = 1;

/** `ouro check`: assertions about memory, for continuous integration. */
export function startCheck(rt: Runtime, dict: number, options: RunOptions, request: Check, answers: Answers): InstrumentRun {
  const file = programFile(rt, options);
  const watch = new AllocationWatch(rt);
  const wantsCycles = request.noGarbage || request.noCyclesThrough.length > 0;
  const cycles: GarbageGroup[] = [];
  const lookForCycles = (): void => {
    if (wantsCycles) cycles.push(...findGarbage(rt, (op) => watch.originOf(op)).groups);
  };
  if (wantsCycles) {
    // what the collector takes by itself would never be seen
    rt.heap.gc.enabled = false;
    const { start } = rt.heap.gc.events;
    rt.heap.gc.events.start = (generation) => {
      lookForCycles();
      start?.(generation);
    };
  }
  return {
    finish(programExit) {
      if (!isReadable(rt, file)) return programExit;
      if (programExit !== 0) {
        answers.note(`ouro check: the program failed with exit code ${programExit}\n`);
        return EXIT_FAILED;
      }
      const unknown = request.noCyclesThrough.map((name) => unknownType(rt, name)).find((message) => message !== null);
      if (unknown !== undefined) {
        answers.note(`ouro check: ${unknown}\n`);
        return EXIT_USAGE;
      }
      const sizes: number[] = [];
      let before: Inventory = new Map();
      let after: Inventory = new Map();
      const runs = request.maxGrowth === null ? 1 : request.runs;
      for (let run = 1; run <= runs; run++) {
        const exit = run === 1 ? 0 : runMainProgram(rt, dict, options.program as MainProgram, { isolated: true });
        if (exit !== 0) {
          answers.note(`ouro check: run ${run} in the same interpreter failed with exit code ${exit}\n`);
          return EXIT_FAILED;
        }
        forgetProgram(rt, dict);
        if (run === 1) lookForCycles();
        rt.heap.gc.collectQuietly();
        sizes.push(liveBytes(rt));
        before = after;
        after = inventory(rt, watch);
      }
      const growth = growthOf(sizes);
      const grown = growth > (request.maxGrowth ?? 0) ? grownSince(before, after) : [];
      const wrongCycles = cycles.filter((group) => !group.definesClass && (request.noGarbage || throughAny(group, request.noCyclesThrough)));
      const ok = (request.maxGrowth === null || growth <= request.maxGrowth) && wrongCycles.length === 0;
      if (answers.json)
        answers.print(`${JSON.stringify({ ok, growth: request.maxGrowth === null ? null : growth, sizes, grown, cycles: wrongCycles }, null, 2)}\n`);
      else answers.print(checkText(answers, request, growth, sizes.length, grown, wrongCycles));
      watch.end();
      return ok ? 0 : EXIT_FAILED;
    },
  };
}

/** Bytes from one run to the next; the first two runs fill caches, and of the others the smallest growth is what every run adds. */
function growthOf(sizes: readonly number[]): number {
  const steps = sizes.slice(1).map((size, i) => size - sizes[i]!);
  return steps.length === 0 ? 0 : Math.min(...(steps.length > 1 ? steps.slice(1) : steps));
}

/** Whether the cycle goes through an instance of one of the classes. */
function throughAny(group: GarbageGroup, names: readonly string[]): boolean {
  return group.cycle.some((step) => names.some((name) => step.type === name || step.type.endsWith(`.${name}`)));
}

function unknownType(rt: Runtime, name: string): string | null {
  const known = typeNames(rt);
  if (known.some((type) => type === name || type.endsWith(`.${name}`))) return null;
  const like = nearest(name, known);
  return `the program has no class \`${name}\`${like === null ? '' : `; did you mean \`${like}\`?`}`;
}

function checkText(
  answers: Answers,
  request: Check,
  growth: number,
  runs: number,
  grown: readonly Growth[],
  cycles: readonly GarbageGroup[],
): string {
  const lines: string[] = [];
  const verdict = (ok: boolean, text: string): void => {
    lines.push(`${answers.paint(ok ? 'ok    ' : 'FAILED', ok ? 'green' : 'red')} ${text}`);
  };
  if (request.maxGrowth !== null) {
    verdict(
      growth <= request.maxGrowth,
      `growth of ${growth.toLocaleString('en')} bytes a run (at most ${request.maxGrowth.toLocaleString('en')}; ${runs} runs)`,
    );
    for (const { type, made, objects, bytes } of grown.slice(0, 10)) {
      const where = made === null ? '' : ` made at ${made.file.replace(/^.*\//, '')}:${made.line}`;
      lines.push(`         ${objects.toLocaleString('en')} ${type}${where}: ${bytes.toLocaleString('en')} bytes`);
    }
  }
  if (request.noGarbage || request.noCyclesThrough.length > 0) {
    const what = request.noGarbage ? 'no garbage for the collector' : `no cycles through ${request.noCyclesThrough.join(', ')}`;
    verdict(cycles.length === 0, what);
    for (const { cycle, times } of cycles.slice(0, 10)) {
      const made = cycle.find((step) => step.made !== null)?.made;
      const where = made == null ? '' : ` made at ${made.file.replace(/^.*\//, '')}:${made.line}`;
      lines.push(
        `         ${times > 1 ? `${times} × ` : ''}${cycle.map((step) => `${step.type} ${step.slot}`).join(' → ')} → ${cycle[0]!.type}${where}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}
