// Runs a program on Brython: node brython.cjs FILE
globalThis.self = globalThis;
globalThis.addEventListener = () => {};
globalThis.location = { href: 'http://localhost/program.py', origin: 'http://localhost', pathname: '/program.py' };
const { readFileSync } = require('node:fs');
require('brython');
globalThis.$B = globalThis.__BRYTHON__;
globalThis.document.dispatchEvent = () => {};
globalThis.__BRYTHON__.runPythonSource(readFileSync(process.argv[2], 'utf8'), '__main__');
