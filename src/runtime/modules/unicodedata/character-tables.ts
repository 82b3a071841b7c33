import type { Runtime } from '../../core/runtime.ts';
import { BIDIRECTIONAL, COMBINING, DECOMPOSITIONS, MIRRORED, NUMERICS, TAGS, WIDTHS } from './tables.ts';

/** Ranges with one value each, ascending. */
interface Ranges {
  readonly starts: number[];
  readonly ends: number[];
  readonly values: string[];
}

const LAST_HANGUL = 0xd7a3;
const FIRST_HANGUL = 0xac00;

function parseRanges(text: string): Ranges {
  const ranges: Ranges = { starts: [], ends: [], values: [] };
  let at = 0;
  for (const entry of text.split(';')) {
    const [step, length, value] = entry.split(' ') as [string, string, string];
    at += Number.parseInt(step, 36);
    ranges.starts.push(at);
    at += Number.parseInt(length, 36);
    ranges.ends.push(at);
    ranges.values.push(value);
  }
  return ranges;
}

function parseDecompositions(text: string): Map<number, string> {
  const found = new Map<number, string>();
  let at = 0;
  for (const entry of text.split(';')) {
    const [head, ...codes] = entry.split(' ') as [string, ...string[]];
    const [step, tag] = head.split('-') as [string, string?];
    at += Number.parseInt(step, 36);
    const parts = codes.map((code) => Number.parseInt(code, 36).toString(16).toUpperCase().padStart(4, '0'));
    if (tag !== undefined) parts.unshift(TAGS[tag.charCodeAt(0) - 65]!);
    found.set(at, parts.join(' '));
  }
  return found;
}

function valueIn({ starts, ends, values }: Ranges, c: number): string | undefined {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= c) low = middle + 1;
    else high = middle;
  }
  return low > 0 && c < ends[low - 1]! ? values[low - 1] : undefined;
}

/** The tables of tables.ts, each unpacked when it is first asked for. */
export class CharacterTables {
  private readonly ranges = new Map<string, Ranges>();
  private decompositions: Map<number, string> | null = null;

  private look(table: string, c: number): string | undefined {
    let ranges = this.ranges.get(table);
    if (ranges === undefined) {
      ranges = parseRanges(table);
      this.ranges.set(table, ranges);
    }
    return valueIn(ranges, c);
  }

  combining(c: number): number {
    return Number(this.look(COMBINING, c) ?? 0);
  }

  bidirectional(c: number): string {
    return this.look(BIDIRECTIONAL, c) ?? '';
  }

  width(c: number): string {
    return this.look(WIDTHS, c) ?? 'N';
  }

  mirrored(c: number): boolean {
    return this.look(MIRRORED, c) !== undefined;
  }

  /** Value of a character that stands for a number but is no digit. */
  numeric(c: number): number | null {
    const value = this.look(NUMERICS, c);
    return value === undefined ? null : Number(value);
  }

  /** As UnicodeData.txt has it: codes in hexadecimal, after a tag in angle brackets for a compatibility mapping. */
  decomposition(c: number): string {
    if (c >= FIRST_HANGUL && c <= LAST_HANGUL) return '';
    this.decompositions ??= parseDecompositions(DECOMPOSITIONS);
    return this.decompositions.get(c) ?? '';
  }
}

/** The tables of this interpreter. */
export function characterTables(rt: Runtime): CharacterTables {
  return rt.stateOf('unicodedata', () => new CharacterTables());
}
