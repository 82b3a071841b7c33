import { readContent } from './xml-content.ts';
import { XmlError, XmlFailure } from './xml-error.ts';
import type { XmlEvents } from './xml-events.ts';
import type { XmlEncoding } from './xml-input.ts';
import { scanInstruction, tellDeclaration } from './xml-markup.ts';
import { readAfterSubset, readEpilog, readProlog, readSubset } from './xml-prolog.ts';
import { XmlState } from './xml-state.ts';

/** Reads a document piece by piece and tells the handlers what is in it. CPython: Modules/expat/xmlparse.c XML_Parse */
export class XmlParser extends XmlState {
  /** 0 while all is well. */
  errorCode: XmlError | 0 = 0;
  /** Where it went wrong: bytes, line, column. */
  private errorPosition: { byte: number; line: number; column: number } | null = null;
  /** All was read. */
  done = false;
  /** What could not be read is looked at again only when twice as much is there. CPython: xmlparse.c callProcessor */
  deferral = false;
  private leftOver = 0;

  /** True once something was given to parse(). */
  get started(): boolean {
    return this.input.received > 0 || this.done || this.input.final;
  }

  /** Takes a piece in; false on an error (errorCode). Throws what handlers throw. */
  parse(bytes: Uint8Array, final: boolean, unknown: (name: string) => Int32Array): boolean {
    if (this.done) {
      this.errorCode = XmlError.finished;
      return false;
    }
    if (this.errorCode !== 0) return false;
    this.amount.direct += bytes.length;
    try {
      this.input.feed(bytes, final, unknown);
      this.read(final);
      if (final) this.done = true;
      return true;
    } catch (thrown) {
      if (!(thrown instanceof XmlFailure)) throw thrown;
      this.errorCode = thrown.code;
      this.errorPosition = this.input.received === 0 ? null : this.input.positionOf(thrown.at >= 0 ? thrown.at : Math.max(this.eventAt, 0));
      return false;
    }
  }

  private read(final: boolean): void {
    const { input } = this;
    const left = input.text.length - input.pos;
    if (this.deferral && !final && left < 2 * this.leftOver) return;
    const { pos } = input;
    while (this.step());
    this.leftOver = input.pos === pos ? left : 0;
    const gone = input.compact();
    if (gone > 0) {
      this.eventAt = Math.max(this.eventAt - gone, 0);
      this.eventEnd = Math.max(this.eventEnd - gone, 0);
    }
  }

  /** Goes on in the phase that the parser is in; false: nothing more to read. */
  private step(): boolean {
    const { input } = this;
    switch (this.phase) {
      case 'start':
        if (this.role === 'subset') {
          this.dtd.paramEntityRead = true;
          readSubset(this, input);
          return false;
        }
        if (this.role === 'entity') return this.startEntity();
        return readProlog(this, input);
      case 'prolog':
        return readProlog(this, input);
      case 'subset':
        return readSubset(this, input) && this.role === 'document';
      case 'afterSubset':
        return readAfterSubset(this, input);
      case 'content':
      case 'cdata':
        if (!readContent(this, input, 0)) return false;
        this.phase = 'epilog';
        return true;
      case 'epilog':
        return readEpilog(this, input);
    }
  }

  /** An external entity may begin with a text declaration. CPython: xmlparse.c externalEntityInitProcessor3 */
  private startEntity(): boolean {
    const { input } = this;
    const start = input.text.slice(0, 6);
    if (start.length < 6 && '<?xml'.startsWith(start.slice(0, 5)) && !input.final) return false;
    if (/^<\?xml[ \t\r\n]/.test(start)) {
      const found = scanInstruction(this, input, 0);
      if (found === -1) return input.final ? this.fail(XmlError.unclosedToken, 0) : false;
      tellDeclaration(this, input, 0, found, true);
      input.pos = found.end;
    }
    this.phase = 'content';
    return true;
  }

  /** Where the event under way or the error is. */
  get position(): { byte: number; line: number; column: number } {
    if (this.errorPosition !== null) return this.errorPosition;
    if (this.eventAt < 0 || this.input.received === 0) return { byte: -1, line: 1, column: 0 };
    return this.input.positionOf(this.eventAt);
  }

  /** The input from the event under way on. */
  get context(): string | null {
    return this.eventAt < 0 ? null : this.input.text.slice(this.eventAt);
  }

  /** A parser for an external entity that this one refers to. Null context: a parameter entity or the external subset. */
  child(events: XmlEvents, context: string | null, encoding: XmlEncoding | null): XmlParser {
    const made = new XmlParser(events, { ...this.settings }, encoding, context === null ? 'subset' : 'entity', this);
    if (context !== null) {
      made.namespaces.clear();
      made.namespaces.set('xml', this.namespaces.get('xml')!);
      for (const part of context.split('\f')) {
        const equals = part.indexOf('=');
        if (equals >= 0) made.namespaces.set(part.slice(0, equals), part.slice(equals + 1));
      }
    }
    return made;
  }
}
