import { describe, expect, it } from 'vitest';
import { mechanisms } from '../../../models/mechanisms.ts';
import { chinese } from './chinese.ts';
import { chineseMechanisms, chineseReason } from './chinese-mechanisms.ts';
import { english } from './english.ts';

/** Paths of all texts: 'compare.title'. */
function keys(texts: object, before = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? keys(value as object, `${before}${key}.`) : [before + key],
  );
}

describe('the texts of the page', () => {
  it('are the same in both languages', () => {
    expect(keys(chinese).filter((key) => key.split('.').length < 3)).toEqual(keys(english).filter((key) => key.split('.').length < 3));
  });

  it('give the reason of every step of every mechanism in Chinese', () => {
    const missing = mechanisms.flatMap((m) =>
      Object.keys(m.steps).flatMap((release) => (chineseMechanisms[m.id]?.[release] ? [] : [`${m.id} ${release}`])),
    );
    expect(missing).toEqual([]);
    expect(Object.keys(chineseMechanisms).filter((id) => !mechanisms.some((m) => m.id === id))).toEqual([]);
    expect(chineseReason({ model: '3.14', mechanisms: ['call-arguments', 'words'], steps: [['3.11', '3.14'], []], sentence: '' })).toMatch(
      /^3\.11 .*；3\.14 .*；并且3\.14 的措辞不同$/,
    );
  });
});
