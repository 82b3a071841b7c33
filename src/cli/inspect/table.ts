/** A cell: numbers stand to the right. */
export type Cell = string | number;

/** Whole numbers with thousands separated. */
export function grouped(n: number): string {
  return n.toLocaleString('en');
}

/** Bytes for a person: 532 B, 12.3 KB, 4.0 MB. */
export function bytesText(n: number): string {
  const sign = n < 0 ? '-' : '';
  let value = Math.abs(n);
  if (value < 1000) return `${sign}${value} B`;
  for (const unit of ['KB', 'MB', 'GB']) {
    value /= 1000;
    if (value < 999.95 || unit === 'GB') return `${sign}${value.toFixed(1)} ${unit}`;
  }
  return '';
}

/** A text cut to a width; the cut shows. */
export function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text;
}

/** A table with a head: columns as wide as their widest cell; the last one is not padded. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const right = head.map(
    (_, c) =>
      rows.length > 0 &&
      rows.every((row) => typeof row[c] === 'number' || /^-?[\d.,]+( ([KMG]?B|%))?$|^$|^[+-][\d.,]+( [KMG]?B)?$/.test(String(row[c]))),
  );
  const texts = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? grouped(cell) : cell)));
  const width = head.map((name, c) => Math.max(name.length, ...texts.map((row) => row[c].length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, c) => (right[c] ? cell.padStart(width[c]) : cell.padEnd(width[c])))
      .join('  ')
      .trimEnd();
  return `${[line(head), line(width.map((w) => '-'.repeat(w))), ...texts.map(line)].join('\n')}\n`;
}
