const WIDTH = 30;
/** Milliseconds before a bar appears, and between two of its states. */
const PATIENCE = 300;
const BEAT = 80;

/** A bar on a terminal's stderr for work that takes long; silent elsewhere. */
export class ProgressBar {
  private readonly began = performance.now();
  private shownAt = 0;
  private visible = false;

  constructor(private on: boolean = process.stderr.isTTY === true) {}

  /** `done` from 0 to 1; negative when nobody knows how long it takes. */
  show(done: number, what: string): void {
    if (!this.on) return;
    const now = performance.now();
    if (now - this.began < PATIENCE || (now - this.shownAt < BEAT && done >= 0)) return;
    this.shownAt = now;
    this.visible = true;
    const filled = Math.round(Math.max(0, Math.min(1, done)) * WIDTH);
    const bar = done < 0 ? '' : ` ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${Math.round(done * 100)} %`;
    process.stderr.write(`\r\x1b[2K${what}${bar}`);
  }

  /** From now on nothing is shown: something else owns the terminal. */
  silence(): void {
    this.clear();
    this.on = false;
  }

  /** Takes the bar away. */
  clear(): void {
    if (this.visible) process.stderr.write('\r\x1b[2K');
    this.visible = false;
  }
}
