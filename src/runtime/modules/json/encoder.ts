import { Ob } from '../../../memory/layout.ts';
import { newItemsView } from '../../containers/dict-views.ts';
import { listSort } from '../../containers/list-sort.ts';
import { tupleItem, tupleOf, tupleSize } from '../../containers/tuple-object.ts';
import { call1, callMethodText } from '../../core/abstract/call.ts';
import { sequenceFast, sequenceList } from '../../core/abstract/item.ts';
import { asIndex } from '../../core/abstract/number.ts';
import { isStr, isTrue } from '../../core/abstract/object.ts';
import { argumentType, type ParameterSpec, parseKeywords } from '../../core/arguments.ts';
import { enterRecursive, typeError, typeName, valueError } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import { CFunc, List, Tp, TpFlag, Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { floatRepr } from '../../numbers/float-digits.ts';
import { floatValue, isFloat } from '../../numbers/float-object.ts';
import { isInt } from '../../numbers/int-object.ts';
import { intText } from '../../numbers/int-text.ts';
import { newStr, strText } from '../../text/str-object.ts';
import { quoteAscii, quoteText } from './quoting.ts';
import { TextWriter } from './text-writer.ts';

/** json's encoder. CPython: Modules/_json.c PyEncoderObject */
const enum At {
  markers = 4,
  defaultFn = 6,
  encoder = 8,
  indent = 10,
  keySeparator = 12,
  itemSeparator = 14,
  /** Raw. */
  sortKeys = 16,
  skipKeys = 17,
  allowNan = 18,
}
const NEW: ParameterSpec = {
  name: 'make_encoder',
  params: ['markers', 'default', 'encoder', 'indent', 'key_separator', 'item_separator', 'sort_keys', 'skipkeys', 'allow_nan'],
  required: 9,
};
const CALL: ParameterSpec = { name: '_iterencode', params: ['obj', '_current_indent_level'], required: 2 };

function newEncoder(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, NEW, args, nargs, kwnames, []);
  const H = rt.H;
  const markers = out[0]!;
  if (markers !== S.None && (H[H[markers + Ob.type]! + Tp.flags]! & TpFlag.DICT_SUBCLASS) === 0) {
    typeError(rt, `make_encoder() argument 1 must be dict or None, not ${typeName(rt, markers)}`);
  }
  for (const i of [4, 5]) if (!isStr(rt, out[i]!)) typeError(rt, `make_encoder() argument ${i + 1} must be str, not ${argumentType(rt, out[i]!)}`);
  const sortKeys = isTrue(rt, out[6]!);
  const skipKeys = isTrue(rt, out[7]!);
  const allowNan = isTrue(rt, out[8]!);
  const op = allocInstance(rt, type, 0);
  for (let i = 0; i < 6; i++) H[op + At.markers + 2 * i] = rt.newRef(out[i]!);
  H[op + At.sortKeys] = sortKeys ? 1 : 0;
  H[op + At.skipKeys] = skipKeys ? 1 : 0;
  H[op + At.allowNan] = allowNan ? 1 : 0;
  return op;
}

function callEncoder(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, CALL, args, nargs, kwnames, []);
  const mark = rt.mark();
  const run = new Encoding(rt, self);
  run.begin(out[0]!, out[1]!);
  const text = rt.own(run.writer.finish());
  return rt.leave(mark, tupleOf(rt, text));
}

/** How strings become text. */
const enum Quoting {
  ascii,
  unicode,
  python,
}

class Encoding {
  readonly writer: TextWriter;
  private readonly active: Set<number> | null;
  private readonly keySeparator: string;
  private readonly itemSeparator: string;
  private readonly quoting: Quoting;
  /** Text of one level of indentation, null for everything on one line. */
  private readonly indent: string | null;
  /** Line break and indentation of the current level, '' without indentation. */
  private line = '';

