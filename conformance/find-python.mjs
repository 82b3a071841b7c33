import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The newest CPython of a model's release that pyenv has, or python3.N of the path. */
export function findPython(model) {
  const versions = join(process.env.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions');
  const found = existsSync(versions) ? readdirSync(versions).filter((v) => v.startsWith(`${model}.`)) : [];
  found.sort((a, b) => Number(a.split('.')[2]) - Number(b.split('.')[2]));
  return found.length > 0 ? join(versions, found.at(-1), 'bin/python3') : `python${model}`;
}
