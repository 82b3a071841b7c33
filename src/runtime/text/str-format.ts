import { Ob } from '../../memory/layout.ts';
import { getAttr } from '../core/abstract/attribute.ts';
import { holdArguments } from '../core/abstract/call.ts';
import { getItem, sequenceGetItem } from '../core/abstract/item.ts';
import { ascii, repr, str } from '../core/abstract/object.ts';
import { indexError, keyError, valueError } from '../core/errors.ts';
import { Tp, Tuple } from '../core/layout.ts';
import { NULL, type Owned } from '../core/ownership.ts';
import type { Runtime } from '../core/runtime.ts';
import { T } from '../core/static.ts';
import { newInt } from '../numbers/int-object.ts';
import { decimalValue } from './char-properties.ts';
import { formatValue } from './format-value.ts';
import { newStr, strText } from './str-object.ts';

/** The engine of str.format and of string.Formatter. CPython: Objects/stringlib/unicode_format.h */

/** What the fields of a format string refer to. */
export interface FormatArguments {
  /** Positional arguments (slots), or count -1 for format_map. */
  readonly args: number;
  readonly nargs: number;
  /** Value of a named field: new reference, or KeyError. */
  named(rt: Runtime, name: number): Owned;
}

/** One step of the parse: literal text, then perhaps a field. */
export interface MarkupPart {
  literal: string;
  /** null: no field follows. */
  field: string | null;
  spec: string;
  /** '' for none. */
  conversion: string;
  specNeedsExpanding: boolean;
}

/** Takes a format string apart step by step. CPython: MarkupIterator */
export class MarkupParser {
  private readonly rt: Runtime;
  private readonly text: string;
  private pos: number;

  constructor(rt: Runtime, text: string, position = 0) {
    this.rt = rt;
    this.text = text;
    this.pos = position;
  }

  /** Where the next part begins. */
  get position(): number {
    return this.pos;
  }

  /** Is nothing left behind the part taken last? */
  atEnd(): boolean {
    return this.pos >= this.text.length;
  }

  /** The next part, or null at the end. ValueError. CPython: MarkupIterator_next */
  next(): MarkupPart | null {
    const { rt, text } = this;
    const end = text.length;
    if (this.pos >= end) return null;
    const start = this.pos;
    let markup = '';
    while (this.pos < end) {
      const c = text[this.pos++];
      if (c === '{' || c === '}') {
        markup = c;
        break;
      }
    }
    const part: MarkupPart = { literal: '', field: null, spec: '', conversion: '', specNeedsExpanding: false };
    if (markup === '') {
      part.literal = text.slice(start);
      return part;
    }
    const atEnd = this.pos >= end;
    const doubled = !atEnd && text[this.pos] === markup;
    if (markup === '}' && !doubled) valueError(rt, "Single '}' encountered in format string");
    if (atEnd) valueError(rt, "Single '{' encountered in format string");
    if (doubled) {
      part.literal = text.slice(start, this.pos);
      this.pos++;
      return part;
    }
    part.literal = text.slice(start, this.pos - 1);
    this.parseField(part);
    return part;
  }

  /** CPython: parse_field */
  private parseField(part: MarkupPart): void {
    const { rt, text } = this;
    const end = text.length;
    const start = this.pos;
    let c = '';
    scan: while (this.pos < end) {
      c = text[this.pos++];
      switch (c) {
        case '{':
          valueError(rt, "unexpected '{' in field name");
          break;
        case '[':
          while (this.pos < end && text[this.pos] !== ']') this.pos++;
          continue;
        case '}':
        case ':':
        case '!':
          break scan;
      }
    }
    part.field = text.slice(start, this.pos - 1);
    if (c === '!' || c === ':') {
      if (c === '!') {
        if (this.pos >= end) valueError(rt, 'end of string while looking for conversion specifier');
        part.conversion = String.fromCodePoint(text.codePointAt(this.pos)!);
        this.pos += part.conversion.length;
        if (this.pos < end) {
          c = text[this.pos++];
          if (c === '}') return;
          if (c !== ':') valueError(rt, "expected ':' after conversion specifier");
        }
      }
      const specStart = this.pos;
      let open = 1;
      while (this.pos < end) {
        c = text[this.pos++];
        if (c === '{') {
          part.specNeedsExpanding = true;
          open++;
        } else if (c === '}' && --open === 0) {
          part.spec = text.slice(specStart, this.pos - 1);
          return;
        }
      }
      valueError(rt, "unmatched '{' in format spec");
    }
    if (c !== '}') valueError(rt, "expected '}' before end of string");
  }
}

