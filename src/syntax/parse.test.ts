import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from './parse.ts';
import { analyzeScopes } from './scopes.ts';
import { SourceLines } from './source-lines.ts';
import { parseStrictly } from './strict-parser.ts';
import { PythonSyntaxError } from './syntax-error.ts';
import { dumpTree } from './tree-dump.ts';

function data(name: string): string {
  return readFileSync(new URL(`./testdata/${name}`, import.meta.url), 'utf8');
}

const sample = data('sample.py');
const options = { filename: '<test>', mode: 'exec' } as const;

test('both parsers build the tree that CPython 3.13 builds, with its places', () => {
  const expected = data('sample.tree-3.13.txt').trimEnd();
  expect(dumpTree(parse(sample, options))).toBe(expected);
  expect(dumpTree(parseStrictly(new SourceLines(sample), options))).toBe(expected);
});

type Recorded = [string, string, number | null, number | null, number | null, number | null, string | null];

/** What compile() raises, without the text line. */
function compileError(source: string, release = 10): unknown[] | null {
  try {
    analyzeScopes(parse(source, { ...options, release, fieldNesting: release >= 12 ? 3 : 2 }), options);
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) throw error;
    return [error.pyType, error.msg, error.lineno, error.offset, error.end_lineno, error.end_offset];
  }
  return null;
}

/** Sources that a later grammar than 3.10's accepts or explains. */
const NEWER = new Set([
  'try: pass\nexcept E, e: pass',
  'try:\n    pass\nexcept A, B:\n    pass',
  'x[*a]',
  'try:\n  a\nexcept* A: pass\nexcept B: pass',
]);

test('errors have the words and places of CPython 3.10', () => {
  const recorded = JSON.parse(data('syntax-errors-3.10.json')) as [string, Recorded | null][];
  const wrong: unknown[] = [];
  for (const [source, expected] of recorded) {
    // the compiler says that keys are equal, once it has folded them
    if (NEWER.has(source) || expected?.[1].includes('checks duplicate key')) continue;
    const got = compileError(source);
    const want = expected === null ? null : expected.slice(0, 6);
    if (JSON.stringify(got) !== JSON.stringify(want)) wrong.push({ source: source.slice(0, 200), want, got });
  }
  expect(wrong).toEqual([]);
});

/** Those not worded as the releases from 3.11 on do, yet. */
const NOT_YET = new Set([
  'f(**a, *b)',
  'x\0y',
  'f"{x!r"',
  'f"{1 +}"',
  'f"{*}"',
  'f"{x)}"',
  'f"{(x}"',
  'f"{[x)}"',
  'f"{lambda x: 1}"',
  'f"{#}"',
  'f"{\'a}"',
  'def f(__debug__): pass',
  'f(__debug__=1)',
]);

test('errors have the words and places of the releases from 3.11 on, where those differ', () => {
  const recorded = JSON.parse(data('syntax-errors-newer.json')) as [string, number, Recorded | null][];
  const wrong: unknown[] = [];
  for (const [source, release, want] of recorded) {
    if (NOT_YET.has(source)) continue;
    const got = compileError(source, release);
    if (JSON.stringify(got) !== JSON.stringify(want)) wrong.push(source);
  }
  expect(wrong).toEqual([]);
});

test('what is nested too deeply is an error of Python, not of the host', () => {
  const deep = [
    '('.repeat(10_000),
    '['.repeat(10_000) + ']'.repeat(10_000),
    `${'-'.repeat(20_000)}1`,
    `${'not '.repeat(20_000)}1`,
    `x = ${'lambda: '.repeat(10_000)}1`,
    `x${' ** x'.repeat(10_000)}`,
    `x${' if x else x'.repeat(10_000)}`,
    Array.from({ length: 200 }, (_, i) => `${' '.repeat(i)}if x:\n`).join(''),
    `if x: pass\n${'elif x: pass\n'.repeat(10_000)}`,
    `f'${'{f"'.repeat(500)}`,
  ];
  for (const source of deep) {
    const got = compileError(source);
    expect([source.slice(0, 20), got?.[0]]).toEqual([source.slice(0, 20), expect.stringMatching(/Error$/)]);
  }
});

test('long chains that lean to the left need no deep stack in the parser', () => {
  for (const source of [`x${'.a'.repeat(20_000)}`, `x${'()'.repeat(20_000)}`, `x${' + x'.repeat(20_000)}`]) {
    expect(compileError(source)).toEqual(['RecursionError', 'maximum recursion depth exceeded during compilation', null, null, null, null]);
  }
});

test('one expression or one interactive statement', () => {
  const expression = parse('(x,\n y)\n\n', { filename: '<test>', mode: 'eval' });
  expect(expression.body.kind).toBe('Tuple');
  expect(() => parse('x = 1', { filename: '<test>', mode: 'eval' })).toThrow('invalid syntax');
  expect(parse('if x:\n  y\n', { filename: '<test>', mode: 'single' }).body[0].kind).toBe('If');
  expect(parse('x; y', { filename: '<test>', mode: 'single' }).body.length).toBe(2);
  expect(() => parse('x\ny', { filename: '<test>', mode: 'single' })).toThrow('multiple statements found while compiling a single statement');
});
