import { expect, test } from 'vitest';
import { parse } from './parse.ts';

function warnings(source: string): [string, number][] {
  const out: [string, number][] = [];
  parse(source, { filename: '<test>', mode: 'exec', onWarning: (message, lineno) => out.push([message, lineno]) });
  return out;
}

test('warns of the first escape of a literal that means nothing, and of keywords right after numbers', () => {
  expect(warnings("x = '\\d\\w'\ny = b'\\q', '\\d'")).toEqual([
    ["invalid escape sequence '\\d'", 1],
    ["invalid escape sequence '\\q'", 2],
    ["invalid escape sequence '\\d'", 2],
  ]);
  expect(warnings("f'\\d{x}'\nwith (a, '\\p') as b: pass")).toEqual([
    ["invalid escape sequence '\\d'", 1],
    ["invalid escape sequence '\\p'", 2],
  ]);
  expect(warnings('x = 1if y else 0x1or 2')).toEqual([
    ['invalid decimal literal', 1],
    ['invalid hexadecimal literal', 1],
  ]);
});

test('says nothing of what is right', () => {
  expect(warnings("r'\\d', rb'\\d', '\\n\\\\d\\N{BULLET}' '\\\n', 1 if 2 else 3")).toEqual([]);
});
