import type { DeclarationTokens, PrologToken } from './prolog-tokens.ts';
import { XmlError } from './xml-error.ts';
import { type ContentModel, ContentType, Handler, QUANTIFIERS } from './xml-events.ts';
import { normalizeLines } from './xml-names.ts';
import { attributeValue, predefined, scanReference } from './xml-references.ts';
import type { Entity, Source, XmlState } from './xml-state.ts';

/** The declarations of a document type. CPython: Modules/expat/xmlparse.c doProlog, xmlrole.c */

const NOT_PUBLIC = /[^ \r\na-zA-Z0-9'()+,./:=?;!*#@$_%-]/;

/** A public identifier with its white space made single spaces. */
function publicIdentifier(tokens: DeclarationTokens): string {
  const token = tokens.take('literal');
  const bad = token.text.search(NOT_PUBLIC);
  if (bad >= 0) tokens.fail(XmlError.publicId, token.start + 1 + bad);
  return token.text.replace(/[ \r\n]+/g, ' ').trim();
}

/** `SYSTEM "…"` or `PUBLIC "…" "…"`; `publicAlone`: the system identifier may be absent. Nulls when neither follows. */
export function externalId(tokens: DeclarationTokens, publicAlone: boolean): { systemId: string | null; publicId: string | null } {
  if (tokens.takeIf('name', 'SYSTEM') !== undefined) return { systemId: tokens.take('literal').text, publicId: null };
  if (tokens.takeIf('name', 'PUBLIC') === undefined) return { systemId: null, publicId: null };
  const publicId = publicIdentifier(tokens);
  if (publicAlone && tokens.peek()?.kind !== 'literal') return { systemId: null, publicId };
  return { systemId: tokens.take('literal').text, publicId };
}

/** What an entity stands for: references to characters and parameter entities replaced. CPython: xmlparse.c storeEntityValue */
function entityValue(state: XmlState, source: Source, from: number, to: number, mayUseParameters: boolean): string {
  const { text } = source;
  let out = '';
  for (let i = from; i < to; ) {
    const c = text[i]!;
    if (c === '&') {
      const reference = scanReference(state, source, i);
      if (reference === -1 || reference.end > to) return state.failIn(source, XmlError.invalidToken, i);
      out += reference.code >= 0 ? String.fromCodePoint(reference.code) : text.slice(i, reference.end);
      i = reference.end;
    } else if (c === '%') {
      const end = text.indexOf(';', i);
      if (!mayUseParameters) return state.failIn(source, XmlError.paramEntityRef, i);
      if (end < 0 || end >= to) return state.failIn(source, XmlError.invalidToken, i);
      const entity = state.dtd.parameterEntities.get(text.slice(i + 1, end));
      if (entity === undefined) state.dtd.keepProcessing = state.dtd.standalone;
      else if (entity.open) return state.failIn(source, XmlError.recursiveEntity, i);
      else if (entity.value === null) state.external(entity, false);
      else
        state.within(entity, (inner) => {
          out += entityValue(state, inner, 0, inner.text.length, true);
        });
      i = end + 1;
    } else {
      out += c;
      i++;
    }
  }
  return normalizeLines(out);
}

/** Declares an entity, unless one of that name is there: the first holds. */
export function declareEntity(state: XmlState, source: Source, tokens: DeclarationTokens): void {
  const parameter = tokens.takeIf('%') !== undefined;
  const name = tokens.take('name').text;
  const { dtd } = state;
  const table = parameter ? dtd.parameterEntities : dtd.entities;
  const counts = dtd.keepProcessing && !table.has(name) && (parameter || predefined(name) === undefined);
  let [value, notation]: (string | null)[] = [null, null];
  const literal = tokens.takeIf('literal');
  let ids: ReturnType<typeof externalId> = { systemId: null, publicId: null };
  if (literal !== undefined) {
    value = dtd.keepProcessing ? entityValue(state, source, literal.start + 1, literal.end - 1, state.role === 'subset') : '';
  } else {
    ids = externalId(tokens, false);
    if (ids.systemId === null) tokens.refuse();
    if (!parameter && tokens.takeIf('name', 'NDATA') !== undefined) notation = tokens.take('name').text;
  }
  if (value === null && notation === null) tokens.take('>');
  if (counts) tellEntity(state, source, parameter, name, value, notation, ids);
  if (value !== null || notation !== null) tokens.take('>');
}

function tellEntity(
  state: XmlState,
  source: Source,
  parameter: boolean,
  name: string,
  value: string | null,
  notation: string | null,
  ids: { systemId: string | null; publicId: string | null },
): void {
  const { dtd, settings, events } = state;
  const base = settings.base;
  const internal = state.role === 'document' && source === state.input;
  const entity: Entity = { name, value, ...ids, base: value === null ? base : null, notation, internal, open: false };
  (parameter ? dtd.parameterEntities : dtd.entities).set(name, entity);
  if (notation !== null && events.has(Handler.unparsedEntityDecl))
    events.call(Handler.unparsedEntityDecl, name, base, ids.systemId, ids.publicId, notation);
  else if (events.has(Handler.entityDecl))
    events.call(Handler.entityDecl, name, parameter ? 1 : 0, value, base, ids.systemId, ids.publicId, notation);
}

export function declareNotation(state: XmlState, tokens: DeclarationTokens): void {
  const name = tokens.take('name').text;
  const { systemId, publicId } = externalId(tokens, true);
  if (systemId === null && publicId === null) tokens.refuse();
  if (systemId === null) tokens.take('>');
  if (state.events.has(Handler.notationDecl)) state.events.call(Handler.notationDecl, name, state.settings.base, systemId, publicId);
  if (systemId !== null) tokens.take('>');
}

const quantifierOf = (token: PrologToken): number => QUANTIFIERS.indexOf(token.quantifier as (typeof QUANTIFIERS)[number]);

/** The inside of parentheses, up to the one that closes. */
function contentGroup(tokens: DeclarationTokens): ContentModel {
  const model: ContentModel = { type: ContentType.seq, quantifier: 0, name: null, children: [] };
  let connector: '|' | ',' | null = null;
  for (;;) {
    const token = tokens.take('name', '(');
    model.children.push(
      token.kind === '(' ? contentGroup(tokens) : { type: ContentType.name, quantifier: quantifierOf(token), name: token.text, children: [] },
    );
    const next = tokens.take('|', ',', ')');
    if (next.kind === ')') {
      model.quantifier = quantifierOf(next);
      return model;
    }
    if (connector !== null && connector !== next.kind) tokens.refuse(next);
    connector = next.kind as '|' | ',';
    if (connector === '|') model.type = ContentType.choice;
  }
}

function mixedContent(tokens: DeclarationTokens): ContentModel {
  const model: ContentModel = { type: ContentType.mixed, quantifier: 0, name: null, children: [] };
  for (;;) {
    const next = tokens.take('|', ')');
    if (next.kind === ')') {
      model.quantifier = quantifierOf(next);
      if (model.quantifier !== 2 && (model.quantifier !== 0 || model.children.length > 0)) tokens.refuse(next);
      return model;
    }
    model.children.push({ type: ContentType.name, quantifier: 0, name: tokens.take('name').text, children: [] });
  }
}

export function declareElement(state: XmlState, tokens: DeclarationTokens): void {
  const name = tokens.take('name').text;
  let model: ContentModel;
  const first = tokens.take('name', '(');
  if (first.kind === '(') model = tokens.takeIf('pound', '#PCDATA') === undefined ? contentGroup(tokens) : mixedContent(tokens);
  else if (first.text === 'EMPTY' || first.text === 'ANY')
    model = { type: first.text === 'ANY' ? ContentType.any : ContentType.empty, quantifier: 0, name: null, children: [] };
  else tokens.refuse(first);
  if (state.events.has(Handler.elementDecl)) state.events.call(Handler.elementDecl, name, model);
  tokens.take('>');
}

const ATTRIBUTE_TYPES = ['CDATA', 'ID', 'IDREF', 'IDREFS', 'ENTITY', 'ENTITIES', 'NMTOKEN', 'NMTOKENS'];

function alternatives(tokens: DeclarationTokens, onlyNames: boolean): string {
  const names: string[] = [];
  do names.push((onlyNames ? tokens.take('name') : tokens.take('name', 'nmtoken')).text);
  while (tokens.take('|', ')').kind === '|');
  return `(${names.join('|')})`;
}

function attributeType(tokens: DeclarationTokens): string {
  if (tokens.takeIf('(') !== undefined) return alternatives(tokens, false);
  const token = tokens.take('name');
  if (token.text === 'NOTATION') {
    tokens.take('(');
    return `NOTATION${alternatives(tokens, true)}`;
  }
  return ATTRIBUTE_TYPES.includes(token.text) ? token.text : tokens.refuse(token);
}

export function declareAttributes(state: XmlState, source: Source, tokens: DeclarationTokens): void {
  const element = tokens.take('name').text;
  const { dtd, events } = state;
  while (tokens.takeIf('>') === undefined) {
    const name = tokens.take('name').text;
    const type = attributeType(tokens);
    const word = tokens.takeIf('pound');
    if (word !== undefined && !['#REQUIRED', '#IMPLIED', '#FIXED'].includes(word.text)) tokens.refuse(word);
    let value: string | null = null;
    if (word === undefined || word.text === '#FIXED') {
      const literal = tokens.take('literal');
      value = attributeValue(state, source, literal.start + 1, literal.end - 1);
      if (type !== 'CDATA') value = value.replace(/ +/g, ' ').trim();
    }
    if (!dtd.keepProcessing) continue;
    let rules = dtd.attributes.get(element);
    if (rules === undefined) dtd.attributes.set(element, (rules = new Map()));
    if (!rules.has(name)) rules.set(name, { cdata: type === 'CDATA', value });
    const required = word === undefined || word.text === '#IMPLIED' ? 0 : 1;
    if (events.has(Handler.attlistDecl)) events.call(Handler.attlistDecl, element, name, type, value, required);
  }
}
