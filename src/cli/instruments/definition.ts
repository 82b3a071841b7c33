import { type Command, InvalidArgumentError } from 'commander';
import { wholeNumber } from '../option-values.ts';
import type { InstrumentRequest } from './request.ts';

/** A command: its options and how they become a request. `file` is what stands before `:LINE`. */
export interface Definition {
  readonly name: string;
  define(command: Command): Command;
  request(file: FilePlace, options: Record<string, unknown>, words: readonly string[]): InstrumentRequest;
}

export interface FilePlace {
  readonly path: string;
  readonly line: number | null;
}

/** Thrown by request(): the message is for the user. */
export class WrongUse extends Error {}

/** Stands for the end of the program where a line number is expected; commander knows no null. */
export const AT_EXIT = 0;

export function lineOrExit(value: string): number {
  if (value === 'exit') return AT_EXIT;
  if (!/^[1-9]\d*$/.test(value)) throw new InvalidArgumentError("A line number, or 'exit'.");
  return wholeNumber(value);
}

/** The line of `--at`, else that of FILE:LINE; null = at exit, undefined = none was given. */
export function lineOf(file: FilePlace, at: unknown): number | null | undefined {
  if (at === undefined) return file.line ?? undefined;
  return at === AT_EXIT ? null : (at as number);
}
