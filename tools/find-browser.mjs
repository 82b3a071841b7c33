// Finds a Chromium for the tests of the lab; run as a program it installs Debian's where it may.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

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
  if (found !== null || process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return found;
  console.log('installing Debian’s package chromium for the tests of the lab');
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env: environment });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: environment,
  });
  return findBrowser();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = ensureBrowser();
  if (found === null) {
    console.error('No Chromium was found, and it could not be installed here. Install the package chromium, or set OURO_CHROMIUM to its path.');
    process.exitCode = 1;
  } else console.log(found);
}
