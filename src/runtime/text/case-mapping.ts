import { isCased, isCaseIgnorable, isLower, isTitle, isUpper } from './char-properties.ts';

/** Case mappings with the full (one to many) rules. CPython: Objects/unicodeobject.c do_upper … do_title, Objects/unicodectype.c */

/** Full upper case of a code point as a host string. */
export function upperChar(c: number): string {
  return String.fromCodePoint(c).toUpperCase();
}

/** Full lower case of a code point standing alone. */
export function lowerChar(c: number): string {
  return c === 0x3a3 ? 'σ' : String.fromCodePoint(c).toLowerCase();
}

/** Title case where it is neither the upper case nor follows from the ranges below. */
const TITLE: ReadonlyMap<number, string> = /* @__PURE__ */ new Map(
  (
    'ß:Ss Ǆ:ǅ ǅ:ǅ ǆ:ǅ Ǉ:ǈ ǈ:ǈ ǉ:ǈ Ǌ:ǋ ǋ:ǋ ǌ:ǋ Ǳ:ǲ ǲ:ǲ ǳ:ǲ և:Եւ ᾲ:Ὰͅ ᾳ:ᾼ ᾴ:Άͅ ᾷ:ᾼ͂ ᾼ:ᾼ ῂ:Ὴͅ ῃ:ῌ ῄ:Ήͅ ῇ:ῌ͂ ῌ:ῌ ῲ:Ὼͅ ῳ:ῼ ῴ:Ώͅ ῷ:ῼ͂ ῼ:ῼ ' +
    'ﬀ:Ff ﬁ:Fi ﬂ:Fl ﬃ:Ffi ﬄ:Ffl ﬅ:St ﬆ:St ﬓ:Մն ﬔ:Մե ﬕ:Մի ﬖ:Վն ﬗ:Մխ'
  )
    .split(' ')
    .map((pair): [number, string] => [pair.codePointAt(0)!, pair.slice(2)]),
);

/** Full title case of a code point. CPython: _PyUnicode_ToTitleFull */
export function titleChar(c: number): string {
  if (c < 128) return upperChar(c);
  if ((c >= 0x10d0 && c <= 0x10fa) || (c >= 0x10fd && c <= 0x10ff)) return String.fromCodePoint(c);
  // Greek with iota subscript: eight small, then eight title-case letters
  if (c >= 0x1f80 && c <= 0x1faf) return String.fromCodePoint(c | 8);
  return TITLE.get(c) ?? upperChar(c);
}

/** Full case folding of a code point. CPython: _PyUnicode_ToFoldedFull */
export function foldChar(c: number): string {
  if (c < 128) return lowerChar(c);
  if ((c >= 0x13a0 && c <= 0x13fd) || (c >= 0xab70 && c <= 0xabbf)) return upperChar(c);
  if (c === 0x1e9e) return 'ss';
  if (c === 0x130 || c === 0x131) return lowerChar(c);
  let folded = '';
  for (const char of upperChar(c)) folded += lowerChar(char.codePointAt(0)!);
  return folded;
}

/** Lower case of the character at `i`: a final capital sigma becomes ς. CPython: handle_capital_sigma */
function lowerAt(chars: readonly number[], i: number): string {
  const c = chars[i]!;
  if (c !== 0x3a3) return lowerChar(c);
  let j = i - 1;
  while (j >= 0 && isCaseIgnorable(chars[j]!)) j--;
  let final = j >= 0 && isCased(chars[j]!);
  if (final) {
    j = i + 1;
    while (j < chars.length && isCaseIgnorable(chars[j]!)) j++;
    final = j === chars.length || !isCased(chars[j]!);
  }
  return final ? 'ς' : 'σ';
}

/** CPython: do_lower */
export function lowerText(chars: readonly number[]): string {
  let text = '';
  for (let i = 0; i < chars.length; i++) text += lowerAt(chars, i);
  return text;
}

/** CPython: do_upper */
export function upperText(chars: readonly number[]): string {
  let text = '';
  for (const c of chars) text += upperChar(c);
  return text;
}

/** CPython: do_casefold */
export function foldText(chars: readonly number[]): string {
  let text = '';
  for (const c of chars) text += foldChar(c);
  return text;
}

/** CPython: do_capitalize */
export function capitalizeText(chars: readonly number[]): string {
  let text = chars.length > 0 ? titleChar(chars[0]!) : '';
  for (let i = 1; i < chars.length; i++) text += lowerAt(chars, i);
  return text;
}

/** CPython: do_swapcase */
export function swapcaseText(chars: readonly number[]): string {
  let text = '';
  for (let i = 0; i < chars.length; i++) {
    const c = chars[i]!;
    text += isUpper(c) ? lowerAt(chars, i) : isLower(c) ? upperChar(c) : String.fromCodePoint(c);
  }
  return text;
}

/** CPython: do_title */
export function titleText(chars: readonly number[]): string {
  let text = '';
  let previousCased = false;
  for (let i = 0; i < chars.length; i++) {
    const c = chars[i]!;
    text += previousCased ? lowerAt(chars, i) : titleChar(c);
    previousCased = isCased(c);
  }
  return text;
}

/** CPython: unicode_istitle */
export function isTitleText(chars: readonly number[]): boolean {
  let cased = false;
  let previousCased = false;
  for (const c of chars) {
    if (isUpper(c) || isTitle(c)) {
      if (previousCased) return false;
      previousCased = cased = true;
    } else if (isLower(c)) {
      if (!previousCased) return false;
      previousCased = cased = true;
    } else previousCased = false;
  }
  return cased;
}
