import { effect, type Signal, signal } from '@preact/signals';
import { DEFAULT_MODEL, findModel } from '../../../models/index.ts';

export type Language = 'en' | 'zh';
export type Theme = 'auto' | 'light' | 'dark';

export const MEMORY_LIMITS = [32, 64, 128, 256, 512, 1024] as const;
export const DEFAULT_LIMIT_MB = 256;

const KEY = 'ouroboros-lab';

function remembered(): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // storage is off, or someone else's: start with the defaults
    return {};
  }
}

/** What the person chose; kept in the browser between visits. */
export class Settings {
  readonly language: Signal<Language>;
  readonly theme: Signal<Theme>;
  readonly model: Signal<string>;
  readonly limitMb: Signal<number>;

  constructor() {
    const old = remembered();
    this.language = signal(old.language === 'zh' || old.language === 'en' ? old.language : navigator.language.startsWith('zh') ? 'zh' : 'en');
    this.theme = signal(old.theme === 'light' || old.theme === 'dark' ? old.theme : 'auto');
    this.model = signal(typeof old.model === 'string' && findModel(old.model) !== undefined ? old.model : DEFAULT_MODEL);
    this.limitMb = signal((MEMORY_LIMITS as readonly unknown[]).includes(old.limitMb) ? (old.limitMb as number) : DEFAULT_LIMIT_MB);
    effect(() => {
      const value = { language: this.language.value, theme: this.theme.value, model: this.model.value, limitMb: this.limitMb.value };
      try {
        localStorage.setItem(KEY, JSON.stringify(value));
      } catch {
        // not kept then
      }
    });
    effect(() => {
      document.documentElement.lang = this.language.value === 'zh' ? 'zh-Hans' : 'en';
    });
    effect(() => {
      document.documentElement.dataset.theme = this.theme.value;
    });
  }
}