  constructor(
    private readonly rt: Runtime,
    private readonly self: number,
  ) {
    const H = rt.H;
    this.writer = new TextWriter(rt);
    this.active = H[self + At.markers] === S.None ? null : new Set();
    this.keySeparator = strText(rt, H[self + At.keySeparator]!);
    this.itemSeparator = strText(rt, H[self + At.itemSeparator]!);
    const encoder = H[self + At.encoder]!;
    this.indent = H[self + At.indent] === S.None ? null : strText(rt, H[self + At.indent]!);
    this.quoting = Quoting.python;
    if (H[encoder + Ob.type] === T.builtin_function_or_method) {
      const { fn } = rt.methodDefs[H[encoder + CFunc.def]!]!;
      if (fn === encodeAscii) this.quoting = Quoting.ascii;
      else if (fn === encodeUnicode) this.quoting = Quoting.unicode;
    }
  }

  /** Encodes the outermost object; `level` is an int, how deep it stands. */
  begin(o: number, level: number): void {
    if (this.indent !== null) this.line = `\n${this.indent.repeat(Math.max(0, asIndex(this.rt, level)))}`;
    this.value(o);
  }

  /** CPython: encoder_listencode_obj */
  value(o: number): void {
    const { rt } = this;
    if (o === S.None) this.writer.write('null');
    else if (o === S.True) this.writer.write('true');
    else if (o === S.False) this.writer.write('false');
    else if (isStr(rt, o)) this.quoted(o);
    else if (isInt(rt, o)) this.writer.write(intText(rt, o));
    else if (isFloat(rt, o)) this.writer.write(this.real(floatValue(rt, o)));
    else this.compound(o);
  }

  private compound(o: number): void {
    const { rt } = this;
    const flags = rt.H[rt.H[o + Ob.type]! + Tp.flags]!;
    enterRecursive(rt, ' while encoding a JSON object');
    if ((flags & (TpFlag.LIST_SUBCLASS | TpFlag.TUPLE_SUBCLASS)) !== 0) this.sequence(o);
    else if ((flags & TpFlag.DICT_SUBCLASS) !== 0) this.mapping(o);
    else {
      this.enter(o);
      const mark = rt.mark();
      const replaced = rt.own(call1(rt, rt.H[this.self + At.defaultFn]!, o));
      this.value(replaced);
      rt.release(mark);
      this.active?.delete(o);
    }
    rt.depth--;
  }

  private enter(o: number): void {
    if (this.active === null) return;
    if (this.active.has(o)) valueError(this.rt, 'Circular reference detected');
    this.active.add(o);
  }

  private quoted(o: number): void {
    const { rt, writer, quoting } = this;
    if (quoting !== Quoting.python) {
      if (!writer.writePlain(o)) writer.write(quoting === Quoting.ascii ? quoteAscii(strText(rt, o)) : quoteText(strText(rt, o)));
      return;
    }
    const mark = rt.mark();
    const encoded = rt.own(call1(rt, rt.H[this.self + At.encoder]!, o));
    if (!isStr(rt, encoded)) typeError(rt, `encoder() must return a string, not ${typeName(rt, encoded)}`);
    writer.writeStr(encoded);
    rt.release(mark);
  }

  /** CPython: encoder_encode_float */
  private real(x: number): string {
    if (Number.isFinite(x)) return floatRepr(x);
    if (this.rt.H[this.self + At.allowNan] === 0) {
      valueError(this.rt, 'Out of range float values are not JSON compliant');
    }
    return Number.isNaN(x) ? 'NaN' : x > 0 ? 'Infinity' : '-Infinity';
  }

  /** CPython: encoder_listencode_list */
  private sequence(o: number): void {
    const { rt, itemSeparator } = this;
    const H = rt.H;
    const mark = rt.mark();
    const fast = rt.own(sequenceFast(rt, o, '_iterencode_list needs a sequence'));
    const isList = (H[H[fast + Ob.type]! + Tp.flags]! & TpFlag.LIST_SUBCLASS) !== 0;
    if (H[fast + Ob.size] === 0) {
      this.writer.write('[]');
      rt.release(mark);
      return;
    }
    this.enter(o);
    this.writer.write('[');
    const outer = this.line;
    if (this.indent !== null) this.writer.write((this.line = outer + this.indent));
    for (let i = 0; i < H[fast + Ob.size]!; i++) {
      if (i > 0) this.writer.write(itemSeparator + this.line);
      const item = isList ? H[H[fast + List.items]! + 2 * i]! : H[fast + Tuple.items + 2 * i]!;
      this.value(item);
    }
    this.line = outer;
    this.writer.write(`${outer}]`);
    this.active?.delete(o);
    rt.release(mark);
  }

