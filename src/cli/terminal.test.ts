import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const OURO = process.env.OURO_UNDER_TEST ?? fileURLToPath(new URL('../../dist/ouro.mjs', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'ouro-terminal-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** util-linux's `script` gives the command a terminal of its own; `exec`, because a shell around it would take the interrupts too. */
const hasTerminal = spawnSync('script', ['--version']).status === 0;

/** The prompt as a person uses it: keys go in, the screen comes out. */
class Terminal {
  private screen = '';
  private readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<number | null>;

  constructor(args: string) {
    this.child = spawn('script', ['-qec', `exec '${process.execPath}' '${OURO}' ${args}`, '/dev/null'], {
      env: { PATH: process.env.PATH, HOME: home, TERM: 'xterm' },
    });
    this.child.stdout.on('data', (bytes: Buffer) => {
      this.screen += bytes.toString();
    });
    this.ended = new Promise((done) => this.child.on('exit', done));
  }

  type(keys: string): void {
    this.screen = '';
    this.child.stdin.write(keys);
  }

  /** Waits until the screen shows a text since the keys typed last. */
  async shows(text: string): Promise<void> {
    const until = Date.now() + 60_000;
    while (!this.screen.includes(text)) {
      if (Date.now() > until) throw new Error(`${JSON.stringify(text)} is not in ${JSON.stringify(this.screen)}`);
      await new Promise((done) => setTimeout(done, 20));
    }
  }

  async answers(line: string, text: string): Promise<void> {
    this.type(`${line}\r`);
    await this.shows(text);
  }
}

const CTRL_C = '\x03';
const CTRL_D = '\x04';
const UP = '\x1b[A';

describe.skipIf(!hasTerminal)('the prompt on a terminal', () => {
  it('takes lines, blocks, interrupts and input, and remembers what was typed', async () => {
    const terminal = new Terminal('-q');
    await terminal.shows('>>> ');
    await terminal.answers('x = [1]; x * 2', '[1, 1]');
    await terminal.answers('for i in x:', '... ');
    await terminal.answers('  print(i + 40)', '... ');
    await terminal.answers('', '41');
    await terminal.answers('1 / 0', 'ZeroDivisionError: division by zero');
    await terminal.answers('import time, sys; print("be" + "gun"); time.sleep(60)', 'begun');
    terminal.type(CTRL_C);
    await terminal.shows('KeyboardInterrupt');
    await terminal.answers('while print("roun" + "d") is None: pass', '... ');
    await terminal.answers('', 'round');
    terminal.type(CTRL_C);
    await terminal.shows('KeyboardInterrupt');
    terminal.type('1 + ');
    await terminal.shows('1 + ');
    terminal.type(CTRL_C);
    await terminal.shows('KeyboardInterrupt');
    terminal.type('input("na" + "me? ")\r');
    await terminal.shows('name? ');
    await terminal.answers('Ada', "'Ada'");
    await terminal.answers('_ + "!"', "'Ada!'");
    terminal.type(UP);
    await terminal.shows('_ + "!"');
    await terminal.answers('', "'Ada!!'");
    await terminal.answers('sys.stdin.isatty(), sys.stdout.isatty()', '(True, True)');
    terminal.type(CTRL_D);
    expect(await terminal.ended).toBe(0);
  });

  it('ends with the code that the program gives', async () => {
    const terminal = new Terminal('-i -c "answer = 42"');
    await terminal.shows('>>> ');
    await terminal.answers('answer', '42');
    terminal.type('raise SystemExit(7)\r');
    expect(await terminal.ended).toBe(7);
  });
});
