import type { Phrase } from '../../models/phrases.ts';
import type { Runtime } from './runtime.ts';

/** The text of an error as the model's release words it, with `parts` filled in. */
export function phrase(rt: Runtime, name: Phrase, ...parts: readonly (string | number)[]): string {
  return rt.model.phrases[name].replace(/%(\d)/g, (_, i: string) => String(parts[Number(i)]));
}
