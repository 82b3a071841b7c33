import { Ob } from '../../../memory/layout.ts';
import { getAttrText } from '../../core/abstract/attribute.ts';
import { call1 } from '../../core/abstract/call.ts';
import { forEach, iter } from '../../core/abstract/iteration.ts';
import { repr, str } from '../../core/abstract/object.ts';
import { checkPositional } from '../../core/arguments.ts';
import { catching, raise, typeError, typeName } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import { Tp } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newStr, strText } from '../../text/str-object.ts';
import { isStr } from '../../text/text-arguments.ts';
import { nativeTypeAddress } from '../native-type.ts';
import { csvError, DialectOb, dialectArguments, Quote } from './dialect.ts';

/** csv.writer. CPython: Modules/_csv.c csv_writerow, join_append_data */
const enum Writer {
  write = 4,
  dialect = 6,
  bytes = 48,
}

const SPACE = 32;

function isNumber(rt: Runtime, op: number): boolean {
  const type = rt.H[op + Ob.type];
  return rt.H[type + Tp.nbIndex] !== 0 || rt.H[type + Tp.nbInt] !== 0 || rt.H[type + Tp.nbFloat] !== 0 || type === T.complex;
}

/** The text of a field with its quotes. */
function fieldText(rt: Runtime, dialect: number, text: string, quoteAlways: boolean, none: boolean, alone: boolean): string {
  const H = rt.H;
  const quoting = H[dialect + DialectOb.quoting] as Quote;
  const lineEnd = strText(rt, H[dialect + DialectOb.lineterminator]);
  const quotechar = H[dialect + DialectOb.quotechar];
  const escapechar = H[dialect + DialectOb.escapechar];
  let quoted = quoteAlways;
  let out = '';
  for (const c of text) {
    const code = c.codePointAt(0)!;
    if (code === H[dialect + DialectOb.delimiter] || code === escapechar || code === quotechar || c === '\n' || c === '\r' || lineEnd.includes(c)) {
      let mustEscape = false;
      if (quoting === Quote.none) mustEscape = true;
      else {
        if (code === quotechar) {
          if (H[dialect + DialectOb.doublequote] !== 0) out += c;
          else mustEscape = true;
        } else if (code === escapechar) mustEscape = true;
        if (!mustEscape) quoted = true;
      }
      if (mustEscape) {
        if (escapechar < 0) raise(rt, csvError(rt), 'need to escape, but no escapechar set');
        out += String.fromCodePoint(escapechar);
      }
    }
    out += c;
  }
  const strict = rt.model.version[1] >= 13;
  const spaceSkips = strict && H[dialect + DialectOb.delimiter] === SPACE && H[dialect + DialectOb.skipinitialspace] !== 0;
  if (text === '' && (alone || spaceSkips)) {
    if (quoting === Quote.none || (strict && none && (quoting === Quote.strings || quoting === Quote.notnull))) {
      const message = spaceSkips
        ? 'empty field must be quoted if delimiter is a space and skipinitialspace is true'
        : 'single empty field record must be quoted';
      raise(rt, csvError(rt), message);
    }
    quoted = true;
  }
  const mark = quotechar < 0 ? '' : String.fromCodePoint(quotechar);
  return quoted ? mark + out + mark : out;
}

function writerow(rt: Runtime, op: number, row: number): Owned {
  const H = rt.H;
  const dialect = H[op + Writer.dialect];
  const quoting = H[dialect + DialectOb.quoting] as Quote;
  const mark = rt.mark();
  const fields: { text: string; quoted: boolean; none: boolean }[] = [];
  const it = catching<number>(rt, T.TypeError, () => iter(rt, row), 0);
  if (it === 0) raise(rt, csvError(rt), `iterable expected, not ${typeName(rt, row)}`);
  rt.own(it);
  forEach(rt, it, (field) => {
    const none = field === (S.None as number);
    let quoted = false;
    if (quoting === Quote.nonnumeric) quoted = !isNumber(rt, field);
    else if (quoting === Quote.all) quoted = true;
    else if (quoting === Quote.strings) quoted = isStr(rt, field);
    else if (quoting === Quote.notnull) quoted = !none;
    const here = rt.mark();
    const text = none ? '' : strText(rt, isStr(rt, field) ? field : rt.own(H[field + Ob.type] === T.float ? repr(rt, field) : str(rt, field)));
    rt.release(here);
    fields.push({ text, quoted, none });
  });
  const delimiter = String.fromCodePoint(H[dialect + DialectOb.delimiter]);
  const line = fields.map(({ text, quoted, none }) => fieldText(rt, dialect, text, quoted, none, fields.length === 1)).join(delimiter);
  const out = rt.own(newStr(rt, line + strText(rt, H[dialect + DialectOb.lineterminator])));
  return rt.leave(mark, call1(rt, H[op + Writer.write], out));
}

function writerows(rt: Runtime, op: number, rows: number): Owned {
  forEach(rt, rows, (row) => rt.decref(writerow(rt, op, row)));
  return rt.none();
}

/** csv.writer(fileobj, dialect='excel', **options) */
export function writer(rt: Runtime, _self: number, args: number, nargs: number, kwnames: number): Owned {
  checkPositional(rt, '', nargs, 1, 2);
  const mark = rt.mark();
  const dialect = rt.own(dialectArguments(rt, args, nargs, kwnames, 1));
  const write = rt.own(catching<number>(rt, T.AttributeError, () => getAttrText(rt, rt.H[args], 'write'), 0));
  if (write === 0) typeError(rt, 'argument 1 must have a "write" method');
  const op = allocInstance(rt, nativeTypeAddress(rt, writerSpec), 0);
  rt.H[op + Writer.write] = rt.newRef(write);
  rt.H[op + Writer.dialect] = rt.newRef(dialect);
  return rt.leave(mark, op);
}

export const writerSpec: TypeSpec = {
  name: '_csv.writer',
  basicsize: Writer.bytes,
  contract: {
    gc: true,
    slots: [
      { at: Writer.dialect, label: 'dialect' },
      { at: Writer.write, label: 'write' },
    ],
  },
  slots: {},
  methods: [
    { name: 'writerow', kind: Meth.O, fn: writerow, doc: 'writerow(iterable)\n\nConstruct and write a CSV record from an iterable of fields.' },
    {
      name: 'writerows',
      kind: Meth.O,
      fn: writerows,
      doc: 'writerows(iterable of iterables)\n\nConstruct and write a series of iterables to a csv file.',
    },
  ],
  members: [{ name: 'dialect', at: Writer.dialect, kind: 'object', readonly: true }],
  doc: 'CSV writer',
};
