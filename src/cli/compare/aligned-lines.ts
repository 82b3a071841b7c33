/** Outputs of one program under several models, side by side. */

/** A place of the output: its line under each model, null where the model prints nothing there. */
export interface AlignedLine {
  /** Number of the line in the first model's output that has it, from 1. */
  number: number;
  texts: readonly (string | null)[];
}

/** Beyond this many places the search for common lines is too slow, and lines are taken by their number. */
const MAX_SEARCH = 4_000_000;

/** A line without its figures and addresses: lines that differ in a count are the same place. */
function skeleton(line: string): string {
  return line.replace(/0x[0-9a-f]+/gi, '#').replace(/\d+/g, '#');
}

/** Pairs [i, j] of lines at the same place: a longest common subsequence of skeletons. */
function commonLines(a: readonly string[], b: readonly string[]): [number, number][] {
  const n = a.length;
  const m = b.length;
  if (n * m > MAX_SEARCH) return a.slice(0, m).map((_, i) => [i, i]);
  const best = new Uint32Array((n + 1) * (m + 1));
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      const at = i * (m + 1) + j;
      best[at] = a[i] === b[j] ? best[at + m + 2]! + 1 : Math.max(best[at + m + 1]!, best[at + 1]!);
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < n && j < m; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (best[(i + 1) * (m + 1) + j]! >= best[i * (m + 1) + j + 1]!) i++;
    else j++;
  }
  return pairs;
}

/** Adds an output to the places found so far. Unequal lines between two common ones stand side by side as far as there are both. */
function merge(
  places: (string | null)[][],
  output: readonly string[],
  skeletons: readonly string[],
  width: number,
): { places: (string | null)[][]; skeletons: string[] } {
  const own = output.map(skeleton);
  const merged: (string | null)[][] = [];
  const kept: string[] = [];
  const add = (i: number | null, j: number | null): void => {
    const before = i === null ? new Array<string | null>(width).fill(null) : places[i]!;
    merged.push([...before, j === null ? null : output[j]!]);
    kept.push(i === null ? own[j!]! : skeletons[i]!);
  };
  let i = 0;
  let j = 0;
  for (const [p, q] of [...commonLines(skeletons, own), [places.length, output.length] as [number, number]]) {
    while (i < p && j < q) add(i++, j++);
    while (i < p) add(i++, null);
    while (j < q) add(null, j++);
    if (p < places.length && q < output.length) add(i++, j++);
  }
  return { places: merged, skeletons: kept };
}

/** The outputs (lines without their ends) with equal places side by side. */
export function alignLines(outputs: readonly (readonly string[])[]): AlignedLine[] {
  const [first, ...others] = outputs;
  if (first === undefined) return [];
  let places: (string | null)[][] = first.map((line) => [line]);
  let skeletons = first.map(skeleton);
  others.forEach((output, k) => {
    ({ places, skeletons } = merge(places, output, skeletons, k + 1));
  });
  const numbers = outputs.map(() => 0);
  return places.map((texts) => {
    texts.forEach((text, k) => {
      if (text !== null) numbers[k]!++;
    });
    return { number: numbers[texts.findIndex((t) => t !== null)]!, texts };
  });
}

/** Models that print the same at a place, in order of the models. */
export interface LineGroup {
  models: readonly string[];
  text: string | null;
}

/** Neighbouring models with the same text together. */
export function groupModels(models: readonly string[], texts: readonly (string | null)[]): LineGroup[] {
  const groups: { models: string[]; text: string | null }[] = [];
  texts.forEach((text, i) => {
    const last = groups.at(-1);
    if (last !== undefined && last.text === text) last.models.push(models[i]!);
    else groups.push({ models: [models[i]!], text });
  });
  return groups;
}
