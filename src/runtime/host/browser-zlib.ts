import { deflateSync, gzipSync, zlibSync } from 'fflate';
import type { HostZlib } from './host.ts';
import { dataError, inflateRaw } from './inflate.ts';

type Level = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

function levelOf(level: number): Level {
  return (level < 0 ? 6 : level) as Level;
}

/** Bytes before the deflate data of a gzip member; -1 when they are not all there. RFC 1952 */
function gzipHeader(bytes: Uint8Array): number {
  if (bytes.length < 10) return -1;
  const flags = bytes[3]!;
  if (bytes[2] !== 8) throw dataError('unknown compression method');
  let at = 10;
  if ((flags & 4) !== 0) at += 2 + (bytes[at]! | (bytes[at + 1]! << 8));
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return -1;
    at = end + 1;
  }
  if ((flags & 2) !== 0) at += 2;
  return at <= bytes.length ? at : -1;
}

/** Bytes before the deflate data of a zlib stream; -1 when they are not all there. RFC 1950 */
function zlibHeader(bytes: Uint8Array): number {
  if (bytes.length < 2) return -1;
  if ((bytes[0]! * 256 + bytes[1]!) % 31 !== 0) throw dataError('incorrect header check');
  if ((bytes[0]! & 15) !== 8) throw dataError('unknown compression method');
  return 2;
}

function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}

/** Blocks that hold the bytes as they are; more follows. */
function storedBlocks(bytes: Uint8Array): Uint8Array {
  const parts: number[] = [];
  for (let i = 0; i === 0 || i < bytes.length; i += 0xffff) {
    const part = bytes.subarray(i, i + 0xffff);
    parts.push(0, part.length & 255, part.length >> 8, ~part.length & 255, (~part.length >> 8) & 255, ...part);
  }
  return Uint8Array.from(parts);
}

/** Compression where the host has none of its own. */
export const browserZlib: HostZlib = {
  deflate(bytes, level, windowBits) {
    const options = { level: levelOf(level) };
    if (windowBits < 0) return deflateSync(bytes, options);
    return windowBits >= 24 ? gzipSync(bytes, { ...options, mtime: 0 }) : zlibSync(bytes, options);
  },
  deflatePart(bytes, level, before, last) {
    if (!last) return storedBlocks(bytes);
    return deflateSync(bytes, { level: levelOf(level), ...(before.length > 0 ? { dictionary: before } : {}) });
  },
  inflate(bytes, windowBits) {
    const gzip = windowBits >= 24 && (windowBits < 40 || bytes[0] === 0x1f);
    if (gzip && bytes.length >= 2 && (bytes[0] !== 0x1f || bytes[1] !== 0x8b)) throw dataError('incorrect header check');
    const header = windowBits < 0 ? 0 : gzip ? gzipHeader(bytes) : zlibHeader(bytes);
    if (header < 0) return { data: new Uint8Array(0), consumed: bytes.length, ended: false };
    const { data, consumed, ended } = inflateRaw(bytes.subarray(header));
    const trailer = windowBits < 0 ? 0 : gzip ? 8 : 4;
    const end = header + consumed + trailer;
    if (!ended || end > bytes.length) return { data, consumed: bytes.length, ended: false };
    if (trailer === 4 && new DataView(bytes.buffer, bytes.byteOffset + end - 4, 4).getUint32(0) !== adler32(data))
      throw dataError('incorrect data check');
    return { data, consumed: end, ended: true };
  },
};
