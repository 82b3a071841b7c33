import { useMemo, useRef, useState } from 'preact/hooks';
import type { RecordedStep } from '../../../instruments/recording.ts';
import type { CollectionRecord, PassRecord } from '../../worker/protocol.ts';
import { EXAMPLES } from '../examples/examples.ts';
import { GraphBuilder } from '../graph/graph-model.ts';
import { GraphView, type NodeOverlay } from '../graph/graph-view.tsx';
import { StableLayout } from '../graph/stable-layout.ts';
import { useLab } from '../state/lab.ts';
import { Icon } from './icon.tsx';
import { Stepper } from './stepper.tsx';

interface Collected {
  collection: CollectionRecord;
  step: RecordedStep;
  recording: unknown;
}

/** Index of each object's column in a collection, by word address. */
function columnsOf(collection: CollectionRecord): Map<number, number> {
  return new Map(collection.addresses.map((address, i) => [address, i]));
}

function overlayOf(pass: PassRecord, column: number): NodeOverlay {
  const standing = pass.standing[column]!;
  const remaining = pass.remaining[column]!;
  switch (standing) {
    case 'examined':
      return remaining < 0
        ? { badge: String(pass.count[column]), tone: 'plain' }
        : { badge: `${pass.count[column]} → ${remaining}`, tone: pass.pass === 'updateRefs' ? 'plain' : remaining === 0 ? 'warn' : 'good' };
    case 'reachable':
      return { badge: String(pass.count[column]), tone: 'good' };
    case 'freed':
      return { badge: '0', tone: 'gone' };
    default:
      return { badge: String(pass.count[column]), tone: 'bad' };
  }
}

function PassControls({
  collected,
  at,
  setAt,
  children,
}: {
  collected: Collected;
  at: number;
  setAt(n: number): void;
  children: preact.ComponentChildren;
}) {
  const { t } = useLab();
  const { passes } = collected.collection;
  const current = at === 0 ? null : passes[at - 1]!;
  const [title, text] = t.collector.passes[current?.pass ?? 'start'] ?? [current?.pass ?? '', ''];
  return (
    <div class="passes">
      <ol class="pass-list">
        {[t.collector.passes.start![0], ...passes.map((p) => t.collector.passes[p.pass]?.[0] ?? p.pass)].map((name, i) => (
          <li key={name}>
            <button type="button" class={i === at ? 'on' : ''} aria-current={i === at ? 'step' : undefined} onClick={() => setAt(i)}>
              {name}
            </button>
          </li>
        ))}
      </ol>
      <div class="pass-main">
        <div class="pass-text" aria-live="polite">
          <h3>
            {at === 0 ? '' : `${t.collector.pass(at, passes.length)}: `}
            {title}
          </h3>
          <p>{text}</p>
          {at === passes.length && current !== null ? <p class="result">{t.collector.result(current.collected, current.uncollectable)}</p> : null}
        </div>
        <div class="pass-buttons">
          <button type="button" disabled={at === 0} onClick={() => setAt(at - 1)}>
            <Icon name="back" />
            {t.collector.previous}
          </button>
          <button type="button" class="accent" disabled={at >= passes.length} onClick={() => setAt(at + 1)}>
            {t.collector.next}
            <Icon name="forward" />
          </button>
        </div>
        {children}
      </div>
    </div>
  );
}

