/** The blocks under way of the first pass over a tree (scopes.ts), and the names that are put into them. CPython: Python/symtable.c */
import type * as ast from './ast.ts';
import { mangle, type Scope, type ScopeKind, SymbolFlag } from './scope.ts';
import { PythonSyntaxError } from './syntax-error.ts';

export interface ScopeOptions {
  filename: string;
  /** Deepest nesting of nodes before "maximum recursion depth exceeded during compilation". */
  maxDepth?: number;
  /** `from __future__ import annotations` is in force where the source is compiled. */
  stringAnnotations?: boolean;
  /** Annotations are computed by functions of their own (PEP 649), unless they are strings. */
  deferredAnnotations?: boolean;
  /** `await` and its kin may stand at the top (ast.PyCF_ALLOW_TOP_LEVEL_AWAIT). */
  topLevelAwait?: boolean;
}

/** CPython allows three nodes for each level of the default recursion limit (COMPILER_STACK_FRAME_SCALE). */
const DEFAULT_MAX_DEPTH = 3000;

/** State of a block that only the first pass needs. */
export interface Block {
  scope: Scope;
  /** In a comprehension's target: names are its iteration variables. */
  inIterationTarget: boolean;
  /** Depth of iterable expressions around, in which walrus is forbidden. */
  inIterable: number;
  /** Places of `global` and `nonlocal` by mangled name. */
  directives: Map<string, ast.Located>;
  /** The block of the annotations of its variables, which is entered again for each. */
  annotations: Block | null;
}

/** The stack of blocks; names go into the innermost one. @throws PythonSyntaxError */
export class ScopeBlocks {
  readonly scopes = new Map<ast.Node, Scope>();
  readonly typeParamScopes = new Map<ast.Node, Scope>();
  /** What the bound or default of a type parameter is called while it is read. */
  protected typeParamWords = '';
  readonly defaultScopes = new Map<ast.Node, Scope>();
  readonly annotationScopes = new Map<ast.Node, Scope>();
  protected readonly blocks = new Map<Scope, Block>();
  protected readonly stack: Block[] = [];
  protected current!: Block;
  protected top!: Scope;
  protected privateName: string | null = null;
  protected depth = 0;
  protected readonly filename: string;
  protected readonly maxDepth: number;
  protected readonly stringAnnotations: boolean;
  protected readonly deferredAnnotations: boolean;

  constructor(options: ScopeOptions, stringAnnotations: boolean) {
    this.filename = options.filename;
    this.maxDepth = options.maxDepth ?? DEFAULT_MAX_DEPTH;
    this.stringAnnotations = stringAnnotations;
    this.deferredAnnotations = options.deferredAnnotations === true && !stringAnnotations;
  }

  // -------------------------------------------------------------- blocks

  protected enter(kind: ScopeKind, name: string, node: ast.Node, into: Map<ast.Node, Scope> = this.scopes): Scope {
    const previous = this.stack.length > 0 ? this.current : null;
    const parent = previous === null ? null : previous.scope;
    const scope: Scope = {
      kind,
      name,
      node,
      parent,
      children: [],
      symbols: new Map(),
      varnames: [],
      cellvars: [],
      freevars: [],
      nested: parent !== null && (parent.nested || (parent.kind !== 'class' && parent.kind !== 'module')),
      isGenerator: false,
      isCoroutine: false,
      hasVarargs: false,
      hasVarkeywords: false,
      returnsValue: false,
      needsClassClosure: false,
      needsClassDict: false,
      countsAnnotations: false,
      comprehension: null,
      privateName: this.privateName,
      canSeeClassScope: false,
    };
    const block: Block = {
      scope,
      inIterationTarget: false,
      inIterable: previous === null ? 0 : previous.inIterable,
      directives: new Map(),
      annotations: null,
    };
    into.set(node, scope);
    this.blocks.set(scope, block);
    this.stack.push(block);
    this.current = block;
    // Annotations that are never evaluated leave no trace in the blocks around.
    if (parent !== null && (kind !== 'annotation' || into === this.annotationScopes)) parent.children.push(scope);
    return scope;
  }

