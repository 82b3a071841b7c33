/**
 * The compiler's core: units, emission, names. What each node compiles to stands in the files by concern (expressions, statements, …),
 * which reach one another through the visitors given here, so that they need not import each other.
 */
import type { ComprehensionExpr, Expr, Located, Stmt } from '../syntax/ast.ts';
import type { Scope, ScopeTable } from '../syntax/scope.ts';
import { mangle, resolve } from '../syntax/scope.ts';
import { PythonSyntaxError } from '../syntax/syntax-error.ts';
import { assemble } from './assemble.ts';
import { Block, Instr, Pseudo } from './block.ts';
import { type CodeData, CodeFlag, type CompileWarning, type ConstData } from './code.ts';
import { ConstantCache, NONE } from './constants.ts';
import type { CompileModel } from './model.ts';
import { Op } from './opcodes.ts';
import { optimizeBlocks } from './optimize.ts';
import { type Frame, indexOf, Unit, type UnitKind } from './unit.ts';

/** The parts of the compiler that call each other. */
export interface Visitors {
  expr(c: Compiler, e: Expr): void;
  stmt(c: Compiler, s: Stmt): void;
  comprehension(c: Compiler, e: ComprehensionExpr): void;
  lambda(c: Compiler, e: Expr & { kind: 'Lambda' }): void;
}

export interface CompilerSettings {
  readonly filename: string;
  readonly model: CompileModel;
  readonly optimize: number;
  readonly interactive: boolean;
  /** CodeFlag bits of future features. */
  readonly futureFlags: number;
  readonly topLevelAwait: boolean;
  readonly scopes: ScopeTable;
  /** Comprehensions that are part of the code around them. */
  readonly inlined: ReadonlySet<Scope>;
  readonly visitors: Visitors;
}

export type NameContext = 'Load' | 'Store' | 'Del';

const NAME_OPS: Readonly<Record<'deref' | 'fast' | 'global' | 'name', Readonly<Record<NameContext, Op>>>> = {
  deref: { Load: Op.LOAD_DEREF, Store: Op.STORE_DEREF, Del: Op.DELETE_DEREF },
  fast: { Load: Op.LOAD_FAST, Store: Op.STORE_FAST, Del: Op.DELETE_FAST },
  global: { Load: Op.LOAD_GLOBAL, Store: Op.STORE_GLOBAL, Del: Op.DELETE_GLOBAL },
  name: { Load: Op.LOAD_NAME, Store: Op.STORE_NAME, Del: Op.DELETE_NAME },
};

/** Compiles one tree. CPython: Python/compile.c struct compiler. */
export class Compiler {
  readonly settings: CompilerSettings;
  readonly warnings: CompileWarning[] = [];
  /** The unit being compiled, and those around it. */
  unit!: Unit;
  private readonly units: Unit[] = [];
  private readonly sharedCache = new ConstantCache();

  constructor(settings: CompilerSettings) {
    this.settings = settings;
  }

  // ------------------------------------------------------------ units

  /** Begins a code object. CPython: compiler_enter_scope, compiler_set_qualname. */
  enter(kind: UnitKind, scope: Scope, name: string, loc: Located, privateName?: string | null): Unit {
    const parent = this.units.length > 0 ? this.unit : null;
    const merge = this.settings.model.mergeConstantsAcrossCode;
    const unit = new Unit(
      kind,
      scope,
      name,
      this.qualifiedName(kind, name),
      privateName !== undefined ? privateName : (parent?.privateName ?? null),
      loc,
      merge ? this.sharedCache : new ConstantCache(),
      merge,
    );
    this.units.push(unit);
    this.unit = unit;
    return unit;
  }

  /** An attribute of `self` is stored: the innermost class around keeps its name. CPython 3.13: maybe_add_static_attribute_to_class */
  noteSelfAttribute(name: string): void {
    this.units.findLast((unit) => unit.kind === 'class')?.selfAttributes.add(name);
  }

  /** Ends the code object begun last and assembles it. `addNone`: falling off the end returns None, else what lies on the stack. */
  leave(addNone: boolean): CodeData {
    const code = this.finish(addNone);
    this.units.pop();
    this.unit = this.units[this.units.length - 1];
    return code;
  }

  /** Is a unit around this one (other than the module)? */
  get nested(): boolean {
    return this.units.length > 1;
  }

