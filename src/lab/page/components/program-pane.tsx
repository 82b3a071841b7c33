import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { models } from '../../../models/index.ts';
import { EXAMPLES } from '../examples/examples.ts';
import { useLab } from '../state/lab.ts';
import { MEMORY_LIMITS } from '../state/settings.ts';
import { ConsolePane } from './console-pane.tsx';
import { Editor } from './editor.ts';
import { Icon } from './icon.tsx';

function EditorHost() {
  const { lab, t } = useLab();
  const parent = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  useEffect(() => {
    const made = new Editor({
      parent: parent.current!,
      source: lab.source.peek(),
      label: lab.text.peek().program.editor,
      onChange: (source) => {
        lab.source.value = source;
      },
      onRun: () => void lab.run(),
      onRecord: () => void lab.record(),
    });
    editor.current = made;
    return () => made.destroy();
  }, [lab]);
  useEffect(() => editor.current?.rename(t.program.editor), [t]);
  useSignalEffect(() => {
    if (lab.loaded.value > 0) editor.current?.replace(lab.source.peek());
  });
  useSignalEffect(() => {
    editor.current?.showProblems(lab.runner.problems.value);
  });
  useSignalEffect(() => {
    const moment = lab.player.moment.value;
    editor.current?.showLine(
      moment === null || !lab.fresh.value || moment.step.kind === 'end'
        ? null
        : programLine(moment.step.frames, lab.player.recording.value?.sources[0]?.file ?? ''),
    );
  });
  return <div class="editor" ref={parent} />;
}

/** Line of the innermost frame that runs the program itself. */
function programLine(frames: readonly { file: string; line: number }[], program: string): number | null {
  for (let i = frames.length - 1; i >= 0; i--) if (frames[i]!.file === program) return frames[i]!.line;
  return null;
}

function Toolbar() {
  const { lab, t } = useLab();
  const { settings, runner } = lab;
  const busy = runner.state.value !== 'idle';
  return (
    <div class="toolbar" role="toolbar" aria-label={t.program.label}>
      <button type="button" class="primary" onClick={() => void lab.run()} title={`${t.program.run} (Ctrl+Enter)`}>
        <Icon name="play" />
        {t.program.run}
      </button>
      <button type="button" class="accent" onClick={() => void lab.record()} title={`${t.program.record} (Ctrl+Shift+Enter)`}>
        <Icon name="steps" />
        {t.program.record}
      </button>
      <button type="button" class="stop" disabled={!busy} onClick={() => runner.stop()}>
        <Icon name="stop" />
        {t.program.stop}
      </button>
      <div class="fields">
        <label class="field">
          <span>{t.program.example}</span>
          <select
            value=""
            onChange={(e) => {
              const example = EXAMPLES.find((x) => x.id === e.currentTarget.value);
              e.currentTarget.value = '';
              if (example !== undefined) lab.load(example.source);
            }}
          >
            <option value="" disabled>
              …
            </option>
            {EXAMPLES.map((x) => (
              <option key={x.id} value={x.id}>
                {x.title[settings.language.value]}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{t.program.model}</span>
          <select value={settings.model.value} onChange={(e) => (settings.model.value = e.currentTarget.value)}>
            {models.map((m) => (
              <option key={m.name} value={m.name}>
                {t.program.modelOption(m.name)}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{t.program.limit}</span>
          <select value={String(settings.limitMb.value)} onChange={(e) => (settings.limitMb.value = Number(e.currentTarget.value))}>
            {MEMORY_LIMITS.map((n) => (
              <option key={n} value={String(n)}>
                {t.program.megabytes(n)}
              </option>
            ))}
          </select>
        </label>
      </div>
    </div>
  );
}

/** Editor, its buttons, and what the program printed. */
export function ProgramPane() {
  const { t } = useLab();
  return (
    <section class="program-pane" id="program" aria-label={t.program.label}>
      <Toolbar />
      <EditorHost />
      <ConsolePane />
    </section>
  );
}
