import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const OURO = process.env.OURO_UNDER_TEST ?? fileURLToPath(new URL('../../dist/ouro.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ouro-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the built command in a folder of its own. */
function ouro(args: string[], options: { input?: string; env?: Record<string, string> } = {}): Outcome {
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, HOME: folder, ...options.env };
  const run = spawnSync(process.execPath, [OURO, ...args], { cwd: folder, input: options.input ?? '', env, encoding: 'utf8' });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

function file(name: string, contents: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, contents);
  return path;
}

/** What CPython 3.10 prints. */
describe('a file that cannot be run', () => {
  it('is missing', () => {
    expect(ouro(['nope.py'])).toEqual({
      code: 2,
      out: '',
      err: `ouro: can't open file '${folder}/nope.py': [Errno 2] No such file or directory\n`,
    });
  });

  it('is a directory without __main__', () => {
    mkdirSync(join(folder, 'empty'));
    expect(ouro(['empty'])).toEqual({ code: 1, out: '', err: `ouro: can't find '__main__' module in '${folder}/empty'\n` });
  });

  it('is not UTF-8', () => {
    const path = file('latin.py', Uint8Array.from([...'# x\nprint("'].map((c) => c.charCodeAt(0)).concat(0xe9, 0x22, 0x29, 10)));
    expect(ouro(['latin.py'])).toEqual({
      code: 1,
      out: '',
      err: `SyntaxError: Non-UTF-8 code starting with '\\xe9' in file ${path} on line 3, but no encoding declared; see https://python.org/dev/peps/pep-0263/ for details\n`,
    });
  });

  it('has a null', () => {
    const path = file('null.py', 'print(1)\nx = "a\0b"\n');
    expect(ouro(['null.py'])).toEqual({
      code: 1,
      out: '',
      err: `  File "${path}", line 2\n    x = "a\nSyntaxError: source code cannot contain null bytes\n`,
    });
  });

  it.each([
    ['x = (1,\nprint(2)\n', 1, 'x = (1,', '        ^'.slice(4), "SyntaxError: '(' was never closed"],
    ['if 1:\nprint(1)\n', 2, 'print(1)', '^', "IndentationError: expected an indented block after 'if' statement on line 1"],
    ['if x = 1:\n  pass\n', 1, 'if x = 1:', '   ^^^^^', "SyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='?"],
    ['print "hello"\n', 1, 'print "hello"', '^^^^^^^^^^^^^', "SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?"],
  ])('%j', (source, line, text, carets, message) => {
    const path = file('wrong.py', source);
    expect(ouro(['wrong.py'])).toEqual({ code: 1, out: '', err: `  File "${path}", line ${line}\n    ${text}\n    ${carets}\n${message}\n` });
  });

  it('ends where a block should begin', () => {
    const path = file('end.py', 'def f():\n');
    expect(ouro(['end.py']).err).toBe(
      `  File "${path}", line 1\n    def f():\nIndentationError: expected an indented block after function definition on line 1\n`,
    );
  });

  it('is nested too deep', () => {
    file('deep.py', `x = ${'('.repeat(10_000)}${')'.repeat(10_000)}\n`);
    const run = ouro(['deep.py']);
    expect([run.code, run.out, run.err.split('\n').at(-2)]).toEqual([1, '', 'SyntaxError: too many nested parentheses']);
  });
});

describe('a program that fails', () => {
  it('recurses without end', () => {
    const run = ouro(['-c', 'def f(n):\n    return f(n + 1)\nf(0)']);
    expect(run.code).toBe(1);
    expect(run.err).toContain('  [Previous line repeated 996 more times]\nRecursionError: maximum recursion depth exceeded\n');
  });

  it('fills the heap, and goes on', () => {
    const source = [
      'def fill():',
      '    chain = None',
      '    while True: chain = (chain,)',
      'for _ in range(3):',
      '    try: fill()',
      "    except MemoryError: print('full')",
      'print(len([i for i in range(100000)]))',
    ];
    expect(ouro(['--max-heap', '64M', '-c', source.join('\n')])).toEqual({ code: 0, out: 'full\nfull\nfull\n100000\n', err: '' });
  });

  it('fills the heap, uncaught', () => {
    const run = ouro(['--max-heap', '64M', '-c', 'x = []\nwhile 1: x.append([0] * 1000)']);
    expect(run).toEqual({ code: 1, out: '', err: 'Traceback (most recent call last):\n  File "<string>", line 2, in <module>\nMemoryError\n' });
  });

  it.each([
    ['sys.exit(3)', 3, ''],
    ['sys.exit("no")', 1, 'no\n'],
    ['sys.exit(-1)', 255, ''],
    ['sys.exit(2 ** 40 + 5)', 5, ''],
    ['sys.stdout.close()', 0, ''],
    ['sys.excepthook = lambda *a: sys.exit(9); {}[1]', 9, ''],
    ['class E(Exception): pass\nraise E', 1, 'Traceback (most recent call last):\n  File "<string>", line 3, in <module>\n__main__.E\n'],
  ])('%s', (source, code, err) => {
    expect(ouro(['-c', `import sys\n${source}`])).toEqual({ code, out: '', err });
  });

  it('writes to a pipe that nobody reads', () => {
    const run = spawnSync('sh', ['-c', `"${process.execPath}" "${OURO}" -u -c "while 1: print(1)" | head -1`], { encoding: 'utf8' });
    expect(run.stdout).toBe('1\n');
    expect(run.stderr).toContain('BrokenPipeError: [Errno 32] Broken pipe\n');
  });
});

describe('a command line that makes no sense', () => {
  it.each([[['--model', '9.9']], [['--no-such-option']], [['--max-heap', 'much']], [['-c']], [['models', 'x']]])('%j', (args) => {
    const run = ouro(args);
    expect([run.code, run.out, run.err.includes('usage: ouro')]).toEqual([2, '', true]);
  });

  it('has a wrong hash seed', () => {
    expect(ouro(['-c', '1'], { env: { PYTHONHASHSEED: 'x' } }).code).toBe(1);
  });
});

describe('where a program comes from', () => {
  it('is a file', () => {
    const path = file('sub/argv.py', 'import sys\nprint(sys.argv, sys.path[0], __name__, __file__)\n');
    expect(ouro(['sub/argv.py', '-c', 'z']).out).toBe(`['sub/argv.py', '-c', 'z'] ${folder}/sub __main__ ${path}\n`);
  });

  it('is a directory', () => {
    file('program/__main__.py', 'import sys\nprint(sys.argv, sys.path[0])\n');
    expect(ouro(['program', 'a']).out).toBe(`['program', 'a'] ${folder}/program\n`);
  });

  it('is a package', () => {
    file('pack/__init__.py', "print('first', __name__)\n");
    file('pack/__main__.py', 'print(__name__, __package__)\n');
    expect(ouro(['-m', 'pack']).out).toBe('first pack\n__main__ pack\n');
  });

  it('is standard input', () => {
    expect(ouro(['-', 'a'], { input: 'import sys\nprint(sys.argv)\n' }).out).toBe("['-', 'a']\n");
    expect(ouro([], { input: 'print(5)\n' }).out).toBe('5\n');
  });

  it('is a module of the library', () => {
    expect(ouro(['-m', 'json.tool', '--compact'], { input: '{"b": [1, 2.5]}' })).toEqual({ code: 0, out: '{"b":[1,2.5]}\n', err: '' });
  });
});

describe('modules of the library', () => {
  it('show the source of a function', () => {
    file('source.py', "import inspect\ndef f(a):  # note\n    return '''x\n  y'''\n\nprint(inspect.getsource(f), end=\"\")\n");
    expect(ouro(['source.py'])).toEqual({ code: 0, out: "def f(a):  # note\n    return '''x\n  y'''\n", err: '' });
  });

  it('compress', () => {
    const source = [
      'import gzip, io, zipfile, zlib',
      "d = b'hello world' * 50",
      'print(zlib.decompress(zlib.compress(d)) == d, gzip.decompress(gzip.compress(d)) == d, zlib.crc32(d), zlib.adler32(d))',
      'f = io.BytesIO()',
      "with zipfile.ZipFile(f, 'w', zipfile.ZIP_DEFLATED) as z: z.writestr('a', d)",
      "with zipfile.ZipFile(f) as z: print(z.read('a') == d)",
      "try: zlib.decompress(b'bad')",
      'except zlib.error as e: print(e)',
    ];
    expect(ouro(['-c', source.join('\n')]).out).toBe(
      'True True 2938227254 2591087097\nTrue\nError -3 while decompressing data: incorrect header check\n',
    );
  });
});

describe('the prompt without a terminal', () => {
  it('goes on after errors', () => {
    const run = ouro(['-i', '-c', 'x = 3'], { input: 'x\n1/0\ndef f():\n  return x\n\nf()\n# note\nraise SystemExit(4)\n' });
    expect([run.code, run.out]).toEqual([4, '3\n3\n']);
    expect(run.err).toContain('ZeroDivisionError: division by zero\n');
  });
});

describe('the instructions that run', () => {
  it('are what dis shows, with the places that tracebacks and frames name', () => {
    const program = file(
      'shown.py',
      [
        'import dis, sys',
        "big = 'def f(a):\\n' + ''.join(f' v{i} = {i}\\n' for i in range(300)) + ' while a:\\n  a -= v299 // (a - 1)\\n'",
        'exec(big)',
        'try: f(3)',
        'except ZeroDivisionError as error: tb = error.__traceback__.tb_next',
        'code = list(dis.get_instructions(f))',
        '[at] = [i for i in code if i.offset == tb.tb_lasti]',
        'print(at.opname, at.argrepr, at.positions.lineno, at.offset == tb.tb_frame.f_lasti, len(f.__code__.co_code) == len(list(f.__code__.co_positions())) * 2)',
        "print([i.argval for i in code if i.opname == 'STORE_FAST'][-2:], [i.argrepr[:3] for i in code if i.opname.startswith('POP_JUMP')])",
        'def g(x):',
        ' try: return len(x)',
        ' except TypeError: return sys.maxsize',
        "print([i.opname + ' ' + i.argrepr for i in dis.get_instructions(g) if i.opname != 'NOP'][:4], len(dis.Bytecode(g).exception_entries) > 1)",
        "print(dis.stack_effect(dis.opmap['BUILD_LIST'], 3), dis.stack_effect(dis.opmap['LOAD_ATTR'], 3))",
      ].join('\n'),
    );
    for (const model of ['3.8', '3.13']) {
      expect(ouro(['--model', model, program])).toEqual({
        code: 0,
        out: [
          'BINARY_OP // 303 True True',
          "['v299', 'a'] ['to ', 'to ']",
          "['LOAD_GLOBAL len', 'LOAD_FAST x', 'CALL ', 'RETURN_VALUE '] True",
          '-2 1',
          '',
        ].join('\n'),
        err: '',
      });
    }
  });
});
