import { deflateSync, inflateSync } from 'fflate';
import type { Codec } from './layout.ts';

/** DEFLATE without the host's help: for browsers. */
export const portableCodec: Codec = {
  deflate: (bytes) => deflateSync(bytes, { level: 3 }),
  inflate: (bytes, rawLength) => inflateSync(bytes, { out: new Uint8Array(rawLength) }),
};
