/** Statements, for texts that are right. See expression-parser.ts. */
import type * as ast from './ast.ts';
import { PatternParser } from './pattern-parser.ts';
import { Refusal } from './token-parser.ts';
import type { Token } from './tokenizer.ts';

const AUGMENTED: ReadonlyMap<string, ast.BinaryOperator> = new Map<string, ast.BinaryOperator>([
  ['+=', 'Add'],
  ['-=', 'Sub'],
  ['*=', 'Mult'],
  ['@=', 'MatMult'],
  ['/=', 'Div'],
  ['%=', 'Mod'],
  ['&=', 'BitAnd'],
  ['|=', 'BitOr'],
  ['^=', 'BitXor'],
  ['<<=', 'LShift'],
  ['>>=', 'RShift'],
  ['**=', 'Pow'],
  ['//=', 'FloorDiv'],
]);

/** Tokens that cannot follow the soft keyword `match`. */
const NOT_A_SUBJECT: ReadonlySet<string> = new Set(['=', '.', ',', ')', ':', ';', 'NEWLINE', '==', 'in', 'is', 'if', 'and', 'or', ':=']);

/** @throws Refusal */
export class StatementParser extends PatternParser {
  module(): ast.Module {
    const body: ast.Stmt[] = [];
    while (!this.at('ENDMARKER')) this.statement(body);
    return { kind: 'Module', body };
  }

  /** One statement, or simple ones on one line. A compound statement needs its line end: without, the strict parser knows the rules. */
  interactive(ended: boolean): ast.Interactive {
    const body: ast.Stmt[] = [];
    const compound = this.compound();
    if (compound === null) this.simpleStatements(body);
    else if (ended) body.push(compound);
    else this.refuse();
    if (!this.at('ENDMARKER')) this.refuse();
    return { kind: 'Interactive', body };
  }

  /** A whole text that is one expression. */
  evaluated(): ast.Expression {
    const start = this.token;
    const first = this.expression();
    let body = first;
    if (this.at(',')) {
      const elts = [first];
      while (this.accept(',')) {
        if (this.at('NEWLINE') || this.at('ENDMARKER')) break;
        elts.push(this.expression());
      }
      body = this.tuple(start, elts);
    }
    while (this.at('NEWLINE')) this.skip('NEWLINE');
    if (!this.at('ENDMARKER')) this.refuse();
    return { kind: 'Expression', body };
  }

  private statement(into: ast.Stmt[]): void {
    const compound = this.compound();
    if (compound !== null) into.push(compound);
    else this.simpleStatements(into);
  }

  private compound(): ast.Stmt | null {
    switch (this.token.type) {
      case 'NAME':
        return this.token.text === 'match' && !NOT_A_SUBJECT.has(this.ahead()) ? this.match() : null;
      case 'if':
        return this.ifStatement();
      case 'def':
        return this.functionDef(this.token, [], 'FunctionDef');
      case 'for':
        return this.forStatement(this.token, 'For');
      case 'class':
        return this.classDef([]);
      case '@':
        return this.decorated();
      case 'with':
        return this.withStatement(this.token, 'With');
      case 'try':
        return this.tryStatement();
      case 'while':
        return this.whileStatement();
      case 'async':
        return this.asyncStatement([]);
    }
    return null;
  }

  private block(): ast.Stmt[] {
    const body: ast.Stmt[] = [];
    if (!this.at('NEWLINE')) {
      this.simpleStatements(body);
      return body;
    }
    this.skip('NEWLINE');
    this.skip('INDENT');
    while (!this.at('DEDENT')) this.statement(body);
    this.skip('DEDENT');
    return body;
  }

  // -------------------------------------------------------------- simple statements

  private simpleStatements(into: ast.Stmt[]): void {
    into.push(this.simple());
    while (this.at(';')) {
      this.next();
      if (this.at('NEWLINE')) break;
      into.push(this.simple());
    }
    this.skip('NEWLINE');
  }

