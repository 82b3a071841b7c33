import { findModel, models } from '../../models/index.ts';

/** What `ouro compare` is asked for. */
export interface CompareOptions {
  models: readonly string[];
  format: 'text' | 'json' | 'markdown';
  /** Options for `ouro run`, the program and its arguments. */
  words: readonly string[];
}

export const COMPARE_HELP = `usage: ouro compare [--models LIST] [--json | --markdown] [options of run] FILE | -c CODE | -m MODULE [args…]

Runs a program under every memory model, shows the lines that differ with the models that print the same together, and the mechanism that
makes the difference: found by running the program with one mechanism of the newer release switched on in the older one.

Options:
  --models <list>   releases to compare, e.g. 3.8,3.12,3.14 (default: all)
  --json            the comparison as JSON
  --markdown        the comparison as a Markdown table

The program reads no input. The exit code is the program's: 0, or the first other one.
`;

/** Reads the words behind `compare`; a string is a message for the user. */
export function compareOptions(words: readonly string[]): CompareOptions | string {
  let names = models.map((m) => m.name);
  let format: CompareOptions['format'] = 'text';
  let i = 0;
  for (; i < words.length; i++) {
    const word = words[i]!;
    if (word === '--json') format = 'json';
    else if (word === '--markdown') format = 'markdown';
    else if (word === '--models' || word.startsWith('--models=')) {
      const value = word === '--models' ? words[++i] : word.slice('--models='.length);
      if (value === undefined) return "option '--models <list>' argument missing";
      const asked = value.split(',').filter((n) => n !== '');
      const unknown = asked.filter((n) => findModel(n) === undefined);
      if (unknown.length > 0 || asked.length === 0)
        return `no such model: ${unknown.join(', ') || value}. Known models: ${models.map((m) => m.name).join(', ')}.`;
      names = models.map((m) => m.name).filter((n) => asked.includes(n));
    } else break;
  }
  return { models: names, format, words: words.slice(i) };
}
