import { useState } from 'preact/hooks';
import { models } from '../../../models/index.ts';
import type { Comparison } from '../../worker/protocol.ts';
import { useLab } from '../state/lab.ts';

const FIRST_CHOICE = ['3.10', '3.12', '3.14'];

/** The lines of the runs side by side; models that print the same line share a column's text. */
function Lines({ comparison }: { comparison: Comparison }) {
  const { t, lab } = useLab();
  const { runs, differences } = comparison;
  const height = Math.max(...runs.map((r) => r.lines.length));
  const different = new Map(differences.map((d) => [d.line, d]));
  const chinese = lab.settings.language.value === 'zh';
  return (
    <div class="compare-table">
      <table>
        <thead>
          <tr>
            <th scope="col">{t.compare.line}</th>
            {runs.map((r) => (
              <th scope="col" key={r.model}>
                {t.program.modelOption(r.model)}
              </th>
            ))}
            <th scope="col">{t.compare.reasons}</th>
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: height }, (_, i) => {
            const difference = different.get(i);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines stand in order
              <tr key={i} class={difference === undefined ? '' : 'differs'}>
                <th scope="row">{i + 1}</th>
                {runs.map((r) => (
                  <td key={r.model}>
                    <code>{r.lines[i] ?? ''}</code>
                  </td>
                ))}
                <td class="why">
                  {difference === undefined
                    ? ''
                    : difference.reasons.length === 0
                      ? t.compare.noReason
                      : difference.reasons.map((reason) => (
                          <p key={reason.id}>
                            <strong>{t.compare.reason(reason.since)}: </strong>
                            {(chinese ? t.compare.mechanisms[reason.id] : undefined) ?? reason.text}
                          </p>
                        ))}
                </td>
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" />
            {runs.map((r) => (
              <td key={r.model}>{t.compare.ended(r.code)}</td>
            ))}
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

/** The program under several models, the lines that differ, and why. */
export function CompareView() {
  const { lab, t } = useLab();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(FIRST_CHOICE));
  const [result, setResult] = useState<{ comparison: Comparison; source: string } | null>(null);
  const busy = lab.runner.state.value !== 'idle';
  const list = models.map((m) => m.name).filter((name) => chosen.has(name));
  const compare = async (): Promise<void> => {
    const source = lab.source.value;
    const made = await lab.work(source, { kind: 'compare', models: list });
    if (made?.kind === 'compared') setResult({ comparison: made.comparison, source });
  };
  return (
    <div class="view-body compare-view">
      <h2>{t.compare.title}</h2>
      <p class="lead">{t.compare.intro}</p>
      <fieldset>
        <legend>{t.compare.models}</legend>
        {models.map((m) => (
          <label key={m.name} class="pill">
            <input
              type="checkbox"
              checked={chosen.has(m.name)}
              onChange={(e) => {
                const next = new Set(chosen);
                if (e.currentTarget.checked) next.add(m.name);
                else next.delete(m.name);
                setChosen(next);
              }}
            />
            {m.name}
          </label>
        ))}
      </fieldset>
      <div class="button-row">
        <button type="button" class="primary" disabled={busy || list.length < 2} onClick={() => void compare()}>
          {t.compare.run}
        </button>
        {list.length < 2 ? <span class="muted">{t.compare.need}</span> : null}
      </div>
      {result === null ? null : (
        <>
          {result.source === lab.source.value ? null : <p class="inline-notice">{t.step.stale}</p>}
          {result.comparison.differences.length === 0 ? <p>{t.compare.same}</p> : null}
          <Lines comparison={result.comparison} />
        </>
      )}
    </div>
  );
}
