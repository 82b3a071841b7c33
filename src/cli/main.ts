#!/usr/bin/env node
import { writeSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { Bridge, makeBridge, RequestState, RUNNING, type WorkerMessage } from './bridge.ts';
import { Children } from './children.ts';
import { readCommandLine } from './command-line.ts';
import type { CompareOptions } from './compare/options.ts';
import { EXIT_INTERNAL } from './exit-codes.ts';
import { serveLab } from './lab/command.ts';
import { Prompt } from './prompt.ts';
import type { RunOptions } from './run-options.ts';

const SIGNAL_NUMBERS: Readonly<Record<string, number>> = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };
/** Megabytes of stack for the interpreter: native code that calls Python nests on it. */
const STACK_MB = 256;

function write(fd: 1 | 2, text: string): void {
  try {
    writeSync(fd, text);
  } catch (thrown) {
    if ((thrown as { code?: string }).code !== 'EPIPE') throw thrown;
  }
}

/** Answers the worker's requests. */
function serve(worker: Worker, shared: SharedArrayBuffer): void {
  const cells = new Int32Array(shared, 0, Bridge.words);
  const data = new Uint8Array(shared, Bridge.words * 4);
  let pending: Buffer = Buffer.alloc(0);
  let ended = false;
  let wanted = 0;
  const answer = (result: number): void => {
    Atomics.store(cells, Bridge.result, result);
    Atomics.store(cells, Bridge.state, RequestState.done);
    Atomics.notify(cells, Bridge.state);
  };
  const feed = (): void => {
    if (wanted === 0 || (pending.length === 0 && !ended)) return;
    const part = pending.subarray(0, wanted);
    data.set(part);
    pending = pending.subarray(part.length);
    wanted = 0;
    process.stdin.pause();
    answer(part.length);
  };
  const prompt = new Prompt();
  const children = new Children(() => {
    Atomics.add(cells, Bridge.ended, 1);
    Atomics.notify(cells, Bridge.state);
  });
  let listening = false;
  const listen = (): void => {
    if (!listening) {
      listening = true;
      process.stdin.on('data', (chunk: Buffer) => {
        // Ctrl-D on an empty line ends a terminal's input only for the read that waits for it
        pending = Buffer.concat([pending, chunk]);
        feed();
      });
      process.stdin.on('end', () => {
        ended = true;
        feed();
      });
    }
    process.stdin.resume();
  };
  worker.on('message', (message: WorkerMessage) => {
    switch (message.kind) {
      case 'read':
        wanted = message.size;
        pending = Buffer.concat([pending, Buffer.from(prompt.takeAhead())]);
        listen();
        feed();
        break;
      case 'cancel':
        wanted = 0;
        process.stdin.pause();
        break;
      case 'line':
        prompt.read(message.prompt, (result) => {
          if (result.kind === 'line') {
            const bytes = Buffer.from(`${result.text}\n`).subarray(0, Bridge.dataBytes);
            data.set(bytes);
            answer(bytes.length);
          } else {
            answer(result.kind === 'interrupted' ? -4 : 0);
          }
        });
        break;
      case 'chdir':
        try {
          process.chdir(message.path);
          answer(0);
        } catch (thrown) {
          answer((thrown as { errno?: number }).errno ?? -2);
        }
        break;
      case 'spawn':
        children.start(message.request, answer);
        break;
      case 'over': {
        const child = children.over(message.pid, message.take);
        if (child !== null && typeof child !== 'number') new Int32Array(shared, Bridge.words * 4, 1)[0] = child.pid;
        answer(child === null ? RUNNING : typeof child === 'number' ? child : child.status);
        break;
      }
      case 'exit':
        finish(message.code);
        break;
      case 'fault':
        write(2, message.text);
        finish(EXIT_INTERNAL);
        break;
    }
  });
  for (const [name, number] of Object.entries(SIGNAL_NUMBERS)) {
    if (name !== 'SIGINT') continue;
    process.on(name, () => {
      Atomics.store(cells, Bridge.signal, number);
      Atomics.store(cells, Bridge.breaker, 1);
      Atomics.notify(cells, Bridge.state);
    });
  }
}

function finish(code: number): never {
  if (code === 130) {
    // die as an interrupted program does, so that a shell's loop stops too
    process.removeAllListeners('SIGINT');
    process.kill(process.pid, 'SIGINT');
  }
  process.exit(code);
}

/**
 * V8 never gives back what its young generation has grown to: with more, up to 9 MB of host garbage stood in the process's figures after a program that
 * had freed everything. Less than this costs time.
 */
const YOUNG_GENERATION_MB = 6;

/** After so much CPU time natives must not wait any longer for the evaluation loop's optimized code: see host-tiers.ts, which usually comes first. */
const REPLACE_ON_STACK_MS = 1200;

function replaceOnStackInTime(): void {
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage();
    if (user + system < REPLACE_ON_STACK_MS * 1000) return;
    clearInterval(timer);
    setFlagsFromString('--use-osr');
  }, REPLACE_ON_STACK_MS / 4);
  timer.unref();
}

function run(options: RunOptions): void {
  const shared = makeBridge();
  const worker = new Worker(new URL('./worker-loader.cjs', import.meta.url), {
    // descriptors that the C library's dup() made are closed through Node, which would warn of them
    trackUnmanagedFds: false,
    workerData: { options, shared },
    resourceLimits: { stackSizeMb: STACK_MB, maxOldGenerationSizeMb: 8192, maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    stdin: false,
  });
  serve(worker, shared);
  replaceOnStackInTime();
  worker.on('error', (error) => {
    write(2, `ouro: internal error: ${error.message}. Please report it with the program that caused it.\n`);
    process.exit(EXIT_INTERNAL);
  });
  worker.on('exit', (code) => finish(code));
}

/** Runs the program under every model in processes of their own and prints where they differ. */
async function compare(options: CompareOptions, program: string): Promise<void> {
  const { compareAndReport } = await import('./compare/command.ts');
  const { text, exitCode } = await compareAndReport(options, program, process.argv[1]!);
  write(1, text);
  process.exitCode = exitCode;
}

/** `ouro inspect` needs no interpreter: it is loaded when asked for. */
async function lookInto(words: readonly string[]): Promise<void> {
  const { inspect } = await import('./inspect/command.ts');
  process.exitCode = await inspect(words);
}

const request = readCommandLine(process.argv.slice(2), process.env);
if (request.kind === 'print') {
  write(request.stream, request.text);
  process.exitCode = request.exitCode;
} else if (request.kind === 'compare') {
  void compare(request.options, request.program);
} else if (request.kind === 'inspect') {
  void lookInto(request.words);
} else if (request.kind === 'lab') {
  void serveLab(request.options).then((code) => {
    process.exitCode = code;
  });
} else {
  run(request.options);
}
