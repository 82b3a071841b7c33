/** A query that makes no sense; the message is for the user. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
}

export type Token =
  | { kind: 'word'; text: string }
  | { kind: 'number'; value: number }
  | { kind: 'string'; text: string }
  | { kind: 'sign'; text: string };

const PATTERN =
  /\s*(?:(0x[0-9a-f]+)|(\d+(?:\.\d+)?)\s*([kmg]i?b?)?(?![\w.])|(<=|>=|!=|==|=|<|>|~|\(|\))|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([\w.@-]+))/giy;

/** Splits a query into words, numbers (with K, M, G), quoted texts and signs. Throws QueryError. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  const pattern = new RegExp(PATTERN);
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) throw new QueryError(`cannot read the query at '${text.slice(at).trim().slice(0, 20)}'`);
    const [, hex, digits, unit, sign, double, single, word] = match;
    if (hex !== undefined) found.push({ kind: 'number', value: Number(hex) });
    else if (digits !== undefined)
      found.push({ kind: 'number', value: Number(digits) * 1024 ** (unit === undefined ? 0 : 'kmg'.indexOf(unit[0].toLowerCase()) + 1) });
    else if (sign !== undefined) found.push({ kind: 'sign', text: sign === '==' ? '=' : sign });
    else if (double !== undefined || single !== undefined) found.push({ kind: 'string', text: (double ?? single).replace(/\\(.)/g, '$1') });
    else found.push({ kind: 'word', text: word });
  }
  return found;
}
