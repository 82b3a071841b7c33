import type { ComparedGroup, Comparison, Difference } from './compare.ts';

/** A comparison as text, JSON or Markdown. */

/** '3.6 – 3.10', or '3.14' alone, or '3.8, 3.12' for two. */
function span(names: readonly string[]): string {
  return names.length > 2 ? `${names[0]} – ${names.at(-1)}` : names.join(', ');
}

function place(d: Difference): string {
  return d.stream === 'stdout' ? `line ${d.line}` : d.stream === 'stderr' ? `stderr line ${d.line}` : d.stream;
}

function shown(group: ComparedGroup): string {
  return group.text ?? '(nothing)';
}

function heading(c: Comparison): string {
  if (c.differences.length === 0) return `${c.program} prints the same under ${span(c.models)} (${c.sameLines} lines).`;
  const places = c.differences.length === 1 ? '1 place differs' : `${c.differences.length} places differ`;
  return `${c.program} under ${span(c.models)}: ${places}, ${c.sameLines} lines are the same everywhere.`;
}

export function comparisonText(c: Comparison): string {
  const out = [heading(c)];
  for (const d of c.differences) {
    out.push('', `${place(d)}`);
    const modelWidth = Math.max(...d.groups.map((g) => span(g.models).length));
    const textWidth = Math.min(40, Math.max(...d.groups.map((g) => shown(g).length)));
    for (const g of d.groups) {
      const reason = g.reason === undefined ? '' : `   ${g.reason.sentence}`;
      out.push(`  ${span(g.models).padEnd(modelWidth)}   ${shown(g).padEnd(textWidth)}${reason}`.trimEnd());
    }
  }
  return `${out.join('\n')}\n`;
}

export function comparisonJson(c: Comparison): string {
  return `${JSON.stringify(c, null, 2)}\n`;
}

export function comparisonMarkdown(c: Comparison): string {
  const cell = (text: string): string => text.replace(/\|/g, '\\|');
  const code = (g: ComparedGroup): string => (g.text === null ? '(nothing)' : `\`${cell(g.text).replace(/`/g, "'")}\``);
  const out = [heading(c), ''];
  if (c.differences.length > 0) out.push('| place | models | prints | because |', '| --- | --- | --- | --- |');
  for (const d of c.differences) {
    d.groups.forEach((g, i) => {
      out.push(`| ${i === 0 ? place(d) : ''} | ${span(g.models)} | ${code(g)} | ${cell(g.reason?.sentence ?? '')} |`);
    });
  }
  return `${out.join('\n')}\n`;
}
