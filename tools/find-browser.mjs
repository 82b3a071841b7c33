// Finds a Chromium for the tests of the lab; run as a program it installs Debian's where it may.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDebianPackages } from './debian-package.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Path of the program, or null. OURO_CHROMIUM names it where it stands elsewhere. */
export function findBrowser() {
  const named = process.env.OURO_CHROMIUM;
  if (named !== undefined && named !== '') return existsSync(named) ? named : null;
  const folders = (process.env.PATH ?? '').split(delimiter).concat('/usr/bin');
  for (const name of NAMES) for (const folder of folders) if (existsSync(join(folder, name))) return join(folder, name);
  return null;
}

/** The same, after installing Debian's package where that can be done. */
export function ensureBrowser() {
  const found = findBrowser();
  if (found === null) installDebianPackages(['chromium', 'fonts-noto-cjk'], 'the tests of the lab');
  return findBrowser();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = ensureBrowser();
  if (found === null) {
    console.error('No Chromium was found, and it could not be installed here. Install the package chromium, or set OURO_CHROMIUM to its path.');
    process.exitCode = 1;
  } else console.log(found);
}
