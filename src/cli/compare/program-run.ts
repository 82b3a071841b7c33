import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** What a program did under one model. */
export interface ProgramRun {
  stdout: string;
  stderr: string;
  exitCode: number;
}

/** A model, and what of other releases is switched in it: `mechanism@release`. */
export interface ModelChoice {
  model: string;
  mixed: readonly string[];
}

/** Runs the program under models, each in a process of its own, a few at a time; every choice once. */
export class ProgramRuns {
  private readonly known = new Map<string, Promise<ProgramRun>>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;
  private readonly command: string;
  private readonly words: readonly string[];

  /** `command`: path of the built command; `words`: options, program and arguments for `ouro run`. */
  constructor(command: string, words: readonly string[]) {
    this.command = command;
    this.words = words;
  }

  /** The run under this choice, now or from before. */
  run(choice: ModelChoice): Promise<ProgramRun> {
    const key = [choice.model, ...choice.mixed].join(' ');
    let found = this.known.get(key);
    if (found === undefined) {
      found = this.start(choice);
      this.known.set(key, found);
    }
    return found;
  }

  private async start({ model, mixed }: ModelChoice): Promise<ProgramRun> {
    if (this.running >= availableParallelism()) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running++;
    try {
      return await this.spawn(['run', '--no-warm-up', '--model', model, ...mixed.flatMap((m) => ['--with', m]), '-q', ...this.words]);
    } finally {
      this.running--;
      this.waiting.shift()?.();
    }
  }

  private spawn(args: readonly string[]): Promise<ProgramRun> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [this.command, ...args], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, PYTHONHASHSEED: process.env.PYTHONHASHSEED ?? '0' },
      });
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      child.stdout.on('data', (d: Buffer) => out.push(d));
      child.stderr.on('data', (d: Buffer) => err.push(d));
      child.on('error', reject);
      child.on('close', (code) => resolve({ stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString(), exitCode: code ?? 1 }));
    });
  }
}
