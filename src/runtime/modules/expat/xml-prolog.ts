import { DeclarationTokens, type PrologToken, prologToken, type Short } from './prolog-tokens.ts';
import { declareAttributes, declareElement, declareEntity, declareNotation, externalId } from './xml-declarations.ts';
import { XmlError, XmlFailure } from './xml-error.ts';
import { Handler } from './xml-events.ts';
import { scanComment, scanInstruction, tellComment, tellDeclaration, tellInstruction } from './xml-markup.ts';
import { NAME_START, spaceEnd } from './xml-names.ts';
import type { Entity, Source, XmlState } from './xml-state.ts';

/** What a document has around its element. CPython: Modules/expat/xmlparse.c doProlog, epilogProcessor */

/** Comments, processing instructions and white space at source.pos. 'other': something else stands there. */
function readMiscellaneous(state: XmlState, source: Source): 'read' | 'more' | 'other' {
  const { text, pos } = source;
  const space = spaceEnd(text, pos);
  if (space > pos) {
    state.at(source, pos, space);
    source.pos = space;
    state.raw(text.slice(pos, space));
    return 'read';
  }
  if (text[pos] !== '<') return 'other';
  const next = text[pos + 1];
  if (next === undefined || (next === '!' && text[pos + 2] === undefined)) return 'more';
  if (next === '!' && text[pos + 2] === '-') {
    const end = scanComment(state, source, pos);
    if (end < 0) return 'more';
    source.pos = end;
    tellComment(state, source, pos, end);
    return 'read';
  }
  if (next !== '?') return 'other';
  const found = scanInstruction(state, source, pos);
  if (found === -1) return 'more';
  const first = state.phase === 'start' && source === state.input;
  if (found.target === 'xml' && !first) state.failIn(source, XmlError.misplacedDeclaration, pos);
  source.pos = found.end;
  if (found.target === 'xml') tellDeclaration(state, source, pos, found, state.role !== 'document');
  else tellInstruction(state, source, pos, found);
  return 'read';
}

/** The tokens from `at` on up to the one of kind `last` (or `or`), outside of parentheses; -1: the text ends first. */
function tokensUpTo(state: XmlState, source: Source, at: number, last: string, or: string): PrologToken[] | Short {
  const tokens: PrologToken[] = [];
  for (let i = at; ; ) {
    if (i >= source.text.length) return source.final ? tokens : -1;
    const token = prologToken(state, source, i);
    if (token === -1) return source.final ? state.failIn(source, XmlError.unclosedToken, i) : -1;
    tokens.push(token);
    i = token.end;
    if (token.kind === last || token.kind === or) return tokens;
  }
}

function rawTokens(state: XmlState, source: Source, tokens: readonly PrologToken[]): void {
  if (!state.hasDefault) return;
  for (const { start, end } of tokens) {
    state.at(source, start, end);
    state.raw(source.text.slice(start, end));
  }
}

/** The end of the document type: what is outside of the document may be asked for. CPython: doProlog XML_ROLE_DOCTYPE_CLOSE */
function closeDoctype(state: XmlState): void {
  const { dtd, settings, events } = state;
  const doctype = state.doctype;
  if (doctype?.external || settings.foreignDtd) {
    const before = dtd.hasParamEntityRefs;
    dtd.hasParamEntityRefs = true;
    if (settings.parameterEntities !== 0 && !(settings.parameterEntities === 1 && dtd.standalone) && events.has(Handler.externalEntityRef)) {
      const none: Entity = {
        name: '',
        value: null,
        systemId: null,
        publicId: null,
        base: settings.base,
        notation: null,
        internal: false,
        open: false,
      };
      dtd.paramEntityRead = false;
      state.external(doctype?.external ?? none, false);
      if (dtd.paramEntityRead) state.checkStandalone();
      else if (!doctype?.external) dtd.hasParamEntityRefs = before;
    }
    settings.foreignDtd = false;
  }
}

/** Runs `read` on a declaration's tokens; the default handler sees those before the one that is wrong. */
function readTokens(state: XmlState, source: Source, tokens: readonly PrologToken[], unseen: boolean, read: () => void): void {
  try {
    read();
  } catch (thrown) {
    if (unseen && thrown instanceof XmlFailure && thrown.at >= 0)
      rawTokens(
        state,
        source,
        tokens.filter(({ end }) => end <= thrown.at),
      );
    throw thrown;
  }
}

