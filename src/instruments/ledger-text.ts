import type { Ledger, LedgerEntry } from './ledger.ts';

/** Entries of one text: `×3` when they differ in nothing a person would ask about. */
interface Group {
  readonly text: string;
  readonly owned: boolean;
  count: number;
}

function grouped(entries: readonly LedgerEntry[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { text, owned } of entries) {
    const key = `${owned}${text}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { text, owned, count: 1 });
    else known.count++;
  }
  return [...groups.values()];
}

/** More groups than this that differ in names alone become one line. */
const ALIKE = 3;

/** Puts groups together that differ in names alone, where there are many. */
function summed(groups: readonly Group[]): Group[] {
  const pattern = (g: Group): string => `${g.owned}${g.text.replace(/`[^`]*`/g, '…')}`;
  const alike = new Map<string, Group[]>();
  for (const group of groups) {
    const known = alike.get(pattern(group));
    if (known === undefined) alike.set(pattern(group), [group]);
    else known.push(group);
  }
  return [...alike.values()].flatMap((same) => {
    if (same.length <= ALIKE) return same;
    const count = same.reduce((n, g) => n + g.count, 0);
    return [{ text: `${same[0].text.replace(/`[^`]*`/g, '…')} (${same.length} of them)`, owned: same[0].owned, count }];
  });
}

/** How many lines of holders are printed before the rest is summed up. */
export const HOLDERS_SHOWN = 40;

/** The holders as lines, `indent` before each. Says how many were left out beyond `limit` lines. */
export function holderLines(entries: readonly LedgerEntry[], indent: string, limit = HOLDERS_SHOWN): string[] {
  const all = grouped(entries);
  const groups = all.length > limit ? summed(all) : all;
  const lines = groups
    .slice(0, limit)
    .map(({ text, owned, count }) => `${indent}${count > 1 ? `${count} × ` : ''}${text}${owned ? '' : ' (borrows: does not count)'}`);
  const rest = groups.slice(limit);
  if (rest.length > 0) lines.push(`${indent}and ${rest.reduce((n, g) => n + g.count, 0)} more (--all shows them)`);
  return lines;
}

/** The sentence that compares the sum with the count. */
export function sumLine(ledger: Ledger): string {
  const { count, shown, entries, balanced, unsure } = ledger;
  const held = entries.filter((e) => e.owned).length;
  const what = held === 1 ? '1 holder' : `${held} holders`;
  const model = shown === count ? '' : `; sys.getrefcount shows ${shown}: the object is immortal in this model`;
  if (balanced) return `${what} = count ${count}${model}`;
  return `${what}, but the count is ${count}${unsure === null ? ': please report this' : ` (${unsure})`}${model}`;
}