  private qualifiedName(kind: UnitKind, name: string): string {
    if (this.units.length <= 1) return name;
    let parent = this.unit;
    if (parent.kind === 'typeparams' || parent.kind === 'annotations') {
      if (this.units.length <= 2) return name;
      parent = this.units[this.units.length - 2];
    }
    if (kind === 'function' || kind === 'async' || kind === 'class') {
      const mangled = mangle(parent.privateName, name);
      if (resolve(parent.scope, mangled) === 'GLOBAL_EXPLICIT') return name;
    }
    if (parent.kind === 'function' || parent.kind === 'async' || parent.kind === 'lambda') {
      return `${parent.qualname}.<locals>.${name}`;
    }
    return `${parent.qualname}.${name}`;
  }

  private finish(addNone: boolean): CodeData {
    const unit = this.unit;
    const last = unit.current.instrs[unit.current.instrs.length - 1];
    if (last === undefined || last.op !== Op.RETURN_VALUE) {
      unit.loc = null;
      if (addNone) this.loadConst(NONE);
      this.emit(Op.RETURN_VALUE);
    }
    const flags = this.codeFlags();
    if (flags & (CodeFlag.Generator | CodeFlag.Coroutine | CodeFlag.AsyncGenerator)) {
      const kind = flags & CodeFlag.AsyncGenerator ? 2 : flags & CodeFlag.Coroutine ? 1 : 0;
      unit.entry.instrs.unshift(new Instr(Op.GEN_START, kind, null, null));
    }
    const pool = { list: unit.consts, cache: unit.cache };
    optimizeBlocks(unit.entry, pool, unit.firstlineno, this.settings.model);
    if (this.settings.model.foldInTree) this.trimConsts();
    const parts = assemble(unit.entry);
    const names = [...unit.names.keys()];
    // The one name that a program cannot write is shown as one that it can.
    const varnames = [...unit.varnames.keys()].map((name) => (name === '.format' ? 'format' : name));
    const cellvars = [...unit.cellvars.keys()];
    const freevars = [...unit.freevars.keys()];
    const tuples = this.settings.model.mergeConstantsAcrossCode
      ? {
          names: this.nameTuple(names),
          varnames: this.nameTuple(varnames),
          cellvars: this.nameTuple(cellvars),
          freevars: this.nameTuple(freevars),
          consts: unit.cache.merge({ kind: 'tuple', items: unit.consts }),
        }
      : undefined;
    const argTotal =
      unit.argcount + unit.posonlyargcount + unit.kwonlyargcount + (flags & CodeFlag.VarArgs ? 1 : 0) + (flags & CodeFlag.VarKeywords ? 1 : 0);
    return {
      name: unit.name,
      qualname: unit.qualname,
      filename: this.settings.filename,
      firstlineno: unit.firstlineno,
      flags,
      argcount: unit.argcount + unit.posonlyargcount,
      posonlyargcount: unit.posonlyargcount,
      kwonlyargcount: unit.kwonlyargcount,
      nlocals: varnames.length,
      stacksize: parts.stacksize,
      code: parts.code,
      positions: parts.positions,
      exceptionTable: parts.exceptionTable,
      consts: unit.consts,
      names,
      varnames,
      cellvars,
      freevars,
      cell2arg: Int32Array.from(cellvars, (name) => {
        const index = unit.varnames.get(name);
        return index !== undefined && index < argTotal ? index : -1;
      }),
      ...(tuples === undefined ? {} : { tuples }),
      ...(this.settings.model.emptyBlocksHide && parts.beforeEmptied.length > 0 ? { notFollowed: parts.beforeEmptied } : {}),
    };
  }

  private nameTuple(names: readonly string[]): ConstData {
    return this.unit.cache.merge({ kind: 'tuple', items: names.map((value) => ({ kind: 'str', value })) });
  }

  /** CPython: compute_code_flags. */
  private codeFlags(): number {
    const { kind, scope } = this.unit;
    let flags = this.settings.futureFlags;
    if (kind !== 'module' && kind !== 'class') {
      flags |= CodeFlag.NewLocals | CodeFlag.Optimized;
      if (scope.nested) flags |= CodeFlag.Nested;
      if (scope.isGenerator && !scope.isCoroutine) flags |= CodeFlag.Generator;
      if (!scope.isGenerator && scope.isCoroutine) flags |= CodeFlag.Coroutine;
      if (scope.isGenerator && scope.isCoroutine) flags |= CodeFlag.AsyncGenerator;
      if (scope.hasVarargs) flags |= CodeFlag.VarArgs;
      if (scope.hasVarkeywords) flags |= CodeFlag.VarKeywords;
    }
    if (this.settings.topLevelAwait && kind === 'module' && scope.isCoroutine && !scope.isGenerator) flags |= CodeFlag.Coroutine;
    if (this.settings.model.noFreeFlag && this.unit.cellvars.size === 0 && this.unit.freevars.size === 0) {
      flags |= CodeFlag.NoFree;
    }
    return flags;
  }

