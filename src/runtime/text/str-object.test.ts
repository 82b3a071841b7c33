import { describe, expect, it } from 'vitest';
import { complaints, testRuntime } from '../containers/test-runtime.ts';
import { Str } from '../core/layout.ts';
import { internedCount, internStr, isInterned } from './interning.ts';
import { keyOfSeed } from './siphash.ts';
import { isAscii, strKind, strLength } from './str-layout.ts';
import { charStr, concatInPlace, newStr, repeatStr, strCompare, strEquals, strHash, strText, substring } from './str-object.ts';

const SAMPLES = ['', 'a', 'ab', 'hello world', 'héllo', 'ÿ', '日本', '😀', 'a😀b', '\ud800', 'x\udc00y', 'é'.repeat(100), '\0'];

describe('str in the heap', () => {
  it('keeps any text, in the narrowest kind', () => {
    const rt = testRuntime();
    for (const text of SAMPLES) {
      const op = newStr(rt, text);
      expect(strText(rt, op)).toBe(text);
      const chars = Array.from(text, (c) => c.codePointAt(0)!);
      const max = Math.max(0, ...chars);
      expect(strLength(rt, op)).toBe(chars.length);
      expect(strKind(rt, op)).toBe(max < 256 ? 1 : max < 65536 ? 2 : 4);
      expect(isAscii(rt, op)).toBe(max < 128);
      rt.decref(op);
    }
  });

  it('hashes as CPython does with PYTHONHASHSEED=0', () => {
    const rt = testRuntime();
    const expected: [string, bigint][] = [
      ['', 0n],
      ['a', -7583489610679606711n],
      ['ab', -1989949968894684482n],
      ['abcdefgh', -1847705707669741165n],
      ['hello world', 6266945022561323786n],
      ['héllo', 4859160228502007135n],
      ['日本', -7850401551650690076n],
      ['😀', 2694534307785527896n],
      ['a'.repeat(100), -4128516180846769298n],
    ];
    for (const [text, hash] of expected) {
      const op = newStr(rt, text);
      const low = BigInt(strHash(rt, op) >>> 0);
      expect((BigInt(rt.hashHi) << 32n) | low, text).toBe(hash);
      rt.decref(op);
    }
  });

  it('derives the key of a seed as CPython does', () => {
    expect(Array.from(new Uint8Array(keyOfSeed(42).buffer, 0, 4))).toEqual(
      [1, 2, 3, 4].map((n) => {
        let x = 42;
        for (let i = 0; i < n; i++) x = (Math.imul(x, 214013) + 2531011) | 0;
        return (x >>> 16) & 255;
      }),
    );
    expect(keyOfSeed(0)).toEqual(new Int32Array(4));
  });

  it('shares single latin-1 characters and the empty text', () => {
    const rt = testRuntime();
    const whole = newStr(rt, 'abc');
    const part = substring(rt, whole, 1, 2);
    const same = charStr(rt, 98);
    expect(part).toBe(same);
    expect(substring(rt, whole, 2, 2)).toBe(newStr(rt, ''));
  });

  it('interns one str for a text and forgets it with its last reference', () => {
    const rt = testRuntime();
    const before = internedCount(rt);
    const made = Array.from({ length: 3000 }, (_, i) => internStr(rt, `name${i}`));
    expect(internedCount(rt)).toBe(before + 3000);
    expect(internStr(rt, 'name77')).toBe(made[77]);
    expect(rt.H[made[77]]).toBe(2);
    rt.decref(made[77]);
    expect(isInterned(rt, made[77])).toBe(true);
    for (const op of made) rt.decref(op);
    expect(internedCount(rt)).toBe(before);
    expect(complaints(rt)).toEqual([]);
  });

  it('grows the left operand in place only when nobody else holds it', () => {
    const rt = testRuntime();
    const x = newStr(rt, 'tail');
    let s = newStr(rt, 'head');
    rt.incref(s);
    const held = s;
    s = concatInPlace(rt, s, x);
    expect(strText(rt, held)).toBe('head');
    expect(strText(rt, s)).toBe('headtail');
    for (let i = 0; i < 100; i++) s = concatInPlace(rt, s, x);
    expect(strText(rt, s)).toBe(`headtail${'tail'.repeat(100)}`);
    expect(rt.H[s + Str.hash]).toBe(-1);
    const wide = newStr(rt, 'é');
    s = concatInPlace(rt, s, wide);
    expect(strText(rt, s).endsWith('tailé')).toBe(true);
    expect(isAscii(rt, s)).toBe(false);
  });

  it('orders by code points, not by UTF-16 units', () => {
    const rt = testRuntime();
    const high = newStr(rt, '\uffff');
    const astral = newStr(rt, '😀');
    expect(strCompare(rt, high, astral)).toBeLessThan(0);
    expect(strEquals(rt, repeatStr(rt, astral, 3), newStr(rt, '😀😀😀'))).toBe(true);
  });
});
