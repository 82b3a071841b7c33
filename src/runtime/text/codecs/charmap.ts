import { Ob } from '../../../memory/layout.ts';
import { dictSet, newDict } from '../../containers/dict-object.ts';
import { getItem } from '../../core/abstract/item.ts';
import { catching, typeError } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { S, T } from '../../core/static.ts';
import { intToClipped, isInt, newInt } from '../../numbers/int-object.ts';
import { bytesView } from '../bytes-object.ts';
import { strChar, strLength } from '../str-layout.ts';
import { strFromChars } from '../str-object.ts';
import { isBytes, isStr } from '../text-arguments.ts';
import { ByteSink, CharSink } from './byte-sink.ts';
import { raiseEncode, repairDecoding, repairEncoding } from './error-handlers.ts';
import type { Decoded } from './utf8.ts';

/** Codecs given by a table. CPython: Objects/unicodeobject.c PyUnicode_DecodeCharmap, _PyUnicode_EncodeCharmap */

const UNDEFINED = 0xfffe;

function lookup(rt: Runtime, mapping: number, char: number): Owned {
  const mark = rt.mark();
  const key = rt.own(newInt(rt, char));
  return rt.leave(
    mark,
    catching(rt, T.LookupError, () => getItem(rt, mapping, key), 0 as Owned),
  );
}

/** Text of bytes; the mapping is a str (by index) or maps ints to ints, str or None. */
export function decodeCharmap(rt: Runtime, data: number, length: number, mapping: number, errors: string): Decoded {
  const U8 = rt.U8;
  const sink = new CharSink();
  const table = isStr(rt, mapping) ? mapping : 0;
  for (let i = 0; i < length; ) {
    let char = -1;
    if (table !== 0) {
      if (U8[data + i] < strLength(rt, table)) char = strChar(rt, table, U8[data + i]);
      if (char === UNDEFINED) char = -1;
    } else {
      const mark = rt.mark();
      const value = rt.own(lookup(rt, mapping, U8[data + i]));
      if (value !== 0 && isInt(rt, value)) {
        char = intToClipped(rt, value);
        if (char < 0 || char > 0x10ffff) typeError(rt, 'character mapping must be in range(0x110000)');
        if (char === UNDEFINED) char = -1;
      } else if (value !== 0 && isStr(rt, value)) {
        char = -2;
        const n = strLength(rt, value);
        if (n === 1 && strChar(rt, value, 0) === UNDEFINED) char = -1;
        else for (let k = 0; k < n; k++) sink.push(strChar(rt, value, k));
      } else if (value !== 0 && value !== (S.None as number)) typeError(rt, 'character mapping must return integer, None or str');
      rt.release(mark);
    }
    if (char === -1) {
      const repair = repairDecoding(rt, errors, 'charmap', data, length, i, i + 1, 'character maps to <undefined>');
      sink.append(repair.chars);
      i = repair.next;
    } else {
      if (char >= 0) sink.push(char);
      i++;
    }
  }
  return { str: strFromChars(rt, sink.chars, sink.length), consumed: length };
}

/** Bytes that a mapping gives for a character, or null. CPython: charmapencode_output */
function charmapOutput(rt: Runtime, mapping: number, char: number): Uint8Array | null {
  const mark = rt.mark();
  const value = rt.own(lookup(rt, mapping, char));
  let bytes: Uint8Array | null = null;
  if (value !== 0 && value !== (S.None as number)) {
    if (isInt(rt, value)) {
      const n = intToClipped(rt, value);
      if (n < 0 || n > 255) typeError(rt, 'character mapping must be in range(256)');
      bytes = Uint8Array.of(n);
    } else if (isBytes(rt, value)) bytes = bytesView(rt, value).slice();
    else typeError(rt, `character mapping must return integer, bytes or None, not ${rt.hooks.strText(rt, rt.H[rt.H[value + Ob.type] + 6])}`);
  }
  rt.release(mark);
  return bytes;
}

/** Bytes of a str by a mapping of ints to ints, bytes or None. */
export function encodeCharmap(rt: Runtime, op: number, mapping: number, errors: string): Owned {
  const sink = new ByteSink();
  const known = new Map<number, Uint8Array | null>();
  const output = (char: number) => {
    let bytes = known.get(char);
    if (bytes === undefined) {
      bytes = charmapOutput(rt, mapping, char);
      known.set(char, bytes);
    }
    return bytes;
  };
  const reason = 'character maps to <undefined>';
  const length = strLength(rt, op);
  for (let i = 0; i < length; ) {
    const bytes = output(strChar(rt, op, i));
    if (bytes !== null) {
      sink.append(bytes);
      i++;
      continue;
    }
    let end = i + 1;
    while (end < length && output(strChar(rt, op, end)) === null) end++;
    const repair = repairEncoding(rt, errors, 'charmap', op, i, end, reason);
    if (repair.bytes !== null) sink.append(repair.bytes);
    else {
      for (const r of repair.chars!) {
        const replacement = output(r);
        if (replacement === null) raiseEncode(rt, 'charmap', op, i, end, reason);
        sink.append(replacement);
      }
    }
    i = repair.next;
  }
  return sink.finish(rt);
}

/** The mapping that encodes what a decoding table of up to 256 characters decodes. CPython: PyUnicode_BuildEncodingMap */
export function buildEncodingMap(rt: Runtime, table: number): Owned {
  const mark = rt.mark();
  const map = rt.own(newDict(rt));
  for (let i = 0; i < strLength(rt, table); i++) {
    const char = strChar(rt, table, i);
    if (char === UNDEFINED) continue;
    const here = rt.mark();
    const key = rt.own(newInt(rt, char));
    dictSet(rt, map, key, rt.own(newInt(rt, i)));
    rt.release(here);
  }
  return rt.leave(mark, rt.newRef(map));
}
