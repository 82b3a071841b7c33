/** JSON strings from host strings. CPython: Modules/_json.c ascii_escape_unicode, escape_unicode */

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes them
const SPECIAL = /["\\\0-\x1f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes them
const SPECIAL_ALL = /["\\\0-\x1f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes them
const NOT_PLAIN = /["\\\0-\x1f\x7f-\uffff]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes them
const NOT_PLAIN_ALL = /["\\\0-\x1f\x7f-\uffff]/g;

function escaped(c: string): string {
  switch (c) {
    case '"':
      return '\\"';
    case '\\':
      return '\\\\';
    case '\n':
      return '\\n';
    case '\r':
      return '\\r';
    case '\t':
      return '\\t';
    case '\f':
      return '\\f';
    case '\b':
      return '\\b';
    default:
      return `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
  }
}

/** Quoted, with all but ASCII escaped (characters beyond U+FFFF as two surrogates). */
export function quoteAscii(text: string): string {
  return NOT_PLAIN.test(text) ? `"${text.replace(NOT_PLAIN_ALL, escaped)}"` : `"${text}"`;
}

/** Quoted, with only quotes, backslashes and control characters escaped. */
export function quoteText(text: string): string {
  return SPECIAL.test(text) ? `"${text.replace(SPECIAL_ALL, escaped)}"` : `"${text}"`;
}
