import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { releaseOfImportlib } from '../runtime/modules/library-release.ts';

/** A standard library that is not the shipped one. */
export interface LibraryDirectory {
  directory: string;
  /** Minor version: 12 for 3.12. */
  release: number;
}

const OLDEST = 8;
const NEWEST = 13;

/** The library in a directory such as /usr/lib/python3.12. Throws an Error that says why it cannot be used. */
export function libraryDirectory(path: string): LibraryDirectory {
  const directory = resolve(path);
  let importlib: string;
  try {
    importlib = readFileSync(join(directory, 'importlib/_bootstrap_external.py'), 'utf8');
  } catch {
    throw new Error(`${path} holds no standard library of Python (importlib/_bootstrap_external.py cannot be read).`);
  }
  const release = releaseOfImportlib(importlib);
  if (release < OLDEST || release > NEWEST)
    throw new Error(`${path} is the library of Python 3.${release}; those of 3.${OLDEST} to 3.${NEWEST} can be used.`);
  return { directory, release };
}
