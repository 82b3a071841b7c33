// Commands that run programs in their own process do it in a worker with as much host stack as `ouro` gives its interpreter: deep chains take it.
import { writeSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parentPort, Worker, workerData } from 'node:worker_threads';

/** At once: a worker's console waits for its event loop. */
export const print = (line) => writeSync(1, `${line}\n`);

/** process.chdir, which a worker does not have: the main thread does it and wakes the worker. */
export function chdir(path) {
  const done = new Int32Array(new SharedArrayBuffer(4));
  parentPort.postMessage({ path, done });
  Atomics.wait(done, 0, 0);
}

/** Runs `main(arguments)` in a worker when the module at `url` is the command, and nothing when it was only imported. */
export async function inDeepWorker(url, main) {
  if (workerData?.command === url) return await main(process.argv.slice(2));
  if (process.argv[1] === undefined || relative(process.argv[1], fileURLToPath(url)) !== '') return;
  const worker = new Worker(new URL(url), {
    argv: process.argv.slice(2),
    workerData: { command: url },
    resourceLimits: { stackSizeMb: 256, maxOldGenerationSizeMb: 8192 },
  });
  worker.on('message', ({ path, done }) => {
    process.chdir(path);
    Atomics.store(done, 0, 1);
    Atomics.notify(done, 0);
  });
  worker.on('exit', (code) => {
    process.exitCode = code;
  });
}
