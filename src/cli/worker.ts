import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerMessage } from './bridge.ts';
import { EXIT_INTERNAL } from './exit-codes.ts';
import { runInterpreter } from './run-interpreter.ts';
import type { RunOptions } from './run-options.ts';

const { options, shared } = workerData as { options: RunOptions; shared: SharedArrayBuffer };

declare global {
  /** Set by worker-loader.cjs while the build makes V8's code cache. */
  var ouroWriteCodeCache: (() => void) | undefined;
  /** Reserved by worker-loader.cjs for the heap. */
  var ouroHeapMemory: WebAssembly.Memory | undefined;
}

function send(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

try {
  const code = runInterpreter(options, shared);
  globalThis.ouroWriteCodeCache?.();
  send({ kind: 'exit', code });
} catch (thrown) {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const detail = process.env.OURO_DEBUG ? `${error.stack}\n` : '';
  send({
    kind: 'fault',
    text: `${detail}ouro: internal error: ${error.name}: ${error.message.split('\n')[0]}. Please report it with the program that caused it (OURO_DEBUG=1 shows more).\n`,
  });
  process.exitCode = EXIT_INTERNAL;
}
