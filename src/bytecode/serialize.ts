/**
 * Compilations as compact bytes and back, so that a build can ship compiled modules.
 *
 * Layout: magic `OBC` and a version byte, then everything as unsigned LEB128 numbers (signed ones zigzagged): a table of strings, a table of
 * constants in which later entries refer to earlier ones by index (so one object stays one object), the code objects being constants like
 * others, then the index of the top code and the arena's indices.
 */
import { type CodeData, type Compilation, type ConstData, POSITION_STRIDE } from './code.ts';

/** Changes with every change of the layout or of the instruction numbers. */
export const SERIAL_VERSION = 2;

const MAGIC = [0x4f, 0x42, 0x43];

const KINDS = ['none', 'true', 'false', 'ellipsis', 'int', 'float', 'complex', 'str', 'bytes', 'tuple', 'frozenset', 'code'] as const;

/** Bytes of a compilation. Warnings are not kept: they were given when it was compiled. */
export function serialize(compilation: Compilation): Uint8Array {
  const strings = new Map<string, number>();
  const consts = new Map<ConstData, number>();
  const body = new Writer();
  const stringIndex = (text: string): number => {
    let index = strings.get(text);
    if (index === undefined) strings.set(text, (index = strings.size));
    return index;
  };
  const writeStrings = (list: readonly string[]): void => {
    body.unsigned(list.length);
    for (const text of list) body.unsigned(stringIndex(text));
  };
  const constIndex = (data: ConstData): number => {
    const known = consts.get(data);
    if (known !== undefined) return known;
    // What a constant refers to comes before it.
    const parts =
      data.kind === 'tuple' || data.kind === 'frozenset' ? data.items : data.kind === 'code' ? [...tuplesOf(data.code), ...data.code.consts] : [];
    const indices = parts.map(constIndex);
    body.unsigned(KINDS.indexOf(data.kind));
    switch (data.kind) {
      case 'int':
        body.unsigned(stringIndex(data.value.toString(36)));
        break;
      case 'float':
        body.double(data.value);
        break;
      case 'complex':
        body.double(data.real);
        body.double(data.imag);
        break;
      case 'str':
        body.unsigned(stringIndex(data.value));
        break;
      case 'bytes':
        body.unsigned(data.value.length);
        body.bytes(data.value);
        break;
      case 'tuple':
      case 'frozenset':
        body.unsigned(indices.length);
        for (const index of indices) body.unsigned(index);
        break;
      case 'code':
        writeCode(data.code, indices);
        break;
    }
    const index = consts.size;
    consts.set(data, index);
    return index;
  };
  const writeCode = (code: CodeData, indices: readonly number[]): void => {
    body.unsigned(stringIndex(code.name));
    body.unsigned(stringIndex(code.qualname));
    body.unsigned(stringIndex(code.filename));
    for (const n of [code.firstlineno, code.flags, code.argcount, code.posonlyargcount, code.kwonlyargcount, code.stacksize]) {
      body.unsigned(n);
    }
    body.numbers(code.code);
    writePositions(body, code);
    body.numbers(code.exceptionTable);
    const shared = tuplesOf(code).length;
    body.unsigned(shared);
    for (const index of indices.slice(0, shared)) body.unsigned(index);
    body.unsigned(indices.length - shared);
    for (const index of indices.slice(shared)) body.unsigned(index);
    if (shared === 0) for (const list of [code.names, code.varnames, code.cellvars, code.freevars]) writeStrings(list);
    for (const n of code.cell2arg) body.unsigned(n + 1);
  };
  const top = constIndex({ kind: 'code', code: compilation.code });
  const arena = compilation.arena.map(constIndex);
  const head = new Writer();
  head.bytes(Uint8Array.from([...MAGIC, SERIAL_VERSION]));
  head.unsigned(strings.size);
  for (const text of strings.keys()) head.string(text);
  head.unsigned(consts.size);
  const tail = new Writer();
  tail.unsigned(top);
  tail.unsigned(arena.length);
  for (const index of arena) tail.unsigned(index);
  return join([head.finish(), body.finish(), tail.finish()]);
}

/** The shared tuples of a code object, none where the model shares none. */
function tuplesOf(code: CodeData): readonly ConstData[] {
  const t = code.tuples;
  return t === undefined ? [] : [t.consts, t.names, t.varnames, t.cellvars, t.freevars];
}

/** Strings of a tuple of names. */
function stringsOf(tuple: ConstData): string[] {
  if (tuple.kind !== 'tuple') throw new Error('names that are no tuple');
  return tuple.items.map((item) => (item.kind === 'str' ? item.value : ''));
}

