import { XmlError } from './xml-error.ts';
import { Handler } from './xml-events.ts';
import { scanComment, scanInstruction, tellComment, tellInstruction } from './xml-markup.ts';
import { NAME_START, NO_TEXT, nameEnd, spaceEnd } from './xml-names.ts';
import { predefined, scanReference } from './xml-references.ts';
import type { Source, XmlState } from './xml-state.ts';
import { scanStartTag, tellEndTag, tellStartTag } from './xml-tags.ts';

const RUN = new RegExp(String.raw`[^<&\]\n\r${NO_TEXT}]+`, 'uy');
const CDATA_OPEN = '<![CDATA[';

function run(text: string, at: number): number {
  RUN.lastIndex = at;
  return RUN.test(text) ? RUN.lastIndex : at;
}

/** Character data; the default handler sees them as they stand. */
function tellText(state: XmlState, source: Source, from: number, to: number, text: string): void {
  state.at(source, from, to);
  state.tell(Handler.characterData, source.text.slice(from, to), text);
  source.pos = to;
}

/**
 * A line end or a character that is no text, at source.pos: told, or an error. False: more text is needed to know.
 * CPython: xmlparse.c doContent XML_TOK_DATA_NEWLINE, XML_TOK_TRAILING_CR
 */
function lineEnd(state: XmlState, source: Source): boolean {
  const { text, pos } = source;
  const c = text[pos]!;
  if (c !== '\r' && c !== '\n') state.failIn(source, XmlError.invalidToken, pos);
  if (c === '\r' && pos + 1 >= text.length && !source.final) return false;
  tellText(state, source, pos, pos + (c === '\r' && text[pos + 1] === '\n' ? 2 : 1), '\n');
  return true;
}

/** The inside of a CDATA section. True: its end was read. CPython: xmlparse.c doCdataSection */
export function readCdata(state: XmlState, source: Source): boolean {
  const { text } = source;
  for (;;) {
    const { pos } = source;
    state.at(source, pos, pos);
    if (pos >= text.length) return source.final ? state.failIn(source, XmlError.unclosedCdata, pos) : false;
    if (text.startsWith(']]>', pos)) {
      state.at(source, pos, pos + 3);
      source.pos = pos + 3;
      state.tell(Handler.endCdata, ']]>');
      return true;
    }
    if (text[pos] === ']' && pos + 2 >= text.length && (pos + 1 >= text.length || text[pos + 1] === ']')) {
      return source.final ? state.failIn(source, XmlError.unclosedCdata, pos) : false;
    }
    // '<' and '&' mean nothing here
    let end = text[pos] === ']' ? pos + 1 : pos;
    for (let next = run(text, end); next !== end || text[end] === '<' || text[end] === '&'; next = run(text, end))
      end = next === end ? end + 1 : next;
    if (end > pos) tellText(state, source, pos, end, text.slice(pos, end));
    else if (!lineEnd(state, source)) return false;
  }
}

/**
 * Reads content up to the end of the element that was open at `level`, or as far as the text goes. True: the document's element was closed.
 * CPython: xmlparse.c doContent
 */
export function readContent(state: XmlState, source: Source, level: number): boolean {
  const { text } = source;
  for (;;) {
    if (state.phase === 'cdata') {
      if (!readCdata(state, source)) return false;
      state.phase = 'content';
      continue;
    }
    const { pos } = source;
    state.at(source, pos, pos);
    if (pos >= text.length) {
      if (source !== state.input || (state.role === 'entity' && source.final)) {
        if (state.open.length !== level) state.failIn(source, XmlError.asyncEntity, pos);
        return false;
      }
      return source.final ? state.failIn(source, XmlError.noElements, pos) : false;
    }
    const c = text[pos]!;
    if (c === '<') {
      const done = readMarkup(state, source, level);
      if (done === 'closed') return true;
      if (done === 'more') return source.final ? state.failIn(source, XmlError.unclosedToken, pos) : false;
    } else if (c === '&') {
      if (!readReference(state, source)) return source.final ? state.failIn(source, XmlError.unclosedToken, pos) : false;
    } else if (!readText(state, source)) return false;
  }
}

/** Text up to the next markup or line end. False: more is needed. */
function readText(state: XmlState, source: Source): boolean {
  const { text, pos } = source;
  let end = run(text, pos);
  while (text[end] === ']') {
    if (text.startsWith(']]>', end)) {
      if (end > pos) break;
      state.failIn(source, XmlError.invalidToken, end + 2);
    }
    const left = text.length - end;
    if (left === 1 || (left === 2 && text[end + 1] === ']')) {
      if (end > pos) break;
      if (!source.final) return false;
      tellText(state, source, pos, pos + 1, ']');
      return true;
    }
    end = run(text, end + 1);
  }
  if (end === pos) return lineEnd(state, source);
  tellText(state, source, pos, end, text.slice(pos, end));
  return true;
}

