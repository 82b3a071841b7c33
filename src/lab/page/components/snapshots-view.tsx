import { Fragment } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { SnapshotNode } from '../../worker/snapshot-protocol.ts';
import { useLab } from '../state/lab.ts';
import { bytesText } from '../text/bytes-text.ts';
import { Treemap } from './treemap.tsx';

function NodeLink({ node }: { node: SnapshotNode }) {
  const { lab, t } = useLab();
  if (node.node < 0) return <span>{t.object.more(Number(node.type))}</span>;
  return (
    <button type="button" class="link object-link" onClick={() => void lab.snapshots.show(node.node)}>
      <span class="type">{node.type}</span> {node.value}
    </button>
  );
}

function DropZone() {
  const { lab, t } = useLab();
  const { snapshots } = lab;
  const [over, setOver] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const open = (file: File | undefined): void => {
    if (file === undefined) return;
    void file.arrayBuffer().then((bytes) => lab.openFile(file.name, bytes));
  };
  const reading = snapshots.reading.value;
  const failure = snapshots.failure.value;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button inside is the first
    <div
      class={`drop-zone ${over ? 'over' : ''}`}
      onDragOver={(e) => {
        e.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(e) => {
        e.preventDefault();
        setOver(false);
        open(e.dataTransfer?.files[0]);
      }}
    >
      <h2>{t.snapshots.title}</h2>
      <p>{t.snapshots.intro}</p>
      <p class="drop-words">{t.snapshots.drop}</p>
      <button type="button" class="primary" disabled={reading !== null} onClick={() => field.current!.click()}>
        {t.snapshots.choose}
      </button>
      <input
        ref={field}
        class="file-field"
        type="file"
        aria-label={t.snapshots.choose}
        tabIndex={-1}
        onChange={(e) => {
          open(e.currentTarget.files?.[0]);
          e.currentTarget.value = '';
        }}
      />
      <p role="status">{reading === null ? '' : t.snapshots.reading(reading)}</p>
      {failure === null ? null : (
        <div class="failure" role="alert">
          <p>
            <strong>{t.snapshots.failed}</strong> {failure}
          </p>
          <p>{t.snapshots.failedHint}</p>
        </div>
      )}
    </div>
  );
}