/** Lines as differences, columns as they are; an instruction at the same place as the one before is a 0. */
function writePositions(w: Writer, code: CodeData): void {
  const p = code.positions;
  let line = code.firstlineno;
  for (let i = 0; i < p.length; i += POSITION_STRIDE) {
    if (i > 0 && p[i] === p[i - 4] && p[i + 1] === p[i - 3] && p[i + 2] === p[i - 2] && p[i + 3] === p[i - 1]) {
      w.unsigned(0);
    } else if (p[i] < 0) {
      w.unsigned(1);
    } else {
      w.unsigned(zigzag(p[i] - line) + 2);
      w.unsigned(p[i + 1] - p[i] + 1);
      w.unsigned(p[i + 2] + 1);
      w.unsigned(p[i + 3] + 1);
      line = p[i];
    }
  }
}

function readPositions(r: Reader, count: number, firstlineno: number): Int32Array {
  const p = new Int32Array(count * POSITION_STRIDE);
  let line = firstlineno;
  for (let i = 0; i < p.length; i += POSITION_STRIDE) {
    const n = r.unsigned();
    if (n === 0) p.copyWithin(i, i - POSITION_STRIDE, i);
    else if (n === 1) p.fill(-1, i, i + POSITION_STRIDE);
    else {
      line += unzigzag(n - 2);
      p[i] = line;
      p[i + 1] = line + r.unsigned() - 1;
      p[i + 2] = r.unsigned() - 1;
      p[i + 3] = r.unsigned() - 1;
    }
  }
  return p;
}

/** A compilation from its bytes. @throws Error when they are of another version or none at all. `filename` replaces the recorded one. */
export function deserialize(bytes: Uint8Array, filename?: string): Compilation {
  const r = new Reader(bytes);
  for (const expected of MAGIC) if (r.byte() !== expected) throw new Error('not a compiled module');
  const version = r.byte();
  if (version !== SERIAL_VERSION) throw new Error(`compiled module of version ${version}, ${SERIAL_VERSION} expected`);
  const strings: string[] = new Array(r.unsigned());
  for (let i = 0; i < strings.length; i++) strings[i] = r.string();
  const stringList = (): string[] => {
    const list: string[] = new Array(r.unsigned());
    for (let i = 0; i < list.length; i++) list[i] = strings[r.unsigned()];
    return list;
  };
  const consts: ConstData[] = new Array(r.unsigned());
  const constList = (): ConstData[] => {
    const list: ConstData[] = new Array(r.unsigned());
    for (let i = 0; i < list.length; i++) list[i] = consts[r.unsigned()];
    return list;
  };
  const readCode = (): CodeData => {
    const name = strings[r.unsigned()];
    const qualname = strings[r.unsigned()];
    const recorded = strings[r.unsigned()];
    const firstlineno = r.unsigned();
    const flags = r.unsigned();
    const argcount = r.unsigned();
    const posonlyargcount = r.unsigned();
    const kwonlyargcount = r.unsigned();
    const stacksize = r.unsigned();
    const code = r.numbers();
    const positions = readPositions(r, code.length / 2, firstlineno);
    const exceptionTable = r.numbers();
    const shared = constList();
    const list = constList();
    const [names, varnames, cellvars, freevars] =
      shared.length > 0 ? shared.slice(1).map(stringsOf) : [stringList(), stringList(), stringList(), stringList()];
    const cell2arg = new Int32Array(cellvars.length);
    for (let i = 0; i < cell2arg.length; i++) cell2arg[i] = r.unsigned() - 1;
    return {
      name,
      qualname,
      filename: filename ?? recorded,
      firstlineno,
      flags,
      argcount,
      posonlyargcount,
      kwonlyargcount,
      nlocals: varnames.length,
      stacksize,
      code,
      positions,
      exceptionTable,
      consts: list,
      names,
      varnames,
      cellvars,
      freevars,
      cell2arg,
      ...(shared.length > 0
        ? { tuples: { consts: shared[0], names: shared[1], varnames: shared[2], cellvars: shared[3], freevars: shared[4] } }
        : {}),
    };
  };
  for (let i = 0; i < consts.length; i++) {
    const kind = KINDS[r.unsigned()];
    switch (kind) {
      case 'int':
        consts[i] = { kind, value: parseBase36(strings[r.unsigned()]) };
        break;
      case 'float':
        consts[i] = { kind, value: r.double() };
        break;
      case 'complex':
        consts[i] = { kind, real: r.double(), imag: r.double() };
        break;
      case 'str':
        consts[i] = { kind, value: strings[r.unsigned()] };
        break;
      case 'bytes':
        consts[i] = { kind, value: r.bytes(r.unsigned()).slice() };
        break;
      case 'tuple':
      case 'frozenset':
        consts[i] = { kind, items: constList() };
        break;
      case 'code':
        consts[i] = { kind, code: readCode() };
        break;
      default:
        consts[i] = { kind };
    }
  }
  const top = consts[r.unsigned()];
  if (top.kind !== 'code') throw new Error('compiled module without code');
  return { code: top.code, arena: constList(), warnings: [] };
}

