// The programs of examples/, stress/programs and the conformance corpus.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { caseNames, casePath } from '../conformance/runner.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const CORPUS = ['getrefcount', 'behaviour', 'containers', 'programs', 'modules'];
/** Programs that make very many objects make fewer here, which takes all the same paths. */
const FEWER = [
  [/^examples\//, /\b\d+_000_000\b/g, '20_000'],
  [/^behaviour\/unr\/deep$/, /\b(100000|50000)\b/g, '2000'],
  [/^containers\/(collection|dicts)$/, /\brange\((300000|100000)\)/g, 'range(3000)'],
  [/^programs\/recursion_deep$/, /\brange\((100000|50000|20000)\)/g, 'range(2000)'],
];

function withText({ name, path }) {
  let text = readFileSync(path, 'utf8');
  for (const [names, many, few] of FEWER) if (names.test(name)) text = text.replaceAll(many, few);
  return { name, path, text };
}

/** Programs of a folder: name (after `prefix`), path, text. */
export function programsOf(prefix, folder) {
  return readdirSync(join(here, folder))
    .filter((name) => name.endsWith('.py'))
    .sort()
    .map((name) => withText({ name: `${prefix}/${name.slice(0, -3)}`, path: join(here, folder, name) }));
}

/** Those of the conformance corpus. */
export function corpusPrograms() {
  return CORPUS.flatMap((group) => caseNames(group).map((name) => withText({ name: `${group}/${name}`, path: casePath(group, name) })));
}

/** All of them. */
export function allPrograms() {
  return [...programsOf('examples', '../examples'), ...programsOf('stress', 'programs'), ...corpusPrograms()];
}

/** Whether a program is one of those asked for, by the beginning of its name or of the name without its folder; all when none is asked for. */
export function isAsked(name, asked) {
  return asked.length === 0 || asked.some((begin) => name.startsWith(begin) || name.slice(name.indexOf('/') + 1).startsWith(begin));
}
