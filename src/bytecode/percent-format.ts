/** A value of a `%` format: the code of its conversion letter, and the format spec that says the same. */
export interface FormatPart {
  readonly conversion: number;
  readonly spec: string;
}

const FLAGS = '-+ #0';
/** Longer widths and precisions are left to run time. CPython: MAXDIGITS */
const MAX_DIGITS = 2;

/**
 * The literal texts and values of a `%` format of `%s`, `%r` and `%a` alone; null when it has others, names, stars, or not `count` values.
 * CPython: Python/ast_opt.c parse_literal, parse_format, simple_format_arg_parse
 */
export function percentFormat(format: string, count: number): (string | FormatPart)[] | null {
  const parts: (string | FormatPart)[] = [];
  const literal = /(?:[^%]|%%)+/y;
  const value = new RegExp(`%([${FLAGS}]*)([0-9]{0,${MAX_DIGITS}})(?:\\.([0-9]{0,${MAX_DIGITS}}))?([sra])`, 'y');
  let values = 0;
  for (let at = 0; at < format.length; ) {
    literal.lastIndex = at;
    value.lastIndex = at;
    const text = literal.exec(format);
    if (text !== null) {
      parts.push(text[0].replaceAll('%%', '%'));
      at = literal.lastIndex;
      continue;
    }
    const found = value.exec(format);
    if (found === null || ++values > count) return null;
    const [, flags, width, precision, letter] = found;
    const aligned = !flags.includes('-') && Number(width) > 0 ? '>' : '';
    const spec = `${aligned}${width === '' ? '' : Number(width)}${precision === undefined ? '' : `.${Number(precision)}`}`;
    parts.push({ conversion: letter.charCodeAt(0), spec });
    at = value.lastIndex;
  }
  return values === count ? parts : null;
}
