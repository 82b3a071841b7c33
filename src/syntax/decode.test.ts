import { expect, test } from 'vitest';
import { decodeSource } from './decode.ts';
import { isIncomplete } from './incomplete.ts';
import { PythonSyntaxError } from './syntax-error.ts';

function bytes(...parts: (string | number)[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((p) => (typeof p === 'number' ? [p] : [...p].map((c) => c.charCodeAt(0)))));
}

function message(source: Uint8Array, origin: 'file' | 'bytes' = 'file'): string {
  try {
    decodeSource(source, 'x.py', { origin });
  } catch (error) {
    if (error instanceof PythonSyntaxError) return `${error.pyType}: ${error.msg}`;
    throw error;
  }
  return 'decoded';
}

test('reads the coding cookie of the first two lines and the byte order mark', () => {
  expect(decodeSource(bytes('# coding: latin-1\nx = "', 0xe9, '"'), 'x.py')).toEqual({
    text: '# coding: latin-1\nx = "é"',
    encoding: 'iso-8859-1',
  });
  expect(decodeSource(bytes('#!/usr/bin/python\r\n# vim: set fileencoding=cp1252 :\r\n', 0x80), 'x.py').text).toMatch(/€$/);
  expect(decodeSource(bytes(0xef, 0xbb, 0xbf, 'x\ry'), 'x.py')).toEqual({ text: 'x\ny', encoding: 'utf-8-sig' });
  expect(message(bytes('x = 1\n# coding: nope\n'))).toBe('decoded');
});

test('words what cannot be decoded as CPython 3.10 does', () => {
  expect(message(bytes('x = 1\ny = "', 0xe9, '"\n'))).toBe(
    "SyntaxError: Non-UTF-8 code starting with '\\xe9' in file x.py on line 3, but no encoding declared; see https://python.org/dev/peps/pep-0263/ for details",
  );
  expect(message(bytes('# coding: nope\n'))).toBe('SyntaxError: encoding problem: nope');
  expect(message(bytes('# coding: nope\n'), 'bytes')).toBe('SyntaxError: unknown encoding: nope');
  expect(message(bytes(0xef, 0xbb, 0xbf, '# coding: latin-1\n'))).toBe('SyntaxError: encoding problem: iso-8859-1 with BOM');
  expect(message(bytes('x', 0, 'y'))).toBe('ValueError: source code string cannot contain null bytes');
});

test('tells input that needs more lines from input that is complete or wrong', () => {
  for (const more of [
    'if x:',
    'if x: y',
    'def f():\n    pass',
    'x = (',
    'x = [1,\n2',
    '"""abc',
    'x = \\',
    '@d',
    'class A:\n',
    'try:\n    x',
    'for i in x:\n    y\n    z',
  ]) {
    expect([more, isIncomplete(more)]).toEqual([more, true]);
  }
  for (const done of [
    '',
    '# c',
    'x = 1',
    'x = (1)',
    'if x:\n    y\n',
    'def f(): pass\n',
    'x y',
    ')',
    "'abc",
    'x = (]',
    'if x',
    'print "a"',
    'try:\n    x\nfinally:\n    y\n',
  ]) {
    expect([done, isIncomplete(done)]).toEqual([done, false]);
  }
});
