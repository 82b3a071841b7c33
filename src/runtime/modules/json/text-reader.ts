import { getAttrText } from '../../core/abstract/attribute.ts';
import { call3 } from '../../core/abstract/call.ts';
import { raiseObject, raiseWithArg } from '../../core/errors.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { T } from '../../core/static.ts';
import { newInt } from '../../numbers/int-object.ts';
import { strData, strKind, strLength } from '../../text/str-layout.ts';
import { newStr, strSlice, substring } from '../../text/str-object.ts';
import { importModule } from '../../types/import-module.ts';

/** Reading JSON in the characters of a str in the heap. CPython: Modules/_json.c */

/** raises json.decoder.JSONDecodeError(message, document, position). CPython: raise_errmsg */
export function decodeError(rt: Runtime, message: string, doc: number, at: number): never {
  const module = rt.own(importModule(rt, 'json.decoder'));
  const type = rt.own(getAttrText(rt, module, 'JSONDecodeError'));
  const text = rt.own(newStr(rt, message));
  const position = rt.own(newInt(rt, at));
  raiseObject(rt, call3(rt, type, text, doc, position));
}

/** StopIteration(index): "no value starts here". CPython: raise_stop_iteration */
export function noValue(rt: Runtime, at: number): never {
  const index = rt.own(newInt(rt, at));
  raiseWithArg(rt, T.StopIteration, index);
}

/** A str under the reader's eyes: `chars[base + i]` is its character i. The str must stay alive. */
export class TextReader {
  readonly chars: Uint8Array | Uint16Array | Uint32Array;
  readonly base: number;
  readonly length: number;

  constructor(
    readonly rt: Runtime,
    readonly doc: number,
  ) {
    const kind = strKind(rt, doc);
    const data = strData(rt, doc);
    this.chars = kind === 1 ? rt.U8 : kind === 2 ? rt.U16 : rt.U32;
    this.base = data / kind;
    this.length = strLength(rt, doc);
  }

  /** Character i, -1 beyond the end. */
  at(i: number): number {
    return i < this.length ? this.chars[this.base + i]! : -1;
  }

  /** First index from i on that is not white space. */
  skipSpace(i: number): number {
    const { chars, base, length } = this;
    let j = i;
    while (j < length) {
      const c = chars[base + j]!;
      if (c !== 32 && c !== 9 && c !== 10 && c !== 13) break;
      j++;
    }
    return j;
  }

  /** Does `word` stand at i? */
  matches(i: number, word: string): boolean {
    if (i + word.length > this.length) return false;
    for (let k = 0; k < word.length; k++) if (this.chars[this.base + i + k] !== word.charCodeAt(k)) return false;
    return true;
  }

  /** Where the last string read ended: after the closing quote. */
  end = 0;

  /** The str whose first character (after the quote) is at `begin`. JSONDecodeError. CPython: scanstring_unicode */
  readString(begin: number, strict: boolean): Owned {
    const { rt, doc, chars, base, length } = this;
    let i = begin;
    // without escapes it is a slice
    while (i < length) {
      const c = chars[base + i]!;
      if (c === 34) {
        this.end = i + 1;
        return substring(rt, doc, begin, i);
      }
      if (c === 92 || (c < 32 && strict)) break;
      i++;
    }
    let text = strSlice(rt, doc, begin, i);
    for (;;) {
      if (i >= length) decodeError(rt, 'Unterminated string starting at', doc, begin - 1);
      const c = chars[base + i]!;
      if (c === 34) break;
      if (c === 92) {
        i++;
        if (i >= length) decodeError(rt, 'Unterminated string starting at', doc, begin - 1);
        const letter = chars[base + i]!;
        if (letter === 117) {
          text += String.fromCharCode(this.readHex(i + 1));
          i += 5;
        } else {
          const index = ESCAPES.indexOf(String.fromCharCode(letter));
          if (index < 0) decodeError(rt, 'Invalid \\escape', doc, i - 1);
          text += ESCAPED[index];
          i++;
        }
        continue;
      }
      if (c < 32 && strict) decodeError(rt, 'Invalid control character at', doc, i);
      let j = i;
      while (j < length && chars[base + j] !== 34 && chars[base + j] !== 92 && !(chars[base + j]! < 32 && strict)) j++;
      text += strSlice(rt, doc, i, j);
      i = j;
    }
    this.end = i + 1;
    return newStr(rt, text);
  }

  /** Four hex digits at i. */
  private readHex(i: number): number {
    let value = 0;
    for (let k = 0; k < 4; k++) {
      const c = this.at(i + k);
      const digit = c >= 48 && c <= 57 ? c - 48 : c >= 97 && c <= 102 ? c - 87 : c >= 65 && c <= 70 ? c - 55 : -1;
      if (digit < 0) decodeError(this.rt, 'Invalid \\uXXXX escape', this.doc, i - 1);
      value = value * 16 + digit;
    }
    return value;
  }
}

const ESCAPES = '"\\/bfnrt';
const ESCAPED = '"\\/\b\f\n\r\t';
