import { useEffect } from 'preact/hooks';
import { type Lab, useLab, VIEWS, type View } from '../state/lab.ts';
import { CollectorView } from './collector-view.tsx';
import { CompareView } from './compare-view.tsx';
import { Dialogs } from './dialogs.tsx';
import { Header } from './header.tsx';
import { Icon } from './icon.tsx';
import { MemoryView } from './memory-view.tsx';
import { ObjectsView } from './objects-view.tsx';
import { ProgramPane } from './program-pane.tsx';
import { SnapshotsView } from './snapshots-view.tsx';
import { TourCard } from './tour-card.tsx';

function ViewBody({ view }: { view: View | 'program' }) {
  switch (view) {
    case 'program':
    case 'objects':
      return <ObjectsView />;
    case 'collector':
      return <CollectorView />;
    case 'memory':
      return <MemoryView />;
    case 'compare':
      return <CompareView />;
    case 'snapshots':
      return <SnapshotsView />;
  }
}

function Tabs() {
  const { lab, t } = useLab();
  const { view } = lab;
  const all = ['program', ...VIEWS] as const;
  const move = (e: KeyboardEvent): void => {
    const visible = [...(e.currentTarget as Element).querySelectorAll<HTMLButtonElement>('[role=tab]')].filter((b) => b.offsetParent !== null);
    const at = visible.indexOf(document.activeElement as HTMLButtonElement);
    const to = e.key === 'ArrowRight' ? at + 1 : e.key === 'ArrowLeft' ? at - 1 : e.key === 'Home' ? 0 : e.key === 'End' ? visible.length - 1 : -1;
    if (at < 0 || (to < 0 && e.key !== 'ArrowLeft') || !['ArrowRight', 'ArrowLeft', 'Home', 'End'].includes(e.key)) return;
    const target = visible[(to + visible.length) % visible.length]!;
    target.focus();
    target.click();
    e.preventDefault();
    e.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tabs take the focus, as the pattern for tab lists has it
    <div class="tabs" role="tablist" aria-label={t.tabs.label} onKeyDown={move}>
      {all.map((name) => {
        const on = view.value === name;
        return (
          <button
            type="button"
            role="tab"
            key={name}
            id={`tab-${name}`}
            class={name === 'program' ? 'narrow-only' : ''}
            aria-selected={on}
            aria-controls="view"
            tabIndex={on ? 0 : -1}
            onClick={() => (view.value = name)}
          >
            {t.tabs[name]}
          </button>
        );
      })}
    </div>
  );
}

/** Keys that work wherever the focus is, except while writing. */
function onPageKey(lab: Lab, e: KeyboardEvent): void {
  const target = e.target as Element;
  if (e.defaultPrevented || lab.dialog.value !== null) return;
  if (e.altKey && !e.ctrlKey && /^Digit[1-5]$/.test(e.code)) {
    lab.view.value = VIEWS[Number(e.code.slice(5)) - 1]!;
    e.preventDefault();
    return;
  }
  if ((e.ctrlKey || e.metaKey) && e.key === 'Enter') {
    void (e.shiftKey ? lab.record() : lab.run());
    e.preventDefault();
    return;
  }
  if (e.ctrlKey || e.metaKey || e.altKey || target.closest('.cm-editor, input, textarea, select, [role=tab]') !== null) return;
  const { player } = lab;
  if (player.recording.value === null) return;
  if (e.key === 'ArrowLeft') e.shiftKey ? player.toChange(-1) : player.by(-1);
  else if (e.key === 'ArrowRight') e.shiftKey ? player.toChange(1) : player.by(1);
  else if (e.key === 'Home') player.go(0);
  else if (e.key === 'End') player.go(player.length - 1);
  else return;
  e.preventDefault();
}

function NoticeBar() {
  const { lab, t } = useLab();
  const notice = lab.notice.value;
  if (notice === null) return null;
  return (
    <div class={`notice-bar ${notice.kind}`} role="alert">
      <p>{notice.text(t)}</p>
      <button type="button" class="icon-button" aria-label={t.dismiss} onClick={() => (lab.notice.value = null)}>
        <Icon name="close" />
      </button>
    </div>
  );
}

export function App() {
  const { lab, t } = useLab();
  useEffect(() => {
    const listener = (e: KeyboardEvent): void => onPageKey(lab, e);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, [lab]);
  // The program is a view of its own on narrow windows only.
  useEffect(() => {
    const narrow = window.matchMedia('(max-width: 900px)');
    const adapt = (): void => {
      if (narrow.matches) lab.view.value = 'program';
      else if (lab.view.value === 'program') lab.view.value = 'objects';
    };
    if (narrow.matches) adapt();
    narrow.addEventListener('change', adapt);
    return () => narrow.removeEventListener('change', adapt);
  }, [lab]);
  const view = lab.view.value;
  return (
    <>
      <a class="skip" href="#program">
        {t.skip}
      </a>
      <Header />
      <NoticeBar />
      <main class={view === 'program' ? 'show-program' : 'show-view'}>
        <div class="left">
          <TourCard />
          <ProgramPane />
        </div>
        <div class="right">
          <Tabs />
          <div class="view" id="view" role="tabpanel" aria-labelledby={`tab-${view}`}>
            <ViewBody view={view} />
          </div>
        </div>
      </main>
      <Dialogs />
    </>
  );
}
