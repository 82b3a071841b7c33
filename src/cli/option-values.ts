import { InvalidArgumentError } from 'commander';
import { findModel, models } from '../models/index.ts';
import { type LibraryDirectory, libraryDirectory } from './library-directory.ts';
import { parseSize } from './run-options.ts';

/** What the values of options mean, for commander: each gives the value or throws an InvalidArgumentError that says what is expected. */

export function wholeNumber(value: string): number {
  const n = Number(value);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('A whole number from 1.');
  return n;
}

export function modelName(value: string): string {
  if (findModel(value) === undefined) throw new InvalidArgumentError(`Known models: ${models.map((m) => m.name).join(', ')}.`);
  return value;
}

/** 'newest', 'model', or a release. */
export function languageName(value: string): string {
  if (value !== 'newest' && value !== 'model' && findModel(value) === undefined) {
    throw new InvalidArgumentError(`newest, model, or one of ${models.map((m) => m.name).join(', ')}.`);
  }
  return value;
}

export function heapSize(value: string): number {
  const bytes = parseSize(value);
  if (bytes === null || bytes < 1024 * 1024) throw new InvalidArgumentError('A size such as 64M or 1.5G, at least 1M.');
  return bytes;
}

export function library(value: string): LibraryDirectory {
  try {
    return libraryDirectory(value);
  } catch (thrown) {
    throw new InvalidArgumentError((thrown as Error).message);
  }
}
