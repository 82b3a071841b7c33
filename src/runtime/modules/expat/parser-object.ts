import { Gc, Ob } from '../../../memory/layout.ts';
import { newDict } from '../../containers/dict-object.ts';
import { newTuple } from '../../containers/tuple-object.ts';
import { lookupAttrText } from '../../core/abstract/attribute.ts';
import { callMethodText, callTuple } from '../../core/abstract/call.ts';
import { asCInt } from '../../core/abstract/number.ts';
import { isStr, isTrue } from '../../core/abstract/object.ts';
import { checkPositional, parseKeywords } from '../../core/arguments.ts';
import { withBuffer } from '../../core/buffer.ts';
import { raise, typeError, typeName, valueError } from '../../core/errors.ts';
import { allocInstance, freeInstance } from '../../core/instance.ts';
import { Tuple } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import { PYTHON_ERROR, type Runtime } from '../../core/runtime.ts';
import { type GetSetSpec, Meth } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import type { TypeSpec } from '../../core/type-spec.ts';
import { isInt, newInt } from '../../numbers/int-object.ts';
import { bytesCopy, newBytes } from '../../text/bytes-object.ts';
import { decodeData, encodeStr } from '../../text/codecs/text-encoding.ts';
import { newStr, strChars, strText } from '../../text/str-object.ts';
import { nativeTypeAddress } from '../native-type.ts';
import { raiseExpatError } from './expat-error.ts';
import { handlerValue } from './handler-values.ts';
import { XmlError } from './xml-error.ts';
import { HANDLER_NAMES, Handler, type XmlEvents, type XmlValue } from './xml-events.ts';
import { builtinEncoding, type XmlEncoding } from './xml-input.ts';
import { XmlParser } from './xml-parser.ts';
import type { XmlSettings } from './xml-state.ts';

/** xmlparser objects: the handlers are slots, one behind the other. CPython: Modules/pyexpat.c xmlparseobject */
const enum Parser {
  intern = 4,
  ordered = 6,
  specified = 7,
  buffers = 8,
  bufferSize = 9,
  handlers = 10,
  end = 54,
}

const DEFAULT_BUFFER = 8192;
const READ_AT_ONCE = 2048;
const MOST_AT_ONCE = 2147483647;

/** What of a parser is not references: the reader, the text that waits in the buffer and its length in bytes. */
interface Reading {
  parser: XmlParser;
  text: string;
  used: number;
  inCallback: boolean;
}

function readings(rt: Runtime): Map<number, Reading> {
  return rt.stateOf('pyexpat parsers', () => new Map<number, Reading>());
}

function readingOf(rt: Runtime, self: number): Reading {
  return readings(rt).get(self)!;
}

function slotOf(self: number, handler: number): number {
  return self + Parser.handlers + 2 * handler;
}

/** Handlers whose strings are names or identifiers; the others get text. */
const NAMED: ReadonlySet<Handler> = new Set([
  Handler.startElement,
  Handler.endElement,
  Handler.unparsedEntityDecl,
  Handler.notationDecl,
  Handler.startNamespaceDecl,
  Handler.endNamespaceDecl,
  Handler.startDoctype,
  Handler.skippedEntity,
  Handler.elementDecl,
]);

function byteLength(text: string): number {
  let n = text.length;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 0x80) n += c < 0x800 || (c >= 0xd800 && c < 0xe000) ? 1 : 2;
  }
  return n;
}

/** Calls a handler with values; what it raises comes through. True: it returned a number that is not 0. */
function callHandler(rt: Runtime, self: number, handler: Handler, values: readonly XmlValue[]): boolean {
  const reading = readingOf(rt, self);
  const H = rt.H;
  const mark = rt.mark();
  const fn = rt.own(rt.newRef(H[slotOf(self, handler)]!));
  const options = {
    intern: H[self + Parser.intern]!,
    ordered: H[self + Parser.ordered] !== 0,
    specifiedOnly: H[self + Parser.specified] !== 0,
    names: NAMED.has(handler),
  };
  const made = values.map((value) => rt.own(handlerValue(rt, value, options)));
  const args = newTuple(rt, made.length);
  made.forEach((item, i) => {
    H[args + Tuple.items + 2 * i] = rt.newRef(item);
  });
  rt.own(args);
  const before = reading.inCallback;
  reading.inCallback = true;
  try {
    const result = rt.own(callTuple(rt, fn, args, 0));
    const truth = handler === Handler.notStandalone || handler === Handler.externalEntityRef ? asCInt(rt, result) !== 0 : true;
    rt.release(mark);
    return truth;
  } finally {
    reading.inCallback = before;
  }
}

