// Brings the programs that exports are made for (DuckDB, the loader of Chrome DevTools, Graphviz as WebAssembly) to where the tests of the
// exports look for them: 150 MB in bench/snapshot/consumers/node_modules, which nothing else needs. Graphviz itself comes from Debian where that can be.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installDebianPackages } from './debian-package.mjs';

const folder = new URL('../bench/snapshot/consumers/', import.meta.url);
const wanted = Object.entries(JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')).dependencies);

/** Whether each package stands there in the version that is asked for. */
function complete() {
  return wanted.every(([name, version]) => {
    const manifest = new URL(`node_modules/${name}/package.json`, folder);
    return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === version;
  });
}

if (!complete()) {
  console.log('installing the programs that open exports: DuckDB, the loader of Chrome DevTools, Graphviz');
  // not `npm ci`: the lock names what DuckDB has for the systems that it was written on
  spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund'], { cwd: fileURLToPath(folder), stdio: ['ignore', 'ignore', 'inherit'] });
}
const hasDot = () => spawnSync('dot', ['-V']).status === 0;
if (!hasDot()) installDebianPackages(['graphviz'], 'the tests of exports');
if (!hasDot()) console.log('no dot: Graphviz is tested as WebAssembly alone');
if (complete()) console.log(wanted.map(([name, version]) => `${name} ${version}`).join(', '));
else {
  console.error(`Not installed: the tests that open exports in them are skipped. With a package registry: npm install in ${fileURLToPath(folder)}`);
  process.exitCode = 1;
}
