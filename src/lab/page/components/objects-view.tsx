import { useMemo, useRef, useState } from 'preact/hooks';
import { GraphBuilder } from '../graph/graph-model.ts';
import { GraphView } from '../graph/graph-view.tsx';
import { StableLayout } from '../graph/stable-layout.ts';
import { useLab } from '../state/lab.ts';
import { NoRecording } from './no-recording.tsx';
import { ObjectPanel } from './object-panel.tsx';
import { Stepper } from './stepper.tsx';

const MAX_NODES = 500;

function Legend() {
  const { t } = useLab();
  return (
    <ul class="legend" aria-label={t.graph.legend}>
      {(['new', 'changed', 'freed', 'unreachable', 'held'] as const).map((mark) => (
        <li key={mark} class={mark}>
          <span class="swatch" aria-hidden="true" />
          {t.graph.marks[mark]}
        </li>
      ))}
    </ul>
  );
}

/** Frames, objects and references at a step, and the ledger of the selected object. */
export function ObjectsView() {
  const { lab, t } = useLab();
  const { player } = lab;
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [showSmall, setShowSmall] = useState(false);
  const layout = useRef({ recording: player.recording.value, layout: new StableLayout() });
  if (layout.current.recording !== player.recording.value) layout.current = { recording: player.recording.value, layout: new StableLayout() };
  const moment = player.moment.value;
  const selected = player.selected.value;
  const graph = useMemo(
    () =>
      moment === null
        ? null
        : new GraphBuilder(moment.step, moment.before, {
            opened,
            showSmall,
            selected,
            maxNodes: MAX_NODES,
            textOf: (id) => player.textOf(id),
          }).build(),
    [moment, opened, showSmall, selected, player],
  );
  if (graph === null) return <NoRecording />;
  return (
    <div class="objects-view">
      <Stepper />
      <div class="objects-split">
        <GraphView
          graph={graph}
          layout={layout.current.layout}
          t={t}
          selectedKey={selected === null ? null : `o${selected}`}
          onSelect={(key) => player.select(Number(key.slice(1)))}
          onOpen={(key) => setOpened(new Set([...opened, key]))}
          fileName={`objects-step-${player.index.value + 1}`}
        >
          <label class="check">
            <input type="checkbox" checked={showSmall} onChange={(e) => setShowSmall(e.currentTarget.checked)} />
            {t.graph.showSmall}
          </label>
          {selected !== null && graph.nodes.some((n) => n.key === `o${selected}` && n.closed) ? (
            <button type="button" class="quiet" onClick={() => setOpened(new Set([...opened, `o${selected}`]))}>
              {t.graph.open}
            </button>
          ) : null}
        </GraphView>
        <ObjectPanel />
      </div>
      <Legend />
    </div>
  );
}
