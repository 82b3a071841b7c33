/** The handlers of a parser, in the order of their slots. */
export const enum Handler {
  startElement,
  endElement,
  processingInstruction,
  characterData,
  unparsedEntityDecl,
  notationDecl,
  startNamespaceDecl,
  endNamespaceDecl,
  comment,
  startCdata,
  endCdata,
  default,
  defaultExpand,
  notStandalone,
  externalEntityRef,
  startDoctype,
  endDoctype,
  entityDecl,
  xmlDecl,
  elementDecl,
  attlistDecl,
  skippedEntity,
  count,
}

/** Names of the handlers' attributes. */
export const HANDLER_NAMES: readonly string[] = [
  'StartElementHandler',
  'EndElementHandler',
  'ProcessingInstructionHandler',
  'CharacterDataHandler',
  'UnparsedEntityDeclHandler',
  'NotationDeclHandler',
  'StartNamespaceDeclHandler',
  'EndNamespaceDeclHandler',
  'CommentHandler',
  'StartCdataSectionHandler',
  'EndCdataSectionHandler',
  'DefaultHandler',
  'DefaultHandlerExpand',
  'NotStandaloneHandler',
  'ExternalEntityRefHandler',
  'StartDoctypeDeclHandler',
  'EndDoctypeDeclHandler',
  'EntityDeclHandler',
  'XmlDeclHandler',
  'ElementDeclHandler',
  'AttlistDeclHandler',
  'SkippedEntityHandler',
];

/** Kinds and repetitions of content models. CPython: expat.h XML_Content_Type, XML_Content_Quant */
export const enum ContentType {
  empty = 1,
  any = 2,
  mixed = 3,
  name = 4,
  choice = 5,
  seq = 6,
}
export const QUANTIFIERS = ['', '?', '*', '+'] as const;

/** What an element may contain. */
export interface ContentModel {
  type: ContentType;
  /** Index in QUANTIFIERS. */
  quantifier: number;
  name: string | null;
  children: ContentModel[];
}

/** The attributes of a start tag: names and values by turns, the specified ones first. */
export interface XmlAttributes {
  readonly namesAndValues: readonly string[];
  /** How many entries of namesAndValues the tag itself has. */
  readonly specified: number;
}

export type XmlValue = string | number | null | XmlAttributes | ContentModel;

/** Where a parser tells what it reads. */
export interface XmlEvents {
  has(handler: Handler): boolean;
  /** Calls a handler that is there; the truth of what it returns. */
  call(handler: Handler, ...values: readonly XmlValue[]): boolean;
}
