// npm run odd -- MODEL [PART…]: odd arguments to every builtin and method, on an installed CPython and on Ouroboros; the differences grouped by kind.

import '../../tools/usage.mjs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPython } from '../find-python.mjs';
import { command, inParallel, runProcess } from '../runner.mjs';

const folder = dirname(fileURLToPath(import.meta.url));
/** The parts of the comparison by the program that makes them. */
const PROGRAMS = {
  'odd-arguments.py': ['builtins', 'eval', 'methods', 'keywords', 'operators', 'formats', 'constructors', 'attributes'],
  'odd-modules.py': ['functions', 'objects', 'mixes'],
};
const PARTS = Object.values(PROGRAMS).flat();
const args = process.argv.slice(2);
const examples = Number(args.find((_, i) => args[i - 1] === '--examples') ?? 3);
const [model, ...chosen] = args.filter((a, i) => !a.startsWith('--') && args[i - 1] !== '--examples');
const unknown = chosen.filter((part) => !PARTS.includes(part));
if (model === undefined || unknown.length > 0) {
  console.error(
    `usage: npm run odd -- MODEL [PART…] [--examples N]\nparts: ${PARTS.join(' ')}${unknown.length > 0 ? `; not: ${unknown.join(' ')}` : ''}`,
  );
  process.exit(2);
}

/** Answers of one part by call; a call that occurs again is numbered. */
function answers(text) {
  const out = new Map();
  const seen = new Map();
  let last = '';
  for (const line of text.split('\n')) {
    const cut = line.lastIndexOf(' -> ');
    if (cut < 0 && !line.startsWith('    then ')) continue;
    const label = cut < 0 ? `${last} then` : line.slice(0, cut);
    const again = seen.get(label) ?? 0;
    seen.set(label, again + 1);
    out.set(again === 0 ? label : `${label} #${again + 1}`, cut < 0 ? line.slice(9) : line.slice(cut + 4));
    if (cut >= 0) last = label;
  }
  return out;
}

/** What kind of difference it is: both answers without what stands between quotes, numbers and names of types. */
function kindOf(want, got) {
  const shape = (answer) => {
    const error = /^(\w+(?:Error|Exception|Iteration|Exit|Interrupt|Warning|Group))(?:: (.*))?$/.exec(answer);
    return error === null
      ? 'value'
      : `${error[1]}: ${(error[2] ?? '')
          .replace(/'[^']*'/g, "'…'")
          .replace(/\d+/g, 'N')
          .replace(/\bnot [\w.]+$/, 'not …')}`;
  };
  return `${shape(want)}  |  ${shape(got)}`;
}

const environment = { PYTHONHASHSEED: '0', PYTHONIOENCODING: 'utf-8' };
const python = findPython(model);
const parts = chosen.length > 0 ? chosen : PARTS;
let total = 0;
await inParallel(
  parts.map((part) => async () => {
    const program = join(
      folder,
      Object.keys(PROGRAMS).find((name) => PROGRAMS[name].includes(part)),
    );
    const [real, ours] = [
      await runProcess(python, ['-W', 'ignore', program, part], { env: environment, timeout: 600_000 }),
      await runProcess(process.execPath, [command, '--model', model, '-W', 'ignore', program, part], { env: environment, timeout: 600_000 }),
    ];
    const want = answers(real.stdout);
    const got = answers(ours.stdout);
    const kinds = new Map();
    let calls = 0;
    for (const [label, answer] of want) {
      calls++;
      const mine = got.get(label) ?? '(not called)';
      if (mine === answer) continue;
      const kind = kindOf(answer, mine);
      kinds.set(kind, [...(kinds.get(kind) ?? []), { label, answer, mine }]);
    }
    const different = [...kinds.values()].reduce((n, list) => n + list.length, 0);
    total += different;
    const lines = [`== ${part}: ${different} of ${calls} calls differ, ${kinds.size} kinds`];
    for (const [name, run] of [
      [python, real],
      ['ouro', ours],
    ]) {
      if (run.code !== 0) lines.push(`   ${name} ended with ${run.code}: ${run.stderr.trim().split('\n').at(-1)}`);
    }
    for (const [, list] of [...kinds].sort((a, b) => b[1].length - a[1].length)) {
      lines.push(`-- ${list.length} ×`);
      for (const { label, answer, mine } of list.slice(0, examples)) lines.push(`   ${label}`, `      CPython: ${answer}`, `      ouro:    ${mine}`);
    }
    console.log(lines.join('\n'));
  }),
);
console.log(`${total} calls differ under ${model} (${python})`);
process.exit(total > 0 ? 1 : 0);