function readDoctype(state: XmlState, source: Source): boolean {
  const { pos } = source;
  const tokens = tokensUpTo(state, source, pos, '>', '[');
  if (tokens === -1) return false;
  const { events, dtd, settings } = state;
  const reader = new DeclarationTokens(state, source, tokens);
  reader.take('declaration');
  const name = reader.take('name').text;
  const { systemId, publicId } = externalId(reader, false);
  if (systemId !== null) {
    dtd.hasParamEntityRefs = true;
    if (settings.parameterEntities === 0) state.checkStandalone();
  }
  const close = reader.take('>', '[');
  const external: Entity | null =
    systemId === null ? null : { name: '#', value: null, systemId, publicId, base: settings.base, notation: null, internal: false, open: false };
  state.doctype = { name, systemId, publicId, external };
  state.at(source, close.start, close.end);
  source.pos = close.end;
  const handled = events.has(Handler.startDoctype);
  if (!handled) rawTokens(state, source, close.kind === '>' && events.has(Handler.endDoctype) ? tokens.slice(0, -1) : tokens);
  state.at(source, close.start, close.end);
  if (handled) events.call(Handler.startDoctype, name, systemId, publicId, close.kind === '[' ? 1 : 0);
  if (close.kind === '[') state.phase = 'subset';
  else {
    closeDoctype(state);
    if (events.has(Handler.endDoctype)) events.call(Handler.endDoctype);
    state.phase = 'prolog';
  }
  return true;
}

/** A reference to a parameter entity between declarations. CPython: doProlog XML_ROLE_PARAM_ENTITY_REF */
function readParameterReference(state: XmlState, source: Source, token: PrologToken): void {
  const { dtd, settings, events } = state;
  const first = !dtd.hasParamEntityRefs;
  dtd.hasParamEntityRefs = true;
  source.pos = token.end;
  const skip = (): void => {
    dtd.keepProcessing = dtd.standalone;
  };
  const raw = `%${token.text};`;
  if (settings.parameterEntities === 0 || (settings.parameterEntities === 1 && dtd.standalone)) {
    skip();
    state.raw(raw);
    state.checkStandalone();
    return;
  }
  const entity = dtd.parameterEntities.get(token.text);
  if (entity === undefined) {
    if (first && source === state.input && state.role === 'document') state.failIn(source, XmlError.undefinedEntity, token.start);
    skip();
    state.tell(Handler.skippedEntity, raw, token.text, 1);
    return;
  }
  if (entity.open) state.failIn(source, XmlError.recursiveEntity, token.start);
  if (entity.value !== null) {
    state.within(entity, (inner) => {
      readSubset(state, inner);
      if (inner.pos < inner.text.length) state.fail(XmlError.incompleteParameterEntity);
    });
    return;
  }
  if (events.has(Handler.externalEntityRef)) {
    dtd.paramEntityRead = false;
    state.external(entity, false);
    if (!dtd.paramEntityRead) {
      skip();
      return;
    }
  } else {
    skip();
    state.raw(raw);
    return;
  }
  state.checkStandalone();
}

/** In external text, parameter references within a declaration are replaced before it is read. */
function withoutReferences(state: XmlState, source: Source, tokens: readonly PrologToken[]): Source | null {
  if (state.role !== 'subset' || !tokens.some(({ kind }) => kind === 'parameter')) return null;
  let text = '';
  for (const token of tokens) {
    const entity = token.kind === 'parameter' ? state.dtd.parameterEntities.get(token.text) : undefined;
    if (entity !== undefined && entity.value === null) state.failIn(source, XmlError.undefinedEntity, token.start);
    if (entity !== undefined) state.grow(entity.value!.length);
    text += entity === undefined ? source.text.slice(token.start, token.end) : ` ${entity.value} `;
  }
  return { text, pos: 0, final: true };
}

const HANDLERS: Readonly<Record<string, Handler>> = {
  '<!ENTITY': Handler.entityDecl,
  '<!ELEMENT': Handler.elementDecl,
  '<!ATTLIST': Handler.attlistDecl,
  '<!NOTATION': Handler.notationDecl,
};

function readDeclaration(state: XmlState, source: Source): boolean {
  const { pos } = source;
  const raw = tokensUpTo(state, source, pos, '>', '>');
  if (raw === -1) return false;
  const expanded = withoutReferences(state, source, raw);
  if (expanded !== null) {
    source.pos = raw[raw.length - 1]!.end;
    return readDeclaration(state, expanded);
  }
  const tokens = new DeclarationTokens(state, source, raw);
  const keyword = tokens.take('declaration');
  const end = raw[raw.length - 1]!.end;
  state.at(source, pos, end);
  const handler = HANDLERS[keyword.text];
  if (handler === undefined) return tokens.refuse(keyword);
  const unseen = !state.events.has(handler);
  readTokens(state, source, raw, unseen, () => {
    if (handler === Handler.entityDecl) declareEntity(state, source, tokens);
    else if (handler === Handler.elementDecl) declareElement(state, tokens);
    else if (handler === Handler.attlistDecl) declareAttributes(state, source, tokens);
    else declareNotation(state, tokens);
  });
  source.pos = end;
  if (unseen) rawTokens(state, source, raw);
  return true;
}

