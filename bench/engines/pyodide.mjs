// Runs a program on Pyodide, CPython compiled to WebAssembly: node pyodide.mjs FILE
import { readFileSync } from 'node:fs';
import { loadPyodide } from 'pyodide';

const pyodide = await loadPyodide();
pyodide.runPython(readFileSync(process.argv[2], 'utf8'));