/** Gives the text that waits to its handler. CPython: Modules/pyexpat.c flush_character_buffer */
function flush(rt: Runtime, self: number): void {
  const reading = readingOf(rt, self);
  if (reading.used === 0) return;
  const { text } = reading;
  reading.text = '';
  reading.used = 0;
  if (rt.H[slotOf(self, Handler.characterData)] !== 0) callHandler(rt, self, Handler.characterData, [text]);
}

/** CPython: Modules/pyexpat.c my_CharacterDataHandler */
function takeText(rt: Runtime, self: number, text: string): void {
  const H = rt.H;
  if (H[self + Parser.buffers] === 0) {
    callHandler(rt, self, Handler.characterData, [text]);
    return;
  }
  const reading = readingOf(rt, self);
  const length = byteLength(text);
  if (reading.used + length > H[self + Parser.bufferSize]!) {
    flush(rt, self);
    if (H[slotOf(self, Handler.characterData)] === 0) return;
  }
  if (length > H[self + Parser.bufferSize]!) {
    callHandler(rt, self, Handler.characterData, [text]);
    return;
  }
  reading.text += text;
  reading.used += length;
}

function eventsOf(rt: Runtime, self: number): XmlEvents {
  return {
    has: (handler) => rt.H[slotOf(self, handler)] !== 0,
    call: (handler, ...values) => {
      if (handler === Handler.characterData) {
        takeText(rt, self, values[0] as string);
        return true;
      }
      flush(rt, self);
      return rt.H[slotOf(self, handler)] === 0 || callHandler(rt, self, handler, values);
    },
  };
}

/** The characters of the 256 bytes of an encoding that the parser does not know itself. LookupError, ValueError. CPython: PyUnknownEncodingHandler */
function unknownEncoding(rt: Runtime, name: string): Int32Array {
  const mark = rt.mark();
  const all = rt.own(
    newBytes(
      rt,
      Uint8Array.from({ length: 256 }, (_, i) => i),
    ),
  );
  const decoded = withBuffer(rt, all, false, (address, length) => rt.own(decodeData(rt, all, address, length, name, 'replace')));
  const chars = strChars(rt, decoded);
  rt.release(mark);
  if (chars.length !== 256) valueError(rt, 'multi-byte encodings are not supported');
  return Int32Array.from(chars, (c) => (c === 0xfffd ? -1 : c));
}

function namedEncoding(rt: Runtime, name: string | null): XmlEncoding | null {
  return name === null ? null : (builtinEncoding(name) ?? unknownEncoding(rt, name));
}

function register(rt: Runtime, intern: number, make: (events: XmlEvents) => XmlParser): Owned {
  const self = allocInstance(rt, nativeTypeAddress(rt, parserType), 0);
  rt.H[self + Parser.bufferSize] = DEFAULT_BUFFER;
  if (intern !== 0) rt.H[self + Parser.intern] = rt.newRef(intern);
  readings(rt).set(self, { parser: make(eventsOf(rt, self)), text: '', used: 0, inCallback: false });
  return self;
}

function textOrNull(rt: Runtime, op: number, name: string, what: string): string | null {
  if (op === 0 || op === S.None) return null;
  if (!isStr(rt, op)) typeError(rt, `${name}() argument '${what}' must be str or None, not ${typeName(rt, op)}`);
  return strText(rt, op);
}

