import { differingMechanisms, sentenceFor, stepsBetween } from '../../models/hybrid.ts';
import { findModel } from '../../models/index.ts';
import type { Mechanism } from '../../models/mechanisms.ts';
import type { Model } from '../../models/model.ts';
import type { ModelChoice } from './program-run.ts';

/** Which mechanisms make two models print different lines: found by running the program with mechanisms of one release in the other. */

/** Lines of a program under a choice, at the places that are compared. */
export type LinesUnder = (choice: ModelChoice) => Promise<readonly (string | null)[]>;

/** Why a line differs between two models. */
export interface Reason {
  /** Ids of the mechanisms; several when only together they make the difference; none when it could not be found. */
  mechanisms: readonly string[];
  /** By mechanism, in their order: the releases that matter and say what changed, oldest first. */
  steps: readonly (readonly string[])[];
  sentence: string;
}

const UNKNOWN: Reason = { mechanisms: [], steps: [], sentence: 'no mechanism alone or together with others was found to make this difference' };

function choiceOf(base: Model, donor: Model, switched: readonly Mechanism[]): ModelChoice {
  return { model: base.name, mixed: switched.map((m) => `${m.id}@${donor.name}`) };
}

/** Texts of a place under a choice. */
type TextUnder = (choice: ModelChoice) => Promise<string | null>;

/** The steps of a mechanism that change the place: each release's way of it in the older model (the others as in the newer), oldest first. */
async function stepsThatMatter(mechanism: Mechanism, others: readonly Mechanism[], older: Model, newer: Model, text: TextUnder): Promise<string[]> {
  const steps = stepsBetween(mechanism, older, newer);
  if (steps.length < 2) return steps;
  const out: string[] = [];
  const context = choiceOf(older, newer, others).mixed;
  let last = await text({ model: older.name, mixed: context });
  for (const release of steps) {
    const now = await text({ model: older.name, mixed: [...context, `${mechanism.id}@${release}`] });
    if (now !== last) out.push(release);
    last = now;
  }
  return out.length > 0 ? out : steps;
}

async function reasonFor(found: readonly Mechanism[], older: Model, newer: Model, text: TextUnder): Promise<Reason> {
  const steps: string[][] = [];
  for (const m of found) {
    const others = found.filter((f) => f !== m);
    steps.push(await stepsThatMatter(m, others, older, newer, text));
  }
  const sentence = found.map((m, i) => sentenceFor(m, steps[i]!, newer)).join('; and ');
  return { mechanisms: found.map((m) => m.id), steps, sentence };
}

/** Where a search looks: the places, what they shall print, and what they print under a choice. */
interface Search {
  at: readonly number[];
  wanted: readonly (string | null)[];
  lines: LinesUnder;
}

/**
 * The first of the donor's mechanisms that alone in the base brings the line that is wanted, by place. Halves of the candidates are tried together: what
 * changes nothing at a place need not be looked at one by one there. So a mechanism that another one of its half makes up for exactly may be missed.
 */
async function findAlone(
  base: Model,
  donor: Model,
  candidates: readonly Mechanism[],
  { at, wanted, lines }: Search,
): Promise<Map<number, Mechanism>> {
  const unchanged = await lines(choiceOf(base, donor, []));
  const within = async (set: readonly Mechanism[], places: readonly number[]): Promise<Map<number, Mechanism>> => {
    if (set.length === 0) return new Map();
    const texts = await lines(choiceOf(base, donor, set));
    if (set.length === 1) return new Map(places.filter((p) => texts[p] === wanted[p]).map((p) => [p, set[0]!]));
    const touched = places.filter((p) => texts[p] !== unchanged[p]);
    return touched.length === 0 ? new Map() : halves(set, touched);
  };
  const halves = async (set: readonly Mechanism[], places: readonly number[]): Promise<Map<number, Mechanism>> => {
    const middle = set.length >> 1;
    const [first, second] = await Promise.all([within(set.slice(0, middle), places), within(set.slice(middle), places)]);
    return new Map([...second, ...first]);
  };
  return halves(candidates, at);
}

/**
 * Reasons for the places where two models differ, by index of the place. First each mechanism alone in the older model (it brings the newer
 * line; halving the list finds most without trying all), then each alone taken back from the newer (the older line comes back), then one
 * after another until the newer line is there.
 */
export async function explainDifferences(
  olderName: string,
  newerName: string,
  places: readonly number[],
  lines: LinesUnder,
): Promise<Map<number, Reason>> {
  const older = findModel(olderName)!;
  const newer = findModel(newerName)!;
  const before = await lines({ model: older.name, mixed: [] });
  const after = await lines({ model: newer.name, mixed: [] });
  const candidates = differingMechanisms(older, newer);
  const found = new Map<number, readonly Mechanism[]>();
  const open = (): number[] => places.filter((p) => !found.has(p));

  const halving = async (p: number): Promise<void> => {
    let low = 0;
    let high = candidates.length;
    // the older line with the first `low` mechanisms, the newer with the first `high`
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((await lines(choiceOf(older, newer, candidates.slice(0, middle))))[p] === after[p]) high = middle;
      else low = middle;
    }
    const m = candidates[high - 1];
    if (m !== undefined && (await lines(choiceOf(older, newer, [m])))[p] === after[p]) found.set(p, [m]);
  };
  const eachAlone = async (base: Model, donor: Model, wanted: readonly (string | null)[]): Promise<void> => {
    if (open().length === 0) return;
    const alone = await findAlone(base, donor, candidates, { at: open(), wanted, lines });
    for (const [p, mechanism] of alone) found.set(p, [mechanism]);
  };
  const together = async (): Promise<void> => {
    const involved = new Map<number, Mechanism[]>();
    let last = before;
    for (let n = 1; n <= candidates.length && open().length > 0; n++) {
      const switched = candidates.slice(0, n);
      const texts = await lines(choiceOf(older, newer, switched));
      for (const p of open()) {
        if (texts[p] !== last[p]) involved.set(p, [...(involved.get(p) ?? []), candidates[n - 1]!]);
        if (texts[p] === after[p] && involved.has(p)) found.set(p, involved.get(p)!);
      }
      last = texts;
    }
  };

  for (const p of places) await halving(p);
  await eachAlone(older, newer, after);
  await eachAlone(newer, older, before);
  await together();

  const out = new Map<number, Reason>();
  for (const p of places) {
    const text: TextUnder = async (choice) => (await lines(choice))[p] ?? null;
    const mechanisms = found.get(p);
    out.set(p, mechanisms === undefined ? UNKNOWN : await reasonFor(mechanisms, older, newer, text));
  }
  return out;
}
