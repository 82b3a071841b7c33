import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ClassDef, FunctionDef } from './ast.ts';
import { parse } from './parse.ts';
import { mangle, type Resolution, type Scope } from './scope.ts';
import { analyzeScopes } from './scopes.ts';

function data(name: string): string {
  return readFileSync(new URL(`./testdata/${name}`, import.meta.url), 'utf8');
}

const SCOPE: Record<Resolution, number> = { LOCAL: 1, GLOBAL_EXPLICIT: 2, GLOBAL_IMPLICIT: 3, FREE: 4, CELL: 5 };

/** The table as text, with CPython's numbers for flags and scope. */
function table(scope: Scope, depth: number, out: string[]): void {
  const pad = '  '.repeat(depth);
  const kind = scope.kind === 'module' || scope.kind === 'class' ? scope.kind : 'function';
  out.push(`${pad}${kind} ${scope.name}${scope.nested ? ' nested' : ''} (${scope.varnames.join(', ')})`);
  const symbols = [...scope.symbols.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const s of symbols) out.push(`${pad}  ${s.name} ${s.flags | (SCOPE[s.resolution] << 11)}`);
  for (const child of scope.children) table(child, depth + 1, out);
}

function analyze(source: string) {
  const tree = parse(source, { filename: '<test>', mode: 'exec' });
  return { tree, scopes: analyzeScopes(tree, { filename: '<test>' }) };
}

test("symbol tables are CPython 3.10's", () => {
  const out: string[] = [];
  table(analyze(data('scopes.py')).scopes.top, 0, out);
  expect(`${out.join('\n')}\n`).toBe(data('scopes.table-3.10.txt'));
});

test('cells and free variables are listed in the order of the code object', () => {
  const { tree, scopes } = analyze('def f(b, a):\n  c = 1\n  def g():\n    return c, a, b\n  class C:\n    def m(self): super()\n');
  const f = tree.body[0] as FunctionDef;
  expect(scopes.scopeOf(f).cellvars).toEqual(['a', 'b', 'c']);
  expect(scopes.scopeOf(f.body[1]).freevars).toEqual(['a', 'b', 'c']);
  const c = scopes.scopeOf(f.body[2]);
  expect([c.cellvars, c.needsClassClosure]).toEqual([['__class__'], true]);
  expect(scopes.scopeOf((f.body[2] as ClassDef).body[0]).freevars).toEqual(['__class__']);
});

test('type parameters have a block of their own that sees the class around', () => {
  const { tree, scopes } = analyze('class A[T]:\n  x = T\n  def f[U](self, y: x = 1) -> U: return T, U\n  type L[V] = x\n');
  const a = tree.body[0] as ClassDef;
  expect(scopes.typeParamsScopeOf(a).cellvars).toEqual(['.type_params', 'T']);
  expect(scopes.scopeOf(a).needsClassDict).toBe(true);
  const f = a.body[1] as FunctionDef;
  expect(scopes.typeParamsScopeOf(f).varnames).toEqual(['.defaults']);
  expect(scopes.typeParamsScopeOf(f).symbols.get('x')?.resolution).toBe('GLOBAL_IMPLICIT');
  expect(scopes.scopeOf(f).freevars).toEqual(['T', 'U']);
});

test('private names are mangled as CPython mangles them', () => {
  expect(mangle('Class', '__x')).toBe('_Class__x');
  expect(mangle('__Class', '__x')).toBe('_Class__x');
  expect(mangle('___', '__x')).toBe('__x');
  expect(mangle('Class', '__x__')).toBe('__x__');
  expect(mangle('Class', '__a.b')).toBe('__a.b');
  expect(mangle(null, '__x')).toBe('__x');
});
