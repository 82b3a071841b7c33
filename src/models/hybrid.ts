import type { Mechanism } from './mechanisms.ts';
import { mechanisms } from './mechanisms.ts';
import type { Model } from './model.ts';

/** Models made of two: all of one release, with some mechanisms as another release has them. */

type Fields = Record<string, unknown>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Set);
}

function field(model: unknown, path: string): unknown {
  let at: unknown = model;
  for (const name of path.split('.')) at = isFields(at) ? at[name] : undefined;
  return at;
}

function withField(fields: Fields, path: readonly string[], value: unknown): Fields {
  const [first, ...rest] = path as [string, ...string[]];
  const inner = fields[first];
  return { ...fields, [first]: rest.length === 0 || !isFields(inner) ? value : withField(inner, rest, value) };
}

/** Are two values of a model the same data? */
function sameData(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a instanceof Set && b instanceof Set) return a.size === b.size && [...a].every((x) => b.has(x));
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((x, i) => sameData(x, b[i]));
  if (!isFields(a) || !isFields(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((k) => sameData(a[k], b[k]));
}

/** The mechanisms in which two models differ; one that covers others counts only for what those leave. */
export function differingMechanisms(a: Model, b: Model): readonly Mechanism[] {
  let mixed = a;
  return mechanisms.filter((m) => {
    const differs = m.fields.some((path) => !sameData(field(mixed, path), field(b, path)));
    mixed = hybrid(mixed, b, [m]);
    return differs;
  });
}

/** The model `base` with these mechanisms as `donor` has them. */
export function hybrid(base: Model, donor: Model, switched: readonly Mechanism[]): Model {
  let out = base as unknown as Fields;
  for (const m of switched) for (const path of m.fields) out = withField(out, path.split('.'), field(donor, path));
  return out as unknown as Model;
}

/** Fields in which two models differ and that belong to no mechanism. */
export function unexplainedFields(a: Model, b: Model): string[] {
  const mixed = hybrid(a, b, mechanisms);
  return Object.keys(b).filter((key) => !sameData(field(mixed, key), field(b, key)));
}

/** The releases behind `older` and up to `newer` that change a mechanism and say how, oldest first. */
export function stepsBetween(mechanism: Mechanism, older: Model, newer: Model): string[] {
  const minor = (release: string): number => Number(release.split('.')[1]);
  return Object.keys(mechanism.steps).filter((r) => minor(r) > older.version[1] && minor(r) <= newer.version[1]);
}

/** One sentence on what a mechanism does at these releases; `newer` names the release where there is none. */
export function sentenceFor(mechanism: Mechanism, steps: readonly string[], newer: Model): string {
  if (steps.length > 0) return steps.map((r) => mechanism.steps[r]).join('; ');
  return mechanism.id === 'words' ? `${newer.name} says it in other words` : `${newer.name} differs in: ${mechanism.id}`;
}
