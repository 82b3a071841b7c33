// npm run stress [-- COMMAND …]   without one: all but soak; takes two hours
//   allocations [PROGRAM…]   fails every single allocation of stress/programs, in a warm interpreter and in fresh ones (--quick: every 29th)
//   corpus-allocations [N] [PROGRAM…]
//                            fails every N-th allocation (default 997) of each program of the conformance corpus, at most 10 a program
//   collections [MODEL] [PROGRAM…]
//                            collects at every allocation of a container, over the conformance corpus (default: 3.10)
//   random [N] [SEED]        N random programs (default 20,000) against a naive model of the collector; a failing seed is kept in stress/seeds.txt
//   depth [N]                chains of N objects of each kind (default 1,000,000), freed by count and by collection
//   soak [SECONDS]           churn with cycles (default 600): memory must be flat
// PROGRAM: the beginning of a name, or of a folder's name and a name ("behaviour/gc").
import '../tools/usage.mjs';
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled } from './bundle.mjs';
import { chdir, inDeepWorker, print } from './deep-worker.mjs';
import { corpusPrograms, isAsked, programsOf } from './program-list.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const ouro = join(here, '../dist/ouro.mjs');
const library = join(here, '../dist/lib/python');
const seedFile = join(here, 'seeds.txt');
/** Programs that print what a collection at every allocation changes, in CPython too, or what no two runs have in common: see README.md. */
const PRINTS_OTHERWISE = new Set([
  'getrefcount/086_getrefcount_of_frames_tb',
  'behaviour/counts/library',
  'behaviour/gc/behav',
  'behaviour/misc/blocks',
  'behaviour/misc/trm',
  'behaviour/shut/s1',
  'behaviour/shut/s9',
  'containers/collection',
  'programs/import_hooks',
]);
const quick = process.argv.includes('--quick');
let failed = 0;
let passed = 0;

function verdict(what, ok, details) {
  print(`${ok ? 'ok    ' : 'FAILED'} ${what}${!ok && details ? `\n${details}` : ''}`);
  if (ok) passed++;
  else failed++;
}

const asked = (programs, names) => programs.filter(({ name }) => isAsked(name, names));

const commands = {
  async allocations(...wanted) {
    const { sweepAllocations } = await bundled('out-of-memory.ts');
    for (const { name, text } of asked(programsOf('stress', 'programs'), wanted)) {
      for (const cold of [false, true]) {
        const { runs, problems } = sweepAllocations(text, { cold, step: quick ? 29 : 1 });
        verdict(`${name}: ${runs} allocations failed in a ${cold ? 'fresh' : 'warm'} interpreter`, problems.length === 0, problems.join('\n'));
      }
    }
  },

  async 'corpus-allocations'(step = '997', ...wanted) {
    const { failEverywhere } = await bundled('corpus.ts');
    let runs = 0;
    for (const { name, path, text } of asked(corpusPrograms(), wanted)) {
      const result = failEverywhere(text, { filename: path, library, chdir }, '3.10', Number(step), 10);
      runs += result.runs;
      verdict(`${name}: ${result.runs} allocations failed`, result.problems.length === 0, result.problems.join('\n'));
    }
    print(`${runs} runs with a failing allocation`);
  },

  async collections(model = '3.10', ...wanted) {
    const { collectEverywhere } = await bundled('corpus.ts');
    for (const { name, path, text } of asked(corpusPrograms(), wanted)) {
      const { problems, difference } = collectEverywhere(text, { filename: path, library, chdir }, model);
      if (difference !== null && !PRINTS_OTHERWISE.has(name)) problems.push(`output differs:\n${difference}`);
      verdict(`${name}: a collection at every allocation`, problems.length === 0, problems.join('\n'));
    }
  },

  async random(n = '20000', seed = String(Date.now() % 1e9)) {
    const { checkMany } = await bundled('collector/random-programs.ts');
    const kept = existsSync(seedFile) ? readFileSync(seedFile, 'utf8').split('\n').filter(Boolean) : [];
    for (const old of kept) verdict(`500 random programs, seed ${old} (failed once)`, checkMany(500, Number(old)) === null);
    for (let done = 0; done < Number(n); done += 500) {
      const at = Number(seed) + done;
      const problem = checkMany(Math.min(500, Number(n) - done), at);
      verdict(`${Math.min(done + 500, Number(n))} random programs, seed ${at}`, problem === null, problem);
      if (problem !== null && !kept.includes(String(at))) appendFileSync(seedFile, `${at}\n`);
    }
    const { checkTables } = await bundled('collector/table-world.ts');
    const { checkPlain } = await bundled('collector/plain-world.ts');
    const tenth = Math.ceil(Number(n) / 10);
    const differs = checkTables(tenth, Number(seed));
    verdict(`${tenth} random programs with tables, seed ${seed}`, differs === null, differs);
    const damaged = checkPlain(tenth, Number(seed));
    verdict(`${tenth} random programs whose garbage goes at once, seed ${seed}`, damaged === null, damaged);
  },

  depth(n = '1000000') {
    for (const kind of ['list', 'tuple', 'dict', 'instance', 'slots', 'closure', 'generator']) {
      const { stdout, stderr } = spawnSync(process.execPath, [ouro, join(here, 'depth/chains.py'), n, kind], { encoding: 'utf8' });
      verdict(`${n} of ${kind}`, stdout === `${kind} by count: True\n${kind} by collection: True\n`, stdout + stderr);
    }
  },

  soak(seconds = '600') {
    const { stdout, stderr } = spawnSync(process.execPath, [ouro, join(here, 'soak/churn.py'), seconds], { encoding: 'utf8' });
    print(stdout.trim());
    verdict(`${seconds} seconds of churn`, /\nflat /.test(stdout), stderr);
  },
};

async function main(args) {
  const [command, ...rest] = args.filter((a) => !a.startsWith('-'));
  if (command === undefined) for (const name of ['random', 'depth', 'collections', 'corpus-allocations', 'allocations']) await commands[name]();
  else if (Object.hasOwn(commands, command)) await commands[command](...rest);
  else {
    console.error(`no command ${command}: ${Object.keys(commands).join(', ')}`);
    process.exitCode = 2;
    return;
  }
  print(`${passed} ok, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

await inDeepWorker(import.meta.url, main);
