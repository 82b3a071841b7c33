import { describe, expect, it } from 'vitest';
import { runProgram } from '../start-up/test-runtime.ts';

function outputOf(source: string): string {
  const { stdout, stderr, problems } = runProgram(source, { debug: {}, auditEvery: 97 });
  expect(stderr).toBe('');
  expect(problems).toEqual([]);
  return stdout;
}

const TRACE = `import sys
out = []
def trace(frame, event, arg):
    if frame.f_code.co_name != 'trace': out.append((event, frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno))
    return trace
`;

describe('sys.settrace', () => {
  it('tells calls, lines, returns and exceptions', () => {
    const source = `${TRACE}
def f(x):
    try:
        x / 0
    except ZeroDivisionError:
        y = 1
    return y
sys.settrace(trace); f(1); sys.settrace(None)
print(out)
`;
    expect(outputOf(source)).toBe(
      "[('call', 'f', 0), ('line', 'f', 1), ('line', 'f', 2), ('exception', 'f', 2), ('line', 'f', 3), ('line', 'f', 4), ('line', 'f', 5), ('return', 'f', 5)]\n",
    );
  });

  it('tells of generators that delegate, at each resumption', () => {
    const source = `${TRACE}
def inner(): yield 1
def outer(): yield from inner()
sys.settrace(trace); list(outer()); sys.settrace(None)
print([e for e in out if e[0] != 'line'])
`;
    expect(outputOf(source)).toBe(
      "[('call', 'outer', 0), ('call', 'inner', 0), ('return', 'inner', 0), ('return', 'outer', 0), ('call', 'outer', 0), ('call', 'inner', 0), ('return', 'inner', 0), ('return', 'outer', 0)]\n",
    );
  });

  it('is taken away when the function raises, which goes to the program', () => {
    const source = `import sys
def bad(frame, event, arg): raise RuntimeError('in trace')
def f(): pass
sys.settrace(bad)
try: f()
except RuntimeError as e: print(e, sys.gettrace())
`;
    expect(outputOf(source)).toBe('in trace None\n');
  });

  it('writes changed locals back', () => {
    const source = `import sys
def change(frame, event, arg):
    if event == 'line': frame.f_locals['x'] = 7
    return change
def f(x):
    return x
sys.settrace(change); r = f(1); sys.settrace(None); print(r)
`;
    expect(outputOf(source)).toBe('7\n');
  });
});

describe('sys.setprofile', () => {
  it('tells calls of native functions too', () => {
    const source = `import sys
out = []
def profile(frame, event, arg): out.append((event, getattr(arg, '__name__', arg)))
def f():
    len([])
    try: [].index(1)
    except ValueError: pass
    return 5
sys.setprofile(profile); f(); sys.setprofile(None)
print(out)
`;
    expect(outputOf(source)).toBe(
      "[('call', None), ('c_call', 'len'), ('c_return', 'len'), ('c_call', 'index'), ('c_exception', 'index'), ('return', 5), ('c_call', 'setprofile')]\n",
    );
  });
});
