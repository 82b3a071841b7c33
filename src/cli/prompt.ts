import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';

/** Lines kept of the history file. */
const HISTORY_LINES = 1000;

/** What reading a line at the prompt came to. */
export type PromptResult = { kind: 'line'; text: string } | { kind: 'interrupted' } | { kind: 'end' };

function historyPath(): string {
  return process.env.PYTHON_HISTORY ?? join(homedir(), '.ouro_history');
}

function readHistory(): string[] {
  try {
    const path = historyPath();
    return existsSync(path)
      ? readFileSync(path, 'utf8')
          .split('\n')
          .filter((l) => l !== '')
          .slice(-HISTORY_LINES)
          .reverse()
      : [];
  } catch {
    return [];
  }
}

/** Adds a line to the history file. */
function remember(text: string): void {
  if (text.trim() === '') return;
  try {
    appendFileSync(historyPath(), `${text}\n`);
  } catch {
    // a history that cannot be kept is no reason to stop
  }
}

/** The interactive prompt of a terminal: line editing and a history that lasts. */
export class Prompt {
  private reader: Interface | null = null;
  /** Lines that came in one piece with an earlier one (pasted text). */
  private ahead: string[] = [];
  /** The unfinished line behind them. */
  private begun = '';

  /** Lines pasted ahead, for a program that reads its standard input. */
  takeAhead(): string {
    const text = this.ahead.map((line) => `${line}\n`).join('');
    this.ahead = [];
    return text;
  }

  /** Asks for one line. */
  read(prompt: string, done: (result: PromptResult) => void): void {
    const next = this.ahead.shift();
    if (next !== undefined) {
      process.stdout.write(`${prompt}${next}\n`);
      remember(next);
      done({ kind: 'line', text: next });
      return;
    }
    // What follows the line that is asked for is shown when its turn comes.
    let mute = false;
    const output: NodeJS.WriteStream = Object.create(process.stdout, {
      write: { value: (chunk: string | Uint8Array) => mute || process.stdout.write(chunk) },
    });
    const reader = createInterface({
      input: process.stdin,
      output,
      terminal: true,
      history: readHistory(),
      historySize: HISTORY_LINES,
      prompt,
    });
    this.reader = reader;
    let finished = false;
    const finish = (result: PromptResult): void => {
      if (finished) return;
      finished = true;
      mute = true;
      // The rest of the piece that was read comes as lines of its own before this runs.
      setImmediate(() => {
        this.begun = result.kind === 'line' ? reader.line : '';
        reader.close();
        this.reader = null;
        process.stdin.pause();
        done(result);
      });
    };
    reader.on('line', (text) => {
      if (finished) {
        this.ahead.push(text);
        return;
      }
      remember(text);
      finish({ kind: 'line', text });
    });
    reader.on('SIGINT', () => finish({ kind: 'interrupted' }));
    reader.on('close', () => finish({ kind: 'end' }));
    reader.prompt();
    if (this.begun !== '') reader.write(this.begun);
    this.begun = '';
  }

  /** Gives the terminal back. */
  close(): void {
    this.reader?.close();
  }
}
