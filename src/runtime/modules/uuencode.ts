/** Lines of uuencoded data, on plain bytes. CPython: Modules/binascii.c */

import { ByteSink } from '../text/codecs/byte-sink.ts';

const SPACE = 32;
const BACKTICK = 96;
const NEWLINE = 10;
const RETURN = 13;

/** The bytes of one line; a text says what is wrong with it. Digits missing at the end are zeros. CPython: binascii_a2b_uu_impl */
export function fromUuLine(line: Uint8Array): Uint8Array | 'Illegal char' | 'Trailing garbage' {
  const bytes = new Uint8Array(((line[0] ?? 0) - SPACE) & 63);
  let at = 1;
  let bits = 0;
  let pending = 0;
  for (let done = 0; done < bytes.length; at++) {
    const c = line[at];
    let digit = 0;
    if (c !== undefined && c !== NEWLINE && c !== RETURN) {
      if (c < SPACE || c > BACKTICK) return 'Illegal char';
      digit = (c - SPACE) & 63;
    }
    pending = (pending << 6) | digit;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[done++] = pending >> bits;
      pending &= (1 << bits) - 1;
    }
  }
  for (; at < line.length; at++) {
    const c = line[at];
    if (c !== SPACE && c !== BACKTICK && c !== NEWLINE && c !== RETURN) return 'Trailing garbage';
  }
  return bytes;
}

/** One line of at most 45 bytes; `backtick` writes zeros as backticks, not as spaces. CPython: binascii_b2a_uu_impl */
export function toUuLine(bytes: Uint8Array, backtick: boolean): Uint8Array {
  const sink = new ByteSink();
  const digit = (value: number): void => sink.push(backtick && value === 0 ? BACKTICK : value + SPACE);
  digit(bytes.length);
  for (let i = 0; i < bytes.length; i += 3) {
    const group = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (const shift of [18, 12, 6, 0]) digit((group >> shift) & 63);
  }
  sink.push(NEWLINE);
  return sink.view();
}
