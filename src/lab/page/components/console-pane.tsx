import { useEffect, useRef, useState } from 'preact/hooks';
import { useLab } from '../state/lab.ts';
import { bytesText } from '../text/bytes-text.ts';

function Status() {
  const { lab, t } = useLab();
  const { runner } = lab;
  const state = runner.state.value;
  const kind = runner.work.value;
  let text: string;
  if (state === 'input') text = t.state.input;
  else if (state === 'starting') text = t.state.starting;
  else if (state === 'running')
    text =
      kind === 'record' || kind === 'inspect'
        ? t.state.recording
        : kind === 'collect'
          ? t.state.collecting
          : kind === 'compare'
            ? t.state.comparing
            : t.state.running;
  else if (runner.ready.value) text = t.state.ready(runner.startMs.value ?? 0);
  else text = t.state.loading;
  return (
    <span class={`status ${state === 'idle' ? (runner.ready.value ? 'ok' : 'wait') : 'busy'}`} role="status">
      {text}
    </span>
  );
}

function EndingNote() {
  const { lab, t } = useLab();
  const ending = lab.runner.ending.value;
  if (ending === null) return null;
  if (ending.kind === 'stopped') return <p class="note">{t.console.stopped}</p>;
  if (ending.kind === 'fault') {
    const library = /server answered|NetworkError|Failed to/.test(ending.message);
    return (
      <div class="note error" role="alert">
        <p>{library ? t.console.faultLibrary : t.console.fault}</p>
        <pre>{ending.message}</pre>
        {library ? null : <p>{t.console.faultHint}</p>}
      </div>
    );
  }
  const { figures } = ending;
  const outOfMemory = ending.code !== 0 && lab.runner.output.value.some((p) => p.fd === 2 && p.text.includes('MemoryError'));
  return (
    <div class={ending.code === 0 ? 'note' : 'note warning'}>
      <p>
        {t.console.exit(ending.code, figures.milliseconds)}
        <span class="muted">
          {' · '}
          {t.console.figures(bytesText(figures.live), bytesText(figures.peak), bytesText(figures.committed))}
        </span>
      </p>
      {outOfMemory ? <p>{t.console.memoryHint}</p> : null}
    </div>
  );
}

function InputLine() {
  const { lab, t } = useLab();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      class="input-line"
      onSubmit={(e) => {
        e.preventDefault();
        const line = field.current!.value;
        field.current!.value = '';
        lab.runner.answer(line);
      }}
    >
      <input ref={field} type="text" autocomplete="off" spellcheck={false} aria-label={t.console.input} placeholder={t.console.input} />
      <button type="submit" class="primary">
        {t.console.send}
      </button>
      <button type="button" onClick={() => lab.runner.answer(null)}>
        {t.console.end}
      </button>
    </form>
  );
}

/** What the program printed; while stepping, what it had printed by then. */
export function ConsolePane() {
  const { lab, t } = useLab();
  const { runner, player } = lab;
  const [copied, setCopied] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const pieces = runner.output.value;
  const moment = player.moment.value;
  const stepping = moment !== null && runner.state.value === 'idle' && runner.work.value !== 'run' && runner.ending.value?.kind === 'exit';
  const shownUntil = stepping ? moment.step.output.length : Number.POSITIVE_INFINITY;
  useEffect(() => {
    const element = box.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  }, [pieces, shownUntil]);
  let at = 0;
  const empty = pieces.length === 0 && runner.ending.value === null && runner.state.value === 'idle';
  return (
    <div class="console">
      <div class="console-head">
        <h2>{t.console.label}</h2>
        <Status />
        <span class="spring" />
        <button
          type="button"
          class="quiet"
          disabled={pieces.length === 0}
          onClick={() => {
            void navigator.clipboard.writeText(pieces.map((p) => p.text).join(''));
            setCopied(true);
            setTimeout(() => setCopied(false), 1500);
          }}
        >
          {copied ? t.console.copied : t.console.copy}
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard */}
      <div class="console-text" ref={box} role="log" aria-label={t.console.label} tabIndex={0}>
        {empty ? <p class="hint">{t.console.empty}</p> : null}
        {runner.dropped.value > 0 ? <p class="hint">{t.console.dropped(runner.dropped.value)}</p> : null}
        <pre>
          {pieces.map((piece, i) => {
            const from = at;
            at += piece.text.length;
            const known = Math.max(0, Math.min(piece.text.length, shownUntil - from));
            const name = piece.fd === 2 ? 'err' : piece.fd === 0 ? 'typed' : '';
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces are only ever appended
              <span key={i} class={name}>
                {piece.text.slice(0, known)}
                {known < piece.text.length ? <span class="later">{piece.text.slice(known)}</span> : null}
              </span>
            );
          })}
        </pre>
        <EndingNote />
      </div>
      {runner.state.value === 'input' ? <InputLine /> : null}
    </div>
  );
}
