import { listAppend, newList } from '../../containers/list-object.ts';
import { call1 } from '../../core/abstract/call.ts';
import { iter, next } from '../../core/abstract/iteration.ts';
import { checkPositional } from '../../core/arguments.ts';
import { raise, typeName } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import { NULL, type Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newStr, strText } from '../../text/str-object.ts';
import { isStr } from '../../text/text-arguments.ts';
import { nativeTypeAddress } from '../native-type.ts';
import { csvError, DialectOb, dialectArguments, Quote } from './dialect.ts';

/** csv.reader. CPython: Modules/_csv.c Reader_iternext, parse_process_char */
const enum Reader {
  input = 4,
  dialect = 6,
  lineNumber = 8,
  bytes = 48,
}

const enum State {
  startRecord,
  startField,
  escaped,
  inField,
  inQuoted,
  escapeInQuoted,
  quoteInQuoted,
  eatNewline,
  afterEscapedNewline,
}

/** The largest field that is read; csv.field_size_limit. */
export function fieldLimit(rt: Runtime): { value: number } {
  return rt.stateOf('_csv field limit', () => ({ value: 131072 }));
}

/** Takes lines apart into fields, character by character. */
class RecordParser {
  private readonly rt: Runtime;
  private readonly dialect: number;
  readonly fields: { text: string; numeric: boolean; none: boolean }[] = [];
  private field = '';
  private numeric = false;
  private quoted = false;
  state: State = State.startRecord;

  constructor(rt: Runtime, dialect: number) {
    this.rt = rt;
    this.dialect = dialect;
  }

  get unfinished(): boolean {
    return this.field !== '' || this.state === State.inQuoted;
  }

  private fail(message: string): never {
    return raise(this.rt, csvError(this.rt), message);
  }

  save(): void {
    const quoting = this.rt.H[this.dialect + DialectOb.quoting] as Quote;
    // Since 3.13 a field without quotes is None, a number or a string, as the writer's rules say.
    const told = this.rt.model.version[1] >= 13 && !this.quoted;
    const none = told && this.field === '' && (quoting === Quote.strings || quoting === Quote.notnull);
    const number = told ? this.field !== '' && (quoting === Quote.nonnumeric || quoting === Quote.strings) : this.numeric;
    this.fields.push({ text: this.field, numeric: number && !this.quoted, none });
    this.field = '';
    this.numeric = this.quoted = false;
  }

  private add(c: string): void {
    if (this.field.length >= fieldLimit(this.rt).value) this.fail(`field larger than field limit (${fieldLimit(this.rt).value})`);
    this.field += c;
  }

  /** '' means the end of the line. */
  feed(c: string): void {
    const H = this.rt.H;
    const d = this.dialect;
    const code = c === '' ? -2 : c.codePointAt(0)!;
    const quoting = H[d + DialectOb.quoting] as Quote;
    const newline = c === '\n' || c === '\r' || c === '';
    const isQuote = code === H[d + DialectOb.quotechar] && quoting !== Quote.none;
    switch (this.state) {
      case State.startRecord:
        if (c === '') break;
        if (c === '\n' || c === '\r') {
          this.state = State.eatNewline;
          break;
        }
        this.state = State.startField;
        this.feed(c);
        break;
      case State.startField:
        if (newline) {
          this.save();
          this.state = c === '' ? State.startRecord : State.eatNewline;
        } else if (isQuote) {
          this.quoted = true;
          this.state = State.inQuoted;
        } else if (code === H[d + DialectOb.escapechar]) this.state = State.escaped;
        else if (c === ' ' && H[d + DialectOb.skipinitialspace] !== 0) break;
        else if (code === H[d + DialectOb.delimiter]) this.save();
        else {
          if (quoting === Quote.nonnumeric) this.numeric = true;
          this.add(c);
          this.state = State.inField;
        }
        break;
      case State.escaped:
        if (c === '\n' || c === '\r') {
          this.add(c);
          this.state = State.afterEscapedNewline;
          break;
        }
        this.add(c === '' ? '\n' : c);
        this.state = State.inField;
        break;
      case State.afterEscapedNewline:
        if (c === '') break;
        this.state = State.inField;
        this.feed(c);
        break;
      case State.inField:
        if (newline) {
          this.save();
          this.state = c === '' ? State.startRecord : State.eatNewline;
        } else if (code === H[d + DialectOb.escapechar]) this.state = State.escaped;
        else if (code === H[d + DialectOb.delimiter]) {
          this.save();
          this.state = State.startField;
        } else this.add(c);
        break;
      case State.inQuoted:
        if (c === '') break;
        if (code === H[d + DialectOb.escapechar]) this.state = State.escapeInQuoted;
        else if (isQuote) this.state = H[d + DialectOb.doublequote] !== 0 ? State.quoteInQuoted : State.inField;
        else this.add(c);
        break;
      case State.escapeInQuoted:
        this.add(c === '' ? '\n' : c);
        this.state = State.inQuoted;
        break;
      case State.quoteInQuoted:
        if (isQuote) {
          this.add(c);
          this.state = State.inQuoted;
        } else if (code === H[d + DialectOb.delimiter]) {
          this.save();
          this.state = State.startField;
        } else if (newline) {
          this.save();
          this.state = c === '' ? State.startRecord : State.eatNewline;
        } else if (H[d + DialectOb.strict] === 0) {
          this.add(c);
          this.state = State.inField;
        } else
          this.fail(`'${String.fromCodePoint(H[d + DialectOb.delimiter])}' expected after '${String.fromCodePoint(H[d + DialectOb.quotechar])}'`);
        break;
      case State.eatNewline:
        if (c === '\n' || c === '\r') break;
        if (c === '') this.state = State.startRecord;
        else {
          this.fail(
            this.rt.model.version[1] >= 13
              ? "new-line character seen in unquoted field - do you need to open the file with newline=''?"
              : 'new-line character seen in unquoted field - do you need to open the file in universal-newline mode?',
          );
        }
    }
  }
}

