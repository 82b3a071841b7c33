import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from '../syntax/parse.ts';
import { checkCode } from './check.ts';
import type { CodeData, Compilation, ConstData } from './code.ts';
import { compile } from './compile.ts';
import { DEFAULT_COMPILE_MODEL } from './model.ts';
import { OP_NAMES } from './opcodes.ts';

interface Recorded {
  name: string;
  firstlineno: number;
  flags: number;
  args: number[];
  stacksize: number;
  names: string[];
  varnames: string[];
  cellvars: string[];
  freevars: string[];
  consts: RecordedConstant[];
  /** "NAME operand line"; jump operands are instruction indices. */
  instructions: string[];
}
type RecordedConstant = string | RecordedConstant[];

const folder = new URL('./testdata/', import.meta.url);
const recorded: Record<string, Recorded[]> = JSON.parse(readFileSync(new URL('cpython-3.10.json', folder), 'utf8'));

function compileText(source: string): Compilation {
  return compile(parse(source, { filename: 'test.py', mode: 'exec' }), { filename: 'test.py' });
}

function walk(code: CodeData): CodeData[] {
  return [code, ...code.consts.flatMap((item) => (item.kind === 'code' ? walk(item.code) : []))];
}

function floatText(n: number): string {
  if (Object.is(n, -0)) return '-0.0';
  const text = String(n);
  return /^-?\d+$/.test(text) ? `${text}.0` : text.replace('e+', 'e+');
}

function constant(data: ConstData): RecordedConstant {
  switch (data.kind) {
    case 'none':
      return 'None';
    case 'true':
      return 'True';
    case 'false':
      return 'False';
    case 'ellipsis':
      return 'Ellipsis';
    case 'int':
      return `i${data.value}`;
    case 'float':
      return `f${floatText(data.value)}`;
    case 'complex':
      return `c${floatText(data.real)},${floatText(data.imag)}`;
    case 'str':
      return `s${data.value}`;
    case 'bytes':
      return `b${Buffer.from(data.value).toString('hex')}`;
    case 'tuple':
      return ['tuple', ...data.items.map(constant)];
    case 'frozenset':
      return ['frozenset', ...data.items.map(constant).sort()];
    case 'code':
      return `<code ${data.code.name}>`;
  }
}

function instructions(code: CodeData): string[] {
  const list: string[] = [];
  for (let i = 0; i < code.code.length / 2; i++) {
    list.push(`${OP_NAMES[code.code[2 * i]]} ${code.code[2 * i + 1]} ${code.positions[4 * i]}`);
  }
  return list;
}

/** What the block stack of 3.10 and our tables do in different ways. */
const HANDLING = new Set(
  (
    'POP_TOP ROT_TWO ROT_THREE ROT_FOUR DUP_TOP NOP SETUP_FINALLY SETUP_WITH SETUP_ASYNC_WITH POP_BLOCK PUSH_EXC_INFO COPY RERAISE ' +
    'POP_EXCEPT BEFORE_WITH BEFORE_ASYNC_WITH JUMP_FORWARD JUMP_ABSOLUTE'
  ).split(' '),
);

/** The instructions without those, without jump targets and lines. */
function skeleton(list: string[]): string[] {
  return list
    .map((text) => text.split(' '))
    .filter(([name]) => !HANDLING.has(name))
    .map(([name, arg]) => (/JUMP|FOR_ITER|GET_AWAITABLE/.test(name) ? name : `${name} ${arg}`));
}

const plainJumps = (list: string[]): string[] => list.map((text) => text.replace(/^JUMP_(FORWARD|ABSOLUTE)/, 'JUMP'));