  protected exit(): void {
    this.stack.pop();
    this.current = this.stack[this.stack.length - 1];
  }

  protected error(msg: string, at: ast.Located): PythonSyntaxError {
    return new PythonSyntaxError('SyntaxError', msg, {
      filename: this.filename,
      lineno: at.lineno,
      offset: at.col_offset + 1,
      end_lineno: at.end_lineno,
      end_offset: at.end_col_offset + 1,
      text: null,
    });
  }

  protected descend(): void {
    if (++this.depth > this.maxDepth) {
      throw new PythonSyntaxError('RecursionError', 'maximum recursion depth exceeded during compilation', {
        filename: this.filename,
        lineno: null,
        offset: null,
        end_lineno: null,
        end_offset: null,
        text: null,
      });
    }
  }

  // -------------------------------------------------------------- names

  protected add(name: string, flag: number, at: ast.Located): void {
    this.addTo(this.current, name, flag, at);
  }

  /** CPython: symtable.c symtable_add_def_helper. */
  protected addTo(block: Block, plainName: string, flag: number, at: ast.Located): void {
    const name = mangle(this.privateName, plainName);
    const symbols = block.scope.symbols;
    let symbol = symbols.get(name);
    if (symbol === undefined) {
      symbol = { name, flags: 0, resolution: 'LOCAL' };
      symbols.set(name, symbol);
    } else {
      if ((flag & symbol.flags & SymbolFlag.PARAM) !== 0) {
        throw this.error(`duplicate argument '${plainName}' in function definition`, at);
      }
      if ((flag & symbol.flags & SymbolFlag.TYPE_PARAM) !== 0) throw this.error(`duplicate type parameter '${plainName}'`, at);
    }
    symbol.flags |= flag;
    if (block.inIterationTarget) {
      if ((symbol.flags & (SymbolFlag.GLOBAL | SymbolFlag.NONLOCAL)) !== 0) {
        throw this.error(`comprehension inner loop cannot rebind assignment expression target '${plainName}'`, at);
      }
      symbol.flags |= SymbolFlag.COMP_ITER;
    }
    if ((flag & SymbolFlag.PARAM) !== 0) block.scope.varnames.push(name);
    else if ((flag & SymbolFlag.GLOBAL) !== 0 && block.scope !== this.top) {
      // What a function declares global, the module has.
      const topSymbol = this.top.symbols.get(name);
      if (topSymbol !== undefined) topSymbol.flags |= SymbolFlag.GLOBAL;
      else this.top.symbols.set(name, { name, flags: SymbolFlag.GLOBAL, resolution: 'GLOBAL_EXPLICIT' });
    }
  }

  protected flagsOf(block: Block, name: string): number {
    return block.scope.symbols.get(mangle(this.privateName, name))?.flags ?? 0;
  }

  protected implicitArgument(name: string, at: ast.Located): void {
    this.add(name, SymbolFlag.PARAM, at);
  }

  protected declare(s: ast.Global | ast.Nonlocal): void {
    const word = s.kind === 'Global' ? 'global' : 'nonlocal';
    for (const name of s.names) {
      const flags = this.flagsOf(this.current, name);
      if ((flags & (SymbolFlag.PARAM | SymbolFlag.LOCAL | SymbolFlag.USE | SymbolFlag.ANNOT)) !== 0) {
        let msg: string;
        if ((flags & SymbolFlag.PARAM) !== 0) msg = `name '${name}' is parameter and ${word}`;
        else if ((flags & SymbolFlag.USE) !== 0) msg = `name '${name}' is used prior to ${word} declaration`;
        else if ((flags & SymbolFlag.ANNOT) !== 0) msg = `annotated name '${name}' can't be ${word}`;
        else msg = `name '${name}' is assigned to before ${word} declaration`;
        throw this.error(msg, s);
      }
      this.add(name, s.kind === 'Global' ? SymbolFlag.GLOBAL : SymbolFlag.NONLOCAL, s);
      const mangled = mangle(this.privateName, name);
      if (!this.current.directives.has(mangled)) this.current.directives.set(mangled, s);
    }
  }
}