function readerNext(rt: Runtime, op: number): Owned {
  const H = rt.H;
  const parser = new RecordParser(rt, H[op + Reader.dialect]);
  do {
    const mark = rt.mark();
    const line = rt.own(next(rt, H[op + Reader.input]));
    if (line === 0) {
      rt.release(mark);
      if (!parser.unfinished && parser.fields.length === 0) return NULL;
      if (parser.state === State.startRecord) return NULL;
      if (H[H[op + Reader.dialect] + DialectOb.strict] !== 0) raise(rt, csvError(rt), 'unexpected end of data');
      parser.save();
      break;
    }
    if (!isStr(rt, line))
      raise(rt, csvError(rt), `iterator should return strings, not ${typeName(rt, line)} (the file should be opened in text mode)`);
    H[op + Reader.lineNumber]++;
    for (const c of strText(rt, line)) {
      if (c === '\0' && rt.model.version[1] < 11) raise(rt, csvError(rt), 'line contains NUL');
      parser.feed(c);
    }
    parser.feed('');
    rt.release(mark);
  } while (parser.state !== State.startRecord);
  const mark = rt.mark();
  const list = rt.own(newList(rt, 0));
  for (const { text, numeric, none } of parser.fields) {
    const here = rt.mark();
    const str = none ? S.None : rt.own(newStr(rt, text));
    listAppend(rt, list, numeric ? rt.own(call1(rt, T.float, str)) : str);
    rt.release(here);
  }
  return rt.leave(mark, rt.newRef(list));
}

/** csv.reader(iterable, dialect='excel', **options) */
export function reader(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  checkPositional(rt, '', nargs, 1, 2);
  const mark = rt.mark();
  const input = rt.own(iter(rt, rt.H[args]));
  const dialect = rt.own(dialectArguments(rt, args, nargs, kwnames, 1));
  const op = allocInstance(rt, nativeTypeAddress(rt, readerSpec), 0);
  rt.H[op + Reader.input] = rt.newRef(input);
  rt.H[op + Reader.dialect] = rt.newRef(dialect);
  return rt.leave(mark, op);
}

export const readerSpec: TypeSpec = {
  name: '_csv.reader',
  basicsize: Reader.bytes,
  contract: {
    gc: true,
    slots: [
      { at: Reader.dialect, label: 'dialect' },
      { at: Reader.input, label: 'input' },
    ],
  },
  slots: { iter: (rt, op) => rt.newRef(op), iternext: readerNext },
  members: [
    { name: 'dialect', at: Reader.dialect, kind: 'object', readonly: true },
    { name: 'line_num', at: Reader.lineNumber, kind: 'ssize', readonly: true },
  ],
  doc: 'CSV reader',
};
