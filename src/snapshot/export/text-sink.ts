import type { Sink } from '../format/section-writer.ts';

/** Collects text and hands it over as UTF-8 in pieces. */
export class TextSink {
  private parts: string[] = [];
  private length = 0;
  private readonly encoder = new TextEncoder();

  constructor(private readonly sink: Sink) {}

  write(text: string): void {
    this.parts.push(text);
    this.length += text.length;
    if (this.length > 1 << 20) this.flush();
  }

  flush(): void {
    if (this.length === 0) return;
    this.sink(this.encoder.encode(this.parts.join('')));
    this.parts = [];
    this.length = 0;
  }
}
