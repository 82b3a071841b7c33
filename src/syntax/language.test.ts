import { describe, expect, it } from 'vitest';
import { checkLanguage } from './language.ts';
import { parse } from './parse.ts';
import { PythonSyntaxError } from './syntax-error.ts';

/** What release 3.`minor` says about a source text: message, line and offset; null when it takes it. */
function complaint(text: string, minor: number): [string, number | null, number | null] | null {
  try {
    checkLanguage(parse(text, { filename: 'f', mode: 'exec' }), text, 'f', minor);
    return null;
  } catch (thrown) {
    if (!(thrown instanceof PythonSyntaxError)) throw thrown;
    return [thrown.msg, thrown.lineno, thrown.offset];
  }
}

/** Source, a release without it, and the place of `invalid syntax` there, as CPython gave them. */
const NEWER: [string, number, number, number][] = [
  ['def f(a, /, b): pass', 7, 1, 10],
  ['lambda a=1/2, /: 0', 7, 1, 15],
  ['if (n := 3) > 2: pass', 7, 1, 7],
  ['x[a:=1]', 9, 1, 4],
  ['x[(a:=1)]', 7, 1, 5],
  ['{a:=1}', 8, 1, 3],
  ['x[*a]', 10, 1, 3],
  ['x[*a]', 9, 1, 5],
  ['def f(*args: *Ts): pass', 10, 1, 14],
  ['def f():\n return *a, b', 7, 2, 9],
  ['for x in *a, b: pass', 8, 1, 10],
  ['@a[0]\ndef f(): pass', 8, 1, 3],
  ['@(a)\ndef f(): pass', 8, 1, 2],
  ['@a or b\nclass C: pass', 8, 1, 4],
  ['@a or b\nclass C: pass', 7, 1, 5],
  ['with (a as b, c): pass', 8, 1, 9],
  ['match x, y:\n case 1: pass', 9, 1, 7],
  ['match (x):\n case 1: pass', 9, 1, 11],
  ['match -x:\n case 1: pass', 9, 1, 10],
  ['match "a":\n case 1: pass', 7, 1, 9],
  ['try: pass\nexcept *E: pass', 10, 2, 8],
  ['type X[T] = int', 11, 1, 6],
  ['class C[T](A): pass', 11, 1, 8],
  ['x = rt"{a}"', 13, 1, 7],
  ['try: pass\nexcept A,: pass', 13, 2, 10],
];

describe('the language of a release', () => {
  it.each(NEWER)('refuses %j in 3.%i', (text, minor, line, offset) => {
    expect(complaint(text, minor)).toEqual(['invalid syntax', line, offset]);
  });

  it.each([
    ['def f(a, b=1, *c, d, **e) -> x[1:2, ...]: pass', 6],
    ['with (a): pass\nwith (a).b as c, (d): pass\nwith a as (b), c: pass', 6],
    ['@a.b.c(1, x=2)\n@d\ndef f(): return (*a, b)', 6],
    ["f'{a[\"b\"]!r:>{w}} {{}} {d!s}' '{' rf'\\d{x}'", 6],
    ['f"""{a["b"]}"""', 6],
    ['match = type = case = 1\nmatch(x)\ntype(y)', 6],
    ['x[(*a, b)], {(a := 1)}, x[(a := 1)]', 8],
  ])('takes %j in 3.%i', (text, minor) => {
    expect(complaint(text, minor)).toBeNull();
  });

  it('knows f-strings of one token', () => {
    expect(complaint("f'{a['b']}'", 11)).toEqual(["f-string: unmatched '['", 1, 12]);
    expect(complaint("f'{f'{1}'}'", 11)).toEqual(["f-string: expecting '}'", 1, 6]);
    expect(complaint("f'{f'{1}'}'", 8)).toEqual(['invalid syntax', 1, 6]);
    expect(complaint('f\'{"\\n".join(a)}\'', 9)).toEqual(['f-string expression part cannot include a backslash', 1, 18]);
    expect(complaint("f'''{\n1 # c\n}'''", 10)).toEqual(["f-string expression part cannot include '#'", 3, 5]);
    expect(complaint("f'{a['b']}'", 12)).toBeNull();
  });

  it('tells of the first construct', () => {
    expect(complaint('try: pass\nexcept A, B: pass', 13)).toEqual(['multiple exception types must be parenthesized', 2, 8]);
    expect(complaint('try: pass\nexcept (A, B): pass', 13)).toBeNull();
    expect(complaint('x = 1\ntype X = int\n(y := 1)', 7)).toEqual(['invalid syntax', 2, 6]);
    expect(complaint('def f[T](a): pass', 11)).toEqual(["expected '('", 1, 6]);
  });
});
