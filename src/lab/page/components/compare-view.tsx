import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import { models } from '../../../models/index.ts';
import type { ComparedOutput, ComparedReason } from '../../worker/protocol.ts';
import { useLab } from '../state/lab.ts';

const FIRST_CHOICE = ['3.10', '3.12', '3.14'];

function Reasons({ reasons }: { reasons: readonly ComparedReason[] }) {
  const { lab, t } = useLab();
  if (reasons.length === 0) return <>{lab.runner.outputs.value === null ? t.compare.noReason : t.compare.looking}</>;
  return (
    <>
      {reasons.map((reason) => (
        <p key={`${reason.model} ${reason.sentence}`}>
          <strong>{t.compare.from(reason.model)}: </strong>
          {reason.mechanisms.length === 0 ? t.compare.noReason : t.compare.reason(reason)}
        </p>
      ))}
    </>
  );
}

/** The lines of the runs side by side; those that differ are marked, with their reasons. */
function Lines({ comparison }: { comparison: ComparedOutput }) {
  const { t } = useLab();
  const { models: names, rows, exitCodes } = comparison;
  return (
    <section class="compare-table" aria-label={t.compare.title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.compare.line}</th>
            {names.map((name) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines stand in order
            <Fragment key={i}>
              <tr class={row.differs ? 'differs' : row.stream === 'stderr' ? 'stderr' : ''}>
                <th scope="row">{row.number}</th>
                {row.texts.map((text, k) => (
                  <td key={names[k]}>
                    <code>{text ?? '—'}</code>
                  </td>
                ))}
              </tr>
              {row.differs ? (
                <tr class="reasons">
                  <th scope="row">{t.compare.reasons}</th>
                  <td class="why" colSpan={names.length}>
                    <Reasons reasons={row.reasons} />
                  </td>
                </tr>
              ) : null}
            </Fragment>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t.compare.end}</th>
            {exitCodes.map((code, k) => (
              <td key={names[k]}>{code}</td>
            ))}
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

/** The program under several models, the lines that differ, and why. */
export function CompareView() {
  const { lab, t } = useLab();
  const { runner } = lab;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(FIRST_CHOICE));
  const [result, setResult] = useState<{ comparison: ComparedOutput; source: string } | null>(null);
  const busy = runner.state.value !== 'idle';
  const list = models.map((m) => m.name).filter((name) => chosen.has(name));
  const compare = async (): Promise<void> => {
    const source = lab.source.value;
    const made = await lab.compare(list);
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
        {busy && runner.work.value === 'compare' ? (
          <span class="muted" role="status">
            {t.state.comparing} {runner.progress.value}
          </span>
        ) : null}
      </div>
      {runner.outputs.value === null ? null : <Lines comparison={runner.outputs.value} />}
      {result === null || runner.outputs.value !== null ? null : (
        <>
          {result.source === lab.source.value ? null : <p class="inline-notice">{t.compare.stale}</p>}
          {result.comparison.rows.some((r) => r.differs) ? null : <p>{t.compare.same}</p>}
          <Lines comparison={result.comparison} />
        </>
      )}
    </div>
  );
}