describe('against CPython 3.10', () => {
  for (const [file, codes] of Object.entries(recorded)) {
    it(file, () => {
      const { code } = compileText(readFileSync(new URL(`samples/${file}`, folder), 'utf8'));
      expect(checkCode(code)).toEqual([]);
      const ours = walk(code);
      expect(ours.map((c) => c.name)).toEqual(codes.map((c) => c.name));
      ours.forEach((c, i) => {
        const want = codes[i];
        const where = `${file} ${c.name}`;
        expect([where, c.firstlineno, c.flags, [c.argcount, c.posonlyargcount, c.kwonlyargcount]]).toEqual([
          where,
          want.firstlineno,
          want.flags,
          want.args,
        ]);
        expect([where, c.names, c.varnames, c.cellvars, c.freevars]).toEqual([where, want.names, want.varnames, want.cellvars, want.freevars]);
        expect([where, c.consts.map(constant)]).toEqual([where, want.consts]);
        if (want.instructions.some((text) => /^SETUP_(FINALLY|WITH|ASYNC_WITH)/.test(text))) {
          expect([where, ...skeleton(instructions(c))]).toEqual([where, ...skeleton(want.instructions)]);
        } else {
          expect([where, ...plainJumps(instructions(c))]).toEqual([where, ...plainJumps(want.instructions)]);
          expect([where, c.stacksize]).toEqual([where, want.stacksize]);
        }
      });
    });
  }
});

describe('identity of constants', () => {
  const source = "def f(): return 783, 'A-B'\ndef g(): return 783, 'A-B'\n";
  const find = (code: CodeData, name: string): CodeData => walk(code).find((c) => c.name === name) as CodeData;

  it('is shared across code objects, and the arena holds each node', () => {
    const { code, arena } = compileText(source);
    const tuple = find(code, 'f').consts[1];
    expect(find(code, 'g').consts[1]).toBe(tuple);
    if (tuple.kind !== 'tuple') throw new Error('no tuple');
    // Two nodes and one tuple a function; the first of each became the constant.
    expect(arena.length).toBe(6);
    expect(arena.filter((data) => data === tuple).length).toBe(1);
    expect(arena.filter((data) => data === tuple.items[0]).length).toBe(1);
  });

  it('stays within a code object in the models before 3.8', () => {
    const tree = parse(source, { filename: 't', mode: 'exec' });
    const model = { ...DEFAULT_COMPILE_MODEL, mergeConstantsAcrossCode: false };
    const { code } = compile(tree, { filename: 't', model });
    expect(find(code, 'g').consts[1]).not.toBe(find(code, 'f').consts[1]);
  });
});

describe('programs nested deeply', () => {
  const compiles = (source: string): string => {
    try {
      return checkCode(compileText(source).code).join();
    } catch (error) {
      return (error as Error).message;
    }
  };
  it('compile or end in a RecursionError', () => {
    expect(compiles(`x=${'a+'.repeat(2000)}a`)).toBe('');
    expect(compiles(`x=${'a+'.repeat(10000)}a`)).toContain('maximum recursion depth exceeded during compilation');
    expect(compiles(`if a: b\n${'elif a: b\n'.repeat(900)}`)).toBe('');
    expect(compiles(`x=${'lambda:'.repeat(300)}a`)).toBe('');
    expect(compiles(`x=a${'.b'.repeat(2000)}`)).toBe('');
  });
});

it('comprehensions are inlined by models that do so', () => {
  const source = 'def f(x, y):\n  z = [x + q for q in y]\n  return [lambda: q for q in y], [i for i in z], i\n';
  const tree = parse(source, { filename: 't', mode: 'exec' });
  const { code } = compile(tree, { filename: 't', model: { ...DEFAULT_COMPILE_MODEL, inlineComprehensions: true } });
  expect(checkCode(code)).toEqual([]);
  // The one whose variable a lambda captures stays a function; x is no cell any more.
  expect(walk(code).map((c) => c.name)).toEqual(['<module>', 'f', '<listcomp>', '<lambda>']);
  const f = walk(code)[1];
  expect([f.varnames, f.cellvars, f.names]).toEqual([['x', 'y', 'q', 'z', 'i'], [], ['i']]);
});

it('newer syntax compiles to sound code', () => {
  const { code } = compileText(`
type Alias[T: int, *Ts, **P = [int]] = dict[T, P]
type Defaulted[T: int = bool] = T
def generic[T: (int, str)](a: T, b=1, *, c=2) -> T:
    try:
        return a
    except* ValueError as e:
        print(e)
    except* (TypeError, OSError):
        raise
    finally:
        b()
class Box[T](Base, k=1):
    type Inner = list[T]
    def get[U](self: Self, x: U) -> T: return super().get(self.__x)
async def f():
    async with a as b, c:
        return [x async for y in z for x in y]
def g(*args: *Ts): return x[*a, 1:2]
print(f"{x!r:{'a' if b else "c"}} {{}} {y = }")
`);
  expect(checkCode(code)).toEqual([]);
});
