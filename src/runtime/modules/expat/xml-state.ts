import { XmlError, XmlFailure } from './xml-error.ts';
import { Handler, type XmlEvents } from './xml-events.ts';
import { type XmlEncoding, XmlInput } from './xml-input.ts';

/** Text that is being read: the input, or what an entity stands for. */
export interface Source {
  readonly text: string;
  pos: number;
  readonly final: boolean;
}

export interface Entity {
  readonly name: string;
  /** What it stands for; null when it is external. */
  readonly value: string | null;
  readonly systemId: string | null;
  readonly publicId: string | null;
  readonly base: string | null;
  /** Not parsed: data in this notation. */
  readonly notation: string | null;
  /** Declared in the document's internal subset itself. */
  readonly internal: boolean;
  open: boolean;
}

export interface AttributeRule {
  readonly cdata: boolean;
  readonly value: string | null;
}

/** The document type: shared by a parser and those of its external entities. */
export interface Dtd {
  readonly entities: Map<string, Entity>;
  readonly parameterEntities: Map<string, Entity>;
  readonly attributes: Map<string, Map<string, AttributeRule>>;
  /** Declarations that were not read may have declared anything. */
  hasParamEntityRefs: boolean;
  standalone: boolean;
  keepProcessing: boolean;
  /** A parser of an external parameter entity began to read. */
  paramEntityRead: boolean;
}

export interface OpenElement {
  readonly raw: string;
  readonly name: string;
  /** Prefixes that it binds, with what they were bound to before (undefined: nothing). */
  readonly bindings: readonly (readonly [prefix: string, before: string | undefined])[];
}

/** What a parser is for: a document, an external general entity, an external subset or parameter entity. */
export type XmlRole = 'document' | 'entity' | 'subset';
export type Phase = 'start' | 'prolog' | 'subset' | 'afterSubset' | 'content' | 'cdata' | 'epilog';

export interface XmlSettings {
  /** Null: names are not taken apart. */
  separator: string | null;
  triplets: boolean;
  parameterEntities: number;
  foreignDtd: boolean;
  base: string | null;
}

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
/** Entities may make a document grow by this factor once this many bytes came together. CPython: Modules/expat/internal.h EXPAT_BILLION_LAUGHS_ATTACK_PROTECTION_* */
const MAXIMUM_AMPLIFICATION = 100;
const AMPLIFICATION_THRESHOLD = 8388608;

/** Everything that a parser knows while it reads. CPython: Modules/expat/xmlparse.c struct XML_ParserStruct */
export class XmlState {
  readonly events: XmlEvents;
  readonly settings: XmlSettings;
  readonly input: XmlInput;
  readonly role: XmlRole;
  readonly dtd: Dtd;
  readonly namespaces: Map<string, string>;
  readonly open: OpenElement[] = [];
  /** Bytes of the document and of what entities stand for; shared with the parsers of external entities. */
  readonly amount: { direct: number; indirect: number };
  phase: Phase = 'start';
  /** Offset in the input's text where the event under way began and ends. */
  eventAt = -1;
  eventEnd = -1;
  doctype: { name: string; systemId: string | null; publicId: string | null; external: Entity | null } | null = null;

  constructor(events: XmlEvents, settings: XmlSettings, encoding: XmlEncoding | null, role: XmlRole, parent: XmlState | null) {
    this.events = events;
    this.settings = settings;
    this.input = new XmlInput(encoding);
    this.role = role;
    this.namespaces = new Map(parent?.namespaces ?? [['xml', XML_NAMESPACE]]);
    this.amount = parent?.amount ?? { direct: 0, indirect: 0 };
    this.dtd = parent?.dtd ?? {
      entities: new Map(),
      parameterEntities: new Map(),
      attributes: new Map(),
      hasParamEntityRefs: false,
      standalone: false,
      keepProcessing: true,
      paramEntityRead: false,
    };
  }

  fail(code: XmlError, at = -1): never {
    throw new XmlFailure(code, at);
  }

  /** Fails at an offset of `source`: shown there when it is the input, else at the reference to the entity. */
  failIn(source: Source, code: XmlError, at: number): never {
    return this.fail(code, source === this.input ? at : -1);
  }

  /** An event begins at `from`. */
  at(source: Source, from: number, to: number): void {
    if (source !== this.input) return;
    this.eventAt = from;
    this.eventEnd = to;
  }

  get hasDefault(): boolean {
    return this.events.has(Handler.default) || this.events.has(Handler.defaultExpand);
  }

  /** Gives raw text to the default handler. */
  raw(text: string): void {
    if (text === '') return;
    const handler = this.events.has(Handler.defaultExpand) ? Handler.defaultExpand : Handler.default;
    if (this.events.has(handler)) this.events.call(handler, text);
  }

  /** Calls a handler, or gives the raw text to the default handler when it is not there. */
  tell(handler: Handler, raw: string, ...values: Parameters<XmlEvents['call']> extends [Handler, ...infer V] ? V : never): void {
    if (this.events.has(handler)) this.events.call(handler, ...values);
    else this.raw(raw);
  }

  /** A reference makes the document longer by that much. */
  grow(length: number): void {
    this.amount.indirect += length;
    const total = this.amount.direct + this.amount.indirect;
    if (total >= AMPLIFICATION_THRESHOLD && total > MAXIMUM_AMPLIFICATION * Math.max(this.amount.direct, 1)) this.fail(XmlError.amplification);
  }

  /** The text of an entity as a source; it is open while `read` runs. */
  within(entity: Entity, read: (source: Source) => void): void {
    entity.open = true;
    try {
      this.grow(entity.value!.length);
      read({ text: entity.value!, pos: 0, final: true });
    } finally {
      entity.open = false;
    }
  }

  /** Asks for an external entity; the context names the bound prefixes and the open entities. CPython: xmlparse.c getContext */
  external(entity: Entity, withContext: boolean): void {
    let context: string | null = null;
    if (withContext) {
      const parts = (this.settings.separator === null ? [] : [...this.namespaces]).map(([prefix, uri]) => `${prefix}=${uri}`);
      for (const one of this.dtd.entities.values()) if (one.open) parts.push(one.name);
      context = [...parts, entity.name].join('\f');
    }
    const wasOpen = entity.open;
    entity.open = true;
    try {
      if (!this.events.call(Handler.externalEntityRef, context, entity.base, entity.systemId, entity.publicId)) this.fail(XmlError.externalHandling);
    } finally {
      entity.open = wasOpen;
    }
  }

  /** The document depends on declarations elsewhere: the handler may refuse that. */
  checkStandalone(): void {
    if (!this.dtd.standalone && this.events.has(Handler.notStandalone) && !this.events.call(Handler.notStandalone)) this.fail(XmlError.notStandalone);
  }
}