function readMarkup(state: XmlState, source: Source, level: number): 'more' | 'read' | 'closed' {
  const { text, pos } = source;
  const next = text[pos + 1];
  if (next === undefined) return 'more';
  if (next === '/') return readEndTag(state, source, level);
  if (next === '?') {
    const found = scanInstruction(state, source, pos);
    if (found === -1) return 'more';
    if (found.target === 'xml') state.failIn(source, XmlError.misplacedDeclaration, pos);
    source.pos = found.end;
    tellInstruction(state, source, pos, found);
    return 'read';
  }
  if (next === '!') {
    if (pos + 2 >= text.length) return 'more';
    if (text[pos + 2] === '-') {
      const end = scanComment(state, source, pos);
      if (end < 0) return 'more';
      source.pos = end;
      tellComment(state, source, pos, end);
      return 'read';
    }
    for (let i = 2; i < CDATA_OPEN.length; i++) {
      if (pos + i >= text.length) return 'more';
      if (text[pos + i] !== CDATA_OPEN[i]) state.failIn(source, XmlError.invalidToken, pos + i);
    }
    const open = pos + CDATA_OPEN.length;
    state.at(source, pos, open);
    source.pos = open;
    state.tell(Handler.startCdata, CDATA_OPEN);
    if (source === state.input) state.phase = 'cdata';
    else readCdata(state, source);
    return 'read';
  }
  if (!NAME_START.test(next)) state.failIn(source, XmlError.invalidToken, pos + 1);
  const tag = scanStartTag(state, source, pos);
  if (tag === -1) return 'more';
  source.pos = tag.end;
  tellStartTag(state, source, pos, tag);
  return tag.empty && state.open.length === 0 && source === state.input && state.role === 'document' ? 'closed' : 'read';
}

function readEndTag(state: XmlState, source: Source, level: number): 'more' | 'read' | 'closed' {
  const { text, pos } = source;
  const name = pos + 2;
  if (name >= text.length) return 'more';
  const end = nameEnd(text, name);
  if (end === name) state.failIn(source, XmlError.invalidToken, name);
  const close = spaceEnd(text, end);
  if (close >= text.length) return 'more';
  if (text[close] !== '>') state.failIn(source, XmlError.invalidToken, close);
  state.at(source, pos, close + 1);
  if (state.open.length === level) state.failIn(source, XmlError.asyncEntity, pos);
  if (state.open[state.open.length - 1]!.raw !== text.slice(name, end)) state.failIn(source, XmlError.tagMismatch, name);
  source.pos = close + 1;
  tellEndTag(state, text.slice(pos, close + 1));
  return state.open.length === 0 && source === state.input && state.role === 'document' ? 'closed' : 'read';
}

/** A reference in content. False: it is not complete. */
function readReference(state: XmlState, source: Source): boolean {
  const at = source.pos;
  const reference = scanReference(state, source, at);
  if (reference === -1) return false;
  const { end, code, name } = reference;
  const raw = source.text.slice(at, end);
  const char = code >= 0 ? String.fromCodePoint(code) : predefined(name);
  if (char !== undefined) {
    tellText(state, source, at, end, char);
    return true;
  }
  state.at(source, at, end);
  source.pos = end;
  const { dtd, events } = state;
  const entity = dtd.entities.get(name);
  if (!dtd.hasParamEntityRefs || dtd.standalone) {
    if (entity === undefined) return state.failIn(source, XmlError.undefinedEntity, at);
    if (!entity.internal) state.failIn(source, XmlError.declaredInParameterEntity, at);
  }
  if (entity === undefined) {
    state.tell(Handler.skippedEntity, raw, name, 0);
    return true;
  }
  if (entity.open) state.failIn(source, XmlError.recursiveEntity, at);
  if (entity.notation !== null) state.failIn(source, XmlError.binaryEntity, at);
  if (entity.value !== null) {
    if (events.has(Handler.default) && !events.has(Handler.defaultExpand)) state.tell(Handler.skippedEntity, raw, name, 0);
    else
      state.within(entity, (inner) => {
        readContent(state, inner, state.open.length);
      });
  } else if (events.has(Handler.externalEntityRef)) state.external(entity, true);
  else state.raw(raw);
  return true;
}
