import { HostError } from './host.ts';

/** Raw deflate data (RFC 1951), taken apart in one go. */

const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
];
const DISTANCE_EXTRA = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
/** Order in which the lengths of the code of code lengths are written. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const MAX_BITS = 15;

/** Thrown when the data ends too early. */
const SHORT: Readonly<{ short: true }> = Object.freeze({ short: true });

/** Wrong data, with zlib's words for it. */
export function dataError(message: string): HostError {
  return new HostError('Z_DATA_ERROR', 0, message);
}

/** Canonical Huffman code: how many codes each length has, and their symbols in order. */
interface Code {
  counts: Uint16Array;
  symbols: Uint16Array;
}

function codeOf(lengths: Uint8Array, wrong: string): Code {
  const counts = new Uint16Array(MAX_BITS + 1);
  for (const length of lengths) counts[length]!++;
  counts[0] = 0;
  let left = 1;
  for (let bits = 1; bits <= MAX_BITS; bits++) {
    left = (left << 1) - counts[bits]!;
    if (left < 0) throw dataError(wrong);
  }
  const offsets = new Uint16Array(MAX_BITS + 2);
  for (let bits = 1; bits <= MAX_BITS; bits++) offsets[bits + 1] = offsets[bits]! + counts[bits]!;
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length !== 0) symbols[offsets[length]!++] = symbol;
  });
  return { counts, symbols };
}

const FIXED_LENGTHS = Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8));
const FIXED_DISTANCES = new Uint8Array(30).fill(5);

class Inflater {
  out = new Uint8Array(1024);
  size = 0;
  at = 0;
  private readonly input: Uint8Array;
  private hold = 0;
  private bitCount = 0;

  constructor(input: Uint8Array) {
    this.input = input;
  }

  private bits(n: number): number {
    while (this.bitCount < n) {
      if (this.at >= this.input.length) throw SHORT;
      this.hold |= this.input[this.at++]! << this.bitCount;
      this.bitCount += 8;
    }
    const value = this.hold & ((1 << n) - 1);
    this.hold >>>= n;
    this.bitCount -= n;
    return value;
  }

  private put(byte: number): void {
    if (this.size === this.out.length) {
      const more = new Uint8Array(this.out.length * 2);
      more.set(this.out);
      this.out = more;
    }
    this.out[this.size++] = byte;
  }

  private symbol({ counts, symbols }: Code, wrong: string): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= MAX_BITS; length++) {
      code |= this.bits(1);
      const count = counts[length]!;
      if (code - first < count) return symbols[index + code - first]!;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw dataError(wrong);
  }

  private stored(): void {
    this.hold = this.bitCount = 0;
    if (this.at + 4 > this.input.length) throw SHORT;
    const length = this.input[this.at]! | (this.input[this.at + 1]! << 8);
    const check = this.input[this.at + 2]! | (this.input[this.at + 3]! << 8);
    if (length !== (~check & 0xffff)) throw dataError('invalid stored block lengths');
    this.at += 4;
    for (let i = 0; i < length; i++) {
      if (this.at >= this.input.length) throw SHORT;
      this.put(this.input[this.at++]!);
    }
  }

  private coded(literals: Code, distances: Code): void {
    for (;;) {
      const symbol = this.symbol(literals, 'invalid literal/length code');
      if (symbol === 256) return;
      if (symbol < 256) {
        this.put(symbol);
        continue;
      }
      if (symbol > 285) throw dataError('invalid literal/length code');
      const length = LENGTH_BASE[symbol - 257]! + this.bits(LENGTH_EXTRA[symbol - 257]!);
      const code = this.symbol(distances, 'invalid distance code');
      if (code > 29) throw dataError('invalid distance code');
      const distance = DISTANCE_BASE[code]! + this.bits(DISTANCE_EXTRA[code]!);
      if (distance > this.size) throw dataError('invalid distance too far back');
      for (let i = 0; i < length; i++) this.put(this.out[this.size - distance]!);
    }
  }

  private dynamic(): void {
    const [literals, distances, lengthCodes] = [this.bits(5) + 257, this.bits(5) + 1, this.bits(4) + 4];
    if (literals > 286 || distances > 30) throw dataError('too many length or distance symbols');
    const ofLengths = new Uint8Array(19);
    for (let i = 0; i < lengthCodes; i++) ofLengths[ORDER[i]!] = this.bits(3);
    const code = codeOf(ofLengths, 'invalid code lengths set');
    const lengths = new Uint8Array(literals + distances);
    for (let i = 0; i < lengths.length; ) {
      const symbol = this.symbol(code, 'invalid code lengths set');
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      if (symbol === 16 && i === 0) throw dataError('invalid bit length repeat');
      const value = symbol === 16 ? lengths[i - 1]! : 0;
      const times = symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7);
      if (i + times > lengths.length) throw dataError('invalid bit length repeat');
      lengths.fill(value, i, i + times);
      i += times;
    }
    if (lengths[256] === 0) throw dataError('invalid code -- missing end-of-block');
    this.coded(codeOf(lengths.subarray(0, literals), 'invalid literal/lengths set'), codeOf(lengths.subarray(literals), 'invalid distances set'));
  }

  /** To the end of the stream; false when the input ends before it. */
  run(): boolean {
    try {
      for (;;) {
        const last = this.bits(1);
        const type = this.bits(2);
        if (type === 0) this.stored();
        else if (type === 1) this.coded(codeOf(FIXED_LENGTHS, ''), codeOf(FIXED_DISTANCES, ''));
        else if (type === 2) this.dynamic();
        else throw dataError('invalid block type');
        if (last === 1) break;
      }
    } catch (thrown) {
      if (thrown === SHORT) return false;
      throw thrown;
    }
    // Whole bytes that were looked at but not used belong to what follows.
    this.at -= this.bitCount >> 3;
    return true;
  }
}

/** What came out of raw deflate data so far, how many bytes of the input were used, and whether its end was reached. Throws HostError for wrong data. */
export function inflateRaw(input: Uint8Array): { data: Uint8Array; consumed: number; ended: boolean } {
  const inflater = new Inflater(input);
  const ended = inflater.run();
  return { data: inflater.out.subarray(0, inflater.size), consumed: ended ? inflater.at : input.length, ended };
}