  /**
   * Unused constants go, up to 3.11 those at the end of the list alone; the first stays (it may be the docstring).
   * CPython: trim_unused_consts, remove_unused_consts (3.12)
   */
  private trimConsts(): void {
    if (this.settings.model.dropsUnusedConsts) {
      this.dropConsts();
      return;
    }
    let max = 0;
    for (let b: Block | null = this.unit.entry; b !== null; b = b.next) {
      for (const inst of b.instrs) if (inst.op === Op.LOAD_CONST && inst.arg > max) max = inst.arg;
    }
    if (max + 1 < this.unit.consts.length) this.unit.consts.length = max + 1;
  }

  private dropConsts(): void {
    const { entry, consts } = this.unit;
    const used = consts.map((_, i) => i === 0);
    for (let b: Block | null = entry; b !== null; b = b.next) for (const inst of b.instrs) if (inst.op === Op.LOAD_CONST) used[inst.arg] = true;
    if (used.every((u) => u)) return;
    const places: number[] = [];
    let kept = 0;
    for (let i = 0; i < consts.length; i++) {
      places.push(kept);
      if (used[i]) consts[kept++] = consts[i];
    }
    consts.length = kept;
    for (let b: Block | null = entry; b !== null; b = b.next) {
      for (const inst of b.instrs) if (inst.op === Op.LOAD_CONST) inst.arg = places[inst.arg];
    }
  }

  // ------------------------------------------------------------ emission

  emit(op: Op, arg = 0): void {
    const unit = this.unit;
    unit.current.instrs.push(new Instr(op, arg, null, unit.loc));
  }

  /** An instruction without a line of its own. */
  emitNoLine(op: Op, arg = 0): void {
    this.unit.current.instrs.push(new Instr(op, arg, null, null));
  }

  /** An instruction at another place than the current one. */
  emitAt(loc: Located | null, op: Op, arg = 0): void {
    this.unit.current.instrs.push(new Instr(op, arg, null, loc));
  }

  /** A jump; what follows it is a new block. */
  jump(op: Op, target: Block): void {
    this.unit.current.instrs.push(new Instr(op, 0, target, this.unit.loc));
    this.use(new Block());
  }

  jumpNoLine(op: Op, target: Block): void {
    this.unit.current.instrs.push(new Instr(op, 0, target, null));
    this.use(new Block());
  }

  /** Begins a region whose errors go to `handler`. */
  setup(op: Pseudo, handler: Block): void {
    this.unit.current.instrs.push(new Instr(op, 0, handler, this.unit.loc));
    this.use(new Block());
  }

  /** Ends the innermost region. */
  popBlock(): void {
    this.unit.current.instrs.push(new Instr(Pseudo.POP_BLOCK, 0, null, null));
  }

  /** Emission goes on in this block, placed here. */
  use(block: Block): void {
    this.unit.current.next = block;
    this.unit.current = block;
  }

  loadConst(data: ConstData): void {
    this.emit(Op.LOAD_CONST, this.unit.constant(data));
  }

  loadString(value: string): void {
    this.loadConst({ kind: 'str', value });
  }

  loadInt(value: number): void {
    this.loadConst({ kind: 'int', value: BigInt(value) });
  }

  /** An instruction whose operand indexes `names`; the name is mangled. */
  emitName(op: Op, name: string): void {
    this.emit(op, indexOf(this.unit.names, mangle(this.unit.privateName, name)));
  }

  /** The same for a name taken as it is (imports). */
  emitPlainName(op: Op, name: string): void {
    this.emit(op, indexOf(this.unit.names, name));
  }

  // ------------------------------------------------------------ visiting

  /** Compiles an expression at its own place; the place goes back after. CPython: compiler_visit_expr. */
  expr(e: Expr): void {
    const unit = this.unit;
    const loc = unit.loc;
    unit.loc = e;
    this.settings.visitors.expr(this, e);
    unit.loc = loc;
  }

  exprs(list: readonly Expr[]): void {
    for (const e of list) this.expr(e);
  }

  stmt(s: Stmt): void {
    this.unit.loc = s;
    this.settings.visitors.stmt(this, s);
  }

  stmts(list: readonly Stmt[]): void {
    for (const s of list) this.stmt(s);
  }

