import type { Located, Node } from '../../syntax/ast.ts';
import { type Resolution, type Scope, type ScopeKind, type ScopeSymbol, SymbolFlag } from '../../syntax/scope.ts';
import { scopesOf } from '../compile/compile-source.ts';
import { dictSetText, newDict } from '../containers/dict-object.ts';
import { listAppend, newList } from '../containers/list-object.ts';
import { reprText } from '../core/abstract/object.ts';
import { argumentType, checkPositional } from '../core/arguments.ts';
import { typeError, valueError } from '../core/errors.ts';
import type { Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { Meth } from '../core/signatures.ts';
import type { TypeSpec } from '../core/type-spec.ts';
import { newInt } from '../numbers/int-object.ts';
import { newStr, strText } from '../text/str-object.ts';
import { isStr } from '../text/text-arguments.ts';
import { codePath, codeText } from './builtins/code-functions.ts';
import { setModuleValue } from './create-module.ts';
import type { ModuleSpec } from './module-spec.ts';

/** Slots of an entry: all references. */
const enum Entry {
  id = 4,
  name = 6,
  symbols = 8,
  varnames = 10,
  children = 12,
  nested = 14,
  type = 16,
  lineno = 18,
  bytes = 80,
}

const FIELDS = [
  ['id', Entry.id],
  ['name', Entry.name],
  ['symbols', Entry.symbols],
  ['varnames', Entry.varnames],
  ['children', Entry.children],
  ['nested', Entry.nested],
  ['type', Entry.type],
  ['lineno', Entry.lineno],
] as const;

/** A block of a symbol table. CPython: Python/symtable.c PySTEntry_Type */
const entryType: TypeSpec = {
  name: 'symtable entry',
  basicsize: Entry.bytes,
  contract: { gc: true, slots: FIELDS.map(([label, at]) => ({ at, label })) },
  slots: {
    repr: (rt, op) => {
      const [name, id, line] = [Entry.name, Entry.id, Entry.lineno].map((at) => rt.H[op + at]!) as [number, number, number];
      return newStr(rt, `<symtable entry ${strText(rt, name)}(${reprText(rt, id)}), line ${reprText(rt, line)}>`);
    },
  },
  members: FIELDS.map(([name, at]) => ({ name, at, kind: 'object' as const, readonly: true })),
};

const TYPES: Readonly<Record<ScopeKind, number>> = {
  function: 0,
  lambda: 0,
  comprehension: 0,
  class: 1,
  module: 2,
  annotation: 3,
  typealias: 4,
  typeparams: 5,
  typevarbound: 6,
};

const RESOLUTIONS: Readonly<Record<Resolution, number>> = { LOCAL: 1, GLOBAL_EXPLICIT: 2, GLOBAL_IMPLICIT: 3, FREE: 4, CELL: 5 };

/** The bit of a symbol's flags from which on they say how it is resolved. CPython: SCOPE_OFFSET */
function scopeShift(rt: Runtime): number {
  return rt.model.natives.symbolScopeBit;
}

/** What a block shows once the comprehensions that its code does itself are part of it. */
interface Shown {
  symbols: Map<string, ScopeSymbol>;
  children: readonly Scope[];
}

/** Is the comprehension part of the code of the block around it? CPython 3.12: analyze_block */
function isInlined(rt: Runtime, outer: Scope, inner: Scope): boolean {
  return rt.model.compiler.inlineComprehensions && inner.comprehension !== null && inner.comprehension !== 'generator' && !outer.canSeeClassScope;
}

/** CPython 3.12: inline_comprehension */
function shownOf(rt: Runtime, scope: Scope): Shown {
  const symbols = new Map(scope.symbols);
  const children: Scope[] = [];
  for (const child of scope.children) {
    if (!isInlined(rt, scope, child)) {
      children.push(child);
      continue;
    }
    const inner = shownOf(rt, child);
    for (const [name, symbol] of inner.symbols) if ((symbol.flags & SymbolFlag.PARAM) === 0 && !symbols.has(name)) symbols.set(name, symbol);
    children.push(...inner.children);
  }
  return { symbols, children };
}

/** Entry of a block and of all below it. Deep nesting was refused by the analysis. */
function newEntry(rt: Runtime, type: number, scope: Scope): Owned {
  const mark = rt.mark();
  const { symbols, children } = shownOf(rt, scope);
  const shift = scopeShift(rt);
  const dict = rt.own(newDict(rt));
  for (const [name, symbol] of symbols) {
    const inner = rt.mark();
    dictSetText(rt, dict, name, rt.own(newInt(rt, symbol.flags | (RESOLUTIONS[symbol.resolution] << shift))));
    rt.release(inner);
  }
  const varnames = rt.own(newList(rt, 0));
  for (const name of scope.varnames) {
    const inner = rt.mark();
    listAppend(rt, varnames, rt.own(newStr(rt, name)));
    rt.release(inner);
  }
  const below = rt.own(newList(rt, 0));
  for (const child of children) {
    const inner = rt.mark();
    listAppend(rt, below, rt.own(newEntry(rt, type, child)));
    rt.release(inner);
  }
  const op = rt.newGcObject(type, Entry.bytes);
  rt.H.fill(0, op + 4, op + Entry.bytes / 4);
  rt.own(op);
  rt.H[op + Entry.symbols] = rt.newRef(dict);
  rt.H[op + Entry.varnames] = rt.newRef(varnames);
  rt.H[op + Entry.children] = rt.newRef(below);
  rt.H[op + Entry.id] = newInt(rt, op * 4);
  rt.H[op + Entry.name] = newStr(rt, scope.name);
  rt.H[op + Entry.nested] = newInt(rt, scope.nested ? 1 : 0);
  rt.H[op + Entry.type] = newInt(rt, TYPES[scope.kind]);
  rt.H[op + Entry.lineno] = newInt(rt, scope.kind === 'module' ? 0 : lineOf(scope.node));
  rt.track(op);
  return rt.leave(mark, rt.newRef(op));
}

function lineOf(node: Node): number {
  return 'lineno' in node ? (node as Located).lineno : 0;
}

function entryTypeOf(rt: Runtime): number {
  return rt.types.get(entryType.name)!;
}

/** _symtable.symtable(source, filename, mode). CPython: Modules/symtablemodule.c _symtable_symtable_impl */
function symtable(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'symtable', nargs, 3, 3);
  const H = rt.H;
  const mark = rt.mark();
  const filename = codePath(rt, H[args + 2]!);
  if (!isStr(rt, H[args + 4]!)) typeError(rt, `symtable() argument 3 must be str, not ${argumentType(rt, H[args + 4]!)}`);
  const text = codeText(rt, H[args]!, 'symtable', 'string or bytes', filename);
  const mode = strText(rt, H[args + 4]!);
  if (mode !== 'exec' && mode !== 'eval' && mode !== 'single') valueError(rt, "symtable() arg 3 must be 'exec' or 'eval' or 'single'");
  return rt.leave(mark, newEntry(rt, entryTypeOf(rt), scopesOf(rt, text, { filename, mode }).top));
}