function ObjectDetails() {
  const { lab, t } = useLab();
  const object = lab.snapshots.object.value;
  if (object === null) return null;
  return (
    <aside class="snapshot-object" aria-label={t.object.label}>
      <h3>
        {object.type} <code>{object.value}</code>
      </h3>
      <dl class="figures">
        <div>
          <dt>{t.snapshots.retained}</dt>
          <dd>{bytesText(object.retained)}</dd>
        </div>
        <div>
          <dt>{t.snapshots.shallow}</dt>
          <dd>{bytesText(object.size)}</dd>
        </div>
        {object.count < 0 ? null : (
          <div>
            <dt>{t.object.count}</dt>
            <dd>{object.count}</dd>
          </div>
        )}
        <div>
          <dt>{t.object.id}</dt>
          <dd>
            <code>{object.address}</code>
          </dd>
        </div>
      </dl>
      <h4>{t.snapshots.path}</h4>
      {object.path === null ? (
        <p class="hint">{t.object.noPath}</p>
      ) : (
        <ol class="path">
          {object.path.hops.map((hop, i) => (
            <Fragment key={hop.node.node}>
              {i === object.path!.fold ? <li class="hint">{t.object.more(object.path!.hidden)}</li> : null}
              <li>
                <code>{hop.label}</code> → <NodeLink node={hop.node} />
              </li>
            </Fragment>
          ))}
        </ol>
      )}
      <h4>{t.object.holders}</h4>
      <ul class="references">
        {object.holders.map((h, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: holders have no identity of their own
          <li key={i}>
            {h.owner === null ? null : <NodeLink node={h.owner} />} <code>{h.label}</code>
          </li>
        ))}
        {object.holdersTotal > object.holders.length ? <li class="hint">{t.object.more(object.holdersTotal - object.holders.length)}</li> : null}
      </ul>
      {object.children.length === 0 ? null : (
        <>
          <h4>{t.snapshots.dominated}</h4>
          <ul class="references">
            {object.children.slice(0, 20).map((c) => (
              <li key={`${c.node}${c.type}`}>
                <NodeLink node={c} /> <span class="muted">{bytesText(c.retained)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </aside>
  );
}

type Part = 'treemap' | 'types' | 'biggest' | 'cycles' | 'diff';

function TypesTable() {
  const { lab, t } = useLab();
  const { types } = lab.snapshots.summary.value!;
  return (
    <table class="plain">
      <thead>
        <tr>
          <th scope="col">{t.snapshots.type}</th>
          <th scope="col">{t.snapshots.objects}</th>
          <th scope="col">{t.snapshots.bytes}</th>
          <th scope="col">{t.snapshots.retained}</th>
        </tr>
      </thead>
      <tbody>
        {types.map((x) => (
          <tr key={x.name}>
            <td>{x.name}</td>
            <td>{x.count.toLocaleString()}</td>
            <td>{bytesText(x.bytes)}</td>
            <td>{bytesText(x.retained)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function BiggestTable() {
  const { lab, t } = useLab();
  return (
    <table class="plain">
      <thead>
        <tr>
          <th scope="col">{t.snapshots.biggest}</th>
          <th scope="col">{t.snapshots.shallow}</th>
          <th scope="col">{t.snapshots.retained}</th>
        </tr>
      </thead>
      <tbody>
        {lab.snapshots.summary.value!.biggest.map((n) => (
          <tr key={n.node}>
            <td>
              <NodeLink node={n} />
            </td>
            <td>{bytesText(n.size)}</td>
            <td>{bytesText(n.retained)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CycleList() {
  const { lab, t } = useLab();
  const found = lab.snapshots.cycles.value;
  if (found === null) return <p role="status">…</p>;
  if (found.total === 0) return <p>{t.snapshots.noCycles}</p>;
  return (
    <>
      <p class="muted">{t.snapshots.found(found.total)}</p>
      <ul class="cycle-list">
        {found.cycles.map((c) => (
          <li key={c.cycle[0]!.node.node}>
            <p>
              <strong>
                {t.snapshots.many(c.objects)}, {bytesText(c.bytes)}
              </strong>{' '}
              <span class={c.reachable ? 'muted' : 'garbage'}>{c.reachable ? t.object.states.reachable : t.object.states.unreachable}</span>
            </p>
            <p>
              {c.cycle.map((hop) => (
                <span key={hop.node.node}>
                  <NodeLink node={hop.node} /> <code>{hop.label}</code> →{' '}
                </span>
              ))}
              {c.length > c.cycle.length ? t.object.more(c.length - c.cycle.length) : '↺'}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

function DifferencePart() {
  const { lab, t } = useLab();
  const d = lab.snapshots.difference.value;
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <p>
        <button type="button" onClick={() => field.current!.click()}>
          {t.snapshots.second}
        </button>
        <input
          ref={field}
          class="file-field"
          type="file"
          aria-label={t.snapshots.second}
          tabIndex={-1}
          onChange={(e) => {
            const file = e.currentTarget.files?.[0];
            if (file !== undefined) void file.arrayBuffer().then((bytes) => lab.snapshots.compare(file.name, bytes));
          }}
        />
      </p>
      {lab.snapshots.failure.value === null ? null : (
        <p class="failure" role="alert">
          <strong>{t.snapshots.failed}</strong> {lab.snapshots.failure.value}
        </p>
      )}
      {d === null ? null : (
        <>
          <p>
            {d.name}: {t.snapshots.many(d.objectsBefore)} → {t.snapshots.many(d.objectsAfter)}, {bytesText(d.bytesBefore)} → {bytesText(d.bytesAfter)}
          </p>
          <table class="plain">
            <thead>
              <tr>
                <th scope="col">{t.snapshots.type}</th>
                <th scope="col">{t.snapshots.objects}</th>
                <th scope="col">{t.snapshots.bytes}</th>
              </tr>
            </thead>
            <tbody>
              {d.changes.map((c) => (
                <tr key={c.name}>
                  <td>{c.name}</td>
                  <td class={c.after > c.before ? 'more' : 'less'}>
                    {c.after - c.before > 0 ? '+' : ''}
                    {c.after - c.before}
                  </td>
                  <td>
                    {c.bytesAfter - c.bytesBefore > 0 ? '+' : ''}
                    {bytesText(c.bytesAfter - c.bytesBefore)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </>
  );
}

function OpenFile() {
  const { lab, t } = useLab();
  const { snapshots } = lab;
  const [part, setPart] = useState<Part>('treemap');
  const summary = snapshots.summary.value!;
  const levels = snapshots.levels.value;
  const level = levels[levels.length - 1];
  const names: Record<Part, string> = {
    treemap: t.snapshots.treemap,
    types: t.snapshots.types,
    biggest: t.snapshots.biggest,
    cycles: t.snapshots.cycles,
    diff: t.snapshots.diff,
  };
  return (
    <div class="snapshot">
      <header class="snapshot-head">
        <div>
          <h2>{summary.name}</h2>
          <p class="muted">
            {t.snapshots.many(summary.objects)} · {bytesText(summary.bytes)}
            {summary.model === null ? '' : ` · Python ${summary.model}`}
            {summary.moment === null ? '' : ` · ${summary.moment}`}
          </p>
        </div>
        <span class="spring" />
        <button type="button" onClick={() => snapshots.close()}>
          {t.snapshots.close}
        </button>
      </header>
      <fieldset class="parts" aria-label={t.snapshots.summary}>
        {(Object.keys(names) as Part[]).map((name) => (
          <button
            type="button"
            key={name}
            class={part === name ? 'on' : ''}
            aria-pressed={part === name}
            onClick={() => {
              setPart(name);
              if (name === 'cycles' && snapshots.cycles.value === null) void snapshots.findCycles();
            }}
          >
            {names[name]}
          </button>
        ))}
      </fieldset>
      <div class="snapshot-split">
        <div class="snapshot-part">
          {part === 'treemap' && level !== undefined ? (
            <>
              <p class="hint">{t.snapshots.treemapIntro}</p>
              <nav class="crumbs" aria-label={t.snapshots.up}>
                {levels.map((l, i) => (
                  <button type="button" key={l.node} class="link" disabled={i === levels.length - 1} onClick={() => snapshots.up(i)}>
                    {l.title} ({bytesText(l.retained)})
                  </button>
                ))}
              </nav>
              <Treemap nodes={level.children} label={t.snapshots.treemap} more={t.object.more} onEnter={(node) => void snapshots.enter(node)} />
            </>
          ) : null}
          {part === 'types' ? <TypesTable /> : null}
          {part === 'biggest' ? <BiggestTable /> : null}
          {part === 'cycles' ? <CycleList /> : null}
          {part === 'diff' ? <DifferencePart /> : null}
        </div>
        <ObjectDetails />
      </div>
    </div>
  );
}

/** Heap files of others and of `ouro snapshot`. */
export function SnapshotsView() {
  const { lab } = useLab();
  return <div class="view-body">{lab.snapshots.summary.value === null ? <DropZone /> : <OpenFile />}</div>;
}
