import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeLink } from '../page/state/share.ts';
import { browserOrNull, Harness } from './harness.ts';

describe.skipIf(browserOrNull() === null)('a program in the lab', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await Harness.start();
  }, 120_000);
  afterAll(() => harness?.stop());

  it('runs, shows output as it comes, imports the library, and shows errors', async () => {
    const lab = await harness.open();
    await lab.ready();
    expect(await lab.output()).toBe('2\n4\n2\n');
    expect(await lab.output("import json, collections\nprint(json.dumps(collections.Counter('aab')))\n1/0\n")).toMatch(
      /^\{"a": 2, "b": 1\}\nTraceback [\s\S]*program\.py", line 3, in <module>[\s\S]*ZeroDivisionError: division by zero\n$/,
    );
    await lab.run('import time\nprint("first")\ntime.sleep(60)\n');
    await lab.page.getByText('first', { exact: true }).waitFor();
    await lab.button('Stop').click();
    expect(lab.errors).toEqual([]);
    await lab.close();
  });

  it('stops an endless loop, and runs again afterwards', async () => {
    const lab = await harness.open();
    await lab.run('while True:\n    pass\n');
    await lab.page.locator('.status', { hasText: 'Running' }).waitFor();
    await lab.button('Stop').click();
    await lab.page.getByText('Stopped.').waitFor();
    expect(await lab.output('print("again")\n')).toBe('again\n');
    await lab.run('while True:\n    print("flood")\n');
    await lab.page.getByText('characters before this are no longer shown').waitFor();
    await lab.button('Stop').click();
    await lab.page.getByText('Stopped.').waitFor();
    await lab.close();
  });

  it('meets a memory bomb with MemoryError and says what to do', async () => {
    const lab = await harness.open();
    await lab.page.getByLabel('Memory limit').selectOption('64');
    const printed = await lab.output('kept = []\nwhile True:\n    kept.append(bytearray(10**6))\n');
    expect(printed).toMatch(/MemoryError\n$/);
    await lab.page.getByText('reached the memory limit of the lab').waitFor();
    await lab.close();
  });

  it('asks for input on a server without shared memory', async () => {
    const lab = await harness.open();
    await lab.run('name = input("Who? ")\nprint("Hello", name)\nprint(len(input()))\n');
    const field = lab.page.getByLabel('Input for the program');
    await field.fill('Ada');
    await field.press('Enter');
    await lab.page.getByText('Hello Ada').waitFor();
    await field.fill('four');
    await field.press('Enter');
    await lab.page.locator('.note').waitFor();
    expect(await lab.printed()).toBe('Who? Ada\nHello Ada\nfour\n4\n');
    await lab.run('try:\n    input()\nexcept EOFError as e:\n    print("EOF")\n');
    await lab.button('End of input').click();
    await lab.page.locator('.note').waitFor();
    expect(await lab.printed()).toBe('EOF\n');
    await lab.close();
  });

  it('underlines syntax errors with the words of Python', async () => {
    const lab = await harness.open();
    await lab.write('def f(:\n    pass\n');
    await lab.page.locator('.cm-lintRange-error').waitFor();
    await lab.page.locator('.cm-lint-marker-error').hover();
    await lab.page.getByText('SyntaxError: invalid syntax').waitFor();
    await lab.write('def f():\n    pass\n');
    await lab.page.locator('.cm-lintRange-error').waitFor({ state: 'detached' });
    await lab.close();
  });

  it('runs under each memory model', async () => {
    const lab = await harness.open();
    for (const [model, count] of [
      ['3.8', '4'],
      ['3.12', '3'],
    ] as const) {
      await lab.page.getByLabel('Memory model').selectOption(model);
      expect(await lab.output(), model).toBe(`2\n${count}\n2\n`);
      expect(await lab.output('import sys\nprint(sys.version_info[:2])\n')).toBe(`(${model.replace('.', ', ')})\n`);
      await lab.write(
        'import sys\na = []\nprint(sys.getrefcount(a))\ndef func(a):\n    print(sys.getrefcount(a))\nfunc(a)\nprint(sys.getrefcount(a))\n',
      );
    }
    await lab.close();
  });

  it('shares a program and its settings by link', async () => {
    const lab = await harness.open();
    await lab.write('print("shared ✓ 共享")\n');
    await lab.page.getByLabel('Memory model').selectOption('3.9');
    await lab.button('Share').click();
    const link = await lab.page.getByRole('textbox', { name: 'Share this program' }).inputValue();
    const other = await harness.open({ fragment: new URL(link).hash });
    expect(await other.output()).toBe('shared ✓ 共享\n');
    expect(await other.page.getByLabel('Memory model').inputValue()).toBe('3.9');
    await other.close();
    await lab.close();
  });

  it('says what is wrong with links of other versions, cut links and unknown models', async () => {
    const newer = await harness.open({ fragment: '#v9.abcd' });
    await newer.page.getByText('made by a newer lab (link version 9)').waitFor();
    await newer.close();
    const whole = writeLink({ source: 'print(1)', model: '3.10', limitMb: 64 });
    const cut = await harness.open({ fragment: `#${whole.slice(0, whole.length - 9)}` });
    await cut.page.getByText('This link is damaged').waitFor();
    await cut.close();
    const unknown = await harness.open({ fragment: `#${writeLink({ source: 'print(7)', model: '4.0', limitMb: 64 })}` });
    await unknown.page.getByText('memory model of this link is not known').waitFor();
    expect(await unknown.output()).toBe('7\n');
    await unknown.close();
  });

  it('speaks Chinese, remembers it, and works with the keyboard alone', async () => {
    const lab = await harness.open({ language: 'zh-CN' });
    await lab.page.getByRole('button', { name: '运行', exact: true }).waitFor();
    await lab.page.locator('.cm-content').focus();
    await lab.page.keyboard.press('Control+Enter');
    await lab.page.getByText('运行结束').waitFor();
    await lab.page.keyboard.press('Control+Shift+Enter');
    await lab.page.getByText('即将执行第 1 行').waitFor();
    await lab.page.keyboard.press('Escape');
    await lab.page.keyboard.press('Tab');
    await lab.page.keyboard.press('ArrowRight');
    await lab.page.getByText('即将执行第 3 行').waitFor();
    await lab.page.keyboard.press('Alt+3');
    await lab.page.getByText('字节随时间的变化').waitFor();
    await lab.picture('chinese-memory');
    await lab.page.getByLabel('语言').selectOption('en');
    await lab.page.getByText('Bytes over time').waitFor();
    await lab.page.reload();
    await lab.page.getByRole('button', { name: 'Run', exact: true }).waitFor();
    await lab.close();
  });
});

describe.skipIf(browserOrNull() === null)('ouro lab', () => {
  it('serves a file with the page, and input waits in shared memory', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'ouro-lab-')), 'my program.py');
    writeFileSync(file, 'import time\nstart = time.time()\nanswer = input("? ")\nprint(answer * 2, time.time() > start)\n');
    const harness = await Harness.start(true, file);
    try {
      const lab = await harness.open({ fragment: '#file=my%20program.py' });
      await lab.page.locator('.cm-content', { hasText: 'answer' }).waitFor();
      expect(await lab.page.evaluate(() => crossOriginIsolated)).toBe(true);
      await lab.run();
      const field = lab.page.getByLabel('Input for the program');
      await field.fill('ab');
      await field.press('Enter');
      await lab.page.locator('.note').waitFor();
      expect(await lab.printed()).toBe('? ab\nabab True\n');
      await lab.close();
    } finally {
      await harness.stop();
    }
  });
});
