import type { Runtime } from '../core/runtime.ts';

const STATE = 'library release';

/** The release of the library that the build ships. */
const SHIPPED = 13;

/** Numbers that .pyc files of a release begin with, as importlib/_bootstrap_external.py says them up to 3.13, newest first. */
const PYC_MAGIC: readonly (readonly [magic: number, minor: number])[] = [
  [3550, 13],
  [3500, 12],
  [3450, 11],
  [3430, 10],
  [3420, 9],
  [3400, 8],
  [3390, 7],
  [3360, 6],
];

/** Minor version (13 for 3.13) of the standard library whose importlib this is; 14 where its source does not say. */
export function releaseOfImportlib(source: string): number {
  const found = /^MAGIC_NUMBER = \((\d+)\)/m.exec(source);
  if (found === null) return 14;
  return PYC_MAGIC.find(([magic]) => Number(found[1]) >= magic)?.[1] ?? 5;
}

/** Notes that another library than the shipped one is used. */
export function setLibraryRelease(rt: Runtime, minor: number): void {
  rt.state.set(STATE, minor);
}

/** Minor version of the standard library in use: native modules speak to the Python half of that release, whatever the memory model is. */
export function libraryRelease(rt: Runtime): number {
  return (rt.state.get(STATE) as number | undefined) ?? SHIPPED;
}
