import { useState } from 'preact/hooks';
import { LESSONS } from '../examples/lessons.ts';
import { useLab } from '../state/lab.ts';
import { Icon } from './icon.tsx';

/** The open lesson: question, what to look at, answer. */
export function TourCard() {
  const { lab, t } = useLab();
  const [shown, setShown] = useState<number | null>(null);
  const at = lab.lesson.value;
  if (at === null) return null;
  const lesson = LESSONS[at]!;
  const words = lesson.words[lab.settings.language.value];
  const load = async (): Promise<void> => {
    lab.settings.model.value = lesson.model;
    lab.load(lesson.source);
    lab.view.value = lesson.view;
    await lab.record();
    lab.view.value = lesson.view;
  };
  return (
    <section class="tour" aria-label={t.tour.title}>
      <header>
        <span class="lesson-number">{t.tour.lesson(at + 1, LESSONS.length)}</span>
        <span class="spring" />
        <button type="button" class="icon-button" aria-label={t.tour.previous} disabled={at === 0} onClick={() => (lab.lesson.value = at - 1)}>
          <Icon name="back" />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={t.tour.next}
          disabled={at === LESSONS.length - 1}
          onClick={() => (lab.lesson.value = at + 1)}
        >
          <Icon name="forward" />
        </button>
        <button type="button" class="icon-button" aria-label={t.tour.close} onClick={() => (lab.lesson.value = null)}>
          <Icon name="close" />
        </button>
      </header>
      <h2>{words.title}</h2>
      <p class="question">
        <strong>{t.tour.question}: </strong>
        {words.question}
      </p>
      <p>
        <strong>{t.tour.look}: </strong>
        {words.look}
      </p>
      <div class="tour-buttons">
        <button type="button" class="accent" onClick={() => void load()}>
          <Icon name="steps" />
          {t.tour.load}
        </button>
        <button type="button" aria-expanded={shown === at} onClick={() => setShown(shown === at ? null : at)}>
          {shown === at ? t.tour.hideAnswer : t.tour.showAnswer}
        </button>
      </div>
      {shown === at ? <p class="answer">{words.answer}</p> : null}
    </section>
  );
}
