import { XmlError } from './xml-error.ts';
import { Handler } from './xml-events.ts';
import { firstInvalid, nameEnd, normalizeLines, spaceEnd } from './xml-names.ts';
import type { Source, XmlState } from './xml-state.ts';

/** Comments, processing instructions and declarations of the XML version: markup that stands in prolog, content and epilog alike. */

/** What follows '<?': where it ends, its target, where its data begin. -1: the text ends first. CPython: xmltok_impl.c scanPi */
export function scanInstruction(state: XmlState, source: Source, at: number): { end: number; target: string; data: number } | -1 {
  const { text } = source;
  const first = at + 2;
  if (first >= text.length) return -1;
  const end = nameEnd(text, first);
  if (end === first) state.failIn(source, XmlError.invalidToken, first);
  if (end >= text.length) return -1;
  const target = text.slice(first, end);
  if (target !== 'xml' && target.toLowerCase() === 'xml') state.failIn(source, XmlError.invalidToken, end);
  if (text.startsWith('?>', end)) return { end: end + 2, target, data: end };
  const data = spaceEnd(text, end);
  if (data === end) {
    if (text[end] === '?' && end + 1 >= text.length) return -1;
    state.failIn(source, XmlError.invalidToken, text[end] === '?' ? end + 1 : end);
  }
  const close = text.indexOf('?>', data);
  const bad = firstInvalid(text, data, close < 0 ? text.length : close);
  if (bad >= 0) state.failIn(source, XmlError.invalidToken, bad);
  return close < 0 ? -1 : { end: close + 2, target, data };
}

/** Where the comment that begins at `at` ends; -1: the text ends first. CPython: xmltok_impl.c scanComment */
export function scanComment(state: XmlState, source: Source, at: number): number {
  const { text } = source;
  if (at + 3 >= text.length) return -1;
  if (text[at + 3] !== '-') state.failIn(source, XmlError.invalidToken, at + 3);
  const close = text.indexOf('--', at + 4);
  const bad = firstInvalid(text, at + 4, close < 0 ? text.length : close);
  if (bad >= 0) state.failIn(source, XmlError.invalidToken, bad);
  if (close < 0 || close + 2 >= text.length) return -1;
  if (text[close + 2] !== '>') state.failIn(source, XmlError.invalidToken, close + 2);
  return close + 3;
}

export function tellInstruction(state: XmlState, source: Source, at: number, found: { end: number; target: string; data: number }): void {
  const { text } = source;
  state.at(source, at, found.end);
  const data = normalizeLines(text.slice(found.data, found.end - 2));
  state.tell(Handler.processingInstruction, text.slice(at, found.end), found.target, data);
}

export function tellComment(state: XmlState, source: Source, at: number, end: number): void {
  state.at(source, at, end);
  state.tell(Handler.comment, source.text.slice(at, end), normalizeLines(source.text.slice(at + 4, end - 3)));
}

const PSEUDO = /[ \t\r\n]+([A-Za-z]+)[ \t\r\n]*=[ \t\r\n]*(?:"([A-Za-z0-9._-]*)"|'([A-Za-z0-9._-]*)')/y;

/**
 * `<?xml version="1.0" encoding="…" standalone="…"?>` at the start of a document, or an entity's text declaration.
 * CPython: xmltok.c doParseXmlDecl, xmlparse.c processXmlDecl
 */
export function tellDeclaration(state: XmlState, source: Source, at: number, found: { end: number; data: number }, isText: boolean): void {
  const { text } = source;
  const close = found.end - 2;
  const wrong = isText ? XmlError.textDeclaration : XmlError.xmlDeclaration;
  const values: { version?: string; encoding?: string; standalone?: string } = {};
  const order = isText ? (['version', 'encoding'] as const) : (['version', 'encoding', 'standalone'] as const);
  let next = 0;
  let i = at + 5;
  while (spaceEnd(text, i) < close) {
    PSEUDO.lastIndex = i;
    const part = PSEUDO.exec(text);
    const start = spaceEnd(text, i);
    if (part === null) state.failIn(source, wrong, start);
    const which = order.findIndex((name, k) => k >= next && name === part[1]);
    const value = part[2] ?? part[3]!;
    if (which < 0 || (next === 0 && which > 0 && !isText)) state.failIn(source, wrong, start);
    if (order[which] === 'encoding' && !/^[A-Za-z]/.test(value)) state.failIn(source, wrong, PSEUDO.lastIndex - value.length - 1);
    if (order[which] === 'standalone' && value !== 'yes' && value !== 'no') state.failIn(source, wrong, PSEUDO.lastIndex - value.length - 1);
    values[order[which]!] = value;
    next = which + 1;
    i = PSEUDO.lastIndex;
  }
  if (isText ? values.encoding === undefined : values.version === undefined) state.failIn(source, wrong, spaceEnd(text, i));
  const { standalone } = values;
  if (standalone === 'yes') state.dtd.standalone = true;
  state.at(source, at, found.end);
  state.tell(
    Handler.xmlDecl,
    text.slice(at, found.end),
    values.version ?? null,
    values.encoding ?? null,
    standalone === undefined ? -1 : standalone === 'yes' ? 1 : 0,
  );
  const { refused, encoding, declarationHolds } = state.input;
  if (refused !== null) throw refused;
  const wide = typeof encoding === 'string' && encoding.startsWith('utf-16');
  if (declarationHolds && wide && values.encoding !== undefined && !/^utf-16(?:[bl]e)?$/i.test(values.encoding))
    state.failIn(source, XmlError.incorrectEncoding, text.indexOf(values.encoding, text.indexOf('encoding', at)));
}
