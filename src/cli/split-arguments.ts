/**
 * Where the interpreter's own options end and the program's arguments begin, by python3's rule: options come first; the file, `-`,
 * `-c CODE` or `-m MODULE` ends them; everything behind belongs to the program.
 */
export interface SplitArguments {
  /** For the option parser. */
  own: string[];
  program: { kind: 'file'; path: string } | { kind: 'stdin' } | { kind: 'code'; code: string } | { kind: 'module'; name: string } | { kind: 'none' };
  /** sys.argv[1:] */
  rest: string[];
}

/** Options that take the next word as their value. */
const VALUED = new Set(['--model', '--language', '--with', '--max-heap', '--stdlib', '-W', '-X', '--audit-every']);
/** Letters that may be joined (-Bs) and take no value. */
const FLAGS = /^-[bBdEhiIOqsSuvVxP?]+$/;

/** Thrown for a command line that makes no sense; the message is for the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Splits the words behind the command. `-c` and `-m` may have their value attached, also behind joined flags (`-Sc CODE`). */
export function splitArguments(words: readonly string[]): SplitArguments {
  const own: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === '-') return { own, program: { kind: 'stdin' }, rest: words.slice(i + 1) };
    if (word === '--') {
      const path = words[i + 1];
      return path === undefined ? { own, program: { kind: 'none' }, rest: [] } : { own, program: { kind: 'file', path }, rest: words.slice(i + 2) };
    }
    if (!word.startsWith('-')) return { own, program: { kind: 'file', path: word }, rest: words.slice(i + 1) };
    if (word.startsWith('--')) {
      own.push(word);
      if (VALUED.has(word) && i + 1 < words.length) own.push(words[++i]!);
      continue;
    }
    const joined = /^-([bBdEiIOqsSuvxP]*)([cmWX])(.*)$/s.exec(word);
    if (joined !== null) {
      const [, flags, letter, attached] = joined as unknown as [string, string, string, string];
      if (flags !== '') own.push(...[...flags].map((f) => `-${f}`));
      const value = attached !== '' ? attached : words[++i];
      if (value === undefined) throw new UsageError(`Argument expected for the -${letter} option`);
      if (letter === 'c') return { own, program: { kind: 'code', code: value }, rest: words.slice(i + 1) };
      if (letter === 'm') return { own, program: { kind: 'module', name: value }, rest: words.slice(i + 1) };
      own.push(`-${letter}`, value);
      continue;
    }
    if (FLAGS.test(word)) own.push(...[...word.slice(1)].map((f) => `-${f}`));
    else throw new UsageError(`Unknown option: ${word.slice(0, 2)}`);
  }
  return { own, program: { kind: 'none' }, rest: [] };
}