/** `<![INCLUDE[ … ]]>` and `<![IGNORE[ … ]]>` of external text. */
function readSection(state: XmlState, source: Source): boolean {
  const { text, pos } = source;
  if (state.role !== 'subset') state.failIn(source, XmlError.syntax, pos);
  const open = text.indexOf('[', pos + 3);
  if (open < 0) return false;
  const word = text
    .slice(pos + 3, open)
    .trim()
    .replace(/^%(.*);$/, (all, name: string) => state.dtd.parameterEntities.get(name)?.value?.trim() ?? all);
  if (word === 'INCLUDE') {
    source.pos = open + 1;
    return true;
  }
  if (word !== 'IGNORE') state.failIn(source, XmlError.syntax, pos + 3);
  let depth = 1;
  for (let i = open + 1; i < text.length; i++) {
    if (text.startsWith('<![', i)) depth++;
    else if (text.startsWith(']]>', i) && --depth === 0) {
      source.pos = i + 3;
      state.raw(text.slice(pos, i + 3));
      return true;
    }
  }
  return false;
}

/** Declarations, as far as the text goes; of a document up to the ']' that ends them. True: all was read. */
export function readSubset(state: XmlState, source: Source): boolean {
  const { text } = source;
  for (;;) {
    const { pos } = source;
    state.at(source, pos, pos);
    if (pos >= text.length) {
      if (source !== state.input || (state.role === 'subset' && source.final)) return true;
      return source.final ? state.failIn(source, XmlError.noElements, pos) : false;
    }
    const misc = readMiscellaneous(state, source);
    if (misc === 'read') {
      if (state.phase === 'start') state.phase = 'subset';
      continue;
    }
    if (state.phase === 'start') state.phase = 'subset';
    const token = misc === 'more' ? -1 : prologToken(state, source, pos);
    if (token === -1) return source.final ? state.failIn(source, XmlError.unclosedToken, pos) : false;
    if (token.kind === 'parameter') readParameterReference(state, source, token);
    else if (token.kind === 'declaration') {
      if (!readDeclaration(state, source)) return false;
    } else if (token.kind === 'section') {
      if (!readSection(state, source)) return source.final ? state.failIn(source, XmlError.unclosedToken, pos) : false;
    } else if (token.kind === ']]>' && state.role === 'subset') source.pos = token.end;
    else if (token.kind === ']' && state.role === 'document' && source === state.input) {
      source.pos = token.end;
      if (!state.events.has(Handler.startDoctype)) state.raw(']');
      state.phase = 'afterSubset';
      return true;
    } else state.failIn(source, XmlError.syntax, pos);
  }
}

/** Between ']' and '>' of a document type. */
export function readAfterSubset(state: XmlState, source: Source): boolean {
  const { text, pos } = source;
  const end = spaceEnd(text, pos);
  if (end > pos && !state.events.has(Handler.startDoctype)) state.raw(text.slice(pos, end));
  source.pos = end;
  state.at(source, end, end + 1);
  if (end >= text.length) return source.final ? state.failIn(source, XmlError.noElements, end) : false;
  if (text[end] !== '>') state.failIn(source, XmlError.syntax, end);
  source.pos = end + 1;
  closeDoctype(state);
  state.tell(Handler.endDoctype, '>');
  state.phase = 'prolog';
  return true;
}

/** What stands before the element. True: the phase changed. */
export function readProlog(state: XmlState, source: Source): boolean {
  const { text } = source;
  for (;;) {
    const { pos } = source;
    state.at(source, pos, pos);
    if (pos >= text.length) return source.final ? state.failIn(source, XmlError.noElements, pos) : false;
    if (text[pos] === '<' && text[pos + 1] !== undefined && NAME_START.test(text[pos + 1]!)) {
      beforeElement(state);
      state.phase = 'content';
      return true;
    }
    const misc = readMiscellaneous(state, source);
    if (misc === 'read') {
      state.phase = 'prolog';
      continue;
    }
    const token = misc === 'more' ? -1 : prologToken(state, source, pos);
    if (token === -1) return source.final ? state.failIn(source, XmlError.unclosedToken, pos) : false;
    if (token.text !== '<!DOCTYPE' || state.doctype !== null)
      state.failIn(source, token.kind === 'parameter' ? XmlError.paramEntityRef : XmlError.syntax, pos);
    return readDoctype(state, source);
  }
}

/** A document without a type may get one from outside. CPython: doProlog XML_ROLE_INSTANCE_START */
function beforeElement(state: XmlState): void {
  if (state.settings.foreignDtd) closeDoctype(state);
}

/** What stands behind the element. CPython: xmlparse.c epilogProcessor */
export function readEpilog(state: XmlState, source: Source): boolean {
  const { text } = source;
  for (;;) {
    const { pos } = source;
    state.at(source, pos, pos);
    if (pos >= text.length) return false;
    const misc = readMiscellaneous(state, source);
    if (misc === 'read') continue;
    if (misc === 'more') return source.final ? state.failIn(source, XmlError.unclosedToken, pos) : false;
    if (text[pos] === '<' && NAME_START.test(text[pos + 1]!)) state.failIn(source, XmlError.junkAfterElement, pos);
    const token = prologToken(state, source, pos);
    if (token === -1 && !source.final) return false;
    state.failIn(source, token === -1 ? XmlError.unclosedToken : XmlError.junkAfterElement, pos);
  }
}
