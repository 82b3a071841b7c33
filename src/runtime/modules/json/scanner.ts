import { dictClear, dictSet, dictSetDefault, newDict } from '../../containers/dict-object.ts';
import { listAppend, newList } from '../../containers/list-object.ts';
import { tuple2 } from '../../containers/tuple-object.ts';
import { getAttrText } from '../../core/abstract/attribute.ts';
import { call1 } from '../../core/abstract/call.ts';
import { asIndex } from '../../core/abstract/number.ts';
import { isStr, isTrue } from '../../core/abstract/object.ts';
import { type ParameterSpec, parseKeywords } from '../../core/arguments.ts';
import { enterRecursive, typeError, typeName, valueError } from '../../core/errors.ts';
import { allocInstance } from '../../core/instance.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { newFloat } from '../../numbers/float-object.ts';
import { newInt, newIntBig } from '../../numbers/int-object.ts';
import { newStr, strSlice } from '../../text/str-object.ts';
import { decodeError, noValue, TextReader } from './text-reader.ts';

/** json's scanner: one value of a document. CPython: Modules/_json.c PyScannerObject */
const enum At {
  objectHook = 4,
  pairsHook = 6,
  parseFloat = 8,
  parseInt = 10,
  parseConstant = 12,
  memo = 14,
  /** Raw. */
  strict = 16,
}
const NEW: ParameterSpec = { name: 'make_scanner', params: ['context'], required: 1 };
const CALL: ParameterSpec = { name: 'scan_once', params: ['string', 'idx'], required: 2 };
const HOOKS: readonly (readonly [number, string])[] = [
  [At.objectHook, 'object_hook'],
  [At.pairsHook, 'object_pairs_hook'],
  [At.parseFloat, 'parse_float'],
  [At.parseInt, 'parse_int'],
  [At.parseConstant, 'parse_constant'],
];

function newScanner(rt: Runtime, type: number, args: number, nargs: number, kwnames: number): Owned {
  const context = parseKeywords(rt, NEW, args, nargs, kwnames, [])[0]!;
  const self = rt.own(allocInstance(rt, type, 0));
  const H = rt.H;
  H[self + At.memo] = newDict(rt);
  const strict = rt.own(getAttrText(rt, context, 'strict'));
  H[self + At.strict] = isTrue(rt, strict) ? 1 : 0;
  rt.decref(rt.unown(strict));
  for (const [at, name] of HOOKS) H[self + at] = getAttrText(rt, context, name);
  return rt.unown(self);
}

function callScanner(rt: Runtime, self: number, args: number, nargs: number, kwnames: number): Owned {
  const out = parseKeywords(rt, CALL, args, nargs, kwnames, []);
  const doc = out[0]!;
  const index = asIndex(rt, out[1]!);
  if (!isStr(rt, doc)) typeError(rt, `first argument must be a string, not ${typeName(rt, doc)}`);
  const mark = rt.mark();
  const scan = new Scan(rt, self, doc);
  try {
    const value = rt.own(scan.value(index));
    const end = rt.own(newInt(rt, scan.end));
    return rt.leave(mark, tuple2(rt, value, end));
  } finally {
    dictClear(rt, rt.H[self + At.memo]!);
  }
}

/** One run over a document. `end` is the index after what was read last. */
class Scan {
  end = 0;
  private readonly reader: TextReader;
  private readonly strict: boolean;
  private readonly memo: number;

  constructor(
    private readonly rt: Runtime,
    private readonly self: number,
    private readonly doc: number,
  ) {
    this.reader = new TextReader(rt, doc);
    this.strict = rt.H[self + At.strict] !== 0;
    this.memo = rt.H[self + At.memo]!;
  }

  private hook(at: number): number {
    return this.rt.H[this.self + at]!;
  }

  /** The value that starts at i. New reference. CPython: scan_once_unicode */
  value(i: number): Owned {
    const { rt, reader } = this;
    if (i < 0) valueError(rt, 'idx cannot be negative');
    const c = reader.at(i);
    switch (c) {
      case 34: {
        const s = reader.readString(i + 1, this.strict);
        this.end = reader.end;
        return s;
      }
      case 123:
      case 91: {
        enterRecursive(rt, ` while decoding a JSON ${c === 123 ? 'object' : 'array'} from a unicode string`);
        const container = c === 123 ? this.object(i + 1) : this.array(i + 1);
        rt.depth--;
        return container;
      }
      case 110:
        if (reader.matches(i, 'null')) return this.word(i + 4, S.None);
        break;
      case 116:
        if (reader.matches(i, 'true')) return this.word(i + 4, S.True);
        break;
      case 102:
        if (reader.matches(i, 'false')) return this.word(i + 5, S.False);
        break;
      case 78:
        if (reader.matches(i, 'NaN')) return this.constant('NaN', i);
        break;
      case 73:
        if (reader.matches(i, 'Infinity')) return this.constant('Infinity', i);
        break;
      case 45:
        if (reader.matches(i, '-Infinity')) return this.constant('-Infinity', i);
        break;
      default:
    }
    return this.number(i);
  }

  private word(end: number, value: number): Owned {
    this.end = end;
    return this.rt.newRef(value);
  }

  private constant(word: string, i: number): Owned {
    const { rt } = this;
    const mark = rt.mark();
    const text = rt.own(newStr(rt, word));
    this.end = i + word.length;
    return rt.leave(mark, call1(rt, this.hook(At.parseConstant), text));
  }