/** ParserCreate(encoding=None, namespace_separator=None, intern=<dict>). CPython: pyexpat_ParserCreate_impl */
export function parserCreate(rt: Runtime, _module: number, args: number, nargs: number, kwnames: number): Owned {
  const spec = { name: 'ParserCreate', params: ['encoding', 'namespace_separator', 'intern'] };
  const [encodingArgument, separatorArgument, given] = parseKeywords(rt, spec, args, nargs, kwnames, [0, 0, 0]);
  const encoding = textOrNull(rt, encodingArgument!, 'ParserCreate', 'encoding');
  const separator = textOrNull(rt, separatorArgument!, 'ParserCreate', 'namespace_separator');
  if (separator !== null && separator.length > 1) valueError(rt, 'namespace_separator must be at most one character, omitted, or None');
  const mark = rt.mark();
  let intern = given!;
  if (intern === 0) intern = rt.own(newDict(rt));
  else if (intern === S.None) intern = 0;
  else if (rt.H[intern + Ob.type] !== T.dict) typeError(rt, 'intern must be a dictionary');
  const settings: XmlSettings = { separator, triplets: false, parameterEntities: 0, foreignDtd: false, base: null };
  const known = namedEncoding(rt, encoding);
  const self = register(rt, intern, (events) => new XmlParser(events, settings, known, 'document', null));
  readingOf(rt, self).parser.deferral = rt.model.natives.xmlDefersReparsing;
  return rt.leave(mark, self);
}

/** ExternalEntityParserCreate(context, encoding=None): a parser with the same handlers. CPython: pyexpat_xmlparser_ExternalEntityParserCreate_impl */
function externalParser(rt: Runtime, self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'ExternalEntityParserCreate', nargs, 1, 2);
  const H = rt.H;
  const context = textOrNull(rt, H[args]!, 'ExternalEntityParserCreate', '1');
  const encoding = namedEncoding(rt, nargs > 1 ? textOrNull(rt, H[args + 2]!, 'ExternalEntityParserCreate', '2') : null);
  const { parser } = readingOf(rt, self);
  const made = register(rt, H[self + Parser.intern]!, (events) => parser.child(events, context, encoding));
  readingOf(rt, made).parser.deferral = parser.deferral;
  for (const at of [Parser.ordered, Parser.specified, Parser.buffers, Parser.bufferSize]) H[made + at] = H[self + at]!;
  for (let i = 0; i < Handler.count; i++) {
    const handler = H[slotOf(self, i)]!;
    if (handler !== 0) H[slotOf(made, i)] = rt.newRef(handler);
  }
  return made;
}

function parseBytes(rt: Runtime, self: number, bytes: Uint8Array, final: boolean): void {
  const { parser } = readingOf(rt, self);
  try {
    const good = parser.parse(bytes, final, (name) => unknownEncoding(rt, name));
    if (!good) {
      const { line, column } = parser.position;
      raiseExpatError(rt, parser.errorCode, line, column);
    }
    flush(rt, self);
  } catch (thrown) {
    // nothing is told any more after a handler raised
    if (thrown === PYTHON_ERROR && parser.errorCode === 0) for (let i = 0; i < Handler.count; i++) rt.clearSlot(slotOf(self, i));
    throw thrown;
  }
}

/** Parse(data, isfinal=False). CPython: pyexpat_xmlparser_Parse_impl */
function parse(rt: Runtime, self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'Parse', nargs, 1, 2);
  const H = rt.H;
  const data = H[args]!;
  const mark = rt.mark();
  const final = nargs > 1 && isTrue(rt, H[args + 2]!);
  rt.own(rt.newRef(self));
  let bytes: Uint8Array;
  if (isStr(rt, data)) {
    bytes = bytesCopy(rt, rt.own(encodeStr(rt, data, 'utf-8', 'strict')));
    const { parser } = readingOf(rt, self);
    if (!parser.started) parser.input.encoding = 'utf-8';
  } else bytes = withBuffer(rt, data, false, (address, length) => rt.U8.slice(address, address + length));
  parseBytes(rt, self, bytes, final);
  return rt.leave(mark, newInt(rt, 1));
}

