import { describe, expect, it } from 'vitest';
import { complaints, testRuntime } from '../containers/test-runtime.ts';
import { callMethodText } from '../core/abstract/call.ts';
import { reprText } from '../core/abstract/object.ts';
import { Exc } from '../core/layout.ts';
import { PYTHON_ERROR, type Runtime } from '../core/runtime.ts';
import { Root } from '../core/static.ts';
import { newInt } from '../numbers/int-object.ts';
import { ByteArray } from './bytearray-layout.ts';
import { bytearrayLength, newBytearray, resizeBytearray } from './bytearray-object.ts';
import { bytesData, newBytes } from './bytes-object.ts';
import { decodeUtf8 } from './codecs/utf8.ts';
import { newStr, strText } from './str-object.ts';

type Argument = string | number | Uint8Array;

function made(rt: Runtime, value: Argument): number {
  return rt.own(typeof value === 'string' ? newStr(rt, value) : typeof value === 'number' ? newInt(rt, value) : newBytes(rt, value));
}

/** repr of `receiver.method(*args)`, or "Type: message". */
function answer(rt: Runtime, receiver: Argument, method: string, ...args: Argument[]): string {
  const mark = rt.mark();
  try {
    const self = made(rt, receiver);
    const result = rt.own(callMethodText(rt, self, method, ...args.map((arg) => made(rt, arg))));
    const text = reprText(rt, result);
    rt.release(mark);
    return text;
  } catch (thrown) {
    if (thrown !== PYTHON_ERROR) throw thrown;
    rt.release(mark);
    const exc = rt.H[Root.curexc];
    const text = reprText(rt, rt.H[exc + Exc.args]);
    rt.clearSlot(Root.curexc);
    return text;
  }
}

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

/** Recorded from CPython 3.10.13. */
const RECORDED: readonly [Argument, string, Argument[], string][] = [
  ['ǆabc ﬁsh', 'title', [], "'ǅabc Fish'"],
  ['ΑΣ ΣΑΣ', 'lower', [], "'ας σας'"],
  ['straße', 'upper', [], "'STRASSE'"],
  ['straße', 'casefold', [], "'strasse'"],
  ['line1\nline2\r\nline3\rline4\x0b5', 'splitlines', [], "['line1', 'line2', 'line3', 'line4', '5']"],
  ['a,b,,c', 'rsplit', [',', 1], "['a,b,', 'c']"],
  ['  a  b ', 'split', [], "['a', 'b']"],
  ['héllo', 'replace', ['é', 'e'], "'hello'"],
  ['abc', 'replace', ['', '-'], "'-a-b-c-'"],
  ['tab\there\tx', 'expandtabs', [5], "'tab  here x'"],
  ['-42', 'zfill', [6], "'-00042'"],
  ['abc', 'center', [6, '*'], "'*abc**'"],
  ['abc', 'find', ['c', 5], '-1'],
  ['abc', 'index', ['z'], "('substring not found',)"],
  ['a', 'join', [5], "('can only join an iterable',)"],
  ['a', 'split', [''], "('empty separator',)"],
  ['a', 'center', [5, 'xy'], "('The fill character must be exactly one character long',)"],
  ['a', 'startswith', [5], "('startswith first arg must be str or a tuple of str, not int',)"],
  ['{} {0}', 'format', ['x'], "('cannot switch from automatic field numbering to manual field specification',)"],
  ['{0:>{1}}|', 'format', ['x', 4], "'   x|'"],
  ['%s and %5.2f', '__mod__', ['x'], "('not enough arguments for format string',)"],
  ['%d', '__mod__', ['x'], "('%d format: a real number is required, not str',)"],
  ['%#06x', '__mod__', [255], "'0x00ff'"],
  ['é\ud800', 'encode', ['utf-8'], "('utf-8', 'é\\ud800', 1, 2, 'surrogates not allowed')"],
  ['é', 'encode', ['ascii', 'backslashreplace'], "b'\\\\xe9'"],
  [bytes('a\xe2b'), 'decode', [], "('utf-8', b'a\\xe2b', 1, 2, 'invalid continuation byte')"],
  [bytes('abc\xe2\x82'), 'decode', [], "('utf-8', b'abc\\xe2\\x82', 3, 5, 'unexpected end of data')"],
  [bytes('\xf0\x9f\x98x\xf8'), 'decode', ['utf-8', 'replace'], "'�x�'"],
  [bytes("It's"), 'title', [], 'b"It\'S"'],
  [bytes('abc'), 'hex', ['-', 2], "'61-6263'"],
  [bytes('a'), '__getitem__', [5], "('index out of range',)"],
];

describe('methods of str and bytes', () => {
  it.each(RECORDED)('%j.%s(%j) is what CPython gives', (receiver, method, args, expected) => {
    const rt = testRuntime();
    expect(answer(rt, receiver, method, ...args)).toBe(expected);
    expect(complaints(rt)).toEqual([]);
  });
});

describe('utf-8', () => {
  it('leaves an incomplete character for later when the input goes on', () => {
    const rt = testRuntime();
    const op = rt.own(newBytes(rt, bytes('ab\xf0\x9f\x98')));
    const { str, consumed } = decodeUtf8(rt, bytesData(op), 5, 'strict', false);
    expect([strText(rt, str), consumed]).toEqual(['ab', 2]);
  });
});

describe('bytearray', () => {
  it('over-allocates as CPython does', () => {
    const rt = testRuntime();
    const op = rt.own(newBytearray(rt, []));
    const sizes: number[] = [];
    for (let i = 1; i <= 40; i++) {
      resizeBytearray(rt, op, i);
      sizes.push(rt.H[op + ByteArray.allocated]);
    }
    expect(bytearrayLength(rt, op)).toBe(40);
    expect(sizes).toEqual([
      2, 5, 5, 5, 8, 8, 8, 12, 12, 12, 12, 19, 19, 19, 19, 19, 19, 19, 27, 27, 27, 27, 27, 27, 27, 27, 36, 36, 36, 36, 36, 36, 36, 36, 36, 46, 46, 46,
      46, 46,
    ]);
  });
});
