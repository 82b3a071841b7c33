/**
 * The filter language of `ouro inspect query`:
 *
 *   type = dict and size > 1K and not reachable order by retained desc limit 20
 *
 *   query   condition? ("order by" field ("asc" | "desc")?)? ("limit" number)?
 *   condition   comparisons and flags joined by "and", "or", "not" and parentheses
 *   comparison  field (= != < <= > >= ~) value;   ~ means "contains"
 */
import { QueryError, type Token, tokens } from './tokens.ts';

export type Value = number | string | boolean;

/** What a query may ask of an object. */
export interface Field {
  name: string;
  kind: 'number' | 'text' | 'flag';
  what: string;
  of(node: number): Value;
}

export interface Query {
  /** Fields that the query reads. */
  fields: Set<string>;
  accepts(node: number): boolean;
  /** Negative: `a` comes first. Null: the order of the nodes. */
  compare: ((a: number, b: number) => number) | null;
  limit: number;
}

const DEFAULT_LIMIT = 20;

/** Reads a query. Throws QueryError with what would be right. */
export function parseQuery(text: string, fields: readonly Field[]): Query {
  return new Parser(tokens(text), fields).query();
}

class Parser {
  private at = 0;
  private readonly used = new Set<string>();

  constructor(
    private readonly list: readonly Token[],
    private readonly fields: readonly Field[],
  ) {}

  query(): Query {
    const accepts = this.atEnd() || this.isWord('order') || this.isWord('limit') ? () => true : this.or();
    let compare: Query['compare'] = null;
    let limit = DEFAULT_LIMIT;
    if (this.takeWord('order')) {
      if (!this.takeWord('by')) throw new QueryError("'order' is followed by 'by' and a field");
      const field = this.field();
      const ascending = this.takeWord('asc');
      const sign = ascending ? 1 : -1;
      if (!ascending) this.takeWord('desc');
      compare = (a, b) => {
        const x = field.of(a);
        const y = field.of(b);
        return (x < y ? -sign : x > y ? sign : 0) || a - b;
      };
    }
    if (this.takeWord('limit')) {
      const token = this.next();
      if (token.kind !== 'number' || !Number.isInteger(token.value) || token.value < 1)
        throw new QueryError("'limit' is followed by a whole number from 1");
      limit = token.value;
    }
    if (!this.atEnd()) throw new QueryError(`'${this.show(this.list[this.at])}' is not expected there: conditions are joined by 'and' or 'or'`);
    return { fields: this.used, accepts, compare, limit };
  }

  private or(): (node: number) => boolean {
    const parts = [this.and()];
    while (this.takeWord('or')) parts.push(this.and());
    return parts.length === 1 ? parts[0] : (node) => parts.some((part) => part(node));
  }

  private and(): (node: number) => boolean {
    const parts = [this.not()];
    while (this.takeWord('and')) parts.push(this.not());
    return parts.length === 1 ? parts[0] : (node) => parts.every((part) => part(node));
  }

  private not(): (node: number) => boolean {
    if (this.takeWord('not')) {
      const inner = this.not();
      return (node) => !inner(node);
    }
    if (this.takeSign('(')) {
      const inner = this.or();
      if (!this.takeSign(')')) throw new QueryError("')' is missing");
      return inner;
    }
    return this.comparison();
  }

  private comparison(): (node: number) => boolean {
    const field = this.field();
    const token = this.list[this.at];
    const isComparison = token?.kind === 'sign' && token.text !== '(' && token.text !== ')';
    if (!isComparison) {
      if (field.kind === 'flag') return (node) => field.of(node) === true;
      throw new QueryError(`'${field.name}' is compared with something: ${field.name} ${field.kind === 'number' ? '> 100' : '= dict'}`);
    }
    this.at++;
    const sign = token.text;
    const value = this.value(field);
    switch (sign) {
      case '=':
        return (node) => field.of(node) === value;
      case '!=':
        return (node) => field.of(node) !== value;
      case '<':
        return (node) => field.of(node) < value;
      case '<=':
        return (node) => field.of(node) <= value;
      case '>':
        return (node) => field.of(node) > value;
      case '>=':
        return (node) => field.of(node) >= value;
      default:
        if (field.kind !== 'text') throw new QueryError(`'~' (contains) is for texts; '${field.name}' is a ${field.kind}`);
        return (node) => (field.of(node) as string).includes(value as string);
    }
  }

  private value(field: Field): Value {
    const token = this.next();
    if (token.kind === 'sign') throw new QueryError(`a value is expected instead of '${token.text}'`);
    if (field.kind === 'number') {
      if (token.kind !== 'number') throw new QueryError(`'${field.name}' is a number; '${this.show(token)}' is none`);
      return token.value;
    }
    if (field.kind === 'flag') {
      const text = this.show(token).toLowerCase();
      if (text !== 'true' && text !== 'false') throw new QueryError(`'${field.name}' is true or false`);
      return text === 'true';
    }
    return this.show(token);
  }

  private field(): Field {
    const token = this.next();
    const name = this.show(token).toLowerCase();
    const field = token.kind === 'word' ? this.fields.find((f) => f.name === name) : undefined;
    if (field === undefined) throw new QueryError(`there is no field '${this.show(token)}': ${this.fields.map((f) => f.name).join(', ')}`);
    this.used.add(field.name);
    return field;
  }

  private atEnd(): boolean {
    return this.at === this.list.length;
  }

  private next(): Token {
    if (this.atEnd()) throw new QueryError('the query ends too early');
    return this.list[this.at++];
  }

  private isWord(text: string): boolean {
    const token = this.list[this.at];
    return token?.kind === 'word' && token.text.toLowerCase() === text;
  }

  private takeWord(text: string): boolean {
    if (!this.isWord(text)) return false;
    this.at++;
    return true;
  }

  private takeSign(text: string): boolean {
    const token = this.list[this.at];
    if (token?.kind !== 'sign' || token.text !== text) return false;
    this.at++;
    return true;
  }

  private show(token: Token): string {
    return token.kind === 'number' ? String(token.value) : token.text;
  }
}
