import { strFromU8, strToU8, unzlibSync, zlibSync } from 'fflate';
import { findModel } from '../../../models/index.ts';

/** Version of what a link holds. Older ones stay readable; newer ones are refused with a word of why. */
const LINK_VERSION = 1;

/** A program and its settings. */
export interface SharedProgram {
  source: string;
  model: string | null;
  limitMb: number | null;
}

export type LinkReading =
  | { kind: 'none' }
  | { kind: 'program'; program: SharedProgram; note: 'model' | null }
  | { kind: 'newer'; version: number }
  | { kind: 'damaged' };

function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (const b of bytes) text += String.fromCharCode(b);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): Uint8Array {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (c) => c.charCodeAt(0));
}

/** The fragment of a link, without `#`: `v1.` and the compressed program. */
export function writeLink(program: SharedProgram): string {
  const packed = zlibSync(strToU8(JSON.stringify({ s: program.source, m: program.model, l: program.limitMb })), { level: 9 });
  return `v${LINK_VERSION}.${toBase64Url(packed)}`;
}

/** What a page's fragment (with or without `#`) says. A model that is not known here is left out, with a note. */
export function readLink(fragment: string): LinkReading {
  const text = fragment.replace(/^#/, '');
  const m = /^v(\d+)\.(.*)$/s.exec(text);
  if (m === null) return { kind: 'none' };
  const version = Number(m[1]);
  if (version > LINK_VERSION) return { kind: 'newer', version };
  try {
    const value = JSON.parse(strFromU8(unzlibSync(fromBase64Url(m[2]!)))) as { s?: unknown; m?: unknown; l?: unknown };
    if (typeof value.s !== 'string') return { kind: 'damaged' };
    const known = typeof value.m === 'string' && findModel(value.m) !== undefined;
    return {
      kind: 'program',
      program: { source: value.s, model: known ? (value.m as string) : null, limitMb: typeof value.l === 'number' ? value.l : null },
      note: typeof value.m === 'string' && !known ? 'model' : null,
    };
  } catch {
    return { kind: 'damaged' };
  }
}
