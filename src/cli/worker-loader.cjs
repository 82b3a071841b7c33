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

// The heap's address space (see src/memory/address-space.ts): reserving so much makes V8 collect, which costs least while there is
// nothing to collect.
for (const gib of [4, 2, 1]) {
  try {
    globalThis.ouroHeapMemory = new WebAssembly.Memory({ initial: gib * 16384, maximum: gib * 16384 });
    break;
  } catch {
    // the host grants less
  }
}

// The evaluation loop leaves itself for the optimized code (REENTRY in evaluate.ts): optimizing it on the stack too would double the work.
// Here, because V8 takes its compiled code back only under the flags that it was written under.
setFlagsFromString('--no-use-osr');

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
// start). run-interpreter.ts restores V8's own figure, under which the cache is written: so this comes after the script is made.
setFlagsFromString('--interrupt-budget=528000');
const module_ = { exports: {} };
script.runInThisContext()(module_.exports, createRequire(file), module_, file, __dirname);
