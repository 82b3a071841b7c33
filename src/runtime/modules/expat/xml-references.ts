import { XmlError } from './xml-error.ts';
import { isXmlChar, nameEnd } from './xml-names.ts';
import type { Source, XmlState } from './xml-state.ts';

/** Characters that need no declaration. */
const PREDEFINED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

export function predefined(name: string): string | undefined {
  return Object.hasOwn(PREDEFINED, name) ? PREDEFINED[name] : undefined;
}

/** A reference that begins at `at` with '&': where it ends, and the number or the name in it. -1: the text ends first. */
export type Reference = { end: number; code: number; name: string } | -1;

/** CPython: Modules/expat/xmltok_impl.c scanRef */
export function scanReference(state: XmlState, source: Source, at: number): Reference {
  const { text } = source;
  const bad = (i: number): -1 => (i >= text.length ? -1 : state.failIn(source, XmlError.invalidToken, i));
  let i = at + 1;
  if (text[i] === '#') {
    i++;
    const hex = text[i] === 'x';
    if (hex) i++;
    const first = i;
    while (i < text.length && (hex ? /[0-9A-Fa-f]/ : /[0-9]/).test(text[i]!)) i++;
    if (i === first || text[i] !== ';') return bad(i);
    const code = Number.parseInt(text.slice(first, i), hex ? 16 : 10);
    if (!isXmlChar(code)) state.failIn(source, XmlError.badCharRef, at);
    return { end: i + 1, code, name: '' };
  }
  const end = nameEnd(text, i);
  if (end === i || text[end] !== ';') return bad(end);
  return { end: end + 1, code: -1, name: text.slice(i, end) };
}

/** An attribute's value with its references replaced and its white space made spaces. CPython: Modules/expat/xmlparse.c appendAttributeValue */
export function attributeValue(state: XmlState, source: Source, from: number, to: number): string {
  const { text } = source;
  let out = '';
  for (let i = from; i < to; ) {
    const c = text[i]!;
    if (c === '\r') {
      out += ' ';
      i += text[i + 1] === '\n' && i + 1 < to ? 2 : 1;
    } else if (c === '\n' || c === '\t') {
      out += ' ';
      i++;
    } else if (c === '<') {
      state.failIn(source, XmlError.invalidToken, i);
    } else if (c === '&') {
      const reference = scanReference(state, source, i);
      if (reference === -1 || reference.end > to) return state.failIn(source, XmlError.invalidToken, i);
      out += reference.code >= 0 ? String.fromCodePoint(reference.code) : entityInAttribute(state, source, i, reference.name);
      i = reference.end;
    } else {
      const end = nextSpecial(text, i + 1, to);
      out += text.slice(i, end);
      i = end;
    }
  }
  return out;
}

function nextSpecial(text: string, from: number, to: number): number {
  let i = from;
  for (; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c === 38 || c === 60 || c === 9 || c === 10 || c === 13) break;
  }
  return i;
}

function entityInAttribute(state: XmlState, source: Source, at: number, name: string): string {
  const char = predefined(name);
  if (char !== undefined) return char;
  const { dtd } = state;
  const entity = dtd.entities.get(name);
  if (entity === undefined) {
    if (!dtd.hasParamEntityRefs || dtd.standalone) state.failIn(source, XmlError.undefinedEntity, at);
    return '';
  }
  if ((!dtd.hasParamEntityRefs || dtd.standalone) && !entity.internal) state.failIn(source, XmlError.declaredInParameterEntity, at);
  if (entity.open) state.failIn(source, XmlError.recursiveEntity, at);
  if (entity.notation !== null) state.failIn(source, XmlError.binaryEntity, at);
  if (entity.value === null) return state.failIn(source, XmlError.externalInAttribute, at);
  let value = '';
  state.within(entity, (inner) => {
    value = attributeValue(state, inner, 0, inner.text.length);
  });
  return value;
}