  /** CPython: encoder_listencode_dict */
  private mapping(o: number): void {
    const { rt } = this;
    const H = rt.H;
    if (H[o + Ob.size] === 0) {
      this.writer.write('{}');
      return;
    }
    this.enter(o);
    const mark = rt.mark();
    const view = rt.own(H[o + Ob.type] === T.dict ? newItemsView(rt, o) : callMethodText(rt, o, 'items'));
    const items = rt.own(sequenceList(rt, view));
    if (H[this.self + At.sortKeys] !== 0) listSort(rt, items, 0, false);
    this.writer.write('{');
    const outer = this.line;
    if (this.indent !== null) this.line = outer + this.indent;
    let first = true;
    for (let i = 0; i < H[items + List.size]!; i++) {
      const pair = H[H[items + List.items]! + 2 * i]!;
      if (H[pair + Ob.type] !== T.tuple || tupleSize(rt, pair) !== 2) valueError(rt, 'items must return 2-tuples');
      const key = tupleItem(rt, pair, 0);
      const named = isStr(rt, key) ? null : this.keyText(key);
      if (named === '') continue;
      if (!first) this.writer.write(this.itemSeparator);
      this.writer.write(this.line);
      first = false;
      if (named === null) this.quoted(key);
      else this.quotedText(named);
      this.writer.write(this.keySeparator);
      this.value(tupleItem(rt, pair, 1));
    }
    this.line = outer;
    this.writer.write(first ? '}' : `${outer}}`);
    this.active?.delete(o);
    rt.release(mark);
  }

  /** What stands for a key that is no str, '' to skip the entry. */
  private keyText(o: number): string {
    const { rt } = this;
    if (isFloat(rt, o)) return this.real(floatValue(rt, o));
    if (o === S.True || o === S.False || o === S.None) return o === S.True ? 'true' : o === S.False ? 'false' : 'null';
    if (isInt(rt, o)) return intText(rt, o);
    if (rt.H[this.self + At.skipKeys] !== 0) return '';
    typeError(rt, `keys must be str, int, float, bool or None, not ${typeName(rt, o)}`);
  }

  private quotedText(text: string): void {
    const { rt } = this;
    const mark = rt.mark();
    this.quoted(rt.own(newStr(rt, text)));
    rt.release(mark);
  }
}

function requireStr(rt: Runtime, o: number): void {
  if (!isStr(rt, o)) typeError(rt, `first argument must be a string, not ${typeName(rt, o)}`);
}

/** encode_basestring_ascii(string). CPython: py_encode_basestring_ascii */
export function encodeAscii(rt: Runtime, _module: number, o: number): Owned {
  requireStr(rt, o);
  return newStr(rt, quoteAscii(strText(rt, o)));
}

/** encode_basestring(string). CPython: py_encode_basestring */
export function encodeUnicode(rt: Runtime, _module: number, o: number): Owned {
  requireStr(rt, o);
  return newStr(rt, quoteText(strText(rt, o)));
}

const LABELS = ['markers', 'default', 'encoder', 'indent', 'key_separator', 'item_separator'];

export const encoderType: TypeSpec = {
  name: '_json.Encoder',
  basicsize: 80,
  contract: { gc: true, slots: LABELS.map((label, i) => ({ at: At.markers + 2 * i, label })) },
  slots: { new: newEncoder, call: callEncoder },
  members: [
    ...LABELS.map((name, i) => ({ name, at: At.markers + 2 * i, kind: 'object' as const, readonly: true })),
    { name: 'sort_keys', at: At.sortKeys, kind: 'bool', readonly: true },
    { name: 'skipkeys', at: At.skipKeys, kind: 'bool', readonly: true },
  ],
  doc: '_iterencode(obj, _current_indent_level) -> iterable',
};
