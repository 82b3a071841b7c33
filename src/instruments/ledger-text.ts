import type { Ledger, LedgerEntry } from './ledger.ts';

/** Entries of one text: `×3` when they differ in nothing a person would ask about. */
interface Group {
  readonly text: string;
  readonly owned: boolean;
  readonly lent: boolean;
  count: number;
}

function grouped(entries: readonly LedgerEntry[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { text, owned, lent } of entries) {
    const key = `${owned}${lent}${text}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { text, owned, lent, count: 1 });
    else known.count++;
  }
  return [...groups.values()];
}

/** More groups than this that differ in names alone become one line. */
const ALIKE = 3;

/** Puts groups together that differ in names alone, where there are many. */
function summed(groups: readonly Group[]): Group[] {
  const pattern = (g: Group): string => `${g.owned}${g.lent}${g.text.replace(/`[^`]*`/g, '…')}`;
  const alike = new Map<string, Group[]>();
  for (const group of groups) {
    const known = alike.get(pattern(group));
    if (known === undefined) alike.set(pattern(group), [group]);
    else known.push(group);
  }
  return [...alike.values()].flatMap((same) => {
    if (same.length <= ALIKE) return same;
    const count = same.reduce((n, g) => n + g.count, 0);
    return [{ text: `${same[0].text.replace(/`[^`]*`/g, '…')} (${same.length} of them)`, owned: same[0].owned, lent: same[0].lent, count }];
  });
}

/** How many lines of holders are printed before the rest is summed up. */
export const HOLDERS_SHOWN = 40;

/** The holders as lines, `indent` before each. Says how many were left out beyond `limit` lines. */
export function holderLines(entries: readonly LedgerEntry[], indent: string, limit = HOLDERS_SHOWN): string[] {
  const all = grouped(entries);
  const groups = all.length > limit ? summed(all) : all;
  const lines = groups.slice(0, limit).map((g) => `${indent}${g.count > 1 ? `${g.count} × ` : ''}${g.text}${owning(g)}`);
  const rest = groups.slice(limit);
  if (rest.length > 0) lines.push(`${indent}and ${rest.reduce((n, g) => n + g.count, 0)} more (--all shows them)`);
  return lines;
}

/** What is to be said of a slot that sys.getrefcount does not count. */
function owning({ owned, lent }: Group): string {
  if (!owned) return ' (borrows: does not count)';
  return lent ? ' (lent: this model does not count it)' : '';
}

/** Why sys.getrefcount shows another number. */
function shownWords({ shown, shownReason, entries }: Ledger): string {
  if (shownReason === null) return '';
  const lent = entries.filter((e) => e.lent).length;
  const why = {
    immortal: ': the object is immortal in this model',
    lent: `, without the ${lent === 1 ? 'lent slot' : `${lent} lent slots`}`,
    static: ': this model counts what it has from the start from a large number on',
  };
  return `; sys.getrefcount shows ${shown}${why[shownReason]}`;
}

/** The sentence that compares the sum with the count. */
export function sumLine(ledger: Ledger): string {
  const { count, entries, balanced, unsure } = ledger;
  const held = entries.filter((e) => e.owned).length;
  const what = held === 1 ? '1 holder' : `${held} holders`;
  const model = shownWords(ledger);
  if (balanced) return `${what} = count ${count}${model}`;
  return `${what}, but the count is ${count}${unsure === null ? ': please report this' : ` (${unsure})`}${model}`;
}