  private simple(): ast.Stmt {
    const start = this.token;
    switch (start.type) {
      case 'return': {
        this.next();
        const value = this.atEnd() ? null : this.starExpressions();
        return { kind: 'Return', value, ...this.span(start, this.last) };
      }
      case 'import':
        return this.importStatement();
      case 'from':
        return this.importFrom();
      case 'raise': {
        this.next();
        const exc = this.atEnd() ? null : this.expression();
        const cause = exc !== null && this.accept('from') ? this.expression() : null;
        return { kind: 'Raise', exc, cause, ...this.span(start, this.last) };
      }
      case 'pass':
        this.next();
        return { kind: 'Pass', ...this.span(start, start) };
      case 'break':
        this.next();
        return { kind: 'Break', ...this.span(start, start) };
      case 'continue':
        this.next();
        return { kind: 'Continue', ...this.span(start, start) };
      case 'del':
        return this.deletion();
      case 'assert': {
        this.next();
        const test = this.expression();
        const msg = this.accept(',') ? this.expression() : null;
        return { kind: 'Assert', test, msg, ...this.span(start, this.last) };
      }
      case 'global':
      case 'nonlocal': {
        this.next();
        const names = [this.identifier()];
        while (this.accept(',')) names.push(this.identifier());
        return { kind: start.type === 'global' ? 'Global' : 'Nonlocal', names, ...this.span(start, this.last) };
      }
      case 'NAME':
        if (start.text === 'type' && this.ahead() === 'NAME') return this.typeAlias();
    }
    return this.expressionStatement(start);
  }

  private atEnd(): boolean {
    return this.at('NEWLINE') || this.at(';');
  }

  /** An expression, an assignment of any kind, or an annotation. */
  private expressionStatement(start: Token): ast.Stmt {
    const first = this.yieldOrStarExpressions();
    const { type } = this.token;
    if (type === 'NEWLINE' || type === ';') return { kind: 'Expr', value: first, ...this.span(start, this.last) };
    if (type === '=') {
      const targets: ast.Expr[] = [];
      let value = first;
      while (this.accept('=')) {
        targets.push(this.toTarget(value, 'Store'));
        value = this.yieldOrStarExpressions();
      }
      return { kind: 'Assign', targets, value, ...this.span(start, this.last) };
    }
    const op = AUGMENTED.get(type);
    if (op !== undefined) {
      const target = this.single(first);
      this.next();
      const value = this.yieldOrStarExpressions();
      return { kind: 'AugAssign', target, op, value, ...this.span(start, this.last) };
    }
    if (type === ':') {
      const target = this.single(first);
      this.next();
      const annotation = this.expression();
      const value = this.accept('=') ? this.yieldOrStarExpressions() : null;
      const simple = target.kind === 'Name' && start.type === 'NAME' ? 1 : 0;
      return { kind: 'AnnAssign', target, annotation, value, simple, ...this.span(start, this.last) };
    }
    return this.refuse();
  }

  private single(e: ast.Expr): ast.Expr {
    if (e.kind !== 'Name' && e.kind !== 'Attribute' && e.kind !== 'Subscript') this.refuse();
    return this.toTarget(e, 'Store');
  }

  private deletion(): ast.Stmt {
    const start = this.next();
    const targets: ast.Expr[] = [];
    do {
      if (targets.length > 0 && this.atEnd()) break;
      targets.push(this.toTarget(this.primary(), 'Del'));
    } while (this.accept(','));
    if (!this.atEnd()) this.refuse();
    return { kind: 'Delete', targets, ...this.span(start, this.last) };
  }

  private dottedName(): string {
    let name = this.identifier();
    while (this.accept('.')) name += `.${this.identifier()}`;
    return name;
  }

  private alias(start: Token, name: string): ast.Alias {
    const asname = this.accept('as') ? this.identifier() : null;
    return { kind: 'alias', name, asname, ...this.span(start, this.last) };
  }

  private importStatement(): ast.Stmt {
    const start = this.next();
    const names: ast.Alias[] = [];
    do {
      const first = this.token;
      names.push(this.alias(first, this.dottedName()));
    } while (this.accept(','));
    return { kind: 'Import', names, ...this.span(start, this.last) };
  }

  private importFrom(): ast.Stmt {
    const start = this.next();
    let level = 0;
    while (this.at('.') || this.at('...')) level += this.next().type.length;
    const module = this.at('NAME') ? this.dottedName() : null;
    if (module === null && level === 0) this.refuse();
    this.take('import');
    const names: ast.Alias[] = [];
    if (this.at('*')) {
      const star = this.next();
      names.push({ kind: 'alias', name: '*', asname: null, ...this.span(star, star) });
    } else {
      const bracket = this.accept('(');
      do {
        const first = this.token;
        if (bracket && names.length > 0 && first.type === ')') break;
        names.push(this.alias(first, this.identifier()));
      } while (this.accept(','));
      if (bracket) this.take(')');
    }
    return { kind: 'ImportFrom', module, names, level, ...this.span(start, this.last) };
  }