  // ------------------------------------------------------------ frames (what encloses a statement)

  pushFrame(frame: Frame): void {
    this.unit.frames.push(frame);
  }

  popFrame(): void {
    this.unit.frames.pop();
  }

  // ------------------------------------------------------------ names

  mangle(name: string): string {
    return mangle(this.unit.privateName, name);
  }

  /** Loads, stores or deletes a variable. CPython: compiler_nameop. */
  nameOp(name: string, context: NameContext): void {
    if (context !== 'Load' && name === '__debug__') this.error(context === 'Del' ? 'cannot delete __debug__' : 'cannot assign to __debug__');
    const unit = this.unit;
    const mangled = mangle(unit.privateName, name);
    const inFunction = unit.kind !== 'module' && unit.kind !== 'class';
    const override = unit.overrides?.get(mangled);
    if (override === 'LOCAL') {
      this.emit(NAME_OPS.fast[context], indexOf(unit.varnames, mangled));
      return;
    }
    if (override === 'GLOBAL_IMPLICIT') {
      this.emit(NAME_OPS.global[context], indexOf(unit.names, mangled));
      return;
    }
    switch (override ?? resolve(unit.scope, mangled)) {
      case 'FREE':
        if (context === 'Load' && unit.scope.canSeeClassScope && unit.freevars.has('__classdict__')) {
          this.emit(Op.LOAD_DEREF, this.derefIndex('__classdict__'));
          this.emit(Op.LOAD_FROM_DICT_OR_DEREF, this.freeIndex(mangled));
        } else if (context === 'Load' && unit.kind === 'class' && override === undefined) this.emit(Op.LOAD_CLASSDEREF, this.freeIndex(mangled));
        else this.emit(NAME_OPS.deref[context], this.freeIndex(mangled));
        return;
      case 'CELL':
        if (context === 'Load' && unit.kind === 'class' && override === undefined) this.emit(Op.LOAD_CLASSDEREF, this.derefIndex(mangled));
        else this.emit(NAME_OPS.deref[context], this.derefIndex(mangled));
        return;
      case 'LOCAL':
        if (inFunction) {
          this.emit(NAME_OPS.fast[context], indexOf(unit.varnames, mangled));
          return;
        }
        break;
      case 'GLOBAL_EXPLICIT':
        this.emit(NAME_OPS.global[context], indexOf(unit.names, mangled));
        return;
      case 'GLOBAL_IMPLICIT':
        if (context === 'Load' && unit.scope.canSeeClassScope && unit.freevars.has('__classdict__')) {
          this.emit(Op.LOAD_DEREF, this.derefIndex('__classdict__'));
          this.emit(Op.LOAD_FROM_DICT_OR_GLOBALS, indexOf(unit.names, mangled));
          return;
        }
        if (inFunction) {
          this.emit(NAME_OPS.global[context], indexOf(unit.names, mangled));
          return;
        }
        break;
    }
    this.emit(NAME_OPS.name[context], indexOf(unit.names, mangled));
  }

  /** Index of a free variable; a class may have a cell of the same name (`__class__`) for its methods. */
  private freeIndex(mangled: string): number {
    return this.unit.freevars.get(mangled) ?? this.derefIndex(mangled);
  }

  /** Index of a cell or free variable of the current unit. */
  derefIndex(mangled: string): number {
    const index = this.unit.cellvars.get(mangled) ?? this.unit.freevars.get(mangled);
    if (index === undefined) throw new Error(`no cell for ${mangled} in ${this.unit.qualname}`);
    return index;
  }

  // ------------------------------------------------------------ errors

  /** Raises a SyntaxError at the current place. CPython: compiler_error. */
  error(msg: string, loc: Located | null = this.unit.loc): never {
    throw new PythonSyntaxError('SyntaxError', msg, {
      filename: this.settings.filename,
      lineno: loc?.lineno ?? this.unit.firstlineno,
      offset: loc === null ? null : loc.col_offset + 1,
      end_lineno: loc?.end_lineno ?? null,
      end_offset: loc === null ? null : loc.end_col_offset + 1,
      text: null,
    });
  }

  /** CPython: compiler_warn. */
  warn(message: string, loc: Located | null = this.unit.loc): void {
    this.warnings.push({
      category: 'SyntaxWarning',
      message,
      lineno: loc?.lineno ?? this.unit.firstlineno,
      offset: loc === null ? null : loc.col_offset + 1,
      end_lineno: loc?.end_lineno ?? null,
      end_offset: loc === null ? null : loc.end_col_offset + 1,
    });
  }
}
