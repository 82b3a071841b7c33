import { useState } from 'preact/hooks';
import type { Ledger } from '../../../instruments/ledger.ts';
import type { RecordedStep } from '../../../instruments/recording.ts';
import { holdersOf } from '../graph/ledger.ts';
import { pathTo } from '../graph/path.ts';
import { useLab } from '../state/lab.ts';
import { objectAt } from '../state/player.ts';
import { Icon } from './icon.tsx';

/** A small button that selects an object. */
export function ObjectLink({ id, step }: { id: number; step: RecordedStep }) {
  const { lab } = useLab();
  const object = objectAt(step, id);
  if (object === null) return <span>…</span>;
  return (
    <button type="button" class="link object-link" onClick={() => lab.player.select(id)}>
      <span class="type">{object.type}</span> {object.value.length > 32 ? `${object.value.slice(0, 31)}…` : object.value}
    </button>
  );
}

const SHOWN_REFERENCES = 30;

/** The holders of an object in the whole heap, as the interpreter itself lists them. */
function FullLedger({ ledger }: { ledger: Ledger }) {
  const { t } = useLab();
  const words = t.object.holderWords;
  const groups = new Map<string, { text: string; owned: boolean; lent: boolean; count: number }>();
  for (const e of ledger.entries) {
    const text = words === null ? e.text : words(e.kind, e.name ?? '', e.frame?.function ?? '');
    const key = `${text} ${e.owned} ${e.lent}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { text, owned: e.owned, lent: e.lent, count: 1 });
    else group.count++;
  }
  const owned = ledger.entries.filter((e) => e.owned).length;
  return (
    <table class="ledger every">
      <thead>
        <tr>
          <th scope="col">{t.object.holder}</th>
          <th scope="col">{t.object.counts}</th>
        </tr>
      </thead>
      <tbody>
        {[...groups].map(([key, g]) => (
          <tr key={key}>
            <td>{g.text}</td>
            <td>{g.owned ? `+${g.count}${g.lent ? ` ${t.object.lent}` : ''}` : t.object.borrowed}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td>{t.object.sum(owned, ledger.count)}</td>
          <td>{owned}</td>
        </tr>
      </tfoot>
    </table>
  );
}

/** Everything about the selected object at this step: figures, ledger, path, what it holds. */
export function ObjectPanel() {
  const { lab, t } = useLab();
  const [every, setEvery] = useState<{ step: RecordedStep; id: number; ledger: Ledger } | null>(null);
  const { player } = lab;
  const moment = player.moment.value;
  const id = player.selected.value;
  if (moment === null) return null;
  const object = id === null ? null : objectAt(moment.step, id);
  if (id === null || object === null)
    return (
      <aside class="object-panel" aria-label={t.object.label}>
        <p class="hint">{t.object.none}</p>
      </aside>
    );
  const { step } = moment;
  const freed = !step.objects.has(id);
  const holders = freed ? [] : holdersOf(step, id);
  const owned = holders.filter((h) => h.owned).length;
  const outside = freed ? 0 : Math.max(0, object.count - owned);
  const path = freed ? null : pathTo(step, id);
  const full = every !== null && every.step === step && every.id === id ? every.ledger : null;
  const variable = freed
    ? undefined
    : step.frames.flatMap((f) => f.variables.filter((v) => v.to === id).map((v) => ({ name: v.name, frame: f.function })))[0];
  const askAll = async (): Promise<void> => {
    const index = player.index.value;
    const result = await lab.lookAgain((watch) => ({ kind: 'inspect', step: index, address: object.address, watch }));
    if (result?.kind === 'inspected' && result.inspection.ledger !== null) setEvery({ step, id, ledger: result.inspection.ledger });
  };
  const follow = async (name: string, frame: string): Promise<void> => {
    await lab.record([{ name, function: frame === '<module>' ? null : frame }]);
    player.toFirstCountStep();
  };
  const changes = player.selectedChanges.value;
  return (
    <aside class="object-panel" aria-label={t.object.label}>
      <header>
        <h3>
          <span class="type">{object.type}</span>
          <code>{object.value}</code>
        </h3>
        <button type="button" class="icon-button" aria-label={t.object.close} onClick={() => player.select(null)}>
          <Icon name="close" />
        </button>
      </header>
      <dl class="figures">
        <div class="big">
          <dt>{t.object.count}</dt>
          <dd>{freed ? 0 : object.count}</dd>
        </div>
        <div>
          <dt>{t.object.size}</dt>
          <dd>{t.object.bytes(object.size)}</dd>
        </div>
        <div>
          <dt>{t.object.id}</dt>
          <dd>
            <code>0x{(object.address * 4).toString(16)}</code>
          </dd>
        </div>
        <div>
          <dt>{t.object.generation}</dt>
          <dd>{object.generation < 0 ? t.object.untracked : object.generation}</dd>
        </div>
        <div class="wide">
          <dt>{t.object.state}</dt>
          <dd>{freed ? t.object.states.freed : t.object.states[object.state]}</dd>
        </div>
      </dl>
      {object.shown !== object.count ? <p class="inline-notice">{t.object.shown(object.shown, object.shown < object.count)}</p> : null}
      <h4>{t.object.holders}</h4>
      {full === null ? (
        <table class="ledger">
          <thead>
            <tr>
              <th scope="col">{t.object.holder}</th>
              <th scope="col">{t.object.as}</th>
              <th scope="col">{t.object.counts}</th>
            </tr>
          </thead>
          <tbody>
            {holders.map((h, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: holders have no identity of their own
              <tr key={i}>
                <td>
                  {h.object !== null ? <ObjectLink id={h.object.id} step={step} /> : h.global ? t.object.global(h.frame!) : t.object.frame(h.frame!)}
                </td>
                <td>
                  <code>{h.object === null ? t.instrument(h.label) : h.label}</code>
                </td>
                <td>{h.owned ? `${t.object.owned}${h.lent ? ` ${t.object.lent}` : ''}` : t.object.borrowed}</td>
              </tr>
            ))}
            {outside > 0 ? (
              <tr class="outside">
                <td>{t.object.outside}</td>
                <td>{t.object.outsideAs}</td>
                <td>+{outside}</td>
              </tr>
            ) : null}
          </tbody>
          <tfoot>
            <tr>
              <td colSpan={2}>{t.object.sum(owned + outside, object.count)}</td>
              <td>{freed ? 0 : owned + outside}</td>
            </tr>
          </tfoot>
        </table>
      ) : (
        <FullLedger ledger={full} />
      )}
      {freed || !player.run.here ? null : (
        <p class="panel-buttons">
          <button type="button" class="small-button" disabled={lab.runner.state.value !== 'idle' || full !== null} onClick={() => void askAll()}>
            {t.object.every}
          </button>
          {variable === undefined || !lab.fresh.value ? null : (
            <button
              type="button"
              class="small-button"
              title={t.object.followHint}
              disabled={lab.runner.state.value !== 'idle'}
              onClick={() => void follow(variable.name, variable.frame)}
            >
              {t.object.follow}
            </button>
          )}
        </p>
      )}
      {lab.runner.state.value !== 'idle' && lab.runner.work.value === 'inspect' ? <p role="status">{t.object.loading}</p> : null}
      {changes.length > 0 ? (
        <p class="changes">
          <span>{t.object.changes(changes.length)}</span>
          <span class="change-steps">
            {changes.slice(0, 24).map((i) => (
              <button
                type="button"
                key={i}
                class={`chip ${i === player.index.value ? 'on' : ''}`}
                aria-label={t.step.position(i + 1, player.length)}
                onClick={() => player.go(i)}
              >
                {i + 1}
              </button>
            ))}
          </span>
        </p>
      ) : null}
      {freed ? null : (
        <>
          <h4>{t.object.path}</h4>
          {path === null ? (
            <p class="hint">{t.object.noPath}</p>
          ) : (
            <ol class="path">
              <li>{t.object.pathStart(path.frame)}</li>
              {path.hops.map((hop) => (
                <li key={hop.to}>
                  <code>{hop.label}</code> → <ObjectLink id={hop.to} step={step} />
                </li>
              ))}
            </ol>
          )}
        </>
      )}
      {object.references.length === 0 ? null : (
        <>
          <h4>{t.object.holds}</h4>
          <ul class="references">
            {object.references.slice(0, SHOWN_REFERENCES).map((r, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: slots stand in order
              <li key={i}>
                <code>{r.label}</code> → <ObjectLink id={r.to} step={step} />
              </li>
            ))}
            {object.references.length + object.omitted > SHOWN_REFERENCES ? (
              <li class="hint">{t.object.more(object.references.length + object.omitted - SHOWN_REFERENCES)}</li>
            ) : null}
          </ul>
        </>
      )}
    </aside>
  );
}