  private typeAlias(): ast.Stmt {
    const start = this.next();
    const name = this.name('Store');
    const type_params = this.typeParams();
    this.take('=');
    const value = this.expression();
    return { kind: 'TypeAlias', name, type_params, value, ...this.span(start, this.last) };
  }

  private typeParams(): ast.TypeParam[] {
    const list: ast.TypeParam[] = [];
    if (!this.accept('[')) return list;
    do {
      const start = this.token;
      if (list.length > 0 && start.type === ']') break;
      if (this.accept('*')) {
        const name = this.identifier();
        const default_value = this.accept('=') ? this.starExpression() : null;
        list.push({ kind: 'TypeVarTuple', name, default_value, ...this.span(start, this.last) });
      } else if (this.accept('**')) {
        const name = this.identifier();
        const default_value = this.accept('=') ? this.expression() : null;
        list.push({ kind: 'ParamSpec', name, default_value, ...this.span(start, this.last) });
      } else {
        const name = this.identifier();
        const bound = this.accept(':') ? this.expression() : null;
        const default_value = this.accept('=') ? this.expression() : null;
        list.push({ kind: 'TypeVar', name, bound, default_value, ...this.span(start, this.last) });
      }
    } while (this.accept(','));
    this.take(']');
    return list;
  }

  // -------------------------------------------------------------- compound statements

  private ifStatement(): ast.Stmt {
    const start = this.next();
    const test = this.namedExpression();
    this.take(':');
    const body = this.block();
    let orelse: ast.Stmt[] = [];
    if (this.at('elif')) {
      this.descend(1);
      orelse = [this.ifStatement()];
      this.ascend(1);
    } else orelse = this.elseBlock();
    return { kind: 'If', test, body, orelse, ...this.span(start, this.last) };
  }

  private elseBlock(): ast.Stmt[] {
    if (!this.accept('else')) return [];
    this.take(':');
    return this.block();
  }

  private whileStatement(): ast.Stmt {
    const start = this.next();
    const test = this.namedExpression();
    this.take(':');
    const body = this.block();
    const orelse = this.elseBlock();
    return { kind: 'While', test, body, orelse, ...this.span(start, this.last) };
  }

  private forStatement(start: Token, kind: 'For' | 'AsyncFor'): ast.Stmt {
    this.take('for');
    const target = this.starTargets();
    this.take('in');
    const iter = this.starExpressions();
    this.take(':');
    const body = this.block();
    const orelse = this.elseBlock();
    return { kind, target, iter, body, orelse, ...this.span(start, this.last) };
  }

  private decorated(): ast.Stmt {
    const decorators: ast.Expr[] = [];
    while (this.accept('@')) {
      decorators.push(this.namedExpression());
      this.skip('NEWLINE');
    }
    switch (this.token.type) {
      case 'def':
        return this.functionDef(this.token, decorators, 'FunctionDef');
      case 'class':
        return this.classDef(decorators);
      case 'async':
        return this.asyncStatement(decorators);
    }
    return this.refuse();
  }

  private asyncStatement(decorators: ast.Expr[]): ast.Stmt {
    const start = this.next();
    if (this.at('def')) return this.functionDef(start, decorators, 'AsyncFunctionDef');
    if (decorators.length > 0) this.refuse();
    if (this.at('for')) return this.forStatement(start, 'AsyncFor');
    return this.withStatement(start, 'AsyncWith');
  }

  private functionDef(start: Token, decorator_list: ast.Expr[], kind: 'FunctionDef' | 'AsyncFunctionDef'): ast.Stmt {
    this.take('def');
    const name = this.identifier();
    const type_params = this.typeParams();
    this.take('(');
    const args = this.parameters(')');
    this.take(')');
    const returns = this.accept('->') ? this.expression() : null;
    this.take(':');
    const body = this.block();
    return { kind, name, args, body, decorator_list, returns, type_params, ...this.span(start, this.last) };
  }