  /** CPython: _match_number_unicode */
  private number(start: number): Owned {
    const { rt, reader } = this;
    let i = start;
    if (reader.at(i) === 45) i++;
    const first = reader.at(i);
    if (first >= 49 && first <= 57) {
      i++;
      while (isDigit(reader.at(i))) i++;
    } else if (first === 48) i++;
    else noValue(rt, start);
    let real = false;
    if (reader.at(i) === 46 && isDigit(reader.at(i + 1))) {
      real = true;
      i += 2;
      while (isDigit(reader.at(i))) i++;
    }
    const e = reader.at(i);
    if (e === 101 || e === 69) {
      let j = i + 1;
      const sign = reader.at(j);
      if (sign === 43 || sign === 45) j++;
      if (isDigit(reader.at(j))) {
        while (isDigit(reader.at(j))) j++;
        i = j;
        real = true;
      }
    }
    this.end = i;
    const hook = this.hook(real ? At.parseFloat : At.parseInt);
    if (hook !== (real ? T.float : T.int)) {
      const mark = rt.mark();
      const text = rt.own(newStr(rt, strSlice(rt, this.doc, start, i)));
      return rt.leave(mark, call1(rt, hook, text));
    }
    if (!real && i - start <= 15) {
      let value = 0;
      for (let k = first === reader.at(start) ? start : start + 1; k < i; k++) value = 10 * value + (reader.at(k) - 48);
      return newInt(rt, reader.at(start) === 45 ? -value : value);
    }
    const text = strSlice(rt, this.doc, start, i);
    return real ? newFloat(rt, Number(text)) : newIntBig(rt, BigInt(text));
  }

  /** CPython: _parse_array_unicode */
  private array(start: number): Owned {
    const { rt, reader, doc } = this;
    const list = rt.own(newList(rt, 0));
    let i = reader.skipSpace(start);
    if (reader.at(i) !== 93) {
      for (;;) {
        const value = rt.own(this.value(i));
        listAppend(rt, list, value);
        rt.decref(rt.unown(value));
        i = reader.skipSpace(this.end);
        const c = reader.at(i);
        if (c === 93) break;
        if (c !== 44) decodeError(rt, "Expecting ',' delimiter", doc, i);
        const comma = i;
        i = reader.skipSpace(i + 1);
        if (reader.at(i) === 93 && rt.model.wording.jsonTrailingComma) decodeError(rt, 'Illegal trailing comma before end of array', doc, comma);
      }
    }
    if (i >= reader.length) decodeError(rt, 'Expecting value', doc, reader.length);
    this.end = i + 1;
    return rt.unown(list);
  }

  /** CPython: _parse_object_unicode */
  private object(start: number): Owned {
    const { rt, reader, doc, memo } = this;
    const mark = rt.mark();
    const pairsHook = this.hook(At.pairsHook);
    const pairs = pairsHook !== S.None;
    const result = rt.own(pairs ? newList(rt, 0) : newDict(rt));
    let i = reader.skipSpace(start);
    if (reader.at(i) !== 125) {
      for (;;) {
        if (reader.at(i) !== 34) decodeError(rt, 'Expecting property name enclosed in double quotes', doc, i);
        const here = rt.mark();
        let key = rt.own(reader.readString(i + 1, this.strict));
        key = dictSetDefault(rt, memo, key, key);
        i = reader.skipSpace(reader.end);
        if (reader.at(i) !== 58) decodeError(rt, "Expecting ':' delimiter", doc, i);
        i = reader.skipSpace(i + 1);
        const value = rt.own(this.value(i));
        if (pairs) listAppend(rt, result, rt.own(tuple2(rt, key, value)));
        else dictSet(rt, result, key, value);
        rt.release(here);
        i = reader.skipSpace(this.end);
        const c = reader.at(i);
        if (c === 125) break;
        if (c !== 44) decodeError(rt, "Expecting ',' delimiter", doc, i);
        const comma = i;
        i = reader.skipSpace(i + 1);
        if (reader.at(i) === 125 && rt.model.wording.jsonTrailingComma) decodeError(rt, 'Illegal trailing comma before end of object', doc, comma);
      }
    }
    const end = i + 1;
    this.end = end;
    const hook = pairs ? pairsHook : this.hook(At.objectHook);
    if (hook === S.None) return rt.unown(result);
    const replaced = call1(rt, hook, result);
    this.end = end;
    return rt.leave(mark, replaced);
  }
}

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}

const LABELS = ['object_hook', 'object_pairs_hook', 'parse_float', 'parse_int', 'parse_constant', 'memo'];

export const scannerType: TypeSpec = {
  name: '_json.Scanner',
  basicsize: 72,
  contract: { gc: true, slots: LABELS.map((label, i) => ({ at: At.objectHook + 2 * i, label })) },
  slots: { new: newScanner, call: callScanner },
  members: [
    { name: 'strict', at: At.strict, kind: 'bool', readonly: true },
    { name: 'object_hook', at: At.objectHook, kind: 'object', readonly: true },
    { name: 'object_pairs_hook', at: At.pairsHook, kind: 'object', readonly: true },
    { name: 'parse_float', at: At.parseFloat, kind: 'object', readonly: true },
    { name: 'parse_int', at: At.parseInt, kind: 'object', readonly: true },
    { name: 'parse_constant', at: At.parseConstant, kind: 'object', readonly: true },
  ],
  doc: 'JSON scanner object',
};
