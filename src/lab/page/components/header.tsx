import { useLab } from '../state/lab.ts';
import type { Theme } from '../state/settings.ts';
import { Icon } from './icon.tsx';

/** Name, tour, share, help, language and colours. */
export function Header() {
  const { lab, t } = useLab();
  const { settings } = lab;
  return (
    <header class="top">
      <h1>
        <svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
          <path d="M16 4a12 12 0 1 1-9.9 5.2" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" />
          <path d="M3.5 13.5 6 6l6.5 4.6z" fill="currentColor" />
          <circle cx="16" cy="16" r="3" fill="currentColor" />
        </svg>
        {t.title}
      </h1>
      <p class="tagline">{t.tagline}</p>
      <span class="spring" />
      <nav>
        <button
          type="button"
          aria-label={t.header.tour}
          class={lab.lesson.value === null ? '' : 'on'}
          onClick={() => (lab.lesson.value = lab.lesson.value === null ? 0 : null)}
        >
          <Icon name="book" />
          <span class="word">{t.header.tour}</span>
        </button>
        <button type="button" aria-label={t.header.share} onClick={() => (lab.dialog.value = 'share')}>
          <Icon name="share" />
          <span class="word">{t.header.share}</span>
        </button>
        <button type="button" aria-label={t.header.help} onClick={() => (lab.dialog.value = 'help')}>
          <Icon name="help" />
        </button>
        <select aria-label={t.header.theme} value={settings.theme.value} onChange={(e) => (settings.theme.value = e.currentTarget.value as Theme)}>
          {(['auto', 'light', 'dark'] as const).map((theme) => (
            <option key={theme} value={theme}>
              {t.header.themes[theme]}
            </option>
          ))}
        </select>
        <select
          aria-label={t.header.language}
          value={settings.language.value}
          onChange={(e) => (settings.language.value = e.currentTarget.value === 'zh' ? 'zh' : 'en')}
        >
          <option value="en" lang="en">
            English
          </option>
          <option value="zh" lang="zh-Hans">
            中文
          </option>
        </select>
      </nav>
    </header>
  );
}
