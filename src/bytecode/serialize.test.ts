import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { parse } from '../syntax/parse.ts';
import { checkCode } from './check.ts';
import { compile } from './compile.ts';
import { deserialize, serialize } from './serialize.ts';

describe('serialization', () => {
  it('keeps what is one object one object', () => {
    const source = "def f(): return 'A-B', 783, -0.0, 1j, b'\\x80', '\\ud800', 10**40\ndef g(): return 'A-B', (1, 2), {1}\nx = 1 in {1, 2}\n";
    const before = compile(parse(source, { filename: 'a.py', mode: 'exec' }), { filename: 'a.py' });
    const after = deserialize(serialize(before));
    expect(after.code).toEqual(before.code);
    expect(after.arena).toEqual(before.arena);
    const pool = (c: typeof before): unknown[] => [...c.code.consts, ...c.arena];
    const shape = (list: unknown[]): number[] => list.map((item) => list.indexOf(item));
    expect(shape(pool(after))).toEqual(shape(pool(before)));
  });

  it('refuses other bytes', () => {
    expect(() => deserialize(Uint8Array.of(1, 2, 3, 4))).toThrow('not a compiled module');
    expect(() => deserialize(Uint8Array.of(0x4f, 0x42, 0x43, 0))).toThrow('version 0');
  });
});

it('a quarter of the standard library compiles to sound code and survives serialization', () => {
  const zip = join(dirname(createRequire(import.meta.url).resolve('pyodide/package.json')), 'python_stdlib.zip');
  const files = Object.entries(unzipSync(readFileSync(zip))).filter(([name]) => name.endsWith('.py'));
  expect(files.length).toBeGreaterThan(500);
  const faults: string[] = [];
  files.forEach(([name, source], i) => {
    if (i % 4 !== 0) return;
    const compilation = compile(parse(new TextDecoder().decode(source), { filename: name, mode: 'exec' }), { filename: name });
    faults.push(...checkCode(compilation.code));
    // Some also go through bytes and back.
    if (i % 32 !== 0) return;
    const bytes = serialize(compilation);
    expect(Buffer.from(serialize(deserialize(bytes))).equals(bytes)).toBe(true);
  });
  expect(faults).toEqual([]);
}, 60_000);
