/**
 * The file of a recording (`run.ouro`), little-endian:
 *
 *   bytes 0-7    'OURORUN\n'
 *   8-11         version
 *   12-15        number of sections
 *   then a directory: per section  name (12 bytes, padded with spaces) | packed bytes | bytes | CRC-32 of the packed bytes (4 each)
 *   then the packed sections (deflate) in the directory's order
 *
 * The section `about` is JSON (UTF-8): everything that is no array of numbers. The others are the arrays of Recording, by name.
 * The same recording gives the same bytes.
 */
import { deflateSync, inflateSync } from 'fflate';
import { RECORDING_VERSION, type Recording, RecordingError } from './recording.ts';

const MAGIC = 'OURORUN\n';
const HEADER_BYTES = 16;
const NAME_BYTES = 12;
const ENTRY_BYTES = 24;
/** More than a recording with the default limits can have by far; a damaged size must not exhaust memory. */
const LARGEST_SECTION = 1 << 30;

const COLUMNS = {
  kind: Uint8Array,
  file: Uint32Array,
  line: Uint32Array,
  function: Uint32Array,
  depth: Uint32Array,
  live: Float64Array,
  committed: Float64Array,
  blocks: Float64Array,
  allocations: Float64Array,
  counts: Uint32Array,
  generations: Uint32Array,
  output: Uint32Array,
  omitted: Uint32Array,
} as const;

const ARRAYS = { deltas: Uint8Array, deltaAt: Uint32Array, keyframes: Uint8Array, keyframeAt: Uint32Array } as const;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function bytesOf(array: Uint8Array | Uint32Array | Float64Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** The bytes of a recording's file. */
export function encodeRecording(recording: Recording): Uint8Array {
  const { columns, deltas, deltaAt, keyframes, keyframeAt, version, ...about } = recording;
  const sections: [string, Uint8Array][] = [['about', new TextEncoder().encode(JSON.stringify(about))]];
  for (const name of Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]) sections.push([name, bytesOf(columns[name])]);
  sections.push(['deltas', deltas], ['deltaAt', bytesOf(deltaAt)], ['keyframes', keyframes], ['keyframeAt', bytesOf(keyframeAt)]);

  const packed = sections.map(([, bytes]) => deflateSync(bytes));
  const directory = HEADER_BYTES + ENTRY_BYTES * sections.length;
  const file = new Uint8Array(packed.reduce((sum, p) => sum + p.length, directory));
  const view = new DataView(file.buffer);
  for (let i = 0; i < 8; i++) file[i] = MAGIC.charCodeAt(i);
  view.setUint32(8, version, true);
  view.setUint32(12, sections.length, true);
  let at = directory;
  sections.forEach(([name, bytes], i) => {
    const entry = HEADER_BYTES + ENTRY_BYTES * i;
    const padded = name.padEnd(NAME_BYTES);
    for (let k = 0; k < NAME_BYTES; k++) file[entry + k] = padded.charCodeAt(k);
    view.setUint32(entry + 12, packed[i].length, true);
    view.setUint32(entry + 16, bytes.length, true);
    view.setUint32(entry + 20, crc32(packed[i]), true);
    file.set(packed[i], at);
    at += packed[i].length;
  });
  return file;
}

/** Whether the bytes begin as a recording's file does. */
export function isRecording(file: Uint8Array): boolean {
  return file.length >= 8 && [...MAGIC].every((c, i) => file[i] === c.charCodeAt(0));
}

function readSections(file: Uint8Array): { version: number; sections: Map<string, Uint8Array> } {
  if (!isRecording(file)) throw new RecordingError("this is no recording of ouro: make one with 'ouro record FILE -o run.ouro'");
  if (file.length < HEADER_BYTES) throw new RecordingError('the recording is cut short in its header');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const version = view.getUint32(8, true);
  if (version !== RECORDING_VERSION) {
    throw new RecordingError(`this recording has version ${version}, this program reads ${RECORDING_VERSION}: record it again or update ouro`);
  }
  const count = view.getUint32(12, true);
  if (count > 64 || HEADER_BYTES + ENTRY_BYTES * count > file.length) throw new RecordingError('the recording is cut short in its directory');
  const sections = new Map<string, Uint8Array>();
  let at = HEADER_BYTES + ENTRY_BYTES * count;
  for (let i = 0; i < count; i++) {
    const entry = HEADER_BYTES + ENTRY_BYTES * i;
    const name = String.fromCharCode(...file.subarray(entry, entry + NAME_BYTES)).trimEnd();
    const packedBytes = view.getUint32(entry + 12, true);
    const bytes = view.getUint32(entry + 16, true);
    if (at + packedBytes > file.length) throw new RecordingError(`the recording is cut short in its section '${name}'`);
    const packed = file.subarray(at, at + packedBytes);
    at += packedBytes;
    if (bytes > LARGEST_SECTION || crc32(packed) !== view.getUint32(entry + 20, true)) {
      throw new RecordingError(`the recording's section '${name}' is damaged`);
    }
    let unpacked: Uint8Array;
    try {
      unpacked = inflateSync(packed, { out: new Uint8Array(bytes) });
    } catch {
      throw new RecordingError(`the recording's section '${name}' is damaged`);
    }
    if (unpacked.length !== bytes) throw new RecordingError(`the recording's section '${name}' is damaged`);
    sections.set(name, unpacked);
  }
  return { version, sections };
}

/** Reads a recording's file. RecordingError names the section that is cut short or damaged, and refuses newer versions. */
export function decodeRecording(file: Uint8Array): Recording {
  const { version, sections } = readSections(file);
  const section = (name: string): Uint8Array => {
    const found = sections.get(name);
    if (found === undefined) throw new RecordingError(`the recording lacks its section '${name}'`);
    return found;
  };
  const array = <A extends Uint8Array | Uint32Array | Float64Array>(
    name: string,
    make: { new (buffer: ArrayBuffer): A; BYTES_PER_ELEMENT: number },
  ): A => {
    const bytes = section(name);
    if (bytes.length % make.BYTES_PER_ELEMENT !== 0) throw new RecordingError(`the recording's section '${name}' is damaged`);
    return new make(bytes.slice().buffer as ArrayBuffer);
  };
  const columns = Object.fromEntries(
    Object.entries(COLUMNS).map(([name, make]) => [name, array<Uint8Array | Uint32Array | Float64Array>(name, make)]),
  ) as unknown as Recording['columns'];
  const about = readAbout(section('about'));
  const arrays = {
    deltas: array('deltas', ARRAYS.deltas),
    deltaAt: array('deltaAt', ARRAYS.deltaAt),
    keyframes: array('keyframes', ARRAYS.keyframes),
    keyframeAt: array('keyframeAt', ARRAYS.keyframeAt),
  };
  const steps = columns.line.length;
  const sameLength = Object.entries(columns).every(
    ([name, column]) => column.length === (name === 'counts' || name === 'generations' ? 3 : 1) * steps,
  );
  if (!sameLength || arrays.deltaAt.length !== steps + 1) throw new RecordingError('the recording is damaged: its columns differ in length');
  return { ...about, version, columns, ...arrays };
}

type About = Omit<Recording, 'version' | 'columns' | keyof typeof ARRAYS>;

function readAbout(bytes: Uint8Array): About {
  try {
    const about = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as About;
    if (Array.isArray(about.strings) && Array.isArray(about.collections) && typeof about.output === 'string' && about.keyframeEvery > 0) return about;
  } catch {
    // told below
  }
  throw new RecordingError("the recording's section 'about' is damaged");
}
