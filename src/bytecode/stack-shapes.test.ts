import { expect, it } from 'vitest';
import { parse } from '../syntax/parse.ts';
import { compile } from './compile.ts';
import { stackShapes } from './stack-shapes.ts';

it('knows what lies on the stack at each line', () => {
  const source = 'for i in x:\n a\n with b:\n  c\ntry:\n d\nexcept E:\n e\n';
  const { code } = compile(parse(source, { filename: 'f', mode: 'exec' }), { filename: 'f' });
  const shapes = stackShapes(code);
  const at = (line: number): string => {
    const i = code.positions.findIndex((n, k) => k % 4 === 0 && n === line);
    return shapes[i / 4]?.join(' ') ?? 'unreached';
  };
  expect([1, 2, 4, 6, 8].map(at)).toEqual(['', 'iterator', 'iterator exit', '', 'previous']);
});