/** Digits as a number, -1 when it is none. ValueError when too long. CPython: get_integer */
export function fieldInteger(rt: Runtime, text: string): number {
  if (text === '') return -1;
  let value = 0;
  for (const c of text) {
    const digit = decimalValue(c.codePointAt(0)!);
    if (digit < 0) return -1;
    value = value * 10 + digit;
    if (value > 2 ** 63) valueError(rt, 'Too many decimal digits in format string');
  }
  return value;
}

/** First part of a field name and where the rest begins. */
export function fieldFirst(field: string): number {
  for (let i = 0; i < field.length; i++) if (field[i] === '.' || field[i] === '[') return i;
  return field.length;
}

/** A step of a field name: `.name` or `[item]`. */
export interface FieldStep {
  isAttribute: boolean;
  name: string;
  /** Item index, -1 when the item is a name. */
  index: number;
  /** Where the next step begins. */
  end: number;
}

/** The step that begins at `at`. ValueError. CPython: FieldNameIterator_next */
export function fieldStep(rt: Runtime, field: string, at: number): FieldStep {
  const opener = field[at];
  let end = at + 1;
  const step: FieldStep = { isAttribute: opener === '.', name: '', index: -1, end: 0 };
  if (opener === '.') {
    while (end < field.length && field[end] !== '.' && field[end] !== '[') end++;
    step.name = field.slice(at + 1, end);
    step.end = end;
  } else if (opener === '[') {
    while (end < field.length && field[end] !== ']') end++;
    if (end >= field.length) valueError(rt, "Missing ']' in format string");
    step.name = field.slice(at + 1, end);
    step.index = fieldInteger(rt, step.name);
    step.end = end + 1;
  } else valueError(rt, "Only '.' or '[' may follow ']' in format field specifier");
  if (step.name === '') valueError(rt, 'Empty attribute in format string');
  return step;
}

const enum Numbering {
  unknown,
  automatic,
  manual,
}

/** Keeps something in a table that is emptied when it is full. */
function remember<V>(table: Map<string, V>, key: string, value: V): void {
  if (table.size >= 512) table.clear();
  table.set(key, value);
}

class Formatter {
  private readonly rt: Runtime;
  private readonly source: FormatArguments;
  private numbering = Numbering.unknown;
  private nextField = 0;

  /** A str that is all of the result, written by the last field: owned. NULL where there is none. */
  whole: Owned = NULL;
  /** Format strings taken apart before. */
  private readonly known: Map<string, MarkupPart[]>;

  constructor(rt: Runtime, source: FormatArguments) {
    this.rt = rt;
    this.source = source;
    this.known = rt.stateOf('format strings', () => new Map<string, MarkupPart[]>());
  }

  /** CPython: build_string, do_markup */
  build(text: string, depth: number): string {
    const { rt } = this;
    if (depth <= 0) valueError(rt, 'Max string recursion exceeded');
    const parser = new MarkupParser(rt, text);
    const known = this.known.get(text);
    const parts: MarkupPart[] = known ?? [];
    let result = '';
    for (let i = 0; ; i++) {
      const part = known === undefined ? parser.next() : (parts[i] ?? null);
      if (part === null) break;
      if (known === undefined) parts.push(part);
      result += part.literal;
      if (part.field === null) continue;
      const mark = rt.mark();
      let value = rt.own(this.fieldValue(part.field));
      if (part.conversion !== '') value = rt.own(convert(rt, value, part.conversion));
      const spec = part.specNeedsExpanding ? this.build(part.spec, depth - 1) : part.spec;
      let shown = value;
      if (spec !== '' || rt.H[value + Ob.type] !== T.str) shown = rt.own(formatValue(rt, value, rt.own(newStr(rt, spec))));
      const shownText = strText(rt, shown);
      const last = known === undefined ? parser.atEnd() : i === parts.length - 1;
      if (depth === 2 && last && result === '' && shownText !== '') this.whole = wholeOf(rt, value, shown, shownText);
      result += shownText;
      rt.release(mark);
    }
    if (known === undefined) remember(this.known, text, parts);
    return result;
  }

