import { XmlError } from './xml-error.ts';
import { Handler } from './xml-events.ts';
import { firstInvalid, nameEnd, spaceEnd } from './xml-names.ts';
import { attributeValue, scanReference } from './xml-references.ts';
import type { Source, XmlState } from './xml-state.ts';

interface RawAttribute {
  readonly name: string;
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

interface StartTag {
  readonly name: string;
  readonly attributes: readonly RawAttribute[];
  readonly end: number;
  readonly empty: boolean;
}

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

/** A name with its colon where namespaces are told apart: at most one, not at an end. */
function checkName(state: XmlState, source: Source, from: number, to: number): string {
  const name = source.text.slice(from, to);
  if (state.settings.separator !== null) {
    const first = name.indexOf(':');
    if (first === 0) state.failIn(source, XmlError.invalidToken, from);
    if (first === name.length - 1) state.failIn(source, XmlError.invalidToken, to);
    const second = first < 0 ? -1 : name.indexOf(':', first + 1);
    if (second >= 0) state.failIn(source, XmlError.invalidToken, from + second);
  }
  return name;
}

/** The start tag at `at`; -1: the text ends first. CPython: xmltok_impl.c scanLt, scanAtts */
export function scanStartTag(state: XmlState, source: Source, at: number): StartTag | -1 {
  const { text } = source;
  let i = nameEnd(text, at + 1);
  if (i >= text.length) return -1;
  const name = checkName(state, source, at + 1, i);
  const attributes: RawAttribute[] = [];
  for (;;) {
    const spaced = spaceEnd(text, i);
    if (spaced >= text.length) return -1;
    const c = text[spaced]!;
    if (c === '>') return { name, attributes, end: spaced + 1, empty: false };
    if (c === '/') {
      if (spaced + 1 >= text.length) return -1;
      if (text[spaced + 1] !== '>') state.failIn(source, XmlError.invalidToken, spaced + 1);
      return { name, attributes, end: spaced + 2, empty: true };
    }
    const nameTo = nameEnd(text, spaced);
    if (spaced === i || nameTo === spaced) state.failIn(source, XmlError.invalidToken, spaced);
    if (nameTo >= text.length) return -1;
    const attribute = checkName(state, source, spaced, nameTo);
    const equals = spaceEnd(text, nameTo);
    if (equals >= text.length) return -1;
    if (text[equals] !== '=') state.failIn(source, XmlError.invalidToken, equals);
    const quote = spaceEnd(text, equals + 1);
    if (quote >= text.length) return -1;
    if (text[quote] !== '"' && text[quote] !== "'") state.failIn(source, XmlError.invalidToken, quote);
    const close = text.indexOf(text[quote]!, quote + 1);
    const to = close < 0 ? text.length : close;
    const bad = firstInvalid(text, quote + 1, to);
    for (let k = quote + 1; k < to; k++) {
      if (k === bad) state.failIn(source, XmlError.invalidToken, k);
      const inside = text.charCodeAt(k);
      if (inside === 60) state.failIn(source, XmlError.invalidToken, k);
      if (inside !== 38) continue;
      const reference = scanReference(state, source, k);
      if (reference === -1) return -1;
      k = reference.end - 1;
    }
    if (close < 0) return -1;
    attributes.push({ name: attribute, at: spaced, from: quote + 1, to: close });
    i = close + 1;
  }
}

/** `prefix:local` as handlers get it; `own`: also names without a prefix are in the default namespace. */
function expandName(state: XmlState, raw: string, own: boolean): string {
  const { separator, triplets } = state.settings;
  if (separator === null) return raw;
  const colon = raw.indexOf(':');
  if (colon < 0 && !own) return raw;
  const prefix = colon < 0 ? '' : raw.slice(0, colon);
  const uri = state.namespaces.get(prefix);
  if (uri === undefined) return colon < 0 ? raw : state.fail(XmlError.unboundPrefix);
  const name = uri + separator + raw.slice(colon + 1);
  return triplets && separator !== '' && prefix !== '' ? name + separator + prefix : name;
}

/** Binds a prefix ('' = the default namespace). CPython: xmlparse.c addBinding */
function bind(state: XmlState, prefix: string, uri: string): readonly [string, string | undefined] {
  if (prefix !== '' && uri === '') state.fail(XmlError.undeclaringPrefix);
  if (prefix === 'xmlns') state.fail(XmlError.reservedPrefixXmlns);
  if ((prefix === 'xml') !== (uri === XML_NAMESPACE)) state.fail(prefix === 'xml' ? XmlError.reservedPrefixXml : XmlError.reservedNamespace);
  if (uri === XMLNS_NAMESPACE) state.fail(XmlError.reservedNamespace);
  const before = state.namespaces.get(prefix);
  if (uri === '') state.namespaces.delete(prefix);
  else state.namespaces.set(prefix, uri);
  if (state.events.has(Handler.startNamespaceDecl))
    state.events.call(Handler.startNamespaceDecl, prefix === '' ? null : prefix, uri === '' ? null : uri);
  return [prefix, before];
}

function unbind(state: XmlState, bindings: readonly (readonly [string, string | undefined])[]): void {
  for (let i = bindings.length - 1; i >= 0; i--) {
    const [prefix, before] = bindings[i]!;
    if (state.events.has(Handler.endNamespaceDecl)) state.events.call(Handler.endNamespaceDecl, prefix === '' ? null : prefix);
    if (before === undefined) state.namespaces.delete(prefix);
    else state.namespaces.set(prefix, before);
  }
}

/** Tells a start tag with its attributes and those that have a default. CPython: xmlparse.c storeAtts */
export function tellStartTag(state: XmlState, source: Source, at: number, tag: StartTag): void {
  const { settings, events } = state;
  state.at(source, at, tag.end);
  const rules = state.dtd.attributes.get(tag.name);
  const values = new Map<string, string>();
  for (const attribute of tag.attributes) {
    if (values.has(attribute.name)) state.failIn(source, XmlError.duplicateAttribute, attribute.at);
    const value = attributeValue(state, source, attribute.from, attribute.to);
    const cdata = rules?.get(attribute.name)?.cdata ?? true;
    values.set(attribute.name, cdata ? value : value.replace(/ +/g, ' ').replace(/^ | $/g, ''));
  }
  const specified = values.size;
  for (const [name, rule] of rules ?? []) if (rule.value !== null && !values.has(name)) values.set(name, rule.value);
  const bindings: (readonly [string, string | undefined])[] = [];
  const isBinding = (name: string): boolean => settings.separator !== null && (name === 'xmlns' || name.startsWith('xmlns:'));
  for (const [name, value] of values) if (isBinding(name)) bindings.push(bind(state, name === 'xmlns' ? '' : name.slice(6), value));
  const namesAndValues: string[] = [];
  const expanded = new Set<string>();
  let nth = 0;
  let told = 0;
  for (const [raw, value] of values) {
    if (!isBinding(raw)) {
      const name = expandName(state, raw, false);
      const plain = settings.triplets && raw.includes(':') ? name.slice(0, name.lastIndexOf(settings.separator!)) : name;
      if (expanded.has(plain)) state.fail(XmlError.duplicateAttribute);
      expanded.add(plain);
      namesAndValues.push(name, value);
      if (nth < specified) told += 2;
    }
    nth++;
  }
  const name = expandName(state, tag.name, true);
  const starts = events.has(Handler.startElement);
  const ends = tag.empty && events.has(Handler.endElement);
  if (starts) events.call(Handler.startElement, name, { namesAndValues, specified: told });
  if (!tag.empty) state.open.push({ raw: tag.name, name, bindings });
  if (ends) {
    if (starts) state.at(source, tag.end, tag.end);
    events.call(Handler.endElement, name);
  }
  if (!starts && !ends) state.raw(source.text.slice(at, tag.end));
  if (tag.empty) unbind(state, bindings);
}

/** Tells the end of the innermost element. */
export function tellEndTag(state: XmlState, raw: string): void {
  const element = state.open.pop()!;
  state.tell(Handler.endElement, raw, element.name);
  unbind(state, element.bindings);
}