function CollectionGraph({ collected, at }: { collected: Collected; at: number }) {
  const { lab, t } = useLab();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const layout = useRef({ of: collected, layout: new StableLayout() });
  if (layout.current.of !== collected) layout.current = { of: collected, layout: new StableLayout() };
  const selected = lab.player.selected.value;
  const graph = useMemo(
    () =>
      new GraphBuilder(collected.step, collected.step, {
        opened,
        showSmall: false,
        selected: null,
        maxNodes: 300,
        textOf: (id) => lab.player.textOf(id),
      }).build(),
    [collected, opened, lab],
  );
  const columns = useMemo(() => columnsOf(collected.collection), [collected]);
  const pass = at === 0 ? null : collected.collection.passes[at - 1]!;
  const overlays = useMemo(() => {
    const made = new Map<string, NodeOverlay>();
    for (const node of graph.nodes) {
      if (node.object === null) continue;
      const column = columns.get(node.object.address);
      if (column === undefined || pass === null) made.set(node.key, { badge: String(node.object.count), tone: 'plain' });
      else made.set(node.key, overlayOf(pass, column));
    }
    return made;
  }, [graph, columns, pass]);
  const rows = graph.nodes.filter((n) => n.object !== null && columns.has(n.object.address));
  return (
    <>
      <GraphView
        graph={graph}
        layout={layout.current.layout}
        t={t}
        selectedKey={selected === null ? null : `o${selected}`}
        onSelect={(key) => lab.player.select(Number(key.slice(1)))}
        onOpen={(key) => setOpened(new Set([...opened, key]))}
        overlays={overlays}
        fileName={`collection-${at}`}
      />
      <p class="muted small pad">
        {t.collector.examined(columns.size)}
        {'. '}
        {t.collector.others(columns.size - rows.length)}
      </p>
      <div class="pass-table">
        <table class="ledger">
          <thead>
            <tr>
              <th scope="col">{t.collector.table.object}</th>
              <th scope="col">{t.collector.table.count}</th>
              <th scope="col">{t.collector.table.remaining}</th>
              <th scope="col">{t.collector.table.standing}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((node) => {
              const column = columns.get(node.object!.address)!;
              const remaining = pass?.remaining[column] ?? -1;
              return (
                <tr key={node.key}>
                  <td>
                    <strong>{node.title}</strong> <code>{node.value}</code>
                  </td>
                  <td>{pass === null ? node.object!.count : pass.count[column]}</td>
                  <td>{remaining < 0 ? '–' : remaining}</td>
                  <td>{pass === null ? '' : t.collector.standings[pass.standing[column]!]}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** A collection at a step, pass by pass: the copied counts fall, what is reachable is found, the rest goes. */
export function CollectorView() {
  const { lab, t } = useLab();
  const { player, runner } = lab;
  const [collected, setCollected] = useState<Collected | null>(null);
  const [at, setAt] = useState(0);
  const recording = player.recording.value;
  const moment = player.moment.value;
  if (recording === null || moment === null)
    return (
      <div class="empty">
        <h2>{t.collector.title}</h2>
        <p>{t.collector.intro}</p>
        <p>{t.collector.need}</p>
        <button
          type="button"
          class="primary"
          onClick={() => {
            lab.load(EXAMPLES.find((x) => x.id === 'cycle')!.source);
            void lab.record().then(() => {
              lab.view.value = 'collector';
            });
          }}
        >
          {t.collector.example}
        </button>
        <NoRecordingButton />
      </div>
    );
  const start = async (step: number): Promise<void> => {
    player.go(step);
    const there = player.moment.value!.step;
    const result = await lab.lookAgain((watch) => ({ kind: 'collect', step, watch }));
    if (result?.kind !== 'collected') return;
    setCollected({ collection: result.collection, step: there, recording });
    setAt(0);
  };
  const busy = runner.state.value !== 'idle' || !player.run.here;
  const shown = collected !== null && collected.recording === recording && collected.step.index === player.index.value ? collected : null;
  return (
    <div class="collector-view">
      <Stepper />
      <div class="view-body">
        {shown === null ? (
          <>
            <h2>{t.collector.title}</h2>
            <p class="lead">{t.collector.intro}</p>
          </>
        ) : null}
        <div class="button-row">
          <button type="button" class={shown === null ? 'primary' : ''} disabled={busy} onClick={() => void start(player.index.value)}>
            {t.collector.start}
          </button>
          <button type="button" disabled={busy} onClick={() => void start(player.length - 1)}>
            {t.collector.atEnd}
          </button>
        </div>
        {shown === null ? null : (
          <PassControls collected={shown} at={at} setAt={setAt}>
            <CollectionGraph collected={shown} at={at} />
          </PassControls>
        )}
      </div>
    </div>
  );
}

function NoRecordingButton() {
  const { lab, t } = useLab();
  return (
    <button type="button" onClick={() => void lab.record().then(() => (lab.view.value = 'collector'))}>
      {t.noRecording.button}
    </button>
  );
}
