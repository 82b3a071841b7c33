/**
 * A source text with its lines, and the way between positions in the host's string (UTF-16 units) and Python's columns
 * (UTF-8 bytes in the tree, characters in error messages).
 */
export class SourceLines {
  readonly text: string;
  /** Index of the first unit of each line; line n is at [n - 1]. */
  readonly starts: number[];
  readonly ascii: boolean;

  constructor(text: string) {
    this.text = text;
    this.starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
    this.ascii = !/[\u0080-\uffff]/.test(text);
  }

  /** Index in the text of a place in the tree (line from 1, column in UTF-8 bytes). */
  indexOf(lineno: number, byteColumn: number): number {
    const start = this.starts[lineno - 1];
    if (this.ascii) return start + byteColumn;
    let bytes = 0;
    let i = start;
    while (bytes < byteColumn) {
      const code = this.text.charCodeAt(i);
      // A surrogate pair is four bytes in two units.
      bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code >= 0xd800 && code < 0xe000 ? 2 : 3;
      i++;
    }
    return i;
  }

  /** UTF-8 bytes from the start of line `lineno` to `index`. */
  byteColumn(lineno: number, index: number): number {
    const start = this.starts[lineno - 1];
    if (this.ascii) return index - start;
    let bytes = 0;
    for (let i = start; i < index; i++) {
      const code = this.text.charCodeAt(i);
      bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code >= 0xd800 && code < 0xe000 ? 2 : 3;
    }
    return bytes;
  }

  /** Characters (code points) from the start of line `lineno` to `index`. */
  characterColumn(lineno: number, index: number): number {
    const start = this.starts[lineno - 1];
    if (this.ascii) return index - start;
    let count = 0;
    for (let i = start; i < index; i++) {
      const code = this.text.charCodeAt(i);
      if (code < 0xdc00 || code > 0xdfff) count++;
    }
    return count;
  }

  /** A line with its newline, as CPython shows it; '' beyond the end. */
  line(lineno: number): string {
    const start = this.starts[lineno - 1];
    if (start === undefined) return '';
    const next = this.starts[lineno];
    return this.text.slice(start, next ?? this.text.length);
  }
}
