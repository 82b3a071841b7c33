/** The characters of XML names and texts. */

const START =
  ':A-Z_a-z\\u{c0}-\\u{d6}\\u{d8}-\\u{f6}\\u{f8}-\\u{2ff}\\u{370}-\\u{37d}\\u{37f}-\\u{1fff}\\u{200c}\\u{200d}\\u{2070}-\\u{218f}\\u{2c00}-\\u{2fef}\\u{3001}-\\u{d7ff}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{fffd}';
const REST = `${START}0-9.\\u{b7}\\u{300}-\\u{36f}\\u{203f}\\u{2040}-`;

export const NAME_START = new RegExp(`[${START}]`, 'u');
const name = new RegExp(`[${START}][${REST}]*`, 'uy');
const nameToken = new RegExp(`[${REST}]+`, 'uy');
const space = /[ \t\r\n]*/y;
/** What no text may contain, for the inside of a class of characters. */
export const NO_TEXT = String.raw`\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\p{Surrogate}`;
const invalid = new RegExp(`[${NO_TEXT}]`, 'u');

function sticky(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Where the name that begins at `at` ends; `at` when none does. */
export function nameEnd(text: string, at: number): number {
  return sticky(name, text, at);
}

/** Where the name characters from `at` on end. */
export function nameTokenEnd(text: string, at: number): number {
  return sticky(nameToken, text, at);
}

/** Where the white space from `at` on ends. */
export function spaceEnd(text: string, at: number): number {
  return sticky(space, text, at);
}

/** The first character in text[from:to] that XML does not allow; -1 when all are good. */
export function firstInvalid(text: string, from: number, to: number): number {
  const found = text.slice(from, to).search(invalid);
  return found < 0 ? -1 : from + found;
}

/** May a document contain the character of that number? CPython: Modules/expat/xmltok.c checkCharRefNumber */
export function isXmlChar(code: number): boolean {
  if (code < 0x20) return code === 9 || code === 10 || code === 13;
  return code < 0x110000 && (code < 0xd800 || code > 0xdfff) && code !== 0xfffe && code !== 0xffff;
}

/** One kind of line end. */
export function normalizeLines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}
