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

/** The interactive prompt of a terminal: line editing and a history that lasts. */
export class Prompt {
  private reader: Interface | null = null;

  /** Asks for one line. */
  read(prompt: string, done: (result: PromptResult) => void): void {
    const reader = createInterface({
      input: process.stdin,
      output: process.stdout,
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
      reader.close();
      this.reader = null;
      process.stdin.pause();
      done(result);
    };
    reader.on('line', (text) => {
      if (text.trim() !== '') {
        try {
          appendFileSync(historyPath(), `${text}\n`);
        } catch {
          // a history that cannot be kept is no reason to stop
        }
      }
      finish({ kind: 'line', text });
    });
    reader.on('SIGINT', () => finish({ kind: 'interrupted' }));
    reader.on('close', () => finish({ kind: 'end' }));
    reader.prompt();
  }

  /** Gives the terminal back. */
  close(): void {
    this.reader?.close();
  }
}
