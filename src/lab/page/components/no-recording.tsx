import { useLab } from '../state/lab.ts';
import { Icon } from './icon.tsx';

/** Shown by views that need a recording while there is none. */
export function NoRecording({ reason }: { reason?: string }) {
  const { lab, t } = useLab();
  return (
    <div class="empty">
      <h2>{t.noRecording.title}</h2>
      <p>{reason ?? t.noRecording.text}</p>
      <button type="button" class="primary" onClick={() => void lab.record()}>
        <Icon name="steps" />
        {t.noRecording.button}
      </button>
    </div>
  );
}
