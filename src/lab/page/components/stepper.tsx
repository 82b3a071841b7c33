import type { RecordedStep } from '../../../instruments/recording.ts';
import { useLab } from '../state/lab.ts';
import type { Texts } from '../text/english.ts';
import { Icon } from './icon.tsx';

function describe(step: RecordedStep, t: Texts): string {
  if (step.change !== null) {
    const object = step.objects.get(step.change.object);
    const by = step.change.by > 0 ? `+${step.change.by}` : `−${-step.change.by}`;
    return t.step.changed(object?.type ?? '', by, t.instrument(step.change.instruction));
  }
  return step.kind === 'end' ? t.step.ended : t.step.aboutTo(step.line);
}

/** Buttons, slider and words for the place in the recording. */
export function Stepper() {
  const { lab, t } = useLab();
  const { player } = lab;
  const moment = player.moment.value;
  const recording = player.recording.value;
  if (moment === null || recording === null) return null;
  const { index } = player;
  const last = player.length - 1;
  const { omissions } = recording;
  const button = (icon: Parameters<typeof Icon>[0]['name'], name: string, action: () => void, off: boolean) => (
    <button type="button" class="icon-button" aria-label={name} title={name} disabled={off} onClick={action}>
      <Icon name={icon} />
    </button>
  );
  return (
    <section class="stepper" aria-label={t.step.label}>
      <div class="stepper-row">
        {button('first', t.step.first, () => player.go(0), index.value === 0)}
        {button('previousChange', t.step.previousChange, () => player.toChange(-1), index.value === 0)}
        {button('back', t.step.previous, () => player.by(-1), index.value === 0)}
        {player.playing.value ? button('pause', t.step.pause, () => player.pause(), false) : button('play', t.step.play, () => player.play(), false)}
        {button('forward', t.step.next, () => player.by(1), index.value >= last)}
        {button('nextChange', t.step.nextChange, () => player.toChange(1), index.value >= last)}
        {button('last', t.step.last, () => player.go(last), index.value >= last)}
        <input
          type="range"
          min={0}
          max={last}
          value={index.value}
          aria-label={t.step.slider}
          aria-valuetext={t.step.position(index.value + 1, last + 1)}
          onInput={(e) => player.go(Number(e.currentTarget.value))}
        />
        <span class="position">{t.step.position(index.value + 1, last + 1)}</span>
      </div>
      <p class="step-text" aria-live="polite">
        <strong>{describe(moment.step, t)}</strong>
        <span class="muted">
          {' · '}
          {moment.step.frames.map((f) => f.function).join(' › ')}
        </span>
      </p>
      {lab.fresh.value ? null : (
        <p class="inline-notice">
          {t.step.stale}{' '}
          <button type="button" class="link" onClick={() => void lab.record()}>
            {t.step.again}
          </button>
        </p>
      )}
      {index.value === last && omissions.stopped !== null ? (
        <p class="inline-notice">
          {omissions.stopped === 'steps' ? t.step.stopped(omissions.stoppedAt, recording.limits.steps) : t.step.stoppedBytes(omissions.stoppedAt)}
        </p>
      ) : null}
      {index.value === last && recording.error !== null ? <p class="inline-notice">{t.step.error(recording.error)}</p> : null}
      {moment.step.objectsOmitted > 0 ? <p class="inline-notice">{t.step.omitted(moment.step.objectsOmitted)}</p> : null}
    </section>
  );
}
