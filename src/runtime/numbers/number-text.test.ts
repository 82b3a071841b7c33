import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { S } from '../core/static.ts';
import { FLOAT_DEFAULTS, INT_DEFAULTS, parseFormatSpec } from '../text/format-spec.ts';
import { bareRuntime } from './bare-runtime.ts';
import { floorQuotient, modulo } from './float-arithmetic.ts';
import { floatHex, floatRepr, roundTo } from './float-digits.ts';
import * as power from './libm-power.ts';
import * as trigonometry from './libm-trigonometry.ts';
import { FormatFault, formatComplex, formatFloat, formatInt, unknownFormatCode } from './number-format.ts';
import { hashDouble } from './number-hash.ts';
import { parseComplexText, parseFloatText, parseHexFloat, parseIntText } from './number-text.ts';

/** [operation, kind, value, argument, CPython 3.10's result]; doubles as 16 hex digits, big endian; '!…' is an error. */
type Case = [string, 'i' | 'f' | 'c' | 's', string, string, string];

const cases = JSON.parse(readFileSync(new URL('recorded-numbers.json', import.meta.url), 'utf8')) as Case[];
const functions = JSON.parse(readFileSync(new URL('recorded-functions.json', import.meta.url), 'utf8')) as Record<string, [string, string][]>;
const { rt, raised } = bareRuntime();

function double(hex: string, at = 0): number {
  return Buffer.from(hex, 'hex').readDoubleBE(at);
}

function hexOf(x: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(x);
  return Number.isNaN(x) ? 'nan' : bytes.toString('hex');
}

/** Recorded NaNs have various signs. */
function canonical(want: string): string {
  if (!/^([0-9a-f]{16}){1,2}$/.test(want)) return want;
  return want.length === 16 ? hexOf(double(want)) : hexOf(double(want)) + hexOf(double(want, 8));
}

const KNOWN = { i: 'bcdoxXneEfFgG%', f: 'eEfFgGn%', c: 'eEfFgGn', s: '' };
const NAMES = { i: 'int', f: 'float', c: 'complex', s: 'str' };

function format(kind: Case[1], value: string, text: string): string {
  const spec = parseFormatSpec(rt, S.None, text, kind === 'i' ? INT_DEFAULTS : FLOAT_DEFAULTS);
  let result: string | FormatFault;
  if (spec.type !== '' && !KNOWN[kind].includes(spec.type)) result = new FormatFault(unknownFormatCode(spec.type, NAMES[kind]));
  else if (kind === 'i')
    result = spec.type !== '' && 'eEfFgG%'.includes(spec.type) ? formatFloat(Number(BigInt(value)), spec) : formatInt(BigInt(value), spec);
  else if (kind === 'f') result = formatFloat(double(value), spec);
  else result = formatComplex(double(value), double(value, 8), spec);
  return typeof result === 'string' ? result : `!${result.overflow ? 'OverflowError' : 'ValueError'}: ${result.message}`;
}

function compute([operation, kind, value, argument, want]: Case): string {
  switch (operation) {
    case 'format':
      return argument === '' ? want : format(kind, value, argument);
    case 'repr':
      return floatRepr(double(value));
    case 'hex':
      return floatHex(double(value));
    case 'round': {
      const result = roundTo(double(value), Number(argument));
      return Number.isFinite(result) || !Number.isFinite(double(value)) ? hexOf(result) : '!OverflowError: rounded value too large to represent';
    }
    case 'hash': {
      const low = hashDouble(rt, double(value));
      return want === 'nan' ? want : String(BigInt.asIntN(64, (BigInt(rt.hashHi) << 32n) | BigInt(low >>> 0)));
    }
    case '__mod__':
      return double(argument) === 0 ? '!float modulo' : hexOf(modulo(double(value), double(argument)));
    case '__floordiv__':
      return double(argument) === 0 ? '!float floor division by zero' : hexOf(floorQuotient(double(value), double(argument)));
    case 'float': {
      const result = parseFloatText(value);
      return result === null ? '!' : hexOf(result);
    }
    case 'int': {
      const result = parseIntText(value, Number(argument));
      return result === 'invalid' ? '!' : String(result);
    }
    case 'complex': {
      const result = parseComplexText(value);
      return result === null ? '!' : hexOf(result.real) + hexOf(result.imag);
    }
    case 'fromhex': {
      const result = parseHexFloat(value);
      return typeof result === 'number' ? hexOf(result) : `!${result === 'invalid' ? 'ValueError' : 'OverflowError'}`;
    }
    default:
      return want;
  }
}

describe('numbers and their text', () => {
  it('are what CPython 3.10 printed and read', () => {
    for (const one of cases) {
      let got: string;
      try {
        got = compute(one);
      } catch (thrown) {
        if (thrown instanceof Error) throw thrown;
        got = `!ValueError: ${raised.message}`;
      }
      expect(`${one[0]} ${one[2]} ${one[3]}: ${got}`).toBe(`${one[0]} ${one[2]} ${one[3]}: ${canonical(one[4])}`);
    }
  });

  it('elementary functions agree with the C library but for a rare last bit', () => {
    const all: Record<string, unknown> = { ...power, ...trigonometry };
    for (const [name, pairs] of Object.entries(functions)) {
      const f = all[name] as (x: number) => number;
      let different = 0;
      for (const [x, want] of pairs) {
        const got = f(double(x));
        if (got !== double(want)) different++;
        expect(Math.abs(got - double(want)), `${name}(${double(x)})`).toBeLessThanOrEqual(Math.abs(double(want)) * 2.3e-16);
      }
      expect(different, name).toBeLessThanOrEqual(2);
    }
  });
});