  /** CPython: get_field_object */
  private fieldValue(field: string): Owned {
    const { rt, source } = this;
    let at = fieldFirst(field);
    const first = field.slice(0, at);
    let index = fieldInteger(rt, first);
    const empty = first === '';
    if (empty || index !== -1) {
      const wanted = empty ? Numbering.automatic : Numbering.manual;
      if (this.numbering === Numbering.unknown) this.numbering = wanted;
      else if (this.numbering !== wanted) {
        valueError(
          rt,
          empty
            ? 'cannot switch from manual field specification to automatic field numbering'
            : 'cannot switch from automatic field numbering to manual field specification',
        );
      }
      if (empty) index = this.nextField++;
    }
    const mark = rt.mark();
    let value: number;
    if (index === -1) {
      const name = rt.own(newStr(rt, first));
      value = rt.own(source.named(rt, name));
    } else {
      if (source.nargs < 0) valueError(rt, 'Format string contains positional fields');
      if (index >= source.nargs) indexError(rt, `Replacement index ${index} out of range for positional args tuple`);
      value = rt.own(rt.newRef(rt.H[source.args + 2 * index]));
    }
    while (at < field.length) {
      const step = fieldStep(rt, field, at);
      at = step.end;
      if (step.isAttribute) value = rt.own(getAttr(rt, value, rt.own(newStr(rt, step.name))));
      else if (step.index === -1) value = rt.own(getItem(rt, value, rt.own(newStr(rt, step.name))));
      else if (rt.H[rt.H[value + Ob.type] + Tp.sqItem] !== 0) value = rt.own(sequenceGetItem(rt, value, step.index));
      else value = rt.own(getItem(rt, value, rt.own(newInt(rt, step.index))));
    }
    return rt.leave(mark, rt.newRef(value));
  }
}

/** Applies !r, !s or !a. CPython: do_conversion */
function convert(rt: Runtime, value: number, conversion: string): Owned {
  switch (conversion) {
    case 'r':
      return repr(rt, value);
    case 's':
      return str(rt, value);
    case 'a':
      return ascii(rt, value);
  }
  const c = conversion.codePointAt(0)!;
  valueError(rt, `Unknown conversion specifier ${c > 32 && c < 127 ? conversion : `\\x${c.toString(16)}`}`);
}

/**
 * The str that a field writes without a copy (new reference): the value itself where it is a str that its format leaves as it is, what a
 * `__format__` gave; numbers are written digit by digit (NULL). CPython: render_field, _PyUnicodeWriter_WriteStr
 */
function wholeOf(rt: Runtime, value: number, shown: number, text: string): Owned {
  const type = rt.H[value + Ob.type];
  if (type === T.int || type === T.float || type === T.complex || rt.H[shown + Ob.type] !== T.str) return NULL;
  return rt.newRef(type === T.str && strText(rt, value) === text ? value : shown);
}

/** Numbers and strings only: formatting them runs nothing that could see who holds them. */
function plainArguments(rt: Runtime, args: number, nargs: number): boolean {
  for (let i = 0; i < nargs; i++) {
    const type = rt.H[rt.H[args + 2 * i] + Ob.type];
    if (type !== T.int && type !== T.float && type !== T.str) return false;
  }
  return true;
}

/** What a formatter makes of a format string; a str that is all of the result is the result. CPython: build_string */
function formatted(rt: Runtime, formatter: Formatter, format: string): Owned {
  const text = formatter.build(format, 2);
  return formatter.whole !== 0 ? formatter.whole : newStr(rt, text);
}

/** `op.format(*args, **kwargs)` with the one calling convention. CPython: do_string_format */
export function strFormat(rt: Runtime, op: number, args: number, nargs: number, kwnames: number): Owned {
  const format = strText(rt, op);
  if (rt.H[op + Ob.type] === T.str && !/[{}]/.test(format)) return rt.newRef(op);
  const mark = rt.mark();
  if (kwnames === 0 && !plainArguments(rt, args, nargs)) args = holdArguments(rt, args, nargs, 0);
  const named = (r: Runtime, name: number): Owned => {
    const H = r.H;
    const n = kwnames === 0 ? 0 : H[kwnames + Ob.size];
    const text = strText(r, name);
    for (let i = 0; i < n; i++) if (strText(r, H[kwnames + Tuple.items + 2 * i]) === text) return r.newRef(H[args + 2 * (nargs + i)]);
    return keyError(r, name);
  };
  return rt.leave(mark, formatted(rt, new Formatter(rt, { args, nargs, named }), format));
}

/** `op.format_map(mapping)`. CPython: do_string_format_map */
export function strFormatMap(rt: Runtime, op: number, mapping: number): Owned {
  const named = (r: Runtime, name: number): Owned => getItem(r, mapping, name);
  return formatted(rt, new Formatter(rt, { args: 0, nargs: -1, named }), strText(rt, op));
}
