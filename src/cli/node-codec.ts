import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Codec } from '../snapshot/format/layout.ts';

/** DEFLATE by the host: several times faster than the portable one. */
export const nodeCodec: Codec = {
  deflate: (bytes) => deflateRawSync(bytes, { level: 1 }),
  inflate: (bytes, rawLength) => inflateRawSync(bytes, { maxOutputLength: rawLength }),
};