/** _symtable. CPython: Modules/symtablemodule.c */
export const symtableModule: ModuleSpec = {
  name: '_symtable',
  constants: {
    USE: SymbolFlag.USE,
    DEF_GLOBAL: SymbolFlag.GLOBAL,
    DEF_NONLOCAL: SymbolFlag.NONLOCAL,
    DEF_LOCAL: SymbolFlag.LOCAL,
    DEF_PARAM: SymbolFlag.PARAM,
    DEF_FREE: 32,
    DEF_FREE_CLASS: SymbolFlag.FREE_CLASS,
    DEF_IMPORT: SymbolFlag.IMPORT,
    DEF_BOUND: SymbolFlag.LOCAL | SymbolFlag.PARAM | SymbolFlag.IMPORT,
    DEF_ANNOT: SymbolFlag.ANNOT,
    TYPE_FUNCTION: TYPES.function,
    TYPE_CLASS: TYPES.class,
    TYPE_MODULE: TYPES.module,
    TYPE_ANNOTATION: TYPES.annotation,
    TYPE_TYPE_ALIAS: TYPES.typealias,
    TYPE_TYPE_PARAMETERS: TYPES.typeparams,
    TYPE_TYPE_VARIABLE: TYPES.typevarbound,
    ...RESOLUTIONS,
    SCOPE_MASK: 15,
  },
  privateTypes: [entryType],
  functions: [
    {
      name: 'symtable',
      kind: Meth.FAST,
      fn: symtable,
      signature: '($module, source, filename, startstr, /)',
      doc: 'Return symbol and scope dictionaries used internally by compiler.',
    },
  ],
  exec(rt, module) {
    setModuleValue(rt, module, 'SCOPE_OFF', newInt(rt, scopeShift(rt)));
  },
};
