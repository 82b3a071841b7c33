/** The strings of a snapshot by index; index 0 is the empty string. */
export interface StringTable {
  readonly length: number;
  /** The string; '' for an index that does not exist. */
  get(index: number): string;
  /** Whether the string begins with a digit; does not decode it. */
  startsWithDigit(index: number): boolean;
  /** UTF-8 of all strings one after the other, and where each ends. */
  encoded(): { bytes: Uint8Array; ends: Uint32Array };
}

/** Strings that are host strings already. */
export class HostStrings implements StringTable {
  constructor(private readonly list: readonly string[]) {}

  get length(): number {
    return this.list.length;
  }

  get(index: number): string {
    return this.list[index] ?? '';
  }

  startsWithDigit(index: number): boolean {
    return /^\d/.test(this.get(index));
  }

  encoded(): { bytes: Uint8Array; ends: Uint32Array } {
    const encoder = new TextEncoder();
    const ends = new Uint32Array(this.list.length);
    let bytes = new Uint8Array(1 << 16);
    let at = 0;
    for (let i = 0; i < this.list.length; i++) {
      const text = this.list[i];
      if (bytes.length - at < text.length * 3) {
        const wider = new Uint8Array(Math.max(bytes.length * 2, at + text.length * 3));
        wider.set(bytes.subarray(0, at));
        bytes = wider;
      }
      at += encoder.encodeInto(text, bytes.subarray(at)).written;
      ends[i] = at;
    }
    return { bytes: bytes.slice(0, at), ends };
  }
}

/** Strings read from a file: decoded when asked for. */
export class EncodedStrings implements StringTable {
  private readonly decoder = new TextDecoder();

  constructor(
    private readonly bytes: Uint8Array,
    private readonly ends: Uint32Array,
  ) {}

  get length(): number {
    return this.ends.length;
  }

  get(index: number): string {
    if (index >= this.ends.length) return '';
    const from = index === 0 ? 0 : this.ends[index - 1];
    return this.decoder.decode(this.bytes.subarray(from, this.ends[index]));
  }

  startsWithDigit(index: number): boolean {
    const from = index === 0 ? 0 : this.ends[index - 1];
    return from < this.ends[index] && this.bytes[from] >= 48 && this.bytes[from] <= 57;
  }

  encoded(): { bytes: Uint8Array; ends: Uint32Array } {
    return { bytes: this.bytes, ends: this.ends };
  }
}

/** Collects strings and gives each one number. */
export class StringCollector {
  private readonly list: string[] = [''];
  private indices = new Map<string, number>([['', 0]]);

  /** Index of a string, known or new. */
  add(text: string): number {
    const known = this.indices.get(text);
    if (known !== undefined) return known;
    const index = this.list.length;
    this.list.push(text);
    // a host's Map ends at 2^24 entries; later strings may then stand twice, which costs space only
    if (this.indices.size < 16_000_000) this.indices.set(text, index);
    return index;
  }

  get(index: number): string {
    return this.list[index];
  }

  finish(): StringTable {
    return new HostStrings(this.list);
  }
}