const zigzag = (n: number): number => (n < 0 ? -2 * n - 1 : 2 * n);
const unzigzag = (n: number): number => (n & 1 ? -((n + 1) / 2) : n / 2);

function parseBase36(text: string): bigint {
  const negative = text.startsWith('-');
  const digits = negative ? text.slice(1) : text;
  let value: bigint;
  if (digits.length <= 10) value = BigInt(Number.parseInt(digits, 36));
  else {
    value = 0n;
    for (let i = 0; i < digits.length; i += 10) {
      const part = digits.slice(i, i + 10);
      value = value * 36n ** BigInt(part.length) + BigInt(Number.parseInt(part, 36));
    }
  }
  return negative ? -value : value;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

class Writer {
  private buffer = new Uint8Array(1024);
  private length = 0;

  private room(n: number): void {
    if (this.length + n <= this.buffer.length) return;
    const bigger = new Uint8Array(Math.max(this.buffer.length * 2, this.length + n));
    bigger.set(this.buffer.subarray(0, this.length));
    this.buffer = bigger;
  }

  bytes(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  unsigned(n: number): void {
    this.room(6);
    let rest = n;
    while (rest > 127) {
      this.buffer[this.length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.buffer[this.length++] = rest;
  }

  double(n: number): void {
    const eight = new Uint8Array(8);
    new DataView(eight.buffer).setFloat64(0, n, true);
    this.bytes(eight);
  }

  numbers(list: Int32Array): void {
    this.unsigned(list.length);
    for (const n of list) this.unsigned(n);
  }

  /** Length in UTF-16 units with a low bit for "all below 256", then one or two bytes a unit. */
  string(text: string): void {
    let wide = 0;
    for (let i = 0; i < text.length; i++) wide |= text.charCodeAt(i);
    const isWide = wide > 255;
    this.unsigned(text.length * 2 + (isWide ? 1 : 0));
    this.room(text.length * 2);
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      this.buffer[this.length++] = unit & 255;
      if (isWide) this.buffer[this.length++] = unit >> 8;
    }
  }

  finish(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }
}

class Reader {
  private at = 0;
  private readonly view: DataView;
  private readonly latin1 = new TextDecoder('latin1');
  private readonly utf16 = new TextDecoder('utf-16le');

  constructor(private readonly data: Uint8Array) {
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }

  byte(): number {
    if (this.at >= this.data.length) throw new Error('compiled module cut short');
    return this.data[this.at++];
  }

  bytes(n: number): Uint8Array {
    this.at += n;
    return this.data.subarray(this.at - n, this.at);
  }

  unsigned(): number {
    let byte = this.data[this.at++];
    if (byte < 128) return byte;
    let value = byte & 127;
    let scale = 128;
    do {
      byte = this.byte();
      value += (byte & 127) * scale;
      scale *= 128;
    } while (byte > 127);
    return value;
  }

  double(): number {
    this.at += 8;
    return this.view.getFloat64(this.at - 8, true);
  }

  numbers(): Int32Array {
    const list = new Int32Array(this.unsigned());
    for (let i = 0; i < list.length; i++) list[i] = this.unsigned();
    return list;
  }

  string(): string {
    const n = this.unsigned();
    const length = n >> 1;
    if (length === 0) return '';
    if ((n & 1) === 0) {
      const part = this.bytes(length);
      if (length < 32) {
        let text = '';
        for (let i = 0; i < length; i++) text += String.fromCharCode(part[i]);
        return text;
      }
      return latin1Text(part, this.latin1);
    }
    return wideText(this.bytes(length * 2), this.utf16);
  }
}

/** TextDecoder's latin1 is windows-1252: only safe where no byte is between 0x80 and 0x9f. */
function latin1Text(part: Uint8Array, decoder: TextDecoder): string {
  for (const byte of part) {
    if (byte >= 0x80 && byte < 0xa0) {
      let text = '';
      for (const unit of part) text += String.fromCharCode(unit);
      return text;
    }
  }
  return decoder.decode(part);
}

/** TextDecoder replaces lone surrogates: those are put together by hand. */
function wideText(part: Uint8Array, decoder: TextDecoder): string {
  for (let i = 1; i < part.length; i += 2) {
    if ((part[i] & 0xf8) === 0xd8) {
      let text = '';
      for (let j = 0; j < part.length; j += 2) text += String.fromCharCode(part[j] | (part[j + 1] << 8));
      return text;
    }
  }
  // A byte order mark at the start would be swallowed.
  return part[0] === 0xff && part[1] === 0xfe ? `\ufeff${decoder.decode(part.subarray(2))}` : decoder.decode(part);
}
