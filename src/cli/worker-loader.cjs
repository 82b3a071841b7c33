// Starts the interpreter's bundle with V8's compiled code from the last build, which halves the time to start.
// With OURO_WRITE_CODE_CACHE set it writes that code after the run instead (the build does so).
const { readFileSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');

const file = join(__dirname, 'worker.cjs');
const cacheFile = join(__dirname, 'worker.cache');
const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'utf8')}\n})`;

let cachedData;
if (!process.env.OURO_WRITE_CODE_CACHE) {
  try {
    cachedData = readFileSync(cacheFile);
  } catch {
    // no cache: V8 compiles
  }
}
const script = new Script(source, { filename: file, cachedData });
if (process.env.OURO_WRITE_CODE_CACHE) globalThis.ouroWriteCodeCache = () => writeFileSync(cacheFile, script.createCachedData());
// Starting up runs everything a few times: code that V8 optimizes meanwhile is thrown away for want of feedback (a third of the time to
// start). run-interpreter.ts restores V8's own figure. After the script is made, because the cache is valid for the same flags only.
setFlagsFromString('--interrupt-budget=528000');
const module_ = { exports: {} };
script.runInThisContext()(module_.exports, createRequire(file), module_, file, __dirname);
