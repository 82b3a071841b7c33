// Debian's packages, for tests that need a program of the system.
import { spawnSync } from 'node:child_process';

/** Installs packages where that can be done (as root, with apt-get); `what` says in the output what they are for. False where it cannot. */
export function installDebianPackages(names, what) {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return false;
  console.log(`installing Debian’s ${names.join(', ')} for ${what}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...names];
  return spawnSync('apt-get', install, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
}
