import type { Host } from '../../runtime/host/host.ts';

/** Ends the program from inside a hook: the instrument has its answer, or cannot have one. */
export class StopProgram extends Error {
  override readonly name = 'StopProgram';
  constructor(readonly exitCode: number) {
    super('the instrument stopped the program');
  }
}

/** An instrument beside a running program. */
export interface InstrumentRun {
  /** The program has ended (with this exit code); its modules still stand. Gives the exit code of the command. */
  finish(programExit: number): number;
}

/** Where answers go. */
export interface Answers {
  /** Answers as JSON. */
  readonly json: boolean;
  /** To stdout. */
  print(text: string): void;
  /** To stderr. */
  note(text: string): void;
  /** Paints when colours are wanted. */
  paint(text: string, style: Style): string;
}

export type Style = 'bold' | 'dim' | 'red' | 'green';

const CODES: Readonly<Record<Style, string>> = { bold: '1', dim: '2', red: '31', green: '32' };

function writeAll(write: Host['write'], fd: number, text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; ) at += write(fd, bytes.subarray(at));
}

/**
 * Takes stdout for the answers: from here on what the program writes there goes to stderr, so that answers can be piped. With `share` the
 * program keeps its stdout and the answers go to stderr.
 */
export function takeStdout(host: Host, json: boolean, share: boolean): Answers {
  const write = host.write.bind(host);
  const out = share ? 2 : 1;
  if (!share) host.write = (fd, bytes) => write(fd === 1 ? 2 : fd, bytes);
  const colour = !json && (host.env.NO_COLOR ?? '') === '' && host.env.TERM !== 'dumb' && host.fs?.isatty(out) === true;
  return {
    json,
    print: (text) => writeAll(write, out, text),
    note: (text) => writeAll(write, 2, text),
    paint: (text, style) => (colour ? `\x1b[${CODES[style]}m${text}\x1b[0m` : text),
  };
}
