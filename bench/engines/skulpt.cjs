// Runs a program on Skulpt: node skulpt.cjs FILE
const { readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { runInThisContext } = require('node:vm');

const dist = join(dirname(require.resolve('skulpt/package.json')), 'dist');
for (const file of ['skulpt.min.js', 'skulpt-stdlib.js']) runInThisContext(readFileSync(join(dist, file), 'utf8'));
const { Sk } = globalThis;
Sk.configure({
  output: (text) => process.stdout.write(text),
  read: (name) => {
    const text = Sk.builtinFiles?.files[name];
    if (text === undefined) throw new Error(`no file ${name}`);
    return text;
  },
  __future__: Sk.python3,
  execLimit: null,
});
Sk.importMainWithBody('<stdin>', false, readFileSync(process.argv[2], 'utf8'), false);
