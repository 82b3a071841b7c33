/** F-strings as they were up to 3.11: one token whose replacement fields hold neither its own quotes nor backslashes nor comments (PEP 701). */
import type { Newer } from './newer-syntax.ts';

const OPENING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * What is too new in the f-strings between two indexes of a text, which is one string expression; null when nothing is. `minor`: the release
 * that reads it, whose message is given.
 */
export function newerFString(text: string, start: number, end: number, minor: number): Newer | null {
  const string = /([a-z]{0,2})("""|'''|"|')/giy;
  for (let i = start; i < end; ) {
    string.lastIndex = i;
    const m = string.exec(text);
    if (m === null) {
      i++;
      continue;
    }
    const open = i + m[0].length;
    const isF = /f/i.test(m[1]);
    const scan = new FieldScanner(text, m[2], /r/i.test(m[1]), minor);
    const close = isF ? scan.literal(open, false) : plainEnd(text, open, m[2]);
    if (scan.newer !== null) return scan.newer;
    i = close + m[2].length;
    if (scan.complaint !== null) return { at: i, length: 0, message: scan.complaint };
  }
  return null;
}

function plainEnd(text: string, at: number, quote: string): number {
  while (at < text.length && !text.startsWith(quote, at)) at += text[at] === '\\' ? 2 : 1;
  return at;
}

class FieldScanner {
  /** A quote that ends the older string. */
  newer: Newer | null = null;
  /** What the older release says about the whole string. */
  complaint: string | null = null;

  constructor(
    private readonly text: string,
    private readonly quote: string,
    private readonly raw: boolean,
    private readonly minor: number,
  ) {}

  /** The literal part from `at`: gives the index of what ends it, the closing quote or, in a format specification, the brace. */
  literal(at: number, inField: boolean): number {
    const { text, quote } = this;
    while (at < text.length) {
      if (!inField && text.startsWith(quote, at)) return at;
      if (inField && text[at] === '}') return at;
      if (text[at] === '\\' && !this.raw) at += 2;
      else if (text[at] === '{' && text[at + 1] === '{' && !inField) at += 2;
      else if (text[at] === '{') at = this.field(at + 1) + 1;
      else at++;
      if (this.newer !== null) return text.length;
    }
    return at;
  }

  /** A replacement field from behind its brace: gives the index of the brace that closes it. */
  private field(at: number): number {
    const { text } = this;
    const open: string[] = [];
    while (at < text.length) {
      const c = text[at];
      if (c === '"' || c === "'") {
        const quote = text.startsWith(c.repeat(3), at) ? c.repeat(3) : c;
        if (c === this.quote || quote === this.quote) return this.quoteMet(at, open);
        const end = plainEnd(text, at + quote.length, quote);
        if (text.slice(at, end).includes('\\')) this.complaint ??= 'f-string expression part cannot include a backslash';
        at = end + quote.length;
        continue;
      }
      if (c === '\\') this.complaint ??= 'f-string expression part cannot include a backslash';
      else if (c === '#') {
        this.complaint ??= "f-string expression part cannot include '#'";
        at = text.indexOf('\n', at);
        if (at < 0) return text.length;
      } else if (OPENING[c] !== undefined) open.push(c);
      else if (open.length > 0 && c === OPENING[open[open.length - 1]]) open.pop();
      else if (open.length === 0 && c === '}') return at;
      else if (open.length === 0 && c === ':') return this.literal(at + 1, true);
      at++;
    }
    return at;
  }

  /** The string ends here for the older release, in the middle of a field. */
  private quoteMet(at: number, open: readonly string[]): number {
    const { text, minor } = this;
    const bracket = open[open.length - 1];
    if (minor >= 9 && bracket === undefined) this.newer = { at: at + 1, length: 1, message: "f-string: expecting '}'" };
    else if (bracket === undefined) this.newer = { at: at + 1, length: 1 };
    else {
      const end = text.indexOf('\n', at);
      const message = minor >= 8 ? `f-string: unmatched '${bracket}'` : "f-string: mismatched '(', '{', or '['";
      this.newer = { at: end < 0 ? text.length : end, length: 0, message };
    }
    return text.length;
  }
}
