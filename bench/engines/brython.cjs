// Runs a program on Brython: node brython.cjs FILE
globalThis.self = globalThis;
const { readFileSync } = require('node:fs');
require('brython');
globalThis.__BRYTHON__.runPythonSource(readFileSync(process.argv[2], 'utf8'), { name: '__main__' });