/** ParseFile(file). CPython: pyexpat_xmlparser_ParseFile, readinst */
function parseFile(rt: Runtime, self: number, file: number): Owned {
  const mark = rt.mark();
  rt.own(rt.newRef(self));
  const read = rt.own(lookupAttrText(rt, file, 'read'));
  if (read === 0) typeError(rt, "argument must have 'read' attribute");
  for (;;) {
    const inner = rt.mark();
    const data = rt.own(callMethodText(rt, file, 'read', rt.own(newInt(rt, READ_AT_ONCE))));
    const type = rt.H[data + Ob.type];
    if (type !== T.bytes && type !== T.bytearray) typeError(rt, `read() did not return a bytes object (type=${typeName(rt, data)})`);
    const bytes = withBuffer(rt, data, false, (address, length) => rt.U8.slice(address, address + length));
    if (bytes.length > READ_AT_ONCE) valueError(rt, `read() returned too much data: ${READ_AT_ONCE} bytes requested, ${bytes.length} returned`);
    parseBytes(rt, self, bytes, bytes.length === 0);
    rt.release(inner);
    if (bytes.length === 0) return rt.leave(mark, newInt(rt, 1));
  }
}

function handlerAttribute(name: string, handler: number): GetSetSpec {
  return {
    name,
    get: (rt, self) => (rt.H[slotOf(self, handler)] === 0 ? rt.none() : rt.newRef(rt.H[slotOf(self, handler)]!)),
    set: (rt, self, value) => {
      if (value === 0) raise(rt, T.RuntimeError, 'Cannot delete attribute');
      // the text before belongs to the old handler
      if (handler === Handler.characterData) flush(rt, self);
      rt.setSlot(slotOf(self, handler), value === S.None ? 0 : rt.newRef(value));
    },
  };
}

function placeAttribute(name: string, part: 'byte' | 'line' | 'column'): GetSetSpec {
  return { name, get: (rt, self) => newInt(rt, readingOf(rt, self).parser.position[part]) };
}

function flagAttribute(name: string, at: Parser, changed?: (rt: Runtime, self: number) => void): GetSetSpec {
  return {
    name,
    get: (rt, self) => rt.bool(rt.H[self + at] !== 0),
    set: (rt, self, value) => {
      if (value === 0) raise(rt, T.RuntimeError, 'Cannot delete attribute');
      const on = isTrue(rt, value) ? 1 : 0;
      if (on === 0) changed?.(rt, self);
      rt.H[self + at] = on;
    },
  };
}

/** The size of the text buffer in bytes: a new one empties it. CPython: xmlparse_buffer_size_setter */
function setBufferSize(rt: Runtime, self: number, value: number): void {
  if (value === 0) raise(rt, T.RuntimeError, 'Cannot delete attribute');
  if (!isInt(rt, value)) typeError(rt, 'buffer_size must be an integer');
  const size = asCInt(rt, value);
  if (size <= 0) valueError(rt, 'buffer_size must be greater than zero');
  if (size > MOST_AT_ONCE) valueError(rt, `buffer_size must not be greater than ${MOST_AT_ONCE}`);
  flush(rt, self);
  rt.H[self + Parser.bufferSize] = size;
}

function dealloc(rt: Runtime, op: number): void {
  if (rt.H[op + Gc.next] !== 0) rt.untrack(op);
  readings(rt).delete(op);
  rt.clearSlot(op + Parser.intern);
  for (let i = 0; i < Handler.count; i++) rt.clearSlot(slotOf(op, i));
  freeInstance(rt, op);
}

/** UseForeignDTD(flag=True). CPython: pyexpat_xmlparser_UseForeignDTD_impl */
function useForeignDtd(rt: Runtime, self: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'UseForeignDTD', nargs, 0, 1);
  const { parser } = readingOf(rt, self);
  const flag = nargs === 0 || isTrue(rt, rt.H[args]!);
  if (parser.started) raiseExpatError(rt, XmlError.cannotChange, parser.position.line, parser.position.column);
  parser.settings.foreignDtd = flag;
  return rt.none();
}

