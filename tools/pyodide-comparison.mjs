// Live comparison with the npm package pyodide, a real CPython 3.13 for 32-bit WebAssembly: programs that print counts and behaviour, not sizes.
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { caseNames, casePath, expectedFailures, inParallel, normalized, RECORDED, recorded, run } from '../conformance/runner.mjs';

const LIMIT = 20_000;
const child = fileURLToPath(new URL('./pyodide-programs.mjs', import.meta.url));

/**
 * What pyodide prints for the programs, by path; null where a program ends with an error there, crashes the interpreter or does not end within
 * twenty seconds: then a new process goes on with the next.
 */
async function printedThere(paths) {
  const printed = new Map();
  const waiting = [...paths];
  while (waiting.length > 0) {
    await new Promise((resolve) => {
      const process = fork(child, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
      let running = null;
      let timer;
      const next = () => {
        clearTimeout(timer);
        running = waiting.shift() ?? null;
        if (running === null) process.kill();
        else process.send(running);
        timer = setTimeout(() => process.kill('SIGKILL'), LIMIT);
      };
      process.on('message', (message) => {
        if (message !== 'ready') printed.set(running, message.failed ? null : message.out);
        next();
      });
      process.on('close', () => {
        clearTimeout(timer);
        if (running !== null) printed.set(running, null);
        resolve();
      });
    });
  }
  return printed;
}

/** Compares the groups' programs under the model 3.13; prints a table, gives the exit code: 1 with differences that are not listed. */
export async function compareWithPyodide(groups, verbose) {
  const { version } = await import('pyodide');
  const listed = expectedFailures();
  console.log(`pyodide ${version} beside the model 3.13; "explained": the native CPython 3.13.0 was recorded with what is printed here`);
  console.log('group         programs   same lines             same or explained');
  let bad = 0;
  const notes = [];
  for (const group of groups.filter((g) => g !== 'sizeof')) {
    const known = recorded(group);
    const names = caseNames(group);
    const halves = Array.from({ length: Math.min(2, availableParallelism()) }, (_, k, n = Math.min(2, availableParallelism())) =>
      names.filter((_, i) => i % n === k),
    );
    const printed = new Map(
      (await Promise.all(halves.map((half) => printedThere(half.map((name) => casePath(group, name)))))).flatMap((m) => [...m]),
    );
    const ran = names.filter((name) => printed.get(casePath(group, name)) !== null);
    const results = await inParallel(
      ran.map((name) => async () => ({
        name,
        there: printed.get(casePath(group, name)),
        here: (await run(['--model', '3.13', '-q', casePath(group, name)])).stdout,
      })),
    );
    let lines = 0;
    let same = 0;
    let explained = 0;
    for (const r of results) {
      const a = normalized(r.there).split('\n');
      const b = normalized(r.here).split('\n');
      const native = normalized(known[r.name]?.[RECORDED['3.13']] ?? '').split('\n');
      const unexplained = [];
      for (let i = 0; i < Math.max(a.length, b.length); i++) {
        lines++;
        if (a[i] === b[i]) same++;
        else if (native.includes(b[i]) || (i >= b.length && i >= native.length)) explained++;
        else unexplained.push(`    line ${i + 1}: pyodide ${JSON.stringify(a[i] ?? null)}, here ${JSON.stringify(b[i] ?? null)}`);
      }
      const key = `pyodide ${group}/${r.name}`;
      const reason = listed.get(key);
      if (unexplained.length > 0 === (reason !== undefined) && !verbose) continue;
      if (unexplained.length > 0 && reason === undefined) {
        bad++;
        notes.push(`${key} differs in ${unexplained.length} lines`);
      } else if (unexplained.length === 0 && reason !== undefined) {
        bad++;
        notes.push(`${key} does not differ after all: take it off conformance/failures.txt`);
      } else if (reason !== undefined) notes.push(`${key} differs as listed: ${reason}`);
      if (verbose) notes.push(...unexplained);
    }
    const percent = (n) => `${n} of ${lines} (${lines === 0 ? '—' : ((100 * n) / lines).toFixed(1)} %)`;
    console.log(`${group.padEnd(13)} ${String(ran.length).padEnd(10)} ${percent(same).padEnd(22)} ${percent(same + explained)}`);
    const unable = names.filter((name) => !ran.includes(name));
    if (unable.length > 0) notes.push(`${group}: ${unable.length} programs do not run to their end there (${unable.join(', ')})`);
  }
  for (const note of notes) console.log(note);
  if (bad > 0 && !verbose) console.log('To see the lines: npm run conformance -- --pyodide --verbose');
  return bad > 0 ? 1 : 0;
}
