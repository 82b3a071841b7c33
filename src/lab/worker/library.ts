import { unzipSync } from 'fflate';
import type { LazyFile } from '../../runtime/host/memory-fs.ts';

/** Where the library stands in the file system that programs see. */
export const LIBRARY_ROOT = '/lib';

/** What `index.json` in a core pack says: every file of the library, its size, and the pack that holds it. */
export interface LibraryIndex {
  packs: string[];
  /** By path below LIBRARY_ROOT: size in bytes, index into `packs`. */
  files: Record<string, [size: number, pack: number]>;
}

/** Fetches a file of the site; blocks. Workers may. Throws when it cannot be had. */
export function fetchNow(url: string): Uint8Array {
  const request = new XMLHttpRequest();
  request.open('GET', url, false);
  request.responseType = 'arraybuffer';
  request.send();
  if (request.status !== 200 && request.status !== 0) throw new Error(`${url}: the server answered ${request.status}`);
  return new Uint8Array(request.response as ArrayBuffer);
}

/**
 * The standard library as files: those of the core pack are at hand, the others come with their pack when one of them is first read.
 * `fetchPack` takes a pack's file name.
 */
export function libraryFiles(core: Uint8Array, fetchPack: (name: string) => Uint8Array): [path: string, contents: Uint8Array | LazyFile][] {
  const atHand = unzipSync(core);
  const index = JSON.parse(new TextDecoder().decode(atHand['index.json'])) as LibraryIndex;
  delete atHand['index.json'];
  const opened = new Map<number, Record<string, Uint8Array>>();
  const load = (pack: number, path: string): Uint8Array => {
    let files = opened.get(pack);
    if (files === undefined) {
      files = unzipSync(fetchPack(index.packs[pack]!));
      opened.set(pack, files);
    }
    const found = files[path];
    if (found === undefined) throw new Error(`${path} is not in the pack ${index.packs[pack]}`);
    return found;
  };
  const out: [string, Uint8Array | LazyFile][] = [];
  for (const [path, [size, pack]] of Object.entries(index.files))
    if (atHand[path] === undefined) out.push([`${LIBRARY_ROOT}/${path}`, { size, load: () => load(pack, path) }]);
  for (const [path, bytes] of Object.entries(atHand)) out.push([`${LIBRARY_ROOT}/${path}`, bytes]);
  return out;
}