  private classDef(decorator_list: ast.Expr[]): ast.Stmt {
    const start = this.next();
    const name = this.identifier();
    const type_params = this.typeParams();
    const bases: ast.Expr[] = [];
    const keywords: ast.Keyword[] = [];
    if (this.at('(')) this.callArguments(this.next(), bases, keywords, false);
    this.take(':');
    const body = this.block();
    return { kind: 'ClassDef', name, bases, keywords, body, decorator_list, type_params, ...this.span(start, this.last) };
  }

  private withStatement(start: Token, kind: 'With' | 'AsyncWith'): ast.Stmt {
    this.take('with');
    const items = (this.at('(') && this.attempt(() => this.bracketedItems())) || this.withItems();
    this.take(':');
    const body = this.block();
    return { kind, items, body, ...this.span(start, this.last) };
  }

  /** `( item, item )` before ':'; refused where the bracket belongs to the first expression. */
  private bracketedItems(): ast.WithItem[] {
    this.next();
    const items: ast.WithItem[] = [];
    do {
      if (items.length > 0 && this.at(')')) break;
      items.push(this.withItem());
    } while (this.accept(','));
    this.take(')');
    if (!this.at(':')) this.refuse();
    return items;
  }

  private withItems(): ast.WithItem[] {
    const items = [this.withItem()];
    while (this.accept(',')) items.push(this.withItem());
    return items;
  }

  private withItem(): ast.WithItem {
    const context_expr = this.expression();
    const optional_vars = this.accept('as') ? this.starTarget() : null;
    return { kind: 'withitem', context_expr, optional_vars };
  }

  private tryStatement(): ast.Stmt {
    const start = this.next();
    this.take(':');
    const body = this.block();
    const handlers: ast.ExceptHandler[] = [];
    let group = false;
    while (this.at('except')) {
      const first = this.next();
      const star = this.accept('*');
      if (handlers.length > 0 && star !== group) this.refuse();
      group = star;
      const type = !star && this.at(':') ? null : this.exceptionTypes();
      const name = type !== null && this.accept('as') ? this.identifier() : null;
      this.take(':');
      const inner = this.block();
      handlers.push({ kind: 'ExceptHandler', type, name, body: inner, ...this.span(first, this.last) });
    }
    const orelse = handlers.length > 0 ? this.elseBlock() : [];
    let finalbody: ast.Stmt[] = [];
    if (this.accept('finally')) {
      this.take(':');
      finalbody = this.block();
    } else if (handlers.length === 0) this.refuse();
    return { kind: group ? 'TryStar' : 'Try', body, handlers, orelse, finalbody, ...this.span(start, this.last) };
  }

  /** What an `except` names: one class or, without parentheses, several (PEP 758), which then get no name. */
  private exceptionTypes(): ast.Expr {
    const start = this.token;
    const first = this.expression();
    if (!this.at(',')) return first;
    const elts = [first];
    while (this.accept(',')) {
      if (this.at(':')) break;
      elts.push(this.expression());
    }
    if (!this.at(':')) this.refuse();
    return this.tuple(start, elts);
  }

  /** A match statement, or null where `match` is a plain name. */
  private match(): ast.Stmt | null {
    const start = this.token;
    const subject = this.attempt(() => {
      this.next();
      const first = this.token;
      const value = this.starNamedExpression();
      let result = value;
      if (this.at(',')) {
        const elts = [value];
        while (this.accept(',')) {
          if (this.at(':')) break;
          elts.push(this.starNamedExpression());
        }
        result = this.tuple(first, elts);
      } else if (value.kind === 'Starred') this.refuse();
      this.take(':');
      this.skip('NEWLINE');
      this.skip('INDENT');
      if (this.token.text !== 'case') this.refuse();
      return result;
    });
    if (subject === null) return null;
    const cases: ast.MatchCase[] = [];
    while (!this.at('DEDENT')) {
      if (this.token.text !== 'case') this.refuse();
      this.take('NAME');
      const pattern = this.patterns();
      const guard = this.accept('if') ? this.namedExpression() : null;
      this.take(':');
      const body = this.block();
      cases.push({ kind: 'match_case', pattern, guard, body });
    }
    this.skip('DEDENT');
    return { kind: 'Match', subject, cases, ...this.span(start, this.last) };
  }

  /** Runs `read`; back to the start and null when it refuses. */
  private attempt<T>(read: () => T): T | null {
    const { index, last, depth } = this;
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.index = index;
      this.token = this.tokens[index];
      this.last = last;
      this.depth = depth;
      return null;
    }
  }
}