/** pyexpat.xmlparser */
export const parserType: TypeSpec = {
  name: 'pyexpat.xmlparser',
  basicsize: Parser.end * 4,
  contract: {
    gc: true,
    slots: [{ at: Parser.intern, label: 'interned names' }, ...HANDLER_NAMES.map((label, i) => ({ at: Parser.handlers + 2 * i, label }))],
  },
  slots: { dealloc },
  methods: [
    { name: 'Parse', kind: Meth.FAST, fn: parse, signature: '($self, data, isfinal=False, /)' },
    { name: 'ParseFile', kind: Meth.O, fn: parseFile, signature: '($self, file, /)' },
    {
      name: 'SetBase',
      kind: Meth.O,
      fn: (rt: Runtime, self: number, base: number) => {
        if (!isStr(rt, base)) typeError(rt, `SetBase() argument must be str, not ${typeName(rt, base)}`);
        readingOf(rt, self).parser.settings.base = strText(rt, base);
        return rt.none();
      },
      signature: '($self, base, /)',
    },
    {
      name: 'GetBase',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, self: number) => {
        const { base } = readingOf(rt, self).parser.settings;
        return base === null ? rt.none() : newStr(rt, base);
      },
      signature: '($self, /)',
    },
    {
      name: 'GetInputContext',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, self: number) => {
        const { inCallback, parser } = readingOf(rt, self);
        const { context } = parser;
        return inCallback && context !== null ? newBytes(rt, new TextEncoder().encode(context)) : rt.none();
      },
      signature: '($self, /)',
    },
    { name: 'ExternalEntityParserCreate', kind: Meth.FAST, fn: externalParser },
    {
      name: 'SetParamEntityParsing',
      kind: Meth.O,
      fn: (rt: Runtime, self: number, flag: number) => {
        const { parser } = readingOf(rt, self);
        const value = asCInt(rt, flag);
        if (parser.started) return newInt(rt, 0);
        parser.settings.parameterEntities = value;
        return newInt(rt, 1);
      },
      signature: '($self, flag, /)',
    },
    { name: 'UseForeignDTD', kind: Meth.FAST, fn: useForeignDtd, signature: '($self, flag=True, /)' },
    {
      name: 'GetReparseDeferralEnabled',
      kind: Meth.NOARGS,
      fn: (rt: Runtime, self: number) => rt.bool(readingOf(rt, self).parser.deferral),
      signature: '($self, /)',
    },
    {
      name: 'SetReparseDeferralEnabled',
      kind: Meth.O,
      fn: (rt: Runtime, self: number, enabled: number) => {
        readingOf(rt, self).parser.deferral = isTrue(rt, enabled) && rt.model.natives.xmlDefersReparsing;
        return rt.none();
      },
      signature: '($self, enabled, /)',
    },
  ],
  members: [{ name: 'intern', at: Parser.intern, kind: 'object', readonly: true }],
  getset: [
    ...HANDLER_NAMES.map(handlerAttribute),
    { name: 'ErrorCode', get: (rt, self) => newInt(rt, readingOf(rt, self).parser.errorCode) },
    placeAttribute('ErrorLineNumber', 'line'),
    placeAttribute('ErrorColumnNumber', 'column'),
    placeAttribute('ErrorByteIndex', 'byte'),
    placeAttribute('CurrentLineNumber', 'line'),
    placeAttribute('CurrentColumnNumber', 'column'),
    placeAttribute('CurrentByteIndex', 'byte'),
    { name: 'buffer_size', get: (rt, self) => newInt(rt, rt.H[self + Parser.bufferSize]!), set: setBufferSize },
    flagAttribute('buffer_text', Parser.buffers, flush),
    { name: 'buffer_used', get: (rt, self) => newInt(rt, readingOf(rt, self).used) },
    {
      name: 'namespace_prefixes',
      get: (rt, self) => rt.bool(readingOf(rt, self).parser.settings.triplets),
      set: (rt, self, value) => {
        if (value === 0) raise(rt, T.RuntimeError, 'Cannot delete attribute');
        readingOf(rt, self).parser.settings.triplets = isTrue(rt, value);
      },
    },
    flagAttribute('ordered_attributes', Parser.ordered),
    flagAttribute('specified_attributes', Parser.specified),
  ],
  doc: 'XML parser',
};
