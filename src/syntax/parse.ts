/** Source text to syntax tree. */
import type { Expression, Interactive, Mod, Module } from './ast.ts';

export interface ParseOptions {
  filename: string;
  mode: 'exec' | 'eval' | 'single';
}

/** Parses a whole source text. @throws PythonSyntaxError */
export function parse(source: string, options: ParseOptions & { mode: 'exec' }): Module;
export function parse(source: string, options: ParseOptions & { mode: 'eval' }): Expression;
export function parse(source: string, options: ParseOptions & { mode: 'single' }): Interactive;
export function parse(source: string, options: ParseOptions): Mod;
export function parse(_source: string, _options: ParseOptions): Mod {
  throw new Error('parse is not written yet');
}
