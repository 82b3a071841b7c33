import { useState } from 'preact/hooks';
import type { HeapMap } from '../../worker/protocol.ts';
import { useLab } from '../state/lab.ts';
import { bytesText } from '../text/bytes-text.ts';
import { HeapMapView } from './heap-map-view.tsx';
import { NoRecording } from './no-recording.tsx';
import { Stepper } from './stepper.tsx';
import { Timeline } from './timeline.tsx';

/** Timeline of a recording, and the heap's blocks at a step. */
export function MemoryView() {
  const { lab, t } = useLab();
  const { player } = lab;
  const [map, setMap] = useState<{ map: HeapMap; step: number; recording: unknown } | null>(null);
  const recording = player.recording.value;
  const moment = player.moment.value;
  if (recording === null || moment === null) return <NoRecording reason={t.memory.need} />;
  const { memory } = moment.step;
  const inspect = async (): Promise<void> => {
    const step = player.index.value;
    const result = await lab.lookAgain((watch) => ({ kind: 'inspect', step, address: 0, watch }));
    if (result?.kind === 'inspected') setMap({ map: result.inspection.map, step, recording });
  };
  const shown = map !== null && map.recording === recording ? map : null;
  return (
    <div class="memory-view">
      <Stepper />
      <div class="view-body">
        <p class="summary">{t.memory.summary(bytesText(memory.live), bytesText(memory.committed), memory.blocks)}</p>
        <Timeline recording={recording} />
        <section class="heap-map-section">
          <h3>{t.memory.heapMap}</h3>
          <p class="hint">{t.memory.heapMapIntro}</p>
          <p>
            <button type="button" disabled={lab.runner.state.value !== 'idle' || !player.run.here} onClick={() => void inspect()}>
              {t.memory.showMap}
            </button>
          </p>
          {shown === null ? null : (
            <>
              <p class="muted small">{t.step.position(shown.step + 1, player.length)}</p>
              <HeapMapView map={shown.map} onSelect={(address) => selectAddress(address)} />
            </>
          )}
        </section>
      </div>
    </div>
  );

  function selectAddress(address: number): void {
    if (shown === null) return;
    player.go(shown.step);
    for (const object of player.moment.value?.step.objects.values() ?? []) if (object.address === address) player.select(object.id);
  }
}
